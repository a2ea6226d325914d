//! People who bring their password's hash from elsewhere.

use std::time::Duration;

use flows::Complaint;
use model::{Policy, sign_in::StepKind};
use serde_json::{Value, json};
use store::params;

use testbed::content::Password::Hash;

use crate::{
    apply::{applied, tried},
    browser::Browser,
    content::{organisation, somebody},
    world::{World, code, on_both, request},
};

store::statements! {
    DAMAGE = "update credentials set secret = $2 where user_id = $1 and kind = 'password'";
}

/// Made by other people's code (argon2-cffi and passlib, Django, Keycloak's form of PBKDF2); see the vectors of `crypto`.
const HASHES: [(&str, &str, &str); 4] = [
    ("bcrypt", "correct horse battery staple", "$2b$05$1jOAJdeTaWKVux/1qhEtguBk4L7ecIGodjN5I..dTGIHsbkMFAaBW"),
    (
        "django",
        "correct horse battery staple",
        "pbkdf2_sha256$1000$RqrxZKiGvbtcj7bsHXDYzE$/duobwZnHazHSpTATSUyr3ycY2fS6BswIZZL2nv8s+M=",
    ),
    (
        "keycloak",
        "Pässwörd ☃ \u{a0}Ω",
        "$keycloak$pbkdf2-sha512$700$DmdKuq2o4w2SoGfw5Bj0dg==$\
         RvtxkIpBBZ3VQl6C+l1GFgi2UJsp4MksGu/2y2fp2xVUlZ0J07rOw0xjhzn2ZdODx1jGUy8c2tN3tNdb2aMiyQ==",
    ),
    ("ssha", "correct horse battery staple", "{SSHA}Utd8d6lQQAKk5WmvoUUSbFxrwMkXUzsIbqaeew=="),
];

/// The same password by bcrypt at cost 11, made by glibc's `crypt`.
const COSTLY: &str = "$2b$11$1jOAJdeTaWKVux/1qhEtguKpmd66CD8m0ZFdn4/hQn70kOrNS5tRC";

const CORRUPT: [&str; 4] = ["$2b$05$ünd so weiter", "pbkdf2_sha256$1000$", "", "$argon2id$v=19$m=19456,t=2,p=1$AAAA"];

async fn come(world: &World) {
    let mut users = Vec::new();
    for (name, _, hash) in HASHES {
        let mut user = somebody(&format!("{name}@rust.example")).await;
        user.password = Some(Hash(hash.into()));
        users.push(user);
    }
    for number in 0..CORRUPT.len() {
        users.push(somebody(&format!("corrupt{number}@rust.example")).await);
    }
    let mut policy = Policy::default();
    // One of the vectors is shorter than a new password may be.
    policy.password.min = Some(8);
    policy.second_factor.rule = model::policy::SecondFactor::Off;
    policy.password.not_common = false;
    world.add(vec![organisation("rust", policy, users)], vec![]).await;
    // No document takes these; a damaged database has them.
    for (number, hash) in CORRUPT.iter().enumerate() {
        let (_, user) = world.user(&format!("corrupt{number}@rust.example")).await;
        world.change(|change| _ = change.add(&DAMAGE, params![user, hash.as_bytes()])).await;
    }
    let mut wiki = crate::content::application("wiki");
    wiki.subscribers = vec![("rust".into(), true)];
    world.add(vec![], vec![wiki]).await;
}

#[tokio::test]
async fn pwd_12_imported_hashes_are_replaced_at_the_first_sign_in() {
    on_both(async |world| {
        come(world).await;
        for (name, password, hash) in HASHES {
            let email = format!("{name}@rust.example");
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), &email).await;
            assert_eq!(browser.password(&at, "not it").await.complaint(), Some(Complaint::PasswordWrong));
            assert_eq!(world.password_hash(&email).await, hash);
            browser.password(&at, password).await.arrives();
            let upgraded = world.password_hash(&email).await;
            assert!(upgraded.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{upgraded}");

            let mut again = Browser::new(world);
            let at = again.goes_to_password(&request("wiki", ""), &email).await;
            assert_eq!(again.password(&at, "not it").await.complaint(), Some(Complaint::PasswordWrong));
            again.password(&at, password).await.arrives();
            assert_eq!(world.password_hash(&email).await, upgraded);
        }
    })
    .await;
}

/// LGN-02: a hash that takes long to verify does not show by its time: whoever is called so, a wrong password is told so no
/// sooner than the slowest hash that is stored lets it, and not much later; once that one is replaced, all are quicker.
#[tokio::test]
async fn lgn_02_the_slowest_hash_sets_the_time_of_all() {
    on_both(async |world| {
        let password = "correct horse battery staple";
        let mut slow = somebody("slow@oak.example").await;
        slow.password = Some(Hash(COSTLY.into()));
        let mut policy = Policy::default();
        policy.password.not_common = false;
        let oak = organisation("oak", policy, vec![slow, somebody("quick@oak.example").await]);
        world.add(vec![oak], vec![]).await;
        let mut wiki = crate::content::application("wiki");
        wiki.subscribers = vec![("oak".into(), true)];
        world.add(vec![], vec![wiki]).await;
        let wrong = async |email: &str| {
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), email).await;
            let begun = std::time::Instant::now();
            assert_eq!(browser.password(&at, "not it").await.complaint(), Some(Complaint::PasswordWrong));
            begun.elapsed()
        };
        world.doorward.refresh().await.unwrap();
        // Cost 11 takes 0.15 s, so all take twice that; a busy machine may add to it.
        let (least, most) = (Duration::from_millis(290), Duration::from_secs(60));
        for email in ["slow@oak.example", "quick@oak.example", "nobody@oak.example"] {
            let took = wrong(email).await;
            assert!(took >= least && took < most, "{email}: {took:?}");
        }
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "slow@oak.example").await;
        browser.password(&at, password).await.arrives();
        let mut read = world.store.read().await.unwrap();
        assert_eq!(store::credentials::slowest_hash(&mut read).await, Ok(None), "it was replaced");
    })
    .await;
}

