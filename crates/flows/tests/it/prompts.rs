//! What applications may ask of a sign-in: prompt, max_age, hints, levels.

use flows::Answer;
use model::{
    Span,
    sign_in::{Refusal, StepKind},
};

use crate::{
    browser::Browser,
    world::{PASSWORD, code, on_both, request},
};

#[tokio::test]
async fn silent_requests() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let silent = request("wiki", "&prompt=none");
        assert_eq!(browser.authorize(&silent).await.error(), "login_required");
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let session = browser.session.as_ref().unwrap().expose();
        browser.authorize(&silent).await.arrives();
        assert_eq!(browser.session.as_ref().unwrap().expose(), session);
        assert_eq!(browser.authorize(&request("vault", "&prompt=none")).await.error(), "login_required");
        browser.later(Span::hours(25));
        assert_eq!(browser.authorize(&silent).await.error(), "login_required");
    })
    .await;
}

#[tokio::test]
async fn a_new_sign_in_is_asked_for() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let before = browser.clone();
        browser.later(Span::minutes(3));
        let at = browser.authorize(&request("wiki", "&prompt=login")).await.asks_for(StepKind::Identify);
        let at = browser.show(&at, true).await.asks_for_password();
        let code = browser.password(&at, PASSWORD).await.arrives();
        let tokens = world.tokens(browser.now, &code).await;
        let token = world.introspect(browser.now, "wiki", &tokens.access_token).await;
        assert_eq!(token["auth_time"], browser.now.seconds(), "OAU-25");
        assert!(
            world.doorward.signed_in(&before.caller()).await.unwrap().is_none(),
            "SES-02: the earlier cookie is dead"
        );
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());

        let recent = request("wiki", "&max_age=600");
        browser.later(Span::minutes(10));
        browser.authorize(&recent).await.arrives();
        browser.later(Span::seconds(1));
        assert_eq!(browser.authorize(&request("wiki", "&max_age=600&prompt=none")).await.error(), "login_required");
        let at = browser.authorize(&recent).await.asks_for(StepKind::Identify);
        browser.password(&at, PASSWORD).await.arrives();
        browser.authorize(&recent).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn somebody_else_may_be_chosen() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let at = browser.authorize(&request("wiki", "&prompt=select_account")).await.asks_for(StepKind::Identify);
        let at = browser.email(&at, "bert@acme.example").await.asks_for_password();
        browser.password(&at, PASSWORD).await.arrives();
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        assert_eq!(who.profile.email.as_deref(), Some("bert@acme.example"));

        // Their own account again needs no password: the session is theirs.
        let at = browser.authorize(&request("wiki", "&prompt=select_account")).await.asks_for(StepKind::Identify);
        browser.email(&at, "bert@acme.example").await.arrives();

        // On a page that knows who it is, "somebody else" leads to the first question.
        let at = browser.authorize(&request("wiki", "&prompt=login")).await.asks_for(StepKind::Identify);
        let at = browser.answer(&at, Answer::SomebodyElse).await.asks_for(StepKind::Identify);
        let at = browser.email(&at, "anna@acme.example").await.asks_for_password();
        browser.password(&at, PASSWORD).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn the_hint_names_the_only_user_who_will_do() {
    on_both(async |world| {
        let mut anna = Browser::new(world);
        let code = anna.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let hint = world.tokens(anna.now, &code).await.id_token.unwrap();
        let wanted = request("wiki", &format!("&id_token_hint={hint}"));
        let silent = request("wiki", &format!("&prompt=none&id_token_hint={hint}"));
        anna.authorize(&silent).await.arrives();
        let mut bert = Browser::new(world);
        bert.sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        assert_eq!(bert.authorize(&silent).await.error(), "login_required");
        let at = bert.authorize(&wanted).await.asks_for(StepKind::Identify);
        assert_eq!(bert.email(&at, "bert@acme.example").await.refusal(), Refusal::OtherUser);
        let at = bert.authorize(&wanted).await.asks_for(StepKind::Identify);
        let at = bert.email(&at, "anna@acme.example").await.asks_for_password();
        bert.password(&at, PASSWORD).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn a_higher_level_asks_for_what_is_missing_only() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let trusting = Answer::Code { code: code(0), trust: true };
        browser.answer(&at, trusting).await.arrives();
        browser.session = None;
        browser.later(Span::minutes(5));
        browser.sign_in(&request("wiki", ""), "tom@acme.example").await.arrives();
        let at = browser.authorize(&request("vault", "")).await.asks_for_code();
        let before = browser.clone();
        let given = browser.code(&at, &code(10)).await.arrives();
        let tokens = world.token(browser.now, &crate::world::exchange("vault", &given)).await.unwrap();
        let token = world.introspect(browser.now, "vault", &tokens.access_token).await;
        assert_eq!(token["acr"], "urn:doorward:acr:2");
        assert!(world.doorward.signed_in(&before.caller()).await.unwrap().is_none(), "SES-02");
        browser.authorize(&request("vault", "&prompt=none")).await.arrives();

        // Somebody without a second factor never gets there with one (OAU-59).
        let mut anna = Browser::new(world);
        anna.sign_in(&request("vault", ""), "anna@acme.example").await.asks_for(StepKind::Enrol);
        let two = "&claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C%22value%22%3A%22urn%3Adoorward%3Aacr%3A2%22%7D%7D%7D";
        Browser::new(world).sign_in(&request("wiki", two), "anna@acme.example").await.asks_for(StepKind::Enrol);
    })
    .await;
}
