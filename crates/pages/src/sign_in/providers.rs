//! Where identity providers alone let people in, and the way to one.

use askama::Template;
use model::sign_in::Action;

use super::Provider;
use crate::{Chrome, Form, Href, Page};

/// Lists the providers of whoever is named. Posts `provider`.
#[derive(Debug, Template)]
#[template(path = "sign_in/providers.html", whitespace = "minimize")]
pub struct ProvidersPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Who is signing in, where that was said.
    pub who: Option<&'a str>,
    /// Back to the first question.
    pub change: Option<Href<'a>>,
    /// The providers.
    pub providers: &'a [Provider<'a>],
    /// Where somebody goes back to who only confirms an act of their own; none in a sign-in.
    pub cancel: Option<Href<'a>>,
    /// Which act that is.
    pub confirms: Option<Action>,
}

impl Page for ProvidersPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.sign_in().to_owned()
    }
}

/// Leads to the provider that the application named: it posts its form at once by a module, or by its button without script.
#[derive(Debug, Template)]
#[template(path = "sign_in/leading.html", whitespace = "minimize")]
pub struct LeadingPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// What people call the provider.
    pub provider: &'a str,
    /// To the first question.
    pub otherwise: Href<'a>,
}

impl Page for LeadingPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.leave_for(self.provider)
    }
}

/// Leads to a provider at once. It is a page and no redirect, since browsers hold redirects against the form's own policy; and no form,
/// so that going back does not send anything again.
#[derive(Debug, Template)]
#[template(path = "sign_in/leaving.html", whitespace = "minimize")]
pub struct LeavingPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// What people call the provider.
    pub provider: &'a str,
    /// Whether it is to sign out there, where somebody has signed out here.
    pub signs_out: bool,
    /// Where it leads: an address with `https`, or one of this computer.
    pub href: Href<'a>,
}

impl Page for LeavingPage<'_> {
    fn heading(&self) -> String {
        match self.signs_out {
            true => self.chrome.text.sign_out_there(self.provider),
            false => self.chrome.text.leave_for(self.provider),
        }
    }
}
