//! The API, version 1: JSON, for programs with a token. Thin like everything here: token, one flow call, one answer.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use flows::administration::{
    Whom,
    tokens::{Bearer, NoAccess},
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{AUTHORIZATION, WWW_AUTHENTICATE},
};
use model::{Id, id::User};
use serde_json::json;

use crate::{
    Web,
    chassis::{Query, Visit, respond},
    failure::answered,
};

/// The permission that reading people needs.
const USERS_READ: &str = "users:read";

/// How many users a page has when nothing else is asked for, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// GET `/api/v1/users`: a page of the organisation's users; `begins` searches, `after` goes on, `limit` says how many.
pub(crate) async fn users(State(web): State<Web>, visit: Visit, headers: HeaderMap, Query(query): Query) -> Response {
    answered(&visit, async {
        let bearer = match bearer(&web, &visit, &headers, USERS_READ).await? {
            Ok(bearer) => bearer,
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
        let page = Box::pin(web.doorward.list_users(bearer.org, begins, query.get("after"), limit)).await?;
        Ok(respond::json(StatusCode::OK, &page))
    })
    .await
}

/// GET `/api/v1/users/{id}`: one user of the organisation. Who is somebody else's is not there.
pub(crate) async fn user(State(web): State<Web>, visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Response {
    answered(&visit, async {
        let bearer = match bearer(&web, &visit, &headers, USERS_READ).await? {
            Ok(bearer) => bearer,
            Err(refused) => return Ok(refused),
        };
        let found = match id.parse::<Id<User>>() {
            Ok(user) => Box::pin(web.doorward.user(Whom { org: bearer.org, user })).await?,
            Err(_) => None,
        };
        Ok(match found {
            Some(person) => respond::json(StatusCode::OK, &person),
            None => error(StatusCode::NOT_FOUND, "not_found", "There is no such user in the token's organisation."),
        })
    })
    .await
}

/// Who asks, or the answer that refuses (RFC 6750 §3).
async fn bearer(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    permission: &str,
) -> flows::Result<Result<Bearer, Response>> {
    let header = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    Ok(Box::pin(web.doorward.bearer(header, permission, visit.now())).await?.map_err(|why| refused(why, permission)))
}

fn refused(why: NoAccess, permission: &str) -> Response {
    let realm = r#"Bearer realm="api""#;
    let (status, code, text, challenge) = match why {
        NoAccess::Missing => {
            (StatusCode::UNAUTHORIZED, "missing_token", "Send a token: Authorization: Bearer TOKEN.", realm.to_owned())
        }
        NoAccess::Invalid => (
            StatusCode::UNAUTHORIZED,
            "invalid_token",
            "The token is not good, or no longer.",
            format!(r#"{realm}, error="invalid_token""#),
        ),
        NoAccess::Permission => (
            StatusCode::FORBIDDEN,
            "insufficient_scope",
            "The token does not allow this.",
            format!(r#"{realm}, error="insufficient_scope", scope="{permission}""#),
        ),
    };
    let challenge = HeaderValue::try_from(challenge).ok().map(|challenge| [(WWW_AUTHENTICATE, challenge)]);
    (challenge, error(status, code, text)).into_response()
}

fn invalid(text: &str) -> Response {
    error(StatusCode::BAD_REQUEST, "invalid_request", text)
}

fn error(status: StatusCode, code: &str, text: &str) -> Response {
    respond::json(status, &json!({ "error": code, "error_description": text }))
}
