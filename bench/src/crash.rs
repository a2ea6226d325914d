//! The kill test (REL-01…03): people sign in and applications refresh while Doorward or PostgreSQL is
//! killed with -9, again and again. After each restart everything that was acknowledged has to be there, and nothing that
//! may be used once is good a second time.

mod chain;
mod journal;
mod rounds;
mod sound;

pub(crate) use rounds::{Options, run};
