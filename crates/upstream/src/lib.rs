//! Doorward as relying party: OpenID Connect Core 1.0 and OAuth 2.0 (RFC 6749) from the side that asks.
//!
//! Pure: bytes that a provider answered and facts come in, requests and decisions go out. No HTTP, no clock, no randomness:
//! who calls the provider, and when, is decided in flows. One rule a file.
//!
//! What a provider can not do is a [`Deviation`](model::openid_connect::Deviation) of its preset, by name and with a reason; everybody else is held to the
//! standards. Whatever went on is told as a [`Trace`], which holds no secret.

mod arrival;
mod authorization_request;
mod callback;
mod claims;
mod client_authentication;
mod emails;
mod id_token;
mod issuer;
mod key_set;
mod log_out_request;
mod memberships;
mod metadata;
mod said;
#[cfg(test)]
mod sample;
mod token_request;
mod token_response;
mod trace;
mod userinfo;

pub use arrival::{Arrival, Authenticated, Email, SessionThere};
pub use authorization_request::{AuthorizationRequest, Prompt, Wishes};
pub use callback::{Callback, CallbackError};
pub use claims::Claims;
pub use client_authentication::{ClientAssertion, Held, NoAuthentication, choose};
pub use emails::primary_verified;
pub use id_token::{Expected, IdToken, IdTokenError, LogoutToken, MaxAge};
pub use key_set::{KeySet, KeySetError, MIN_REFETCH, SkippedKey, may_fetch_again};
pub use log_out_request::log_out_address;
pub use memberships::{Memberships, WhyUnknown};
pub use metadata::{Metadata, MetadataError, metadata_address};
pub use said::Said;
pub use token_request::{Credential, Exchange, TokenRequest};
pub use token_response::{TokenError, TokenResponse};
pub use trace::{Cause, Failure, Kind, Note, Stage, Trace, Unreached};
pub use userinfo::{UserinfoError, is_needed, merged, read};
