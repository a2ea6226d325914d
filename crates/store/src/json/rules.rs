//! A rule that an older node would leave out is weaker there, so it is written only once no older node may run.
//!
//! This is every field and word of what nodes go by: an organisation's policy, what it makes of a provider's word, and what sign-in
//! knows of a user. One more is listed
//! under the migration that comes with it, and that migration says that no binary before it may run on its schema.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use model::{Policy, account::Facts, provider::ProviderRules};

use crate::{MIGRATIONS, Migration};

/// For each migration, the fields (`a.b`) and words (`a=word`) that are written since.
const SINCE: &[(i64, &str)] = &[(1, include_str!("rules/0001.txt"))];

/// A policy in which every field stands, those of every word too; and the same of what is known of a user and made of a provider's word.
fn samples() -> [(&'static str, Value); 6] {
    let policy = |sign_in: Value, registration: Value, remember: Value, models: Value| {
        json!({
            "identify": "email", "sign_in": sign_in, "level": "two", "passkey_alone": true, "passkey_offered": true,
            "passkey_models": models, "password_change": "email_link", "email_change": "anywhere",
            "password": { "min": 9, "max": 99, "classes": 1, "characters": "any", "no_dot_before_at": true,
                "not_common": true, "not_personal": true, "history": 9, "max_age": 9 },
            "lock_out": { "attempts": 9, "opens": "timed" },
            "second_factor": { "rule": "off", "authenticators": ["totp"], "grace": 9, "trust": 9, "may_switch_off": true,
                "offered_while_registering": true, "recommended_apps": ["microsoft"] },
            "recovery_codes": { "offered": true, "recorded": true },
            "recovery": { "by": "nobody", "with_second_factor": "factor_too" },
            "registration": registration, "remember": remember, "session": { "idle": 9, "absolute": 9 },
            "inactivity": 9, "notice": { "text": "a", "version": "b" }, "users_detach_links": true,
        })
    };
    let facts = json!({ "joined_by": "import", "external": true, "local": true, "accepted": { "text": "a", "version": "b", "at": 9 },
        "grace_started_at": 9, "reactivated_at": 9, "passkey_offered_at": 9 });
    let [password, closed, never, any] = ["password", "closed", "never", "any"].map(Value::from);
    let listed = json!({ "listed": { "aaguids": ["a"] } });
    let external = json!({ "external": { "second_factor": "none" } });
    let open = json!({ "open": { "domains": ["a.example"] } });
    let choice = json!({ "choice": { "span": 9 } });
    [
        ("policy", policy(password.clone(), closed.clone(), never.clone(), any.clone())),
        ("policy", policy(external, closed.clone(), never.clone(), any.clone())),
        ("policy", policy(password.clone(), open, never, any)),
        ("policy", policy(password, closed, choice, listed)),
        ("facts", facts),
        (
            "provider",
            json!({ "second_factor": "none", "vouches_for_two_factors": true, "creates_users": true, "signs_out_there": true,
                "domains": ["a.example"],
                "groups": { "a": "b" }, "roles": { "a": "b" } }),
        ),
    ]
}

/// The names that serde says it would have taken, of an error that begins so.
fn expected(error: &str, begins: &str) -> Vec<String> {
    let Some((_, rest)) = error.strip_prefix(begins).and_then(|rest| rest.split_once("expected")) else {
        return Vec::new();
    };
    rest.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The fields and words at this pointer and below, as the type itself tells them when it is given what it does not know.
fn collect<T: DeserializeOwned>(whole: &Value, at: &str, name: &str, found: &mut BTreeSet<String>) {
    let refusal = |change: &dyn Fn(&mut Value)| {
        let mut changed = whole.clone();
        change(changed.pointer_mut(at).unwrap());
        serde_json::from_value::<T>(changed).err().map(|error| error.to_string()).unwrap_or_default()
    };
    let words = expected(&refusal(&|value| *value = "?".into()), "unknown variant `?`");
    found.extend(words.iter().map(|word| format!("{name}={word}")));
    assert_eq!(refusal(&|_| ()), "", "the sample itself is good");
    match whole.pointer(at).unwrap() {
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

#[test]
fn a_new_rule_comes_with_a_migration_that_ends_older_nodes() {
    let mut found = BTreeSet::new();
    for (name, sample) in samples() {
        match name {
            "policy" => collect::<Policy>(&sample, "", name, &mut found),
            "provider" => collect::<ProviderRules>(&sample, "", name, &mut found),
            _ => collect::<Facts>(&sample, "", name, &mut found),
        }
    }
    let listed: BTreeSet<_> = SINCE.iter().flat_map(|(_, names)| names.lines().map(str::to_owned)).collect();
    let new: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(new.is_empty() && gone.is_empty(), "list what is new in rules/NUMBER.txt: {new:#?}, remove {gone:#?}");
    for (number, _) in SINCE {
        let migration = MIGRATIONS.iter().find(|migration| migration.number() == *number);
        let oldest = migration.map(Migration::oldest);
        assert_eq!(oldest, Some(*number), "older nodes may run after migration {number}, and would ignore its rules");
    }
}
