//! The API, version 1: JSON, for programs with a token. A file for each kind of thing has what it looks like on the wire and
//! its handlers: token, one flow call, one answer. Commands print the same with `--json`.

mod bearer;
mod time;
mod users;

pub use time::Rfc3339;
pub use users::{User, Users};
pub(crate) use users::{user, users};
