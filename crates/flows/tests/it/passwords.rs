//! Choosing a password as a step of the sign-in, and accepting the organisation's notice.

use flows::{Answer, Complaint, people::JudgedRule};
use model::{
    Policy, Span,
    account::Accepted,
    password::Rule,
    policy::Notice,
    sign_in::{NewPassword, Progress, Proof, Purpose, StepKind},
};
use serde_json::json;
use store::{credentials::CredentialKind, params};
use testbed::{content::Password, instance::Setup};

use crate::{
    apply::applied,
    browser::{Browser, Place},
    content::{User, application, organisation, somebody},
    world::{NOW, PASSWORD, World, instance, on_both, request},
};

/// A password that keeps every rule and is nobody's.
pub(crate) const ANOTHER: &str = "violet otters in the basin";

store::statements! {
    SET_SIGN_IN = "update sign_ins set org = $1, user_id = $2, facts = $3 where session is null";
    AGE = "update credentials set data = $2 where user_id = $1 and kind = 'password'";
}

fn chosen(password: &str) -> Answer {
    Answer::NewPassword { password: password.into(), repeated: password.into() }
}

/// An organisation with this policy, whose people may open wiki and mail.
async fn house(world: &World, policy: Policy, users: Vec<User>) {
    world.add(vec![organisation("fern", policy, users)], vec![]).await;
    for name in ["wiki", "mail"] {
        let mut one = application(name);
        one.subscribers = vec![("acme".into(), true), ("fern".into(), true)];
        world.add(vec![], vec![one]).await;
    }
}

/// Somebody who proved the password that they are to change, before they choose another one.
pub(crate) async fn asked_to_choose(world: &World) -> (Browser, String) {
    house(world, Policy::default(), vec![somebody("una@fern.example").await]).await;
    demand(world, "una@fern.example").await;
    let mut browser = Browser::new(world);
    let at = browser.sign_in(&request("wiki", ""), "una@fern.example").await;
    (browser, at.asks_for_new_password(NewPassword::Demanded))
}

/// Somebody who is asked to accept version 1 of the notice.
pub(crate) async fn asked_to_accept(world: &World) -> (Browser, String) {
    let notice = Some(Notice { text: "privacy".into(), version: "1".into() });
    let ida = User { accepted_notice: false, ..somebody("ida@moss.example").await };
    world.add(vec![organisation("moss", Policy { notice, ..Policy::default() }, vec![ida])], vec![]).await;
    let mut mail = application("mail");
    mail.subscribers = vec![("acme".into(), true), ("mint".into(), true), ("moss".into(), true)];
    world.add(vec![], vec![mail]).await;
    let mut browser = Browser::new(world);
    let at = browser.sign_in(&request("mail", ""), "ida@moss.example").await;
    (browser, at.asks_for(StepKind::Accept))
}

impl Browser {
    /// Chooses a password, as it is typed twice.
    pub(crate) async fn chooses(&mut self, at: &str, password: &str) -> Place {
        self.answer(at, chosen(password)).await
    }
}

impl Place {
    /// Asked to choose a password for this reason: the text in the address.
    pub(crate) fn asks_for_new_password(self, wanted: NewPassword) -> String {
        match self {
            Self::Page(at, view, None) if view.step == model::sign_in::Step::SetPassword { why: wanted } => at,
            place => panic!("not asked for a new password: {place:?}"),
        }
    }

    /// The rules that the page marks as broken, with what it complains of.
    pub(crate) fn broken(&self) -> (Option<Complaint>, Vec<Rule>) {
        let Self::Page(_, view, complaint) = self else { panic!("no page: {self:?}") };
        let broken = |one: &&JudgedRule| one.met == Some(false);
        (*complaint, view.rules.iter().filter(broken).map(|one| one.rule).collect())
    }
}

