//! Applications as the flows see them: metadata read, secrets at hand, cached.

pub(crate) mod access;
pub(crate) mod asked;
pub(crate) mod consents;
pub(crate) mod oidc;
pub(crate) mod open;
mod settings;

use std::sync::Arc;

use crypto::token::{TokenHash, hash_secret};
use model::{
    Availability, Id, Time,
    id::{App, Org},
};
use store::{
    Json, Word,
    applications::{self, ApplicationRow},
};

pub use settings::{Protocol, Settings};

use crate::{Doorward, Result};

/// An application.
#[derive(Debug)]
pub struct Application {
    /// The organisation that owns it.
    pub org: Id<Org>,
    /// Its identifier.
    pub id: Id<App>,
    /// What it calls itself in the protocols.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// Whether it may be used.
    pub active: bool,
    /// Whether it is switched on itself, whatever its organisation is.
    pub(crate) switched_on: bool,
    /// Its epoch and its organisation's, together: what it was given for itself under another sum has ended.
    pub epoch: i64,
    /// Its settings.
    pub settings: Settings,
    /// Hashes of its secrets, and when each ends.
    pub secrets: Vec<([u8; 32], Option<Time>)>,
}

impl Application {
    /// An application goes off with the organisation that it is of.
    fn of(
        row: ApplicationRow<Json<Settings>>,
        (epoch, owner): (i64, Word<Availability>),
        secrets: Vec<([u8; 32], Option<Time>)>,
    ) -> Self {
        Self {
            epoch,
            settings: row.settings.into_inner(),
            org: row.org,
            id: row.id,
            client_id: row.client_id,
            name: row.name,
            active: row.state == Availability::Active && owner == Availability::Active,
            switched_on: row.state == Availability::Active,
            secrets,
        }
    }

    /// Whether this is one of the secrets that are good now. Every one is compared, each in constant time, so that the time
    /// tells nothing of which.
    pub(crate) fn has_secret(&self, secret: &str, now: Time) -> bool {
        let hash = hash_secret(secret);
        self.compare_each(now, |known| TokenHash::from_bytes(known) == hash)
    }

    /// Whether a secret that is good now is equal. All are compared, whatever was found before.
    fn compare_each(&self, now: Time, mut is_equal: impl FnMut([u8; 32]) -> bool) -> bool {
        let is_good = |ends: &Option<Time>| ends.is_none_or(|ends| ends > now);
        self.secrets.iter().fold(false, |found, (known, ends)| (is_equal(*known) & is_good(ends)) | found)
    }
}

impl Doorward {
    /// The application that calls itself this, if it may be used.
    pub async fn application(&self, client_id: &str) -> Result<Option<Arc<Application>>> {
        Ok(known(self, client_id).await?.filter(|application| application.active))
    }
}

/// The application that calls itself this, also where its organisation was switched off: what was opened in it is to be closed.
pub(crate) async fn application_to_tell(doorward: &Doorward, client_id: &str) -> Result<Option<Arc<Application>>> {
    Ok(known(doorward, client_id).await?.filter(|application| application.switched_on))
}

/// The application that calls itself this, however it is.
async fn known(doorward: &Doorward, client_id: &str) -> Result<Option<Arc<Application>>> {
    if let Some(application) = doorward.cache.application(client_id) {
        return Ok(Some(application));
    }
    let version = doorward.cache.version();
    let mut read = doorward.store.read().await?;
    let Some(row) = applications::by_client_id(&mut read, client_id).await? else { return Ok(None) };
    let Some((epoch, owner)) = applications::standing(&mut read, row.org, row.id).await? else { return Ok(None) };
    let secrets = applications::secrets(&mut read, row.org, row.id).await?;
    let application = Arc::new(Application::of(row, (epoch, owner), secrets));
    doorward.cache.keep(version, |cache| cache.application(&application));
    Ok(Some(application))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_seconds(1000);

    fn with_secrets(secrets: Vec<([u8; 32], Option<Time>)>) -> Application {
        let settings = Settings::of_client(::oidc::Client::default());
        let (org, id) = (Id::from_bytes([1; 16]), Id::from_bytes([2; 16]));
        Application {
            org,
            id,
            client_id: String::new(),
            name: String::new(),
            active: true,
            switched_on: true,
            epoch: 2,
            settings,
            secrets,
        }
    }

    #[test]
    fn oau_29_the_time_tells_nothing_of_which_secret() {
        let hash = |number: u8| *hash_secret(&number.to_string()).as_bytes();
        let application =
            with_secrets((0..20).map(|number| (hash(number), (number % 2 == 0).then_some(NOW))).collect());
        // The first that is good, the last, one that is over, and none of them.
        for (secret, good) in [(1, true), (19, true), (4, false), (99, false)] {
            let mut compared = Vec::new();
            let found = application.compare_each(NOW, |known| {
                compared.push(known);
                known == hash(secret)
            });
            assert_eq!((found, compared), (good, (0..20).map(hash).collect::<Vec<_>>()), "{secret}");
            assert_eq!(application.has_secret(&secret.to_string(), NOW), good, "{secret}");
        }
    }

    #[test]
    fn oau_29_a_secret_ends() {
        let of = |text: &str, ends| (*hash_secret(text).as_bytes(), ends);
        let later = Time::from_seconds(1001);
        let application = with_secrets(vec![of("old", Some(NOW)), of("still", Some(later)), of("new", None)]);
        for (secret, good) in [("old", false), ("still", true), ("new", true), ("", false)] {
            assert_eq!(application.has_secret(secret, NOW), good, "{secret}");
        }
    }
}
