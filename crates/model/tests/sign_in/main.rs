//! The sign-in engine, walked.
//!
//! `world` plays users, verifiers and the store; the other files ask questions of every state that can be reached.

#[cfg(test)]
mod diagram;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod judge;
#[cfg(test)]
mod never;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod unknown;
#[cfg(test)]
mod walk;
#[cfg(test)]
mod world;
