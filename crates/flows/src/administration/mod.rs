//! What an operator does at the command line, and later an administrator in the console: look at what there is, make it,
//! change it. Each change carries its event.

mod applications;
mod organisations;
mod people;
mod restored;
mod sealing;
mod signing_keys;
pub mod tokens;
mod users;

pub use applications::ApplicationEntry;
pub use organisations::OrganisationEntry;
pub use people::{Page, Person, Whom};
pub use sealing::{Resealing, SealingState};
pub use signing_keys::SigningKeyEntry;
pub use users::Refused;

use model::Time;
use store::{Change, Outcome};

use crate::{Doorward, Error, Result};

impl Doorward {
    /// Writes a change; false when one of its guards says that somebody else was quicker.
    async fn written(&self, change: Change) -> Result<bool> {
        match self.store.write(change).await? {
            Outcome::Done => {
                self.refresh().await?;
                Ok(true)
            }
            Outcome::Refused(_) => Ok(false),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }
}

/// A time as RFC 3339 has it, in whole seconds.
pub(crate) fn shown(time: Time) -> String {
    jiff::Timestamp::from_second(time.seconds()).map_or_else(|_| time.seconds().to_string(), |time| time.to_string())
}
