//! A link of the chain: what it hashes, and the keyed hashes that only Doorward can make.

use crypto::seal::Sealer;
use jose::digest::sha256;
use store::{
    event_chain::{HeadRow, LinkRow},
    events::EventRow,
};

use crate::events::digest;

const LINK: &str = "audit link";
const REMOVED: &str = "audit link of removed events";
const HEAD: &str = "audit head";

/// What the first link follows.
pub(super) const BEGINNING: [u8; 32] = [0; 32];

/// Why a link was made although something was wrong. The chain goes on, so that nobody stops it by altering a row; the link tells for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Nothing was.
    None = 0,
    /// The event was not written by Doorward, or altered before it had a number.
    Event = 1,
    /// The end of the chain was not what Doorward had left.
    Head = 2,
}

/// The hash of an event's link.
pub(super) fn hash(previous: &[u8], seq: i64, doubt: i64, event: &EventRow) -> [u8; 32] {
    let mut bytes = Vec::with_capacity(80);
    bytes.extend_from_slice(previous);
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(&doubt.to_be_bytes());
    bytes.extend_from_slice(&digest::of(event));
    sha256(bytes)
}

/// The link of an event after this hash.
pub(super) fn of_event(key: &Sealer, previous: &[u8], seq: i64, doubt: Doubt, event: &EventRow) -> LinkRow {
    let doubt = doubt as i64;
    let hash = hash(previous, seq, doubt, event).to_vec();
    let mac = key.mac(LINK, &[&seq.to_be_bytes(), &hash]).to_vec();
    LinkRow { seq, first: seq, removed: false, previous: None, hash, mac, doubt }
}

/// The link that stands for removed events, from `first` to the one that this was the hash of.
pub(super) fn of_removed(key: &Sealer, (first, seq): (i64, i64), previous: &[u8], hash: &[u8]) -> LinkRow {
    let mac = key.mac(REMOVED, &[&first.to_be_bytes(), &seq.to_be_bytes(), previous, hash]).to_vec();
    LinkRow { seq, first, removed: true, previous: Some(previous.to_vec()), hash: hash.to_vec(), mac, doubt: 0 }
}

/// Whether Doorward made this link.
pub(super) fn is_ours(key: &Sealer, link: &LinkRow) -> bool {
    let (first, seq) = (link.first.to_be_bytes(), link.seq.to_be_bytes());
    match (link.removed, &link.previous) {
        (true, Some(previous)) => key.is_mac(REMOVED, &[&first, &seq, previous, &link.hash], &link.mac),
        (false, None) => link.first == link.seq && key.is_mac(LINK, &[&seq, &link.hash], &link.mac),
        _ => false,
    }
}

/// The keyed hash of the chain's end.
pub(super) fn head_mac(key: &Sealer, seq: i64, hash: &[u8]) -> Vec<u8> {
    key.mac(HEAD, &[&seq.to_be_bytes(), hash]).to_vec()
}

/// Whether Doorward left this end.
pub(super) fn is_our_head(key: &Sealer, head: &HeadRow) -> bool {
    key.is_mac(HEAD, &[&head.seq.to_be_bytes(), &head.hash], &head.mac)
}
