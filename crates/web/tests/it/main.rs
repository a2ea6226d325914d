//! The chassis over real sockets, raw where it matters: what browsers, clients and enemies send, byte by byte.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the rig is a test too, though no test function"
)]

mod answers;
mod connections;
mod http2;
mod limits;
mod rig;
mod trust;
mod wire;
