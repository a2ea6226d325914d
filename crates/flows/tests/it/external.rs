//! An organisation whose own service judges the passwords of its people, over real HTTP.

use crypto::Password;
use flows::{Answer, Complaint, Destination, apply::Report, people::Refused};
use model::{
    Span,
    sign_in::{Purpose, Refusal, Step, StepKind},
};
use serde_json::{Value, json};
use store::params;

use crate::{
    apply::{applied, problems, tried},
    browser::{Browser, Place},
    search::{Canary, dump, keep_logs, logs},
    service::{Answers, Service},
    world::{NOW, PASSWORD, World, on_both, request},
};

store::statements! {
    MOST_TAKEN = "select max(taken) from attempts";
    PASSWORDS = "select count(*) from credentials where org = $1 and kind = 'password'";
}

const RIGHT: &str = "right as rain \u{e4}\" ";
/// Long enough not to be found by chance.
const TYPED: &str = "a canary that sings in no place at all";
const ANNA: &str = "anna@acme.example";
const WRONG: Option<Complaint> = Some(Complaint::PasswordWrong);
const SILENT: Option<Complaint> = Some(Complaint::ServiceSilent);

/// Acme is external, three wrong passwords lock, and its mail domain is known.
async fn external(world: &World, answers: Answers) -> Service {
    let service = Service::new(answers).await;
    let mut document = service.document("acme");
    let acme = &mut document["organisations"][0];
    acme["domains"] = json!(["acme.example"]);
    acme["policy"]["lock_out"] = json!({ "attempts": 3 });
    applied(world, &document).await;
    service
}

async fn change(world: &World, acme: Value) {
    let mut document = json!({ "version": 1, "organisations": [{ "slug": "acme" }] });
    let known = document["organisations"][0].as_object_mut().unwrap();
    known.extend(acme.as_object().unwrap().clone());
    applied(world, &document).await;
}

async fn most_taken(world: &World) -> i64 {
    world
        .store
        .read()
        .await
        .unwrap()
        .one::<(Option<i64>,)>(&MOST_TAKEN, params![])
        .await
        .unwrap()
        .unwrap()
        .0
        .unwrap_or(0)
}

async fn passwords(world: &World) -> i64 {
    let org = world.user(ANNA).await.0;
    world.store.read().await.unwrap().one::<(i64,)>(&PASSWORDS, params![org]).await.unwrap().unwrap().0
}

async fn tries(world: &World, email: &str, password: &str) -> Place {
    let mut browser = Browser::new(world);
    let at = browser.goes_to_password(&request("wiki", ""), email).await;
    browser.password(&at, password).await
}

/// J3.2, EXT-01, EXT-02: who the service answers 200 for is in, and a hash that is kept from before lets nobody in.
#[tokio::test]
async fn ext_01_only_a_final_200_lets_in() {
    on_both(async |world| {
        let service = external(world, Answers::Password(RIGHT)).await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), ANNA).await;
        assert_eq!(browser.password(&at, PASSWORD).await.complaint(), WRONG, "the password of before");
        let code = browser.password(&at, RIGHT).await.arrives();
        assert!(world.token(browser.now, &crate::world::exchange("wiki", &code)).await.is_ok());
        let asked = service.take();
        assert_eq!(asked.len(), 2, "each once: {asked:?}");
        assert!(
            asked[1].starts_with("POST /check?org=acme HTTP/1.1\r\n") && asked[1].contains("x-key: a key"),
            "{asked:?}"
        );
        let body: Value = serde_json::from_str(asked[1].split_once("\r\n\r\n").unwrap().1).unwrap();
        assert_eq!(body, json!({ "mail": ANNA, "password": RIGHT, "id": "", "os": "Linux" }), "octet for octet");

        let interim =
            "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n\u{feff}";
        for (answers, arrives) in
            [(Answers::Status(200), true), (Answers::Raw(interim), true), (Answers::Status(201), false)]
        {
            service.answers(answers);
            assert_eq!(matches!(tries(world, ANNA, "any").await, Place::Application(_)), arrives);
        }
        for status in [204, 206, 301, 302, 307, 401, 403, 404, 410] {
            service.answers(Answers::Status(status));
            world.unlock(ANNA).await;
            assert_eq!(tries(world, ANNA, RIGHT).await.complaint(), WRONG, "{status}");
        }
    })
    .await;
}

