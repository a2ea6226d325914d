//! Many at once: guesses from one source, a company behind one address, and what anybody may leave behind.

use std::{num::NonZeroUsize, time::Duration};

use crypto::password::{Cost, Hasher, Places};
use flows::{Answer, Caller, Complaint, Error, EventsKept, Limits, Rate, Turn};
use model::{Span, sign_in::StepKind};
use oidc::ErrorCode;
use store::{Change, params, testing::Engine};
use tokio::time::timeout;

use crate::{
    authenticator::Authenticator,
    browser::{Browser, password_answer},
    passkeys::{answer, asked},
    world::{CLIENT_SECRET, NOW, PASSWORD, World, caller, limited, limited_with, on_both, post, refresh, request},
};

store::statements! {
    COUNT_GIVEN = "select (select count(*) from sessions where user_id = $1), (select count(*) from grants where user_id = $1), \
          (select count(*) from refresh_tokens t join grants g on g.id = t.grant_id where g.user_id = $1), \
          (select count(*) from refresh_tokens)";
    PLANT_SESSION = "insert into sessions (org, user_id, id, hash, rotated_at, epoch, proofs, remembered, agent, address, \
          created_at, seen_at, idle_ends_at, ends_at) \
        select org, user_id, $1, $2, rotated_at, epoch, proofs, remembered, agent, address, created_at + 1, seen_at, \
          idle_ends_at, ends_at from sessions where user_id = $3 order by created_at limit 1";
    COUNT_OF_USER = "select count(*) from devices where user_id = $1";
    COUNT_ALL_EVENTS = "select count(*) from events where kind = 'sign_in.succeeded'";
    PLANT_SIGN_IN = "insert into sign_ins (id, browser, version, facts, created_at, expires_at) values ($1, $1, 1, '{}', $2, $2)";
}

fn wrong_guesses(burst: u32, per_minute: u32) -> Limits {
    Limits { wrong_guesses: Some(Rate { burst, per_minute }), ..Limits::default() }
}

/// LGN-10: a guess is taken before it is judged, so that so many at once are judged and no more, and the rate holds after
/// that. Seen from one source, at as many names as there are guesses.
#[tokio::test]
async fn lgn_10_guesses_at_once_are_limited_like_those_in_turn() {
    on_both(async |world| {
        let node = limited(&world.store, wrong_guesses(2, 6));
        let mut pages = Vec::new();
        for number in 0..60 {
            let mut browser = Browser::at(&node);
            let at = browser.goes_to_password(&request("wiki", ""), &format!("nobody{number}@acme.example")).await;
            pages.push((browser, at));
        }
        let guess_all = async |later: Span| {
            let tasks: Vec<_> = pages
                .iter()
                .map(|(browser, at)| {
                    let (node, at, mut browser) = (node.clone(), at.clone(), browser.clone());
                    let caller = browser.later(later).caller();
                    let guess = async move { node.answer(&caller, &at, password_answer("a guess")).await };
                    tokio::spawn(Box::pin(guess))
                })
                .collect();
            let mut judged = 0;
            for task in tasks {
                match task.await.unwrap() {
                    Ok(Turn::Show(_, Some(Complaint::PasswordWrong))) => judged += 1,
                    Err(Error::TooMany { .. } | Error::Busy { .. }) => {}
                    _ => panic!("judged or turned away"),
                }
            }
            judged
        };
        assert_eq!(guess_all(Span::seconds(0)).await, 2);
        assert_eq!(guess_all(Span::seconds(7)).await, 0, "seven seconds give back less than one");
        assert_eq!(guess_all(Span::seconds(21)).await, 2, "six a minute");
        assert_eq!(world.events("sign_in.wrong_password").await, 4);
    })
    .await;
}

