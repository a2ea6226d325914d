//! RP-initiated logout (OIDC RP-Initiated Logout 1.0): a client sends the browser to end the session.
//!
//! An `id_token_hint` of ours that fits the session ends it at once. Everything else asks the user first: a plain GET
//! from anywhere must log nobody out (OAU-51). The browser goes on only to an address that the client registered, and by itself
//! only where a valid hint names the client (§3). Otherwise the page that says what was told offers the address as a link.

use jose::VerifyingKeys;

use crate::{
    authorize::with_query,
    client::Client,
    id_token::{self, Hint},
    issuer::Issuer,
    parameters::{self, Parameters, ParametersError},
};

const MAX_STATE: usize = 2048;
const KNOWN: &[&str] =
    &["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales", "logout_hint"];

/// Why the user sees an error page, and stays signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogoutError {
    /// The query or body can not be read.
    #[error("the request can not be read: {0}")]
    Unreadable(#[from] ParametersError),
    /// A parameter was sent twice, or `state` is too long.
    #[error("the request is malformed")]
    Malformed,
    /// `id_token_hint` is not an ID token of ours.
    #[error("id_token_hint is not an ID token of this issuer")]
    Hint,
    /// `client_id` is not the client that the hint was given to.
    #[error("client_id is not the client of id_token_hint")]
    Client,
    /// `post_logout_redirect_uri` is not one of the client's.
    #[error("post_logout_redirect_uri is not registered")]
    RedirectUri,
}

/// A request to end the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutRequest {
    hint: Option<Hint>,
    client_id: Option<String>,
    post_logout_redirect_uri: Option<String>,
    state: Option<String>,
    /// Languages in order of preference, separated by spaces, as sent.
    pub ui_locales: Option<String>,
}

/// The session in the browser that is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentSession<'a> {
    /// Its user, as the client knows them.
    pub subject: &'a str,
    /// Its name towards the client, if it was used for the client.
    pub sid: Option<&'a str>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Ask the user; if they agree, end the session and go on.
    Ask(Then),
    /// End the session, if there is one, and go on.
    End(Then),
}

/// What comes after the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// The page that says so.
    Page,
    /// The page that says so, with a link back to the client, there.
    Offer(String),
    /// Back to the client, there.
    Redirect(String),
}

impl LogoutRequest {
    /// Reads a query or a body, and judges the hint. Expired hints will do (§2).
    pub fn parse(encoded: &[u8], issuer: &Issuer, keys: &VerifyingKeys) -> Result<Self, LogoutError> {
        let parameters = Parameters::parse(encoded)?;
        if KNOWN.iter().any(|name| parameters.repeats(name)) {
            return Err(LogoutError::Malformed);
        }
        let own = |name: &str| parameters.get(name).map(str::to_owned);
        let hint = parameters
            .get("id_token_hint")
            .map(|token| id_token::read_hint(token, issuer, keys).map_err(|_| LogoutError::Hint))
            .transpose()?;
        let client_id = own("client_id");
        if let (Some(hint), Some(client_id)) = (&hint, &client_id)
            && !hint.is_for(client_id)
        {
            return Err(LogoutError::Client);
        }
        let state = own("state");
        if state.as_ref().is_some_and(|state| state.len() > MAX_STATE) {
            return Err(LogoutError::Malformed);
        }
        let post_logout_redirect_uri = own("post_logout_redirect_uri");
        Ok(Self { hint, client_id, post_logout_redirect_uri, state, ui_locales: own("ui_locales") })
    }

    /// The client to be looked up: for its name on the page, and for where it wants the browser to go.
    pub fn client_id(&self) -> Option<&str> {
        self.client_id.as_deref().or_else(|| self.hint.as_ref()?.client_id())
    }

    /// What to do. `confirmed`: the user said yes on our own page.
    pub fn decide(
        &self,
        client: Option<&Client>,
        session: Option<CurrentSession<'_>>,
        confirmed: bool,
    ) -> Result<Decision, LogoutError> {
        let then = self.then(client)?;
        let Some(session) = session else { return Ok(Decision::End(then)) };
        if confirmed || self.hint.as_ref().is_some_and(|hint| fits(hint, session)) {
            Ok(Decision::End(then))
        } else {
            Ok(Decision::Ask(then))
        }
    }

    /// Where the browser goes: nowhere that the client did not register, byte for byte.
    fn then(&self, client: Option<&Client>) -> Result<Then, LogoutError> {
        let Some(uri) = &self.post_logout_redirect_uri else { return Ok(Then::Page) };
        let known = client.filter(|client| Some(client.client_id.as_str()) == self.client_id());
        if self.hint.is_none() && known.is_none() {
            return Ok(Then::Page);
        }
        if !known.is_some_and(|client| client.has_post_logout_redirect_uri(uri)) {
            return Err(LogoutError::RedirectUri);
        }
        let target = self.with_state(uri);
        Ok(if self.hint.is_some() { Then::Redirect(target) } else { Then::Offer(target) })
    }

    fn with_state(&self, uri: &str) -> String {
        let Some(state) = &self.state else { return uri.to_owned() };
        let mut encoded = String::new();
        parameters::append(&mut encoded, "state", state);
        with_query(uri, &encoded)
    }
}

/// Whether the hint speaks of this very session: the user is the same, and the session too if the hint names one.
fn fits(hint: &Hint, session: CurrentSession<'_>) -> bool {
    hint.sub == session.subject && hint.sid.as_deref().is_none_or(|hinted| session.sid == Some(hinted))
}

#[cfg(test)]
#[path = "logout_tests.rs"]
mod tests;
