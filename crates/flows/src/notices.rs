//! Notices to the owner of an account, of what happened to it (LGN-13): what one says, and the mail that it becomes.
//!
//! Everything that a notice says, and in which language, is decided when it is ordered: only then is the browser known.

use model::{
    Id, Time,
    id::{Job, Org},
    reader::Formats,
    release::Profile,
};
pub(crate) use notify::Happened;
use notify::{Address, Letterhead, Mail, Notice, Sender};
use serde::{Deserialize, Serialize};
use text::{Language, Texts, Wishes, Zone};

use crate::{Caller, Doorward, Error, Organisation, Result};

/// What a notice says, and to whom.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Message {
    /// The address.
    pub(crate) to: String,
    name: Option<String>,
    language: String,
    zone: Option<String>,
    /// How the reader wants dates and times to look ([`model::reader`]).
    #[serde(default)]
    date_format: Option<String>,
    #[serde(default)]
    time_format: Option<String>,
    happened: Happened,
    at: Time,
    agent: String,
    address: String,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// A sign-in.
    SignIn,
    /// A lock.
    Lock,
    /// A change of what the owner signs in with, or a sign that somebody else knows it. Strangers who lock the account with wrong passwords
    /// must not use up its mails.
    Credential,
}

impl Topic {
    const fn of(happened: Happened) -> Self {
        match happened {
            Happened::NewBrowser | Happened::AfterWrongTries(_) => Self::SignIn,
            Happened::PasswordLocked(_) => Self::Lock,
            Happened::CodesLocked(_)
            | Happened::PasswordSet
            | Happened::PasswordChosen
            | Happened::AppSetUp
            | Happened::AppReplaced
            | Happened::AppRemoved
            | Happened::FactorsReset
            | Happened::AppRemovedBesideOthers
            | Happened::NumberSetUp
            | Happened::NumberReplaced
            | Happened::NumberRemoved
            | Happened::LastNumberRemoved
            | Happened::PasskeyAdded
            | Happened::ProviderLinked
            | Happened::ProviderUnlinked
            | Happened::PasskeyRemoved
            | Happened::LastPasskeyRemoved
            | Happened::PasskeyCountWentBack
            | Happened::AccountDeleted
            | Happened::AccountsMerged
            | Happened::EmailChanged
            | Happened::EmailChangeUndone
            | Happened::RecoveryCodesIssued
            | Happened::RecoveryCodeUsed(_) => Self::Credential,
        }
    }
}

/// When and where it happened, and what that place says of languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) now: Time,
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

impl Message {
    /// The notice to the person with this profile; none for somebody without an address.
    pub(crate) fn new(
        scene: Scene<'_>,
        (profile, home): (&Profile, &Organisation),
        happened: Happened,
    ) -> Option<Self> {
        Some(Self {
            to: mailbox(profile)?.to_string(),
            name: profile.given_name.clone().or_else(|| profile.name.clone()),
            language: language_of(scene, (profile, home), happened).tag().to_owned(),
            zone: profile.zoneinfo.clone().or_else(|| home.branding.time_zone.clone()),
            date_format: profile.date_format.clone(),
            time_format: profile.time_format.clone(),
            happened,
            at: scene.now,
            agent: scene.agent.to_owned(),
            address: scene.address.to_owned(),
        })
    }

    pub(crate) const fn topic(&self) -> Topic {
        Topic::of(self.happened)
    }

    /// The mail that it becomes, in the organisation's look of today.
    pub(crate) async fn mail(&self, doorward: &Doorward, job: Id<Job>, org: Option<Id<Org>>) -> Result<Mail> {
        let home = doorward.organisation(org.ok_or(Error::Corrupt("a notice of no organisation"))?).await?;
        let sender = doorward.instance.mail.as_ref().ok_or(Error::Corrupt("a notice without a sender"))?;
        let to: Address = self.to.parse().map_err(|_| Error::Corrupt("a notice's address"))?;
        let formats = Formats::of(self.date_format.as_deref(), self.time_format.as_deref());
        let head = letterhead(sender, &home, &self.language, (self.zone.as_deref(), formats));
        let notice = Notice {
            to: &to,
            name: self.name.as_deref(),
            happened: self.happened,
            at: self.at,
            seen: (!self.address.is_empty()).then_some((&self.agent, &self.address)),
            sessions: &format!("{}/account/sessions", doorward.instance.issuer.as_str().trim_end_matches('/')),
        };
        Ok(notice.mail(&head, &job.to_string()))
    }
}

/// The head of an organisation's mail, in its look of today, for a reader of this language, in this time zone and these formats.
pub(crate) fn letterhead<'a>(
    sender: &'a Sender,
    home: &'a Organisation,
    language: &str,
    (zone, formats): (Option<&str>, Formats),
) -> Letterhead<'a> {
    Letterhead {
        organisation: &home.name,
        branding: &home.branding,
        sender,
        text: Texts::new(Language::of_tag(language).unwrap_or(Language::English)),
        zone: zone.and_then(Zone::named).unwrap_or(Zone::UTC),
        formats,
    }
}

/// The language for the person: their own setting, then what they chose or what was asked for in this browser, then the
/// organisation's. Of a lock the browser says nothing: whoever used it did not come in, and does not choose the language.
fn language_of(scene: Scene<'_>, (profile, home): (&Profile, &Organisation), happened: Happened) -> Language {
    let own = profile.locale.as_deref();
    match happened {
        Happened::PasswordLocked(_) | Happened::CodesLocked(_) => language_of_account(own, home),
        _ => asked_language(scene, own, home),
    }
}

/// The language of a mail that nobody asked for: the reader's own setting, then the organisation's.
pub(crate) fn language_of_account(own: Option<&str>, home: &Organisation) -> Language {
    wishes_of_account(own, home).language()
}

/// The language of a mail that somebody asks for: the reader's own setting, then what was chosen or asked for in the browser, then
/// the organisation's.
pub(crate) fn asked_language(scene: Scene<'_>, own: Option<&str>, home: &Organisation) -> Language {
    let known = wishes_of_account(own, home);
    let (chosen, ui_locales) = (known.user.or(scene.chosen), scene.ui_locales.join(" "));
    Wishes { chosen, ui_locales: &ui_locales, accept_language: scene.languages, ..known }.language()
}

fn wishes_of_account<'a>(own: Option<&'a str>, home: &'a Organisation) -> Wishes<'a> {
    let user = own.filter(|tag| Language::of_tag(tag).is_some());
    Wishes { user, organisation: home.branding.language.as_deref(), ..Wishes::default() }
}

/// Where the person reads mail: what their profile says. Whether the address was ever shown to be theirs does not matter
/// here: a notice opens nothing, and who has a wrong address on record should hear of it.
pub(crate) fn mailbox(profile: &Profile) -> Option<Address> {
    profile.email.as_deref()?.parse().ok()
}
