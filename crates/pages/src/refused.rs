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
    pub refusal: RefusedReason<'a>,
    /// Who is signed in, or wanted to.
    pub who: Option<&'a str>,
    /// The request, for the service desk.
    pub request: Id<Request>,
    /// To a passkey, which is taken still.
    pub passkey: Option<Href<'a>>,
    /// To the applications that are open to them.
    pub home: Option<Href<'a>>,
    /// To sign in as somebody else: a form, because it ends what is there.
    pub someone_else: Option<Form<'a>>,
    /// To the beginning of the sign-in.
    pub back: Option<Href<'a>>,
}

/// Why somebody can not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedReason<'a> {
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
    /// The password is restored by an administrator (J2.5).
    AskAdministrator,
    /// The password lives elsewhere.
    PasswordElsewhere,
    /// The account has a password already.
    AlreadyRegistered,
    /// The invitation was used, taken back or expired while the form was filled in.
    InvitationOver,
    /// Nobody makes an account of their own here, or not with this address.
    RegistrationClosed,
    /// An identity provider did not vouch, or its word is not taken.
    Provider {
        /// What people call it.
        provider: &'a str,
        /// Why.
        because: NotVouched,
    },
    /// Policy asks for a step that can not be taken here.
    NoSuchStep,
}

/// Why an identity provider's word is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotVouched {
    /// It says no, or a rule of the organisation does.
    Refused,
    /// Something is set up wrongly.
    Misconfigured,
    /// It does not answer.
    Silent,
    /// There is no account for whom it knows.
    Unknown,
    /// It knows somebody else than whoever is signed in.
    OtherAccount,
}

impl NotVouched {
    fn heading(self, chrome: &Chrome, provider: &str) -> String {
        let text = chrome.text;
        match self {
            Self::Refused | Self::Misconfigured | Self::Silent => text.provider_refused(provider),
            Self::Unknown => text.provider_unknown().to_owned(),
            Self::OtherAccount => text.provider_other().to_owned(),
        }
    }

    fn lead(self, chrome: &Chrome, provider: &str) -> String {
        let text = chrome.text;
        match self {
            Self::Refused => text.provider_refused_lead(provider),
            Self::Misconfigured => text.provider_misconfigured_lead(provider),
            Self::Silent => text.provider_silent_lead(provider),
            Self::Unknown => text.provider_unknown_lead(provider),
            Self::OtherAccount => text.provider_other_lead(provider),
        }
    }

    fn reason(self, chrome: &Chrome) -> &'static str {
        let text = chrome.text;
        match self {
            Self::Refused => text.provider_refused_reason(),
            Self::Misconfigured => text.provider_misconfigured_reason(),
            Self::Silent => text.provider_silent_reason(),
            Self::Unknown => text.provider_unknown_reason(),
            Self::OtherAccount => text.provider_other_reason(),
        }
    }
}

impl Refused<'_> {
    fn lead(&self) -> String {
        let text = self.chrome.text;
        match self.refusal {
            RefusedReason::NotAssigned { .. } => text.not_assigned_lead().to_owned(),
            RefusedReason::Disabled => text.disabled_lead().to_owned(),
            RefusedReason::Inactive => text.inactive_lead().to_owned(),
            RefusedReason::Locked { tries } => text.locked_lead(tries.into()),
            RefusedReason::LockedCodes => text.locked_codes_lead().to_owned(),
            RefusedReason::Paused { until } => text.paused_lead(&self.chrome.clock.at(text, until)),
            RefusedReason::LockedByAdministrator => text.locked_by_administrator_lead().to_owned(),
            RefusedReason::OrganisationClosed => text.organisation_closed_lead().to_owned(),
            RefusedReason::NotEnough { application } => text.not_enough_lead(application),
            RefusedReason::NoWay => text.no_way_lead().to_owned(),
            RefusedReason::AskAdministrator => text.ask_administrator_lead().to_owned(),
            RefusedReason::PasswordElsewhere => text.password_elsewhere_lead().to_owned(),
            RefusedReason::AlreadyRegistered => text.already_registered_lead().to_owned(),
            RefusedReason::InvitationOver => text.invitation_over_lead().to_owned(),
            RefusedReason::RegistrationClosed => text.registration_closed_lead().to_owned(),
            RefusedReason::Provider { provider, because } => because.lead(self.chrome, provider),
            RefusedReason::NoSuchStep => text.no_such_step_lead().to_owned(),
        }
    }

    fn reason(&self) -> &'static str {
        let text = self.chrome.text;
        match self.refusal {
            RefusedReason::NotAssigned { .. } => text.not_assigned_reason(),
            RefusedReason::Disabled => text.disabled_reason(),
            RefusedReason::Inactive => text.inactive_reason(),
            RefusedReason::Locked { .. } => text.locked_reason(),
            RefusedReason::LockedCodes => text.locked_codes_reason(),
            RefusedReason::Paused { .. } => text.paused_reason(),
            RefusedReason::LockedByAdministrator => text.locked_by_administrator_reason(),
            RefusedReason::OrganisationClosed => text.organisation_closed_reason(),
            RefusedReason::NotEnough { .. } => text.not_enough_reason(),
            RefusedReason::NoWay => text.no_way_reason(),
            RefusedReason::AskAdministrator => text.ask_administrator_reason(),
            RefusedReason::PasswordElsewhere => text.password_elsewhere_reason(),
            RefusedReason::AlreadyRegistered => text.already_registered_reason(),
            RefusedReason::InvitationOver => text.invitation_over_reason(),
            RefusedReason::RegistrationClosed => text.registration_closed_reason(),
            RefusedReason::Provider { because, .. } => because.reason(self.chrome),
            RefusedReason::NoSuchStep => text.no_such_step_reason(),
        }
    }

    /// Whether waiting helps; the door is then drawn ajar.
    fn is_passing(&self) -> bool {
        let silent = NotVouched::Silent;
        matches!(self.refusal, RefusedReason::Paused { .. })
            || matches!(self.refusal, RefusedReason::Provider { because, .. } if because == silent)
    }
}

impl Page for Refused<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        match self.refusal {
            RefusedReason::NotAssigned { application } => text.not_assigned(application),
            RefusedReason::Disabled => text.disabled().to_owned(),
            RefusedReason::Inactive => text.inactive().to_owned(),
            RefusedReason::Locked { .. } | RefusedReason::LockedCodes | RefusedReason::LockedByAdministrator => {
                text.locked().to_owned()
            }
            RefusedReason::Paused { .. } => text.paused().to_owned(),
            RefusedReason::OrganisationClosed => text.organisation_closed(self.chrome.organisation),
            RefusedReason::NotEnough { .. } => text.not_enough().to_owned(),
            RefusedReason::NoWay => text.no_way().to_owned(),
            RefusedReason::AskAdministrator => text.ask_administrator().to_owned(),
            RefusedReason::PasswordElsewhere => text.password_elsewhere().to_owned(),
            RefusedReason::AlreadyRegistered => text.already_registered().to_owned(),
            RefusedReason::InvitationOver => text.invitation_over().to_owned(),
            RefusedReason::RegistrationClosed => text.registration_closed().to_owned(),
            RefusedReason::Provider { provider, because } => because.heading(self.chrome, provider),
            RefusedReason::NoSuchStep => text.no_such_step().to_owned(),
        }
    }
}
