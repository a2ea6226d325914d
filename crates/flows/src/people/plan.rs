//! A patch held against what is stored: what has to be written for one user. Pure but for new identifiers; with no
//! transaction open.

use crypto::totp;
use model::{
    Id, Role, Time,
    account::{Facts, JoinedBy, State},
    event::Actor,
    id::{Credential, User},
    release::Profile,
};
use serde_json::json;
use store::{
    Change, Json, Word,
    credentials::{self, CredentialKind},
    directory::{self, EntryRow},
    email_changes, inactivity,
    users::{self, IdentifierKind, UserRow},
};

use super::{Home, UserKey, UserPatch, identifiers, passwords::PasswordPlan, stored::Stored};
use crate::{
    AuditContext, Doorward, Result,
    difference::{self, Difference},
    events::{self, EventKind, EventSubject},
    farewells, jobs, new_id,
    notices::{Happened, Scene},
    people::credentials::{is_app, totp_row},
    people::guesses,
};

/// The fields that say how somebody reads (`model::reader`).
const HOW_THEY_READ: [&str; 4] = ["claims.locale", "claims.zoneinfo", "claims.date_format", "claims.time_format"];

/// A user as one shall be, and what that takes.
pub(crate) struct UserPlan {
    pub(crate) key: UserKey,
    pub(crate) created: bool,
    /// Which fields differ.
    pub(crate) fields: Vec<Difference>,
    /// The password to be set.
    pub(crate) password: Option<PasswordPlan>,
    /// How many passwords before it are kept.
    history: u8,
    /// What the user is told, who was there before.
    notices: Vec<Happened>,
    /// As whom: as they were before, so that a new address does not keep it from them.
    pub(super) owner: Profile,
    /// Roles that are taken: written last, when the organisation has its new owners.
    pub(crate) taken_roles: Change,
    /// The row as it shall be, with the version that it has now.
    entry: EntryRow,
    row_differs: bool,
    /// Whether everything that was given to the user ends.
    ends: bool,
    /// Identifiers, words, roles that are given: written after the row.
    steps: Change,
    totp: Option<(Vec<Id<Credential>>, totp::Secret)>,
}

/// What a plan is made from.
pub(crate) struct Planning<'p> {
    pub(crate) doorward: &'p Doorward,
    pub(crate) home: Home<'p>,
    pub(crate) patch: &'p UserPatch,
    pub(crate) stored: Option<&'p Stored>,
    pub(crate) now: Time,
}