/// LGN-10: wrong answers of passkeys are limited as well, since each is written down; and neither they nor passwords use up what the others have.
#[tokio::test]
async fn lgn_10_wrong_passkeys_of_a_source_are_limited_by_themselves() {
    on_both(async |world| {
        let node = limited(&world.store, wrong_guesses(2, 0));
        let mut browser = Browser::at(&node);
        let mut unknown = Authenticator::new(9);
        let mut judged = 0;
        for _ in 0..4 {
            let (at, view) = browser.authorize(&request("wiki", "")).await.shown();
            match node.answer(&browser.caller(), &at, answer(&mut unknown, &asked(&view))).await {
                Ok(Turn::Show(_, Some(Complaint::Passkey(_)))) => judged += 1,
                Err(Error::TooMany { .. }) => {}
                _ => panic!("judged or turned away"),
            }
        }
        assert_eq!((judged, world.events("sign_in.wrong_passkey").await), (2, 2));
        let at = browser.goes_to_password(&request("wiki", ""), "nobody@acme.example").await;
        for _ in 0..2 {
            browser.answer(&at, password_answer("a guess")).await;
        }
        let after = node.answer(&browser.caller(), &at, password_answer("a guess")).await;
        assert!(matches!(after, Err(Error::TooMany { .. })), "passwords are counted by themselves");
        assert_eq!(world.events("sign_in.wrong_password").await, 2);
    })
    .await;
}

/// RLP-09: right passwords cost a source nothing, finished sign-ins neither, and a browser that is known goes on where a
/// neighbour has guessed too often.
#[tokio::test]
async fn rlp_09_a_company_behind_one_address_signs_in() {
    on_both(async |world| {
        let limits = Limits { unfinished_sign_ins: Some(Rate { burst: 2, per_minute: 0 }), ..wrong_guesses(2, 0) };
        let node = limited(&world.store, limits);
        for round in 0..8 {
            let email = ["anna@acme.example", "bert@acme.example"][round % 2];
            Browser::at(&node).sign_in(&request("wiki", ""), email).await.arrives();
        }
        let mut known = Browser::at(&node);
        known.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        known.session = None;
        let at = known.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        let mut neighbour = Browser::at(&node);
        let guessing = neighbour.goes_to_password(&request("wiki", ""), "bert@acme.example").await;
        for _ in 0..2 {
            assert_eq!(neighbour.password(&guessing, "a guess").await.complaint(), Some(Complaint::PasswordWrong));
        }
        let right = password_answer(PASSWORD);
        let told = Box::pin(node.answer(&neighbour.caller(), &guessing, right)).await;
        assert!(matches!(told, Err(Error::TooMany { .. })), "the neighbour waits");
        known.password(&at, PASSWORD).await.arrives();
    })
    .await;
}

/// RLP-09: where neighbours begin sign-ins and finish none, a browser that is known begins all the same.
#[tokio::test]
async fn rlp_09_a_known_browser_begins_where_neighbours_finish_nothing() {
    on_both(async |world| {
        let limits = Limits { unfinished_sign_ins: Some(Rate { burst: 2, per_minute: 0 }), ..Limits::default() };
        let node = limited(&world.store, limits);
        let mut known = Browser::at(&node);
        known.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        known.session = None;
        for _ in 0..2 {
            Browser::at(&node).goes_to_password(&request("wiki", ""), "bert@acme.example").await;
        }
        let mut stranger = Browser::at(&node);
        let at = stranger.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        let named = || Answer::Email { email: "bert@acme.example".into(), remember: false };
        let told = Box::pin(node.answer(&stranger.caller(), &at, named())).await;
        assert!(matches!(told, Err(Error::TooMany { .. })), "a stranger waits");
        for _ in 0..2 {
            known.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        }
        let at = known.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        let told = Box::pin(node.answer(&known.caller(), &at, named())).await;
        assert!(matches!(told, Err(Error::TooMany { .. })), "and so does it, with as much again");
    })
    .await;
}

/// Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(30);

fn hasher(permits: NonZeroUsize, queue: usize) -> Hasher {
    Hasher::new(Cost::default(), Places { permits, queue })
}

/// LGN-10, DOS-01: whoever has used up their guesses is told so at once, and takes no place in the queue before the permits.
#[tokio::test]
async fn dos_01_who_may_not_guess_does_not_queue() {
    on_both(async |world| {
        let hasher = hasher(NonZeroUsize::MIN, 4);
        let node = limited_with(&world.store, wrong_guesses(1, 0), hasher.clone());
        let mut browser = Browser::at(&node);
        let at = browser.goes_to_password(&request("wiki", ""), "nobody@acme.example").await;
        assert_eq!(browser.password(&at, "a guess").await.complaint(), Some(Complaint::PasswordWrong));
        let _held = hasher.permit().await.unwrap();
        let caller = browser.caller();
        let told = Box::pin(node.answer(&caller, &at, password_answer("a guess")));
        let told = timeout(PATIENCE, told).await.expect("at once");
        assert!(matches!(told, Err(Error::TooMany { .. })));
        assert_eq!(hasher.load().waiting, 0);
    })
    .await;
}

