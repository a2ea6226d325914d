//! Logout that an application began (OIDC RP-Initiated Logout 1.0).

use std::sync::Arc;

use oidc::logout::{CurrentSession, Decision, LogoutError, LogoutRequest, Then};

use crate::{
    Application, Caller, Cookie, Doorward, Result, There,
    applications::open::{Open, ToldApplication},
    refusals,
    sessions::SignedIn,
};

/// What becomes of a request to log out.
pub enum Logout {
    /// The request can't be followed; nobody is logged out.
    Page {
        /// Why.
        error: LogoutError,
        /// The application that asked, if it is known.
        application: Option<Arc<Application>>,
    },
    /// Ask first, naming what was opened.
    Ask {
        /// Who is signed in.
        who: Box<SignedIn>,
        /// What was opened with the session.
        open: Vec<Open>,
        /// Where the browser goes afterwards.
        then: Then,
    },
    /// It is done, or there was nothing to end.
    Done {
        /// What was opened with the session, and what came of telling it.
        told: Vec<ToldApplication>,
        /// Who was signed in.
        who: Option<Box<SignedIn>>,
        /// The cookie to remove.
        cookie: Option<Cookie>,
        /// Where the browser goes.
        then: Then,
        /// Where whoever came by an identity provider signs out as well, by its rules.
        there: Option<There>,
        /// The application that asked.
        application: Option<Arc<Application>>,
    },
}

/// Where the application wants the browser, without asking.
const fn back(then: &Then) -> Option<&str> {
    match then {
        Then::Redirect(url) => Some(url.as_str()),
        Then::Page | Then::Offer(_) => None,
    }
}

impl Doorward {
    /// Judges a request to log out in the browser where `who` is signed in, or nobody; `confirmed` when it comes from our own
    /// question.
    pub async fn logout(
        &self,
        caller: &Caller,
        who: Option<SignedIn>,
        encoded: &[u8],
        confirmed: bool,
    ) -> Result<Logout> {
        let keys = self.keys(caller.now).await?;
        let request = match LogoutRequest::parse(encoded, &self.instance.issuer, keys.keyring.verifying()) {
            Ok(request) => request,
            Err(error) => {
                refusals::log(caller.request, "logout", None, &error.to_string());
                return Ok(Logout::Page { error, application: None });
            }
        };
        let application = match request.client_id() {
            Some(client_id) => self.application(client_id).await?,
            None => None,
        };
        let sid = match (&who, &application) {
            (Some(who), Some(application)) => {
                let mut read = self.store.read().await?;
                store::sessions::app_session(&mut read, who.row.org, who.row.id, application.id).await?
            }
            _ => None,
        };
        let sid = sid.map(|id| id.to_string());
        let current = who.as_ref().map(|who| CurrentSession { subject: &who.row.owner.subject, sid: sid.as_deref() });
        let client = application.as_ref().and_then(|application| application.settings.client());
        let decision = match request.decide(client, current, confirmed) {
            Ok(decision) => decision,
            Err(error) => {
                refusals::log(caller.request, "logout", request.client_id(), &error.to_string());
                return Ok(Logout::Page { error, application });
            }
        };
        match (decision, who) {
            (Decision::Ask(then), Some(who)) => {
                let open = self.open_applications(&who).await?;
                Ok(Logout::Ask { who: Box::new(who), open, then })
            }
            (Decision::End(then) | Decision::Ask(then), who) => {
                let (mut cookie, mut told, mut there) = (None, Vec::new(), None);
                if let Some(who) = &who {
                    let (signed_out, answers) = self.sign_out(caller, who).await?;
                    (cookie, told) = (Some(signed_out), answers);
                    there = who.signs_out_there(self, caller, back(&then)).await?;
                }
                Ok(Logout::Done { told, who: who.map(Box::new), cookie, then, there, application })
            }
        }
    }
}
