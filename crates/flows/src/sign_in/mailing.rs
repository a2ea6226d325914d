//! Mails that a sign-in asks for: whom they go to, and from whose budget.
//!
//! The page, what is read and written, and the time that it takes are the same whoever was named (RST-04): a job is ordered for
//! nobody as well. A mail that exceeds its budget is not ordered, and looks as if it were.

use std::sync::Arc;

use crypto::Sealer;
use model::{
    Authenticator, Id, Key, Span, Time,
    id::{Org, User},
    release::Profile,
    sign_in::{Challenge, Step},
};
use notify::Address;
use store::{
    Change, Guard, Json,
    attempts::{self, Budget},
    sign_ins,
};

use super::{Situation, Turn, pending::Resolved, reading::Lookup};
use crate::{
    Error, Organisation, Result,
    authenticators::sent_code::{self, PAUSE},
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    guesses::{AttemptKey, MAILS, MAILS_OF_NETWORK},
    instance_mac_key,
    jobs::{self, AskedMail, CodeMessage, LinkMessage, ResetRequest},
    limits,
    notices::{Scene, asked_language, mailbox},
    people::person::{NOBODY, Person},
};

/// When whoever comes from a network that asked for too many mails may try again, seconds.
const NETWORK_RETRIES: u32 = 15 * 60;

/// Whom the mails of a sign-in go to.
pub(super) struct Recipient {
    pub(super) to: Address,
    /// The account, and its epoch; nobody's, where one may be made.
    pub(super) owner: (Id<Org>, Id<User>, i64),
    pub(super) home: Arc<Organisation>,
    /// What is known of them; nothing of a newcomer.
    profile: Profile,
}

impl Recipient {
    /// The person, where their profile says that they read mail.
    fn person(person: &Person) -> Option<Self> {
        Some(Self {
            to: mailbox(&person.profile)?,
            owner: (person.row.org, person.row.id, person.epoch()),
            home: person.home.clone(),
            profile: person.profile.clone(),
        })
    }
}

/// What is sent.
pub(super) enum Message {
    Code(CodeMessage),
    Link(LinkMessage),
    /// To the organisation's own service, which answers the person itself.
    Reset(ResetRequest),
}

/// A mail that was sent, as a page tells of it: whether to somebody, no page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailedView {
    /// When.
    pub sent_at: Time,
    /// For how long what is in it is good.
    pub life: Span,
}

impl<'a> Situation<'a> {
    /// Whether something of this kind is to be sent now, at this step; and the key that what is in it is hashed with.
    pub(super) async fn to_be_sent(
        resolved: Resolved<'a>,
        way: Authenticator,
        at: impl FnOnce(&Step) -> bool,
    ) -> Result<Option<(Self, &'a Sealer, Option<Recipient>)>> {
        let situation = Box::pin(Self::read(resolved, None, Lookup::Claimed)).await?;
        let asked = situation.row.session.is_none() && at(&situation.step()?);
        let mac_key = instance_mac_key::get(situation.doorward).await?;
        if !asked || situation.is_mail_under_way(mac_key, way).await? {
            return Ok(None);
        }
        limits::begin_sign_in(situation.doorward, situation.caller).await?;
        let recipient = situation.recipient();
        Ok(Some((situation, mac_key, recipient)))
    }

    /// Whether something of this kind was sent a moment ago, and what is in it would still be looked at.
    async fn is_mail_under_way(&self, mac_key: &Sealer, way: Authenticator) -> Result<bool> {
        let now = self.caller.now;
        let lately = |sent: &&Challenge| now < sent.sent_at + PAUSE;
        let Some(sent) = self.kept.progress.challenge(way, now).filter(lately) else { return Ok(false) };
        let mut read = self.doorward.store.read().await?;
        Ok(!sent_code::is_spent(&mut read, mac_key, sent, now).await?)
    }

    /// Keeps the challenge, and orders what is sent as far as its budget goes. `org` is whose look it has, or whose service is asked.
    pub(super) async fn send(
        mut self,
        mac_key: &Sealer,
        (challenge, event): (Challenge, EventKind),
        (org, message): (Option<Id<Org>>, Message),
    ) -> Result<Turn> {
        let (doorward, now) = (self.doorward, self.caller.now);
        let has_open = self.kept.progress.challenge(challenge.authenticator, now).is_some();
        self.kept.progress.challenged(challenge);
        self.row.facts = Json::new(self.kept.clone());
        let mut kept = Change::new();
        sign_ins::save(&mut kept, self.pending.handle, &self.row, now);
        let concerning = EventSubject {
            org: self.person.as_ref().map(|person| person.row.org).or(self.kept.organisation),
            user: self.person.as_ref().map(|person| person.row.id),
            app: self.application.as_ref().map(|application| application.id),
        };
        events::record(doorward, &mut kept, &self.caller.anonymous(), event, concerning, &serde_json::json!({}));
        let mut sent = kept.clone();
        for (name, budget, guard) in MAILS {
            attempts::take(&mut sent, &self.asked_from(name).key(mac_key), budget, now, guard);
        }
        for (key, budget, guard) in self.mails_of_network(mac_key) {
            attempts::take(&mut sent, &key, budget, now, guard);
        }
        match &message {
            Message::Code(code) => jobs::order_asked(doorward, &mut sent, org, code).await?,
            Message::Link(link) => jobs::order_asked(doorward, &mut sent, org, link).await?,
            Message::Reset(reset) => jobs::order_reset(doorward, &mut sent, org, reset, now).await?,
        }
        match doorward.store.commit(sent).await? {
            Ok(()) => doorward.ordered.notify_one(),
            // What was mailed before stays good: nothing replaces it.
            Err(guard) if has_open && MAILS.iter().any(|(.., budget)| *budget == guard) => {}
            Err(guard) if MAILS.iter().any(|(.., budget)| *budget == guard) => {
                // Another tab may have been quicker; then its mail is the one that counts.
                let _ = doorward.store.commit(kept).await?;
            }
            // That is no secret: it shows nothing of any account, and whoever comes from there is to know.
            Err(guard) if MAILS_OF_NETWORK.iter().any(|(.., budget)| *budget == guard) => {
                return Err(Error::TooMany { retry_after_seconds: NETWORK_RETRIES });
            }
            Err(_) => {}
        }
        Ok(Turn::NextStep)
    }

