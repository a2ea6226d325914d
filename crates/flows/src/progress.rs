//! How far some work is, for whoever waits for it.

/// How far some work is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// What is being done, in a word or two.
    pub what: &'static str,
    /// How much of it is done.
    pub done: usize,
    /// How much there is.
    pub of: usize,
}

/// Is told how far some work is.
pub type Watch<'w> = &'w (dyn Fn(Progress) + Sync);

/// Nobody waits for it.
pub(crate) const UNWATCHED: Watch<'static> = &|_| {};

/// Counts steps, and says so after each.
pub(crate) struct Counter<'w> {
    at: Progress,
    watch: Watch<'w>,
}

impl<'w> Counter<'w> {
    pub(crate) fn new(what: &'static str, of: usize, watch: Watch<'w>) -> Self {
        Self { at: Progress { what, done: 0, of }, watch }
    }

    pub(crate) fn add(&mut self, steps: usize) {
        self.at.done += steps;
        (self.watch)(self.at);
    }
}
