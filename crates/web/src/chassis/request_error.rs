//! What the chassis says no with. A refusal is a value: an extractor or handler returns it, and the pass shows it as a
//! page or as JSON, whichever the route speaks. Nothing of the input is repeated in it (WEB-07, WEB-12).

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::pairs::Malformed;

/// Why a request was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// Nothing is here, or nothing that this visitor may know of.
    NotFound,
    /// The path exists, the method does not (`Allow` says which do).
    MethodNotAllowed,
    /// The request itself is broken: no or several `Host`, both lengths given (RFC 9112 §3.2, §6.1).
    BadRequest,
    /// A host that this server is not (RFC 9110 §15.5.20).
    WrongHost,
    /// The address is longer than [`surroundings::MAX_URI`](super::surroundings::MAX_URI).
    UriTooLong,
    /// More than [`surroundings::MAX_HEADERS`](super::surroundings::MAX_HEADERS) headers (RFC 6585 §5).
    HeadersTooLarge,
    /// The body is longer than the route takes.
    BodyTooLarge,
    /// The body did not arrive in time.
    BodyTooSlow,
    /// The body broke off.
    BodyBroken,
    /// Not the content type that the route reads.
    WrongContentType,
    /// The form can not be read.
    BadForm(Malformed),
    /// The query string can not be read.
    BadQuery(Malformed),
    /// The JSON document can not be read.
    BadJson,
    /// A change that another site asked for, or that does not say who asks (WEB-01).
    CrossSite,
    /// Too much from this address; come back after so many seconds (RFC 6585 §4).
    TooMany {
        /// Value of `Retry-After`.
        seconds: u16,
    },
    /// Too much to do just now; come back after so many seconds.
    Busy {
        /// Value of `Retry-After`.
        seconds: u16,
    },
    /// Something that is needed for an answer is away, such as the database; come back after so many seconds.
    Away {
        /// Value of `Retry-After`.
        seconds: u16,
    },
    /// Our fault. What went wrong is in the log under the request id, never here.
    Broken,
}

impl RequestError {
    /// The status it is answered with.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest | Self::BodyBroken | Self::BadForm(_) | Self::BadQuery(_) | Self::BadJson => {
                StatusCode::BAD_REQUEST
            }
            Self::WrongHost => StatusCode::MISDIRECTED_REQUEST,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::WrongContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy { .. } | Self::Away { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A name that never changes, for texts and tests (`not-found`, `cross-site`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::BadRequest => "bad-request",
            Self::WrongHost => "wrong-host",
            Self::UriTooLong => "uri-too-long",
            Self::HeadersTooLarge => "headers-too-large",
            Self::BodyTooLarge => "body-too-large",
            Self::BodyTooSlow => "body-too-slow",
            Self::BodyBroken => "body-broken",
            Self::WrongContentType => "wrong-content-type",
            Self::BadForm(_) => "bad-form",
            Self::BadQuery(_) => "bad-query",
            Self::BadJson => "bad-json",
            Self::CrossSite => "cross-site",
            Self::TooMany { .. } => "too-many",
            Self::Busy { .. } => "busy",
            Self::Away { .. } => "away",
            Self::Broken => "broken",
        }
    }

    /// The `error` of the JSON answer, from OAuth's list where it has one (RFC 6749 §5.2, §4.1.2.1).
    pub const fn error_code(self) -> &'static str {
        match self {
            Self::TooMany { .. } | Self::Busy { .. } | Self::Away { .. } => "temporarily_unavailable",
            Self::Broken => "server_error",
            _ => "invalid_request",
        }
    }

    /// One English sentence for the programmer at the other end (`error_description`; RFC 6749 §5.2's characters).
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotFound => "There is nothing at this address.",
            Self::MethodNotAllowed => "This address does not take this method; see the Allow header.",
            Self::BadRequest => "The request is not well-formed HTTP.",
            Self::WrongHost => "This server does not answer for that host; it answers for its issuer URL.",
            Self::UriTooLong => "The address is too long.",
            Self::HeadersTooLarge => "There are too many headers.",
            Self::BodyTooLarge => "The body is too large.",
            Self::BodyTooSlow => "The body did not arrive in time.",
            Self::BodyBroken => "The body broke off.",
            Self::WrongContentType => "The content type is not the one that this address reads.",
            Self::BadForm(malformed) | Self::BadQuery(malformed) => malformed.sentence(),
            Self::BadJson => "The body is not the JSON document that this address reads.",
            Self::CrossSite => "The request does not come from a page of this server.",
            Self::TooMany { .. } => "Too many requests from this address; see the Retry-After header.",
            Self::Busy { .. } => "Too much to do just now; see the Retry-After header.",
            Self::Away { .. } => "Something that is needed to answer is away just now; see the Retry-After header.",
            Self::Broken => "Something went wrong on our side; the log has it under the request id.",
        }
    }
}

/// A bare status that carries the refusal; the pass gives it a body.
impl IntoResponse for RequestError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
