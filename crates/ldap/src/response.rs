//! What is answered.

use crate::{
    Entry, Malformed,
    ber::{ENUMERATED, INTEGER, OCTETS, Reader, SEQUENCE, SET, header},
};

/// The longest message that is read, in bytes: an entry with a thousand groups has a tenth of it.
pub const MOST_BYTES: usize = 1024 * 1024;

/// The longest diagnostic message that is kept, in characters.
const LONGEST_TEXT: usize = 300;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// To which request; 0 is to none.
    pub id: u32,
    /// What.
    pub operation: Operation,
    /// What goes along.
    pub controls: Vec<Control>,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// To a bind.
    Bind(LdapResult),
    /// An entry that was found.
    Entry(Entry),
    /// Elsewhere there may be more. It is not followed, counts for nothing, and is no error (RFC 4511 §4.5.3).
    Reference,
    /// A search is over.
    Done(LdapResult),
    /// To an extended operation.
    Extended(LdapResult),
    /// Something else.
    Other,
}

/// How an operation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LdapResult {
    /// The result code (RFC 4511 §4.1.9).
    pub code: u32,
    /// What the directory says of it, shortened.
    pub text: String,
}

/// A control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its object identifier.
    pub oid: String,
    /// Its value.
    pub value: Vec<u8>,
}

impl Response {
    /// Where the next page of a search begins; none where this was the last one, or the directory does not say (RFC 2696 §3).
    pub fn next_page(&self) -> Option<Vec<u8>> {
        let control = self.controls.iter().find(|control| control.oid == crate::PAGED_RESULTS)?;
        let mut value = Reader(Reader(&control.value).take(SEQUENCE).ok()?);
        value.take(INTEGER).ok()?;
        let cookie = value.take(OCTETS).ok()?;
        (!cookie.is_empty()).then(|| cookie.to_vec())
    }
}

/// How long the message is that begins with these bytes. None where more has to come to know it.
///
/// # Errors
/// When it is none, or longer than [`MOST_BYTES`].
pub fn length_of(bytes: &[u8]) -> Result<Option<usize>, Malformed> {
    if bytes.first().is_some_and(|tag| *tag != SEQUENCE) {
        return Err(Malformed);
    }
    match header(bytes)? {
        Some((head, length)) if head + length > MOST_BYTES => Err(Malformed),
        found => Ok(found.map(|(head, length)| head + length)),
    }
}

impl Response {
    /// Reads one message.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(message: &[u8]) -> Result<Self, Malformed> {
        let mut whole = Reader(message);
        let mut inner = Reader(whole.take(SEQUENCE)?);
        if !whole.is_empty() {
            return Err(Malformed);
        }
        let id = inner.number(INTEGER)?;
        let (tag, content) = inner.next()?;
        let operation = match tag {
            0x61 => Operation::Bind(result(content)?),
            0x64 => Operation::Entry(entry(content)?),
            0x65 => Operation::Done(result(content)?),
            0x73 => Operation::Reference,
            0x78 => Operation::Extended(result(content)?),
            _ => Operation::Other,
        };
        // Active Directory says good-bye with an element too many here: whatever is no control is passed over.
        let controls = match inner.peek() {
            Some(0xa0) => controls(inner.take(0xa0)?)?,
            _ => Vec::new(),
        };
        Ok(Self { id, operation, controls })
    }
}

/// Whatever follows the text (a referral, a name) is passed over.
fn result(content: &[u8]) -> Result<LdapResult, Malformed> {
    let mut reader = Reader(content);
    let code = reader.number(ENUMERATED)?;
    reader.take(OCTETS)?;
    let text = String::from_utf8_lossy(reader.take(OCTETS)?);
    let text = text.chars().filter(|letter| !letter.is_control()).take(LONGEST_TEXT).collect();
    Ok(LdapResult { code, text })
}

fn entry(content: &[u8]) -> Result<Entry, Malformed> {
    let mut reader = Reader(content);
    let dn = text(reader.take(OCTETS)?)?;
    let (mut list, mut attributes) = (Reader(reader.take(SEQUENCE)?), Vec::new());
    while !list.is_empty() {
        let mut one = Reader(list.take(SEQUENCE)?);
        let name = text(one.take(OCTETS)?)?;
        let (mut set, mut values) = (Reader(one.take(SET)?), Vec::new());
        while !set.is_empty() {
            values.push(set.take(OCTETS)?.to_vec());
        }
        attributes.push((name, values));
    }
    Ok(Entry { dn, attributes })
}

