//! Everything that can keep somebody out of a sample application, in words that say what Doorward answered and what to do.

use axum::http::StatusCode;

use super::{
    client::{Denied, UserinfoError},
    http::Fault,
    id_token::Distrust,
    provider::Unknown,
};

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
    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::NotWaiting => "This sign-in is not waiting here any more",
            Self::AnsweredByAnother(_) => "The answer did not come from Doorward",
            Self::Answered { error, .. } => match error.as_str() {
                "access_denied" => "Doorward did not let you in",
                "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
                    "Doorward would have had to ask you something"
                }
                "temporarily_unavailable" | "server_error" => "Doorward can’t answer right now",
                _ => "Doorward refused the request",
            },
            Self::NoCode => "Doorward’s answer had no code in it",
            Self::Token(_) | Self::NoIdToken => "Doorward gave no tokens",
            Self::NoRefreshToken => "There is nothing to refresh with",
            Self::Distrusted(_) => "A token was not believed",
            Self::Userinfo(_) => "Doorward’s word about you was not taken",
            Self::Unknown(_) => "Doorward can’t be reached",
            Self::OtherIssuer(_) => "This application knows another Doorward",
            Self::NotFromHere => "That form was not sent from this application",
            Self::Twice(_) => "That address says one thing twice",
        }
    }

    /// What happened and what it means, in whole sentences.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::NotWaiting => "It was finished already, it began more than half an hour ago, or it began in another \
                                 browser. Nothing is lost: begin again."
                .into(),
            Self::AnsweredByAnother(Some(issuer)) => {
                format!(
                    "It names {issuer} as its sender. Answers of strangers are not taken, so nothing was done with it."
                )
            }
            Self::AnsweredByAnother(None) => "It does not name its sender, although Doorward always does. Answers of \
                                              strangers are not taken, so nothing was done with it."
                .into(),
            Self::Answered { error, .. } => answered(error).into(),
            Self::NoCode => {
                "A sign-in ends with a code, which the application exchanges for tokens. Begin again.".into()
            }
            Self::Token(denied) => denied.to_string(),
            Self::NoIdToken => "The ID token says who signed in; without it nobody did.".into(),
            Self::NoRefreshToken => "Doorward gave this application no refresh token.".into(),
            Self::Distrusted(distrust) => {
                format!(
                    "{distrust} The application checks every token before it believes it, and did nothing with this one."
                )
            }
            Self::Userinfo(error) => error.to_string(),
            Self::Unknown(unknown) => unknown.to_string(),
            Self::OtherIssuer(issuer) => {
                format!(
                    "It was asked to sign you in at {issuer}, and it trusts only the issuer that it was set up with."
                )
            }
            Self::NotFromHere => "Another site may have sent it, so nothing was done. Use the button on this \
                                  application’s own page."
                .into(),
            Self::Twice(name) => format!("The parameter “{name}” came twice, so it is not clear which one counts."),
        }
    }

    /// What Doorward said, to be shown as it came.
    pub(crate) fn said(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Answered { error, description } | Self::Token(Denied::Answered { error, description }) => {
                let mut lines = vec![("Error", error.clone())];
                if !description.is_empty() {
                    lines.push(("Description", description.clone()));
                }
                lines
            }
            _ => Vec::new(),
        }
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
fn answered(error: &str) -> &'static str {
    match error {
        "access_denied" => {
            "Either you said no, or this application is not assigned to you. Sign in as somebody who may open it, or \
             ask your administrator for it."
        }
        "login_required" => {
            "The application asked Doorward to answer without asking you, and nobody is signed in there."
        }
        "consent_required" => {
            "The application asked Doorward to answer without asking you, and your consent is missing."
        }
        "interaction_required" | "account_selection_required" => {
            "The application asked Doorward to answer without asking you, and Doorward needs to."
        }
        "temporarily_unavailable" | "server_error" => "Nothing is lost. Wait a moment, then begin again.",
        "invalid_scope" => "The application asked for something that Doorward does not give it.",
        "unauthorized_client" => "This application may not sign people in this way.",
        _ => "The application’s request was not to its liking. What it answered stands below.",
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
