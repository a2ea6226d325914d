//! `nonce` is put into the ID token unchanged (OIDC Core §3.1.2.1, OAU-24). The code flow does not demand one.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::error::ErrorCode;

const MAX_LENGTH: usize = 1024;

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let Some(nonce) = request.parameters().get("nonce") else { return Ok(()) };
    if nonce.len() > MAX_LENGTH {
        return Err((ErrorCode::InvalidRequest, "nonce is too long"));
    }
    valid.nonce = Some(nonce.to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{refused, valid};

    #[test]
    fn oau_24_the_nonce_is_kept_exactly() {
        assert_eq!(valid("").nonce, None);
        assert_eq!(valid("&nonce=a%2Bb%22%C3%A9").nonce.as_deref(), Some("a+b\"é"));
        assert_eq!(refused(&format!("&nonce={}", "n".repeat(MAX_LENGTH + 1))), ErrorCode::InvalidRequest);
    }
}
