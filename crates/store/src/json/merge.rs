//! A change of what is stored as JSON, by a node that does not know all of it.

use serde_json::Value;

/// `stored` with what differs between `was`, which is all that was read of it, and `is`.
pub(super) fn changed(stored: Value, was: &Value, is: Value) -> Value {
    if *was == is {
        return stored;
    }
    match (stored, was, is) {
        (Value::Object(mut stored), Value::Object(was), Value::Object(is)) => {
            stored.retain(|name, _| is.contains_key(name) || !was.contains_key(name));
            for (name, is) in is {
                let before = was.get(&name).unwrap_or(&Value::Null);
                let value = match stored.remove(&name) {
                    Some(stored) => changed(stored, before, is),
                    None => is,
                };
                stored.insert(name, value);
            }
            Value::Object(stored)
        }
        // What was added to a list stands behind all that was there.
        (Value::Array(mut stored), Value::Array(was), Value::Array(is)) if is.starts_with(was) => {
            stored.extend(is.into_iter().skip(was.len()));
            Value::Array(stored)
        }
        (_, _, is) => is,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_unknown_stays_and_what_was_changed_is_changed() {
        let stored =
            json!({ "a": 1, "new": 2, "in": { "b": 1, "new": [3] }, "word": "new", "gone": 1, "list": ["new", "x"] });
        let was = json!({ "a": 1, "in": { "b": 1, "c": null }, "word": "least", "gone": 1, "list": ["x"] });
        let is = json!({ "a": 5, "in": { "b": 1, "c": 7 }, "word": "least", "list": ["x", "y"], "added": true });
        let after = json!({ "a": 5, "new": 2, "in": { "b": 1, "c": 7, "new": [3] }, "word": "new", "list": ["new", "x", "y"],
            "added": true });
        assert_eq!(changed(stored.clone(), &was, is), after);
        assert_eq!(changed(stored.clone(), &was, was.clone()), stored);
    }

    #[test]
    fn another_list_or_word_is_written_as_it_was_said() {
        let (stored, was) = (json!({ "list": ["new", "x"], "word": "new" }), json!({ "list": ["x"], "word": "least" }));
        let is = json!({ "list": ["y"], "word": "most" });
        assert_eq!(changed(stored, &was, is.clone()), is);
    }
}
