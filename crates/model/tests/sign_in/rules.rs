//! Rules one at a time, with the edges of every span.

use model::{
    Authenticator, Id, Key, Span, Time,
    access::Access,
    account::{Accepted, Password, State},
    policy::{
        PasswordChange, Policy, Registration, Remember, SecondFactor, SecondFactorRule, SignInBy, Trust,
        UpstreamFactor, Violation,
    },
    sign_in::{
        Action, Application, Arrival, AttemptsLeft, Challenge, Consented, Enrolment, Level, NewPassword, Part,
        Progress, Proof, Purpose, Refusal, Requirements, SessionFacts, Step, StepKind, Subject, Vouched, trust_offered,
    },
};

use crate::world::{NOW, PROVIDER, Shape, World, account, find, plain, rule, session, trusted_for};

const MILLI: Span = Span::millis(1);

fn world(policy: Policy, shape: &str) -> World {
    World::new(policy, find(shape), Purpose::SignIn)
}

/// Named, and the password given.
fn after_password(policy: Policy, shape: &str) -> World {
    world(policy, shape).named().prove(plain(Authenticator::Password))
}

fn in_session(policy: Policy, shape: &str, proofs: &[Authenticator]) -> World {
    let world = world(policy, shape);
    let session = session(world.account.as_ref().unwrap(), proofs);
    world.with(|world| world.session = Some(session))
}

fn arrival(world: &World) -> Arrival {
    match world.step() {
        Step::Arrive(arrival) => arrival,
        other => panic!("{other:?}"),
    }
}

fn prove(any_of: &[Authenticator], part: Part) -> Step {
    Step::Prove { any_of: any_of.to_vec(), part }
}

const PASSWORD: &[Authenticator] = &[Authenticator::Password];
const APP: &[Authenticator] = &[Authenticator::Totp];

fn optional_app(change: impl FnOnce(&mut SecondFactorRule)) -> Policy {
    let mut policy = Policy::password_and_authentication();
    policy.second_factor.authenticators = vec![Authenticator::Totp];
    change(&mut policy.second_factor);
    policy
}

// ---- whom it is about

#[test]
fn a_session_names_its_user_unless_the_request_wants_to_ask() {
    let world = in_session(Policy::company_id(), "password", PASSWORD);
    assert_eq!(arrival(&world).level, Level::One);
    let ask = |change: fn(&mut Requirements)| world.clone().with(|world| change(&mut world.requirements)).step();
    assert_eq!(ask(|wants| wants.select_account = true).kind(), StepKind::Identify);
    assert_eq!(ask(|wants| wants.user = Some(Id::from_bytes([9; 16]))).kind(), StepKind::Identify);
    assert_eq!(ask(|wants| wants.user = Some(account().id)).kind(), StepKind::Arrive);
    // Whoever is asked, and names the session's user, goes on with the session.
    let named = world.clone().with(|world| world.requirements.select_account = true).named();
    assert_eq!(named.step().kind(), StepKind::Arrive);
}

#[test]
fn another_users_session_proves_nothing() {
    let world = in_session(Policy::company_id(), "password", PASSWORD).named();
    let other = world.clone().with(|world| world.session.as_mut().unwrap().user = Id::from_bytes([9; 16]));
    assert_eq!(world.step().kind(), StepKind::Arrive);
    assert_eq!(other.step(), prove(PASSWORD, Part::First));
}

#[test]
fn what_one_user_answered_never_counts_for_another() {
    // A sign-in that began under one session goes on under another: nothing was typed, so the session names the user.
    let began = in_session(Policy::passport(), "password", PASSWORD).with(|world| world.requirements.login = true);
    let proven = began.prove(plain(Authenticator::Password));
    assert_eq!(proven.step().kind(), StepKind::Accept);
    let accepted = proven.answers(&proven.step()).remove(0).1;
    assert_eq!(accepted.step().kind(), StepKind::Arrive);
    let other = |mut world: World| {
        world.account.as_mut().unwrap().id = Id::from_bytes([9; 16]);
        world.session.as_mut().unwrap().user = Id::from_bytes([9; 16]);
        world
    };
    assert_eq!(other(proven).step(), prove(PASSWORD, Part::First));
    let changed = other(accepted.clone());
    assert_eq!(changed.step(), prove(PASSWORD, Part::First));
    let without_login = changed.clone().with(|world| world.requirements.login = false);
    assert_eq!(without_login.step().kind(), StepKind::Accept, "nor does what they accepted");
    let asked = without_login.with(|world| world.requirements.select_account = true);
    assert_eq!(asked.step().kind(), StepKind::Identify, "nor are they the one who was named");
    // The other user's first answer ends the matter.
    let theirs = changed.prove(plain(Authenticator::Password)).progress;
    assert_eq!((theirs.user, theirs.accepted, theirs.proofs.len()), (Some(Id::from_bytes([9; 16])), None, 1));
    // Somebody whose account is gone has proven nothing.
    let gone = accepted.with(|world| world.account = None);
    assert_eq!(gone.step().kind(), StepKind::Identify);
}

#[test]
fn an_answer_keeps_what_its_user_answered_before() {
    let mut progress = Progress::new(Purpose::SignIn);
    progress.identified(Key::email("ada@example.com").unwrap(), Some(account().id));
    progress.proven(Proof::new(Authenticator::Password, Purpose::SignIn, NOW));
    (progress.invited, progress.remember) = (true, true);
    let before = progress.clone();
    progress.belongs_to(account().id);
    assert_eq!(progress, before);
    progress.belongs_to(Id::from_bytes([9; 16]));
    let kept = Progress { proofs: vec![], user: Some(Id::from_bytes([9; 16])), ..before };
    assert_eq!(progress, kept);
}

#[test]
fn a_hint_at_another_user_is_refused_once_it_is_proven() {
    let other = |world: World| world.with(|world| world.requirements.user = Some(Id::from_bytes([9; 16])));
    assert_eq!(other(world(Policy::company_id(), "password").named()).step(), prove(PASSWORD, Part::First));
    let proven = other(after_password(Policy::company_id(), "password"));
    assert_eq!(proven.step(), Step::Refuse(Refusal::OtherUser));
}

#[test]
fn a_provider_or_a_passkey_names_the_user() {
    let policy = Policy { providers: vec![rule(UpstreamFactor::None, false, false)], ..Policy::default() };
    let step = world(policy.clone(), "upstream").step();
    let any_of = vec![Authenticator::Passkey, Authenticator::Provider(PROVIDER)];
    assert_eq!(step, Step::Identify { by: policy.identify, any_of });
    let company = Policy::company_id();
    assert_eq!(world(company.clone(), "password").step(), Step::Identify { by: company.identify, any_of: vec![] });
}

#[test]
fn recovery_and_registration_are_named_by_typing_only() {
    let policy = Policy { providers: vec![rule(UpstreamFactor::None, false, false)], ..Policy::first_time_login() };
    for purpose in [Purpose::Recover, Purpose::Register] {
        let world = World::new(policy.clone(), find("upstream"), purpose);
        assert_eq!(world.step(), Step::Identify { by: policy.identify, any_of: vec![] });
    }
}

#[test]
fn a_provider_vouches_for_somebody_unknown() {
    let with = |creates, invited| {
        let policy = Policy { providers: vec![rule(UpstreamFactor::None, false, creates)], ..Policy::default() };
        let world = world(policy, "nobody").with(|world| {
            let vouched = Vouched { provider: PROVIDER, subject: "7".into(), email: None, profile: Default::default() };
            world.progress.vouched = Some(vouched);
            world.progress.invited = invited;
        });
        (world.clone(), world.prove(plain(Authenticator::Provider(PROVIDER))))
    };
    assert_eq!(with(true, false).1.step(), Step::Register);
    assert_eq!(with(false, true).1.step(), Step::Register);
    assert_eq!(with(false, false).1.step(), Step::Refuse(Refusal::UnknownHere));
    assert_eq!(with(true, false).0.step().kind(), StepKind::Identify, "without the proof");
    let elsewhere = with(true, false).1.with(|world| world.progress.proofs[0].purpose = Purpose::Register);
    assert_eq!(elsewhere.step().kind(), StepKind::Identify, "with a proof for something else");
    let another = with(true, false).1.with(|world| world.progress.proofs[0].authenticator = Authenticator::Totp);
    assert_eq!(another.step().kind(), StepKind::Identify, "with a proof of something else");
    let unlisted = with(true, false).1.with(|world| world.policy = Policy::default().into());
    assert_eq!(unlisted.step().kind(), StepKind::Identify, "from a provider that is no longer listed");
}

// ---- evidence

