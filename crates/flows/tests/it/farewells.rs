//! Applications are told when a session that they were used in ends (OIDC Back-Channel Logout 1.0), over real HTTP.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use flows::{Cookie, Doorward, Farewell, Worker};
use model::{Span, Time, account::State};
use notify::Nowhere;
use serde_json::{Value, json};
use store::{Change, params};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

use crate::{
    apply::applied,
    browser::Browser,
    content::{Application, Organisation, application, somebody},
    world::{NOW, World, on_both, request},
};

store::statements! {
    PLANT_SESSION = "insert into sessions (org, user_id, id, hash, rotated_at, epoch, proofs, remembered, agent, address, created_at, \
          seen_at, idle_ends_at, ends_at) \
        select s.org, s.user_id, $1, $2, s.rotated_at, s.epoch, s.proofs, s.remembered, s.agent, s.address, s.created_at + 1, s.seen_at, \
          s.idle_ends_at, s.ends_at from sessions s where s.user_id = $3 order by s.created_at limit 1";
}

/// An application's server: notes what it is told, and answers by its rule.
struct Receiver {
    port: u16,
    told: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<Answer>>,
}

#[derive(Clone, Copy)]
enum Answer {
    Status(u16),
    Redirect,
    Hang,
}

impl Receiver {
    async fn new(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (told, answer) = (Arc::<Mutex<Vec<String>>>::default(), Arc::new(Mutex::new(answer)));
        let receiver = Self { port: listener.local_addr().unwrap().port(), told: told.clone(), answer: answer.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, told.clone(), answer.clone()));
            }
        });
        receiver
    }

    fn answers(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// The application whose receiver this is.
    fn application(&self, client_id: &str) -> Application {
        let mut application = application(client_id);
        let client = application.settings.client_mut().unwrap();
        client.backchannel_logout_uri = Some(format!("http://127.0.0.1:{}/out", self.port));
        application
    }

    /// The logout tokens that came since this was asked before.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.told.lock().unwrap())
    }
}

async fn serve(mut stream: TcpStream, told: Arc<Mutex<Vec<String>>>, answer: Arc<Mutex<Answer>>) {
    let mut read = Vec::new();
    let body = loop {
        let mut some = [0; 4096];
        let Ok(length @ 1..) = stream.read(&mut some).await else { return };
        read.extend_from_slice(&some[..length]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if length == Some(body.len()) {
            break body.to_owned();
        }
    };
    told.lock().unwrap().push(body.strip_prefix("logout_token=").unwrap().to_owned());
    let answer = *answer.lock().unwrap();
    let head = match answer {
        Answer::Status(status) => format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n"),
        Answer::Redirect => "HTTP/1.1 302 X\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n".to_owned(),
        Answer::Hang => {
            let _ = stream.read(&mut [0]).await;
            return;
        }
    };
    let _ = stream.write_all(head.as_bytes()).await;
}

fn part(token: &str, at: usize) -> Value {
    let part = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(at).unwrap()).unwrap();
    serde_json::from_slice(&part).unwrap()
}

/// Does what is due of telling applications, until nothing is.
async fn work(doorward: &Doorward, now: Time) {
    let kinds = Doorward::kinds_of_jobs().iter().filter(|kind| kind.word.starts_with("logout."));
    let kinds: Vec<_> = kinds.collect();
    loop {
        let mut any = false;
        for kind in &kinds {
            for leased in doorward.lease_jobs(kind, now, 100).await.unwrap() {
                doorward.carry_out(leased, &Nowhere, &|| now).await.unwrap();
                any = true;
            }
        }
        if !any {
            break;
        }
    }
}

/// A browser in which anna opened these applications.
async fn opened(world: &World, applications: &[&str]) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request(applications[0], ""), "anna@acme.example").await.arrives();
    for client_id in &applications[1..] {
        browser.authorize(&request(client_id, "")).await.arrives();
    }
    browser
}

