//! What went wrong without anybody's password being wrong: expired, not found, not readable, busy, ours.
//!
//! Each page says what happened, that nothing was lost, what to do, and the request's id; never a stack, a version or a
//! code alone.

use askama::Template;
use model::{Id, Span, id::Request};

use crate::{Chrome, Href, Page};

/// A sign-in that can not go on, with the way back.
#[derive(Debug, Template)]
#[template(path = "answers/expired.html", whitespace = "minimize")]
pub struct Expired<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Why.
    pub because: ExpiredBecause,
    /// The way on.
    pub way: Way<'a>,
    /// The request, for the service desk.
    pub request: Id<Request>,
}

/// Why a sign-in can not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpiredBecause {
    /// Its time is over.
    Late,
    /// It has arrived already: the back button, a double submit.
    Used,
    /// It belongs to another browser.
    Elsewhere,
    /// Somebody registered with the invitation.
    InvitationUsed,
    /// The invitation is too old.
    InvitationLate,
    /// The invitation was taken back, or its organisation is switched off.
    InvitationRevoked,
    /// There is no invitation with this link: cut off, or replaced by another one.
    InvitationUnknown,
    /// The link that it would begin from has done its work.
    LinkUsed,
}

impl Expired<'_> {
    fn lead(&self) -> &'static str {
        let text = self.chrome.text;
        match self.because {
            ExpiredBecause::Late => text.sign_in_expired_lead(),
            ExpiredBecause::Used => text.sign_in_used_lead(),
            ExpiredBecause::Elsewhere => text.sign_in_elsewhere_lead(),
            ExpiredBecause::InvitationUsed => text.invitation_used_lead(),
            ExpiredBecause::InvitationLate => text.invitation_late_lead(),
            ExpiredBecause::InvitationRevoked => text.invitation_revoked_lead(),
            ExpiredBecause::InvitationUnknown => text.invitation_unknown_lead(),
            ExpiredBecause::LinkUsed => text.link_used_lead(),
        }
    }
}

impl Page for Expired<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        let words = match self.because {
            ExpiredBecause::Late => text.sign_in_expired(),
            ExpiredBecause::Used => text.sign_in_used(),
            ExpiredBecause::Elsewhere => text.sign_in_elsewhere(),
            ExpiredBecause::InvitationUsed => text.invitation_used(),
            ExpiredBecause::InvitationLate => text.invitation_late(),
            ExpiredBecause::InvitationRevoked => text.invitation_revoked(),
            ExpiredBecause::InvitationUnknown => text.invitation_unknown(),
            ExpiredBecause::LinkUsed => text.link_used(),
        };
        words.to_owned()
    }
}

/// Says what went wrong.
#[derive(Debug, Template)]
#[template(path = "answers/problem.html", whitespace = "minimize")]
pub struct ProblemPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// What went wrong.
    pub problem: Problem<'a>,
    /// The way on, if there is one.
    pub way: Option<Way<'a>>,
    /// The request, for the service desk.
    pub request: Id<Request>,
}

