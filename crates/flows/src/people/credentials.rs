//! Credentials as people are given them: a password's hash, an authenticator app's sealed secret.

use crypto::{password::Stored, seal::SealContext, totp};
use model::{
    Authenticator, Id, Time,
    id::{Credential, Org, User},
    phone::PhoneNumber,
};
use store::credentials::{CredentialKind, CredentialRow, Data};

use crate::{Doorward, Error, Result, new_id};

/// The least that is noted of a hash that was brought from elsewhere, in milliseconds. A hash of our own takes less.
const WORTH_NOTING: i64 = 50;

/// What the row of a password has as counter: how many milliseconds verifying the hash takes, where that is worth noting.
pub(crate) fn millis(hash: &str) -> i64 {
    let takes = Stored::parse(hash).map_or(0, |stored| i64::try_from(stored.takes().as_millis()).unwrap_or(i64::MAX));
    if takes < WORTH_NOTING { 0 } else { takes }
}

/// The second factor that credentials of this kind are; none, where they are none.
pub(crate) const fn second_factor(kind: CredentialKind) -> Option<Authenticator> {
    match kind {
        CredentialKind::Totp => Some(Authenticator::Totp),
        CredentialKind::Passkey => Some(Authenticator::Passkey),
        CredentialKind::Sms => Some(Authenticator::Sms),
        CredentialKind::Password | CredentialKind::RecoveryCode => None,
    }
}

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
        id: new_id(doorward, now),
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
    row.secret =
        doorward.sealer.seal(&*doorward.entropy, secret_seal_context(&row_key(org, user, row.id)), secret.expose());
    row
}

/// The number of a telephone.
pub(crate) fn number_of(
    doorward: &Doorward,
    (org, user): (Id<Org>, Id<User>),
    row: &CredentialRow,
) -> Result<PhoneNumber> {
    let corrupt = || Error::Corrupt("a telephone number");
    let key = row_key(org, user, row.id);
    let opened = doorward.sealer.open(secret_seal_context(&key), &row.secret).map_err(|_| corrupt())?;
    str::from_utf8(&opened).ok().and_then(PhoneNumber::of_stored).ok_or_else(corrupt)
}

/// Whether a credential is a confirmed authenticator app with this secret.
pub(crate) fn is_app(
    doorward: &Doorward,
    (org, user): (Id<Org>, Id<User>),
    row: &CredentialRow,
    secret: &totp::Secret,
) -> bool {
    let key = row_key(org, user, row.id);
    let opened = || doorward.sealer.open(secret_seal_context(&key), &row.secret);
    row.kind == CredentialKind::Totp
        && row.confirmed_at.is_some()
        && opened().is_ok_and(|known| known.as_slice() == secret.expose())
}

/// Where an authenticator app's secret or a telephone number is sealed to: this credential of this user and no other (TOT-05).
pub(crate) fn secret_seal_context(row: &[u8]) -> SealContext<'_> {
    SealContext { table: "credentials", column: "secret", row }
}

/// The primary key of a credential as bytes.
pub(crate) fn row_key(org: Id<Org>, user: Id<User>, credential: Id<Credential>) -> Vec<u8> {
    [&org.as_bytes()[..], user.as_bytes(), credential.as_bytes()].concat()
}
