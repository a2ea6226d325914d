//! A rule that an older node would leave out is weaker there, so it is written only once no older node may run.
//!
//! This is every field and word of what nodes go by: an organisation's policy, and what sign-in knows of a user. One more is listed
//! under the migration that comes with it, and that migration says that no binary before it may run on its schema.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use model::{Id, Policy, account::Facts, id};

use crate::testing::rules::{are_listed, collect};

/// For each migration, the fields (`a.b`) and words (`a=word`) that are written since.
const SINCE: &[(i64, &str)] = &[(1, include_str!("rules/0001.txt"))];

/// A policy in which every field stands, those of every word too; and the same of what is known of a user.
fn samples() -> [(&'static str, Value); 5] {
    let policy = |sign_in: Value, registration: Value, remember: Value| {
        json!({
            "identify": "email", "sign_in": sign_in, "passkey_alone": true, "password_change": "email_link",
            "providers": [{ "provider": Id::<id::Provider>::from_bytes([1; 16]), "second_factor": "none",
                "vouches_for_two_factors": true, "creates_users": true }],
            "password": { "min": 9, "max": 99, "classes": 1, "characters": "any", "no_dot_before_at": true,
                "not_common": true, "not_personal": true, "max_age": 9 },
            "lock_out": { "attempts": 9, "opens": "timed" },
            "second_factor": { "rule": "off", "authenticators": ["totp"], "grace": 9, "trust": 9, "may_switch_off": true,
                "offered_while_registering": true },
            "recovery_codes": { "offered": true, "recorded": true },
            "recovery": { "by": "nobody", "with_second_factor": "factor_too" },
            "registration": registration, "remember": remember, "session": { "idle": 9, "absolute": 9 },
            "inactivity": 9, "notice": { "text": "a", "version": "b" }, "users_detach_links": true,
        })
    };
    let facts = json!({ "joined_by": "import", "external": true, "accepted": { "text": "a", "version": "b", "at": 9 },
        "grace_started_at": 9, "reactivated_at": 9 });
    let [password, closed, never] = ["password", "closed", "never"].map(Value::from);
    let directory = json!({ "directory": { "second_factor": "none" } });
    let open = json!({ "open": { "domains": ["a.example"] } });
    let choice = json!({ "choice": { "span": 9 } });
    [
        ("policy", policy(password.clone(), closed.clone(), never.clone())),
        ("policy", policy(directory, closed.clone(), never.clone())),
        ("policy", policy(password.clone(), open, never)),
        ("policy", policy(password, closed, choice)),
        ("facts", facts),
    ]
}

#[test]
fn a_new_rule_comes_with_a_migration_that_ends_older_nodes() {
    let mut found = BTreeSet::new();
    for (name, sample) in samples() {
        match name {
            "policy" => collect::<Policy>(&sample, "", name, &mut found),
            _ => collect::<Facts>(&sample, "", name, &mut found),
        }
    }
    are_listed(&found, SINCE);
}
