//! Request bodies: bounded in size and time while they stream, so that nothing is gathered that would be refused
//! (DOS-03, DOS-04).

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body as _, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::refusal::Refusal;

/// Why a body ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    TooLarge,
    TooSlow,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "body too large",
            Self::TooSlow => "body too slow",
        })
    }
}

impl std::error::Error for Cut {}

/// A body of at most `left` more bytes that must have ended at the deadline.
struct Bounded {
    inner: Body,
    left: u64,
    deadline: Pin<Box<Sleep>>,
}

/// Bounds a body. One that is empty already costs nothing.
pub(crate) fn bounded(body: Body, most: u64, deadline: Instant) -> Body {
    if body.is_end_stream() {
        return body;
    }
    Body::new(Bounded { inner: body, left: most, deadline: Box::pin(sleep_until(deadline)) })
}

impl hyper::body::Body for Bounded {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.deadline.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(axum::Error::new(Cut::TooSlow))));
        }
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let length = frame.data_ref().map_or(0, |data| data.len() as u64);
            match self.left.checked_sub(length) {
                Some(left) => self.left = left,
                None => return Poll::Ready(Some(Err(axum::Error::new(Cut::TooLarge)))),
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// The whole body, within the bounds that the pass put on it.
///
/// # Errors
/// [`Refusal::BodyTooLarge`], [`Refusal::BodyTooSlow`] or [`Refusal::BodyBroken`].
pub async fn read(body: Body) -> Result<Bytes, Refusal> {
    match body.collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) => Err(match cause(&error) {
            Some(Cut::TooLarge) => Refusal::BodyTooLarge,
            Some(Cut::TooSlow) => Refusal::BodyTooSlow,
            None => Refusal::BodyBroken,
        }),
    }
}

/// Our own cut somewhere under the wrappings, if that is what it was.
fn cause(error: &axum::Error) -> Option<Cut> {
    let mut error: &(dyn std::error::Error + 'static) = error;
    loop {
        if let Some(cut) = error.downcast_ref::<Cut>() {
            return Some(*cut);
        }
        error = error.source()?;
    }
}
