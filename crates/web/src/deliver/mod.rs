//! Sends answers to applications: a file for each protocol.

mod oidc;

use axum::response::Response;
use flows::ApplicationResponse;

use crate::{Web, chassis::RequestContext};

/// Sends an answer to the application, by way of the browser.
pub(crate) fn to_application(web: &Web, context: &RequestContext, response: ApplicationResponse) -> Response {
    match response {
        ApplicationResponse::Oidc(response) => oidc::deliver(web, context, response),
    }
}

/// The same for somebody who comes from an identity provider: browsers hold every redirect that follows a form there against that form's
/// own policy, which allows the way to us and no further.
pub(crate) fn to_application_by_page(web: &Web, context: &RequestContext, response: ApplicationResponse) -> Response {
    match response {
        ApplicationResponse::Oidc(response) => oidc::by_page(web, context, response),
    }
}

/// On to where an application wants whoever signed out at an identity provider as well, by a page for the same reason.
pub(crate) fn onward_signed_out(web: &Web, context: &RequestContext, url: &str) -> Response {
    oidc::onward(web, context, url, true)
}