#[test]
fn a_session_ends_when_todays_policy_says_so() {
    let policy = Policy::company_id();
    let limits = policy.session;
    let base = in_session(policy.clone(), "password", PASSWORD);
    let at = |created: Span, seen: Span, remembered: bool, policy: &Policy| {
        let world = base.clone().with(|world| {
            world.policy = policy.clone().into();
            let session = world.session.as_mut().unwrap();
            *session = SessionFacts { created_at: NOW - created, seen_at: NOW - seen, remembered, ..session.clone() };
        });
        world.step().kind() == StepKind::Arrive
    };
    let less = |span: Span| Span::millis(span.as_millis() - 1);
    assert!(at(less(limits.absolute), MILLI, false, &policy));
    assert!(!at(limits.absolute, MILLI, false, &policy));
    assert!(at(limits.idle, less(limits.idle), false, &policy));
    assert!(!at(limits.idle, limits.idle, false, &policy));
    // Remembered: the remembered span alone.
    assert!(at(less(Span::days(30)), Span::days(29), true, &policy));
    assert!(!at(Span::days(30), MILLI, true, &policy));
    let forgetful = Policy { remember: Remember::Never, ..policy };
    assert!(!at(Span::days(2), MILLI, true, &forgetful));
}

#[test]
fn proofs_that_are_too_old_are_asked_for_again() {
    let world = in_session(Policy::company_id(), "password, app", &[Authenticator::Password, Authenticator::Totp]);
    let age = NOW.since(NOW - Span::minutes(30));
    let within = |age| world.clone().with(|world| world.requirements.max_age = Some(age));
    assert_eq!(arrival(&within(age)).level, Level::Two);
    let late = within(Span::millis(age.as_millis() - 1));
    assert_eq!(late.step(), prove(PASSWORD, Part::First));
    // What is proven in this sign-in is never too old for it, however long the code takes to type.
    let typed = late.prove(plain(Authenticator::Password)).with(|world| world.now = NOW + Span::minutes(5));
    assert_eq!(typed.step(), prove(APP, Part::Second));
    let login = world.with(|world| world.requirements.login = true);
    assert_eq!(login.step(), prove(PASSWORD, Part::First));
}

#[test]
fn a_session_keeps_only_proofs_for_signing_in() {
    let world = in_session(Policy::company_id(), "password", PASSWORD);
    let other = world.with(|world| world.session.as_mut().unwrap().proofs[0].purpose = Purpose::Recover);
    assert_eq!(other.step(), prove(PASSWORD, Part::First));
}

#[test]
fn spent_attempts_void_what_could_be_guessed() {
    let spent = |world: World, first, second| world.with(|world| world.tries = AttemptsLeft { first, second });
    let app = after_password(Policy::company_id(), "password, app").prove(plain(Authenticator::Totp));
    assert_eq!(spent(app.clone(), 1, 1).step().kind(), StepKind::Arrive);
    assert_eq!(spent(app.clone(), 0, 1).step(), prove(PASSWORD, Part::First));
    assert_eq!(spent(app, 1, 0).step(), Step::Refuse(Refusal::SecondFactorLocked));
    let external = world(Policy::external(), "upstream").named().prove(plain(Authenticator::External));
    assert_eq!(spent(external.clone(), 1, 0).step().kind(), StepKind::Arrive);
    assert_eq!(spent(external, 0, 1).step(), prove(&[Authenticator::External], Part::First));
    let mut coded = Policy::password_and_authentication();
    coded.second_factor.authenticators = vec![Authenticator::Totp, Authenticator::Sms];
    let code = after_password(coded, "password, app, codes").prove(plain(Authenticator::RecoveryCode));
    assert_eq!(spent(code.clone(), 1, 1).step().kind(), StepKind::Enrol);
    assert_eq!(spent(code, 1, 0).step(), Step::Refuse(Refusal::SecondFactorLocked));
}

#[test]
fn a_passkey_opens_what_attempts_have_locked() {
    let spent = |world: World| world.with(|world| world.tries = AttemptsLeft { first: 0, second: 0 });
    let alone = world(Policy::default(), "password, passkey").named();
    let alone = alone.prove(plain(Authenticator::Passkey).with_user_verified(true));
    assert_eq!(spent(alone).step().kind(), StepKind::Arrive);
    let beside = after_password(Policy::default(), "password, app, passkey").with(|world| world.tries.second = 0);
    assert_eq!(beside.step(), prove(&[Authenticator::Passkey], Part::Second));
    let policy = Policy { providers: vec![rule(UpstreamFactor::None, false, false)], ..Policy::default() };
    let provider = world(policy, "upstream").named().prove(plain(Authenticator::Provider(PROVIDER)));
    assert_eq!(spent(provider).step().kind(), StepKind::Arrive);
}

#[test]
fn a_lock_does_not_stop_a_registration_in_progress() {
    let world = World::new(Policy::first_time_login(), find("no password"), Purpose::Register).named();
    let world =
        world.with(|world| world.tries = AttemptsLeft { first: 0, second: 0 }).prove(plain(Authenticator::EmailCode));
    assert_eq!(world.step(), Step::SetPassword { why: NewPassword::First });
    let set = world.answers(&world.step()).remove(0).1;
    assert_eq!(set.step().kind(), StepKind::Enrol);
}

#[test]
fn a_passkey_without_its_user_verified_is_one_factor() {
    let touch = world(Policy::default(), "passkey").named().prove(plain(Authenticator::Passkey));
    assert_eq!(touch.step(), prove(&[Authenticator::Password, Authenticator::Passkey], Part::First));
    let verified = touch.prove(plain(Authenticator::Passkey).with_user_verified(true));
    assert_eq!(arrival(&verified).level, Level::PhishingResistant);
    let removed = verified.with(|world| world.account.as_mut().unwrap().second_factors.clear());
    assert_eq!(removed.step().kind(), StepKind::Prove, "a passkey that was removed");
}

/// An organisation demands what its people sign in with, whatever the application asks: whoever has it is asked for it, others add it.
#[test]
fn an_organisation_can_demand_what_can_not_be_lured_away() {
    let policy = Policy { level: Level::PhishingResistant, ..Policy::default() };
    assert_eq!(policy.check(), []);
    let both = after_password(policy.clone(), "password, app, passkey");
    assert_eq!(both.step(), prove(&[Authenticator::Passkey], Part::Second), "no code will do");
    let app = after_password(policy.clone(), "password, app").prove(plain(Authenticator::Totp));
    let Step::Enrol { any_of, why, postpone_until } = app.step() else { panic!("{:?}", app.step()) };
    assert_eq!(
        (any_of.as_slice(), why, postpone_until),
        (&[Authenticator::Passkey][..], Enrolment::LevelDemanded, None)
    );
    let alone = world(policy.clone(), "password, passkey").named();
    let verified = alone.prove(plain(Authenticator::Passkey).with_user_verified(true));
    assert_eq!(arrival(&verified).level, Level::PhishingResistant);
    let session = in_session(policy, "password, app", &[Authenticator::Password, Authenticator::Totp]);
    assert_ne!(session.step().kind(), StepKind::Arrive, "a session from before the rule is not enough");
    let unreachable = Policy { level: Level::PhishingResistant, ..Policy::passport() };
    assert_eq!(unreachable.check(), [Violation::LevelOutOfReach]);
}

#[test]
fn evidence_counts_only_while_the_policy_accepts_it() {
    let world = in_session(Policy::company_id(), "password, app", &[Authenticator::Password, Authenticator::Totp]);
    let under = |policy: Policy| world.clone().with(|world| world.policy = policy.into()).step();
    assert_eq!(under(Policy::external()), prove(&[Authenticator::External], Part::First));
    let providers = vec![rule(UpstreamFactor::None, false, false)];
    let only = Policy { sign_in: SignInBy::Providers, providers, ..Policy::company_id() };
    assert_eq!(under(only), prove(&[Authenticator::Provider(PROVIDER)], Part::First));
    let unlisted = in_session(Policy::company_id(), "linked, password", &[Authenticator::Provider(PROVIDER)]);
    assert_eq!(unlisted.step(), prove(PASSWORD, Part::First));
}

#[test]
fn a_provider_that_is_not_linked_proves_nothing() {
    let policy = Policy { providers: vec![rule(UpstreamFactor::None, true, false)], ..Policy::default() };
    let world = world(policy, "password").named().prove(plain(Authenticator::Provider(PROVIDER)));
    assert_eq!(world.step().kind(), StepKind::Prove);
}

// ---- what is told, and when

#[test]
fn a_shut_account_is_told_after_the_first_proof_and_before_the_second() {
    let shut = |state| {
        let world = after_password(Policy::company_id(), "password, app");
        world.with(|world| world.account.as_mut().unwrap().state = state).step()
    };
    assert_eq!(shut(State::Active), prove(APP, Part::Second));
    assert_eq!(shut(State::Disabled), Step::Refuse(Refusal::Disabled));
    assert_eq!(shut(State::Inactive), Step::Refuse(Refusal::Inactive));
    assert_eq!(shut(State::Locked), Step::Refuse(Refusal::Locked));
}

// ---- passwords that are not to stay

