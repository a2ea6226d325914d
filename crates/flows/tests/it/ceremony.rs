//! How proofs are taken: what a request reads, what comes twice, and what may be used once.

use flows::{Answer, Arrived, Complaint, Destination, Turn};
use model::{
    Authenticator, Policy, Span,
    policy::{LockOut, Opens, RecoveryCodes, SecondFactor, SecondFactorRule},
    sign_in::{Action, Purpose, Refusal, StepKind},
};
use store::testing::Work;

use crate::{
    browser::{Browser, Place, password_answer},
    content::{organisation, somebody},
    world::{NOW, PASSWORD, World, code, on_both, request},
};

/// How many statements were read, and which.
fn reads(work: &[Work]) -> Vec<&'static str> {
    let name = |work: &Work| match work {
        Work::Read(name, _) => Some(*name),
        Work::Write(_) | Work::Commit => None,
    };
    work.iter().filter_map(name).collect()
}

/// A password sign-in to an application: five requests, of which the pages read what they show, and the password everything
/// once.
#[tokio::test]
async fn a_request_reads_each_fact_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        // What is kept in memory is read now.
        browser.clone().sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let (at, work) = world.store.work_of(browser.authorize(&request("wiki", ""))).await;
        let at = at.asks_for(StepKind::Identify);
        let mut all = reads(&work);
        assert_eq!(all.len(), 1, "the page: {all:?}");
        let (place, work) = world.store.work_of(browser.email(&at, "anna@acme.example")).await;
        place.asks_for_password();
        assert!(reads(&work).len() <= 2, "the address, and the page after it: {work:?}");
        all.extend(reads(&work));
        let (place, work) = world.store.work_of(browser.password(&at, PASSWORD)).await;
        place.arrives();
        let read = reads(&work);
        assert!(read.len() <= 5, "the password: {read:?}");
        let counters = read.iter().filter(|name| name.ends_with("attempts::SEVERAL")).count();
        assert_eq!(counters, 1, "what was typed, the account, and its second factor: {read:?}");
        all.extend(read);
        assert!(all.len() <= 8, "{all:?}");
    })
    .await;
}

/// LGN-03: until something was proven the database does the same work whoever is called so, row for row; and a password that
/// is judged, or is not because the counter is closed, makes the same statements run.
#[tokio::test]
async fn lgn_03_nobody_costs_what_somebody_costs() {
    on_both(async |world| {
        // What is kept in memory is read now.
        Browser::new(world).sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        let walk = async |email: &str| {
            let mut browser = Browser::new(world);
            let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
            let (place, named) = world.store.work_of(browser.email(&at, email)).await;
            place.asks_for_password();
            let (_, page) = world.store.work_of(browser.show(&at, true)).await;
            let mut judged = Vec::new();
            for _ in 0..12 {
                let (place, work) = world.store.work_of(browser.password(&at, "a guess")).await;
                assert!(place.complaint().is_some());
                judged.push(names(&work));
            }
            (named, page, judged)
        };
        let known = walk("anna@acme.example").await;
        for email in ["nobody@acme.example", "tom@acme.example", "ned@acme.example"] {
            let other = walk(email).await;
            assert_eq!(other.0, known.0, "the address of {email}");
            assert_eq!(other.1, known.1, "the page for {email}");
            for (other, known) in other.2.iter().zip(&known.2) {
                assert_eq!(without_notices(other), without_notices(known), "a wrong password of {email}");
            }
        }
    })
    .await;
}

/// The statements without what they found.
fn names(work: &[Work]) -> Vec<&'static str> {
    let name = |work: &Work| match work {
        Work::Read(name, _) | Work::Write(name) => Some(*name),
        Work::Commit => None,
    };
    work.iter().filter_map(name).collect()
}

