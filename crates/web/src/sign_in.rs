//! The sign-in: one address, whose page follows from the facts.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use flows::{Answer, Arrived, Complaint, Destination, NotPending, Turn, View};
use http::{Method, StatusCode, header::RETRY_AFTER};
use model::{
    identifier::NotAnIdentifier,
    policy::IdentifyBy,
    sign_in::{Part, Step},
};
use pages::{
    Application, Expired, ExpiredBecause, Form, Href, Page, Problem, ProblemPage, Refusal, Refused, Way, Who,
    sign_in::{
        CodeError, CodePage, CompanyErrors, CompanyPage, ConsentPage, EmailError, EmailPage, PasswordError,
        PasswordPage, Trust,
    },
};

use text::Language;

use crate::{
    Web, authorize,
    caller::{caller, set_cookie, set_cookies},
    chassis::{Fields, Form as Posted, FormAction, Query, Refusal as NotThisWay, Visit, pairs, respond},
    failure::answered,
    language,
    look::{Look, logo},
};

/// GET `/sign-in?at=…`: the page of the step. `next` comes from an answer: the back button leads to an address without it,
/// and so to the first question. `change` and `by` ask that question again.
pub(crate) async fn show(State(web): State<Web>, visit: Visit, method: Method, Query(query): Query) -> Response {
    // Where nothing more is asked this signs in, which a HEAD must not (WEB-03).
    if method != Method::GET {
        return NotThisWay::MethodNotAllowed.into_response();
    }
    let Some(at) = query.filled("at") else { return respond::see_other("/") };
    let by = match query.get("by") {
        Some("company") => Some(IdentifyBy::OrganisationAndUserName),
        Some("email") => Some(IdentifyBy::Email),
        _ => None,
    };
    answered(&visit, async {
        let caller = caller(&visit);
        let turn = if by.is_some() || query.has("change") {
            web.doorward.ask_again(&caller, at, by).await?
        } else {
            web.doorward.show(&caller, at, query.has("next")).await?
        };
        Ok(web.turned(&visit, at, turn, &Typed::default()))
    })
    .await
}

/// POST `/sign-in?at=…`: an answer to the page that was shown.
pub(crate) async fn submit(
    State(web): State<Web>,
    visit: Visit,
    Query(query): Query,
    Posted(mut fields): Posted,
) -> Response {
    let Some(at) = query.filled("at") else { return respond::see_other("/") };
    if let Some(language) = fields.take("language").and_then(|tag| Language::of_tag(&tag)) {
        return language::choose_while_typing(&web, &visit, at, language, &mut fields).await;
    }
    let typed = Typed { organisation: fields.get("organisation").map(str::to_owned), ..Typed::default() };
    let Some(answer) = answer(&mut fields) else { return respond::see_other(&address(at)) };
    answered(&visit, async {
        let turn = web.doorward.answer(&caller(&visit), at, answer).await?;
        Ok(web.turned(&visit, at, turn, &typed))
    })
    .await
}

/// GET `/sign-in/again?at=…`: begins anew what expired or was begun in another browser.
pub(crate) async fn again(State(web): State<Web>, visit: Visit, Query(query): Query) -> Response {
    let caller = caller(&visit);
    let pending = match web.doorward.pending(&caller, query.get("at").unwrap_or_default()) {
        Ok(pending) => pending,
        Err(NotPending::Expired(pending) | NotPending::OtherBrowser(pending)) => *pending,
        Err(NotPending::Unreadable | NotPending::Gone) => return respond::see_other("/"),
    };
    answered(&visit, async {
        let Some((at, cookie)) = web.doorward.begin_again(&caller, pending).await? else {
            return Ok(web.not_pending(&visit, "", &NotPending::Gone));
        };
        let cookie = cookie.map(|cookie| set_cookie(&visit, &cookie));
        Ok((cookie, respond::see_other(&address(&at))).into_response())
    })
    .await
}

/// The address of a sign-in.
pub(crate) fn address(at: &str) -> String {
    format!("/sign-in?{}", pairs::encode([("at", at)]))
}

/// What was typed on a page that is shown again, besides what the flow remembers.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) organisation: Option<String>,
    /// The address or user name, where the language was changed before it was sent, with the tick below it.
    pub(crate) identifier: Option<String>,
    pub(crate) remember: bool,
    /// The language that is chosen with this request.
    pub(crate) language: Option<Language>,
}

