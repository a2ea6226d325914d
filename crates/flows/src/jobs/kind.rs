//! What the queue knows of a kind of work, and what one that does it is given.

use std::{fmt, pin::Pin, time::Duration};

use model::{Span, Time};
use notify::Deliver;
use serde::{Serialize, de::DeserializeOwned};
use store::{Guard, attempts::Budget, jobs::JobRow, json};

use crate::{Doorward, Error, Result, jobs_data::data_place};

/// A kind of work.
pub struct JobKind {
    /// As it is stored.
    pub word: &'static str,
    /// For how long after it was ordered it is worth doing: what still fails then is given up.
    pub(crate) patience: Span,
    /// What one recipient gets of it at most. What exceeds this is finished undone.
    pub(crate) recipient_limits: &'static [RecipientLimit],
    /// How many a node does of it at once: what hangs holds up so many, all of this kind.
    pub(crate) at_once: u32,
    /// Whether it is a mail: a node without a mail server leaves it to others.
    pub(crate) needs_mail: bool,
    /// Does a piece of it, once.
    pub(crate) execute: for<'a> fn(Task<'a>) -> Attempt<'a>,
}

impl fmt::Debug for JobKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)
    }
}

impl PartialEq for JobKind {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

/// A limit on what one recipient gets of a kind, and the guard that says that it is reached.
pub(crate) type RecipientLimit = (Budget, Guard);

/// What a piece of work needs to know. It is sealed as JSON until it is done.
pub(crate) trait Content: Serialize + DeserializeOwned {
    /// What kind of work it is.
    fn kind(&self) -> &'static JobKind;

    /// Whom the limits of the kind are counted for.
    fn recipient(&self) -> Option<&str>;
}

/// A piece of work, and what a node does it with.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a> {
    pub(crate) doorward: &'a Doorward,
    pub(crate) row: &'a JobRow,
    /// What carries mails.
    pub(crate) post: &'a dyn Deliver,
    /// When the try begins.
    pub(crate) now: Time,
    /// How long it may wait for a place at whom it calls.
    pub(crate) waits: Duration,
}

impl Task<'_> {
    /// What it needs to know.
    pub(super) fn content<T: DeserializeOwned>(&self) -> Result<T> {
        let sealed = self.doorward.sealer.open(data_place(&self.row.id), &self.row.data);
        json::read_bytes(&sealed.map_err(|_| Error::Corrupt("a sealed job"))?).map_err(|_| Error::Corrupt("a job"))
    }
}

/// A try that is under way.
pub(crate) type Attempt<'a> = Pin<Box<dyn Future<Output = Tried> + Send + 'a>>;

/// What came of one try; the words are kept with the job.
#[derive(Debug)]
pub(crate) enum Tried {
    Done,
    /// Trying again later may help.
    Later(String),
    /// The same, and no other work of this kind would have come further: one at a time is enough until one does.
    Unreachable(String),
    /// Trying again is no use.
    Never(String),
}
