//! `nbf`: begun, where it is said (RFC 7519 §4.1.5), give or take a minute (O10).

use super::{Judged, Outcome, is_not_ahead};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    is_not_ahead(judged, "nbf").map(|_| ())
}

#[cfg(test)]
mod tests {
    use model::Span;
    use serde_json::json;

    use crate::{
        IdTokenError,
        sample::{self, NOW},
    };

    #[test]
    fn fed_06_o10_not_good_yet() {
        let connector = sample::connector();
        for nbf in [json!(NOW), json!(NOW + 60)] {
            assert!(sample::judged(&connector, &sample::with(&[("nbf", nbf.clone())])).is_ok(), "{nbf}");
        }
        let ahead = sample::refused(&connector, &[("nbf", json!(NOW + 61))]);
        assert_eq!(ahead, IdTokenError::Ahead { claim: "nbf", by: Span::seconds(61) });
        assert_eq!(sample::refused(&connector, &[("nbf", json!("x"))]), IdTokenError::Claim("nbf"));
    }
}
