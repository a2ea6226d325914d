//! Request bodies: bounded in size and time while they stream, so that nothing is gathered that would be refused
//! (DOS-03, DOS-04).

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body as _, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::{budget::Held, request_error::RequestError};

/// Why a body ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    TooLarge,
    TooSlow,
    /// More than may be under way.
    NoRoom,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "body too large",
            Self::TooSlow => "body too slow",
            Self::NoRoom => "no room for the body",
        })
    }
}

impl std::error::Error for Cut {}

/// A body of at most `left` more bytes that must have ended at the deadline.
struct Bounded {
    inner: Body,
    left: u64,
    deadline: Pin<Box<Sleep>>,
    held: Arc<Held>,
}

/// Bounds a body. One that is empty already costs nothing.
pub(crate) fn bounded(body: Body, most: u64, deadline: Instant, held: Arc<Held>) -> Body {
    if body.is_end_stream() {
        return body;
    }
    Body::new(Bounded { inner: body, left: most, deadline: Box::pin(sleep_until(deadline)), held })
}

impl Bounded {
    /// Whether a frame of so many bytes may be passed on.
    fn admit(&mut self, length: u64) -> Result<(), Cut> {
        self.left = self.left.checked_sub(length).ok_or(Cut::TooLarge)?;
        if self.held.grow(length) { Ok(()) } else { Err(Cut::NoRoom) }
    }
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
            if let Err(cut) = self.admit(length) {
                return Poll::Ready(Some(Err(axum::Error::new(cut))));
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
/// [`RequestError::BodyTooLarge`], [`RequestError::BodyTooSlow`], [`RequestError::BodyBroken`], or [`RequestError::Busy`] where there is no room
/// for it.
pub async fn read(mut body: Body) -> Result<Bytes, RequestError> {
    // One piece of memory, however many frames it comes in: a frame of one byte would else hold on to all that it was read
    // with.
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        match frame.map(Frame::into_data) {
            Ok(Ok(data)) => whole.extend_from_slice(&data),
            Ok(Err(_trailers)) => {}
            Err(error) => return Err(refusal(&error)),
        }
    }
    Ok(whole.freeze())
}

fn refusal(error: &axum::Error) -> RequestError {
    match cause(error) {
        Some(Cut::TooLarge) => RequestError::BodyTooLarge,
        Some(Cut::TooSlow) => RequestError::BodyTooSlow,
        Some(Cut::NoRoom) => RequestError::Busy { seconds: 2 },
        None => RequestError::BodyBroken,
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
