//! Addresses, headers and bodies with places for values. Each value is encoded for where it stands, so that no name or number
//! becomes syntax there.

use std::fmt::Write as _;

/// How a value is written where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// In an address, or in a form (`application/x-www-form-urlencoded`): percent-encoded.
    Percent,
    /// In a string of JSON.
    Json,
    /// In a text or an attribute of XML.
    Xml,
    /// In a header, or in plain text: as it is, on one line.
    Line,
}

/// The names that may stand in braces.
const NAMES: [&str; 11] =
    ["to", "digits", "dialled", "text", "from", "id", "receipt", "user", "secret", "basic", "alphabet"];

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "it has {{{0}}}, which is none of {{to}}, {{digits}}, {{dialled}}, {{text}}, {{from}}, {{id}}, {{receipt}}, {{user}}, {{secret}}, {{basic}} and {{alphabet}}"
)]
pub struct BadTemplate(String);

/// A text with places for values.
#[derive(Debug, Clone)]
pub(super) struct Template(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Place(&'static str),
}

impl Template {
    /// Reads it. Braces around anything but a word of lower-case letters are themselves, so that JSON is written as it is.
    pub(super) fn parse(text: &str) -> Result<Self, BadTemplate> {
        let (mut pieces, mut rest, mut plain) = (Vec::new(), text, String::new());
        while let Some(open) = rest.find('{') {
            plain.push_str(&rest[..open]);
            let after = &rest[open + 1..];
            let word = after.find('}').map(|close| &after[..close]);
            let word = word.filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()));
            let Some(word) = word else {
                plain.push('{');
                rest = after;
                continue;
            };
            let name = NAMES.into_iter().find(|name| *name == word).ok_or_else(|| BadTemplate(word.to_owned()))?;
            pieces.extend([Piece::Text(std::mem::take(&mut plain)), Piece::Place(name)]);
            rest = &after[word.len() + 1..];
        }
        plain.push_str(rest);
        pieces.push(Piece::Text(plain));
        Ok(Self(pieces))
    }

    /// Whether there is a place for this value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Place(place) if *place == name))
    }

    /// With values in their places.
    pub(super) fn fill<'v>(&self, encoding: Encoding, value: impl Fn(&str) -> &'v str) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Place(name) => encode(&mut filled, encoding, value(name)),
            }
        }
        filled
    }
}

fn encode(filled: &mut String, encoding: Encoding, value: &str) {
    match encoding {
        Encoding::Percent => {
            for byte in value.bytes() {
                match byte {
                    b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                        filled.push(char::from(byte));
                    }
                    // Writing into a String never fails.
                    _ => _ = write!(filled, "%{byte:02X}"),
                }
            }
        }
        Encoding::Json => {
            let quoted = serde_json::Value::from(value).to_string();
            filled.push_str(&quoted[1..quoted.len() - 1]);
        }
        Encoding::Xml => {
            for sign in value.chars() {
                match sign {
                    '&' => filled.push_str("&amp;"),
                    '<' => filled.push_str("&lt;"),
                    '>' => filled.push_str("&gt;"),
                    '"' => filled.push_str("&quot;"),
                    '\'' => filled.push_str("&apos;"),
                    sign => filled.push(sign),
                }
            }
        }
        Encoding::Line => filled.extend(value.chars().map(|sign| if sign.is_control() { ' ' } else { sign })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, encoding: Encoding, value: &'static str) -> String {
        Template::parse(template).unwrap().fill(encoding, |_| value)
    }

    #[test]
    fn values_become_no_syntax() {
        let evil = "a&b=\"c\"<d>\\'e'\n#+%";
        assert_eq!(
            filled("Body={text}&To=1", Encoding::Percent, evil),
            "Body=a%26b%3D%22c%22%3Cd%3E%5C%27e%27%0A%23%2B%25&To=1"
        );
        let json = filled(r#"{"to":{"number":"{text}"},"n":{}}"#, Encoding::Json, evil);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["to"]["number"], evil);
        assert_eq!(filled("<t a='{text}'/>", Encoding::Xml, "<&>\"'"), "<t a='&lt;&amp;&gt;&quot;&apos;'/>");
        assert_eq!(filled("Token {secret}", Encoding::Line, "a\r\nX-Evil: 1"), "Token a  X-Evil: 1");
        assert_eq!(filled("{text}", Encoding::Percent, "é€"), "%C3%A9%E2%82%AC");
    }

    #[test]
    fn an_unknown_place_is_refused() {
        let refused = Template::parse("To={to}&Text={message}").unwrap_err();
        assert!(refused.to_string().starts_with("it has {message}, which is none of {to}"), "{refused}");
        assert!(Template::parse("{ \"to\": \"{to}\" }").unwrap().has("to"));
        assert!(!Template::parse("{}{to").unwrap().has("to"));
    }
}
