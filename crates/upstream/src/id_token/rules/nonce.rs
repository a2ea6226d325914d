//! `nonce`: that of this sign-in (OIDC Core §3.1.3.7, rule 11). A provider that leaves it out is excused by its preset; one that
//! sends another is not (P10).

use model::openid_connect::Deviation;

use super::{IdTokenError, Judged, Outcome};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let expected = judged.expected;
    match judged.claims.get("nonce") {
        None if expected.connector.deviates(Deviation::NonceMissing) => Ok(()),
        Some(nonce) if nonce == expected.nonce => Ok(()),
        _ => Err(IdTokenError::Nonce),
    }
}

#[cfg(test)]
mod tests {
    use model::openid_connect::{OpenidConnect, Preset};
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;

    #[test]
    fn fed_06_another_nonce_or_none() {
        for bad in [Value::Null, json!("other"), json!(""), json!(1), json!([sample::NONCE])] {
            assert_eq!(sample::refused(&sample::connector(), &[("nonce", bad)]), IdTokenError::Nonce);
        }
    }

    #[test]
    fn p10_linkedin_alone_may_leave_it_out() {
        for preset in Preset::ALL {
            let connector = OpenidConnect { issuer: sample::ISSUER.into(), ..sample::connector_of(preset) };
            let tenant = [("tid", json!("aaa")), ("nonce", Value::Null)];
            let missing = sample::judged(&connector, &sample::with(&tenant));
            assert_eq!(missing.is_ok(), preset == Preset::Linkedin, "{preset:?}");
            assert_eq!(
                sample::refused(&connector, &[("tid", json!("aaa")), ("nonce", json!("x"))]),
                IdTokenError::Nonce
            );
        }
    }
}
