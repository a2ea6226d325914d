//! The strict reader of `name=value&…`, for forms and query strings alike.
//!
//! Browsers and clients write this format with software, so what is not well-formed is refused, never repaired: two
//! readers that repair differently are how checks are passed by.

use std::{borrow::Cow, fmt};

/// Most fields that one form or query may have.
pub const MAX_FIELDS: usize = 64;
/// Longest name, in bytes after decoding.
pub const MAX_NAME: usize = 128;
/// Longest value, in bytes after decoding. The body's own limit comes first for forms.
pub const MAX_VALUE: usize = 64 * 1024;

/// Why a form or query can not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// `%` without two hexadecimal digits.
    Escape,
    /// The bytes are not UTF-8.
    Encoding,
    /// A NUL character.
    Nul,
    /// A value without a name.
    Nameless,
    /// A name or value is too long.
    TooLong,
    /// Too many fields.
    TooMany,
    /// A name that comes twice.
    Duplicate,
    /// A value that the form does not offer.
    Value,
    /// The parts of a form with files can not be told apart.
    Parts,
}

impl Malformed {
    /// One English sentence for the programmer at the other end.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Escape => "A percent sign is not followed by two hexadecimal digits.",
            Self::Encoding => "A parameter is not UTF-8.",
            Self::Nul => "A parameter contains a NUL character.",
            Self::Nameless => "A parameter has no name.",
            Self::TooLong => "A parameter is too long.",
            Self::TooMany => "There are too many parameters.",
            Self::Duplicate => "A parameter is repeated.",
            Self::Value => "A parameter has a value that is not offered.",
            Self::Parts => "The parts of the form can not be told apart.",
        }
    }
}

/// Names and values in the order sent, repeats included. `Debug` shows names only: values may be passwords.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Reads `application/x-www-form-urlencoded` bytes within the bounds of this module.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut pairs = Vec::new();
        for pair in bytes.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            if pairs.len() == MAX_FIELDS {
                return Err(Malformed::TooMany);
            }
            let equals = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
            let name = component(&pair[..equals], MAX_NAME)?;
            let value = component(pair.get(equals + 1..).unwrap_or_default(), MAX_VALUE)?;
            if name.is_empty() {
                return Err(Malformed::Nameless);
            }
            pairs.push((name, value));
        }
        Ok(Self(pairs))
    }

    /// The same, each name at most once (RFC 6749 §3.1, WEB-14).
    ///
    /// # Errors
    /// [`Malformed::Duplicate`].
    pub fn unique(self) -> Result<Fields, Malformed> {
        for (index, (name, _)) in self.0.iter().enumerate() {
            if self.0[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(Malformed::Duplicate);
            }
        }
        Ok(Fields(self.0))
    }

    /// Every pair, in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Gives the pairs away.
    pub fn into_vec(self) -> Vec<(String, String)> {
        self.0
    }
}

/// Values by name, each name once. `Debug` shows names only: values may be passwords.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a field, also when it is empty; `None` when it was not sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field that was filled in: `None` when it was not sent or is empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// Takes a value out, so that it need not be copied (passwords).
    pub fn take(&mut self, name: &str) -> Option<String> {
        let index = self.0.iter().position(|(sent, _)| sent == name)?;
        Some(self.0.swap_remove(index).1)
    }

    /// Whether a field was sent: checkboxes and buttons.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Every field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Gives the fields away.
    pub fn into_vec(self) -> Vec<(String, String)> {
        self.0
    }
}

impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// One name or value: `+` is a space, `%xx` a byte, and the whole UTF-8 without NUL.
fn component(raw: &[u8], longest: usize) -> Result<String, Malformed> {
    if raw.len() > longest.saturating_mul(3) {
        return Err(Malformed::TooLong);
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let [high, low, tail @ ..] = tail else { return Err(Malformed::Escape) };
                bytes.push(hex(*high)? << 4 | hex(*low)?);
                rest = tail;
            }
            byte => bytes.push(*byte),
        }
    }
    if bytes.len() > longest {
        return Err(Malformed::TooLong);
    }
    if bytes.contains(&0) {
        return Err(Malformed::Nul);
    }
    String::from_utf8(bytes).map_err(|_| Malformed::Encoding)
}

