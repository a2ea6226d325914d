//! Passing credentials on: the request that asks an organisation's own web service whether a password is right, made of templates.
//!
//! Pure. Each value is encoded for where it stands, in one pass, so that none becomes syntax there or is read as a placeholder again
//! (EXT-03, EXT-06). What would leave its place all the same, or arrive as something else than was typed, is refused (EXT-04, EXT-05).

mod address;
mod header;
mod json;
mod request;
mod template;
mod url_encoded;
mod value;
mod xml;

pub use request::{FilledRequest, Flaw, Request, Rules};
pub use value::{NotCarried, Values};

#[cfg(test)]
mod tests;
