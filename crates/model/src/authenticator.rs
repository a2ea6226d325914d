//! What somebody can prove themselves with.

use serde::{Deserialize, Serialize};

use crate::id::{Id, Provider};

/// A way to prove who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authenticator {
    /// A password kept here.
    Password,
    /// A password judged by the organisation's own service.
    External,
    /// A provider's word.
    Provider(Id<Provider>),
    /// A one-time code of an authenticator app (RFC 6238).
    Totp,
    /// A code by text message.
    Sms,
    /// A code by e-mail. Raises no level, and is no second factor where e-mail also resets the password.
    EmailCode,
    /// A link by e-mail.
    EmailLink,
    /// A passkey or security key (WebAuthn).
    Passkey,
    /// A recovery code.
    RecoveryCode,
}

impl Authenticator {
    /// Whether it is a second factor that a user enrols. A recovery code stands in for one, and is none.
    pub const fn is_second_factor(self) -> bool {
        matches!(self, Self::Totp | Self::Sms | Self::EmailCode | Self::Passkey)
    }
}
