//! The browser's session: who is signed in here, where else, and how to end it.

use std::sync::Arc;

use model::{
    Id, Span, Time,
    id::{Session, User},
    policy::Remember,
    release::Profile,
    sign_in::SessionFacts,
};
use store::{
    Change, Read, inactivity,
    sessions::{self, SessionRow},
};

use crate::{
    Caller, Cookie, Doorward, Organisation, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    farewells, instance_mac_key,
};

/// How long a session goes unnoted while it is used; the idle end may be early by as much.
pub(crate) const NOTED_EVERY: Span = Span::minutes(5);

/// How long a remembered session keeps its secret: changed daily at most, so that a copy is noticed (SES-11).
const ROTATED_EVERY: Span = Span::hours(24);

/// How long the secret before is good, so that two tabs at once are no theft.
const FORMER: Span = Span::seconds(60);

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub(crate) row: SessionRow,
    /// The home organisation.
    pub organisation: Arc<Organisation>,
    /// What is known of the person.
    pub profile: Profile,
    /// The session's new secret, when it was time for one.
    pub cookie: Option<Cookie>,
}

impl SignedIn {
    /// What judges the password, where it is not kept here: the organisation's own service, or the organisation, by name.
    pub fn password_judged_by(&self) -> Option<&str> {
        let home = &self.organisation;
        let elsewhere = home.policy.is_external() && !home.policy.keeps_password_of(&self.row.owner.facts);
        elsewhere.then(|| home.password_judge().map_or(home.name.as_str(), |provider| provider.name.as_str()))
    }

    /// What to call the person.
    pub fn name(&self) -> String {
        display_name(&self.profile, &self.row.owner.subject)
    }

    /// Who it is.
    pub fn user(&self) -> Id<User> {
        self.row.user
    }

    /// The session's identifier.
    pub fn id(&self) -> Id<Session> {
        self.row.id
    }
}

/// What the database knows of a browser's session.
pub(crate) enum BrowserSession {
    /// There is none.
    None,
    /// It is open.
    Open(Box<SessionRow>),
    /// Its secret was replaced a while ago: somebody else has a copy, or it is the owner's and a thief has the new one.
    Stolen(Box<SessionRow>),
}

impl BrowserSession {
    pub(crate) async fn read(read: &mut Read, caller: &Caller) -> Result<Self> {
        let Some(token) = &caller.session else { return Ok(Self::None) };
        let hash = token.hash();
        if let Some(row) = sessions::by_hash(read, hash.as_bytes(), caller.now).await? {
            return Ok(Self::Open(Box::new(row)));
        }
        Ok(match sessions::by_previous(read, hash.as_bytes(), caller.now).await? {
            Some(row) if caller.now.since(row.rotated_at) <= FORMER => Self::Open(Box::new(row)),
            Some(row) => Self::Stolen(Box::new(row)),
            None => Self::None,
        })
    }

    /// The session that was found. One that was stolen ends with everything that was given in it, and its user's browsers are
    /// trusted no more: whoever copied one cookie may have copied the other (SES-11).
    pub(crate) async fn end_if_stolen(self, doorward: &Doorward, caller: &Caller) -> Result<Option<SessionRow>> {
        let row = match self {
            Self::None => return Ok(None),
            Self::Open(row) => return Ok(Some(*row)),
            Self::Stolen(row) => row,
        };
        let owner = (row.org, row.user);
        let mut change = Change::new();
        sessions::end_of_user(&mut change, owner, row.id, caller.now);
        store::devices::distrust_all(&mut change, owner);
        farewells::order(doorward, &mut change, owner, caller.now);
        let (concerning, data) = (EventSubject::user(owner), serde_json::json!({ "session": row.id }));
        events::record(doorward, &mut change, &caller.system(), EventKind::SessionStolen, concerning, &data);
        // Refused, another request has just ended it.
        let _ = doorward.store.commit(change).await?;
        doorward.ordered.notify_one();
        Ok(None)
    }
}

/// What to call a person of whom this is known.
pub(crate) fn display_name(profile: &Profile, otherwise: &str) -> String {
    let parts = [&profile.given_name, &profile.family_name];
    let whole = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    let named = [profile.name.clone(), Some(whole), profile.preferred_username.clone(), profile.email.clone()];
    named.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_else(|| otherwise.to_owned())
}

/// One of somebody's sessions.
#[derive(Debug, Clone)]
pub struct ListedSession {
    /// Its identifier.
    pub id: Id<Session>,
    /// Whether it is this browser's.
    pub this_one: bool,
    /// The browser in words.
    pub agent: String,
    /// Where it came from.
    pub address: String,
    /// Since when.
    pub created_at: Time,
    /// When it was last used, to about five minutes.
    pub seen_at: Time,
    /// Whether it outlives the browser.
    pub remembered: bool,
    /// Names of the applications that it is used for.
    pub applications: Vec<String>,
}

