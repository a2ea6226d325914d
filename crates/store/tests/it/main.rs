//! The data layer on both engines.

mod contracts;
mod raw;
mod schema;
mod seed;
mod statements;
