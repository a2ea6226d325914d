//! Who asks, by the token in the `Authorization` header, and the answers that refuse (RFC 6750 §3).

use axum::response::{IntoResponse, Response};
use flows::{Act, Granted, Principal, administration::tokens::NoAccess};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{AUTHORIZATION, WWW_AUTHENTICATE},
};
use model::{Id, Permission, id::Org, permission::Denied};
use serde_json::json;

use crate::{
    Web,
    caller::caller,
    chassis::{RequestContext, respond},
};

/// Leave for the bearer of a token to do this in the token's organisation, or the answer that refuses (RFC 6750 §3).
pub(super) async fn granted<A: Act>(
    web: &Web,
    context: &RequestContext,
    headers: &HeaderMap,
    on: impl FnOnce(Id<Org>) -> A::On,
) -> flows::Result<Result<Granted<A>, Response>> {
    let header = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    let principal: Principal = match Box::pin(web.doorward.bearer(header, &caller(context))).await? {
        Ok(principal) => principal,
        Err(why) => return Ok(Err(no_access(why))),
    };
    // Every token is one organisation's.
    let Some(org) = principal.org() else { return Ok(Err(no_access(NoAccess::Invalid))) };
    let granted = Box::pin(web.doorward.allow::<A>(&principal, on(org))).await?;
    Ok(granted.map_err(|why| denied(why, A::PERMISSION)))
}

const REALM: &str = r#"Bearer realm="api""#;

fn no_access(why: NoAccess) -> Response {
    let (code, text, challenge) = match why {
        NoAccess::Missing => ("missing_token", "Send a token: Authorization: Bearer TOKEN.", REALM.to_owned()),
        NoAccess::Invalid => {
            ("invalid_token", "The token is not good, or no longer.", format!(r#"{REALM}, error="invalid_token""#))
        }
    };
    refused(StatusCode::UNAUTHORIZED, code, text, challenge)
}

fn denied(why: Denied, permission: Permission) -> Response {
    match why {
        Denied::Foreign => not_found(),
        Denied::Permission => {
            let challenge = format!(r#"{REALM}, error="insufficient_scope", scope="{}""#, permission.as_str());
            refused(StatusCode::FORBIDDEN, "insufficient_scope", "The token does not allow this.", challenge)
        }
        Denied::Above => error(StatusCode::FORBIDDEN, "forbidden", "That user may do more than the token."),
    }
}

fn refused(status: StatusCode, code: &str, text: &str, challenge: String) -> Response {
    let challenge = HeaderValue::try_from(challenge).ok().map(|challenge| [(WWW_AUTHENTICATE, challenge)]);
    (challenge, error(status, code, text)).into_response()
}

pub(super) fn not_found() -> Response {
    error(StatusCode::NOT_FOUND, "not_found", "There is no such user in the token's organisation.")
}

pub(super) fn invalid(text: &str) -> Response {
    error(StatusCode::BAD_REQUEST, "invalid_request", text)
}

fn error(status: StatusCode, code: &str, text: &str) -> Response {
    respond::json(status, &json!({ "error": code, "error_description": text }))
}
