//! Pages, forms and protocol endpoints over axum. Thin: one extractor, one input, one flow call, one match.

mod address;
mod api;
mod assets;
mod authorize;
mod caller;
pub mod chassis;
mod doctor;
mod endpoints;
mod failure;
mod home;
mod language;
mod look;
mod refusals;
mod sessions;
mod sign_in;
mod sign_out;

use axum::routing::{get, post};
use flows::Doorward;

use chassis::{
    App, Routes, Site,
    address::TrustedProxies,
    surroundings::{Clock, Entropy, Surroundings},
};

pub use look::Looks;

/// What handlers work with.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) doorward: Doorward,
    pub(crate) looks: Looks,
}

/// The whole server but its sockets.
pub fn app(doorward: Doorward, site: Site, proxies: TrustedProxies, clock: Clock, entropy: Entropy) -> App {
    let looks = Looks::default();
    let pages = refusals::pages(doorward.clone(), looks.clone());
    let surroundings = Surroundings { proxies, ..Surroundings::new(site, clock, entropy, pages) };
    app_in(doorward, looks, surroundings)
}

/// The same, in surroundings of which something differs (proxies, the time for bodies).
pub fn app_in(doorward: Doorward, looks: Looks, surroundings: Surroundings) -> App {
    routes().into_app(Web { doorward, looks }, surroundings)
}

/// Every path there is.
fn routes() -> Routes<Web> {
    Routes::new()
        .page("/", get(home::show))
        .page("/sign-in", get(sign_in::show).post(sign_in::submit))
        .page("/sign-in/again", get(sign_in::again))
        .page("/sign-out", get(sign_out::ask).post(sign_out::submit))
        .page("/signed-out", get(sign_out::signed_out))
        .page("/language", post(language::choose))
        .page("/account/sessions", get(sessions::show).post(sessions::submit))
        .entrance("/oauth/authorize", get(authorize::get).post(authorize::post))
        .entrance("/oauth/logout", get(sign_out::get).post(sign_out::post))
        .protocol("/api/v1/users", get(api::users))
        .protocol("/api/v1/users/{id}", get(api::user))
        .protocol("/oauth/token", post(endpoints::token))
        .protocol("/oauth/userinfo", get(endpoints::userinfo_get).post(endpoints::userinfo_post))
        .protocol("/oauth/introspect", post(endpoints::introspect))
        .protocol("/oauth/revoke", post(endpoints::revoke))
        .protocol("/oauth/jwks", get(endpoints::jwks))
        .protocol("/.well-known/openid-configuration", get(endpoints::metadata))
        .protocol("/.well-known/oauth-authorization-server", get(endpoints::metadata))
        .asset("/assets/{hash}/{name}", get(assets::asset))
        .asset("/brand/{slug}/{sheet}", get(assets::brand))
        .asset("/favicon.ico", get(assets::favicon))
        .protocol("/readyz/doctor", get(doctor::look))
        .probe("/healthz", get(endpoints::alive))
        .probe("/readyz", get(endpoints::ready))
}
