//! A user with everything that signing in depends on.

use std::sync::Arc;

use model::{
    Account, Authenticator, Id, Key, Time,
    account::{Facts, Password, State},
    id::{Org, User},
    release::Profile,
};
use store::{
    Change, Read,
    credentials::{self, CredentialKind, CredentialRow, PasskeyData},
    devices,
    identity_links::{self, LinkRow},
    sessions::{self, SessionRow},
    users::{self, UserRow},
};

use super::scope;
use crate::{Caller, Doorward, Organisation, Result, farewells, sessions::display_name};

/// A user, read whole.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) row: UserRow,
    /// The home organisation.
    pub(crate) home: Arc<Organisation>,
    pub(crate) credentials: Vec<CredentialRow>,
    /// Who they are at the identity providers of their organisation.
    pub(crate) links: Vec<LinkRow>,
    pub(crate) account: Account,
    pub(crate) profile: Profile,
}

impl Person {
    fn of(row: UserRow, home: Arc<Organisation>, credentials: Vec<CredentialRow>, links: Vec<LinkRow>) -> Self {
        let confirmed =
            |kind: &CredentialKind| credentials.iter().any(|row| row.kind == *kind && row.confirmed_at.is_some());
        let password = credentials.iter().find_map(CredentialRow::password).map_or(Password::None, |data| {
            Password::Set { changed_at: data.changed_at, must_change: data.must_change }
        });
        let words = [
            (CredentialKind::Totp, Authenticator::Totp),
            (CredentialKind::Sms, Authenticator::Sms),
            (CredentialKind::Passkey, Authenticator::Passkey),
        ];
        let codes =
            credentials.iter().filter(|row| row.kind == CredentialKind::RecoveryCode && row.last_used_at.is_none());
        let profile = Profile::clone(&row.profile);
        // A mailbox is nobody's to enrol: whoever has an address that is shown to be theirs has it.
        let mailbox = profile.email.is_some() && profile.email_verified;
        let enrolled = words.into_iter().filter(|(word, _)| confirmed(word)).map(|(_, one)| one);
        let account = Account {
            id: row.id,
            // Whoever is of an organisation that is switched off is let in nowhere.
            state: if home.active { row.state.known().unwrap_or(State::Disabled) } else { State::Disabled },
            password,
            second_factors: enrolled.chain(mailbox.then_some(Authenticator::EmailCode)).collect(),
            recovery_codes_left: u32::try_from(codes.count()).unwrap_or(u32::MAX),
            links: links.iter().map(|link| link.identity.provider).collect(),
            facts: Facts::clone(&row.facts),
        };
        Self { row, home, credentials, links, account, profile }
    }

    pub(crate) fn key(&self) -> (Id<Org>, Id<User>) {
        (self.row.org, self.row.id)
    }

    /// The epochs of the person and of their organisation, together: what was begun under another sum has ended.
    pub(crate) fn epoch(&self) -> i64 {
        self.row.epoch + self.home.epoch
    }

    pub(crate) fn name(&self) -> String {
        display_name(&self.profile, &self.row.subject)
    }

    /// Ends everything that was given to the person, and tells the applications. Guard: they are still active and of this epoch.
    pub(crate) fn end_given(&mut self, doorward: &Doorward, change: &mut Change, now: Time) {
        users::end_given(change, self.key(), self.row.epoch);
        farewells::order(doorward, change, self.key(), now);
        self.row.epoch += 1;
    }

    /// The same, but for this browser: their session in it goes on, and it stays known to them, though trusted no more.
    pub(crate) fn end_given_elsewhere(
        &mut self,
        doorward: &Doorward,
        change: &mut Change,
        caller: &Caller,
        session: Option<&SessionRow>,
    ) {
        self.end_given(doorward, change, caller.now);
        if let Some(session) = session {
            sessions::carry_over(change, session, self.epoch());
        }
        if let Some(device) = &caller.device {
            devices::carry_over(change, self.key(), device.hash().as_bytes(), self.row.epoch);
        }
    }

    /// The hash of the password, if there is one.
    pub(crate) fn password(&self) -> Option<&CredentialRow> {
        self.credentials.iter().find(|row| row.kind == CredentialKind::Password)
    }

