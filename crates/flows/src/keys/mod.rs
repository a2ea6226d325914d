//! The instance's keys, which sign tokens or seal them: made at the first start, sealed at rest, published before they sign and for as long as their tokens live.

pub(crate) mod documents;

use std::{str::FromStr, sync::Arc};

use crypto::seal::{SealContext, Sealer, SealingKey};
use jose::{Algorithm, Jwk, Keyring, SigningKey};
use model::{Span, Time};
use oidc::jwks::KeyTimes;
use store::{
    Change,
    signing_keys::{self, SigningKeyRow},
};

use zeroize::Zeroizing;

use crate::{
    AuditContext, Doorward, Error, Granted, Result,
    commit::commit_and_refresh,
    events::{self, EventKind, EventSubject},
    granted::ManageInstance,
    instance_mac_key,
};

use documents::Documents;

/// The algorithms that every instance signs with; the first is what applications get unless they ask for another.
pub const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

/// What a key of the instance is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// Signs ID tokens and JWT access tokens.
    Signing(Algorithm),
    /// Seals opaque access tokens.
    AccessTokens,
}

impl KeyUse {
    /// Everything that an instance has keys for.
    pub const ALL: [Self; 4] = [
        Self::Signing(Algorithm::RS256),
        Self::Signing(Algorithm::ES256),
        Self::Signing(Algorithm::EdDSA),
        Self::AccessTokens,
    ];

    /// How the commands name it: the algorithm (RFC 7518 §3.1, §5.1).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Signing(algorithm) => algorithm.name(),
            Self::AccessTokens => "A256GCM",
        }
    }

    /// The word for it in the database, beside the algorithm.
    const fn word(self) -> &'static str {
        match self {
            Self::Signing(_) => "oidc",
            Self::AccessTokens => "access_tokens",
        }
    }

    /// What a stored key is for; none where a newer node made it for what this one does not know.
    fn of(row: &SigningKeyRow) -> Option<Self> {
        row.algorithm.parse().ok().filter(|found: &Self| found.word() == row.key_use)
    }

    /// A new key for this use, which nobody has yet.
    async fn new_key(self, doorward: &Doorward, now: Time, effective_at: Time) -> Result<SigningKeyRow> {
        let (id, secret, public) = match self {
            Self::Signing(algorithm) => signing_key(algorithm).await?,
            Self::AccessTokens => {
                let key = SealingKey::generate(&*doorward.entropy);
                // Nothing of it is public.
                (key.id().to_string(), Zeroizing::new(key.expose().as_bytes().to_vec()), "{}".to_owned())
            }
        };
        Ok(SigningKeyRow {
            key_use: self.word().to_owned(),
            algorithm: self.name().to_owned(),
            secret: doorward.sealer.seal(&*doorward.entropy, seal_context(&id), &secret),
            id,
            public,
            created_at: now,
            effective_at,
            retires_at: None,
            expires_at: None,
        })
    }
}

impl From<Algorithm> for KeyUse {
    fn from(algorithm: Algorithm) -> Self {
        Self::Signing(algorithm)
    }
}

impl FromStr for KeyUse {
    type Err = jose::UnknownAlgorithm;

    fn from_str(name: &str) -> std::result::Result<Self, Self::Err> {
        if name == Self::AccessTokens.name() { Ok(Self::AccessTokens) } else { name.parse().map(Self::Signing) }
    }
}

/// How long a new key is published before it signs, so that everybody who caches the key set has it by then.
pub(crate) const LEAD: Span = Span::hours(1);

/// How long a retired key stays published: longer than any token that it signed.
pub(crate) const TRAIL: Span = Span::days(1);

/// What a sealing key that does not fit looks like.
const CORRUPT: Error = Error::Corrupt("a signing key (is the sealing key the one that this database was made with?)");

