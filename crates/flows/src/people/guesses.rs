//! Wrong guesses that were counted against somebody, under whatever they were counted.

use model::{Key, Time};
use store::{Change, attempts, devices, identity_links, users};

use super::UserKey;
use crate::{
    Doorward, Result, UserRef,
    guesses::{AttemptKey, locked_until},
    instance_mac_key,
};

/// Until when wrong guesses keep the user out, the latest of all locks; none when nothing does.
pub(super) async fn lock_of(doorward: &Doorward, whom: UserRef, now: Time) -> Result<Option<Time>> {
    let keys = guessed_keys(doorward, (whom.org, whom.user)).await?;
    let rows = attempts::standing(&mut doorward.store.read().await?, &keys, now).await?;
    Ok(rows.into_iter().filter_map(|row| locked_until(row, now)).max())
}

/// What forgets all of them, and so opens every lock.
pub(super) async fn guesses_forgotten(doorward: &Doorward, key: UserKey) -> Result<Change> {
    forgotten(doorward, key, true).await
}

/// The same, but for locks that only an administrator opens.
pub(super) async fn guesses_forgotten_by_owner(doorward: &Doorward, key: UserKey) -> Result<Change> {
    forgotten(doorward, key, false).await
}

async fn forgotten(doorward: &Doorward, key: UserKey, locked_too: bool) -> Result<Change> {
    let mut change = Change::new();
    attempts::forget_all(&mut change, &guessed_keys(doorward, key).await?, locked_too);
    Ok(change)
}

/// Everything that guesses at this account may have been counted under (`docs/decisions/0004`), but for what codes by mail are counted
/// under by network, which closes for that network alone.
async fn guessed_keys(doorward: &Doorward, (org, user): UserKey) -> Result<Vec<[u8; 32]>> {
    let (mac_key, home) = (instance_mac_key::get(doorward).await?, doorward.organisation(org).await?);
    let mut read = doorward.store.read().await?;
    let identifiers = users::identifiers(&mut read, org, user).await?;
    let known = devices::hashes(&mut read, (org, user)).await?;
    let mut keys = Vec::new();
    for guessed in [AttemptKey::Password(org, user), AttemptKey::Code(org, user), AttemptKey::MailedCode(org, user)] {
        keys.push(guessed.key(mac_key));
    }
    for link in identity_links::of_users(&mut read, org, &[user]).await? {
        keys.push(AttemptKey::Directory(org, link.identity.provider, &link.identity.subject).key(mac_key));
    }
    for device in &known {
        keys.push(AttemptKey::PasswordFrom(org, user, device).key(mac_key));
        keys.push(AttemptKey::CodeFrom(org, user, device).key(mac_key));
        keys.push(AttemptKey::MailedCodeFrom(org, user, device).key(mac_key));
    }
    for identifier in &identifiers {
        keys.push(AttemptKey::Typed("", &identifier.key).key(mac_key));
        if Key::typed(&identifier.key).is_ok_and(|key| key.domain().is_none()) {
            keys.push(AttemptKey::Typed(&home.slug, &identifier.key).key(mac_key));
        }
    }
    Ok(keys)
}
