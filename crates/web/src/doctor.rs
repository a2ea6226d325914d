//! What the request of `doorward doctor` looks like here, behind everything that stands between. Shown to holders of the
//! sealing key only; to all others this path is not there.

use axum::{
    Extension, Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, header};
use serde_json::json;

use crate::{
    Web,
    chassis::{RequestContext, RequestError, address::Peer},
};

/// GET `/readyz/doctor` with a ticket as bearer token.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
) -> Response {
    let ticket = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if !ticket.is_some_and(|ticket| web.doorward.is_doctor(ticket, context.now())) {
        return RequestError::NotFound.into_response();
    }
    let seen = |name: HeaderName| {
        let lines = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        lines.collect::<Vec<_>>().join(", ")
    };
    let answer = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "now": context.now().millis(),
        "peer": peer.ip().to_canonical(),
        "address": context.address(),
        "x_forwarded_for": seen(HeaderName::from_static("x-forwarded-for")),
        "forwarded": seen(header::FORWARDED),
    });
    Json(answer).into_response()
}
