//! Who and what is in every world.

use model::{
    Policy,
    policy::{LockOut, Opens},
    sign_in::Level,
};
pub(crate) use testbed::content::{Application, Organisation, User, organisation};
use testbed::content::{user, with_app};

use crate::world::password;

/// A user with [`PASSWORD`](crate::world::PASSWORD).
pub(crate) async fn somebody(email: &str) -> User {
    user(email, "Robin", password().await)
}

/// An application which everybody at acme, blue and grey may open.
pub(crate) fn application(client_id: &str) -> Application {
    testbed::content::application(client_id, &["acme", "blue", "grey"])
}

/// Three wrong passwords are judged, then an administrator is needed.
pub(crate) fn strict() -> Policy {
    Policy { lock_out: LockOut { attempts: 3, opens: Opens::UntilUnlocked }, ..Policy::default() }
}

/// What every world begins with.
pub(crate) async fn beginning() -> (Vec<Organisation>, Vec<Application>) {
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
