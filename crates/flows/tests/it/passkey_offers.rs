//! The offer of a passkey after a sign-in with the password: once, to whoever can make one, and never in the way.

use flows::{Answer, PasskeyAdded, View, confirmed::AddFactor};
use model::{
    Policy, Span,
    policy::{SecondFactor, SecondFactorRule},
    sign_in::{Enrolment, Step},
};

use crate::{
    authenticator::Authenticator,
    browser::{Browser, Place},
    content::{application, organisation, somebody},
    passkeys::{ADD, answer, asked},
    world::{PASSWORD, World, on_both, request},
};

const OLA: &str = "ola@offers.example";

/// An organisation that offers passkeys, with two people, and second factors as they are given.
async fn offers(world: &World, second_factor: SecondFactorRule) {
    let policy = Policy { passkey_offered: true, second_factor, ..Policy::default() };
    let people = vec![somebody(OLA).await, somebody("per@offers.example").await];
    world.add(vec![organisation("offers", policy, people)], vec![]).await;
    let mut wiki = application("wiki");
    wiki.subscribers = vec![("offers".into(), true)];
    world.add(vec![], vec![wiki]).await;
}

/// The password, typed in a browser whose device keeps passkeys.
fn able() -> Answer {
    Answer::Password { password: PASSWORD.into(), makes_passkeys: true }
}

impl Browser {
    async fn signs_in_able(&mut self, email: &str) -> Place {
        let at = self.goes_to_password(&request("wiki", ""), email).await;
        self.answer(&at, able()).await
    }
}

impl Place {
    fn is_offered(&self) -> bool {
        let offered = |view: &View| matches!(view.step, Step::Enrol { why: Enrolment::PasskeyOffered, .. });
        matches!(self, Self::Page(_, view, None) if offered(view) && view.new_passkey.is_some())
    }
}

fn makes(key: &mut Authenticator, view: Box<View>) -> Answer {
    let new = view.new_passkey.expect("one is offered");
    Answer::EnrolPasskey { credential: key.creates(&new.options), challenge: new.challenge, label: "phone".into() }
}

/// Whether it is declined or the page is closed: nobody is asked again. A browser that can't is not asked, and nothing is used up by it.
#[tokio::test]
async fn a_passkey_is_offered_once_whatever_becomes_of_the_page() {
    on_both(async |world| {
        offers(world, SecondFactorRule::default()).await;
        Browser::new(world).sign_in(&request("wiki", ""), OLA).await.arrives();
        let (mut declines, mut closes) = (Browser::new(world), Browser::new(world));
        let place = declines.signs_in_able(OLA).await;
        assert!(place.is_offered(), "{place:?}");
        let (at, _) = place.shown();
        assert!(declines.show(&at, true).await.is_offered(), "it stays until it is answered");
        declines.answer(&at, Answer::Postpone).await.arrives();
        assert!(closes.signs_in_able("per@offers.example").await.is_offered());
        for email in [OLA, "per@offers.example"] {
            let mut browser = Browser::new(world);
            browser.later(Span::days(40));
            browser.signs_in_able(email).await.arrives();
        }
        // An organisation that does not offer any asks nobody.
        Browser::new(world).signs_in_able("anna@acme.example").await.arrives();
    })
    .await;
}

/// Whoever added one on the account's page, and removed it, is not asked either.
#[tokio::test]
async fn who_found_the_way_to_a_passkey_needs_no_offer() {
    on_both(async |world| {
        offers(world, SecondFactorRule::default()).await;
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), OLA).await.arrives();
        let at = browser.begins_to_confirm::<AddFactor>(ADD).await;
        let sealed = browser.password(&at, PASSWORD).await.confirmation(ADD);
        let added = browser.adds_under(&sealed, &mut Authenticator::new(1), "").await;
        assert!(matches!(added, PasskeyAdded::Done(_)), "{added:?}");
        world.change(|change| _ = change.add(&REMOVE_PASSKEYS, store::params![])).await;
        Browser::new(world).signs_in_able(OLA).await.arrives();
    })
    .await;
}

/// It is the proof as well, and signs in alone from then on. Whoever removes it is not asked again.
#[tokio::test]
async fn a_passkey_that_was_offered_is_made_and_signs_in() {
    on_both(async |world| {
        offers(world, SecondFactorRule::default()).await;
        let (mut before, mut browser, mut key) = (Browser::new(world), Browser::new(world), Authenticator::new(1));
        before.sign_in(&request("wiki", ""), OLA).await.arrives();
        let (at, view) = browser.signs_in_able(OLA).await.shown();
        let (at, view) = browser.answer(&at, makes(&mut key, view)).await.shown();
        assert_eq!((view.step, view.codes.len()), (Step::RecordCodes, 10), "as where one is added in the account");
        browser.answer(&at, Answer::RecordCodes(true)).await.arrives();
        assert!(
            world.doorward.signed_in(&before.caller()).await.unwrap().is_none(),
            "sessions elsewhere end, as there"
        );
        assert_eq!(world.events("credential.enrolled").await, 1);
        let mut next = Browser::new(world);
        let (at, view) = next.authorize(&request("wiki", "")).await.shown();
        next.answer(&at, answer(&mut key, &asked(&view))).await.arrives();
        world.change(|change| _ = change.add(&REMOVE_PASSKEYS, store::params![])).await;
        let mut again = Browser::new(world);
        again.signs_in_able(OLA).await.arrives();
        let at = again.begins_to_confirm::<AddFactor>(ADD).await;
        let sealed = again.password(&at, PASSWORD).await.confirmation(ADD);
        let added = again.adds_under(&sealed, &mut Authenticator::new(2), "").await;
        assert!(matches!(added, PasskeyAdded::Done(_)), "the account's page has it at any time: {added:?}");
    })
    .await;
}

store::statements! {
    REMOVE_PASSKEYS = "delete from credentials where kind = 'passkey'";
}

/// Recovery codes stand in for a second factor. Where a passkey is none they are of no use.
#[tokio::test]
async fn where_a_passkey_only_signs_in_alone_no_codes_are_recorded() {
    on_both(async |world| {
        offers(world, SecondFactorRule { rule: SecondFactor::Off, trust: None, ..SecondFactorRule::default() }).await;
        let (mut browser, mut key) = (Browser::new(world), Authenticator::new(1));
        let (at, view) = browser.signs_in_able(OLA).await.shown();
        browser.answer(&at, makes(&mut key, view)).await.arrives();
    })
    .await;
}

/// Two tabs: one offers it, the other one goes where it was going. Both at once, or one after the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_offer_it_once() {
    on_both(async |world| {
        offers(world, SecondFactorRule::default()).await;
        let mut ready = Vec::new();
        for tab in 0..2 {
            let mut browser = Browser::new(world);
            browser.later(Span::millis(tab));
            let at = browser.goes_to_password(&request("wiki", ""), OLA).await;
            ready.push((browser, at));
        }
        let tabs = ready.into_iter().map(|(mut browser, at)| async move {
            let place = browser.answer(&at, able()).await;
            (browser, at, place)
        });
        let mut offered = Vec::new();
        for (browser, at, place) in crate::races::at_once(tabs).await {
            match place.is_offered() {
                true => offered.push((browser, at)),
                false => assert!(!place.arrives().is_empty()),
            }
        }
        assert_eq!(offered.len(), 1);
        let (mut browser, at) = offered.remove(0);
        Browser::new(world).signs_in_able(OLA).await.arrives();
        assert!(browser.show(&at, true).await.is_offered(), "the page that stands open stays good");
        browser.answer(&at, Answer::Postpone).await.arrives();
    })
    .await;
}
