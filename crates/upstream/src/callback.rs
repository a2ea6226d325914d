//! What the browser brings back (RFC 6749 §4.1.2, OIDC Core §3.1.2.5, RFC 9207). Anybody may have written it.

use model::openid_connect::{Deviation, OpenidConnect};

use crate::{Metadata, Said, issuer::can_be_from};

/// The most bytes of a callback's query that are read.
const MAX_BYTES: usize = 16 * 1024;

/// A callback: read, not yet judged.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    state: String,
    iss: Option<String>,
    code: Option<String>,
    error: Option<(Said, Said)>,
}

/// Why there is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// No callback: too long, without a state, without an answer, or with a parameter twice (RFC 6749 §3.1).
    #[error("the answer is malformed")]
    Malformed,
    /// From another provider than the one that was asked (RFC 9207 §2.4), or unsigned where it promises its name.
    #[error("the answer does not name the provider that was asked")]
    Issuer,
    /// The person went back.
    #[error("the person cancelled")]
    Cancelled,
    /// The provider said no to this person.
    #[error("the provider refuses the person: {error} ({description})")]
    Refused {
        /// Its code.
        error: Said,
        /// Its words, for the administrator.
        description: Said,
    },
    /// The provider takes the request for wrong.
    #[error("the provider refuses the request: {error} ({description})")]
    Misconfigured {
        /// Its code.
        error: Said,
        /// Its words, for the administrator.
        description: Said,
    },
    /// The provider can not serve.
    #[error("the provider is out of order: {error} ({description})")]
    Outage {
        /// Its code.
        error: Said,
        /// Its words, for the administrator.
        description: Said,
    },
}

impl Callback {
    /// Reads the query, without its `?`.
    ///
    /// # Errors
    /// When it is no answer to any request.
    pub fn read(query: &str) -> Result<Self, CallbackError> {
        if query.len() > MAX_BYTES {
            return Err(CallbackError::Malformed);
        }
        let one = |name: &str| {
            let mut values = url::form_urlencoded::parse(query.as_bytes()).filter(|(found, _)| found == name);
            let value = values.next().map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty());
            if values.next().is_some() { Err(CallbackError::Malformed) } else { Ok(value) }
        };
        let state = one("state")?.ok_or(CallbackError::Malformed)?;
        let (iss, code, error) = (one("iss")?, one("code")?, one("error")?);
        let description = one("error_description")?.unwrap_or_default();
        if code.is_some() == error.is_some() {
            return Err(CallbackError::Malformed);
        }
        let error = error.map(|error| (Said::new(&error), Said::new(&description)));
        Ok(Self { state, iss, code, error })
    }

    /// What finds the start that it answers.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// The code, when it is of the provider that was asked.
    ///
    /// # Errors
    /// Why there is none.
    pub fn code(self, connector: &OpenidConnect, metadata: &Metadata) -> Result<String, CallbackError> {
        match &self.iss {
            Some(iss) if !can_be_from(connector, iss) => return Err(CallbackError::Issuer),
            None if metadata.iss_in_answers => return Err(CallbackError::Issuer),
            _ => {}
        }
        match (self.code, self.error) {
            (Some(code), None) => Ok(code),
            (_, Some((error, description))) => Err(refusal(connector, error, description)),
            (None, None) => Err(CallbackError::Malformed),
        }
    }
}

/// The code may be of any specification, or of none (O19).
fn refusal(connector: &OpenidConnect, error: Said, description: Said) -> CallbackError {
    match error.as_str() {
        "access_denied" => CallbackError::Cancelled,
        "user_cancelled_login" | "user_cancelled_authorize" if connector.deviates(Deviation::CancelCodes) => {
            CallbackError::Cancelled
        }
        "server_error" | "temporarily_unavailable" => CallbackError::Outage { error, description },
        "invalid_request"
        | "invalid_scope"
        | "unauthorized_client"
        | "unsupported_response_type"
        | "invalid_client"
        | "redirect_uri_mismatch"
        | "invalid_redirect_uri"
        | "request_not_supported" => CallbackError::Misconfigured { error, description },
        _ => CallbackError::Refused { error, description },
    }
}

/// Without the code and the state, which are secrets of this sign-in.
impl std::fmt::Debug for Callback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Callback").field("iss", &self.iss).field("error", &self.error).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "callback_tests.rs"]
mod tests;
