//! Why a client is refused: one sentence for it, the true reason for operators, and its secret for nobody.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flows::{
    TokenAnswer,
    administration::tokens::NewApiToken,
    granted::{ManageApiTokens, ReadUsers},
};
use model::{Id, Permission, Span, sign_in::StepKind};
use oidc::{ErrorCode, client::ClientAuthMethod, post::Post};
use serde_json::json;
use store::params;

use crate::{
    apply::applied,
    browser::Browser,
    content::application,
    search::{keep_logs, logs},
    world::{CLIENT_SECRET, NOW, PASSWORD, World, caller, exchange, on_both, request},
};

/// A secret that has to be form-encoded in a header.
const ODD: &str = "of 256 random bits: 7+Yq/0%J2=";

store::statements! {
    REASONS = "select data from events where kind = $2 and org = $1 order by id";
}

async fn reasons(world: &World) -> Vec<String> {
    reasons_of(world, "application.refused").await
}

async fn reasons_of(world: &World, kind: &str) -> Vec<String> {
    let org = world.user("anna@acme.example").await.0;
    let mut read = world.store.read().await.unwrap();
    read.all::<(String,)>(&REASONS, params![org, kind]).await.unwrap().into_iter().map(|(data,)| data).collect()
}

/// `desk`, which authenticates by header.
async fn desk(world: &World, secret: &str) {
    let mut desk = application("desk");
    desk.settings.client_mut().unwrap().token_endpoint_auth_method = ClientAuthMethod::ClientSecretBasic;
    desk.secret = Some(secret.into());
    world.add(vec![], vec![desk]).await;
}

fn basic(joined: &str) -> String {
    format!("Basic {}", STANDARD.encode(joined))
}

async fn ask(world: &World, number: u8, header: Option<&str>, body: &str) -> TokenAnswer {
    let request = Id::from_bytes([number; 16]);
    let content_type = Some(&b"application/x-www-form-urlencoded"[..]);
    let post = Post { authorization: header.map(str::as_bytes), content_type, body: body.as_bytes() };
    let from = flows::Caller { request, ..caller(NOW + Span::minutes(6 * i64::from(number))) };
    Box::pin(world.doorward.token(&from, &post)).await.unwrap()
}

#[tokio::test]
async fn the_true_reason_is_for_operators() {
    keep_logs();
    on_both(async |world| {
        desk(world, ODD).await;
        // Another grant: with a code that is refused as well, the right secret in the wrong place is told that (see below).
        let code = "grant_type=refresh_token&refresh_token=x";
        let posted = |client: &str, secret: &str| format!("{code}&client_id={client}&client_secret={secret}");
        let odd = "of+256+random+bits%3A+7%2BYq%2F0%25J2%3D";
        let table: [(Option<String>, String, &str, bool); 8] = [
            (
                None,
                posted("desk", odd),
                "used client_secret_post and is registered for client_secret_basic; the secret is right",
                true,
            ),
            (None, posted("desk", "wrong"), "used client_secret_post and is registered for client_secret_basic", true),
            (Some(basic(&format!("desk:{ODD}"))), code.into(), "in the Authorization header is not form-encoded", true),
            (Some(basic("desk:of 256 random bits: 7+Yq")), code.into(), "the secret is wrong, or has ended", true),
            (None, posted("wiki", "wrong"), "the secret is wrong, or has ended", true),
            (None, posted("nobody", CLIENT_SECRET), "there is no such client, or it is switched off", false),
            (Some("Basic !".into()), code.into(), "the Authorization header is not Basic", false),
            (Some("Bearer x".into()), code.into(), "the Authorization header is not Basic", false),
        ];
        for (number, (header, body, reason, in_events)) in (1..).zip(&table) {
            let refused = ask(world, number, header.as_deref(), body).await.unwrap_err();
            assert_eq!(refused.error, ErrorCode::InvalidClient, "{reason}");
            let told = serde_json::to_string(&refused).unwrap();
            assert!(!told.contains("registered") && !told.contains("wrong") && !told.contains("no such"), "{told}");
            let id: Id<model::id::Request> = Id::from_bytes([number; 16]);
            let log = String::from_utf8_lossy(&logs()).into_owned();
            let line = log.lines().rev().find(|line| line.contains(&id.to_string()) && line.contains("refused"));
            let line = line.unwrap_or_else(|| panic!("no line of {reason}"));
            assert!(line.contains(reason), "{line}");
            for secret in [ODD, odd, CLIENT_SECRET] {
                assert!(!line.contains(secret), "{line}");
            }
            let recorded = reasons(world).await;
            assert_eq!(recorded.iter().any(|data| data.contains(reason)), *in_events, "{reason}: {recorded:?}");
            assert!(!recorded.concat().contains(ODD));
        }
    })
    .await;
}

