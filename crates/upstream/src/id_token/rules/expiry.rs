//! `exp`: not over (OIDC Core §3.1.3.7, rule 9), give or take a minute (O10).

use super::{IdTokenError, Judged, Outcome, SKEW, named};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let expires_at = judged.claims.time("exp").map_err(named("exp"))?.ok_or(IdTokenError::Claim("exp"))?;
    let now = judged.expected.now;
    if now < expires_at + SKEW { Ok(()) } else { Err(IdTokenError::Expired { by: now.since(expires_at) }) }
}

#[cfg(test)]
mod tests {
    use model::Span;
    use serde_json::{Value, json};

    use super::*;
    use crate::sample::{self, NOW};

    #[test]
    fn fed_06_o10_expired_by_more_than_clocks_differ() {
        let connector = sample::connector();
        for exp in [json!(NOW - 59), json!(NOW as f64 - 59.5), json!(NOW + 86_400)] {
            assert!(sample::judged(&connector, &sample::with(&[("exp", exp.clone())])).is_ok(), "{exp}");
        }
        for seconds in [60, 61, 86_400] {
            let error = sample::refused(&connector, &[("exp", json!(NOW - seconds))]);
            assert_eq!(error, IdTokenError::Expired { by: Span::seconds(seconds) });
            assert!(error.to_string().contains(&format!("{seconds} seconds")), "the trace tells the difference");
        }
        for bad in [Value::Null, json!("1790000300"), json!(-1), json!(1e300), json!([])] {
            assert_eq!(sample::refused(&connector, &[("exp", bad)]), IdTokenError::Claim("exp"));
        }
    }
}
