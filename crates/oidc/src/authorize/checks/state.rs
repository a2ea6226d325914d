//! `state` is the client's: sent back unchanged, of bounded length (OAU-12).

use super::{Identified, Outcome, Surroundings, Valid};
use crate::error::ErrorCode;

/// The longest state, in bytes: it travels in URLs, sealed and back.
pub(in crate::authorize) const MAX_LENGTH: usize = 2048;

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let Some(state) = request.parameters().get("state") else { return Ok(()) };
    if state.len() > MAX_LENGTH {
        return Err((ErrorCode::InvalidRequest, "state is too long"));
    }
    valid.state = Some(state.to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{answer, refused, valid};

    #[test]
    fn oau_12_state_comes_back_unchanged() {
        for (sent, read) in [("a%26b%3D%23%2B", "a&b=#+"), ("%22%3Cscript%3E", "\"<script>"), ("%C3%A9+%0A", "é \n")] {
            assert_eq!(valid(&format!("&state={sent}")).state.as_deref(), Some(read));
            let location = answer(&format!("&state={sent}&prompt=none+login"));
            let url = url::Url::parse(&location).unwrap();
            assert!(url.query_pairs().any(|(name, value)| name == "state" && value == read), "{location}");
        }
    }

    #[test]
    fn oau_12_state_is_bounded() {
        let long = format!("&state={}", "s".repeat(MAX_LENGTH + 1));
        assert_eq!(refused(&long), ErrorCode::InvalidRequest);
        assert!(!answer(&long).contains("state="));
        assert!(valid(&format!("&state={}", "s".repeat(MAX_LENGTH))).state.is_some());
    }
}
