//! A provider of OpenID Connect as it is written: a preset, and what differs from it. It replaces what is stored as a whole.

use model::{
    openid_connect::{ClientAuthMethod, IdTokenAlgorithm, Mapping, OpenidConnect, Overrides, Preset},
    provider::Connector,
};

use super::super::{Fields, Node, Problems, Secrets, WantedConnector};
use crate::{
    apply::reader::unknown_word,
    providers::{ProviderSecrets, SecretText},
};

const KNOWN: &[&str] = &[
    "preset",
    "issuer",
    "metadata",
    "client_id",
    "client_secret",
    "client_key",
    "client_authentication",
    "endpoints",
    "scopes",
    "id_token_algorithm",
    "acr_values",
    "tenants",
    "hosted_domains",
    "mapping",
];

const ENDPOINTS: &[&str] = &["authorization", "token", "userinfo", "jwks"];

const CLAIMS: &[&str] =
    &["subject", "email", "given_name", "family_name", "occupation", "department", "locale", "groups", "roles"];

const WAYS: [(&str, ClientAuthMethod); 4] = [
    ("client_secret_basic", ClientAuthMethod::ClientSecretBasic),
    ("client_secret_post", ClientAuthMethod::ClientSecretPost),
    ("private_key_jwt", ClientAuthMethod::PrivateKeyJwt),
    ("none", ClientAuthMethod::None),
];

const ALGORITHMS: [(&str, IdTokenAlgorithm); 4] = [
    ("RS256", IdTokenAlgorithm::RS256),
    ("PS256", IdTokenAlgorithm::PS256),
    ("ES256", IdTokenAlgorithm::ES256),
    ("EdDSA", IdTokenAlgorithm::EdDSA),
];

pub(super) fn read(node: &Node, place: String, secrets: &dyn Secrets, problems: &Problems) -> Option<WantedConnector> {
    let fields = Fields::of(node, &place, KNOWN, problems)?;
    let preset = match fields.text("preset") {
        Some(text) => preset(&fields, text)?,
        None => Preset::default(),
    };
    let filled = OpenidConnect::of(preset, fields.needed("client_id")?);
    let texts = |key: &str, default: Vec<String>| match fields.texts(key) {
        Some(texts) => texts.into_iter().map(|(_, text)| text.to_owned()).collect(),
        None => default,
    };
    let connector = OpenidConnect {
        issuer: fields.text("issuer").map_or(filled.issuer, str::to_owned),
        metadata: fields.text("metadata").map(str::to_owned).or(filled.metadata),
        client_authentication: fields.word("client_authentication", &WAYS).or(filled.client_authentication),
        endpoints: endpoints(&fields, filled.endpoints, problems),
        scopes: texts("scopes", filled.scopes),
        id_token_algorithm: fields.word("id_token_algorithm", &ALGORITHMS),
        acr_values: texts("acr_values", Vec::new()),
        tenants: texts("tenants", Vec::new()),
        hosted_domains: texts("hosted_domains", Vec::new()),
        mapping: mapping(&fields, filled.mapping, problems),
        preset,
        client_id: filled.client_id,
    };
    let secret = |key: &str| fields.secret(key, secrets).map(|secret| SecretText(secret.expose().to_owned()));
    let secrets = ProviderSecrets {
        client_secret: secret("client_secret"),
        client_key: secret("client_key"),
        ..ProviderSecrets::default()
    };
    if secrets.client_key.is_some() && secrets.signing_key().is_none() {
        fields.wrong(
            "client_key",
            "is no private key: give an unencrypted PKCS#8 document as PEM, of P-256, RSA or Ed25519",
        );
    }
    if secrets.client_key.is_some() && secrets.client_secret.is_some() {
        fields.wrong("client_key", "stands beside `client_secret`: a provider is shown one of them");
    }
    Some(WantedConnector { connector: Connector::OpenidConnect(Box::new(connector)), secrets, place })
}

