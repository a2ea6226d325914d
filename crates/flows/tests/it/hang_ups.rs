//! People and applications who hang up at any moment. Whatever was under way is then done or not done, never half; and
//! whoever comes again gets on.

use flows::Answer;
use model::{Span, sign_in::StepKind};
use store::{
    Options, params,
    testing::{ENGINES, Engine, fresh_with, patient},
};

use crate::{
    browser::{Browser, password_answer},
    paused::polled_at_most,
    world::{PASSWORD, World, caller, code, exchange, post, refresh, request},
};

store::statements! {
    NOTHING = "update versions set version = version where name = 'nothing'";
    CODES_USED = "select count(*) from grants where used_at is not null";
    REFRESH_TOKENS = "select count(*) from refresh_tokens";
    REFRESH_TOKENS_USED = "select count(*) from refresh_tokens where used_at is not null";
    GUESSES = "select coalesce(cast(max(taken) as bigint), 0) from attempts";
    OPEN_SESSIONS = "select count(*) from sessions where ended_at is null";
}

/// More polls than any flow here needs.
const ENOUGH: usize = 200;

/// A world with one connection for writes, so that what one caller leaves behind, the next one finds.
async fn on_both(play: impl AsyncFn(&World)) {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let database = fresh_with(engine, Options { writers: 1, ..patient() }).await;
        let world = World::on(database).await;
        Box::pin(play(&world)).await;
        if engine == Engine::Postgres {
            no_open_transaction(&world).await;
        }
        world.database.remove().await;
    }
}

async fn count(world: &World, statement: &'static store::Statement) -> i64 {
    world.store.read().await.unwrap().one::<(i64,)>(statement, params![]).await.unwrap().unwrap().0
}

/// Waits for what a caller who hung up has begun: the one writer does this after it.
async fn settle(world: &World) {
    tokio::task::yield_now().await;
    world.change(|change| _ = change.add(&NOTHING, params![])).await;
}

async fn no_open_transaction(world: &World) {
    let store::Location::Postgres(url) = &world.database.location else { panic!("not on PostgreSQL") };
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let open = "select count(*) from pg_stat_activity \
        where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()";
    for _ in 0..300 {
        if client.query_one(open, &[]).await.unwrap().get::<_, i64>(0) == 0 {
            return;
        }
    }
    panic!("a connection was left inside a transaction");
}

