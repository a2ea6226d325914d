//! Arriving: the session, the application session and the code, written in one change.

use crypto::token::Token;
use model::{Id, Span, Time, id::Session, sign_in::Arrival};
use oidc::authorize::{AuthorizationResponse, Valid};
use store::{
    Change, Outcome,
    devices::{self, Device},
    grants::{self, GrantRow},
    sessions::{self, SessionRow},
    sign_ins, users,
};

use super::{Arrived, Situation, Turn, pending::Destination, person::Person};
use crate::{
    Caller, Cookie, Doorward, Error, Organisation, Result,
    applications::oidc::GrantRequest,
    events::{Concerning, Kind},
    notices::{Happened, Scene},
    sessions::{idle_end, session_span},
};

/// How long a code may be exchanged (OAU-08).
const CODE: Span = Span::seconds(60);

/// How long what was given for use without the user lasts at most (OAU-19). All else ends with the session.
const GRANT: Span = Span::days(90);

/// How long a browser is known to somebody who signed in from it, unless they come again.
const DEVICE: Span = Span::days(365);

/// Somebody who arrives: everything that the change is made from.
struct Arriving<'a> {
    caller: &'a Caller,
    situation: &'a Situation,
    person: &'a Person,
    home: &'a Organisation,
    arrival: &'a Arrival,
}

/// What the browser gets, and what the application is answered.
struct Prepared {
    change: Change,
    cookies: Vec<Cookie>,
    arrived: Arrived,
    /// Whether the owner is told.
    noticed: bool,
}

/// So many wrong tries before the right one are told to the owner.
const WORTH_TELLING: u32 = 5;

