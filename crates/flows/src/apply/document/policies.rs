//! Policies and brandings of a document, laid over a preset or over what is stored.

use model::{Branding, Policy};
use serde_json::Value;

use super::{
    super::{
        kind::{Keys, Kind},
        overlay::{self, Leaf},
        reader::unknown_word,
    },
    Node, Problems, WantedPolicy,
};

/// Keys of a policy whose values are spans of time.
pub(in super::super) const SPANS: &[&str] = &["max_age", "grace", "trust", "idle", "absolute", "inactivity", "span"];

const UPSTREAM_FACTOR: Kind = Kind::Word(&["none", "required"]);

const POLICY: Keys = &[
    ("identify", Kind::Word(&["email", "organisation_and_user_name"])),
    (
        "sign_in",
        Kind::WordOrTable(
            &["password", "providers"],
            &[("directory", Kind::Table(&[("second_factor", UPSTREAM_FACTOR)]))],
        ),
    ),
    ("providers", Kind::List(&Kind::Table(PROVIDER))),
    ("passkey_alone", Kind::Bool),
    ("password", Kind::Section(PASSWORD)),
    (
        "lock_out",
        Kind::Section(&[
            ("attempts", Kind::Whole(0, u32::MAX as i64)),
            ("opens", Kind::Word(&["timed", "until_unlocked"])),
        ]),
    ),
    ("second_factor", Kind::Section(SECOND_FACTOR)),
    ("recovery_codes", Kind::Section(&[("offered", Kind::Bool), ("recorded", Kind::Bool)])),
    (
        "recovery",
        Kind::Section(&[
            ("by", Kind::Word(&["nobody", "email_link", "email_code"])),
            ("with_second_factor", Kind::Word(&["factor_too", "administrator_only"])),
        ]),
    ),
    (
        "registration",
        Kind::WordOrTable(
            &["closed", "invitation", "first_sign_in"],
            &[("open", Kind::Table(&[("domains", Kind::List(&Kind::Text))]))],
        ),
    ),
    ("password_change", Kind::Word(&["current_password", "email_link"])),
    ("remember", Kind::WordOrTable(&["never"], &[("choice", Kind::Table(&[("span", Kind::Span)]))])),
    ("session", Kind::Section(&[("idle", Kind::Span), ("absolute", Kind::Span)])),
    ("inactivity", Kind::Span),
    ("notice", Kind::Table(&[("text", Kind::Text), ("version", Kind::Text)])),
    ("users_detach_links", Kind::Bool),
];

const PROVIDER: Keys = &[
    ("provider", Kind::Text),
    ("second_factor", UPSTREAM_FACTOR),
    ("vouches_for_two_factors", Kind::Bool),
    ("creates_users", Kind::Bool),
];

const PASSWORD: Keys = &[
    ("min", Kind::Whole(0, u16::MAX as i64)),
    ("max", Kind::Whole(0, u16::MAX as i64)),
    ("classes", Kind::Whole(0, u8::MAX as i64)),
    ("characters", Kind::Word(&["any", "ascii_without_space"])),
    ("no_dot_before_at", Kind::Bool),
    ("not_common", Kind::Bool),
    ("not_personal", Kind::Bool),
    ("max_age", Kind::Span),
];

const SECOND_FACTOR: Keys = &[
    ("rule", Kind::Word(&["off", "optional", "required"])),
    ("authenticators", Kind::List(&Kind::Word(&["totp", "sms", "email_code", "passkey"]))),
    ("grace", Kind::Span),
    ("trust", Kind::Span),
    ("may_switch_off", Kind::Bool),
    ("offered_while_registering", Kind::Bool),
];

const BRANDING: Keys = &[
    ("product_name", Kind::Text),
    ("accent", Kind::Text),
    ("logo", Kind::Text),
    ("support", Kind::Section(&[("label", Kind::Text), ("email", Kind::Text), ("phone", Kind::Text)])),
    ("privacy_url", Kind::Text),
    ("terms_url", Kind::Text),
    ("time_zone", Kind::Text),
    ("language", Kind::Text),
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
    use crate::apply::{document::tests::takes_every_word, kind};

    #[test]
    fn every_rule_and_every_word_of_a_policy_can_be_given() {
        let good = serde_json::to_value(Policy::default()).expect("a policy is JSON");
        kind::assert_keys(POLICY, &good);
        takes_every_word::<Policy>(POLICY, &good);
    }

    #[test]
    fn everything_of_a_branding_can_be_given() {
        let good = serde_json::to_value(Branding::default()).expect("a branding is JSON");
        kind::assert_keys(BRANDING, &good);
    }
}
