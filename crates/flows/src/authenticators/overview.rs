//! What somebody can prove themselves with, in numbers, for those who look after people.

use store::users;

use crate::{Doorward, Granted, Result, granted::ReadUser, people::person::Person};

/// How many of each authenticator somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthenticatorCounts {
    /// Whether a password is kept here.
    pub has_password: bool,
    /// Authenticator apps.
    pub apps: usize,
    /// Telephones that codes are sent to.
    pub phones: usize,
    /// Passkeys and security keys.
    pub passkeys: usize,
    /// Recovery codes that were not used yet.
    pub recovery_codes: usize,
}

impl AuthenticatorCounts {
    /// Whether there is a second factor that recovery codes stand in for.
    pub const fn has_second_factor(&self) -> bool {
        self.apps + self.phones + self.passkeys > 0
    }
}

impl Doorward {
    /// How many of each authenticator the user has; none when there is no such user.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn count_authenticators(&self, granted: &Granted<ReadUser>) -> Result<Option<AuthenticatorCounts>> {
        let whom = granted.on();
        let mut read = self.store.read().await?;
        let row = users::by_id(&mut read, whom.org, whom.user).await?;
        let person = Person::of_row(self, &mut read, row).await?;
        Ok(person.map(|one| AuthenticatorCounts {
            has_password: one.password().is_some(),
            apps: one.apps().count(),
            phones: one.number().into_iter().count(),
            passkeys: one.passkeys().count(),
            recovery_codes: one.recovery_codes().count(),
        }))
    }
}
