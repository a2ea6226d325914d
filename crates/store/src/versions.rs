//! The version of everything that nodes cache. A write to a cached table bumps it; nodes poll it.

use crate::{Change, Read, StoreError, params, statements};

statements! {
    GET = "select version from versions where name = 'cache'";
    BUMP = "insert into versions (name, version) values ('cache', 1) \
        on conflict (name) do update set version = versions.version + 1";
}

/// The version now; zero before the first write to a cached table.
pub async fn get(read: &mut Read) -> Result<i64, StoreError> {
    Ok(read.one::<(i64,)>(&GET, params![]).await?.map_or(0, |(version,)| version))
}

/// Tells every node that a cached table changes with this change.
pub fn bump(change: &mut Change) {
    change.add(&BUMP, params![]);
}
