//! Signing out in both directions: a provider says that a session there ended, and whoever signs out here is sent there.

use std::time::{Duration, Instant};

use flows::{Answer, LogOutRefused, Logout};
use model::{Span, sign_in::StepKind};
use serde_json::{Value, json};
use store::params;

use crate::{
    apply::applied,
    browser::Browser,
    openid_provider::{Bends, CLIENT, OpenidProvider, parameters},
    races::at_once,
    world::{NOW, World, on_both, request},
};

store::statements! {
    ABOUT = "select data from events where kind = $1 order by id";
    ORDERED = "select count(*) from jobs where kind = 'logout.user'";
}

const OKTA: (&str, &str) = ("acme", "okta");
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Acme has a provider at which anna is `A 1`.
async fn acme(world: &World, rules: Value) -> OpenidProvider {
    let provider = OpenidProvider::new().await;
    change(world, &provider, rules).await;
    provider
}

async fn change(world: &World, provider: &OpenidProvider, rules: Value) {
    let mut wanted = provider.document("okta");
    wanted.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
    let link = json!([{ "provider": "okta", "issuer": provider.issuer(), "subject": "A 1" }]);
    let users = json!([{ "email": "anna@acme.example", "links": link }]);
    let organisation = json!({ "slug": "acme", "identity_providers": [wanted], "users": users });
    applied(world, &json!({ "version": 1, "organisations": [organisation] })).await;
}

/// Signs in through it, in the session of this name there.
async fn through(world: &World, provider: &OpenidProvider, sid: Option<&str>) -> Browser {
    let mut browser = Browser::new(world);
    let at = browser.authorize(&request("wiki", "&organization=acme")).await.asks_for(StepKind::Identify);
    let address = browser.answer(&at, Answer::Provider("okta".into())).await.elsewhere();
    let person = json!({ "sub": "A 1", "sid": sid });
    browser.returns(OKTA, &provider.signs_in(&address, person)).await.arrives();
    browser
}

impl Browser {
    async fn is_in(&self) -> bool {
        self.doorward.signed_in(&self.caller()).await.unwrap().is_some()
    }

    async fn signs_out(&self) -> Option<flows::There> {
        let who = self.doorward.signed_in(&self.caller()).await.unwrap();
        match Box::pin(self.doorward.logout(&self.caller(), who, b"", true)).await.unwrap() {
            Logout::Done { there, .. } => there,
            _ => panic!("not signed out"),
        }
    }
}

fn token(provider: &OpenidProvider, jti: &str, changes: &Value) -> String {
    let mut claims = json!({
        "iss": provider.issuer(), "aud": CLIENT, "iat": NOW.seconds(), "exp": NOW.seconds() + 120, "jti": jti,
        "events": { EVENT: {} },
    });
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    provider.sign("logout+jwt", &claims)
}

async fn tells(world: &World, of: (&str, &str), token: &str) -> Result<(), LogOutRefused> {
    let caller = Browser::new(world).caller();
    world.doorward.provider_logged_out(&caller, of, token).await.unwrap()
}

async fn about(world: &World, kind: &str) -> Vec<Value> {
    let rows = world.store.read().await.unwrap().page::<(String,)>(&ABOUT, params![kind]).await.unwrap();
    rows.iter().map(|(data,)| serde_json::from_str(data).unwrap()).collect()
}

/// OIDC Back-Channel Logout 1.0: the sessions that came by what the token names end, and no others; their applications are told.
#[tokio::test]
async fn a_provider_ends_what_came_by_it() {
    on_both(async |world| {
        let provider = acme(world, json!({})).await;
        let (one, two, three) = (
            through(world, &provider, Some("S 1")).await,
            through(world, &provider, Some("S 2")).await,
            through(world, &provider, None).await,
        );
        let mut by_password = Browser::new(world);
        by_password.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let ordered =
            async || world.store.read().await.unwrap().one::<(i64,)>(&ORDERED, params![]).await.unwrap().unwrap().0;
        let before = ordered().await;

        assert_eq!(tells(world, OKTA, &token(&provider, "1", &json!({ "sid": "S 1" }))).await, Ok(()));
        assert_eq!([one.is_in().await, two.is_in().await, three.is_in().await], [false, true, true]);
        assert_eq!(ordered().await, before + 1, "its application is told");
        assert_eq!(about(world, "session.ended").await[0]["provider"], "okta");
        // Both have to fit.
        let other = json!({ "sid": "S 2", "sub": "somebody else" });
        assert_eq!(tells(world, OKTA, &token(&provider, "2", &other)).await, Ok(()), "what came by it is not told");
        assert!(two.is_in().await);
        assert_eq!(tells(world, OKTA, &token(&provider, "3", &json!({ "sid": "S 2", "sub": "A 1" }))).await, Ok(()));
        assert_eq!([two.is_in().await, three.is_in().await], [false, true]);
        assert_eq!(tells(world, OKTA, &token(&provider, "4", &json!({ "sub": "A 1" }))).await, Ok(()));
        assert_eq!(
            [three.is_in().await, by_password.is_in().await],
            [false, true],
            "all that came by the account there"
        );
    })
    .await;
}