/// Decision 16, PITFALLS R2: an outage takes no attempt, and the page says what it is.
#[tokio::test]
async fn ext_13_an_outage_takes_no_attempt_and_a_wrong_password_does() {
    on_both(async |world| {
        let service = external(world, Answers::Status(503)).await;
        let cut = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort";
        for answers in
            [500, 502, 408, 425, 429].map(Answers::Status).into_iter().chain([Answers::Raw(cut), Answers::Raw("")])
        {
            service.answers(answers);
            assert_eq!(tries(world, ANNA, RIGHT).await.complaint(), SILENT);
        }
        service.answers(Answers::Password(RIGHT));
        for _ in 0..2 {
            assert_eq!(tries(world, ANNA, "a guess").await.complaint(), WRONG);
        }
        assert!(matches!(tries(world, ANNA, "a guess").await.complaint(), Some(Complaint::PasswordLocked(_))));
        let before = service.take().len();
        assert!(before >= 10, "{before}");
        assert!(matches!(tries(world, ANNA, RIGHT).await.complaint(), Some(Complaint::PasswordLocked(_))));
        assert_eq!(service.count(), 0, "who is locked is not asked for");
        world.unlock(ANNA).await;
        tries(world, ANNA, RIGHT).await.arrives();
    })
    .await;
}

/// EXT-12: nobody but the organisation's own people, who may sign in, is asked for; whoever is not is answered as they are.
#[tokio::test]
async fn ext_12_only_members_are_asked_for_and_nobody_can_tell() {
    on_both(async |world| {
        let service = external(world, Answers::Password(RIGHT)).await;
        world.set_state("bert@acme.example", "disabled").await;
        for email in ["nobody@acme.example", "bert@acme.example"] {
            assert_eq!(tries(world, email, RIGHT).await.complaint(), WRONG, "{email}");
        }
        tries(world, "gus@grey.example", PASSWORD).await.arrives();
        assert_eq!(service.take(), Vec::<String>::new(), "the service heard of none of them");
        service.answers(Answers::Status(503));
        assert_eq!(tries(world, ANNA, RIGHT).await.complaint(), SILENT);
        for email in ["nobody@acme.example", "bert@acme.example"] {
            assert_eq!(
                tries(world, email, RIGHT).await.complaint(),
                SILENT,
                "{email}: while it is out, it is out for all"
            );
        }
        assert_eq!(service.take().len(), 1);
    })
    .await;
}

/// PITFALLS R5: what can't be sent as it is, is not sent, and no attempt is taken.
#[tokio::test]
async fn a_password_that_can_not_be_carried_is_told_so() {
    on_both(async |world| {
        let service = external(world, Answers::Status(200)).await;
        let mut provider = service.provider();
        provider["rest"]["data"] = json!("xml");
        provider["rest"]["body"] = json!("<a><p>{{USERPASSWORD}}</p></a>");
        change(world, json!({ "identity_providers": [provider] })).await;
        for email in [ANNA, "nobody@acme.example"] {
            for _ in 0..4 {
                let complaint = tries(world, email, "bell \u{7}").await.complaint();
                assert_eq!(complaint, Some(Complaint::PasswordNotCarried), "{email}");
            }
        }
        assert_eq!(service.count(), 0);
        tries(world, ANNA, "no bell").await.arrives();
    })
    .await;
}

