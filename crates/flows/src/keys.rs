//! Signing keys: made at the first start, sealed at rest, published before they sign and for as long as their tokens live.

use std::sync::Arc;

use crypto::seal::Place;
use jose::{Algorithm, Jwk, Keyring, SigningKey};
use model::{Span, Time};
use oidc::jwks::KeyTimes;
use store::{
    Change,
    signing_keys::{self, SigningKeyRow},
};

use crate::{
    By, Doorward, Error, Granted, Result,
    applications::oidc::discovery::Documents,
    events::{Concerning, Kind},
    granted::ManageInstance,
};

/// The algorithms that every instance signs with; the first is what applications get unless they ask for another.
pub const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

/// How long a new key is published before it signs, so that everybody who caches the key set has it by then.
pub(crate) const LEAD: Span = Span::hours(1);

/// How long a retired key stays published: longer than any token that it signed.
pub(crate) const TRAIL: Span = Span::days(1);

/// The keys of this moment, and until when that is so.
#[derive(Debug)]
pub struct Keys {
    /// The keys.
    pub keyring: Keyring,
    /// When one of them begins or ends.
    until: Time,
    /// What is told of them.
    pub(crate) documents: Documents,
}

impl Doorward {
    /// The keys that hold now.
    pub async fn keys(&self, now: Time) -> Result<Arc<Keys>> {
        if let Some(keys) = self.cache.keys().filter(|keys| now < keys.until) {
            return Ok(keys);
        }
        let version = self.cache.version();
        let rows = signing_keys::all(&mut self.store.read().await?).await?;
        let keys = Arc::new(self.keys_of(&rows, now)?);
        self.cache.keep(version, |cache| cache.keys(&keys));
        Ok(keys)
    }

    /// Makes a key for each algorithm that has none, and the instance's own. Called before the first request.
    ///
    /// # Errors
    /// When what is there does not open with the sealing key: then nothing is written (SECURITY_BAR KEY-03).
    pub async fn ensure_keys(&self, now: Time) -> Result<()> {
        let present = signing_keys::all(&mut self.store.read().await?).await?;
        self.keys_of(&present, now)?;
        self.lasting_key().await?;
        for algorithm in ALGORITHMS {
            // One that is only to sign later does not do: somebody rotated before the first start.
            let signs = |row: &SigningKeyRow| row.effective_at <= now && row.retires_at.is_none_or(|at| now < at);
            if !present.iter().any(|row| row.algorithm == algorithm.name() && signs(row)) {
                self.add_key(algorithm, now, now).await?;
            }
        }
        Ok(())
    }

    /// Replaces the key of an algorithm: the new one is published at once and signs an hour later; then the old one stops
    /// signing, and stays published for a day. Answers the new key's id.
    pub async fn rotate_key(&self, granted: &Granted<ManageInstance>, algorithm: Algorithm) -> Result<String> {
        let now = granted.by().now;
        let from = now + LEAD;
        let rows = signing_keys::all(&mut self.store.read().await?).await?;
        self.keys_of(&rows, now)?;
        let new = self.new_key(algorithm, now, from).await?;
        let mut change = Change::new();
        signing_keys::insert(&mut change, &new);
        for row in rows.iter().filter(|row| row.algorithm == algorithm.name() && row.retires_at.is_none()) {
            signing_keys::retire(&mut change, &row.id, from, from + TRAIL);
        }
        self.record_rotation(&mut change, &new, granted.by(), Kind::SigningKeyRotated);
        self.write(change).await?;
        Ok(new.id)
    }