fn preset(fields: &Fields<'_>, text: &str) -> Option<Preset> {
    let found = serde_json::from_value(text.into()).ok();
    if found.is_none() {
        let names = Preset::ALL.map(|one| serde_json::to_value(one).unwrap_or_default());
        let names: Vec<&str> = names.iter().filter_map(serde_json::Value::as_str).collect();
        fields.wrong("preset", unknown_word(text, &names));
    }
    found
}

fn endpoints(fields: &Fields<'_>, filled: Overrides, problems: &Problems) -> Overrides {
    let place = fields.place("endpoints");
    let Some(inner) = fields.get("endpoints").and_then(|node| Fields::of(node, &place, ENDPOINTS, problems)) else {
        return filled;
    };
    let text = |key: &str, default: Option<String>| inner.text(key).map(str::to_owned).or(default);
    Overrides {
        authorization: text("authorization", filled.authorization),
        token: text("token", filled.token),
        userinfo: text("userinfo", filled.userinfo),
        jwks: text("jwks", filled.jwks),
    }
}

/// Which claims say what; `null` takes one away that the preset has.
fn mapping(fields: &Fields<'_>, filled: Mapping, problems: &Problems) -> Mapping {
    let place = fields.place("mapping");
    let Some(inner) = fields.get("mapping").and_then(|node| Fields::of(node, &place, CLAIMS, problems)) else {
        return filled;
    };
    let claim = |key: &str, default: Option<String>| match inner.written(key) {
        None => default,
        Some(_) => inner.text(key).map(str::to_owned),
    };
    Mapping {
        subject: inner.text("subject").map_or(filled.subject, str::to_owned),
        email: claim("email", filled.email),
        given_name: claim("given_name", filled.given_name),
        family_name: claim("family_name", filled.family_name),
        occupation: claim("occupation", filled.occupation),
        department: claim("department", filled.department),
        locale: claim("locale", filled.locale),
        groups: claim("groups", filled.groups),
        roles: claim("roles", filled.roles),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::apply::reader::NoSecrets;

    fn told(document: serde_json::Value) -> (Option<OpenidConnect>, Vec<String>) {
        let problems = Problems::default();
        let node: Node = serde_json::from_value(document).unwrap();
        let read = read(&node, "at".to_owned(), &NoSecrets, &problems);
        let connector = read.map(|wanted| match wanted.connector {
            Connector::OpenidConnect(connector) => *connector,
            other => panic!("it is OpenID Connect, not {}", other.kind()),
        });
        (connector, problems.into_vec().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_preset_and_what_differs_from_it() {
        let (connector, told) = told(json!({
            "preset": "okta", "issuer": "https://acme.okta.example", "client_id": "rp", "client_secret": "s",
            "mapping": { "groups": null, "department": "dept" }, "endpoints": { "userinfo": "https://u.example/" },
        }));
        assert_eq!(told, Vec::<String>::new());
        let connector = connector.unwrap();
        let mapping = Mapping { groups: None, department: Some("dept".into()), ..Mapping::of(Preset::Okta) };
        assert_eq!((connector.preset, connector.mapping.clone()), (Preset::Okta, mapping));
        assert_eq!(connector.endpoints.userinfo.as_deref(), Some("https://u.example/"));
        assert_eq!((connector.check(), connector.scopes.len()), (vec![], 3));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let (connector, found) = told(json!({ "preset": "oktta", "client_id": "rp" }));
        assert!(connector.is_none() && found[0].contains("did you mean `okta`"), "{found:?}");
        let (_, found) = told(json!({ "issuer": "https://op.example" }));
        assert_eq!(found, ["at.client_id: is needed"]);
        let both =
            json!({ "client_id": "rp", "client_key": "no key", "client_secret": "s", "mapping": { "phone": "p" } });
        let (_, found) = told(both);
        let places: Vec<&str> = found.iter().filter_map(|one| Some(one.split_once(':')?.0)).collect();
        assert_eq!(places, ["at.mapping.phone", "at.client_key", "at.client_key"], "{found:?}");
    }
}
