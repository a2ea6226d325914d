//! Each answer counts in its turn, in its browser, in its hour, and for what was shown.

use flows::{Answer, Destination, NotPending};
use model::{
    Span,
    sign_in::{Action, Purpose, StepKind},
};

use crate::{
    browser::{Browser, Place},
    content::application,
    paused::polled,
    world::{NOW, PASSWORD, code, exchange, on_both, request},
};

#[tokio::test]
async fn a_sign_in_belongs_to_its_browser_and_its_hour() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        let mut thief = Browser::new(world);
        let place = thief.password(&at, PASSWORD).await;
        assert!(matches!(place, Place::NotPending(NotPending::OtherBrowser(_))), "SES-05: {place:?}");
        thief.goes_to_password(&request("wiki", ""), "bert@acme.example").await;
        let place = thief.password(&at, PASSWORD).await;
        assert!(matches!(place, Place::NotPending(NotPending::OtherBrowser(_))), "{place:?}");
        let place = browser.password(&format!("{at}A"), PASSWORD).await;
        assert!(matches!(place, Place::NotPending(NotPending::Unreadable)), "{place:?}");

        let mut late = browser.clone();
        late.later(Span::hours(1));
        let Place::NotPending(NotPending::Expired(pending)) = late.password(&at, PASSWORD).await else {
            panic!("it lives for an hour")
        };
        let again = world.doorward.begin_again(&late.caller(), *pending).await.unwrap();
        let (again, _) = again.expect("it is not too old to begin again");
        let at_again = late.email(&again, "anna@acme.example").await.asks_for_password();
        late.password(&at_again, PASSWORD).await.arrives();

        browser.password(&at, PASSWORD).await.arrives();
        let place = browser.show(&at, false).await;
        assert!(matches!(place, Place::Completed), "the back button: {place:?}");
        let place = browser.email(&at, "bert@acme.example").await;
        assert!(matches!(place, Place::Completed), "{place:?}");
    })
    .await;
}

/// Whoever opens an address of another browser begins a plain sign-in: all else is for the browser that it was begun in, and what
/// would confirm an action is not begun again at all.
#[tokio::test]
async fn nothing_but_a_sign_in_is_begun_again() {
    on_both(async |world| {
        let browser = Browser::new(world);
        let purposes = [Purpose::SignIn, Purpose::Recover, Purpose::Register, Purpose::Confirm(Action::DeleteAccount)];
        for purpose in purposes {
            let (at, _) = world.doorward.begin(&browser.caller(), purpose, Destination::Home, None, None);
            let Err(NotPending::OtherBrowser(pending)) = world.doorward.pending(&browser.caller(), &at) else {
                panic!("the browser has no cookie");
            };
            let again = world.doorward.begin_again(&browser.caller(), *pending).await.unwrap();
            assert_eq!(again.is_some(), !matches!(purpose, Purpose::Confirm(_)), "{purpose:?}");
            let Some((at, cookie)) = again else { continue };
            let mut other = Browser::new(world);
            other.keep(cookie);
            let Place::Page(_, view, None) = other.show(&at, false).await else { panic!("no page") };
            assert_eq!(view.purpose, Purpose::SignIn, "{purpose:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn lgn_14_answers_out_of_turn_prove_nothing() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.authorize(&request("shop", "")).await.asks_for(StepKind::Identify);
        browser.password(&at, PASSWORD).await.asks_for(StepKind::Identify);
        browser.code(&at, &code(0)).await.asks_for(StepKind::Identify);
        browser.consents(&at, true).await.asks_for(StepKind::Identify);
        browser.email(&at, "tom@acme.example").await.asks_for_password();
        browser.code(&at, &code(0)).await.asks_for_password();
        browser.consents(&at, true).await.asks_for_password();
        browser.password(&at, PASSWORD).await.asks_for_code();
        browser.consents(&at, true).await.asks_for_code();
        browser.password(&at, PASSWORD).await.asks_for_code();
        // Another name forgets what was proven for the first.
        browser.email(&at, "tina@acme.example").await.asks_for_password();
        browser.code(&at, &code(0)).await.asks_for_password();
        browser.password(&at, PASSWORD).await.asks_for_code();
        browser.code(&at, &code(0)).await.asks_for(StepKind::Consent);
        browser.answer(&at, Answer::SomebodyElse).await.asks_for(StepKind::Identify);
        browser.consents(&at, true).await.asks_for(StepKind::Identify);
        assert!(browser.session.is_none());
        assert_eq!(browser.now, NOW);
    })
    .await;
}

#[tokio::test]
async fn consent_is_asked_for_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("shop", ""), "anna@acme.example").await.asks_for(StepKind::Consent);
        assert_eq!(browser.consents(&at, false).await.error(), "access_denied");
        let at = browser.sign_in(&request("shop", ""), "anna@acme.example").await.asks_for(StepKind::Consent);
        let code = browser.consents(&at, true).await.arrives();
        assert!(world.token(browser.now, &exchange("shop", &code)).await.is_ok());

        browser.authorize(&request("shop", "")).await.arrives();
        browser.authorize(&request("shop", "&scope=openid")).await.arrives();
        assert_eq!(
            browser.authorize(&request("shop", "&prompt=none&scope=openid+phone")).await.error(),
            "consent_required"
        );
        let at = browser.authorize(&request("shop", "&scope=openid+phone")).await.asks_for(StepKind::Consent);
        assert_eq!(browser.consents(&at, false).await.error(), "access_denied");
        let at = browser.authorize(&request("shop", "&prompt=consent")).await.asks_for(StepKind::Consent);
        browser.consents(&at, true).await.arrives();

        // What one person allowed says nothing for another.
        Browser::new(world).sign_in(&request("shop", ""), "bert@acme.example").await.asks_for(StepKind::Consent);
    })
    .await;
}

