//! A Doorward of tests, and the keys that it begins with.

use std::sync::Arc;

use crypto::{
    entropy::Seeded,
    password::{Cost, Hasher, Places},
    seal::{Sealer, SealingKey},
};
use flows::{Doorward, Instance, Limits};
use model::{Branding, Policy, Time};
use oidc::Issuer;
use store::{
    Change, Store,
    signing_keys::{self, SigningKeyRow},
    testing::{Database, Engine, fresh},
};
use tokio::sync::OnceCell;

use crate::stored;

/// The issuer.
pub const ISSUER: &str = "https://id.example";

/// The first moment of a step of one-time codes.
pub const NOW: Time = Time::from_millis(1_700_000_010_000);

/// How a Doorward is set up.
pub struct Setup {
    /// Its name and what organisations inherit.
    pub instance: Instance,
    /// What seals its secrets.
    pub sealer: Sealer,
    /// Who hashes for it.
    pub hasher: Hasher,
    /// What it allows one source.
    pub limits: Limits,
    /// The beginning of its randomness; two on one database need two.
    pub seed: u64,
}

impl Setup {
    /// The usual one.
    pub fn new(seed: u64) -> Self {
        Self {
            instance: instance(),
            sealer: Sealer::new(&sealing_key(), &[]),
            hasher: hasher(),
            limits: Limits::default(),
            seed,
        }
    }

    /// A Doorward over a store.
    pub fn on(self, store: &Store) -> Doorward {
        let entropy = Arc::new(Seeded::new(self.seed));
        Doorward::limited(self.instance, store.clone(), self.sealer, self.hasher, entropy, self.limits)
    }
}

/// The instance of every world; it sends mail.
pub fn instance() -> Instance {
    Instance {
        issuer: Issuer::parse(ISSUER).unwrap(),
        name: "Doorward".into(),
        branding: Branding::default(),
        policy: Policy::default(),
        breached: None,
        passkey_models: None,
        mail: "Doorward <no-reply@id.example>".parse().ok(),
        egress: egress::Client::new(egress::Rules::loopback()),
        external: passthrough::Rules::default(),
        text_messages: None,
    }
}

/// The sealing key of every world.
pub fn sealing_key() -> SealingKey {
    SealingKey::generate(&Seeded::new(1))
}

/// A hasher with the usual permits, at the cost of new hashes.
pub fn hasher() -> Hasher {
    Hasher::new(Cost::default(), Places::default())
}

/// Adds signing keys to a fresh database.
pub async fn add_signing_keys(store: &Store) {
    let mut change = Change::new();
    for key in signing_keys().await {
        signing_keys::insert(&mut change, key);
    }
    stored::write(store, change).await;
}

/// A fresh database with signing keys.
pub async fn database(engine: Engine) -> Database {
    let database = fresh(engine).await;
    add_signing_keys(&database.store).await;
    database
}

/// Signing keys, made once for all worlds and sealed under their key.
async fn signing_keys() -> &'static [SigningKeyRow] {
    static KEYS: OnceCell<Vec<SigningKeyRow>> = OnceCell::const_new();
    let make = async || {
        let database = fresh(Engine::Sqlite).await;
        Setup::new(4).on(&database.store).ensure_keys(NOW).await.unwrap();
        let rows = signing_keys::all(&mut database.store.read().await.unwrap()).await.unwrap();
        database.remove().await;
        rows
    };
    KEYS.get_or_init(make).await
}