fn controls(content: &[u8]) -> Result<Vec<Control>, Malformed> {
    let (mut list, mut found) = (Reader(content), Vec::new());
    while !list.is_empty() {
        let mut one = Reader(list.take(SEQUENCE)?);
        let oid = text(one.take(OCTETS)?)?;
        if one.peek() == Some(crate::ber::BOOLEAN) {
            one.next()?;
        }
        let value = if one.is_empty() { &[] } else { one.take(OCTETS)? };
        found.push(Control { oid, value: value.to_vec() });
    }
    Ok(found)
}

fn text(octets: &[u8]) -> Result<String, Malformed> {
    str::from_utf8(octets).map(str::to_owned).map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A search entry, as `slapd` writes it.
    const ENTRY: &[u8] =
        b"\x30\x1f\x02\x01\x02\x64\x1a\x04\x04cn=a\x30\x12\x30\x10\x04\x04mail\x31\x08\x04\x06a@b.example";

    #[test]
    fn ldp_11_what_is_cut_off_or_too_long_is_no_message() {
        let whole = b"\x30\x24\x02\x01\x02\x64\x1f\x04\x04cn=a\x30\x17\x30\x15\x04\x04mail\x31\x0d\x04\x0ba@b.example";
        let read = Response::read(whole).unwrap();
        let Operation::Entry(entry) = read.operation else { panic!("{read:?}") };
        assert_eq!((entry.dn.as_str(), entry.text("MAIL")), ("cn=a", Some("a@b.example")));
        for end in 0..whole.len() {
            assert!(Response::read(&whole[..end]).is_err(), "{end}");
        }
        assert!(Response::read(ENTRY).is_err(), "its lengths lie");
        for long in [&b"\x30\x84\x06\x40\x00\x00"[..], b"\x30\x80", b"\x30\x85\x01\x01\x01\x01\x01", b"\x04\x01"] {
            assert_eq!(length_of(long), Err(Malformed), "{long:?}");
        }
        assert_eq!(
            (length_of(b"\x30"), length_of(b"\x30\x82\x01"), length_of(whole)),
            (Ok(None), Ok(None), Ok(Some(38)))
        );
    }

    #[test]
    fn ldp_11_depth_leads_nowhere() {
        let deep: Vec<u8> = (0..200_000).flat_map(|_| [0x30, 0x80]).collect();
        assert_eq!(Response::read(&deep), Err(Malformed));
        let mut nested = vec![0x30, 0x00];
        for _ in 0..5_000 {
            let mut writer = crate::ber::Writer::new();
            writer.put(SEQUENCE, &nested);
            nested = writer.done().to_vec();
        }
        assert_eq!(Response::read(&nested), Err(Malformed));
    }

    #[test]
    fn a_page_says_where_the_next_one_begins() {
        let answered = |value: &[u8]| Response {
            id: 1,
            operation: Operation::Other,
            controls: vec![Control { oid: crate::PAGED_RESULTS.to_owned(), value: value.to_vec() }],
        };
        assert_eq!(answered(b"\x30\x07\x02\x01\x00\x04\x02ab").next_page(), Some(b"ab".to_vec()));
        for last in [&b"\x30\x05\x02\x01\x00\x04\x00"[..], b"", b"\x30\x03\x02\x01\x00", b"\x04\x00"] {
            assert_eq!(answered(last).next_page(), None, "{last:?}");
        }
    }

    #[test]
    fn a_good_bye_of_active_directory_is_read() {
        let bytes = b"\x30\x18\x02\x01\x00\x78\x07\x0a\x01\x34\x04\x00\x04\x00\x8a\x0a1.3.6.1.4.";
        let read = Response::read(bytes).unwrap();
        assert_eq!((read.id, read.operation), (0, Operation::Extended(LdapResult { code: 52, text: String::new() })));
    }

    proptest! {
        #[test]
        fn ldp_11_no_bytes_make_the_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0..38_usize) {
            let _ = (Response::read(&bytes), length_of(&bytes));
            let mut broken = b"\x30\x24\x02\x01\x02\x64\x1f\x04\x04cn=a\x30\x17\x30\x15\x04\x04mail\x31\x0d\x04\x0ba@b.example".to_vec();
            broken[at] = bytes.first().copied().unwrap_or_default();
            let _ = Response::read(&broken);
        }
    }
}
