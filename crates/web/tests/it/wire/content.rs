//! Who and what is there, and what applications send.

use model::{
    Policy,
    policy::{LockOut, Opens},
    sign_in::Level,
};
pub(crate) use testbed::{
    content::{Application, Organisation, User},
    requests::{CLIENT_SECRET, code, exchange, refresh},
};
use testbed::{
    content::{Password, user, with_app},
    requests,
};

/// Everybody's password. Its hash is one that is cheap to make: it is replaced at the first sign-in.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
const HASH: &str = "{SSHA}Utd8d6lQQAKk5WmvoUUSbFxrwMkXUzsIbqaeew==";

/// The authorization request of an application; `more` begins with `&`.
pub(crate) fn request(client_id: &str, more: &str) -> String {
    format!("/oauth/authorize?{}", requests::request(client_id, more))
}

pub(crate) fn somebody(email: &str) -> User {
    user(email, email, Password::Hash(HASH.into()))
}

pub(crate) fn organisation(slug: &str, mut policy: Policy, users: Vec<User>) -> Organisation {
    policy.password.not_common = false;
    testbed::content::organisation(slug, policy, users)
}

/// A confidential application, which everybody may open.
pub(crate) fn application(client_id: &str) -> Application {
    testbed::content::application(client_id, &["acme", "grey"])
}

pub(crate) fn beginning() -> (Vec<Organisation>, Vec<Application>) {
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