#[test]
fn a_password_is_changed_when_due() {
    let due = |change: &dyn Fn(&mut World)| {
        let mut policy = Policy::company_id();
        policy.password.max_age = Some(Span::days(10));
        let mut world = after_password(policy, "password");
        world.account.as_mut().unwrap().password =
            Password::Set { changed_at: NOW - Span::days(10) + MILLI, must_change: false };
        change(&mut world);
        world.step()
    };
    assert_eq!(due(&|_| {}).kind(), StepKind::Arrive);
    assert_eq!(due(&|world| world.now = NOW + MILLI), Step::SetPassword { why: NewPassword::Expired });
    let broken = due(&|world| world.progress.proofs[0].breaks_policy = true);
    assert_eq!(broken, Step::SetPassword { why: NewPassword::Broken });
    let demanded = due(&|world| {
        let account = world.account.as_mut().unwrap();
        account.password = Password::Set { changed_at: NOW, must_change: true };
    });
    assert_eq!(demanded, Step::SetPassword { why: NewPassword::Demanded });
}

#[test]
fn an_open_session_is_not_enough_to_set_a_password_or_to_enrol() {
    let world = in_session(Policy::company_id(), "password to change", PASSWORD);
    assert_eq!(world.step(), prove(PASSWORD, Part::First));
    assert_eq!(world.prove(plain(Authenticator::Password)).step(), Step::SetPassword { why: NewPassword::Demanded });
    let enforced = in_session(Policy::first_time_login(), "password", PASSWORD);
    assert_eq!(enforced.step(), prove(PASSWORD, Part::First));
    assert_eq!(enforced.prove(plain(Authenticator::Password)).step().kind(), StepKind::Enrol);
    // A passkey beside an app needs the app now, not the one of this morning.
    let strong = in_session(Policy::default(), "password, app", &[Authenticator::Password, Authenticator::Totp]);
    let strong = strong.with(|world| world.requirements.level = Level::PhishingResistant);
    let strong = strong.prove(plain(Authenticator::Password));
    assert_eq!(strong.step(), prove(&[Authenticator::Totp], Part::Second));
    assert_eq!(strong.prove(plain(Authenticator::Totp)).step().kind(), StepKind::Enrol);
}

// ---- the second factor

#[test]
fn a_trusted_browser_is_not_asked_unless_two_factors_are_demanded() {
    let span = Span::days(30);
    let policy = optional_app(|rule| rule.trust = Some(span));
    let world = after_password(policy.clone(), "password, app");
    let since = |since: Time| world.clone().with(|world| world.trust = Some(Trust { since, until: since + span }));
    let until = |until: Time| since(until - span);
    let trusted = arrival(&until(NOW + span));
    assert_eq!((trusted.level, trusted.amr), (Level::One, vec!["pwd"]));
    let asked = prove(APP, Part::Second);
    assert_eq!(until(NOW).step(), asked, "over");
    assert_eq!(until(NOW + MILLI).step().kind(), StepKind::Arrive);
    let shorter = optional_app(|rule| rule.trust = Some(Span::millis(span.as_millis() - 1)));
    assert_eq!(since(NOW).with(|world| world.policy = shorter.clone().into()).step(), asked, "given for longer");
    assert_eq!(until(NOW + MILLI).with(|world| world.policy = shorter.into()).step(), asked, "also in its last hours");
    let never = until(NOW + MILLI).with(|world| world.policy = optional_app(|rule| rule.trust = None).into());
    assert_eq!(never.step(), asked);
    let wants = |change: fn(&mut Requirements)| until(NOW + MILLI).with(|world| change(&mut world.requirements)).step();
    assert_eq!(wants(|wants| wants.level = Level::Two), asked);
    assert_eq!(wants(|wants| wants.preferred = Level::Two), asked, "the app reaches the wish");
    assert_eq!(wants(|wants| wants.preferred = Level::PhishingResistant).kind(), StepKind::Arrive, "nothing does");
    assert_eq!(wants(|wants| (wants.preferred, wants.silent) = (Level::Two, true)).kind(), StepKind::Arrive);
    let required = optional_app(|rule| (rule.rule, rule.trust) = (SecondFactor::Required, Some(span)));
    let required = until(NOW + MILLI).with(|world| world.policy = required.into());
    assert_eq!(required.step(), asked, "required by the organisation");
}

#[test]
fn a_trusted_browser_is_asked_before_the_password_is_changed() {
    let policy = optional_app(|rule| rule.trust = Some(Span::days(30)));
    let world = after_password(policy, "password, app").with(|world| {
        world.trust = trusted_for(Span::days(1));
        world.account.as_mut().unwrap().password = Password::Set { changed_at: NOW, must_change: true };
    });
    assert_eq!(world.step(), prove(APP, Part::Second));
    let proven = world.prove(plain(Authenticator::Totp));
    assert_eq!(proven.step(), Step::SetPassword { why: NewPassword::Demanded });
    let set = proven.answers(&proven.step()).remove(0).1;
    assert!(!arrival(&set).rests_on_trust, "the change takes the trust that it would rest on");
}

#[test]
fn a_wish_for_a_level_enrols_nobody() {
    let world = after_password(Policy::company_id(), "password");
    assert_eq!(arrival(&world.with(|world| world.requirements.preferred = Level::Two)).level, Level::One);
}

#[test]
fn a_wish_for_a_level_is_asked_for_first_and_is_no_reason_to_fail() {
    let wishing = |world: World| world.with(|world| world.requirements.preferred = Level::PhishingResistant);
    let both = prove(&[Authenticator::Passkey, Authenticator::Totp], Part::Second);
    let mut policy = Policy::default();
    policy.second_factor.authenticators = vec![Authenticator::Totp, Authenticator::Passkey];
    let world = wishing(after_password(policy.clone(), "password, app, passkey"));
    assert_eq!(world.step(), both, "what reaches the wish comes first");
    assert_eq!(arrival(&world.clone().prove(plain(Authenticator::Passkey))).level, Level::PhishingResistant);
    assert_eq!(arrival(&world.prove(plain(Authenticator::Totp))).level, Level::Two);
    let session = in_session(policy, "password, app, passkey", &[Authenticator::Password, Authenticator::Totp]);
    let open = wishing(session);
    assert_eq!(open.step(), both, "in the middle of a session, too");
    assert_eq!(arrival(&open.clone().prove(plain(Authenticator::Totp))).level, Level::Two, "the passkey is at home");
    assert_eq!(arrival(&open.clone().with(|world| world.tries.second = 0)).level, Level::Two, "codes are locked");
    assert_eq!(arrival(&open.with(|world| world.requirements.silent = true)).level, Level::Two);
    let app = in_session(Policy::default(), "password, app", &[Authenticator::Password, Authenticator::Totp]);
    assert_eq!(arrival(&wishing(app)).level, Level::Two, "nothing reaches it");
    let mailed = crate::world::policies().into_iter().find(|(name, _)| *name == "e-mail code as factor").unwrap().1;
    let mailed =
        Policy { second_factor: SecondFactorRule { trust: Some(Span::days(30)), ..mailed.second_factor }, ..mailed };
    let trusted = after_password(mailed, "password, e-mail code").with(|world| {
        world.requirements.preferred = Level::Two;
        world.trust = trusted_for(Span::days(1));
    });
    assert!(arrival(&trusted).rests_on_trust, "no factor reaches the wish");
}

#[test]
fn trust_is_offered_where_it_spares_a_factor() {
    let offered = |world: &World| trust_offered(&world.sign_in(), &world.requirements, &world.policy, world.now);
    let span = Some(Span::days(30));
    let app = |second_factor: SecondFactorRule| Policy { second_factor, ..Policy::password_and_authentication() };
    let policy = || optional_app(|rule| rule.trust = span);
    let world = after_password(policy(), "password, app");
    assert_eq!(offered(&world), span);
    let never = |change: fn(&mut World)| offered(&world.clone().with(change));
    assert_eq!(never(|world| world.requirements.level = Level::Two), None, "the application demands two");
    assert_eq!(never(|world| world.progress.purpose = Purpose::Confirm(Action::DeleteAccount)), None);
    assert_eq!(never(|world| world.progress.purpose = Purpose::Recover), None);
    assert_eq!(never(|world| world.account = None), None);
    let required = SecondFactorRule { rule: SecondFactor::Required, trust: span, ..policy().second_factor };
    assert_eq!(offered(&after_password(app(required), "password, app")), None);
    let external = |second_factor| {
        let sign_in = SignInBy::External { second_factor };
        let world = self::world(Policy { sign_in, ..policy() }, "upstream, app").named();
        offered(&world.prove(plain(Authenticator::External)))
    };
    assert_eq!(external(UpstreamFactor::Required), None, "required of whoever comes in this way");
    assert_eq!(offered(&after_password(optional_app(|rule| rule.trust = None), "password, app")), None);
}

