//! Notices to owners of accounts, and how they leave: leases, pauses, limits, all by the clock that is given.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use flows::{Answer, Caller, Complaint, Doorward, JobsDone, Leased};
use model::{Branding, Policy, Span, Time, policy::LockOut, policy::Opens};
use notify::{Deliver, Delivery, DeliveryError, Mail, Outcome, Stage};
use serde_json::{Value, json};

use crate::{
    apply::{applied, tried},
    browser::{Browser, password_answer},
    ceremony::{recovery_codes, totp_code},
    content::{organisation, somebody, strict},
    races::at_once,
    world::{NOW, PASSWORD, World, code, doorward, on_both, request},
};

/// A mail server: takes everything, or answers as it is told.
#[derive(Default)]
pub(crate) struct Post {
    taken: Mutex<Vec<Mail>>,
    tries: AtomicUsize,
    answers: Option<fn() -> Outcome>,
}

impl Post {
    fn answering(answers: fn() -> Outcome) -> Self {
        Self { answers: Some(answers), ..Self::default() }
    }

    pub(crate) fn taken(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.taken.lock().unwrap())
    }

    fn tries(&self) -> usize {
        self.tries.swap(0, Ordering::Relaxed)
    }
}

impl Deliver for Post {
    fn deliver<'a>(&'a self, mail: &'a Mail) -> Delivery<'a> {
        Box::pin(async move {
            self.tries.fetch_add(1, Ordering::Relaxed);
            match self.answers {
                None => {
                    self.taken.lock().unwrap().push(mail.clone());
                    Outcome::Accepted
                }
                Some(answer) => answer(),
            }
        })
    }
}

fn trouble(stage: Stage, code: Option<u16>) -> DeliveryError {
    DeliveryError { stage, code, detail: "canary".into() }
}

pub(crate) fn away() -> Outcome {
    Outcome::Later(trouble(Stage::Connect, None))
}

fn no_such_mailbox() -> Outcome {
    Outcome::Never(trouble(Stage::Recipient, Some(550)))
}

/// Leases what is due of every kind, so much of each at most.
pub(crate) async fn leased(doorward: &Doorward, now: Time, most: usize) -> Vec<Leased> {
    let mut leased = Vec::new();
    for kind in Doorward::kinds_of_jobs() {
        leased.extend(doorward.lease_jobs(kind, now, most).await.unwrap());
    }
    leased
}

/// What this node did of notices of sign-ins.
fn done(doorward: &Doorward) -> JobsDone {
    doorward.jobs_done()[0].1
}

impl World {
    /// Does all the work that is due.
    async fn work(&self, post: &Post, now: Time) {
        for job in leased(&self.doorward, now, 20).await {
            self.doorward.carry_out(job, post, &move || now).await.unwrap();
        }
    }

    pub(crate) async fn mails(&self, now: Time) -> Vec<Mail> {
        let post = Post::default();
        self.work(&post, now).await;
        post.taken()
    }

    pub(crate) async fn waiting(&self) -> i64 {
        self.doorward.jobs_status(NOW).await.unwrap().waiting
    }

    /// Anna signs in for the first time, of which nobody is told, and then from another browser.
    pub(crate) async fn told_of_another_browser(&self) -> Browser {
        Browser::new(self).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        assert_eq!(self.waiting().await, 0, "the very first sign-in");
        let mut other = Browser::new(self);
        other.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        assert_eq!(self.waiting().await, 1);
        other
    }
}

