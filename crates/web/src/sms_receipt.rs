//! Where a gateway tells what became of a text message. The address is good for one message; all others are not there.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use crate::{
    Web,
    caller::caller,
    chassis::{Pairs, RequestContext, RequestError, respond},
    endpoints::Body,
    failure::answered,
};

/// POST `/sms/receipt/{token}`: a form, or an object of JSON.
pub(crate) async fn tell(
    State(web): State<Web>,
    context: RequestContext,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answered(&context, async {
        let told = told(&headers, body.bytes());
        Ok(match web.doorward.text_receipt(&caller(&context), &token, &told).await? {
            true => respond::empty(StatusCode::NO_CONTENT),
            false => RequestError::NotFound.into_response(),
        })
    })
    .await
}

/// What the body says; nothing where it is neither.
fn told(headers: &HeaderMap, body: &[u8]) -> Value {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return serde_json::from_slice(body).unwrap_or_default();
    }
    let Ok(pairs) = Pairs::decode(body) else { return Value::Null };
    let object: Map<String, Value> = pairs.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    object.into()
}
