//! Who and what is in every world.

use flows::Settings;
use model::{
    Branding, Policy,
    policy::{LockOut, Opens},
    release::Profile,
    sign_in::Level,
};
use oidc::{
    Client,
    client::{ClientAuthMethod, GrantType},
};

use crate::{
    document::{Application, Organisation, User},
    world::{CLIENT_SECRET, TOTP, password},
};

/// A user with [`PASSWORD`].
pub(crate) async fn somebody(email: &str) -> User {
    let profile = Profile { email: Some(email.into()), given_name: Some("Robin".into()), ..Profile::default() };
    User { email: Some(email.into()), password: Some(password().await), profile, ..User::default() }
}

pub(crate) fn organisation(slug: &str, policy: Policy, users: Vec<User>) -> Organisation {
    Organisation {
        slug: slug.into(),
        name: slug.to_uppercase(),
        policy,
        branding: Branding::default(),
        domains: vec![format!("{slug}.example")],
        users,
    }
}

/// Three wrong passwords are judged, then an administrator is needed.
pub(crate) fn strict() -> Policy {
    Policy { lock_out: LockOut { attempts: 3, opens: Opens::UntilUnlocked }, ..Policy::default() }
}

/// An application with [`CLIENT_SECRET`], which everybody at acme, blue and grey may open.
pub(crate) fn application(client_id: &str) -> Application {
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
        subscribers: ["acme", "blue", "grey"].map(|slug| (slug.to_owned(), true)).to_vec(),
    }
}

/// What every world begins with.
pub(crate) async fn beginning() -> (Vec<Organisation>, Vec<Application>) {
    let with_app = |user: User| User { totp: Some(TOTP.to_vec()), ..user };
    let acme = vec![
        somebody("anna@acme.example").await,
        somebody("bert@acme.example").await,
        with_app(somebody("tom@acme.example").await),
        with_app(somebody("tina@acme.example").await),
        User { password: None, ..somebody("ned@acme.example").await },
    ];
    let ben = User { user_name: Some("ben".into()), ..somebody("ben@blue.example").await };
    let mut vault = application("vault");
    vault.settings.level = Level::Two;
    let mut shop = application("shop");
    shop.settings.asks_consent = true;
    let mut closed = application("closed");
    closed.subscribers = vec![("acme".into(), false)];
    let organisations = vec![
        organisation("acme", Policy::default(), acme),
        organisation("blue", Policy::company_id(), vec![ben]),
        organisation("grey", strict(), vec![somebody("gus@grey.example").await]),
    ];
    (organisations, vec![application("wiki"), application("mail"), vault, shop, closed])
}
