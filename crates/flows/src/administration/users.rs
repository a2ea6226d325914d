//! What an operator does for one user: a password, a lock, a state, an end to all sessions.

use crypto::{Password, password::TooLong};
use model::{
    Id, Key,
    account::{Facts, State},
    id::Org,
    password::Rule,
    release::Profile,
};
use serde_json::json;
use store::{
    Change, attempts, credentials, devices,
    directory::{self, EntryRow},
    users,
};

use super::{Whom, shown};
use crate::{
    Doorward, Error, Result,
    authenticators::password::millis,
    events::{Concerning, Kind},
    notices::{Happened, Scene},
    sign_in::{Guessed, PasswordData, closed_until},
};

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no such user, or no longer.
    Unknown,
    /// The organisation's rules for passwords that the password breaks.
    Rules(Vec<Rule>),
    /// The password is longer than anything that is looked at.
    TooLong,
    /// The organisation's passwords are kept elsewhere.
    KeptElsewhere,
}

impl From<TooLong> for Refused {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

type Done<T = ()> = std::result::Result<T, Refused>;

/// How often somebody else may be quicker.
const TRIES: usize = 5;

impl Doorward {
    /// Gives a user another password, which the organisation's rules must allow; everything that was given to the user
    /// ends, and the user is told by mail (LGN-13). With `must_change` the next sign-in asks for another. Guesses at the former password are forgotten.
    pub async fn set_password(&self, whom: Whom, text: &str, must_change: bool, now: model::Time) -> Result<Done> {
        let password = match Password::new(text) {
            Ok(password) => password,
            Err(too_long) => return Ok(Err(too_long.into())),
        };
        let Some(entry) = self.entry(whom).await? else { return Ok(Err(Refused::Unknown)) };
        let home = self.organisation(whom.org).await?;
        if !home.policy.keeps_passwords() {
            return Ok(Err(Refused::KeptElsewhere));
        }
        let broken = self.rules_broken(&home, &entry, text)?;
        if !broken.is_empty() {
            return Ok(Err(Refused::Rules(broken)));
        }
        let hash = self.hasher.permit().await?.hash(&*self.entropy, &password).await;
        let data = PasswordData { changed_at: now, must_change, brought: None };
        let data = serde_json::to_string(&data).map_err(|_| Error::Corrupt("a password's data"))?;
        let profile: Profile = store::json::read(&entry.profile).map_err(|_| Error::Corrupt("a user's profile"))?;
        let done = self.change_user(whom, now, Kind::UserPasswordSet, true, async |change, _| {
            let mut read = self.store.read().await?;
            let stored = credentials::of_user(&mut read, whom.org, whom.user).await?;
            let key = (whom.org, whom.user);
            match stored.iter().find(|row| row.kind == "password") {
                Some(was) => {
                    credentials::set(change, key, was, (hash.as_str().as_bytes(), &data, millis(hash.as_str())));
                }
                None => {
                    let row = self.credential("password", hash.as_str().as_bytes().to_vec(), data.clone(), now);
                    credentials::insert(change, key, &row);
                }
            }
            self.order_notice(change, Scene::command(now), (&profile, &home), Happened::PasswordSet)?;
            self.forget_guesses(change, whom).await
        });
        let done = done.await?;
        self.ordered.notify_one();
        Ok(done)
    }

    /// The rules of an organisation that a password would break, for somebody of whom these words are known.
    ///
    /// # Errors
    /// When the organisation can't be read.
    pub async fn rules_broken_in(&self, org: Id<Org>, text: &str, own: &[&str]) -> Result<Vec<Rule>> {
        let home = self.organisation(org).await?;
        let names = [home.name.as_str(), home.slug.as_str(), home.branding.product_name.as_str()];
        let context = [own, &names].concat();
        let checks = model::password::check(&home.policy, text, &context);
        Ok(checks.into_iter().filter(|check| !check.met).map(|check| check.rule).collect())
    }

    /// The organisation's rules that a password for this user would break.
    ///
    /// # Errors
    /// When what is stored can't be read.
    pub(crate) fn rules_broken(&self, home: &crate::Organisation, entry: &EntryRow, text: &str) -> Result<Vec<Rule>> {
        let profile: Profile = store::json::read(&entry.profile).map_err(|_| Error::Corrupt("a user's profile"))?;
        let own = [&profile.given_name, &profile.family_name, &profile.email, &profile.preferred_username];
        let mut context: Vec<&str> = own.into_iter().flatten().map(String::as_str).collect();
        context.extend([home.name.as_str(), home.slug.as_str(), home.branding.product_name.as_str()]);
        let checks = model::password::check(&home.policy, text, &context);
        Ok(checks.into_iter().filter(|check| !check.met).map(|check| check.rule).collect())
    }

