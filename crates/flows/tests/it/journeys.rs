//! Ways in and out, as people and applications go them.

use flows::Answer;
use jose::{Algorithm, Jws, Typ};
use model::{
    Policy, Span,
    sign_in::{Refusal, StepKind},
};
use serde_json::Value;

use crate::{
    browser::Browser,
    content::{organisation, somebody},
    world::{PASSWORD, World, code, exchange, on_both, refresh, request},
};

/// The claims of an ID token that one of the published keys has signed.
async fn id_token(world: &World, now: model::Time, token: &str) -> Value {
    let keys = world.doorward.public_keys(now).await.unwrap();
    let jws = Jws::parse(token).unwrap();
    let verified = jws.verify(keys.keyring.verifying(), &[Algorithm::ES256], Typ { names: &["JWT"], absent: true });
    verified.unwrap().claims().unwrap()
}

#[tokio::test]
async fn from_the_address_to_the_application() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        assert_eq!(world.sign_ins().await, 0, "an unauthenticated GET writes nothing");
        let at = browser.email(&at, " Anna@ACME.example ").await.asks_for_password();
        let now = browser.later(Span::seconds(5)).now;
        let code = browser.password(&at, PASSWORD).await.arrives();
        assert_eq!(browser.session_lasts, None, "the session ends with the browser");

        let tokens = world.tokens(now, &code).await;
        let claims = id_token(world, now, tokens.id_token.as_ref().unwrap()).await;
        assert_eq!(claims["aud"], "wiki");
        assert_eq!((&claims["nonce"], &claims["acr"]), (&"no".into(), &"urn:doorward:acr:1".into()));
        assert_eq!((&claims["amr"], &claims["auth_time"]), (&serde_json::json!(["pwd"]), &now.seconds().into()));
        assert!(claims["sid"].is_string());
        let known = world.userinfo(now, &tokens.access_token).await.unwrap();
        assert_eq!((&known["sub"], &known["email"]), (&claims["sub"], &"anna@acme.example".into()));
        assert_eq!(known["given_name"], "Robin");

        let next = world.token(now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.unwrap();
        assert_ne!(next.refresh_token, tokens.refresh_token);
        assert!(world.is_active(now, "wiki", next.refresh_token.as_ref().unwrap()).await);
        assert!(!world.is_active(now, "mail", next.refresh_token.as_ref().unwrap()).await, "OAU-35");
        assert_eq!(world.events("sign_in.succeeded").await, 1);
    })
    .await;
}

#[tokio::test]
async fn with_an_authenticator_app() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        assert!(browser.session.is_none(), "LGN-15: one factor is no session");
        assert_eq!(browser.code(&at, "12345").await.complaint(), Some(flows::Complaint::CodeWrong));
        let given = browser.code(&at, &code(0)).await.arrives();
        let tokens = world.tokens(browser.now, &given).await;
        let claims = id_token(world, browser.now, tokens.id_token.as_ref().unwrap()).await;
        assert_eq!(claims["acr"], "urn:doorward:acr:2");
        assert_eq!(claims["amr"], serde_json::json!(["mfa", "otp", "pwd"]));
    })
    .await;
}

#[tokio::test]
async fn by_company_id() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.authorize(&request("wiki", "&organization=blue")).await.asks_for(StepKind::Identify);
        let company = |organisation: &str, user: &str, password: &str| Answer::Company {
            organisation: organisation.into(),
            user: user.into(),
            password: password.into(),
            remember: false,
            makes_passkeys: false,
        };
        let wrong = browser.answer(&at, company("blue", "ben", "not it")).await.complaint();
        assert_eq!(wrong, Some(flows::Complaint::PasswordWrong));
        let elsewhere = browser.answer(&at, company("acme", "ben", PASSWORD)).await.complaint();
        assert_eq!(elsewhere, Some(flows::Complaint::PasswordWrong), "a user name is one of its organisation");
        browser.answer(&at, company(" Blue", "BEN ", PASSWORD)).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn remembered_or_not() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        let email = Answer::Email { email: "anna@acme.example".into(), remember: true };
        let at = browser.answer(&at, email).await.asks_for_password();
        browser.password(&at, PASSWORD).await.arrives();
        assert_eq!(browser.session_lasts, Some(30 * 86_400));
        browser.later(Span::days(29));
        browser.authorize(&request("wiki", "")).await.arrives();
        browser.later(Span::days(1));
        browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);

        let mut forgetful = Browser::new(world);
        forgetful.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        for _ in 0..3 {
            forgetful.later(Span::minutes(59));
            forgetful.authorize(&request("wiki", "")).await.arrives();
        }
        forgetful.later(Span::minutes(60));
        forgetful.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
    })
    .await;
}

#[tokio::test]
async fn the_second_application_asks_nothing() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let first = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let first = world.tokens(browser.now, &first).await;
        browser.later(Span::minutes(2));
        let second = browser.authorize(&request("mail", "")).await.arrives();
        let second = world.token(browser.now, &exchange("mail", &second)).await.unwrap();
        let [one, other] = [
            id_token(world, browser.now, first.id_token.as_ref().unwrap()).await,
            id_token(world, browser.now, second.id_token.as_ref().unwrap()).await,
        ];
        assert_eq!((&one["sub"], &one["auth_time"]), (&other["sub"], &other["auth_time"]));
        assert_ne!(one["sid"], other["sid"], "each application knows the session by another name");
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        assert_eq!(who.name(), "Robin");
        let open = world.doorward.open_applications(&who).await.unwrap();
        assert_eq!(open.iter().map(|open| open.name.as_str()).collect::<Vec<_>>(), ["WIKI", "MAIL"]);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_open_it_is_told() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let refusal = browser.sign_in(&request("closed", ""), "anna@acme.example").await.refusal();
        assert!(matches!(refusal, Refusal::NoAccess(_)), "{refusal:?}");
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        assert_eq!(browser.authorize(&request("closed", "&prompt=none")).await.error(), "access_denied");
        let refusal = browser.authorize(&request("closed", "")).await.refusal();
        assert!(matches!(refusal, Refusal::NoAccess(_)), "{refusal:?}");

        let mut assigned = somebody("ada@lime.example").await;
        assigned.assigned = vec!["ledger".into()];
        let mut ledger = crate::content::application("ledger");
        ledger.owner = "lime".into();
        ledger.subscribers = vec![("lime".into(), false)];
        let lime = organisation("lime", Policy::default(), vec![assigned, somebody("bo@lime.example").await]);
        world.add(vec![lime], vec![ledger]).await;
        Browser::new(world).sign_in(&request("ledger", ""), "ada@lime.example").await.arrives();
        let refusal = Browser::new(world).sign_in(&request("ledger", ""), "bo@lime.example").await.refusal();
        assert!(matches!(refusal, Refusal::NoAccess(_)), "{refusal:?}");
    })
    .await;
}

#[tokio::test]
async fn a_shut_account_is_told_after_the_right_password_only() {
    on_both(async |world| {
        for (state, told) in
            [("disabled", Refusal::Disabled), ("inactive", Refusal::Inactive), ("locked", Refusal::Locked)]
        {
            world.set_state("anna@acme.example", state).await;
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
            let wrong = browser.password(&at, "not her password").await.complaint();
            assert_eq!(wrong, Some(flows::Complaint::PasswordWrong));
            assert_eq!(browser.password(&at, PASSWORD).await.refusal(), told);
            assert!(browser.session.is_none());
        }
        world.set_state("anna@acme.example", "active").await;
        Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    })
    .await;
}