#[tokio::test]
async fn while_a_right_password_is_judged() {
    on_both(async |world| {
        let mut left_taken = 0;
        for times in 0..ENOUGH {
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
            let (caller, sessions) = (browser.caller(), count(world, &OPEN_SESSIONS).await);
            let answer = world.doorward.answer(&caller, &at, password_answer(PASSWORD));
            let done = polled_at_most(times, answer).await.is_some();
            settle(world).await;
            let arrived = count(world, &OPEN_SESSIONS).await - sessions;
            let taken = count(world, &GUESSES).await;
            assert!(taken == 0 || (taken, arrived) == (1, 0), "a guess that arrived is given back: {taken}, {arrived}");
            left_taken += taken;
            // The answer never reached the browser, so the same click arrives, in the same session where there was one.
            let code = browser.password(&at, PASSWORD).await.arrives();
            world.tokens(browser.now, &code).await;
            assert_eq!(count(world, &OPEN_SESSIONS).await, sessions + 1, "after {times}");
            assert_eq!(count(world, &GUESSES).await, 0, "a right one gives them back");
            assert_eq!(world.events("sign_in.succeeded").await, count(world, &OPEN_SESSIONS).await);
            if done {
                assert!(left_taken > 0, "one hung up between the guess and its verdict");
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

#[tokio::test]
async fn while_a_wrong_password_is_judged() {
    on_both(async |world| {
        let (mut times, mut judged) = (0, 0);
        for _ in 0..ENOUGH {
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
            let (caller, before) = (browser.caller(), world.events("sign_in.wrong_password").await);
            // What was hashed before gives its permit back a moment after its answer.
            while world.hasher.load().permits > 0 {
                tokio::task::yield_now().await;
            }
            let answer = world.doorward.answer(&caller, &at, password_answer("a guess"));
            let done = polled_at_most(times, answer).await.is_some();
            // Somebody hashes, so the guess is being judged, and goes on without its guesser.
            let is_judged = world.hasher.load().permits > 0;
            judged += usize::from(is_judged);
            settle(world).await;
            let (taken, told) = (count(world, &GUESSES).await, world.events("sign_in.wrong_password").await - before);
            assert!(told <= taken && taken <= 1, "{told} told of {taken} taken after {times}");
            assert!(taken == 1 || !is_judged, "a guess was judged that was not taken first, after {times}");
            browser.password(&at, PASSWORD).await.arrives();
            times += 1;
            if done {
                assert_eq!((taken, told), (1, 1));
                if judged > 0 {
                    return;
                }
                // On a busy machine the hash was done before we looked: once more.
                times = 0;
            }
        }
        panic!("it never ended, or nobody hung up while a guess was judged");
    })
    .await;
}

/// A guess that was taken stays taken, however early the guesser hangs up: the budget is spent all the same.
#[tokio::test]
async fn guessers_who_hang_up_get_no_more_guesses() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        let mut times = 0;
        while count(world, &GUESSES).await < 3 {
            times += 1;
            assert!(times < ENOUGH, "guesses were given back");
            let caller = browser.caller();
            polled_at_most(times, world.doorward.answer(&caller, &at, password_answer("a guess"))).await;
            settle(world).await;
        }
        let locked = Some(flows::Complaint::PasswordLocked(None));
        assert_eq!(browser.password(&at, PASSWORD).await.complaint(), locked);
    })
    .await;
}

#[tokio::test]
async fn while_a_code_of_an_app_is_judged() {
    on_both(async |world| {
        for (times, minutes) in (0..ENOUGH).zip(0..) {
            let mut browser = Browser::new(world);
            browser.later(Span::minutes(minutes));
            let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
            let typed = || Answer::Code { code: code(2 * minutes), trust: false };
            let caller = browser.caller();
            let done = polled_at_most(times, world.doorward.answer(&caller, &at, typed())).await.is_some();
            settle(world).await;
            // The same click again, by whoever never saw an answer.
            let given = browser.answer(&at, typed()).await.arrives();
            world.tokens(browser.now, &given).await;
            assert!(count(world, &GUESSES).await <= 1);
            let mut thief = Browser::new(world);
            thief.later(Span::minutes(minutes));
            let at = thief.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
            assert!(thief.answer(&at, typed()).await.complaint().is_some(), "the code is spent");
            if done {
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

#[tokio::test]
async fn while_a_code_is_exchanged() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let (caller, now) = (caller(browser.now), browser.now);
        for times in 0..ENOUGH {
            let given = browser.authorize(&request("wiki", "&prompt=none")).await.arrives();
            let body = exchange("wiki", &given);
            let used = count(world, &CODES_USED).await;
            let done = polled_at_most(times, world.doorward.token(&caller, &post(&body))).await.is_some();
            settle(world).await;
            let used = count(world, &CODES_USED).await > used;
            assert_eq!(world.token(now, &body).await.is_ok(), !used, "after {times}");
            let codes = count(world, &CODES_USED).await;
            assert_eq!((codes, codes), (count(world, &REFRESH_TOKENS).await, world.events("token.issued").await));
            if done {
                assert!(used);
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

#[tokio::test]
async fn while_a_refresh_token_is_exchanged() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let (caller, now) = (caller(browser.now), browser.now);
        for (times, grants) in (0..ENOUGH).zip(1..) {
            let given = browser.authorize(&request("wiki", "&prompt=none")).await.arrives();
            let tokens = world.tokens(now, &given).await;
            let body = refresh("wiki", tokens.refresh_token.as_ref().unwrap());
            let used = count(world, &REFRESH_TOKENS_USED).await;
            let done = polled_at_most(times, world.doorward.token(&caller, &post(&body))).await.is_some();
            settle(world).await;
            let used = count(world, &REFRESH_TOKENS_USED).await > used;
            assert_eq!(count(world, &REFRESH_TOKENS_USED).await, count(world, &REFRESH_TOKENS).await - grants);
            let again = world.token(now, &body).await;
            assert_eq!(again.is_ok(), !used, "after {times}");
            assert_eq!(world.userinfo(now, &tokens.access_token).await.is_ok(), !used, "reuse ends the grant");
            if done {
                assert!(used);
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

#[tokio::test]
async fn while_an_address_is_typed() {
    on_both(async |world| {
        for times in 0..ENOUGH {
            let mut browser = Browser::new(world);
            let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
            let caller = browser.caller();
            let email = Answer::Email { email: "anna@acme.example".into(), remember: false };
            let done = polled_at_most(times, world.doorward.answer(&caller, &at, email)).await.is_some();
            settle(world).await;
            browser.email(&at, "bert@acme.example").await.asks_for_password();
            if done {
                browser.password(&at, PASSWORD).await.arrives();
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}
