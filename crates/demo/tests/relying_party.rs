//! The sample application against an issuer that lies in one way at a time. Each refusal was seen red without its guard.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use crate::issuer::{self, Issuer};
use crate::person::{ORIGIN, Person, Seen, callback};
use axum::{Router, body::Body};
use crypto::entropy::Seeded;
use demo::{
    Clock, Secret, Texts,
    relying_party::{self, Application, ClientAuthentication},
};
use hyper::{Request, StatusCode, header};
use jose::{Algorithm, SigningKey, VerifyingKeys};
use model::Time;
use serde_json::{Value, json};
use url::Url;

const NOW: i64 = 1_790_000_000;

/// An application, its issuer, and the clock that both go by.
pub(crate) struct Scene {
    pub(crate) issuer: Issuer,
    application: Router,
    now: Arc<AtomicI64>,
}

impl Scene {
    async fn with(authentication: ClientAuthentication) -> Self {
        let issuer = Issuer::start(NOW).await;
        let now = Arc::new(AtomicI64::new(NOW));
        let seconds = now.clone();
        let clock: Clock = Arc::new(move || Time::from_seconds(seconds.load(Ordering::Relaxed)));
        let application = relying_party::router(
            Application {
                key: "almanac",
                name: "Almanac",
                purpose: Texts::almanac_purpose,
                accent: "#7a3480",
                logo: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                origin: ORIGIN.into(),
                issuer: issuer.url.clone(),
                client_id: "almanac".into(),
                authentication,
                scope: "openid profile email".into(),
                other: Some(("Ledgerline", "http://127.0.0.1:7303".into())),
                start: "http://127.0.0.1:7301".into(),
            },
            clock,
            Arc::new(Seeded::new(1)),
        );
        Self { issuer, application, now }
    }

    /// With a client secret, which has characters that must be encoded.
    pub(crate) async fn new() -> Self {
        let scene = Self::with(ClientAuthentication::SecretBasic(Secret::new("secret".into()))).await;
        scene.issuer.kept().client_secret = "secret".into();
        scene
    }

    pub(crate) fn person(&self) -> Person {
        Person::at(self.application.clone())
    }

    /// Begins a sign-in and answers it; gives the way back.
    pub(crate) async fn answered(&self, person: &mut Person) -> issuer::Parameters {
        let begun = person.get("/sign-in").await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{begun:?}");
        self.issuer.authorize(&begun.location.unwrap())
    }

    pub(crate) async fn sign_in(&self, person: &mut Person) -> Seen {
        let answer = self.answered(person).await;
        person.get(&callback(&answer)).await
    }

    async fn signed_in(&self) -> Person {
        let mut person = self.person();
        let seen = self.sign_in(&mut person).await;
        assert_eq!(seen.location.as_deref(), Some("/"), "{seen:?}");
        person
    }

    fn later(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
        self.issuer.kept().now += seconds;
    }
}

/// The page says this, and nobody was signed in.
#[track_caller]
fn assert_refused(person: &Person, seen: &Seen, words: &str) {
    assert!(!person.is_signed_in(), "nobody is signed in: {seen:?}");
    assert!(seen.status.is_client_error() || seen.status.is_server_error(), "{seen:?}");
    assert!(seen.text.contains(words), "“{words}” in {}", seen.text);
}

#[tokio::test]
async fn signed_in_with_every_word_explained() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    let page = person.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Signed in as Ines &#60;Halvorsen&#62;"), "names are escaped: {}", page.text);
    for claim in ["iss", "sub", "aud", "exp", "iat", "nonce", "at_hash", "sid", "email"] {
        assert!(page.text.contains(&format!("<th scope=\"row\"><code>{claim}</code>")), "{claim}");
    }
    assert!(!page.text.contains("refresh-"), "the refresh token never reaches the browser");
    assert!(!page.text.contains("<script") && !page.text.contains("style="), "strict policy");
}

