//! Passwords that are known from breaches, as a file that is looked into without being read whole.
//!
//! It is made of the public list of SHA-1 hashes, ordered by hash (`HASH:COUNT`, a line each). A hash's first two bytes say in which
//! of 65,536 sections it belongs; there its next three bytes are kept, in order. So a billion hashes take three gigabytes in
//! place of forty, a look is one read of some tens of kilobytes, and of passwords that are in no breach one in a thousand is
//! taken for one that is.

use std::{
    fmt,
    fs::File,
    io::{self, BufRead, Seek, SeekFrom, Write},
    os::unix::fs::FileExt as _,
    path::Path,
};

use sha1::{Digest as _, Sha1};

/// What the file begins with.
const MAGIC: &[u8; 16] = b"doorward breach1";
/// By the first two bytes of a hash.
const SECTIONS: usize = 1 << 16;
/// How much of a hash is kept beside its section.
const KEPT: usize = 3;
/// Where the kept bytes begin: after the number of entries before each section, and in all.
const ENTRIES_AT: u64 = MAGIC.len() as u64 + 8 * (SECTIONS as u64 + 1);

/// A filter that is open.
pub struct Breached {
    file: File,
    /// How many entries stand before each section, and in all.
    before: Vec<u64>,
}

impl fmt::Debug for Breached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Breached({} hashes)", self.len())
    }
}

/// Why a file is no filter.
#[derive(Debug, thiserror::Error)]
pub enum NotAFilter {
    /// It can't be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It was not made by `doorward passwords filter`, or is cut off.
    #[error("it is no filter that `doorward passwords filter` made, or a part of it is missing")]
    Malformed,
}

/// Why a list can't become a filter.
#[derive(Debug, thiserror::Error)]
pub enum NotAList {
    /// It can't be read, or the filter can't be written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A line is no `HASH:COUNT`.
    #[error("line {0} is no SHA-1 hash in hexadecimal digits with a colon and a count behind it")]
    Line(u64),
    /// A line stands after one with a greater hash.
    #[error("line {0} is out of order: take the list that is ordered by hash")]
    Order(u64),
}

impl Breached {
    /// Opens a filter.
    ///
    /// # Errors
    /// When it is none.
    pub fn open(path: &Path) -> Result<Self, NotAFilter> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        if length < ENTRIES_AT {
            return Err(NotAFilter::Malformed);
        }
        let mut head = vec![0; ENTRIES_AT as usize];
        file.read_exact_at(&mut head, 0)?;
        let (magic, numbers) = head.split_at(MAGIC.len());
        let before: Vec<u64> = numbers
            .chunks_exact(8)
            .map(|number| number.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)))
            .collect();
        let end =
            before.last().and_then(|all| all.checked_mul(KEPT as u64)).and_then(|all| all.checked_add(ENTRIES_AT));
        let sound = magic == MAGIC && before[0] == 0 && before.is_sorted() && end == Some(length);
        if sound { Ok(Self { file, before }) } else { Err(NotAFilter::Malformed) }
    }

    /// How many hashes it has.
    pub fn len(&self) -> u64 {
        self.before.last().copied().unwrap_or_default()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the password is known from a breach. Reads the file: not for a thread that must not wait.
    ///
    /// # Errors
    /// What keeps it from being read.
    pub fn contains(&self, password: &str) -> io::Result<bool> {
        let hash: [u8; 20] = Sha1::digest(password.as_bytes()).into();
        let section = usize::from(u16::from_be_bytes([hash[0], hash[1]]));
        let (from, to) = (self.before[section], self.before[section + 1]);
        let mut entries = vec![0; usize::try_from(to - from).unwrap_or_default() * KEPT];
        self.file.read_exact_at(&mut entries, ENTRIES_AT + from * KEPT as u64)?;
        let wanted = &hash[2..2 + KEPT];
        let mut entries = entries.chunks_exact(KEPT);
        Ok(entries.any(|entry| entry == wanted))
    }
}

