//! Users held against what is stored.

use std::collections::{HashMap, HashSet};

use crypto::totp;
use model::{
    Id, Policy,
    account::{Accepted, Facts, JoinedBy},
    id::{Credential, Org, User},
    release::Profile,
};
use serde_json::Value;
use store::{
    Change,
    directory::{self, EntryRow},
    users::{self, IdentifierRow},
};

use super::{
    Home, Options, Plan,
    document::WantedUser,
    organisations::json,
    overlay::{self, Leaf},
    passwords::PasswordStep,
    people::{Names, Stored},
    report::Difference,
    scope,
};
use crate::{Error, Result};

/// A user as one shall be, and what that takes.
pub(super) struct PlannedUser<'a> {
    pub(super) wanted: &'a WantedUser,
    pub(super) org: Id<Org>,
    pub(super) id: Id<User>,
    pub(super) created: bool,
    /// The row as it shall be, with the version that it has now.
    pub(super) entry: EntryRow,
    /// Whether the row itself differs.
    pub(super) row_differs: bool,
    /// Whether everything that was given to the user ends.
    pub(super) ends: bool,
    pub(super) fields: Vec<Difference>,
    /// Identifiers, words, roles: written after the row.
    pub(super) steps: Change,
    pub(super) password: Option<PasswordStep<'a>>,
    /// Who is told of another password: somebody who was there before, as they were then, so that a new address in the same
    /// document does not keep it from them.
    pub(super) told: Option<Profile>,
    /// Authenticator apps to be removed, and the one to be there.
    pub(super) totp: Option<(Vec<Id<Credential>>, &'a totp::Secret)>,
}

impl<'a> Plan<'a> {
    pub(super) async fn plan_users(&mut self, options: &Options<'_>) -> Result<()> {
        let document = self.document;
        for organisation in &document.organisations {
            let Some(home) = self.homes.remove(&organisation.slug) else { continue };
            let planned = self.plan_users_of(&home, &organisation.users, options).await;
            self.homes.insert(organisation.slug.clone(), home);
            planned?;
        }
        Ok(())
    }

    async fn plan_users_of(&mut self, home: &Home, wanted: &'a [WantedUser], options: &Options<'_>) -> Result<()> {
        let names = if wanted.is_empty() { Names::default() } else { self.names(home, wanted).await? };
        let mut taken = HashMap::new();
        let mut meant = Vec::with_capacity(wanted.len());
        for wanted in wanted {
            let found = self.meant(home, wanted, &names);
            if let Some(first) = found.and_then(|user| taken.insert(user, &wanted.place)) {
                self.problems.add(&wanted.place, format!("is the same user as {first}: say it once"));
            }
            meant.push(found);
        }
        let ids: Vec<Id<User>> = meant.iter().flatten().copied().collect();
        let mut stored = self.stored(home.id, &ids).await?;
        let people: Vec<(&WantedUser, Option<Stored>)> =
            wanted.iter().zip(&meant).map(|(wanted, id)| (wanted, id.and_then(|id| stored.remove(&id)))).collect();
        // Comparing passwords takes long and finds no problem, so a document that has one already is spared it.
        let passwords = match self.document.problems.is_empty() {
            true => self.password_steps(home, &people, options).await?,
            false => people.iter().map(|_| None).collect(),
        };
        let first = self.users.len();
        for ((wanted, stored), password) in people.into_iter().zip(passwords) {
            let planned = self.plan_user(home, wanted, stored.as_ref(), password)?;
            for (key, _) in [&wanted.email, &wanted.user_name].into_iter().flatten() {
                self.user_ids.insert((scope(home.id, key), key.as_str().to_owned()), (home.id, planned.id));
            }
            self.users.push(planned);
        }
        self.keep_an_owner(home, first).await
    }

