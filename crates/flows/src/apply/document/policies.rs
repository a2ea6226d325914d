//! Policies and brandings of a document, laid over a preset or over what is stored.

use model::{Branding, Policy};
use serde_json::Value;

use super::{
    super::{
        overlay::{self, Leaf, Shape},
        reader::unknown_word,
    },
    Node, Problems, WantedPolicy,
};

/// Keys of a policy whose values are spans of time.
pub(in super::super) const SPANS: &[&str] = &["max_age", "grace", "trust", "idle", "absolute", "inactivity", "span"];

/// Tables that are laid over key by key; everything else is replaced whole.
const POLICY_SECTIONS: &[&str] = &["password", "lock_out", "second_factor", "recovery_codes", "recovery", "session"];
const BRANDING_SECTIONS: &[&str] = &["support"];

/// A policy; `preset` names what to begin with.
pub(super) fn policy(node: &Node, place: String, problems: &Problems) -> Option<WantedPolicy> {
    let Node::Map(entries) = node else {
        problems.add(place, format!("is {}, but a table of keys is needed", node.kind()));
        return None;
    };
    let preset = entries.iter().find(|(key, _)| key == "preset").map(|(_, node)| node);
    let presets = Policy::presets();
    let begun = match preset {
        None | Some(Node::Null) => None,
        Some(Node::Text(named)) => {
            let found = presets.iter().find(|(name, _)| name == named);
            if found.is_none() {
                let known: Vec<&str> = presets.iter().map(|(name, _)| *name).collect();
                problems.add(format!("{place}.preset"), unknown_word(named, &known));
            }
            found.map(|(_, policy)| policy.clone())
        }
        Some(other) => {
            problems.add(format!("{place}.preset"), format!("is {}, but text is needed", other.kind()));
            None
        }
    };
    let rest = Node::Map(entries.iter().filter(|(key, _)| key != "preset").cloned().collect());
    let good = serde_json::to_value(Policy::default()).unwrap_or(Value::Null);
    let leaves = read(&rest, &place, &good, POLICY_SECTIONS, &["preset"], problems);
    overlay::fit::<Policy>(&good, &leaves, problems);
    Some(WantedPolicy { place, preset: begun, leaves })
}

/// A branding.
pub(super) fn branding(node: &Node, place: &str, problems: &Problems) -> Vec<Leaf> {
    let good = serde_json::to_value(Branding::default()).unwrap_or(Value::Null);
    let leaves = read(node, place, &good, BRANDING_SECTIONS, &[], problems);
    overlay::fit::<Branding>(&good, &leaves, problems);
    leaves
}

/// The leaves of a table that has the keys of `good`, and `more` that somebody else reads.
fn read(node: &Node, place: &str, good: &Value, sections: &[&str], more: &[&str], problems: &Problems) -> Vec<Leaf> {
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().map(|table| table.keys().cloned().collect()).unwrap_or_default()
    };
    let own = keys(good);
    let inner: Vec<(&str, Vec<String>)> = sections.iter().map(|&section| (section, keys(&good[section]))).collect();
    let inner: Vec<(&str, Vec<&str>)> =
        inner.iter().map(|(section, keys)| (*section, keys.iter().map(String::as_str).collect())).collect();
    let sections: Vec<(&str, &[&str])> = inner.iter().map(|(section, keys)| (*section, keys.as_slice())).collect();
    let own: Vec<&str> = own.iter().map(String::as_str).chain(more.iter().copied()).collect();
    overlay::leaves(node, place, &Shape { keys: &own, sections: &sections, spans: SPANS }, problems)
}
