//! The API, version 1: JSON, for programs with a token. Thin like everything here: token, one flow call, one answer.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use flows::{
    Act, Granted, Principal, Whom,
    administration::tokens::NoAccess,
    granted::{ReadUser, ReadUsers},
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{AUTHORIZATION, WWW_AUTHENTICATE},
};
use model::{
    Id, Permission,
    id::{Org, User},
    permission::Denied,
};
use serde_json::json;

use crate::{
    Web,
    caller::caller,
    chassis::{Query, Visit, respond},
    failure::answered,
};

/// How many users a page has when nothing else is asked for, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// GET `/api/v1/users`: a page of the organisation's users; `begins` searches, `after` goes on, `limit` says how many.
pub(crate) async fn users(State(web): State<Web>, visit: Visit, headers: HeaderMap, Query(query): Query) -> Response {
    answered(&visit, async {
        let granted = match granted::<ReadUsers>(&web, &visit, &headers, |org| org).await? {
            Ok(granted) => granted,
            Err(refused) => return Ok(refused),
        };
        let limit = match query.get("limit").map_or(Ok(USUAL), str::parse) {
            Ok(limit) if (1..=MOST).contains(&limit) => limit,
            _ => return Ok(invalid("limit must be a number from 1 to 200")),
        };
        let begins = query.get("begins");
        if begins.is_some_and(|begins| begins.len() > model::search::MAX_BYTES || begins.trim().contains(' ')) {
            return Ok(invalid("begins must be the beginning of one word"));
        }
        let page = Box::pin(web.doorward.list_users(&granted, begins, query.get("after"), limit)).await?;
        Ok(respond::json(StatusCode::OK, &page))
    })
    .await
}

/// GET `/api/v1/users/{id}`: one user of the organisation. Who is somebody else's is not there.
pub(crate) async fn user(State(web): State<Web>, visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Response {
    answered(&visit, async {
        // What is no identifier is nobody's.
        let user = id.parse::<Id<User>>().unwrap_or(Id::from_bytes([0; 16]));
        let granted = match granted::<ReadUser>(&web, &visit, &headers, |org| Whom { org, user }).await? {
            Ok(granted) => granted,
            Err(refused) => return Ok(refused),
        };
        let found = Box::pin(web.doorward.user(&granted)).await?;
        Ok(match found {
            Some(person) => respond::json(StatusCode::OK, &person),
            None => not_found(),
        })
    })
    .await
}

/// Leave for the bearer of a token to do this in the token's organisation, or the answer that refuses (RFC 6750 §3).
async fn granted<A: Act>(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    on: impl FnOnce(Id<Org>) -> A::On,
) -> flows::Result<Result<Granted<A>, Response>> {
    let header = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    let principal: Principal = match Box::pin(web.doorward.bearer(header, &caller(visit))).await? {
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

fn not_found() -> Response {
    error(StatusCode::NOT_FOUND, "not_found", "There is no such user in the token's organisation.")
}

fn invalid(text: &str) -> Response {
    error(StatusCode::BAD_REQUEST, "invalid_request", text)
}

fn error(status: StatusCode, code: &str, text: &str) -> Response {
    respond::json(status, &json!({ "error": code, "error_description": text }))
}
