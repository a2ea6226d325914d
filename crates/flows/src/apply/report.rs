//! What an application of a document changed, or would change. Secrets are never in it.

use serde::Serialize;

pub use crate::difference::Difference;

/// What became of the document.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Whether nothing was written because only the report was wanted.
    pub dry_run: bool,
    /// Things that were made or changed, in the order of the document.
    pub items: Vec<Item>,
    /// How many things were as the document says.
    pub unchanged: usize,
    /// What the operator should know, though it is no error.
    pub notes: Vec<String>,
}

/// One thing that was made or changed.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// `organisation`, `group`, `user`, `application` or `api_token`.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// Whether it is new.
    pub created: bool,
    /// What changed, field by field; empty for something new.
    pub fields: Vec<Difference>,
}

impl Report {
    /// How many things are new.
    pub fn created(&self) -> usize {
        self.items.iter().filter(|item| item.created).count()
    }

    /// How many things were changed.
    pub fn changed(&self) -> usize {
        self.items.len() - self.created()
    }

    /// Whether there was nothing to do.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Notes a thing: new, changed in these fields, or as it should be.
    pub(super) fn note(&mut self, kind: &'static str, name: &str, created: bool, fields: Vec<Difference>) {
        if created || !fields.is_empty() {
            self.items.push(Item { kind, name: name.to_owned(), created, fields });
        } else {
            self.unchanged += 1;
        }
    }
}
