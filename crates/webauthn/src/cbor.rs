//! As much of CBOR (RFC 8949) as authenticators write: integers, bytes, text, arrays, maps, booleans and null, of definite length.
//! Anything else is malformed. Nothing is allocated for a length that the input does not have.

/// How deep values lie inside each other: CTAP2 allows four levels, and an attestation object is one around them.
const MAX_DEPTH: u8 = 8;

/// A value, its bytes and texts borrowed from the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Integer(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Array(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
    Boolean(bool),
    Null,
}

/// The input is no such value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

type Result<T> = std::result::Result<T, Malformed>;

/// The one value that the input is, whole.
pub(crate) fn read(input: &[u8]) -> Result<Value<'_>> {
    match read_first(input)? {
        (value, []) => Ok(value),
        _ => Err(Malformed),
    }
}

/// The value that the input begins with, and what follows it.
pub(crate) fn read_first(input: &[u8]) -> Result<(Value<'_>, &[u8])> {
    let mut reader = Reader { rest: input };
    let value = reader.value(0)?;
    Ok((value, reader.rest))
}

impl<'a> Value<'a> {
    pub(crate) const fn bytes(&self) -> Option<&'a [u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    pub(crate) const fn integer(&self) -> Option<i64> {
        if let Self::Integer(integer) = self { Some(*integer) } else { None }
    }

    /// The entry of a map under this key.
    pub(crate) fn get(&self, key: &Value<'_>) -> Option<&Value<'a>> {
        let Self::Map(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The entry of a map under this text.
    pub(crate) fn named(&self, key: &str) -> Option<&Value<'a>> {
        self.get(&Value::Text(key))
    }

    /// The entry of a map under this integer.
    pub(crate) fn numbered(&self, key: i64) -> Option<&Value<'a>> {
        self.get(&Value::Integer(key))
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The major type and the argument of a head (RFC 8949 §3).
    fn head(&mut self) -> Result<(u8, u64)> {
        let first = self.take(1)?[0];
        let argument = match first & 0x1f {
            small @ 0..24 => u64::from(small),
            24 => u64::from(self.take(1)?[0]),
            25 => self.big_endian(2)?,
            26 => self.big_endian(4)?,
            27 => self.big_endian(8)?,
            _ => return Err(Malformed),
        };
        // A simple value has no longer spelling, and numbers with a point are none of ours.
        if first >> 5 == 7 && first & 0x1f >= 24 {
            return Err(Malformed);
        }
        Ok((first >> 5, argument))
    }

    fn big_endian(&mut self, count: usize) -> Result<u64> {
        Ok(self.take(count)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn value(&mut self, depth: u8) -> Result<Value<'a>> {
        if depth > MAX_DEPTH {
            return Err(Malformed);
        }
        let (major, argument) = self.head()?;
        let count = || usize::try_from(argument).map_err(|_| Malformed);
        Ok(match major {
            0 => Value::Integer(i64::try_from(argument).map_err(|_| Malformed)?),
            1 => Value::Integer(-1 - i64::try_from(argument).map_err(|_| Malformed)?),
            2 => Value::Bytes(self.take(count()?)?),
            3 => Value::Text(str::from_utf8(self.take(count()?)?).map_err(|_| Malformed)?),
            4 => Value::Array(self.items(count()?, |reader| reader.value(depth + 1))?),
            5 => Value::Map(self.map(count()?, depth)?),
            7 => match argument {
                20 => Value::Boolean(false),
                21 => Value::Boolean(true),
                22 => Value::Null,
                _ => return Err(Malformed),
            },
            _ => return Err(Malformed),
        })
    }

    fn map(&mut self, count: usize, depth: u8) -> Result<Vec<(Value<'a>, Value<'a>)>> {
        let entries = self.items(count, |reader| Ok((reader.value(depth + 1)?, reader.value(depth + 1)?)))?;
        let twice = |at: usize| entries[..at].iter().any(|(earlier, _)| *earlier == entries[at].0);
        if (1..entries.len()).any(twice) { Err(Malformed) } else { Ok(entries) }
    }

    /// Each item has a byte at least, so more than that are not there.
    fn items<T>(&mut self, count: usize, mut item: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        if count > self.rest.len().min(MAX_ITEMS) {
            return Err(Malformed);
        }
        (0..count).map(|_| item(self)).collect()
    }
}

/// How many items an array or a map has at most; certificates of a chain and parameters of a key are far fewer.
const MAX_ITEMS: usize = 64;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_authenticators_write_is_read() {
        // RFC 8949, appendix A.
        for (hex, value) in [
            (&[0x17][..], Value::Integer(23)),
            (&[0x18, 0x64], Value::Integer(100)),
            (&[0x1a, 0, 0x0f, 0x42, 0x40], Value::Integer(1_000_000)),
            (&[0x20], Value::Integer(-1)),
            (&[0x39, 0x03, 0xe7], Value::Integer(-1000)),
            (&[0x44, 1, 2, 3, 4], Value::Bytes(&[1, 2, 3, 4])),
            (&[0x62, 0xc3, 0xbc], Value::Text("ü")),
            (&[0x82, 1, 0xf5], Value::Array(vec![Value::Integer(1), Value::Boolean(true)])),
            (&[0xa1, 0x61, b'a', 0xf6], Value::Map(vec![(Value::Text("a"), Value::Null)])),
        ] {
            assert_eq!(read(hex), Ok(value), "{hex:x?}");
        }
    }

    #[test]
    fn what_they_do_not_write_is_malformed() {
        for hex in [
            &[][..],
            &[0x01, 0x01],                                                       // something follows
            &[0x5f, 0x41, 1, 0xff],                                              // of indefinite length
            &[0xfb, 0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a],             // 1.1
            &[0xc0, 0x60],                                                       // a tag
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],             // beyond 63 bits
            &[0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0],          // a length that is not there
            &[0xa2, 0x01, 0x01, 0x01, 0x02],                                     // a key twice
            &[0x61, 0xff],                                                       // no UTF-8
            &[0xf8, 0x15],                                                       // true, spelt longer
            &[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01], // too deep
        ] {
            assert_eq!(read(hex), Err(Malformed), "{hex:x?}");
        }
    }

    proptest! {
        #[test]
        fn no_input_is_too_much(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
