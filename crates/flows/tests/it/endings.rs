//! How sessions end, and what ends with them.

use flows::NotPending;
use model::{
    Policy, Span, Time,
    sign_in::{Refusal, StepKind},
};
use oidc::ErrorCode;
use serde_json::json;
use store::{applications, params};

use crate::{
    apply::applied,
    browser::{Browser, Place},
    content::application,
    world::{NOW, PASSWORD, World, code, exchange, on_both, refresh, request},
};

store::statements! {
    UNSUBSCRIBE = "update subscriptions set state = 'ended', epoch = epoch + 1 where org = $1 and app = $2 and state = 'active'";
    NEVER_IDLE = "update sessions set idle_ends_at = $1, seen_at = $2";
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
        browser.keep([world.doorward.sign_out(&browser.caller(), &who).await.unwrap().0]);
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
        world.end_everything_of("anna@acme.example").await;
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

/// OAU-08: a code is good for less than a minute.
#[tokio::test]
async fn oau_08_a_code_lives_for_sixty_seconds() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let last = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let late = browser.authorize(&request("wiki", "")).await.arrives();
        let end = browser.now + Span::seconds(60);
        assert!(world.token(end - Span::millis(1), &exchange("wiki", &last)).await.is_ok());
        assert!(world.token(end, &exchange("wiki", &late)).await.is_err());
    })
    .await;
}

/// OAU-19: what was given for use without the user ends when it is not used for a fortnight, and after 90 days however much.
#[tokio::test]
async fn oau_19_offline_access_ends() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let offline = request("wiki", "&scope=openid+offline_access");
        let at = browser.sign_in(&offline, "anna@acme.example").await.asks_for(StepKind::Consent);
        let code = browser.consents(&at, true).await.arrives();
        let given = browser.now;
        let mut tokens = world.tokens(given, &code).await;
        let other = browser.authorize(&offline).await.arrives();
        let other = world.tokens(given, &other).await;

        let ends = [13, 26, 39, 52, 65, 78].map(|day| given + Span::days(day));
        for now in ends.into_iter().chain([given + Span::days(90) - Span::millis(1)]) {
            tokens = world.token(now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.unwrap();
        }
        let end = given + Span::days(90);
        assert!(world.token(end, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.is_err());
        assert!(world.userinfo(end, &tokens.access_token).await.is_err());
        let idle = given + Span::days(14);
        assert!(world.token(idle, &refresh("wiki", other.refresh_token.as_ref().unwrap())).await.is_err());
    })
    .await;
}

/// SES-06: the absolute end holds by itself, whatever is noted of the last use.
#[tokio::test]
async fn ses_06_no_use_outlasts_the_absolute_end() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(browser.now, &code).await;
        browser.now = browser.now + Policy::default().session.absolute - Span::millis(1);
        world.change(|change| _ = change.add(&NEVER_IDLE, params![Time::NEVER, browser.now])).await;
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());
        world.change(|change| _ = change.add(&NEVER_IDLE, params![Time::NEVER, browser.now])).await;
        browser.later(Span::millis(1));
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none());
        let refreshed = world.token(browser.now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await;
        assert!(refreshed.is_err());
    })
    .await;
}

/// SES-06: a session goes by the policy of today, not of the day that it began on, also on our own pages.
#[tokio::test]
async fn ses_06_a_shorter_policy_holds_at_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(browser.now, &code).await;
        browser.later(Span::hours(2));
        world.change(|change| _ = change.add(&NEVER_IDLE, params![Time::NEVER, browser.now])).await;
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());
        let session = json!({ "idle": "1h", "absolute": "2h" });
        let shorter = json!({ "session": session });
        let policy = |policy| json!({ "version": 1, "organisations": [{ "slug": "acme", "policy": policy }] });
        let refreshing = refresh("wiki", tokens.refresh_token.as_ref().unwrap());
        assert!(world.is_active(browser.now, "wiki", tokens.refresh_token.as_ref().unwrap()).await);
        applied(world, &policy(shorter)).await;
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none());
        // What was given in it goes with it, and does not come back with a longer one once an application was told.
        let told = world.token(browser.now, &refreshing).await.unwrap_err();
        assert_eq!((told.error, told.description), (ErrorCode::InvalidGrant, "the session that it came of is over"));
        assert_eq!(world.events("grant.lapsed").await, 1);
        let error = browser.authorize(&request("wiki", "&prompt=none")).await.error();
        assert_eq!(error, "login_required");
        // Whoever signs in again is signed in: the session that has ended is not taken up.
        let ended = browser.session.clone();
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());
        browser.session = ended;
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none());
        applied(world, &policy(json!({ "session": { "idle": "3h", "absolute": "10h" } }))).await;
        let told = world.token(browser.now, &refreshing).await.unwrap_err();
        assert_eq!(told.description, "the refresh token was revoked");
    })
    .await;
}

