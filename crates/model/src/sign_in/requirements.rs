//! What the asking side wants, and the levels in which it wants it.
//!
//! Levels are told to applications as `acr`: `urn:doorward:acr:1` (one factor), `urn:doorward:acr:2` (two), and `phr`
//! (phishing-resistant, OpenID Connect Extended Authentication Profile ACR Values 1.0: a passkey was one of them).

use serde::{Deserialize, Serialize};

use super::Consented;
use crate::{
    Authenticator,
    access::Access,
    id::{App, Id, User},
    time::Span,
};

/// How sure it is that the user is who they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// One factor.
    #[default]
    One,
    /// Two factors. A code by e-mail is none: it proves a mailbox, which is often no more than a password.
    Two,
    /// Two factors, one of them a passkey, which can not be given to the wrong site.
    PhishingResistant,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::PhishingResistant];

    /// The level as an OpenID Connect `acr`.
    pub const fn acr(self) -> &'static str {
        match self {
            Self::One => "urn:doorward:acr:1",
            Self::Two => "urn:doorward:acr:2",
            Self::PhishingResistant => "phr",
        }
    }

    /// The level that a second factor reaches beside a first proof. Any other authenticator raises none.
    pub const fn of_second_factor(factor: Authenticator) -> Self {
        match factor {
            Authenticator::Passkey => Self::PhishingResistant,
            Authenticator::Totp | Authenticator::Sms => Self::Two,
            _ => Self::One,
        }
    }

    /// The level with this `acr`.
    pub fn from_acr(acr: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.acr() == acr)
    }
}

/// What the asking side wants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requirements {
    /// The level without which there is no arriving.
    pub level: Level,
    /// The level that is asked for if the user can reach it with what is enrolled. It is a wish (OIDC `acr_values`): whoever gives another
    /// factor comes in with that, and where nothing that is enrolled reaches it nothing is asked for.
    pub preferred: Level,
    /// How old a proof may be.
    pub max_age: Option<Span>,
    /// Whether everything must be proven in this sign-in (OIDC `prompt=login`, SAML `ForceAuthn`).
    pub login: bool,
    /// Whether the user is asked who they are, whatever the session says (OIDC `prompt=select_account`).
    pub select_account: bool,
    /// Whether nothing may be shown (OIDC `prompt=none`, SAML `IsPassive`).
    pub silent: bool,
    /// Who it must be (OIDC `id_token_hint`).
    pub user: Option<Id<User>>,
    /// What the identifier field begins with (OIDC `login_hint`).
    pub login_hint: Option<String>,
    /// What the user wants to open.
    pub application: Option<Application>,
    /// What the user must consent to, when that was not done before (or OIDC `prompt=consent` wants it again).
    pub consent: Option<Consented>,
}

/// An application, and whether the subject may open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Application {
    /// Which.
    pub id: Id<App>,
    /// Whether the subject may open it. While there is no subject, whatever it would be for nobody.
    pub access: Access,
}

impl Requirements {
    /// Both at once: the stricter of each.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Self {
            level: self.level.max(other.level),
            preferred: self.preferred.max(other.preferred),
            max_age: [self.max_age, other.max_age].into_iter().flatten().min(),
            login: self.login || other.login,
            select_account: self.select_account || other.select_account,
            silent: self.silent || other.silent,
            user: self.user.or(other.user),
            login_hint: self.login_hint.or(other.login_hint),
            application: self.application.or(other.application),
            consent: self.consent.or(other.consent),
        }
    }
}
