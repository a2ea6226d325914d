//! A browser: it keeps cookies, and goes where it is sent.

use crypto::token::Token;
use flows::{Answer, Arrived, Authorization, Caller, Complaint, Cookie, Doorward, NotPending, Turn, View};
use model::{
    Time,
    sign_in::{Part, Step, StepKind},
};
use oidc::authorize::{Delivery, PageError};

use crate::world::{NOW, PASSWORD, World, caller};

/// This password, typed in a browser that keeps no passkeys.
pub(crate) fn password_answer(password: impl Into<String>) -> Answer {
    Answer::Password { password: password.into(), makes_passkeys: false }
}

/// A browser and its cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) doorward: Doorward,
    pub(crate) now: Time,
    pub(crate) browser: Option<Token>,
    pub(crate) session: Option<Token>,
    pub(crate) device: Option<Token>,
    /// Where it comes from.
    pub(crate) address: String,
    /// The language that was chosen in the menu.
    pub(crate) language: Option<String>,
    /// What it prefers to read.
    pub(crate) languages: String,
    /// For how many seconds the session outlives the browser; none when it does not.
    pub(crate) session_lasts: Option<i64>,
    /// What the last page asked consent for.
    pub(crate) consent_for: String,
}

/// Where the browser ended up.
#[derive(Debug)]
pub(crate) enum Place {
    /// At a page of the sign-in with this text in its address.
    Page(String, Box<View>, Option<Complaint>),
    /// At the list of applications.
    Home,
    /// At another page of ours.
    OwnPage(String),
    /// At the application, with its answer.
    Application(Reply),
    /// At an identity provider, by this address.
    Elsewhere(String),
    /// At the page that says that this was done before.
    Completed,
    /// At the page that says how to go on.
    NotPending(NotPending),
    /// At the page for requests that can't be answered.
    #[expect(dead_code, reason = "shown by a test that fails")]
    Problem(PageError),
}

/// An application's answer.
#[derive(Debug)]
pub(crate) struct Reply {
    to: String,
    fields: Vec<(String, String)>,
}

