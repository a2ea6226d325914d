//! Signing in: a browser's way from a request to its end, one answer at a time.
//!
//! Each answer has the same shape: read the [`Situation`], make sure that the step that is answered is the step that
//! follows from it, judge the answer with no transaction open, and write. What comes next is never stored: the browser is
//! sent to the same address again, and the page follows from the facts.

mod arrive;
mod code;
mod consent;
mod identify;
mod locks;
mod password;
mod pending;
mod person;
mod situation;
mod tries;
mod view;

use crypto::password::TooLong;
use model::{
    Time,
    identifier::NotAnIdentifier,
    policy::IdentifyBy,
    sign_in::{Part, Step},
};
use oidc::authorize::AuthorizationResponse;

pub(crate) use pending::LIFE;
pub use pending::{Destination, NotPending, Pending};
pub(crate) use person::PasswordData;
pub(crate) use situation::Situation;
pub(crate) use tries::Guessed;
pub use view::{ApplicationView, View};

use crate::{Caller, Cookie, Doorward, Result};

/// What was sent from a page of the sign-in.
pub enum Answer {
    /// An e-mail address.
    Email {
        /// As typed.
        email: String,
        /// Whether "Remember my login" was ticked.
        remember: bool,
    },
    /// Company ID, user name and password on one page.
    Company {
        /// The company ID as typed.
        organisation: String,
        /// The user name as typed.
        user: String,
        /// The password.
        password: String,
        /// Whether "Remember my login" was ticked.
        remember: bool,
    },
    /// A password.
    Password(String),
    /// A code of an authenticator app.
    Code {
        /// As typed.
        code: String,
        /// Whether "Don't ask on this device" was ticked.
        trust: bool,
    },
    /// Whether the application may have what it asks for.
    Consent {
        /// Whether it may.
        allowed: bool,
        /// What the page was shown for: [`View::consent_for`].
        shown: String,
    },
    /// Somebody else wants to sign in.
    SomebodyElse,
}

/// What was wrong with an answer. The page stays, with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Complaint {
    /// The e-mail address is none.
    Email(NotAnIdentifier),
    /// The company ID can not be one.
    Organisation,
    /// The user name can not be one.
    User(NotAnIdentifier),
    /// Nothing was typed as password.
    PasswordMissing,
    /// Identifier and password don't match, or nobody is called so: one answer for both.
    PasswordWrong,
    /// Too many wrong passwords, whether anybody is called so or not; until then, or until an administrator unlocks.
    PasswordLocked(Option<Time>),
    /// The code is wrong, or was used before.
    CodeWrong,
    /// Too many wrong codes, until then.
    CodeLocked(Time),
}

/// What a flow of the sign-in answers.
pub enum Turn {
    /// Show the page of this step.
    Show(Box<View>, Option<Complaint>),
    /// Send the browser to the same address again, to see the next step.
    Onward,
    /// Signed in; on to where it led.
    Arrived(Arrived, Vec<Cookie>),
    /// This sign-in was completed before.
    Completed(Box<View>),
    /// There is no such sign-in in this browser; the page says how to go on.
    NotPending(NotPending),
}

/// Where somebody arrives.
pub enum Arrived {
    /// At the list of applications.
    Home,
    /// Back at the application, with its answer.
    Application(AuthorizationResponse),
}

impl Doorward {
    /// The page of a sign-in, or its end where nothing more is asked. `onward`: the browser was sent here by an answer;
    /// without it, somebody came by the back button or from the application, and may still say otherwise who they are.
    pub async fn show(&self, caller: &Caller, at: &str, onward: bool) -> Result<Turn> {
        let pending = match self.open(caller, at).await? {
            Ok(pending) => pending,
            Err(not_pending) => return Ok(Turn::NotPending(not_pending)),
        };
        match Box::pin(self.proceed(caller, pending)).await? {
            Turn::Show(view, complaint) if !onward && matches!(view.step, Step::Prove { part: Part::First, .. }) => {
                let by = if view.by_company { IdentifyBy::OrganisationAndUserName } else { IdentifyBy::Email };
                let step = Step::Identify { by, any_of: Vec::new() };
                Ok(Turn::Show(Box::new(View { step, ..*view }), complaint))
            }
            turn => Ok(turn),
        }
    }

    /// The first question again, for somebody who wants to answer it otherwise. Writes nothing.
    pub async fn ask_again(&self, caller: &Caller, at: &str, by: Option<IdentifyBy>) -> Result<Turn> {
        let pending = match self.open(caller, at).await? {
            Ok(pending) => pending,
            Err(not_pending) => return Ok(Turn::NotPending(not_pending)),
        };
        let situation = Box::pin(self.situation(caller, pending)).await?;
        if situation.row.session.is_some() {
            return Ok(self.completed(&situation));
        }
        let by = by.unwrap_or(situation.policy(self).identify);
        let view = self.view(&situation, Step::Identify { by, any_of: Vec::new() });
        Ok(Turn::Show(Box::new(View { by_company: by == IdentifyBy::OrganisationAndUserName, ..view }), None))
    }

    /// From the facts to the page, or to the end. Shared by the pages and by requests that need none.
    pub(crate) async fn proceed(&self, caller: &Caller, pending: Pending) -> Result<Turn> {
        let situation = Box::pin(self.situation(caller, pending)).await?;
        if situation.row.session.is_some() {
            return Ok(self.completed(&situation));
        }
        match situation.step(self, caller.now) {
            Step::Arrive(arrival) => Box::pin(self.arrive(caller, situation, arrival, store::Change::new())).await,
            Step::Refuse(refusal) => Ok(self.refuse(&situation, refusal)),
            step => Ok(Turn::Show(Box::new(self.view(&situation, step)), None)),
        }
    }

    /// Takes an answer.
    pub async fn answer(&self, caller: &Caller, at: &str, answer: Answer) -> Result<Turn> {
        let pending = match self.open(caller, at).await? {
            Ok(pending) => pending,
            Err(not_pending) => return Ok(Turn::NotPending(not_pending)),
        };
        match answer {
            Answer::Email { email, remember } => Box::pin(self.identify(caller, pending, &email, remember)).await,
            Answer::Company { organisation, user, password, remember } => {
                Box::pin(self.company(caller, pending, (&organisation, &user), &password, remember)).await
            }
            Answer::Password(password) => Box::pin(self.password(caller, pending, &password)).await,
            Answer::Code { code, trust } => Box::pin(self.code(caller, pending, &code, trust)).await,
            Answer::Consent { allowed, shown } => Box::pin(self.consent(caller, pending, allowed, &shown)).await,
            Answer::SomebodyElse => Box::pin(self.somebody_else(caller, pending)).await,
        }
    }
}

impl From<TooLong> for Complaint {
    /// No password is that long, so it is a wrong one; nothing was hashed and no guess was taken.
    fn from(_: TooLong) -> Self {
        Self::PasswordWrong
    }
}
