//! How many tests ran: read from the closing lines of the test runners that the project uses.

use std::ops::AddAssign;

/// Tests that passed, failed and were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// Reads one line of a runner's output and adds what it counts. Lines that count nothing change nothing.
    ///
    /// cargo test: `test result: ok. 5 passed; 0 failed; 1 ignored; …`; Node: `ℹ pass 5`, `ℹ fail 0`, `ℹ cancelled 0`,
    /// `ℹ skipped 0`, one a line.
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colour(line);
        if let Some(rest) = line.strip_prefix("test result: ") {
            let rest = rest.split_once(". ").map_or(rest, |(_, counts)| counts);
            for part in rest.split("; ") {
                if let Some((number, word)) = part.split_once(' ') {
                    self.add(word, number);
                }
            }
        } else if let Some(rest) = line.strip_prefix("ℹ ")
            && let Some((word, number)) = rest.split_once(' ')
        {
            self.add(word, number);
        }
    }

    fn add(&mut self, word: &str, number: &str) {
        let Ok(number) = number.trim().parse::<u32>() else { return };
        match word {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

/// The line without terminal escapes (`ESC [ … letter`).
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            for escaped in characters.by_ref() {
                if escaped.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::Counts;

    fn read(lines: &[&str]) -> Counts {
        let mut counts = Counts::default();
        for line in lines {
            counts.read(line);
        }
        counts
    }

    #[test]
    fn cargo_test() {
        let counts = read(&[
            "running 3 tests",
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s",
            "test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ]);
        assert_eq!(counts, Counts { passed: 6, failed: 1, skipped: 1 });
    }

    #[test]
    fn node_with_and_without_colour() {
        let counts = read(&[
            "ℹ tests 9",
            "ℹ pass 5",
            "\u{1b}[34mℹ fail 1\u{1b}[39m",
            "ℹ cancelled 1",
            "ℹ skipped 2",
            "ℹ todo 0",
        ]);
        assert_eq!(counts, Counts { passed: 5, failed: 2, skipped: 2 });
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(read(&["5 passed", "", "test a::passed ... ok", "ℹ duration_ms 12.5"]), Counts::default());
    }
}
