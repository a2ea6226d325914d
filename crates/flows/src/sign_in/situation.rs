//! Everything that is known at one step of a sign-in, and the step that follows from it.

use std::sync::Arc;

use model::{
    Id, Policy, Span, Time,
    access::Access,
    id::{Org, User},
    sign_in::{self, Consented, Level, Progress, Requirements, SessionFacts, SignIn, Step, Subject, Tries},
};
use serde::{Deserialize, Serialize};
use store::{
    Read, applications, attempts,
    attempts::AttemptRow,
    devices,
    sessions::SessionRow,
    sign_ins::{self, SignInRow},
    users,
};

use super::{
    pending::{Destination, Pending},
    person::Person,
    tries::{self, Guessed},
};
use crate::{Application, Caller, Doorward, Error, Organisation, Result};

/// What the row of a sign-in keeps, as JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Kept {
    /// What the engine decides from.
    pub(crate) progress: Progress,
    /// What was typed, as it was typed.
    pub(crate) typed: String,
    /// The organisation that was named or whose domain it is; it governs until something is proven.
    pub(crate) organisation: Option<Id<Org>>,
    /// The step of the code that completed the sign-in, and when: the same click again arrives as well.
    pub(crate) completed_by: Option<(i64, Time)>,
    /// Whether somebody else than the browser's session wants to sign in.
    pub(crate) forget_session: bool,
    /// The company ID that was typed.
    pub(crate) company: String,
    /// How many wrong passwords and codes were given before the right ones.
    pub(crate) wrong_tries: u32,
    /// The epoch that the person had when they gave their first answer: what was answered before it ended counts no more.
    pub(crate) epoch: Option<i64>,
}

impl Kept {
    pub(crate) fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::Corrupt("a sign-in"))
    }
}

/// Everything that is known at one step.
pub(crate) struct Situation {
    pub(crate) pending: Pending,
    pub(crate) application: Option<Arc<Application>>,
    /// Whose policy and look hold; the instance's where no organisation is known.
    pub(crate) organisation: Option<Arc<Organisation>>,
    pub(crate) row: SignInRow,
    pub(crate) kept: Kept,
    pub(crate) session: Option<SessionRow>,
    pub(crate) person: Option<Person>,
    /// Whether the person signed in from this browser before.
    pub(crate) known_browser: bool,
    pub(crate) first: Counter,
    /// The account's own counter, where `first` counts what was typed.
    pub(crate) account: Option<Counter>,
    pub(crate) second: Counter,
    pub(crate) requirements: Requirements,
    pub(crate) sign_in: SignIn,
}

/// A counter of wrong guesses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counter {
    pub(crate) key: [u8; 32],
    pub(crate) row: Option<AttemptRow>,
}

impl Situation {
    /// Notes whom a proof or a consent is about, so that it counts for nobody else: the browser's session, which may have
    /// said who it is, can be another one by the time of the next step.
    pub(crate) fn is_about_person(&mut self) {
        if let Some(person) = &self.person {
            (self.row.org, self.row.user) = (Some(person.row.org), Some(person.row.id));
            self.kept.epoch = Some(person.row.epoch);
            self.kept.progress.belongs_to(person.row.id);
            self.sign_in.progress.belongs_to(person.row.id);
        }
    }

    pub(crate) fn policy<'a>(&'a self, doorward: &'a Doorward) -> &'a Policy {
        self.organisation.as_ref().map_or(&doorward.instance.policy, |organisation| &organisation.policy)
    }

    pub(crate) fn step(&self, doorward: &Doorward, now: Time) -> Step {
        sign_in::next(&self.sign_in, &self.requirements, self.policy(doorward), now)
    }
}

impl Doorward {
    /// Reads everything that is known about this sign-in.
    pub(crate) async fn situation(&self, caller: &Caller, pending: Pending) -> Result<Situation> {
        let mut read = self.store.read().await?;
        let stored = sign_ins::by_id(&mut read, pending.handle).await?;
        // The handle is random, so a row of another browser can't be met by chance; if it is, it is not ours.
        let stored = stored.filter(|row| row.browser == pending.browser);
        let kept = match &stored {
            Some(row) => serde_json::from_str(&row.facts).map_err(|_| Error::Corrupt("a sign-in"))?,
            None => Kept::default(),
        };
        let row = stored.unwrap_or_else(|| SignInRow {
            browser: pending.browser,
            org: None,
            user: None,
            version: 0,
            facts: String::new(),
            session: None,
            expires_at: pending.expires_at(),
        });
        drop(read);
        Box::pin(self.situation_with(caller, pending, row, kept)).await
    }