/// What the fields of a form answer.
fn answer(fields: &mut Fields) -> Option<Answer> {
    let remember = fields.has("remember");
    if fields.has("somebody_else") {
        return Some(Answer::SomebodyElse);
    }
    if let Some(organisation) = fields.take("organisation") {
        let [user, password] = ["user", "password"].map(|name| fields.take(name).unwrap_or_default());
        return Some(Answer::Company { organisation, user, password, remember });
    }
    if let Some(password) = fields.take("password") {
        return Some(Answer::Password(password));
    }
    if let Some(code) = fields.take("code") {
        return Some(Answer::Code { code, trust: fields.has("trust") });
    }
    if let Some(consent) = fields.take("consent") {
        let shown = fields.take("for").unwrap_or_default();
        return Some(Answer::Consent { allowed: consent == "allow", shown });
    }
    fields.take("email").map(|email| Answer::Email { email, remember })
}

impl Web {
    /// The response to what a flow answered.
    pub(crate) fn turned(&self, visit: &Visit, at: &str, turn: Turn, typed: &Typed) -> Response {
        match turn {
            Turn::Onward => respond::see_other(&format!("{}&next=yes", address(at))),
            Turn::Show(view, complaint) => self.page(visit, at, &view, complaint, typed),
            Turn::Completed(view) => self.completed(visit, &view),
            Turn::NotPending(why) => self.not_pending(visit, at, &why),
            Turn::Arrived(arrived, cookies) => {
                let cookies = set_cookies(visit, &cookies);
                match arrived {
                    Arrived::Home => (cookies, respond::see_other("/")).into_response(),
                    Arrived::Application(response) => {
                        (cookies, authorize::deliver(self, visit, response)).into_response()
                    }
                }
            }
        }
    }

    /// The page of a step.
    fn page(&self, visit: &Visit, at: &str, view: &View, complaint: Option<Complaint>, typed: &Typed) -> Response {
        let mut look = self.looks.for_sign_in(visit, &self.doorward, view, typed.language);
        // Also where the page answers a form; its own address would lead to the first question.
        look.back = format!("{}&next=yes", address(at));
        let (status, html) = Sheet { visit, at, view, look: &look, complaint, typed }.render();
        let until = match complaint {
            Some(Complaint::PasswordLocked(until)) => until,
            Some(Complaint::CodeLocked(until)) => Some(until),
            _ => None,
        };
        let retry = until.map(|until| [(RETRY_AFTER, until.since(visit.now()).as_seconds().max(1).to_string())]);
        (retry, form_action(view), respond::page_with(status, html)).into_response()
    }

    /// A sign-in that was completed before.
    fn completed(&self, visit: &Visit, view: &View) -> Response {
        let look = self.looks.for_sign_in(visit, &self.doorward, view, None);
        let chrome = look.chrome();
        let application = view.application.as_ref();
        let launch = application.and_then(|application| {
            let href = Href::site(application.launch_url.as_deref()?)?;
            Some(Way::Application { application: &application.name, href })
        });
        let way = launch.unwrap_or(Way::Home(Href::own("/")));
        let page = Expired { chrome: &chrome, because: ExpiredBecause::Used, way, request: visit.id() };
        respond::page(page.html())
    }

    /// No such sign-in in this browser, and how to go on.
    fn not_pending(&self, visit: &Visit, at: &str, why: &NotPending) -> Response {
        let look = self.looks.of(visit, &self.doorward, None);
        let chrome = look.chrome();
        let again = format!("/sign-in/again?{}", pairs::encode([("at", at)]));
        let way = Way::Again(Href::own(&again));
        let expired = |because| {
            let page = Expired { chrome: &chrome, because, way, request: visit.id() };
            respond::page_with(StatusCode::GONE, page.html())
        };
        match why {
            NotPending::Expired(_) => expired(ExpiredBecause::Late),
            NotPending::OtherBrowser(pending) if caller(visit).browser.is_none() => {
                let problem = Problem::CookieMissing;
                let page = ProblemPage { chrome: &chrome, problem, way: Some(way), request: visit.id() };
                let _ = pending;
                respond::page_with(StatusCode::BAD_REQUEST, page.html())
            }
            NotPending::OtherBrowser(_) => expired(ExpiredBecause::Elsewhere),
            NotPending::Unreadable | NotPending::Gone => {
                let way = Some(Way::Start(Href::own("/")));
                let problem = Problem::RequestUnreadable;
                let page = ProblemPage { chrome: &chrome, problem, way, request: visit.id() };
                respond::page_with(StatusCode::BAD_REQUEST, page.html())
            }
        }
    }