/// The keys of this moment, and until when that is so.
#[derive(Debug)]
pub struct Keys {
    /// The keys.
    pub keyring: Keyring,
    /// What opaque access tokens are sealed and opened with.
    access_tokens: Option<Sealer>,
    /// When one of them begins or ends.
    until: Time,
    /// What is told of them.
    pub(crate) documents: Documents,
}

impl Keys {
    /// Opens those that hold now. Keys for what this node does not know stay closed, and do not stop the others.
    fn open(sealer: &Sealer, rows: &[SigningKeyRow], now: Time) -> Result<Self> {
        let (rows, times): (Vec<_>, Vec<_>) = rows.iter().filter_map(|row| Some((row, times(row)?))).unzip();
        let selection = oidc::jwks::select(&times, now);
        let (mut signing, mut seals) = (Vec::new(), None);
        for at in selection.signing {
            match times[at].algorithm {
                KeyUse::Signing(algorithm) => {
                    let document = opened(sealer, rows[at])?;
                    let key = SigningKey::from_pkcs8(algorithm, &document).map_err(|_| CORRUPT)?;
                    signing.push(Arc::new(key));
                }
                KeyUse::AccessTokens => seals = Some(at),
            }
        }
        let (mut published, mut opens) = (Vec::new(), Vec::new());
        for at in selection.published {
            match times[at].algorithm {
                KeyUse::Signing(_) => {
                    published.push(store::json::read::<Jwk>(&rows[at].public).map_err(|_| CORRUPT)?);
                }
                KeyUse::AccessTokens if Some(at) != seals => opens.push(access_token_key(sealer, rows[at])?),
                KeyUse::AccessTokens => {}
            }
        }
        let seals = seals.map(|at| access_token_key(sealer, rows[at])).transpose()?;
        Ok(Self {
            keyring: Keyring::new(signing, published).map_err(|_| CORRUPT)?,
            access_tokens: seals.map(|key| Sealer::new(&key, &opens)),
            until: selection.until,
            documents: Documents::default(),
        })
    }

    /// What opaque access tokens are sealed and opened with.
    pub(crate) fn access_tokens(&self) -> Result<&Sealer> {
        self.access_tokens.as_ref().ok_or(Error::Corrupt("an instance without a key for access tokens"))
    }
}

impl Doorward {
    /// The keys that hold now.
    pub async fn keys(&self, now: Time) -> Result<Arc<Keys>> {
        if let Some(keys) = self.cache.keys().filter(|keys| now < keys.until) {
            return Ok(keys);
        }
        let version = self.cache.version();
        let rows = signing_keys::all(&mut self.store.read().await?).await?;
        let keys = Arc::new(Keys::open(&self.sealer, &rows, now)?);
        self.cache.keep(version, |cache| cache.keys(&keys));
        Ok(keys)
    }

    /// Makes a key for each use that has none, and the instance's own. Called before the first request.
    ///
    /// # Errors
    /// When what is there does not open with the sealing key: then nothing is written (KEY-03).
    pub async fn ensure_keys(&self, now: Time) -> Result<()> {
        let present = signing_keys::all(&mut self.store.read().await?).await?;
        Keys::open(&self.sealer, &present, now)?;
        instance_mac_key::get(self).await?;
        for what in KeyUse::ALL {
            // One that is only to sign later does not do: somebody rotated before the first start.
            let signs = |row: &SigningKeyRow| row.effective_at <= now && row.retires_at.is_none_or(|at| now < at);
            if !present.iter().any(|row| KeyUse::of(row) == Some(what) && signs(row)) {
                let mut change = Change::new();
                signing_keys::insert(&mut change, &what.new_key(self, now, now).await?);
                commit_and_refresh(self, change).await?;
            }
        }
        Ok(())
    }

