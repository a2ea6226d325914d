//! Languages: every sentence that people read, and how dates and times are said.
//!
//! The catalogues in `locales/` are Fluent; `build.rs` makes one method of [`Texts`] for each message. A page therefore can
//! not ask for a text that nobody wrote, and no language can lack one. The demonstration has [`Catalogues`] and texts of its
//! own, made by the same program. Which language a person gets is decided by [`Wishes`].

mod catalogue;
pub mod countries;
mod language;
mod marked;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod texts;
pub mod when;
pub mod zones;

pub use catalogue::{Argument, Catalogues};
pub use language::{Language, Wishes};
pub use marked::{Marked, Part};
pub use texts::Texts;
pub use when::{Clock, Zone};
