//! The queue before the permits: sources take turns, and browsers that are known have places of their own.
//!
//! A source waits in a line of its own, and the lines are served one after the other, so that whoever sends much waits
//! behind itself alone. Strangers together get three quarters of the queue and, while a known browser waits, every second
//! permit; one source gets a quarter of the queue.

use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

/// Who waits for a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Requester {
    /// Where the request comes from, as limits count it (an IPv4 address, the /64 of an IPv6 one). `None` for work of the
    /// node's own, which is bounded by the queue alone.
    pub source: Option<IpAddr>,
    /// A browser that the account was signed in from before.
    pub known: bool,
}

impl Requester {
    /// The node itself: a command, a document that is applied.
    pub const NODE: Self = Self { source: None, known: true };
}

/// Permits and the lines before them.
pub(super) struct Turns(Mutex<State>);

struct State {
    free: usize,
    queue: usize,
    next_ticket: u64,
    known: Lines,
    strangers: Lines,
    /// The permit before this one went to a known browser.
    known_was_last: bool,
}

/// A line for each source, and whose turn it is.
#[derive(Default)]
struct Lines {
    order: VecDeque<Option<IpAddr>>,
    lines: HashMap<Option<IpAddr>, VecDeque<(u64, oneshot::Sender<Slot>)>>,
    waiting: usize,
}

/// One of the permits. Dropping it serves the next in turn.
pub(super) struct Slot(Option<Arc<Turns>>);

/// A place in the queue. Dropping it leaves the queue.
pub(super) struct Place {
    turns: Arc<Turns>,
    requester: Requester,
    ticket: u64,
    served: oneshot::Receiver<Slot>,
}

/// What asking for a permit came to.
pub(super) enum Asked {
    Served(Slot),
    Waiting(Place),
    /// The queue, or what the source may have of it, is full; so many wait before the next free place.
    Full(usize),
}

