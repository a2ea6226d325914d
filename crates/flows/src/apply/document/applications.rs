//! Applications of a document: RFC 7591 client metadata, and what is ours.

use std::sync::LazyLock;

use oidc::Client;
use serde_json::{Value, json};

use super::{
    super::{
        overlay::{self, Leaf},
        reader::join,
        value_type::{Keys, ValueType},
    },
    Fields, Node, Problems, Secrets, WantedApplication, WantedSubscription, named, slug, users,
};
use crate::Settings;

/// Client metadata that is kept.
const METADATA: Keys = &[
    ("client_id", ValueType::Text),
    ("client_name", ValueType::Text),
    ("application_type", ValueType::Word(&["web", "native"])),
    ("redirect_uris", ValueType::List(&ValueType::Text)),
    ("post_logout_redirect_uris", ValueType::List(&ValueType::Text)),
    ("backchannel_logout_uri", ValueType::Text),
    ("backchannel_logout_session_required", ValueType::Bool),
    ("grant_types", ValueType::List(&ValueType::Word(&["authorization_code", "refresh_token", "client_credentials"]))),
    ("response_types", ValueType::List(&ValueType::Word(&["code"]))),
    (
        "token_endpoint_auth_method",
        ValueType::Word(&["client_secret_basic", "client_secret_post", "private_key_jwt", "none"]),
    ),
    ("token_endpoint_auth_signing_alg", ALGORITHM),
    ("jwks", ValueType::Table(&[("keys", ValueType::List(&ValueType::Other))])),
    ("scope", ValueType::Text),
    ("subject_type", ValueType::Word(&["public"])),
    ("id_token_signed_response_alg", ALGORITHM),
    ("id_token_claims", ValueType::List(&ValueType::Text)),
    ("audiences", ValueType::List(&ValueType::Text)),
    ("access_token_format", ValueType::Word(&["opaque", "jwt"])),
    ("access_token_signing_alg", ALGORITHM),
    ("require_pkce", ValueType::Bool),
    ("default_max_age", ValueType::Whole(0, u32::MAX as i64)),
    ("require_auth_time", ValueType::Bool),
    ("default_acr_values", ValueType::List(&ValueType::Text)),
    ("logo_uri", ValueType::Text),
    ("client_uri", ValueType::Text),
    ("policy_uri", ValueType::Text),
    ("tos_uri", ValueType::Text),
    ("initiate_login_uri", ValueType::Text),
    ("contacts", ValueType::List(&ValueType::Text)),
];

const ALGORITHM: ValueType = ValueType::Word(&["RS256", "PS256", "ES256", "EdDSA"]);

/// Registered metadata that changes nothing here yet: taken, and said so.
const UNUSED: &[&str] =
    &["frontchannel_logout_uri", "frontchannel_logout_session_required", "software_id", "software_version"];

/// Registered metadata (IANA, OAuth Dynamic Client Registration Metadata) for what this version does not do: refused, and said so.
const NOT_IN_THIS_VERSION: &[&str] = &[
    "jwks_uri",
    "signed_jwks_uri",
    "sector_identifier_uri",
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "userinfo_signed_response_alg",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "request_object_signing_alg",
    "request_object_encryption_alg",
    "request_object_encryption_enc",
    "require_signed_request_object",
    "request_uris",
    "claims_redirect_uris",
    "require_pushed_authorization_requests",
    "dpop_bound_access_tokens",
    "authorization_details_types",
    "authorization_signed_response_alg",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    "introspection_signed_response_alg",
    "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
    "tls_client_certificate_bound_access_tokens",
    "use_mtls_endpoint_aliases",
    "tls_client_auth_subject_dn",
    "tls_client_auth_san_dns",
    "tls_client_auth_san_uri",
    "tls_client_auth_san_ip",
    "tls_client_auth_san_email",
    "backchannel_token_delivery_mode",
    "backchannel_client_notification_endpoint",
    "backchannel_authentication_request_signing_alg",
    "backchannel_user_code_parameter",
    "software_statement",
    "client_registration_types",
    "organization_name",
    "vp_formats",
];

const OURS: Keys = &[
    ("protocol", ValueType::Word(&["oidc", "link"])),
    ("logo", ValueType::Text),
    ("description", ValueType::Text),
    ("launch_url", ValueType::Text),
    ("asks_consent", ValueType::Bool),
    ("level", ValueType::Word(&["one", "two", "phishing_resistant"])),
];
const APART: &[&str] = &["organisation", "state", "client_secret", "subscriptions"];

/// The least length of a secret: it is kept as a plain hash, which protects random text only.
const SECRET_LENGTH: usize = 24;

static PLAIN: LazyLock<Value> =
    LazyLock::new(|| json!({ "client": serde_json::to_value(Client::default()).unwrap_or(Value::Null) }));

