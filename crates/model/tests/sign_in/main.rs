//! The sign-in engine, walked.
//!
//! `world` plays users, verifiers and the store; the other files ask questions of every state that can be reached.

mod diagram;
mod golden;
mod judge;
mod never;
mod rules;
mod unknown;
mod walk;
mod world;
