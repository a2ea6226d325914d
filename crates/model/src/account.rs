//! What a sign-in needs to know about a user. Read anew for each step; [`crate::sign_in::next`] decides from it.
//!
//! The parts that are stored as they stand (`users.facts`) are in [`Facts`]; the rest has columns and rows of its own.

use serde::{Deserialize, Serialize};

use crate::{
    Authenticator,
    id::{Id, Provider, User},
    policy::Policy,
    time::Time,
};

/// The facts about a user that a sign-in needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub id: Id<User>,
    /// What an administrator (or the worker) made of the account.
    pub state: State,
    /// The password that is kept here.
    pub password: Password,
    /// The confirmed second factors, each once.
    pub second_factors: Vec<Authenticator>,
    /// How many recovery codes are unused.
    pub recovery_codes_left: u32,
    /// The providers with which the account is linked.
    pub links: Vec<Id<Provider>>,
    /// What is stored as JSON.
    pub facts: Facts,
}

/// The facts that are stored as JSON with the user.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// How the user came here.
    pub joined_by: JoinedBy,
    /// Whether the user lives in an upstream, so that there is no password of theirs here to set or recover.
    pub external: bool,
    /// Whether the password is kept here although the organisation's own service judges those of its people, so that somebody gets in
    /// while that is down.
    pub local: bool,
    /// The version of the notice that was accepted, and when.
    pub accepted: Option<Accepted>,
    /// When a required enrolment was first asked for; the grace period runs from here.
    pub grace_started_at: Option<Time>,
    /// When an administrator last made the account active again; inactivity is counted anew from there.
    pub reactivated_at: Option<Time>,
    /// When a passkey was offered after a sign-in with the password, which happens once.
    pub passkey_offered_at: Option<Time>,
}

/// A notice that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The text's name.
    pub text: String,
    /// Its version.
    pub version: String,
    /// When.
    pub at: Time,
}

/// What was made of an account. Stored in `users.state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// May sign in.
    Active,
    /// Shut by an administrator or by provisioning.
    Disabled,
    /// Not used for longer than the policy allows ([`crate::inactivity`]).
    Inactive,
    /// Locked by an administrator's hand. (A lock by wrong attempts is no state: see [`crate::sign_in::AttemptsLeft`].)
    Locked,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Active, Self::Disabled, Self::Inactive, Self::Locked];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Inactive => "inactive",
            Self::Locked => "locked",
        }
    }

    /// The state that is stored as this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// The password that is kept here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Password {
    /// None: every password is wrong, the empty one included.
    #[default]
    None,
    /// There is one.
    Set {
        /// When it was chosen.
        changed_at: Time,
        /// Whether an administrator wants it changed at the next sign-in.
        must_change: bool,
    },
}

/// How a user came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinedBy {
    /// An administrator made the account.
    #[default]
    Administrator,
    /// An import.
    Import,
    /// An invitation.
    Invitation,
    /// Open registration.
    Registration,
    /// An upstream, at the first sign-in.
    Upstream,
    /// Provisioning (SCIM).
    Provisioning,
}

impl Account {
    /// An active account with nothing enrolled.
    pub fn new(id: Id<User>) -> Self {
        Self {
            id,
            state: State::Active,
            password: Password::None,
            second_factors: Vec::new(),
            recovery_codes_left: 0,
            links: Vec::new(),
            facts: Facts::default(),
        }
    }

    /// Whether there is a password here.
    pub fn has_password(&self) -> bool {
        matches!(self.password, Password::Set { .. })
    }

    /// The confirmed second factors that count under this policy, in the policy's order.
    pub fn second_factors(&self, policy: &Policy) -> Vec<Authenticator> {
        policy.second_factors().filter(|one| self.second_factors.contains(one)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_stored_as_words() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.as_str()));
        }
        assert_eq!(State::parse("Active"), None);
    }

    #[test]
    fn facts_are_json_and_strict() {
        let facts = Facts {
            joined_by: JoinedBy::Invitation,
            external: true,
            local: false,
            accepted: Some(Accepted { text: "privacy".into(), version: "1".into(), at: Time::from_seconds(1) }),
            grace_started_at: Some(Time::from_seconds(2)),
            reactivated_at: None,
            passkey_offered_at: Some(Time::from_seconds(3)),
        };
        let json = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<Facts>(&json).unwrap(), facts);
        assert_eq!(serde_json::from_str::<Facts>("{}").unwrap(), Facts::default());
        assert!(serde_json::from_str::<Facts>(r#"{"externals":true}"#).is_err());
    }

    #[test]
    fn factors_that_count_come_in_the_policys_order() {
        let mut account = Account::new(Id::from_bytes([1; 16]));
        account.second_factors = vec![Authenticator::Totp, Authenticator::Sms, Authenticator::Passkey];
        assert_eq!(account.second_factors(&Policy::default()), [Authenticator::Passkey, Authenticator::Totp]);
        assert_eq!(account.second_factors(&Policy::external()), []);
        assert!(!account.has_password());
    }
}