/// Many applications behind one host and port are told in turn, and the page has what became of each.
#[tokio::test]
async fn oau_52_many_at_one_host_wait_their_turn() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        let names: Vec<String> = (0..9).map(|number| format!("app{number}")).collect();
        world.add(Vec::new(), names.iter().map(|name| receiver.application(name)).collect()).await;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let browser = opened(world, &names).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        let (_, told) = world.doorward.sign_out(&browser.caller(), &who).await.unwrap();
        let farewells: Vec<_> = told.iter().map(|told| told.farewell).collect();
        assert_eq!((farewells, receiver.take().len()), (vec![Farewell::Closed; 9], 9));
    })
    .await;
}

#[tokio::test]
async fn oau_52_signing_out_tells_at_once_and_who_does_not_answer_is_told_again() {
    on_both(async |world| {
        let good = Receiver::new(Answer::Status(200)).await;
        let (slow, broken) = (Receiver::new(Answer::Hang).await, Receiver::new(Answer::Status(500)).await);
        let leads_on = Receiver::new(Answer::Redirect).await;
        let all = [good.application("good"), slow.application("slow"), broken.application("broken")];
        let all = all.into_iter().chain([leads_on.application("leads-on")]).collect();
        world.add(Vec::new(), all).await;
        let mut browser = opened(world, &["wiki", "good", "slow", "broken", "leads-on"]).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();

        let begun = Instant::now();
        let (cookie, told) = world.doorward.sign_out(&browser.caller(), &who).await.unwrap();
        assert!(begun.elapsed() < Duration::from_secs(4), "O1: {:?}", begun.elapsed());
        browser.keep([cookie]);
        let mut farewells: Vec<_> = told.iter().map(|told| (told.open.name.as_str(), told.farewell)).collect();
        farewells.sort_unstable_by_key(|(name, _)| *name);
        let pending = Farewell::Pending;
        let expected = [("BROKEN", pending), ("GOOD", Farewell::Closed), ("LEADS-ON", pending), ("SLOW", pending)];
        assert_eq!(farewells[..4], expected);
        assert_eq!(farewells[4], ("WIKI", Farewell::Untold));

        let (tokens, now) = (good.take(), browser.now);
        let (head, claims) = (part(&tokens[0], 0), part(&tokens[0], 1));
        assert_eq!((tokens.len(), &head["typ"], &head["alg"]), (1, &json!("logout+jwt"), &json!("ES256")));
        assert_eq!((&claims["aud"], &claims["iat"]), (&json!("good"), &json!(now.seconds())));
        assert!(claims["sid"].is_string() && claims["sub"].is_string() && claims.get("nonce").is_none());
        let first = (broken.take(), leads_on.take());
        assert_eq!((first.0.len(), first.1.len()), (1, 1));

        for receiver in [&slow, &broken, &leads_on] {
            receiver.answers(Answer::Status(204));
        }
        slow.take();
        // The lease of the one that hangs runs out; by then, its first try has ended too.
        let later = now + Span::minutes(30);
        work(&world.doorward, later).await;
        let again = broken.take();
        assert_eq!((again.len(), slow.take().len(), leads_on.take().len(), good.take().len()), (1, 1, 1, 0));
        let (before, after) = (part(&first.0[0], 1), part(&again[0], 1));
        assert_eq!(before["sid"], after["sid"]);
        assert_ne!(before["jti"], after["jti"], "each token has a name of its own");
        assert_eq!(after["exp"], json!(later.seconds() + 120));
        work(&world.doorward, later + Span::hours(1)).await;
        assert!(broken.take().is_empty() && slow.take().is_empty(), "told is told");
    })
    .await;
}