#[tokio::test]
async fn consents_add_up() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let [first, second] = ["&scope=openid+email", "&scope=openid+phone"].map(|scope| request("shop", scope));
        let at = browser.sign_in(&first, "anna@acme.example").await.asks_for(StepKind::Consent);
        browser.consents(&at, true).await.arrives();
        let at = browser.authorize(&second).await.asks_for(StepKind::Consent);
        browser.consents(&at, true).await.arrives();
        browser.authorize(&first).await.arrives();
        browser.authorize(&second).await.arrives();
        browser.authorize(&request("shop", "&scope=openid+email+phone")).await.arrives();
        browser.authorize(&request("shop", "&scope=openid+address")).await.asks_for(StepKind::Consent);
    })
    .await;
}

/// The same in two tabs, one of which is held up anywhere on its way: neither consent is lost.
#[tokio::test]
async fn consents_of_two_tabs_add_up() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        for times in 0..50 {
            let name = format!("tab{times}");
            let mut asking = application(&name);
            asking.settings.asks_consent = true;
            world.add(vec![], vec![asking]).await;
            let asked = ["&scope=openid+email", "&scope=openid+phone"].map(|scope| request(&name, scope));
            let (mut slow, mut quick) = (browser.clone(), browser.clone());
            let at = slow.authorize(&asked[0]).await.asks_for(StepKind::Consent);
            let at_quick = quick.authorize(&asked[1]).await.asks_for(StepKind::Consent);
            let mut held_up = Box::pin(slow.consents(&at, true));
            let early = polled(held_up.as_mut(), times).await;
            let done = early.is_some();
            // Overtaken, either is asked once more.
            let place = quick.consents(&at_quick, true).await;
            if place.is_at(StepKind::Consent) {
                quick.consents(&at_quick, true).await.arrives();
            }
            let place = match early {
                Some(place) => place,
                None => held_up.as_mut().await,
            };
            drop(held_up);
            if place.is_at(StepKind::Consent) {
                slow.consents(&at, true).await.arrives();
            }
            for asked in &asked {
                browser.authorize(&format!("{asked}&prompt=none")).await.arrives();
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
async fn consent_is_for_what_was_shown() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("shop", ""), "anna@acme.example").await.asks_for(StepKind::Consent);
        // Another tab's page, of another request by somebody else.
        let mut other = Browser::new(world);
        other.sign_in(&request("shop", "&scope=openid"), "bert@acme.example").await.asks_for(StepKind::Consent);
        browser.consent_for.clone_from(&other.consent_for);
        browser.consents(&at, true).await.asks_for(StepKind::Consent);
        browser.consents(&at, true).await.arrives();
    })
    .await;
}
