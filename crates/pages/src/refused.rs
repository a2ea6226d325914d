//! The door stays shut: why, and whom to ask.
//!
//! Precise reasons come only after the right password; the caller sees to that (`Locked` and `Paused` aside, which are the
//! same for every identifier, existing or not).

use askama::Template;
use model::{Id, Time, id::Request};

use crate::{Chrome, Form, Href, Page};

/// Says that this person can not go on.
#[derive(Debug, Template)]
#[template(path = "answers/refused.html", whitespace = "minimize")]
pub struct Refused<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Why.
    pub refusal: Refusal<'a>,
    /// Who is signed in, or wanted to.
    pub who: Option<&'a str>,
    /// The request, for the service desk.
    pub request: Id<Request>,
    /// To the applications that are open to them.
    pub home: Option<Href<'a>>,
    /// To sign in as somebody else: a form, because it ends what is there.
    pub someone_else: Option<Form<'a>>,
    /// To the beginning of the sign-in.
    pub back: Option<Href<'a>>,
}

/// Why somebody can not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal<'a> {
    /// The application is not assigned to them.
    NotAssigned {
        /// The application's name.
        application: &'a str,
    },
    /// The account was switched off.
    Disabled,
    /// Too long without a sign-in (J5.8).
    Inactive,
    /// Locked until somebody unlocks it, after so many wrong passwords (J1.9).
    Locked {
        /// The policy's number of attempts.
        tries: u32,
    },
    /// Locked after wrong codes.
    LockedCodes,
    /// Locked for a while, after wrong passwords or codes.
    Paused {
        /// When the next try is taken.
        until: Time,
    },
    /// Locked by an administrator.
    LockedByAdministrator,
    /// The organisation is switched off.
    OrganisationClosed,
    /// The request wants more than this account can prove.
    NotEnough {
        /// The application's name.
        application: &'a str,
    },
    /// The account has no password and nothing else to sign in with.
    NoWay,
    /// Policy asks for a step that can not be taken here.
    NoSuchStep,
}

impl Refused<'_> {
    fn lead(&self) -> String {
        let text = self.chrome.text;
        match self.refusal {
            Refusal::NotAssigned { .. } => text.not_assigned_lead().to_owned(),
            Refusal::Disabled => text.disabled_lead().to_owned(),
            Refusal::Inactive => text.inactive_lead().to_owned(),
            Refusal::Locked { tries } => text.locked_lead(tries.into()),
            Refusal::LockedCodes => text.locked_codes_lead().to_owned(),
            Refusal::Paused { until } => text.paused_lead(&self.chrome.clock.at(text, until)),
            Refusal::LockedByAdministrator => text.locked_by_administrator_lead().to_owned(),
            Refusal::OrganisationClosed => text.organisation_closed_lead().to_owned(),
            Refusal::NotEnough { application } => text.not_enough_lead(application),
            Refusal::NoWay => text.no_way_lead().to_owned(),
            Refusal::NoSuchStep => text.no_such_step_lead().to_owned(),
        }
    }

    fn reason(&self) -> &'static str {
        let text = self.chrome.text;
        match self.refusal {
            Refusal::NotAssigned { .. } => text.not_assigned_reason(),
            Refusal::Disabled => text.disabled_reason(),
            Refusal::Inactive => text.inactive_reason(),
            Refusal::Locked { .. } => text.locked_reason(),
            Refusal::LockedCodes => text.locked_codes_reason(),
            Refusal::Paused { .. } => text.paused_reason(),
            Refusal::LockedByAdministrator => text.locked_by_administrator_reason(),
            Refusal::OrganisationClosed => text.organisation_closed_reason(),
            Refusal::NotEnough { .. } => text.not_enough_reason(),
            Refusal::NoWay => text.no_way_reason(),
            Refusal::NoSuchStep => text.no_such_step_reason(),
        }
    }

    /// Whether waiting helps; the door is then drawn ajar.
    fn is_passing(&self) -> bool {
        matches!(self.refusal, Refusal::Paused { .. })
    }
}

impl Page for Refused<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        match self.refusal {
            Refusal::NotAssigned { application } => text.not_assigned(application),
            Refusal::Disabled => text.disabled().to_owned(),
            Refusal::Inactive => text.inactive().to_owned(),
            Refusal::Locked { .. } | Refusal::LockedCodes | Refusal::LockedByAdministrator => text.locked().to_owned(),
            Refusal::Paused { .. } => text.paused().to_owned(),
            Refusal::OrganisationClosed => text.organisation_closed(self.chrome.organisation),
            Refusal::NotEnough { .. } => text.not_enough().to_owned(),
            Refusal::NoWay => text.no_way().to_owned(),
            Refusal::NoSuchStep => text.no_such_step().to_owned(),
        }
    }
}