/// OAU-17: whoever may no longer open an application refreshes nothing there. Once it was told so, that stays true when they may
/// again: they sign in anew.
#[tokio::test]
async fn oau_17_a_group_given_back_revives_nothing_that_was_refused() {
    on_both(async |world| {
        let content = |members: &[&str]| {
            json!({ "version": 1,
                "organisations": [{ "slug": "acme", "groups": [{ "name": "keys", "members": members }] }],
                "applications": [{ "client_id": "closed", "subscriptions": [{ "organisation": "acme", "groups": ["keys"] }] }] })
        };
        let both = ["anna@acme.example", "bert@acme.example"];
        applied(world, &content(&both)).await;
        let mut given = Vec::new();
        for email in both {
            let code = Browser::new(world).sign_in(&request("closed", ""), email).await.arrives();
            let tokens = world.token(NOW, &exchange("closed", &code)).await.unwrap();
            given.push(refresh("closed", tokens.refresh_token.as_ref().unwrap()));
        }
        applied(world, &content(&[])).await;
        let told = world.token(NOW, &given[0]).await.unwrap_err();
        let words = "the user may no longer open the application";
        assert_eq!((told.error, told.description), (ErrorCode::InvalidGrant, words));
        assert_eq!(world.events("grant.lapsed").await, 1);

        applied(world, &content(&both)).await;
        assert_eq!(world.token(NOW, &given[0]).await.unwrap_err().description, "the refresh token was revoked");
        assert!(world.token(NOW, &given[1]).await.is_ok(), "nobody was told that this one ended");
        Browser::new(world).sign_in(&request("closed", ""), "anna@acme.example").await.arrives();
    })
    .await;
}

/// A disabled organisation is shut everywhere: at sessions that are open, at sign-ins that were begun, at what was given.
#[tokio::test]
async fn a_disabled_organisation_is_shut() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(browser.now, &code).await;
        let unused = browser.authorize(&request("wiki", "")).await.arrives();
        world.add(vec![], vec![testbed::content::Application { owner: "blue".into(), ..application("other") }]).await;
        let mut begun = Browser::new(world);
        let at = begun.goes_to_password(&request("wiki", ""), "bert@acme.example").await;
        let mut half = Browser::new(world);
        let asked = half.sign_in(&request("wiki", "&prompt=consent"), "bert@acme.example").await;
        let asked = asked.asks_for(StepKind::Consent);
        let shut = |state: &str| json!({ "version": 1, "organisations": [{ "slug": "acme", "state": state }] });
        applied(world, &shut("disabled")).await;

        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none());
        assert!(world.userinfo(browser.now, &tokens.access_token).await.is_err());
        assert!(world.token(browser.now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.is_err());
        assert!(world.token(browser.now, &exchange("wiki", &unused)).await.is_err());
        // Its applications go off with it, for whoever else's people may open them.
        assert!(matches!(begun.password(&at, PASSWORD).await, Place::NotPending(NotPending::Gone)));
        assert!(world.doorward.application("wiki").await.unwrap().is_none());
        // Whoever comes to an application of another organisation is told that the account is disabled.
        let mut elsewhere = Browser::new(world);
        let at = elsewhere.goes_to_password(&request("other", ""), "bert@acme.example").await;
        assert_eq!(elsewhere.password(&at, PASSWORD).await.refusal(), Refusal::Disabled);

        applied(world, &shut("active")).await;
        // What was proven before counts no more.
        half.consents(&asked, true).await.asks_for_password();
        Browser::new(world).sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
    })
    .await;
}

/// What somebody was given who signed in to `wiki`: a session, a code, access and refresh tokens, and those of an access
/// without the user.
struct Given {
    browser: Browser,
    code: String,
    tokens: oidc::token::TokenResponse,
    offline: oidc::token::TokenResponse,
}

impl Given {
    async fn to(world: &World, email: &str) -> Self {
        let mut browser = Browser::new(world);
        let asked = request("wiki", "&scope=openid+offline_access&prompt=consent");
        let at = browser.sign_in(&asked, email).await.asks_for(StepKind::Consent);
        let offline = browser.consents(&at, true).await.arrives();
        let offline = world.tokens(browser.now, &offline).await;
        let code = browser.authorize(&request("wiki", "")).await.arrives();
        let tokens = world.tokens(browser.now, &code).await;
        let code = browser.authorize(&request("wiki", "")).await.arrives();
        Self { browser, code, tokens, offline }
    }

    /// Whether anything of it can still be used at the application; all of it can, or nothing.
    async fn is_good(&self, world: &World) -> bool {
        let now = self.browser.now;
        let mut good = Vec::new();
        for tokens in [&self.tokens, &self.offline] {
            good.push(world.userinfo(now, &tokens.access_token).await.is_ok());
            // An application that is switched off can't even ask.
            if world.doorward.application("wiki").await.unwrap().is_some() {
                good.push(world.is_active(now, "wiki", &tokens.access_token).await);
                good.push(world.is_active(now, "wiki", tokens.refresh_token.as_ref().unwrap()).await);
            }
        }
        assert!(good.iter().all(|one| *one == good[0]), "{good:?}");
        good[0]
    }

