//! Notices to the owner of an account, ordered in the same change as what they tell of (LGN-13).
//!
//! Everything that a notice says, and in which language, is decided when it is ordered: only then is the browser known.

use model::{
    Id, Time,
    id::{Job, Org},
    release::Profile,
};
use notify::{Address, Letterhead, Mail, Notice, What};
use serde::{Deserialize, Serialize};
use store::{Change, jobs::JobRow};
use text::{Language, Texts, Wishes, Zone};

use crate::{
    Caller, Doorward, Error, Organisation, Result,
    jobs::{Kind, data_place},
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
    /// An administrator set another password.
    PasswordSet,
}

impl Happened {
    /// What limits and logs call it.
    const fn kind(self) -> Kind {
        match self {
            Self::NewBrowser | Self::AfterWrongTries(_) => Kind::SignIn,
            Self::PasswordLocked(_) | Self::CodesLocked(_) => Kind::Lock,
            Self::PasswordSet => Kind::Credential,
        }
    }

    const fn what(self) -> What {
        match self {
            Self::NewBrowser => What::NewBrowser,
            Self::AfterWrongTries(tries) => What::AfterWrongTries(tries),
            Self::PasswordLocked(until) => What::PasswordLocked(until),
            Self::CodesLocked(until) => What::CodesLocked(until),
            Self::PasswordSet => What::PasswordSet,
        }
    }
}

/// When and where it happened, and what that place says of languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    now: Time,
    agent: &'a str,
    address: &'a str,
    chosen: Option<&'a str>,
    ui_locales: &'a [String],
    languages: &'a str,
}

impl<'a> Scene<'a> {
    /// A browser. `ui_locales` is what the application asked for that it came from.
    pub(crate) fn browser(caller: &'a Caller, ui_locales: &'a [String]) -> Self {
        Self {
            now: caller.now,
            agent: &caller.agent,
            address: &caller.address,
            chosen: caller.language.as_deref(),
            ui_locales,
            languages: &caller.languages,
        }
    }

    /// An operator's command.
    pub(crate) const fn command(now: Time) -> Self {
        Self { now, agent: "", address: "", chosen: None, ui_locales: &[], languages: "" }
    }
}

impl Doorward {
    /// Orders a notice to the person with this profile. Says whether there was anywhere to send it: without a mail server, or
    /// for somebody without an address (MAI-06), nothing is ordered.
    pub(crate) fn order_notice(
        &self,
        change: &mut Change,
        scene: Scene<'_>,
        (profile, home): (&Profile, &Organisation),
        happened: Happened,
    ) -> Result<bool> {
        let Some(to) = self.instance.mail.as_ref().and_then(|_| mailbox(profile)) else { return Ok(false) };
        let ordered = Ordered {
            to: to.to_string(),
            name: profile.given_name.clone().or_else(|| profile.name.clone()),
            language: language_of(scene, (profile, home), happened.kind()).tag().to_owned(),
            zone: profile.zoneinfo.clone().or_else(|| home.branding.time_zone.clone()),
            happened,
            at: scene.now,
            agent: scene.agent.to_owned(),
            address: scene.address.to_owned(),
        };
        let id: Id<Job> = self.id(scene.now);
        let plain = serde_json::to_vec(&ordered).map_err(|_| Error::Corrupt("something to be stored as JSON"))?;
        let job = JobRow {
            id,
            org: Some(home.id),
            kind: happened.kind().as_str().to_owned(),
            data: self.sealer.seal(&*self.entropy, data_place(&id), &plain),
            fence: 0,
            tries: 0,
            due_at: scene.now,
            created_at: scene.now,
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
            seen: (!ordered.address.is_empty()).then_some((&ordered.agent, &ordered.address)),
            sessions: &format!("{}/account/sessions", self.instance.issuer.as_str().trim_end_matches('/')),
        };
        Ok(notice.mail(&head, &job.to_string()))
    }
}

/// The language for the person: their own setting, then what they chose or what was asked for in this browser, then the
/// organisation's. Of a lock the browser says nothing: whoever used it has proven nothing, and does not choose the language.
fn language_of(scene: Scene<'_>, (profile, home): (&Profile, &Organisation), kind: Kind) -> Language {
    let own = profile.locale.as_deref().filter(|tag| Language::of_tag(tag).is_some());
    let known = Wishes { user: own, organisation: home.branding.language.as_deref(), ..Wishes::default() };
    match kind {
        Kind::Lock | Kind::Credential => known.language(),
        Kind::SignIn => {
            let (chosen, ui_locales) = (own.or(scene.chosen), scene.ui_locales.join(" "));
            Wishes { chosen, ui_locales: &ui_locales, accept_language: scene.languages, ..known }.language()
        }
    }
}

/// Where the person reads mail: what their profile says. Whether the address was ever shown to be theirs does not matter
/// here: a notice opens nothing, and who has a wrong address on record should hear of it.
fn mailbox(profile: &Profile) -> Option<Address> {
    profile.email.as_deref()?.parse().ok()
}
