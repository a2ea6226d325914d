//! Whether the chain holds: nothing of it was altered, removed or inserted, and it ends where Doorward left it.

use std::{fmt, str::FromStr};

use crypto::seal::Sealer;
use jose::base64url;
use model::Id;
use store::{
    Read,
    event_chain::{self, HeadRow, LinkRow},
    events::{self as trail, EventRow},
    users,
};

use super::link;
use crate::{Doorward, Granted, Result, events, events::digest, granted::ManageInstance, instance_mac_key};

/// How many links are read at once.
const PAGE: i64 = 500;

/// The end of the chain at some time, as it is written down elsewhere: `number:hash`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the last link.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

impl AuditHead {
    fn of(head: &HeadRow) -> Option<Self> {
        let hash = head.hash.as_slice().try_into().ok()?;
        (head.seq > 0).then_some(Self { seq: head.seq, hash })
    }
}

impl fmt::Display for AuditHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, base64url::encode(self.hash))
    }
}

/// A text that is no end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an end of the audit trail is written as number:hash, as `doorward audit verify` prints it")]
pub struct NotAHead;

impl FromStr for AuditHead {
    type Err = NotAHead;

    fn from_str(text: &str) -> std::result::Result<Self, NotAHead> {
        let (seq, hash) = text.trim().split_once(':').ok_or(NotAHead)?;
        let seq = seq.parse().ok().filter(|seq| *seq > 0).ok_or(NotAHead)?;
        let hash = base64url::decode(hash).ok().and_then(|hash| hash.try_into().ok()).ok_or(NotAHead)?;
        Ok(Self { seq, hash })
    }
}

/// What is wrong with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongWhat {
    /// The link is not there.
    LinkMissing,
    /// The link is not as Doorward made it.
    LinkAltered,
    /// The event is not there.
    EventMissing,
    /// The event is not the one that was chained here, or not as it was.
    EventAltered,
    /// There is an event that nothing was chained for.
    EventInserted,
    /// What fields held before and after is not as it was.
    ChangesAltered,
    /// What fields held before and after was erased, though the account is there.
    ChangesErased,
    /// The event that was chained here was not written by Doorward, or altered before it was chained.
    NotOurs,
    /// When this link was made, the chain did not end where Doorward had left it.
    Interrupted,
    /// From here on the chain was cut off.
    CutOff,
    /// Where the chain ends is not as Doorward left it.
    HeadAltered,
    /// An end that was written down elsewhere is no part of this chain.
    NotAsNoted,
}

/// The first link that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongLink {
    /// Its number.
    pub seq: i64,
    /// What is wrong with it.
    pub what: WrongWhat,
}

/// A verification, on its way. It may be dropped after any step.
pub struct Verification {
    doorward: Doorward,
    /// Where the chain ended when this began.
    head: HeadRow,
    /// Whether that end is not as Doorward left it.
    is_forged: bool,
    /// Where this began.
    start: Start,
    /// Ends that were written down elsewhere, and are still to be found.
    noted: Vec<AuditHead>,
    at: i64,
    hash: Vec<u8>,
    counts: Counts,
    wrong: Option<WrongLink>,
}

struct Start {
    seq: i64,
    hash: Vec<u8>,
    noted: Vec<AuditHead>,
}

/// What was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events that are there, and as they were.
    pub events: usize,
    /// Events that were kept long enough, and removed.
    pub removed: i64,
    /// Events of deleted accounts, of which what fields held was erased.
    pub erased: usize,
    /// Events that have no number yet.
    pub waiting: usize,
}

