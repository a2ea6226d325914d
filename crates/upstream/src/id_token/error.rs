//! Why an ID token is refused, with what an administrator needs to mend it, and nothing secret.

use jose::JwsError;
use model::Span;

use crate::Said;

/// Why an ID token is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// It is no token of an allowed algorithm and kind, or its signature is wrong.
    #[error("{0}")]
    Token(JwsError),
    /// It names a key that is not known; the keys may be newer than those at hand.
    #[error("it is signed with a key that the key set does not have")]
    UnknownKey,
    /// A claim that the standard requires is missing, or of another type.
    #[error("{0} is missing or of another type")]
    Claim(&'static str),
    /// Another tenant than those that are allowed.
    #[error("the tenant {found} is not among those that are allowed")]
    Tenant {
        /// `tid`.
        found: Said,
    },
    /// Another issuer.
    #[error("its issuer is {found}")]
    Issuer {
        /// `iss`.
        found: Said,
    },
    /// For somebody else.
    #[error("it is for {found}, and not for this client")]
    Audience {
        /// `aud`, or the `azp` that is not us.
        found: Said,
    },
    /// Good no more.
    #[error("it expired {} seconds ago by this server's clock", .by.as_seconds())]
    Expired {
        /// For how long.
        by: Span,
    },
    /// Not good yet.
    #[error("its {claim} lies {} seconds ahead of this server's clock", .by.as_seconds())]
    Ahead {
        /// `iat` or `nbf`.
        claim: &'static str,
        /// By how much.
        by: Span,
    },
    /// Without the nonce of this sign-in.
    #[error("it does not hold the nonce of this sign-in")]
    Nonce,
    /// Bound to another access token.
    #[error("it is bound to another access token")]
    AccessTokenHash,
    /// It does not say when the person signed in, which was asked.
    #[error("it does not say when the person signed in (auth_time)")]
    AuthTimeMissing,
    /// The person signed in longer ago than was asked.
    #[error("the person signed in {} seconds ago, longer than was asked", .age.as_seconds())]
    TooOld {
        /// How long ago.
        age: Span,
    },
    /// None of the levels that are demanded.
    #[error("its level (acr) is {found}, which is none of those that are demanded")]
    Level {
        /// `acr`; empty where it says none.
        found: Said,
    },
    /// Another Workspace domain than those that are allowed.
    #[error("its hosted domain (hd) is {found}, which is none of those that are allowed")]
    HostedDomain {
        /// `hd`; empty for a personal account.
        found: Said,
    },
}
