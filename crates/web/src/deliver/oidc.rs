//! Authorization responses (OIDC Core §3.1.2.5).

use axum::response::{IntoResponse, Response};
use oidc::authorize::{AuthorizationResponse, Delivery};
use pages::{Chrome, FormPost, Href, OnwardPage, Page};

use crate::{
    Web,
    chassis::{FormAction, RequestContext, RequestError, respond},
};

/// Sends it by redirect, or by a form (OAuth 2.0 Form Post Response Mode).
pub(super) fn deliver(web: &Web, context: &RequestContext, response: AuthorizationResponse) -> Response {
    match response.deliver() {
        Delivery::Redirect(url) => respond::see_other(&url),
        Delivery::FormPost { action, fields } => {
            let theme = web.themes.of(context, &web.doorward, None);
            // This page is left at once, and its address is not the one to come back to.
            let chrome = Chrome { languages: None, ..theme.chrome() };
            let Some(href) = Href::application(&action) else { return RequestError::Broken.into_response() };
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let application = host(&action);
            let page = FormPost { chrome: &chrome, application, action: href, fields: &fields };
            (FormAction::of_redirect_uri(&action), respond::page(page.html())).into_response()
        }
    }
}

/// The same, where somebody comes from another server: a redirect becomes a page that leads on.
pub(super) fn by_page(web: &Web, context: &RequestContext, response: AuthorizationResponse) -> Response {
    match response.clone().deliver() {
        Delivery::Redirect(url) => onward(web, context, &url, false),
        Delivery::FormPost { .. } => deliver(web, context, response),
    }
}

/// The page that leads on to an application.
pub(super) fn onward(web: &Web, context: &RequestContext, url: &str, signed_out: bool) -> Response {
    let theme = web.themes.of(context, &web.doorward, None);
    let chrome = Chrome { languages: None, ..theme.chrome() };
    let Some(href) = Href::application(url) else { return RequestError::Broken.into_response() };
    respond::page(OnwardPage { chrome: &chrome, application: host(url), href, signed_out }.html()).into_response()
}

/// The host of an address, as a name for whoever is there.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