    /// What mails are counted by that strangers of one network ask for. A browser that the person signed in from before, or is signed in
    /// with, is none.
    pub(super) fn mails_of_network(&self, mac_key: &Sealer) -> Vec<([u8; 32], Budget, Guard)> {
        let AttemptKey::MailFrom(.., network) = self.asked_from("") else { return Vec::new() };
        let counted = |(name, budget, guard)| (AttemptKey::MailsOfNetwork(name, network).key(mac_key), budget, guard);
        MAILS_OF_NETWORK.map(counted).to_vec()
    }

    /// Whose budget of mails is taken from: a browser that the person signed in from before has its own; of everybody else it is
    /// counted by network and by what was typed, whether anybody is called so or not.
    fn asked_from(&self, budget: &'static str) -> AttemptKey<'_> {
        match (&self.known_browser, &self.person) {
            (Some((device, _)), Some(person)) => {
                AttemptKey::MailFromKnown(budget, person.row.org, person.row.id, device)
            }
            // Whoever is signed in here has a budget, also in a browser that kept no more than the session.
            (None, Some(person)) if self.kept.progress.identifier.is_none() => {
                AttemptKey::MailFromKnown(budget, person.row.org, person.row.id, &[0; 32])
            }
            _ => {
                let typed = self.kept.progress.identifier.as_ref().map_or("", model::Key::as_str);
                AttemptKey::MailFrom(budget, &self.kept.company, typed, limits::network(self.caller))
            }
        }
    }

    /// What a mail says whatever it is about.
    pub(super) fn asked_mail(&self, recipient: Option<&Recipient>) -> AskedMail {
        let to = recipient.map(|recipient| recipient.to.to_string());
        let nobody = Profile::default();
        let profile = recipient.map_or(&nobody, |recipient| &recipient.profile);
        let home = recipient.map(|recipient| &*recipient.home);
        let scene = Scene::browser(self.caller, self.ui_locales());
        let language = home.map(|home| asked_language(scene, profile.locale.as_deref(), home).tag());
        AskedMail {
            budget: self.recipient_budget(to.as_deref()),
            to,
            name: profile.given_name.clone().or_else(|| profile.name.clone()),
            language: language.unwrap_or_default().to_owned(),
            zone: profile.zoneinfo.clone().or_else(|| home.and_then(|home| home.branding.time_zone.clone())),
            date_format: profile.date_format.clone(),
            time_format: profile.time_format.clone(),
            at: self.caller.now,
            agent: self.caller.agent.clone(),
            address: self.caller.address.clone(),
        }
    }

    /// What is counted that one recipient gets: by the address, however it is spelled, and apart for each browser that its owner signed in
    /// from before.
    pub(super) fn recipient_budget(&self, to: Option<&str>) -> String {
        let address = to.unwrap_or(&self.kept.typed);
        let address = Key::email(address).map_or_else(|_| address.to_owned(), |key| key.as_str().to_owned());
        let known = self.known_browser.as_ref().map(|(device, _)| jose::base64url::encode(device));
        format!("{address} {}", known.unwrap_or_default())
    }

    /// Who is written to: whoever was named, or an address that may register. Nobody, otherwise.
    pub(super) fn recipient(&self) -> Option<Recipient> {
        match &self.person {
            Some(person) => Recipient::person(person),
            None => self.newcomer(),
        }
    }

    /// Whoever may come to an account with the address that was typed: spelled as it will be stored, since the mail goes to what was
    /// typed.
    fn newcomer(&self) -> Option<Recipient> {
        let open = self.counters.newcomers.is_some_and(|newcomers| !newcomers.is_spent());
        (self.person.is_none() && (open || self.awaited.is_some())).then_some(())?;
        let home = self.organisation()?;
        let key = self.kept.progress.identifier.as_ref()?;
        key.domain()?;
        let local = |text: &str| text.trim().rsplit_once('@').map(|(local, _)| local.to_ascii_lowercase());
        if local(&self.kept.typed) != local(key.as_str()) {
            return None;
        }
        Some(Recipient {
            to: self.kept.typed.parse().ok()?,
            owner: (NOBODY.0, NOBODY.1, 0),
            home: home.clone(),
            profile: Profile::default(),
        })
    }

    /// By which of those that the step takes a code was sent last, while it is good.
    pub(super) fn sent_last(&self, step: &Step) -> Option<Authenticator> {
        let progress = &self.kept.progress;
        let open = |way: &Authenticator| progress.challenge(*way, self.caller.now).map(|sent| sent.sent_at);
        let ways = [Authenticator::EmailCode, Authenticator::Sms].into_iter().filter(|way| step.takes(*way).is_some());
        ways.filter_map(|way| Some((open(&way)?, way))).max_by_key(|(at, _)| *at).map(|(_, way)| way)
    }

    /// What the page says of the mail with this that was sent last.
    pub(super) fn mailed(&self, way: Authenticator) -> Option<MailedView> {
        let sent = self.kept.progress.last_challenge(way)?;
        Some(MailedView { sent_at: sent.sent_at, life: sent.expires_at.since(sent.sent_at) })
    }
}
