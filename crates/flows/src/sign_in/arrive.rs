//! Arriving: the session, the application session and the code, written in one change.

use crypto::token::Token;
use model::{
    Span, Time,
    sign_in::{Action, Arrival, Purpose},
};
use store::{
    Change, Json, consents,
    devices::{self, Device},
    grants, identity_links, inactivity, provider_sessions,
    sessions::{self, SessionRow},
    sign_ins::{self, SignInRow},
    users,
};

use super::{
    Arrived, Situation, Turn, Written, confirm::with_confirmation, pending::Destination, pushed_out::pushed_out,
};
use crate::{
    Cookie, Error, Result,
    applications::asked::{ApplicationResponse, Asked, Opening},
    commit::Commit as _,
    confirmed,
    events::{self, EventKind, EventSubject},
    farewells, jobs, new_id,
    notices::{Happened, Scene},
    people::person::Person,
    sessions::rotate_if_due,
    sessions::{NOTED_EVERY, idle_end, is_worth_noting, session_span},
};

/// How long a browser is known to somebody who signed in from it, unless they come again.
const DEVICE: Span = Span::days(365);

/// How many browsers are known to one user at most: who comes with another makes the one forgotten that was not seen for
/// longest.
const DEVICES: i64 = 100;

/// How many grants are kept of what one application was given in one session, at least, and at most: one more than the most
/// ends those that were given first.
const GRANTS: (i64, i64) = (50, 100);

/// The owner is notified of so many wrong tries before the right one.
const WORTH_A_NOTICE: u32 = 5;

/// Somebody who arrives: everything that the change is made from.
struct Arriving<'a> {
    situation: &'a Situation<'a>,
    person: &'a Person,
    arrival: &'a Arrival,
    /// The person's session in this browser, if there is one.
    present: Option<&'a SessionRow>,
    /// Whether something was proven just now.
    fresh: bool,
}

/// What the browser gets, and what the application is answered.
struct Prepared {
    change: Change,
    cookies: Vec<Cookie>,
    arrived: Arrived,
    /// Whether the owner is notified.
    noticed: bool,
}

/// The secrets of what a sign-in opens. They follow from the browser's own secret and the sign-in, and nobody computes them
/// without our key: two clicks of one sign-in bring the same, so that the browser is left with it in whichever order the answers
/// arrive.
pub(super) struct Secrets {
    pub(super) session: Token,
    pub(super) device: Token,
}

impl Secrets {
    pub(super) fn of(situation: &Situation<'_>) -> Self {
        let Situation { doorward, caller, pending, mac_key, .. } = situation;
        let secret = |purpose| match &caller.browser {
            Some(browser) => browser.successor(mac_key, purpose, pending.handle.as_bytes()),
            None => Token::mint(&*doorward.entropy),
        };
        Self { session: secret("session of a sign-in"), device: secret("known browser of a sign-in") }
    }
}

impl Situation<'_> {
    /// Signs the person in, or ends what else it was for. `change` holds what the last answer writes.
    pub(super) async fn arrive(mut self, arrival: Arrival, change: Change) -> Result<Written> {
        let Some(person) = &self.person else { return Err(Error::Corrupt("an arrival of nobody")) };
        let arriving = Arriving {
            situation: &self,
            person,
            arrival: &arrival,
            present: self.session().filter(|session| session.user == person.row.id),
            fresh: !self.kept.progress.proofs.is_empty(),
        };
        let prepared = arriving.prepare(change.clone()).await?;
        match self.doorward.store.commit(prepared.change).await? {
            Ok(()) => {
                if self.row.version > 0 && self.row.session.is_none() {
                    self.doorward.buckets.finish_sign_in(self.caller);
                }
                if prepared.noticed {
                    self.doorward.ordered.notify_one();
                }
                let mut cookies = prepared.cookies;
                if let Some(session) = self.session().filter(|_| cookies.is_empty()) {
                    cookies.extend(rotate_if_due(self.doorward, self.caller, session).await?);
                }
                Ok(Written::Done(Turn::Arrived(prepared.arrived, cookies)))
            }
            // The identity came to be somebody's meanwhile: the account is proven all the same.
            Err(identity_links::IDENTITY_FREE) if self.kept.to_link.take().is_some() => {
                Box::pin(self.arrive(arrival, change)).await
            }
            Err(_) => Ok(Written::Overtaken),
        }
    }
}

