//! Identity providers of a document, and who people are at them.

mod ldap;
mod openid_connect;

use std::{collections::BTreeMap, sync::LazyLock};

use model::provider::{Connector, ProviderRules, Rest, RestAuthentication, RestData, RestMethod};
use serde_json::Value;

use super::{
    super::{
        overlay,
        value_type::{Keys, ValueType},
    },
    Fields, Node, Problems, Secrets, WantedConnector, WantedLink, WantedProvider, name, slug,
};
use crate::providers::{ProviderSecrets, SecretHeaders};

const KNOWN: &[&str] = &[
    "key",
    "name",
    "state",
    "rest",
    "ldap",
    "openid_connect",
    "second_factor",
    "vouches_for_two_factors",
    "creates_users",
    "signs_out_there",
    "domains",
    "groups",
    "roles",
];

/// What is made of a provider's word.
const RULES: Keys = &[
    ("second_factor", ValueType::Word(&["none", "required"])),
    ("vouches_for_two_factors", ValueType::Bool),
    ("creates_users", ValueType::Bool),
    ("signs_out_there", ValueType::Bool),
    ("domains", ValueType::List(&ValueType::Text)),
    ("groups", ValueType::Other),
    ("roles", ValueType::Other),
];

const REST: &[&str] = &["url", "method", "data", "body", "authentication", "headers", "forgot_password_url"];

static NO_RULES: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(ProviderRules::default()).unwrap_or(Value::Null));

/// An identity provider of an organisation.
pub(super) fn read(node: &Node, place: &str, secrets: &dyn Secrets, problems: &Problems) -> Option<WantedProvider> {
    let fields = Fields::of(node, place, KNOWN, problems)?;
    let key = slug(&fields, "key");
    let rest = fields.get("rest").and_then(|node| rest(node, fields.place("rest"), secrets, problems));
    let place_of = || fields.place("openid_connect");
    let openid_connect =
        fields.get("openid_connect").and_then(|node| openid_connect::read(node, place_of(), secrets, problems));
    let ldap = fields.get("ldap").and_then(|node| ldap::read(node, fields.place("ldap"), secrets, problems));
    let connectors: Vec<&str> =
        ["rest", "ldap", "openid_connect"].into_iter().filter(|key| fields.get(key).is_some()).collect();
    if let [first, second, ..] = connectors.as_slice() {
        fields.wrong(second, format!("stands beside `{first}`: a provider has one connector"));
    }
    Some(WantedProvider {
        key: key?,
        name: name(&fields, "name"),
        active: fields.word("state", &[("active", true), ("disabled", false)]),
        connector: rest.or(ldap).or(openid_connect),
        rules: rules(node, place, problems),
        place: place.to_owned(),
    })
}

/// The keys of a provider that are rules, to be laid over those that are stored.
fn rules(node: &Node, place: &str, problems: &Problems) -> Vec<overlay::Leaf> {
    let Node::Map(entries) = node else { return Vec::new() };
    let is_rule = |key: &str| RULES.iter().any(|(rule, _)| *rule == key);
    let rules = entries.iter().filter(|(key, _)| is_rule(key)).cloned().collect();
    let leaves = overlay::leaves(&Node::Map(rules), place, RULES, problems);
    overlay::fitting::<ProviderRules>(&NO_RULES, leaves, problems)
}

/// A web service that judges passwords. It replaces what is stored as a whole.
fn rest(node: &Node, place: String, secrets: &dyn Secrets, problems: &Problems) -> Option<WantedConnector> {
    let fields = Fields::of(node, &place, REST, problems)?;
    let url = fields.needed("url");
    let method =
        fields.word("method", &[("post", RestMethod::Post), ("put", RestMethod::Put), ("get", RestMethod::Get)]);
    let data =
        fields.word("data", &[("json", RestData::Json), ("url_encoded", RestData::UrlEncoded), ("xml", RestData::Xml)]);
    let authentication =
        fields.word("authentication", &[("none", RestAuthentication::None), ("basic", RestAuthentication::Basic)]);
    let headers = match fields.get("headers") {
        Some(node) => headers(node, &fields.place("headers"), secrets, problems)?,
        None => BTreeMap::new(),
    };
    let rest = Rest {
        url: url?.to_owned(),
        method: method.unwrap_or_default(),
        data: data.unwrap_or_default(),
        body: fields.text("body").map(str::to_owned),
        authentication: authentication.unwrap_or_default(),
        headers: headers.keys().cloned().collect(),
        forgot_password_url: fields.text("forgot_password_url").map(str::to_owned),
    };
    let secrets = ProviderSecrets { headers: SecretHeaders(headers), ..ProviderSecrets::default() };
    Some(WantedConnector { connector: Connector::Rest(Box::new(rest)), secrets, place })
}

/// Headers by name; the values are secrets.
fn headers(node: &Node, place: &str, secrets: &dyn Secrets, problems: &Problems) -> Option<BTreeMap<String, String>> {
    let names: Vec<&str> = match node {
        Node::Map(entries) => entries.iter().map(|(name, _)| name.as_str()).collect(),
        _ => Vec::new(),
    };
    let fields = Fields::of(node, place, &names, problems)?;
    let value = |name: &&str| {
        if fields.get(name).is_none() {
            fields.wrong(name, "is needed: write the value, or { env = \"NAME\" }, or { file = \"path\" }");
        }
        Some(((*name).to_owned(), fields.secret(name, secrets)?.expose().to_owned()))
    };
    Some(names.iter().filter_map(value).collect())
}

/// Who a user is at a provider.
pub(super) fn link(node: &Node, place: &str, problems: &Problems) -> Option<WantedLink> {
    let fields = Fields::of(node, place, &["provider", "issuer", "subject"], problems)?;
    let (provider, subject) = (slug(&fields, "provider"), fields.needed("subject"));
    let subject = subject.filter(|subject| {
        let sound = (1..=255).contains(&subject.chars().count()) && !subject.chars().any(char::is_control);
        if !sound {
            fields.wrong("subject", "must have 1 to 255 characters, none of them a control character");
        }
        sound
    });
    Some(WantedLink {
        provider: provider?,
        issuer: fields.text("issuer").unwrap_or_default().to_owned(),
        subject: subject?.to_owned(),
        place: place.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::value_type;

    #[test]
    fn every_rule_of_a_provider_can_be_given() {
        value_type::assert_keys(RULES, &NO_RULES);
        assert!(RULES.iter().all(|(key, _)| KNOWN.contains(key)));
    }
}
