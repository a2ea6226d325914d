//! Everything that is tested of the demonstration from outside. One binary: each costs its linking.

#![expect(clippy::unwrap_used, reason = "a test stops where something is missing")]

mod issuer;
mod languages;
mod person;
mod relying_party;
mod start;
