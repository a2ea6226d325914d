//! Nouns and rules. Pure: no I/O, no clock, no randomness, no SQL, no wire formats.

pub mod id;
pub mod time;

pub use id::Id;
pub use time::{Span, Time};
