//! People who bring their password's hash from elsewhere.

use std::time::Duration;

use flows::{Complaint, SeedPassword};
use model::Policy;

use crate::{
    browser::Browser,
    content::{organisation, somebody},
    world::{World, on_both, request},
};

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
        user.password = Some(SeedPassword::Hash(hash.into()));
        users.push(user);
    }
    for (number, hash) in CORRUPT.iter().enumerate() {
        let mut user = somebody(&format!("corrupt{number}@rust.example")).await;
        user.password = Some(SeedPassword::Hash((*hash).into()));
        users.push(user);
    }
    let mut policy = Policy::default();
    // One of the vectors is shorter than a new password may be.
    policy.password.min = Some(8);
    policy.second_factor.rule = model::policy::SecondFactor::Off;
    policy.password.not_common = false;
    world.sow(vec![organisation("rust", policy, users)], vec![]).await;
    let mut wiki = crate::content::application("wiki");
    wiki.subscribers = vec![("rust".into(), true)];
    world.sow(vec![], vec![wiki]).await;
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
/// sooner than the costliest hash that is stored lets it, and not much later; once that one is replaced, all are quicker.
#[tokio::test]
async fn lgn_02_the_costliest_hash_sets_the_time_of_all() {
    on_both(async |world| {
        let password = "correct horse battery staple";
        let mut slow = somebody("slow@oak.example").await;
        slow.password = Some(SeedPassword::Hash(COSTLY.into()));
        let mut policy = Policy::default();
        policy.password.not_common = false;
        let oak = organisation("oak", policy, vec![slow, somebody("quick@oak.example").await]);
        world.sow(vec![oak], vec![]).await;
        let mut wiki = crate::content::application("wiki");
        wiki.subscribers = vec![("oak".into(), true)];
        world.sow(vec![], vec![wiki]).await;
        let wrong = async |email: &str| {
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), email).await;
            let begun = std::time::Instant::now();
            assert_eq!(browser.password(&at, "not it").await.complaint(), Some(Complaint::PasswordWrong));
            begun.elapsed()
        };
        world.doorward.refresh().await.unwrap();
        // Cost 11 takes 0.15 s, so all take twice that; a busy machine may add to it.
        let (least, most) = (Duration::from_millis(290), Duration::from_secs(5));
        for email in ["slow@oak.example", "quick@oak.example", "nobody@oak.example"] {
            let took = wrong(email).await;
            assert!(took >= least && took < most, "{email}: {took:?}");
        }
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "slow@oak.example").await;
        browser.password(&at, password).await.arrives();
        let mut read = world.store.read().await.unwrap();
        assert_eq!(store::credentials::costliest(&mut read).await, Ok(None), "it was replaced");
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
