//! Passwords: how they are taken, hashed and verified, and how hashes made elsewhere are read.
//!
//! Every hash and every verification needs a [`Permit`] of the [`Hasher`], whose number is fixed and whose queue is
//! bounded: a storm of sign-ins makes people wait or come back later, and takes neither memory nor all the cores' time.
//! [`Permit::check`] takes as long for nobody's password as for somebody's.

mod argon;
mod hasher;
mod imports;
mod stored;
mod typed;

pub use argon::{Cost, CostOutOfBounds};
pub use hasher::{Busy, Hasher, Load, Permit, Places, Requester, Verdict};
pub(crate) use stored::base64_bytes;
pub use stored::{NotAHash, Stored};
pub use typed::{Password, TooLong};
