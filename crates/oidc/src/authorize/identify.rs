//! The first two steps: whose request is it, and where may the answer go? Until both are known, nothing is sent
//! anywhere: the user sees a page (RFC 6749 §3.1.2.4, OAU-02).

use super::{ErrorResponse, ResponseMode, Surroundings, Valid, checks};
use crate::{
    client::{Client, GrantType},
    error::ErrorCode,
    parameters::{Parameters, ParametersError},
};

/// A request from nobody knows whom.
#[derive(Debug, Clone)]
pub struct Unidentified {
    parameters: Parameters,
}

/// Why the user sees a page instead of being sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// The query or body can not be read.
    #[error("the request can not be read: {0}")]
    Unreadable(#[from] ParametersError),
    /// `client_id` or `redirect_uri` was sent twice.
    #[error("a parameter was sent twice")]
    Repeated,
    /// No `client_id`.
    #[error("client_id is missing")]
    ClientMissing,
    /// No such client, or a client that is turned off.
    #[error("the client is not known")]
    ClientUnknown,
    /// The client never sends anybody here.
    #[error("the client does not use this endpoint")]
    ClientNotForThis,
    /// No `redirect_uri`.
    #[error("redirect_uri is missing")]
    RedirectUriMissing,
    /// Not one of the client's.
    #[error("redirect_uri is not registered")]
    RedirectUriUnregistered,
}

impl Unidentified {
    /// Reads the query of a GET or the body of a POST; one or the other, never both.
    pub fn parse(encoded: &[u8]) -> Result<Self, PageError> {
        let parameters = Parameters::parse(encoded)?;
        if parameters.repeats("client_id") || parameters.repeats("redirect_uri") {
            return Err(PageError::Repeated);
        }
        Ok(Self { parameters })
    }

    /// The client that the request names, to be looked up.
    pub fn client_id(&self) -> Result<&str, PageError> {
        self.parameters.get("client_id").ok_or(PageError::ClientMissing)
    }

    /// Ties the request to the client that was found, and to one of its redirect URIs.
    pub fn identify(self, client: Option<&Client>) -> Result<Identified<'_>, PageError> {
        let client_id = self.client_id()?;
        let client = client.filter(|client| client.client_id == client_id).ok_or(PageError::ClientUnknown)?;
        if !client.may_use(GrantType::AuthorizationCode) {
            return Err(PageError::ClientNotForThis);
        }
        let asked = self.parameters.get("redirect_uri").ok_or(PageError::RedirectUriMissing)?;
        if !client.has_redirect_uri(asked) {
            return Err(PageError::RedirectUriUnregistered);
        }
        let redirect_uri = asked.to_owned();
        Ok(Identified { client, redirect_uri, parameters: self.parameters })
    }
}

/// A request of a known client that may be answered at a proven address.
#[derive(Debug, Clone)]
pub struct Identified<'a> {
    client: &'a Client,
    redirect_uri: String,
    parameters: Parameters,
}

impl Identified<'_> {
    /// The client.
    pub fn client(&self) -> &Client {
        self.client
    }

    /// Where the answer goes.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The parameters.
    pub(super) fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Runs every check, in the order of the table.
    pub fn validate(&self, surroundings: Surroundings<'_>) -> Result<Valid, ErrorResponse> {
        let mut valid = Valid::begin(&self.client.client_id, &self.redirect_uri);
        for (_, check) in checks::CHECKS {
            check(self, surroundings, &mut valid).map_err(|(error, description)| self.refuse(error, description))?;
        }
        Ok(valid)
    }

    /// The answer to a request that is not granted.
    pub fn refuse(&self, error: ErrorCode, description: &'static str) -> ErrorResponse {
        let state = self.parameters.get("state").filter(|state| state.len() <= checks::state::MAX_LENGTH);
        ErrorResponse {
            redirect_uri: self.redirect_uri.clone(),
            response_mode: self.response_mode(),
            state: state.filter(|_| !self.parameters.repeats("state")).map(str::to_owned),
            error,
            description,
        }
    }

    /// How even an error is to be sent: as asked, or as the response type implies (OAuth Multiple Response Types §2.1).
    /// Where the parameters don't say, a request object may, which is not read otherwise: its refusal is to reach the client.
    fn response_mode(&self) -> ResponseMode {
        let front_channel = self.parameters.get("response_type").is_some_and(|types| types.contains("token"));
        let in_object = || self.parameters.get("request").and_then(checks::request_object::response_mode);
        let asked = self.parameters.get("response_mode").map_or_else(in_object, |name| Some(name.to_owned()));
        match asked.as_deref().and_then(ResponseMode::from_name) {
            Some(ResponseMode::Query) | None if front_channel => ResponseMode::Fragment,
            Some(mode) => mode,
            None => ResponseMode::Query,
        }
    }
}

#[cfg(test)]
#[path = "identify_tests.rs"]
mod tests;
