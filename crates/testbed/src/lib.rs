//! What tests in process build their world with: an instance and its keys, organisations, people and applications, and what
//! applications send.

#![cfg(feature = "world")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

pub mod content;
pub mod instance;
pub mod person;
pub mod requests;
pub mod stored;
pub mod texts;
