//! “Restore your password”, and “Set up your account”: who it is about.

use axum::{extract::State, response::Response};
use flows::Complaint;
use model::{identifier::NotAnIdentifier, sign_in::Purpose};
use pages::{
    Href, Page,
    sign_in::{EmailError, Named, ResetRequestPage, RestorePage},
};

use super::{
    answer,
    page::{Sheet, form},
};
use crate::{
    Web, address,
    caller::caller,
    chassis::{Query, RequestContext, pairs, respond},
    failure::answered,
};

/// What a sign-in can be instead, by the word in an address.
const INSTEAD: [(&str, Purpose); 3] =
    [("restore", Purpose::Recover), ("first-time", Purpose::Register), ("sign-in", Purpose::SignIn)];

/// The address that begins something else instead of this sign-in.
pub(super) fn instead(at: &str, purpose: Purpose) -> String {
    let word = INSTEAD.iter().find(|(_, known)| *known == purpose).map_or("sign-in", |(word, _)| word);
    format!("/sign-in/instead?{}", pairs::encode([("at", at), ("begin", word)]))
}

/// GET `/sign-in/instead?at=…&begin=…`: restoring a password, coming to an account, or signing in after all.
pub(crate) async fn begin(State(web): State<Web>, context: RequestContext, Query(query): Query) -> Response {
    let Some(at) = query.filled("at") else { return respond::see_other("/") };
    let wanted = INSTEAD.iter().find(|(word, _)| query.get("begin") == Some(word));
    let Some((_, purpose)) = wanted else { return respond::see_other(&address::sign_in(at)) };
    answered(&context, async {
        Ok(match web.doorward.begin_instead(&caller(&context), at, *purpose).await? {
            Ok(at) => respond::see_other(&address::sign_in(&at)),
            Err(why) => web.not_pending(&context, at, &why),
        })
    })
    .await
}

impl Sheet<'_> {
    pub(super) fn restore(&self) -> String {
        let (action, back) = (self.action(), self.instead(Purpose::SignIn));
        let other = self.with(if self.by_user() { "by=email" } else { "by=company" });
        let chrome = self.theme.chrome();
        let hidden = [("answer", if self.by_user() { answer::USER } else { answer::EMAIL })];
        let page = RestorePage {
            chrome: &chrome,
            form: form(&action, &hidden),
            application: self.application(),
            service: self.resetting_service(),
            first_time: self.view.purpose == Purpose::Register,
            named: if self.by_user() { self.named_by_user() } else { self.named_by_email() },
            by_other: self.view.organisation.is_none().then(|| Href::own(&other)),
            back: Href::own(&back),
        };
        page.html()
    }

    /// The service was asked to reset the password, or will be.
    pub(super) fn reset_request(&self) -> String {
        let (action, back) = (self.action(), self.instead(Purpose::SignIn));
        let chrome = self.theme.chrome();
        let organisation = self.view.organisation.as_ref().map_or("", |organisation| organisation.name.as_str());
        let page = ResetRequestPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::REQUEST_RESET)]),
            service: self.resetting_service().unwrap_or(organisation),
            who: self.who(),
            requested: self.view.reset_requested,
            back: Href::own(&back),
        };
        page.html()
    }

    /// What the organisation calls the service that is asked to reset passwords, where one is known.
    fn resetting_service(&self) -> Option<&str> {
        let home = self.view.organisation.as_ref().filter(|home| home.policy.recovers_by_provider())?;
        home.password_judge().map(|provider| provider.name.as_str())
    }

    /// Whether a way to an account, or to its first password, is offered before anything is proven.
    pub(super) fn offers_first_time(&self) -> bool {
        self.view.offers.first_sign_in || self.view.offers.register
    }

    /// Whether company ID and user name are asked for.
    fn by_user(&self) -> bool {
        self.view.by_company || self.typed.organisation.is_some()
    }

    fn named_by_email(&self) -> Named<'_> {
        Named::Email { email: self.identifier(), error: self.complaint.map(email_error) }
    }

    fn named_by_user(&self) -> Named<'_> {
        let slug = self.view.organisation.as_ref().map(|organisation| organisation.slug.as_str());
        Named::User {
            organisation: self.typed.organisation.as_deref().or(slug).unwrap_or_default(),
            user: self.identifier(),
            organisation_wrong: self.complaint == Some(Complaint::Organisation),
            user_wrong: matches!(self.complaint, Some(Complaint::User(_))),
        }
    }
}

/// What to correct in an address.
pub(super) fn email_error(complaint: Complaint) -> EmailError {
    match complaint {
        Complaint::Email(NotAnIdentifier::Empty) => EmailError::Missing,
        _ => EmailError::Malformed,
    }
}
