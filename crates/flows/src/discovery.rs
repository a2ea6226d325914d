//! What everybody may know: metadata and public keys.

use std::sync::Arc;

use model::{Time, sign_in::Level};
use oidc::discovery::{Abilities, Metadata};

use crate::{Doorward, Keys, Result};

impl Doorward {
    /// The metadata document (OIDC Discovery §3).
    pub async fn metadata(&self, now: Time, ui_locales: &[&str]) -> Result<Metadata> {
        let keys = self.keys(now).await?;
        let acr_values: Vec<&str> = Level::ALL.iter().rev().map(|level| level.acr()).collect();
        let issuer = &self.instance.issuer;
        Ok(Metadata::new(&Abilities { issuer, keyring: &keys.keyring, acr_values: &acr_values, ui_locales }))
    }

    /// The public keys, and those that sign (RFC 7517).
    pub async fn public_keys(&self, now: Time) -> Result<Arc<Keys>> {
        self.keys(now).await
    }
}
