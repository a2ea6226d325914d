//! Parameters must not be sent twice (RFC 6749 §3.1). Those that nobody knows are ignored, however often they are sent.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::error::ErrorCode;

/// Every parameter that any check reads.
const KNOWN: &[&str] = &[
    "acr_values",
    "claims",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "display",
    "id_token_hint",
    "idp_hint",
    "login_hint",
    "max_age",
    "nonce",
    "organization",
    "prompt",
    "redirect_uri",
    "registration",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
];

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, _: &mut Valid) -> Outcome {
    if KNOWN.iter().any(|name| request.parameters().repeats(name)) {
        return Err((ErrorCode::InvalidRequest, "a parameter was sent twice"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{answer, refused, valid};

    #[test]
    fn a_known_parameter_may_not_be_repeated() {
        for name in KNOWN.iter().filter(|name| !matches!(**name, "client_id" | "redirect_uri")) {
            assert_eq!(refused(&format!("&{name}=x&{name}=x")), ErrorCode::InvalidRequest, "{name}");
        }
        assert!(valid("&unknown=1&unknown=2").is_openid());
    }

    #[test]
    fn a_repeated_state_is_not_sent_back() {
        assert!(!answer("&state=one&state=two").contains("state="));
    }
}
