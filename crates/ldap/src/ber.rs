//! The Basic Encoding Rules as far as LDAP takes them (RFC 4511 §5.1): definite lengths, tags of one octet.

use zeroize::Zeroizing;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTETS: u8 = 0x04;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// What came is no message of LDAP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what came is no message of LDAP")]
pub struct Malformed;

/// What is written, which may hold a password: it is overwritten when it is let go.
pub(crate) struct Writer(Zeroizing<Vec<u8>>);

impl Writer {
    pub(crate) fn new() -> Self {
        // Room for most messages, so that no copy stays behind where it grew.
        Self(Zeroizing::new(Vec::with_capacity(4096)))
    }

    pub(crate) fn put(&mut self, tag: u8, content: &[u8]) {
        self.0.push(tag);
        match u8::try_from(content.len()) {
            Ok(length @ ..=0x7f) => self.0.push(length),
            _ => {
                let length = content.len().to_be_bytes();
                let length = &length[length.iter().take_while(|byte| **byte == 0).count()..];
                self.0.push(0x80 | u8::try_from(length.len()).unwrap_or(0));
                self.0.extend_from_slice(length);
            }
        }
        self.0.extend_from_slice(content);
    }

    /// A whole number that is not negative.
    pub(crate) fn number(&mut self, tag: u8, number: u32) {
        let octets = [&[0][..], &number.to_be_bytes()].concat();
        let zeros = octets.windows(2).take_while(|pair| pair[0] == 0 && pair[1] < 0x80).count();
        self.put(tag, &octets[zeros..]);
    }

    pub(crate) fn boolean(&mut self, value: bool) {
        self.put(BOOLEAN, &[if value { 0xff } else { 0 }]);
    }

    /// What `write` writes, as one element.
    pub(crate) fn nest(&mut self, tag: u8, write: impl FnOnce(&mut Self)) {
        let mut inner = Self::new();
        write(&mut inner);
        self.put(tag, &inner.0);
    }

    pub(crate) fn raw(&mut self, element: &[u8]) {
        self.0.extend_from_slice(element);
    }

    pub(crate) fn done(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

/// What is left to read.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'r>(pub(crate) &'r [u8]);

impl<'r> Reader<'r> {
    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The tag of what comes next.
    pub(crate) fn peek(self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The next element.
    pub(crate) fn next(&mut self) -> Result<(u8, &'r [u8]), Malformed> {
        let (head, length) = header(self.0)?.ok_or(Malformed)?;
        let whole = self.0.get(..head + length).ok_or(Malformed)?;
        let (tag, content) = (whole[0], &whole[head..]);
        self.0 = &self.0[head + length..];
        Ok((tag, content))
    }

    /// The next element, which must be this one.
    pub(crate) fn take(&mut self, tag: u8) -> Result<&'r [u8], Malformed> {
        match self.next()? {
            (found, content) if found == tag => Ok(content),
            _ => Err(Malformed),
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn number(&mut self, tag: u8) -> Result<u32, Malformed> {
        number(self.take(tag)?)
    }
}

pub(crate) fn number(octets: &[u8]) -> Result<u32, Malformed> {
    if octets.is_empty() || octets.len() > 5 || octets[0] >= 0x80 {
        return Err(Malformed);
    }
    let number = octets.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    u32::try_from(number).map_err(|_| Malformed)
}

/// How long the head of the element is that begins here, and what follows it. None where more has to come to know it.
pub(crate) fn header(bytes: &[u8]) -> Result<Option<(usize, usize)>, Malformed> {
    let [tag, first, rest @ ..] = bytes else { return Ok(None) };
    if tag & 0x1f == 0x1f {
        return Err(Malformed);
    }
    match *first {
        short @ ..=0x7f => Ok(Some((2, usize::from(short)))),
        long @ 0x81..=0x84 => {
            let count = usize::from(long & 0x7f);
            let Some(octets) = rest.get(..count) else { return Ok(None) };
            let length = octets.iter().fold(0_u64, |length, byte| (length << 8) | u64::from(*byte));
            Ok(Some((2 + count, usize::try_from(length).map_err(|_| Malformed)?)))
        }
        // Indefinite, or longer than anything.
        _ => Err(Malformed),
    }
}