pub(super) fn read(
    node: &Node,
    place: &str,
    secrets: &dyn Secrets,
    problems: &Problems,
    notes: &mut Vec<String>,
) -> Option<WantedApplication> {
    let fields = Fields::of(node, place, &known(node), problems)?;
    let Node::Map(entries) = node else { return None };
    for (key, _) in entries.iter().filter(|(key, _)| is_for_later(key)) {
        fields.wrong(key, "is not in this version of Doorward: leave it out");
    }
    for (key, _) in entries.iter().filter(|(key, _)| UNUSED.contains(&key.as_str())) {
        notes.push(format!("{}: changes nothing in this version of Doorward", fields.place(key)));
    }
    let secret = fields.secret("client_secret", secrets);
    if secret.as_ref().is_some_and(|secret| secret.expose().len() < SECRET_LENGTH) {
        let more = format!("has fewer than {SECRET_LENGTH} characters: make a random one (openssl rand -base64 32)");
        fields.wrong("client_secret", more);
    }
    let is_link = is_link(&fields);
    let subscriptions = fields.list("subscriptions").unwrap_or_default();
    let read = WantedApplication {
        client_id: fields.needed("client_id").unwrap_or_default().to_owned(),
        organisation: fields.get("organisation").and_then(|_| slug(&fields, "organisation")),
        active: fields.word("state", &[("active", true), ("disabled", false)]),
        is_link,
        name: fields.text("client_name").map(str::to_owned),
        settings: settings(entries, is_link, place, problems),
        secret,
        subscriptions: subscriptions
            .into_iter()
            .filter_map(|(place, node)| subscription(node, &place, problems))
            .collect(),
        place: place.to_owned(),
    };
    Some(read)
}

/// The keys that are understood, those of this node that are for a later version included.
fn known(node: &Node) -> Vec<&str> {
    let names = |keys: Keys| keys.iter().map(|(key, _)| *key);
    let mut known: Vec<&str> = names(METADATA).chain(names(OURS)).collect();
    known.extend([UNUSED, APART].concat());
    if let Node::Map(entries) = node {
        known.extend(entries.iter().map(|(key, _)| key.as_str()).filter(|key| is_for_later(key)));
    }
    known
}

/// Whether it is registered metadata that this version does not do, or some in a language of its own (RFC 7591 §2.2).
fn is_for_later(key: &str) -> bool {
    let translated = key.split_once('#').is_some_and(|(key, _)| METADATA.iter().any(|(known, _)| *known == key));
    translated || NOT_IN_THIS_VERSION.contains(&key)
}

/// Whether the application is a tile that only leads somewhere.
fn is_link(fields: &Fields<'_>) -> bool {
    matches!(fields.get("protocol"), Some(Node::Text(text)) if text == "link")
}

fn settings(entries: &[(String, Node)], is_link: bool, place: &str, problems: &Problems) -> Vec<Leaf> {
    let read = |keys: Keys| {
        let known = |key: &String| keys.iter().any(|(known, _)| known == key);
        let only = Node::Map(entries.iter().filter(|(key, _)| known(key)).cloned().collect());
        overlay::leaves(&only, place, keys, problems)
    };
    if is_link {
        let foreign =
            |key: &str| METADATA.iter().any(|(known, _)| *known == key) && !["client_id", "client_name"].contains(&key);
        for (key, _) in entries.iter().filter(|(key, _)| foreign(key)) {
            problems.add(join(place, key), "goes with the protocol oidc, not with a link");
        }
        return overlay::fitting::<Settings>(&json!({ "protocol": "link" }), read(OURS), problems);
    }
    let metadata = read(METADATA).into_iter().map(|leaf| leaf.within("client"));
    overlay::fitting::<Settings>(&PLAIN, metadata.chain(read(OURS)).collect(), problems)
}

fn subscription(node: &Node, place: &str, problems: &Problems) -> Option<WantedSubscription> {
    let fields = Fields::of(node, place, &["organisation", "everyone", "users", "groups"], problems)?;
    let users = named(&fields, "users", problems);
    let groups = fields.texts("groups").map(|texts| users::owned(&texts));
    let everyone = fields.bool("everyone");
    Some(WantedSubscription {
        organisation: slug(&fields, "organisation")?,
        everyone,
        users,
        groups,
        place: place.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::{document::tests::takes_every_word, value_type};

    #[test]
    fn all_metadata_that_is_kept_can_be_given() {
        let text = || Some("https://app.example/x".to_owned());
        let client = Client {
            client_name: "x".into(),
            post_logout_redirect_uris: vec!["x".into()],
            token_endpoint_auth_signing_alg: Some(jose::Algorithm::ES256),
            jwks: Some(jose::JwkSet { keys: vec![] }),
            default_max_age: Some(1),
            default_acr_values: vec!["x".into()],
            logo_uri: text(),
            client_uri: text(),
            policy_uri: text(),
            tos_uri: text(),
            initiate_login_uri: text(),
            contacts: vec!["x".into()],
            backchannel_logout_uri: text(),
            id_token_claims: vec!["email".into()],
            audiences: vec!["x".into()],
            access_token_signing_alg: Some(jose::Algorithm::ES256),
            ..Client::default()
        };
        value_type::assert_keys(METADATA, &serde_json::to_value(client).unwrap());
        let settings = Settings {
            logo: text(),
            description: "x".into(),
            launch_url: text(),
            ..Settings::of_client(Client::default())
        };
        let mut ours = serde_json::to_value(settings).unwrap();
        ours.as_object_mut().unwrap().remove("client");
        value_type::assert_keys(OURS, &ours);
        takes_every_word::<Client>(METADATA, &PLAIN["client"]);
        // A link has no client metadata: its word is played in `links`.
        takes_every_word::<Settings>(&OURS[1..], &PLAIN);
    }

    #[test]
    fn what_is_for_later_is_not_done_already() {
        let done = |key: &&&str| METADATA.iter().any(|(known, _)| known == *key) || UNUSED.contains(key);
        assert_eq!(NOT_IN_THIS_VERSION.iter().filter(done).count(), 0);
        assert!(is_for_later("jwks_uri") && is_for_later("client_name#de") && !is_for_later("client_name"));
    }
}
