//! Distinguished names, compared by what they say and not as texts (RFC 4514; RFC 4517 §4.2.15).

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
};

/// The longest name that is read, in bytes.
const LONGEST: usize = 4096;

/// A distinguished name: of each part its attributes and values, folded, in an order of their own.
#[derive(Debug, Clone)]
pub struct Name {
    parts: Vec<Vec<(String, String)>>,
    /// The first value as it was written.
    first: String,
}

/// As it is spelled makes no difference.
impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts.cmp(&other.parts)
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts.hash(state);
    }
}

impl Name {
    /// Reads a name. None where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST || text.trim().is_empty() {
            return None;
        }
        let mut parts = Vec::new();
        let mut first = None;
        for part in split(text, &[',', ';']) {
            let mut pairs = Vec::new();
            for pair in split(part, &['+']) {
                let (attribute, value) = pair.split_once('=')?;
                let attribute = attribute.trim().to_ascii_lowercase();
                let value = value_of(value)?;
                let sound = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
                if attribute.is_empty() || !attribute.chars().all(sound) {
                    return None;
                }
                first.get_or_insert_with(|| value.clone());
                pairs.push((attribute, folded(&value)));
            }
            pairs.sort_unstable();
            parts.push(pairs);
        }
        Some(Self { parts, first: first? })
    }

    /// The value that the name begins with, as it was written: of a group mostly what it is called.
    pub fn first(&self) -> &str {
        &self.first
    }

    /// Whether it says the same as the other.
    pub fn is_same(&self, other: &Self) -> bool {
        self.parts == other.parts
    }

    /// Whether its first value is this text, whatever the case.
    pub fn is_called(&self, text: &str) -> bool {
        folded(&self.first) == folded(text)
    }
}

/// The text at these marks, where they are neither escaped nor quoted.
fn split<'t>(text: &'t str, marks: &[char]) -> Vec<&'t str> {
    let (mut parts, mut begun, mut escaped, mut quoted) = (Vec::new(), 0, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            mark if marks.contains(&mark) && !quoted => {
                parts.push(&text[begun..at]);
                begun = at + mark.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[begun..]);
    parts
}

/// What a value says: escapes are undone, in octets of UTF-8 where they are written so.
fn value_of(text: &str) -> Option<String> {
    let text = text.trim_start();
    let text = if text.ends_with("\\ ") { text } else { text.trim_end() };
    if let Some(hex) = text.strip_prefix('#') {
        return of_hex(hex);
    }
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let (mut octets, mut bytes) = (Vec::new(), text.bytes().peekable());
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            octets.push(byte);
            continue;
        }
        let next = bytes.next()?;
        let second = bytes.peek().copied().filter(u8::is_ascii_hexdigit);
        match (next.is_ascii_hexdigit(), second) {
            (true, Some(second)) => {
                bytes.next();
                octets.push(u8::from_str_radix(str::from_utf8(&[next, second]).ok()?, 16).ok()?);
            }
            _ => octets.push(next),
        }
    }
    String::from_utf8(octets).ok()
}

/// `#0403…`: the value in BER (RFC 4514 §2.4), of which texts alone are read.
fn of_hex(hex: &str) -> Option<String> {
    let octets: Option<Vec<u8>> =
        hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect();
    let octets = octets?;
    let (_, content) = crate::ber::Reader(&octets).next().ok()?;
    String::from_utf8(content.to_vec()).ok()
}

/// Without case, and with single spaces (RFC 4518 §2.6.1).
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        Name::parse(one).unwrap().is_same(&Name::parse(other).unwrap())
    }

    /// PITFALLS L6.
    #[test]
    fn ldp_01_names_are_compared_by_what_they_say() {
        assert!(same("cn=Smith\\, Ann,ou=X", "CN=Smith\\2C Ann, OU=x"));
        assert!(same("cn=a+uid=b,dc=x", "UID=B+CN=A,DC=X"));
        assert!(same("cn=M\\C3\\BCller,dc=x", "cn=müller,dc=x"));
        assert!(same("cn=\"Smith, Ann\",dc=x", "cn=Smith\\, Ann,dc=x"));
        assert!(same("cn=#04024869,dc=x", "cn=hi,dc=x"));
        assert!(same("cn=a  b,dc=x", "cn=A B,dc=x"));
        assert!(!same("cn=a,dc=x", "cn=a\\,dc=x,dc=x") && !same("cn=a,ou=b", "ou=b,cn=a"));
        for text in ["", "x", "=a", "cn=a,,dc=b", "cn=\\", "c n=a", "cn=#zz"] {
            assert_eq!(Name::parse(text), None, "{text}");
        }
        let name = Name::parse("CN=Sales\\, EMEA,OU=G").unwrap();
        assert_eq!(name, Name::parse("cn=SALES\\, emea,ou=g").unwrap());
        assert_eq!((name.first(), name.is_called("sales, emea")), ("Sales, EMEA", true));
    }
}
