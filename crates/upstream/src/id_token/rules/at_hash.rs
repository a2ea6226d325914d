//! `at_hash`: bound to the access token that came beside it, where it says so (OIDC Core §3.1.3.8).

use jose::digest;

use super::{IdTokenError, Judged, Outcome};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let (Some(hash), Some(token)) = (judged.claims.get("at_hash"), judged.expected.access_token) else { return Ok(()) };
    if hash == digest::left_half(judged.algorithm, token).as_str() {
        Ok(())
    } else {
        Err(IdTokenError::AccessTokenHash)
    }
}

#[cfg(test)]
mod tests {
    use jose::Algorithm;
    use serde_json::json;

    use super::*;
    use crate::sample;

    #[test]
    fn fed_06_bound_to_another_access_token() {
        let connector = sample::connector();
        let right = digest::left_half(Algorithm::ES256, sample::ACCESS_TOKEN);
        assert!(sample::judged(&connector, &sample::with(&[("at_hash", json!(right))])).is_ok());
        for bad in [json!(digest::left_half(Algorithm::ES256, "other")), json!(""), json!(1)] {
            assert_eq!(sample::refused(&connector, &[("at_hash", bad)]), IdTokenError::AccessTokenHash);
        }
    }
}
