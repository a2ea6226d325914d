//! Failures of flows: told once in the log under the request id, and to the person as a page that says what to do.

use axum::response::{IntoResponse, Response};
use flows::Error;

use crate::chassis::{Refusal, Visit};

/// What a failed flow is answered with.
pub(crate) fn failed(visit: &Visit, error: &Error) -> Response {
    let refusal = match error {
        Error::Busy { retry_after_seconds } => {
            Refusal::Busy { seconds: u16::try_from(*retry_after_seconds).unwrap_or(u16::MAX) }
        }
        Error::TooMany { retry_after_seconds } => {
            Refusal::TooMany { seconds: u16::try_from(*retry_after_seconds).unwrap_or(u16::MAX) }
        }
        error if error.is_away() => Refusal::Away { seconds: 2 },
        error if error.is_queue_full() => Refusal::Busy { seconds: 2 },
        _ => {
            tracing::error!(request = %visit.id(), %error, "a request failed");
            Refusal::Broken
        }
    };
    refusal.into_response()
}

/// Answers with what a flow says, or with its failure.
pub(crate) async fn answered(visit: &Visit, answer: impl Future<Output = flows::Result<Response>>) -> Response {
    match Box::pin(answer).await {
        Ok(response) => response,
        Err(error) => failed(visit, &error),
    }
}