    /// The same, for a row that is about to be written.
    pub(crate) async fn situation_with(
        &self,
        caller: &Caller,
        pending: Pending,
        row: SignInRow,
        mut kept: Kept,
    ) -> Result<Situation> {
        let application = match &pending.destination {
            Destination::Home => None,
            Destination::Application(request) => self.application(&request.client_id).await?,
        };
        let named = self.named(&pending, &kept).await?;
        let mut read = self.store.read().await?;
        let session = match kept.forget_session {
            true => None,
            false => self.session_here(caller, &pending, named.as_ref()).await?,
        };
        let person = match (row.org, row.user, &session) {
            (Some(org), Some(user), _) => self.person(&mut read, org, user).await?,
            // Nothing was typed: the session says who it is.
            (_, _, Some(session)) if kept.progress.identifier.is_none() => {
                self.person(&mut read, session.org, session.user).await?
            }
            _ => None,
        };
        if let (Some(person), Some(epoch)) = (&person, kept.epoch)
            && person.row.epoch != epoch
        {
            // Disabled, reset or signed out everywhere meanwhile: whatever was proven before is void.
            let Progress { purpose, identifier, user, remember, .. } = kept.progress;
            kept.progress = Progress { purpose, identifier, user, remember, ..Progress::default() };
            kept.epoch = None;
        }
        let organisation = self.organisation_of(named, person.as_ref(), &kept).await?;
        let policy = organisation.as_ref().map_or(&self.instance.policy, |organisation| &organisation.policy);
        let device = match (&person, &caller.device) {
            (Some(person), Some(token)) => {
                let hash = *token.hash().as_bytes();
                devices::get(&mut read, person.key(), &hash, caller.now).await?.map(|row| (hash, row))
            }
            _ => None,
        };
        let known = device.as_ref().map(|(hash, _)| hash);
        let (first, account) = self.password_counters(&mut read, &kept, person.as_ref(), known).await?;
        let second = self.code_counter(&mut read, person.as_ref(), known).await?;
        let requirements =
            self.requirements(&mut read, &pending, application.as_deref(), session.as_ref(), person.as_ref()).await?;
        let sign_in = SignIn {
            subject: subject_of(&kept, person.as_ref()),
            session: session.as_ref().map(session_facts).transpose()?,
            tries: Tries {
                first: [Some(first), account]
                    .into_iter()
                    .flatten()
                    .map(|counter| tries::left(tries::password_budget(policy, counter.row), counter.row, caller.now))
                    .min()
                    .unwrap_or_default(),
                second: tries::left(tries::code_budget(second.row), second.row, caller.now),
            },
            trusted_until: device.as_ref().map(|(_, row)| row.trusted_until).filter(|until| until.millis() > 0),
            progress: kept.progress.clone(),
        };
        Ok(Situation {
            pending,
            application,
            organisation,
            row,
            kept,
            session,
            person,
            known_browser: device.is_some(),
            first,
            account,
            second,
            requirements,
            sign_in,
        })
    }

    /// The organisation that was named: typed, or asked for by the application.
    async fn named(&self, pending: &Pending, kept: &Kept) -> Result<Option<Arc<Organisation>>> {
        match (kept.organisation, &pending.organisation) {
            (Some(id), _) => Ok(Some(self.organisation(id).await?)),
            (None, Some(slug)) => self.organisation_by_slug(slug).await,
            (None, None) => Ok(None),
        }
    }

    /// The browser's session, unless another organisation than its own was asked for.
    async fn session_here(
        &self,
        caller: &Caller,
        pending: &Pending,
        named: Option<&Arc<Organisation>>,
    ) -> Result<Option<SessionRow>> {
        let session = self.session(caller).await?;
        let other = |session: &SessionRow| match (&pending.organisation, named) {
            (Some(_), Some(organisation)) => organisation.id != session.org,
            _ => false,
        };
        Ok(session.filter(|session| !other(session)))
    }

    /// Who governs. Once something is proven, or where the session speaks, it is the home organisation; until then it is
    /// what can be known without knowing whether there is an account.
    async fn organisation_of(
        &self,
        named: Option<Arc<Organisation>>,
        person: Option<&Person>,
        kept: &Kept,
    ) -> Result<Option<Arc<Organisation>>> {
        match person {
            Some(person) if !kept.progress.proofs.is_empty() || kept.progress.identifier.is_none() => {
                Ok(Some(self.organisation(person.row.org).await?))
            }
            _ => Ok(named),
        }
    }