/// J1.2: whoever signs in with a password that is not to stay is led through choosing another, and on to the application;
/// everything that was given with the old one ends.
#[tokio::test]
async fn a_password_that_is_not_to_stay_is_replaced_on_the_way_in() {
    on_both(async |world| {
        let mut policy = Policy { passkey_alone: false, ..Policy::default() };
        policy.password.max_age = Some(Span::days(90));
        let short =
            User { password: Some(Password::Plain("Tulip-42".into())), ..somebody("broken@fern.example").await };
        house(world, policy, vec![short, somebody("expired@fern.example").await]).await;
        let lea = json!({ "email": "demanded@fern.example", "password": PASSWORD, "must_change_password": true });
        applied(world, &json!({ "version": 1, "organisations": [{ "slug": "fern", "users": [lea] }] })).await;
        for (email, password, days, why) in [
            ("broken@fern.example", "Tulip-42", 0, NewPassword::Broken),
            ("demanded@fern.example", PASSWORD, 0, NewPassword::Demanded),
            ("expired@fern.example", PASSWORD, 90, NewPassword::Expired),
        ] {
            let mut browser = Browser::new(world);
            browser.later(Span::days(days));
            let at = browser.goes_to_password(&request("wiki", ""), email).await;
            let at = browser.password(&at, password).await.asks_for_new_password(why);
            assert!(browser.session.is_none(), "{email}: not before it is changed");
            let code = browser.chooses(&at, ANOTHER).await.arrives();
            world.tokens(browser.now, &code).await;
            assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some(), "{email}");
            assert!(world.password_hash(email).await.starts_with("$argon2id$"), "{email}");

            let mut again = Browser { now: browser.now, ..Browser::new(world) };
            let at = again.goes_to_password(&request("wiki", ""), email).await;
            assert_eq!(again.password(&at, password).await.complaint(), Some(Complaint::PasswordWrong), "{email}");
            again.password(&at, ANOTHER).await.arrives();
        }
        assert_eq!(world.events("user.password_chosen").await, 3);
    })
    .await;
}

/// PWD-10: a new password ends every other session, what applications were given in all of them, and the trust in browsers;
/// the sign-in that set it goes on, and so does the session of its own browser.
#[tokio::test]
async fn pwd_10_a_new_password_ends_everything_elsewhere() {
    on_both(async |world| {
        let mut here = Browser::new(world);
        let code = here.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens_here = world.tokens(here.now, &code).await;
        let mut elsewhere = Browser::new(world);
        let code = elsewhere.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(elsewhere.now, &code).await;
        demand(world, "anna@acme.example").await;

        // The session is open; the password is asked for once more, since whoever sets one proves the one before.
        let session = world.doorward.signed_in(&here.caller()).await.unwrap().unwrap().id();
        let at = here.authorize(&request("mail", "&prompt=login")).await.asks_for_identify_or_password();
        let at = here.password(&at, PASSWORD).await.asks_for_new_password(NewPassword::Demanded);
        here.chooses(&at, ANOTHER).await.arrives();
        let present = world.doorward.signed_in(&here.caller()).await.unwrap().expect("the session goes on");
        assert_eq!(present.id(), session);
        here.authorize(&request("wiki", "&prompt=none")).await.arrives();

        assert!(world.doorward.signed_in(&elsewhere.caller()).await.unwrap().is_none(), "elsewhere");
        for token in [&tokens.access_token, &tokens_here.access_token] {
            assert!(world.userinfo(here.now, token).await.is_err(), "what was given with the old one");
        }
        assert_eq!(elsewhere.authorize(&request("wiki", "&prompt=none")).await.error(), "login_required");
    })
    .await;
}

/// The administrator wants another password of whoever has this address, without having set one.
async fn demand(world: &World, email: &str) {
    let (_, user) = world.user(email).await;
    let data = json!({ "changed_at": NOW, "must_change": true }).to_string();
    world.change(|change| _ = change.add(&AGE, params![user, data.as_str()])).await;
}

/// What breaks a rule is told so beside the field, and nothing is written; the present password is none of the new ones.
#[tokio::test]
async fn pwd_08_a_new_password_keeps_the_rules() {
    on_both(async |world| {
        demand(world, "anna@acme.example").await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        let place = browser.password(&at, PASSWORD).await;
        let Place::Page(_, view, None) = &place else { panic!("{place:?}") };
        let listed = [Rule::Min(15), Rule::Max(128), Rule::NotCommon, Rule::NotPersonal, Rule::NotPrevious(0)];
        assert_eq!(view.rules, listed.map(|rule| JudgedRule { rule, met: None }));
        let at = place.asks_for_new_password(NewPassword::Demanded);
        let before = world.password_hash("anna@acme.example").await;
        let rules = Some(Complaint::NewPasswordRules);
        for (password, broken) in [
            ("fourteen of em", vec![Rule::Min(15)]),
            ("passwordpassword", vec![Rule::NotCommon]),
            ("anna@acme.example", vec![Rule::NotPersonal]),
            (PASSWORD, vec![Rule::NotPrevious(0)]),
        ] {
            assert_eq!(browser.chooses(&at, password).await.broken(), (rules, broken), "{password}");
        }
        let long = "x".repeat(1025);
        assert_eq!(browser.chooses(&at, &long).await.broken().0, rules, "PWD-05: over the cap");
        assert_eq!(browser.chooses(&at, "").await.complaint(), Some(Complaint::NewPasswordMissing));
        let differs = Answer::NewPassword { password: ANOTHER.into(), repeated: format!("{ANOTHER} ") };
        assert_eq!(browser.answer(&at, differs).await.complaint(), Some(Complaint::NewPasswordNotRepeated));
        assert_eq!(world.password_hash("anna@acme.example").await, before);
        assert_eq!(world.events("user.password_chosen").await, 0);
        // The same in another normal form is the same.
        let composed = "\u{e9}t\u{e9}s in the lagoons";
        let repeated = "e\u{301}te\u{301}s in the lagoons".into();
        browser.answer(&at, Answer::NewPassword { password: composed.into(), repeated }).await.arrives();
    })
    .await;
}

