//! Request parameters as `application/x-www-form-urlencoded`: the query of a GET, the body of a POST.
//!
//! Stricter than browsers need: broken percent escapes, bytes that are not UTF-8 and NUL are refused, sizes are bounded
//! (OAU-56). A parameter without a value counts as not sent (RFC 6749 §3.1); a repeated one is an error that the
//! endpoint reports in its own way.

use std::borrow::Cow;

/// The most bytes that are read.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most parameters.
pub const MAX_PARAMETERS: usize = 100;

/// Why the text is not a list of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParametersError {
    /// More than [`MAX_BYTES`].
    #[error("the request is too long")]
    TooLong,
    /// More than [`MAX_PARAMETERS`].
    #[error("the request has too many parameters")]
    TooMany,
    /// A broken percent escape, bytes that are not UTF-8, or NUL.
    #[error("the request is not form-encoded UTF-8")]
    Encoding,
}

/// Parameters in the order they were sent. `Debug` shows names only: values may be secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl std::fmt::Debug for Parameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Parameters {
    /// Decodes a query (without its `?`) or a body.
    pub fn parse(encoded: &[u8]) -> Result<Self, ParametersError> {
        if encoded.len() > MAX_BYTES {
            return Err(ParametersError::TooLong);
        }
        let mut pairs = Vec::new();
        for pair in encoded.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            if pairs.len() == MAX_PARAMETERS {
                return Err(ParametersError::TooMany);
            }
            let equals = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
            let value = pair.get(equals + 1..).unwrap_or_default();
            pairs.push((decode(&pair[..equals])?.into_owned(), decode(value)?.into_owned()));
        }
        Ok(Self(pairs))
    }

    /// The value, unless it was not sent or is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Every value of a parameter that may be sent more than once, as `resource` may (RFC 8707 §2).
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(sent, value)| sent == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Whether the name was sent, even without a value.
    pub fn sent(&self, name: &str) -> bool {
        self.0.iter().any(|(sent, _)| sent == name)
    }

    /// Whether the name was sent more than once (RFC 6749 §3.1 forbids it).
    pub fn repeats(&self, name: &str) -> bool {
        self.0.iter().filter(|(sent, _)| sent == name).count() > 1
    }
}

/// Decodes one name or value (WHATWG URL, "application/x-www-form-urlencoded parsing", made strict).
pub(crate) fn decode(encoded: &[u8]) -> Result<Cow<'_, str>, ParametersError> {
    let text = if encoded.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        let mut bytes = Vec::with_capacity(encoded.len());
        let mut rest = encoded;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let (&[high, low], after) = rest.split_first_chunk().ok_or(ParametersError::Encoding)?;
                    rest = after;
                    nibble(high)? << 4 | nibble(low)?
                }
                plain => plain,
            });
        }
        Cow::Owned(String::from_utf8(bytes).map_err(|_| ParametersError::Encoding)?)
    } else {
        Cow::Borrowed(str::from_utf8(encoded).map_err(|_| ParametersError::Encoding)?)
    };
    if text.contains('\0') { Err(ParametersError::Encoding) } else { Ok(text) }
}

fn nibble(digit: u8) -> Result<u8, ParametersError> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).ok_or(ParametersError::Encoding)
}

/// Appends `name=value` to a query, form-encoded.
pub(crate) fn append(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(url::form_urlencoded::byte_serialize(name.as_bytes()));
    query.push('=');
    query.extend(url::form_urlencoded::byte_serialize(value.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Vec<(String, String)>, ParametersError> {
        Parameters::parse(text.as_bytes()).map(|parameters| parameters.0)
    }

    #[test]
    fn decoded_as_forms_are() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            parse("a=1&b=x+y%26&&c&=d&e=%C3%A9=").unwrap(),
            vec![pair("a", "1"), pair("b", "x y&"), pair("c", ""), pair("", "d"), pair("e", "é="),]
        );
    }

    #[test]
    fn broken_encodings_are_refused() {
        for text in ["a=%", "a=%1", "a=%zz", "a=%+1", "a=%ff", "%c3=1", "a=%00", "a=\0"] {
            assert_eq!(parse(text), Err(ParametersError::Encoding), "{text}");
        }
        assert_eq!(Parameters::parse(b"a=\xff"), Err(ParametersError::Encoding));
    }

    #[test]
    fn oau_56_sizes_are_bounded() {
        assert_eq!(parse(&"a&".repeat(MAX_PARAMETERS + 1)), Err(ParametersError::TooMany));
        assert_eq!(parse(&"a".repeat(MAX_BYTES + 1)), Err(ParametersError::TooLong));
        assert!(parse(&"a&".repeat(MAX_PARAMETERS)).is_ok());
    }

    #[test]
    fn empty_and_repeated() {
        let parameters = Parameters::parse(b"a=&b=1&b=2").unwrap();
        assert_eq!((parameters.get("a"), parameters.sent("a"), parameters.sent("x")), (None, true, false));
        assert!(parameters.repeats("b") && !parameters.repeats("a"));
        assert_eq!(parameters.all("b").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(parameters.all("a").count(), 0);
        assert_eq!(format!("{parameters:?}"), r#"{"a", "b", "b"}"#);
    }

    proptest::proptest! {
        #[test]
        fn what_is_encoded_is_read_again(name in "\\PC{1,20}", value in "\\PC{0,40}") {
            let mut query = String::new();
            append(&mut query, &name, &value);
            proptest::prop_assert_eq!(parse(&query).unwrap(), vec![(name, value)]);
        }

        #[test]
        fn no_input_panics(bytes: Vec<u8>) {
            let _ = Parameters::parse(&bytes);
        }
    }
}