    /// The same, and tries what uses itself up.
    async fn is_dead(&self, world: &World) -> bool {
        let now = self.browser.now;
        let mut dead = !self.is_good(world).await;
        for tokens in [&self.tokens, &self.offline] {
            dead &= world.token(now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.is_err();
        }
        dead && world.token(now, &exchange("wiki", &self.code)).await.is_err()
    }

    async fn is_signed_in(&self, world: &World) -> bool {
        world.doorward.signed_in(&self.browser.caller()).await.unwrap().is_some()
    }
}

/// LGN-18: an organisation that is switched on again gives nothing back of what its people had.
#[tokio::test]
async fn lgn_18_an_organisation_on_again_revives_nothing() {
    on_both(async |world| {
        let given = Given::to(world, "anna@acme.example").await;
        let elsewhere = Given::to(world, "gus@grey.example").await;
        let shut = |state: &str| json!({ "version": 1, "organisations": [{ "slug": "acme", "state": state }] });
        for state in ["disabled", "active"] {
            assert!(given.is_good(world).await || state == "active");
            applied(world, &shut(state)).await;
            assert!(!given.is_signed_in(world).await, "{state}");
            assert!(!given.is_good(world).await, "{state}");
        }
        assert!(given.is_dead(world).await);
        assert!(elsewhere.is_good(world).await && elsewhere.is_signed_in(world).await, "another organisation's stays");
        let again = Given::to(world, "anna@acme.example").await;
        applied(world, &json!({ "version": 1, "organisations": [{ "slug": "acme", "name": "Acme & Co" }] })).await;
        assert!(again.is_good(world).await && again.is_signed_in(world).await, "other changes end nothing");
    })
    .await;
}

/// LGN-18: an application that is switched on again gets nothing back. Its users' sessions go on.
#[tokio::test]
async fn lgn_18_an_application_on_again_revives_nothing() {
    on_both(async |world| {
        let mut given = Given::to(world, "anna@acme.example").await;
        let set = |state: &str| json!({ "version": 1, "applications": [{ "client_id": "wiki", "state": state }] });
        for state in ["disabled", "active"] {
            assert!(given.is_good(world).await || state == "active");
            applied(world, &set(state)).await;
            assert!(given.is_signed_in(world).await, "{state}");
        }
        assert!(given.is_dead(world).await);
        // The same session opens it anew, and what was given before stays dead beside what is given now.
        let code = given.browser.authorize(&request("wiki", "")).await.arrives();
        let tokens = world.tokens(given.browser.now, &code).await;
        assert!(world.userinfo(given.browser.now, &tokens.access_token).await.is_ok());
        assert!(given.is_dead(world).await);
        applied(world, &json!({ "version": 1, "applications": [{ "client_id": "wiki", "client_name": "Wiki 2" }] }))
            .await;
        assert!(world.userinfo(given.browser.now, &tokens.access_token).await.is_ok(), "other changes end nothing");
    })
    .await;
}

/// LGN-18: a subscription that begins again gives nothing back. Those of other organisations go on.
#[tokio::test]
async fn lgn_18_a_subscription_begun_again_revives_nothing() {
    on_both(async |world| {
        let mut given = Given::to(world, "anna@acme.example").await;
        let elsewhere = Given::to(world, "gus@grey.example").await;
        let (acme, _) = world.user("anna@acme.example").await;
        let wiki = world.doorward.application("wiki").await.unwrap().unwrap();
        world.change(|change| _ = change.add(&UNSUBSCRIBE, params![acme, wiki.id])).await;
        assert!(!given.is_good(world).await);
        assert!(given.is_signed_in(world).await);
        assert_eq!(given.browser.authorize(&request("wiki", "&prompt=none")).await.error(), "access_denied");
        world
            .change(|change| applications::subscribe(change, acme, (wiki.org, wiki.id), true, given.browser.now))
            .await;
        assert!(given.is_dead(world).await);
        let code = given.browser.authorize(&request("wiki", "")).await.arrives();
        let tokens = world.tokens(given.browser.now, &code).await;
        assert!(world.userinfo(given.browser.now, &tokens.access_token).await.is_ok());
        assert!(given.is_dead(world).await);
        world
            .change(|change| applications::subscribe(change, acme, (wiki.org, wiki.id), true, given.browser.now))
            .await;
        assert!(world.userinfo(given.browser.now, &tokens.access_token).await.is_ok(), "said twice, it ends nothing");
        assert!(elsewhere.is_good(world).await);
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
async fn what_was_proven_in_a_previous_epoch_is_void() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        world.end_everything_of("tom@acme.example").await;
        browser.code(&at, &code(0)).await.asks_for_password();
        browser.password(&at, PASSWORD).await.asks_for_code();
        browser.code(&at, &code(0)).await.arrives();
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
        let previous = world.doorward.signed_in(&before.caller()).await.unwrap();
        assert!(previous.is_none(), "one browser, one session");
        browser.authorize(&request("wiki", "&organization=grey&prompt=none")).await.arrives();
    })
    .await;
}