#[test]
fn a_confirmation_asks_for_the_organisations_level() {
    let policy = || Policy { level: Level::PhishingResistant, ..Policy::default() };
    let codes = |world: World| world.with(|world| world.account.as_mut().unwrap().recovery_codes_left = 8);
    let world = codes(confirming(policy(), "password, app, passkey", Action::AddFactor));
    let password = world.clone().prove(plain(Authenticator::Password));
    assert_eq!(password.step(), prove(&[Authenticator::Passkey, Authenticator::RecoveryCode], Part::Second));
    assert_eq!(password.clone().prove(plain(Authenticator::Totp)).step().kind(), StepKind::Prove, "a code will not do");
    assert_eq!(arrival(&password.clone().prove(plain(Authenticator::Passkey))).level, Level::PhishingResistant);
    let lost = password.prove(plain(Authenticator::RecoveryCode));
    let any_of = vec![Authenticator::Passkey];
    assert_eq!(lost.step(), Step::Enrol { any_of, postpone_until: None, why: Enrolment::RecoveryCodeUsed });
    assert_eq!(arrival(&lost.answers(&lost.step()).remove(0).1).level, Level::PhishingResistant);
    // Whoever has none adds the first one with what they have.
    let app = confirming(policy(), "password, app", Action::AddFactor).prove(plain(Authenticator::Password));
    assert_eq!(app.step(), prove(APP, Part::Second));
    assert_eq!(arrival(&app.prove(plain(Authenticator::Totp))).level, Level::Two);
    // Where passkeys sign in alone and are no second factor, the password leads no further.
    let mut alone = policy();
    alone.second_factor.authenticators = vec![Authenticator::Totp];
    let alone = confirming(alone, "password, app, passkey", Action::RemoveFactor).prove(plain(Authenticator::Password));
    let alone = alone.prove(plain(Authenticator::Totp));
    assert_eq!(alone.step(), prove(&[Authenticator::Passkey], Part::First));
    let verified = plain(Authenticator::Passkey).with_user_verified(true);
    assert_eq!(arrival(&alone.prove(verified)).level, Level::PhishingResistant);
}

#[test]
fn a_passkey_of_another_model_confirms_and_restores_nothing() {
    let other = || plain(Authenticator::Passkey).with_user_verified(true).breaking_policy(true);
    let any_of = || vec![Authenticator::Passkey];
    let replace = Step::Enrol { any_of: any_of(), postpone_until: None, why: Enrolment::ModelNotTaken };
    let alone = confirming(Policy::default(), "password, app, passkey", Action::NewRecoveryCodes);
    let shown = alone.clone().prove(other());
    assert_eq!(shown.step(), replace, "alone");
    assert_eq!(
        alone.clone().prove(plain(Authenticator::Password)).prove(other()).step(),
        replace,
        "beside the password"
    );
    let by_app = alone.prove(plain(Authenticator::Password)).prove(plain(Authenticator::Totp));
    assert_eq!(arrival(&by_app).level, Level::Two, "another factor is enough");
    let mut graceful = Policy::default();
    graceful.second_factor.grace = Some(Span::days(7));
    let graceful = confirming(graceful, "password, passkey", Action::AddFactor).prove(other());
    assert_eq!(graceful.step(), replace, "and is not put off");

    let restoring = |shape: &str| {
        let world = World::new(Policy::default(), find(shape), Purpose::Recover).named();
        let Step::Prove { any_of: mail, .. } = world.step() else { panic!("{:?}", world.step()) };
        world.prove(plain(mail[0]))
    };
    let world = restoring("password, app, passkey");
    assert_eq!(world.step(), prove(&[Authenticator::Passkey, Authenticator::Totp], Part::Second));
    assert_eq!(world.clone().prove(other()).step(), prove(APP, Part::Second));
    assert_eq!(world.prove(plain(Authenticator::Passkey)).step().kind(), StepKind::SetPassword);
    let only = restoring("password, passkey").prove(other());
    assert_eq!(only.step(), Step::Refuse(Refusal::AskAdministrator));
    let codes = only.with(|world| world.account.as_mut().unwrap().recovery_codes_left = 8);
    assert_eq!(codes.step(), prove(&[Authenticator::RecoveryCode], Part::Second));
}

#[test]
fn grace_runs_from_the_first_time_it_is_asked_for() {
    let grace = Span::days(14);
    let policy = optional_app(|rule| (rule.rule, rule.grace) = (SecondFactor::Required, Some(grace)));
    let world = after_password(policy, "password");
    let postpone_until = |world: &World| match world.step() {
        Step::Enrol { postpone_until, why: Enrolment::Required, .. } => postpone_until,
        other => panic!("{other:?}"),
    };
    assert_eq!(postpone_until(&world), Some(NOW + grace));
    let since = |start: Time| {
        let world = world.clone();
        world.with(|world| world.account.as_mut().unwrap().facts.grace_started_at = Some(start))
    };
    assert_eq!(postpone_until(&since(NOW - grace + MILLI)), Some(NOW + MILLI));
    assert_eq!(postpone_until(&since(NOW - grace)), None);
    let later = |world: World| world.answering().with(|world| world.progress.postponed_at = Some(NOW));
    assert_eq!(later(world.clone()).step().kind(), StepKind::Arrive);
    assert_eq!(later(since(NOW - grace)).step().kind(), StepKind::Enrol, "grace is over");
    let leveled = later(world.clone()).with(|world| world.requirements.level = Level::Two);
    assert_eq!(leveled.step().kind(), StepKind::Enrol, "the application demands it");
    // What was put off in a session stays so for its applications.
    let mut open = session(world.account.as_ref().unwrap(), PASSWORD);
    open.postponed_at = Some(NOW);
    let again = World::new((*world.policy).clone(), find("password"), Purpose::SignIn);
    assert_eq!(again.with(|world| world.session = Some(open)).step().kind(), StepKind::Arrive);
}

#[test]
fn an_offer_while_registering_can_be_declined() {
    let world = World::new(Policy::company_id(), find("no password"), Purpose::Register);
    let world = world.prove(plain(Authenticator::EmailLink));
    let set = world.answers(&world.step()).remove(0).1;
    let offer =
        Step::Enrol { any_of: vec![Authenticator::Totp], postpone_until: Some(Time::NEVER), why: Enrolment::Offered };
    assert_eq!(set.step(), offer);
    let declined = set.with(|world| world.progress.postponed_at = Some(NOW));
    // The session's proof is one for signing in.
    assert_eq!(arrival(&declined).proofs, [plain(Authenticator::Password)]);
    // The next sign-in does not ask again.
    assert_eq!(after_password(Policy::company_id(), "password").step().kind(), StepKind::Arrive);
}

#[test]
fn a_passkey_is_offered_once_to_whoever_came_with_the_password() {
    let policy = || Policy { passkey_offered: true, ..Policy::default() };
    let offer = Step::Enrol {
        any_of: vec![Authenticator::Passkey],
        postpone_until: Some(Time::NEVER),
        why: Enrolment::PasskeyOffered,
    };
    let open = after_password(policy(), "password");
    assert_eq!(open.step(), offer);
    let app = after_password(policy(), "password, app");
    assert_eq!(app.step(), prove(APP, Part::Second), "what is asked for comes first");
    assert_eq!(app.clone().prove(plain(Authenticator::Totp)).step(), offer);
    let trusted = app.with(|world| world.trust = trusted_for(Span::days(1)));
    assert_eq!(arrival(&trusted).level, Level::One, "a trusted browser adds nothing");
    assert_eq!(
        trusted.prove(plain(Authenticator::Totp)).step(),
        offer,
        "whoever proved the second factor all the same"
    );

    type Changes = fn(&mut World);
    let nobody_is_asked: [(&str, Changes); 10] = [
        ("the policy does not", |world| *world = after_password(Policy::default(), "password")),
        ("they have one", |world| {
            world.account.as_mut().unwrap().second_factors = vec![Authenticator::Passkey];
            world.progress.proofs.push(plain(Authenticator::Passkey));
        }),
        ("an upstream has it", |world| world.account.as_mut().unwrap().facts.external = true),
        ("the device can not", |world| world.progress.makes_passkeys = false),
        ("not now", |world| world.progress.postponed_at = Some(NOW)),
        ("offered before", |world| world.account.as_mut().unwrap().facts.passkey_offered_at = Some(NOW - MILLI)),
        ("offered in another tab", |world| {
            world.account.as_mut().unwrap().facts.passkey_offered_at = Some(NOW - MILLI);
            world.progress.passkey_offered_at = Some(NOW);
        }),
        ("something else was set up", |world| {
            world.account.as_mut().unwrap().recovery_codes_left = 8;
            world.progress.enrolled = true;
        }),
        ("nothing may be shown", |world| world.requirements.silent = true),
        ("a session proves it", |world| {
            world.progress.proofs.clear();
            world.session = Some(session(world.account.as_ref().unwrap(), PASSWORD));
        }),
    ];
    for (why, change) in nobody_is_asked {
        assert_eq!(open.clone().with(change).step().kind(), StepKind::Arrive, "{why}");
    }
    let noted = open.with(|world| {
        world.account.as_mut().unwrap().facts.passkey_offered_at = Some(NOW);
        world.progress.passkey_offered_at = Some(NOW);
    });
    assert_eq!(noted.step(), offer, "it stays until it is answered");
    let provider = Policy { providers: vec![rule(UpstreamFactor::None, false, false)], ..policy() };
    let linked = world(provider, "linked, password").named().prove(plain(Authenticator::Provider(PROVIDER)));
    assert_eq!(linked.with(|world| world.progress.makes_passkeys = true).step().kind(), StepKind::Arrive);
}

