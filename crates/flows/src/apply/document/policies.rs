//! Policies and brandings of a document, laid over a preset or over what is stored.

use model::{Branding, Policy};
use serde_json::Value;

use super::{
    super::{
        overlay::{self, Leaf},
        reader::unknown_word,
        value_type::{Keys, ValueType},
    },
    Node, Problems, WantedPolicy,
};

/// Keys of a policy whose values are spans of time.
pub(in super::super) const SPANS: &[&str] = &["max_age", "grace", "trust", "idle", "absolute", "inactivity", "span"];

const UPSTREAM_FACTOR: ValueType = ValueType::Word(&["none", "required"]);

const POLICY: Keys = &[
    ("identify", ValueType::Word(&["email", "organisation_and_user_name"])),
    (
        "sign_in",
        ValueType::WordOrTable(
            &["password", "providers"],
            &[("external", ValueType::Table(&[("second_factor", UPSTREAM_FACTOR)]))],
        ),
    ),
    ("level", ValueType::Word(&["one", "two", "phishing_resistant"])),
    ("passkey_alone", ValueType::Bool),
    ("passkey_offered", ValueType::Bool),
    (
        "passkey_models",
        ValueType::WordOrTable(
            &["any", "certified"],
            &[("listed", ValueType::Table(&[("aaguids", ValueType::List(&ValueType::Text))]))],
        ),
    ),
    ("password", ValueType::Section(PASSWORD)),
    (
        "lock_out",
        ValueType::Section(&[
            ("attempts", ValueType::Whole(0, u32::MAX as i64)),
            ("opens", ValueType::Word(&["timed", "until_unlocked"])),
        ]),
    ),
    ("second_factor", ValueType::Section(SECOND_FACTOR)),
    ("recovery_codes", ValueType::Section(&[("offered", ValueType::Bool), ("recorded", ValueType::Bool)])),
    (
        "recovery",
        ValueType::Section(&[
            ("by", ValueType::Word(&["nobody", "email_link", "email_code", "provider"])),
            ("with_second_factor", ValueType::Word(&["factor_too", "administrator_only"])),
        ]),
    ),
    (
        "registration",
        ValueType::WordOrTable(
            &["closed", "invitation", "first_sign_in"],
            &[("open", ValueType::Table(&[("domains", ValueType::List(&ValueType::Text))]))],
        ),
    ),
    ("password_change", ValueType::Word(&["current_password", "email_link"])),
    ("email_change", ValueType::Word(&["anywhere", "mail_domains", "nobody"])),
    ("remember", ValueType::WordOrTable(&["never"], &[("choice", ValueType::Table(&[("span", ValueType::Span)]))])),
    ("session", ValueType::Section(&[("idle", ValueType::Span), ("absolute", ValueType::Span)])),
    ("inactivity", ValueType::Span),
    ("notice", ValueType::Table(&[("text", ValueType::Text), ("version", ValueType::Text)])),
    ("users_detach_links", ValueType::Bool),
];

const PASSWORD: Keys = &[
    ("min", ValueType::Whole(0, u16::MAX as i64)),
    ("max", ValueType::Whole(0, u16::MAX as i64)),
    ("classes", ValueType::Whole(0, u8::MAX as i64)),
    ("characters", ValueType::Word(&["any", "ascii_without_space"])),
    ("no_dot_before_at", ValueType::Bool),
    ("not_common", ValueType::Bool),
    ("not_personal", ValueType::Bool),
    ("history", ValueType::Whole(0, u8::MAX as i64)),
    ("max_age", ValueType::Span),
];

const SECOND_FACTOR: Keys = &[
    ("rule", ValueType::Word(&["off", "optional", "required"])),
    ("authenticators", ValueType::List(&ValueType::Word(&["totp", "sms", "email_code", "passkey"]))),
    ("grace", ValueType::Span),
    ("trust", ValueType::Span),
    ("may_switch_off", ValueType::Bool),
    ("offered_while_registering", ValueType::Bool),
    ("recommended_apps", ValueType::List(&ValueType::Word(&["microsoft", "google", "2fas", "freeotp"]))),
];

