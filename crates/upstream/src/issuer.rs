//! Whose token it is (OIDC Core §3.1.3.7, rule 2): compared byte for byte (O16).

use std::borrow::Cow;

use model::openid_connect::{Deviation, OpenidConnect, TENANT};

/// The issuer of this tenant's tokens: the one that is set, or its template filled (P1). None where the tenant is not allowed.
pub(crate) fn issuer_of<'a>(connector: &'a OpenidConnect, tenant: Option<&str>) -> Option<Cow<'a, str>> {
    if !connector.deviates(Deviation::TenantIssuer) {
        return Some(Cow::Borrowed(&connector.issuer));
    }
    let tenant = tenant.filter(|tenant| connector.tenants.iter().any(|allowed| allowed == tenant))?;
    Some(Cow::Owned(connector.issuer.replace(TENANT, tenant)))
}

/// Whether `iss` names this issuer.
pub(crate) fn names(connector: &OpenidConnect, issuer: &str, iss: &str) -> bool {
    let may_lack = connector.deviates(Deviation::IssuerWithoutScheme);
    issuer == iss || (may_lack && issuer.strip_prefix("https://") == Some(iss))
}

/// Whether an answer with this `iss` can be of the connector's provider (RFC 9207 §2.4).
pub(crate) fn can_be_from(connector: &OpenidConnect, iss: &str) -> bool {
    let tenants = connector.tenants.iter().map(|tenant| Some(tenant.as_str()));
    let mut issuers = std::iter::once(None).chain(tenants).filter_map(|tenant| issuer_of(connector, tenant));
    issuers.any(|issuer| names(connector, &issuer, iss))
}

#[cfg(test)]
mod tests {
    use model::openid_connect::Preset;

    use super::*;
    use crate::sample;

    #[test]
    fn o16_compared_byte_for_byte() {
        let connector = sample::connector();
        assert!(can_be_from(&connector, "https://op.example"));
        for other in ["https://op.example/", "https://OP.example", "https://op.example:443", "op.example", ""] {
            assert!(!can_be_from(&connector, other), "{other}");
        }
    }

    #[test]
    fn google_alone_may_leave_out_the_scheme() {
        assert!(can_be_from(&OpenidConnect::of(Preset::Google, "rp"), "accounts.google.com"));
        let generic = OpenidConnect { preset: Preset::OpenidConnect, ..OpenidConnect::of(Preset::Google, "rp") };
        assert!(!can_be_from(&generic, "accounts.google.com"));
    }

    #[test]
    fn p1_fed_12_a_template_is_filled_with_an_allowed_tenant_alone() {
        let entra = OpenidConnect { tenants: vec!["aaa".into()], ..OpenidConnect::of(Preset::EntraTenants, "rp") };
        assert_eq!(issuer_of(&entra, Some("aaa")).as_deref(), Some("https://login.microsoftonline.com/aaa/v2.0"));
        assert_eq!(issuer_of(&entra, Some("bbb")), None);
        assert_eq!(issuer_of(&entra, None), None);
        let generic = OpenidConnect { preset: Preset::OpenidConnect, ..entra };
        assert_eq!(
            issuer_of(&generic, Some("aaa")).as_deref(),
            Some("https://login.microsoftonline.com/{tenantid}/v2.0")
        );
    }
}