/// PITFALLS R3: three times Enter is one question, and whoever hangs up has asked no second one.
#[tokio::test]
async fn what_is_typed_is_asked_once() {
    on_both(async |world| {
        let service = external(world, Answers::Held(RIGHT)).await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), ANNA).await;
        let press = async || {
            let mut again = browser.clone();
            let at = at.clone();
            again.password(&at, RIGHT).await
        };
        {
            let mut hangs_up = std::pin::pin!(press());
            while service.count() == 0 {
                tokio::select! {
                    _ = &mut hangs_up => panic!("it is held"),
                    () = tokio::task::yield_now() => {}
                }
            }
        }
        // Both have taken their attempt, and had time to ask, before anything is answered.
        let release = async {
            while most_taken(world).await < 3 {
                tokio::task::yield_now().await;
            }
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            service.release();
        };
        let (one, two, ()) = tokio::join!(press(), press(), release);
        for place in [one, two] {
            place.arrives();
        }
        assert_eq!(service.take().len(), 1);
    })
    .await;
}

/// EGR-06: who hangs holds up its own people only, and those no longer than its time.
#[tokio::test]
async fn egr_06_a_service_that_hangs_holds_up_nobody_else() {
    on_both(async |world| {
        let service = external(world, Answers::Held(RIGHT)).await;
        let browsers: Vec<Browser> = (0..12).map(|_| Browser::new(world)).collect();
        let hanging: Vec<_> = browsers
            .into_iter()
            .map(|mut browser| {
                tokio::spawn(async move {
                    let at = browser.goes_to_password(&request("wiki", ""), ANNA).await;
                    browser.password(&at, RIGHT).await.complaint()
                })
            })
            .collect();
        // All of them wait for the service by then, or were turned away by a machine that is busy: nobody waits for a hash.
        let turned_away = || hanging.iter().filter(|one| one.is_finished()).count();
        while service.count() + turned_away() < hanging.len() {
            tokio::task::yield_now().await;
        }
        assert!(service.count() >= 2, "some of them hang");
        for _ in 0..8 {
            tries(world, "gus@grey.example", PASSWORD).await.arrives();
        }
        assert!(hanging.iter().any(|one| !one.is_finished()), "some hang still");
        hanging.iter().for_each(tokio::task::JoinHandle::abort);
    })
    .await;
}

/// Break-glass: whoever is `local` gets in while the service is down, with the password that is kept here, and is not asked for there.
#[tokio::test]
async fn who_is_local_gets_in_without_the_service() {
    on_both(async |world| {
        let local = json!({ "users": [{ "email": ANNA, "local": true }] });
        change(world, local).await;
        let service = external(world, Answers::Status(503)).await;
        assert_eq!(tries(world, ANNA, "a guess").await.complaint(), WRONG);
        tries(world, ANNA, PASSWORD).await.arrives();
        assert_eq!(service.count(), 0);
        change(world, json!({ "users": [{ "email": ANNA, "local": false }] })).await;
        assert_eq!(tries(world, ANNA, PASSWORD).await.complaint(), SILENT);
        assert_eq!(service.count(), 1);
    })
    .await;
}

/// What is confirmed is confirmed by the service as well, and without a mail domain the home organisation judges all the same.
#[tokio::test]
async fn an_act_is_confirmed_by_the_service_and_the_home_organisation_judges() {
    on_both(async |world| {
        let service = external(world, Answers::Password(RIGHT)).await;
        change(world, json!({ "domains": [] })).await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), ANNA).await;
        browser.password(&at, RIGHT).await.arrives();
        let at = browser.begins_to_confirm::<flows::confirmed::ExportData>("/account/x").await;
        assert_eq!(browser.password(&at, PASSWORD).await.complaint(), WRONG);
        assert!(!browser.password(&at, RIGHT).await.confirmation("/account/x").is_empty());
        assert_eq!(service.take().len(), 3);
        // The session goes on, as long as the policy lets it.
        browser.later(Span::minutes(10));
        browser.authorize(&request("wiki", "&prompt=none")).await.arrives();
    })
    .await;
}

