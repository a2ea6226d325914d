//! Password hashing, sealing at rest, minted tokens, one-time codes.
//!
//! Randomness is an input ([`Entropy`]) and so is time. What is secret is wiped when dropped and never shown by `Debug`.
//! Bad input is a value, never a panic: everything here that parses is total.

pub mod breached;
pub mod entropy;
pub mod keycloak;
pub mod mailed_code;
pub mod password;
pub mod recovery_codes;
pub mod seal;
pub mod token;
pub mod totp;

pub use entropy::Entropy;
pub use password::{Hasher, Password};
pub use seal::{SealContext, Sealer, SealingKey};
pub use token::{Token, TokenHash};
