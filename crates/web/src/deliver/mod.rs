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
