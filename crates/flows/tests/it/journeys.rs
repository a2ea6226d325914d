//! Ways in and out, as people and applications go them.

use flows::{Answer, NotPending};
use jose::{Algorithm, Jws, Typ};
use model::{
    Policy, Span,
    policy::SecondFactor,
    sign_in::{Refusal, StepKind},
};
use serde_json::Value;
use store::users;

use crate::{
    browser::{Browser, Place},
    world::{NOW, PASSWORD, World, code, exchange, on_both, organisation, refresh, request, somebody},
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
        let mut ledger = crate::world::application("ledger");
        ledger.owner = "lime".into();
        ledger.subscribers = vec![("lime".into(), false)];
        let lime = organisation("lime", Policy::default(), vec![assigned, somebody("bo@lime.example").await]);
        world.sow(vec![lime], vec![ledger]).await;
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

#[tokio::test]
async fn j5_8_a_year_without_a_sign_in() {
    on_both(async |world| {
        let mut policy = Policy { inactivity: Some(Span::days(365)), ..Policy::default() };
        policy.second_factor.rule = SecondFactor::Off;
        world.sow(vec![organisation("plum", policy, vec![somebody("pia@plum.example").await])], vec![]).await;
        let mut wiki = crate::world::application("wiki");
        wiki.subscribers = vec![("plum".into(), true)];
        world.sow(vec![], vec![wiki]).await;
        let mut browser = Browser::new(world);
        browser.later(Span::days(364));
        browser.sign_in(&request("wiki", ""), "pia@plum.example").await.arrives();
        let mut late = Browser::new(world);
        late.now = browser.now + Span::days(365);
        assert_eq!(late.sign_in(&request("wiki", ""), "pia@plum.example").await.refusal(), Refusal::Inactive);
    })
    .await;
}

#[tokio::test]
async fn another_organisation_than_the_session_s() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let before = browser.clone();
        let at = browser.authorize(&request("wiki", "&organization=grey")).await.asks_for(StepKind::Identify);
        let at_grey = browser.email(&at, "anna@acme.example").await.asks_for_password();
        assert_eq!(
            browser.password(&at_grey, PASSWORD).await.complaint(),
            Some(flows::Complaint::PasswordWrong),
            "nobody is called so there"
        );
        let silent = browser.authorize(&request("wiki", "&organization=grey&prompt=none")).await;
        assert_eq!(silent.error(), "login_required");
        browser.sign_in(&request("wiki", "&organization=grey"), "gus@grey.example").await.arrives();
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        assert_eq!(who.organisation.slug, "grey");
        let former = world.doorward.signed_in(&before.caller()).await.unwrap();
        assert!(former.is_none(), "one browser, one session");
        browser.authorize(&request("wiki", "&organization=grey&prompt=none")).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_what_was_given() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let (now, unused) = (browser.now, browser.authorize(&request("wiki", "")).await.arrives());
        let tokens = world.tokens(now, &code).await;
        let offline = browser.authorize(&request("wiki", "&scope=openid+offline_access&prompt=consent")).await;
        let offline = browser.consents(&offline.asks_for(StepKind::Consent), true).await.arrives();
        let offline = world.tokens(now, &offline).await;

        let before = browser.clone();
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        browser.keep([world.doorward.sign_out(&browser.caller(), &who).await.unwrap()]);
        assert!(browser.session.is_none());
        assert!(world.doorward.signed_in(&before.caller()).await.unwrap().is_none(), "SES-07");
        assert!(world.userinfo(now, &tokens.access_token).await.is_err());
        assert!(!world.is_active(now, "wiki", &tokens.access_token).await);
        assert!(world.token(now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.is_err());
        assert!(world.token(now, &exchange("wiki", &unused)).await.is_err(), "a code is no way round it");

        assert!(world.userinfo(now, &offline.access_token).await.is_ok());
        let next = world.token(now, &refresh("wiki", offline.refresh_token.as_ref().unwrap())).await.unwrap();
        let much_later = now + Span::days(10);
        let next = world.token(much_later, &refresh("wiki", next.refresh_token.as_ref().unwrap())).await.unwrap();
        let user = world.user("anna@acme.example").await;
        world.change(|change| users::next_epoch(change, user, 1)).await;
        assert!(world.userinfo(much_later, &next.access_token).await.is_err());
        assert!(world.token(much_later, &refresh("wiki", next.refresh_token.as_ref().unwrap())).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    on_both(async |world| {
        let mut browsers = [(); 3].map(|()| Browser::new(world));
        let mut tokens = Vec::new();
        for (minute, browser) in (0..).zip(&mut browsers) {
            browser.later(Span::minutes(minute));
            let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
            tokens.push(world.tokens(browser.now, &code).await);
        }
        let mut stranger = Browser::new(world);
        stranger.sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        let strange = world.doorward.signed_in(&stranger.caller()).await.unwrap().unwrap();
        let (here, now) = (browsers[2].caller(), browsers[2].now);
        let who = world.doorward.signed_in(&here).await.unwrap().unwrap();
        let listed = world.doorward.list_sessions(&here, &who).await.unwrap();
        assert_eq!(listed.iter().map(|session| session.this_one).collect::<Vec<_>>(), [true, false, false]);
        assert!(!world.doorward.end_session_of(&here, &who, Some(strange.id())).await.unwrap(), "not one's own");
        assert!(world.doorward.signed_in(&stranger.caller()).await.unwrap().is_some());

        assert!(world.doorward.end_session_of(&here, &who, Some(listed[2].id)).await.unwrap());
        assert!(world.doorward.signed_in(&browsers[0].caller()).await.unwrap().is_none());
        assert!(world.userinfo(now, &tokens[0].access_token).await.is_err());
        assert!(world.userinfo(now, &tokens[1].access_token).await.is_ok());
        assert!(world.doorward.end_session_of(&here, &who, None).await.unwrap());
        assert!(world.userinfo(now, &tokens[1].access_token).await.is_err());
        assert!(world.doorward.signed_in(&here).await.unwrap().is_some());
        assert!(world.doorward.signed_in(&stranger.caller()).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn disabling_somebody_ends_everything_at_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(browser.now, &code).await;
        let unused = browser.authorize(&request("wiki", "")).await.arrives();
        let mut other = Browser::new(world);
        let at = other.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        world.set_state("anna@acme.example", "disabled").await;
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none());
        assert!(world.userinfo(browser.now, &tokens.access_token).await.is_err());
        assert!(world.token(browser.now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.is_err());
        assert!(world.token(browser.now, &exchange("wiki", &unused)).await.is_err());
        assert_eq!(other.password(&at, PASSWORD).await.refusal(), Refusal::Disabled);
        world.set_state("anna@acme.example", "active").await;
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none(), "it does not come back");
        assert!(world.userinfo(browser.now, &tokens.access_token).await.is_err());
    })
    .await;
}

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
async fn what_was_proven_in_a_former_epoch_is_void() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let tom = world.user("tom@acme.example").await;
        world.change(|change| users::next_epoch(change, tom, 1)).await;
        browser.code(&at, &code(0)).await.asks_for_password();
        browser.password(&at, PASSWORD).await.asks_for_code();
        browser.code(&at, &code(0)).await.arrives();
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
