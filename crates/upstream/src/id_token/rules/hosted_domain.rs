//! `hd`: one of the Workspace domains that are allowed (P9). What was asked by a parameter is a wish; only the token tells, and a
//! personal account has none, whatever its address.

use super::{IdTokenError, Judged, Outcome};
use crate::Said;

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let allowed = &judged.expected.connector.hosted_domains;
    let found = judged.claims.text("hd").unwrap_or_default();
    match allowed.is_empty() || allowed.iter().any(|domain| domain.eq_ignore_ascii_case(found)) {
        true => Ok(()),
        false => Err(IdTokenError::HostedDomain { found: Said::new(found) }),
    }
}

#[cfg(test)]
mod tests {
    use model::openid_connect::{OpenidConnect, Preset};
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;

    #[test]
    fn p9_another_domain_or_a_personal_account() {
        let google =
            OpenidConnect { hosted_domains: vec!["acme.example".into()], ..sample::connector_of(Preset::Google) };
        let with =
            |hd: Value| [("iss", json!("https://accounts.google.com")), ("hd", hd), ("email", json!("a@acme.example"))];
        assert!(sample::judged(&google, &sample::with(&with(json!("Acme.Example")))).is_ok());
        for (bad, found) in [(json!("other.example"), "other.example"), (Value::Null, ""), (json!(""), "")] {
            let error = IdTokenError::HostedDomain { found: Said::new(found) };
            assert_eq!(sample::refused(&google, &with(bad)), error);
        }
    }
}
