//! What an operator does at the command line, and an administrator by the API: look at what there is, make it, change it.
//! Each verb takes a [`crate::Granted`], and each change carries its event. People are made and changed in [`crate::people`].

mod applications;
mod organisations;
mod people;
mod providers;
mod restored;
mod sealing;
mod signing_keys;
pub mod tokens;

pub use applications::{ApplicationDetails, ApplicationEntry, Subscription};
pub use organisations::OrganisationEntry;
pub use people::{ListRefusal, Page, Person};
pub use providers::{NoTrial, ProviderTrial};
pub use sealing::{Resealing, SealingState};
pub use signing_keys::SigningKeyEntry;