    /// Replaces all keys of an algorithm at once, because one of them may be in other hands: the new one signs now, and
    /// what the old ones signed is believed no longer, neither here nor by whoever reads the key set again (OAU-48). Answers
    /// the new key's id.
    pub async fn replace_key(&self, granted: &Granted<ManageInstance>, algorithm: Algorithm) -> Result<String> {
        let now = granted.by().now;
        let rows = signing_keys::all(&mut self.store.read().await?).await?;
        self.keys_of(&rows, now)?;
        let new = self.new_key(algorithm, now, now).await?;
        let mut change = Change::new();
        signing_keys::insert(&mut change, &new);
        let still = |row: &&SigningKeyRow| row.expires_at.is_none_or(|expires_at| now < expires_at);
        for row in rows.iter().filter(|row| row.algorithm == algorithm.name()).filter(still) {
            signing_keys::revoke(&mut change, &row.id, now);
        }
        self.record_rotation(&mut change, &new, granted.by(), Kind::SigningKeyReplaced);
        self.write(change).await?;
        Ok(new.id)
    }

    fn record_rotation(&self, change: &mut Change, new: &SigningKeyRow, by: &By, kind: Kind) {
        let data = serde_json::json!({ "algorithm": new.algorithm, "key": new.id });
        self.record(change, by, kind, Concerning::default(), &data);
    }

    async fn add_key(&self, algorithm: Algorithm, now: Time, effective_at: Time) -> Result<()> {
        let row = self.new_key(algorithm, now, effective_at).await?;
        let mut change = Change::new();
        signing_keys::insert(&mut change, &row);
        self.write(change).await
    }

    async fn new_key(&self, algorithm: Algorithm, now: Time, effective_at: Time) -> Result<SigningKeyRow> {
        let key = tokio::task::spawn_blocking(move || SigningKey::generate(algorithm))
            .await
            .map_err(|_| Error::Corrupt("a new key"))?
            .map_err(|_| Error::Corrupt("a new key"))?;
        let secret = key.to_pkcs8().map_err(|_| Error::Corrupt("a new key"))?;
        Ok(SigningKeyRow {
            id: key.kid().to_owned(),
            algorithm: algorithm.name().to_owned(),
            secret: self.sealer.seal(&*self.entropy, place(key.kid()), &secret),
            public: serde_json::to_string(key.public()).map_err(|_| Error::Corrupt("a new key"))?,
            created_at: now,
            effective_at,
            retires_at: None,
            expires_at: None,
        })
    }

    fn keys_of(&self, rows: &[SigningKeyRow], now: Time) -> Result<Keys> {
        let corrupt = || Error::Corrupt("a signing key (is the sealing key the one that this database was made with?)");
        let mut times = Vec::with_capacity(rows.len());
        for row in rows {
            times.push(KeyTimes {
                algorithm: row.algorithm.parse().map_err(|_| corrupt())?,
                created_at: row.created_at,
                effective_at: row.effective_at,
                retires_at: row.retires_at,
                expires_at: row.expires_at,
            });
        }
        let selection = oidc::jwks::select(&times, now);
        let mut signing = Vec::new();
        for at in selection.signing {
            let document = self.sealer.open(place(&rows[at].id), &rows[at].secret).map_err(|_| corrupt())?;
            let key = SigningKey::from_pkcs8(times[at].algorithm, &document).map_err(|_| corrupt())?;
            signing.push(Arc::new(key));
        }
        let published = selection.published.into_iter().map(|at| store::json::read::<Jwk>(&rows[at].public));
        let published = published.collect::<std::result::Result<Vec<_>, _>>().map_err(|_| corrupt())?;
        let keyring = Keyring::new(signing, published).map_err(|_| corrupt())?;
        Ok(Keys { keyring, until: selection.until, documents: Documents::default() })
    }

    /// Writes a change whose guards can only fail if somebody else did the same at the same time.
    pub(crate) async fn write(&self, change: Change) -> Result<()> {
        self.commit_all(change).await?;
        self.refresh().await
    }
}

/// Where a signing key is sealed to.
pub(crate) fn place(kid: &str) -> Place<'_> {
    Place { table: "signing_keys", column: "secret", row: kid.as_bytes() }
}
