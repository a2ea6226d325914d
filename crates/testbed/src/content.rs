//! Organisations, people and applications, and the document that they are applied as.

pub use flows::apply::written::{Organisation, Password, User};
use flows::{
    Doorward, Settings,
    apply::{
        Options,
        written::{self, Document, Subscription},
    },
};
use model::{Branding, Policy, Time, release::Profile};
use oidc::{
    Client,
    client::{ClientAuthMethod, GrantType},
};

use crate::requests::{CLIENT_SECRET, totp};

/// An application, the slug of its owner, and the slugs of those who may use it with whether all their people may.
#[derive(Clone)]
pub struct Application {
    /// The slug of the organisation that owns it.
    pub owner: String,
    /// What people call it.
    pub name: String,
    /// All of its settings.
    pub settings: Settings,
    /// Its secret, unless it has none.
    pub secret: Option<String>,
    /// Slugs of organisations, and whether all their people may use it.
    pub subscribers: Vec<(String, bool)>,
}

impl From<&Application> for written::Application {
    fn from(one: &Application) -> Self {
        Self {
            organisation: one.owner.clone(),
            name: Some(one.name.clone()),
            secret: one.secret.clone(),
            subscriptions: one.subscribers.iter().map(|(slug, all)| Subscription::new(slug, *all)).collect(),
            ..Self::from(&one.settings)
        }
    }
}

/// Adds organisations with their people, and applications; those that are there become as these are.
pub async fn add(doorward: &Doorward, now: Time, organisations: Vec<Organisation>, applications: &[Application]) {
    let document = Document::new(organisations, applications.iter().map(Into::into).collect()).read();
    let options = Options { dry_run: false, progress: &|_| {} };
    let leave = doorward.operator(now).granted(());
    let applied = Box::pin(doorward.apply(&leave, &document, &options)).await.unwrap();
    applied.unwrap_or_else(|problems| panic!("{problems:#?}"));
}

/// An organisation with a mail domain of its own.
pub fn organisation(slug: &str, policy: Policy, users: Vec<User>) -> Organisation {
    Organisation {
        slug: slug.into(),
        name: Some(slug.to_uppercase()),
        policy: Some(policy.into()),
        branding: Some(Branding::default()),
        domains: vec![format!("{slug}.example")],
        users,
        ..Organisation::default()
    }
}

/// Somebody who has accepted whatever notice there is.
pub fn user(email: &str, given_name: &str, password: Password) -> User {
    let profile = Profile { email: Some(email.into()), given_name: Some(given_name.into()), ..Profile::default() };
    User { email: Some(email.into()), password: Some(password), profile, accepted_notice: true, ..User::default() }
}

/// The same with an authenticator app.
pub fn with_app(user: User) -> User {
    User { totp: Some(totp()), ..user }
}

/// An application with [`CLIENT_SECRET`], owned by acme, which everybody at these organisations may open.
pub fn application(client_id: &str, subscribers: &[&str]) -> Application {
    let client = Client {
        client_id: client_id.into(),
        redirect_uris: vec![format!("https://{client_id}.example/back")],
        post_logout_redirect_uris: vec![format!("https://{client_id}.example/bye")],
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        token_endpoint_auth_method: ClientAuthMethod::ClientSecretPost,
        id_token_signed_response_alg: jose::Algorithm::ES256,
        ..Client::default()
    };
    Application {
        owner: "acme".into(),
        name: client_id.to_uppercase(),
        settings: Settings { launch_url: Some(format!("https://{client_id}.example/")), ..Settings::of_client(client) },
        secret: Some(CLIENT_SECRET.into()),
        subscribers: subscribers.iter().map(|slug| ((*slug).to_owned(), true)).collect(),
    }
}
