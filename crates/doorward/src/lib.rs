//! What the command is made of, as a library for it and for the testbed: both start the same server.

mod certificates;
mod clock;
pub mod commands;
pub mod configuration;
#[cfg(feature = "demo")]
pub mod demonstration;
pub mod log;
mod metrics;
mod node;
mod open_files;
#[cfg(feature = "otlp")]
mod traces;
mod trouble;

pub use clock::system_clock;
pub use configuration::Configuration;
pub use node::{Clock, Node, Running};
pub use trouble::Trouble;