/// A provider that is shut, or that this node can't read, judges nothing: the page says that nobody answers.
#[tokio::test]
async fn without_a_judge_nothing_is_judged() {
    on_both(async |world| {
        let service = external(world, Answers::Status(200)).await;
        let mut provider = service.provider();
        provider["state"] = json!("disabled");
        change(world, json!({ "identity_providers": [provider] })).await;
        assert_eq!(tries(world, ANNA, RIGHT).await.complaint(), SILENT);
        assert_eq!(service.count(), 0);
        // It stays the password's page: nobody is let in otherwise.
        let mut browser = Browser::new(world);
        let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        browser.email(&at, ANNA).await.asks_for_password();
    })
    .await;
}

/// J3.6, PWD-14: nothing of what was typed is in the database or the log, and what was kept before is gone, as was said beforehand.
#[tokio::test]
async fn pwd_14_nothing_of_a_password_is_kept() {
    on_both(async |world| {
        keep_logs();
        let service = Service::new(Answers::Password(TYPED)).await;
        let mut document = service.document("acme");
        document["organisations"][0]["users"] = json!([{ "email": "bert@acme.example", "local": true }]);
        let mut session = Browser::new(world);
        session.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let hash = world.password_hash(ANNA).await;
        let said = tried(world, &document, true).await.unwrap();
        let told = |report: &Report| report.notes.iter().any(|note| note.starts_with("acme: 3 passwords that are kept here are removed"));
        assert!(told(&said), "{said:?}");
        assert_eq!(world.password_hash(ANNA).await, hash, "a dry run removes nothing");
        assert!(told(&applied(world, &document).await));
        assert_eq!(passwords(world).await, 1, "of who is local");
        assert!(!told(&applied(world, &document).await), "a second time there is nothing");
        // The session goes on, but what was proven in it is no proof under today's policy.
        assert!(world.doorward.signed_in(&session.caller()).await.unwrap().is_some());
        assert_eq!(session.authorize(&request("wiki", "&prompt=none")).await.error(), "login_required");

        tries(world, ANNA, TYPED).await.arrives();
        service.answers(Answers::Status(401));
        assert_eq!(tries(world, ANNA, TYPED).await.complaint(), WRONG);
        let places = [dump(&world.database).await, logs()];
        for place in places {
            assert_eq!(Canary::new("the password", TYPED.as_bytes()).found_in(&place), Vec::<String>::new());
        }
        let whom = world.whom(ANNA).await;
        let (leave, password) = (world.granted(whom), Password::new(PASSWORD).unwrap());
        let set = world.doorward.set_password(&leave, &password, false).await.unwrap();
        assert_eq!(set, Err(Refused::KeptElsewhere));
        let given = json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [{ "email": ANNA, "password": PASSWORD }] }] });
        let found = problems(world, &given).await;
        assert!(found.len() == 1 && found[0].starts_with("organisations[0].users[0].password: is judged by"), "{found:?}");

        // PITFALLS R7: switched off again, nobody has a password here, and the link by mail leads to one.
        change(world, json!({ "policy": { "preset": "default", "registration": "first_sign_in" } })).await;
        assert_eq!(tries(world, ANNA, TYPED).await.complaint(), WRONG);
        tries(world, "bert@acme.example", PASSWORD).await.arrives();
    })
    .await;
}

/// Acme asks its service to reset forgotten passwords.
async fn resetting(world: &World, answers: Answers) -> Service {
    let service = external(world, answers).await;
    change(world, json!({ "policy": { "recovery": { "by": "provider" } } })).await;
    service
}

