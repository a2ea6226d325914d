//! Applications of a document: RFC 7591 client metadata, and what is ours.

use std::sync::LazyLock;

use oidc::Client;
use serde_json::{Value, json};

use super::{
    super::overlay::{self, Leaf, Shape},
    Fields, Node, Problems, Secrets, WantedApplication, WantedSubscription, named, slug, users,
};
use crate::Settings;

/// Client metadata that is kept.
const METADATA: &[&str] = &[
    "client_id",
    "client_name",
    "application_type",
    "redirect_uris",
    "post_logout_redirect_uris",
    "grant_types",
    "response_types",
    "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg",
    "jwks",
    "jwks_uri",
    "scope",
    "subject_type",
    "id_token_signed_response_alg",
    "require_pkce",
    "default_max_age",
    "require_auth_time",
    "default_acr_values",
    "logo_uri",
    "client_uri",
    "policy_uri",
    "tos_uri",
    "initiate_login_uri",
    "contacts",
];

/// Registered metadata that changes nothing here yet: taken, and said so.
const UNUSED: &[&str] = &[
    "backchannel_logout_uri",
    "backchannel_logout_session_required",
    "frontchannel_logout_uri",
    "frontchannel_logout_session_required",
    "software_id",
    "software_version",
];

const OURS: &[&str] = &["logo", "description", "launch_url", "asks_consent", "level"];
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
    let known = [METADATA, UNUSED, OURS, APART].concat();
    let fields = Fields::of(node, place, &known, problems)?;
    let Node::Map(entries) = node else { return None };
    for (key, _) in entries.iter().filter(|(key, _)| UNUSED.contains(&key.as_str())) {
        notes.push(format!("{}: changes nothing in this version of Doorward", fields.place(key)));
    }
    let secret = fields.secret("client_secret", secrets);
    if secret.as_ref().is_some_and(|secret| secret.expose().len() < SECRET_LENGTH) {
        let more = format!("has fewer than {SECRET_LENGTH} characters: make a random one (openssl rand -base64 32)");
        fields.wrong("client_secret", more);
    }
    let subscriptions = fields.list("subscriptions").unwrap_or_default();
    let read = WantedApplication {
        client_id: fields.needed("client_id").unwrap_or_default().to_owned(),
        organisation: fields.get("organisation").and_then(|_| slug(&fields, "organisation")),
        active: fields.word("state", &[("active", true), ("disabled", false)]),
        settings: settings(entries, place, problems),
        secret,
        subscriptions: subscriptions
            .into_iter()
            .filter_map(|(place, node)| subscription(node, &place, problems))
            .collect(),
        place: place.to_owned(),
    };
    (!read.client_id.is_empty()).then_some(read)
}

fn settings(entries: &[(String, Node)], place: &str, problems: &Problems) -> Vec<Leaf> {
    let only =
        |keys: &[&str]| Node::Map(entries.iter().filter(|(key, _)| keys.contains(&key.as_str())).cloned().collect());
    let shape = |keys| Shape { keys, sections: &[], spans: &[] };
    let metadata = overlay::leaves(&only(METADATA), place, &shape(METADATA), problems);
    let mut leaves: Vec<Leaf> = metadata.into_iter().map(|leaf| leaf.within("client")).collect();
    leaves.extend(overlay::leaves(&only(OURS), place, &shape(OURS), problems));
    overlay::fit::<Settings>(&PLAIN, &leaves, problems);
    leaves
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

    #[test]
    fn all_metadata_that_is_kept_can_be_given() {
        let text = || Some("https://app.example/x".to_owned());
        let client = Client {
            client_name: "x".into(),
            post_logout_redirect_uris: vec!["x".into()],
            token_endpoint_auth_signing_alg: Some(jose::Algorithm::ES256),
            jwks: Some(jose::JwkSet { keys: vec![] }),
            jwks_uri: text(),
            default_max_age: Some(1),
            default_acr_values: vec!["x".into()],
            logo_uri: text(),
            client_uri: text(),
            policy_uri: text(),
            tos_uri: text(),
            initiate_login_uri: text(),
            contacts: vec!["x".into()],
            ..Client::default()
        };
        let json = serde_json::to_value(client).unwrap();
        let mut kept: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        let mut known = METADATA.to_vec();
        kept.sort_unstable();
        known.sort_unstable();
        assert_eq!(kept, known);
    }
}
