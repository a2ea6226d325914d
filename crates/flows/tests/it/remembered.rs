//! A remembered session changes its secret daily, and a copy of an old one ends it (SES-11, decision 11).

use flows::Answer;
use model::{Span, sign_in::StepKind};

use crate::{
    browser::Browser,
    world::{PASSWORD, World, on_both, request},
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
        browser.session = other_tab.session.clone();
        browser.later(Span::hours(1));
        assert!(is_in(world, &mut browser).await);
        assert_eq!(world.events("session.stolen").await, 0);
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
