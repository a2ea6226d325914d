//! Values laid over what is stored: a policy, a branding, claims, client metadata. What is not named stays as it is.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    node::Node,
    reader::{Problem, Problems, join},
    report::Difference,
    value_type::{self, Keys, ValueType},
};
use crate::difference;

/// One value to lay over another.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    path: Vec<String>,
    place: String,
    /// None takes away what is there, so that the default holds.
    value: Option<Value>,
}

impl Leaf {
    /// Whether it is of this key.
    pub(super) fn is_of(&self, key: &str) -> bool {
        self.path.first().is_some_and(|first| first == key)
    }

    /// The same value further inside.
    pub(super) fn within(mut self, key: &str) -> Self {
        self.path.insert(0, key.to_owned());
        self
    }
}

/// The leaves of a table. What is not known or not as it must be is noted, and left out.
pub(super) fn leaves(node: &Node, place: &str, keys: Keys, problems: &Problems) -> Vec<Leaf> {
    let Node::Map(entries) = node else {
        problems.add(place, format!("is {}, but a table of keys is needed", node.kind()));
        return Vec::new();
    };
    let mut leaves = Vec::new();
    for (key, node) in entries {
        let place = join(place, key);
        let Some(kind) = value_type::known(keys, key, &place, problems) else { continue };
        match (kind, node) {
            (_, Node::Null) => leaves.push(Leaf { path: vec![key.clone()], place, value: Some(Value::Null) }),
            (ValueType::Section(inner), Node::Map(_)) => {
                let inner = self::leaves(node, &place, inner, problems);
                leaves.extend(inner.into_iter().map(|leaf| leaf.within(key)));
            }
            _ => {
                let value = value_type::read(kind, node, &place, problems);
                leaves.extend(value.map(|value| Leaf { path: vec![key.clone()], place, value: Some(value) }));
            }
        }
    }
    leaves
}

/// The leaves that fit: each is tried alone on something that is known to be good, so that one that does not is told at its place.
/// `null` means nothing where nothing is a value; elsewhere it takes away what is there.
pub(super) fn fitting<T: DeserializeOwned>(good: &Value, leaves: Vec<Leaf>, problems: &Problems) -> Vec<Leaf> {
    let read = |leaf: &Leaf| {
        let mut json = good.clone();
        set(&mut json, leaf);
        serde_json::from_value::<T>(json)
    };
    let fitting = |mut leaf: Leaf| {
        if leaf.value == Some(Value::Null) && read(&leaf).is_err() {
            leaf.value = None;
        }
        match read(&leaf) {
            Ok(_) => Some(leaf),
            Err(why) => {
                problems.add(&leaf.place, format!("can't be read: {why}"));
                None
            }
        }
    };
    leaves.into_iter().filter_map(fitting).collect()
}

/// What is stored, with the leaves laid over it. They fit: that was tried when they were read.
pub(super) fn lay<T: Serialize + DeserializeOwned>(base: &T, leaves: &[Leaf]) -> Result<T, Problem> {
    let problem = |why: serde_json::Error| Problem {
        place: leaves.first().map(|leaf| leaf.place.clone()).unwrap_or_default(),
        text: format!("does not fit what is stored: {why}"),
    };
    let mut json = serde_json::to_value(base).map_err(problem)?;
    for leaf in leaves {
        set(&mut json, leaf);
    }
    serde_json::from_value(json).map_err(problem)
}

/// Sets the value at the path, or takes away what is there.
fn set(json: &mut Value, leaf: &Leaf) {
    let Some((last, way)) = leaf.path.split_last() else { return };
    let mut at = json;
    for key in way {
        let Some(table) = table(at) else { return };
        at = table.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
    }
    let Some(table) = table(at) else { return };
    match &leaf.value {
        Some(value) => drop(table.insert(last.clone(), value.clone())),
        None => drop(table.remove(last)),
    }
}

/// The table there; what is none (a section that was absent) becomes an empty one.
fn table(value: &mut Value) -> Option<&mut Map<String, Value>> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut()
}

/// Where two values differ, leaf by leaf; spans as they are written.
pub(super) fn differences(name: &str, spans: &[&str], was: &impl Serialize, is: &impl Serialize) -> Vec<Difference> {
    difference::differences(name, was, is, &|key, value| match value {
        Value::Number(number) if spans.contains(&key) => number.as_i64().map(value_type::span_text),
        other => difference::plain(key, other),
    })
}

/// The leaves as a merge patch (RFC 7396).
pub(super) fn patch(leaves: &[Leaf]) -> Map<String, Value> {
    let mut patch = Map::new();
    leaves.iter().for_each(|leaf| insert(&mut patch, &leaf.path, leaf.value.as_ref().unwrap_or(&Value::Null)));
    patch
}

fn insert(patch: &mut Map<String, Value>, path: &[String], value: &Value) {
    match path {
        [] => {}
        [key] => drop(patch.insert(key.clone(), value.clone())),
        [key, rest @ ..] => {
            if let Some(inner) = table(patch.entry(key.clone()).or_insert(Value::Null)) {
                insert(inner, rest, value);
            }
        }
    }
}

/// A policy as documents write it: the same JSON, with spans as a number and a unit.
pub(super) fn with_spans(value: &Value, spans: &[&str]) -> Value {
    match value {
        Value::Object(table) => {
            let written =
                table.iter().map(|(key, value)| match value.as_i64().filter(|_| spans.contains(&key.as_str())) {
                    Some(millis) => (key.clone(), Value::from(value_type::span_text(millis))),
                    None => (key.clone(), with_spans(value, spans)),
                });
            Value::Object(written.collect())
        }
        Value::Array(items) => items.iter().map(|item| with_spans(item, spans)).collect(),
        other => other.clone(),
    }
}
