//! JSON Object Signing: keys (RFC 7517), compact signatures (RFC 7515) and thumbprints (RFC 7638) over aws-lc.
//!
//! The algorithm is always chosen by the key and by the caller, never by the token (RFC 8725 §3.1). A key is parsed
//! once and then used many times. Nothing here reads a clock: what a token claims is judged by the protocol crates.

mod algorithm;
pub mod base64url;
pub mod digest;
mod jwk;
mod jws;
mod keyring;
mod seen;
mod signing;
mod verifying;

pub use algorithm::{Algorithm, UnknownAlgorithm};
pub use jwk::{Jwk, JwkError, JwkSet, KeyUse, MAX_KEYS};
pub use jws::{Header, Jws, JwsError, MAX_LENGTH, Typ, Verified};
pub use keyring::Keyring;
pub use signing::{KeyError, SignError, SigningKey};
pub use verifying::{VerifyingKey, VerifyingKeys};
