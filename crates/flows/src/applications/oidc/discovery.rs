//! What everybody may know: metadata and public keys. Both change only when keys do, so each is written out once and kept
//! with them.

use std::sync::Arc;

use model::{Time, sign_in::Level};
use oidc::discovery::{Abilities, Metadata};

use crate::{
    Doorward, Keys, Result,
    keys::documents::{Document, written},
};

impl Doorward {
    /// The metadata document (OIDC Discovery §3). `ui_locales`: the languages that pages can be had in, always the same.
    pub async fn metadata(&self, now: Time, ui_locales: &[&str]) -> Result<Document> {
        let keys = self.keys(now).await?;
        written(&keys.documents.metadata, || {
            let acr_values: Vec<&str> = Level::ALL.iter().rev().map(|level| level.acr()).collect();
            let issuer = &self.instance.issuer;
            Metadata::new(&Abilities { issuer, keyring: &keys.keyring, acr_values: &acr_values, ui_locales })
        })
    }

    /// The public keys, and those that sign (RFC 7517).
    pub async fn public_keys(&self, now: Time) -> Result<Arc<Keys>> {
        self.keys(now).await
    }

    /// The public keys as the JWKS endpoint answers them.
    pub async fn key_set(&self, now: Time) -> Result<Document> {
        let keys = self.keys(now).await?;
        written(&keys.documents.keys, || keys.keyring.published().clone())
    }
}