impl Doorward {
    /// Signs the person in. `change` holds what the last proof or consent writes.
    pub(crate) async fn arrive(
        &self,
        caller: &Caller,
        situation: Situation,
        arrival: Arrival,
        change: Change,
    ) -> Result<Turn> {
        let Some(person) = &situation.person else { return Err(Error::Corrupt("an arrival of nobody")) };
        let home = self.organisation(person.row.org).await?;
        if !home.active {
            return Ok(self.refuse(&situation, model::sign_in::Refusal::Disabled));
        }
        let arriving = Arriving { caller, situation: &situation, person, home: &home, arrival: &arrival };
        let prepared = self.prepare(&arriving, change).await?;
        match self.store.write(prepared.change).await? {
            Outcome::Done => {
                if prepared.noticed {
                    self.ordered.notify_one();
                }
                let mut cookies = prepared.cookies;
                if let Some(session) = situation.session.as_ref().filter(|_| cookies.is_empty()) {
                    cookies.extend(self.rotated(caller, session).await?);
                }
                Ok(Turn::Arrived(prepared.arrived, cookies))
            }
            // Somebody or something was quicker: what holds now is read again.
            Outcome::Refused(_) => Ok(Turn::Onward),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    async fn prepare(&self, arriving: &Arriving<'_>, change: Change) -> Result<Prepared> {
        let Arriving { caller, situation, person, home, .. } = arriving;
        let mut all = Change::new();
        let mut cookies = Vec::new();
        let present = situation.session.as_ref().filter(|session| session.user == person.row.id);
        // Whatever was proven just now gets a new secret (SES-02); without it, the session is used as it is.
        let fresh = !situation.kept.progress.proofs.is_empty() || !situation.sign_in.progress.proofs.is_empty();
        let session = self.session_of(arriving, present, fresh)?;
        if situation.row.version > 0 && situation.row.session.is_none() {
            let facts = situation.kept.to_json()?;
            sign_ins::finish(&mut all, situation.pending.handle, situation.row.version, session.id, &facts);
        }
        all.append(change);
        let signs_in = present.is_none() || fresh;
        if !signs_in {
            sessions::still_open(&mut all, &session, caller.now, idle_end(home, &session, caller.now));
        } else {
            users::signed_in(&mut all, person.key(), person.row.epoch, caller.now);
            let token = Token::mint(&*self.entropy);
            if present.is_some() {
                sessions::renew(&mut all, &session, token.hash().as_bytes(), caller.now);
            } else {
                self.end_former(caller, &mut all, session.id).await?;
                sessions::insert(&mut all, &session, token.hash().as_bytes());
            }
            let lasts = session.remembered.then(|| session.ends_at.since(caller.now).as_seconds());
            cookies.push(Cookie::Session(token, lasts));
            cookies.push(self.known_device(arriving, &mut all));
            self.tell_signed_in(arriving, session.id, &mut all);
        }
        let arrived = match &situation.pending.destination {
            Destination::Home => Arrived::Home,
            Destination::Application(request) => {
                Arrived::Application(self.grant(arriving, &session, request, &mut all).await?)
            }
        };
        let noticed = match Self::worth_telling(arriving, present.is_none()).filter(|_| signs_in) {
            Some(happened) => {
                let scene = Scene::browser(caller, ui_locales(situation));
                self.order_notice(&mut all, scene, (&person.profile, home), happened)?
            }
            None => false,
        };
        Ok(Prepared { change: all, cookies, arrived, noticed })
    }

    /// What of this arrival the account's owner is told (LGN-13): that it came after many wrong tries, or from a browser that
    /// they never signed in from, unless it is the very first one. A second click of one sign-in is told once.
    fn worth_telling(arriving: &Arriving<'_>, new_session: bool) -> Option<Happened> {
        let Arriving { situation, person, .. } = arriving;
        let tries = situation.kept.wrong_tries;
        let first_ever = person.row.last_sign_in_at.is_none();
        match situation.row.session {
            Some(_) => None,
            None if tries >= WORTH_TELLING => Some(Happened::AfterWrongTries(tries)),
            None if new_session && !situation.known_browser && !first_ever => Some(Happened::NewBrowser),
            None => None,
        }
    }

    /// The session that the person arrives in: the browser's own, with what was proven now, or a new one.
    fn session_of(&self, arriving: &Arriving<'_>, present: Option<&SessionRow>, fresh: bool) -> Result<SessionRow> {
        let Arriving { caller, situation, person, home, arrival } = arriving;
        match present {
            Some(session) if !fresh => return Ok(session.clone()),
            Some(session) => {
                let idle_ends_at = idle_end(home, session, caller.now);
                return Ok(SessionRow { proofs: json(&arrival.proofs)?, idle_ends_at, ..session.clone() });
            }
            None => {}
        }
        let (span, remembered) = session_span(home, situation.kept.progress.remember);
        let ends_at = caller.now + span;
        let row = SessionRow {
            org: person.row.org,
            user: person.row.id,
            id: self.id(caller.now),
            epoch: person.row.epoch,
            proofs: json(&arrival.proofs)?,
            remembered,
            agent: caller.agent.clone(),
            address: caller.address.clone(),
            created_at: caller.now,
            seen_at: caller.now,
            idle_ends_at: ends_at,
            ends_at,
            rotated_at: caller.now,
            by_former: false,
            subject: person.row.subject.clone(),
            profile: String::new(),
            facts: String::new(),
        };
        Ok(SessionRow { idle_ends_at: idle_end(home, &row, caller.now), ..row })
    }

    /// One browser, one session: whoever was signed in here before is signed out.
    async fn end_former(&self, caller: &Caller, change: &mut Change, new: Id<Session>) -> Result<()> {
        if let Some(former) = self.session(caller).await?
            && former.id != new
        {
            sessions::end(change, former.org, former.id, caller.now);
        }
        Ok(())
    }

    /// This browser is known to the person from now on: strangers elsewhere can't lock them out of it.
    fn known_device(&self, arriving: &Arriving<'_>, change: &mut Change) -> Cookie {
        let Arriving { caller, situation, person, home, .. } = arriving;
        // Always a new secret, for everybody who is known here: one that somebody planted or read is worth nothing now.
        let token = Token::mint(&*self.entropy);
        if let Some(former) = &caller.device {
            devices::rotate(change, former.hash().as_bytes(), token.hash().as_bytes());
        }
        let trusted_until = match home.policy.second_factor.trust {
            Some(span) if situation.kept.progress.trust => caller.now + span,
            _ => Time::from_millis(0),
        };
        let hash = token.hash();
        let device = Device {
            hash: hash.as_bytes(),
            epoch: person.row.epoch,
            label: &caller.agent,
            trusted_until,
            expires_at: caller.now + DEVICE,
        };
        devices::keep(change, person.key(), &device, caller.now);
        Cookie::Device(token, DEVICE.as_seconds())
    }

    fn tell_signed_in(&self, arriving: &Arriving<'_>, session: Id<Session>, change: &mut Change) {
        let Arriving { caller, situation, person, arrival, .. } = arriving;
        let concerning = Concerning {
            org: Some(person.row.org),
            user: Some(person.row.id),
            app: situation.application.as_ref().map(|application| application.id),
        };
        let data = serde_json::json!({ "session": session, "acr": arrival.level.acr(), "amr": arrival.amr });
        self.record(change, &caller.user(person.row.id), Kind::SignInSucceeded, concerning, &data);
    }

    /// The application's session, and a code for it.
    async fn grant(
        &self,
        arriving: &Arriving<'_>,
        session: &SessionRow,
        request: &Valid,
        change: &mut Change,
    ) -> Result<AuthorizationResponse> {
        let Arriving { caller, situation, arrival, .. } = arriving;
        let Some(application) = &situation.application else {
            return Err(Error::Corrupt("a sign-in to an application that is gone"));
        };
        let present =
            sessions::app_session(&mut self.store.read().await?, session.org, session.id, application.id).await?;
        let app_session = present.unwrap_or_else(|| self.id(caller.now));
        sessions::open_app_session(change, session, application.id, app_session, caller.now);
        let code = Token::mint(&*self.entropy);
        let granted = GrantRequest {
            request: request.clone(),
            auth_time: arrival.auth_time,
            acr: arrival.level.acr().to_owned(),
            amr: arrival.amr.iter().map(|&amr| amr.to_owned()).collect(),
        };
        let row = GrantRow {
            org: session.org,
            id: self.id(caller.now),
            app_session,
            session: session.id,
            app: application.id,
            user: session.user,
            request: json(&granted)?,
            code_expires_at: caller.now + CODE,
            used_at: None,
            created_at: caller.now,
            ends_at: if request.is_offline() { caller.now + GRANT } else { session.ends_at },
            offline: request.is_offline(),
            stands: true,
            subject: String::new(),
            profile: String::new(),
        };
        grants::insert(change, &row, code.hash().as_bytes());
        Ok(AuthorizationResponse::code(request, &self.instance.issuer, code.expose()))
    }
}

/// The languages that the application asked for.
fn ui_locales(situation: &Situation) -> &[String] {
    match &situation.pending.destination {
        Destination::Application(request) => &request.ui_locales,
        Destination::Home => &[],
    }
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Corrupt("something to be stored as JSON"))
}
