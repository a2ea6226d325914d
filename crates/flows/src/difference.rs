//! Fields that changed, as reports and events name them. Secrets are never in them.

use serde::Serialize;
use serde_json::Value;

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which.
    pub field: String,
    /// What it was; none where there was nothing, and for secrets.
    pub from: Option<String>,
    /// What it is; none where nothing is left, and for secrets.
    pub to: Option<String>,
    /// Whether it is secret, so that it is only said to have changed.
    pub secret: bool,
}

impl Difference {
    pub(crate) fn new(field: &str, from: Option<String>, to: Option<String>) -> Self {
        Self { field: field.to_owned(), from, to, secret: false }
    }

    pub(crate) fn secret(field: &str) -> Self {
        Self { field: field.to_owned(), from: None, to: None, secret: true }
    }

    pub(crate) fn added(field: &str, what: &str) -> Self {
        Self::new(field, None, Some(what.to_owned()))
    }

    pub(crate) fn removed(field: &str, what: &str) -> Self {
        Self::new(field, Some(what.to_owned()), None)
    }
}

/// How a value is written in a report: by its key, where that decides the unit.
pub(crate) type Written<'a> = &'a dyn Fn(&str, &Value) -> Option<String>;

/// A value as it is; nothing for null.
pub(crate) fn plain(_: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Where two values differ, leaf by leaf.
pub(crate) fn differences(
    name: &str,
    was: &impl Serialize,
    is: &impl Serialize,
    written: Written<'_>,
) -> Vec<Difference> {
    let json = |value: Result<Value, _>| value.unwrap_or(Value::Null);
    let mut found = Vec::new();
    compare((name, ""), &json(serde_json::to_value(was)), &json(serde_json::to_value(is)), written, &mut found);
    found
}

fn compare((name, key): (&str, &str), was: &Value, is: &Value, written: Written<'_>, found: &mut Vec<Difference>) {
    match (was, is) {
        _ if was == is => {}
        (Value::Object(before), Value::Object(after)) => {
            let added = after.keys().filter(|key| !before.contains_key(*key));
            for key in before.keys().chain(added) {
                let [was, is] = [before, after].map(|table| table.get(key).unwrap_or(&Value::Null));
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                compare((&name, key), was, is, written, found);
            }
        }
        _ => found.push(Difference::new(name, written(key, was), written(key, is))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn leaves_are_named_and_what_is_equal_is_left_out() {
        let (was, is) =
            (json!({ "a": 1, "b": { "c": "x", "d": true }, "e": null }), json!({ "a": 1, "b": { "c": "y" }, "f": 2 }));
        let found = differences("at", &was, &is, &plain);
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            found,
            [
                Difference::new("at.b.c", text("x"), text("y")),
                Difference::new("at.b.d", text("true"), None),
                Difference::new("at.f", None, text("2")),
            ]
        );
    }
}