/// J3.5, EXT-17: the service is asked by GET, without a password, after the answer, and for nobody but those of its people who may sign in.
#[tokio::test]
async fn ext_17_a_service_is_asked_to_reset_the_password_of_its_people_alone() {
    on_both(async |world| {
        let service = resetting(world, Answers::Status(200)).await;
        world.set_state("bert@acme.example", "disabled").await;
        change(world, json!({ "users": [{ "email": "duty@acme.example", "local": true, "password": PASSWORD }] }))
            .await;
        let told = async |email: &str| {
            let mut browser = Browser::new(world);
            let (at, cookie) = world.doorward.begin(&browser.caller(), Purpose::Recover, Destination::Home, None, None);
            browser.keep(cookie);
            let (place, work) = world.store.work_of(browser.email(&at, email)).await;
            let statements: Vec<_> = work.iter().map(crate::mailed_codes::statement).collect();
            let Place::Page(at, view, None) = place else { panic!("{place:?}") };
            assert_eq!((&view.step, view.reset_requested), (&Step::ResetByProvider, true), "{email}");
            browser.password(&at, RIGHT).await.asks_for(StepKind::ResetByProvider);
            (format!("{view:?}").replace(email, "…"), statements)
        };
        told("somebody@acme.example").await;
        let known = told(ANNA).await;
        for email in ["nobody@acme.example", "bert@acme.example", "duty@acme.example"] {
            assert_eq!(told(email).await, known, "{email}");
        }
        assert_eq!(service.take(), Vec::<String>::new(), "nobody waits for it");
        world.mails(NOW).await;
        let asked = service.take();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0].starts_with("GET /forgot?mail=anna%40acme.example&os=Linux HTTP/1.1\r\n"), "{asked:?}");
        assert!(asked[0].contains("x-key: a key") && asked[0].ends_with("\r\n\r\n"), "{asked:?}");
        assert_eq!(world.waiting().await, 0);
        assert_eq!(world.events("sign_in.reset_requested").await, 5);
    })
    .await;
}

/// An outage is waited for, another answer is the last one, and nobody makes a service mail without end.
#[tokio::test]
async fn ext_17_a_reset_is_asked_for_again_while_the_service_is_away_and_within_limits() {
    on_both(async |world| {
        let service = resetting(world, Answers::Status(503)).await;
        let mut browser = Browser::new(world);
        let at = browser.forgot_password(ANNA).await.asks_for(StepKind::ResetByProvider);
        let now = async |minutes: i64| _ = world.mails(NOW + Span::minutes(minutes)).await;
        now(0).await;
        assert_eq!((service.take().len(), world.waiting().await), (1, 1), "it is away");
        service.answers(Answers::Status(404));
        now(5).await;
        assert_eq!((service.take().len(), world.waiting().await), (1, 0), "it knows nobody: it said so");
        browser.answer(&at, Answer::RequestReset).await;
        now(10).await;
        assert_eq!(service.count(), 0, "so soon after the first one nothing is sent again");
        for minute in 2..12 {
            browser.now = NOW + Span::minutes(minute);
            browser.answer(&at, Answer::RequestReset).await;
        }
        now(14).await;
        assert_eq!(service.take().len(), 2, "three in a quarter of an hour");
    })
    .await;
}

/// What was switched off meanwhile is not asked; and a policy without a service that takes the request is told when it is applied.
#[tokio::test]
async fn ext_17_nobody_is_asked_who_does_not_reset_passwords_any_more() {
    on_both(async |world| {
        let service = resetting(world, Answers::Status(200)).await;
        Browser::new(world).forgot_password(ANNA).await.asks_for(StepKind::ResetByProvider);
        change(world, json!({ "policy": { "recovery": { "by": "nobody" } } })).await;
        world.mails(NOW).await;
        assert_eq!((service.count(), world.waiting().await), (0, 0));
        assert_eq!(Browser::new(world).forgot_password(ANNA).await.refusal(), Refusal::PasswordElsewhere);

        let mut rest = service.provider();
        rest["rest"].as_object_mut().unwrap().remove("forgot_password_url");
        let document = json!({ "version": 1, "organisations": [{
            "slug": "acme", "policy": { "recovery": { "by": "provider" } }, "identity_providers": [rest],
        }] });
        let said = applied(world, &document).await;
        assert!(said.notes.iter().any(|note| note.contains("has no `forgot_password_url`")), "{said:?}");
        Browser::new(world).forgot_password(ANNA).await.asks_for(StepKind::ResetByProvider);
        world.mails(NOW).await;
        assert_eq!((service.count(), world.waiting().await), (0, 0), "given up");
    })
    .await;
}
