//! `organization`: ours; the slug of the organisation to sign in to, whose policy and look the pages then have.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::error::ErrorCode;

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let Some(slug) = request.parameters().get("organization") else { return Ok(()) };
    let fits = slug.len() <= 63 && slug.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !fits {
        return Err((ErrorCode::InvalidRequest, "organization is not a slug"));
    }
    valid.organization = Some(slug.to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{refused, valid};

    #[test]
    fn a_slug_or_an_error() {
        assert_eq!(valid("&organization=acme-2").organization.as_deref(), Some("acme-2"));
        for bad in ["ACME", "a%2Fb", "a.b", "%C3%A9", &"a".repeat(64)] {
            assert_eq!(refused(&format!("&organization={bad}")), ErrorCode::InvalidRequest, "{bad}");
        }
    }
}
