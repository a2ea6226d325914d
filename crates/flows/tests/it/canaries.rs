//! T-DUMP: everything is played once; then no secret is in the database or in the logs, in any form.

use flows::{Answer, SeedPassword};
use model::{Policy, Span, sign_in::StepKind};
use store::params;

use crate::{
    browser::Browser,
    content::{application, organisation, somebody},
    search::{Canary, dump, keep_logs, logs},
    world::{World, caller, code, on_both, post, refresh, request},
};

const PASSWORD: &str = "canary: seven ravens/over+Ärgerland";
const IMPORTED: &str = "correct horse battery staple";
const WRONG: &str = "canary: typed into the wrong field";
const SECRET: &str = "canary-client-secret~of/256 random bits";
const TOTP: &[u8] = crate::world::TOTP;

store::statements! {
    PLANT = "update events set data = $1";
}

/// Plays everything, and collects what must not be found anywhere.
async fn play(world: &World) -> Vec<Canary> {
    let mut cora = somebody("cora@coral.example").await;
    cora.password = Some(SeedPassword::Plain(PASSWORD.into()));
    cora.totp = Some(TOTP.to_vec());
    let mut ivo = somebody("ivo@coral.example").await;
    ivo.password = Some(SeedPassword::Hash("{SSHA}Utd8d6lQQAKk5WmvoUUSbFxrwMkXUzsIbqaeew==".into()));
    let mut policy = Policy::default();
    policy.password.not_common = false;
    let mut wiki = application("wiki");
    wiki.secret = Some(SECRET.into());
    wiki.settings.asks_consent = true;
    wiki.subscribers = vec![("coral".into(), true)];
    world.sow(vec![organisation("coral", policy, vec![cora, ivo])], vec![wiki]).await;

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
    let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
    world.doorward.sign_out(&browser.caller(), &who).await.unwrap();
    world.doorward.rotate_key(jose::Algorithm::ES256, browser.now).await.unwrap();
    canaries
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
async fn no_secret_is_stored_or_logged() {
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
