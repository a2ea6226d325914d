//! Secrets of the instance that outlive its sealing key: made once, sealed under the key of the configuration.

use crate::{Change, Read, StoreError, params, statements};

statements! {
    GET = "select secret from instance_secrets where name = $1";
    INSERT = "insert into instance_secrets (name, secret) values ($1, $2) on conflict do nothing";
}

/// The sealed secret of this name.
pub async fn get(read: &mut Read, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(read.one::<(Vec<u8>,)>(&GET, params![name]).await?.map(|(secret,)| secret))
}

/// Keeps a sealed secret, unless there is one of that name: then nothing happens, and it is read again.
pub fn insert(change: &mut Change, name: &str, secret: &[u8]) {
    change.add(&INSERT, params![name, secret]);
}
