use model::openid_connect::Mapping;
use serde_json::json;

use super::*;
use crate::{WhyUnknown, sample};

fn arrived(preset: Preset, changes: &[(&str, Value)]) -> Arrival {
    let connector = sample::connector_of(preset);
    Arrival::read(&connector, sample::ISSUER, &sample::person(changes)).unwrap()
}

fn verified(preset: Preset, changes: &[(&str, Value)]) -> bool {
    let address = [("email", json!("ann@acme.example")), ("oid", json!("o"))];
    let all: Vec<_> = address.into_iter().chain(changes.iter().cloned()).collect();
    arrived(preset, &all).email.unwrap().verified
}

#[test]
fn who_arrives() {
    let changes = [
        ("email", json!("Ann.Lee@Acme.example")),
        ("email_verified", json!(true)),
        ("given_name", json!(" Ann ")),
        ("family_name", json!("Le\u{301}e")),
        ("locale", json!("fr-CA")),
        ("auth_time", json!(sample::NOW - 10)),
        ("acr", json!("mfa")),
        ("amr", json!(["pwd", "otp"])),
        ("picture", json!("http://169.254.169.254/")),
    ];
    let arrival = arrived(Preset::OpenidConnect, &changes);
    assert_eq!((arrival.issuer.as_str(), arrival.subject.as_str()), (sample::ISSUER, "248289761001"));
    assert_eq!(arrival.email, Some(Email { address: "Ann.Lee@Acme.example".into(), verified: true }));
    assert_eq!((arrival.profile.given_name.as_str(), arrival.profile.family_name.as_str()), ("Ann", "L\u{e9}e"));
    assert_eq!(arrival.locale.as_deref(), Some("fr-CA"));
    let authenticated = Authenticated {
        at: Some(Time::from_seconds(sample::NOW - 10)),
        acr: Some("mfa".into()),
        amr: vec!["pwd".into(), "otp".into()],
    };
    assert_eq!((arrival.authenticated, arrival.groups), (authenticated, Memberships::NotMapped));
    assert_eq!(arrival.notes, []);
}

#[test]
fn fed_02_o13_only_the_boolean_true_vouches_for_an_address() {
    assert!(verified(Preset::OpenidConnect, &[("email_verified", json!(true))]));
    for other in [json!("true"), json!(1), json!(false), json!("false"), json!([true]), Value::Null] {
        assert!(!verified(Preset::OpenidConnect, &[("email_verified", other.clone())]), "{other}");
    }
    assert_eq!(arrived(Preset::OpenidConnect, &[("email", json!("a@b.example"))]).notes, [Note::EmailUnverified]);
}

#[test]
fn fed_05_p2_an_entra_address_counts_with_xms_edov_or_from_the_organisation_s_own_tenant() {
    let claimed = ("email_verified", json!(true));
    for preset in [Preset::EntraTenants, Preset::MicrosoftAccount] {
        assert!(!verified(preset, std::slice::from_ref(&claimed)), "{preset:?}");
        assert!(verified(preset, &[("xms_edov", json!(true))]), "{preset:?}");
        for other in [json!("true"), json!(1), json!(false)] {
            assert!(!verified(preset, &[("xms_edov", other)]), "{preset:?}");
        }
    }
    assert!(verified(Preset::EntraTenant, &[]));
    assert!(!verified(Preset::OpenidConnect, &[("xms_edov", json!(true))]), "of that preset alone");
}

#[test]
fn p3_entra_s_subject_is_the_object_and_names_identify_nobody() {
    let names = [("preferred_username", json!("ann@acme.example")), ("upn", json!("ann@acme.example"))];
    let with_oid: Vec<_> = names.iter().cloned().chain([("oid", json!("00000000-1"))]).collect();
    assert_eq!(arrived(Preset::EntraTenant, &with_oid).subject, "00000000-1");
    let connector = sample::connector_of(Preset::EntraTenant);
    let nobody = Arrival::read(&connector, sample::ISSUER, &sample::person(&names));
    assert_eq!(nobody, Err(IdTokenError::Claim("the claim of the subject")));
}

