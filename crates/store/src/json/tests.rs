use serde_json::json;

use super::*;
use model::{
    Authenticator, Branding, Policy, Time,
    account::Facts,
    policy::{LockOut, Opens, Registration, Remember, SecondFactor, SignInBy},
    release::Profile,
    sign_in::{Level, Progress, Proof, Purpose},
};

fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, NotReadable> {
    read(&value.to_string())
}

#[test]
fn an_unknown_field_is_left_out_wherever_it_stands() {
    let policy = json!({
        "new": 1,
        "lock_out": { "attempts": 7, "new": { "deep": [] } },
        "registration": { "open": { "domains": ["a.example"], "new": true } },
        "remember": { "choice": { "span": 1000, "new": null } },
    });
    let read: Policy = read_value(&policy).unwrap();
    assert_eq!(read.lock_out, LockOut { attempts: 7, ..Policy::default().lock_out });
    assert_eq!(read.registration, Registration::Open { domains: vec!["a.example".into()] });
    assert!(matches!(read.remember, Remember::Choice { span } if span.as_millis() == 1000));
    assert!(serde_json::from_value::<Policy>(policy).is_err(), "serde alone is strict");

    let branding: Branding = read_value(&json!({ "support": { "new": 1, "phone": "1" }, "new": [1] })).unwrap();
    assert_eq!(branding.support.phone.as_deref(), Some("1"));
    let profile: Profile = read_value(&json!({ "given_name": "A", "new": {}, "address": { "new": 1 } })).unwrap();
    assert_eq!(profile.given_name.as_deref(), Some("A"));
    assert_eq!(read_value::<Facts>(&json!({ "external": true, "new": 1 })).map(|facts| facts.external), Ok(true));
}

#[test]
fn an_unknown_word_allows_least() {
    let policy = json!({
        "sign_in": { "moonlight": { "phase": 3 } },
        "second_factor": { "rule": "on_tuesdays", "authenticators": ["palm", "totp", "iris"] },
        "lock_out": { "opens": "at_noon" },
        "registration": { "by_pigeon": {} },
        "remember": "forever",
    });
    let read: Policy = read_value(&policy).unwrap();
    assert_eq!(read.sign_in, SignInBy::Providers);
    assert_eq!(read.second_factor.rule, SecondFactor::Required);
    assert_eq!(read.second_factor.authenticators, [Authenticator::Totp]);
    assert_eq!((read.lock_out.opens, read.registration), (Opens::UntilUnlocked, Registration::Closed));
    assert_eq!(read.remember, Remember::Never);
    assert_eq!(read_value::<Level>(&json!("three")), Ok(Level::PhishingResistant));
}

/// What is proven by what this node does not know is not proven here.
#[test]
fn unknown_proofs_are_left_out() {
    let proof = |kind: Value| json!({ "authenticator": kind, "purpose": "sign_in", "at": 5, "new": 1 });
    let provider = json!({ "new_provider": { "id": 1 } });
    let proofs = json!([proof(json!("palm")), proof(json!("password")), proof(provider), proof(json!("totp"))]);
    let progress: Progress = read_value(&json!({ "proofs": proofs, "new": 2 })).unwrap();
    let of = |kind| Proof::new(kind, Purpose::SignIn, Time::from_millis(5));
    assert_eq!(progress.proofs, [of(Authenticator::Password), of(Authenticator::Totp)]);
    let other = json!([{ "authenticator": "password", "purpose": { "confirm": "fly" }, "at": 5 }]);
    assert_eq!(read_value::<Vec<Proof>>(&other), Ok(vec![]), "nor is what was proven for something unknown");
}

#[test]
fn a_word_without_a_stand_in_is_no_guess() {
    let strange = read_value::<Progress>(&json!({ "purpose": "dream" }));
    assert_eq!(strange, Err(NotReadable("an unknown word of Purpose".into())));
    assert!(read_value::<Policy>(&json!({ "lock_out": { "attempts": "three" } })).is_err(), "another type");
    assert!(read::<Policy>("{").is_err() && read::<Policy>("{} {}").is_err());
}

/// Each word that stands in is one that its type has.
#[test]
fn words_that_stand_in_exist() {
    use model::{account::JoinedBy, policy};

    macro_rules! names {
        ($($type:ty),*) => { [$((stringify!($type), read::<$type>("\"new\"").is_ok())),*] };
    }
    let types = names!(
        policy::CharacterSet,
        policy::EmailChange,
        policy::IdentifyBy,
        JoinedBy,
        Level,
        policy::Opens,
        policy::PasswordChange,
        policy::RecoverBy,
        policy::RecoverWithFactor,
        policy::Registration,
        policy::Remember,
        policy::SecondFactor,
        policy::SignInBy,
        policy::UpstreamFactor
    );
    assert_eq!(types.len(), INSTEAD.len());
    assert!(types.iter().all(|(_, read)| *read), "{types:?}");
}