#[tokio::test]
async fn lgn_13_the_owner_is_told_of_a_new_browser_once() {
    on_both(async |world| {
        let mut other = world.told_of_another_browser().await;
        let mails = world.mails(NOW).await;
        let [mail] = &mails[..] else { panic!("{mails:?}") };
        assert_eq!(mail.to.as_str(), "anna@acme.example");
        assert_eq!(mail.from.to_string(), "ACME <no-reply@id.example>");
        assert_eq!((mail.subject.as_str(), mail.language), ("Your account was used in a new browser", "en"));
        for part in [&mail.text, &mail.html] {
            for words in ["Hello Robin,", "Firefox on Linux", "192.0.2.1", "14 Nov 2023, 22:13:30 UTC", "ACME"] {
                assert!(part.contains(words), "{words} in {part}");
            }
            assert!(part.contains("https://id.example/account/sessions"), "{part}");
        }
        assert!(mail.id.starts_with("job_"), "{mail:?}");

        // The browser is known now, and so are both when they come again.
        other.session = None;
        other.later(Span::days(1)).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        // A session that is used for another application is no sign-in.
        other.authorize(&request("mail", "")).await.arrives();
        assert_eq!(world.waiting().await, 0);
        // Known to one is not known to another.
        Browser::new(world).sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        other.session = None;
        other.sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        assert_eq!(world.mails(other.now).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_second_click_is_told_once() {
    on_both(async |world| {
        Browser::new(world).sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let mut first = Browser::new(world);
        let at = first.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        first.code(&at, &code(0)).await.arrives();
        let mut other = Browser::new(world);
        let at = other.later(Span::minutes(5)).sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let before = other.clone();
        other.code(&at, &code(10)).await.arrives();
        before.clone().code(&at, &code(10)).await.arrives();
        assert_eq!(world.waiting().await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_language_is_the_nearest_that_is_known() {
    on_both(async |world| {
        let mut swede = somebody("sven@sand.example").await;
        swede.profile.locale = Some("sv-SE".into());
        let mut sand = organisation("sand", Policy::default(), vec![swede, somebody("nina@sand.example").await]);
        let (language, time_zone) = (Some("nl".into()), Some("Europe/Amsterdam".into()));
        sand.branding = Some(Branding { language, time_zone, ..Branding::default() });
        world.add(vec![sand], vec![]).await;
        let mut wiki = crate::content::application("wiki");
        wiki.subscribers = vec![("sand".into(), true)];
        world.add(vec![], vec![wiki]).await;
        for email in ["sven@sand.example", "nina@sand.example"] {
            Browser::new(world).sign_in(&request("wiki", ""), email).await.arrives();
        }
        let told = async |email: &str, query: &str, accepts: &str, now| {
            let mut browser = Browser::new(world);
            // "sv!" stands for what was chosen in the menu.
            let (chosen, accepts) =
                accepts.split_once('!').map_or((None, accepts), |(chosen, rest)| (Some(chosen), rest));
            (browser.language, browser.languages) = (chosen.map(str::to_owned), accepts.to_owned());
            browser.now = now;
            browser.sign_in(&request("wiki", query), email).await.arrives();
            let mail = world.mails(now).await.remove(0);
            assert!(mail.text.contains("CET"), "the organisation's time: {}", mail.text);
            mail.language
        };
        let (soon, later) = (NOW + Span::minutes(30), NOW + Span::hours(1));
        assert_eq!(told("sven@sand.example", "&ui_locales=de", "nl!fr", NOW).await, "sv", "their own setting");
        assert_eq!(
            told("nina@sand.example", "&ui_locales=de", "sv!fr", soon).await,
            "sv",
            "what was chosen in the menu"
        );
        assert_eq!(told("nina@sand.example", "&ui_locales=tlh+de", "fr", NOW).await, "de", "the application's");
        assert_eq!(told("nina@sand.example", "&ui_locales=tlh", "fr-CH, en;q=0.5", NOW).await, "fr", "the browser's");
        assert_eq!(told("nina@sand.example", "", "tlh", later).await, "nl", "the organisation's");

        // What somebody does to their account is told in the language that they read it in.
        for (email, language) in [("sven@sand.example", "sv"), ("nina@sand.example", "de")] {
            let mut browser = Browser::new(world);
            (browser.now, browser.languages) = (NOW + Span::hours(20), "de".to_owned());
            browser.sign_in(&request("wiki", ""), email).await.arrives();
            world.mails(browser.now).await;
            let (caller, who) = (browser.caller(), browser.who().await);
            let typed = (PASSWORD, "a copper kettle at dawn", "a copper kettle at dawn");
            let form = Box::pin(world.doorward.change_password(&caller, &who, ("/account/password", ""), typed)).await;
            assert!(matches!(form.unwrap().turn, flows::Turn::Arrived(..)));
            assert_eq!(world.mails(browser.now).await.remove(0).language, language, "{email}");
        }
    })
    .await;
}

#[tokio::test]
async fn lgn_13_the_owner_is_told_of_success_after_failures() {
    on_both(async |world| {
        let mut known = Browser::new(world);
        known.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        for (wrong, told) in [(4, 0), (5, 1)] {
            known.session = None;
            let at = known.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
            for _ in 0..wrong {
                known.password(&at, "a guess").await;
            }
            known.password(&at, PASSWORD).await.arrives();
            assert_eq!(world.waiting().await, told, "after {wrong}");
        }
        assert_eq!(world.mails(NOW).await[0].subject, "Your account was opened after 5 wrong tries");

        // Wrong passwords are remembered until the code is right; even the first sign-in ever is told then.
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "tom@acme.example").await;
        for _ in 0..3 {
            browser.password(&at, "a guess").await;
        }
        browser.password(&at, PASSWORD).await.asks_for_code();
        for guess in ["000000", "111111"] {
            browser.code(&at, guess).await;
        }
        browser.code(&at, &code(0)).await.arrives();
        assert_eq!(world.mails(NOW).await[0].subject, "Your account was opened after 5 wrong tries");
    })
    .await;
}

/// Three attempts, then a lock that opens by itself.
async fn timed(world: &World) {
    let policy = Policy { lock_out: LockOut { attempts: 3, opens: Opens::Timed }, ..Policy::default() };
    world.add(vec![organisation("teal", policy, vec![somebody("tess@teal.example").await])], vec![]).await;
}

#[tokio::test]
async fn the_owner_is_told_of_each_lock_once() {
    on_both(async |world| {
        timed(world).await;
        let mut stranger = Browser::new(world);
        stranger.languages = "sv".to_owned();
        let at = stranger.goes_to_password(&request("wiki", "&ui_locales=sv"), "tess@teal.example").await;
        for _ in 0..6 {
            stranger.password(&at, "a guess").await;
        }
        let mails = world.mails(NOW).await;
        let [mail] = &mails[..] else { panic!("{mails:?}") };
        assert_eq!(
            mail.subject, "Your account is locked after wrong passwords",
            "the stranger does not choose the language"
        );
        assert!(mail.text.contains("from 14 Nov 2023, 22:14:30 UTC on"), "{}", mail.text);
        stranger.later(Span::minutes(1));
        let at = stranger.goes_to_password(&request("wiki", ""), "tess@teal.example").await;
        assert!(matches!(stranger.password(&at, "a guess").await.complaint(), Some(Complaint::PasswordLocked(_))));
        assert_eq!(world.mails(stranger.now).await.len(), 1, "another lock");

        // One that only an administrator opens. Nobody's lock is told to nobody.
        for (email, told) in [("gus@grey.example", 1), ("nobody@grey.example", 0)] {
            let at = stranger.goes_to_password(&request("wiki", ""), email).await;
            for _ in 0..5 {
                stranger.password(&at, "a guess").await;
            }
            let mails = world.mails(stranger.now).await;
            assert_eq!(mails.len(), told, "{email}");
            assert!(mails.iter().all(|mail| mail.text.contains("It stays locked until")), "{mails:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_guesses_at_once_are_one_notice() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        let guess = |number| {
            // From fifty sources: one alone would not get them all into the queue.
            let caller = Caller { address: format!("192.0.2.{number}"), ..browser.caller() };
            let (doorward, at) = (world.doorward.clone(), at.clone());
            async move { doorward.answer(&caller, &at, password_answer(format!("guess {number}"))).await.unwrap() }
        };
        at_once((0..50).map(guess)).await;
        assert_eq!(world.waiting().await, 1);
        assert!(world.events("sign_in.locked").await > 0);
    })
    .await;
}

#[tokio::test]
async fn who_has_the_password_but_not_the_code_is_told_to_the_owner() {
    on_both(async |world| {
        let mut thief = Browser::new(world);
        let at = thief.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        for _ in 0..7 {
            thief.code(&at, "000000").await;
        }
        let mails = world.mails(NOW).await;
        let [mail] = &mails[..] else { panic!("{mails:?}") };
        assert_eq!(mail.subject, "Somebody may know your password");
    })
    .await;
}

#[tokio::test]
async fn mai_02_06_names_are_no_links_and_nobody_is_invented() {
    on_both(async |world| {
        let mut users = vec![somebody("plain@slate.example").await, somebody("evil@slate.example").await];
        users[0].profile.email = None;
        users[1].profile.given_name = Some("https://evil.example <b>now</b>".into());
        world.add(vec![organisation("slate", strict(), users)], vec![]).await;
        for (email, told) in [("plain@slate.example", 0), ("evil@slate.example", 1)] {
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), email).await;
            for _ in 0..3 {
                browser.password(&at, "a guess").await;
            }
            let mails = world.mails(NOW).await;
            assert_eq!(mails.len(), told);
            assert!(
                mails.iter().all(|mail| !mail.text.contains("evil.example") && !mail.html.contains("evil.example"))
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    on_both(async |world| {
        world.told_of_another_browser().await;
        let again = async |now| {
            let mut browser = Browser::new(world);
            browser.now = now;
            browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
            world.mails(now).await.len()
        };
        assert_eq!(world.mails(NOW).await.len(), 1);
        let mut sent = Vec::new();
        for minutes in [0, 1, 2, 14, 15] {
            sent.push(again(NOW + Span::minutes(minutes)).await);
        }
        assert_eq!(sent, [1, 1, 0, 0, 0], "three in a quarter of an hour, which begins with the last");
        let mut more = 0;
        for hours in 1..23 {
            more += again(NOW + Span::hours(hours)).await;
        }
        assert_eq!(more, 7, "ten a day");
        assert!(again(NOW + Span::days(2)).await == 1);
        let done = done(&world.doorward);
        assert_eq!((done.done, done.suppressed), (11, 3 + 15), "{done:?}");
        assert_eq!(world.waiting().await, 0, "what is not sent is done");
    })
    .await;
}

#[tokio::test]
async fn rel_12_an_hour_without_a_mail_server_loses_nothing() {
    on_both(async |world| {
        world.told_of_another_browser().await;
        let (away, mut now) = (Post::answering(away), NOW);
        let mut pauses = Vec::new();
        while now < NOW + Span::hours(1) {
            world.work(&away, now).await;
            assert!(leased(&world.doorward, now, 9).await.is_empty(), "not before it is due again");
            let due = world.doorward.jobs_status(now).await.unwrap().oldest_due_at.unwrap();
            pauses.push(due.since(now).as_seconds());
            now = due;
        }
        for (pause, longest) in pauses.iter().zip([15, 30, 60, 120, 240, 480, 900, 900, 900]) {
            assert!((longest / 2..=longest).contains(pause), "{pauses:?}");
        }
        assert_eq!(world.mails(now).await.len(), 1);
        assert_eq!(world.waiting().await, 0);
    })
    .await;
}

#[tokio::test]
async fn after_a_day_a_job_is_given_up_and_seen() {
    on_both(async |world| {
        world.told_of_another_browser().await;
        let (away, mut now) = (Post::answering(away), NOW);
        while world.waiting().await > 0 {
            world.work(&away, now).await;
            now = world.doorward.jobs_status(now).await.unwrap().oldest_due_at.unwrap_or(now);
        }
        assert!(now >= NOW + Span::hours(24), "it was tried for a day");
        assert!((60..250).contains(&away.tries()));
        let status = world.doorward.jobs_status(now).await.unwrap();
        assert_eq!((status.given_up, done(&world.doorward).given_up), (1, 1));
        assert!(world.mails(now + Span::days(1)).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn rel_13_a_mailbox_that_is_not_there_is_not_tried_again() {
    on_both(async |world| {
        world.told_of_another_browser().await;
        let refusing = Post::answering(no_such_mailbox);
        world.work(&refusing, NOW).await;
        let status = world.doorward.jobs_status(NOW).await.unwrap();
        assert_eq!((status.waiting, status.given_up), (0, 1));
        world.work(&refusing, NOW + Span::days(1)).await;
        assert_eq!(refusing.tries(), 1);
    })
    .await;
}

/// A node that hangs, or is killed, between leasing and finishing.
#[tokio::test]
async fn a_lease_that_ran_out_finishes_nothing() {
    on_both(async |world| {
        world.told_of_another_browser().await;
        let post = Post::default();
        let slow = leased(&world.doorward, NOW, 1).await.remove(0);
        assert!(leased(&world.doorward, NOW + Span::seconds(119), 9).await.is_empty(), "it is ours");

        let later = NOW + Span::seconds(120);
        let second = leased(&world.doorward, later, 9).await.remove(0);
        // The slow one finishes now: its mail is sent, but the job is the second one's, and not done.
        world.doorward.carry_out(slow, &post, &move || later).await.unwrap();
        assert_eq!(world.waiting().await, 1);
        world.doorward.carry_out(second, &post, &move || later).await.unwrap();
        assert_eq!(world.waiting().await, 0);
        let [first, second] = post.taken().try_into().unwrap();
        assert_eq!(first, second, "one duplicate, and it can be told by its Message-ID");
        assert_eq!(done(&world.doorward), JobsDone { done: 1, ..JobsDone::default() });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_do_not_do_the_same_job() {
    on_both(async |world| {
        Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        for _ in 0..3 {
            Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        }
        let nodes = (0..8).map(|number| doorward(&world.store, 100 + number));
        let lease = |node: flows::Doorward| async move { leased(&node, NOW, 9).await.len() };
        let leased = at_once(nodes.map(lease)).await;
        assert_eq!(leased.iter().sum::<usize>(), 3, "{leased:?}");
    })
    .await;
}

/// What only the sealing key opens.
#[tokio::test]
async fn a_job_tells_nothing_to_who_reads_the_database() {
    on_both(async |world| {
        world.told_of_another_browser().await;
        let row =
            store::jobs::due(&mut world.store.read().await.unwrap(), "notice.sign_in", NOW, 9).await.unwrap().remove(0);
        let text = String::from_utf8_lossy(&row.data).into_owned();
        assert!(!text.contains("anna") && !text.contains("192.0.2.1"), "{text}");
        assert_eq!(row.kind, "notice.sign_in");
    })
    .await;
}

/// Without a mail server nothing is ordered that would wait for ever.
#[tokio::test]
async fn without_mail_nothing_is_ordered() {
    on_both(async |world| {
        let silent = crate::world::without_mail(&world.store, 50);
        for _ in 0..2 {
            Browser::at(&silent).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        }
        let mut stranger = Browser::at(&silent);
        let at = stranger.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        for _ in 0..3 {
            stranger.password(&at, "a guess").await;
        }
        assert_eq!(world.waiting().await, 0);
    })
    .await;
}

/// What a lock costs – an event, a notice, for somebody – is written before the time at which every wrong password is
/// answered (LGN-02). Nor does it matter whether the browser still waits for that.
#[tokio::test]
async fn lgn_02_what_a_wrong_guess_leaves_is_written_before_it_is_answered() {
    on_both(async |world| {
        let slow = crate::world::answering_wrong_guesses_after(&world.store, Duration::from_secs(3600));
        let mut browser = Browser::at(&slow);
        let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        let noted = async {
            for _ in 0..100_000 {
                if world.events("sign_in.wrong_password").await > 0 {
                    return true;
                }
                tokio::task::yield_now().await;
            }
            false
        };
        tokio::select! {
            _ = browser.password(&at, "a guess") => panic!("answered early"),
            noted = noted => assert!(noted, "nothing is written while the answer is held back"),
        }
    })
    .await;
}

#[tokio::test]
async fn lgn_13_the_owner_is_told_of_a_password_that_an_administrator_set() {
    on_both(async |world| {
        let anna = world.granted(world.whom("anna@acme.example").await);
        let set = async |text: &str| {
            let password = crypto::Password::new(text).unwrap();
            world.doorward.set_password(&anna, &password, false).await.unwrap()
        };
        assert!(set("short").await.is_err());
        assert_eq!(world.waiting().await, 0, "nothing was changed");
        set("seventeen violet lanterns").await.unwrap();
        let mails = world.mails(NOW).await;
        let [mail] = &mails[..] else { panic!("{mails:?}") };
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("anna@acme.example", "Your password was changed"));
        assert!(!mail.text.contains("IP address") && !mail.text.contains("lanterns"), "{}", mail.text);
    })
    .await;
}

/// New recovery codes, and each one that is used: with how many are left, and with no code.
#[tokio::test]
async fn rcv_02_04_the_owner_is_told_of_recovery_codes() {
    on_both(async |world| {
        let codes = recovery_codes(world, "tom@acme.example").await;
        let told = async || {
            let mut mails = world.mails(NOW).await;
            assert_eq!(mails.len(), 1, "{mails:?}");
            let mail = mails.remove(0);
            assert_eq!(mail.to.as_str(), "tom@acme.example");
            assert!(codes.iter().all(|code| !mail.text.contains(code.as_str())), "{}", mail.text);
            mail
        };
        let issued = told().await;
        assert_eq!(issued.subject, "You have new recovery codes");
        assert!(!issued.text.contains("IP address"), "by a command: {}", issued.text);

        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        browser.answer(&at, Answer::RecoveryCode("00000-00000-00000".into())).await.complaint().unwrap();
        assert_eq!(world.waiting().await, 0, "a wrong one");
        browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.enrols();
        let used = told().await;
        assert_eq!(used.subject, "A recovery code of yours was used");
        for words in ["9 recovery codes are left", "192.0.2.1", "https://id.example/account/sessions"] {
            assert!(used.text.contains(words), "{words} in {}", used.text);
        }
    })
    .await;
}

/// By a document as by a command: who was there before is told, who is made is not.
#[tokio::test]
async fn lgn_13_the_owner_is_told_of_a_password_that_a_document_changed() {
    on_both(async |world| {
        let document = |fields: Value| {
            let mut user = json!({ "email": "una@umber.example" });
            user.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            let organisation =
                json!({ "slug": "umber", "name": "Umber", "branding": { "language": "sv" }, "users": [user] });
            json!({ "version": 1, "organisations": [organisation] })
        };
        let made = document(json!({ "password": PASSWORD, "user_name": "una" }));
        applied(world, &made).await;
        applied(world, &made).await;
        let first = document(json!({ "password": "handed out to everybody", "must_change_password": true }));
        applied(world, &first).await;
        applied(world, &document(json!({ "claims": { "given_name": "Una" } }))).await;
        let other = document(json!({ "password": "seventeen violet lanterns" }));
        tried(world, &other, true).await.unwrap();
        assert_eq!(world.waiting().await, 0, "made, the same, her own kept, another field, a dry run");

        applied(world, &other).await;
        applied(world, &other).await;
        let mails = world.mails(NOW).await;
        let [mail] = &mails[..] else { panic!("{mails:?}") };
        assert_eq!((mail.to.as_str(), mail.language), ("una@umber.example", "sv"));
        assert!(mail.text.contains("Una") && !mail.text.contains("lanterns"), "{}", mail.text);

        // Whoever moves the account to another address as well does not keep it from its owner.
        let mut moved = document(json!({ "user_name": "una", "password": PASSWORD }));
        moved["organisations"][0]["users"][0]["email"] = "una@elsewhere.example".into();
        applied(world, &moved).await;
        let mails = world.mails(NOW).await;
        assert_eq!(mails.len(), 2, "the password and the address: {mails:?}");
        assert!(mails.iter().all(|mail| mail.to.as_str() == "una@umber.example"), "{mails:?}");
    })
    .await;
}

/// An app and an address by a document: who was there before is told, once for each, at the address from before.
#[tokio::test]
async fn lgn_13_the_owner_is_told_of_an_app_and_of_an_address_that_a_document_changed() {
    on_both(async |world| {
        let document = |email: &str, fields: Value| {
            let mut user = json!({ "email": email, "user_name": "una" });
            user.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            json!({ "version": 1, "organisations": [{ "slug": "umber", "name": "Umber", "users": [user] }] })
        };
        let told = async || {
            let mails = world.mails(NOW).await;
            mails.into_iter().map(|mail| (mail.to.to_string(), mail.subject, mail.text)).collect::<Vec<_>>()
        };
        let secret = |secret: &str| json!({ "totp_secret": secret });
        let (first, second) = (secret("OR3WK3TUPEQHGZLDOJSXIIDCPF2GK4ZB"), secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"));
        applied(world, &document("una@umber.example", json!({ "password": PASSWORD }))).await;
        applied(world, &document("Una@umber.example", json!({}))).await;
        assert_eq!(told().await, [], "made, and written otherwise");

        for (fields, words) in [(&first, "can be used to sign in."), (&second, "from before can’t any more")] {
            for _ in 0..2 {
                applied(world, &document("una@umber.example", fields.clone())).await;
            }
            let mails = told().await;
            let [(to, subject, text)] = &mails[..] else { panic!("{mails:?}") };
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!((to.as_str(), subject.as_str()), ("una@umber.example", "You have a new authenticator app"));
            assert!(text.contains(words) && !text.contains("IP address") && !text.contains("/account"), "{text}");
        }
        applied(world, &document("una@elsewhere.example", json!({}))).await;
        let mails = told().await;
        let [(to, subject, text)] = &mails[..] else { panic!("{mails:?}") };
        assert_eq!((to.as_str(), subject.as_str()), ("una@umber.example", "Your e-mail address was changed"));
        assert!(!text.contains("elsewhere"), "{text}");
    })
    .await;
}

/// An app that is set up on the way in: with the browser in which that was, and with what became of the one from before.
#[tokio::test]
async fn lgn_13_the_owner_is_told_of_an_app_that_was_set_up() {
    on_both(async |world| {
        let codes = recovery_codes(world, "tom@acme.example").await;
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let (at, enrolment) = browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.enrols();
        world.mails(NOW).await;
        let wrong = Answer::EnrolTotp { code: "000000".into(), sealed: enrolment.sealed.clone() };
        browser.answer(&at, wrong).await.complaint().unwrap();
        assert_eq!(world.waiting().await, 0, "nothing was set up");
        let right = Answer::EnrolTotp { code: totp_code(&enrolment.key, 0), sealed: enrolment.sealed };
        browser.answer(&at, right).await.arrives();
        let mails = world.mails(NOW).await;
        let mail = mails.iter().find(|mail| mail.subject == "You have a new authenticator app").unwrap();
        let text = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(mail.to.as_str(), "tom@acme.example");
        for words in ["from before can’t any more", "192.0.2.1", "https://id.example/account/sessions"] {
            assert!(text.contains(words), "{words} in {text}");
        }
        assert!(!text.contains(&enrolment.key), "{text}");
    })
    .await;
}

#[tokio::test]
async fn rel_24_what_waits_is_given_up_at_once() {
    on_both(async |world| {
        world.told_of_another_browser().await;
        Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let leased = leased(&world.doorward, NOW, 1).await.remove(0);
        world.doorward.give_up_jobs(NOW, "restored").await.unwrap();
        // Whoever has leased one of them settles nothing any more.
        world.doorward.carry_out(leased, &Post::answering(away), &|| NOW).await.unwrap();
        assert!(world.mails(NOW + Span::days(1)).await.is_empty());
        let status = world.doorward.jobs_status(NOW).await.unwrap();
        assert_eq!((status.waiting, status.given_up), (0, 2));
    })
    .await;
}
