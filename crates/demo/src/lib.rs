//! The demonstration: organisations, relying parties, outbox and start page.
