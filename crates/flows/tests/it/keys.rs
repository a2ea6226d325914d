//! Signing keys change without anybody noticing.

use crypto::{entropy::Seeded, seal::SealingKey};
use flows::{ALGORITHMS, Doorward, Error, KeyUse, Logout};
use jose::{Algorithm, Jws, Typ, VerifyingKeys};
use model::{Span, Time};
use oidc::client::AccessTokenFormat;
use store::{
    params, signing_keys,
    testing::{ENGINES, fresh},
};

use crate::{
    browser::Browser,
    content::application,
    world::{NOW, World, caller, doorward, doorward_sealed, exchange, on_both, refresh, request, token, userinfo},
};

store::statements! {
    MOVE = "update signing_keys set secret = $2 where id = $1";
}

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
    !matches!(Box::pin(node.logout(&caller(now), None, query.as_bytes(), false)).await.unwrap(), Logout::Page { .. })
}

#[tokio::test]
async fn oau_47_rotation_with_overlap_and_a_future_start() {
    on_both(async |world| {
        let other = doorward(&world.store, 7);
        other.refresh().await.unwrap();
        let (old, before) = signer(&other, world, NOW).await;
        let new = world.doorward.rotate_key(&world.everything(), Algorithm::ES256).await.unwrap();
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
        let first = world.doorward.rotate_key(&world.everything(), Algorithm::ES256).await.unwrap();
        let half = NOW + Span::minutes(30);
        let second =
            world.doorward.rotate_key(&world.doorward.operator(half).granted(()), Algorithm::ES256).await.unwrap();
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

/// By the command, on a database that no server was started on yet.
#[tokio::test]
async fn a_rotation_before_the_first_start_leaves_nobody_without_a_key() {
    for engine in ENGINES {
        let database = fresh(engine).await;
        let node = doorward(&database.store, 5);
        let planned = node.rotate_key(&node.operator(NOW).granted(()), Algorithm::ES256).await.unwrap();
        node.ensure_keys(NOW).await.unwrap();
        let first = signing(&node, NOW).await;
        assert_ne!(first, planned);
        assert_eq!(signing(&node, NOW + LEAD).await, planned);
        node.ensure_keys(NOW + LEAD).await.unwrap();
        assert_eq!(signing(&node, NOW + LEAD).await, planned);
        database.remove().await;
    }
}

#[tokio::test]
async fn two_nodes_that_make_the_first_keys_at_once_sign_with_the_same() {
    for engine in ENGINES {
        let database = fresh(engine).await;
        let nodes = [doorward(&database.store, 5), doorward(&database.store, 6)];
        let begin = async |node: &Doorward| {
            node.ensure_keys(NOW).await.unwrap();
            signing(node, NOW).await
        };
        tokio::join!(begin(&nodes[0]), begin(&nodes[1]));
        for node in &nodes {
            node.refresh().await.unwrap();
        }
        assert_eq!(signing(&nodes[0], NOW).await, signing(&nodes[1], NOW).await);
        database.remove().await;
    }
}

/// KEY-03: with another sealing key nothing is signed and nothing is written, neither at the start nor by a command.
#[tokio::test]
async fn key_03_a_wrong_sealing_key_says_so_and_writes_nothing() {
    on_both(async |world| {
        let wrong = SealingKey::generate(&Seeded::new(99));
        let node = doorward_sealed(&world.store, 9, &wrong);
        let stored = async || {
            let rows = signing_keys::all(&mut world.store.read().await.unwrap()).await.unwrap();
            format!("{rows:?} {:?}", store::versions::get(&mut world.store.read().await.unwrap()).await)
        };
        let before = stored().await;
        for refused in [
            node.ensure_keys(NOW).await,
            node.public_keys(NOW).await.map(drop),
            node.rotate_key(&node.operator(NOW).granted(()), Algorithm::ES256).await.map(drop),
            node.replace_key(&node.operator(NOW).granted(()), Algorithm::ES256).await.map(drop),
        ] {
            let Err(Error::Corrupt(text)) = refused else { panic!("it opens what it can't open") };
            assert!(text.contains("sealing key"), "{text}");
        }
        assert_eq!(stored().await, before);
    })
    .await;
}

/// KEY-01: what is sealed opens only where it was put.
#[tokio::test]
async fn key_01_a_sealed_key_opens_in_its_own_row_only() {
    on_both(async |world| {
        // Of the same algorithm, so that only its place can tell one from the other.
        world.doorward.rotate_key(&world.everything(), Algorithm::ES256).await.unwrap();
        let rows = signing_keys::all(&mut world.store.read().await.unwrap()).await.unwrap();
        let pair: Vec<_> = rows.iter().filter(|row| row.algorithm == "ES256").collect();
        world
            .change(|change| {
                change.add(&MOVE, params![pair[0].id.as_str(), pair[1].secret.as_slice()]);
                change.add(&MOVE, params![pair[1].id.as_str(), pair[0].secret.as_slice()]);
            })
            .await;
        let node = doorward(&world.store, 9);
        assert!(matches!(node.public_keys(NOW).await, Err(Error::Corrupt(_))));
        assert!(matches!(node.ensure_keys(NOW).await, Err(Error::Corrupt(_))));
    })
    .await;
}

/// OAU-48: what a revoked key signed is not believed any more, on any node, and another key signs at once.
#[tokio::test]
async fn oau_48_a_revoked_key_takes_what_it_signed_along() {
    on_both(async |world| {
        let other = doorward(&world.store, 7);
        let (old, tokens) = signer(&other, world, NOW).await;
        assert!(world.is_active(NOW, "wiki", &tokens.access_token).await);
        let now = NOW + Span::minutes(1);
        let other_algorithm = world.doorward.public_keys(NOW).await.unwrap();
        let other_algorithm = other_algorithm.keyring.signing(Algorithm::EdDSA).unwrap().kid().to_owned();
        for what in [Algorithm::ES256.into(), Algorithm::RS256.into(), KeyUse::AccessTokens] {
            world.doorward.replace_key(&world.doorward.operator(now).granted(()), what).await.unwrap();
        }
        other.refresh().await.unwrap();
        for node in [&world.doorward, &other] {
            assert!(userinfo(node, now, &tokens.access_token).await.is_err());
            assert!(!is_hint(node, now, tokens.id_token.as_ref().unwrap()).await);
            assert!(!publishes(node, now, &old).await);
            assert!(publishes(node, now, &other_algorithm).await, "the others stay");
            assert_ne!(signing(node, now).await, old, "a new one signs at once");
        }
        assert!(!world.is_active(now, "wiki", &tokens.access_token).await);
        let (_, fresh) = signer(&other, world, now).await;
        assert!(userinfo(&world.doorward, now, &fresh.access_token).await.is_ok());
    })
    .await;
}

/// Opaque access tokens: their key turns over unnoticed, takes them along when it is replaced, and is no other instance's.
#[tokio::test]
async fn oau_48_the_key_of_opaque_access_tokens() {
    on_both(async |world| {
        let other = doorward(&world.store, 7);
        let (_, before) = signer(&other, world, NOW).await;
        assert!(Jws::parse(&before.access_token).is_err(), "it is no JWT");
        world.doorward.rotate_key(&world.everything(), KeyUse::AccessTokens).await.unwrap();
        other.refresh().await.unwrap();
        let flip = NOW + LEAD;
        let (_, last) = signer(&other, world, flip - Span::seconds(1)).await;
        let (_, next) = signer(&other, world, flip).await;
        for node in [&world.doorward, &other] {
            for tokens in [&last, &next] {
                assert!(userinfo(node, flip, &tokens.access_token).await.is_ok());
            }
        }
        world.doorward.replace_key(&world.doorward.operator(flip).granted(()), KeyUse::AccessTokens).await.unwrap();
        other.refresh().await.unwrap();
        for node in [&world.doorward, &other] {
            for tokens in [&last, &next] {
                assert!(userinfo(node, flip, &tokens.access_token).await.is_err(), "under a key that is gone");
                assert!(is_hint(node, flip, tokens.id_token.as_ref().unwrap()).await, "ID tokens stay good");
            }
        }
        let (_, fresh) = signer(&other, world, flip).await;
        assert!(userinfo(&world.doorward, flip, &fresh.access_token).await.is_ok());
    })
    .await;
}

/// OAU-47 under load: for six hours an application verifies a token a minute, fetches the key set no oftener than it is told
/// to, and keys are rotated meanwhile. No token fails.
#[tokio::test]
async fn oau_47_an_application_that_caches_keys_never_fails() {
    const KEPT: i64 = 5;
    on_both(async |world| {
        let mut wiki = application("wiki");
        wiki.settings.client_mut().unwrap().access_token_format = AccessTokenFormat::Jwt;
        world.add(vec![], vec![wiki]).await;
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let mut tokens = token(&world.doorward, NOW, &exchange("wiki", &code)).await.unwrap();
        let (mut cached, mut signers) = (None, std::collections::BTreeSet::new());
        for minute in 0..360 {
            let now = NOW + Span::minutes(minute);
            if [7, 100, 101, 250].contains(&minute) {
                for algorithm in ALGORITHMS {
                    world.doorward.rotate_key(&world.doorward.operator(now).granted(()), algorithm).await.unwrap();
                }
            }
            if minute % KEPT == 0 {
                let keys = world.doorward.public_keys(now).await.unwrap();
                cached = Some(VerifyingKeys::from_set(keys.keyring.published()).unwrap());
            }
            let renewed = refresh("wiki", tokens.refresh_token.as_ref().unwrap());
            tokens = token(&world.doorward, now, &renewed).await.unwrap();
            for (text, names) in
                [(&tokens.access_token, &["at+jwt"][..]), (tokens.id_token.as_ref().unwrap(), &["JWT"])]
            {
                let jws = Jws::parse(text).unwrap();
                signers.insert(jws.unverified_header().kid.clone());
                let typ = Typ { names, absent: true };
                assert!(jws.verify(cached.as_ref().unwrap(), &Algorithm::ALL, typ).is_ok(), "minute {minute}");
            }
        }
        assert!(signers.len() >= 5, "{} keys have signed", signers.len());
    })
    .await;
}
