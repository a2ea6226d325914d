//! `iss`: exactly the one that is set (OIDC Core §3.1.3.7, rule 2).

use super::{IdTokenError, Judged, Outcome};
use crate::{
    Said,
    issuer::{issuer_of, names},
};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let connector = judged.expected.connector;
    let iss = judged.claims.text("iss").ok_or(IdTokenError::Claim("iss"))?;
    let ours = issuer_of(connector, judged.claims.text("tid")).is_some_and(|issuer| names(connector, &issuer, iss));
    if ours { Ok(()) } else { Err(IdTokenError::Issuer { found: Said::new(iss) }) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;

    #[test]
    fn fed_06_another_issuer() {
        let connector = sample::connector();
        for other in ["https://op.example/", "https://evil.example", "https://OP.example", "op.example"] {
            let error = IdTokenError::Issuer { found: Said::new(other) };
            assert_eq!(sample::refused(&connector, &[("iss", json!(other))]), error);
        }
        for bad in [Value::Null, json!(1), json!(["https://op.example"]), json!("")] {
            assert_eq!(sample::refused(&connector, &[("iss", bad)]), IdTokenError::Claim("iss"));
        }
    }
}