/// Without what is the account's alone and is hidden behind the time that every wrong password takes: its own counter, and
/// the notice to its owner.
fn without_notices(names: &[&'static str]) -> Vec<&'static str> {
    let own = ["jobs::INSERT", "attempts::TAKE", "attempts::NOTIFY"];
    names.iter().copied().filter(|name| !own.iter().any(|own| name.ends_with(own))).collect()
}

/// Where a browser stands before the answer that completes its sign-in, and that answer.
struct Last {
    name: &'static str,
    browser: Browser,
    at: String,
    answer: Box<dyn Fn() -> Answer>,
    /// The same kind of answer, with something else in it.
    other: Answer,
}

/// One for each answer that can be the last one.
async fn lasts(world: &World) -> Vec<Last> {
    let mut lasts = Vec::new();
    let mut add = |browser: &Browser, at: &str, answer: Box<dyn Fn() -> Answer>, other: Answer| {
        let name = match (completes(&answer()).expect("it can be the last one"), &browser.device) {
            ("password", Some(_)) => "password in a trusted browser",
            (name, _) => name,
        };
        lasts.push(Last { name, browser: browser.clone(), at: at.to_owned(), answer, other });
    };
    let password = |password: &str| password_answer(password);
    let mut anna = Browser::new(world);
    let at = anna.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
    add(&anna, &at, Box::new(move || password(PASSWORD)), password("another"));

    let mut ben = Browser::new(world);
    let at = ben.authorize(&request("wiki", "&organization=blue")).await.asks_for(StepKind::Identify);
    let company = |password: &str| Answer::Company {
        organisation: "blue".into(),
        user: "ben".into(),
        password: password.into(),
        remember: false,
        makes_passkeys: false,
    };
    add(&ben, &at, Box::new(move || company(PASSWORD)), company("another"));

    let mut tom = Browser::new(world);
    let at = tom.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
    let totp = |code: String| Answer::Code { code, trust: false };
    add(&tom, &at, Box::new(move || totp(code(0))), totp("000000".into()));

    let mut bert = Browser::new(world);
    let at = bert.sign_in(&request("shop", ""), "bert@acme.example").await.asks_for(StepKind::Consent);
    let question_mac = bert.consent_for.clone();
    let consent = move || Answer::Consent { allowed: true, question_mac: question_mac.clone() };
    add(&bert, &at, Box::new(consent), Answer::Consent { allowed: true, question_mac: "another".into() });

    let mut tina = Browser::new(world);
    let at = tina.later(Span::seconds(30)).sign_in(&request("wiki", ""), "tina@acme.example").await.asks_for_code();
    tina.answer(&at, Answer::Code { code: code(1), trust: true }).await.arrives();
    tina.session = None;
    let at = tina.later(Span::seconds(30)).goes_to_password(&request("wiki", ""), "tina@acme.example").await;
    add(&tina, &at, Box::new(move || password(PASSWORD)), password("another"));

    grace(world, &["mia@mint.example", "max@mint.example"]).await;
    let mut mia = Browser::new(world);
    let (at, _) = mia.sign_in(&request("wiki", ""), "mia@mint.example").await.enrols();
    add(&mia, &at, Box::new(|| Answer::Postpone), password("another"));

    let mut max = Browser::new(world);
    let (at, enrolment) = max.sign_in(&request("wiki", ""), "max@mint.example").await.enrols();
    let (shown, sealed) = (totp_code(&enrolment.key, 0), enrolment.sealed);
    let other = Answer::EnrolTotp { code: "000000".into(), sealed: sealed.clone() };
    let enrols = move || Answer::EnrolTotp { code: shown.clone(), sealed: sealed.clone() };
    add(&max, &at, Box::new(enrols), other);

    let (una, at) = crate::passwords::asked_to_choose(world).await;
    let chooses = |password: &str| Answer::NewPassword { password: password.into(), repeated: password.into() };
    add(&una, &at, Box::new(move || chooses("violet otters in the basin")), chooses("another"));

    let (fay, at) = crate::passwords::asked_to_accept(world).await;
    let accepts = |version: &str| Answer::Accept {
        notice: model::policy::Notice { text: "privacy".into(), version: version.into() },
        accepted: true,
    };
    add(&fay, &at, Box::new(move || accepts("1")), accepts("2"));
    lasts
}

/// What an answer is called, if a sign-in can be completed by it. A recovery code leads to a new app, and is never the last one;
/// who is named proves themselves next, who shows a mailbox chooses a password, and who registers arrives with the page that follows.
fn completes(answer: &Answer) -> Option<&'static str> {
    match answer {
        Answer::Password { .. } => Some("password"),
        Answer::Company { .. } => Some("company"),
        Answer::Code { .. } => Some("code"),
        Answer::Consent { .. } => Some("consent"),
        Answer::Postpone => Some("postpone"),
        Answer::EnrolTotp { .. } => Some("enrol"),
        Answer::RecordCodes(_) => Some("recovery codes"),
        Answer::NewPassword { .. } => Some("new password"),
        Answer::Accept { .. } => Some("notice"),
        Answer::Email { .. } | Answer::User { .. } | Answer::RecoveryCode(_) | Answer::Register(_) => None,
        Answer::SendCode
        | Answer::SendLink
        | Answer::RequestReset
        | Answer::EmailCode { .. }
        | Answer::SendText
        | Answer::TextCode { .. }
        | Answer::SendToNumber { .. }
        | Answer::EnrolNumber(_)
        | Answer::SomebodyElse
        | Answer::Provider(_) => None,
        // `passkeys.rs` plays these.
        Answer::Passkey { .. } | Answer::EnrolPasskey { .. } => None,
    }
}

/// An organisation whose people set up a second factor within three days.
async fn grace(world: &World, people: &[&str]) {
    let second_factor = SecondFactorRule {
        rule: SecondFactor::Required,
        authenticators: vec![Authenticator::Totp],
        grace: Some(Span::days(3)),
        trust: None,
        ..SecondFactorRule::default()
    };
    let mut users = Vec::new();
    for email in people {
        users.push(somebody(email).await);
    }
    let recovery_codes = RecoveryCodes { offered: false, recorded: false };
    let policy = Policy { second_factor, recovery_codes, ..Policy::default() };
    world.add(vec![organisation("mint", policy, users)], vec![]).await;
    for name in ["wiki", "mail", "shop"] {
        let mut application = crate::content::application(name);
        application.subscribers = vec![("acme".into(), true), ("blue".into(), true), ("mint".into(), true)];
        application.settings.asks_consent = name == "shop";
        world.add(vec![], vec![application]).await;
    }
}

/// Whatever completed a sign-in, the same click a moment later arrives in the same session, and a later one is told that it was
/// done before.
#[tokio::test]
async fn the_same_click_is_treated_alike_for_every_answer() {
    on_both(async |world| {
        for Last { name, mut browser, at, answer, other } in lasts(world).await {
            let (mut again, mut stranger) = (browser.clone(), browser.clone());
            browser.answer(&at, answer()).await.arrives();
            again.later(Span::seconds(5));
            let place = again.answer(&at, answer()).await;
            assert!(matches!(place, Place::Application(_)), "the same click on {name}: {place:?}");
            place.arrives();
            assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some(), "{name}");
            let (caller, who) = (again.caller(), world.doorward.signed_in(&again.caller()).await.unwrap());
            let who = who.unwrap_or_else(|| panic!("{name}"));
            let secret = |browser: &Browser| browser.session.as_ref().map(crypto::Token::expose);
            assert_eq!(
                secret(&again),
                secret(&browser),
                "{name}: whichever answer comes last, the browser keeps the same"
            );
            let listed = world.doorward.list_sessions(&caller, &who).await.unwrap();
            let now = listed.iter().filter(|session| session.created_at >= browser.now).count();
            assert!(now <= 1, "{name}: one sign-in leaves one session in the list: {listed:?}");
            assert!(matches!(stranger.answer(&at, other).await, Place::Completed), "another {name}");
            assert!(stranger.session.is_none(), "another {name}");
            again.later(Span::minutes(2));
            assert!(matches!(again.answer(&at, answer()).await, Place::Completed), "a late {name}");
        }
    })
    .await;
}

