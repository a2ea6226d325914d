//! `response_mode` (OAuth Multiple Response Types §2.1, OAuth Form Post Response Mode).

use super::{Identified, Outcome, Surroundings, Valid};
use crate::{authorize::ResponseMode, error::ErrorCode};

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    if let Some(name) = request.parameters().get("response_mode") {
        valid.response_mode =
            ResponseMode::from_name(name).ok_or((ErrorCode::InvalidRequest, "response_mode is not supported"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{refused, valid};

    #[test]
    fn the_three_modes() {
        assert_eq!(valid("").response_mode, ResponseMode::Query);
        assert_eq!(valid("&response_mode=query").response_mode, ResponseMode::Query);
        assert_eq!(valid("&response_mode=form_post").response_mode, ResponseMode::FormPost);
        assert_eq!(valid("&response_mode=fragment").response_mode, ResponseMode::Fragment);
        for other in ["jwt", "web_message", "QUERY", "query "] {
            assert_eq!(refused(&format!("&response_mode={other}")), ErrorCode::InvalidRequest, "{other}");
        }
    }
}
