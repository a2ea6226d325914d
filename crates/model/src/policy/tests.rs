use super::*;
use crate::{Authenticator, id::Id};

#[test]
fn presets_are_good_and_survive_json() {
    for (name, policy) in Policy::presets() {
        assert_eq!(policy.check(), [], "{name}");
        let json = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy, "{name}");
    }
    let mut presets = Policy::presets().to_vec();
    presets.dedup_by(|one, two| one.1 == two.1);
    assert_eq!(presets.len(), 6);
}

#[test]
fn json_has_stable_names_and_refuses_what_it_does_not_know() {
    assert_eq!(serde_json::from_str::<Policy>("{}").unwrap(), Policy::default());
    let json = r#"{
        "identify": "organisation_and_user_name",
        "sign_in": {"external": {"second_factor": "required"}},
        "passkey_alone": false,
        "password": {"min": 8, "max": 16, "classes": 3, "characters": "ascii_without_space", "no_dot_before_at": true},
        "lock_out": {"attempts": 5, "opens": "until_unlocked"},
        "second_factor": {"rule": "required", "authenticators": ["totp", "passkey"], "grace": 86400000, "trust": null},
        "recovery_codes": {"recorded": false},
        "recovery": {"by": "email_code", "with_second_factor": "administrator_only"},
        "registration": {"open": {"domains": ["example.com"]}},
        "password_change": "email_link",
        "remember": {"choice": {"span": 1000}},
        "session": {"idle": 1000, "absolute": 2000},
        "inactivity": 31536000000,
        "notice": {"text": "privacy", "version": "2"}
    }"#;
    let policy: Policy = serde_json::from_str(json).unwrap();
    assert_eq!(policy.check(), []);
    assert_eq!(policy.registration, Registration::Open { domains: vec!["example.com".into()] });
    assert_eq!(policy.inactivity, Some(Span::days(365)));
    for bad in [
        r#"{"identity": "email"}"#,
        r#"{"password": {"minimum": 8}}"#,
        r#"{"second_factor": {"authenticators": ["pager"]}}"#,
        r#"{"remember": {"choice": {"spam": 1}}}"#,
        r#"{"notice": {"text": "privacy"}}"#,
    ] {
        assert!(serde_json::from_str::<Policy>(bad).is_err(), "{bad}");
    }
}

fn violations(base: Policy, change: impl FnOnce(&mut Policy)) -> Vec<Violation> {
    let mut policy = base;
    change(&mut policy);
    policy.check()
}

