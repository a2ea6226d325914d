//! JSON documents that tell of keys: each is written out once, and kept with the keys that it tells of.

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::{Error, Result};

/// A JSON document, as it is sent.
pub type Document = Arc<[u8]>;

/// Documents that were written out for the keys that they are kept with.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    pub(crate) metadata: OnceLock<Document>,
    pub(crate) keys: OnceLock<Document>,
}

/// The document that is kept here, written when it is asked for first.
pub(crate) fn written<T: Serialize>(kept: &OnceLock<Document>, make: impl FnOnce() -> T) -> Result<Document> {
    if let Some(document) = kept.get() {
        return Ok(document.clone());
    }
    let text = serde_json::to_vec(&make()).map_err(|_| Error::Corrupt("a public document"))?;
    Ok(kept.get_or_init(|| text.into()).clone())
}
