//! The facts of a sign-in: what it stores ([`Progress`]), and what is read anew beside it ([`SignIn`]).

use crate::Authenticator;
use serde::{Deserialize, Serialize};

use super::{Action, Challenge, NewPassword, Proof};
use crate::{
    account::Account,
    id::{App, Id, Provider, User},
    identifier::Key,
    policy::{Notice, Policy, Remember, Trust},
    time::Time,
};

/// What a sign-in is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Sign in.
    #[default]
    SignIn,
    /// Get back in without the password. Ends as [`Purpose::SignIn`], with nothing proven.
    Recover,
    /// Come to an account or a first password.
    Register,
    /// Confirm an action of a signed-in user.
    Confirm(Action),
}

/// What a sign-in stores, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Progress {
    /// What it is for.
    pub purpose: Purpose,
    /// What was typed.
    pub identifier: Option<Key>,
    /// The user whom that (or a passkey, a provider, an invitation) named, if there is one; with nothing typed, the user
    /// of the session, from their first answer on ([`Progress::belongs_to`]). Answers count for this user only.
    pub user: Option<Id<User>>,
    /// Whom a provider vouched for, while there is no account for them.
    pub vouched: Option<Vouched>,
    /// Whether it began from an invitation, which names the address.
    pub invited: bool,
    /// What was proven in it.
    pub proofs: Vec<Proof>,
    /// What awaits its answer.
    pub challenges: Vec<Challenge>,
    /// When enrolment was put off.
    pub postponed_at: Option<Time>,
    /// Whether a second factor was enrolled in it.
    pub enrolled: bool,
    /// Whether the browser said that this device can keep a passkey and verify its user.
    pub makes_passkeys: bool,
    /// When a passkey was offered in it.
    pub passkey_offered_at: Option<Time>,
    /// When the user confirmed the action by setting the new password.
    pub password_set_at: Option<Time>,
    /// The notice that was accepted.
    pub accepted: Option<Notice>,
    /// The request of an application to which the user consented.
    pub consented: Option<Consented>,
    /// Whether "remember my login" was ticked.
    pub remember: bool,
    /// Whether "trust this browser" was ticked.
    pub trust: bool,
}

/// Somebody whom a provider vouched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vouched {
    /// The provider.
    pub provider: Id<Provider>,
    /// How the provider knows them.
    pub subject: String,
    /// The address that the provider gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Key>,
    /// What else it said, for the new account's profile.
    #[serde(default)]
    pub profile: crate::release::Profile,
}

/// What an application asks the user's consent for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consented {
    /// The application.
    pub application: Id<App>,
    /// The scopes, sorted.
    pub scopes: Vec<String>,
}

/// Everything that [`super::next()`] knows of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// What it stores.
    pub progress: Progress,
    /// Who it is about, as read now. With nothing typed and a live session: the session's user.
    pub subject: Subject,
    /// The browser's session, if it has one whose epoch holds.
    pub session: Option<SessionFacts>,
    /// The attempts that this browser has left for this identifier, whether there is an account or not.
    pub tries: AttemptsLeft,
    /// Whether wrong passwords locked it, for this browser, until an administrator unlocks it.
    pub locked_until_unlocked: bool,
    /// The subject's trust in this browser, if they gave any.
    pub trust: Option<Trust>,
}

/// Whom a sign-in is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Nobody yet.
    Nobody,
    /// Whoever was named; perhaps there is an account. Boxed for its size.
    Claimed(Option<Box<Account>>),
    /// Somebody whom an upstream vouched for and who has no account here: see [`Progress::vouched`].
    Vouched,
}

/// What is known of the browser's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFacts {
    /// Whose it is.
    pub user: Id<User>,
    /// What was proven in it ([`super::Arrival::proofs`]).
    pub proofs: Vec<Proof>,
    /// When it began.
    pub created_at: Time,
    /// When it was last used.
    pub seen_at: Time,
    /// Whether it was to be remembered.
    pub remembered: bool,
    /// When enrolment was put off in it.
    pub postponed_at: Option<Time>,
}

/// Attempts left; passwords and second factors apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AttemptsLeft {
    /// For the password.
    pub first: u32,
    /// For the second factor.
    pub second: u32,
}

impl SessionFacts {
    /// Whether it has not ended under today's policy.
    pub fn is_alive(&self, policy: &Policy, now: Time) -> bool {
        match policy.remember {
            Remember::Choice { span } if self.remembered => now < self.created_at + span,
            _ => now < self.created_at + policy.session.absolute && now < self.seen_at + policy.session.idle,
        }
    }
}

/// What somebody has answered who has answered nothing.
static NOTHING: Progress = Progress {
    purpose: Purpose::SignIn,
    identifier: None,
    user: None,
    vouched: None,
    invited: false,
    proofs: Vec::new(),
    challenges: Vec::new(),
    postponed_at: None,
    enrolled: false,
    makes_passkeys: false,
    passkey_offered_at: None,
    password_set_at: None,
    accepted: None,
    consented: None,
    remember: false,
    trust: false,
};