#[test]
fn every_violation_is_found_alone() {
    use Violation::*;
    let found = |change: fn(&mut Policy)| violations(Policy::default(), change);
    assert_eq!(found(|p| p.password.min = Some(7)), [PasswordMinTooLow]);
    assert_eq!(found(|p| p.password.min = Some(8)), []);
    assert_eq!(found(|p| p.password.max = 14), [PasswordMaxOutOfRange]);
    assert_eq!(found(|p| p.password.max = 15), []);
    assert_eq!(found(|p| p.password.max = 1024), []);
    assert_eq!(found(|p| p.password.max = 1025), [PasswordMaxOutOfRange]);
    assert_eq!(found(|p| p.password.classes = 4), []);
    assert_eq!(found(|p| p.password.classes = 5), [TooManyClasses]);
    assert_eq!(found(|p| p.password.history = 24), []);
    assert_eq!(found(|p| p.password.history = 25), [HistoryTooLong]);
    assert_eq!(found(|p| p.lock_out.attempts = 2), [AttemptsOutOfRange]);
    assert_eq!(found(|p| p.lock_out.attempts = 3), []);
    assert_eq!(found(|p| p.lock_out.attempts = 100), []);
    assert_eq!(found(|p| p.lock_out.attempts = 101), [AttemptsOutOfRange]);
    assert_eq!(found(|p| p.second_factor.authenticators.clear()), [NoSecondFactors]);
    assert_eq!(found(|p| p.second_factor.authenticators.push(Authenticator::Password)), [NotASecondFactor]);
    assert_eq!(found(|p| p.second_factor.authenticators = vec![Authenticator::Totp; 2]), [SecondFactorTwice]);
    assert_eq!(found(|p| p.second_factor.recommended_apps = vec![TotpApp::TwoFas; 2]), [RecommendedTwice]);
    assert_eq!(found(|p| p.second_factor.authenticators = vec![Authenticator::Sms]), [SmsAlone]);
    assert_eq!(found(|p| p.second_factor.authenticators = vec![Authenticator::Sms, Authenticator::Passkey]), []);
    assert_eq!(found(|p| p.second_factor.authenticators = vec![Authenticator::Sms, Authenticator::Totp]), []);
    assert_eq!(
        found(|p| p.second_factor.authenticators = vec![Authenticator::EmailCode, Authenticator::Totp]),
        [EmailResetsAndProves]
    );
    assert_eq!(found(|p| p.second_factor.rule = SecondFactor::Required), [TrustWhereRequired]);
    assert_eq!(found(|p| p.inactivity = Some(Span::default())), [SpanOutOfRange("inactivity")]);
    assert_eq!(found(|p| p.inactivity = Some(Span::days(14))), []);
    assert_eq!(found(|p| p.inactivity = Some(Span::days(13))), [InactivityTooShort]);
    assert_eq!(found(|p| p.inactivity = Some(Span::days(3653))), []);
    assert_eq!(found(|p| p.inactivity = Some(Span::days(3654))), [SpanOutOfRange("inactivity")]);
    assert_eq!(found(|p| p.second_factor.grace = Some(Span::millis(-1))), [SpanOutOfRange("second_factor.grace")]);
    assert_eq!(found(|p| p.second_factor.trust = Some(Span::default())), [SpanOutOfRange("second_factor.trust")]);
    assert_eq!(found(|p| p.second_factor.trust = Some(Span::hours(1))), []);
    assert_eq!(found(|p| p.second_factor.trust = Some(Span::minutes(59))), [TrustTooShort]);
    assert_eq!(found(|p| p.password.max_age = Some(Span::default())), [SpanOutOfRange("password.max_age")]);
    assert_eq!(
        found(|p| p.remember = Remember::Choice { span: Span::default() }),
        [SpanOutOfRange("remember.choice.span")]
    );
    assert_eq!(found(|p| p.remember = Remember::Never), []);
    assert_eq!(found(|p| p.session.idle = Span::default()), [SpanOutOfRange("session.idle")]);
    assert_eq!(found(|p| p.session.idle = p.session.absolute), []);
    assert_eq!(found(|p| p.session.absolute = Span::minutes(59)), [IdleLongerThanAbsolute]);
    assert_eq!(found(|p| p.sign_in = SignInBy::Providers), [NoProviders]);
    assert_eq!(found(|p| p.passkey_offered = true), []);
    assert_eq!(found(|p| (p.passkey_offered, p.passkey_alone) = (true, false)), [PasskeyOfferedInVain]);
    let models = |aaguids: &[&str]| {
        let aaguids = aaguids.iter().map(|one| (*one).to_owned()).collect();
        violations(Policy::default(), |p| p.passkey_models = PasskeyModels::Listed { aaguids })
    };
    let key = "2fc0579f-8113-47ea-b116-bb5a8db9202a";
    assert_eq!(models(&[key, "ee882879-721c-4913-9775-3dfcce97072a"]), []);
    for bad in [
        &[][..],
        &[key, key],
        &[""],
        &["2FC0579F-8113-47ea-b116-bb5a8db9202a"],
        &["2fc0579f811347eab116bb5a8db9202a"],
        &["00000000-0000-0000-0000-000000000000"],
    ] {
        assert_eq!(models(bad), [BadPasskeyModels], "{bad:?}");
    }
    assert_eq!(found(|p| p.providers = vec![provider(); 2]), [ProviderTwice]);
    assert_eq!(found(|p| (p.providers, p.sign_in) = (vec![provider()], SignInBy::Providers)), []);
    let open = |domains: &[&str]| {
        let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
        violations(Policy::default(), |p| p.registration = Registration::Open { domains })
    };
    assert_eq!(open(&["example.com", "example.org"]), []);
    for bad in [&[][..], &["Example.com"], &["localhost"], &[" example.com"], &["example.com", ""]] {
        assert_eq!(open(bad), [BadDomains], "{bad:?}");
    }
    let external = violations(Policy::external(), |p| p.registration = Registration::FirstSignIn);
    assert_eq!(external, [FirstSignInWithoutPassword]);
    assert_eq!(found(|p| p.notice = Some(Notice { text: String::new(), version: "1".into() })), [EmptyNotice]);
    assert_eq!(found(|p| p.notice = Some(Notice { text: "a".into(), version: String::new() })), [EmptyNotice]);
}

