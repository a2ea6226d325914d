//! The e-mail tab: another address, wished once it was confirmed who wishes it.

use axum::{extract::State, response::Response};
use flows::{confirmed::ChangeEmail, people::EmailRefusal};
use http::StatusCode;
use model::identifier::NotAnIdentifier;
use pages::{
    Form, Href, Page,
    account::{EmailDone, EmailTab, NewEmailError, NewEmailPage},
};

use super::{confirm, confirmed};
use crate::{
    Web,
    chassis::{Form as Posted, Query, RequestContext, respond},
    failure::answered,
    signed_in::SignedInPage,
};

pub(crate) const PATH: &str = "/account/email";
const NEW: &str = "/account/email/new";

/// GET `/account/email`; `done` says what was just done.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let wish = web.doorward.email_wish(&signed_in.who).await?;
        let chrome = signed_in.theme.chrome();
        let page = EmailTab {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form { action: Href::own(PATH), hidden: &[] },
            address: signed_in.who.profile.email.as_deref(),
            may_move: web.doorward.may_move_email(&signed_in.who),
            wish: wish.as_ref().map(|wish| (wish.address.as_str(), wish.until)),
            done: query.get("done").and_then(done),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// What was just done. Anybody can write the address, so it carries words of ours.
fn done(word: &str) -> Option<EmailDone> {
    match word {
        "sent" => Some(EmailDone::Sent),
        "sent_again" => Some(EmailDone::SentAgain),
        "cancelled" => Some(EmailDone::Cancelled),
        "too_many" => Some(EmailDone::TooMany),
        "nothing" => Some(EmailDone::Nothing),
        _ => None,
    }
}

fn to_tab(done: &str) -> Response {
    respond::see_other(&format!("{PATH}?done={done}"))
}

/// POST `/account/email`: `act` is `change`, which is to be confirmed first, `again` or `cancel`.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let SignedInPage { caller, who, .. } = &signed_in;
        Ok(match fields.get("act") {
            Some("change") if web.doorward.may_move_email(who) => {
                confirm::<ChangeEmail>(&web, &context, &signed_in, NEW)
            }
            Some("again") => to_tab(match web.doorward.wish_email_again(caller, who).await? {
                Ok(()) => "sent_again",
                Err(EmailRefusal::TooMany) => "too_many",
                Err(_) => "nothing",
            }),
            Some("cancel") => {
                web.doorward.cancel_email_wish(caller, who).await?;
                to_tab("cancelled")
            }
            _ => respond::see_other(PATH),
        })
    })
    .await
}

/// GET `/account/email/new?confirmed=…`: the form for the new address.
pub(crate) async fn form(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let sealed = query.get("confirmed");
        if confirmed::<ChangeEmail>(&web, &signed_in, sealed).await?.is_none() {
            return Ok(to_tab("nothing"));
        }
        Ok(respond::page(form_page(&signed_in, sealed.unwrap_or_default(), "", None)))
    })
    .await
}

/// POST `/account/email/new`: `email`.
pub(crate) async fn wish(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let (sealed, typed) = (fields.get("confirmed"), fields.get("email").unwrap_or_default());
        let Some(leave) = confirmed(&web, &signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
        let Err(refusal) = web.doorward.wish_email(&signed_in.caller, &signed_in.who, leave, typed).await? else {
            return Ok(to_tab("sent"));
        };
        let Some(error) = error(refusal) else { return Ok(to_tab("nothing")) };
        let html = form_page(&signed_in, sealed.unwrap_or_default(), typed, Some(error));
        Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, html))
    })
    .await
}

const fn error(refusal: EmailRefusal) -> Option<NewEmailError> {
    match refusal {
        EmailRefusal::Malformed(NotAnIdentifier::Empty) => Some(NewEmailError::Missing),
        EmailRefusal::Malformed(_) => Some(NewEmailError::Malformed),
        EmailRefusal::Same => Some(NewEmailError::Same),
        EmailRefusal::OtherOrganisation => Some(NewEmailError::OtherOrganisation),
        EmailRefusal::NotAMailDomain => Some(NewEmailError::NotAMailDomain),
        EmailRefusal::TooMany => Some(NewEmailError::TooMany),
        EmailRefusal::Closed | EmailRefusal::Nothing => None,
    }
}

fn form_page(signed_in: &SignedInPage, sealed: &str, email: &str, error: Option<NewEmailError>) -> String {
    let chrome = signed_in.theme.chrome();
    let page = NewEmailPage {
        chrome: &chrome,
        account: signed_in.account(),
        form: Form { action: Href::own(NEW), hidden: &[("confirmed", sealed)] },
        email,
        error,
        keep: Href::own(PATH),
    };
    page.html()
}
