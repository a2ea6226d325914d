//! A Doorward on a fresh database of either engine, and what applications and administrators do with it.

use std::time::Duration;

use crypto::{
    entropy::Seeded,
    password::{Hasher, Password},
    seal::{Sealer, SealingKey},
};
use flows::{Act, Caller, Doorward, Granted, Instance, Limits, TokenAnswer, UserRef, granted::ManageInstance};
use model::{
    Id, Time,
    id::{Org, User},
};
use oidc::{
    post::Post,
    token::TokenResponse,
    userinfo::{BearerError, Presented},
};
use serde_json::{Map, Value};
use store::{
    Change, Store, params,
    testing::{Database, ENGINES, Engine, fresh},
    users,
};
use testbed::{
    content::{self, Application, Organisation},
    instance::{Setup, add_signing_keys, hasher},
    requests::introspection,
    stored,
};
pub(crate) use testbed::{
    instance::{ISSUER, NOW, instance, sealing_key},
    requests::{CLIENT_SECRET, TOTP, code, exchange, refresh, request},
};
use tokio::sync::OnceCell;

use crate::content::beginning;

/// Everybody's password. It keeps every rule, so nobody is asked for another.
pub(crate) const PASSWORD: &str = "plum orchards at midnight";

store::statements! {
    SET_STATE = "update users set state = $3, epoch = epoch + 1, version = version + 1 where org = $1 and id = $2";
    NEXT_EPOCH = "update users set epoch = epoch + 1, version = version + 1 where org = $1 and id = $2";
    COUNT_SIGN_INS = "select count(*) from sign_ins";
    PASSWORD_HASH = "select secret from credentials where user_id = $1 and kind = 'password'";
}

/// Doorward, and the database that it is on.
pub(crate) struct World {
    pub(crate) doorward: Doorward,
    pub(crate) store: Store,
    /// Who hashes for `doorward`.
    pub(crate) hasher: Hasher,
    pub(crate) database: Database,
}

/// Plays on a fresh world of each engine.
pub(crate) async fn on_both(play: impl AsyncFn(&World)) {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let world = World::fresh(engine).await;
        Box::pin(play(&world)).await;
        world.database.remove().await;
    }
}

/// A Doorward over a store. `seed` is the beginning of its randomness; two on one database need two.
pub(crate) fn doorward(store: &Store, seed: u64) -> Doorward {
    Setup::new(seed).on(store)
}

/// The same with another sealing key.
pub(crate) fn doorward_sealed(store: &Store, seed: u64, key: &SealingKey) -> Doorward {
    Setup { sealer: Sealer::new(key, &[]), ..Setup::new(seed) }.on(store)
}

/// The same without a mail server.
pub(crate) fn without_mail(store: &Store, seed: u64) -> Doorward {
    Setup { instance: Instance { mail: None, ..instance() }, ..Setup::new(seed) }.on(store)
}

/// One that tells nobody sooner that a password was wrong.
pub(crate) fn answering_wrong_guesses_after(store: &Store, wrong_answer_takes: Duration) -> Doorward {
    limited(store, Limits { wrong_answer_takes, ..Limits::default() })
}

/// One that allows a source so much.
pub(crate) fn limited(store: &Store, limits: Limits) -> Doorward {
    limited_with(store, limits, hasher())
}

/// The same with a hasher whose permits the test can take.
pub(crate) fn limited_with(store: &Store, limits: Limits, hasher: Hasher) -> Doorward {
    Setup { limits, hasher, ..Setup::new(60) }.on(store)
}

impl World {
    pub(crate) async fn fresh(engine: Engine) -> Self {
        Self::on(fresh(engine).await).await
    }

    pub(crate) async fn on(database: Database) -> Self {
        let store = database.store.clone();
        let hasher = hasher();
        let doorward = Setup { hasher: hasher.clone(), ..Setup::new(2) }.on(&store);
        add_signing_keys(&store).await;
        let world = Self { doorward, store, hasher, database };
        let (organisations, applications) = beginning().await;
        world.add(organisations, applications).await;
        stored::forget_events(&world.store).await;
        world
    }

    /// Adds organisations with their people, and applications; those that are there become as these are.
    pub(crate) async fn add(&self, organisations: Vec<Organisation>, applications: Vec<Application>) {
        content::add(&self.doorward, NOW, organisations, &applications).await;
    }

    /// The operator's leave, now.
    pub(crate) fn granted<A: Act>(&self, on: A::On) -> Granted<A> {
        self.doorward.operator(NOW).granted(on)
    }

    /// The operator's leave for what concerns all organisations, now.
    pub(crate) fn everything(&self) -> Granted<ManageInstance> {
        self.granted(())
    }

    /// Who has this address.
    pub(crate) async fn whom(&self, email: &str) -> UserRef {
        let (org, user) = self.user(email).await;
        UserRef { org, user }
    }

