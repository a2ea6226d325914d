//! The test vectors of Web Authentication Level 3, and what is refused of them once one thing is changed.

#![expect(clippy::expect_used, reason = "tests")]

mod android_key;
mod attestation;
mod maker;
mod metadata;
mod refusals;
mod tpm;
mod vectors;