    /// What wrong passwords are counted by: what the page goes by, and the account's own besides.
    async fn password_counters(
        &self,
        read: &mut Read,
        kept: &Kept,
        person: Option<&Person>,
        known: Option<&[u8; 32]>,
    ) -> Result<(Counter, Option<Counter>)> {
        if let (Some(person), Some(device)) = (person, known) {
            let (org, user) = person.key();
            return Ok((self.counter(read, Guessed::PasswordFrom(org, user, device)).await?, None));
        }
        let account = match person {
            Some(person) => Some(self.counter(read, Guessed::Password(person.row.org, person.row.id)).await?),
            None => None,
        };
        match (&kept.progress.identifier, account) {
            (Some(key), account) => {
                // An address is one thing everywhere; a user name is another one in each organisation.
                let company = if key.domain().is_some() { "" } else { kept.company.as_str() };
                Ok((self.counter(read, Guessed::Typed(company, key.as_str())).await?, account))
            }
            (None, Some(account)) => Ok((account, None)),
            (None, None) => Ok((self.counter(read, Guessed::Typed("", "")).await?, None)),
        }
    }

    async fn code_counter(
        &self,
        read: &mut Read,
        person: Option<&Person>,
        known: Option<&[u8; 32]>,
    ) -> Result<Counter> {
        match (person, known) {
            (Some(person), Some(device)) => {
                self.counter(read, Guessed::CodeFrom(person.row.org, person.row.id, device)).await
            }
            (Some(person), None) => self.counter(read, Guessed::Code(person.row.org, person.row.id)).await,
            (None, _) => Ok(Counter { key: [0; 32], row: None }),
        }
    }

    async fn counter(&self, read: &mut Read, guessed: Guessed<'_>) -> Result<Counter> {
        let key = self.attempts_key(guessed).await?;
        Ok(Counter { key, row: attempts::get(read, &key).await? })
    }

    async fn requirements(
        &self,
        read: &mut Read,
        pending: &Pending,
        application: Option<&Application>,
        session: Option<&SessionRow>,
        person: Option<&Person>,
    ) -> Result<Requirements> {
        let Destination::Application(request) = &pending.destination else {
            return Ok(Requirements { login_hint: pending.hint.clone(), ..Requirements::default() });
        };
        let Some(application) = application else {
            return Err(Error::Corrupt("a sign-in to an application that is gone"));
        };
        let wanted = request.acr.values.iter().filter_map(|acr| Level::from_acr(acr));
        let user = match &request.subject {
            None => None,
            Some(subject) => Some(match session.filter(|session| session.subject == *subject) {
                Some(session) => session.user,
                // Nobody of that name: it can not be whoever signs in.
                None => users::by_subject(read, subject).await?.map_or(Id::from_bytes([0; 16]), |(_, user)| user),
            }),
        };
        let key = person.map(Person::key);
        let access = match key {
            Some(key) => self.access(read, key, Some(application)).await?,
            None => Access::NotSubscribed,
        };
        Ok(Requirements {
            level: match request.acr.essential {
                true => application.settings.level.max(wanted.clone().min().unwrap_or_default()),
                false => application.settings.level,
            },
            preferred: wanted.max().unwrap_or_default(),
            max_age: request.max_age.map(|seconds| Span::seconds(i64::from(seconds))),
            login: request.prompt.login,
            select_account: request.prompt.select_account,
            silent: request.prompt.none,
            user,
            login_hint: request.login_hint.clone(),
            application: Some(sign_in::Application { id: application.id, access }),
            consent: self.consent_needed(read, request, application, key, access).await?,
        })
    }

    /// What the user must consent to, if it was not done before.
    async fn consent_needed(
        &self,
        read: &mut Read,
        request: &oidc::authorize::Valid,
        application: &Application,
        key: Option<(Id<Org>, Id<User>)>,
        access: Access,
    ) -> Result<Option<Consented>> {
        // Access beyond the session is never given unasked (OIDC Core §11).
        if !(application.settings.asks_consent || request.prompt.consent || request.is_offline()) {
            return Ok(None);
        }
        let singly = oidc::userinfo::scopes_of(&request.claims).map(str::to_owned);
        let mut scopes: Vec<String> = request.scope.iter().map(str::to_owned).chain(singly).collect();
        scopes.sort_unstable();
        scopes.dedup();
        if let (Some(key), true, false) = (key, access.granted(), request.prompt.consent) {
            let given = applications::consent(read, key, application.id).await?.unwrap_or_default();
            if scopes.iter().all(|scope| given.split(' ').any(|known| known == scope)) {
                return Ok(None);
            }
        }
        Ok(Some(Consented { application: application.id, scopes }))
    }
}

fn subject_of(kept: &Kept, person: Option<&Person>) -> Subject {
    match person {
        Some(person) => Subject::Claimed(Some(Box::new(person.account.clone()))),
        None if kept.progress.identifier.is_some() => Subject::Claimed(None),
        None => Subject::Nobody,
    }
}

fn session_facts(row: &SessionRow) -> Result<SessionFacts> {
    Ok(SessionFacts {
        user: row.user,
        proofs: serde_json::from_str(&row.proofs).map_err(|_| Error::Corrupt("a session's proofs"))?,
        created_at: row.created_at,
        seen_at: row.seen_at,
        remembered: row.remembered,
        postponed_at: None,
    })
}
