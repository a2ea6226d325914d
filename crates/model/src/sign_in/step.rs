//! What comes next in a sign-in.

use serde::{Deserialize, Serialize};

use super::{Consented, Level, Proof};
use crate::{
    Authenticator,
    access::Access,
    policy::{IdentifyBy, Notice},
    time::Time,
};

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Say who you are.
    Identify {
        /// What to type.
        by: IdentifyBy,
        /// What says so without typing: a passkey, a provider.
        any_of: Vec<Authenticator>,
    },
    /// Prove it.
    Prove {
        /// With any one of these, in the order in which they are offered.
        any_of: Vec<Authenticator>,
        /// Which part of the proof this is.
        part: Part,
    },
    /// Ask the organisation's own service to reset the password that it judges. It answers the user in its own way: nothing more is
    /// done here.
    ResetByProvider,
    /// Choose a password.
    SetPassword {
        /// Why.
        why: NewPassword,
    },
    /// Enrol a second factor.
    Enrol {
        /// Any one of these, in the order in which they are offered.
        any_of: Vec<Authenticator>,
        /// Until when it may be put off; not at all, when absent. An offer may be declined for ever.
        postpone_until: Option<Time>,
        /// Why.
        why: Enrolment,
    },
    /// Record recovery codes for the second factor that was just enrolled.
    RecordCodes,
    /// Fill in the registration form.
    Register,
    /// Accept a notice.
    Accept(Notice),
    /// Consent to what the application asks.
    Consent(Consented),
    /// Done.
    Arrive(Arrival),
    /// No.
    Refuse(Refusal),
}

/// Which part of the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The first. What is offered depends on the policy alone.
    First,
    /// The second.
    Second,
}

/// Why a password is to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewPassword {
    /// There was none.
    First,
    /// The old one breaks today's policy.
    Broken,
    /// The old one is older than the policy allows.
    Expired,
    /// An administrator wants it.
    Demanded,
    /// The old one was forgotten.
    Recovered,
    /// The user wants it.
    Changed,
}

/// Why a second factor is to be enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Enrolment {
    /// The organisation requires one.
    Required,
    /// The application (or the request) demands a level that what is enrolled does not reach.
    LevelDemanded,
    /// A recovery code was used: the old one is taken for lost.
    RecoveryCodeUsed,
    /// The passkey that was used is of a model that the organisation does not take.
    ModelNotTaken,
    /// It is an offer.
    Offered,
    /// It is an offer of a passkey, made once to whoever signs in with the password.
    PasskeyOffered,
}

/// A sign-in that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The level that was reached (`acr`).
    pub level: Level,
    /// How (RFC 8176, and `email` for a code by e-mail, which has no registered name), sorted.
    pub amr: Vec<&'static str>,
    /// Since when all of it has been proven: the time of the oldest proof that counted.
    pub auth_time: Time,
    /// The proofs that counted, as a session keeps them.
    pub proofs: Vec<Proof>,
    /// Whether the second factor was left out because the browser is trusted.
    pub rests_on_trust: bool,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Nothing may be shown, and this step would have to be.
    Silent(StepKind),
    /// The account is disabled.
    Disabled,
    /// The account is inactive, by lack of use.
    Inactive,
    /// The account was locked by an administrator.
    Locked,
    /// Too many wrong passwords, where an administrator alone unlocks.
    PasswordLocked,
    /// Too many wrong second factors.
    SecondFactorLocked,
    /// It must be another user.
    OtherUser,
    /// The user may not open the application.
    NoAccess(Access),
    /// The level that is demanded can not be reached here.
    LevelOutOfReach,
    /// The policy offers no recovery, or none to this user: an administrator helps.
    AskAdministrator,
    /// The password lives elsewhere.
    PasswordElsewhere,
    /// The policy lets nobody register (in this way).
    RegistrationClosed,
    /// An invitation is needed, and there is none that holds.
    InvitationNeeded,
    /// The address is not in a domain that may register.
    DomainNotAllowed,
    /// There is an account already: sign in.
    AlreadyRegistered,
    /// The provider vouches for somebody who has no account here.
    UnknownHere,
    /// Only a signed-in user can confirm anything.
    SignInFirst,
    /// The account has nothing with which it could prove this.
    NothingToProve,
}

/// A kind of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// [`Step::Identify`]
    Identify,
    /// [`Step::Prove`]
    Prove,
    /// [`Step::ResetByProvider`]
    ResetByProvider,
    /// [`Step::SetPassword`]
    SetPassword,
    /// [`Step::Enrol`]
    Enrol,
    /// [`Step::RecordCodes`]
    RecordCodes,
    /// [`Step::Register`]
    Register,
    /// [`Step::Accept`]
    Accept,
    /// [`Step::Consent`]
    Consent,
    /// [`Step::Arrive`]
    Arrive,
    /// [`Step::Refuse`]
    Refuse,
}

impl Step {
    /// What a password that is typed now proves: one that is kept here, or one that the organisation's own service judges.
    pub fn password_kind(&self) -> Authenticator {
        match self.takes(Authenticator::External) {
            Some(_) => Authenticator::External,
            None => Authenticator::Password,
        }
    }

    /// Which part of the proof this authenticator can give now; none where the step takes no proof by it. Whoever is identified
    /// by a proof has given the first part with it.
    pub fn takes(&self, authenticator: Authenticator) -> Option<Part> {
        match self {
            Self::Identify { any_of, .. } => any_of.contains(&authenticator).then_some(Part::First),
            Self::Prove { any_of, part } => any_of.contains(&authenticator).then_some(*part),
            _ => None,
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::Identify { .. } => StepKind::Identify,
            Self::Prove { .. } => StepKind::Prove,
            Self::ResetByProvider => StepKind::ResetByProvider,
            Self::SetPassword { .. } => StepKind::SetPassword,
            Self::Enrol { .. } => StepKind::Enrol,
            Self::RecordCodes => StepKind::RecordCodes,
            Self::Register => StepKind::Register,
            Self::Accept(_) => StepKind::Accept,
            Self::Consent(_) => StepKind::Consent,
            Self::Arrive(_) => StepKind::Arrive,
            Self::Refuse(_) => StepKind::Refuse,
        }
    }
}