/// Two at once, so that neither has seen what the other one wrote.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_click_twice_at_once_arrives_twice_by_every_answer() {
    on_both(async |world| {
        for Last { name, browser, at, answer, .. } in lasts(world).await {
            let clicks = [browser.clone(), browser].map(|mut browser| {
                let (at, answer) = (at.clone(), answer());
                async move { browser.answer(&at, answer).await }
            });
            for place in crate::races::at_once(clicks).await {
                assert!(matches!(place, Place::Application(_)), "{name}: {place:?}");
            }
        }
    })
    .await;
}

/// A phone loads the page again when one comes back from the app: the key is the one that the app has.
#[tokio::test]
async fn a_page_that_is_loaded_again_shows_the_same_key() {
    on_both(async |world| {
        grace(world, &["mia@mint.example", "moe@mint.example"]).await;
        let mut browser = Browser::new(world);
        let (at, first) = browser.sign_in(&request("shop", ""), "mia@mint.example").await.enrols();
        let (_, again) = browser.show(&at, true).await.enrols();
        assert_eq!(first.key, again.key);
        let (_, of_another) = Browser::new(world).sign_in(&request("shop", ""), "mia@mint.example").await.enrols();
        let (_, of_moe) = Browser::new(world).sign_in(&request("shop", ""), "moe@mint.example").await.enrols();
        assert!(of_another.key != first.key && of_moe.key != first.key && of_moe.key != of_another.key);
        let code = totp_code(&first.key, 0);
        let answer = Answer::EnrolTotp { code, sealed: again.sealed.clone() };
        browser.answer(&at, answer).await.asks_for(StepKind::Consent);
    })
    .await;
}

