//! Pages, forms and protocol endpoints over axum. Thin: one extractor, one input, one flow call, one match.

mod account;
mod address;
pub mod api;
mod assets;
mod authorize;
mod caller;
pub mod chassis;
mod deliver;
mod doctor;
mod email_link;
mod endpoints;
mod failure;
mod home;
mod join;
mod join_page;
mod language;
mod refusals;
mod sessions;
mod sign_in;
mod sign_out;
mod signed_in;
mod sms_receipt;
mod theme;

use axum::routing::{get, post};
use flows::Doorward;

use chassis::{
    App, Routes, Site,
    address::TrustedProxies,
    surroundings::{Clock, Entropy, Surroundings},
};

pub use theme::Themes;

/// What handlers work with.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) doorward: Doorward,
    pub(crate) themes: Themes,
}

/// The whole server but its sockets.
pub fn app(doorward: Doorward, site: Site, proxies: TrustedProxies, clock: Clock, entropy: Entropy) -> App {
    let themes = Themes::default();
    let pages = refusals::pages(doorward.clone(), themes.clone());
    let surroundings = Surroundings { proxies, ..Surroundings::new(site, clock, entropy, pages) };
    app_in(doorward, themes, surroundings)
}

/// The same, in surroundings of which something differs (proxies, the time for bodies).
pub fn app_in(doorward: Doorward, themes: Themes, mut surroundings: Surroundings) -> App {
    surroundings.is_application = Some(endpoints::is_application(doorward.clone()));
    routes().into_app(Web { doorward, themes }, surroundings)
}

/// Every path there is.
fn routes() -> Routes<Web> {
    for_programs(account::add(for_people(Routes::new())))
        .asset("/assets/{hash}/{name}", get(assets::asset))
        .asset("/brand/{slug}/{sheet}", get(assets::brand))
        .asset("/favicon.ico", get(assets::favicon))
        .protocol("/readyz/doctor", get(doctor::show))
        .probe("/healthz", get(endpoints::alive))
        .probe("/readyz", get(endpoints::ready))
}

/// What people see. A GET of those without HEAD may sign in, give a code or a cookie, or change a session's secret.
fn for_people(routes: Routes<Web>) -> Routes<Web> {
    for_links(routes)
        .page("/", get(home::show))
        .without_head("GET")
        .page("/sign-in", get(sign_in::show).post(sign_in::submit))
        .without_head("GET,POST")
        .page("/sign-in/again", get(sign_in::again))
        .without_head("GET")
        .page("/sign-in/passkey", get(sign_in::passkey::renew))
        .page("/sign-in/provider/{slug}/{key}", get(sign_in::provider_answered))
        .without_head("GET")
        .page("/sign-in/instead", get(sign_in::begin_instead))
        .page("/sign-out", get(sign_out::ask).post(sign_out::submit))
        .without_head("GET,POST")
        .page("/signed-out", get(sign_out::signed_out))
        .page("/language", post(language::choose))
        .page("/account/sessions", get(sessions::show).post(sessions::submit))
        .without_head("GET,POST")
        .entrance("/oauth/authorize", get(authorize::get).post(authorize::post))
        .without_head("GET,POST")
        .entrance("/oauth/logout", get(sign_out::get).post(sign_out::post))
        .without_head("GET,POST")
}

/// Where the links of mails lead, and the pages behind them.
fn for_links(routes: Routes<Web>) -> Routes<Web> {
    routes
        .page("/restore/{token}", get(sign_in::open_link))
        .without_head("GET")
        .page("/email/{token}", get(email_link::open))
        .page("/email-undo/{token}", get(email_link::open_undo))
        .page("/email", get(email_link::ask).post(email_link::follow))
        .page("/join/{token}", get(join::open))
        .without_head("GET")
        .page("/join", get(join_page::ask).post(join_page::submit))
        .without_head("GET,POST")
        .page("/registered", get(join::registered))
        .without_head("GET")
}

/// What programs call.
fn for_programs(routes: Routes<Web>) -> Routes<Web> {
    routes
        .protocol("/api/v1/users", get(api::users))
        .protocol("/api/v1/users/{id}", get(api::user))
        .protocol("/oauth/token", post(endpoints::token))
        .readable_by_applications()
        .protocol("/oauth/userinfo", get(endpoints::userinfo_get).post(endpoints::userinfo_post))
        .readable_by_applications()
        .protocol("/oauth/introspect", post(endpoints::introspect))
        .protocol("/oauth/revoke", post(endpoints::revoke))
        .readable_by_applications()
        .protocol("/sign-in/provider/{slug}/{key}/log-out", post(sign_in::provider_logged_out))
        .protocol("/sms/receipt/{token}", post(sms_receipt::tell))
        .protocol("/oauth/jwks", get(endpoints::jwks))
        .readable_by_anybody()
        .protocol("/.well-known/openid-configuration", get(endpoints::metadata))
        .readable_by_anybody()
        .protocol("/.well-known/oauth-authorization-server", get(endpoints::metadata))
        .readable_by_anybody()
}
