//! Who and what is there, and what applications send.

use flows::Settings;
use model::{
    Branding, Policy, Span,
    policy::{LockOut, Opens},
    release::Profile,
    sign_in::Level,
};
use oidc::{
    Client,
    client::{ClientAuthMethod, GrantType},
};

use super::{
    NOW,
    document::{Application, Organisation, User},
};

/// Everybody's password. Its hash is one that is cheap to make: it is replaced at the first sign-in.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
const HASH: &str = "{SSHA}Utd8d6lQQAKk5WmvoUUSbFxrwMkXUzsIbqaeew==";

/// The secret of every authenticator app.
const TOTP: &[u8] = b"twenty secret bytes!";

/// Every application's secret.
pub(crate) const CLIENT_SECRET: &str = "MzIgcmFuZG9tIGJ5dGVzIGluIGJhc2U2NHVybCBmb3JtLi4";

/// RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// The authorization request of an application; `more` begins with `&`.
pub(crate) fn request(client_id: &str, more: &str) -> String {
    let scope = if more.contains("&scope=") { "" } else { "&scope=openid+profile+email" };
    format!(
        "/oauth/authorize?client_id={client_id}&redirect_uri=https%3A%2F%2F{client_id}.example%2Fback\
         &response_type=code&state=st&nonce=no&code_challenge={CHALLENGE}&code_challenge_method=S256{scope}{more}"
    )
}

/// The token request for a code.
pub(crate) fn exchange(client_id: &str, code: &str) -> String {
    format!(
        "grant_type=authorization_code&client_id={client_id}&client_secret={CLIENT_SECRET}&code={code}\
         &redirect_uri=https%3A%2F%2F{client_id}.example%2Fback&code_verifier={VERIFIER}"
    )
}

/// The token request for a refresh token.
pub(crate) fn refresh(client_id: &str, token: &str) -> String {
    format!("grant_type=refresh_token&client_id={client_id}&client_secret={CLIENT_SECRET}&refresh_token={token}")
}

/// The code that every authenticator app shows so many steps after [`NOW`].
pub(crate) fn code(steps: i64) -> String {
    let secret = crypto::totp::Secret::from_bytes(TOTP).unwrap();
    secret.code(crypto::totp::Step::at(NOW + Span::seconds(30 * steps)))
}

fn somebody(email: &str) -> User {
    let profile = Profile { email: Some(email.into()), given_name: Some(email.into()), ..Profile::default() };
    User { email: Some(email.into()), password: Some(("password_hash", HASH.into())), profile, ..User::default() }
}

fn organisation(slug: &str, mut policy: Policy, users: Vec<User>) -> Organisation {
    policy.password.not_common = false;
    Organisation {
        slug: slug.into(),
        name: slug.to_uppercase(),
        policy,
        branding: Branding::default(),
        domains: vec![format!("{slug}.example")],
        users,
    }
}

/// A confidential application, which everybody may open.
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
        subscribers: ["acme", "grey"].map(|slug| (slug.to_owned(), true)).to_vec(),
    }
}

pub(crate) fn beginning() -> (Vec<Organisation>, Vec<Application>) {
    let with_app = |user: User| User { totp: Some(TOTP.to_vec()), ..user };
    let strict = Policy { lock_out: LockOut { attempts: 3, opens: Opens::Timed }, ..Policy::default() };
    let acme = vec![
        somebody("anna@acme.example"),
        somebody("bert@acme.example"),
        with_app(somebody("tom@acme.example")),
        User { password: None, ..somebody("ned@acme.example") },
    ];
    let mut vault = application("vault");
    vault.settings.level = Level::Two;
    let organisations = vec![
        organisation("acme", Policy::default(), acme),
        organisation("grey", strict, vec![somebody("gus@grey.example"), with_app(somebody("gil@grey.example"))]),
    ];
    (organisations, vec![application("wiki"), application("mail"), vault])
}
