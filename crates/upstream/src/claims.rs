//! What a token or userinfo says, by name. A value of another type than expected is told, not guessed at.

use model::Time;
use serde_json::{Map, Value};

/// Claims, as they came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claims(Map<String, Value>);

/// A claim is there, and of another type than the standard says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OtherType;

impl Claims {
    /// These.
    pub fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// The claim of this name; else what a path of names leads to (`realm_access.roles`). Null is as good as absent.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let through = || {
            let mut parts = name.split('.');
            let first = self.0.get(parts.next()?)?;
            parts.try_fold(first, |value, part| value.get(part))
        };
        self.0.get(name).or_else(through).filter(|value| !value.is_null())
    }

    /// A text that is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A NumericDate (RFC 7519 §2), which may have a fraction.
    pub(crate) fn time(&self, name: &str) -> Result<Option<Time>, OtherType> {
        let Some(value) = self.get(name) else { return Ok(None) };
        value.as_f64().and_then(time).map(Some).ok_or(OtherType)
    }

    /// One text, or a list of texts alone (RFC 7519 §4.1.3).
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<&str>, OtherType> {
        match self.get(name) {
            None => Ok(Vec::new()),
            Some(Value::String(one)) => Ok(vec![one]),
            Some(Value::Array(many)) => many.iter().map(Value::as_str).collect::<Option<_>>().ok_or(OtherType),
            Some(_) => Err(OtherType),
        }
    }

    /// Adds what the other ones say beside these.
    pub(crate) fn fill_with(&mut self, others: Self) {
        for (name, value) in others.0 {
            if self.0.get(&name).is_none_or(Value::is_null) {
                self.0.insert(name, value);
            }
        }
    }

    /// Sets a claim.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn time(seconds: f64) -> Option<Time> {
    (0.0..1e12).contains(&seconds).then(|| Time::from_millis((seconds * 1000.0) as i64))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(value: &Value) -> Claims {
        Claims::new(value.as_object().unwrap().clone())
    }

    #[test]
    fn a_name_before_a_path() {
        let claims = claims(&json!({"a.b": 1, "a": {"b": 2, "c": {"d": "x"}}, "n": null, "e": ""}));
        assert_eq!(claims.get("a.b"), Some(&json!(1)), "names may hold dots: https://acme.example/roles");
        assert_eq!(claims.text("a.c.d"), Some("x"));
        for absent in ["n", "b", "a.x", "a.c.d.e", ".", "a.", ""] {
            assert_eq!(claims.get(absent), None, "{absent}");
        }
        assert_eq!(claims.text("e"), None, "empty");
    }

    #[test]
    fn other_types_are_told() {
        let claims = claims(&json!({"t": "1", "f": 1.5, "x": -1, "h": 1e300, "l": ["a", 1], "o": {}, "s": "one"}));
        assert_eq!(claims.time("f"), Ok(Some(Time::from_millis(1500))));
        assert_eq!(claims.time("absent"), Ok(None));
        for name in ["t", "x", "h", "o"] {
            assert_eq!(claims.time(name), Err(OtherType), "{name}");
        }
        assert_eq!(claims.texts("s"), Ok(vec!["one"]));
        for name in ["l", "o", "f"] {
            assert_eq!(claims.texts(name), Err(OtherType), "{name}");
        }
    }
}