/// A secret that was sealed for a page sets up one app, also where that one is gone again while the sign-in goes on.
#[tokio::test]
async fn a_sealed_enrolment_is_good_once() {
    on_both(async |world| {
        grace(world, &["mia@mint.example"]).await;
        let mut browser = Browser::new(world);
        let (at, enrolment) = browser.sign_in(&request("shop", ""), "mia@mint.example").await.enrols();
        let answer = || Answer::EnrolTotp { code: totp_code(&enrolment.key, 0), sealed: enrolment.sealed.clone() };
        browser.answer(&at, answer()).await.asks_for(StepKind::Consent);
        browser.answer(&at, Answer::SomebodyElse).await.asks_for(StepKind::Identify);
        let owner = world.user("mia@mint.example").await;
        let rows = store::credentials::of_user(&mut world.store.read().await.unwrap(), owner.0, owner.1).await.unwrap();
        let app = rows.iter().find(|row| row.kind == store::credentials::CredentialKind::Totp).expect("it was set up");
        world.change(|change| store::credentials::delete(change, owner, app.id)).await;
        browser.email(&at, "mia@mint.example").await.asks_for_password();
        browser.password(&at, PASSWORD).await.enrols();
        let (_, fresh) = browser.answer(&at, answer()).await.enrols();
        assert_ne!(fresh.key, enrolment.key);
    })
    .await;
}

/// The address of a sign-in is sealed for an hour and good once: where a session is enough to arrive, the second visit is told
/// that it was done before, and gets no second code.
#[tokio::test]
async fn a_sealed_address_is_good_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        // Asked for without a session, so that the address is sealed; then signed in by another tab.
        let at = browser.authorize(&request("mail", "")).await.asks_for(StepKind::Identify);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        browser.show(&at, true).await.arrives();
        assert!(matches!(browser.show(&at, true).await, Place::Completed));
    })
    .await;
}

/// SES-13: an action is confirmed by a proof of its own, and the session stays what it was.
#[tokio::test]
async fn confirming_an_action_opens_no_session() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let session = browser.session.clone();
        let confirm = Purpose::Confirm(Action::ChangeEmail);
        let page = Destination::Page("/account/sessions".into());
        let (at, cookie) = world.doorward.begin(&browser.caller(), confirm, page, None, None);
        assert!(cookie.is_none());
        browser.show(&at, false).await.asks_for_identify_or_password();
        let turn = Box::pin(world.doorward.answer(&browser.caller(), &at, password_answer(PASSWORD))).await;
        let Ok(Turn::Arrived(Arrived::Page(address), cookies)) = turn else { panic!("not confirmed") };
        assert!(address.starts_with("/account/sessions?confirmed="), "{address}");
        assert!(cookies.is_empty(), "no other session, and no other secret");
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());
        assert_eq!(
            session.map(|token| token.expose().to_string()),
            browser.session.map(|token| token.expose().to_string())
        );
    })
    .await;
}

