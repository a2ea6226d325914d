//! The pages on which people look after their own account.

mod access;
mod profile;
mod settings;

use axum::routing::get;

use crate::{Web, chassis::Routes};

/// Adds the account's pages. A GET of those without HEAD may change a session's secret.
pub(crate) fn add(routes: Routes<Web>) -> Routes<Web> {
    routes
        .page("/account/profile", get(profile::show).post(profile::submit))
        .without_head("GET,POST")
        .page("/account/applications", get(access::show).post(access::submit))
        .without_head("GET,POST")
        .page("/account/settings", get(settings::show).post(settings::submit))
        .without_head("GET,POST")
}
