//! Why a request had no answer.

use std::time::Duration;

/// Why a request had no answer that counts. As a text it says what to mend and no more than the address itself says: whoever
/// typed it learns neither what an inner network has (EGR-08) nor what was answered. [`EgressError::detail`] is for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EgressError {
    /// `http`, or a directory without TLS, where that is not allowed (EGR-04).
    #[error("only a connection by TLS is allowed there (egress.allow, egress.plain_http)")]
    PlainHttp,
    /// A port that is not called at public addresses (EGR-04).
    #[error("port {0} is not among those that are called (egress.ports, egress.allow)")]
    Port(u16),
    /// The name is not known, or an address of it is nobody else's (EGR-01).
    #[error("its name is not known, or leads to an address that is not public (egress.allow)")]
    NotPublic(String),
    /// No connection.
    #[error("it can't be reached")]
    Unreachable(String),
    /// No connection that can be trusted (EGR-05).
    #[error("there is no safe connection to it: {0}")]
    Unsafe(String),
    /// No connection in time (EGR-06).
    #[error("there was no connection to it within {} seconds", .0.as_secs())]
    Late(Duration),
    /// Asked, and not a whole answer in time (EGR-06).
    #[error("it gave no whole answer within {} seconds", .0.as_secs())]
    Unanswered(Duration),
    /// A redirect, which is not followed (EGR-03).
    #[error("it answered with a redirect (status {0}), which is not followed: name the address that it leads to")]
    Redirect(u16),
    /// Headers or body beyond what is read (EGR-07).
    #[error("its answer is too large")]
    TooLarge,
    /// An answer that is no HTTP, or one that broke off.
    #[error("its answer can't be read")]
    Unreadable(String),
    /// Too many requests are under way, to it or altogether (EGR-06).
    #[error("too many requests to it are under way")]
    Busy,
    /// It failed again and again, and is left alone for a while (EGR-06).
    #[error("it failed again and again, and is not asked for a while")]
    Resting,
}

impl EgressError {
    /// What the network or the name service said, where that says more.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::NotPublic(detail) | Self::Unreachable(detail) | Self::Unreadable(detail) => Some(detail),
            _ => None,
        }
    }

    /// Whether the other side could not be talked with; such failures in a row let it rest.
    pub(crate) const fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_) | Self::Unsafe(_) | Self::Late(_) | Self::Unanswered(_) | Self::Unreadable(_)
        )
    }

    /// Whether the other side may have done what it was asked for, though no answer says so.
    pub const fn may_have_arrived(&self) -> bool {
        matches!(self, Self::Unanswered(_) | Self::Unreadable(_) | Self::TooLarge)
    }
}

/// The innermost cause: "connection refused" rather than "client error".
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
