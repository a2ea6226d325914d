//! An entry, and what of it says who it is.

use std::fmt::Write as _;

/// The longest subject, in characters (as for OpenID Connect).
const LONGEST: usize = 255;

/// Parts of a security identifier (MS-DTYP §2.4.2.2).
const MOST_PARTS: usize = 15;

/// An entry, with the attributes that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Its distinguished name.
    pub dn: String,
    /// Attributes by their descriptions, as the directory writes them.
    pub attributes: Vec<(String, Vec<Vec<u8>>)>,
}

impl Entry {
    /// The values of an attribute. Names are compared without case; one with options (`;binary`, `;lang-de`) stands in where none is without
    /// (RFC 4512 §2.5).
    pub fn values(&self, name: &str) -> &[Vec<u8>] {
        let exact = self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let with_options = || self.attributes.iter().find(|(known, _)| is_of(known, name) && !is_range(known));
        exact.or_else(with_options).map_or(&[], |(_, values)| values)
    }

    /// The first value that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts(name).next()
    }

    /// All values that are texts.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values(name).iter().filter_map(|value| str::from_utf8(value).ok())
    }

    /// Whether the directory gave a part of the values alone (`member;range=0-1499`).
    pub fn is_partial(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| is_of(known, name) && is_range(known))
    }

    /// Who it is for ever, by this attribute. `objectGUID` is 16 octets, shown as Active Directory's tools show them.
    pub fn subject(&self, name: &str) -> Option<String> {
        let [value] = self.values(name) else { return None };
        if is_guid(name) {
            return guid(value);
        }
        let text = str::from_utf8(value).ok()?;
        let sound = (1..=LONGEST).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        sound.then(|| text.to_owned())
    }
}

impl Entry {
    /// The primary group of somebody in Active Directory, which lists it nowhere: a security identifier in the domain of their own
    /// (MS-ADTS §3.1.1.1.3, MS-DTYP §2.4.2), such as `S-1-5-21-1-2-3-513`.
    pub fn primary_group(&self) -> Option<String> {
        let [sid] = self.values("objectSid") else { return None };
        let group: u32 = self.text("primaryGroupID")?.parse().ok()?;
        let [1, count, a, b, c, d, e, f, parts @ ..] = sid.as_slice() else { return None };
        let (parts, rest) = parts.as_chunks::<4>();
        if !rest.is_empty() || parts.len() != usize::from(*count) || parts.is_empty() || parts.len() > MOST_PARTS {
            return None;
        }
        let mut text = format!("S-1-{}", u64::from_be_bytes([0, 0, *a, *b, *c, *d, *e, *f]));
        for part in &parts[..parts.len() - 1] {
            let _ = write!(text, "-{}", u32::from_le_bytes(*part));
        }
        let _ = write!(text, "-{group}");
        Some(text)
    }
}

/// The octets that a subject is in the directory, by which it is searched for.
pub fn subject_octets(name: &str, subject: &str) -> Option<Vec<u8>> {
    if !is_guid(name) {
        return Some(subject.as_bytes().to_vec());
    }
    let digits: Vec<u8> = subject.bytes().filter(|byte| *byte != b'-').collect();
    let octets: Option<Vec<u8>> =
        digits.chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect();
    swapped(&octets?)
}

fn is_of(known: &str, name: &str) -> bool {
    known.split_once(';').is_some_and(|(base, _)| base.eq_ignore_ascii_case(name))
}

fn is_range(known: &str) -> bool {
    known.split(';').skip(1).any(|option| option.to_ascii_lowercase().starts_with("range="))
}

fn is_guid(name: &str) -> bool {
    name.eq_ignore_ascii_case("objectGUID")
}

/// The first three parts are stored with their last octet first (MS-DTYP §2.3.4).
fn swapped(octets: &[u8]) -> Option<Vec<u8>> {
    let octets: [u8; 16] = octets.try_into().ok()?;
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    Some(order.iter().map(|at: &usize| octets[*at]).collect())
}

fn guid(octets: &[u8]) -> Option<String> {
    let mut text = String::new();
    for (at, octet) in swapped(octets)?.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{octet:02x}");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(attributes: &[(&str, &[&[u8]])]) -> Entry {
        let of = |(name, values): &(&str, &[&[u8]])| {
            ((*name).to_owned(), values.iter().map(|value| value.to_vec()).collect())
        };
        Entry { dn: "cn=x".into(), attributes: attributes.iter().map(of).collect() }
    }

    /// PITFALLS L8, by the example of MS-DTYP.
    #[test]
    fn a_guid_reads_as_active_directory_shows_it() {
        let octets: Vec<u8> = (1..=16).collect();
        let shown = "04030201-0605-0807-090a-0b0c0d0e0f10";
        assert_eq!(entry(&[("objectguid", &[&octets])]).subject("objectGUID").as_deref(), Some(shown));
        assert_eq!(subject_octets("objectGUID", shown), Some(octets));
        for bad in ["", "0403", "zz030201-0605-0807-090a-0b0c0d0e0f10"] {
            assert_eq!(subject_octets("objectGUID", bad), None, "{bad}");
        }
        assert_eq!(entry(&[("objectGUID", &[b"short"])]).subject("objectGUID"), None);
    }

    #[test]
    fn the_primary_group_is_in_the_domain_of_its_person() {
        let sid = |tail: &[u8]| {
            [&[1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0][..], tail].concat()
        };
        let of =
            |sid: &[u8], group: &[u8]| entry(&[("objectSid", &[sid]), ("primaryGroupID", &[group])]).primary_group();
        assert_eq!(of(&sid(&[0x50, 4, 0, 0]), b"513").as_deref(), Some("S-1-5-21-1-2-3-513"));
        for (bad, group) in [
            (sid(&[0x50, 4, 0]), &b"513"[..]),
            (sid(&[]), b"513"),
            (sid(&[0x50, 4, 0, 0]), b"-1"),
            (Vec::new(), b"513"),
        ] {
            assert_eq!(of(&bad, group), None, "{bad:?}");
        }
    }

    /// PITFALLS L11, L2.
    #[test]
    fn attributes_in_any_case_with_options_and_in_part() {
        let entry = entry(&[
            ("SN;lang-de", &[b"M\xc3\xbcller"]),
            ("entryuuid", &[b"u-1"]),
            ("memberOf;range=0-1499", &[b"cn=a"]),
            ("mail", &[b"\xff", b"a@b.example"]),
        ]);
        assert_eq!((entry.text("sn"), entry.text("MAIL")), (Some("Müller"), Some("a@b.example")));
        assert_eq!(entry.subject("entryUUID").as_deref(), Some("u-1"));
        assert!(entry.is_partial("memberof") && entry.values("memberOf").is_empty() && !entry.is_partial("sn"));
        assert_eq!(entry.subject("mail"), None, "of two values none says who it is");
    }
}