    /// Who has this address.
    pub(crate) async fn user(&self, email: &str) -> (Id<Org>, Id<User>) {
        let mut read = self.store.read().await.unwrap();
        let row = users::by_identifier(&mut read, &users::INSTANCE_SCOPE, email).await.unwrap();
        row.map(|row| (row.org, row.id)).expect("somebody has this address")
    }

    /// What an administrator does.
    pub(crate) async fn set_state(&self, email: &str, state: &str) {
        let user = self.user(email).await;
        self.change(|change| _ = change.add(&SET_STATE, params![user.0, user.1, state])).await;
    }

    /// Wrong guesses at somebody are forgotten.
    pub(crate) async fn unlock(&self, email: &str) {
        let whom = self.whom(email).await;
        self.doorward.unlock(&self.granted(whom)).await.unwrap().unwrap();
    }

    /// Everything that was given to the user ends.
    pub(crate) async fn end_everything_of(&self, email: &str) {
        let user = self.user(email).await;
        self.change(|change| _ = change.add(&NEXT_EPOCH, params![user.0, user.1])).await;
    }

    pub(crate) async fn change(&self, add: impl FnOnce(&mut Change)) {
        let mut change = Change::new();
        add(&mut change);
        stored::write(&self.store, change).await;
    }

    /// How often this was noted.
    pub(crate) async fn events(&self, kind: &str) -> i64 {
        stored::events(&self.store, kind).await
    }

    /// How many sign-ins have a row.
    pub(crate) async fn sign_ins(&self) -> i64 {
        let mut read = self.store.read().await.unwrap();
        read.one::<(i64,)>(&COUNT_SIGN_INS, params![]).await.unwrap().unwrap().0
    }

    /// What is stored of somebody's password.
    pub(crate) async fn password_hash(&self, email: &str) -> String {
        let user = self.user(email).await.1;
        let mut read = self.store.read().await.unwrap();
        let secret = read.one::<(Vec<u8>,)>(&PASSWORD_HASH, params![user]).await.unwrap().unwrap().0;
        String::from_utf8(secret).unwrap()
    }

    /// The token endpoint's answer to an application that shows its secret in the body.
    pub(crate) async fn token(&self, now: Time, body: &str) -> TokenAnswer {
        token(&self.doorward, now, body).await
    }

    /// The tokens for a code that `wiki` was given.
    pub(crate) async fn tokens(&self, now: Time, code: &str) -> TokenResponse {
        self.token(now, &exchange("wiki", code)).await.expect("the code is good")
    }

    /// What userinfo says.
    pub(crate) async fn userinfo(&self, now: Time, token: &str) -> Result<Map<String, Value>, BearerError> {
        userinfo(&self.doorward, now, token).await
    }

    /// Whether introspection calls this token active, when the application asks that has it.
    pub(crate) async fn is_active(&self, now: Time, client_id: &str, token: &str) -> bool {
        self.introspect(now, client_id, token).await["active"] == true
    }

    /// What introspection says of a token to an application.
    pub(crate) async fn introspect(&self, now: Time, client_id: &str, token: &str) -> Value {
        let body = introspection(client_id, token);
        let answer = self.doorward.introspect(&caller(now), &post(&body)).await.unwrap().unwrap();
        serde_json::to_value(answer).unwrap()
    }
}

pub(crate) async fn token(doorward: &Doorward, now: Time, body: &str) -> TokenAnswer {
    Box::pin(doorward.token(&caller(now), &post(body))).await.unwrap()
}

pub(crate) async fn userinfo(doorward: &Doorward, now: Time, token: &str) -> Result<Map<String, Value>, BearerError> {
    let header = format!("Bearer {token}");
    let presented = Presented { authorization: Some(header.as_bytes()), query: None, form: None };
    doorward.userinfo(&caller(now), &presented).await.unwrap()
}

/// A form without an `Authorization` header.
pub(crate) fn post(body: &str) -> Post<'_> {
    Post { authorization: None, content_type: Some(b"application/x-www-form-urlencoded"), body: body.as_bytes() }
}

/// Somebody without cookies: an application's server.
pub(crate) fn caller(now: Time) -> Caller {
    Caller {
        request: Id::from_bytes([1; 16]),
        now,
        address: "192.0.2.1".into(),
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0".into(),
        language: None,
        languages: String::new(),
        browser: None,
        session: None,
        device: None,
    }
}

/// [`PASSWORD`], hashed once for all worlds at the cost of new hashes.
pub(crate) async fn password() -> content::Password {
    static HASH: OnceCell<String> = OnceCell::const_new();
    let hash = async || {
        let permit = hasher().permit().await.unwrap();
        permit.hash(&Seeded::new(3), &Password::new(PASSWORD).unwrap()).await.as_str().to_owned()
    };
    content::Password::Hash(HASH.get_or_init(hash).await.clone())
}