#[tokio::test]
async fn each_way_to_authenticate_is_accepted() {
    let key = Arc::new(SigningKey::generate(Algorithm::EdDSA).unwrap());
    let secret = || Secret::new("a b:c%".into());
    let ways = [
        ClientAuthentication::None,
        ClientAuthentication::SecretPost(secret()),
        ClientAuthentication::PrivateKey(key.clone()),
    ];
    for way in ways {
        let name = way.name();
        let scene = Scene::with(way).await;
        scene.issuer.kept().client_secret = "a b:c%".into();
        scene.issuer.kept().client_keys = VerifyingKeys::new(vec![key.verifying().clone()]);
        let mut person = scene.signed_in().await;
        assert_eq!(person.post("/refresh").await.location.as_deref(), Some("/"), "no assertion is sent twice");
        assert_eq!(scene.issuer.kept().authenticated, [name, name]);
    }
}

#[tokio::test]
async fn an_id_token_that_lies_is_not_believed() {
    type Lie = fn(&mut Value);
    let lies: &[(&str, Lie)] = &[
        ("nonce is not the one", |claims| claims["nonce"] = json!("of another sign-in")),
        ("nonce is not the one", |claims| drop(claims.as_object_mut().unwrap().remove("nonce"))),
        ("not for this application alone", |claims| claims["aud"] = json!("ledgerline")),
        ("not for this application alone", |claims| claims["aud"] = json!(["almanac", "ledgerline"])),
        ("“aud”", |claims| drop(claims.as_object_mut().unwrap().remove("aud"))),
        ("given to another application", |claims| claims["azp"] = json!("ledgerline")),
        ("not by the Doorward that was asked", |claims| claims["iss"] = json!("http://127.0.0.1:1")),
        ("expired", |claims| claims["exp"] = json!(NOW - 31)),
        ("“exp”", |claims| drop(claims.as_object_mut().unwrap().remove("exp"))),
        ("issued in the future", |claims| claims["iat"] = json!(NOW + 31)),
        ("“iat”", |claims| claims["iat"] = json!("now")),
        ("“sub”", |claims| claims["sub"] = json!("")),
        ("at_hash does not match", |claims| claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA")),
    ];
    for (words, lie) in lies {
        let scene = Scene::new().await;
        scene.issuer.lies(lie);
        let mut person = scene.person();
        let seen = scene.sign_in(&mut person).await;
        assert_refused(&person, &seen, words);
    }
}

#[tokio::test]
async fn clocks_may_differ_a_little() {
    let scene = Scene::new().await;
    scene.issuer.lies(|claims| (claims["exp"], claims["iat"]) = (json!(NOW - 29), json!(NOW + 29)));
    scene.signed_in().await;
}

#[tokio::test]
async fn a_forged_signature_is_not_believed() {
    let scene = Scene::new().await;
    scene.issuer.kept().forger = Some(SigningKey::generate(Algorithm::ES256).unwrap());
    let mut person = scene.person();
    let seen = scene.sign_in(&mut person).await;
    assert_refused(&person, &seen, "signature does not match");
}

#[tokio::test]
async fn a_new_key_is_fetched_but_not_at_every_call() {
    let scene = Scene::new().await;
    scene.signed_in().await;
    scene.signed_in().await;
    assert_eq!(scene.issuer.kept().keys_asked, 1);
    // Rotated: the key is unknown, and known after another look; but not right after the last look.
    scene.issuer.kept().key = SigningKey::generate(Algorithm::ES256).unwrap();
    let mut person = scene.person();
    let seen = scene.sign_in(&mut person).await;
    assert_refused(&person, &seen, "which Doorward does not publish");
    assert_eq!(scene.issuer.kept().keys_asked, 1);
    scene.later(10);
    scene.signed_in().await;
    assert_eq!(scene.issuer.kept().keys_asked, 2);
}

#[tokio::test]
async fn another_issuer_is_not_discovered() {
    let scene = Scene::new().await;
    scene.issuer.kept().discovered_issuer = Some("http://127.0.0.1:1".into());
    let mut person = scene.person();
    let seen = person.get("/sign-in").await;
    assert_refused(&person, &seen, "must be the same");
    // It was not kept: the next try asks again.
    scene.issuer.kept().discovered_issuer = None;
    scene.signed_in().await;
}

#[tokio::test]
async fn the_answer_must_come_from_the_issuer() {
    for iss in [Some("http://127.0.0.1:1"), None] {
        let scene = Scene::new().await;
        let mut person = scene.person();
        let mut answer = scene.answered(&mut person).await;
        answer.remove("iss");
        answer.extend(iss.map(|iss| ("iss".to_owned(), iss.to_owned())));
        let seen = person.get(&callback(&answer)).await;
        assert_refused(&person, &seen, "did not come from Doorward");
        assert!(scene.issuer.kept().authenticated.is_empty(), "the code was not sent anywhere");
    }
}

#[tokio::test]
async fn the_answer_must_be_awaited_by_this_browser() {
    let scene = Scene::new().await;
    let mut person = scene.person();
    let answer = scene.answered(&mut person).await;

    let mut stranger = scene.person();
    let seen = stranger.get(&callback(&answer)).await;
    assert_refused(&stranger, &seen, "not waiting here");
    scene.answered(&mut stranger).await;
    let seen = stranger.get(&callback(&answer)).await;
    assert_refused(&stranger, &seen, "not waiting here");

    let mut unknown = answer.clone();
    unknown.insert("state".into(), "guessed".into());
    let seen = person.get(&callback(&unknown)).await;
    assert_refused(&person, &seen, "not waiting here");
    let mut without = answer.clone();
    without.remove("state");
    let seen = person.get(&callback(&without)).await;
    assert_refused(&person, &seen, "not waiting here");

    let seen = person.get(&format!("{}&state=again", callback(&answer))).await;
    assert_refused(&person, &seen, "came twice");

    let seen = person.get(&callback(&answer)).await;
    assert_eq!(seen.location.as_deref(), Some("/"), "none of it harmed the right one");
    // A reload of the same address, signed in already, goes on; for anybody else it is over.
    assert_eq!(person.get(&callback(&answer)).await.location.as_deref(), Some("/"));
    person.cookies.remove("almanac_session");
    let seen = person.get(&callback(&answer)).await;
    assert_refused(&person, &seen, "not waiting here");
}

#[tokio::test]
async fn what_doorward_refuses_is_explained() {
    let scene = Scene::new().await;
    let mut person = scene.person();
    let mut answer = scene.answered(&mut person).await;
    answer.remove("code");
    answer.insert("error".into(), "access_denied".into());
    answer.insert("error_description".into(), "not assigned <b>".into());
    let seen = person.get(&callback(&answer)).await;
    assert_refused(&person, &seen, "did not let you in");
    assert!(seen.text.contains("access_denied") && seen.text.contains("not assigned &#60;b&#62;"), "{}", seen.text);
    assert!(seen.text.contains("href=\"/sign-in\""), "the way back in");

    let scene = Scene::new().await;
    scene.issuer.kept().client_secret = "changed".into();
    let mut person = scene.person();
    let seen = scene.sign_in(&mut person).await;
    assert_refused(&person, &seen, "invalid_client");
}

#[tokio::test]
async fn wishes_are_passed_on_and_foreign_issuers_are_not_followed() {
    let scene = Scene::new().await;
    let mut person = scene.person();
    let path = "/sign-in?organization=northwind&login_hint=ines%40northwind.example&redirect_uri=http://evil.example";
    let url = Url::parse(&person.get(path).await.location.unwrap()).unwrap();
    let asked: issuer::Parameters = url.query_pairs().into_owned().collect();
    assert_eq!((asked["organization"].as_str(), asked["login_hint"].as_str()), ("northwind", "ines@northwind.example"));
    assert_eq!(asked["redirect_uri"], format!("{ORIGIN}/callback"));
    let seen = person.get("/sign-in?iss=http://evil.example").await;
    assert_refused(&person, &seen, "knows another Doorward");
}

#[tokio::test]
async fn userinfo_must_speak_of_the_same_person() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    scene.issuer.kept().userinfo_sub = "tomas".into();
    let seen = person.get("/").await;
    assert_eq!(seen.status, StatusCode::BAD_REQUEST);
    assert!(seen.text.contains("another person than before") && !seen.text.contains("Halvorsen"), "{}", seen.text);
}

