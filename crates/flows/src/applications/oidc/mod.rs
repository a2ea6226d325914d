//! Applications that speak OpenID Connect and OAuth 2: a file for each endpoint, and one for each grant in [`token`].

mod access_token;
pub(crate) mod client;
pub(crate) mod discovery;
mod grant;
mod id_token;
mod introspection;
pub(crate) mod logout;
mod origins;
mod refused;
pub(crate) mod request;
mod revocation;
pub(crate) mod token;
mod userinfo;

pub(crate) use grant::{Grant, GrantRequest};
