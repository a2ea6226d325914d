//! The checks of an authorization request. A check reads parameters, refuses, or writes what it found into the request.
//! To add one: a file, and a row in the table.

mod acr_values;
mod claims;
mod code_challenge;
mod id_token_hint;
mod idp_hint;
mod login_hint;
mod max_age;
mod nonce;
mod organization;
mod prompt;
mod repeated;
pub(super) mod request_object;
mod resource;
mod response_mode;
mod response_type;
mod scope;
mod size;
pub(super) mod state;
mod ui_locales;

use super::{Identified, Surroundings, Valid};
use crate::error::ErrorCode;

/// Nothing to object to, or the error and its description.
pub type Outcome = Result<(), (ErrorCode, &'static str)>;

/// One rule.
pub type Check = fn(&Identified<'_>, Surroundings<'_>, &mut Valid) -> Outcome;

/// All rules in order: first those that decide how even an error is answered, then what is asked for, then how.
pub const CHECKS: &[(&str, Check)] = &[
    ("repeated", repeated::check),
    ("state", state::check),
    ("response_mode", response_mode::check),
    ("request_object", request_object::check),
    ("response_type", response_type::check),
    ("scope", scope::check),
    ("resource", resource::check),
    ("code_challenge", code_challenge::check),
    ("nonce", nonce::check),
    ("prompt", prompt::check),
    ("max_age", max_age::check),
    ("acr_values", acr_values::check),
    ("claims", claims::check),
    ("id_token_hint", id_token_hint::check),
    ("login_hint", login_hint::check),
    ("idp_hint", idp_hint::check),
    ("ui_locales", ui_locales::check),
    ("organization", organization::check),
    ("size", size::check),
];
