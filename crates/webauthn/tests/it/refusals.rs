//! One thing is changed, and one reason is given (WAN-01 to WAN-07).

use webauthn::{Refused, Registered};

use crate::vectors::{Parts, Vector};

fn vector() -> (Vector, Registered) {
    let vector = Vector::named("packed-self-es256");
    let registered = vector.register(|_| {}).expect("it registers");
    (vector, registered)
}

type Change = fn(&mut Parts);

/// The changes that both ceremonies refuse, each with its reason.
fn changes() -> Vec<(&'static str, Change, Refused)> {
    vec![
        ("another challenge (WAN-01)", |parts| parts.challenge[0] ^= 1, Refused::Challenge),
        ("no challenge", |parts| parts.challenge.clear(), Refused::Challenge),
        (
            "a longer name (WAN-02)",
            |parts| parts.browser_says("https://example.org", "https://badexample.org"),
            Refused::Origin,
        ),
        ("a subdomain", |parts| parts.browser_says("https://example.org", "https://a.example.org"), Refused::Origin),
        ("a port", |parts| parts.browser_says("https://example.org", "https://example.org:8443"), Refused::Origin),
        ("without TLS", |parts| parts.browser_says("https://example.org", "http://example.org"), Refused::Origin),
        ("in a frame", |parts| parts.browser_says("\"crossOrigin\":false", "\"crossOrigin\":true"), Refused::Origin),
        (
            "in a frame of another site",
            |parts| parts.browser_says("\"crossOrigin\":false", "\"topOrigin\":\"https://a.example\""),
            Refused::Origin,
        ),
        ("for another domain", |parts| parts.rp_id = "example.com".into(), Refused::RpId),
        ("of another credential (WAN-03)", |parts| parts.id[0] ^= 1, Refused::Credential),
        ("not what a browser says", |parts| parts.client_data.truncate(40), Refused::Malformed("client data")),
    ]
}

#[test]
fn a_registration_with_one_thing_changed_is_refused_for_it() {
    let (vector, _) = vector();
    for (what, change, reason) in changes() {
        assert_eq!(vector.register(change).err(), Some(reason), "{what}");
    }
    let swapped = vector.register(|parts| parts.browser_says("webauthn.create", "webauthn.get"));
    assert_eq!(swapped.err(), Some(Refused::Type), "the other ceremony's");
    for cut in [0, 1, 40, 90, 150] {
        let short = vector.register(|parts| parts.data.truncate(cut));
        assert!(matches!(short, Err(Refused::Malformed(_))), "{cut}: {short:?}");
    }
}

#[test]
fn a_proof_with_one_thing_changed_is_refused_for_it() {
    let (vector, registered) = vector();
    for (what, change, reason) in changes() {
        assert_eq!(vector.authenticate(&registered, change).err(), Some(reason), "{what}");
    }
    let refused = |change: fn(&mut Parts)| vector.authenticate(&registered, change).err();
    assert_eq!(refused(|parts| parts.browser_says("webauthn.get", "webauthn.create")), Some(Refused::Type));
    assert_eq!(refused(|parts| parts.data[32] &= !1), Some(Refused::UserPresence), "WAN-04");
    assert_eq!(refused(|parts| parts.data[36] ^= 1), Some(Refused::Signature), "the counter is signed");
    assert_eq!(refused(|parts| parts.signature[12] ^= 1), Some(Refused::Signature));
    assert_eq!(refused(|parts| parts.signature.clear()), Some(Refused::Signature));
    assert_eq!(refused(|parts| parts.data.push(0)), Some(Refused::Malformed("authenticator data")));
    assert_eq!(refused(|parts| parts.backup_eligible ^= true), Some(Refused::BackupEligibility), "K7, WAN-07");
    assert_eq!(refused(|parts| parts.handle = Some(b"somebody else".into())), Some(Refused::Credential), "WAN-03");
    assert_eq!(refused(|parts| parts.handle = Some(b"somebody".into())), None);
    assert_eq!(refused(|parts| parts.handle = Some(Vec::new())), None, "an empty handle says nothing (K13)");
}

#[test]
fn who_must_be_verified_is() {
    let verified: Vec<bool> = Vector::all()
        .into_iter()
        .filter_map(|vector| {
            let registered = vector.register(|_| {}).ok()?;
            let told = vector.authenticate(&registered, |_| {}).expect("a proof").flags.user_verified();
            let asked = vector.authenticate(&registered, |parts| parts.user_verification = true);
            assert_eq!(asked.err(), (!told).then_some(Refused::UserVerification), "{}", vector.name);
            Some(told)
        })
        .collect();
    assert!(verified.contains(&true) && verified.contains(&false), "the vectors have both");
}

#[test]
fn a_count_that_goes_back_is_told_and_one_that_was_never_kept_is_not() {
    let (vector, registered) = vector();
    let after = |known: u32| vector.authenticate(&registered, |parts| parts.counter = known).expect("a proof");
    assert!(!after(0).counter_went_back, "neither counts");
    assert!(after(7).counter_went_back, "it counted, and does no more");
}