const BRANDING: Keys = &[
    ("product_name", ValueType::Text),
    ("accent", ValueType::Text),
    ("logo", ValueType::Text),
    (
        "support",
        ValueType::Section(&[("label", ValueType::Text), ("email", ValueType::Text), ("phone", ValueType::Text)]),
    ),
    ("privacy_url", ValueType::Text),
    ("terms_url", ValueType::Text),
    ("time_zone", ValueType::Text),
    ("language", ValueType::Text),
];

/// A policy; `preset` names what to begin with.
pub(super) fn policy(node: &Node, place: String, problems: &Problems) -> Option<WantedPolicy> {
    let Node::Map(entries) = node else {
        problems.add(place, format!("is {}, but a table of keys is needed", node.kind()));
        return None;
    };
    let named = entries.iter().find(|(key, _)| key == "preset").map(|(_, node)| node);
    let preset = named.and_then(|node| preset(node, format!("{place}.preset"), problems));
    let rest = Node::Map(entries.iter().filter(|(key, _)| key != "preset").cloned().collect());
    let good = serde_json::to_value(Policy::default()).unwrap_or(Value::Null);
    let leaves = overlay::leaves(&rest, &place, POLICY, problems);
    Some(WantedPolicy { place, preset, leaves: overlay::fitting::<Policy>(&good, leaves, problems) })
}

fn preset(node: &Node, place: String, problems: &Problems) -> Option<Policy> {
    let presets = Policy::presets();
    match node {
        Node::Null => None,
        Node::Text(named) => {
            let found = presets.iter().find(|(name, _)| name == named);
            if found.is_none() {
                let known: Vec<&str> = presets.iter().map(|(name, _)| *name).collect();
                problems.add(place, unknown_word(named, &known));
            }
            found.map(|(_, policy)| policy.clone())
        }
        other => {
            problems.add(place, format!("is {}, but text is needed", other.kind()));
            None
        }
    }
}

/// A branding.
pub(super) fn branding(node: &Node, place: &str, problems: &Problems) -> Vec<Leaf> {
    let good = serde_json::to_value(Branding::default()).unwrap_or(Value::Null);
    let leaves = overlay::leaves(node, place, BRANDING, problems);
    overlay::fitting::<Branding>(&good, leaves, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::{document::tests::takes_every_word, value_type};

    #[test]
    fn every_rule_and_every_word_of_a_policy_can_be_given() {
        let good = serde_json::to_value(Policy::default()).expect("a policy is JSON");
        value_type::assert_keys(POLICY, &good);
        takes_every_word::<Policy>(POLICY, &good);
    }

    /// Asserts that the page names each key with the words that it takes.
    fn assert_described(keys: Keys, section: &str, page: &str) {
        let assert_there = |name: &str| assert!(page.contains(name), "docs/guide/policy.md says nothing of {name}");
        let word = |word: &str| assert_there(&format!("`{word}`"));
        for (key, kind) in keys {
            let name = if section.is_empty() { (*key).to_owned() } else { format!("{section}.{key}") };
            match kind {
                ValueType::Section(inner) => assert_described(inner, &name, page),
                ValueType::List(ValueType::Table(inner)) | ValueType::Table(inner) => {
                    assert_there(&format!("| `{name}`"));
                    inner.iter().for_each(|(key, _)| word(key));
                }
                ValueType::Word(words) | ValueType::List(ValueType::Word(words)) => {
                    assert_there(&format!("| `{name}`"));
                    words.iter().for_each(|one| word(one));
                }
                ValueType::WordOrTable(words, tables) => {
                    assert_there(&format!("| `{name}`"));
                    words.iter().for_each(|one| word(one));
                    tables.iter().for_each(|(key, _)| assert_there(&format!("{{ {key}: {{")));
                }
                _ => assert_there(&format!("| `{name}`")),
            }
        }
    }

    #[test]
    fn the_guide_describes_every_key_and_every_word_of_a_policy() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/policy.md"));
        assert_described(POLICY, "", &page.expect("the guide has a page of it"));
    }

    #[test]
    fn everything_of_a_branding_can_be_given() {
        let good = serde_json::to_value(Branding::default()).expect("a branding is JSON");
        value_type::assert_keys(BRANDING, &good);
    }
}
