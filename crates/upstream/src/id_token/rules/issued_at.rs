//! `iat`: there, and not of the future (OIDC Core §2), give or take a minute (O10).

use super::{IdTokenError, Judged, Outcome, is_not_ahead};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    if is_not_ahead(judged, "iat")? { Ok(()) } else { Err(IdTokenError::Claim("iat")) }
}

#[cfg(test)]
mod tests {
    use model::Span;
    use serde_json::{Value, json};

    use super::*;
    use crate::sample::{self, NOW};

    #[test]
    fn fed_06_o10_issued_ahead_of_us() {
        let connector = sample::connector();
        for iat in [json!(NOW + 1), json!(NOW + 60), json!(NOW - 86_400)] {
            assert!(sample::judged(&connector, &sample::with(&[("iat", iat.clone())])).is_ok(), "{iat}");
        }
        let ahead = sample::refused(&connector, &[("iat", json!(NOW + 61))]);
        assert_eq!(ahead, IdTokenError::Ahead { claim: "iat", by: Span::seconds(61) });
        for bad in [Value::Null, json!("x"), json!(true)] {
            assert_eq!(sample::refused(&connector, &[("iat", bad)]), IdTokenError::Claim("iat"));
        }
    }
}
