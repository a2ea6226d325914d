//! `acr`: one of the levels that are demanded of this provider (OIDC Core §3.1.3.7, rule 12).

use super::{IdTokenError, Judged, Outcome};
use crate::Said;

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let demanded = &judged.expected.connector.acr_values;
    let found = judged.claims.text("acr").unwrap_or_default();
    match demanded.is_empty() || demanded.iter().any(|level| level == found) {
        true => Ok(()),
        false => Err(IdTokenError::Level { found: Said::new(found) }),
    }
}

#[cfg(test)]
mod tests {
    use model::openid_connect::OpenidConnect;
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;

    #[test]
    fn fed_09_none_of_the_levels_that_are_demanded() {
        let strict = OpenidConnect { acr_values: vec!["phr".into(), "mfa".into()], ..sample::connector() };
        for good in ["mfa", "phr"] {
            assert!(sample::judged(&strict, &sample::with(&[("acr", json!(good))])).is_ok());
        }
        for (bad, found) in [(json!("pwd"), "pwd"), (Value::Null, ""), (json!(["mfa"]), ""), (json!(""), "")] {
            assert_eq!(sample::refused(&strict, &[("acr", bad)]), IdTokenError::Level { found: Said::new(found) });
        }
        assert!(sample::judged(&sample::connector(), &sample::with(&[("acr", json!("pwd"))])).is_ok());
    }
}
