//! From what a flow answered to a response: the page of a step, or the way on.

use axum::response::{IntoResponse, Response};
use flows::{Arrived, CODES_PAUSE, Complaint, NotPending, Turn, View};
use http::{StatusCode, header::RETRY_AFTER};
use model::{
    Authenticator, Time,
    sign_in::{Action, Enrolment, Part, Purpose, Step},
};
use pages::{Application, Expired, ExpiredBecause, Form, Href, Page, Problem, ProblemPage, RefusedReason, Way};

use super::{Typed, restore};
use crate::{
    Web,
    address::{self, own_address},
    caller::{caller, keep},
    chassis::{FormAction, RequestContext, pairs, respond},
    deliver,
    theme::{Theme, logo},
};

impl Web {
    /// The response to what a flow answered.
    pub(crate) fn turned(&self, context: &RequestContext, at: &str, turn: Turn, typed: &Typed) -> Response {
        match turn {
            Turn::NextStep => respond::see_other(&format!("{}&next=yes", address::sign_in(at))),
            Turn::Show(view, complaint) => self.page(context, at, &view, complaint, typed),
            Turn::Elsewhere(leaving) => self.leaving(context, &leaving),
            Turn::Completed(view) => self.completed(context, &view),
            Turn::NotPending(why) => self.not_pending(context, at, &why),
            Turn::Arrived(arrived, cookies) => {
                keep(context, &cookies);
                match arrived {
                    Arrived::Home => respond::see_other("/"),
                    Arrived::Page(address) => respond::see_other(own_address(&address)),
                    Arrived::Application(response) => deliver::to_application(self, context, response),
                }
            }
        }
    }

    /// The page of a step.
    fn page(
        &self,
        context: &RequestContext,
        at: &str,
        view: &View,
        complaint: Option<Complaint>,
        typed: &Typed,
    ) -> Response {
        let mut theme = self.themes.for_sign_in(context, &self.doorward, view, typed.language);
        // Also where the page answers a form; its own address would lead to the first question.
        theme.back = format!("{}&next=yes", address::sign_in(at));
        let (status, html) = Sheet { context, at, view, theme: &theme, complaint, typed }.render();
        let until = match complaint {
            Some(Complaint::PasswordLocked(until)) => until,
            Some(Complaint::CodeLocked(until)) => Some(until),
            _ => None,
        };
        let retry = until.map(|until| [(RETRY_AFTER, until.since(context.now()).as_seconds().max(1).to_string())]);
        (retry, form_action(view), respond::page_with(status, html)).into_response()
    }

    /// A sign-in that was completed before.
    fn completed(&self, context: &RequestContext, view: &View) -> Response {
        let theme = self.themes.for_sign_in(context, &self.doorward, view, None);
        let chrome = theme.chrome();
        let application = view.application.as_ref();
        let launch = application.and_then(|application| {
            let href = Href::site(application.launch_url.as_deref()?)?;
            Some(Way::Application { application: &application.name, href })
        });
        let way = launch.unwrap_or(Way::Home(Href::own("/")));
        let page = Expired { chrome: &chrome, because: ExpiredBecause::Used, way, request: context.id() };
        respond::page(page.html())
    }

    /// No such sign-in in this browser, and how to go on.
    pub(super) fn not_pending(&self, context: &RequestContext, at: &str, why: &NotPending) -> Response {
        let theme = self.themes.of(context, &self.doorward, None);
        let chrome = theme.chrome();
        let again = format!("/sign-in/again?{}", pairs::encode([("at", at)]));
        let way = Way::Again(Href::own(&again));
        let expired = |because| {
            let page = Expired { chrome: &chrome, because, way, request: context.id() };
            respond::page_with(StatusCode::GONE, page.html())
        };
        match why {
            NotPending::Expired(_) => expired(ExpiredBecause::Late),
            NotPending::OtherBrowser(_) if caller(context).browser.is_none() => {
                let problem = Problem::CookieMissing;
                let page = ProblemPage { chrome: &chrome, problem, way: Some(way), request: context.id() };
                respond::page_with(StatusCode::BAD_REQUEST, page.html())
            }
            NotPending::OtherBrowser(_) => expired(ExpiredBecause::Elsewhere),
            NotPending::Unreadable | NotPending::Gone => {
                let way = Some(Way::Start(Href::own("/")));
                let problem = Problem::RequestUnreadable { application: None };
                let page = ProblemPage { chrome: &chrome, problem, way, request: context.id() };
                respond::page_with(StatusCode::BAD_REQUEST, page.html())
            }
        }
    }
}

/// Where the form of this page may lead: the application, or Chromium stops the way back to it.
fn form_action(view: &View) -> Option<FormAction> {
    view.application.as_ref().and_then(|application| FormAction::of_redirect_uri(&application.redirect_uri))
}