/// DOS-01: strangers from many sources fill their part of the queue, and not the places of browsers that are known.
#[tokio::test]
async fn dos_01_known_browsers_have_places_of_their_own() {
    on_both(async |world| {
        let hasher = hasher(NonZeroUsize::MIN, 4);
        let node = limited_with(&world.store, Limits::default(), hasher.clone());
        let mut known = Browser::at(&node);
        known.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        known.session = None;
        let at = known.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        let mut stranger = Browser::at(&node);
        let guessing = stranger.goes_to_password(&request("wiki", ""), "nobody@acme.example").await;
        let from = |browser: &Browser, last: u8| Caller { address: format!("198.51.100.{last}"), ..browser.caller() };
        let held = hasher.permit().await.unwrap();
        let begin = |caller: Caller, at: &str, password: &str| {
            let (node, at, answer) = (node.clone(), at.to_owned(), password_answer(password));
            tokio::spawn(async move { Box::pin(node.answer(&caller, &at, answer)).await })
        };
        let crowd: Vec<_> = (1..=3).map(|last| begin(from(&stranger, last), &guessing, "a guess")).collect();
        let waiting = async |count| {
            while hasher.load().waiting < count {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, waiting(3)).await.expect("three wait");
        let fourth = begin(from(&stranger, 4), &guessing, "a guess").await.unwrap();
        assert!(matches!(fourth, Err(Error::Busy { .. })), "no stranger has more");
        let owner = begin(from(&known, 5), &at, PASSWORD);
        timeout(PATIENCE, waiting(4)).await.expect("a place was kept");
        drop(held);
        assert!(matches!(owner.await.unwrap(), Ok(Turn::Arrived(..))));
        for guess in crowd {
            assert!(matches!(guess.await.unwrap(), Ok(Turn::Show(_, Some(Complaint::PasswordWrong)))));
        }
    })
    .await;
}

/// DOS-07: a sign-in by company ID begins with its first answer, too.
#[tokio::test]
async fn dos_07_company_sign_ins_begin_under_the_limit() {
    on_both(async |world| {
        let limits = Limits { unfinished_sign_ins: Some(Rate { burst: 2, per_minute: 6 }), ..Limits::default() };
        let node = limited(&world.store, limits);
        let company = |password: &str| Answer::Company {
            organisation: "blue".into(),
            user: "ben".into(),
            password: password.into(),
            remember: false,
            makes_passkeys: false,
        };
        let begin = async || {
            let mut browser = Browser::at(&node);
            let at = browser.authorize(&request("wiki", "&organization=blue")).await.asks_for(StepKind::Identify);
            (browser, at)
        };
        for _ in 0..4 {
            let (mut browser, at) = begin().await;
            browser.answer(&at, company(PASSWORD)).await.arrives();
        }
        for _ in 0..2 {
            let (mut browser, at) = begin().await;
            assert_eq!(browser.answer(&at, company("a guess")).await.complaint(), Some(Complaint::PasswordWrong));
        }
        let (browser, at) = begin().await;
        let told = Box::pin(node.answer(&browser.caller(), &at, company("a guess"))).await;
        assert!(matches!(told, Err(Error::TooMany { retry_after_seconds: 11 })));
    })
    .await;
}

/// RLP-07: whoever shows wrong credentials of an application, at whichever endpoint, waits before the next are judged; so
/// does the right one at the same source. Right ones cost nothing, and nobody else waits.
#[tokio::test]
async fn rlp_07_clients_that_fail_wait() {
    const ENDPOINTS: [&str; 3] = ["token", "introspection", "revocation"];
    on_both(async |world| {
        let rate = Some(Rate { burst: 3, per_minute: 6 });
        let node = limited(&world.store, Limits { failed_clients: rate, ..Limits::default() });
        // None: not judged, for so many seconds.
        let shows = async |endpoint: &str, client_id: &str, secret: &str, from: Caller| {
            let form = format!("grant_type=client_credentials&client_id={client_id}&client_secret={secret}&token=x");
            let answer = match endpoint {
                "token" => Box::pin(node.token(&from, &post(&form))).await.map(|answer| answer.map(drop)),
                "introspection" => node.introspect(&from, &post(&form)).await.map(|answer| answer.map(drop)),
                _ => node.revoke(&from, &post(&form)).await,
            };
            match answer {
                Ok(Ok(())) => Ok(true),
                Ok(Err(refused)) => Ok(refused.error != ErrorCode::InvalidClient),
                Err(Error::TooMany { retry_after_seconds }) => Err(retry_after_seconds),
                Err(error) => panic!("{error}"),
            }
        };
        let here = || caller(NOW);
        for endpoint in ENDPOINTS.repeat(4) {
            assert_eq!(shows(endpoint, "wiki", CLIENT_SECRET, here()).await, Ok(true), "{endpoint}");
        }
        for endpoint in ENDPOINTS {
            assert_eq!(shows(endpoint, "wiki", "guess", here()).await, Ok(false), "{endpoint}");
        }
        for endpoint in ENDPOINTS {
            assert_eq!(shows(endpoint, "wiki", "guess", here()).await, Err(11), "{endpoint}");
            assert_eq!(shows(endpoint, "wiki", CLIENT_SECRET, here()).await, Err(11), "{endpoint}");
            assert_eq!(shows(endpoint, "mail", CLIENT_SECRET, here()).await, Ok(true), "another application here");
            let elsewhere = Caller { address: "198.51.100.7".into(), ..here() };
            assert_eq!(shows(endpoint, "wiki", CLIENT_SECRET, elsewhere).await, Ok(true), "and the same elsewhere");
        }
        for number in 0..3 {
            assert_eq!(shows("token", &format!("unknown{number}"), "guess", here()).await, Ok(false));
        }
        assert_eq!(shows("token", "unknown", "guess", here()).await, Err(11), "the unknown are one");
        assert_eq!(node.load().limited.failed_clients, 7, "and the metrics tell");
        let later = caller(NOW + Span::seconds(11));
        assert_eq!(shows("token", "wiki", CLIENT_SECRET, later).await, Ok(true));
    })
    .await;
}

/// DOS-07: whoever says again and again that they are somebody else begins again and again.
#[tokio::test]
async fn dos_07_somebody_else_begins_under_the_limit() {
    on_both(async |world| {
        let node = limited(
            &world.store,
            Limits { unfinished_sign_ins: Some(Rate { burst: 3, per_minute: 6 }), ..Limits::default() },
        );
        let mut browser = Browser::at(&node);
        let at = browser.goes_to_password(&request("wiki", ""), "nobody@acme.example").await;
        for _ in 0..2 {
            browser.answer(&at, Answer::SomebodyElse).await.asks_for(StepKind::Identify);
        }
        let told = Box::pin(node.answer(&browser.caller(), &at, Answer::SomebodyElse)).await;
        assert!(matches!(told, Err(Error::TooMany { retry_after_seconds: 11 })));
        assert_eq!(node.load().limited.unfinished_sign_ins, 1, "and the metrics tell");
    })
    .await;
}

/// DOS-07: the browsers that are known to one user are bounded; the oldest go, and the newest stays.
#[tokio::test]
async fn dos_07_known_browsers_are_bounded() {
    let world = World::fresh(Engine::Sqlite).await;
    let (_, anna) = world.user("anna@acme.example").await;
    let count = async || {
        let mut read = world.store.read().await.unwrap();
        read.one::<(i64,)>(&COUNT_OF_USER, params![anna]).await.unwrap().unwrap().0
    };
    let mut last = Browser::new(&world);
    for _ in 0..103 {
        last = Browser::new(&world);
        last.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    }
    assert_eq!(count().await, 100);
    last.session = None;
    last.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    assert_eq!(count().await, 100, "the newest was not among those that were forgotten");
    world.database.remove().await;
}

/// Sessions, grants and refresh tokens of a user, and all refresh tokens.
async fn given(world: &World, email: &str) -> (i64, i64, i64, i64) {
    let (_, user) = world.user(email).await;
    let mut read = world.store.read().await.unwrap();
    read.one(&COUNT_GIVEN, params![user]).await.unwrap().unwrap()
}

/// DOS-07: the sessions of one user are bounded; the one that began first goes, with what was given in it for use without
/// the user.
#[tokio::test]
async fn dos_07_sessions_are_bounded() {
    on_both(async |world| {
        let mut first = Browser::new(world);
        let offline = request("wiki", "&scope=openid+offline_access");
        let at = first.sign_in(&offline, "anna@acme.example").await.asks_for(StepKind::Consent);
        let tokens = world.tokens(NOW, &first.consents(&at, true).await.arrives()).await;
        let (_, anna) = world.user("anna@acme.example").await;
        let plant = |change: &mut Change| {
            for number in 0..98_u8 {
                change.add(&PLANT_SESSION, params![&[number; 16][..], &[number; 32][..], anna]);
            }
        };
        world.change(plant).await;
        let signs_in = async |minutes| {
            let mut newcomer = Browser::new(world);
            newcomer.later(Span::minutes(minutes));
            newcomer.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
            newcomer
        };
        signs_in(1).await;
        assert_eq!(given(world, "anna@acme.example").await, (100, 2, 1, 1));
        let again = world.token(NOW, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.unwrap();
        let mut last = signs_in(2).await;
        assert_eq!(given(world, "anna@acme.example").await, (100, 2, 0, 0), "nothing of the first is left");
        assert!(world.token(NOW, &refresh("wiki", again.refresh_token.as_ref().unwrap())).await.is_err());
        last.authorize(&request("mail", "")).await.arrives();
    })
    .await;
}

/// DOS-07: what one application is given in one session is bounded; what was given first goes.
#[tokio::test]
async fn dos_07_grants_are_bounded() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let first = world.tokens(NOW, &code).await;
        let mut code = String::new();
        for number in 1..=100 {
            assert!(world.is_active(NOW, "wiki", &first.access_token).await, "{number} were given");
            code = browser.later(Span::millis(1)).authorize(&request("wiki", "")).await.arrives();
        }
        assert_eq!(
            given(world, "anna@acme.example").await,
            (1, 50, 0, 0),
            "the first, and its refresh token, are gone"
        );
        assert!(!world.is_active(NOW, "wiki", &first.access_token).await);
        world.tokens(NOW, &code).await;
    })
    .await;
}

