//! Notices to the owner of an account, ordered in the same change as what they tell of (LGN-13).
//!
//! Everything that a notice says, and in which language, is decided when it is ordered: only then is the browser known.

use model::{
    Id, Time,
    id::{Job, Org},
};
use notify::{Address, Letterhead, Mail, Notice, What};
use serde::{Deserialize, Serialize};
use store::{Change, jobs::JobRow};
use text::{Language, Texts, Wishes, Zone};

use crate::{
    Caller, Doorward, Error, Organisation, Result,
    jobs::{Kind, data_place},
    sign_in::Person,
};

/// What a job of a notice needs to know; sealed in its row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ordered {
    /// The address.
    pub(crate) to: String,
    name: Option<String>,
    language: String,
    zone: Option<String>,
    happened: Happened,
    at: Time,
    agent: String,
    address: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Happened {
    /// Signed in from a browser that the account was never used in.
    NewBrowser,
    /// Signed in after so many wrong passwords or codes.
    AfterWrongTries(u32),
    /// Locked by wrong passwords, until then if it opens by itself.
    PasswordLocked(Option<Time>),
    /// Locked by wrong codes until then, after the right password.
    CodesLocked(Time),
}

impl Happened {
    /// What limits and logs call it.
    const fn kind(self) -> Kind {
        match self {
            Self::NewBrowser | Self::AfterWrongTries(_) => Kind::SignInNotice,
            Self::PasswordLocked(_) | Self::CodesLocked(_) => Kind::LockNotice,
        }
    }

    const fn what(self) -> What {
        match self {
            Self::NewBrowser => What::NewBrowser,
            Self::AfterWrongTries(tries) => What::AfterWrongTries(tries),
            Self::PasswordLocked(until) => What::PasswordLocked(until),
            Self::CodesLocked(until) => What::CodesLocked(until),
        }
    }
}

impl Doorward {
    /// Orders a notice to this person. `ui_locales` is what the application asked for; nothing of the browser counts when
    /// `caller` has proven nothing, as in a lock: a stranger does not choose the language. Says whether there was anywhere to
    /// send it: without a mail server, or for somebody without an address (MAI-06), nothing is ordered.
    pub(crate) fn order_notice(
        &self,
        change: &mut Change,
        caller: &Caller,
        (person, home): (&Person, &Organisation),
        happened: Happened,
        ui_locales: &[String],
    ) -> Result<bool> {
        let Some(to) = self.instance.mail.as_ref().and_then(|_| mailbox(person)) else { return Ok(false) };
        let asked = ui_locales.join(" ");
        let language = language_of(caller, (person, home), happened.kind(), &asked);
        let ordered = Ordered {
            to: to.to_string(),
            name: person.profile.given_name.clone().or_else(|| person.profile.name.clone()),
            language: language.tag().to_owned(),
            zone: person.profile.zoneinfo.clone().or_else(|| home.branding.time_zone.clone()),
            happened,
            at: caller.now,
            agent: caller.agent.clone(),
            address: caller.address.clone(),
        };
        let id: Id<Job> = self.id(caller.now);
        let plain = serde_json::to_vec(&ordered).map_err(|_| Error::Corrupt("something to be stored as JSON"))?;
        let job = JobRow {
            id,
            org: Some(home.id),
            kind: happened.kind().as_str().to_owned(),
            data: self.sealer.seal(&*self.entropy, data_place(&id), &plain),
            fence: 0,
            tries: 0,
            due_at: caller.now,
            created_at: caller.now,
        };
        store::jobs::insert(change, &job);
        Ok(true)
    }

    /// The mail that was ordered, in the organisation's look of today.
    pub(crate) async fn notice(&self, job: Id<Job>, org: Option<Id<Org>>, ordered: &Ordered) -> Result<Mail> {
        let home = self.organisation(org.ok_or(Error::Corrupt("a notice of no organisation"))?).await?;
        let sender = self.instance.mail.as_ref().ok_or(Error::Corrupt("a notice without a sender"))?;
        let to: Address = ordered.to.parse().map_err(|_| Error::Corrupt("a notice's address"))?;
        let head = Letterhead {
            organisation: &home.name,
            branding: &home.branding,
            sender,
            text: Texts::new(Language::of_tag(&ordered.language).unwrap_or(Language::English)),
            zone: ordered.zone.as_deref().and_then(Zone::named).unwrap_or(Zone::UTC),
        };
        let notice = Notice {
            to: &to,
            name: ordered.name.as_deref(),
            what: ordered.happened.what(),
            at: ordered.at,
            agent: &ordered.agent,
            address: &ordered.address,
            sessions: &format!("{}/account/sessions", self.instance.issuer.as_str().trim_end_matches('/')),
        };
        Ok(notice.mail(&head, &job.to_string()))
    }
}

/// The language for the person: their own setting, then what they chose or what was asked for in this browser, then the
/// organisation's.
fn language_of(caller: &Caller, (person, home): (&Person, &Organisation), kind: Kind, ui_locales: &str) -> Language {
    let own = person.profile.locale.as_deref().filter(|tag| Language::of_tag(tag).is_some());
    let known = Wishes { user: own, organisation: home.branding.language.as_deref(), ..Wishes::default() };
    let wishes = match kind {
        Kind::LockNotice => known,
        Kind::SignInNotice => Wishes {
            chosen: own.or(caller.language.as_deref()),
            ui_locales,
            accept_language: &caller.languages,
            ..known
        },
    };
    wishes.language()
}

/// Where the person reads mail: what their profile says. Whether the address was ever shown to be theirs does not matter
/// here: a notice opens nothing, and who has a wrong address on record should hear of it.
fn mailbox(person: &Person) -> Option<Address> {
    person.profile.email.as_deref()?.parse().ok()
}
