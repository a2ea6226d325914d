//! Everything in the database that is sealed, in pages, to be sealed again under another key.

use model::{
    Id,
    id::{Credential, Job, Org, Provider, User},
};

use crate::{Change, Read, StoreError, params, statements};

statements! {
    // Of credentials an app's secret and a telephone number are sealed: the others keep a hash or a public key in the same column.
    CREDENTIAL_SECRETS = "select org, user_id, id, secret from credentials \
        where (org, user_id, id) > ($1, $2, $3) and kind in ('sms', 'totp') and secret is not null \
        order by org, user_id, id limit $4";
    JOBS = "select id, data from jobs where id > $1 and given_up_at is null order by id limit $2";
    SIGNING_KEYS = "select id, secret from signing_keys where id > $1 order by id limit $2";
    INSTANCE_SECRETS = "select name, secret from instance_secrets where name > $1 order by name limit $2";
    PROVIDER_SECRETS = "select org, id, secrets from identity_providers where (org, id) > ($1, $2) and secrets is not null \
        order by org, id limit $3";
    SET_PROVIDER_SECRETS = "update identity_providers set secrets = $3 where org = $1 and id = $2 and secrets = $4";
    SET_CREDENTIAL_SECRET = "update credentials set secret = $4 where org = $1 and user_id = $2 and id = $3 and secret = $5";
    SET_JOB = "update jobs set data = $2 where id = $1 and data = $3";
    SET_SIGNING_KEY = "update signing_keys set secret = $2 where id = $1 and secret = $3";
    SET_INSTANCE_SECRET = "update instance_secrets set secret = $2 where name = $1 and secret = $3";
}

/// The primary key of a credential.
pub type CredentialKey = (Id<Org>, Id<User>, Id<Credential>);

/// Secrets of authenticator apps and telephone numbers after this one, in the order of their keys.
pub async fn credential_secrets(
    read: &mut Read,
    (org, user, id): CredentialKey,
    limit: i64,
) -> Result<Vec<(CredentialKey, Vec<u8>)>, StoreError> {
    let rows = read.page::<(_, _, _, _)>(&CREDENTIAL_SECRETS, params![org, user, id, limit]).await?;
    Ok(rows.into_iter().map(|(org, user, id, secret)| ((org, user, id), secret)).collect())
}

/// What jobs have to know, after this one.
pub async fn jobs(read: &mut Read, after: Id<Job>, limit: i64) -> Result<Vec<(Id<Job>, Vec<u8>)>, StoreError> {
    read.page(&JOBS, params![after, limit]).await
}

/// Private keys that sign, after this one.
pub async fn signing_keys(read: &mut Read, after: &str, limit: i64) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    read.page(&SIGNING_KEYS, params![after, limit]).await
}

/// Secrets of the instance, after this one.
pub async fn instance_secrets(read: &mut Read, after: &str, limit: i64) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    read.page(&INSTANCE_SECRETS, params![after, limit]).await
}

/// The primary key of an identity provider.
pub type ProviderKey = (Id<Org>, Id<Provider>);

/// Secrets of identity providers after this one.
pub async fn provider_secrets(
    read: &mut Read,
    (org, id): ProviderKey,
    limit: i64,
) -> Result<Vec<(ProviderKey, Vec<u8>)>, StoreError> {
    let rows = read.page::<(_, _, _)>(&PROVIDER_SECRETS, params![org, id, limit]).await?;
    Ok(rows.into_iter().map(|(org, id, secrets)| ((org, id), secrets)).collect())
}

/// Replaces a provider's sealed secrets, if they are still `was`.
pub fn set_provider_secrets(change: &mut Change, (org, id): ProviderKey, was: &[u8], is: &[u8]) {
    change.add(&SET_PROVIDER_SECRETS, params![org, id, is, was]);
}

/// Replaces an app's sealed secret or a number, if it is still `was`: whatever replaced it was sealed since.
pub fn set_credential_secret(change: &mut Change, (org, user, id): CredentialKey, was: &[u8], is: &[u8]) {
    change.add(&SET_CREDENTIAL_SECRET, params![org, user, id, is, was]);
}

/// The same for a job.
pub fn set_job(change: &mut Change, id: Id<Job>, was: &[u8], is: &[u8]) {
    change.add(&SET_JOB, params![id, is, was]);
}

/// The same for a signing key.
pub fn set_signing_key(change: &mut Change, id: &str, was: &[u8], is: &[u8]) {
    change.add(&SET_SIGNING_KEY, params![id, is, was]);
}

/// The same for a secret of the instance.
pub fn set_instance_secret(change: &mut Change, name: &str, was: &[u8], is: &[u8]) {
    change.add(&SET_INSTANCE_SECRET, params![name, is, was]);
}