#[tokio::test]
async fn tokens_are_refreshed_on_demand() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    scene.later(100);
    assert_eq!(person.post("/refresh").await.location.as_deref(), Some("/"));
    let page = person.get("/").await.text;
    assert!(page.contains("Tokens refreshed") && page.contains("Replaced by a new one"), "{page}");
    assert_eq!(page.matches("14:18:20").count(), 1, "the old end, 300 s after 14:13:20: {page}");
}

#[tokio::test]
async fn a_refresh_must_speak_of_the_same_person() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    scene.issuer.lies(|claims| claims["sub"] = json!("tomas"));
    let seen = person.post("/refresh").await;
    assert!(seen.text.contains("another person than before"), "{}", seen.text);

    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    scene.issuer.lies(|claims| claims["nonce"] = json!("of another sign-in"));
    let seen = person.post("/refresh").await;
    assert!(seen.text.contains("nonce is not the one"), "{}", seen.text);
}

#[tokio::test]
async fn an_expired_access_token_is_refreshed_by_itself() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    scene.issuer.kept().access_tokens.clear();
    let page = person.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Signed in as"), "{}", page.text);
}

#[tokio::test]
async fn two_tabs_spend_one_refresh_token_once() {
    let scene = Scene::new().await;
    let person = scene.signed_in().await;
    scene.issuer.kept().access_tokens.clear();
    let (mut left, mut right) = (person.clone(), person);
    let (left, right) = tokio::join!(left.get("/"), right.get("/"));
    assert!(left.text.contains("Signed in as") && right.text.contains("Signed in as"), "neither was thrown out");
}