impl Doorward {
    /// Where the chain ends now, to be written down elsewhere; none without a link.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn audit_head(&self) -> Result<Option<AuditHead>> {
        Ok(event_chain::head(&mut self.store.read().await?).await?.and_then(|head| AuditHead::of(&head)))
    }

    /// Begins to verify the chain, from its first link or from the one after this: to look at what follows a link that is known to be
    /// wrong. `noted` are ends that were written down elsewhere.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn verify_events(
        &self,
        _: &Granted<ManageInstance>,
        after: i64,
        noted: &[AuditHead],
    ) -> Result<Verification> {
        let mut read = self.store.read().await?;
        let stored = event_chain::head(&mut read).await?;
        let none = HeadRow {
            seq: 0,
            hash: link::BEGINNING.to_vec(),
            mac: Vec::new(),
            node: Vec::new(),
            leased_until: model::Time::from_millis(0),
            removals: 0,
        };
        let (is_missing, head) = (stored.is_none(), stored.unwrap_or(none));
        let before = match after {
            0 => None,
            _ => event_chain::links(&mut read, after - 1, 1).await?.pop(),
        };
        let (at, hash) = before.map_or((0, link::BEGINNING.to_vec()), |link| (link.seq, link.hash));
        let key = instance_mac_key::get(self).await?;
        let is_forged = !is_missing && !link::is_our_head(key, &head);
        let start = Start { seq: at, hash, noted: noted.iter().filter(|noted| noted.seq > at).cloned().collect() };
        let counts = Counts::default();
        let (at, hash, noted) = (start.seq, start.hash.clone(), start.noted.clone());
        Ok(Verification { doorward: self.clone(), head, is_forged, start, noted, at, hash, counts, wrong: None })
    }
}

impl Verification {
    /// How many links there are.
    pub fn of(&self) -> i64 {
        self.head.seq
    }

    /// Up to which link it has come.
    pub fn at(&self) -> i64 {
        self.at
    }

    /// Where the chain ended when this began; none without a link.
    pub fn head(&self) -> Option<AuditHead> {
        AuditHead::of(&self.head)
    }

    /// What was found so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The first link that is wrong.
    pub fn wrong(&self) -> Option<WrongLink> {
        self.wrong
    }

