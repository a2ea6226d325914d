//! Base64url as JOSE wants it: no padding, no line breaks, and one spelling for each value (RFC 7515 §2).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The text is not canonical base64url without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not canonical base64url")]
pub struct NotBase64Url;

/// The bytes as text.
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Appends the bytes as text to `text`.
pub fn encode_onto(bytes: impl AsRef<[u8]>, text: &mut String) {
    URL_SAFE_NO_PAD.encode_string(bytes, text);
}

/// The bytes that the text stands for. Padding, other alphabets and stray bits at the end are refused.
pub fn decode(text: impl AsRef<[u8]>) -> Result<Vec<u8>, NotBase64Url> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| NotBase64Url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_each_value() {
        assert_eq!(decode("AAE").as_deref(), Ok(&[0, 1][..]));
        for text in ["AAF", "AAE=", "AA E", "AA\nE", "A+/A", "A", "AAEé"] {
            assert_eq!(decode(text), Err(NotBase64Url), "{text}");
        }
    }
}
