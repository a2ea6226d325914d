//! FED-07 with decision 17: who deviates, and by what, is a list that a reader can hold against the providers' documentation.

use super::*;

/// Whoever changes who is excused changes this table.
#[test]
fn fed_07_only_the_named_presets_deviate() {
    use Deviation::*;
    let table: [(Preset, &[Deviation]); 10] = [
        (Preset::OpenidConnect, &[]),
        (Preset::Keycloak, &[]),
        (Preset::Okta, &[]),
        (Preset::EntraTenant, &[SubjectIsObjectId, EmailUnproven]),
        (Preset::EntraTenants, &[TenantIssuer, SubjectIsObjectId, EmailUnproven]),
        (Preset::MicrosoftAccount, &[SubjectIsObjectId, EmailUnproven]),
        (Preset::Ping, &[]),
        (Preset::Google, &[IssuerWithoutScheme]),
        (Preset::Linkedin, &[NonceMissing, PkceOff, CancelCodes]),
        (Preset::Github, &[NoIdToken]),
    ];
    for (preset, deviations) in table {
        assert_eq!(preset.facts().deviations, deviations, "{preset:?}");
    }
    assert_eq!(table.map(|(preset, _)| preset), Preset::ALL);
}

#[test]
fn every_deviation_is_somebody_s_and_has_a_reason() {
    for deviation in Deviation::ALL {
        assert!(Preset::ALL.iter().any(|preset| preset.deviates(deviation)), "{deviation:?}");
        assert!(deviation.reason().len() > 40, "{deviation:?}");
    }
}

#[test]
fn a_preset_s_facts_are_its_own() {
    for preset in Preset::ALL {
        let facts = preset.facts();
        assert_eq!(facts.preset, preset);
        assert_eq!(facts.scopes.contains(&"openid"), !preset.deviates(Deviation::NoIdToken), "{preset:?}");
        assert_eq!(facts.endpoints.is_some(), preset.deviates(Deviation::NoIdToken), "{preset:?}");
        assert_eq!(facts.subject == "oid", preset.deviates(Deviation::SubjectIsObjectId), "{preset:?}");
        let template = facts.issuer.is_some_and(|issuer| issuer.contains("{tenantid}"));
        assert_eq!(template, preset.deviates(Deviation::TenantIssuer), "{preset:?}");
    }
}

#[test]
fn presets_are_stored_by_name() {
    let names: Vec<_> = Preset::ALL.iter().map(|preset| serde_json::to_string(preset).unwrap()).collect();
    assert_eq!(
        names.join(" "),
        r#""openid_connect" "keycloak" "okta" "entra_tenant" "entra_tenants" "microsoft_account" "ping" "google" "linkedin" "github""#
    );
}
