//! A small API that the application has, and what it wants of the sign-in that an access token comes from: two factors, and not long
//! ago. A token of a lesser one is answered with what is wanted (RFC 9470 §3), and the application asks Doorward for that.

use model::{Span, Time};
use serde::Deserialize;
use serde_json::{Value, json};

/// The level of two factors, as Doorward's metadata names it (`acr_values_supported`).
const ACR: &str = "urn:doorward:acr:2";
/// How old the sign-in may be.
const MAX_AGE: Span = Span::minutes(5);

/// What introspection says of a token (RFC 7662 §2.2, RFC 9470 §6.2).
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Introspected {
    pub(crate) active: bool,
    pub(crate) sub: Option<String>,
    pub(crate) acr: Option<String>,
    pub(crate) auth_time: Option<i64>,
}

/// Why the API does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unauthorized {
    /// No token came, or none that holds (RFC 6750 §3.1).
    InvalidToken,
    /// The sign-in was too weak, or is too long ago.
    Insufficient(Wanted),
}

/// What an API wants of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The levels, any of which does.
    pub(crate) acr_values: String,
    /// How old it may be, in seconds.
    pub(crate) max_age: String,
}

/// What the API answers to whoever brings this token: whom it answers, and what it knows of their sign-in.
pub(crate) fn answer(token: &Introspected, now: Time) -> Result<Value, Unauthorized> {
    if !token.active {
        return Err(Unauthorized::InvalidToken);
    }
    let is_recent = token.auth_time.is_some_and(|at| now.since(Time::from_seconds(at)) <= MAX_AGE);
    if token.acr.as_deref() != Some(ACR) || !is_recent {
        return Err(Unauthorized::Insufficient(Wanted {
            acr_values: ACR.to_owned(),
            max_age: MAX_AGE.as_seconds().to_string(),
        }));
    }
    Ok(json!({ "sub": token.sub, "acr": token.acr, "auth_time": token.auth_time }))
}

impl Unauthorized {
    /// The answer's `WWW-Authenticate`.
    pub(crate) fn challenge(&self) -> String {
        match self {
            Self::InvalidToken => r#"Bearer error="invalid_token""#.to_owned(),
            Self::Insufficient(Wanted { acr_values, max_age }) => format!(
                r#"Bearer error="insufficient_user_authentication", acr_values="{acr_values}", max_age="{max_age}""#
            ),
        }
    }

    /// Reads such a challenge, as whoever called the API does.
    pub(crate) fn read(challenge: &str) -> Option<Self> {
        let parameters = challenge.strip_prefix("Bearer ")?;
        let find = |name: &str| {
            parameters.split(", ").find_map(|one| {
                let (found, value) = one.split_once('=')?;
                (found == name).then(|| value.trim_matches('"').to_owned())
            })
        };
        match find("error")?.as_str() {
            "invalid_token" => Some(Self::InvalidToken),
            "insufficient_user_authentication" => Some(Self::Insufficient(Wanted {
                acr_values: find("acr_values").unwrap_or_default(),
                max_age: find("max_age").unwrap_or_default(),
            })),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_seconds(1_790_000_000);

    fn token(acr: &str, age: i64) -> Introspected {
        let auth_time = Some(NOW.seconds() - age);
        Introspected { active: true, sub: Some("ines".into()), acr: Some(acr.into()), auth_time }
    }

    #[test]
    fn what_is_wanted_is_two_factors_not_long_ago() {
        assert_eq!(answer(&token(ACR, 300), NOW).unwrap()["sub"], "ines");
        let lesser =
            [token("urn:doorward:acr:1", 0), token(ACR, 301), Introspected { auth_time: None, ..token(ACR, 0) }];
        for token in lesser {
            let refused = answer(&token, NOW).unwrap_err();
            assert!(matches!(refused, Unauthorized::Insufficient(_)), "{token:?}");
            assert_eq!(Unauthorized::read(&refused.challenge()), Some(refused));
        }
        let over = Introspected { active: false, ..token(ACR, 0) };
        assert_eq!(answer(&over, NOW), Err(Unauthorized::InvalidToken));
        assert_eq!(Unauthorized::read(&Unauthorized::InvalidToken.challenge()), Some(Unauthorized::InvalidToken));
    }
}