/// All that a page of the sign-in is made from.
pub(super) struct Sheet<'a> {
    pub(super) context: &'a RequestContext,
    pub(super) at: &'a str,
    pub(super) view: &'a View,
    pub(super) theme: &'a Theme,
    pub(super) complaint: Option<Complaint>,
    pub(super) typed: &'a Typed,
}

impl Sheet<'_> {
    fn render(&self) -> (StatusCode, String) {
        match self.complaint {
            Some(Complaint::PasswordLocked(until)) => {
                return (StatusCode::TOO_MANY_REQUESTS, self.refused(self.locked(until)));
            }
            Some(Complaint::CodeLocked(until)) => {
                return (StatusCode::TOO_MANY_REQUESTS, self.refused(RefusedReason::Paused { until }));
            }
            Some(Complaint::Provider(problem)) => {
                let (status, reason) = self.not_vouched(problem);
                return (status, self.refused(reason));
            }
            _ => {}
        }
        match self.step() {
            Some(html) if self.complaint == Some(Complaint::ServiceSilent) => (StatusCode::SERVICE_UNAVAILABLE, html),
            Some(html) if self.complaint.is_some() => (StatusCode::UNPROCESSABLE_ENTITY, html),
            Some(html) => (StatusCode::OK, html),
            None => (StatusCode::FORBIDDEN, self.refused(self.refusal())),
        }
    }

    /// The page of the step; none where it is a refusal, or a step that has no page here.
    fn step(&self) -> Option<String> {
        match &self.view.step {
            Step::Refuse(_) => None,
            _ if self.typed.verified && self.view.mailbox_proven => Some(self.code_verified()),
            Step::Identify { .. } if self.view.purpose != Purpose::SignIn => Some(self.restore()),
            _ if self.typed.organisation.is_some() => Some(self.company()),
            // The first page goes on offering it.
            Step::Prove { part: Part::First, .. } if self.is_about_passkey() && self.is_first_question() => {
                Some(self.email())
            }
            Step::Identify { .. } if self.view.by_providers && !self.view.providers.is_empty() => {
                Some(self.by_providers())
            }
            Step::Identify { .. } | Step::Prove { part: Part::First, .. }
                if self.view.by_company && self.view.purpose == Purpose::SignIn =>
            {
                Some(self.company())
            }
            Step::Identify { .. } => Some(self.email()),
            Step::Prove { any_of, part } => self.prove(any_of, *part),
            Step::ResetByProvider => Some(self.reset_request()),
            Step::RecordCodes => Some(self.record_codes()),
            Step::SetPassword { why } => Some(self.set_password(*why)),
            Step::Accept(notice) => Some(self.notice(notice)),
            Step::Enrol { why: Enrolment::PasskeyOffered, .. } => self.offer_passkey(),
            Step::Enrol { any_of, .. } => self.enrol(any_of),
            Step::Register => self.view.registration.as_ref().map(|registration| self.register(registration)),
            Step::Consent(asked) => Some(self.consent(&asked.scopes)),
            _ => None,
        }
    }

    /// The page that asks for a proof of these.
    fn prove(&self, any_of: &[Authenticator], part: Part) -> Option<String> {
        if self.typed.choosing && self.has_choice(any_of) {
            return Some(self.ways(any_of));
        }
        match self.chosen(any_of)? {
            Authenticator::Password | Authenticator::External => Some(self.password()),
            Authenticator::Totp => Some(self.code(any_of)),
            Authenticator::Passkey => self.passkey(any_of),
            Authenticator::RecoveryCode => Some(self.recovery_code(any_of)),
            Authenticator::EmailCode if part == Part::Second => Some(self.second_email_code(any_of)),
            Authenticator::EmailCode => Some(self.email_code()),
            Authenticator::Sms => self.view.texted.as_ref().map(|texted| self.text_code(texted, any_of)),
            Authenticator::EmailLink => Some(self.email_link()),
            Authenticator::Provider(_) => Some(self.by_providers()),
        }
    }

    /// The page that sets a second factor up: what was chosen or is under way, what was lost, or the first of the policy. A number comes
    /// after what is safer.
    fn enrol(&self, any_of: &[Authenticator]) -> Option<String> {
        let chosen = if self.chooses_number() { Some(Authenticator::Sms) } else { self.view.wrong.or(self.typed.way) };
        let safer = || any_of.iter().copied().find(|way| *way != Authenticator::Sms && self.sets_up(*way));
        let lost = self.view.last_used.filter(|way| *way != Authenticator::Sms);
        match [chosen, lost].into_iter().flatten().find(|way| self.sets_up(*way)).or_else(safer) {
            Some(Authenticator::Passkey) => self.add_passkey(),
            Some(Authenticator::Totp) => self.view.enrolment.as_ref().map(|enrolment| self.enrol_totp(enrolment)),
            _ => self.view.texted.as_ref().map(|texted| self.enrol_number(texted)),
        }
    }

    /// Whether the step sets this up.
    pub(super) fn sets_up(&self, way: Authenticator) -> bool {
        match way {
            Authenticator::Totp => self.view.enrolment.is_some(),
            Authenticator::Passkey => self.view.new_passkey.is_some(),
            Authenticator::Sms => self.view.texted.is_some(),
            _ => false,
        }
    }

    /// Which of these the page asks for: what was wrong, what was chosen, the code that was just sent, what was used last, or the first
    /// that has a page.
    fn chosen(&self, any_of: &[Authenticator]) -> Option<Authenticator> {
        let taken = |way: &Authenticator| self.with_page(any_of).any(|one| one == *way);
        let wished = self.view.wrong.or(self.typed.way).filter(taken);
        wished
            .or(self.view.sent_last.filter(taken))
            .or(self.view.last_used.filter(taken))
            .or_else(|| self.with_page(any_of).next())
    }

    /// Those of these that have a page here.
    pub(super) fn with_page<'w>(&'w self, any_of: &'w [Authenticator]) -> impl Iterator<Item = Authenticator> + 'w {
        any_of.iter().copied().filter(|way| self.has_page(*way))
    }

    /// Whether the complaint is about a passkey.
    pub(super) fn is_about_passkey(&self) -> bool {
        matches!(self.complaint, Some(Complaint::Passkey(_)))
    }

    /// Whether nobody was named yet, neither by what was typed nor by a session.
    fn is_first_question(&self) -> bool {
        self.view.identifier.is_empty()
            && self.view.name.is_none()
            && self.view.confirms.is_none()
            && !self.view.by_company
    }

    /// Whether there is a page that asks for it.
    pub(super) fn has_page(&self, way: Authenticator) -> bool {
        match way {
            Authenticator::Password
            | Authenticator::External
            | Authenticator::Totp
            | Authenticator::RecoveryCode
            | Authenticator::EmailCode
            | Authenticator::EmailLink => true,
            // Where there is no gateway any more, nobody is asked for what can't be sent.
            Authenticator::Sms => self.view.texted.is_some(),
            Authenticator::Passkey => self.view.passkey.is_some(),
            Authenticator::Provider(_) => !self.view.providers.is_empty(),
        }
    }

    pub(super) fn application(&self) -> Option<Application<'_>> {
        let application = self.view.application.as_ref()?;
        Some(Application { name: &application.name, logo: logo(application.logo.as_deref()) })
    }

    pub(super) fn identifier(&self) -> &str {
        self.typed.identifier.as_ref().unwrap_or(&self.view.identifier)
    }

    pub(super) fn remember(&self) -> Option<bool> {
        let typed = self.typed.identifier.is_some();
        self.view.remember.map(|remembered| if typed { self.typed.remember } else { remembered })
    }

    pub(super) fn with(&self, more: &str) -> String {
        format!("{}&{more}", address::sign_in(self.at))
    }

    /// The way to the first question, for somebody else; none where whoever is signed in only confirms something.
    pub(super) fn change<'h>(&self, address: &'h str) -> Option<Href<'h>> {
        self.view.confirms.is_none().then(|| Href::own(address))
    }

    /// The act of one's own that is confirmed.
    pub(super) fn confirms(&self) -> Option<Action> {
        match self.view.purpose {
            Purpose::Confirm(act) => Some(act),
            _ => None,
        }
    }

    /// From when on another code can be asked for, where the one of this time is too new for that.
    pub(super) fn next_code(&self, sent_at: Time) -> Option<Time> {
        let next = sent_at + CODES_PAUSE;
        (self.typed.again == Some(sent_at) && self.context.now() < next).then_some(next)
    }

    /// The way back for whoever only confirms something.
    pub(super) fn cancel(&self) -> Option<Href<'_>> {
        self.view.confirms.as_deref().map(|page| Href::own(own_address(page)))
    }

    /// The address that begins something else for the same destination.
    pub(super) fn instead(&self, purpose: Purpose) -> String {
        restore::instead(self.at, purpose)
    }

    /// The address that answers go to.
    pub(super) fn action(&self) -> String {
        address::sign_in(self.at)
    }
}

/// A form of the sign-in: where it goes, and what it answers.
pub(super) fn form<'a>(action: &'a str, answer: &'a [(&'a str, &'a str)]) -> Form<'a> {
    Form { action: Href::own(action), hidden: answer }
}