    /// Opens every lock of wrong guesses on the account: its own, those of everything that is typed to find it, and those of
    /// the browsers that it is known from.
    pub async fn unlock(&self, whom: Whom, now: model::Time) -> Result<Done> {
        self.change_user(whom, now, Kind::UserUnlocked, false, async |change, _| {
            self.forget_guesses(change, whom).await
        })
        .await
    }

    /// Until when wrong guesses keep the user out (RFC 3339), the longest of all locks; none when nothing does.
    pub async fn locked_until(&self, whom: Whom, now: model::Time) -> Result<Option<String>> {
        let mut read = self.store.read().await?;
        let mut latest = None;
        for key in self.guessed_keys(whom).await? {
            let row = attempts::get(&mut read, &key).await?;
            latest = latest.max(row.and_then(|row| closed_until(row, now)));
        }
        Ok(latest.map(|opens_at| match opens_at {
            model::Time::NEVER => "unlocked by hand".to_owned(),
            time => shown(time),
        }))
    }

    /// Sets the state. Whatever was given to the user ends. Whoever is made active again is not inactive either.
    pub async fn set_user_state(&self, whom: Whom, state: State, now: model::Time) -> Result<Done> {
        let kind = if state == State::Active { Kind::UserEnabled } else { Kind::UserDisabled };
        self.change_user(whom, now, kind, true, async |_, entry: &mut EntryRow| {
            entry.state = state.as_str().to_owned();
            if state == State::Active {
                let facts: Facts = store::json::read(&entry.facts).map_err(|_| Error::Corrupt("a user's facts"))?;
                let facts = Facts { reactivated_at: Some(now), ..facts };
                entry.facts = serde_json::to_string(&facts).map_err(|_| Error::Corrupt("a user's facts"))?;
            }
            Ok(())
        })
        .await
    }

    /// Ends all sessions, and everything that applications were given in them, on every node.
    pub async fn end_sessions_of(&self, whom: Whom, now: model::Time) -> Result<Done> {
        self.change_user(whom, now, Kind::UserSessionsEnded, true, async |_, _| Ok(())).await
    }

    /// Reads the user, lets `make` change the row and add to the change, and writes it unless somebody else was quicker.
    async fn change_user(
        &self,
        whom: Whom,
        now: model::Time,
        kind: Kind,
        ends: bool,
        make: impl AsyncFn(&mut Change, &mut EntryRow) -> Result<()>,
    ) -> Result<Done> {
        for _ in 0..TRIES {
            let Some(mut entry) = self.entry(whom).await? else { return Ok(Err(Refused::Unknown)) };
            let mut more = Change::new();
            make(&mut more, &mut entry).await?;
            let mut change = Change::new();
            directory::update(&mut change, whom.org, &entry, ends);
            change.append(more);
            let concerning = Concerning::user((whom.org, whom.user));
            self.record(&mut change, &self.operator(now), kind, concerning, &json!({}));
            if self.written(change).await? {
                return Ok(Ok(()));
            }
        }
        Err(Error::Guard("user unchanged"))
    }

    async fn entry(&self, whom: Whom) -> Result<Option<EntryRow>> {
        let mut read = self.store.read().await?;
        Ok(directory::by_ids(&mut read, whom.org, &[whom.user]).await?.pop())
    }

    async fn forget_guesses(&self, change: &mut Change, whom: Whom) -> Result<()> {
        for key in self.guessed_keys(whom).await? {
            attempts::forget(change, &key);
        }
        Ok(())
    }

    /// Everything that guesses at this account may have been counted under (`docs/decisions/0004`).
    async fn guessed_keys(&self, Whom { org, user }: Whom) -> Result<Vec<[u8; 32]>> {
        let home = self.organisation(org).await?;
        let mut read = self.store.read().await?;
        let identifiers = users::identifiers(&mut read, org, user).await?;
        let known = devices::hashes(&mut read, (org, user)).await?;
        let mut keys = Vec::new();
        for guessed in [Guessed::Password(org, user), Guessed::Code(org, user)] {
            keys.push(self.attempts_key(guessed).await?);
        }
        for device in &known {
            keys.push(self.attempts_key(Guessed::PasswordFrom(org, user, device)).await?);
            keys.push(self.attempts_key(Guessed::CodeFrom(org, user, device)).await?);
        }
        for identifier in &identifiers {
            keys.push(self.attempts_key(Guessed::Typed("", &identifier.key)).await?);
            if Key::typed(&identifier.key).is_ok_and(|key| key.domain().is_none()) {
                keys.push(self.attempts_key(Guessed::Typed(&home.slug, &identifier.key)).await?);
            }
        }
        Ok(keys)
    }
}
