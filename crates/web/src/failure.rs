//! Failures of flows: told once in the log under the request id, and to the person as a page that says what to do.

use axum::response::{IntoResponse, Response};
use flows::Error;

use crate::chassis::{RequestContext, RequestError};

/// What a failed flow is answered with.
pub(crate) fn failed(context: &RequestContext, error: &Error) -> Response {
    let refusal = match error {
        Error::Busy { retry_after_seconds } => {
            RequestError::Busy { seconds: u16::try_from(*retry_after_seconds).unwrap_or(u16::MAX) }
        }
        Error::TooMany { retry_after_seconds } => {
            RequestError::TooMany { seconds: u16::try_from(*retry_after_seconds).unwrap_or(u16::MAX) }
        }
        error if error.is_away() => RequestError::Away { seconds: 2 },
        error if error.is_queue_full() => RequestError::Busy { seconds: 2 },
        _ => {
            tracing::error!(request = %context.id(), %error, "a request failed");
            RequestError::Broken
        }
    };
    refusal.into_response()
}

/// Answers with what a flow says, or with its failure.
pub(crate) async fn answered(
    context: &RequestContext,
    answer: impl Future<Output = flows::Result<Response>>,
) -> Response {
    match Box::pin(answer).await {
        Ok(response) => response,
        Err(error) => failed(context, &error),
    }
}
