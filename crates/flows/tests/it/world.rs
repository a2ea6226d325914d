//! A Doorward on a fresh database of either engine, and what applications and administrators do with it.

use std::{sync::Arc, time::Duration};

use crypto::{
    entropy::Seeded,
    password::{Cost, Hasher, Password, Places},
    seal::{Sealer, SealingKey},
};
use flows::{
    Act, Caller, Doorward, Granted, Instance, Limits, TokenAnswer, UserRef,
    apply::{self, Options},
    granted::ManageInstance,
};
use model::{
    Branding, Id, Policy, Span, Time,
    id::{Org, User},
};
use oidc::{
    Issuer,
    post::Post,
    token::TokenResponse,
    userinfo::{BearerError, Presented},
};
use serde_json::{Map, Value};
use store::{
    Change, Outcome, Store, params,
    signing_keys::{self, SigningKeyRow},
    testing::{Database, ENGINES, Engine, fresh},
    users,
};
use tokio::sync::OnceCell;

use crate::{
    content::beginning,
    document::{self, Application, Organisation},
};

pub(crate) const ISSUER: &str = "https://id.example";

/// The first moment of a step of one-time codes.
pub(crate) const NOW: Time = Time::from_millis(1_700_000_010_000);

/// Everybody's password. It keeps every rule, so nobody is asked for another.
pub(crate) const PASSWORD: &str = "plum orchards at midnight";

/// The secret of every authenticator app.
pub(crate) const TOTP: &[u8] = b"twenty secret bytes!";

/// Every application's secret.
pub(crate) const CLIENT_SECRET: &str = "MzIgcmFuZG9tIGJ5dGVzIGluIGJhc2U2NHVybCBmb3JtLi4";

/// RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

store::statements! {
    SET_STATE = "update users set state = $3, epoch = epoch + 1, version = version + 1 where org = $1 and id = $2";
    NEXT_EPOCH = "update users set epoch = epoch + 1, version = version + 1 where org = $1 and id = $2";
    COUNT_EVENTS = "select count(*) from events where kind = $1";
    COUNT_SIGN_INS = "select count(*) from sign_ins";
    FORGET_EVENTS = "delete from events";
    PASSWORD_HASH = "select secret from credentials where user_id = $1 and kind = 'password'";
}

/// Worlds have their secrets in their documents.
pub(crate) struct Nowhere;

impl apply::Secrets for Nowhere {
    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn file(&self, path: &str) -> Result<String, String> {
        Err(path.to_owned())
    }
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

/// The sealing key of every world.
pub(crate) fn sealing_key() -> SealingKey {
    SealingKey::generate(&Seeded::new(1))
}

/// A Doorward over a store. `seed` is the beginning of its randomness; two on one database need two.
pub(crate) fn doorward(store: &Store, seed: u64) -> Doorward {
    doorward_sealed(store, seed, &sealing_key())
}

pub(crate) fn doorward_sealed(store: &Store, seed: u64, key: &SealingKey) -> Doorward {
    doorward_with(store, seed, key, Hasher::new(Cost::default(), Places::default()))
}

/// The same without a mail server.
pub(crate) fn without_mail(store: &Store, seed: u64) -> Doorward {
    let instance = Instance { mail: None, ..instance() };
    let hasher = Hasher::new(Cost::default(), Places::default());
    Doorward::new(instance, store.clone(), Sealer::new(&sealing_key(), &[]), hasher, Arc::new(Seeded::new(seed)))
}

/// One that tells nobody sooner that a password was wrong.
pub(crate) fn answering_wrong_guesses_after(store: &Store, wrong_answer_takes: Duration) -> Doorward {
    limited(store, Limits { wrong_answer_takes, ..Limits::default() })
}

/// One that allows a source so much.
pub(crate) fn limited(store: &Store, limits: Limits) -> Doorward {
    limited_with(store, limits, Hasher::new(Cost::default(), Places::default()))
}

/// The same with a hasher whose permits the test can take.
pub(crate) fn limited_with(store: &Store, limits: Limits, hasher: Hasher) -> Doorward {
    let sealer = Sealer::new(&sealing_key(), &[]);
    Doorward::limited(instance(), store.clone(), sealer, hasher, Arc::new(Seeded::new(60)), limits)
}

pub(crate) fn instance() -> Instance {
    Instance {
        issuer: Issuer::parse(ISSUER).unwrap(),
        name: "Doorward".into(),
        branding: Branding::default(),
        policy: Policy::default(),
        mail: "Doorward <no-reply@id.example>".parse().ok(),
    }
}

fn doorward_with(store: &Store, seed: u64, key: &SealingKey, hasher: Hasher) -> Doorward {
    Doorward::new(instance(), store.clone(), Sealer::new(key, &[]), hasher, Arc::new(Seeded::new(seed)))
}

impl World {
    pub(crate) async fn fresh(engine: Engine) -> Self {
        Self::on(fresh(engine).await).await
    }

