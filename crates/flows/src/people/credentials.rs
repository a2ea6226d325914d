//! Credentials as people are given them: a password's hash, an authenticator app's sealed secret.

use crypto::totp;
use model::{
    Id, Time,
    id::{Org, User},
};
use store::credentials::{CredentialKind, CredentialRow, Data};

use crate::{
    Doorward,
    authenticators::{
        password::millis,
        totp::{row_key, totp_place},
    },
};

/// A new credential, confirmed.
pub(crate) fn credential(
    doorward: &Doorward,
    kind: CredentialKind,
    secret: Vec<u8>,
    data: Data,
    now: Time,
) -> CredentialRow {
    let counter = match (kind, str::from_utf8(&secret)) {
        (CredentialKind::Password, Ok(hash)) => millis(hash),
        _ => 0,
    };
    CredentialRow {
        id: doorward.id(now),
        kind: kind.into(),
        label: String::new(),
        secret,
        counter,
        data,
        created_at: now,
        confirmed_at: Some(now),
        last_used_at: None,
        expires_at: None,
    }
}

/// An authenticator app with this secret, sealed and confirmed.
pub(crate) fn totp_row(
    doorward: &Doorward,
    (org, user): (Id<Org>, Id<User>),
    secret: &totp::Secret,
    now: Time,
) -> CredentialRow {
    let mut row = credential(doorward, CredentialKind::Totp, Vec::new(), Data::none(), now);
    row.secret = doorward.sealer.seal(&*doorward.entropy, totp_place(&row_key(org, user, row.id)), secret.expose());
    row
}

/// Whether a credential is a confirmed authenticator app with this secret.
pub(crate) fn is_app(
    doorward: &Doorward,
    (org, user): (Id<Org>, Id<User>),
    row: &CredentialRow,
    secret: &totp::Secret,
) -> bool {
    let key = row_key(org, user, row.id);
    let opened = || doorward.sealer.open(totp_place(&key), &row.secret);
    row.kind == CredentialKind::Totp
        && row.confirmed_at.is_some()
        && opened().is_ok_and(|known| known.as_slice() == secret.expose())
}