#[tokio::test]
async fn signed_out_at_doorward_is_signed_out_here() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    scene.issuer.kept().access_tokens.clear();
    scene.issuer.kept().refresh_tokens.clear();
    let page = person.get("/").await;
    assert!(page.text.contains("Your session at Doorward has ended"), "{}", page.text);
    assert!(!person.is_signed_in());
}

#[tokio::test]
async fn signing_out_tells_doorward_and_believes_only_its_answer() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    let session = person.cookies["almanac_session"].clone();
    let left = person.post("/sign-out").await;
    let url = Url::parse(&left.location.unwrap()).unwrap();
    let asked: issuer::Parameters = url.query_pairs().into_owned().collect();
    assert_eq!(format!("{}{}", url.origin().ascii_serialization(), url.path()), format!("{}/logout", scene.issuer.url));
    assert_eq!(asked["post_logout_redirect_uri"], format!("{ORIGIN}/signed-out"));
    assert!(asked["id_token_hint"].starts_with("ey"));
    assert!(!person.is_signed_in());
    person.cookies.insert("almanac_session".into(), session);
    assert!(!person.get("/").await.text.contains("Signed in as"), "the old cookie opens nothing");

    let claim = "has ended your session";
    assert!(!person.clone().get("/signed-out").await.text.contains(claim));
    assert!(!person.clone().get("/signed-out?state=guessed").await.text.contains(claim));
    let back = person.get(&format!("/signed-out?state={}", asked["state"])).await;
    assert!(back.text.contains(claim), "{}", back.text);
}

#[tokio::test]
async fn forms_of_other_origins_do_nothing() {
    for path in ["/sign-out", "/refresh"] {
        let scene = Scene::new().await;
        let mut person = scene.signed_in().await;
        let foreign = Request::post(path).header(header::ORIGIN, "http://127.0.0.1:7303");
        assert_eq!(person.send(foreign, Body::empty()).await.status, StatusCode::FORBIDDEN);
        assert!(person.get("/").await.text.contains("Signed in as"));
        assert_eq!(scene.issuer.kept().authenticated.len(), 1, "no refresh");
    }
}

async fn log_out(scene: &Scene, token: &str) -> StatusCode {
    let request =
        Request::post("/backchannel-logout").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    scene.person().send(request, Body::from(format!("logout_token={token}"))).await.status
}

