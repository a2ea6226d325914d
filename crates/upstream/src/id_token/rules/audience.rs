//! `aud` and `azp`: for us; of several audiences we have to be the one that asked (OIDC Core §3.1.3.7, rules 3 to 5).

use super::{IdTokenError, Judged, Outcome, named};
use crate::Said;

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let us = judged.expected.connector.client_id.as_str();
    let audience = judged.claims.texts("aud").map_err(named("aud"))?;
    if audience.is_empty() {
        return Err(IdTokenError::Claim("aud"));
    }
    if !audience.contains(&us) {
        return Err(IdTokenError::Audience { found: Said::new(&audience.join(", ")) });
    }
    match judged.claims.get("azp") {
        None if audience.len() == 1 => Ok(()),
        Some(party) if party == us => Ok(()),
        party => {
            Err(IdTokenError::Audience { found: Said::new(party.and_then(|party| party.as_str()).unwrap_or_default()) })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;

    fn judged(aud: Value, azp: Value) -> Outcome {
        sample::judged(&sample::connector(), &sample::with(&[("aud", aud), ("azp", azp)])).map(|_| ())
    }

    #[test]
    fn fed_06_another_audience() {
        let other = |found: &str| Err(IdTokenError::Audience { found: Said::new(found) });
        let table = [
            (json!(["rp"]), Value::Null, Ok(())),
            (json!("rp"), json!("rp"), Ok(())),
            (json!(["account", "rp"]), json!("rp"), Ok(())),
            (json!("other"), Value::Null, other("other")),
            (json!(["a", "b"]), json!("rp"), other("a, b")),
            (json!("RP"), Value::Null, other("RP")),
            (json!("rp"), json!("other"), other("other")),
            (json!("rp"), json!(["rp"]), other("")),
            (json!(["rp", "other"]), Value::Null, other("")),
            (json!(["rp", "other"]), json!("other"), other("other")),
            (json!([]), json!("rp"), Err(IdTokenError::Claim("aud"))),
            (json!(["rp", 1]), json!("rp"), Err(IdTokenError::Claim("aud"))),
            (json!({"rp": 1}), json!("rp"), Err(IdTokenError::Claim("aud"))),
            (Value::Null, json!("rp"), Err(IdTokenError::Claim("aud"))),
        ];
        for (aud, azp, outcome) in table {
            assert_eq!(judged(aud.clone(), azp.clone()), outcome, "{aud} {azp}");
        }
    }
}
