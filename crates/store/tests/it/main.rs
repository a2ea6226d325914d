//! The data layer on both engines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod cancellation;
mod contracts;
mod impatient;
mod limits;
mod migrations;
mod outages;
mod proxy;
mod races;
mod raw;
mod schema;
mod seed;
mod statements;
mod tls;
mod world;
