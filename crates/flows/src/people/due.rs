//! What is asked of somebody at their next sign-in besides proof, for those who look after people.

use model::{
    due::{Due, due},
    sign_in::NewPassword,
};
use store::users;

use super::person::Person;
use crate::{Doorward, Granted, Result, granted::ReadUser};

/// What is due, in words.
pub const fn in_words(due: Due) -> &'static str {
    match due {
        Due::Password(NewPassword::Expired) => "another password: theirs is older than the policy's `password.max_age`",
        Due::Password(_) => "another password: an administrator wants it changed",
        Due::Notice => "to accept the organisation's notice",
    }
}

impl Doorward {
    /// What stands between a user who proves everything and their applications.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn due_of(&self, granted: &Granted<ReadUser>) -> Result<Vec<Due>> {
        let whom = granted.on();
        let mut read = self.store.read().await?;
        let row = users::by_id(&mut read, whom.org, whom.user).await?;
        let person = Person::of_row(self, &mut read, row).await?;
        Ok(person.map(|one| due(&one.account, &one.home.policy, granted.by().now)).unwrap_or_default())
    }
}
