//! Well-known passwords: what every guesser tries first, and how people "improve" it.

use std::cmp::Ordering;

/// Whether the password is well known, alone or written several times over, whatever its case and the digits and marks in it that
/// anybody would add: few, or ones that count up.
pub(super) fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let (marks, words): (String, String) = lower.chars().partition(|c| is_mark(*c));
    let known = |text: &str| is_listed(text) || is_repeated(text) || is_run(text);
    known(&lower) || (!marks.is_empty() && is_added(&marks) && known(&words))
}

/// Whether these digits and marks do not make another password of the one that they are added to.
pub(super) fn is_added(marks: &str) -> bool {
    marks.chars().count() <= MOST_ADDED || is_repeated(marks) || is_run(marks)
}

/// What people add to words.
pub(super) const fn is_mark(c: char) -> bool {
    c.is_ascii_digit() || c.is_ascii_punctuation()
}

/// How many digits and marks beside a well-known word do not make it another, whatever they are.
const MOST_ADDED: usize = 6;

/// What fingers and children count along: letters, digits, and the rows of keyboards.
const LINES: [&str; 5] = [
    "abcdefghijklmnopqrstuvwxyz",
    "12345678901234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
];

/// The shortest piece of a line that counts as one.
const SHORTEST_RUN: usize = 4;

/// Whether it is pieces of [`LINES`], forwards or backwards, and nothing else: `abcdefgh`, `0987654321`, `qwertyasdfgh`.
fn is_run(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let mut from = 0;
    while from < letters.len() {
        let longest = LINES
            .iter()
            .flat_map(|line| [along(line.chars(), &letters[from..]), along(line.chars().rev(), &letters[from..])]);
        match longest.max() {
            Some(length) if length >= SHORTEST_RUN => from += length,
            _ => return false,
        }
    }
    !letters.is_empty()
}

/// How many of these follow each other in the line, from the first on; wherever that stands in it.
fn along(line: impl Iterator<Item = char>, letters: &[char]) -> usize {
    let line: Vec<char> = line.collect();
    let matching = |from: usize| line[from..].iter().zip(letters).take_while(|(one, other)| one == other).count();
    (0..line.len()).map(matching).max().unwrap_or_default()
}

/// The longest piece that makes a well-known password by being repeated.
const LONGEST_PIECE: usize = 8;

/// Whether it is a line of the list, by halving: nothing is built or kept in memory.
fn is_listed(text: &str) -> bool {
    let (mut from, mut to) = (0, COMMON.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start =
            COMMON.as_bytes()[from..middle].iter().rposition(|byte| *byte == b'\n').map_or(from, |at| from + at + 1);
        let line = COMMON[start..].lines().next().unwrap_or_default();
        match line.cmp(text) {
            Ordering::Equal => return true,
            Ordering::Less => from = start + line.len() + 1,
            Ordering::Greater => to = start,
        }
    }
    false
}

/// Whether it is one piece again and again: `aaaaaaaaaaaa`, `qwe123qwe123`, `passwordpassword`.
fn is_repeated(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let repeats = |size: &usize| {
        let piece = &letters[..*size];
        letters.len().is_multiple_of(*size) && letters.chunks(*size).all(|other| other == piece)
    };
    let known = |size: usize| size <= LONGEST_PIECE || is_listed(&letters[..size].iter().collect::<String>());
    (1..=letters.len() / 2).filter(repeats).any(known)
}

/// One in a line, in lower case, sorted by bytes; where it comes from is in the page beside it.
const COMMON: &str = include_str!("common/passwords.txt");

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_list_is_sorted_and_every_line_of_it_is_found() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.is_sorted_by(|one, other| one < other), "each once, in order");
        assert!(lines.len() > 20_000 && COMMON.ends_with('\n'), "{}", lines.len());
        let listed: HashSet<&str> = lines.iter().copied().collect();
        for line in lines {
            assert!(line.chars().count() >= 4 && line == line.to_lowercase(), "{line}");
            assert!(is_listed(line), "{line}");
            let longer = format!("{line}\u{1}");
            for other in [&line[1..], line.trim_end_matches('a'), &longer] {
                assert_eq!(is_listed(other), listed.contains(other), "{other:?}");
            }
        }
    }

    #[test]
    fn what_is_common_is_found() {
        for common in [
            "password",
            "PassWord",
            "Password123!",
            "sunshine99",
            "passwordpassword",
            "aaaaaaaaaaaaaaaa",
            "qwe123qwe123",
            "Welcome2025!",
            "Hunter20!",
            "administratoradministrator",
            "correct horse battery staple",
            "123456781234567812345678",
            "1234567890123456",
            "123456789012345678",
            "qwertyuiopasdfgh",
            "abcdefghijklmnop",
            "0987654321zyxwvu",
            "Password12345678",
            "Passwort12345678",
            "letmeinletmein12",
            "welcomewelcome12",
            "summer2026summer",
            "1q2w3e4r5t6y7u8i",
        ] {
            assert!(is_common(common), "{common}");
        }
        for own in [
            "violet-otter-7-basin",
            "welcome2083192",
            "sunshinesunshined",
            "otterbasinotterbasin",
            "passwordsofmine",
            "abababc",
            "",
            "a",
            "sunshinelover of 99",
            "abcdefgh-basin-otter",
            "otter1234567890basin",
        ] {
            assert!(!is_common(own), "{own}");
        }
    }
}
