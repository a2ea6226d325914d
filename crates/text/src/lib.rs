//! Languages: every sentence that people read, and how dates and times are said.
//!
//! The catalogues in `locales/` are Fluent; `build.rs` makes one method of [`Texts`] for each message. A page therefore can
//! not ask for a text that nobody wrote, and no language can lack one. Which language a person gets is decided by
//! [`Wishes`].

mod catalogue;
mod language;
mod marked;
pub mod when;
pub mod zones;

pub use catalogue::Texts;
pub use language::{Language, Wishes};
pub use marked::{Marked, Part};
pub use when::{Clock, Zone};