/// A refusal that comes again and again fills no trail.
#[tokio::test]
async fn aud_07_the_same_refusal_is_one_event() {
    on_both(async |world| {
        let body = "grant_type=authorization_code&code=x&redirect_uri=u&client_id=wiki&client_secret=wrong";
        for _ in 0..20 {
            ask(world, 1, None, body).await.unwrap_err();
        }
        assert_eq!(reasons(world).await.len(), 1);
        ask(world, 2, None, body).await.unwrap_err();
        assert_eq!(reasons(world).await.len(), 2, "five minutes later once more");
    })
    .await;
}

/// As golang.org/x/oauth2 does: a code is refused, and the client tries its secret in the other place.
#[tokio::test]
async fn a_second_try_in_the_other_place_keeps_the_first_reason() {
    on_both(async |world| {
        desk(world, CLIENT_SECRET).await;
        let mut browser = Browser::new(world);
        let given = browser.sign_in(&request("desk", ""), "anna@acme.example").await.arrives();
        let in_body = exchange("desk", &given);
        let in_header = in_body.replace(&format!("&client_secret={CLIENT_SECRET}"), "");
        let header = basic(&format!("desk:{CLIENT_SECRET}"));
        let now = NOW;
        let send = async |header: Option<&str>, body: &str| {
            let content_type = Some(&b"application/x-www-form-urlencoded"[..]);
            let post = Post { authorization: header.map(str::as_bytes), content_type, body: body.as_bytes() };
            Box::pin(world.doorward.token(&caller(now), &post)).await.unwrap()
        };
        let early = send(None, &in_body).await.unwrap_err();
        assert_eq!(early.error, ErrorCode::InvalidClient, "a good code is no reason");
        send(Some(&header), &in_header).await.expect("and stays good");
        let first = send(Some(&header), &in_header).await.unwrap_err();
        let second = send(None, &in_body).await.unwrap_err();
        assert_eq!((first.error, second.error), (ErrorCode::InvalidGrant, ErrorCode::InvalidGrant));
        assert_eq!(first.description, second.description);
        let stranger = send(None, &in_body.replace(CLIENT_SECRET, "wrong")).await.unwrap_err();
        assert_eq!(stranger.error, ErrorCode::InvalidClient, "only for the right secret");
    })
    .await;
}

/// Who proved who they are and is not let in: why stands in the log and, once, in their organisation's events.
#[tokio::test]
async fn why_somebody_is_not_let_in() {
    keep_logs();
    on_both(async |world| {
        let (mut disabled, mut stranger) = (Browser::new(world), Browser::new(world));
        let at = disabled.goes_to_password(&request("wiki", ""), "bert@acme.example").await;
        world.set_state("bert@acme.example", "disabled").await;
        assert!(reasons_of(world, "sign_in.refused").await.is_empty(), "nothing was proven");
        disabled.password(&at, PASSWORD).await.refusal();
        stranger.sign_in(&request("closed", ""), "anna@acme.example").await.refusal();
        assert_eq!(Browser::new(world).authorize(&request("wiki", "&prompt=none")).await.error(), "login_required");
        let log = String::from_utf8_lossy(&logs()).into_owned();
        let recorded = reasons_of(world, "sign_in.refused").await;
        for (client, reason, in_events) in [
            ("wiki", "the account, or its organisation, is disabled", true),
            ("closed", "the application is assigned neither to the user nor to a group of theirs", true),
            ("wiki", "the request allows no page (prompt=none), and the step Identify needs one", false),
        ] {
            let says = |line: &&str| line.contains("sign-in") && line.contains(client) && line.contains(reason);
            assert!(log.lines().any(|line| says(&line)), "{reason}");
            let times = recorded.iter().filter(|data| data.contains(reason)).count();
            assert_eq!(times, usize::from(in_events), "{reason}: {recorded:?}");
        }
    })
    .await;
}

