//! The version of everything that nodes cache. A write to a cached table bumps it; nodes poll it. Beside it, the rows that
//! stand for rules over many rows: those of subjects and client ids, and the bounds of what is parked.

use crate::{Change, Read, StoreError, params, statements};

statements! {
    GET = "select version from versions where name = 'cache'";
    TAKE_SUBJECTS = "insert into versions (name, version) values ('subjects', 1) \
        on conflict (name) do update set version = versions.version + 1";
    TAKE_PARKED = "insert into versions (name, version) values ('parked', 1) \
        on conflict (name) do update set version = versions.version + 1";
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

/// Takes the row that stands for all subjects and client ids: until this change is over, nobody else claims one.
pub(crate) fn take_subjects(change: &mut Change) {
    change.add(&TAKE_SUBJECTS, params![]);
}

/// Takes the row that stands for everything parked: until this change is over, nobody else parks anything.
pub(crate) fn take_parked(change: &mut Change) {
    change.add(&TAKE_PARKED, params![]);
}