/// Makes a filter of the list, of the passwords that were seen at least so often. Answers how many it has.
///
/// # Errors
/// When a line is none, or out of order; and what keeps either file from being read or written.
pub fn write_filter(list: impl BufRead, filter: &mut (impl Write + Seek), least: u64) -> Result<u64, NotAList> {
    filter.seek(SeekFrom::Start(ENTRIES_AT))?;
    let mut sizes = vec![0_u64; SECTIONS];
    let mut last: Option<[u8; 2 + KEPT]> = None;
    for (line, number) in list.lines().zip(1..) {
        let line = line?;
        let (hash, count) = entry(&line).ok_or(NotAList::Line(number))?;
        if last.is_some_and(|last| hash < last) {
            return Err(NotAList::Order(number));
        }
        // Two that are the same as far as they are kept are one.
        if count < least || last == Some(hash) {
            continue;
        }
        last = Some(hash);
        sizes[usize::from(u16::from_be_bytes([hash[0], hash[1]]))] += 1;
        filter.write_all(&hash[2..])?;
    }
    filter.seek(SeekFrom::Start(0))?;
    filter.write_all(MAGIC)?;
    let mut before = 0_u64;
    for size in sizes.into_iter().chain([0]) {
        filter.write_all(&before.to_be_bytes())?;
        before += size;
    }
    Ok(before)
}

/// The part of a line's hash that is kept, and how often the password was seen.
fn entry(line: &str) -> Option<([u8; 2 + KEPT], u64)> {
    let (hash, count) = line.trim_start_matches('\u{feff}').trim_end().split_once(':')?;
    if hash.len() != 40 || !hash.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut kept = [0; 2 + KEPT];
    for (place, byte) in kept.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hash[2 * place..2 * place + 2], 16).ok()?;
    }
    Some((kept, count.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn line(password: &str, count: u64) -> String {
        let hex: String = Sha1::digest(password.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect();
        format!("{hex}:{count}")
    }

    fn list(passwords: &[(&str, u64)]) -> String {
        let mut lines: Vec<String> = passwords.iter().map(|(password, count)| line(password, *count)).collect();
        lines.sort();
        lines.join("\r\n")
    }

    fn filter(list: &str, least: u64) -> Result<(u64, Vec<u8>), NotAList> {
        let mut bytes = Cursor::new(Vec::new());
        let count = write_filter(list.as_bytes(), &mut bytes, least)?;
        Ok((count, bytes.into_inner()))
    }

    /// The filter of these bytes, in a file.
    fn opened(name: &str, bytes: &[u8]) -> Result<Breached, NotAFilter> {
        let path = std::env::temp_dir().join(format!("doorward-breached-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        let opened = Breached::open(&path);
        std::fs::remove_file(&path).unwrap();
        opened
    }

    #[test]
    fn what_is_in_the_list_is_found_and_nothing_else() {
        // SHA-1 of "password", as everybody knows it.
        assert_eq!(line("password", 1), "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:1");
        let words: Vec<String> = (0..2000).map(|number| format!("password{number}")).collect();
        let known: Vec<(&str, u64)> = words.iter().map(|word| (word.as_str(), 5)).collect();
        let (count, bytes) = filter(&list(&known), 1).unwrap();
        assert_eq!(count, 2000);
        let breached = opened("found", &bytes).unwrap();
        assert_eq!((breached.len(), breached.is_empty()), (2000, false));
        assert!(words.iter().all(|word| breached.contains(word).unwrap()));
        let others = (0..2000).filter(|number| breached.contains(&format!("orchard{number}")).unwrap());
        assert_eq!(others.count(), 0);
    }

    #[test]
    fn seldom_ones_are_left_out_where_that_is_wanted() {
        let all = list(&[("often", 100), ("seldom", 2)]);
        let breached = opened("seldom", &filter(&all, 10).unwrap().1).unwrap();
        assert!(breached.contains("often").unwrap() && !breached.contains("seldom").unwrap());
        let none = opened("none", &filter("", 1).unwrap().1).unwrap();
        assert!(none.is_empty() && !none.contains("often").unwrap());
    }

    #[test]
    fn what_is_no_list_or_no_filter_is_told() {
        for bad in ["x", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8", "5BAA61:1", &line("a", 1).replace(':', ":x")] {
            assert!(matches!(filter(bad, 1), Err(NotAList::Line(1))), "{bad}");
        }
        let mut lines: Vec<String> = [line("a", 1), line("b", 1)].into();
        lines.sort_by(|one, other| other.cmp(one));
        assert!(matches!(filter(&lines.join("\n"), 1), Err(NotAList::Order(2))));
        let (_, good) = filter(&list(&[("a", 1), ("b", 1)]), 1).unwrap();
        for bad in [&good[..good.len() - 1], &good[..100], b"", &[&b"x"[..], &good[1..]].concat()] {
            assert!(matches!(opened("bad", bad), Err(NotAFilter::Malformed)), "{}", bad.len());
        }
    }
}
