//! What somebody tried who wanted in, or wanted to know: each of these once worked.

use flows::{Answer, Complaint, NotPending};
use model::{Span, sign_in::StepKind};
use oidc::Scopes;
use store::applications;

use crate::{
    browser::{Browser, Place},
    content::application,
    world::{PASSWORD, World, code, exchange, on_both, refresh, request},
};

/// Guesses wrong by a company ID and a name.
async fn by_company(world: &World, company: &str, user: &str) -> Option<Complaint> {
    let mut browser = Browser::new(world);
    let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
    let (organisation, user) = (company.into(), user.into());
    browser
        .answer(
            &at,
            Answer::Company { organisation, user, password: "wrong".into(), remember: false, makes_passkeys: false },
        )
        .await
        .complaint()
}

#[tokio::test]
async fn lgn_01_no_second_spelling_tells_whether_the_first_is_somebody() {
    on_both(async |world| {
        for (email, company) in [("gus@grey.example", "blue"), ("nobody@grey.example", "blue")] {
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), email).await;
            for _ in 0..2 {
                assert_eq!(browser.password(&at, "wrong").await.complaint(), Some(Complaint::PasswordWrong));
            }
            assert_eq!(browser.password(&at, "wrong").await.complaint(), Some(Complaint::PasswordLocked(None)));
            let other = by_company(world, company, email).await;
            assert!(matches!(other, Some(Complaint::PasswordLocked(_))), "{email} at {company}: {other:?}");
        }
        for user in ["ben", "nobody"] {
            assert_eq!(by_company(world, "blue", user).await, Some(Complaint::PasswordWrong));
        }
    })
    .await;
}

#[tokio::test]
async fn lgn_06_a_spent_account_is_not_looked_at_under_another_spelling() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "ben@blue.example").await;
        let mut told = None;
        while !matches!(told, Some(Complaint::PasswordLocked(_))) {
            told = browser.password(&at, "wrong").await.complaint();
        }
        let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        let (organisation, user, password) = ("blue".into(), "ben".into(), PASSWORD.into());
        let right = browser
            .answer(&at, Answer::Company { organisation, user, password, remember: false, makes_passkeys: false })
            .await;
        assert_eq!(right.complaint(), Some(Complaint::PasswordWrong), "the right one, by the other name");
    })
    .await;
}

#[tokio::test]
async fn ses_02_a_planted_device_is_worth_nothing_after_the_sign_in() {
    on_both(async |world| {
        let mut attacker = Browser::new(world);
        attacker.sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        let planted = attacker.device.clone();
        let mut victim = Browser { device: planted.clone(), ..Browser::new(world) };
        let at = victim.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        victim.answer(&at, Answer::Code { code: code(0), trust: true }).await.arrives();
        let mut elsewhere = Browser { device: planted, ..Browser::new(world) };
        elsewhere.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let mut again = Browser { device: victim.device.clone(), ..Browser::new(world) };
        again.sign_in(&request("wiki", ""), "tom@acme.example").await.arrives();
    })
    .await;
}

#[tokio::test]
async fn ses_07_the_code_of_a_sign_in_that_was_signed_out_of_opens_nothing() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        browser.code(&at, &code(0)).await.arrives();
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        browser.keep([world.doorward.sign_out(&browser.caller(), &who).await.unwrap().0]);
        let again = browser.code(&at, &code(0)).await;
        assert!(matches!(again, Place::NotPending(NotPending::OtherBrowser(_))), "{again:?}");
        assert!(browser.session.is_none());
    })
    .await;
}

#[tokio::test]
async fn oau_19_ses_08_offline_access_is_asked_for_and_ends_with_all_other_sessions() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let offline = request("wiki", "&scope=openid+offline_access");
        let at = browser.sign_in(&offline, "anna@acme.example").await.asks_for(StepKind::Consent);
        let code = browser.consents(&at, true).await.arrives();
        let tokens = world.tokens(browser.now, &code).await;
        let mut elsewhere = Browser::new(world);
        elsewhere.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let who = world.doorward.signed_in(&elsewhere.caller()).await.unwrap().unwrap();
        assert!(world.doorward.end_session_of(&elsewhere.caller(), &who, None).await.unwrap());
        assert!(world.token(browser.now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.is_err());
        assert!(world.userinfo(browser.now, &tokens.access_token).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn oau_01_what_was_sealed_is_allowed_only_while_it_would_be_asked_anew() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        let mut wiki = application("wiki");
        wiki.settings.client_mut().unwrap().redirect_uris = vec!["https://wiki.example/elsewhere".to_owned()];
        world.add(vec![], vec![wiki]).await;
        let place = browser.password(&at, PASSWORD).await;
        assert!(matches!(place, Place::NotPending(NotPending::Gone)), "{place:?}");

        world.add(vec![], vec![application("wiki")]).await;
        let at = Browser::new(world).authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        let mut wiki = application("wiki");
        wiki.settings.client_mut().unwrap().scope = Scopes::parse("openid").unwrap();
        world.add(vec![], vec![wiki]).await;
        let Err(NotPending::OtherBrowser(pending)) = world.doorward.pending(&browser.caller(), &at) else {
            panic!("another browser's");
        };
        assert!(world.doorward.begin_again(&browser.caller(), *pending.clone()).await.unwrap().is_none());
        world.add(vec![], vec![application("wiki")]).await;
        assert!(world.doorward.begin_again(&browser.caller(), *pending.clone()).await.unwrap().is_some());
        browser.later(Span::hours(24));
        assert!(world.doorward.begin_again(&browser.caller(), *pending).await.unwrap().is_none(), "too old");
    })
    .await;
}

#[tokio::test]
async fn the_organisation_that_was_asked_for_is_a_wall() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.authorize(&request("wiki", "&organization=grey")).await.asks_for(StepKind::Identify);
        let (organisation, user, password) = ("blue".into(), "ben".into(), PASSWORD.into());
        let told = browser
            .answer(&at, Answer::Company { organisation, user, password, remember: false, makes_passkeys: false })
            .await;
        assert_eq!(told.complaint(), Some(Complaint::PasswordWrong));
        assert_eq!(browser.authorize(&request("wiki", "&organization=nosuch")).await.error(), "invalid_request");
    })
    .await;
}

#[tokio::test]
async fn oau_59_a_level_that_nobody_knows_is_no_level_one() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let acr = "&claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C%22values%22%3A%5B%22x%22%5D%7D%7D%7D";
        assert_eq!(browser.authorize(&request("wiki", acr)).await.error(), "unmet_authentication_requirements");
    })
    .await;
}

#[tokio::test]
async fn oau_17_what_is_taken_back_ends_codes_and_tokens_at_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(browser.now, &code).await;
        let unused = browser.authorize(&request("wiki", "")).await.arrives();
        assert!(world.userinfo(browser.now, &tokens.access_token).await.is_ok());
        let (org, _) = world.user("anna@acme.example").await;
        let wiki =
            applications::by_client_id::<()>(&mut world.store.read().await.unwrap(), "wiki").await.unwrap().unwrap();
        world.change(|change| applications::subscribe(change, org, (wiki.org, wiki.id), false, browser.now)).await;
        assert!(world.userinfo(browser.now, &tokens.access_token).await.is_err(), "no longer everybody's");
        assert!(!world.is_active(browser.now, "wiki", &tokens.access_token).await);
        assert!(world.token(browser.now, &exchange("wiki", &unused)).await.is_err());
    })
    .await;
}