/// A password that could not be set today does not let in, also where it is made of what only the directory knows.
#[tokio::test]
async fn pwd_08_a_password_made_of_ones_own_names_is_to_be_replaced() {
    on_both(async |world| {
        let document = |claims: serde_json::Value, user_name: &str, password: &str| {
            let user = serde_json::json!({
                "email": "una@acme.example", "user_name": user_name, "claims": claims, "password": password,
            });
            serde_json::json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [user] }] })
        };
        let (password, plain, other) = ("tanglewoodian77", serde_json::json!({}), "una.brown");
        for (claims, user_name) in [
            (plain.clone(), "tanglewoodian"),
            (serde_json::json!({ "nickname": "Tanglewoodian" }), other),
            (serde_json::json!({ "middle_name": "Tanglewoodian" }), other),
        ] {
            crate::apply::applied(world, &document(plain.clone(), other, password)).await;
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), "una@acme.example").await;
            browser.password(&at, password).await.arrives();
            let mut changed = document(claims.clone(), user_name, password);
            changed["organisations"][0]["users"][0].as_object_mut().unwrap().remove("password");
            crate::apply::applied(world, &changed).await;
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), "una@acme.example").await;
            let place = browser.password(&at, password).await;
            assert!(!matches!(place, Place::Application(_)), "{user_name}, {claims}: {place:?}");
            let nothing = serde_json::json!({ "nickname": null, "middle_name": null });
            let mut back = document(nothing, other, password);
            back["organisations"][0]["users"][0].as_object_mut().unwrap().remove("password");
            crate::apply::applied(world, &back).await;
        }
    })
    .await;
}

/// Ten new codes for somebody.
pub(crate) async fn recovery_codes(world: &World, email: &str) -> Vec<String> {
    let (org, user) = world.user(email).await;
    let whom = flows::UserRef { org, user };
    world.doorward.issue_recovery_codes(&world.granted(whom)).await.unwrap().expect("somebody is called so")
}

/// Asked for the second factor, with recovery codes at hand.
async fn at_second(world: &World) -> (Browser, String) {
    let mut browser = Browser::new(world);
    let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
    (browser, at)
}

#[tokio::test]
async fn rcv_01_ten_codes_that_are_stored_as_hashes() {
    on_both(async |world| {
        let codes = recovery_codes(world, "tom@acme.example").await;
        assert_eq!(codes.len(), 10);
        let (org, user) = world.user("tom@acme.example").await;
        let mut read = world.store.read().await.unwrap();
        let rows = store::credentials::of_user(&mut read, org, user).await.unwrap();
        let rows: Vec<_> =
            rows.iter().filter(|row| row.kind == store::credentials::CredentialKind::RecoveryCode).collect();
        assert_eq!(rows.len(), 10);
        for code in &codes {
            let plain = code.replace('-', "");
            assert!(rows.iter().all(|row| row.secret.len() == 32 && row.secret != plain.as_bytes()));
        }
    })
    .await;
}

#[tokio::test]
async fn rcv_03_wrong_codes_of_both_kinds_share_a_budget() {
    on_both(async |world| {
        let codes = recovery_codes(world, "tom@acme.example").await;
        let (mut browser, at) = at_second(world).await;
        for _ in 0..2 {
            let wrong = browser.answer(&at, Answer::RecoveryCode("00000-00000-00000".into())).await.complaint();
            assert_eq!(wrong, Some(Complaint::RecoveryCodeWrong));
            assert_eq!(browser.code(&at, "000000").await.complaint(), Some(Complaint::CodeWrong));
        }
        let locked = browser.answer(&at, Answer::RecoveryCode("not one".into())).await.complaint();
        assert_eq!(locked, Some(Complaint::CodeLocked(NOW + Span::minutes(15))));
        let refused = browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await;
        assert_eq!(refused.refusal(), Refusal::SecondFactorLocked);
    })
    .await;
}

#[tokio::test]
async fn rcv_04_a_new_set_voids_the_old_one() {
    on_both(async |world| {
        let old = recovery_codes(world, "tom@acme.example").await;
        let new = recovery_codes(world, "tom@acme.example").await;
        assert!(old.iter().all(|code| !new.contains(code)));
        let (mut browser, at) = at_second(world).await;
        let wrong = browser.answer(&at, Answer::RecoveryCode(old[0].clone())).await.complaint();
        assert_eq!(wrong, Some(Complaint::RecoveryCodeWrong));
        assert_eq!(world.events("recovery_codes.issued").await, 2);
    })
    .await;
}

