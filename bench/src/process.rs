//! What the kernel tells of a process: the CPU time of its threads to the nanosecond, and its memory. And signals to one.

use std::{collections::HashMap, fs, process::Command, time::Duration};

/// A signal to a process. Debian's command `kill` is in a package that a small system lacks; every shell has its own.
pub(crate) fn signal(name: &str, process: u32) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "kill -s \"$0\" \"$1\"", name, &process.to_string()]);
    command
}

/// The CPU time of each thread of a process, at one moment. Only the process that is measured is looked at, so what the
/// load generator uses is never in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Threads(HashMap<u32, Duration>);

impl Threads {
    /// Of this process; empty when it is gone.
    pub(crate) fn of(process: u32) -> Self {
        let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
        let times = tasks.filter_map(|task| {
            let id = task.file_name().to_str()?.parse().ok()?;
            // Time on a CPU, time waiting for one, number of turns; nanoseconds (Linux, sched-stats.rst).
            let text = fs::read_to_string(task.path().join("schedstat")).ok()?;
            Some((id, Duration::from_nanos(text.split(' ').next()?.parse().ok()?)))
        });
        Self(times.collect())
    }

    /// Of this process and all that it started: PostgreSQL has a process for each connection.
    pub(crate) fn of_family(process: u32) -> Self {
        let mut all = Self::of(process);
        for child in children(process) {
            all.0.extend(Self::of(child).0);
        }
        all
    }

    /// What these threads used since an earlier moment.
    pub(crate) fn since(&self, earlier: &Self, which: impl Fn(u32) -> bool) -> Duration {
        let used =
            |(thread, now): (&u32, &Duration)| now.saturating_sub(earlier.0.get(thread).copied().unwrap_or_default());
        self.0.iter().filter(|(thread, _)| which(**thread)).map(used).sum()
    }

    /// What all threads together used since an earlier moment.
    pub(crate) fn all_since(&self, earlier: &Self) -> Duration {
        self.since(earlier, |_| true)
    }

    /// The threads that Tokio made for blocking work, which in Doorward is hashing. It names them as it names its workers,
    /// of which there are as many as cores; these are older (process ids begin again some day, so the time counts).
    pub(crate) fn blocking(&self, process: u32) -> Vec<u32> {
        let name = |thread: &u32| fs::read_to_string(format!("/proc/{process}/task/{thread}/comm")).unwrap_or_default();
        let mut pooled: Vec<(u64, u32)> = self
            .0
            .keys()
            .filter(|thread| name(thread).starts_with("tokio-"))
            .map(|&thread| (begun(process, thread), thread))
            .collect();
        pooled.sort_unstable();
        pooled.split_off(cores().min(pooled.len())).into_iter().map(|(_, thread)| thread).collect()
    }
}

/// When a thread began, in ticks since the machine did (proc(5), field 22 of `stat`).
fn begun(process: u32, thread: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/task/{thread}/stat")).unwrap_or_default();
    // The name, in parentheses, may have spaces.
    let rest = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
    rest.split(' ').nth(19).and_then(|ticks| ticks.parse().ok()).unwrap_or(u64::MAX)
}

/// The cores that this program, and what it starts, may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The processes that this one started.
pub(crate) fn children(process: u32) -> Vec<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    text.split_ascii_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// Resident memory of a process, in bytes.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub(crate) struct Memory {
    /// Now.
    pub(crate) now: u64,
    /// The most so far.
    pub(crate) peak: u64,
}

impl Memory {
    /// Of this process.
    pub(crate) fn of(process: u32) -> Self {
        let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let kib = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default()
        };
        Self { now: kib("VmRSS:") * 1024, peak: kib("VmHWM:") * 1024 }
    }
}

/// The machine in words, without its name.
pub(crate) fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    let cores = cores();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.parse().ok());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let release = kernel.trim().split('-').next().unwrap_or_default().to_owned();
    format!(
        "{cores} cores of {}, {} GiB, Linux {release}",
        model.unwrap_or("an unknown processor"),
        kib.unwrap_or(0_u64) / (1024 * 1024)
    )
}