    pub(crate) async fn on(database: Database) -> Self {
        let store = database.store.clone();
        let hasher = Hasher::new(Cost::default(), Places::default());
        let doorward = doorward_with(&store, 2, &sealing_key(), hasher.clone());
        let mut change = Change::new();
        for key in keys().await {
            signing_keys::insert(&mut change, key);
        }
        assert_eq!(store.write(change).await, Ok(Outcome::Done));
        let world = Self { doorward, store, hasher, database };
        let (organisations, applications) = beginning().await;
        world.add(organisations, applications).await;
        // Events are what a test makes.
        world.change(|change| _ = change.add(&FORGET_EVENTS, params![])).await;
        world
    }

    /// Adds organisations with their people, and applications; those that are there become as these are.
    pub(crate) async fn add(&self, organisations: Vec<Organisation>, applications: Vec<Application>) {
        let node: apply::Node = serde_json::from_value(document::document(&organisations, &applications)).unwrap();
        let document = apply::Document::read(&node, &Nowhere);
        let options = Options { dry_run: false, progress: &|_| {} };
        let applied = Box::pin(self.doorward.apply(&self.everything(), &document, &options)).await.unwrap();
        applied.unwrap_or_else(|problems| panic!("{problems:#?}"));
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

    /// Everything that was given to the user ends.
    pub(crate) async fn end_everything_of(&self, email: &str) {
        let user = self.user(email).await;
        self.change(|change| _ = change.add(&NEXT_EPOCH, params![user.0, user.1])).await;
    }

    pub(crate) async fn change(&self, add: impl FnOnce(&mut Change)) {
        let mut change = Change::new();
        add(&mut change);
        assert_eq!(self.store.write(change).await, Ok(Outcome::Done));
    }

    /// How often this was noted.
    pub(crate) async fn events(&self, kind: &str) -> i64 {
        let mut read = self.store.read().await.unwrap();
        read.one::<(i64,)>(&COUNT_EVENTS, params![kind]).await.unwrap().unwrap().0
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
        let body = format!("client_id={client_id}&client_secret={CLIENT_SECRET}&token={token}");
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

/// The authorization request of an application; `more` begins with `&`.
pub(crate) fn request(client_id: &str, more: &str) -> String {
    let scope = if more.contains("&scope=") { "" } else { "&scope=openid+profile+email" };
    format!(
        "client_id={client_id}&redirect_uri=https%3A%2F%2F{client_id}.example%2Fback&response_type=code&state=st\
         &nonce=no&code_challenge={CHALLENGE}&code_challenge_method=S256{scope}{more}"
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

/// [`PASSWORD`], hashed once for all worlds at the cost of new hashes.
pub(crate) async fn password() -> document::Password {
    static HASH: OnceCell<String> = OnceCell::const_new();
    let hash = async || {
        let permit = Hasher::new(Cost::default(), Places::default()).permit().await.unwrap();
        permit.hash(&Seeded::new(3), &Password::new(PASSWORD).unwrap()).await.as_str().to_owned()
    };
    ("password_hash", HASH.get_or_init(hash).await.clone())
}

/// Signing keys, made once for all worlds and sealed under their key.
async fn keys() -> &'static [SigningKeyRow] {
    static KEYS: OnceCell<Vec<SigningKeyRow>> = OnceCell::const_new();
    let make = async || {
        let database = fresh(Engine::Sqlite).await;
        doorward(&database.store, 4).ensure_keys(NOW).await.unwrap();
        let rows = signing_keys::all(&mut database.store.read().await.unwrap()).await.unwrap();
        database.remove().await;
        rows
    };
    KEYS.get_or_init(make).await
}
