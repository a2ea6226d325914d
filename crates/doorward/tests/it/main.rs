//! The command itself, as an operator runs it: real processes, real files, both databases.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says so when something is amiss")]

mod api;
mod applying;
mod auditing;
mod backing_up;
mod configuration;
mod doctor;
mod documents;
mod measuring;
mod memory;
mod passkey_models;
mod people;
mod place;
mod serving;
mod tls;
mod traces;
