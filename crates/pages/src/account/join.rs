//! “Add this to your account?”: where somebody who has an account arrives by an invitation (PITFALLS I2), and what it added.

use askama::Template;
use model::{Role, Time};

use crate::{Chrome, Form, Href, Page};

/// What an invitation gives, or does not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Gifts<'a> {
    /// Applications.
    pub applications: &'a [String],
    /// Groups.
    pub groups: &'a [String],
    /// Roles.
    pub roles: &'a [Role],
    /// Whether there was more, which has no name any longer.
    pub more: bool,
}

impl Gifts<'_> {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.applications.is_empty() && self.groups.is_empty() && self.roles.is_empty() && !self.more
    }

    /// Each kind of which there is something, with what there is of it.
    fn rows(&self, chrome: &Chrome) -> Vec<(&'static str, String)> {
        let text = chrome.text;
        let kinds = [
            (text.gifts_applications(), self.applications.join(", ")),
            (text.gifts_groups(), self.groups.join(", ")),
            (text.gifts_roles(), self.role_names(chrome).join(", ")),
        ];
        kinds.into_iter().filter(|(_, names)| !names.is_empty()).collect()
    }

    /// Everything in one line.
    pub(crate) fn line(&self, chrome: &Chrome) -> String {
        let named = self.applications.iter().chain(self.groups).cloned();
        let roles = self.role_names(chrome).into_iter().map(str::to_owned);
        let more = self.more.then(|| chrome.text.gifts_more().to_owned());
        named.chain(roles).chain(more).collect::<Vec<_>>().join(", ")
    }

    fn role_names(&self, chrome: &Chrome) -> Vec<&'static str> {
        let text = chrome.text;
        let name = |role: &Role| match role {
            Role::InstanceAdministrator => text.role_instance_administrator(),
            Role::Owner => text.role_owner(),
            Role::Administrator => text.role_administrator(),
            Role::HelpDesk => text.role_help_desk(),
            Role::Auditor => text.role_auditor(),
            Role::GroupManager => text.role_group_manager(),
        };
        self.roles.iter().map(name).collect()
    }
}

/// Asks whether what the invitation gives is added to the account, or says that it was.
#[derive(Debug, Template)]
#[template(path = "account/join.html", whitespace = "minimize")]
pub struct JoinPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// The address that was invited.
    pub address: &'a str,
    /// What it gives, or gave.
    pub gives: Gifts<'a>,
    /// What of it is not given.
    pub left_out: Gifts<'a>,
    /// How far it has come.
    pub stage: JoinStage<'a>,
}

/// How far an invitation has come.
#[derive(Debug, Clone, Copy)]
pub enum JoinStage<'a> {
    /// The question; its button posts the form.
    Asked {
        /// Where the form goes.
        form: Form<'a>,
        /// What to call whoever invited.
        invited_by: Option<&'a str>,
        /// Until when it can be used.
        until: Time,
    },
    /// It was added; the application that it leads on to.
    Joined(Option<(&'a str, Href<'a>)>),
}

impl JoinPage<'_> {
    fn is_done(&self) -> bool {
        matches!(self.stage, JoinStage::Joined(_)) && !self.gives.is_empty()
    }

    /// The form of the button, where there is anything to add.
    fn form(&self) -> Option<Form<'_>> {
        match self.stage {
            JoinStage::Asked { form, .. } if !self.gives.is_empty() => Some(form),
            _ => None,
        }
    }

    /// The application that the person goes on to.
    fn application(&self) -> Option<(&str, Href<'_>)> {
        match self.stage {
            JoinStage::Joined(application) => application,
            JoinStage::Asked { .. } => None,
        }
    }

    fn lead(&self) -> text::Marked {
        let Chrome { text, clock, organisation, .. } = self.chrome;
        match self.stage {
            _ if self.gives.is_empty() => text.join_nothing_lead(self.address),
            JoinStage::Joined(_) => text.joined_lead(self.address),
            JoinStage::Asked { invited_by, until, .. } => {
                let until = clock.exact(*text, until);
                match invited_by {
                    Some(inviter) => text.join_lead_by(inviter, self.address, &until),
                    None => text.join_lead(organisation, self.address, &until),
                }
            }
        }
    }
}

impl Page for JoinPage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        let words = match self.stage {
            _ if self.gives.is_empty() => text.join_nothing(),
            JoinStage::Joined(_) => text.joined(),
            JoinStage::Asked { .. } => text.join(),
        };
        words.to_owned()
    }
}

/// Says that the invitation is for another account than the one that is signed in, and how to go on with it.
#[derive(Debug, Template)]
#[template(path = "account/not_yours.html", whitespace = "minimize")]
pub struct NotYoursPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// The address that was invited.
    pub invited: &'a str,
    /// Who is signed in.
    pub own: &'a str,
    /// To the sign-in of who was invited.
    pub sign_in: Href<'a>,
    /// To where whoever is signed in goes on.
    pub stay: Href<'a>,
}

impl Page for NotYoursPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.invitation_not_yours().to_owned()
    }
}
