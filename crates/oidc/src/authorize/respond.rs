//! The answer: a code or an error, sent in the way that was asked for, always with our name (RFC 9207, OAU-11) and the
//! client's state, and nothing else.

use super::{ResponseMode, Valid};
use crate::{error::ErrorCode, issuer::Issuer, parameters};

/// A request that is not granted, and where to say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorResponse {
    pub(super) redirect_uri: String,
    pub(super) response_mode: ResponseMode,
    pub(super) state: Option<String>,
    /// The code.
    pub error: ErrorCode,
    /// For developers; a literal, so nothing of the request or the user can be in it.
    pub description: &'static str,
}

impl ErrorResponse {
    /// How it is sent.
    pub fn response_mode(&self) -> ResponseMode {
        self.response_mode
    }
}

/// An answer, ready to be sent. `Debug` hides the parameters: one may be a code.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationResponse {
    redirect_uri: String,
    response_mode: ResponseMode,
    parameters: Vec<(&'static str, String)>,
}

/// How to send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Redirect there, with 303 (OAU-55).
    Redirect(String),
    /// Show a page with a form that posts these fields there.
    FormPost {
        /// Where the form posts to.
        action: String,
        /// Its hidden fields.
        fields: Vec<(&'static str, String)>,
    },
}

impl std::fmt::Debug for AuthorizationResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthorizationResponse").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

impl AuthorizationResponse {
    /// The request is granted with this code.
    pub fn code(request: &Valid, issuer: &Issuer, code: String) -> Self {
        Self::new(&request.redirect_uri, request.response_mode, request.state.as_deref(), issuer, vec![("code", code)])
    }

    /// The request is refused.
    pub fn refusal(refusal: &ErrorResponse, issuer: &Issuer) -> Self {
        let mut parameters = vec![("error", refusal.error.name().to_owned())];
        if !refusal.description.is_empty() {
            parameters.push(("error_description", refusal.description.to_owned()));
        }
        Self::new(&refusal.redirect_uri, refusal.response_mode, refusal.state.as_deref(), issuer, parameters)
    }

    fn new(
        redirect_uri: &str,
        response_mode: ResponseMode,
        state: Option<&str>,
        issuer: &Issuer,
        mut parameters: Vec<(&'static str, String)>,
    ) -> Self {
        parameters.extend(state.map(|state| ("state", state.to_owned())));
        parameters.push(("iss", issuer.to_string()));
        Self { redirect_uri: redirect_uri.to_owned(), response_mode, parameters }
    }

    /// The URL or the form.
    pub fn deliver(self) -> Delivery {
        if self.response_mode == ResponseMode::FormPost {
            return Delivery::FormPost { action: self.redirect_uri, fields: self.parameters };
        }
        let mut encoded = String::new();
        for (name, value) in &self.parameters {
            parameters::append(&mut encoded, name, value);
        }
        Delivery::Redirect(match self.response_mode {
            ResponseMode::Fragment => format!("{}#{encoded}", self.redirect_uri),
            _ => with_query(&self.redirect_uri, &encoded),
        })
    }
}

/// Adds to the query of a URI that may have one already (RFC 6749 §3.1.2).
pub(crate) fn with_query(uri: &str, encoded: &str) -> String {
    let joint = match uri.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{uri}{joint}{encoded}")
}