impl Reply {
    pub(crate) fn new(response: flows::ApplicationResponse) -> Self {
        let flows::ApplicationResponse::Oidc(response) = response;
        match response.deliver() {
            Delivery::Redirect(url) => {
                let (to, query) = url.split_once('?').expect("there are parameters");
                let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
                Self { to: to.into(), fields: pairs.map(|(name, value)| (name.into(), value.into())).collect() }
            }
            Delivery::FormPost { action, fields } => {
                Self { to: action, fields: fields.into_iter().map(|(name, value)| (name.into(), value)).collect() }
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The code, in an answer that has everything an answer has.
    pub(crate) fn code(&self) -> String {
        assert_eq!((self.get("state"), self.get("iss")), (Some("st"), Some("https%3A%2F%2Fid.example")), "{self:?}");
        assert!(self.to.ends_with(".example/back"), "{self:?}");
        self.get("code").unwrap_or_else(|| panic!("{self:?}")).to_owned()
    }
}

impl Browser {
    /// A new one without cookies.
    pub(crate) fn new(world: &World) -> Self {
        Self::at(&world.doorward)
    }

    pub(crate) fn at(doorward: &Doorward) -> Self {
        let doorward = doorward.clone();
        Self {
            doorward,
            now: NOW,
            browser: None,
            session: None,
            device: None,
            address: caller(NOW).address,
            language: None,
            languages: String::new(),
            session_lasts: None,
            consent_for: String::new(),
        }
    }

    /// The same browser at a later time.
    pub(crate) fn later(&mut self, span: model::Span) -> &mut Self {
        self.now = self.now + span;
        self
    }

    pub(crate) fn caller(&self) -> Caller {
        let (browser, session, device) = (self.browser.clone(), self.session.clone(), self.device.clone());
        let (language, languages) = (self.language.clone(), self.languages.clone());
        let address = self.address.clone();
        Caller { browser, session, device, address, language, languages, ..caller(self.now) }
    }

    pub(crate) fn keep(&mut self, cookies: impl IntoIterator<Item = Cookie>) {
        for cookie in cookies {
            match cookie {
                Cookie::Browser(token) => self.browser = Some(token),
                Cookie::Session(token, lasts) => (self.session, self.session_lasts) = (Some(token), lasts),
                Cookie::Device(token, _) => self.device = Some(token),
                Cookie::SignedOut => (self.session, self.browser) = (None, None),
            }
        }
    }

    /// Comes from an application with a request.
    pub(crate) async fn authorize(&mut self, query: &str) -> Place {
        match Box::pin(self.doorward.authorize(&self.caller(), query.as_bytes())).await.unwrap() {
            Authorization::Page(error) => Place::Problem(error),
            Authorization::Answer(response, cookies) => {
                self.keep(cookies);
                Place::Application(Reply::new(response))
            }
            Authorization::SignIn(at, cookie) => {
                self.keep(cookie);
                self.show(&at, false).await
            }
        }
    }

    /// The page at this address; `onward` when an answer sent the browser there.
    pub(crate) async fn show(&mut self, at: &str, onward: bool) -> Place {
        let turn = Box::pin(self.doorward.show(&self.caller(), at, onward)).await.unwrap();
        assert!(onward || !matches!(turn, Turn::NextStep), "a page sends nobody on to itself");
        self.went(at, turn)
    }

    /// What an answer leads to, one step further.
    pub(crate) async fn answer(&mut self, at: &str, answer: Answer) -> Place {
        match Box::pin(self.doorward.answer(&self.caller(), at, answer)).await.unwrap() {
            Turn::NextStep => self.show(at, true).await,
            turn => self.went(at, turn),
        }
    }

    pub(crate) fn went(&mut self, at: &str, turn: Turn) -> Place {
        match turn {
            Turn::Show(view, complaint) => {
                self.consent_for.clone_from(&view.consent_for);
                Place::Page(at.to_owned(), view, complaint)
            }
            Turn::NextStep => panic!("the page sent the browser on to itself"),
            Turn::Elsewhere(leaving) => Place::Elsewhere(leaving.address),
            Turn::Completed(_) => Place::Completed,
            Turn::NotPending(why) => Place::NotPending(why),
            Turn::Arrived(arrived, cookies) => {
                self.keep(cookies);
                match arrived {
                    Arrived::Home => Place::Home,
                    Arrived::Page(address) => Place::OwnPage(address),
                    Arrived::Application(response) => Place::Application(Reply::new(response)),
                }
            }
        }
    }

    /// Answers the question for consent that was shown last.
    pub(crate) async fn consents(&mut self, at: &str, allowed: bool) -> Place {
        let question_mac = self.consent_for.clone();
        self.answer(at, Answer::Consent { allowed, question_mac }).await
    }

    pub(crate) async fn email(&mut self, at: &str, email: &str) -> Place {
        self.answer(at, Answer::Email { email: email.into(), remember: false }).await
    }

    pub(crate) async fn password(&mut self, at: &str, password: &str) -> Place {
        self.answer(at, password_answer(password)).await
    }

    pub(crate) async fn code(&mut self, at: &str, code: &str) -> Place {
        self.answer(at, Answer::Code { code: code.into(), trust: false }).await
    }

    /// Goes to an application and types the address: the text in the URL of the page that asks for the password.
    pub(crate) async fn goes_to_password(&mut self, query: &str, email: &str) -> String {
        let at = self.authorize(query).await.asks_for(StepKind::Identify);
        self.email(&at, email).await.asks_for_password()
    }

    /// Comes back from an identity provider of an organisation with its answer.
    pub(crate) async fn returns(&mut self, of: (&str, &str), query: &str) -> Place {
        let answered = Box::pin(self.doorward.provider_answered(&self.caller(), of, query)).await.unwrap();
        match answered.turn {
            Turn::NextStep => self.show(&answered.at, true).await,
            turn => self.went(&answered.at, turn),
        }
    }

    /// Signs in with address and [`PASSWORD`].
    pub(crate) async fn sign_in(&mut self, query: &str, email: &str) -> Place {
        let at = self.goes_to_password(query, email).await;
        self.password(&at, PASSWORD).await
    }
}

impl Place {
    /// The text in the address of the page, which is for this step and complains of nothing.
    pub(crate) fn asks_for(self, kind: StepKind) -> String {
        match self {
            Self::Page(at, view, None) if view.step.kind() == kind => at,
            place => panic!("not asked to {kind:?}: {place:?}"),
        }
    }

    pub(crate) fn asks_for_password(self) -> String {
        self.asks_for_proof(Part::First)
    }

    /// The first question, or the password where the session says who it is.
    pub(crate) fn asks_for_identify_or_password(self) -> String {
        match self {
            Self::Page(at, view, None) if matches!(view.step.kind(), StepKind::Identify | StepKind::Prove) => at,
            place => panic!("not asked who it is: {place:?}"),
        }
    }

    pub(crate) fn asks_for_code(self) -> String {
        self.asks_for_proof(Part::Second)
    }

    fn asks_for_proof(self, wanted: Part) -> String {
        match self {
            Self::Page(at, view, None) if matches!(view.step, Step::Prove { part, .. } if part == wanted) => at,
            place => panic!("not asked for the {wanted:?} proof: {place:?}"),
        }
    }

    /// Whether the page is for this step.
    pub(crate) fn is_at(&self, kind: StepKind) -> bool {
        matches!(self, Self::Page(_, view, None) if view.step.kind() == kind)
    }

    /// Asked to set up an app: the text in the address, and what the app is given.
    pub(crate) fn enrols(self) -> (String, flows::TotpEnrolment) {
        match self {
            Self::Page(at, view, None) => (at, view.enrolment.expect("an app is to be set up")),
            place => panic!("not asked to set up an app: {place:?}"),
        }
    }

    /// The address of the identity provider that it is at.
    pub(crate) fn elsewhere(self) -> String {
        match self {
            Self::Elsewhere(address) => address,
            place => panic!("not at a provider: {place:?}"),
        }
    }

    /// What the page complains of.
    pub(crate) fn complaint(&self) -> Option<Complaint> {
        match self {
            Self::Page(_, _, complaint) => *complaint,
            place => panic!("no page: {place:?}"),
        }
    }

    pub(crate) fn reply(self) -> Reply {
        match self {
            Self::Application(reply) => reply,
            place => panic!("not at the application: {place:?}"),
        }
    }

    /// The code that the application was given.
    pub(crate) fn arrives(self) -> String {
        self.reply().code()
    }

    /// The error that the application was given.
    pub(crate) fn error(self) -> String {
        let reply = self.reply();
        assert_eq!((reply.get("code"), reply.get("state")), (None, Some("st")));
        reply.get("error").expect("an error").to_owned()
    }

    /// Why the person is told no.
    pub(crate) fn refusal(self) -> model::sign_in::Refusal {
        match self {
            Self::Page(_, view, None) => match view.step {
                Step::Refuse(refusal) => refusal,
                step => panic!("not refused: {step:?}"),
            },
            place => panic!("not refused: {place:?}"),
        }
    }
}