/// DOS-07: one pass removes what came in since the last, not one batch of it.
#[tokio::test]
async fn dos_07_pruning_keeps_up() {
    on_both(async |world| {
        for begin in (0..5_500u64).step_by(500) {
            world
                .change(|change| {
                    for number in begin..begin + 500 {
                        let mut id = [0; 16];
                        id[8..].copy_from_slice(&number.to_be_bytes());
                        change.add(&PLANT_SIGN_IN, params![&id[..], NOW]);
                    }
                })
                .await;
        }
        assert_eq!(world.sign_ins().await, 5_500);
        world.doorward.prune(NOW).await.unwrap();
        assert_eq!(world.sign_ins().await, 0);
    })
    .await;
}

/// Events are kept as long as it was said, and no longer.
#[tokio::test]
async fn events_are_kept_for_so_long() {
    on_both(async |world| {
        let node = limited(&world.store, Limits { events_kept: EventsKept::all(Span::days(30)), ..Limits::default() });
        let mut browser = Browser::at(&node);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let mut later = Browser::at(&node);
        later.later(Span::days(20));
        later.sign_in(&request("wiki", ""), "gus@grey.example").await.arrives();
        let left = async || {
            let mut read = world.store.read().await.unwrap();
            read.one::<(i64,)>(&COUNT_ALL_EVENTS, params![]).await.unwrap().unwrap().0
        };
        for (after, expected) in [(29, 2), (31, 1), (51, 0)] {
            node.chain_events(NOW + Span::days(after)).await.unwrap();
            node.prune_events(NOW + Span::days(after)).await.unwrap();
            assert_eq!(left().await, expected, "after {after} days");
        }
        world.doorward.prune_events(NOW + Span::days(10_000)).await.unwrap();
    })
    .await;
}
