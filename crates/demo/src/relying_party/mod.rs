//! A sample application: a real OpenID Connect relying party that knows Doorward only by its issuer URL.
//!
//! It discovers the endpoints, signs people in with the code flow and PKCE, believes a token only after every check of
//! OpenID Connect Core §3.1.3.7, shows what it was told, refreshes, and signs out here and there. The browser holds no
//! token. There is no short cut into Doorward: it could stand on another machine.

mod claims;
mod client;
mod confidential;
mod http;
mod id_token;
mod keys;
mod logins;
mod logout_token;
mod party;
mod provider;
mod refused;
mod routes;
mod sessions;
mod view;

use axum::Router;

pub use client::ClientAuthentication;

use crate::{Clock, Entropy, texts::Say};

/// A sample application, and what it needs to know of Doorward.
#[derive(Debug, Clone)]
pub struct Application {
    /// A word of lower-case letters: the beginning of its cookies' names.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it would be for, in half a sentence.
    pub purpose: Say,
    /// Its own accent, `#rrggbb`: another product than Doorward, and it looks so.
    pub accent: &'static str,
    /// Its logo, an SVG document.
    pub logo: &'static str,
    /// Where it is: `http://127.0.0.1:PORT`.
    pub origin: String,
    /// Doorward's issuer URL.
    pub issuer: String,
    /// The `client_id` that Doorward knows it by.
    pub client_id: String,
    /// How it proves that.
    pub authentication: ClientAuthentication,
    /// The scopes that it asks for, with spaces between.
    pub scope: String,
    /// The other application, to see single sign-on with: its name and origin.
    pub other: Option<(&'static str, String)>,
    /// The demonstration's start page.
    pub start: String,
}

impl Application {
    /// Where Doorward sends the browser with the code; to be registered exactly so.
    pub fn redirect_uri(&self) -> String {
        format!("{}/callback", self.origin)
    }

    /// Where Doorward sends the browser after signing out; to be registered exactly so.
    pub fn post_logout_redirect_uri(&self) -> String {
        format!("{}/signed-out", self.origin)
    }

    /// Where Doorward posts log-out tokens.
    pub fn backchannel_logout_uri(&self) -> String {
        format!("{}/backchannel-logout", self.origin)
    }

    /// Where a sign-in can be begun from elsewhere (Core §4).
    pub fn initiate_login_uri(&self) -> String {
        format!("{}/sign-in", self.origin)
    }
}

/// The application's pages, to be served at its origin.
pub fn router(application: Application, clock: Clock, entropy: Entropy) -> Router {
    routes::router(party::Party::new(application, clock, entropy))
}