#[tokio::test]
async fn oau_52_an_application_is_told_however_a_session_ends() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        world.add(Vec::new(), vec![receiver.application("good")]).await;
        let anna = world.whom("anna@acme.example").await;
        let told = async |cause: &str, times: usize, sessions: usize| {
            work(&world.doorward, NOW + Span::minutes(5)).await;
            let tokens = receiver.take();
            assert_eq!(tokens.len(), times, "{cause}");
            let sids: std::collections::HashSet<_> =
                tokens.iter().map(|token| part(token, 1)["sid"].to_string()).collect();
            assert_eq!(sids.len(), sessions, "{cause}: each session has a name");
        };

        let here = opened(world, &["wiki", "good"]).await;
        opened(world, &["good"]).await;
        opened(world, &["good"]).await;
        let who = world.doorward.signed_in(&here.caller()).await.unwrap().unwrap();
        told("nothing ended", 0, 0).await;
        let listed = world.doorward.list_sessions(&here.caller(), &who).await.unwrap();
        let other = listed.iter().find(|session| !session.this_one).unwrap();
        assert!(world.doorward.end_session_of(&here.caller(), &who, Some(other.id)).await.unwrap());
        told("one, by the list", 1, 1).await;
        assert!(world.doorward.end_session_of(&here.caller(), &who, None).await.unwrap());
        told("all others, by the list", 1, 1).await;

        world.doorward.end_sessions_of(&world.granted(anna)).await.unwrap().unwrap();
        told("by an administrator", 1, 1).await;
        opened(world, &["good"]).await;
        world.doorward.set_user_state(&world.granted(anna), State::Disabled).await.unwrap().unwrap();
        told("disabled", 1, 1).await;
        world.doorward.set_user_state(&world.granted(anna), State::Active).await.unwrap().unwrap();
        told("enabled again", 0, 0).await;
        opened(world, &["good"]).await;
        let password = crypto::password::Password::new("seventeen violet lanterns").unwrap();
        world.doorward.set_password(&world.granted(anna), &password, false).await.unwrap().unwrap();
        told("another password", 1, 1).await;
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_deleted_is_told_of() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        world.add(Vec::new(), vec![receiver.application("good")]).await;
        let mut browser = opened(world, &["good"]).await;
        let done = browser.delete().await;
        assert!(matches!(done, flows::people::Departure::Done(Cookie::SignedOut)), "{done:?}");
        work(&world.doorward, NOW + Span::minutes(5)).await;
        assert_eq!(receiver.take().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn another_person_in_the_same_browser_ends_the_session_before() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        world.add(Vec::new(), vec![receiver.application("good")]).await;
        let mut browser = opened(world, &["good"]).await;
        browser.sign_in(&request("wiki", "&prompt=login"), "bert@acme.example").await.arrives();
        work(&world.doorward, NOW + Span::minutes(5)).await;
        assert_eq!(receiver.take().len(), 1);
    })
    .await;
}

/// Who begins a session too many ends the one that began first.
#[tokio::test]
async fn a_session_that_is_pushed_out_is_told_of() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        world.add(Vec::new(), vec![receiver.application("good")]).await;
        opened(world, &["wiki", "good"]).await;
        let (_, anna) = world.user("anna@acme.example").await;
        let plant = |change: &mut Change| {
            for number in 0..99_u8 {
                change.add(&PLANT_SESSION, params![&[number; 16][..], &[number; 32][..], anna]);
            }
        };
        world.change(plant).await;
        let mut newcomer = Browser::new(world);
        newcomer.later(Span::minutes(1)).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        work(&world.doorward, NOW + Span::minutes(5)).await;
        assert_eq!(receiver.take().len(), 1);
        assert_eq!(world.events("session.ended").await, 1);
    })
    .await;
}

