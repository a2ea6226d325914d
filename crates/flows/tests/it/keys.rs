//! Signing keys change without anybody noticing.

use crypto::{entropy::Seeded, seal::SealingKey};
use flows::{Doorward, Error, Logout};
use jose::{Algorithm, Jws};
use model::{Span, Time};
use store::testing::{ENGINES, fresh};

use crate::{
    browser::Browser,
    world::{NOW, World, caller, doorward, doorward_sealed, exchange, on_both, request, token, userinfo},
};

const LEAD: Span = Span::hours(1);
const TRAIL: Span = Span::days(1);
const TICK: Span = Span::millis(1);

/// The key that signs now, by what a new token says.
async fn signer(node: &Doorward, world: &World, now: Time) -> (String, oidc::token::TokenResponse) {
    let mut browser = Browser::at(node);
    browser.now = now;
    let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    let tokens = token(&world.doorward, now, &exchange("wiki", &code)).await.unwrap();
    let other = Jws::parse(tokens.id_token.as_ref().unwrap()).unwrap().unverified_header().kid.clone().unwrap();
    assert_eq!(other, signing(&world.doorward, now).await);
    (signing(node, now).await, tokens)
}

async fn signing(node: &Doorward, now: Time) -> String {
    node.public_keys(now).await.unwrap().keyring.signing(Algorithm::ES256).unwrap().kid().to_owned()
}

async fn publishes(node: &Doorward, now: Time, kid: &str) -> bool {
    node.public_keys(now).await.unwrap().keyring.published().keys.iter().any(|key| key.kid() == Some(kid))
}

async fn is_hint(node: &Doorward, now: Time, id_token: &str) -> bool {
    let query = format!("id_token_hint={id_token}");
    !matches!(Box::pin(node.logout(&caller(now), query.as_bytes(), false)).await.unwrap(), Logout::Page(_))
}

#[tokio::test]
async fn oau_47_rotation_with_overlap_and_a_future_start() {
    on_both(async |world| {
        let other = doorward(&world.store, 7);
        other.refresh().await.unwrap();
        let (old, before) = signer(&other, world, NOW).await;
        let new = world.doorward.rotate_key(Algorithm::ES256, NOW).await.unwrap();
        other.refresh().await.unwrap();
        assert_ne!(old, new);
        let nodes = [&world.doorward, &other];
        let flip = NOW + LEAD;

        for node in nodes {
            for now in [NOW, flip - TICK] {
                assert_eq!(signing(node, now).await, old, "it is known before it signs");
                assert!(publishes(node, now, &new).await && publishes(node, now, &old).await);
            }
        }
        let (_, last) = signer(&other, world, flip - Span::seconds(1)).await;
        // Nobody tells the nodes: they turn over together, by the time that they were told before.
        for node in nodes {
            assert_eq!(signing(node, flip).await, new);
            assert!(publishes(node, flip, &old).await, "what it signed is good for a while");
        }
        let (_, next) = signer(&other, world, flip).await;
        for node in nodes {
            for tokens in [&last, &next] {
                assert!(userinfo(node, flip + Span::minutes(9), &tokens.access_token).await.is_ok());
            }
            let end = flip + TRAIL;
            for tokens in [&before, &last, &next] {
                assert!(is_hint(node, end - TICK, tokens.id_token.as_ref().unwrap()).await);
            }
            assert!(!publishes(node, end, &old).await && publishes(node, end, &new).await);
            assert!(
                !is_hint(node, end, last.id_token.as_ref().unwrap()).await,
                "what an expired key signed is refused"
            );
            assert!(is_hint(node, end, next.id_token.as_ref().unwrap()).await);
        }
        let end = flip + TRAIL + TICK;
        world.doorward.prune(end).await.unwrap();
        assert_eq!(signing(&doorward(&world.store, 8), end).await, new);
    })
    .await;
}

#[tokio::test]
async fn another_rotation_before_the_first_has_begun() {
    on_both(async |world| {
        let old = signing(&world.doorward, NOW).await;
        let first = world.doorward.rotate_key(Algorithm::ES256, NOW).await.unwrap();
        let half = NOW + Span::minutes(30);
        let second = world.doorward.rotate_key(Algorithm::ES256, half).await.unwrap();
        for (now, signs) in [
            (half, &old),
            (NOW + LEAD - TICK, &old),
            (NOW + LEAD, &first),
            (half + LEAD - TICK, &first),
            (half + LEAD, &second),
            (half + LEAD + TRAIL, &second),
        ] {
            assert_eq!(&signing(&world.doorward, now).await, signs);
        }
        assert!(world.doorward.public_keys(NOW).await.unwrap().keyring.signing(Algorithm::RS256).is_some());
    })
    .await;
}

#[tokio::test]
async fn two_nodes_that_make_the_first_keys_at_once_sign_with_the_same() {
    for engine in ENGINES {
        let database = fresh(engine).await;
        let nodes = [doorward(&database.store, 5), doorward(&database.store, 6)];
        let (one, other) = tokio::join!(nodes[0].ensure_keys(NOW), nodes[1].ensure_keys(NOW));
        one.and(other).unwrap();
        for node in &nodes {
            node.refresh().await.unwrap();
        }
        assert_eq!(signing(&nodes[0], NOW).await, signing(&nodes[1], NOW).await);
        database.remove().await;
    }
}

#[tokio::test]
async fn a_wrong_sealing_key_says_so() {
    on_both(async |world| {
        let wrong = SealingKey::generate(&Seeded::new(99));
        let node = doorward_sealed(&world.store, 9, &wrong);
        let Err(Error::Corrupt(text)) = node.public_keys(NOW).await else { panic!("it opens what it can't open") };
        assert!(text.contains("sealing key"), "{text}");
    })
    .await;
}
