//! T-DUMP: everything is played once; then no secret is in the database or in the logs, in any form.

use flows::{
    Answer,
    administration::tokens::NewApiToken,
    people::{NewPassword, UserPatch},
};
use model::{Permission, Policy, Span, sign_in::StepKind};
use serde_json::{Value, json};
use store::params;

use testbed::content::Password::{Hash, Plain};

use crate::{
    apply::{applied, tried},
    browser::Browser,
    content::{application, organisation, somebody},
    search::{Canary, dump, keep_logs, logs},
    world::{NOW, World, caller, code, on_both, post, refresh, request},
};

const PASSWORD: &str = "canary: seven ravens/over+Ärgerland";
const IMPORTED: &str = "correct horse battery staple";
const WRONG: &str = "canary: typed into the wrong field";
const SECRET: &str = "canary-client-secret~of/256 random bits";
const TOTP: &[u8] = crate::world::TOTP;
const SET: &str = "canary: eight herons/over+Øresund";
/// Made of the organisation's name.
const WEAK: &str = "coral coral coral coral";
const CREATED: &str = "canary: nine swifts/over+Ängelholm";
const TAKEN: &str = "canary: ten plovers/over+Örebro";
const APPLIED: &str = "canary: twelve cranes/over+Åland";
const APPLIED_TOTP: &str = "MFXGC4TZEBXWMIDUO5XSA43FMNZGK5BA";
const APPLIED_SECRET: &str = "canary-applied-secret~of/256 random";
const APPLIED_TOKEN: &str = "canary-applied-token-of-256-random-bits";

store::statements! {
    PLANT = "update events set data = $1";
}

/// Plays everything, and collects what must not be found anywhere.
async fn play(world: &World) -> Vec<Canary> {
    let mut cora = somebody("cora@coral.example").await;
    cora.password = Some(Plain(PASSWORD.into()));
    cora.totp = Some(testbed::requests::totp());
    let mut ivo = somebody("ivo@coral.example").await;
    ivo.password = Some(Hash("{SSHA}Utd8d6lQQAKk5WmvoUUSbFxrwMkXUzsIbqaeew==".into()));
    let mut policy = Policy::default();
    policy.password.not_common = false;
    let mut wiki = application("wiki");
    wiki.secret = Some(SECRET.into());
    wiki.settings.asks_consent = true;
    wiki.subscribers = vec![("coral".into(), true)];
    world.add(vec![organisation("coral", policy, vec![cora, ivo])], vec![wiki]).await;

    let mut canaries = vec![
        Canary::new("password", PASSWORD.as_bytes()),
        Canary::new("imported password", IMPORTED.as_bytes()),
        Canary::new("wrong password", WRONG.as_bytes()),
        Canary::new("client secret", SECRET.as_bytes()),
        Canary::new("TOTP secret", TOTP),
        Canary::new(
            "TOTP secret in base32",
            crypto::totp::Secret::from_bytes(TOTP).unwrap().to_groups().replace(' ', "").as_bytes(),
        ),
    ];
    let mut browser = Browser::new(world);
    let at =
        browser.goes_to_password(&request("wiki", "&scope=openid+offline_access+email"), "cora@coral.example").await;
    canaries.push(Canary::new("sealed request", at.as_bytes()));
    assert!(browser.password(&at, WRONG).await.complaint().is_some());
    assert!(browser.code(&at, "000000").await.asks_for_password() == at);
    browser.password(&at, PASSWORD).await.asks_for_code();
    assert!(browser.code(&at, "000000").await.complaint().is_some());
    browser.answer(&at, Answer::Code { code: code(0), trust: true }).await.asks_for(StepKind::Consent);
    let given = browser.consents(&at, true).await.arrives();
    cookies(&browser, &mut canaries);

    let ask = |body: &str| body.replace(crate::world::CLIENT_SECRET, &SECRET.replace('/', "%2F").replace(' ', "+"));
    let first = world.token(browser.now, &ask(&crate::world::exchange("wiki", &given))).await.unwrap();
    let second = world.token(browser.now, &ask(&refresh("wiki", first.refresh_token.as_ref().unwrap()))).await.unwrap();
    world.userinfo(browser.now, &second.access_token).await.unwrap();
    let body =
        ask(&format!("client_id=wiki&client_secret={}&token={}", crate::world::CLIENT_SECRET, second.access_token));
    world.doorward.introspect(&caller(browser.now), &post(&body)).await.unwrap().unwrap();
    let again = world.token(browser.now, &ask(&refresh("wiki", first.refresh_token.as_ref().unwrap()))).await;
    assert!(again.is_err());
    world.doorward.revoke(&caller(browser.now), &post(&body)).await.unwrap().unwrap();
    canaries.push(Canary::new("authorization code", given.as_bytes()));
    canaries.push(Canary::new("authorization code's bytes", &base64(&given)));
    for tokens in [&first, &second] {
        let refresh_token = tokens.refresh_token.as_ref().unwrap();
        canaries.push(Canary::new("refresh token", refresh_token.as_bytes()));
        canaries.push(Canary::new("refresh token's bytes", &base64(refresh_token)));
        for (name, token) in [("access token", &tokens.access_token), ("ID token", tokens.id_token.as_ref().unwrap())] {
            canaries.push(Canary::new(name, token.as_bytes()));
            canaries.push(Canary::new("signature of a token", token.rsplit('.').next().unwrap().as_bytes()));
        }
    }
    browser.later(Span::minutes(5));
    let at = browser.authorize(&request("wiki", "&prompt=login&scope=openid")).await.asks_for(StepKind::Identify);
    browser.password(&at, PASSWORD).await.arrives();
    cookies(&browser, &mut canaries);
    let at = browser.goes_to_password(&request("wiki", "&prompt=select_account"), "ivo@coral.example").await;
    browser.password(&at, IMPORTED).await.asks_for(StepKind::Consent);
    browser.consents(&at, true).await.arrives();
    cookies(&browser, &mut canaries);
    recover(world, &mut canaries).await;
    let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
    world.doorward.sign_out(&browser.caller(), &who).await.unwrap();
    world.doorward.rotate_key(&world.everything(), jose::Algorithm::ES256).await.unwrap();
    administer(world, &mut canaries).await;
    canaries
}