#[test]
fn a_passkey_of_another_model_shows_who_it_is_and_is_replaced() {
    let other = || plain(Authenticator::Passkey).with_user_verified(true).breaking_policy(true);
    let taken = || plain(Authenticator::Passkey).with_user_verified(true);
    let replace = |postpone_until| Step::Enrol {
        any_of: vec![Authenticator::Passkey],
        postpone_until,
        why: Enrolment::ModelNotTaken,
    };
    let beside = after_password(Policy::default(), "password, app, passkey");
    assert_eq!(beside.clone().prove(other()).step(), replace(None), "beside the password");
    assert_eq!(
        arrival(&beside.clone().prove(plain(Authenticator::Totp))).level,
        Level::Two,
        "another factor is enough"
    );
    assert_eq!(arrival(&beside.clone().prove(other()).prove(taken())).level, Level::PhishingResistant);
    let alone = world(Policy::default(), "password, passkey").named();
    assert_eq!(alone.clone().prove(other()).step(), replace(None), "alone");
    assert_eq!(arrival(&alone.prove(taken())).level, Level::PhishingResistant);

    let mut policy = Policy::default();
    policy.second_factor.grace = Some(Span::days(7));
    let graceful = after_password(policy, "password, passkey").prove(other());
    assert_eq!(graceful.step(), replace(Some(NOW + Span::days(7))));
    let later = graceful.clone().with(|world| world.progress.postponed_at = Some(NOW));
    assert_eq!((arrival(&later).level, arrival(&later).amr), (Level::Two, vec!["mfa", "pop", "pwd", "user"]));
    let phr = later.with(|world| world.requirements.level = Level::PhishingResistant);
    assert_eq!(phr.step(), replace(None), "what is demanded is not put off");
    let offering =
        Policy { passkey_offered: true, passkey_models: model::policy::PasskeyModels::Certified, ..Policy::default() };
    assert_eq!(after_password(offering, "password").step().kind(), StepKind::Arrive, "no offer that would be refused");
}

#[test]
fn a_recovery_code_leads_to_enrolling_anew() {
    let world = after_password(Policy::password_and_authentication(), "password, app, codes");
    assert_eq!(world.step(), prove(&[Authenticator::Totp, Authenticator::RecoveryCode], Part::Second));
    let recovered = world.prove(plain(Authenticator::RecoveryCode));
    let any_of = vec![Authenticator::Totp, Authenticator::Sms];
    assert_eq!(recovered.step(), Step::Enrol { any_of, postpone_until: None, why: Enrolment::RecoveryCodeUsed });
    let enrolled = arrival(&recovered.prove(plain(Authenticator::Totp)));
    assert_eq!((enrolled.level, enrolled.amr), (Level::Two, vec!["mfa", "otp", "pwd"]));
}

#[test]
fn recovery_codes_count_only_where_the_policy_has_them() {
    let mut policy = Policy::password_and_authentication();
    policy.recovery_codes.offered = false;
    let world = after_password(policy, "password, app, codes");
    assert_eq!(world.step(), prove(APP, Part::Second));
    assert_eq!(world.prove(plain(Authenticator::RecoveryCode)).step(), prove(APP, Part::Second));
}

#[test]
fn a_level_asks_only_for_what_reaches_it() {
    let at = |world: World, level| world.with(|world| world.requirements.level = level);
    let world = after_password(Policy::default(), "password, app, passkey");
    let both = [Authenticator::Passkey, Authenticator::Totp];
    assert_eq!(at(world.clone(), Level::Two).step(), prove(&both, Part::Second));
    let app = world.prove(plain(Authenticator::Totp));
    assert_eq!(at(app, Level::PhishingResistant).step(), prove(&[Authenticator::Passkey], Part::Second));
}

#[test]
fn a_session_that_is_too_low_is_raised_by_another_way_in() {
    let provider = Authenticator::Provider(PROVIDER);
    let believed = Policy { providers: vec![rule(UpstreamFactor::None, true, false)], ..Policy::default() };
    let world = in_session(believed.clone(), "upstream", &[provider]);
    let world = world.with(|world| world.requirements.level = Level::Two);
    assert_eq!(world.step(), prove(&[provider], Part::First));
    assert_eq!(world.clone().prove(plain(provider)).step(), Step::Refuse(Refusal::LevelOutOfReach));
    assert_eq!(arrival(&world.clone().prove(plain(provider).with_two_factors(true))).level, Level::Two);
    let higher = world.with(|world| world.requirements.level = Level::PhishingResistant);
    assert_eq!(higher.step(), Step::Refuse(Refusal::LevelOutOfReach), "a provider is never so sure");
    let linked = in_session(believed.clone(), "linked, password, app", &[provider]);
    let linked = linked.with(|world| world.requirements.level = Level::Two);
    assert_eq!(linked.step(), prove(&[Authenticator::Password, provider], Part::First));
    assert_eq!(linked.prove(plain(Authenticator::Password)).step(), prove(APP, Part::Second));
    let unlinked = in_session(believed, "password", PASSWORD).with(|world| {
        world.policy = Policy { second_factor: off(), ..(*world.policy).clone() }.into();
        world.requirements.level = Level::Two;
    });
    assert_eq!(unlinked.step(), Step::Refuse(Refusal::LevelOutOfReach));
    let without = in_session(Policy { second_factor: off(), ..Policy::default() }, "password, passkey", PASSWORD);
    let without = without.with(|world| world.requirements.level = Level::Two);
    assert_eq!(without.step(), prove(&[Authenticator::Passkey], Part::First));
    // Those whom the organisation's own service judges have no other way in.
    let external = in_session(Policy::external(), "linked, password, app", &[Authenticator::External]);
    let external = external.with(|world| world.requirements.level = Level::Two);
    assert_eq!(external.step(), Step::Refuse(Refusal::LevelOutOfReach));
}

fn off() -> SecondFactorRule {
    SecondFactorRule { rule: SecondFactor::Off, trust: None, ..SecondFactorRule::default() }
}

#[test]
fn nobody_is_sent_to_a_way_in_that_leads_no_further() {
    // Linked, with a password, but no second factor that reaches the level.
    let providers = vec![rule(UpstreamFactor::None, false, false)];
    let policy = Policy { providers, second_factor: off(), ..Policy::default() };
    let world = in_session(policy, "linked, password", &[Authenticator::Provider(PROVIDER)]);
    let world = world.with(|world| world.requirements.level = Level::Two);
    assert_eq!(world.step(), Step::Refuse(Refusal::LevelOutOfReach));
    let providers = vec![rule(UpstreamFactor::None, false, false)];
    let app = Policy { providers, ..optional_app(|_| {}) };
    let world = in_session(app, "upstream", &[Authenticator::Provider(PROVIDER)]);
    let world = world.with(|world| world.requirements.level = Level::Two);
    assert_eq!(world.step(), Step::Refuse(Refusal::LevelOutOfReach), "no password to go on with");
}

// ---- applications

#[test]
fn an_application_that_may_not_be_opened_is_refused_before_anything_is_set_up() {
    let application = |access| Some(Application { id: Id::from_bytes([3; 16]), access });
    let world = after_password(Policy::company_id(), "password to change");
    let open = |access| world.clone().with(|world| world.requirements.application = application(access)).step();
    assert_eq!(open(Access::NotAssigned), Step::Refuse(Refusal::NoAccess(Access::NotAssigned)));
    assert_eq!(open(Access::Group), Step::SetPassword { why: NewPassword::Demanded });
    let unproven = after_password(Policy::company_id(), "password, app");
    let unproven = unproven.with(|world| world.requirements.application = application(Access::NotAssigned));
    assert_eq!(unproven.step(), prove(APP, Part::Second), "told after everything is proven");
    // Who registers does so in peace first.
    let world = World::new(Policy::company_id(), find("no password"), Purpose::Register);
    let world = world.with(|world| world.requirements.application = application(Access::NotAssigned));
    let world = world.prove(plain(Authenticator::EmailLink));
    assert_eq!(world.step().kind(), StepKind::SetPassword);
    let set = world.answers(&world.step()).remove(0).1;
    let declined = set.with(|world| world.progress.postponed_at = Some(NOW));
    assert_eq!(declined.step(), Step::Refuse(Refusal::NoAccess(Access::NotAssigned)));
}

#[test]
fn consent_is_for_one_request() {
    let asked = |scopes: &[&str]| Consented {
        application: Id::from_bytes([3; 16]),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
    };
    let world = after_password(Policy::company_id(), "password");
    let world = world.with(|world| world.requirements.consent = Some(asked(&["openid"])));
    assert_eq!(world.step(), Step::Consent(asked(&["openid"])));
    let other = world.clone().with(|world| world.progress.consented = Some(asked(&["email", "openid"])));
    assert_eq!(other.step(), Step::Consent(asked(&["openid"])));
    let given = world.with(|world| world.progress.consented = Some(asked(&["openid"])));
    assert_eq!(given.step().kind(), StepKind::Arrive);
}