fn provider() -> ProviderRule {
    ProviderRule {
        provider: Id::from_bytes([1; 16]),
        second_factor: UpstreamFactor::None,
        vouches_for_two_factors: false,
        creates_users: false,
    }
}

#[test]
fn the_least_length_depends_on_the_second_factor() {
    let mut policy = Policy::default();
    assert_eq!(policy.password_min(), 15);
    policy.second_factor.rule = SecondFactor::Required;
    assert_eq!(policy.password_min(), 8);
    policy.password.min = Some(12);
    assert_eq!(policy.password_min(), 12);
}

#[test]
fn a_mailbox_that_sets_passwords_is_no_second_factor() {
    let counts = |change: fn(&mut Policy)| {
        let mut policy = Policy::default();
        policy.second_factor.authenticators = vec![Authenticator::EmailCode, Authenticator::Totp];
        policy.recovery.by = RecoverBy::Nobody;
        change(&mut policy);
        policy.second_factors().any(|factor| factor == Authenticator::EmailCode)
    };
    assert!(counts(|_| {}));
    assert!(!counts(|policy| policy.recovery.by = RecoverBy::EmailLink));
    assert!(!counts(|policy| policy.recovery.by = RecoverBy::EmailCode));
    assert!(!counts(|policy| policy.registration = Registration::FirstSignIn));
    assert!(!counts(|policy| policy.password_change = PasswordChange::EmailLink));
    assert!(!counts(|policy| policy.second_factor.rule = SecondFactor::Off));
    let external = |policy: &mut Policy| {
        policy.sign_in = SignInBy::External { second_factor: UpstreamFactor::Required };
        policy.recovery.by = RecoverBy::EmailLink;
        policy.password_change = PasswordChange::EmailLink;
    };
    assert!(counts(external), "no password here that it could set");
    let reset_elsewhere = |policy: &mut Policy| {
        policy.sign_in = SignInBy::External { second_factor: UpstreamFactor::Required };
        policy.recovery.by = RecoverBy::Provider;
    };
    assert!(counts(reset_elsewhere), "what the service mails is no password here");
}

#[test]
fn pages_ask_the_policy_what_to_offer() {
    assert!(Policy::passport().offers_recovery() && !Policy::passport().offers_registration());
    assert!(!Policy::external().offers_recovery() && !Policy::external().offers_registration());
    assert!(Policy::first_time_login().offers_registration());
    assert!(
        Policy::passport().offers_own(Authenticator::Totp)
            && Policy::first_time_login().offers_own(Authenticator::Totp)
    );
    assert!(!Policy::external().offers_own(Authenticator::Totp), "the service's own factors are enough");
    let mut asked = Policy::external();
    asked.sign_in = SignInBy::External { second_factor: UpstreamFactor::Required };
    assert!(!asked.offers_own(Authenticator::Totp), "nobody is asked for one");
    asked.second_factor.rule = SecondFactor::Required;
    assert!(asked.offers_own(Authenticator::Totp));
    assert!(Policy::passport().may_switch_factor_off());
    assert!(!Policy::first_time_login().may_switch_factor_off());
    let mut fixed = Policy::passport();
    fixed.second_factor.may_switch_off = false;
    assert!(!fixed.may_switch_factor_off());
    let mut required = Policy::passport();
    required.second_factor.rule = SecondFactor::Required;
    assert!(!required.may_switch_factor_off());
}

#[test]
fn legacy_rules_are_known_for_what_they_are() {
    let legacy = |change: fn(&mut PasswordRule)| {
        let mut rule = PasswordRule::default();
        change(&mut rule);
        rule.is_legacy()
    };
    assert!(!legacy(|_| {}));
    assert!(!legacy(|rule| rule.max = 64));
    assert!(!legacy(|rule| rule.max = 1000));
    assert!(!legacy(|rule| rule.history = 5));
    assert!(legacy(|rule| rule.max = 63));
    assert!(legacy(|rule| rule.min = Some(8)));
    assert!(legacy(|rule| rule.classes = 1));
    assert!(legacy(|rule| rule.characters = CharacterSet::AsciiWithoutSpace));
    assert!(legacy(|rule| rule.max_age = Some(Span::days(90))));
    assert!(legacy(|rule| rule.not_common = false));
    assert!(Policy::passport().password.is_legacy() && Policy::first_time_login().password.is_legacy());
}
