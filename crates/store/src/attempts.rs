//! Guesses, taken before they are judged, so that parallel guesses gain nothing.
//!
//! A row counts guesses under a key that is a hash of what is guessed at, whether it exists or not. When the budget is
//! spent the row closes until `opens_at`; from then on each guess closes it again, for longer.

use model::{Span, Time};

use crate::{
    Change, FromRow, Guard, Read, Row, StoreError, Value,
    directory::{BATCH, batch, places},
    params, statements,
};

statements! {
    SEVERAL = "select key, taken, since, opens_at, notified_of from attempts where key in ($1, $2, $3)";
    STANDING = concat!("select taken, since, opens_at, notified_of from attempts where expires_at >= $1 and key in (", places!(), ")");
    GET = "select taken, since, opens_at, notified_of from attempts where key = $1";
    // A window that has passed starts anew; otherwise the count grows, and closes the row when the budget is spent. No guess
    // is taken beyond the most that one window may hold, whatever the reader knew when it made its budget.
    TAKE = "insert into attempts (key, taken, since, opens_at, notified_of, expires_at) \
        values ($1, 1, $2, case when cast($3 as bigint) <= 1 then cast($4 as bigint) else 0 end, 0, \
          case when cast($3 as bigint) <= 1 then cast($7 as bigint) else cast($5 as bigint) end) \
        on conflict (key) do update set \
          taken = case when attempts.since <= $6 then 1 else attempts.taken + 1 end, \
          since = case when attempts.since <= $6 or $9 then $2 else attempts.since end, \
          opens_at = case when attempts.since > $6 and attempts.taken + 1 >= $3 then $4 else 0 end, \
          expires_at = case when attempts.since > $6 and attempts.taken + 1 >= $3 then $7 else $5 end \
        where attempts.opens_at <= $2 and (attempts.since <= $6 or attempts.taken < $8)";
    GIVE_BACK = "update attempts set taken = taken - 1, opens_at = 0 where key = $1 and taken > 0";
    NOTIFY = "update attempts set notified_of = opens_at where key = $1 and opens_at > $2 and notified_of < opens_at";
    FORGET = "delete from attempts where key = $1";
    FORGET_SEVERAL = concat!("delete from attempts where opens_at <= $1 and key in (", places!(), ")");
    ANY_OVER = "select taken from attempts where expires_at < $1 limit 1";
    PRUNE = "delete from attempts where key in (select key from attempts where expires_at < $1 limit 5000)";
}

/// What was guessed so far under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptRow {
    /// Guesses taken since `since`.
    pub taken: i64,
    /// When the window began: with the first of them, or the last ([`Window`]).
    pub since: Time,
    /// No guess is taken before this time.
    pub opens_at: Time,
    /// The lock that the owner was notified of, by when it opens; zero when none.
    pub notified_of: Time,
}

impl FromRow for AttemptRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { taken: row.get()?, since: row.get()?, opens_at: row.get()?, notified_of: row.get()? })
    }
}

/// How many guesses there are, and what happens when they are spent.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Guesses until the row closes.
    pub limit: i64,
    /// How long it closes when this guess spends the last one.
    pub closes_for: Span,
    /// When they are forgotten.
    pub window: Window,
    /// The most that are ever taken in one window.
    pub most: i64,
}

impl Budget {
    /// So many within a span from the first on, and none for as long once they are spent.
    pub const fn within(limit: i64, span: Span) -> Self {
        Self { limit, closes_for: span, window: Window::SinceFirst(span), most: limit }
    }
}

/// When guesses are forgotten.
#[derive(Debug, Clone, Copy)]
pub enum Window {
    /// So long after the first.
    SinceFirst(Span),
    /// So long after the last.
    SinceLast(Span),
}

impl Window {
    const fn span(self) -> Span {
        match self {
            Self::SinceFirst(span) | Self::SinceLast(span) => span,
        }
    }
}

/// What was guessed so far.
pub async fn get(read: &mut Read, key: &[u8; 32]) -> Result<Option<AttemptRow>, StoreError> {
    read.one(&GET, params![&key[..]]).await
}

/// The same under three keys, in their order, by one statement: what it costs does not depend on what is found.
pub async fn several(read: &mut Read, keys: [&[u8; 32]; 3]) -> Result<[Option<AttemptRow>; 3], StoreError> {
    let [first, second, third] = keys;
    let rows: Vec<Keyed> = read.all(&SEVERAL, params![&first[..], &second[..], &third[..]]).await?;
    Ok(keys.map(|key| rows.iter().find(|row| row.0 == *key).map(|row| row.1)))
}

/// What stands under any number of keys, in no order.
pub async fn standing(read: &mut Read, keys: &[[u8; 32]], now: Time) -> Result<Vec<AttemptRow>, StoreError> {
    let mut rows = Vec::new();
    for keys in keys.chunks(BATCH) {
        rows.extend(read.all::<AttemptRow>(&STANDING, batch(Value::from(now), &slices(keys))).await?);
    }
    Ok(rows)
}

fn slices(keys: &[[u8; 32]]) -> Vec<&[u8]> {
    keys.iter().map(|key| &key[..]).collect()
}

/// A row and its key.
struct Keyed([u8; 32], AttemptRow);

impl FromRow for Keyed {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.get()?, AttemptRow::from_row(row)?))
    }
}

/// Takes one guess. Guard: the row is open; of this name, since one change may take from several rows.
pub fn take(change: &mut Change, key: &[u8; 32], budget: Budget, now: Time, guard: Guard) {
    let window = budget.window.span();
    let forgotten = now - window;
    let opens_at = now + budget.closes_for;
    let expires_at = now + window;
    // Even what stays closed until somebody opens it is forgotten after a year: most of it was typed by nobody.
    let closed_expires_at = (opens_at + window).min(now + Span::days(365));
    let slides = matches!(budget.window, Window::SinceLast(_));
    change.guard(
        &TAKE,
        params![&key[..], now, budget.limit, opens_at, expires_at, forgotten, closed_expires_at, budget.most, slides],
        guard,
    );
}

/// Notes that the owner is notified of the lock that this row is under. Guard: it is, and they were not notified of this one yet.
pub fn notify(change: &mut Change, key: &[u8; 32], now: Time) {
    change.guard(&NOTIFY, params![&key[..], now], NOT_NOTIFIED);
}

/// The guard of [`notify`].
pub const NOT_NOTIFIED: Guard = Guard("owner not notified");

/// Gives back one that was taken, of a row that many share: it was right.
pub fn give_back(change: &mut Change, key: &[u8; 32]) {
    change.add(&GIVE_BACK, params![&key[..]]);
}

/// Forgets the guesses: one was right, or an administrator unlocked the account.
pub fn forget(change: &mut Change, key: &[u8; 32]) {
    change.add(&FORGET, params![&key[..]]);
}

/// Forgets the guesses under any number of keys; of those that only an administrator opens with `locked_too` alone.
pub fn forget_all(change: &mut Change, keys: &[[u8; 32]], locked_too: bool) {
    let latest = if locked_too { Time::NEVER } else { Time::NEVER - Span::millis(1) };
    for keys in keys.chunks(BATCH) {
        change.add(&FORGET_SEVERAL, batch(Value::from(latest), &slices(keys)));
    }
}

/// Removes rows whose time is over.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now]);
}

/// Whether there are rows that [`prune`] would remove.
pub async fn any_over(read: &mut Read, now: Time) -> Result<bool, StoreError> {
    Ok(read.one::<(i64,)>(&ANY_OVER, params![now]).await?.is_some())
}