    /// Begins a sign-in that leads to the list of applications.
    pub(crate) fn to_sign_in(&self, visit: &Visit) -> Response {
        let (at, cookie) = self.doorward.begin(&caller(visit), Destination::Home, None, None);
        let cookie = cookie.map(|cookie| set_cookie(visit, &cookie));
        (cookie, respond::see_other(&address(&at))).into_response()
    }
}

/// Where the form of this page may lead: the application, or Chromium stops the way back to it.
fn form_action(view: &View) -> Option<FormAction> {
    view.application.as_ref().and_then(|application| FormAction::of_redirect_uri(&application.redirect_uri))
}

/// All that a page of the sign-in is made from.
struct Sheet<'a> {
    visit: &'a Visit,
    at: &'a str,
    view: &'a View,
    look: &'a Look,
    complaint: Option<Complaint>,
    typed: &'a Typed,
}

impl Sheet<'_> {
    fn render(&self) -> (StatusCode, String) {
        let wrong = match self.complaint {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        };
        match (&self.complaint, &self.view.step) {
            (Some(Complaint::PasswordLocked(until)), _) => (StatusCode::TOO_MANY_REQUESTS, self.locked(*until)),
            (Some(Complaint::CodeLocked(until)), _) => {
                (StatusCode::TOO_MANY_REQUESTS, self.refused(Refusal::Paused { until: *until }))
            }
            _ if self.typed.organisation.is_some() => (wrong, self.company()),
            (_, Step::Identify { .. } | Step::Prove { part: Part::First, .. }) if self.view.by_company => {
                (wrong, self.company())
            }
            (_, Step::Identify { .. }) => (wrong, self.email()),
            (_, Step::Prove { part: Part::First, .. }) => (wrong, self.password()),
            (_, Step::Prove { part: Part::Second, .. }) => (wrong, self.code()),
            (_, Step::Consent(asked)) => (wrong, self.consent(&asked.scopes)),
            (_, Step::Refuse(refusal)) => (StatusCode::FORBIDDEN, self.refused(self.words(*refusal))),
            _ => (StatusCode::FORBIDDEN, self.refused(Refusal::NoSuchStep)),
        }
    }

    fn application(&self) -> Option<Application<'_>> {
        let application = self.view.application.as_ref()?;
        Some(Application { name: &application.name, logo: logo(application.logo.as_deref()) })
    }

    fn identifier(&self) -> &str {
        self.typed.identifier.as_ref().unwrap_or(&self.view.identifier)
    }

    fn remember(&self) -> Option<bool> {
        let typed = self.typed.identifier.is_some();
        self.view.remember.map(|remembered| if typed { self.typed.remember } else { remembered })
    }

    fn with(&self, more: &str) -> String {
        format!("{}&{more}", address(self.at))
    }

    fn email(&self) -> String {
        let (action, company) = (address(self.at), self.with("by=company"));
        let chrome = self.look.chrome();
        let error = match self.complaint {
            Some(Complaint::Email(NotAnIdentifier::Empty)) => Some(EmailError::Missing),
            Some(_) => Some(EmailError::Malformed),
            None => None,
        };
        let page = EmailPage {
            chrome: &chrome,
            form: Form { action: Href::own(&action), hidden: &[] },
            application: self.application(),
            email: self.identifier(),
            remember: self.remember(),
            error,
            by_company: self.view.organisation.is_none().then(|| Href::own(&company)),
            first_time: None,
            providers: &[],
        };
        page.html()
    }

    fn company(&self) -> String {
        let (action, email) = (address(self.at), self.with("by=email"));
        let chrome = self.look.chrome();
        let slug = self.view.organisation.as_ref().map(|organisation| organisation.slug.as_str());
        let typed = self.typed.organisation.as_deref();
        let errors = match self.complaint {
            None => CompanyErrors::default(),
            Some(complaint) => CompanyErrors {
                organisation_missing: typed.is_some_and(|typed| typed.trim().is_empty()),
                user_missing: complaint == Complaint::User(NotAnIdentifier::Empty),
                password_missing: complaint == Complaint::PasswordMissing,
                mismatch: match complaint {
                    Complaint::PasswordWrong => true,
                    Complaint::Organisation => typed.is_some_and(|typed| !typed.trim().is_empty()),
                    Complaint::User(why) => why != NotAnIdentifier::Empty,
                    _ => false,
                },
                tries_left: None,
            },
        };
        let page = CompanyPage {
            chrome: &chrome,
            form: Form { action: Href::own(&action), hidden: &[] },
            application: self.application(),
            organisation: typed.or(slug).unwrap_or_default(),
            user: self.identifier(),
            remember: self.remember(),
            errors,
            restore: None,
            by_email: self.view.organisation.is_none().then(|| Href::own(&email)),
            first_time: None,
            providers: &[],
        };
        page.html()
    }

    fn password(&self) -> String {
        let (action, change) = (address(self.at), self.with("change=yes"));
        let chrome = self.look.chrome();
        let page = PasswordPage {
            chrome: &chrome,
            form: Form { action: Href::own(&action), hidden: &[] },
            who: Who::Email(&self.view.identifier),
            change: Some(Href::own(&change)),
            error: match self.complaint {
                Some(Complaint::PasswordMissing) => Some(PasswordError::Missing),
                Some(_) => Some(PasswordError::Mismatch),
                None => None,
            },
            tries_left: None,
            restore: None,
            another_way: None,
        };
        page.html()
    }

    fn code(&self) -> String {
        let (action, change) = (address(self.at), self.with("change=yes"));
        let chrome = self.look.chrome();
        let days = self.view.trust_days.and_then(|days| u32::try_from(days).ok());
        let issuer = self.view.organisation.as_ref().map(|organisation| {
            Some(organisation.branding.product_name.as_str())
                .filter(|name| !name.is_empty())
                .unwrap_or(&organisation.name)
        });
        let page = CodePage {
            chrome: &chrome,
            form: Form { action: Href::own(&action), hidden: &[] },
            issuer: issuer.unwrap_or(chrome.organisation),
            trust: days.map(|days| Trust { days, checked: false }),
            error: self.complaint.map(|_| CodeError::Mismatch),
            tries_left: None,
            another_way: None,
            change: Some(Href::own(&change)),
        };
        page.html()
    }

    fn consent(&self, scopes: &[String]) -> String {
        let (action, change) = (address(self.at), self.with("change=yes"));
        let chrome = self.look.chrome();
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let page = ConsentPage {
            chrome: &chrome,
            form: Form { action: Href::own(&action), hidden: &[("for", &self.view.consent_for)] },
            application: self.application().unwrap_or(Application { name: "", logo: None }),
            scopes: &scopes,
            who: self.view.name.as_deref().unwrap_or(&self.view.identifier),
            change: Some(Href::own(&change)),
        };
        page.html()
    }

    /// Locked for everybody alike, whether anybody is called so or not.
    fn locked(&self, until: Option<model::Time>) -> String {
        self.refused(match until {
            Some(until) => Refusal::Paused { until },
            None => Refusal::Locked { tries: self.view.attempts },
        })
    }

    fn words(&self, refusal: model::sign_in::Refusal) -> Refusal<'_> {
        use model::sign_in::Refusal as Why;
        let application = self.view.application.as_ref().map_or("", |application| &application.name);
        match refusal {
            Why::Disabled => Refusal::Disabled,
            Why::Inactive => Refusal::Inactive,
            Why::Locked => Refusal::LockedByAdministrator,
            Why::SecondFactorLocked => Refusal::LockedCodes,
            Why::NoAccess(_) => Refusal::NotAssigned { application },
            Why::LevelOutOfReach => Refusal::NotEnough { application },
            Why::NothingToProve => Refusal::NoWay,
            _ => Refusal::NoSuchStep,
        }
    }

    fn refused(&self, refusal: Refusal<'_>) -> String {
        let chrome = self.look.chrome();
        let (action, back) = (address(self.at), self.with("change=yes"));
        let proven = self.view.name.is_some();
        let told = matches!(refusal, Refusal::NotAssigned { .. } | Refusal::NotEnough { .. });
        let page = Refused {
            chrome: &chrome,
            refusal,
            who: self.view.name.as_deref().or(Some(self.view.identifier.as_str()).filter(|typed| !typed.is_empty())),
            request: self.visit.id(),
            home: told.then(|| Href::own("/")),
            someone_else: proven.then(|| Form { action: Href::own(&action), hidden: &[("somebody_else", "yes")] }),
            back: (!proven).then(|| Href::own(&back)),
        };
        page.html()
    }
}
