//! Signing keys as an operator sees them.

use model::Time;
use store::signing_keys;

use crate::{Doorward, Granted, Result, granted::ManageInstance};

/// A signing key in a list.
#[derive(Debug, Clone)]
pub struct SigningKeyEntry {
    /// The `kid`.
    pub id: String,
    /// What it is for: `oidc` signs ID tokens and JWT access tokens, `access_tokens` seals opaque ones.
    pub key_use: String,
    /// `RS256`, `ES256`, `EdDSA`, or `A256GCM` where it seals.
    pub algorithm: String,
    /// `waits` (known, not used yet), `current`, `retired` (what was made with it is still good), `expired` or `revoked`.
    pub state: &'static str,
    /// Used from here on.
    pub effective_at: Time,
    /// Used until here.
    pub retires_at: Option<Time>,
    /// What was made with it is good until here.
    pub expires_at: Option<Time>,
}

impl Doorward {
    /// Every signing key that is still there, by algorithm and use, in the order in which they sign.
    pub async fn list_signing_keys(&self, granted: &Granted<ManageInstance>) -> Result<Vec<SigningKeyEntry>> {
        let now = granted.by().now;
        let mut rows = signing_keys::all(&mut self.store.read().await?).await?;
        rows.sort_by(|a, b| {
            (&a.algorithm, &a.key_use, a.effective_at).cmp(&(&b.algorithm, &b.key_use, b.effective_at))
        });
        let entries = rows.into_iter().map(|row| SigningKeyEntry {
            state: match () {
                // A key that is retired in good time stays published for a day after.
                () if row.retires_at.is_some() && row.retires_at == row.expires_at => "revoked",
                () if row.expires_at.is_some_and(|expires_at| expires_at <= now) => "expired",
                () if row.retires_at.is_some_and(|retires_at| retires_at <= now) => "retired",
                () if row.effective_at > now => "waits",
                () => "current",
            },
            id: row.id,
            key_use: row.key_use,
            algorithm: row.algorithm,
            effective_at: row.effective_at,
            retires_at: row.retires_at,
            expires_at: row.expires_at,
        });
        Ok(entries.collect())
    }
}
