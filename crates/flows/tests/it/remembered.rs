//! A remembered session changes its secret daily, and a copy of an old one ends it (SES-11).

use flows::Answer;
use model::{Span, sign_in::StepKind};

use crate::{
    browser::Browser,
    paused::polled,
    world::{PASSWORD, World, code, on_both, refresh, request},
};

async fn remembered(world: &World) -> Browser {
    let mut browser = Browser::new(world);
    let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
    let email = Answer::Email { email: "anna@acme.example".into(), remember: true };
    let at = browser.answer(&at, email).await.asks_for_password();
    browser.password(&at, PASSWORD).await.arrives();
    browser
}

/// Whether somebody is signed in in this browser; it keeps a new secret if it gets one.
async fn is_in(world: &World, browser: &mut Browser) -> bool {
    let who = world.doorward.signed_in(&browser.caller()).await.unwrap();
    browser.keep(who.iter().filter_map(|who| who.cookie.clone()));
    who.is_some()
}

fn secret(browser: &Browser) -> String {
    browser.session.as_ref().unwrap().expose()
}

#[tokio::test]
async fn ses_11_the_secret_changes_daily_and_the_one_before_is_good_for_a_minute() {
    on_both(async |world| {
        let mut browser = remembered(world).await;
        let first = secret(&browser);
        browser.later(Span::millis(24 * 3_600_000 - 1));
        assert!(is_in(world, &mut browser).await && secret(&browser) == first, "not before a day has passed");
        browser.later(Span::millis(1));
        let mut other_tab = browser.clone();
        assert!(is_in(world, &mut browser).await && secret(&browser) != first);

        other_tab.later(Span::seconds(60));
        assert!(is_in(world, &mut other_tab).await, "two tabs at once are no theft");
        assert_ne!(secret(&other_tab), first, "and the second gets a present secret too");
        assert_eq!(secret(&other_tab), secret(&browser), "which is the same");
        browser.later(Span::hours(1));
        assert!(is_in(world, &mut browser).await);
        assert_eq!(world.events("session.stolen").await, 0);
    })
    .await;
}

/// Whoever asks to be remembered while they are signed in is, from then on; whoever does not ask again stays remembered.
#[tokio::test]
async fn a_session_that_is_there_is_remembered_when_that_is_asked_for() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        assert_eq!(browser.session_lasts, None);
        let proves_again = async |browser: &mut Browser, remember| {
            let at = browser.authorize(&request("wiki", "&prompt=login")).await.asks_for(StepKind::Identify);
            let email = Answer::Email { email: "anna@acme.example".into(), remember };
            let at = browser.answer(&at, email).await.asks_for_password();
            browser.password(&at, PASSWORD).await.arrives();
        };
        let listed = async |browser: &Browser| {
            let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
            world.doorward.list_sessions(&browser.caller(), &who).await.unwrap()
        };
        let first = listed(&browser).await[0].id;
        proves_again(&mut browser, true).await;
        proves_again(&mut browser, false).await;
        let sessions = listed(&browser).await;
        assert!(sessions.len() == 1 && sessions[0].id == first && sessions[0].remembered, "{sessions:?}");
        assert!(browser.session_lasts.is_some(), "the cookie outlives the browser");
        browser.later(Span::days(6));
        assert!(is_in(world, &mut browser).await);
    })
    .await;
}

/// Tabs that are restored after a day all show one secret. Whichever answer arrives last, the browser is left with the present
/// one.
#[tokio::test]
async fn ses_11_the_order_of_answers_to_two_tabs_signs_nobody_out() {
    on_both(async |world| {
        for last in 0..2 {
            let mut browser = remembered(world).await;
            browser.later(Span::hours(24));
            let mut tabs = [browser.clone(), browser.clone()];
            tabs[1].later(Span::seconds(60));
            for tab in &mut tabs {
                assert!(is_in(world, tab).await);
            }
            browser.session = tabs[last].session.clone();
            browser.later(Span::hours(1));
            assert!(is_in(world, &mut browser).await, "the answer to tab {last} came last");
        }
        assert_eq!(world.events("session.stolen").await, 0);
    })
    .await;
}

/// The same at one moment: one tab is held up anywhere on its way, and the other overtakes it.
#[tokio::test]
async fn ses_11_a_tab_that_is_overtaken_signs_nobody_out() {
    on_both(async |world| {
        for times in 0..50 {
            let mut browser = remembered(world).await;
            browser.later(Span::hours(24));
            let caller = browser.caller();
            let mut held_up = Box::pin(world.doorward.signed_in(&caller));
            let early = polled(held_up.as_mut(), times).await;
            let done = early.is_some();
            let quick = world.doorward.signed_in(&caller).await.unwrap().expect("it is the owner's");
            let slow = match early {
                Some(slow) => slow,
                None => held_up.await,
            };
            let slow = slow.unwrap().expect("it is the owner's");
            for order in [[&quick, &slow], [&slow, &quick]] {
                let mut browser = browser.clone();
                browser.keep(order.into_iter().filter_map(|who| who.cookie.clone()));
                browser.later(Span::hours(1));
                assert!(is_in(world, &mut browser).await, "held up after {times}");
            }
            if done {
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

#[tokio::test]
async fn ses_11_a_copy_of_a_previous_secret_ends_the_session() {
    on_both(async |world| {
        let mut browser = remembered(world).await;
        browser.later(Span::hours(24));
        let mut thief = browser.clone();
        assert!(is_in(world, &mut browser).await);
        thief.later(Span::seconds(61));
        assert!(!is_in(world, &mut thief).await);
        browser.later(Span::seconds(62));
        assert!(!is_in(world, &mut browser).await, "and the owner signs in again");
        assert_eq!(world.events("session.stolen").await, 1);
    })
    .await;
}

/// What was given in a session that somebody has a copy of ends with it, also for use without the user; and no browser is
/// trusted any more, since a copy of its cookie may be in the same hands.
#[tokio::test]
async fn ses_11_a_stolen_session_takes_grants_and_trust_with_it() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let offline = request("wiki", "&scope=openid+offline_access&prompt=consent");
        let at = browser.authorize(&offline).await.asks_for(StepKind::Identify);
        let email = Answer::Email { email: "tom@acme.example".into(), remember: true };
        let at = browser.answer(&at, email).await.asks_for_password();
        let at = browser.password(&at, PASSWORD).await.asks_for_code();
        let at = browser.answer(&at, Answer::Code { code: code(0), trust: true }).await.asks_for(StepKind::Consent);
        let given = browser.consents(&at, true).await.arrives();
        let tokens = world.tokens(browser.now, &given).await;

        browser.later(Span::hours(24));
        let mut trusted = Browser { session: None, ..browser.clone() };
        let mut thief = browser.clone();
        assert!(is_in(world, &mut thief).await);
        browser.later(Span::seconds(61));
        let token = tokens.refresh_token.as_ref().unwrap();
        assert!(world.is_active(browser.now, "wiki", token).await);
        assert!(!is_in(world, &mut browser).await && !is_in(world, &mut thief).await);
        assert!(!world.is_active(browser.now, "wiki", token).await);
        assert!(world.token(browser.now, &refresh("wiki", token)).await.is_err());
        trusted.now = browser.now;
        trusted.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
    })
    .await;
}

#[tokio::test]
async fn applications_rotate_it_as_well() {
    on_both(async |world| {
        let mut browser = remembered(world).await;
        let first = secret(&browser);
        browser.later(Span::days(3));
        browser.authorize(&request("wiki", "")).await.arrives();
        assert_ne!(secret(&browser), first);
    })
    .await;
}