#[tokio::test]
async fn pwd_12_a_corrupt_hash_is_nobody_s_password() {
    on_both(async |world| {
        come(world).await;
        for (number, hash) in CORRUPT.iter().enumerate() {
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), &format!("corrupt{number}@rust.example")).await;
            for password in [HASHES[0].1, *hash] {
                if !password.is_empty() {
                    assert_eq!(browser.password(&at, password).await.complaint(), Some(Complaint::PasswordWrong));
                }
            }
        }
    })
    .await;
}

/// A document with the people of a Keycloak export, their credentials as they stand there.
fn of_keycloak(people: &[Value]) -> Value {
    let users: Vec<Value> = people
        .iter()
        .map(|user| json!({ "email": user["email"], "keycloak_credentials": user["credentials"] }))
        .collect();
    json!({
        "version": 1,
        "organisations": [{ "slug": "acme", "users": users }],
        "applications": [{ "client_id": "wiki", "subscriptions": [{ "organisation": "acme", "everyone": true }] }],
    })
}

fn export() -> Vec<Value> {
    let export: Value = serde_json::from_str(include_str!("cases/keycloak-export.json")).unwrap();
    let mut people = export["users"].as_array().unwrap().clone();
    people.iter_mut().for_each(|user| user["email"] = json!(format!("kc-{}", user["email"].as_str().unwrap())));
    people
}

#[tokio::test]
async fn pwd_12_people_of_a_keycloak_export_sign_in_with_the_password_they_had() {
    on_both(async |world| {
        let mut people = export();
        // The secret of an authenticator app, as Keycloak writes it: the key is the text.
        people[2]["credentials"].as_array_mut().unwrap().push(json!({
            "type": "otp",
            "secretData": r#"{"value":"twenty secret bytes!"}"#,
            "credentialData": r#"{"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}"#,
        }));
        let document = of_keycloak(&people);
        applied(world, &document).await;
        for (name, has_app) in [("mira", false), ("jonas", false), ("lea", true)] {
            let email = format!("kc-{name}@acme.example");
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), &email).await;
            assert_eq!(browser.password(&at, "Tulip-River 4243").await.complaint(), Some(Complaint::PasswordWrong));
            let answer = browser.password(&at, "Tulip-River 4242").await;
            if has_app {
                let at = answer.asks_for(StepKind::Prove);
                browser.code(&at, &code(0)).await.arrives();
            } else {
                answer.arrives();
            }
            let upgraded = world.password_hash(&email).await;
            assert!(upgraded.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{name}: {upgraded}");
        }
        let again = applied(world, &document).await;
        assert!(again.is_empty(), "{:#?}", again.items);
    })
    .await;
}

#[tokio::test]
async fn a_keycloak_credential_that_is_not_taken_is_told_with_the_text_that_is_wrong() {
    on_both(async |world| {
        let mut people = export();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let [mira, jonas, lea] = [0, 1, 2].map(|at| people[at]["credentials"][0].clone());
        people[0]["credentials"][0]["credentialData"] = text(&mira["credentialData"]).replace("-sha512", "-md5").into();
        people[1]["credentials"][0]["secretData"] = text(&jonas["secretData"]).replace("salt", "slat").into();
        people[2]["credentials"] =
            json!([lea, lea, { "type": "webauthn", "secretData": "{}", "credentialData": "{}" }]);
        people.push(
            json!({ "email": "kc-nobody@acme.example", "credentials": [{ "type": "password", "secretData": "{}" }] }),
        );
        let problems = tried(world, &of_keycloak(&people), true).await.expect_err("damaged");
        let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let place = |user: usize, at: usize| format!("organisations[0].users[{user}].keycloak_credentials[{at}]");
        let expected = [
            format!("{}.credentialData: has the algorithm `pbkdf2-md5`, which is not known here", place(0, 0)),
            format!("{}.secretData: lacks `salt`", place(1, 0)),
            format!("{}.type: gives the user a second password", place(2, 1)),
            format!("{}.type: is `webauthn`, which is not in this version of Doorward", place(2, 2)),
            format!("{}.credentialData: is needed", place(3, 0)),
        ];
        for expected in &expected {
            assert!(found.iter().any(|found| found.starts_with(expected)), "{expected} in {found:#?}");
        }
        assert_eq!(found.len(), expected.len(), "{found:#?}");
    })
    .await;
}
