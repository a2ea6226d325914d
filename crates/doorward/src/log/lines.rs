//! Log lines on their way to standard error. A thread writes them, so that no request waits for whoever reads them: what is
//! not read in time waits in memory, up to a bound, and what comes beyond that is dropped and counted.

use std::{
    io::{self, Write},
    mem,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use tracing_subscriber::fmt::MakeWriter;

/// Bytes that wait at most: some 5,000 lines.
const MOST: usize = 1024 * 1024;

/// How long what came first waits for more, to be written with it. A thread that is woken for each line costs a request a tenth
/// of its processor time.
const GATHERING: Duration = Duration::from_millis(10);

/// How long the end of the process waits for what is not written yet.
const FAREWELL: Duration = Duration::from_secs(2);

/// Lines that were dropped since the start.
static DROPPED: AtomicU64 = AtomicU64::new(0);

/// Log lines that were dropped since the start, since nobody read those before them.
pub(crate) fn dropped() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

/// Where lines wait to be written.
#[derive(Clone)]
pub(super) struct Lines(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Something came where nothing waited, half of what may wait came, or the end.
    changed: Condvar,
    /// All of it is written.
    empty: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Vec<u8>,
    /// Lines that were dropped, and not told yet.
    dropped: u64,
    is_writing: bool,
    is_ended: bool,
}

impl State {
    /// Whether what waits is to be written now.
    const fn is_pressing(&self) -> bool {
        self.is_ended || self.waiting.len() >= MOST / 2
    }
}

/// Dropped at the end of the process, it waits a while for what is not written yet.
#[must_use = "dropped at once, lines at the end are lost"]
pub(crate) struct Farewell(Lines);

impl Lines {
    /// Begins a thread that writes to `to`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn begin(to: impl Write + Send + 'static) -> io::Result<(Self, Farewell)> {
        let lines = Self(Arc::default());
        let writing = lines.clone();
        thread::Builder::new().name("log".to_owned()).spawn(move || writing.write_all(to))?;
        Ok((lines.clone(), Farewell(lines)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a line, or drops it.
    fn push(&self, line: &[u8]) {
        let mut state = self.state();
        if state.waiting.len() + line.len() > MOST {
            state.dropped += 1;
            DROPPED.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let before = state.waiting.len();
        state.waiting.extend_from_slice(line);
        if before == 0 || (before < MOST / 2 && state.is_pressing()) {
            self.0.changed.notify_one();
        }
    }

    /// Writes what comes until the end. A reader that is gone is no reason to stop: there may be another.
    fn write_all(&self, mut to: impl Write) {
        let mut batch = Vec::new();
        while let Some(dropped) = self.next(&mut batch) {
            _ = to.write_all(&batch).and_then(|()| to.flush());
            batch.clear();
            if dropped > 0 {
                tracing::warn!(lines = dropped, "log lines were dropped here: those before them were not read in time");
            }
        }
    }

    /// Waits for something to write, and takes it, with how many lines were dropped after it. `None`: the end.
    fn next(&self, batch: &mut Vec<u8>) -> Option<u64> {
        let mut state = self.state();
        state.is_writing = false;
        if state.waiting.is_empty() {
            self.0.empty.notify_all();
        }
        let nothing = |state: &mut State| state.waiting.is_empty() && !state.is_ended;
        state = self.0.changed.wait_while(state, nothing).unwrap_or_else(PoisonError::into_inner);
        let gathers = |state: &mut State| !state.is_pressing();
        (state, _) =
            self.0.changed.wait_timeout_while(state, GATHERING, gathers).unwrap_or_else(PoisonError::into_inner);
        if state.waiting.is_empty() {
            return None;
        }
        mem::swap(&mut state.waiting, batch);
        state.is_writing = true;
        Some(mem::take(&mut state.dropped))
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line(self)
    }
}

/// Takes one line, which is written to it in one piece.
pub(super) struct Line<'a>(&'a Lines);

impl Write for Line<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.push(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Farewell {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.is_ended = true;
        self.0.0.changed.notify_one();
        let unwritten = |state: &mut State| state.is_writing || !state.waiting.is_empty();
        let (Ok(_) | Err(_)) = self.0.0.empty.wait_timeout_while(state, FAREWELL, unwritten);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    /// A reader that takes nothing until it is told to, and says what it has.
    struct Reader {
        asked: Sender<()>,
        may: Receiver<()>,
        got: Sender<Vec<u8>>,
    }

    impl Write for Reader {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.asked.send(()).unwrap();
            // Without a sender everything may be read.
            let _ = self.may.recv();
            self.got.send(bytes.to_vec()).unwrap();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Whoever reads no log stops nobody who writes one, and takes a bounded part of memory.
    #[test]
    fn lines_that_nobody_reads_are_dropped_and_counted() {
        let ((asked, was_asked), (may, wait), (got, written)) = (channel(), channel(), channel());
        let (lines, farewell) = Lines::begin(Reader { asked, may: wait, got }).unwrap();
        lines.push(b"first\n");
        was_asked.recv().unwrap();
        let line = [b'x'; 1024];
        for _ in 0..1024 {
            lines.push(&line);
        }
        assert_eq!(lines.state().dropped, 0, "as much as there is room for");
        lines.push(b"one\n");
        lines.push(b"two\n");
        assert_eq!(lines.state().dropped, 2);
        assert_eq!(lines.state().waiting.len(), MOST);
        drop(may);
        drop(farewell);
        assert_eq!(written.try_iter().map(|bytes| bytes.len()).sum::<usize>(), MOST + "first\n".len());
        assert!(dropped() >= 2);
    }

    /// The last lines of a process are written before it ends.
    #[test]
    fn the_end_waits_for_what_is_not_written() {
        for _ in 0..100 {
            let ((asked, _asked), (may, wait), (got, written)) = (channel(), channel::<()>(), channel());
            drop(may);
            let (lines, farewell) = Lines::begin(Reader { asked, may: wait, got }).unwrap();
            lines.push(b"one\n");
            lines.push(b"two\n");
            drop(farewell);
            assert_eq!(written.try_iter().flatten().collect::<Vec<_>>(), b"one\ntwo\n");
        }
    }
}
