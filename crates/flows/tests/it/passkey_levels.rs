//! Sign-ins that nobody can be lured into: demanded by an organisation, or wished for or demanded by an application (`phr`).

use flows::{
    Answer, PasskeyAdded, PasskeyRemoved,
    confirmed::{AddFactor, RemoveFactor},
};
use model::{
    Authenticator as Kind, Policy, Span, Time,
    sign_in::{Level, Part, Step},
};
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    browser::{Browser, Place},
    content::{application, organisation, somebody},
    passkeys::{ADD, answer, asked},
    world::{NOW, PASSWORD, World, code, exchange, on_both, request},
};

const TOM: &str = "tom@acme.example";

/// The claim `acr` as essential, with the value `phr`.
const DEMANDED: &str =
    "&claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C%22values%22%3A%5B%22phr%22%5D%7D%7D%7D";

/// What the application is told of the sign-in.
async fn told(world: &World, granted: &str) -> (Value, Value) {
    told_at(world, NOW, granted).await
}

async fn told_at(world: &World, now: Time, granted: &str) -> (Value, Value) {
    let tokens = world.token(now, &exchange("wiki", granted)).await.unwrap();
    let claims: Value = jose::Jws::parse(tokens.id_token.as_ref().unwrap()).unwrap().unverified_claims().unwrap();
    (claims["acr"].clone(), claims["amr"].clone())
}

/// What the step takes as second factor.
fn seconds(place: &Place) -> Vec<Kind> {
    match &place.view().step {
        Step::Prove { any_of, part: Part::Second } => any_of.clone(),
        step => panic!("{step:?}"),
    }
}

/// Tom, who has an app, with a passkey besides; signed in with password and app.
async fn tom_with(world: &World, key: &mut Authenticator) -> Browser {
    let mut browser = Browser::new(world);
    let at = browser.sign_in(&request("wiki", ""), TOM).await.asks_for_code();
    browser.code(&at, &code(0)).await.arrives();
    let sealed = browser.confirms_with_code::<AddFactor>(ADD, &code(1)).await;
    let added = browser.adds_under(&sealed, key, "").await;
    assert!(matches!(added, PasskeyAdded::Done(_)), "{added:?}");
    browser
}

/// An application that wishes for it, or demands it, gets it in the middle of a session, from whoever has a passkey; where it demands it, no code will do.
#[tokio::test]
async fn phr_is_reached_in_the_middle_of_a_session() {
    on_both(async |world| {
        let mut key = Authenticator::new(1);
        let mut known = tom_with(world, &mut key).await;
        let granted = known.authorize(&request("wiki", "&acr_values=urn:doorward:acr:2")).await.arrives();
        assert_eq!(told(world, &granted).await, (json!("urn:doorward:acr:2"), json!(["mfa", "otp", "pwd"])));
        for (step, wanted, verifies) in [(2, "&acr_values=phr", false), (4, DEMANDED, true)] {
            let mut browser = Browser::new(world);
            browser.later(Span::seconds(30 * step));
            let at = browser.sign_in(&request("wiki", ""), TOM).await.asks_for_code();
            browser.code(&at, &code(step)).await.arrives();
            let place = browser.authorize(&request("wiki", wanted)).await;
            let takes: &[Kind] = if verifies { &[Kind::Passkey] } else { &[Kind::Passkey, Kind::Totp] };
            assert_eq!(seconds(&place), takes, "{wanted}");
            let (at, view) = place.shown();
            assert_ne!(view.last_used, Some(Kind::Totp), "the app was, but the passkey is wished for: {wanted}");
            key.verifies = verifies;
            let granted = browser.answer(&at, answer(&mut key, &asked(&view))).await.arrives();
            let (acr, amr) = told_at(world, browser.now, &granted).await;
            assert_eq!((acr, amr), (json!("phr"), json!(["mfa", "otp", "pop", "pwd", "user"])), "{wanted}");
            // From then on the session has it.
            browser.authorize(&request("wiki", wanted)).await.arrives();
        }
        let mut anna = Browser::new(world);
        anna.sign_in(&request("wiki", "&acr_values=phr"), "anna@acme.example").await.arrives();
        let (at, _) = anna.authorize(&request("wiki", DEMANDED)).await.shown();
        let (_, view) = anna.password(&at, PASSWORD).await.shown();
        assert!(view.new_passkey.is_some() && view.enrolment.is_none(), "whoever has none adds one: {:?}", view.step);
    })
    .await;
}

