//! The pages on which people look after their own account.

mod access;
mod data;
pub(crate) mod email;
mod linked;
mod number;
mod passkeys;
mod password;
mod picture;
mod profile;
mod settings;
mod trusted_browsers;
mod two_factor;

use axum::{response::Response, routing::get};
use flows::{Confirmed, SensitiveAct};

use crate::{
    Web, address,
    caller::keep,
    chassis::{RequestContext, Routes, respond},
    signed_in::SignedInPage,
};

/// Adds the account's pages. A GET of those without HEAD may change a session's secret.
pub(crate) fn add(routes: Routes<Web>) -> Routes<Web> {
    add_two_factor(routes)
        .page("/account/profile", get(profile::show).post(profile::submit))
        .without_head("GET,POST")
        .page(linked::PATH, get(picture::form).post(linked::submit))
        .page(linked::ATTACH, get(linked::ask_to_attach).post(linked::attach))
        .without_head("GET,POST")
        .page(linked::DETACH, get(linked::ask_to_detach).post(linked::detach))
        .without_head("GET,POST")
        .page("/account/picture", get(picture::form).post(picture::submit))
        .with_max_body(picture::MAX_BODY)
        .too_large_leads_to("/account/profile?picture=too_large")
        .asset("/avatar/{name}", get(picture::show))
        .page("/account/export", get(data::ask_to_export).post(data::export))
        .without_head("GET,POST")
        .page("/account/delete", get(data::ask_to_delete).post(data::delete))
        .without_head("GET,POST")
        .page("/account/applications", get(access::show).post(access::submit))
        .without_head("GET,POST")
        .page("/account/email", get(email::show).post(email::submit))
        .without_head("GET,POST")
        .page("/account/email/new", get(email::form).post(email::wish))
        .without_head("GET,POST")
        .page("/account/password", get(password::show).post(password::submit))
        .without_head("GET,POST")
        .page("/account/settings", get(settings::show).post(settings::submit))
        .without_head("GET,POST")
}

/// Adds the pages of the two-factor tab.
fn add_two_factor(routes: Routes<Web>) -> Routes<Web> {
    routes
        .page(two_factor::PATH, get(two_factor::show).post(two_factor::submit))
        .without_head("GET,POST")
        .page(two_factor::APP, get(two_factor::app).post(two_factor::set_up))
        .without_head("GET,POST")
        .page(two_factor::REMOVE, get(two_factor::ask_to_remove).post(two_factor::remove))
        .without_head("GET,POST")
        .page(number::PATH, get(number::show).post(number::send))
        .without_head("GET,POST")
        .page(number::CODE, get(number::code).post(number::set_up))
        .without_head("GET,POST")
        .page(number::REMOVE, get(number::ask_to_remove).post(number::remove))
        .without_head("GET,POST")
        .page(passkeys::ADD, get(passkeys::new).post(passkeys::add))
        .without_head("GET,POST")
        .page(passkeys::ONE, get(passkeys::show).post(passkeys::rename))
        .without_head("GET,POST")
        .page(passkeys::REMOVE, get(passkeys::ask_to_remove).post(passkeys::remove))
        .without_head("GET,POST")
        .page(two_factor::CODES, get(two_factor::codes).post(two_factor::record))
        .without_head("GET,POST")
}

/// The confirmation that an address or a form brought.
async fn confirmed<A: SensitiveAct>(
    web: &Web,
    signed_in: &SignedInPage,
    sealed: Option<&str>,
) -> flows::Result<Option<Confirmed<A>>> {
    web.doorward.confirmed(&signed_in.caller, &signed_in.who, sealed.unwrap_or_default()).await
}

/// Sends the browser to prove anew who it is, for this act, and back to `page`.
fn confirm<A: SensitiveAct>(web: &Web, context: &RequestContext, signed_in: &SignedInPage, page: &str) -> Response {
    let (at, cookie) = web.doorward.confirm::<A>(&signed_in.caller, &signed_in.who, page);
    keep(context, &cookie);
    respond::see_other(&format!("{}&next=yes", address::sign_in(&at)))
}
