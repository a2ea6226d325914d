//! Endpoints for applications: tokens, userinfo, introspection, revocation, keys, metadata; and health.

use std::{pin::Pin, sync::Arc};

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use flows::Doorward;
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE},
};
use oidc::{post::Post, token::TokenError, userinfo::Presented};

use crate::{
    Web,
    caller::caller,
    chassis::{
        Pairs, RequestContext, RequestError,
        cors::{self, IsApplication},
        respond,
    },
    failure::answered,
};

/// For how long metadata and keys may be kept by whoever reads them: much shorter than keys are published before they sign.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// POST `/oauth/token`.
pub(crate) async fn token(State(web): State<Web>, context: RequestContext, headers: HeaderMap, body: Body) -> Response {
    answered(&context, async {
        let response = match web.doorward.token(&caller(&context), &post(&headers, &body)).await? {
            Ok(tokens) => respond::json(StatusCode::OK, &tokens),
            Err(error) => refused(&error),
        };
        readable_by_its_own(&web, &headers, &body, response).await
    })
    .await
}

/// POST `/oauth/introspect`.
pub(crate) async fn introspect(
    State(web): State<Web>,
    context: RequestContext,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answered(&context, async {
        Ok(match web.doorward.introspect(&caller(&context), &post(&headers, &body)).await? {
            Ok(answer) => respond::json(StatusCode::OK, &answer),
            Err(error) => refused(&error),
        })
    })
    .await
}

/// POST `/oauth/revoke`.
pub(crate) async fn revoke(
    State(web): State<Web>,
    context: RequestContext,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answered(&context, async {
        let response = match web.doorward.revoke(&caller(&context), &post(&headers, &body)).await? {
            Ok(()) => respond::empty(StatusCode::OK),
            Err(error) => refused(&error),
        };
        readable_by_its_own(&web, &headers, &body, response).await
    })
    .await
}

/// An answer that only the script of the very application may read that asked (OAU-50).
async fn readable_by_its_own(
    web: &Web,
    headers: &HeaderMap,
    body: &Body,
    mut response: Response,
) -> flows::Result<Response> {
    if let Some(origin) = cors::origin(headers) {
        let pairs = Pairs::decode(&body.0).ok();
        let client = pairs.as_ref().and_then(|pairs| pairs.iter().find(|(name, _)| *name == "client_id"));
        let own = match client {
            Some((_, client)) => web.doorward.lives_at(client, origin).await?,
            None => false,
        };
        if !own {
            response.extensions_mut().insert(cors::OwnOnly);
        }
    }
    Ok(response)
}

/// Whether an application lives in the browser at an origin, as the chassis asks for it. Who can't be told is none.
pub(crate) fn is_application(doorward: Doorward) -> IsApplication {
    Arc::new(move |origin: String| {
        let doorward = doorward.clone();
        let known: Pin<Box<dyn Future<Output = bool> + Send>> =
            Box::pin(async move { doorward.is_browser_origin(&origin).await.unwrap_or(false) });
        known
    })
}

/// GET `/oauth/userinfo`.
pub(crate) async fn userinfo_get(
    State(web): State<Web>,
    context: RequestContext,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    userinfo(&web, &context, &headers, query.as_deref(), None).await
}

/// POST `/oauth/userinfo`.
pub(crate) async fn userinfo_post(
    State(web): State<Web>,
    context: RequestContext,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    userinfo(&web, &context, &headers, query.as_deref(), Some(&body)).await
}

async fn userinfo(
    web: &Web,
    context: &RequestContext,
    headers: &HeaderMap,
    query: Option<&str>,
    body: Option<&Body>,
) -> Response {
    let content_type = header(headers, &CONTENT_TYPE);
    let presented = Presented {
        authorization: header(headers, &AUTHORIZATION),
        query: query.map(str::as_bytes),
        form: body.map(|body| (content_type, body.0.as_ref())),
    };
    answered(context, async {
        Ok(match web.doorward.userinfo(&caller(context), &presented).await? {
            Ok(claims) => respond::json(StatusCode::OK, &claims),
            Err(error) => {
                let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
                let challenge = HeaderValue::try_from(error.www_authenticate()).ok();
                let challenge = challenge.map(|challenge| [(WWW_AUTHENTICATE, challenge)]);
                let named = error.error().map(|code| serde_json::json!({ "error": code }));
                let body = respond::json(status, &named.unwrap_or(serde_json::json!({})));
                (challenge, body).into_response()
            }
        })
    })
    .await
}

/// GET `/oauth/jwks`.
pub(crate) async fn jwks(State(web): State<Web>, context: RequestContext) -> Response {
    answered(&context, async {
        let keys = web.doorward.key_set(context.now()).await?;
        Ok(([(CACHE_CONTROL, KEPT)], respond::json_document(keys)).into_response())
    })
    .await
}

/// GET `/.well-known/openid-configuration`, and the same for RFC 8414.
pub(crate) async fn metadata(State(web): State<Web>, context: RequestContext) -> Response {
    answered(&context, async {
        let tags: Vec<&str> = text::Language::ALL.iter().map(|language| language.tag()).collect();
        let metadata = web.doorward.metadata(context.now(), &tags).await?;
        Ok(([(CACHE_CONTROL, KEPT)], respond::json_document(metadata)).into_response())
    })
    .await
}

/// GET `/healthz`: the process answers.
pub(crate) async fn alive() -> Response {
    respond::text(StatusCode::OK, "text/plain; charset=utf-8", "ok\n".to_owned())
}

/// GET `/readyz`: the database answers as well.
pub(crate) async fn ready(State(web): State<Web>) -> Response {
    match web.doorward.is_ready().await {
        true => respond::text(StatusCode::OK, "text/plain; charset=utf-8", "ready\n".to_owned()),
        false => RequestError::Away { seconds: 2 }.into_response(),
    }
}

/// A whole body, bounded by its route.
pub(crate) struct Body(Bytes);

impl Body {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<S: Send + Sync> axum::extract::FromRequest<S> for Body {
    type Rejection = RequestError;

    async fn from_request(request: axum::extract::Request, _: &S) -> Result<Self, RequestError> {
        crate::chassis::body::read(request.into_body()).await.map(Self)
    }
}

fn post<'a>(headers: &'a HeaderMap, body: &'a Body) -> Post<'a> {
    Post { authorization: header(headers, &AUTHORIZATION), content_type: header(headers, &CONTENT_TYPE), body: &body.0 }
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    headers.get(name).map(HeaderValue::as_bytes)
}

fn refused(error: &TokenError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let challenge = error.www_authenticate().map(|text| [(WWW_AUTHENTICATE, HeaderValue::from_static(text))]);
    (challenge, respond::json(status, error)).into_response()
}
