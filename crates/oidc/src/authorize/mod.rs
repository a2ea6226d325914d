//! The authorization endpoint (RFC 6749 §4.1, OIDC Core §3.1.2), from bytes to the answer.
//!
//! A request gains rights step by step, and each step is a type: [`Unidentified`] may only be answered by a page;
//! [`Identified`] knows a client and a redirect URI of that client, so it may be answered there; [`Valid`] passed every
//! check of [`checks::CHECKS`] and may be granted. The table is the order of the checks; each lives in a file.

pub mod checks;
mod claims;
mod identify;
mod request;
mod respond;

pub use claims::{ClaimRequest, ClaimsRequest};
pub use identify::{Identified, PageError, Unidentified};
pub use request::{Acr, Prompt, ResponseMode, Valid};
pub(crate) use respond::with_query;
pub use respond::{AuthorizationResponse, Delivery, ErrorResponse};

use crate::issuer::Issuer;

/// What the checks need to know beside the request and its client.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Who we are.
    pub issuer: &'a Issuer,
    /// Our keys, to judge `id_token_hint`.
    pub keyring: &'a jose::Keyring,
}