/// What is refused ends nothing: one rule at a time. What the token itself has to say is judged in `upstream`.
#[tokio::test]
async fn what_is_no_log_out_token_of_the_provider_ends_nothing() {
    on_both(async |world| {
        let provider = acme(world, json!({})).await;
        let stranger = OpenidProvider::new().await;
        let browser = through(world, &provider, Some("S 1")).await;
        let good = json!({ "sid": "S 1" });
        let with = |more: Value| {
            let mut claims = good.clone();
            claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            token(&provider, "x", &claims)
        };
        let forged = stranger.sign("logout+jwt", &json!({
            "iss": provider.issuer(), "aud": CLIENT, "iat": NOW.seconds(), "jti": "1", "sid": "S 1", "events": { EVENT: {} },
        }));
        let refused = [
            ("nothing", String::new()),
            ("no token", "a.b.c".to_owned()),
            ("another's signature", forged),
            ("another's issuer", with(json!({ "iss": "https://evil.example" }))),
            ("for another", with(json!({ "aud": "somebody else" }))),
            ("of the future", with(json!({ "iat": NOW.seconds() + 3600 }))),
            ("too late", with(json!({ "exp": NOW.seconds() - 61 }))),
            ("without a name", with(json!({ "jti": null }))),
            ("another event", with(json!({ "events": { "other": {} } }))),
            ("of nobody", with(json!({ "sid": null }))),
            ("with a nonce", with(json!({ "nonce": "n" }))),
            ("an ID token", provider.sign("at+jwt", &json!({ "iss": provider.issuer(), "aud": CLIENT }))),
        ];
        for (why, token) in &refused {
            assert_eq!(tells(world, OKTA, token).await, Err(LogOutRefused), "{why}");
        }
        for of in [("acme", "other"), ("grey", "okta"), ("nobody", "okta")] {
            assert_eq!(tells(world, of, &with(json!({}))).await, Err(LogOutRefused), "{of:?}");
        }
        change(world, &provider, json!({ "state": "disabled" })).await;
        assert_eq!(tells(world, OKTA, &with(json!({}))).await, Err(LogOutRefused), "it is shut");
        change(world, &provider, json!({ "state": "active" })).await;
        assert!(browser.is_in().await);
        assert_eq!(tells(world, OKTA, &with(json!({}))).await, Ok(()));
        assert!(!browser.is_in().await);
    })
    .await;
}

/// A token is good once, of many at the same time, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_out_token_is_good_once() {
    on_both(async |world| {
        let provider = acme(world, json!({})).await;
        let token = token(&provider, "1", &json!({ "sub": "A 1" }));
        let tell = |_| {
            let (doorward, caller, token) = (world.doorward.clone(), Browser::new(world).caller(), token.clone());
            async move { doorward.provider_logged_out(&caller, OKTA, &token).await.unwrap().is_ok() }
        };
        let taken = at_once((0..4).map(tell)).await;
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "{taken:?}");
        let browser = through(world, &provider, None).await;
        assert_eq!(tells(world, OKTA, &token).await, Err(LogOutRefused), "it ends nothing that began since");
        assert!(browser.is_in().await);
    })
    .await;
}

/// Nobody is kept from signing out by a provider that hangs, and whoever sends it what is no token keeps nobody waiting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_hangs_is_waited_for_two_seconds() {
    on_both(async |world| {
        let provider = acme(world, json!({ "signs_out_there": true })).await;
        let mut late = through(world, &provider, None).await;
        provider.bend(Bends { hangs: Some("/.well-known/openid-configuration"), ..Bends::default() });
        late.doorward = crate::world::doorward(&world.store, 80);
        let begun = Instant::now();
        assert_eq!(late.signs_out().await, None);
        assert!(!late.is_in().await, "signed out all the same");
        let garbage = |_| {
            let (doorward, caller) = (late.doorward.clone(), late.caller());
            async move { doorward.provider_logged_out(&caller, OKTA, "a.b.c").await.unwrap() }
        };
        let refused = at_once((0..40).map(garbage)).await;
        assert!(refused.iter().all(|one| *one == Err(LogOutRefused)));
        assert!(begun.elapsed() < Duration::from_secs(7), "{:?}", begun.elapsed());
    })
    .await;
}

/// RP-Initiated Logout 1.0: by rule, where the provider has such a place; it never keeps anybody from signing out here.
#[tokio::test]
async fn whoever_signs_out_here_is_sent_there_by_rule() {
    on_both(async |world| {
        let provider = acme(world, json!({ "signs_out_there": true })).await;
        let end = |provider: &OpenidProvider| format!("{}/end", provider.issuer());
        let metadata = json!({ "end_session_endpoint": end(&provider) });
        provider.bend(Bends { metadata: metadata.as_object().unwrap().clone(), ..Bends::default() });
        let browser = through(world, &provider, Some("S 1")).await;
        let there = browser.signs_out().await.expect("sent there");
        assert!(
            there.address.starts_with(&format!("{}?", end(&provider))) && there.provider == "Acme Okta",
            "{there:?}"
        );
        let asked = parameters(&there.address);
        assert_eq!(
            (asked["client_id"].as_str(), asked["post_logout_redirect_uri"].as_str()),
            (CLIENT, "https://id.example/signed-out")
        );
        assert!(!asked.contains_key("id_token_hint") && !asked.contains_key("state"), "no token is kept");
        assert!(!browser.is_in().await);
        // Whoever did not come by it is not sent there.
        let mut by_password = Browser::new(world);
        by_password.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        assert_eq!(by_password.signs_out().await, None);
        // Not without the rule.
        let browser = through(world, &provider, None).await;
        change(world, &provider, json!({ "signs_out_there": false })).await;
        assert_eq!(browser.signs_out().await, None);
        assert!(!browser.is_in().await);
        // Nor where it does not answer.
        change(world, &provider, json!({ "signs_out_there": true })).await;
        let mut late = through(world, &provider, None).await;
        provider.bend(Bends { status: Some(503), ..Bends::default() });
        late.doorward = crate::world::doorward(&world.store, 79);
        late.later(Span::minutes(1));
        assert_eq!(late.signs_out().await, None);
        assert!(!late.is_in().await, "signed out all the same");
    })
    .await;
}
