//! What is shown while it runs: a line for each step, with the time that is left.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

/// Steps that are known beforehand, and how far they have come.
pub(crate) struct Progress {
    begun: Instant,
    steps: usize,
    done: usize,
    left: Duration,
    step: Instant,
}

impl Progress {
    /// So many steps, which will take so long together.
    pub(crate) fn new(steps: usize, all: Duration) -> Self {
        Self { begun: Instant::now(), steps, done: 0, left: all, step: Instant::now() }
    }

    /// Begins a step that will take about so long.
    pub(crate) fn begin(&mut self, name: &str, takes: Duration) {
        self.step = Instant::now();
        self.done += 1;
        let left = shown(self.left);
        self.left = self.left.saturating_sub(takes);
        self.say(&format!("[{:>3}/{}, {left} left] {name} … ", self.done, self.steps));
    }

    /// Ends it.
    pub(crate) fn end(&self, result: &str) {
        self.say(&format!("{result} ({})\n", shown(self.step.elapsed())));
    }

    /// Says something between steps.
    pub(crate) fn note(&self, text: &str) {
        self.say(&format!("{text}\n"));
    }

    /// Since the beginning.
    pub(crate) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    fn say(&self, text: &str) {
        let mut screen = std::io::stderr().lock();
        // Nobody may be reading.
        let _ = screen.write_all(text.as_bytes()).and_then(|()| screen.flush());
    }
}

/// A time in words.
pub(crate) fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else if seconds < 100.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}