/// More people than are closed at once, of whom somebody else's applications are told as well as the organisation's own.
#[tokio::test]
async fn an_organisation_that_is_switched_off_is_told_of() {
    on_both(async |world| {
        let (own, elsewhere) = (Receiver::new(Answer::Status(200)).await, Receiver::new(Answer::Status(200)).await);
        let of = |receiver: &Receiver, client_id: &str, owner: &str| {
            let mut application = receiver.application(client_id);
            (application.owner, application.subscribers) = (owner.into(), vec![("grey".into(), true)]);
            application
        };
        world.add(Vec::new(), vec![of(&own, "own", "grey"), of(&elsewhere, "elsewhere", "acme")]).await;
        let people = [1, 2, 3].map(|number| format!("g{number}@grey.example"));
        let mut users = Vec::new();
        for email in &people {
            users.push(somebody(email).await);
        }
        world.add(vec![Organisation { slug: "grey".into(), users, ..Organisation::default() }], Vec::new()).await;
        for email in &people {
            for _ in 0..40 {
                let mut browser = Browser::new(world);
                browser.sign_in(&request("own", ""), email).await.arrives();
                browser.authorize(&request("elsewhere", "")).await.arrives();
            }
        }
        let before = world.waiting().await;
        applied(world, &json!({ "version": 1, "organisations": [{ "slug": "grey", "state": "disabled" }] })).await;
        assert_eq!(world.waiting().await, before + 1, "one job, however many people");
        work(&world.doorward, NOW + Span::minutes(5)).await;
        assert_eq!((own.take().len(), elsewhere.take().len()), (120, 120));
        applied(world, &json!({ "version": 1, "organisations": [{ "slug": "grey", "state": "active" }] })).await;
        work(&world.doorward, NOW + Span::minutes(5)).await;
        assert_eq!((own.take().len(), elsewhere.take().len()), (0, 0), "each once, and not for being switched on");
    })
    .await;
}

#[tokio::test]
async fn an_account_that_becomes_inactive_is_told_of() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        world.add(Vec::new(), vec![receiver.application("good")]).await;
        opened(world, &["good"]).await;
        let rule = json!({ "version": 1, "organisations": [{ "slug": "acme", "policy": { "inactivity": "14d" } }] });
        applied(world, &rule).await;
        for day in [8, 14, 15] {
            let now = NOW + Span::days(day);
            world.doorward.look_after_unused_accounts(now).await.unwrap();
            world.mails(now).await;
            work(&world.doorward, now).await;
            assert_eq!(receiver.take().len(), usize::from(day == 15), "day {day}");
        }
    })
    .await;
}

/// Whoever signs out of applications that want to hear nothing leaves no work behind; nor does who told them all.
#[tokio::test]
async fn signing_out_leaves_no_needless_work() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        world.add(Vec::new(), vec![receiver.application("good")]).await;
        for applications in [["wiki", "mail"], ["wiki", "good"]] {
            let browser = opened(world, &applications).await;
            let before = world.waiting().await;
            let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
            world.doorward.sign_out(&browser.caller(), &who).await.unwrap();
            assert_eq!(world.waiting().await, before, "{applications:?}");
        }
        assert_eq!(receiver.take().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_nodes_tell_once() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        world.add(Vec::new(), vec![receiver.application("good")]).await;
        opened(world, &["good"]).await;
        let anna = world.whom("anna@acme.example").await;
        for _ in 0..3 {
            world.doorward.end_sessions_of(&world.granted(anna)).await.unwrap().unwrap();
        }
        let other = crate::world::doorward(&world.store, 90);
        let now = NOW + Span::minutes(5);
        tokio::join!(work(&world.doorward, now), work(&other, now));
        let later = now + Span::hours(1);
        tokio::join!(work(&world.doorward, later), work(&other, later));
        assert_eq!(receiver.take().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_without_a_mail_server_tells_them_too() {
    on_both(async |world| {
        let receiver = Receiver::new(Answer::Status(200)).await;
        world.add(Vec::new(), vec![receiver.application("good")]).await;
        opened(world, &["good"]).await;
        let anna = world.whom("anna@acme.example").await;
        world.doorward.end_sessions_of(&world.granted(anna)).await.unwrap().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let worker = Worker::new(world.doorward.clone(), None, Arc::new(|| NOW + Span::minutes(1)));
        let working = tokio::spawn(worker.run(async move { _ = stopped.await }));
        let told = async {
            while receiver.told.lock().unwrap().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(Duration::from_secs(20), told).await;
        stop.send(()).unwrap();
        working.await.unwrap();
        assert!(in_time.is_ok());
    })
    .await;
}