/// OAU-59: the first of several wishes is the one that counts, and none of them is a reason to fail: another factor opens, too.
#[tokio::test]
async fn oau_59_a_wish_is_obeyed_in_its_order_and_fails_nobody() {
    on_both(async |world| {
        let mut key = Authenticator::new(1);
        let mut browser = tom_with(world, &mut key).await;
        browser.authorize(&request("wiki", "&acr_values=urn:doorward:acr:1%20phr")).await.arrives();
        let place = browser.authorize(&request("wiki", "&acr_values=phr%20urn:doorward:acr:1")).await;
        assert_eq!(seconds(&place), [Kind::Passkey, Kind::Totp]);
        browser.later(Span::minutes(2));
        let granted = browser.code(&place.shown().0, &code(5)).await.arrives();
        assert_eq!(told_at(world, browser.now, &granted).await.0, json!("urn:doorward:acr:2"));
    })
    .await;
}

/// OAU-59: what nobody of the organisation can reach is told to the application that can not do without it.
#[tokio::test]
async fn oau_59_a_level_that_is_out_of_reach_is_unmet() {
    on_both(async |world| {
        let mut policy = Policy { passkey_alone: false, ..Policy::default() };
        policy.second_factor.authenticators = vec![Kind::Totp];
        world.add(vec![organisation("acme", policy, vec![])], vec![]).await;
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        for more in ["", "&prompt=none"] {
            let wanted = request("wiki", &format!("{DEMANDED}{more}"));
            assert_eq!(browser.authorize(&wanted).await.error(), "unmet_authentication_requirements", "{more}");
        }
    })
    .await;
}

/// SES-13: what adds or removes a factor takes what the organisation demands of a sign-in, from whoever has it.
#[tokio::test]
async fn ses_13_a_confirmation_takes_the_level_of_the_organisation() {
    on_both(async |world| {
        let mut key = Authenticator::new(1);
        let mut browser = tom_with(world, &mut key).await;
        let policy = Policy { level: Level::PhishingResistant, ..Policy::default() };
        world.add(vec![organisation("acme", policy, vec![])], vec![]).await;
        browser.later(Span::minutes(2));
        let at = browser.begins_to_confirm::<AddFactor>(ADD).await;
        let place = browser.password(&at, PASSWORD).await;
        assert!(!seconds(&place).contains(&Kind::Totp), "{place:?}");
        let place = browser.code(&at, &code(5)).await;
        assert!(!seconds(&place).contains(&Kind::Totp), "a code will not do: {place:?}");
        let (at, view) = place.shown();
        browser.answer(&at, answer(&mut key, &asked(&view))).await.confirmation(ADD);
    })
    .await;
}

/// An organisation that demands it asks whoever has a passkey for it, and has others add one on their way in; a code alone opens nothing.
#[tokio::test]
async fn an_organisation_demands_phr_of_its_people() {
    on_both(async |world| {
        let policy = Policy { level: Level::PhishingResistant, ..Policy::default() };
        world.add(vec![organisation("must", policy, vec![somebody("tia@must.example").await])], vec![]).await;
        let mut wiki = application("wiki");
        wiki.subscribers = vec![("must".into(), true)];
        world.add(vec![], vec![wiki]).await;
        let (mut browser, mut key) = (Browser::new(world), Authenticator::new(1));
        let (at, view) = browser.sign_in(&request("wiki", ""), "tia@must.example").await.shown();
        assert!(view.enrolment.is_none(), "an app is not enough");
        let new = view.new_passkey.expect("a passkey is to be added");
        let (credential, challenge) = (key.creates(&new.options), new.challenge);
        let sent = Answer::EnrolPasskey { credential, challenge, label: String::new() };
        let (at, _) = browser.answer(&at, sent).await.shown();
        let granted = browser.answer(&at, Answer::RecordCodes(true)).await.arrives();
        assert_eq!(told(world, &granted).await.0, json!("phr"));
        let mut next = Browser::new(world);
        let place = next.sign_in(&request("wiki", ""), "tia@must.example").await;
        assert_eq!(seconds(&place), [Kind::Passkey, Kind::RecoveryCode]);
        assert_eq!(place.view().trust, None, "trust would undo it");
        const REMOVE: &str = "/account/two-factor";
        let at = browser.begins_to_confirm::<RemoveFactor>(REMOVE).await;
        let (at, view) = browser.password(&at, PASSWORD).await.shown();
        let sealed = browser.answer(&at, answer(&mut key, &asked(&view))).await.confirmation(REMOVE);
        let (caller, who) = (browser.caller(), browser.who().await);
        let leave = world.doorward.confirmed::<RemoveFactor>(&caller, &who, &sealed).await.unwrap().unwrap();
        let which = world.doorward.own_passkeys(&who).await.unwrap()[0].id;
        let removed = Box::pin(world.doorward.remove_own_passkey(&caller, &who, leave, which)).await.unwrap();
        assert_eq!(removed, PasskeyRemoved::Last, "the password alone would add the next one");
    })
    .await;
}