    /// Verifies the next links; false when it is over: all of them hold, or the first wrong one is found.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn step(&mut self) -> Result<bool> {
        let mut read = self.doorward.store.read().await?;
        let links = event_chain::links(&mut read, self.at, PAGE).await?;
        let links: Vec<LinkRow> = links.into_iter().filter(|link| link.seq <= self.head.seq).collect();
        let wrong = match links.last() {
            Some(last) => {
                let events = trail::between(&mut read, self.floor(), last.seq, 2 * PAGE).await?;
                self.judge(&mut read, &links, events).await?
            }
            None => self.judge_end(&mut read).await?,
        };
        if wrong.is_some() && self.begins_again(&mut read).await? {
            return Ok(true);
        }
        self.wrong = wrong;
        Ok(wrong.is_none() && !links.is_empty())
    }

    /// What is wrong may be what was removed meanwhile, because it was kept long enough: then all of it is looked at once more.
    async fn begins_again(&mut self, read: &mut Read) -> Result<bool> {
        let removals = event_chain::head(read).await?.map_or(0, |head| head.removals);
        if removals == self.head.removals {
            return Ok(false);
        }
        self.head.removals = removals;
        (self.at, self.hash, self.noted) = (self.start.seq, self.start.hash.clone(), self.start.noted.clone());
        self.counts = Counts::default();
        Ok(true)
    }

    /// After which number events belong to what comes next: at the beginning, all that there are.
    fn floor(&self) -> i64 {
        if self.at == 0 { i64::MIN } else { self.at }
    }

    async fn judge(&mut self, read: &mut Read, links: &[LinkRow], events: Vec<EventRow>) -> Result<Option<WrongLink>> {
        let doorward = self.doorward.clone();
        let key = instance_mac_key::get(&doorward).await?;
        let mut events = events.into_iter().peekable();
        for link in links {
            let foreign = |seq: i64| seq < link.seq || link.removed && seq == link.seq;
            let early = events.next_if(|event| event.seq.is_some_and(foreign));
            if let Some(what) = self.judge_link(key, link) {
                return Ok(Some(what));
            }
            if let Some(event) = early {
                return Ok(Some(WrongLink { seq: event.seq.unwrap_or_default(), what: WrongWhat::EventInserted }));
            }
            if !link.removed {
                let event = events.next_if(|event| event.seq == Some(link.seq));
                if let Some(what) = self.judge_event(read, link, event).await? {
                    return Ok(Some(WrongLink { seq: link.seq, what }));
                }
            }
            self.at = link.seq;
            self.hash.clone_from(&link.hash);
        }
        Ok(None)
    }

    /// Whether the link is Doorward's, and follows the one before.
    fn judge_link(&mut self, key: &Sealer, link: &LinkRow) -> Option<WrongLink> {
        let wrong = |seq, what| Some(WrongLink { seq, what });
        if link.first > self.at + 1 {
            return wrong(self.at + 1, WrongWhat::LinkMissing);
        }
        if link.first <= self.at || !link::is_ours(key, link) {
            return wrong(link.seq, WrongWhat::LinkAltered);
        }
        if link.removed {
            if link.previous.as_ref() != Some(&self.hash) {
                return wrong(link.seq, WrongWhat::LinkAltered);
            }
            self.counts.removed += link.seq - link.first + 1;
        }
        let passed = |noted: &&AuditHead| noted.seq == link.seq;
        if self.noted.iter().find(passed).is_some_and(|noted| noted.hash != link.hash[..]) {
            return wrong(link.seq, WrongWhat::NotAsNoted);
        }
        self.noted.retain(|noted| noted.seq > link.seq);
        None
    }

    /// Whether the event is the one that was chained here.
    async fn judge_event(
        &mut self,
        read: &mut Read,
        link: &LinkRow,
        event: Option<EventRow>,
    ) -> Result<Option<WrongWhat>> {
        let Some(event) = event else { return Ok(Some(WrongWhat::EventMissing)) };
        if link::hash(&self.hash, link.seq, link.doubt, &event)[..] != link.hash[..] {
            return Ok(Some(WrongWhat::EventAltered));
        }
        match link.doubt {
            0 => {}
            1 => return Ok(Some(WrongWhat::NotOurs)),
            _ => return Ok(Some(WrongWhat::Interrupted)),
        }
        self.counts.events += 1;
        match (&event.changes_salt, &event.changes_hash) {
            (Some(salt), Some(hash)) if digest::of_changes(salt, &event.changes)[..] == hash[..] => Ok(None),
            (None, None) if event.changes.is_empty() => Ok(None),
            (None, Some(_)) if event.changes.is_empty() => {
                self.counts.erased += 1;
                Ok(is_there(read, &event).await?.then_some(WrongWhat::ChangesErased))
            }
            _ => Ok(Some(WrongWhat::ChangesAltered)),
        }
    }

    /// Whether the chain ends where Doorward left it, and nothing lies beyond.
    async fn judge_end(&mut self, read: &mut Read) -> Result<Option<WrongLink>> {
        let wrong = |seq, what| Ok(Some(WrongLink { seq, what }));
        if self.at < self.head.seq {
            return wrong(self.at + 1, WrongWhat::CutOff);
        }
        if self.hash != self.head.hash {
            return wrong(self.at, WrongWhat::HeadAltered);
        }
        if let Some(noted) = self.noted.first() {
            return wrong(self.at + 1, if noted.seq > self.at { WrongWhat::CutOff } else { WrongWhat::NotAsNoted });
        }
        // What was chained since this began is there by right; then the stored end has moved as well.
        let now = event_chain::head(read).await?.map_or(0, |head| head.seq);
        let below = if self.at == 0 { i64::MIN } else { self.at };
        if let Some(seq) = trail::last(read, below).await?.filter(|seq| *seq > now || self.at == 0 && now == 0) {
            return wrong(seq, WrongWhat::EventInserted);
        }
        if let Some(link) = event_chain::last_link(read, self.at).await?.filter(|link| link.seq > now) {
            return wrong(link.seq, WrongWhat::HeadAltered);
        }
        if self.is_forged {
            return wrong(self.head.seq, WrongWhat::HeadAltered);
        }
        self.judge_waiting(read).await
    }

    /// Counts what has no number yet, and judges whether it is Doorward's.
    async fn judge_waiting(&mut self, read: &mut Read) -> Result<Option<WrongLink>> {
        let mut after = Vec::new();
        loop {
            let page = trail::unnumbered(read, &after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(None) };
            after.clone_from(&last.id);
            self.counts.waiting += page.len();
            if page.iter().any(|event| !events::is_ours(&self.doorward, event)) {
                return Ok(Some(WrongLink { seq: self.at + 1, what: WrongWhat::NotOurs }));
            }
        }
    }
}

/// Whether the user whom an event concerns is there: then nothing of it was to be erased.
async fn is_there(read: &mut Read, event: &EventRow) -> Result<bool> {
    let id = |bytes: &[u8]| bytes.try_into().ok();
    let user = event.user.as_deref().and_then(id).map(Id::from_bytes);
    match (id(&event.org).map(Id::from_bytes), user) {
        (Some(org), Some(user)) => Ok(users::by_id(read, org, user).await?.is_some()),
        _ => Ok(true),
    }
}