    /// The recovery codes that were not used yet.
    pub(crate) fn recovery_codes(&self) -> impl Iterator<Item = &CredentialRow> {
        self.credentials.iter().filter(|row| row.kind == CredentialKind::RecoveryCode && row.last_used_at.is_none())
    }

    /// The telephone that codes are sent to.
    pub(crate) fn number(&self) -> Option<&CredentialRow> {
        self.credentials.iter().find(|row| row.kind == CredentialKind::Sms && row.confirmed_at.is_some())
    }

    /// The passkeys and security keys.
    pub(crate) fn passkeys(&self) -> impl Iterator<Item = (&CredentialRow, &PasskeyData)> {
        let confirmed = self.credentials.iter().filter(|row| row.confirmed_at.is_some());
        confirmed.filter_map(|row| row.passkey().map(|data| (row, &**data)))
    }

    /// Notes that a passkey was offered, or one found without an offer: none is offered again.
    pub(crate) fn note_passkey_offer(&mut self, change: &mut Change, now: Time) {
        self.account.facts.passkey_offered_at = Some(now);
        let facts = self.row.facts.replaced(self.account.facts.clone());
        users::note_facts(change, self.key(), &self.row.facts, &facts);
        self.row.facts = facts;
    }

    /// Takes away every second factor that there was when a recovery code stood in for one: it is taken for lost. Whether there was any.
    pub(crate) fn forget_lost_factors(&self, change: &mut Change) -> bool {
        self.apps().for_each(|app| credentials::delete(change, self.key(), app.id));
        let others = [CredentialKind::Sms, CredentialKind::Passkey];
        others.into_iter().for_each(|kind| credentials::delete_of_kind(change, self.key(), kind));
        self.apps().next().is_some() || self.number().is_some() || self.passkeys().next().is_some()
    }

    /// The person once that was taken away.
    pub(crate) fn without_lost_factors(&self) -> Self {
        let mut left = self.clone();
        left.credentials
            .retain(|row| matches!(row.kind.known(), Some(CredentialKind::Password | CredentialKind::RecoveryCode)));
        left
    }

    /// The authenticator apps.
    pub(crate) fn apps(&self) -> impl Iterator<Item = &CredentialRow> {
        self.credentials.iter().filter(|row| row.kind == CredentialKind::Totp && row.confirmed_at.is_some())
    }
}

impl Person {
    /// The user, read whole. For nobody the same is read, and nothing found (LGN-03).
    pub(crate) async fn of_row(doorward: &Doorward, read: &mut Read, row: Option<UserRow>) -> Result<Option<Self>> {
        let (org, user) = row.as_ref().map_or((NOBODY.0, NOBODY.1), |row| (row.org, row.id));
        let credentials = credentials::of_user(read, org, user).await?;
        let Some(row) = row else { return Ok(None) };
        let home = Organisation::by_id(doorward, read, row.org).await?;
        let links = match home.providers.is_empty() {
            true => Vec::new(),
            false => identity_links::of_users(read, org, &[user]).await?,
        };
        Ok(Some(Self::of(row, home, credentials, links)))
    }

    /// Nobody of this organisation, of whom the same is read as of somebody (LGN-03).
    pub(crate) async fn of_nobody(doorward: &Doorward, read: &mut Read, org: Option<&Organisation>) -> Result<()> {
        Self::of_row(doorward, read, None).await?;
        if org.is_some_and(|org| !org.providers.is_empty()) {
            identity_links::of_users(read, NOBODY.0, &[NOBODY.1]).await?;
        }
        Ok(())
    }

    /// The user whom this key names. `organisation` is the one that was named, by the application, its slug or the key's
    /// domain; without one the key is looked for in the whole instance. Never tried in several organisations, one after the other.
    pub(crate) async fn find(
        read: &mut Read,
        organisation: Option<&Arc<Organisation>>,
        key: &Key,
    ) -> Result<Option<UserRow>> {
        let org = organisation.map(|organisation| organisation.id);
        let row = users::by_identifier(read, &scope(org, key), key.as_str()).await?;
        // An address may belong to another organisation than the one that was named: then nobody is called so here.
        Ok(row.filter(|row| organisation.is_none_or(|organisation| organisation.id == row.org)))
    }
}

/// The key of nobody.
pub(crate) const NOBODY: (Id<Org>, Id<User>) = (Id::from_bytes([0; 16]), Id::from_bytes([0; 16]));