#[tokio::test]
async fn rcv_05_a_recovery_code_replaces_the_second_factor_only() {
    on_both(async |world| {
        let codes = recovery_codes(world, "tom@acme.example").await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "tom@acme.example").await;
        browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.asks_for_password();
        assert!(browser.session.is_none());
        // Nor where the session says who it is, and the password is asked for again; and the code is not used up by that.
        browser.password(&at, PASSWORD).await.asks_for_code();
        browser.code(&at, &code(0)).await.arrives();
        browser.later(Span::minutes(5));
        let at = browser.authorize(&request("wiki", "&prompt=login")).await.asks_for(StepKind::Identify);
        browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.asks_for_identify_or_password();
        browser.password(&at, PASSWORD).await.asks_for_code();
        browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.enrols();
        // Of somebody else it is none.
        let mut tina = Browser::new(world);
        recovery_codes(world, "tina@acme.example").await;
        let at = tina.sign_in(&request("wiki", ""), "tina@acme.example").await.asks_for_code();
        let wrong = tina.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.complaint();
        assert_eq!(wrong, Some(Complaint::RecoveryCodeWrong));
    })
    .await;
}

/// RCV-02, and what follows from it: a code signs in once, and leads to an app that replaces the lost one.
#[tokio::test]
async fn rcv_02_each_code_works_once_and_leads_to_a_new_app() {
    on_both(async |world| {
        let codes = recovery_codes(world, "tom@acme.example").await;
        let (mut browser, at) = at_second(world).await;
        let typed = codes[3].to_uppercase().replace('-', " ");
        let place = browser.answer(&at, Answer::RecoveryCode(typed)).await;
        let (at, enrolment) = place.enrols();
        assert!(browser.session.is_none(), "not before there is a new app");
        let shown = totp_code(&enrolment.key, 0);
        // What was sealed for another sign-in, and a wrong code, set up nothing.
        let (mut other, at_other) = at_second(world).await;
        let (_, foreign) = other.answer(&at_other, Answer::RecoveryCode(codes[4].clone())).await.enrols();
        let swapped = Answer::EnrolTotp { code: totp_code(&foreign.key, 0), sealed: foreign.sealed.clone() };
        browser.answer(&at, swapped).await.enrols();
        let wrong = Answer::EnrolTotp { code: "000000".into(), sealed: enrolment.sealed.clone() };
        assert_eq!(browser.answer(&at, wrong).await.complaint(), Some(Complaint::CodeWrong));
        browser.answer(&at, Answer::EnrolTotp { code: shown, sealed: enrolment.sealed.clone() }).await.arrives();
        assert_eq!(world.events("credential.enrolled").await, 1);

        let (mut again, at) = at_second(world).await;
        let used = again.answer(&at, Answer::RecoveryCode(codes[3].clone())).await.complaint();
        assert_eq!(used, Some(Complaint::RecoveryCodeWrong), "once");
        assert_eq!(again.code(&at, &code(0)).await.complaint(), Some(Complaint::CodeWrong), "the lost app");
        again.later(Span::seconds(30));
        again.code(&at, &totp_code(&enrolment.key, 1)).await.arrives();
    })
    .await;
}

/// SMS-08, TOT-06: what is set up in place of what was lost ends the sessions elsewhere, such as one on a stolen phone; this browser's
/// sign-in goes on.
#[tokio::test]
async fn rcv_02_a_new_app_ends_what_the_lost_phone_has() {
    on_both(async |world| {
        let codes = recovery_codes(world, "tom@acme.example").await;
        let (mut phone, at) = at_second(world).await;
        phone.code(&at, &code(0)).await.arrives();
        assert!(world.doorward.signed_in(&phone.caller()).await.unwrap().is_some());
        let (mut browser, at) = at_second(world).await;
        let (at, enrolment) = browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.enrols();
        let code = totp_code(&enrolment.key, 0);
        browser.answer(&at, Answer::EnrolTotp { code, sealed: enrolment.sealed }).await.arrives();
        assert!(world.doorward.signed_in(&phone.caller()).await.unwrap().is_none(), "the phone's is over");
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());
    })
    .await;
}