/// A second factor is lost: recovery codes, and the key of the app that takes its place.
async fn recover(world: &World, canaries: &mut Vec<Canary>) {
    let codes = crate::ceremony::recovery_codes(world, "cora@coral.example").await;
    for code in &codes {
        canaries.push(Canary::new("recovery code", code.as_bytes()));
        canaries.push(Canary::new("recovery code without dashes", code.replace('-', "").as_bytes()));
    }
    let mut browser = Browser::new(world);
    browser.later(Span::minutes(6));
    let at = browser.goes_to_password(&request("wiki", "&scope=openid"), "cora@coral.example").await;
    browser.password(&at, PASSWORD).await.asks_for_code();
    let wrong = "zzzzz-canar-yzzzz";
    assert!(browser.answer(&at, Answer::RecoveryCode(wrong.into())).await.complaint().is_some());
    let (at, enrolment) = browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.enrols();
    let key = enrolment.key.replace(' ', "");
    let app = crypto::totp::Secret::from_base32(&key).unwrap();
    let shown = app.code(crypto::totp::Step::at(browser.now));
    let confirmed = Answer::EnrolTotp { code: shown, sealed: enrolment.sealed.clone() };
    browser.answer(&at, confirmed).await.arrives();
    canaries.push(Canary::new("wrong recovery code", wrong.as_bytes()));
    canaries.push(Canary::new("key of a new app", key.as_bytes()));
    canaries.push(Canary::new("sealed key of a new app", enrolment.sealed.as_bytes()));
}