#[test]
fn a_notice_is_accepted_in_its_version() {
    let notice = Policy::passport().notice.unwrap();
    let stored = |text: &str, version: &str| {
        let accepted = Accepted { text: text.into(), version: version.into(), at: NOW };
        let world = after_password(Policy::passport(), "password");
        world.with(|world| world.account.as_mut().unwrap().facts.accepted = Some(accepted)).step()
    };
    assert_eq!(stored(&notice.text, &notice.version).kind(), StepKind::Arrive);
    assert_eq!(stored(&notice.text, "0"), Step::Accept(notice.clone()));
    assert_eq!(stored("cookies", &notice.version), Step::Accept(notice));
}

#[test]
fn silence_turns_steps_into_refusals() {
    let silent = |world: World| world.with(|world| world.requirements.silent = true).step();
    let policy = Policy::passport;
    let refused = |kind| Step::Refuse(Refusal::Silent(kind));
    assert_eq!(silent(world(policy(), "password")), refused(StepKind::Identify));
    assert_eq!(silent(world(policy(), "password").named()), refused(StepKind::Prove));
    assert_eq!(silent(after_password(policy(), "password")), refused(StepKind::Accept));
    assert_eq!(silent(after_password(policy(), "disabled")), Step::Refuse(Refusal::Disabled));
    assert_eq!(silent(after_password(Policy::company_id(), "password")).kind(), StepKind::Arrive);
}

// ---- arriving

#[test]
fn what_was_proven_in_one_sign_in_bears_the_time_of_its_end() {
    let world = after_password(Policy::company_id(), "password, app").with(|world| world.now = NOW + Span::minutes(2));
    let arrived = arrival(&world.prove(plain(Authenticator::Totp)));
    assert_eq!(arrived.auth_time, NOW + Span::minutes(2));
    assert!(arrived.proofs.iter().all(|proof| proof.at == arrived.auth_time));
    assert_eq!(
        arrived.proofs.iter().map(|proof| proof.authenticator).collect::<Vec<_>>(),
        [Authenticator::Password, Authenticator::Totp]
    );
    // The session says the same an hour later.
    let again = in_session(Policy::company_id(), "password, app", &[]).with(|world| {
        world.session.as_mut().unwrap().proofs = arrived.proofs.clone();
        world.now = NOW + Span::minutes(20);
        world.requirements.silent = true;
    });
    assert_eq!(arrival(&again), arrived);
}

#[test]
fn a_step_up_counts_from_the_older_proof() {
    let world = in_session(Policy::company_id(), "password, app", PASSWORD);
    assert_eq!(world.step(), prove(APP, Part::Second));
    let arrived = arrival(&world.prove(plain(Authenticator::Totp)));
    assert_eq!(arrived.auth_time, NOW - Span::minutes(30));
    let times: Vec<_> = arrived.proofs.iter().map(|proof| (proof.authenticator, proof.at)).collect();
    assert_eq!(times, [(Authenticator::Password, NOW - Span::minutes(30)), (Authenticator::Totp, NOW)]);
}

#[test]
fn amr_says_what_happened() {
    let amr = |policy: Policy, shape: &str, proofs: &[Proof]| {
        let world = world(policy, shape).named();
        arrival(&proofs.iter().fold(world, |world, proof| world.prove(proof.clone()))).amr
    };
    let password = plain(Authenticator::Password);
    assert_eq!(amr(Policy::default(), "password", std::slice::from_ref(&password)), ["pwd"]);
    let sms = [password.clone(), plain(Authenticator::Sms)];
    assert_eq!(amr(Policy::password_and_authentication(), "password, sms", &sms), ["mfa", "pwd", "sms"]);
    let touch = [password, plain(Authenticator::Passkey)];
    assert_eq!(amr(Policy::default(), "password, passkey", &touch), ["mfa", "pop", "pwd", "user"]);
    let external = [plain(Authenticator::External)];
    assert_eq!(amr(Policy::external(), "upstream", &external), ["pwd"]);
}

#[test]
fn two_ways_in_are_both_kept_and_the_newest_says_which_rules_hold() {
    let providers = vec![rule(UpstreamFactor::None, false, false)];
    let policy = Policy { providers, ..Policy::company_id() };
    let world = in_session(policy, "linked, password, app", &[Authenticator::Provider(PROVIDER)]);
    assert_eq!(world.step().kind(), StepKind::Arrive);
    let password = world.prove(plain(Authenticator::Password));
    assert_eq!(password.step(), prove(APP, Part::Second));
    let arrived = arrival(&password.prove(plain(Authenticator::Totp)));
    assert_eq!(arrived.auth_time, NOW, "the older word is not needed");
    assert_eq!(arrived.proofs.len(), 3);
}

// ---- recovering

#[test]
fn recovery_is_what_the_policy_says() {
    let recover = |policy: Policy, shape: &str| World::new(policy, find(shape), Purpose::Recover).named();
    let nobody = Policy {
        recovery: model::policy::Recovery { by: model::policy::RecoverBy::Nobody, ..Default::default() },
        ..Policy::default()
    };
    assert_eq!(recover(nobody, "password").step(), Step::Refuse(Refusal::AskAdministrator));
    let link = recover(Policy::default(), "password");
    assert_eq!(link.step(), prove(&[Authenticator::EmailLink], Part::First));
    let opened = link.prove(plain(Authenticator::EmailLink));
    assert_eq!(opened.step(), Step::SetPassword { why: NewPassword::Recovered });
    let locked = opened.with(|world| world.locked_until_unlocked = true);
    assert_eq!(locked.step(), Step::Refuse(Refusal::PasswordLocked), "an administrator alone unlocks");
    let code = recover(Policy::first_time_login(), "password, app");
    assert_eq!(code.clone().prove(plain(Authenticator::EmailLink)).step(), code.step());
    let typed = code.prove(plain(Authenticator::EmailCode));
    assert_eq!(typed.step(), prove(APP, Part::Second));
    let spent = typed.clone().with(|world| world.tries.second = 0);
    assert_eq!(spent.step(), Step::Refuse(Refusal::SecondFactorLocked));
    let late = typed.prove(plain(Authenticator::Totp));
    assert_eq!(late.step(), Step::SetPassword { why: NewPassword::Recovered });
    assert_eq!(late.with(|world| world.tries.second = 0).step(), Step::Refuse(Refusal::SecondFactorLocked));
}

#[test]
fn a_service_is_asked_to_reset_whoever_was_named_and_proofs_change_nothing() {
    let recovery = model::policy::Recovery { by: model::policy::RecoverBy::Provider, ..Default::default() };
    let policy = || Policy { recovery, ..Policy::external() };
    let world = |shape| World::new(policy(), find(shape), Purpose::Recover);
    assert!(matches!(world("upstream").step(), Step::Identify { .. }));
    for shape in ["upstream", "password", "no password", "disabled"] {
        let named = world(shape).named();
        assert_eq!(named.step(), Step::ResetByProvider, "{shape}: it looks the same for everybody");
        for way in [Authenticator::External, Authenticator::EmailLink, Authenticator::EmailCode] {
            assert_eq!(named.clone().prove(plain(way)).step(), Step::ResetByProvider, "{shape} {way:?}");
        }
    }
    let kept = Policy { recovery, ..Policy::default() };
    assert_eq!(kept.check(), [model::policy::Violation::ResetWithoutProvider]);
}

#[test]
fn a_first_password_by_recovery_is_for_accounts_that_wait_for_one() {
    let first = |policy: Policy, shape: Shape| {
        World::new(policy, shape, Purpose::Recover).named().prove(plain(Authenticator::EmailCode)).step()
    };
    let policy = Policy::first_time_login;
    assert_eq!(first(policy(), find("no password")), Step::SetPassword { why: NewPassword::First });
    let guessed = World::new(policy(), find("no password"), Purpose::Recover).named();
    let guessed = guessed.prove(plain(Authenticator::EmailCode)).with(|world| world.locked_until_unlocked = true);
    assert_eq!(guessed.step(), Step::SetPassword { why: NewPassword::First }, "there was none to guess at");
    let linked = Shape { account: Some(model::Account { links: vec![PROVIDER], ..account() }), ..find("no password") };
    assert_eq!(first(policy(), linked.clone()), Step::SetPassword { why: NewPassword::First });
    assert_eq!(first(policy(), find("upstream")), Step::Refuse(Refusal::PasswordElsewhere));
    let invited = Policy { registration: Registration::Invitation, ..policy() };
    assert_eq!(first(invited.clone(), find("no password")), Step::Refuse(Refusal::AskAdministrator));
    assert_eq!(first(invited, linked), Step::Refuse(Refusal::PasswordElsewhere));
}

// ---- registering

