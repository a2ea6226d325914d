//! Directories that are read as a whole: one node reads one at a time.

use model::{
    Id, Time,
    id::{Org, Provider},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

statements! {
    TAKE = "insert into provider_syncs (org, provider, holder, leased_until, started_at, due_at, trouble) \
        values ($1, $2, $3, $4, $5, $4, '') on conflict (org, provider) do update \
        set holder = $3, leased_until = $4, started_at = $5, due_at = $4 \
        where provider_syncs.leased_until <= $5 and (provider_syncs.due_at <= $5 or provider_syncs.started_at <= $6)";
    HOLD = "update provider_syncs set leased_until = $4 where org = $1 and provider = $2 and holder = $3 and leased_until > 0";
    END = "update provider_syncs set leased_until = 0, due_at = $4, trouble = $5 \
        where org = $1 and provider = $2 and holder = $3 and leased_until > 0";
    GET = "select leased_until, started_at, due_at, trouble from provider_syncs where org = $1 and provider = $2";
}

/// The guard of a directory that is due and that nobody reads.
pub const DUE: Guard = Guard("directory due");

/// The guard of a reading that is still this node's.
pub const HELD: Guard = Guard("directory held");

/// What is known of the readings of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRow {
    /// Until when somebody reads it; 0 where nobody does.
    pub leased_until: Time,
    /// When the last reading began.
    pub started_at: Time,
    /// When the next one is due.
    pub due_at: Time,
    /// What somebody has to look at; empty where nothing.
    pub trouble: String,
}

impl FromRow for SyncRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { leased_until: row.get()?, started_at: row.get()?, due_at: row.get()?, trouble: row.get()? })
    }
}

/// A reading of this directory.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The organisation.
    pub org: Id<Org>,
    /// The directory.
    pub provider: Id<Provider>,
    /// Whose it is.
    pub holder: [u8; 16],
}

impl Reading {
    /// Begins it, until then. Guard: nobody reads the directory, and it is due or was read last before `since`.
    pub fn take(&self, change: &mut Change, (now, until): (Time, Time), since: Time) {
        change.guard(&TAKE, params![self.org, self.provider, &self.holder[..], until, now, since], DUE);
    }

    /// Goes on, until then. Guard: it is still this one's.
    pub fn hold(&self, change: &mut Change, until: Time) {
        change.guard(&HOLD, params![self.org, self.provider, &self.holder[..], until], HELD);
    }

    /// Ends it. Guard: it is still this one's.
    pub fn end(&self, change: &mut Change, due_at: Time, trouble: &str) {
        change.guard(&END, params![self.org, self.provider, &self.holder[..], due_at, trouble], HELD);
    }
}

/// What is known of a directory's readings; none where it never was read.
pub async fn get(read: &mut Read, org: Id<Org>, provider: Id<Provider>) -> Result<Option<SyncRow>, StoreError> {
    read.one(&GET, params![org, provider]).await
}
