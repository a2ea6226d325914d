//! The fields and words that a type knows, as the type itself tells them, for tests that hold what is new to a migration.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{MIGRATIONS, Migration};

/// That exactly what was found is listed, each under a migration that exists and that no binary before it survives: an older
/// node would leave out a rule that it does not know. `since` has the names, a line each, by the number of the migration.
pub fn are_listed(found: &BTreeSet<String>, since: &[(i64, &str)]) {
    let listed: BTreeSet<_> = since.iter().flat_map(|(_, names)| names.lines().map(str::to_owned)).collect();
    let new: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(found).collect();
    assert!(new.is_empty() && gone.is_empty(), "list what is new in rules/NUMBER.txt: {new:#?}, remove {gone:#?}");
    for (number, _) in since {
        let migration = MIGRATIONS.iter().find(|migration| migration.number() == *number);
        let oldest = migration.map(Migration::oldest);
        assert_eq!(oldest, Some(*number), "older nodes may run after migration {number}, and would ignore its rules");
    }
}

/// The names that serde says it would have taken, of an error that begins so.
fn expected(error: &str, begins: &str) -> Vec<String> {
    let Some((_, rest)) = error.strip_prefix(begins).and_then(|rest| rest.split_once("expected")) else {
        return Vec::new();
    };
    rest.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The fields and words at this pointer and below, as the type itself tells them when it is given what it does not know.
pub fn collect<T: DeserializeOwned>(whole: &Value, at: &str, name: &str, found: &mut BTreeSet<String>) {
    let refusal = |change: &dyn Fn(&mut Value)| {
        let mut changed = whole.clone();
        change(changed.pointer_mut(at).expect("a pointer into the sample"));
        serde_json::from_value::<T>(changed).err().map(|error| error.to_string()).unwrap_or_default()
    };
    let words = expected(&refusal(&|value| *value = "?".into()), "unknown variant `?`");
    found.extend(words.iter().map(|word| format!("{name}={word}")));
    assert_eq!(refusal(&|_| ()), "", "the sample itself is good");
    match whole.pointer(at).expect("a pointer into the sample") {
        Value::Object(members) => {
            let fields = expected(&refusal(&|value| value["?"] = Value::Null), "unknown field `?`");
            for field in &fields {
                assert!(members.contains_key(field), "the samples have no {name}.{field}");
            }
            found.extend(fields.iter().map(|field| format!("{name}.{field}")));
            for member in members.keys() {
                collect::<T>(whole, &format!("{at}/{member}"), &format!("{name}.{member}"), found);
            }
        }
        Value::Array(elements) if !elements.is_empty() => collect::<T>(whole, &format!("{at}/0"), name, found),
        _ => {}
    }
}