impl Turns {
    pub(super) fn new(permits: usize, queue: usize) -> Arc<Self> {
        let (known, strangers) = (Lines::default(), Lines::default());
        let state = State { free: permits, queue, next_ticket: 0, known, strangers, known_was_last: false };
        Arc::new(Self(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a permit that is free, or a place in the queue, of which at most `room` are filled.
    pub(super) fn ask(self: &Arc<Self>, requester: Requester, room: usize) -> Asked {
        let mut state = self.state();
        if state.free > 0 {
            state.free -= 1;
            return Asked::Served(Slot(Some(Arc::clone(self))));
        }
        if let Some(before) = state.is_full(requester, room) {
            return Asked::Full(before);
        }
        let (sender, served) = oneshot::channel();
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        state.lines(requester.known).join(requester.source, ticket, sender);
        Asked::Waiting(Place { turns: Arc::clone(self), requester, ticket, served })
    }

    /// How many permits are free, and how many requests wait.
    pub(super) fn load(&self) -> (usize, usize) {
        let state = self.state();
        (state.free, state.waiting())
    }

    /// Gives a permit to the next in turn, or back.
    fn release(self: &Arc<Self>) {
        let mut state = self.state();
        while let Some(sender) = state.next() {
            match sender.send(Slot(Some(Arc::clone(self)))) {
                Ok(()) => return,
                // Gone in this very moment. Its slot must not be released once more while the state is locked.
                Err(mut slot) => slot.0 = None,
            }
        }
        state.free += 1;
    }
}

impl State {
    fn waiting(&self) -> usize {
        self.known.waiting + self.strangers.waiting
    }

    fn lines(&mut self, known: bool) -> &mut Lines {
        if known { &mut self.known } else { &mut self.strangers }
    }

    /// Whether there is no place for this requester, and how many wait before one would be free.
    fn is_full(&self, requester: Requester, room: usize) -> Option<usize> {
        let room = room.min(self.queue);
        let quarter = room.div_ceil(4);
        let of = |lines: &Lines| lines.lines.get(&requester.source).map_or(0, VecDeque::len);
        let own = of(&self.known) + of(&self.strangers);
        let sources = self.known.lines.len() + self.strangers.lines.len();
        if self.waiting() >= room || !requester.known && self.strangers.waiting >= room - room / 4 {
            return Some(self.waiting());
        }
        (requester.source.is_some() && own >= quarter).then(|| self.waiting().min(own * sources))
    }

    /// The next in turn: known browsers and strangers by turns where both wait.
    fn next(&mut self) -> Option<oneshot::Sender<Slot>> {
        let known_first = !self.known_was_last;
        for known in [known_first, !known_first] {
            if let Some(sender) = self.lines(known).next() {
                self.known_was_last = known;
                return Some(sender);
            }
        }
        None
    }
}

impl Lines {
    fn join(&mut self, source: Option<IpAddr>, ticket: u64, sender: oneshot::Sender<Slot>) {
        let line = self.lines.entry(source).or_default();
        if line.is_empty() {
            self.order.push_back(source);
        }
        line.push_back((ticket, sender));
        self.waiting += 1;
    }

    /// The first of the source whose turn it is; the source goes to the end.
    fn next(&mut self) -> Option<oneshot::Sender<Slot>> {
        let source = self.order.pop_front()?;
        let line = self.lines.get_mut(&source)?;
        let (_, sender) = line.pop_front()?;
        match line.is_empty() {
            true => _ = self.lines.remove(&source),
            false => self.order.push_back(source),
        }
        self.waiting -= 1;
        Some(sender)
    }

    fn leave(&mut self, source: Option<IpAddr>, ticket: u64) {
        let Some(line) = self.lines.get_mut(&source) else { return };
        let before = line.len();
        line.retain(|(own, _)| *own != ticket);
        self.waiting -= before - line.len();
        if line.is_empty() {
            self.lines.remove(&source);
            self.order.retain(|own| *own != source);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(turns) = self.0.take() {
            turns.release();
        }
    }
}

impl Place {
    /// Waits for the turn. `None` never comes to be while the hasher lives.
    pub(super) async fn served(mut self) -> Option<Slot> {
        (&mut self.served).await.ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.turns.state().lines(self.requester.known).leave(self.requester.source, self.ticket);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(last: u8) -> Requester {
        Requester { source: Some(IpAddr::from([192, 0, 2, last])), known: false }
    }

    fn waits(turns: &Arc<Turns>, requester: Requester) -> Place {
        match turns.ask(requester, usize::MAX) {
            Asked::Waiting(place) => place,
            Asked::Served(_) => panic!("a permit was free"),
            Asked::Full(before) => panic!("full behind {before}"),
        }
    }

    fn is_full(turns: &Arc<Turns>, requester: Requester) -> bool {
        matches!(turns.ask(requester, usize::MAX), Asked::Full(_))
    }

    fn take(turns: &Arc<Turns>) -> Slot {
        match turns.ask(source(0), usize::MAX) {
            Asked::Served(slot) => slot,
            _ => panic!("no permit was free"),
        }
    }

    /// Gives the permit on so often, and says whose turn it was, by the number of the place.
    fn served(mut slot: Slot, mut places: Vec<Place>) -> Vec<usize> {
        let mut order = Vec::new();
        let mut numbers: Vec<usize> = (0..places.len()).collect();
        while !places.is_empty() {
            drop(slot);
            let mut found = places.iter_mut().map(|place| place.served.try_recv());
            let Some((index, next)) = found.by_ref().enumerate().find_map(|(index, got)| Some((index, got.ok()?)))
            else {
                panic!("somebody is served")
            };
            drop(found);
            slot = next;
            places.remove(index);
            order.push(numbers.remove(index));
        }
        order
    }

    #[test]
    fn sources_take_turns() {
        let turns = Turns::new(1, 64);
        let slot = take(&turns);
        let mut places: Vec<_> = (0..4).map(|_| waits(&turns, source(1))).collect();
        places.extend([waits(&turns, source(2)), waits(&turns, source(3))]);
        assert_eq!(served(slot, places), [0, 4, 5, 1, 2, 3]);
        assert_eq!(turns.load(), (1, 0));
    }

    #[test]
    fn known_browsers_get_every_second_permit() {
        let turns = Turns::new(1, 64);
        let slot = take(&turns);
        let mut places: Vec<_> = (1..=4).map(|number| waits(&turns, source(number))).collect();
        let known = Requester { known: true, ..source(9) };
        places.extend([waits(&turns, known), waits(&turns, known)]);
        assert_eq!(served(slot, places), [4, 0, 5, 1, 2, 3]);
    }

    #[test]
    fn a_source_has_a_quarter_of_the_queue_and_strangers_three() {
        let turns = Turns::new(1, 16);
        let slot = take(&turns);
        let mut places: Vec<_> = (0..4).map(|_| waits(&turns, source(1))).collect();
        assert!(is_full(&turns, source(1)), "its quarter");
        for number in 2..=9 {
            places.push(waits(&turns, source(number)));
        }
        assert!(is_full(&turns, source(10)), "twelve strangers");
        let known = |number| Requester { known: true, ..source(number) };
        assert!(is_full(&turns, known(1)), "known or not, a source has its quarter");
        for number in 20..24 {
            places.push(waits(&turns, known(number)));
        }
        assert!(is_full(&turns, known(30)) && is_full(&turns, Requester::NODE), "sixteen in all");
        drop(places);
        assert_eq!(turns.load(), (0, 0), "who goes away leaves the queue");
        drop(slot);
        assert_eq!(turns.load(), (1, 0));
    }

    #[test]
    fn who_goes_away_with_a_permit_gives_it_back() {
        let turns = Turns::new(1, 4);
        let slot = take(&turns);
        let (first, mut second) = (waits(&turns, source(1)), waits(&turns, source(2)));
        drop(slot);
        drop(first);
        assert!(second.served.try_recv().is_ok(), "the next in turn has it");
        drop(second);
        assert_eq!(turns.load(), (1, 0));
    }
}