impl Arriving<'_> {
    async fn prepare(&self, change: Change) -> Result<Prepared> {
        let Situation { caller, doorward, .. } = *self.situation;
        let mut all = Change::new();
        // Whatever was proven just now gets a new secret (SES-02); without it, the session is used as it is. So it is where
        // somebody only confirmed an action.
        let confirms = matches!(self.situation.kept.progress.purpose, Purpose::Confirm(_));
        let signs_in = !confirms && (self.present.is_none() || self.fresh);
        let session = self.session(signs_in)?;
        self.finish(&session, &mut all)?;
        all.append(change);
        let mut cookies = Vec::new();
        if is_worth_noting(self.person.row.active_at, caller.now) {
            inactivity::used(&mut all, self.person.key(), caller.now);
        }
        if signs_in {
            self.situation.link_what_was_proven(&mut all, self.person).await?;
            let secrets = Secrets::of(self.situation);
            let pushed_out = match self.present {
                Some(_) => Change::new(),
                None => pushed_out(doorward, caller, self.person.key()).await?,
            };
            cookies.extend(self.open(&session, secrets, pushed_out, &mut all));
            if let Some(came_by) = &self.situation.kept.came_by {
                provider_sessions::keep(&mut all, session.org, session.id, &came_by.row());
            }
            if self.situation.row.session.is_none() {
                self.record(&session, &mut all);
            }
        } else if self.must_hold(&session) {
            let idle_ends_at = idle_end(&self.person.home, &session, caller.now);
            sessions::still_open(&mut all, &session, caller.now, idle_ends_at);
        }
        let arrived = match &self.situation.pending.destination {
            Destination::Home => Arrived::Home,
            Destination::Page(address) => Arrived::Page(self.back_at(address, &session)),
            Destination::Application(asked) => Arrived::Application(self.open_application(&session, asked, &mut all)?),
        };
        let noticed = match self.notice().filter(|_| signs_in) {
            Some(happened) => {
                let scene = Scene::browser(caller, self.situation.ui_locales());
                jobs::order_notice(doorward, &mut all, scene, (&self.person.profile, &self.person.home), happened)
                    .await?
            }
            None => false,
        };
        Ok(Prepared { change: all, cookies, arrived, noticed })
    }

    /// One of our own pages; with the confirmation, where that is what it came for. A new password was set in the sign-in itself.
    fn back_at(&self, address: &str, session: &SessionRow) -> String {
        match self.situation.kept.progress.purpose {
            Purpose::Confirm(action) if action != Action::ChangePassword => {
                let given = (self.situation.pending.handle, self.arrival.auth_time);
                let sealed = confirmed::seal(self.situation.doorward, action, (session.id, session.user), given);
                with_confirmation(address, &sealed)
            }
            _ => address.to_owned(),
        }
    }

    /// The sign-in ends in this session. One that has no row yet gets it now where its address could be opened again, so that
    /// what was sealed is good once, not for its hour.
    fn finish(&self, session: &SessionRow, change: &mut Change) -> Result<()> {
        let Situation { row, pending, kept, .. } = self.situation;
        if row.session.is_some() || (row.version == 0 && !pending.from_address) {
            return Ok(());
        }
        let facts = Json::new(kept.clone());
        if row.version == 0 {
            sign_ins::save(change, pending.handle, &SignInRow { facts: facts.clone(), ..row.clone() }, session.seen_at);
        }
        let ended = (session.org, session.user, session.id);
        sign_ins::finish(change, pending.handle, row.version.max(1), ended, &facts);
        Ok(())
    }

    /// What of this arrival the account's owner is told (LGN-13): that it came after many wrong tries, or from a browser that
    /// they never signed in from, unless it is the very first one. A second click of one sign-in is told once.
    fn notice(&self) -> Option<Happened> {
        let tries = self.situation.kept.wrong_tries;
        let first_ever = self.person.row.last_sign_in_at.is_none();
        match self.situation.row.session {
            Some(_) => None,
            None if tries >= WORTH_A_NOTICE => Some(Happened::AfterWrongTries(tries)),
            None if self.present.is_none() && self.situation.known_browser.is_none() && !first_ever => {
                Some(Happened::NewBrowser)
            }
            None => None,
        }
    }

    /// The session that the person arrives in: the browser's own, with what was proven now, or a new one.
    fn session(&self, signs_in: bool) -> Result<SessionRow> {
        let (now, home) = (self.situation.caller.now, &self.person.home);
        let postponed_at = self.situation.kept.progress.postponed_at;
        let (span, remembered) = session_span(home, self.situation.kept.progress.remember);
        match self.present {
            Some(session) if !signs_in => return Ok(session.clone()),
            Some(session) => {
                let mut renewed = session.clone();
                renewed.proofs = session.proofs.replaced(self.arrival.proofs.clone());
                renewed.postponed_at = postponed_at.or(session.postponed_at);
                // Asked for now, it is remembered from now on; not asked for, it stays as it is.
                if remembered && !session.remembered {
                    (renewed.remembered, renewed.ends_at) = (true, session.ends_at.max(session.created_at + span));
                }
                renewed.idle_ends_at = idle_end(home, &renewed, now);
                return Ok(renewed);
            }
            None => {}
        }
        let ends_at = now + span;
        let row = SessionRow {
            org: self.person.row.org,
            user: self.person.row.id,
            id: new_id(self.situation.doorward, now),
            proofs: Json::new(self.arrival.proofs.clone()),
            remembered,
            agent: self.situation.caller.agent.clone(),
            address: self.situation.caller.address.clone(),
            created_at: now,
            seen_at: now,
            idle_ends_at: ends_at,
            ends_at,
            rotated_at: now,
            postponed_at,
            by_previous: false,
            owner: self.person.row.clone(),
        };
        Ok(SessionRow { idle_ends_at: idle_end(home, &row, now), ..row })
    }

    /// Whether the session's row is written: to note that it was used, or because what is given outlives it, and must not be
    /// given beside its end. All else is read together with the session, and is worth nothing once that has ended.
    fn must_hold(&self, session: &SessionRow) -> bool {
        let outlives = match &self.situation.pending.destination {
            Destination::Application(asked) => asked.request().outlives_session(),
            Destination::Home | Destination::Page(_) => false,
        };
        outlives || self.situation.caller.now.since(session.seen_at) >= NOTED_EVERY
    }

    /// Opens the session, under a new secret. One browser, one session: whoever was signed in here before is signed out.
    fn open(&self, session: &SessionRow, secrets: Secrets, pushed_out: Change, change: &mut Change) -> [Cookie; 2] {
        let Situation { caller, .. } = *self.situation;
        users::signed_in(change, self.person.key(), self.person.row.epoch, caller.now);
        let token = secrets.session;
        if self.present.is_some() {
            sessions::renew(change, session, token.hash().as_bytes(), caller.now);
        } else {
            if let Some(previous) = &self.situation.browser_session {
                sessions::end(change, previous.org, previous.id, caller.now);
                let owner = (previous.org, previous.user);
                farewells::order(self.situation.doorward, change, owner, caller.now);
            }
            change.append(pushed_out);
            sessions::insert(change, session, token.hash().as_bytes(), self.person.epoch());
        }
        let lasts = session.remembered.then(|| session.ends_at.since(caller.now).as_seconds());
        [Cookie::Session(token, lasts), self.known_device(secrets.device, change)]
    }

    /// This browser is known to the person from now on: strangers elsewhere can't lock them out of it. Always by a new secret, for
    /// everybody who is known here: one that somebody planted or read is worth nothing now.
    fn known_device(&self, token: Token, change: &mut Change) -> Cookie {
        let Situation { caller, kept, doorward, .. } = self.situation;
        if let Some((_, known)) = self.situation.known_browser.as_ref().filter(|_| self.arrival.rests_on_trust) {
            devices::is_trusted(change, self.person.key(), known.id, caller.now);
        }
        if let Some(previous) = &caller.device {
            devices::rotate(change, previous.hash().as_bytes(), token.hash().as_bytes());
        }
        let trusted_until = match self.situation.trust_offered() {
            Some(span) if kept.progress.trust => caller.now + span,
            _ => Time::from_millis(0),
        };
        if self.situation.known_browser.is_none() {
            devices::forget_oldest(change, self.person.key(), DEVICES - 1);
        }
        let hash = token.hash();
        let device = Device {
            hash: hash.as_bytes(),
            epoch: self.person.row.epoch,
            id: new_id(doorward, caller.now),
            label: &caller.agent,
            address: &caller.address,
            trusted_until,
            expires_at: caller.now + DEVICE,
        };
        devices::keep(change, self.person.key(), &device, caller.now);
        Cookie::Device(token, DEVICE.as_seconds())
    }

    fn record(&self, session: &SessionRow, change: &mut Change) {
        let Situation { caller, doorward, application, .. } = self.situation;
        let concerning = EventSubject {
            org: Some(session.org),
            user: Some(session.user),
            app: application.as_ref().map(|application| application.id),
        };
        let data =
            serde_json::json!({ "session": session.id, "acr": self.arrival.level.acr(), "amr": self.arrival.amr });
        events::record(doorward, change, &caller.user(session.user), EventKind::SignInSucceeded, concerning, &data);
    }

    /// The application's part of the session, and its answer.
    fn open_application(
        &self,
        session: &SessionRow,
        asked: &Asked,
        change: &mut Change,
    ) -> Result<ApplicationResponse> {
        let Situation { caller, doorward, .. } = *self.situation;
        let Some(application) = &self.situation.application else {
            return Err(Error::Corrupt("a sign-in to an application that is gone"));
        };
        // A consent from before counts if it is not withdrawn meanwhile; one of this sign-in was written by it.
        if self.situation.consented.is_some() && self.situation.kept.progress.consented.is_none() {
            consents::hold(change, self.person.key(), application.id);
        }
        let present = self.situation.app_session.filter(|_| self.present.is_some());
        let app_session = present.unwrap_or_else(|| new_id(doorward, caller.now));
        sessions::open_app_session(change, session, application.id, app_session, caller.now);
        if self.situation.grants >= GRANTS.1 {
            grants::forget_oldest(change, (session.org, app_session), GRANTS.0 - 1);
        }
        let arrival = self.arrival;
        let opening = Opening { doorward, caller, application, session, app_session, arrival };
        asked.request().granted(&opening, change)
    }
}
