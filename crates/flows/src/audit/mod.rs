//! The audit trail, and how it proves itself: numbering and chaining what was committed, verifying the chain, exporting it, and
//! removing what was kept long enough. What an event is, and how one is recorded, is in `events`.

mod chaining;
mod export;
mod link;
mod retention;
mod verify;

use std::sync::{
    OnceLock,
    atomic::{AtomicI64, Ordering},
};

use crate::Doorward;

pub use export::{AuditExport, AuditFilter, AuditRecord};
pub use verify::{AuditHead, Counts as AuditCounts, NotAHead, Verification, WrongLink, WrongWhat};

/// What a node knows of the chain by itself.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    /// Its name among nodes, made when it is first asked for.
    node: OnceLock<[u8; 16]>,
    /// The greatest number that it gave. An end that lies before it was put back.
    seen: AtomicI64,
}

impl Audit {
    fn node(&self, doorward: &Doorward) -> [u8; 16] {
        *self.node.get_or_init(|| crypto::entropy::bytes(&*doorward.entropy))
    }

    fn seen(&self) -> i64 {
        self.seen.load(Ordering::Relaxed)
    }

    fn saw(&self, seq: i64) {
        self.seen.fetch_max(seq, Ordering::Relaxed);
    }
}
