//! Proofs: one authenticator verified, at a time, for a purpose. And challenges, which await their answer.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Purpose;
use crate::{
    Authenticator,
    id::{self, Id},
    time::Time,
};

/// One authenticator verified. Whoever verifies makes it; nothing else may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// What was verified.
    pub authenticator: Authenticator,
    /// What for. It counts for nothing else.
    pub purpose: Purpose,
    /// When.
    pub at: Time,
    /// The password was right and breaks today's policy, or the passkey is of a model that it does not take: only its verifier saw it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub breaks_policy: bool,
    /// The passkey verified its user (WebAuthn "UV").
    #[serde(default, skip_serializing_if = "is_false")]
    pub user_verified: bool,
    /// The provider said that it used two factors.
    #[serde(default, skip_serializing_if = "is_false")]
    pub two_factors: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl Proof {
    /// A plain proof.
    pub const fn new(authenticator: Authenticator, purpose: Purpose, at: Time) -> Self {
        Self { authenticator, purpose, at, breaks_policy: false, user_verified: false, two_factors: false }
    }

    /// The same, of a password or passkey that breaks today's policy.
    #[must_use]
    pub const fn breaking_policy(self, breaks_policy: bool) -> Self {
        Self { breaks_policy, ..self }
    }

    /// The same, of a passkey that verified its user.
    #[must_use]
    pub const fn with_user_verified(self, user_verified: bool) -> Self {
        Self { user_verified, ..self }
    }

    /// The same, of a provider that said it used two factors.
    #[must_use]
    pub const fn with_two_factors(self, two_factors: bool) -> Self {
        Self { two_factors, ..self }
    }
}

/// What a signed-in user wants to do that needs a fresh proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Choose a new password.
    ChangePassword,
    /// Change the e-mail address.
    ChangeEmail,
    /// Add a second factor or a passkey.
    AddFactor,
    /// Remove a second factor or a passkey.
    RemoveFactor,
    /// Get new recovery codes.
    NewRecoveryCodes,
    /// Link or detach an upstream account.
    ChangeLinks,
    /// Download everything that is held about the user.
    ExportData,
    /// Delete the account.
    DeleteAccount,
    /// An administrator's act that matters.
    Administer,
}

/// Something sent or shown that awaits its answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    /// Which.
    pub id: Id<id::Challenge>,
    /// What answering it proves.
    pub authenticator: Authenticator,
    /// What for.
    pub purpose: Purpose,
    /// Since when.
    pub sent_at: Time,
    /// Until when.
    pub expires_at: Time,
    /// How many wrong answers it still takes.
    pub tries_left: u32,
    /// Where it went, as the page may show it (`a…@example.com`).
    pub sent_to: String,
    /// What its verifier needs (a keyed hash, a WebAuthn challenge); opaque here and never shown.
    pub data: String,
}

impl Challenge {
    /// Whether an answer would still be looked at.
    pub fn is_open(&self, now: Time) -> bool {
        now < self.expires_at && self.tries_left > 0
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Challenge")
            .field("id", &self.id)
            .field("authenticator", &self.authenticator)
            .field("purpose", &self.purpose)
            .field("expires_at", &self.expires_at)
            .field("tries_left", &self.tries_left)
            .finish_non_exhaustive()
    }
}
