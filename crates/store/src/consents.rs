//! What users let applications do.

use model::{
    Id, Time,
    id::{App, Org, User},
};

use crate::{Change, FromColumn, FromRow, Guard, Read, Row, StoreError, params, statements};

statements! {
    OF_USER = "select p.id, p.name, p.settings, c.scopes, c.granted_at from consents c join applications p on p.id = c.app \
        where c.org = $1 and c.user_id = $2 limit 500";
    GIVE = "insert into consents (org, user_id, app, scopes, granted_at) values ($1, $2, $3, $4, $5) \
        on conflict (org, user_id, app) do update set scopes = $4, granted_at = $5 \
          where consents.scopes = $4 or consents.scopes = $6";
    HOLD = "update consents set scopes = scopes where org = $1 and user_id = $2 and app = $3";
    WITHDRAW = "delete from consents where org = $1 and user_id = $2 and app = $3";
}

const CONSENT_HELD: Guard = Guard("consent held");
const CONSENT_UNCHANGED: Guard = Guard("consent unchanged");

/// What a user lets an application do.
#[derive(Debug, Clone)]
pub struct ConsentRow<S> {
    /// The application.
    pub app: Id<App>,
    /// The application's name.
    pub name: String,
    /// The application's settings.
    pub settings: S,
    /// The scopes, separated by spaces.
    pub scopes: String,
    /// When the last of them was allowed.
    pub granted_at: Time,
}

impl<S: FromColumn + Send + 'static> FromRow for ConsentRow<S> {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { app: row.get()?, name: row.get()?, settings: row.get()?, scopes: row.get()?, granted_at: row.get()? })
    }
}

/// What the user lets applications do, in no order.
pub async fn of_user<S: FromColumn + Send + 'static>(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
) -> Result<Vec<ConsentRow<S>>, StoreError> {
    read.page(&OF_USER, params![org, user]).await
}

/// Notes the scopes that the user lets the application have, in place of those that were read. Guard: they are still those.
pub fn give(
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    app: Id<App>,
    (was, is): (Option<&str>, &str),
    now: Time,
) {
    change.guard(&GIVE, params![org, user, app, is, now, was], CONSENT_UNCHANGED);
}

/// Stands before what is given because of the consent. Guard: it was not withdrawn, and is not before the change is done.
pub fn hold(change: &mut Change, (org, user): (Id<Org>, Id<User>), app: Id<App>) {
    change.guard(&HOLD, params![org, user, app], CONSENT_HELD);
}

/// The user lets the application do nothing more.
pub fn withdraw(change: &mut Change, (org, user): (Id<Org>, Id<User>), app: Id<App>) {
    change.add(&WITHDRAW, params![org, user, app]);
}
