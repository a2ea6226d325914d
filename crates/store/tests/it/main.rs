//! The data layer on both engines.

mod contracts;
mod limits;
mod migrations;
mod raw;
mod schema;
mod seed;
mod statements;
