//! A request travels sealed in a URL of ours, so all of it together is bounded too (OAU-56): it must not be that the
//! first page works and the next is refused as too long.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::error::ErrorCode;

/// The most bytes of the request as JSON: sealed and encoded about 5,500, under the 8 KiB that URLs may have.
const MAX_SIZE: usize = 4096;

pub(super) fn check(_: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    match serde_json::to_vec(valid) {
        Ok(stored) if stored.len() <= MAX_SIZE => Ok(()),
        _ => Err((ErrorCode::InvalidRequest, "the request is too long")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{refused, valid};

    #[test]
    fn oau_56_all_of_it_together_is_bounded() {
        let long = |length| format!("&state={}&nonce={}", "s".repeat(2048), "n".repeat(length));
        assert!(valid(&long(500)).nonce.is_some());
        let claims: String = (0..40).map(|number| format!("%22a_claim_of_ours_{number}%22%3Anull%2C")).collect();
        let more = format!("{}&claims=%7B%22userinfo%22%3A%7B{claims}%22x%22%3Anull%7D%7D", long(1024));
        assert_eq!(refused(&more), ErrorCode::InvalidRequest);
    }
}