/// What administrators do: by verb, by document, by the API; what is done, and what is refused.
async fn administer(world: &World, canaries: &mut Vec<Canary>) {
    let cora = world.whom("cora@coral.example").await;
    let password = |text: &str| crypto::Password::new(text).unwrap();
    world.doorward.set_password(&world.granted(cora), &password(SET), false).await.unwrap().unwrap();
    world.doorward.set_password(&world.granted(cora), &password(WEAK), false).await.unwrap().unwrap_err();
    let create = |text: &str, subject: &str| UserPatch {
        subject: Some(subject.to_owned()),
        password: Some(NewPassword::Plain(password(text))),
        ..UserPatch::default()
    };
    let granted = world.granted(cora.org);
    world.doorward.create_user(&granted, &create(CREATED, "new"), &[]).await.unwrap().unwrap();
    world.doorward.create_user(&granted, &create(TAKEN, "new"), &[]).await.unwrap().unwrap_err();
    let new = NewApiToken { name: "canary", permissions: &[Permission::UsersRead], expires_at: None };
    let minted = world.doorward.mint_api_token(&world.granted(cora.org), &new).await.unwrap().unwrap();
    for token in [minted.as_str(), "canary-of-a-wrong-bearer-token-1"] {
        let header = format!("Bearer {token}");
        let asks = world.doorward.bearer(Some(header.as_bytes()), &caller(NOW)).await.unwrap();
        assert_eq!(asks.is_ok(), token == minted);
        canaries.push(Canary::new("API token", token.as_bytes()));
    }
    let wiki = world.doorward.find_application(&world.doorward.operator(NOW), "wiki").await.unwrap().unwrap();
    let rotated = world.doorward.rotate_secret(&world.granted(wiki), Span::days(1)).await.unwrap().unwrap();
    canaries.push(Canary::new("rotated secret", rotated.as_bytes()));
    let document = |claims: Value| {
        json!({ "version": 1,
            "organisations": [{ "slug": "coral", "users": [
                { "email": "dora@coral.example", "password": APPLIED, "totp_secret": APPLIED_TOTP, "claims": claims },
            ] }],
            "applications": [{ "client_id": "mail", "client_secret": APPLIED_SECRET }],
            "api_tokens": [{ "organisation": "coral", "name": "a", "token": APPLIED_TOKEN, "permissions": ["users:read"] }],
        })
    };
    tried(world, &document(json!({ "given_name": 7 })), false).await.unwrap_err();
    tried(world, &document(json!({})), true).await.unwrap();
    applied(world, &document(json!({}))).await;
    for (name, text) in [
        ("set password", SET),
        ("refused password", WEAK),
        ("first password", CREATED),
        ("password of somebody who is there", TAKEN),
        ("applied password", APPLIED),
        ("applied TOTP secret", APPLIED_TOTP),
        ("applied client secret", APPLIED_SECRET),
        ("applied API token", APPLIED_TOKEN),
    ] {
        canaries.push(Canary::new(name, text.as_bytes()));
    }
}

fn cookies(browser: &Browser, canaries: &mut Vec<Canary>) {
    for (name, token) in [("browser", &browser.browser), ("session", &browser.session), ("device", &browser.device)] {
        let text = token.as_ref().unwrap().expose();
        canaries.push(Canary::new(name, text.as_bytes()));
        canaries.push(Canary::new(name, &base64(&text)));
    }
}

fn base64(text: &str) -> Vec<u8> {
    jose::base64url::decode(text).unwrap()
}

#[tokio::test]
async fn aud_02_no_secret_is_stored_or_logged() {
    keep_logs();
    on_both(async |world| {
        let canaries = Box::pin(play(world)).await;
        tracing::trace!("the end of the play");
        let (stored, logged) = (dump(&world.database).await, logs());
        assert!(contains(&stored, "cora@coral.example"), "the dump is one");
        assert!(contains(&logged, "the end of the play"), "the log is one");
        for canary in &canaries {
            assert_eq!(canary.found_in(&stored), Vec::<String>::new(), "in the database");
            assert_eq!(canary.found_in(&logged), Vec::<String>::new(), "in the log");
        }

        // Whatever is stored on purpose is found.
        let plain = b"planted: +1 secret";
        for (seed, form) in [0, 1, 2, 3].into_iter().enumerate() {
            let secret = [plain.as_slice(), &[b'a' + u8::try_from(seed).unwrap(); 8]].concat();
            let text = String::from_utf8(secret.clone()).unwrap();
            let planted = match form {
                0 => text,
                1 => secret.iter().map(|byte| format!("{byte:02x}")).collect(),
                2 => jose::base64url::encode(&secret),
                _ => text.replace(' ', "%20").replace(':', "%3A").replace('+', "%2B"),
            };
            let canary = Canary::new("planted", &secret);
            assert_eq!(canary.found_in(&dump(&world.database).await), Vec::<String>::new());
            world.change(|change| _ = change.add(&PLANT, params![planted.as_str()])).await;
            assert!(!canary.found_in(&dump(&world.database).await).is_empty(), "{planted}");
            tracing::trace!(planted, "in a log as well");
            assert!(!canary.found_in(&logs()).is_empty(), "{planted}");
        }
    })
    .await;
}

fn contains(place: &[u8], text: &str) -> bool {
    place.windows(text.len()).any(|window| window == text.as_bytes())
}