impl SignIn {
    /// The progress, if it is the subject's own. A session may have come to be another user's meanwhile (in another tab,
    /// or by a swapped cookie): what one user proved or agreed to never counts for another.
    pub(super) fn answers(&self) -> &Progress {
        let subject = match &self.subject {
            Subject::Claimed(Some(account)) => Some(account.id),
            Subject::Claimed(None) | Subject::Nobody | Subject::Vouched => None,
        };
        if self.progress.user == subject { &self.progress } else { &NOTHING }
    }
}

impl Progress {
    /// A sign-in with nothing in it yet.
    pub fn new(purpose: Purpose) -> Self {
        Self { purpose, ..Self::default() }
    }

    /// Somebody else (or the same user again) was named: what was proven before is gone.
    pub fn identified(&mut self, identifier: Key, user: Option<Id<User>>) {
        *self = Self { purpose: self.purpose, identifier: Some(identifier), user, ..Self::default() };
    }

    /// This user is about to answer: call it before recording any answer of a subject that has an account. What another
    /// user had answered is gone.
    pub fn belongs_to(&mut self, user: Id<User>) {
        if self.user != Some(user) {
            let Self { purpose, identifier, invited, remember, .. } = std::mem::take(self);
            *self = Self { purpose, identifier, invited, remember, user: Some(user), ..Self::default() };
        }
    }

    /// A proof was verified. An earlier one of the same kind for the same purpose gives way.
    pub fn proven(&mut self, proof: Proof) {
        self.proofs.retain(|old| old.authenticator != proof.authenticator || old.purpose != proof.purpose);
        self.challenges
            .retain(|challenge| challenge.authenticator != proof.authenticator || challenge.purpose != proof.purpose);
        self.proofs.push(proof);
    }

    /// A new password was set for the account, in answer to [`super::Step::SetPassword`].
    ///
    /// It is a proof of that password, except after a recovery: a reset signs nobody in (RST-03).
    pub fn password_set(&mut self, why: NewPassword, now: Time) {
        match why {
            NewPassword::Recovered => {
                self.purpose = Purpose::SignIn;
                self.proofs.clear();
                self.challenges.clear();
            }
            NewPassword::First => {
                self.purpose = Purpose::Register;
                // The mailbox is used up: from here on the password stands for it.
                self.proofs.retain(|proof| {
                    !matches!(proof.authenticator, Authenticator::EmailLink | Authenticator::EmailCode)
                });
                self.proven(Proof::new(Authenticator::Password, Purpose::Register, now));
            }
            NewPassword::Broken | NewPassword::Expired | NewPassword::Demanded | NewPassword::Changed => {
                self.proven(Proof::new(Authenticator::Password, self.purpose, now));
            }
        }
        self.password_set_at = Some(now);
    }

    /// An account was made in answer to [`super::Step::Register`], with a password if the policy keeps them.
    pub fn registered(&mut self, user: Id<User>, with_password: bool, now: Time) {
        self.user = Some(user);
        self.vouched = None;
        match (self.purpose, with_password) {
            (Purpose::Register, true) => self.password_set(NewPassword::First, now),
            // The password lives elsewhere: sign in there.
            (Purpose::Register, false) => {
                self.purpose = Purpose::SignIn;
                self.proofs.retain(|proof| proof.purpose == Purpose::SignIn);
            }
            // A provider vouched: its word is the proof already.
            _ => {}
        }
    }

    /// The open challenge of this kind for this sign-in's purpose, the newest.
    pub fn challenge(&self, kind: Authenticator, now: Time) -> Option<&Challenge> {
        let fits = |challenge: &&Challenge| {
            challenge.authenticator == kind && challenge.purpose == self.purpose && challenge.is_open(now)
        };
        self.challenges.iter().rev().find(fits)
    }

    /// The newest challenge of this kind for this sign-in's purpose, whether an answer would still be looked at or not.
    pub fn last_challenge(&self, kind: Authenticator) -> Option<&Challenge> {
        self.challenges.iter().rev().find(|one| one.authenticator == kind && one.purpose == self.purpose)
    }

    /// An answer to the open challenge of this kind is about to be judged: it takes one try off it (REG-04). None, where there
    /// is no open one.
    pub fn tried(&mut self, kind: Authenticator, now: Time) -> Option<Challenge> {
        let id = self.challenge(kind, now)?.id;
        let challenge = self.challenges.iter_mut().find(|one| one.id == id)?;
        challenge.tries_left -= 1;
        Some(challenge.clone())
    }

    /// A challenge was sent or shown; an older one of the same kind is void (REG-08).
    pub fn challenged(&mut self, challenge: Challenge) {
        self.challenges.retain(|old| old.authenticator != challenge.authenticator || old.purpose != challenge.purpose);
        self.challenges.push(challenge);
    }
}