impl Planning<'_> {
    /// The plan with this password, or why the claims do not fit.
    ///
    /// # Errors
    /// When something stored can't be read.
    pub(crate) fn plan(&self, password: Option<PasswordPlan>) -> Result<std::result::Result<UserPlan, String>> {
        let key = (self.home.id, self.stored.map_or_else(|| new_id(self.doorward, self.now), |stored| stored.entry.id));
        let (mut steps, mut fields) = (Change::new(), Vec::new());
        let [email, user_name] =
            [(IdentifierKind::Email, &self.patch.email), (IdentifierKind::UserName, &self.patch.user_name)].map(
                |wanted| {
                    let wanted = (wanted.0, wanted.1.as_ref());
                    identifiers::set(wanted, key, self.stored, self.now, (&mut steps, &mut fields))
                },
            );
        let (was, was_facts) = self.known();
        let patch = self.patch.clone().with_implied(email, user_name);
        let mut profile = match patch.profile_over(&was) {
            Ok(profile) => profile,
            Err(why) => return Ok(Err(why)),
        };
        if self.stored.is_some() {
            fields.extend(difference::differences("claims", &was, &profile, &difference::plain));
        }
        if profile != was && !patch.claims.contains_key("updated_at") {
            profile.updated_at = Some(self.now);
        }
        let was_state = self.stored.map(|stored| state_of(&stored.entry));
        let facts = self.patch.facts_over(&was_facts, was_state, self.home.policy, self.now);
        if let Some(accepted) = facts.accepted.as_ref().filter(|is| was_facts.accepted.as_ref() != Some(is)) {
            let what = format!("{} {}", accepted.text, accepted.version);
            fields.extend(self.stored.map(|_| Difference::added("accepted_notice", &what)));
        }
        let entry = self.entry(key.1, (&profile, &facts));
        let mut ends = self.compare(&entry, &mut fields);
        identifiers::set_words(self.patch, key, &profile, self.stored, &mut steps);
        let taken_roles = self.roles(key, &mut steps, &mut fields);
        if facts.reactivated_at == Some(self.now) {
            inactivity::used(&mut steps, key, self.now);
        }
        let totp = self.totp(key);
        fields.extend(password.as_ref().map(|_| Difference::secret("password")));
        fields.extend(totp.as_ref().map(|_| Difference::secret("totp_secret")));
        ends |= self.stored.is_some() && (password.is_some() || totp.is_some());
        let notices = self.notices((&was, &profile), password.is_some(), totp.as_ref().map(|(previous, _)| previous));
        // Whoever had no address before is told at the one that they have now.
        let owner = if was.email.is_some() { was } else { profile };
        let (created, row_differs) = (self.stored.is_none(), self.row_differs(&entry));
        Ok(Ok(UserPlan {
            key,
            created,
            fields,
            password,
            history: self.home.policy.password.history,
            notices,
            owner,
            taken_roles,
            entry,
            row_differs,
            ends,
            steps,
            totp,
        }))
    }

    /// Profile and facts as they are.
    fn known(&self) -> (Profile, Facts) {
        match self.stored {
            Some(Stored { entry, .. }) => (Profile::clone(&entry.profile), Facts::clone(&entry.facts)),
            None => {
                let joined_by = self.patch.joined_by;
                // Whoever comes from a provider has no password here, and is to get none by a mail.
                let external = joined_by == JoinedBy::Upstream;
                (Profile::default(), Facts { joined_by, external, ..Facts::default() })
            }
        }
    }

    fn entry(&self, id: Id<User>, (profile, facts): (&Profile, &Facts)) -> EntryRow {
        let was = self.stored.map(|stored| &stored.entry);
        let subject = self.patch.subject.clone().or_else(|| was.map(|was| was.subject.clone()));
        let state = self.patch.state.map(Word::from).or_else(|| was.map(|was| was.state.clone()));
        EntryRow {
            id,
            subject: subject.unwrap_or_else(|| id.to_string()),
            state: state.unwrap_or(Word::Known(State::Active)),
            epoch: was.map_or(1, |was| was.epoch),
            version: was.map_or(1, |was| was.version),
            profile: was.map_or_else(|| Json::new(profile.clone()), |was| was.profile.replaced(profile.clone())),
            facts: was.map_or_else(|| Json::new(facts.clone()), |was| was.facts.replaced(facts.clone())),
            created_at: was.map_or(self.now, |was| was.created_at),
            last_sign_in_at: None,
            active_at: was.map_or(self.now, |was| was.active_at),
        }
    }

    /// Notes another subject or state. Whether everything that was given to the user ends with it.
    fn compare(&self, entry: &EntryRow, fields: &mut Vec<Difference>) -> bool {
        let Some(Stored { entry: was, .. }) = self.stored else { return false };
        let text = |text: &str| Some(text.to_owned());
        if was.subject != entry.subject {
            fields.push(Difference::new("subject", text(&was.subject), text(&entry.subject)));
        }
        if was.state != entry.state {
            fields.push(Difference::new("state", text(was.state.as_str()), text(entry.state.as_str())));
        }
        was.state != entry.state
    }

    fn row_differs(&self, is: &EntryRow) -> bool {
        self.stored.is_some_and(|Stored { entry: was, .. }| {
            (&was.subject, &was.state, &was.profile, &was.facts) != (&is.subject, &is.state, &is.profile, &is.facts)
        })
    }

    /// Gives roles; those that are taken are answered apart.
    fn roles(&self, key: UserKey, steps: &mut Change, fields: &mut Vec<Difference>) -> Change {
        let mut taken = Change::new();
        let Some(roles) = &self.patch.roles else { return taken };
        let roles: Vec<&str> = roles.iter().copied().map(Role::as_str).collect();
        let had = self.stored.map(|stored| stored.roles.as_slice()).unwrap_or_default();
        for role in roles.iter().filter(|role| !had.iter().any(|had| had == *role)) {
            users::grant_role(steps, key, role, self.now);
            fields.push(Difference::added("roles", role));
        }
        for role in had.iter().filter(|role| !roles.contains(&role.as_str())) {
            users::revoke_role(&mut taken, key, role);
            fields.push(Difference::removed("roles", role));
        }
        taken
    }

    /// What the user is told of (LGN-13): another password, another app and which ones it replaces, another address than the
    /// one that they had.
    fn notices(
        &self,
        (was, is): (&Profile, &Profile),
        password: bool,
        replaced: Option<&Vec<Id<Credential>>>,
    ) -> Vec<Happened> {
        let Some(stored) = self.stored else { return Vec::new() };
        let mut had = stored.keys(IdentifierKind::Email);
        let found_by_another =
            self.patch.email.as_ref().is_some_and(|wanted| {
                had.clone().next().is_some() && !had.any(|named| named.key == wanted.key.as_str())
            });
        let folded = |profile: &Profile| profile.email.as_deref().map(str::to_lowercase);
        let has_another = was.email.is_some() && (found_by_another || folded(was) != folded(is));
        let app = replaced.map(|apps| if apps.is_empty() { Happened::AppSetUp } else { Happened::AppReplaced });
        let other = [password.then_some(Happened::PasswordSet), app, has_another.then_some(Happened::EmailChanged)];
        other.into_iter().flatten().collect()
    }

    fn totp(&self, key: UserKey) -> Option<(Vec<Id<Credential>>, totp::Secret)> {
        let secret = self.patch.totp.as_ref()?;
        let rows = self.stored.map(|stored| stored.credentials.as_slice()).unwrap_or_default();
        let same = rows.iter().any(|row| is_app(self.doorward, key, row, secret));
        let previous = rows.iter().filter(|row| row.kind == CredentialKind::Totp).map(|row| row.id);
        (!same).then(|| (previous.collect(), secret.clone()))
    }
}