/// As many previous passwords as the policy says do not come back; older ones do.
#[tokio::test]
async fn pwd_previous_passwords_do_not_come_back() {
    on_both(async |world| {
        let mut policy = Policy { passkey_alone: false, ..Policy::default() };
        policy.password.history = 2;
        house(world, policy, vec![somebody("fay@fern.example").await]).await;
        let [second, third, fourth] = ["second orchard at noon", "third orchard at noon", "fourth orchard at noon"];
        let choose = async |present: &str, wanted: &str| {
            demand_keeping(world, "fay@fern.example").await;
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), "fay@fern.example").await;
            let at = browser.password(&at, present).await.asks_for_new_password(NewPassword::Demanded);
            let place = browser.chooses(&at, wanted).await;
            matches!(place, Place::Application(_)).then_some(()).ok_or_else(|| place.broken().1)
        };
        let had = Err(vec![Rule::NotPrevious(2)]);
        assert_eq!(choose(PASSWORD, second).await, Ok(()));
        assert_eq!(choose(second, PASSWORD).await, had);
        assert_eq!(choose(second, third).await, Ok(()));
        for before in [PASSWORD, second, third] {
            assert_eq!(choose(third, before).await, had, "{before}");
        }
        assert_eq!(choose(third, fourth).await, Ok(()));
        assert_eq!(choose(fourth, second).await, had);
        assert_eq!(choose(fourth, PASSWORD).await, Ok(()), "two are kept");
    })
    .await;
}

/// The same as [`demand`], with the previous hashes as they are kept.
async fn demand_keeping(world: &World, email: &str) {
    let (org, user) = world.user(email).await;
    let rows = store::credentials::of_user(&mut world.store.read().await.unwrap(), org, user).await.unwrap();
    let row = rows.iter().find(|row| row.kind == CredentialKind::Password).unwrap();
    let previous = row.password().unwrap().previous.clone();
    let data = json!({ "changed_at": NOW, "must_change": true, "previous": previous }).to_string();
    world.change(|change| _ = change.add(&AGE, params![user, data.as_str()])).await;
}

/// Wrong guesses stand in nobody's way once there is another password, whatever they were counted under.
#[tokio::test]
async fn a_new_password_forgets_wrong_guesses() {
    on_both(async |world| {
        demand(world, "anna@acme.example").await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        let at = browser.password(&at, PASSWORD).await.asks_for_new_password(NewPassword::Demanded);
        let mut stranger = Browser::new(world);
        let guessed = stranger.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        for _ in 0..9 {
            assert_eq!(stranger.password(&guessed, "a guess").await.complaint(), Some(Complaint::PasswordWrong));
        }
        browser.chooses(&at, ANOTHER).await.arrives();
        for _ in 0..9 {
            assert_eq!(stranger.password(&guessed, "a guess").await.complaint(), Some(Complaint::PasswordWrong));
        }
    })
    .await;
}

/// RST-03: whoever comes by their mailbox signs in with the new password afterwards, also in a browser that is signed in as
/// them; and that session is over like every other.
#[tokio::test]
async fn rst_03_a_restored_password_signs_nobody_in() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let (at, _) = world.doorward.begin(&browser.caller(), Purpose::Recover, flows::Destination::Home, None, None);
        browser.email(&at, "anna@acme.example").await;
        let (org, user) = world.user("anna@acme.example").await;
        let mut progress = Progress::new(Purpose::Recover);
        progress.identified(model::Key::email("anna@acme.example").unwrap(), Some(user));
        progress.proven(Proof::new(model::Authenticator::EmailLink, Purpose::Recover, NOW));
        let facts = json!({ "progress": progress, "typed": "anna@acme.example" }).to_string();
        world.change(|change| _ = change.add(&SET_SIGN_IN, params![org, user, facts.as_str()])).await;
        let at = browser.show(&at, true).await.asks_for_new_password(NewPassword::Recovered);
        let at = browser.chooses(&at, ANOTHER).await.asks_for_identify_or_password();
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none(), "the session from before");
        let place = browser.password(&at, ANOTHER).await;
        assert!(matches!(place, Place::Home), "{place:?}");
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());
    })
    .await;
}

