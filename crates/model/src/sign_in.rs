//! The sign-in engine: which step comes next is derived from facts, never stored.
//!
//! [`next()`] is the whole of it. What a sign-in stores is its [`Progress`]; account, session, tries and policy are read
//! anew for every step, so that tabs, the back button, a changed policy and a disabled user need no code of their own.

mod confirm;
mod evidence;
mod next;
mod progress;
mod proof;
mod recover;
mod register;
mod requirements;
mod second;
mod step;

pub use evidence::ways_in;
pub use next::{next, trust_offered};
pub use progress::{AttemptsLeft, Consented, Progress, Purpose, SessionFacts, SignIn, Subject, Vouched};
pub use proof::{Action, Challenge, Proof};
pub use requirements::{Application, Level, Requirements};
pub use step::{Arrival, Enrolment, NewPassword, Part, Refusal, Step, StepKind};

#[cfg(test)]
mod tests;
