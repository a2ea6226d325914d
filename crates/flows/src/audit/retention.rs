//! Events that were kept long enough. What goes leaves one link for each run of removed events, with the hashes before and after it under
//! a keyed hash: the chain goes on from there, and nobody but Doorward can remove anything so.

use crypto::seal::Sealer;
use model::{Time, event::EventClass};
use store::{
    Change,
    event_chain::{self, LinkRow, NOBODY_ELSE_REMOVED},
    events::{self as trail, EventRow},
};

use super::link;
use crate::{Doorward, Error, Result, commit::Commit as _, instance_mac_key};

/// How many events one change looks at.
const PAGE: i64 = 1_000;

/// How many changes one call writes for a class.
const ROUNDS: usize = 1_000;

impl Doorward {
    /// Removes audit events that were kept as long as their class is kept. Called every hour or so.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn prune_events(&self, now: Time) -> Result<()> {
        for class in EventClass::ALL {
            let Some(kept) = self.limits.events_kept.of(class) else { continue };
            for _ in 0..ROUNDS {
                if !prune_page(self, class, now - kept).await? {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Looks at the next events, and says whether there may be more. Events come by their numbers, which are nearly in the order
/// of time, so the first that is too young ends it.
async fn prune_page(doorward: &Doorward, class: EventClass, before: Time) -> Result<bool> {
    let mut read = doorward.store.read().await?;
    let Some(head) = event_chain::head(&mut read).await? else { return Ok(false) };
    let from = event_chain::looked_at(&mut read, class.as_str()).await?;
    let page = trail::between(&mut read, from, head.seq, PAGE).await?;
    let old = page.iter().take_while(|event| event.at < before).count();
    let Some(last) = page[..old].last().and_then(|event| event.seq) else { return Ok(false) };
    let over: Vec<&EventRow> = page[..old].iter().filter(|event| EventClass::of_word(&event.kind) == class).collect();
    let mut change = Change::new();
    event_chain::take_removals(&mut change, head.removals);
    event_chain::note_looked_at(&mut change, class.as_str(), last);
    if let (Some(first), Some(last)) = (number_of(over.first()), number_of(over.last())) {
        // With what lies beside them, to be joined to it.
        let links = event_chain::links(&mut read, first - 2, 3 * PAGE).await?;
        let end = links.iter().position(|link| link.first > last).map_or(links.len(), |next| next + 1);
        remove(&mut change, instance_mac_key::get(doorward).await?, &links[..end], &over);
    }
    drop(read);
    match doorward.store.commit(change).await? {
        Ok(()) => Ok(i64::try_from(old) == Ok(PAGE)),
        Err(NOBODY_ELSE_REMOVED) => Ok(false),
        Err(guard) => Err(Error::Guard(guard.0)),
    }
}

fn number_of(event: Option<&&EventRow>) -> Option<i64> {
    event.and_then(|event| event.seq)
}

/// A run of links that becomes one.
struct Run<'a> {
    first: i64,
    previous: &'a [u8],
    last: &'a LinkRow,
    /// Whether it is one already.
    is_one: bool,
}

/// Removes these events, and joins their links. What does not fit its link is left for `verify` to name.
fn remove(change: &mut Change, key: &Sealer, links: &[LinkRow], over: &[&EventRow]) {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut before: Option<(i64, &[u8])> = None;
    for link in links {
        let start = if link.first == 1 { Some((0, &link::BEGINNING[..])) } else { None };
        let follows = before.or(start).filter(|(seq, _)| seq + 1 == link.first);
        let goes = follows.is_some_and(|(_, previous)| is_over(change, key, (link, previous), over));
        match (runs.last_mut().filter(|run| run.last.seq + 1 == link.first), follows) {
            (Some(run), _) if goes => {
                (run.last, run.is_one) = (link, false);
            }
            (None, Some((_, previous))) if goes => {
                runs.push(Run { first: link.first, previous, last: link, is_one: link.removed });
            }
            // A run that begins before what was read: what it follows stands in itself.
            (None, None) if link.removed && link::is_ours(key, link) => {
                let previous = link.previous.as_deref().unwrap_or_default();
                runs.push(Run { first: link.first, previous, last: link, is_one: true });
            }
            _ => {}
        }
        before = Some((link.seq, &link.hash));
    }
    for run in runs.iter().filter(|run| !run.is_one) {
        event_chain::unlink(change, run.first, run.last.seq);
        event_chain::link(change, &link::of_removed(key, (run.first, run.last.seq), run.previous, &run.last.hash));
    }
}

/// Whether a link stands for removed events, or for one that is removed with this; removes that.
fn is_over(change: &mut Change, key: &Sealer, (link, previous): (&LinkRow, &[u8]), over: &[&EventRow]) -> bool {
    if !link::is_ours(key, link) || link.doubt != 0 {
        return false;
    }
    if link.removed {
        return link.previous.as_deref() == Some(previous);
    }
    let event = over.iter().find(|event| event.seq == Some(link.seq));
    let goes = event.is_some_and(|event| link::hash(previous, link.seq, link.doubt, event)[..] == link.hash[..]);
    if goes {
        trail::remove(change, link.seq);
    }
    goes
}
