//! Values laid over what is stored: a policy, a branding, claims, client metadata. What is not named stays as it is.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    kind::{self, Keys, Kind},
    node::Node,
    reader::{Problem, Problems, join},
    report::Difference,
};

/// One value to lay over another.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    path: Vec<String>,
    place: String,
    value: Value,
}

impl Leaf {
    pub(super) fn new(path: &[&str], place: String, value: Value) -> Self {
        Self { path: path.iter().map(|&key| key.to_owned()).collect(), place, value }
    }

    /// The same value further inside.
    pub(super) fn within(mut self, key: &str) -> Self {
        self.path.insert(0, key.to_owned());
        self
    }

    pub(super) fn sets(&self, path: &[&str]) -> bool {
        self.path.iter().map(String::as_str).eq(path.iter().copied())
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
        let Some(kind) = kind::known(keys, key, &place, problems) else { continue };
        match (kind, node) {
            (_, Node::Null) => leaves.push(Leaf { path: vec![key.clone()], place, value: Value::Null }),
            (Kind::Section(inner), Node::Map(_)) => {
                let inner = self::leaves(node, &place, inner, problems);
                leaves.extend(inner.into_iter().map(|leaf| leaf.within(key)));
            }
            _ => {
                let value = kind::read(kind, node, &place, problems);
                leaves.extend(value.map(|value| Leaf { path: vec![key.clone()], place, value }));
            }
        }
    }
    leaves
}

/// The leaves that fit: each is tried alone on something that is known to be good, so that one that does not is told at its place.
pub(super) fn fitting<T: DeserializeOwned>(good: &Value, leaves: Vec<Leaf>, problems: &Problems) -> Vec<Leaf> {
    let fits = |leaf: &Leaf| {
        let mut json = good.clone();
        set(&mut json, &leaf.path, &leaf.value);
        let read = serde_json::from_value::<T>(json);
        if let Err(why) = &read {
            problems.add(&leaf.place, format!("can't be read: {why}"));
        }
        read.is_ok()
    };
    leaves.into_iter().filter(fits).collect()
}

/// What is stored, with the leaves laid over it. They fit: that was tried when they were read.
pub(super) fn lay<T: Serialize + DeserializeOwned>(base: &T, leaves: &[Leaf]) -> Result<T, Problem> {
    let problem = |why: serde_json::Error| Problem {
        place: leaves.first().map(|leaf| leaf.place.clone()).unwrap_or_default(),
        text: format!("does not fit what is stored: {why}"),
    };
    let mut json = serde_json::to_value(base).map_err(problem)?;
    for leaf in leaves {
        set(&mut json, &leaf.path, &leaf.value);
    }
    serde_json::from_value(json).map_err(problem)
}

/// Sets the value at the path; `null` takes it away, so that the default holds.
fn set(json: &mut Value, path: &[String], value: &Value) {
    let Some((last, way)) = path.split_last() else { return };
    let mut at = json;
    for key in way {
        let Some(table) = table(at) else { return };
        at = table.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
    }
    let Some(table) = table(at) else { return };
    if value.is_null() {
        table.remove(last);
    } else {
        table.insert(last.clone(), value.clone());
    }
}

/// The table there; what is none (a section that was absent) becomes an empty one.
fn table(value: &mut Value) -> Option<&mut Map<String, Value>> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut()
}

/// Where two values differ, leaf by leaf.
pub(super) fn differences(name: &str, spans: &[&str], was: &impl Serialize, is: &impl Serialize) -> Vec<Difference> {
    let json = |value: Result<Value, _>| value.unwrap_or(Value::Null);
    let mut found = Vec::new();
    compare(name, "", spans, &json(serde_json::to_value(was)), &json(serde_json::to_value(is)), &mut found);
    found
}

fn compare(name: &str, key: &str, spans: &[&str], was: &Value, is: &Value, found: &mut Vec<Difference>) {
    match (was, is) {
        _ if was == is => {}
        (Value::Object(before), Value::Object(after)) => {
            let added = after.keys().filter(|key| !before.contains_key(*key));
            for key in before.keys().chain(added) {
                let [was, is] = [before, after].map(|table| table.get(key).unwrap_or(&Value::Null));
                compare(&join(name, key), key, spans, was, is, found);
            }
        }
        _ => found.push(Difference::new(name, shown(key, spans, was), shown(key, spans, is))),
    }
}

fn shown(key: &str, spans: &[&str], value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if spans.contains(&key) => number.as_i64().map(kind::span_text),
        other => Some(other.to_string()),
    }
}
