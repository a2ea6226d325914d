//! Everything that can keep somebody out of a sample application, in words that say what Doorward answered and what to do.

use axum::http::StatusCode;
use text::Language;

use super::{
    client::{Denied, UserinfoError},
    http::Fault,
    id_token::Distrust,
    provider::Unknown,
};
use crate::Texts;

/// Why the application does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No sign-in of this browser waits for this answer.
    NotWaiting,
    /// The answer names another issuer, or none although Doorward promises one (RFC 9207 §2.4).
    AnsweredByAnother(Option<String>),
    /// Doorward sent the browser back with an error.
    Answered { error: String, description: String },
    /// Neither a code nor an error came back.
    NoCode,
    /// The token endpoint gave no tokens.
    Token(Denied),
    /// Tokens came without an ID token.
    NoIdToken,
    /// Doorward gave no refresh token.
    NoRefreshToken,
    /// A token that is not believed.
    Distrusted(Distrust),
    /// Userinfo's claims were not taken.
    Userinfo(UserinfoError),
    /// Doorward's description of itself was not accepted.
    Unknown(Unknown),
    /// Somebody else asked this application to sign in at another issuer (Core §4).
    OtherIssuer(String),
    /// A form that was not sent from this application's own page.
    NotFromHere,
    /// A parameter that came twice.
    Twice(String),
}

impl Refused {
    /// The heading: a fact.
    pub(crate) fn title(&self, text: Texts) -> &'static str {
        match self {
            Self::NotWaiting => text.not_waiting(),
            Self::AnsweredByAnother(_) => text.answered_by_another(),
            Self::Answered { error, .. } => match error.as_str() {
                "access_denied" => text.access_denied(),
                "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
                    text.would_have_to_ask()
                }
                "temporarily_unavailable" | "server_error" => text.not_right_now(),
                _ => text.request_refused(),
            },
            Self::NoCode => text.no_code(),
            Self::Token(_) | Self::NoIdToken => text.no_tokens(),
            Self::NoRefreshToken => text.no_refresh_token(),
            Self::Distrusted(_) => text.distrusted(),
            Self::Userinfo(_) => text.userinfo_refused(),
            Self::Unknown(_) => text.unreachable(),
            Self::OtherIssuer(_) => text.other_issuer(),
            Self::NotFromHere => text.not_from_here(),
            Self::Twice(_) => text.said_twice(),
        }
    }

    /// What happened and what it means, in whole sentences.
    pub(crate) fn text(&self, text: Texts) -> String {
        let fixed = match self {
            Self::AnsweredByAnother(Some(issuer)) => return text.answered_by_another_text(issuer),
            Self::OtherIssuer(issuer) => return text.other_issuer_text(issuer),
            Self::Twice(name) => return text.said_twice_text(name),
            Self::NotWaiting => text.not_waiting_text(),
            Self::AnsweredByAnother(None) => text.answered_by_nobody_text(),
            Self::Answered { error, .. } => answered(text, error),
            Self::NoCode => text.no_code_text(),
            Self::Token(_) => text.no_tokens_text(),
            Self::NoIdToken => text.no_id_token_text(),
            Self::NoRefreshToken => text.no_refresh_token_text(),
            Self::Distrusted(_) => text.distrusted_text(),
            Self::Userinfo(_) | Self::Unknown(_) => text.unreachable_text(),
            Self::NotFromHere => text.not_from_here_text(),
        };
        fixed.to_owned()
    }

    /// What was seen, in the words of the protocol and of programs, which are English: to be shown as it came.
    pub(crate) fn said(&self, text: Texts) -> Vec<(&'static str, String)> {
        match self {
            Self::Answered { error, description } | Self::Token(Denied::Answered { error, description }) => {
                let mut lines = vec![(text.error(), error.clone())];
                if !description.is_empty() {
                    lines.push((text.description(), description.clone()));
                }
                lines
            }
            _ => self.reason().map(|reason| (text.reason(), reason)).into_iter().collect(),
        }
    }

    /// What a developer wants to know, in English as in a log.
    fn reason(&self) -> Option<String> {
        match self {
            Self::Token(denied) => Some(denied.to_string()),
            Self::Distrusted(distrust) => Some(distrust.to_string()),
            Self::Userinfo(error) => Some(error.to_string()),
            Self::Unknown(unknown) => Some(unknown.to_string()),
            _ => None,
        }
    }

    /// The same for another program (Back-Channel Logout 1.0 §2.8).
    pub(crate) fn in_english(&self) -> String {
        self.reason().unwrap_or_else(|| self.text(Texts::new(Language::English)))
    }

    /// The status of the page.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFromHere => StatusCode::FORBIDDEN,
            Self::Unknown(_) | Self::Userinfo(_) | Self::Token(_) | Self::NoIdToken => StatusCode::BAD_GATEWAY,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// What an error of the authorization endpoint means to the person who reads it (RFC 6749 §4.1.2.1, Core §3.1.2.6).
fn answered(text: Texts, error: &str) -> &'static str {
    match error {
        "access_denied" => text.access_denied_text(),
        "login_required" => text.login_required_text(),
        "consent_required" => text.consent_required_text(),
        "interaction_required" | "account_selection_required" => text.interaction_required_text(),
        "temporarily_unavailable" | "server_error" => text.not_right_now_text(),
        "invalid_scope" => text.invalid_scope_text(),
        "unauthorized_client" => text.unauthorized_client_text(),
        _ => text.request_refused_text(),
    }
}

impl From<Denied> for Refused {
    fn from(denied: Denied) -> Self {
        Self::Token(denied)
    }
}
impl From<Distrust> for Refused {
    fn from(distrust: Distrust) -> Self {
        Self::Distrusted(distrust)
    }
}
impl From<UserinfoError> for Refused {
    fn from(error: UserinfoError) -> Self {
        match error {
            UserinfoError::Distrust(distrust) => Self::Distrusted(distrust),
            UserinfoError::Fault(_) => Self::Userinfo(error),
        }
    }
}
impl From<Unknown> for Refused {
    fn from(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}
impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Unknown(Unknown::Fault(fault))
    }
}