/// The one button of such a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way<'a> {
    /// “Go to the start”.
    Start(Href<'a>),
    /// “Sign in”.
    SignIn(Href<'a>),
    /// “Start again”: the sign-in from its beginning.
    Again(Href<'a>),
    /// “Start again at Field Notes”: by the application's own address.
    AgainAt {
        /// The application's name.
        application: &'a str,
        /// Its address.
        href: Href<'a>,
    },
    /// “Try again”: the same page.
    Retry(Href<'a>),
    /// “Back to Field Notes”.
    Application {
        /// The application's name.
        application: &'a str,
        /// Its address.
        href: Href<'a>,
    },
    /// “Go to your applications”.
    Home(Href<'a>),
}

impl Way<'_> {
    fn words(&self, chrome: &Chrome) -> String {
        let text = chrome.text;
        match self {
            Self::Start(_) => text.to_start().to_owned(),
            Self::SignIn(_) => text.sign_in().to_owned(),
            Self::Again(_) => text.start_again().to_owned(),
            Self::AgainAt { application, .. } => text.start_again_at(application),
            Self::Retry(_) => text.try_again().to_owned(),
            Self::Application { application, .. } => text.back_to_application(application),
            Self::Home(_) => text.go_to_applications().to_owned(),
        }
    }

    const fn href(&self) -> Href<'_> {
        match self {
            Self::Start(href) | Self::SignIn(href) | Self::Again(href) | Self::Retry(href) | Self::Home(href) => *href,
            Self::AgainAt { href, .. } | Self::Application { href, .. } => *href,
        }
    }
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem<'a> {
    /// An authorization or log-out request names no application of ours (RFC 6749 §4.1.2.1: tell the person, send nothing).
    UnknownApplication {
        /// The `client_id` as it came.
        client_id: Option<&'a str>,
    },
    /// The redirect URI is not one of the application's.
    AddressUnregistered {
        /// The application's name.
        application: &'a str,
        /// The address as it came.
        address: &'a str,
    },
    /// There is no redirect URI.
    AddressMissing {
        /// The application's name.
        application: &'a str,
    },
    /// A parameter came twice (RFC 6749 §3.1).
    ParameterRepeated {
        /// Its name.
        parameter: &'a str,
    },
    /// An authorization or log-out request that can not be read, or whose seal is broken.
    RequestUnreadable {
        /// The application's name, if it is known.
        application: Option<&'a str>,
    },
    /// The application gets tokens for itself only: nobody signs in to it.
    NotForPeople {
        /// The application's name.
        application: &'a str,
    },
    /// No such page.
    NotFound,
    /// The page is there, but not for this method.
    WrongMethod,
    /// The request names a host that this server is not.
    WrongHost {
        /// The issuer's URL.
        address: &'a str,
    },
    /// A body or address over its limit.
    TooLarge,
    /// A form that can not be read.
    UnreadableForm,
    /// A form that another site sent.
    CrossSite,
    /// Too many at once; nobody's attempt was spent.
    Busy {
        /// When to come back, as `Retry-After` says it.
        retry_after: Span,
    },
    /// Too much came from where this person is; nobody's attempt was spent.
    TooMany {
        /// When to come back, as `Retry-After` says it.
        retry_after: Span,
    },
    /// Something that is needed for an answer is away for a moment.
    Away {
        /// When to come back, as `Retry-After` says it.
        retry_after: Span,
    },
    /// Our own fault.
    Internal,
    /// The browser keeps no cookies.
    CookieMissing,
}

impl ProblemPage<'_> {
    fn lead(&self) -> String {
        let text = self.chrome.text;
        match self.problem {
            Problem::UnknownApplication { .. } => text.unknown_application_lead().to_owned(),
            Problem::AddressUnregistered { application, .. } => text.address_unregistered_lead(application),
            Problem::AddressMissing { application } => text.address_missing_lead(application),
            Problem::ParameterRepeated { parameter } => text.parameter_repeated_lead(parameter),
            Problem::RequestUnreadable { .. } => text.request_unreadable_lead().to_owned(),
            Problem::NotForPeople { application } => text.not_for_people_lead(application),
            Problem::NotFound => text.not_found_lead().to_owned(),
            Problem::WrongMethod => text.wrong_method_lead().to_owned(),
            Problem::WrongHost { .. } => text.wrong_host_lead().to_owned(),
            Problem::TooLarge => text.too_large_lead().to_owned(),
            Problem::UnreadableForm => text.unreadable_form_lead().to_owned(),
            Problem::CrossSite => text.cross_site_lead().to_owned(),
            Problem::Busy { retry_after } | Problem::TooMany { retry_after } | Problem::Away { retry_after } => {
                text.busy_lead(retry_after.as_seconds().max(1))
            }
            Problem::Internal => text.internal_lead().to_owned(),
            Problem::CookieMissing => text.cookies_lead().to_owned(),
        }
    }

    /// What the application's people need besides the request: a name and a value.
    fn fact(&self) -> Option<(&'static str, &str)> {
        let text = self.chrome.text;
        match self.problem {
            Problem::UnknownApplication { client_id } => Some((text.client_id(), client_id?)),
            Problem::AddressUnregistered { address, .. } | Problem::WrongHost { address } => {
                Some((text.return_address(), address))
            }
            Problem::RequestUnreadable { application } => Some((text.application(), application?)),
            _ => None,
        }
    }

    /// Whether waiting or trying again helps; the door is then drawn ajar.
    fn is_passing(&self) -> bool {
        matches!(
            self.problem,
            Problem::Busy { .. }
                | Problem::TooMany { .. }
                | Problem::Away { .. }
                | Problem::NotFound
                | Problem::CookieMissing
                | Problem::UnreadableForm
        )
    }
}

impl Page for ProblemPage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        let words = match self.problem {
            Problem::AddressUnregistered { application, .. }
            | Problem::AddressMissing { application }
            | Problem::NotForPeople { application } => return text.cannot_continue_to(application),
            Problem::UnknownApplication { .. }
            | Problem::ParameterRepeated { .. }
            | Problem::RequestUnreadable { .. } => text.cannot_continue(),
            Problem::NotFound => text.not_found(),
            Problem::WrongMethod => text.wrong_method(),
            Problem::WrongHost { .. } => text.wrong_host(),
            Problem::TooLarge => text.too_large(),
            Problem::UnreadableForm => text.unreadable_form(),
            Problem::CrossSite => text.cross_site(),
            Problem::Busy { .. } => text.busy(),
            Problem::TooMany { .. } => text.too_many(),
            Problem::Away { .. } => text.away(),
            Problem::Internal => text.internal(),
            Problem::CookieMissing => text.cookies(),
        };
        words.to_owned()
    }
}
