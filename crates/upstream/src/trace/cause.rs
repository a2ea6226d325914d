//! What a failure most likely comes of: who has to do something, and what to look at.

use jose::JwsError;

use super::Failure;
use crate::{CallbackError, IdTokenError, MetadataError, TokenError, UserinfoError};

/// Why a provider could not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// Its certificate is not trusted here, or TLS failed otherwise.
    #[error("there is no safe connection: its certificate is not trusted here, or not good")]
    Certificate,
    /// The address may not be called (`[egress]`), or leads nowhere.
    #[error("its address may not be called from here, or leads nowhere")]
    Address,
    /// It does not answer, not in time, or with what is no HTTP.
    #[error("it does not answer, or not in time")]
    Silent,
}

/// What a person is told, and whether somebody has to be alarmed (O19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The person went back: to the choice, without an alarm.
    Cancelled,
    /// The provider, or a rule of ours, says no to this person.
    Refused,
    /// Something is set up wrongly, there or here.
    Misconfigured,
    /// The provider does not serve now; nothing is said of the person (decision 16).
    Outage,
}

/// What to look at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Nothing: the person went back.
    Person,
    /// Their clock, or ours.
    Clock,
    /// The client ID.
    Audience,
    /// The redirect URI.
    Redirect,
    /// The client secret or key.
    Secret,
    /// Its certificate.
    Certificate,
    /// The issuer.
    Issuer,
    /// The key set and the algorithms.
    Keys,
    /// Scopes, claims and permissions of the application there.
    Permission,
    /// Who may come.
    Rule,
    /// The address, or the network between.
    Network,
    /// The provider itself.
    Provider,
}

impl Cause {
    /// What to do.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Person => "Nothing is to be mended: the person went back.",
            Self::Clock => "Compare the clocks of this server and of the provider; let both be set by NTP.",
            Self::Audience => "Compare the client ID here with that of the application at the provider.",
            Self::Redirect => {
                "Compare the redirect URI at the provider with the one that is shown here, letter by letter. A code is good \
                 once and for minutes."
            }
            Self::Secret => {
                "Make a new secret at the provider and set it here; the present one is wrong, or has ended."
            }
            Self::Certificate => {
                "Let the provider renew its certificate, or name its authority in [egress] authorities."
            }
            Self::Issuer => "Copy the issuer from the provider's discovery document, exactly as it stands there.",
            Self::Keys => {
                "Look at the provider's key set, and with which algorithm it signs ID tokens for this client."
            }
            Self::Permission => "Look at scopes, claims and permissions of the application at the provider.",
            Self::Rule => "The person is none of those whom the rules of this connector let in.",
            Self::Network => "Look whether this server reaches the provider's addresses, and whether [egress] lets it.",
            Self::Provider => "The provider does not serve now. Look at its status page, and try again.",
        }
    }
}

impl Failure {
    /// What the person is told.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Callback(CallbackError::Cancelled) => Kind::Cancelled,
            Self::Callback(CallbackError::Refused { .. }) => Kind::Refused,
            Self::IdToken(
                IdTokenError::Tenant { .. }
                | IdTokenError::HostedDomain { .. }
                | IdTokenError::Level { .. }
                | IdTokenError::TooOld { .. },
            ) => Kind::Refused,
            Self::Callback(CallbackError::Outage { .. })
            | Self::Token(TokenError::Outage(_))
            | Self::Userinfo(UserinfoError::Outage(_))
            | Self::Unreached { why: Unreached::Silent, .. }
            | Self::Status { status: 408 | 425 | 429 | 500.., .. } => Kind::Outage,
            _ => Kind::Misconfigured,
        }
    }

    /// What to look at first.
    pub fn cause(&self) -> Cause {
        match self {
            Self::Unreached { why: Unreached::Certificate, .. } => Cause::Certificate,
            Self::Unreached { why: Unreached::Address, .. } => Cause::Network,
            Self::Unreached { why: Unreached::Silent, .. } => Cause::Provider,
            Self::Status { .. } if self.kind() == Kind::Outage => Cause::Provider,
            Self::Status { .. } => Cause::Issuer,
            Self::Metadata(MetadataError::Algorithms) | Self::Keys(_) => Cause::Keys,
            Self::Metadata(_) => Cause::Issuer,
            Self::Authentication(_) => Cause::Secret,
            Self::Callback(error) => of_callback(error),
            Self::Token(error) => of_token(error),
            Self::IdToken(error) => of_id_token(error),
            Self::Userinfo(error) => of_userinfo(error),
        }
    }
}

fn of_callback(error: &CallbackError) -> Cause {
    match error {
        CallbackError::Cancelled | CallbackError::Malformed => Cause::Person,
        CallbackError::Issuer => Cause::Issuer,
        CallbackError::Refused { .. } => Cause::Rule,
        CallbackError::Outage { .. } => Cause::Provider,
        CallbackError::Misconfigured { error, .. } => match error.as_str() {
            "redirect_uri_mismatch" | "invalid_redirect_uri" => Cause::Redirect,
            "invalid_client" => Cause::Audience,
            _ => Cause::Permission,
        },
    }
}

fn of_token(error: &TokenError) -> Cause {
    let TokenError::Refused { error, .. } = error else {
        return match error {
            TokenError::Outage(_) => Cause::Provider,
            TokenError::NoIdToken => Cause::Permission,
            _ => Cause::Issuer,
        };
    };
    match error.as_str() {
        "invalid_client" | "incorrect_client_credentials" => Cause::Secret,
        "invalid_grant" | "bad_verification_code" | "redirect_uri_mismatch" => Cause::Redirect,
        _ => Cause::Permission,
    }
}

fn of_id_token(error: &IdTokenError) -> Cause {
    match error {
        IdTokenError::Token(JwsError::Claims) | IdTokenError::Claim(_) | IdTokenError::AuthTimeMissing => {
            Cause::Permission
        }
        IdTokenError::Token(_) | IdTokenError::UnknownKey | IdTokenError::AccessTokenHash => Cause::Keys,
        IdTokenError::Issuer { .. } => Cause::Issuer,
        IdTokenError::Audience { .. } => Cause::Audience,
        IdTokenError::Expired { .. } | IdTokenError::Ahead { .. } => Cause::Clock,
        IdTokenError::Nonce => Cause::Provider,
        IdTokenError::Tenant { .. }
        | IdTokenError::HostedDomain { .. }
        | IdTokenError::Level { .. }
        | IdTokenError::TooOld { .. } => Cause::Rule,
    }
}

fn of_userinfo(error: &UserinfoError) -> Cause {
    match error {
        UserinfoError::Outage(_) | UserinfoError::Subject => Cause::Provider,
        UserinfoError::Refused(_) | UserinfoError::Unreadable => Cause::Permission,
        UserinfoError::Token(_) => Cause::Keys,
        UserinfoError::Foreign => Cause::Audience,
    }
}