/// J1.4: the notice of today is asked for after the proof, and its version and time are kept; another version is asked for
/// again. Unticked it is asked for once more, and what was not on the page is not accepted.
#[tokio::test]
async fn a_notice_is_accepted_by_version() {
    on_both(async |world| {
        let notice = |version: &str| Notice { text: "privacy".into(), version: version.into() };
        let of_version =
            |version: &str| Policy { passkey_alone: false, notice: Some(notice(version)), ..Policy::default() };
        let fay = User { accepted_notice: false, ..somebody("fay@fern.example").await };
        house(world, of_version("1"), vec![fay.clone()]).await;
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "fay@fern.example").await.asks_for(StepKind::Accept);
        let answer = |version: &str, accepted| Answer::Accept { notice: notice(version), accepted };
        let unticked = browser.answer(&at, answer("1", false)).await;
        assert_eq!(unticked.complaint(), Some(Complaint::NoticeNotAccepted));
        browser.answer(&at, answer("2", true)).await.asks_for(StepKind::Accept);
        browser.later(Span::minutes(1));
        browser.answer(&at, answer("1", true)).await.arrives();
        assert_eq!(accepted(world).await, Some(("1".to_owned(), browser.now)));
        Browser::new(world).sign_in(&request("wiki", ""), "fay@fern.example").await.arrives();
        house(world, of_version("2"), vec![]).await;
        Browser::new(world).sign_in(&request("wiki", ""), "fay@fern.example").await.asks_for(StepKind::Accept);
        assert_eq!(world.events("notice.accepted").await, 1);
    })
    .await;
}

async fn accepted(world: &World) -> Option<(String, model::Time)> {
    let (org, user) = world.user("fay@fern.example").await;
    let row = store::users::by_id(&mut world.store.read().await.unwrap(), org, user).await.unwrap().unwrap();
    row.facts.accepted.as_ref().map(|Accepted { version, at, .. }| (version.clone(), *at))
}

/// PWD-08: a password that is known from a breach is chosen by nobody, set for nobody, and does not stay where it was chosen before.
#[tokio::test]
async fn pwd_08_a_breached_password_is_refused() {
    on_both(async |world| {
        let path = std::env::temp_dir().join(format!("doorward-flows-breached-{}", std::process::id()));
        // SHA-1 of ANOTHER.
        let hash = "35D46AE1491A43E1389C20618F15D7452FC80D1C";
        let mut file = std::fs::File::create(&path).unwrap();
        crypto::breached::write_filter(format!("{hash}:3").as_bytes(), &mut file, 1).unwrap();
        let breached = Some(std::sync::Arc::new(crypto::breached::Breached::open(&path).unwrap()));
        std::fs::remove_file(&path).unwrap();
        let instance = flows::Instance { breached, ..instance() };
        let doorward = Setup { instance, ..Setup::new(77) }.on(&world.store);
        demand(world, "anna@acme.example").await;
        let mut browser = Browser::at(&doorward);
        let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        let at = browser.password(&at, PASSWORD).await.asks_for_new_password(NewPassword::Demanded);
        let refused = browser.chooses(&at, ANOTHER).await;
        assert_eq!(refused.broken(), (Some(Complaint::NewPasswordRules), vec![Rule::NotBreached]));
        browser.chooses(&at, "copper kettles at dawn").await.arrives();

        let whom = world.whom("bert@acme.example").await;
        let leave = doorward.operator(NOW).granted(whom);
        let another = crypto::Password::new(ANOTHER).unwrap();
        let set = doorward.set_password(&leave, &another, false).await.unwrap();
        assert_eq!(set, Err(flows::people::Refused::Rules(vec![Rule::NotBreached])));
        // Chosen before there was a list.
        world.doorward.set_password(&world.granted(whom), &another, false).await.unwrap().unwrap();
        let mut bert = Browser::at(&doorward);
        let at = bert.goes_to_password(&request("wiki", ""), "bert@acme.example").await;
        bert.password(&at, ANOTHER).await.asks_for_new_password(NewPassword::Broken);
    })
    .await;
}