#[test]
fn registration_is_what_the_policy_says() {
    let register = |policy: Policy, invited: bool| {
        let world = World::new(policy, find("nobody"), Purpose::Register);
        world.with(|world| world.progress.invited = invited).named()
    };
    let by_code = prove(&[Authenticator::EmailCode], Part::First);
    let by_link = prove(&[Authenticator::EmailLink], Part::First);
    let with = |registration| Policy { registration, ..Policy::default() };
    let open = |domain: &str| with(Registration::Open { domains: vec![domain.into()] });
    let closed = Step::Refuse(Refusal::RegistrationClosed);
    assert_eq!(register(with(Registration::Closed), false).step(), closed);
    assert_eq!(register(with(Registration::Closed), true).step(), closed, "an invitation of an earlier policy");
    assert_eq!(register(with(Registration::Invitation), false).step(), Step::Refuse(Refusal::InvitationNeeded));
    assert_eq!(register(with(Registration::Invitation), true).step(), by_link);
    assert_eq!(register(with(Registration::FirstSignIn), false).step(), by_code);
    assert_eq!(register(open("example.com"), false).step(), by_code);
    assert_eq!(register(open("example.org"), false).step(), Step::Refuse(Refusal::DomainNotAllowed));
    assert_eq!(register(open("example.org"), true).step(), by_link);
    let proven = |world: World, way| world.prove(plain(way)).step();
    let code = Authenticator::EmailCode;
    assert_eq!(proven(register(open("example.com"), false), code), Step::Register);
    let unknown = proven(register(with(Registration::FirstSignIn), false), code);
    assert_eq!(unknown, Step::Refuse(Refusal::UnknownHere));
    let invited = proven(register(with(Registration::FirstSignIn), true), Authenticator::EmailLink);
    assert_eq!(invited, Step::Register);
}

#[test]
fn an_account_registers_once() {
    let register = |policy: Policy, shape: &str| {
        World::new(policy, find(shape), Purpose::Register).prove(plain(Authenticator::EmailLink)).step()
    };
    assert_eq!(register(Policy::default(), "password"), Step::Refuse(Refusal::AlreadyRegistered));
    assert_eq!(register(Policy::default(), "upstream"), Step::Refuse(Refusal::PasswordElsewhere));
    assert_eq!(register(Policy::default(), "no password"), Step::SetPassword { why: NewPassword::First });
    assert_eq!(register(Policy::default(), "app, no password"), prove(APP, Part::Second));
    assert_eq!(register(Policy::company_id(), "app, no password"), Step::Refuse(Refusal::AskAdministrator));
    let external = Policy { sign_in: SignInBy::External { second_factor: UpstreamFactor::None }, ..Policy::default() };
    assert_eq!(register(external, "no password"), Step::Refuse(Refusal::PasswordElsewhere));
}

#[test]
fn a_session_does_not_register() {
    let world = in_session(Policy::default(), "password", PASSWORD).with(|world| {
        world.progress.purpose = Purpose::Register;
        (world.progress.invited, world.progress.user) = (true, world.account.as_ref().map(|account| account.id));
    });
    let opened = world.prove(plain(Authenticator::EmailLink));
    assert_eq!(opened.step(), Step::Refuse(Refusal::AlreadyRegistered));
}

#[test]
fn a_password_that_is_gone_again_does_not_register() {
    // Set in this sign-in, then taken away by an administrator.
    let world = World::new(Policy::default(), find("no password"), Purpose::Register);
    let world = world.prove(plain(Authenticator::Password));
    assert_eq!(world.step(), prove(&[Authenticator::EmailLink], Part::First));
}

#[test]
fn one_mailbox_is_not_two_proofs() {
    let mut policy =
        Policy { registration: Registration::Open { domains: vec!["example.com".into()] }, ..Policy::default() };
    policy.recovery.by = model::policy::RecoverBy::Nobody;
    policy.second_factor.authenticators = vec![Authenticator::EmailCode];
    let shape = Shape {
        account: Some(model::Account { second_factors: vec![Authenticator::EmailCode], ..account() }),
        ..find("no password")
    };
    let world = World::new(policy, shape, Purpose::Register).named().prove(plain(Authenticator::EmailCode));
    assert_eq!(world.step(), Step::SetPassword { why: NewPassword::First });
    let set = world.answers(&world.step()).remove(0).1;
    assert_eq!(set.step(), prove(&[Authenticator::EmailCode], Part::Second), "another code than the first");
}

// ---- confirming

fn confirming(policy: Policy, shape: &str, action: Action) -> World {
    let world = in_session(policy, shape, PASSWORD);
    world.with(|world| world.progress.purpose = Purpose::Confirm(action))
}

#[test]
fn only_a_signed_in_user_confirms() {
    let world = confirming(Policy::company_id(), "password", Action::DeleteAccount);
    assert_eq!(world.step(), prove(PASSWORD, Part::First));
    let out = world.clone().named().with(|world| world.session = None);
    assert_eq!(out.step(), Step::Refuse(Refusal::SignInFirst));
    let idle = world.with(|world| world.now = NOW + Span::hours(2));
    assert_eq!(idle.step(), Step::Refuse(Refusal::SignInFirst));
    let mut nobody = idle.sign_in();
    nobody.subject = Subject::Nobody;
    let step = model::sign_in::next(&nobody, &idle.requirements, &idle.policy, NOW);
    assert_eq!(step, Step::Refuse(Refusal::SignInFirst));
}

#[test]
fn a_confirmation_is_for_one_action_and_holds_five_minutes() {
    let world = confirming(Policy::company_id(), "password", Action::DeleteAccount);
    let proven = world.clone().prove(plain(Authenticator::Password));
    let confirmed = arrival(&proven);
    assert_eq!((confirmed.level, confirmed.proofs.len()), (Level::One, 0));
    let after = |span| proven.clone().with(|world| world.now = NOW + span).step();
    assert_eq!(after(Span::minutes(5)).kind(), StepKind::Arrive);
    assert_eq!(after(Span::millis(5 * 60_000 + 1)), prove(PASSWORD, Part::First));
    let other = proven.with(|world| world.progress.purpose = Purpose::Confirm(Action::ChangeEmail));
    assert_eq!(other.step(), prove(PASSWORD, Part::First));
    let spent = world.prove(plain(Authenticator::Password)).with(|world| world.tries.first = 0);
    assert_eq!(spent.step(), prove(PASSWORD, Part::First));
}

#[test]
fn confirming_takes_the_second_factor_whatever_browser_it_is() {
    let world =
        confirming(optional_app(|rule| rule.trust = Some(Span::days(9))), "password, app, codes", Action::RemoveFactor);
    let world = world.with(|world| world.trust = trusted_for(Span::days(1))).prove(plain(Authenticator::Password));
    assert_eq!(world.step(), prove(&[Authenticator::Totp, Authenticator::RecoveryCode], Part::Second));
    assert_eq!(arrival(&world.clone().prove(plain(Authenticator::Totp))).level, Level::Two);
    assert_eq!(world.prove(plain(Authenticator::RecoveryCode)).step().kind(), StepKind::Arrive);
    let alone = confirming(Policy::default(), "password, passkey", Action::ChangeEmail);
    assert_eq!(alone.step(), prove(&[Authenticator::Password, Authenticator::Passkey], Part::First));
    let touch = alone.clone().prove(plain(Authenticator::Passkey));
    assert_eq!(touch.step().kind(), StepKind::Prove);
    assert_eq!(alone.prove(plain(Authenticator::Passkey).with_user_verified(true)).step().kind(), StepKind::Arrive);
    let none = confirming(Policy::default(), "password", Action::ChangeEmail);
    assert_eq!(none.step(), prove(PASSWORD, Part::First), "only what the account has");
}

#[test]
fn upstream_users_confirm_upstream() {
    let with = |second_factor, shape| {
        let policy = Policy { providers: vec![rule(second_factor, false, false)], ..Policy::company_id() };
        confirming(policy, shape, Action::ExportData)
    };
    let provider = Authenticator::Provider(PROVIDER);
    let world = with(UpstreamFactor::None, "upstream");
    assert_eq!(world.step(), prove(&[provider], Part::First));
    assert_eq!(world.prove(plain(provider)).step().kind(), StepKind::Arrive);
    // A provider's word is no way around the factor that is kept here, whatever is enough to come in.
    for rule in [UpstreamFactor::None, UpstreamFactor::Required] {
        for proof in [plain(provider), plain(provider).with_two_factors(true)] {
            assert_eq!(with(rule, "upstream, app").prove(proof).step(), prove(APP, Part::Second));
        }
    }
    assert_eq!(with(UpstreamFactor::None, "no password").step(), Step::Refuse(Refusal::NothingToProve));
    let external = confirming(Policy::external(), "upstream", Action::ExportData);
    assert_eq!(external.step(), prove(&[Authenticator::External], Part::First));
}

