//! What people let applications do: seen in one list, and withdrawn.

use model::{Id, Span, id::App, sign_in::StepKind};
use store::{applications, params};

use crate::{
    browser::Browser,
    paused::polled,
    world::{NOW, World, exchange, on_both, refresh, request},
};

store::statements! {
    GRANTS = "select count(*) from grants where app = $1 and revoked_at is null";
}

const ANNA: &str = "anna@acme.example";

async fn app(world: &World, client_id: &str) -> Id<App> {
    let mut read = world.store.read().await.unwrap();
    applications::by_client_id::<String>(&mut read, client_id).await.unwrap().expect("an application").id
}

async fn names(world: &World, browser: &Browser) -> Vec<(String, Vec<String>)> {
    let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
    let listed = world.doorward.application_access(&browser.caller(), &who).await.unwrap();
    listed.into_iter().map(|access| (access.name, access.scopes)).collect()
}

async fn withdraw(world: &World, browser: &Browser, app: Id<App>) -> bool {
    let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
    world.doorward.withdraw_access(&browser.caller(), &who, app).await.unwrap()
}

/// ACC-06: what an application holds dies at once, also for use without the user, and the next time it asks again. What other
/// applications and other people have stays.
#[tokio::test]
async fn acc_06_access_is_listed_and_withdrawn() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let offline = request("shop", "&scope=openid+profile+offline_access");
        let at = browser.sign_in(&offline, ANNA).await.asks_for(StepKind::Consent);
        let shop = browser.consents(&at, true).await.arrives();
        let shop = world.token(NOW, &exchange("shop", &shop)).await.unwrap();
        let wiki = world.tokens(NOW, &browser.authorize(&request("wiki", "")).await.arrives()).await;
        let mut bert = Browser::new(world);
        let at = bert.sign_in(&offline, "bert@acme.example").await.asks_for(StepKind::Consent);
        let berts = bert.consents(&at, true).await.arrives();
        let berts = world.token(NOW, &exchange("shop", &berts)).await.unwrap();

        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let scopes = owned(&["offline_access", "openid", "profile"]);
        assert_eq!(names(world, &browser).await, [("SHOP".to_owned(), scopes), ("WIKI".to_owned(), vec![])]);
        assert!(withdraw(world, &browser, app(world, "shop").await).await);
        assert_eq!(names(world, &browser).await, [("WIKI".to_owned(), vec![])]);
        assert!(world.userinfo(NOW, &shop.access_token).await.is_err(), "at once");
        assert!(!world.is_active(NOW, "shop", &shop.access_token).await);
        assert!(world.token(NOW, &refresh("shop", shop.refresh_token.as_ref().unwrap())).await.is_err());
        assert!(world.userinfo(NOW, &wiki.access_token).await.is_ok(), "another application");
        assert!(world.userinfo(NOW, &berts.access_token).await.is_ok(), "another person");
        assert_eq!(world.events("consent.withdrawn").await, 1);

        assert!(!withdraw(world, &browser, app(world, "shop").await).await, "nothing is left to withdraw");
        assert!(!withdraw(world, &browser, Id::from_bytes([7; 16])).await, "nothing is called so");
        assert_eq!(world.events("consent.withdrawn").await, 1);
        browser.authorize(&request("shop", "")).await.asks_for(StepKind::Consent);

        // Where the organisation lets it in without asking, what it holds ends all the same.
        assert!(withdraw(world, &browser, app(world, "wiki").await).await);
        assert!(world.userinfo(NOW, &wiki.access_token).await.is_err());
        browser.authorize(&request("wiki", "")).await.arrives();
    })
    .await;
}

/// What ended by itself holds nothing, and is not listed.
#[tokio::test]
async fn what_has_ended_is_no_access() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), ANNA).await.arrives();
        browser.now = NOW + Span::days(2);
        browser.sign_in(&request("mail", ""), ANNA).await.arrives();
        assert_eq!(names(world, &browser).await, [("MAIL".to_owned(), vec![])]);
    })
    .await;
}

/// Guard "consent held": an arrival that goes by a consent is held up at each await while the consent is withdrawn. What it
/// gives before is ended; afterwards it asks.
#[tokio::test]
async fn a_withdrawn_consent_gives_nothing_beside() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("shop", ""), ANNA).await.asks_for(StepKind::Consent);
        browser.consents(&at, true).await.arrives();
        let shop = app(world, "shop").await;
        let mut asked = 0;
        for times in 0..60 {
            let mut slow = browser.clone();
            let query = request("shop", "");
            let mut held_up = Box::pin(slow.authorize(&query));
            let early = polled(held_up.as_mut(), times).await;
            let done = early.is_some();
            assert!(withdraw(world, &browser, shop).await);
            let place = match early {
                Some(place) => place,
                None => held_up.await,
            };
            let mut read = world.store.read().await.unwrap();
            let left = read.one::<(i64,)>(&GRANTS, params![shop]).await.unwrap().unwrap().0;
            drop(read);
            assert_eq!(left, 0, "held up after {times}: {place:?}");
            if done {
                place.arrives();
                assert!(asked > 0, "it was never held up before it was written");
                return;
            }
            asked += usize::from(place.is_at(StepKind::Consent));
            let at = browser.authorize(&query).await.asks_for(StepKind::Consent);
            browser.consents(&at, true).await.arrives();
        }
        panic!("it never ended");
    })
    .await;
}
