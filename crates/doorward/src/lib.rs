//! What the command is made of, as a library for it and for the testbed: both start the same server.

mod clock;
pub mod demonstration;
pub mod log;
mod node;

pub use clock::system_clock;
pub use node::{Node, Trouble};