#[test]
fn a_password_is_changed_where_it_lives() {
    let change = |policy, shape: &str| confirming(policy, shape, Action::ChangePassword);
    assert_eq!(change(Policy::external(), "upstream").step(), Step::Refuse(Refusal::PasswordElsewhere));
    let outside = change(Policy::company_id(), "password");
    let outside = outside.with(|world| world.account.as_mut().unwrap().facts.external = true);
    assert_eq!(outside.step(), Step::Refuse(Refusal::PasswordElsewhere));
    let world = change(Policy::company_id(), "password").prove(plain(Authenticator::Password));
    assert_eq!(world.step(), Step::SetPassword { why: NewPassword::Changed });
    let set = world.answers(&world.step()).remove(0).1;
    assert_eq!(set.step().kind(), StepKind::Arrive);
    let by_mail = Policy { password_change: PasswordChange::EmailLink, ..Policy::company_id() };
    assert_eq!(change(by_mail.clone(), "password").step(), prove(&[Authenticator::EmailLink], Part::First));
    let other = confirming(by_mail, "password", Action::ChangeEmail);
    assert_eq!(other.step(), prove(PASSWORD, Part::First));
    let shut = change(Policy::company_id(), "password");
    let shut = shut.with(|world| world.account.as_mut().unwrap().state = State::Disabled);
    assert_eq!(shut.step(), Step::Refuse(Refusal::Disabled));
}

// ---- what is stored

#[test]
fn progress_is_json_and_refuses_what_it_does_not_know() {
    let mut progress = Progress::new(Purpose::Confirm(Action::ChangeEmail));
    progress.identified(Key::email("ada@example.com").unwrap(), Some(account().id));
    progress.proven(Proof::new(Authenticator::Provider(PROVIDER), Purpose::SignIn, NOW).with_two_factors(true));
    progress.proven(Proof::new(Authenticator::Password, Purpose::SignIn, NOW).breaking_policy(true));
    let json = serde_json::to_string(&progress).unwrap();
    assert_eq!(serde_json::from_str::<Progress>(&json).unwrap(), progress);
    assert_eq!(serde_json::from_str::<Progress>("{}").unwrap(), Progress::default());
    assert!(serde_json::from_str::<Progress>(r#"{"proof":[]}"#).is_err());
    let proof = serde_json::to_string(&progress.proofs[1]).unwrap();
    assert_eq!(
        proof,
        format!(r#"{{"authenticator":"password","purpose":"sign_in","at":{},"breaks_policy":true}}"#, NOW.millis())
    );
}

fn challenge(kind: Authenticator, purpose: Purpose, id: u8) -> Challenge {
    Challenge {
        id: Id::from_bytes([id; 16]),
        authenticator: kind,
        purpose,
        sent_at: NOW,
        expires_at: NOW + Span::minutes(5),
        tries_left: 5,
        sent_to: "a…@example.com".into(),
        data: "canary".into(),
    }
}

#[test]
fn a_newer_challenge_voids_the_older_and_a_proof_uses_it_up() {
    let (sms, code) = (Authenticator::Sms, Authenticator::EmailCode);
    let mut progress = Progress::new(Purpose::SignIn);
    for (kind, purpose, id) in [(sms, Purpose::SignIn, 1), (code, Purpose::SignIn, 2), (sms, Purpose::Recover, 3)] {
        progress.challenged(challenge(kind, purpose, id));
    }
    let open = |progress: &Progress, kind, now| progress.challenge(kind, now).map(|found| found.id.as_bytes()[0]);
    assert_eq!((open(&progress, sms, NOW), open(&progress, code, NOW)), (Some(1), Some(2)));
    assert_eq!(open(&progress, Authenticator::Passkey, NOW), None);
    progress.challenged(challenge(sms, Purpose::SignIn, 4));
    assert_eq!((open(&progress, sms, NOW), progress.challenges.len()), (Some(4), 3));
    assert_eq!(open(&progress, sms, NOW + Span::minutes(5)), None, "over");
    assert_eq!(open(&progress, sms, NOW + Span::minutes(5) - MILLI), Some(4));
    progress.challenges[2].tries_left = 0;
    assert_eq!(open(&progress, sms, NOW), None, "spent");
    progress.proven(Proof::new(sms, Purpose::SignIn, NOW));
    let left: Vec<_> = progress.challenges.iter().map(|left| left.id.as_bytes()[0]).collect();
    assert_eq!(left, [2, 3], "the others stay");
    assert!(!format!("{:?}", progress.challenges).contains("canary"));
    assert!(format!("{:?}", progress.challenges).contains("EmailCode"));
}

#[test]
fn a_proof_replaces_its_like_only() {
    let mut progress = Progress::new(Purpose::SignIn);
    progress.proven(Proof::new(Authenticator::Totp, Purpose::SignIn, NOW));
    progress.proven(Proof::new(Authenticator::Totp, Purpose::Recover, NOW));
    progress.proven(Proof::new(Authenticator::Password, Purpose::SignIn, NOW));
    progress.proven(Proof::new(Authenticator::Totp, Purpose::SignIn, NOW + MILLI));
    let kept: Vec<_> = progress.proofs.iter().map(|proof| (proof.authenticator, proof.purpose, proof.at)).collect();
    assert_eq!(
        kept,
        [
            (Authenticator::Totp, Purpose::Recover, NOW),
            (Authenticator::Password, Purpose::SignIn, NOW),
            (Authenticator::Totp, Purpose::SignIn, NOW + MILLI),
        ]
    );
}

#[test]
fn a_reset_signs_nobody_in() {
    let world = World::new(Policy::default(), find("password"), Purpose::Recover).named();
    let mut progress = world.prove(plain(Authenticator::EmailLink)).progress;
    progress.challenged(challenge(Authenticator::EmailLink, Purpose::Recover, 1));
    progress.password_set(NewPassword::Recovered, NOW);
    assert_eq!((progress.purpose, progress.proofs, progress.challenges), (Purpose::SignIn, vec![], vec![]));
    assert!(progress.identifier.is_some(), "but the user is still named");
    assert_eq!(progress.password_set_at, Some(NOW));
}

#[test]
fn who_registers_without_a_password_signs_in_where_it_is() {
    let mut progress = Progress::new(Purpose::Register);
    progress.proven(Proof::new(Authenticator::EmailLink, Purpose::Register, NOW));
    progress.proven(Proof::new(Authenticator::Provider(PROVIDER), Purpose::SignIn, NOW));
    progress.registered(account().id, false, NOW);
    assert_eq!((progress.purpose, progress.user), (Purpose::SignIn, Some(account().id)));
    assert_eq!(progress.proofs, [Proof::new(Authenticator::Provider(PROVIDER), Purpose::SignIn, NOW)]);
}

// ---- requirements

#[test]
fn merging_takes_the_stricter_of_each() {
    let one = Requirements {
        level: Level::Two,
        max_age: Some(Span::minutes(5)),
        login: true,
        user: Some(account().id),
        ..Requirements::default()
    };
    let two = Requirements {
        preferred: Level::PhishingResistant,
        max_age: Some(Span::minutes(9)),
        select_account: true,
        silent: true,
        login_hint: Some("ada".into()),
        application: Some(Application { id: Id::from_bytes([3; 16]), access: Access::User }),
        consent: Some(Consented { application: Id::from_bytes([3; 16]), scopes: vec![] }),
        ..Requirements::default()
    };
    let both = Requirements { level: one.level, login: true, max_age: one.max_age, user: one.user, ..two.clone() };
    assert_eq!(one.clone().merge(two.clone()), both);
    assert_eq!(two.merge(one), both);
    assert_eq!(both.clone().merge(Requirements::default()), both);
}

#[test]
fn levels_have_names() {
    for level in Level::ALL {
        assert_eq!(Level::from_acr(level.acr()), Some(level));
    }
    assert_eq!(Level::from_acr("3"), None);
    assert!(Level::One < Level::Two && Level::Two < Level::PhishingResistant);
    assert_eq!(Level::ALL.map(Level::acr), ["urn:doorward:acr:1", "urn:doorward:acr:2", "phr"]);
}

#[test]
fn what_is_no_second_factor_counts_as_none_wherever_it_stands() {
    for one in [Authenticator::Totp, Authenticator::Sms, Authenticator::EmailCode, Authenticator::Passkey] {
        assert!(one.is_second_factor(), "{one:?}");
    }
    let mut policy = Policy::default();
    policy.second_factor.authenticators = vec![Authenticator::RecoveryCode, Authenticator::Password];
    assert_eq!(policy.second_factors().next(), None);
}

/// Who is identified by a proof has given the first part with it; where the step asks for something else, no proof is taken.
#[test]
fn a_step_takes_the_proofs_that_it_names() {
    let identify = Step::Identify { by: model::policy::IdentifyBy::Email, any_of: vec![Authenticator::Passkey] };
    assert_eq!(identify.takes(Authenticator::Passkey), Some(Part::First));
    assert_eq!(identify.takes(Authenticator::Password), None);
    let second = Step::Prove { any_of: vec![Authenticator::Passkey, Authenticator::RecoveryCode], part: Part::Second };
    assert_eq!(second.takes(Authenticator::Passkey), Some(Part::Second));
    assert_eq!(second.takes(Authenticator::Password), None);
    assert_eq!(Step::Register.takes(Authenticator::Passkey), None);
}