/// The state as stored; one that this node does not know lets nobody in.
fn state_of(entry: &EntryRow) -> State {
    entry.state.known().unwrap_or(State::Disabled)
}

impl UserPlan {
    /// Whether the user is told of anything.
    pub(crate) fn has_notice(&self) -> bool {
        !self.notices.is_empty()
    }

    /// The same, of which the owner is told otherwise; with `ends`, everything that was given to them is over.
    pub(super) fn told_otherwise(mut self, ends: bool) -> Self {
        self.notices.clear();
        self.ends |= ends;
        self
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        !self.created && self.fields.is_empty() && !self.row_differs
    }

    /// Whether nothing differs but how the user reads. Nobody who looks into a trail asks for that, and whoever does it themselves may flip it as
    /// often as they like, so it would only fill it (AUD-07); the profile says what is so, and since when.
    pub(super) fn is_how_they_read(&self) -> bool {
        let how = |field: &Difference| HOW_THEY_READ.contains(&field.field.as_str());
        !self.created && !self.fields.is_empty() && self.fields.iter().all(how)
    }

    /// Writes the user into the change, with the event, unless they only changed how they read. `hash` is that of a plain password. The user is told what
    /// happened (LGN-13), and wrong guesses at a previous password are forgotten. Guards: nobody changed the user since they were
    /// read, and what has to be unique is.
    pub(crate) async fn add_to(
        &self,
        change: &mut Change,
        doorward: &Doorward,
        hash: Option<&str>,
        (by, kind): (&AuditContext, EventKind),
    ) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        self.add_row(change);
        change.append(self.steps.clone());
        if let Some(password) = &self.password {
            password.add_to(change, doorward, self.key, (hash, self.history), by.now)?;
        }
        if let Some((previous, secret)) = &self.totp {
            previous.iter().for_each(|id| credentials::delete(change, self.key, *id));
            credentials::insert(change, self.key, &totp_row(doorward, self.key, secret, by.now));
        }
        if self.ends && !self.created {
            farewells::order(doorward, change, self.key, by.now);
        }
        // Whoever looks after the account from now on is not undone by a link in a mailbox of before (RST-07).
        if !self.created && by.actor != Actor::User(self.key.1) && (self.ends || self.has_notice()) {
            email_changes::void(change, self.key, by.now);
        }
        if by.actor != Actor::User(self.key.1) || !self.is_how_they_read() {
            let fields: Vec<&str> = self.fields.iter().map(|field| field.field.as_str()).collect();
            let of = (kind, EventSubject::user(self.key));
            events::record_fields(doorward, change, by, of, &json!({ "fields": fields }), &self.fields);
        }
        if self.notices.contains(&Happened::PasswordSet) {
            change.append(guesses::guesses_forgotten(doorward, self.key).await?);
        }
        self.order_notices(change, doorward, by.now).await
    }

    async fn order_notices(&self, change: &mut Change, doorward: &Doorward, now: Time) -> Result<()> {
        if self.notices.is_empty() {
            return Ok(());
        }
        let home = doorward.organisation(self.key.0).await?;
        for happened in &self.notices {
            jobs::order_notice(doorward, change, Scene::command(now), (&self.owner, &home), *happened).await?;
        }
        Ok(())
    }

    fn add_row(&self, change: &mut Change) {
        let (org, e) = (self.key.0, &self.entry);
        let named = self.created || self.fields.iter().any(|field| field.field == "subject");
        if named && e.subject != e.id.to_string() {
            users::claim_subject(change, &e.subject);
        }
        if self.created {
            let row = UserRow {
                org,
                id: e.id,
                subject: e.subject.clone(),
                state: e.state.clone(),
                epoch: e.epoch,
                profile: e.profile.clone(),
                facts: e.facts.clone(),
                created_at: e.created_at,
                last_sign_in_at: None,
                active_at: e.active_at,
            };
            users::insert(change, &row);
        } else if self.row_differs {
            directory::update(change, org, e, self.ends);
        } else {
            directory::bump_version(change, org, (e.id, e.version), self.ends);
        }
    }
}
