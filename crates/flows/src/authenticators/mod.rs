//! What users prove themselves with: a file for each authenticator, which says what can be an answer, whether it is right
//! and what it uses up, and how one comes to be a user's. In which order that happens is `sign_in::prove`, for all alike.

pub(crate) mod external;
mod overview;
mod own;
mod own_links;
mod own_number;
mod own_passkeys;
pub(crate) mod passkey;
pub(crate) mod passkey_models;
pub(crate) mod password;
pub(crate) mod recovery_code;
pub(crate) mod sent_code;
pub(crate) mod sms;
pub(crate) mod totp;
mod trusted_browsers;

use std::sync::Arc;

use crypto::{mailed_code::MailedCode, password::Permit};
use model::{
    Authenticator, Id, Key, Time,
    id::{Credential, SignIn},
    sign_in::{Challenge, Part, Proof, Purpose},
};
use serde::{Deserialize, Serialize};
use store::Change;
use tokio::time::Instant;
use upstream::Arrival;

pub use overview::AuthenticatorCounts;
pub use own::{AppSetUp, FactorRemoval, OwnApp, OwnAuthenticators};
pub use own_links::{Detached, OwnLink};
pub use own_number::{NumberAsked, NumberSetUp, OwnNumber, SentNumber};
pub use own_passkeys::{OwnPasskey, PasskeyAdded, PasskeyRemoved};
pub use passkey::{NewPasskeyAnswer, PasskeyProblem, PasskeyRequest};
pub(crate) use password::NotAPassword;
pub use totp::TotpEnrolment;
pub use trusted_browsers::TrustedBrowser;

use crate::{
    Caller, Doorward, Organisation, Result,
    limits::{self, Taken},
    people::person::Person,
};

/// Something that was typed as proof.
pub(crate) enum Attempt {
    Password {
        typed: password::Typed,
        /// Whether the browser said that its device can keep a passkey and verify its user.
        makes_passkeys: bool,
    },
    Totp {
        code: String,
        trust: bool,
    },
    RecoveryCode(String),
    /// A code that was sent by e-mail or text message; what it is compared with is known once the sign-in is read.
    SentCode {
        by: Authenticator,
        typed: MailedCode,
        trust: bool,
        sent: Option<Box<sent_code::Sent>>,
    },
    Passkey(Box<passkey::Answered>),
}

impl Attempt {
    pub(crate) fn password(typed: String, makes_passkeys: bool) -> std::result::Result<Self, NotAPassword> {
        Ok(Self::Password { typed: password::Typed::new(typed)?, makes_passkeys })
    }

    pub(crate) const fn totp(code: String, trust: bool) -> Self {
        Self::Totp { code, trust }
    }

    pub(crate) const fn recovery_code(code: String) -> Self {
        Self::RecoveryCode(code)
    }

    /// A code that was sent by this authenticator. None, where what was typed can be none.
    pub(crate) fn sent_code(by: Authenticator, typed: &str, trust: bool) -> Option<Self> {
        Some(Self::SentCode { by, typed: MailedCode::parse(typed)?, trust, sent: None })
    }

    pub(crate) const fn authenticator(&self) -> Authenticator {
        match self {
            Self::SentCode { by, .. } => *by,
            Self::Passkey(_) => Authenticator::Passkey,
            Self::Password { .. } => Authenticator::Password,
            Self::Totp { .. } => Authenticator::Totp,
            Self::RecoveryCode(_) => Authenticator::RecoveryCode,
        }
    }

    /// The challenge that a code is compared with, where it is one that was sent.
    pub(crate) fn sent(&self) -> Option<&Challenge> {
        match self {
            Self::SentCode { sent, .. } => sent.as_ref().map(|sent| &sent.challenge),
            _ => None,
        }
    }

    /// Takes away what a code would be compared with, so that it is wrong: the account has had its wrong codes of a day, under other names.
    pub(crate) fn forget_sent(&mut self) {
        if let Self::SentCode { sent, .. } = self {
            *sent = None;
        }
    }

    /// Whether the browser is not to be asked for a second factor again.
    pub(crate) fn trusts_browser(&self) -> bool {
        match self {
            Self::Totp { trust, .. } | Self::SentCode { trust, .. } => *trust,
            Self::Passkey(answered) => answered.trust,
            Self::Password { .. } | Self::RecoveryCode(_) => false,
        }
    }

    /// Whether the browser said that its device can keep a passkey and verify its user.
    pub(crate) const fn makes_passkeys(&self) -> bool {
        matches!(self, Self::Password { makes_passkeys: true, .. })
    }

    /// Whether a right answer uses itself up, so that the same one is wrong afterwards.
    pub(crate) const fn is_used_up(&self) -> bool {
        match self {
            // A code that was sent stays the same for whoever has read it: what it used up is kept with the answer.
            // A passkey's challenge is used up, which the same click meets as a guard that failed.
            Self::Password { .. } | Self::SentCode { .. } | Self::Passkey(_) => false,
            Self::Totp { .. } | Self::RecoveryCode(_) => true,
        }
    }

    /// Waits until it may be judged. Who is sent away here has not guessed, and nobody was looked for.
    pub(crate) async fn admitted(self, doorward: &Doorward, caller: &Caller) -> Result<Admitted> {
        let (guess, permit) = match self {
            Self::Password { .. } => {
                let (guess, permit) = limits::guess_with_permit(doorward, caller).await?;
                (guess, Some(permit))
            }
            Self::Totp { .. } | Self::RecoveryCode(_) | Self::SentCode { .. } => {
                (limits::guess(doorward, caller).await?, None)
            }
            Self::Passkey(_) => (limits::passkey(doorward, caller).await?, None),
        };
        Ok(Admitted { attempt: self, guess, permit, begun: Instant::now(), answers_at: None })
    }
}