/// A user who does not consent: the log says so with the application, beside the event.
#[tokio::test]
async fn a_refused_consent_is_logged() {
    keep_logs();
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let asked = request("wiki", "&prompt=consent");
        let at = browser.sign_in(&asked, "anna@acme.example").await.asks_for(StepKind::Consent);
        let said = |line: &&str| line.contains("wiki") && line.contains("the user did not consent");
        let lines = || String::from_utf8_lossy(&logs()).lines().filter(said).count();
        let before = lines();
        assert_eq!(browser.consents(&at, false).await.error(), "access_denied");
        assert_eq!(lines(), before + 1);
        assert_eq!(world.events("consent.denied").await, 1);
    })
    .await;
}

/// The API says `invalid_token` and no more. Its operator reads why, with the request's id; the organisation, what it can mend.
#[tokio::test]
async fn the_true_reason_for_a_refused_bearer() {
    keep_logs();
    on_both(async |world| {
        let org = world.user("anna@acme.example").await.0;
        let ends = Some(NOW + Span::hours(1));
        let new = NewApiToken { name: "t", permissions: &[Permission::UsersRead], expires_at: ends };
        let token = world.doorward.mint_api_token(&world.granted(org), &new).await.unwrap().unwrap();
        let good = format!("Bearer {token}");
        let set = |state: &str| json!({ "version": 1, "organisations": [{ "slug": "acme", "state": state }] });
        // With what the header says, how many minutes later, while the organisation is in this state.
        let table = [
            ("", 0, "active", "there is no bearer token in the Authorization header", false),
            ("Basic eDp5", 0, "active", "there is no bearer token in the Authorization header", false),
            (&format!("{good} {token}"), 0, "active", "it is longer than any token, or more than one", false),
            (&format!("{good}A"), 0, "active", "there is no such token, or no longer", false),
            (&good, 60, "active", "the token has ended", true),
            (&good, 0, "disabled", "the token's organisation is disabled", true),
        ];
        for (number, (header, minutes, state, reason, in_events)) in (100..).zip(table) {
            applied(world, &set(state)).await;
            let request = Id::from_bytes([number; 16]);
            let from = flows::Caller { request, ..caller(NOW + Span::minutes(minutes)) };
            assert!(world.doorward.bearer(Some(header.as_bytes()), &from).await.unwrap().is_err(), "{reason}");
            says(&request, reason, &token);
            let recorded = reasons_of(world, "api_token.refused").await;
            assert_eq!(
                recorded.iter().filter(|data| data.contains(reason)).count(),
                usize::from(in_events),
                "{reason}"
            );
        }
        applied(world, &set("active")).await;

        // What the token is not for.
        let request = Id::from_bytes([110; 16]);
        let from = flows::Caller { request, ..caller(NOW) };
        let principal = world.doorward.bearer(Some(good.as_bytes()), &from).await.unwrap().unwrap();
        assert!(world.doorward.allow::<ManageApiTokens>(&principal, org).await.unwrap().is_err());
        says(&request, "api_tokens:manage: the permission is missing", &token);
        let blue = world.user("ben@blue.example").await.0;
        assert!(world.doorward.allow::<ReadUsers>(&principal, blue).await.unwrap().is_err());
        says(&request, "users:read: it would reach into another organisation", &token);
        assert_eq!(reasons_of(world, "api_token.refused").await.len(), 4, "two of the token, two of what it may");
    })
    .await;
}

/// The last line of a refusal in this request says this, and nothing of the secret.
fn says(request: &Id<model::id::Request>, reason: &str, secret: &str) {
    let log = String::from_utf8_lossy(&logs()).into_owned();
    let line = log.lines().rev().find(|line| line.contains(&request.to_string()) && line.contains("refused"));
    let line = line.unwrap_or_else(|| panic!("no line of {reason}"));
    assert!(line.contains("INFO") && line.contains(reason) && !line.contains(secret), "{line}");
}