    fn plan_user(
        &mut self,
        home: &Home,
        wanted: &'a WantedUser,
        stored: Option<&Stored>,
        password: Option<PasswordStep<'a>>,
    ) -> Result<PlannedUser<'a>> {
        let created = stored.is_none();
        let id = stored.map_or_else(|| self.doorward.id(self.now), |stored| stored.entry.id);
        let mut fields = Vec::new();
        let mut steps = Change::new();
        let renamed = self.plan_identifiers((home.id, id), wanted, stored, &mut steps, &mut fields);
        let (profile, facts) = self.person(home, wanted, stored, renamed, &mut fields)?;
        let subject = wanted.subject.clone().or_else(|| stored.map(|stored| stored.entry.subject.clone()));
        let state = wanted.state.map(|state| state.as_str().to_owned());
        let entry = EntryRow {
            id,
            subject: subject.unwrap_or_else(|| id.to_string()),
            state: state.or_else(|| stored.map(|stored| stored.entry.state.clone())).unwrap_or_else(|| "active".into()),
            epoch: stored.map_or(1, |stored| stored.entry.epoch),
            version: stored.map_or(1, |stored| stored.entry.version),
            profile: json(&profile)?,
            facts: json(&facts)?,
            created_at: stored.map_or(self.now, |stored| stored.entry.created_at),
            last_sign_in_at: None,
        };
        let mut ends = false;
        if let Some(Stored { entry: was, .. }) = stored {
            let text = |text: &String| Some(text.clone());
            if was.subject != entry.subject {
                fields.push(Difference::new("subject", text(&was.subject), text(&entry.subject)));
            }
            if was.state != entry.state {
                fields.push(Difference::new("state", text(&was.state), text(&entry.state)));
                ends = true;
            }
        }
        let row_differs = stored.is_some_and(|Stored { entry: was, .. }| {
            (&was.subject, &was.state, &was.profile, &was.facts)
                != (&entry.subject, &entry.state, &entry.profile, &entry.facts)
        });
        self.plan_words((home.id, id), &profile, wanted, stored, &mut steps);
        self.plan_roles((home.id, id), wanted, stored, &mut steps, &mut fields);
        let totp = self.plan_totp((home.id, id), wanted, stored);
        if password.is_some() {
            fields.push(Difference::secret("password"));
        }
        if totp.is_some() {
            fields.push(Difference::secret("totp_secret"));
        }
        ends |= !created && (password.is_some() || totp.is_some());
        let told = match stored.filter(|_| password.is_some()) {
            Some(stored) => Some(told(&stored.entry, &entry)?),
            None => None,
        };
        let org = home.id;
        Ok(PlannedUser { wanted, org, id, created, entry, row_differs, ends, fields, steps, password, told, totp })
    }

    /// Whether the address and the user name are others than before.
    fn plan_identifiers(
        &self,
        (org, user): (Id<Org>, Id<User>),
        wanted: &WantedUser,
        stored: Option<&Stored>,
        steps: &mut Change,
        fields: &mut Vec<Difference>,
    ) -> [bool; 2] {
        [("email", &wanted.email), ("user_name", &wanted.user_name)].map(|(kind, typed)| {
            let Some((key, shown)) = typed else { return false };
            let had = stored.map(|stored| stored.identifiers.as_slice()).unwrap_or_default();
            let mut had = had.iter().filter(|named| named.kind == kind);
            if let Some(same) = had.clone().find(|named| named.key == key.as_str()) {
                if same.shown != *shown {
                    directory::show_identifier(steps, &same.scope, &same.key, user, shown);
                    fields.push(Difference::new(kind, Some(same.shown.clone()), Some(shown.clone())));
                }
                return false;
            }
            let was = had.clone().next().map(|named| named.shown.clone());
            had.by_ref().for_each(|named| directory::delete_identifier(steps, &named.scope, &named.key, user));
            let row = IdentifierRow {
                kind: kind.to_owned(),
                key: key.as_str().to_owned(),
                shown: shown.clone(),
                verified_at: (kind == "email").then_some(self.now),
            };
            users::insert_identifier(steps, &scope(org, key), (org, user), &row);
            fields.push(Difference::new(kind, was, Some(shown.clone())));
            true
        })
    }

    /// Profile and facts as they shall be. A new address or user name is a claim as well, unless the document says another.
    fn person(
        &self,
        home: &Home,
        wanted: &WantedUser,
        stored: Option<&Stored>,
        [email, user_name]: [bool; 2],
        fields: &mut Vec<Difference>,
    ) -> Result<(Profile, Facts)> {
        let (was, mut facts) = match stored {
            None => (Profile::default(), Facts { joined_by: JoinedBy::Import, ..Facts::default() }),
            Some(Stored { entry, .. }) => (
                store::json::read(&entry.profile).map_err(|_| Error::Corrupt("a user's profile"))?,
                store::json::read(&entry.facts).map_err(|_| Error::Corrupt("a user's facts"))?,
            ),
        };
        let mut leaves = Vec::new();
        let mut imply = |claim: &str, value: Value| {
            if !wanted.claims.iter().any(|leaf| leaf.sets(&[claim])) {
                leaves.push(Leaf::new(&[claim], wanted.place.clone(), value));
            }
        };
        if let (true, Some((_, shown))) = (email, &wanted.email) {
            imply("email", Value::from(shown.as_str()));
            imply("email_verified", Value::from(true));
        }
        if let (true, Some((_, shown))) = (user_name, &wanted.user_name) {
            imply("preferred_username", Value::from(shown.as_str()));
        }
        leaves.extend(wanted.claims.iter().cloned());
        let mut profile = match overlay::lay(&was, &leaves) {
            Ok(profile) => profile,
            Err(problem) => {
                self.problems.extend(vec![problem]);
                was.clone()
            }
        };
        if stored.is_some() {
            fields.extend(overlay::differences("claims", &[], &was, &profile));
        }
        if profile != was && !wanted.claims.iter().any(|leaf| leaf.sets(&["updated_at"])) {
            profile.updated_at = Some(self.now);
        }
        if let (true, Some(notice)) = (wanted.accepted_notice, &home.policy.notice) {
            let accepted = facts.accepted.as_ref();
            if accepted.is_none_or(|known| (&known.text, &known.version) != (&notice.text, &notice.version)) {
                facts.accepted =
                    Some(Accepted { text: notice.text.clone(), version: notice.version.clone(), at: self.now });
                if stored.is_some() {
                    fields.push(Difference::added("accepted_notice", &format!("{} {}", notice.text, notice.version)));
                }
            }
        }
        Ok((profile, facts))
    }

    /// Words that find the user; they follow from the rest, and are no field of their own.
    fn plan_words(
        &self,
        (org, user): (Id<Org>, Id<User>),
        profile: &Profile,
        wanted: &WantedUser,
        stored: Option<&Stored>,
        steps: &mut Change,
    ) {
        let mut keys: Vec<&str> = Vec::new();
        for (kind, typed) in [("email", &wanted.email), ("user_name", &wanted.user_name)] {
            match typed {
                Some((key, _)) => keys.push(key.as_str()),
                None => {
                    let had = stored.map(|stored| stored.identifiers.as_slice()).unwrap_or_default();
                    keys.extend(had.iter().filter(|named| named.kind == kind).map(|named| named.key.as_str()));
                }
            }
        }
        let words = model::search::words(profile, keys);
        let had = stored.map(|stored| stored.words.as_slice()).unwrap_or_default();
        for word in had.iter().filter(|word| !words.contains(word)) {
            directory::delete_word(steps, org, word, user);
        }
        for word in words.iter().filter(|word| !had.contains(word)) {
            users::insert_word(steps, (org, user), word);
        }
    }

    /// Roles that are given; those that are taken are written last, when nobody is left out.
    fn plan_roles(
        &mut self,
        (org, user): (Id<Org>, Id<User>),
        wanted: &WantedUser,
        stored: Option<&Stored>,
        steps: &mut Change,
        fields: &mut Vec<Difference>,
    ) {
        let Some(roles) = &wanted.roles else { return };
        let had = stored.map(|stored| stored.roles.as_slice()).unwrap_or_default();
        for role in roles.iter().filter(|role| !had.contains(role)) {
            users::grant_role(steps, (org, user), role, self.now);
            fields.push(Difference::added("roles", role));
        }
        for role in had.iter().filter(|role| !roles.contains(role)) {
            let mut change = Change::new();
            users::revoke_role(&mut change, (org, user), role);
            self.after.push(change);
            fields.push(Difference::removed("roles", role));
        }
    }

    fn plan_totp(
        &self,
        (org, user): (Id<Org>, Id<User>),
        wanted: &'a WantedUser,
        stored: Option<&Stored>,
    ) -> Option<(Vec<Id<Credential>>, &'a totp::Secret)> {
        let secret = wanted.totp.as_ref()?;
        let apps = stored.map(|stored| stored.credentials.as_slice()).unwrap_or_default();
        let apps: Vec<_> = apps.iter().filter(|row| row.kind == "totp").collect();
        let same = apps.iter().any(|row| {
            let place = crate::seed::row_key(org, user, row.id);
            let opened = self.doorward.sealer.open(crate::seed::totp_place(&place), &row.secret);
            row.confirmed_at.is_some() && opened.is_ok_and(|known| known.as_slice() == secret.expose())
        });
        (!same).then(|| (apps.iter().map(|row| row.id).collect(), secret))
    }

    /// An organisation that has an owner keeps one.
    async fn keep_an_owner(&self, home: &Home, first: usize) -> Result<()> {
        let loses = |user: &&PlannedUser<'_>| user.fields.contains(&Difference::removed("roles", "owner"));
        let losing: Vec<&PlannedUser<'_>> = self.users[first..].iter().filter(loses).collect();
        let Some(last) = losing.last() else { return Ok(()) };
        let gains = |user: &PlannedUser<'_>| user.fields.contains(&Difference::added("roles", "owner"));
        let lost: HashSet<Id<User>> = losing.iter().map(|user| user.id).collect();
        let owners = users::owner_ids(&mut self.doorward.store.read().await?, home.id).await?;
        if owners.iter().all(|owner| lost.contains(owner)) && !self.users[first..].iter().any(gains) {
            let text = "would leave the organisation without an owner: make somebody else one";
            self.problems.add(format!("{}.roles", last.wanted.place), text);
        }
        Ok(())
    }
}

/// Who reads of another password: the person as they were, or as they shall be where they had no address.
fn told(was: &EntryRow, shall_be: &EntryRow) -> Result<Profile> {
    let profile = |entry: &EntryRow| -> Result<Profile> {
        store::json::read(&entry.profile).map_err(|_| Error::Corrupt("a user's profile"))
    };
    let was = profile(was)?;
    if was.email.is_some() { Ok(was) } else { profile(shall_be) }
}

/// What is known of a person that no password may be made of.
pub(super) fn context<'c>(home: &'c Home, slug: &'c str, wanted: &'c WantedUser) -> Vec<&'c str> {
    let typed = [&wanted.email, &wanted.user_name].into_iter().flatten().map(|(_, shown)| shown.as_str());
    typed.chain([home.name.as_str(), slug, home.product.as_str()]).filter(|word| !word.is_empty()).collect()
}

/// Whether a policy would take this password from its owner.
pub(super) fn is_good(policy: &Policy, password: &str, context: &[&str]) -> bool {
    model::password::is_good(policy, password, context)
}