    /// Replaces the key of a use: the new one is published at once and signs an hour later; then the old one stops
    /// signing, and stays published for a day. Answers the new key's id.
    pub async fn rotate_key(&self, granted: &Granted<ManageInstance>, what: impl Into<KeyUse>) -> Result<String> {
        let (what, now) = (what.into(), granted.by().now);
        let from = now + LEAD;
        let rows = signing_keys::all(&mut self.store.read().await?).await?;
        Keys::open(&self.sealer, &rows, now)?;
        let new = what.new_key(self, now, from).await?;
        let mut change = Change::new();
        signing_keys::insert(&mut change, &new);
        for row in rows.iter().filter(|row| KeyUse::of(row) == Some(what) && row.retires_at.is_none()) {
            signing_keys::retire(&mut change, &row.id, from, from + TRAIL);
        }
        record_rotation(self, &mut change, &new, granted.by(), EventKind::SigningKeyRotated);
        commit_and_refresh(self, change).await?;
        Ok(new.id)
    }

    /// Replaces all keys of a use at once, because one of them may be in other hands: the new one signs now, and
    /// what the old ones signed is believed no longer, neither here nor by whoever reads the key set again (OAU-48). Answers
    /// the new key's id.
    pub async fn replace_key(&self, granted: &Granted<ManageInstance>, what: impl Into<KeyUse>) -> Result<String> {
        let (what, now) = (what.into(), granted.by().now);
        let rows = signing_keys::all(&mut self.store.read().await?).await?;
        Keys::open(&self.sealer, &rows, now)?;
        let new = what.new_key(self, now, now).await?;
        let mut change = Change::new();
        signing_keys::insert(&mut change, &new);
        let still = |row: &&SigningKeyRow| row.expires_at.is_none_or(|expires_at| now < expires_at);
        for row in rows.iter().filter(|row| KeyUse::of(row) == Some(what)).filter(still) {
            signing_keys::revoke(&mut change, &row.id, now);
        }
        record_rotation(self, &mut change, &new, granted.by(), EventKind::SigningKeyReplaced);
        commit_and_refresh(self, change).await?;
        Ok(new.id)
    }
}

/// The secret of a key, opened.
fn opened(sealer: &Sealer, row: &SigningKeyRow) -> Result<Zeroizing<Vec<u8>>> {
    sealer.open(seal_context(&row.id), &row.secret).map_err(|_| CORRUPT)
}

fn access_token_key(sealer: &Sealer, row: &SigningKeyRow) -> Result<SealingKey> {
    let text = opened(sealer, row)?;
    str::from_utf8(&text).ok().and_then(|text| SealingKey::parse(text).ok()).ok_or(CORRUPT)
}

fn record_rotation(doorward: &Doorward, change: &mut Change, new: &SigningKeyRow, by: &AuditContext, kind: EventKind) {
    let data = serde_json::json!({ "algorithm": new.algorithm, "key": new.id });
    events::record(doorward, change, by, kind, EventSubject::default(), &data);
}

fn times(row: &SigningKeyRow) -> Option<KeyTimes<KeyUse>> {
    Some(KeyTimes {
        algorithm: KeyUse::of(row)?,
        created_at: row.created_at,
        effective_at: row.effective_at,
        retires_at: row.retires_at,
        expires_at: row.expires_at,
    })
}

/// A new signing key: its id, its PKCS#8 document, its public JWK.
async fn signing_key(algorithm: Algorithm) -> Result<(String, Zeroizing<Vec<u8>>, String)> {
    const FAILED: Error = Error::Corrupt("a new key");
    let key = tokio::task::spawn_blocking(move || SigningKey::generate(algorithm)).await.map_err(|_| FAILED)?;
    let key = key.map_err(|_| FAILED)?;
    let public = serde_json::to_string(key.public()).map_err(|_| FAILED)?;
    Ok((key.kid().to_owned(), key.to_pkcs8().map_err(|_| FAILED)?, public))
}

/// Where a signing key is sealed to.
pub(crate) fn seal_context(kid: &str) -> SealContext<'_> {
    SealContext { table: "signing_keys", column: "secret", row: kid.as_bytes() }
}