/// An attempt that may be judged now.
pub(crate) struct Admitted {
    pub(crate) attempt: Attempt,
    /// The source's guess, which counts once the attempt is judged, and no longer when it was right.
    pub(crate) guess: Taken,
    permit: Option<Permit>,
    begun: Instant,
    /// When a wrong one is answered, where what judged it took its own time.
    answers_at: Option<Instant>,
}

/// What an answer is judged for.
pub(crate) struct Judging<'j> {
    pub(crate) doorward: &'j Doorward,
    pub(crate) caller: &'j Caller,
    /// The sign-in.
    pub(crate) handle: Id<SignIn>,
    /// The organisation that governs where nobody is called as was typed.
    pub(crate) organisation: Option<&'j Arc<Organisation>>,
    /// What was typed to be found by; nothing where the session says who it is.
    pub(crate) login: Option<&'j Key>,
}

/// What an answer is.
pub(crate) enum Judged {
    /// Right.
    Right(Box<Verified>),
    /// Wrong.
    Wrong,
    /// Right, and the organisation's own directory says who it is.
    Known(Arc<Arrival>),
    /// Right, and of no use until it is changed in the organisation's own directory.
    MustChange,
    /// Neither: the organisation's own service gave no verdict.
    Silent,
    /// Nothing was judged: what was typed can't be sent to the organisation's own service.
    NotCarried,
}

impl From<Option<Verified>> for Judged {
    fn from(verified: Option<Verified>) -> Self {
        verified.map_or(Self::Wrong, |verified| Self::Right(Box::new(verified)))
    }
}

/// A right answer, and what it uses up or replaces.
pub(crate) struct Verified {
    credential: Id<Credential>,
    /// The step of a code, where it has one.
    counter: i64,
    at: Time,
    /// Whether the organisation's own service judged it.
    external: bool,
    pub(crate) breaks_policy: bool,
    /// Whether a passkey verified its user.
    pub(crate) user_verified: bool,
    pub(crate) change: Change,
}

/// What a proof was given by. It tells one right answer from any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UsedCredential {
    pub(crate) authenticator: Authenticator,
    pub(crate) part: Part,
    pub(crate) credential: Id<Credential>,
    /// The step of a code, where it has one.
    pub(crate) counter: i64,
}

impl Verified {
    fn new(credential: Id<Credential>, counter: i64, now: Time) -> Self {
        Self {
            credential,
            counter,
            at: now,
            external: false,
            breaks_policy: false,
            user_verified: false,
            change: Change::new(),
        }
    }

    /// What proved it, where this was answered with.
    const fn by(&self, authenticator: Authenticator) -> Authenticator {
        if self.external { Authenticator::External } else { authenticator }
    }

    /// What it was given by, as this part of the proof.
    pub(crate) const fn used(&self, authenticator: Authenticator, part: Part) -> UsedCredential {
        let authenticator = self.by(authenticator);
        UsedCredential { authenticator, part, credential: self.credential, counter: self.counter }
    }

    pub(crate) fn proof(&self, authenticator: Authenticator, purpose: Purpose) -> Proof {
        let proof = Proof::new(self.by(authenticator), purpose, self.at).breaking_policy(self.breaks_policy);
        proof.with_user_verified(self.user_verified)
    }
}

impl Admitted {
    /// Judges it. Without a person it is wrong, and takes as long.
    pub(crate) async fn verify(&mut self, judging: &Judging<'_>, person: Option<&Person>) -> Result<Judged> {
        let home = person.map(|person| &person.home).or(judging.organisation);
        match (&self.attempt, home.filter(|home| home.policy.is_external())) {
            (Attempt::Password { typed, .. }, Some(home)) => {
                let (begun, permit) = (self.begun, self.permit.take());
                let (judged, answers_at) = external::verify(judging, home, person, (typed, permit, begun)).await?;
                self.answers_at = Some(answers_at);
                Ok(judged)
            }
            _ => self.verify_here(judging.doorward, person, judging.caller.now).await.map(Judged::from),
        }
    }

    async fn verify_here(&self, doorward: &Doorward, person: Option<&Person>, now: Time) -> Result<Option<Verified>> {
        match (&self.attempt, &self.permit) {
            (Attempt::Password { typed, .. }, Some(permit)) => typed.verify(doorward, permit, person, now).await,
            (Attempt::Totp { code, .. }, _) => totp::verify(doorward, person, code, now),
            (Attempt::RecoveryCode(code), _) => Ok(recovery_code::verify(person, code, now)),
            (Attempt::SentCode { by, typed, sent, .. }, _) => {
                let mut verified = sent_code::verify(doorward, sent.as_deref(), typed, now).await?;
                if let (Some(verified), Some(person), Authenticator::Sms) = (&mut verified, person, by) {
                    sms::note_use(&mut verified.change, person, now);
                }
                Ok(verified)
            }
            // A passkey says more of itself than whether it is right: `sign_in::passkey` judges it.
            (Attempt::Password { .. }, None) | (Attempt::Passkey(_), _) => Ok(None),
        }
    }

    /// Lets the next one hash, and waits until a wrong password may be answered: however it was hashed, whether there is
    /// anybody, and whether there is somebody to notify, at one and the same time. All is written before, so nothing depends
    /// on whether the answer is waited for.
    pub(crate) async fn answer_wrong(self, doorward: &Doorward) {
        drop(self.permit);
        if let Attempt::Password { typed, .. } = &self.attempt {
            let answers_at = self.answers_at.unwrap_or_else(|| typed.answers_at(doorward, self.begun));
            tokio::time::sleep_until(answers_at).await;
        }
    }
}
