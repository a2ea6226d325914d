//! The only SQL: one text per statement, SQLite and PostgreSQL.
//!
//! The engine below (`store`, `change`, `statement`, `value`, `row`, `sqlite`, `postgres`, `migrate`) knows no table.
//! The modules of the tables hold statements and the functions that read them or add them to a [`Change`].

mod about;
mod change;
mod error;
mod migrate;
mod postgres;
pub mod provider_sessions;
mod row;
mod sqlite;
mod statement;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod value;
mod word;

pub mod api_tokens;
pub mod applications;
pub mod attempts;
pub mod avatars;
pub mod backup;
pub mod consents;
pub mod credentials;
pub mod deletion;
pub mod devices;
pub mod directory;
pub mod email_changes;
pub mod events;
pub mod grants;
pub mod groups;
pub mod identity_links;
pub mod identity_providers;
pub mod inactivity;
pub mod instance_secrets;
pub mod invitations;
pub mod jobs;
pub mod json;
pub mod logouts;
pub mod mailed_links;
pub mod organisations;
pub mod origin;
pub mod parked;
pub mod sealed;
pub mod sessions;
pub mod sign_ins;
pub mod signing_keys;
pub mod spent;
pub mod users;
pub mod versions;

pub use change::{Change, Guard, Outcome};
pub use error::StoreError;
pub use json::{Json, JsonText, Readable};
pub use migrate::{MIGRATIONS, Migration};
pub use row::{Column, FromColumn, FromRow, Row};
pub use statement::Statement;
pub use store::{Location, Options, Read, Store};
pub use value::{Params, Value};
pub use word::{Word, WordList, Words};

/// The statements of every module. A module that is missing here has statements that no test prepares.
const MODULES: &[&[&Statement]] = &[
    about::ALL,
    api_tokens::ALL,
    applications::ALL,
    attempts::ALL,
    avatars::ALL,
    backup::ALL,
    consents::ALL,
    credentials::ALL,
    deletion::ALL,
    devices::ALL,
    directory::ALL,
    email_changes::ALL,
    events::ALL,
    grants::ALL,
    groups::ALL,
    identity_links::ALL,
    provider_sessions::ALL,
    identity_providers::ALL,
    inactivity::ALL,
    instance_secrets::ALL,
    invitations::ALL,
    jobs::ALL,
    logouts::ALL,
    mailed_links::ALL,
    migrate::ALL,
    organisations::ALL,
    origin::ALL,
    parked::ALL,
    sealed::ALL,
    sessions::ALL,
    sign_ins::ALL,
    signing_keys::ALL,
    spent::ALL,
    users::ALL,
    versions::ALL,
];

/// Every statement of this crate.
pub fn all_statements() -> impl Iterator<Item = &'static Statement> {
    MODULES.iter().flat_map(|module| module.iter().copied())
}
