//! OpenID Connect and OAuth 2 as pure functions: parse, validate, decide, respond.
//!
//! No HTTP, no store, no clock: bytes and facts come in, answers and decisions go out. One rule a file. Words of the
//! protocol (client, grant) stay inside this crate; its types are named as the wire names things.

pub mod access_token;
mod audience;
pub mod authorize;
pub mod client;
pub mod discovery;
pub mod error;
pub mod id_token;
pub mod introspection;
mod issuer;
pub mod jwks;
pub mod logout;
pub mod logout_token;
pub mod parameters;
pub mod post;
pub mod redirect_uri;
pub mod resource;
pub mod revocation;
#[cfg(test)]
mod sample;
mod scope;
pub mod token;
pub mod userinfo;

pub use audience::Audience;
pub use client::Client;
pub use error::ErrorCode;
pub use issuer::{Endpoint, Issuer, IssuerError};
pub use scope::{MAX_SCOPES, NotAScope, Scopes};
