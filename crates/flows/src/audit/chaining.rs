//! Numbering events and chaining them, in the order in which they were committed. An identifier tells when an event was made, and a
//! sequence would tell when it was written; a transaction that commits late would come in before what others have read. So an event is
//! stored without a number, and one node at a time numbers what is committed, after all that has a number.

use crypto::seal::Sealer;
use model::{Span, Time};
use store::{
    Change, Read,
    event_chain::{self, HeadRow, LinkRow, NOBODY_ELSE_CHAINED},
    events::{self as trail, EventRow},
};

use super::link::{self, Doubt};
use crate::{Doorward, Error, Result, commit::Commit as _, events, instance_mac_key};

/// How many events one change numbers.
const BATCH: i64 = 200;

/// How many batches one call writes, so that other housekeeping has its turn.
const BATCHES: usize = 50;

/// For how long other nodes leave the chain to the one that went on with it.
const LEASE: Span = Span::seconds(10);

impl Doorward {
    /// Numbers the committed events that have no number yet, and links them to the chain. Called every second on every node: one
    /// of them does it, and where none is there is nothing written. Answers how many it numbered.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn chain_events(&self, now: Time) -> Result<usize> {
        let mut chained = 0;
        for _ in 0..BATCHES {
            let batch = chain_batch(self, now).await?;
            chained += batch;
            if batch < BATCH.unsigned_abs() as usize {
                break;
            }
        }
        Ok(chained)
    }
}

async fn chain_batch(doorward: &Doorward, now: Time) -> Result<usize> {
    let mut read = doorward.store.read().await?;
    // First of all: whatever another node does after this, the guard on the chain's end refuses what is made of it.
    let head = event_chain::head(&mut read).await?;
    let waiting = trail::unnumbered(&mut read, &[], BATCH).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let node = doorward.audit.node(doorward);
    if head.as_ref().is_some_and(|head| head.node != node && now < head.leased_until) {
        return Ok(0);
    }
    let key = instance_mac_key::get(doorward).await?;
    let end = End::read(doorward, &mut read, key, head).await?;
    drop(read);
    let (change, links) = links(doorward, key, &end, &waiting, now);
    match doorward.store.commit(change).await {
        Ok(Ok(())) => {
            doorward.audit.saw(links.last().map_or(0, |link| link.seq));
            tell_doubts(&links);
            Ok(links.len())
        }
        // Another node was faster, or it can't be told whether this one was: what has no number is looked for again.
        Ok(Err(NOBODY_ELSE_CHAINED)) | Err(Error::Unknown) => Ok(0),
        Ok(Err(guard)) => Err(Error::Guard(guard.0)),
        Err(error) => Err(error),
    }
}

/// The change that links these events, and the links.
fn links(doorward: &Doorward, key: &Sealer, end: &End, waiting: &[EventRow], now: Time) -> (Change, Vec<LinkRow>) {
    let mut change = Change::new();
    let (mut seq, mut hash) = (end.seq, end.hash.clone());
    let mut links = Vec::with_capacity(waiting.len());
    for event in waiting {
        seq += 1;
        let doubt = match (end.holds || !links.is_empty(), events::is_ours(doorward, event)) {
            (false, _) => Doubt::Head,
            (true, false) => Doubt::Event,
            (true, true) => Doubt::None,
        };
        let link = link::of_event(key, &hash, seq, doubt, event);
        hash.clone_from(&link.hash);
        links.push(link);
    }
    let head = HeadRow {
        seq,
        mac: link::head_mac(key, seq, &hash),
        hash,
        node: doorward.audit.node(doorward).to_vec(),
        leased_until: now + LEASE,
        removals: 0,
    };
    event_chain::advance(&mut change, end.advances_from, &head);
    for (event, link) in waiting.iter().zip(&links) {
        trail::number(&mut change, event, link.seq);
        event_chain::link(&mut change, link);
    }
    (change, links)
}

fn tell_doubts(links: &[LinkRow]) {
    for link in links.iter().filter(|link| link.doubt != 0) {
        tracing::error!(
            seq = link.seq,
            "the audit trail was tampered with; `doorward audit verify` says what is wrong"
        );
    }
}

/// What the next link follows.
struct End {
    /// The number of the last link.
    seq: i64,
    /// Its hash.
    hash: Vec<u8>,
    /// The number that is stored as the chain's end.
    advances_from: i64,
    /// Whether it is what Doorward left: an end that was cut off, or put back, is not.
    holds: bool,
}

impl End {
    async fn read(doorward: &Doorward, read: &mut Read, key: &Sealer, head: Option<HeadRow>) -> Result<Self> {
        let last = event_chain::last_link(read, 0).await?;
        let numbered = trail::last(read, 0).await?.unwrap_or_default();
        let (seq, hash) = last.map_or((0, link::BEGINNING.to_vec()), |last| (last.seq, last.hash));
        let Some(head) = head else {
            let is_new = seq == 0 && numbered == 0 && doorward.audit.seen() == 0;
            return Ok(Self {
                seq: seq.max(numbered).max(doorward.audit.seen()),
                hash,
                advances_from: 0,
                holds: is_new,
            });
        };
        let holds = link::is_our_head(key, &head)
            && (head.seq, &head.hash) == (seq, &hash)
            && numbered <= seq
            && doorward.audit.seen() <= seq;
        let furthest = if holds { seq } else { seq.max(head.seq).max(numbered).max(doorward.audit.seen()) };
        Ok(Self { seq: furthest, hash, advances_from: head.seq, holds })
    }
}
