//! The userinfo endpoint (OIDC Core §5.3) and bearer tokens (RFC 6750): reading the token, refusing, and choosing the
//! claims that a scope or the `claims` parameter asks for (OIDC Core §5.4, §5.5).

use model::release::Scope;
use serde_json::{Map, Value};

use crate::{
    access_token::AccessToken, authorize::ClaimsRequest, error::ErrorCode, id_token, issuer::Issuer,
    parameters::Parameters, post, scope::Scopes,
};

/// Which claims each scope stands for (OIDC Core §5.4).
pub const SCOPES: &[(&str, &[&str])] = &[
    (Scope::Profile.as_str(), Scope::Profile.claims()),
    (Scope::Email.as_str(), Scope::Email.claims()),
    (Scope::Address.as_str(), Scope::Address.claims()),
    (Scope::Phone.as_str(), Scope::Phone.claims()),
    ("groups", &["groups"]),
];

/// Whether the scope speaks of a user, so that a client can not have it for itself.
pub(crate) fn is_about_a_user(scope: &str) -> bool {
    matches!(scope, "openid" | "offline_access") || SCOPES.iter().any(|(name, _)| *name == scope)
}

/// The scopes whose claims are asked for one by one. Whoever may not have the scope may not have them singly, and whoever
/// consents is asked as for the scope.
pub fn scopes_of(asked: &ClaimsRequest) -> impl Iterator<Item = &'static str> + '_ {
    let asks = |claims: &[&str]| {
        claims.iter().any(|claim| asked.id_token.contains_key(*claim) || asked.userinfo.contains_key(*claim))
    };
    SCOPES.iter().filter(move |(_, claims)| asks(claims)).map(|(scope, _)| *scope)
}

/// The scope that a claim belongs to; none for those of the protocol, and unknown ones.
pub fn scope_of(claim: &str) -> Option<&'static str> {
    SCOPES.iter().find(|(_, claims)| claims.contains(&claim)).map(|(scope, _)| *scope)
}

/// Where a bearer token may be found.
#[derive(Clone, Copy)]
pub struct Presented<'a> {
    /// The `Authorization` header.
    pub authorization: Option<&'a [u8]>,
    /// The query, in which no token may be.
    pub query: Option<&'a [u8]>,
    /// The `Content-Type` header and the body of a POST.
    pub form: Option<(Option<&'a [u8]>, &'a [u8])>,
}

/// Why a bearer token gives no access (RFC 6750 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BearerError {
    /// There is none.
    #[error("a bearer token is needed")]
    Missing,
    /// In the query, in two places, or unreadable.
    #[error("the request is malformed")]
    Malformed,
    /// Not one of ours, expired, revoked, or for another audience.
    #[error("the token is not good, or no longer")]
    Invalid,
    /// It does not allow this.
    #[error("the token does not allow this")]
    Scope,
}

impl BearerError {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::Missing | Self::Invalid => 401,
            Self::Malformed => 400,
            Self::Scope => 403,
        }
    }

    /// The error's code, unless nothing was presented.
    pub const fn error(self) -> Option<ErrorCode> {
        match self {
            Self::Missing => None,
            Self::Malformed => Some(ErrorCode::InvalidRequest),
            Self::Invalid => Some(ErrorCode::InvalidToken),
            Self::Scope => Some(ErrorCode::InsufficientScope),
        }
    }

    /// The `WWW-Authenticate` header.
    pub fn www_authenticate(self) -> String {
        match self.error() {
            None => r#"Bearer realm="userinfo""#.to_owned(),
            Some(ErrorCode::InsufficientScope) => {
                format!(
                    r#"Bearer realm="userinfo", error="insufficient_scope", error_description="{self}", scope="openid""#
                )
            }
            Some(error) => format!(r#"Bearer realm="userinfo", error="{error}", error_description="{self}""#),
        }
    }
}

/// The bearer token, from exactly one place: the header or a form (RFC 6750 §2); never the query (OAU-54).
pub fn bearer(presented: &Presented<'_>) -> Result<String, BearerError> {
    let query = presented.query.map(Parameters::parse).transpose().map_err(|_| BearerError::Malformed)?;
    if query.is_some_and(|query| query.sent("access_token")) {
        return Err(BearerError::Malformed);
    }
    let in_form = match presented.form {
        Some((content_type, body)) if post::is_form(content_type) => {
            let form = Parameters::parse(body).map_err(|_| BearerError::Malformed)?;
            if form.repeats("access_token") {
                return Err(BearerError::Malformed);
            }
            form.get("access_token").map(str::to_owned)
        }
        _ => None,
    };
    match (presented.authorization, in_form) {
        (None, None) => Err(BearerError::Missing),
        (Some(_), Some(_)) => Err(BearerError::Malformed),
        (None, Some(token)) => Ok(token),
        (Some(header), None) => {
            let token = post::credentials(header, "Bearer").ok_or(BearerError::Missing)?;
            match str::from_utf8(token) {
                Ok(token) if !token.is_empty() && !token.contains(' ') => Ok(token.to_owned()),
                _ => Err(BearerError::Malformed),
            }
        }
    }
}

/// Whether a token that was read may be used here: it is for us and carries `openid` (OAU-22, OAU-54).
pub fn check(token: &AccessToken, issuer: &Issuer) -> Result<(), BearerError> {
    if !token.aud.contains(issuer.as_str()) {
        return Err(BearerError::Invalid);
    }
    if token.scope.contains("openid") { Ok(()) } else { Err(BearerError::Scope) }
}

/// The claims of `known` that userinfo answers with: those of the scopes and those asked for one by one, and `sub`.
pub fn claims(subject: &str, scope: &Scopes, asked: &ClaimsRequest, known: &Map<String, Value>) -> Map<String, Value> {
    let of_scopes =
        SCOPES.iter().filter(|(name, _)| scope.contains(name)).flat_map(|(_, claims)| claims.iter().copied());
    let mut chosen = choose(of_scopes.chain(asked.userinfo.keys().map(String::as_str)), known);
    chosen.insert("sub".to_owned(), subject.into());
    chosen
}

/// The claims of `known` that the ID token carries: those asked for there one by one, and those that the client's settings
/// always want, where its scope allows them. No others, for an access token is issued beside it (OIDC Core §5.4).
pub fn id_token_claims(
    asked: &ClaimsRequest,
    always: &[String],
    scope: &Scopes,
    known: &Map<String, Value>,
) -> Map<String, Value> {
    let allowed = |claim: &&str| scope_of(claim).is_some_and(|of| scope.contains(of));
    let always = always.iter().map(String::as_str).filter(allowed);
    choose(asked.id_token.keys().map(String::as_str).chain(always), known)
}

/// The named claims that are known and say something (OIDC Core §5.3.2: no nulls, no empty values).
fn choose<'a>(names: impl Iterator<Item = &'a str>, known: &Map<String, Value>) -> Map<String, Value> {
    let says_something = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    };
    names
        .filter(|name| !id_token::is_reserved(name))
        .filter_map(|name| Some((name.to_owned(), known.get(name).filter(|value| says_something(value))?.clone())))
        .collect()
}

#[cfg(test)]
#[path = "userinfo_tests.rs"]
mod tests;
