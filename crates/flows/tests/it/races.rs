//! Many at once: what may happen once happens once, and who has a right to arrive arrives.

use std::{collections::HashSet, future::Future};

use crypto::password::Places;
use flows::{Answer, Caller, Complaint, TokenAnswer, Turn, granted::ManageApplication};
use jose::{Algorithm, JwkSet, SigningKey};
use model::{Span, Time};
use oidc::{
    ErrorCode, Scopes,
    client::{ClientAuthMethod, GrantType},
};
use serde_json::json;
use store::{applications, params};
use tokio::task::JoinHandle;

use crate::{
    browser::{Browser, Place, password_answer},
    content::application,
    paused::polled,
    world::{ISSUER, NOW, PASSWORD, World, code, exchange, on_both, refresh, request, token},
};

store::statements! {
    REVOKE_GRANTS = "update grants set revoked_at = $1 where revoked_at is null";
    FORGET_REFRESH_TOKENS = "delete from refresh_tokens";
}

/// The outputs of all, begun at once.
pub(crate) async fn at_once<F: Future<Output: Send + 'static> + Send + 'static>(
    futures: impl IntoIterator<Item = F>,
) -> Vec<F::Output> {
    let tasks: Vec<_> = futures.into_iter().map(tokio::spawn).collect();
    let mut outputs = Vec::new();
    for task in tasks {
        outputs.push(task.await.unwrap());
    }
    outputs
}

/// The same token request, so often at once.
async fn tokens_at_once(world: &World, now: Time, times: usize, body: &str) -> Vec<TokenAnswer> {
    let ask = |_| {
        let (doorward, body) = (world.doorward.clone(), body.to_owned());
        async move { token(&doorward, now, &body).await }
    };
    at_once((0..times).map(ask)).await
}

/// The one that was granted; everybody else was told that the grant is no good.
fn only(answers: Vec<TokenAnswer>) -> oidc::token::TokenResponse {
    let (granted, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(granted.len(), 1);
    assert!(refused.iter().all(|answer| matches!(answer, Err(error) if error.error == ErrorCode::InvalidGrant)));
    granted.into_iter().next().unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn oau_06_a_code_is_exchanged_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let given = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let won = only(tokens_at_once(world, NOW, 50, &exchange("wiki", &given)).await);
        assert!(world.userinfo(NOW, &won.access_token).await.is_err(), "OAU-05: reuse ends what it produced");
        assert!(world.token(NOW, &refresh("wiki", won.refresh_token.as_ref().unwrap())).await.is_err());
        assert!(world.events("token.reused").await > 0);
    })
    .await;
}

/// OAU-05: who finds a used code, but has neither verifier nor address, ends nothing; its owner's second exchange does.
#[tokio::test]
async fn oau_05_a_leaked_code_ends_nothing() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let given = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(NOW, &given).await;
        let whole = exchange("wiki", &given);
        for part in ["code_verifier", "redirect_uri"] {
            let without: Vec<&str> = whole.split('&').filter(|pair| !pair.starts_with(part)).collect();
            let refused = world.token(NOW, &without.join("&")).await.unwrap_err();
            assert_eq!(refused.error, ErrorCode::InvalidGrant, "without {part}");
            assert!(world.userinfo(NOW, &tokens.access_token).await.is_ok(), "without {part}");
        }
        assert_eq!(world.events("token.reused").await, 0);
        assert!(world.token(NOW, &whole).await.is_err());
        assert!(world.userinfo(NOW, &tokens.access_token).await.is_err(), "its owner's second exchange ends it");
        assert_eq!(world.events("token.reused").await, 1);
    })
    .await;
}

/// `club`, whose ID tokens name groups: those are read between the grant and the write.
async fn club(world: &World) -> Browser {
    let mut club = application("club");
    let client = club.settings.client_mut().unwrap();
    client.scope = Scopes::parse("openid groups").unwrap();
    client.id_token_claims = vec!["groups".into()];
    world.add(vec![], vec![club]).await;
    let mut browser = Browser::new(world);
    browser.sign_in(&request("club", "&scope=openid"), "anna@acme.example").await.arrives();
    browser
}

