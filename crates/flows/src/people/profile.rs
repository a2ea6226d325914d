//! What is known of a person: claims laid over those that are stored, and what new identifiers say of them.

use model::{
    Policy, Time,
    account::{Accepted, Facts, State},
    release::Profile,
};
use serde_json::{Map, Value};

use super::UserPatch;

impl UserPatch {
    /// The profile with the patch over it.
    ///
    /// # Errors
    /// When a claim is of a kind that it can't be; the text says which kind was expected.
    pub(crate) fn profile_over(&self, was: &Profile) -> Result<Profile, String> {
        if self.claims.is_empty() {
            return Ok(was.clone());
        }
        let mut json = serde_json::to_value(was).map_err(|error| error.to_string())?;
        merge(&mut json, &self.claims);
        serde_json::from_value(json).map_err(|error| error.to_string())
    }

    /// The patch with what a new address or user name says of the person, unless it says something else itself.
    pub(crate) fn with_implied(mut self, email_is_new: bool, user_name_is_new: bool) -> Self {
        let mut imply = |claim: &str, value: Value| {
            self.claims.entry(claim).or_insert(value);
        };
        if let Some(email) = self.email.as_ref().filter(|_| email_is_new) {
            imply("email", Value::from(email.display.as_str()));
            imply("email_verified", Value::from(true));
        }
        if let Some(user_name) = self.user_name.as_ref().filter(|_| user_name_is_new) {
            imply("preferred_username", Value::from(user_name.display.as_str()));
        }
        self
    }

    /// What sign-in has to know, as the patch leaves it. Whoever is made active again is not inactive either.
    pub(crate) fn facts_over(&self, was: &Facts, was_state: Option<State>, policy: &Policy, now: Time) -> Facts {
        let mut facts = Facts { local: self.local.unwrap_or(was.local), ..was.clone() };
        let enabled = self.state == Some(State::Active) && was_state.is_some_and(|was| was != State::Active);
        if self.reactivated || enabled {
            facts.reactivated_at = Some(now);
        }
        if let (true, Some(notice)) = (self.accepted_notice, &policy.notice) {
            let is = |known: &Accepted| (&known.text, &known.version) == (&notice.text, &notice.version);
            if !facts.accepted.as_ref().is_some_and(is) {
                facts.accepted = Some(Accepted { text: notice.text.clone(), version: notice.version.clone(), at: now });
            }
        }
        facts
    }
}

/// A merge patch (RFC 7396 §2): `null` takes away, a table is laid over a table, everything else replaces.
fn merge(target: &mut Value, patch: &Map<String, Value>) {
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (key, value) in patch {
        match value {
            Value::Null => drop(target.remove(key)),
            Value::Object(inner) => merge(target.entry(key.clone()).or_insert(Value::Null), inner),
            other => drop(target.insert(key.clone(), other.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn merge_patches_as_in_the_standard() {
        // RFC 7396, appendix A, as far as the patch is a table.
        let cases = [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (json!({"a":"b","b":"c"}), json!({"a":null}), json!({"b":"c"})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"c"}), json!({"a":["b"]}), json!({"a":["b"]})),
            (json!({"a":{"b":"c"}}), json!({"a":{"b":"d","c":null}}), json!({"a":{"b":"d"}})),
            (json!({"e":null}), json!({"a":1}), json!({"e":null,"a":1})),
            (json!([1, 2]), json!({"a":"b","c":null}), json!({"a":"b"})),
            (json!({}), json!({"a":{"bb":{"ccc":null}}}), json!({"a":{"bb":{}}})),
        ];
        for (mut target, patch, result) in cases {
            merge(&mut target, patch.as_object().unwrap());
            assert_eq!(target, result, "{patch}");
        }
    }

    #[test]
    fn what_is_said_is_not_implied() {
        let identifier =
            |text: &str| super::super::Identifier { key: model::Key::typed(text).unwrap(), display: text.into() };
        let claims = json!({ "email_verified": false }).as_object().unwrap().clone();
        let patch = UserPatch {
            email: Some(identifier("Ada@acme.example")),
            user_name: Some(identifier("ada")),
            claims,
            ..UserPatch::default()
        };
        let profile = patch.clone().with_implied(true, true).profile_over(&Profile::default()).unwrap();
        assert_eq!(profile.email.as_deref(), Some("Ada@acme.example"));
        assert!(!profile.email_verified);
        assert_eq!(profile.preferred_username.as_deref(), Some("ada"));
        let unchanged = patch.with_implied(false, false).profile_over(&Profile::default()).unwrap();
        assert_eq!(unchanged, Profile::default());
    }

    #[test]
    fn a_claim_of_a_wrong_kind_is_said() {
        let claims = json!({ "given_name": 7 }).as_object().unwrap().clone();
        assert!(UserPatch { claims, ..UserPatch::default() }.profile_over(&Profile::default()).is_err());
    }
}