#[test]
fn p11_github_s_subject_is_a_number_and_nobody_else_s_is() {
    assert_eq!(arrived(Preset::Github, &[("id", json!(583_231)), ("login", json!("octocat"))]).subject, "583231");
    for bad in [json!(-1), json!(1.5), json!(""), json!(true), Value::Null] {
        let connector = sample::connector_of(Preset::Github);
        assert!(
            Arrival::read(&connector, "https://github.com", &sample::person(&[("id", bad.clone())])).is_err(),
            "{bad}"
        );
    }
    let mapping = Mapping { subject: "id".into(), ..Mapping::default() };
    let generic = OpenidConnect { mapping, ..sample::connector() };
    assert!(Arrival::read(&generic, sample::ISSUER, &sample::person(&[("id", json!(1))])).is_err());
    let github = sample::connector_of(Preset::Github);
    let typed = sample::person(&[("id", json!(1)), ("email", json!("somebody@else.example"))]);
    let read = |address: Option<&str>| {
        let claims = typed.clone().with_verified_email(&github, address.map(str::to_owned));
        Arrival::read(&github, "https://github.com", &claims).unwrap().email
    };
    assert_eq!(read(Some("a@b.example")), Some(Email { address: "a@b.example".into(), verified: true }));
    assert_eq!(read(None), None, "what stands in a profile was typed");
}

#[test]
fn what_is_not_usable_is_left_out_and_noted() {
    let long = "x".repeat(101);
    let changes = [("given_name", json!("a\u{202e}b")), ("family_name", json!(long)), ("email", json!("no address"))];
    let arrival = arrived(Preset::OpenidConnect, &changes);
    assert_eq!((arrival.profile, arrival.email), (ProfileData::default(), None));
    let left_out = ["given_name", "family_name"].map(Note::FieldLeftOut);
    assert_eq!(arrival.notes, [vec![Note::EmailUnreadable], left_out.to_vec()].concat());
    for bad in [json!("<b>"), json!("x".repeat(36)), json!(1)] {
        assert_eq!(arrived(Preset::OpenidConnect, &[("locale", bad)]).locale, None);
    }
    let odd = arrived(Preset::OpenidConnect, &[("amr", json!([1])), ("acr", json!(["a"])), ("auth_time", json!("x"))]);
    assert_eq!(odd.authenticated, Authenticated::default());
}

#[test]
fn lists_that_are_not_known_are_noted() {
    let arrival =
        arrived(Preset::EntraTenant, &[("oid", json!("o")), ("hasgroups", json!(true)), ("roles", json!(["r", 1]))]);
    let overage = Note::ListUnknown { claim: Said::new("groups"), why: WhyUnknown::Overage };
    assert_eq!(arrival.notes, [overage, Note::EntriesLeftOut { claim: Said::new("roles"), count: 1 }]);
    assert_eq!(arrival.roles, Memberships::Known(vec!["r".into()]));
}

#[test]
fn fed_09_two_factors_are_what_it_says_and_nothing_less() {
    let said = |acr: Option<&str>, amr: &[&str]| {
        let amr = amr.iter().map(|one| (*one).to_owned()).collect();
        let connector = OpenidConnect { acr_values: vec!["gold".into()], ..sample::connector() };
        Authenticated { at: None, acr: acr.map(str::to_owned), amr }.used_two_factors(&connector)
    };
    for (acr, amr) in
        [(None, &["pwd", "mfa"][..]), (Some("gold"), &[]), (Some("phr"), &["pwd"]), (Some("urn:doorward:acr:2"), &[])]
    {
        assert!(said(acr, amr), "{acr:?} {amr:?}");
    }
    for (acr, amr) in
        [(None, &[][..]), (None, &["pwd", "otp"]), (Some("silver"), &["pwd"]), (Some("urn:doorward:acr:1"), &["MFA"])]
    {
        assert!(!said(acr, amr), "{acr:?} {amr:?}");
    }
}

#[test]
fn a_sign_in_of_1970_is_none_that_is_known() {
    assert_eq!(arrived(Preset::OpenidConnect, &[("auth_time", json!(0))]).authenticated.at, None);
}