impl Doorward {
    /// Who is signed in in this browser, as long as today's policy of their home organisation lets a session last.
    pub async fn signed_in(&self, caller: &Caller) -> Result<Option<SignedIn>> {
        let found = BrowserSession::read(&mut self.store.read().await?, caller).await?;
        let Some(row) = found.end_if_stolen(self, caller).await? else { return Ok(None) };
        let organisation = self.organisation(row.org).await?;
        if !organisation.active || !facts(&row).is_alive(&organisation.policy, caller.now) {
            return Ok(None);
        }
        if caller.now.since(row.seen_at) >= NOTED_EVERY {
            let mut change = Change::new();
            let idle = idle_end(&organisation, &row, caller.now);
            if is_worth_noting(row.owner.active_at, caller.now) {
                inactivity::used(&mut change, (row.org, row.user), caller.now);
            }
            sessions::seen(&mut change, row.org, row.id, caller.now, idle);
            // Lost, it is noted with the next request.
            let _ = self.store.write(change).await?;
        }
        let profile = Profile::clone(&row.owner.profile);
        let cookie = rotate_if_due(self, caller, &row).await?;
        Ok(Some(SignedIn { row, organisation, profile, cookie }))
    }

    /// All sessions of the person who is signed in here, newest first.
    pub async fn list_sessions(&self, caller: &Caller, who: &SignedIn) -> Result<Vec<ListedSession>> {
        let mut read = self.store.read().await?;
        let rows = sessions::of_user(&mut read, who.row.org, who.row.user, caller.now).await?;
        let opened = sessions::applications_of_user(&mut read, who.row.org, who.row.user).await?;
        let of = |session| {
            let mut names: Vec<String> =
                opened.iter().filter(|(id, _)| *id == session).map(|(_, name)| name.clone()).collect();
            names.sort_unstable();
            names
        };
        let listed = rows.into_iter().map(|row| ListedSession {
            applications: of(row.id),
            id: row.id,
            this_one: row.id == who.row.id,
            agent: row.agent,
            address: row.address,
            created_at: row.created_at,
            seen_at: row.seen_at,
            remembered: row.remembered,
        });
        Ok(listed.collect())
    }

    /// Ends one of one's own sessions, or all but this one when none is named. Whether there was one to end.
    pub async fn end_session_of(&self, caller: &Caller, who: &SignedIn, which: Option<Id<Session>>) -> Result<bool> {
        let owner = (who.row.org, who.row.user);
        let mut change = Change::new();
        match which {
            Some(id) => sessions::end_of_user(&mut change, owner, id, caller.now),
            None => {
                sessions::end_others(&mut change, owner, who.row.id, caller.now);
                let here = caller.device.as_ref().map(|token| *token.hash().as_bytes()).unwrap_or_default();
                store::devices::distrust_others(&mut change, owner, &here);
            }
        }
        farewells::order(self, &mut change, owner, caller.now);
        let data = serde_json::json!({ "session": which.map(|id| id.to_string()) });
        events::record(
            self,
            &mut change,
            &caller.user(owner.1),
            EventKind::SessionEnded,
            EventSubject::user(owner),
            &data,
        );
        let done = self.store.commit(change).await?.is_ok();
        self.ordered.notify_one();
        Ok(done)
    }
}

/// A new secret for a remembered session, once a day. It follows from the one before, so that all tabs that still show
/// that one are answered with the same, in whichever order the answers arrive.
pub(crate) async fn rotate_if_due(doorward: &Doorward, caller: &Caller, row: &SessionRow) -> Result<Option<Cookie>> {
    let due = row.remembered && caller.now.since(row.rotated_at) >= ROTATED_EVERY;
    let Some(shown) = caller.session.as_ref().filter(|_| due || row.by_previous) else { return Ok(None) };
    let token = shown.successor(instance_mac_key::get(doorward).await?, "session secret", row.id.as_bytes());
    let cookie = Cookie::Session(token.clone(), Some(row.ends_at.since(caller.now).as_seconds()));
    if row.by_previous {
        return Ok(Some(cookie));
    }
    let mut change = Change::new();
    sessions::rotate(&mut change, row, shown.hash().as_bytes(), token.hash().as_bytes(), caller.now);
    // Refused, another tab's answer brings the present secret.
    Ok(doorward.store.commit(change).await?.is_ok().then_some(cookie))
}

/// What a sign-in decides from of a session.
pub(crate) fn facts(row: &SessionRow) -> SessionFacts {
    SessionFacts {
        user: row.user,
        proofs: Vec::clone(&row.proofs),
        created_at: row.created_at,
        seen_at: row.seen_at,
        remembered: row.remembered,
        postponed_at: row.postponed_at,
    }
}

/// Whether the use of an account is noted that was last noted to be used at `active_at`.
pub(crate) fn is_worth_noting(active_at: Time, now: Time) -> bool {
    now.since(active_at) >= model::inactivity::NOTED_EVERY
}

/// When a session ends unless it is used again.
pub(crate) fn idle_end(organisation: &Organisation, row: &SessionRow, now: Time) -> Time {
    if row.remembered { row.ends_at } else { (now + organisation.policy.session.idle).min(row.ends_at) }
}

/// For how long a session lasts in this organisation, and whether it outlives the browser.
pub(crate) fn session_span(organisation: &Organisation, wants_remembering: bool) -> (Span, bool) {
    match organisation.policy.remember {
        Remember::Choice { span } if wants_remembering => (span, true),
        _ => (organisation.policy.session.absolute, false),
    }
}
