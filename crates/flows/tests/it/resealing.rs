//! Another sealing key, while everything goes on (KEY-02).

use std::{cell::Cell, sync::Arc};

use crypto::{
    entropy::Seeded,
    password::{Cost, Hasher, Places},
    seal::{Sealer, SealingKey},
};
use flows::{Complaint, Doorward, Error};
use serde_json::json;
use store::params;

use crate::{
    apply::applied,
    browser::Browser,
    world::{NOW, World, code, instance, on_both, request, sealing_key},
};

store::statements! {
    PUBLIC = "update credentials set kind = 'passkey', secret = $2 where id = $1";
}

fn new_key() -> SealingKey {
    SealingKey::generate(&Seeded::new(77))
}

/// A node that seals under the first key, and opens under all.
fn node(world: &World, seed: u64, current: &SealingKey, previous: &[SealingKey]) -> Doorward {
    let hasher = Hasher::new(Cost::default(), Places::default());
    Doorward::new(instance(), world.store.clone(), Sealer::new(current, previous), hasher, Arc::new(Seeded::new(seed)))
}

/// So many people with an authenticator app.
async fn people(world: &World, count: usize) {
    let users: Vec<_> = (0..count)
        .map(|number| json!({ "email": format!("p{number}@acme.example"), "totp_secret": "OR3WK3TUPEQHGZLDOJSXIIDCPF2GK4ZB" }))
        .collect();
    applied(world, &json!({ "version": 1, "organisations": [{ "slug": "acme", "users": users }] })).await;
}

async fn signs_in(node: &Doorward, email: &str) {
    let mut browser = Browser::at(node);
    let at = browser.sign_in(&request("wiki", ""), email).await.asks_for_code();
    browser.code(&at, &code(0)).await.arrives();
}

#[tokio::test]
async fn key_02_everything_is_sealed_again_in_batches_that_may_be_interrupted() {
    on_both(async |world| {
        people(world, 450).await;
        world.doorward.check_sealing_key().await.unwrap();
        let seed = Cell::new(100);
        let rotated = || node(world, seed.replace(seed.get() + 1), &new_key(), &[sealing_key()]);
        let before = rotated().sealing_state(&world.everything()).await.unwrap();
        assert!(before.current == 0 && before.previous > 450 && before.unknown == 0, "{before:?}");

        // Killed after each step: whoever begins anew finds less to do, and both keys open everything in between.
        let mut left = before.previous;
        for _ in 0..4 {
            let doorward = rotated();
            let mut work = doorward.resealing(&world.everything()).await.unwrap();
            assert_eq!(work.of, left);
            while work.done == 0 && work.step().await.unwrap() {}
            left -= work.done;
            drop(work);
            assert_eq!(rotated().sealing_state(&world.everything()).await.unwrap().previous, left);
        }
        assert!((1..before.previous).contains(&left), "{left} of {}", before.previous);
        signs_in(&rotated(), "tom@acme.example").await;
        let doorward = rotated();
        let mut work = doorward.resealing(&world.everything()).await.unwrap();
        while work.step().await.unwrap() {}
        assert_eq!((work.done, work.failed), (left, 0));
        let after = rotated().sealing_state(&world.everything()).await.unwrap();
        assert_eq!((after.current, after.previous), (before.previous, 0));

        // The previous key may go, and opens nothing any more.
        signs_in(&node(world, 10, &new_key(), &[]), "tina@acme.example").await;
        let late = node(world, 11, &sealing_key(), &[]);
        assert!(matches!(late.check_sealing_key().await, Err(Error::Corrupt(_))));
        assert_eq!(late.sealing_state(&world.everything()).await.unwrap().unknown, after.current);
    })
    .await;
}

/// A node with the previous key alone seals something meanwhile: it is counted, and sealed again by the next run.
#[tokio::test]
async fn what_was_sealed_meanwhile_is_not_forgotten() {
    on_both(async |world| {
        let rotated = node(world, 9, &new_key(), &[sealing_key()]);
        let mut work = rotated.resealing(&world.everything()).await.unwrap();
        // A node that has not been restarted yet still knows both, the other way round.
        let behind = node(world, 12, &sealing_key(), &[new_key()]);
        let mut at = 0;
        while work.step().await.unwrap() {
            at += 1;
            // Behind the signing keys, whatever the new one's id: secrets of the instance and signing keys are two steps each.
            if at == 4 {
                behind.rotate_key(&world.everything(), jose::Algorithm::EdDSA).await.unwrap();
            }
        }
        assert!(at >= 4, "it happened on the way");
        assert_eq!(rotated.sealing_state(&world.everything()).await.unwrap().previous, 1);
        let mut again = rotated.resealing(&world.everything()).await.unwrap();
        while again.step().await.unwrap() {}
        assert_eq!((again.done, rotated.sealing_state(&world.everything()).await.unwrap().previous), (1, 0));
        behind.refresh().await.unwrap();
        assert!(behind.public_keys(NOW).await.is_ok(), "the other node reads on");
    })
    .await;
}

/// A passkey's public key lies where an app's secret does, and is not sealed: neither counted nor sealed again.
#[tokio::test]
async fn key_02_what_is_not_sealed_is_left_alone() {
    on_both(async |world| {
        let (org, user) = world.user("tom@acme.example").await;
        let rows = store::credentials::of_user(&mut world.store.read().await.unwrap(), org, user).await.unwrap();
        let app = rows.iter().find(|row| row.kind == store::credentials::CredentialKind::Totp).unwrap();
        let before = world.doorward.sealing_state(&world.everything()).await.unwrap();
        world.change(|change| _ = change.add(&PUBLIC, params![app.id, &b"a public key of a passkey"[..]])).await;
        let after = world.doorward.sealing_state(&world.everything()).await.unwrap();
        assert_eq!((after.current, after.unknown), (before.current - 1, 0));
        let mut work = node(world, 9, &new_key(), &[sealing_key()]).resealing(&world.everything()).await.unwrap();
        while work.step().await.unwrap() {}
        assert_eq!((work.done, work.failed), (after.current, 0));
    })
    .await;
}

/// A lock is a lock under any sealing key.
#[tokio::test]
async fn counters_outlive_the_sealing_key() {
    on_both(async |world| {
        let locked = Some(Complaint::PasswordLocked(None));
        let mut stranger = Browser::new(world);
        let at = stranger.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        for _ in 0..4 {
            stranger.password(&at, "a guess").await;
        }
        let rotated = node(world, 9, &new_key(), &[sealing_key()]);
        let mut work = rotated.resealing(&world.everything()).await.unwrap();
        while work.step().await.unwrap() {}
        let alone = node(world, 10, &new_key(), &[]);
        for node in [&rotated, &alone] {
            let mut stranger = Browser::at(node);
            let at = stranger.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
            assert_eq!(stranger.password(&at, "a guess").await.complaint(), locked);
        }
    })
    .await;
}
