//! Nouns and rules. Pure: no I/O, no clock, no randomness, no SQL, no wire formats.

pub mod access;
pub mod account;
pub mod authenticator;
mod availability;
pub mod branding;
pub mod due;
pub mod event;
pub mod id;
pub mod identifier;
pub mod inactivity;
mod network;
pub mod openid_connect;
pub mod password;
pub mod permission;
pub mod phone;
pub mod policy;
pub mod profile_data;
pub mod reader;
pub mod release;
pub mod role;
pub mod search;
pub mod sign_in;
pub mod source;
pub mod time;
pub mod web_address;

pub use account::Account;
pub use authenticator::Authenticator;
pub use availability::Availability;
pub use branding::Branding;
pub use id::Id;
pub use identifier::Key;
pub use network::{Network, NotANetwork};
pub use permission::Permission;
pub use policy::Policy;
pub use role::Role;
pub use time::{Span, Time};
