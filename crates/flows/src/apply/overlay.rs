//! Values laid over what is stored: a policy, a branding, claims, client metadata. What is not named stays as it is.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    node::Node,
    reader::{Problem, Problems, join, unknown},
    report::Difference,
};

/// One value to lay over another.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    path: Vec<String>,
    place: String,
    value: Value,
}

/// What a table may hold.
pub(super) struct Shape<'a> {
    /// The known keys.
    pub(super) keys: &'a [&'a str],
    /// Those of them that are tables to be laid over in turn, and their keys.
    pub(super) sections: &'a [(&'a str, &'a [&'a str])],
    /// Keys whose values are spans of time, wherever they stand.
    pub(super) spans: &'a [&'a str],
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

/// The leaves of a table; unknown keys are noted.
pub(super) fn leaves(node: &Node, place: &str, shape: &Shape<'_>, problems: &Problems) -> Vec<Leaf> {
    let Node::Map(entries) = node else {
        problems.add(place, format!("is {}, but a table of keys is needed", node.kind()));
        return Vec::new();
    };
    let mut leaves = Vec::new();
    for (key, node) in entries {
        let place = join(place, key);
        let section = shape.sections.iter().find(|(section, _)| section == key);
        match (section, node) {
            _ if !shape.keys.contains(&key.as_str()) => problems.add(place, unknown(key, shape.keys)),
            (Some((_, keys)), Node::Map(inner)) => {
                for (inner_key, node) in inner {
                    let place = join(&place, inner_key);
                    if keys.contains(&inner_key.as_str()) {
                        let value = value(inner_key, node, &place, shape, problems);
                        leaves.push(Leaf { path: vec![key.clone(), inner_key.clone()], place, value });
                    } else {
                        problems.add(place, unknown(inner_key, keys));
                    }
                }
            }
            _ => {
                let value = value(key, node, &place, shape, problems);
                leaves.push(Leaf { path: vec![key.clone()], place, value });
            }
        }
    }
    leaves
}

/// The value as JSON, with spans in milliseconds.
fn value(key: &str, node: &Node, place: &str, shape: &Shape<'_>, problems: &Problems) -> Value {
    match node {
        Node::Map(entries) => {
            let inner = entries.iter().map(|(key, node)| {
                let place = join(place, key);
                (key.clone(), value(key, node, &place, shape, problems))
            });
            Value::Object(inner.collect())
        }
        Node::Text(text) if shape.spans.contains(&key) => match span(text) {
            Some(millis) => Value::from(millis),
            None => {
                problems.add(place, "is no span of time: write a number and a unit, as 90s, 15m, 12h or 30d");
                Value::Null
            }
        },
        Node::Int(_) | Node::Float(_) if shape.spans.contains(&key) => {
            problems.add(place, "has no unit: write it as 90s, 15m, 12h or 30d");
            Value::Null
        }
        Node::Text(text) if text.contains('\0') => {
            problems.add(place, "holds a NUL, which nothing can store");
            Value::Null
        }
        other => other.to_json(),
    }
}

const UNITS: [(char, i64); 4] = [('d', 86_400_000), ('h', 3_600_000), ('m', 60_000), ('s', 1000)];

/// Milliseconds of `30d`, `12h`, `15m`, `90s`.
fn span(text: &str) -> Option<i64> {
    let unit = text.trim().chars().last()?;
    let (_, millis) = UNITS.iter().find(|(known, _)| *known == unit)?;
    let number = text.trim().strip_suffix(unit)?.trim_end();
    let digits = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    digits.then(|| number.parse::<i64>().ok()?.checked_mul(*millis)).flatten()
}

/// A span as it is written.
fn span_text(millis: i64) -> String {
    let whole = UNITS.iter().find(|(_, unit)| millis != 0 && millis % unit == 0);
    whole.map_or_else(|| format!("{millis} ms"), |(unit, of)| format!("{}{unit}", millis / of))
}

/// Tries each leaf alone on something that is known to be good, so that what does not fit is told at its place.
pub(super) fn fit<T: DeserializeOwned>(good: &Value, leaves: &[Leaf], problems: &Problems) {
    for leaf in leaves {
        let mut json = good.clone();
        set(&mut json, &leaf.path, &leaf.value);
        if let Err(why) = serde_json::from_value::<T>(json) {
            problems.add(&leaf.place, format!("does not fit: {why}"));
        }
    }
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
        Value::Number(number) if spans.contains(&key) => number.as_i64().map(span_text),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units() {
        for (text, millis) in [("90s", 90_000), ("15m", 900_000), ("12 h", 43_200_000), (" 30d", 2_592_000_000)] {
            assert_eq!(span(text), Some(millis), "{text}");
        }
        for text in ["", "d", "30", "-1d", "1.5h", "30 days", "99999999999999999d", "3d12h", "\u{661}d"] {
            assert_eq!(span(text), None, "{text}");
        }
        assert_eq!([86_400_000, 5_400_000, 1, 0].map(span_text), ["1d", "90m", "1 ms", "0 ms"]);
    }
}