fn hex(digit: u8) -> Result<u8, Malformed> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(Malformed::Escape),
    }
}

/// Writes pairs so that [`Pairs::decode`] reads them back; for links and redirects of ours.
pub fn encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(&escaped(name));
        text.push('=');
        text.push_str(&escaped(value));
    }
    text
}

fn escaped(text: &str) -> Cow<'_, str> {
    percent_encoding::utf8_percent_encode(text, UNRESERVED).into()
}

/// All but RFC 3986's unreserved characters.
const UNRESERVED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, Malformed> {
        Pairs::decode(text.as_bytes()).map(Pairs::into_vec)
    }

    #[test]
    fn read_as_browsers_write() {
        let own = |pairs: &[(&str, &str)]| Ok(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect());
        assert_eq!(read("a=1&b=%C3%A9+%2B&c=&d"), own(&[("a", "1"), ("b", "\u{e9} +"), ("c", ""), ("d", "")]));
        assert_eq!(read("a=1=2&&b=%26"), own(&[("a", "1=2"), ("b", "&")]));
        assert_eq!(read(""), own(&[]));
    }

    #[test]
    fn refused() {
        for (text, why) in [
            ("a=%", Malformed::Escape),
            ("a=%4", Malformed::Escape),
            ("a=%4g", Malformed::Escape),
            ("%+1=x", Malformed::Escape),
            ("a=%ff", Malformed::Encoding),
            ("a=%C3%28", Malformed::Encoding),
            ("a=%ed%a0%80", Malformed::Encoding),
            ("a=b%00c", Malformed::Nul),
            ("%00=c", Malformed::Nul),
            ("=x", Malformed::Nameless),
        ] {
            assert_eq!(read(text), Err(why), "{text}");
        }
        assert_eq!(Pairs::decode(b"a=\xff"), Err(Malformed::Encoding));
    }

    #[test]
    fn bounded() {
        let many = vec!["a=1"; MAX_FIELDS].join("&");
        assert!(read(&many).is_ok());
        assert_eq!(read(&format!("{many}&a=1")), Err(Malformed::TooMany));
        assert!(read(&"n".repeat(MAX_NAME)).is_ok());
        assert_eq!(read(&"n".repeat(MAX_NAME + 1)), Err(Malformed::TooLong));
        assert!(read(&format!("a={}", "%20".repeat(MAX_VALUE))).is_ok());
        assert_eq!(read(&format!("a={}", "v".repeat(MAX_VALUE + 1))), Err(Malformed::TooLong));
        assert_eq!(read(&format!("a={}", "v".repeat(4 * MAX_VALUE))), Err(Malformed::TooLong));
    }

    #[test]
    fn each_name_once() {
        let pairs = |text: &str| Pairs::decode(text.as_bytes()).unwrap();
        assert_eq!(pairs("a=1&b=2&%61=3").unique(), Err(Malformed::Duplicate), "however it is written");
        let mut fields = pairs("a=1&b=&A=3").unique().unwrap();
        assert_eq!(
            (fields.get("a"), fields.get("b"), fields.filled("b"), fields.get("c")),
            (Some("1"), Some(""), None, None)
        );
        assert_eq!((fields.take("a").as_deref(), fields.has("a"), fields.has("A")), (Some("1"), false, true));
    }

    #[test]
    fn values_are_not_shown() {
        let pairs = Pairs::decode(b"password=canary").unwrap();
        assert_eq!(format!("{pairs:?} {:?}", pairs.clone().unique().unwrap()), r#"{"password"} {"password"}"#);
    }

    #[test]
    fn written_and_read_again() {
        let pairs = [("a b", "\u{e9}&=+%\u{1f511}"), ("c", "")];
        let text = encode(pairs);
        assert_eq!(text, "a%20b=%C3%A9%26%3D%2B%25%F0%9F%94%91&c=");
        assert!(Pairs::decode(text.as_bytes()).unwrap().iter().eq(pairs));
    }
}
