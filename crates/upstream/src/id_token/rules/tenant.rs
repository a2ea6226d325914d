//! `tid`: where one issuer serves many tenants, one that is allowed (P1, FED-12). Personal accounts are a tenant like any other,
//! and come in only where they are named.

use model::openid_connect::Deviation;

use super::{IdTokenError, Judged, Outcome};
use crate::{Said, issuer::issuer_of};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let connector = judged.expected.connector;
    if !connector.deviates(Deviation::TenantIssuer) {
        return Ok(());
    }
    let tenant = judged.claims.text("tid").ok_or(IdTokenError::Claim("tid"))?;
    match issuer_of(connector, Some(tenant)) {
        Some(_) => Ok(()),
        None => Err(IdTokenError::Tenant { found: Said::new(tenant) }),
    }
}

#[cfg(test)]
mod tests {
    use model::openid_connect::Preset;
    use serde_json::json;

    use super::*;
    use crate::sample;

    #[test]
    fn fed_12_p1_a_foreign_tenant_is_refused() {
        let entra = sample::connector_of(Preset::EntraTenants);
        let token = |tid: &str, iss: &str| {
            let iss = json!(format!("https://login.microsoftonline.com/{iss}/v2.0"));
            sample::judged(&entra, &sample::with(&[("tid", json!(tid)), ("iss", iss), ("oid", json!("o"))]))
        };
        let read = token("aaa", "aaa").unwrap();
        assert_eq!(read.issuer, "https://login.microsoftonline.com/aaa/v2.0", "the template is filled");
        let personal = "9188040d-6c67-4c5b-b112-36a304b66dad";
        for (tid, iss) in [("bbb", "bbb"), (personal, personal), ("bbb", "aaa")] {
            assert_eq!(token(tid, iss), Err(IdTokenError::Tenant { found: Said::new(tid) }), "{tid} {iss}");
        }
        for (tid, iss) in [("aaa", "bbb"), ("aaa", "{tenantid}")] {
            assert!(matches!(token(tid, iss), Err(IdTokenError::Issuer { .. })), "{tid} {iss}");
        }
        let missing = [("iss", json!("https://login.microsoftonline.com/aaa/v2.0"))];
        assert_eq!(sample::refused(&entra, &missing), IdTokenError::Claim("tid"));
    }
}