/// The token request, held up after so many polls while `meanwhile` is done; and whether it was through by then.
async fn held_up(world: &World, times: usize, body: &str, meanwhile: impl AsyncFnOnce()) -> (TokenAnswer, bool) {
    let mut slow = Box::pin(world.token(NOW, body));
    let early = polled(slow.as_mut(), times).await;
    meanwhile().await;
    match early {
        Some(answer) => (answer, true),
        None => (slow.await, false),
    }
}

/// OAU-05: a code whose grant ends while it is exchanged was used once, not twice.
#[tokio::test]
async fn oau_05_a_grant_that_is_revoked_meanwhile_is_no_reuse() {
    on_both(async |world| {
        let mut browser = club(world).await;
        for times in 0..50 {
            let given = browser.authorize(&request("club", "&scope=openid")).await.arrives();
            let revoke = async || world.change(|change| _ = change.add(&REVOKE_GRANTS, params![NOW])).await;
            let (answer, done) = held_up(world, times, &exchange("club", &given), revoke).await;
            if let Err(error) = answer {
                assert_eq!((error.error, error.description), (ErrorCode::InvalidGrant, "the code was revoked"));
            }
            assert_eq!(world.events("token.reused").await, 0, "held up after {times}");
            if done {
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

/// OAU-13: a refresh token that is pruned while it is exchanged was used once, not twice.
#[tokio::test]
async fn oau_13_a_refresh_token_that_is_forgotten_meanwhile_is_no_reuse() {
    on_both(async |world| {
        let mut browser = club(world).await;
        for times in 0..50 {
            let given = browser.authorize(&request("club", "&scope=openid")).await.arrives();
            let token = world.token(NOW, &exchange("club", &given)).await.unwrap().refresh_token.unwrap();
            let forget = async || world.change(|change| _ = change.add(&FORGET_REFRESH_TOKENS, params![])).await;
            let (answer, done) = held_up(world, times, &refresh("club", &token), forget).await;
            if let Err(error) = answer {
                assert_eq!(error.error, ErrorCode::InvalidGrant);
            }
            assert_eq!(world.events("token.reused").await, 0, "held up after {times}");
            if done {
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_new_secrets_made_at_once_one_is_good() {
    on_both(async |world| {
        let wiki = world.doorward.find_application(&world.doorward.operator(NOW), "wiki").await.unwrap().unwrap();
        for round in 0..10 {
            let rotate = |_| {
                let (doorward, leave) = (world.doorward.clone(), world.granted::<ManageApplication>(wiki));
                async move { doorward.rotate_secret(&leave, Span::default()).await.unwrap().unwrap() }
            };
            let secrets = at_once((0..4).map(rotate)).await;
            let mut read = world.store.read().await.unwrap();
            let good = applications::secrets(&mut read, wiki.0, wiki.1).await.unwrap();
            assert_eq!(good.len(), 1, "round {round}");
            let hashes = secrets.iter().map(|secret| crypto::token::hash_secret(secret));
            assert!(hashes.into_iter().any(|hash| hash.as_bytes() == &good[0].0), "round {round}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn oau_14_never_two_lineages() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let given = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let first = world.tokens(NOW, &given).await;
        let won = only(tokens_at_once(world, NOW, 50, &refresh("wiki", first.refresh_token.as_ref().unwrap())).await);
        for token in [&first.access_token, &won.access_token] {
            assert!(world.userinfo(NOW, token).await.is_err(), "OAU-13");
        }
        assert!(world.token(NOW, &refresh("wiki", won.refresh_token.as_ref().unwrap())).await.is_err());
    })
    .await;
}

/// One after the other: a successor works, and its predecessor, shown again, ends both.
#[tokio::test]
async fn oau_13_a_refresh_token_that_comes_again() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let given = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let first = world.tokens(NOW, &given).await.refresh_token.unwrap();
        let second = world.token(NOW, &refresh("wiki", &first)).await.unwrap().refresh_token.unwrap();
        let third = world.token(NOW, &refresh("wiki", &second)).await.unwrap();
        assert!(world.userinfo(NOW, &third.access_token).await.is_ok());
        assert!(world.token(NOW, &refresh("mail", third.refresh_token.as_ref().unwrap())).await.is_err());
        assert!(world.token(NOW, &refresh("wiki", &first)).await.is_err());
        assert!(world.userinfo(NOW, &third.access_token).await.is_err());
        assert!(world.token(NOW, &refresh("wiki", third.refresh_token.as_ref().unwrap())).await.is_err());
        browser.authorize(&request("wiki", "")).await.arrives();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lgn_05_no_more_passwords_are_judged_than_there_are_attempts() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        let guess = |number| {
            // From fifty sources: one alone would not get them all into the queue.
            let caller = Caller { address: format!("192.0.2.{number}"), ..browser.caller() };
            let (doorward, at) = (world.doorward.clone(), at.clone());
            async move { doorward.answer(&caller, &at, password_answer(format!("guess {number}"))).await.unwrap() }
        };
        let mut locked = 0;
        for turn in at_once((0..50).map(guess)).await {
            match turn {
                Turn::Show(_, Some(Complaint::PasswordWrong)) => {}
                Turn::Show(_, Some(Complaint::PasswordLocked(until))) => {
                    assert_eq!(until, None, "it is said how the lock opens, whoever closed it");
                    locked += 1;
                }
                _ => panic!("neither wrong nor locked"),
            }
        }
        assert!(locked >= 47);
        let judged = world.events("sign_in.wrong_password").await + world.events("sign_in.locked").await;
        assert_eq!(judged, 3);
        assert!(world.events("sign_in.locked").await > 0, "the lock is noted, whoever closed it");
        assert_eq!(browser.password(&at, PASSWORD).await.complaint(), Some(Complaint::PasswordLocked(None)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tot_01_a_code_completes_one_sign_in() {
    on_both(async |world| {
        let mut waiting = Vec::new();
        for _ in 0..8 {
            let mut browser = Browser::new(world);
            let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
            waiting.push((browser, at));
        }
        let arrived = at_once(waiting.into_iter().map(|(mut browser, at)| async move {
            matches!(browser.code(&at, &code(0)).await, Place::Application(_))
        }));
        assert_eq!(arrived.await.into_iter().filter(|arrived| *arrived).count(), 1);
    })
    .await;
}

/// A double click: two answers to one page, at the same moment. Whichever the browser keeps, it is signed in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_click_twice_arrives_twice() {
    on_both(async |world| {
        for round in 0..3 {
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
            // Nobody may hash until both clicks wait for it, or a busy machine could be done with the first before the second.
            let mut permits = Vec::new();
            for _ in 0..Places::default().permits.get() {
                permits.push(world.hasher.permit().await.unwrap());
            }
            let clicks = twice(&browser, &at, || password_answer(PASSWORD));
            while world.hasher.load().waiting < clicks.len() {
                tokio::task::yield_now().await;
            }
            drop(permits);
            both_arrive(world, clicks).await;

            let mut browser = Browser::new(world);
            browser.later(Span::minutes(round));
            let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
            both_arrive(world, twice(&browser, &at, || Answer::Code { code: code(2 * round), trust: false })).await;
        }
    })
    .await;
}

fn twice(browser: &Browser, at: &str, answer: impl Fn() -> Answer) -> Vec<JoinHandle<(Browser, String)>> {
    let click = |_| {
        let (mut browser, at, answer) = (browser.clone(), at.to_owned(), answer());
        tokio::spawn(async move {
            let code = browser.answer(&at, answer).await.arrives();
            (browser, code)
        })
    };
    (0..2).map(click).collect()
}

async fn both_arrive(world: &World, clicks: Vec<JoinHandle<(Browser, String)>>) {
    let (mut codes, mut secrets) = (HashSet::new(), HashSet::new());
    for click in clicks {
        let (browser, code) = click.await.unwrap();
        secrets.insert(browser.session.as_ref().unwrap().expose());
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());
        assert!(world.token(browser.now, &exchange("wiki", &code)).await.is_ok());
        codes.insert(code);
    }
    assert_eq!((codes.len(), secrets.len()), (2, 1), "a code for each, and one session");
}

/// The same without luck: one click is held up anywhere on its way, and the other overtakes it.
#[tokio::test]
async fn a_click_that_is_overtaken_ends_well() {
    on_both(async |world| {
        for (times, minutes) in (0..100).zip(0..) {
            let mut slow = Browser::new(world);
            slow.later(Span::minutes(minutes));
            let at = slow.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
            let typed = || Answer::Code { code: code(2 * minutes), trust: false };
            let mut quick = slow.clone();
            let mut held_up = Box::pin(slow.answer(&at, typed()));
            let early = polled(held_up.as_mut(), times).await;
            let done = early.is_some();
            quick.answer(&at, typed()).await.arrives();
            let place = match early {
                Some(place) => place,
                None => held_up.as_mut().await,
            };
            assert!(matches!(place, Place::Application(_)), "held up after {times}: {place:?}");
            drop(held_up);
            assert!(world.doorward.signed_in(&slow.caller()).await.unwrap().is_some());
            if done {
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tabs_that_open_an_application_at_once_all_arrive() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let open = |_| {
            let mut tab = browser.clone();
            async move { tab.authorize(&request("mail", "")).await.arrives() }
        };
        let codes: HashSet<String> = at_once((0..8).map(open)).await.into_iter().collect();
        assert_eq!(codes.len(), 8);
        let mut sids = HashSet::new();
        for code in &codes {
            let id_token = world.token(NOW, &exchange("mail", code)).await.unwrap().id_token.unwrap();
            let claims: serde_json::Value = jose::Jws::parse(&id_token).unwrap().unverified_claims().unwrap();
            sids.insert(claims["sid"].to_string());
        }
        assert_eq!(sids.len(), 1, "one application session");
    })
    .await;
}

/// The same without luck: one tab is held up anywhere on its way, and another overtakes it.
#[tokio::test]
async fn a_tab_that_is_overtaken_arrives() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        for times in 0..50 {
            let name = format!("tab{times}");
            world.add(vec![], vec![application(&name)]).await;
            let query = request(&name, "");
            let (mut slow, mut quick) = (browser.clone(), browser.clone());
            let mut held_up = Box::pin(slow.authorize(&query));
            let early = polled(held_up.as_mut(), times).await;
            let second = quick.authorize(&query).await.arrives();
            let done = early.is_some();
            let first = match early {
                Some(place) => place,
                None => held_up.await,
            };
            for code in [first.arrives(), second] {
                assert!(world.token(NOW, &exchange(&name, &code)).await.is_ok(), "held up after {times}");
            }
            if done {
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn oau_30_an_assertion_is_good_once() {
    on_both(async |world| {
        let key = SigningKey::generate(Algorithm::ES256).unwrap();
        let mut robot = application("robot");
        let client = robot.settings.client_mut().unwrap();
        client.token_endpoint_auth_method = ClientAuthMethod::PrivateKeyJwt;
        client.grant_types = vec![GrantType::ClientCredentials];
        client.response_types = vec![];
        client.jwks = Some(JwkSet { keys: vec![key.public().clone()] });
        robot.secret = None;
        world.add(vec![], vec![robot]).await;
        let body = |jti: &str| {
            let (now, until) = (NOW.seconds(), NOW.seconds() + 60);
            let claims = json!({"iss": "robot", "sub": "robot", "aud": ISSUER, "iat": now, "exp": until, "jti": jti});
            let assertion = key.sign("JWT", &claims).unwrap();
            let kind = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
            format!("grant_type=client_credentials&client_assertion_type={kind}&client_assertion={assertion}")
        };
        let answers = tokens_at_once(world, NOW, 20, &body("one")).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(refused.into_iter().all(|error| error.error == ErrorCode::InvalidClient));
        assert!(world.token(NOW, &body("one")).await.is_err(), "another signature of the same assertion");
        assert!(world.token(NOW, &body("two")).await.is_ok());
    })
    .await;
}
