//! Pages, forms and protocol endpoints over axum. Thin: one extractor, one input, one flow call, one match.

pub mod chassis;