#[tokio::test]
async fn a_log_out_from_doorward_is_obeyed_once() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    let token = scene.issuer.logout_token("logout+jwt", |_| ());
    assert_eq!(log_out(&scene, &token).await, StatusCode::OK);
    assert!(!person.get("/").await.text.contains("Signed in as"));
    assert_eq!(log_out(&scene, &token).await, StatusCode::BAD_REQUEST, "a replay");
}

#[tokio::test]
async fn a_false_log_out_is_not_obeyed() {
    type Lie = fn(&mut Value);
    let lies: &[(&str, Lie)] = &[
        ("another audience", |claims| claims["aud"] = json!("ledgerline")),
        ("another issuer", |claims| claims["iss"] = json!("http://127.0.0.1:1")),
        ("expired", |claims| claims["exp"] = json!(NOW - 31)),
        ("a nonce", |claims| claims["nonce"] = json!("x")),
        ("no event", |claims| claims["events"] = json!({})),
        ("an event that is no object", |claims| {
            claims["events"] = json!({"http://schemas.openid.net/event/backchannel-logout": true});
        }),
        ("no name", |claims| drop(claims.as_object_mut().unwrap().remove("jti"))),
        ("nobody", |claims| {
            claims.as_object_mut().unwrap().remove("sub");
            claims.as_object_mut().unwrap().remove("sid");
        }),
    ];
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    for (name, lie) in lies {
        let token = scene.issuer.logout_token("logout+jwt", lie);
        assert_eq!(log_out(&scene, &token).await, StatusCode::BAD_REQUEST, "{name}");
    }
    let other_kind = scene.issuer.logout_token("at+jwt", |_| ());
    assert_eq!(log_out(&scene, &other_kind).await, StatusCode::BAD_REQUEST);
    assert_eq!(log_out(&scene, "").await, StatusCode::BAD_REQUEST);
    assert!(person.get("/").await.text.contains("Signed in as"));
}

#[tokio::test]
async fn only_the_announced_host_is_answered() {
    let scene = Scene::new().await;
    let mut person = scene.signed_in().await;
    let rebound = Request::get("/").header(header::HOST, "evil.example:7302");
    // The person's own Host comes second; the first counts.
    let seen = person.send(rebound, Body::empty()).await;
    assert_eq!(seen.location.as_deref(), Some("http://127.0.0.1:7302/"));
    assert!(!seen.text.contains("Ines"));
}

/// RFC 9470 §3: the API says what it wants of a sign-in, and answers once it has it.
#[tokio::test]
async fn the_api_wants_two_factors_not_long_ago() {
    let scene = Scene::new().await;
    scene.signed_in().await;
    let token = scene.issuer.kept().access_tokens.iter().next().unwrap().clone();
    let ask = async |bearer: String| {
        let request = Request::get("/api/confidential").header(header::AUTHORIZATION, bearer);
        scene.person().send(request, Body::empty()).await
    };
    let said = ask(format!("Bearer {token}")).await;
    let said: Value = serde_json::from_str(&said.text).unwrap();
    assert_eq!((&said["sub"], &said["acr"]), (&json!("ines"), &json!("urn:doorward:acr:2")));
    scene.issuer.kept().acr = "urn:doorward:acr:1";
    let weak = ask(format!("Bearer {token}")).await;
    assert_eq!(weak.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        weak.headers[header::WWW_AUTHENTICATE],
        r#"Bearer error="insufficient_user_authentication", acr_values="urn:doorward:acr:2", max_age="300""#
    );
    scene.issuer.kept().acr = "urn:doorward:acr:2";
    scene.issuer.kept().now -= 301;
    assert_eq!(ask(format!("Bearer {token}")).await.status, StatusCode::UNAUTHORIZED, "it was too long ago");
    for none in ["Bearer other", "Basic x", "Bearer "] {
        let refused = ask(none.to_owned()).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert_eq!(refused.headers[header::WWW_AUTHENTICATE], r#"Bearer error="invalid_token""#);
    }
}
