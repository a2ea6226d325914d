//! What an application of a document changed, or would change. Secrets are never in it.

use serde::Serialize;

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

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which.
    pub field: String,
    /// What it was; none where there was nothing, and for secrets.
    pub from: Option<String>,
    /// What it is; none where nothing is left, and for secrets.
    pub to: Option<String>,
    /// Whether it is secret, so that it is only said to have changed.
    pub secret: bool,
}

impl Difference {
    pub(super) fn new(field: &str, from: Option<String>, to: Option<String>) -> Self {
        Self { field: field.to_owned(), from, to, secret: false }
    }

    pub(super) fn secret(field: &str) -> Self {
        Self { field: field.to_owned(), from: None, to: None, secret: true }
    }

    pub(super) fn added(field: &str, what: &str) -> Self {
        Self::new(field, None, Some(what.to_owned()))
    }

    pub(super) fn removed(field: &str, what: &str) -> Self {
        Self::new(field, Some(what.to_owned()), None)
    }
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