/// The code that an app with this key shows so many steps after [`NOW`].
pub(crate) fn totp_code(key: &str, steps: i64) -> String {
    let secret = crypto::totp::Secret::from_base32(key).expect("a key");
    secret.code(crypto::totp::Step::at(NOW + Span::seconds(30 * steps)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rcv_02_a_code_completes_one_sign_in() {
    on_both(async |world| {
        let codes = recovery_codes(world, "tom@acme.example").await;
        let mut waiting = Vec::new();
        for _ in 0..4 {
            waiting.push(at_second(world).await);
        }
        let code = codes[0].clone();
        let taken = crate::races::at_once(waiting.into_iter().map(|(mut browser, at)| {
            let code = code.clone();
            async move { browser.answer(&at, Answer::RecoveryCode(code)).await.is_at(StepKind::Enrol) }
        }));
        assert_eq!(taken.await.into_iter().filter(|taken| *taken).count(), 1);
    })
    .await;
}

/// Who must have a second factor and has none sets one up on the way in; in the days of grace it can wait.
#[tokio::test]
async fn lgn_16_an_enforced_second_factor_is_set_up_on_the_way_in() {
    on_both(async |world| {
        let second_factor = SecondFactorRule {
            rule: SecondFactor::Required,
            authenticators: vec![Authenticator::Totp],
            grace: Some(Span::days(3)),
            trust: None,
            ..SecondFactorRule::default()
        };
        let policy = Policy { second_factor, ..Policy::default() };
        world.add(vec![organisation("mint", policy, vec![somebody("mia@mint.example").await])], vec![]).await;
        let mut wiki = crate::content::application("wiki");
        wiki.subscribers = vec![("mint".into(), true)];
        world.add(vec![], vec![wiki]).await;
        let mut browser = Browser::new(world);
        let (at, _) = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.enrols();
        browser.answer(&at, Answer::Postpone).await.arrives();
        let mut late = Browser::new(world);
        late.later(Span::days(3));
        let (at, enrolment) = late.sign_in(&request("wiki", ""), "mia@mint.example").await.enrols();
        late.answer(&at, Answer::Postpone).await.enrols();
        let shown = totp_code(&enrolment.key, 3 * 24 * 120);
        let enrols = Answer::EnrolTotp { code: shown, sealed: enrolment.sealed.clone() };
        let place = late.answer(&at, enrols).await;
        let Place::Page(_, view, None) = &place else { panic!("{place:?}") };
        assert_eq!(view.codes.len(), 10);
        let (codes, at) = (view.codes.clone(), place.asks_for(StepKind::RecordCodes));
        let unticked = late.answer(&at, Answer::RecordCodes(false)).await;
        assert_eq!(unticked.complaint(), Some(Complaint::CodesNotRecorded));
        let mut again = late.clone();
        late.answer(&at, Answer::RecordCodes(true)).await.arrives();
        again.answer(&at, Answer::RecordCodes(true)).await.arrives();
        let mut lost = Browser::new(world);
        lost.later(Span::days(3));
        let at = lost.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for_code();
        lost.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.enrols();
        let mut next = Browser::new(world);
        next.later(Span::days(3));
        next.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for_code();
    })
    .await;
}

/// What was put off in a session is not asked for again in it, by no application and not by a silent request, and also not
/// where the session is renewed.
#[tokio::test]
async fn what_was_postponed_is_postponed_for_the_whole_session() {
    on_both(async |world| {
        grace(world, &["mia@mint.example"]).await;
        let mut browser = Browser::new(world);
        let (at, _) = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.enrols();
        browser.answer(&at, Answer::Postpone).await.arrives();
        browser.authorize(&request("mail", "")).await.arrives();
        browser.authorize(&request("mail", "&prompt=none")).await.arrives();
        let at = browser.authorize(&request("wiki", "&prompt=login")).await.asks_for_identify_or_password();
        browser.password(&at, PASSWORD).await.arrives();
        browser.authorize(&request("mail", "&prompt=none")).await.arrives();
        // Another session is asked.
        Browser::new(world).sign_in(&request("wiki", ""), "mia@mint.example").await.enrols();
    })
    .await;
}

/// Facts of a user that changed since they were read are not overwritten.
#[tokio::test]
async fn facts_are_written_over_what_was_read() {
    on_both(async |world| {
        let (org, user) = world.user("anna@acme.example").await;
        let row = store::users::by_id(&mut world.store.read().await.unwrap(), org, user).await.unwrap().unwrap();
        let write = async |external| {
            let mut change = store::Change::new();
            let facts =
                row.facts.replaced(model::account::Facts { external, ..model::account::Facts::clone(&row.facts) });
            store::users::set_facts(&mut change, (org, user), &row.facts, &facts);
            world.store.write(change).await.unwrap()
        };
        assert_eq!(write(true).await, store::Outcome::Done);
        assert!(matches!(write(false).await, store::Outcome::Refused(_)));
        let now = store::users::by_id(&mut world.store.read().await.unwrap(), org, user).await.unwrap().unwrap();
        assert!(now.facts.external);
    })
    .await;
}

/// An account's own counter goes by its home organisation, also where its address is of a domain that nobody named: the page
/// says what the instance's rules say, and after the organisation's attempts nothing is looked at any more.
#[tokio::test]
async fn lgn_04_an_account_goes_by_its_home_organisations_lock() {
    on_both(async |world| {
        let lock_out = LockOut { attempts: 3, opens: Opens::UntilUnlocked };
        let policy = Policy { lock_out, ..Policy::default() };
        world.add(vec![organisation("fern", policy, vec![somebody("guest@partner.example").await])], vec![]).await;
        let mut wiki = crate::content::application("wiki");
        wiki.subscribers = vec![("fern".into(), true)];
        world.add(vec![], vec![wiki]).await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "guest@partner.example").await;
        for _ in 0..3 {
            assert_eq!(browser.password(&at, "a guess").await.complaint(), Some(Complaint::PasswordWrong));
        }
        assert_eq!(browser.password(&at, PASSWORD).await.complaint(), Some(Complaint::PasswordWrong), "not looked at");
        browser.later(Span::days(3));
        let at = browser.goes_to_password(&request("wiki", ""), "guest@partner.example").await;
        assert_eq!(browser.password(&at, PASSWORD).await.complaint(), Some(Complaint::PasswordWrong), "until unlocked");
    })
    .await;
}

/// Pages that set up an app are open in several browsers at once: one of them sets up the app, and the others ask for its code.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_apps_that_are_set_up_at_once_one_is() {
    on_both(async |world| {
        grace(world, &["mia@mint.example"]).await;
        let mut clicks = Vec::new();
        for _ in 0..4 {
            let mut browser = Browser::new(world);
            let (at, enrolment) = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.enrols();
            let answer = Answer::EnrolTotp { code: totp_code(&enrolment.key, 0), sealed: enrolment.sealed };
            clicks.push(async move { browser.answer(&at, answer).await });
        }
        let places = crate::races::at_once(clicks).await;
        assert_eq!(places.iter().filter(|place| matches!(place, Place::Application(_))).count(), 1, "{places:?}");
        let owner = world.user("mia@mint.example").await;
        let rows = store::credentials::of_user(&mut world.store.read().await.unwrap(), owner.0, owner.1).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.kind == store::credentials::CredentialKind::Totp).count(), 1);
    })
    .await;
}

/// TOT-03: browsers that were known by the password alone have no wrong codes of their own once there is an app.
#[tokio::test]
async fn tot_03_browsers_that_never_showed_a_code_share_one_budget() {
    on_both(async |world| {
        grace(world, &["mia@mint.example"]).await;
        let mut browsers = [(); 3].map(|()| Browser::new(world));
        for browser in &mut browsers {
            let (at, _) = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.enrols();
            browser.answer(&at, Answer::Postpone).await.arrives();
            browser.session = None;
        }
        let [one, two, three] = &mut browsers;
        let (at, enrolment) = one.sign_in(&request("wiki", ""), "mia@mint.example").await.enrols();
        let answer = Answer::EnrolTotp { code: totp_code(&enrolment.key, 0), sealed: enrolment.sealed };
        one.answer(&at, answer).await.arrives();
        let at = two.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for_code();
        for _ in 0..4 {
            assert_eq!(two.code(&at, "000000").await.complaint(), Some(Complaint::CodeWrong));
        }
        let at = three.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for_code();
        let fifth = three.code(&at, "000000").await.complaint();
        assert!(matches!(fifth, Some(Complaint::CodeLocked(_))), "{fifth:?}");
    })
    .await;
}
