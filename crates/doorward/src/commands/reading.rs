//! Files that people write: as the encoding and the language that they are in. Messages name lines, never content: it may be secret.

use std::{fs, io::ErrorKind, path::Path};

use flows::apply::Node;
use serde_saphyr::Error;

use crate::Trouble;

/// Reads a document in the language that its name ends in.
pub(super) fn document(file: &Path) -> Result<Node, Trouble> {
    let wrong = |what: String| Trouble::File(format!("{}: {what}", file.display()));
    let bytes = fs::read(file).map_err(|error| match error.kind() {
        ErrorKind::NotFound => wrong(format!("{error}. Check the path.")),
        _ => wrong(format!("{error}.")),
    })?;
    let text = utf8(bytes).map_err(|why| wrong(format!("{why}.")))?;
    let extension = file.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    match extension.as_deref() {
        Some("yaml" | "yml") => yaml(&text).map_err(wrong),
        Some("json") => serde_json::from_str(&text).map_err(|error| wrong(format!("{error}."))),
        Some("toml") => toml(&text).map_err(wrong),
        _ => Err(wrong("what is in it does not show. Let its name end in .yaml, .yml, .json or .toml.".to_owned())),
    }
}

/// The text of a file, without a byte order mark (RFC 8259 §8.1 lets a parser ignore it; YAML and TOML do).
pub(super) fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("it is in UTF-16; save it as UTF-8".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("it is not UTF-8, as line {line} shows; save it as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A document of an operator's own may be long; what it repeats by aliases stays bounded.
fn yaml(text: &str) -> Result<Node, String> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_events: 40_000_000, max_nodes: 20_000_000 },
        with_snippet: false,
        strict_booleans: true,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| match error.without_snippet() {
        Error::MultipleDocuments { location, .. } => {
            let line = location.line();
            format!("it holds more than one document, the second from line {line}. Put each into a file of its own.")
        }
        error => format!("{error}."),
    })
}

fn toml(text: &str) -> Result<Node, String> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().map(|span| &text[..span.start.min(text.len())]);
        let line = before.map(|before| format!(" at line {}", before.matches('\n').count() + 1));
        format!("{}{}.", error.message(), line.unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_dropped_and_other_encodings_are_named() {
        assert_eq!(utf8(b"\xef\xbb\xbfx".to_vec()).as_deref(), Ok("x"));
        assert_eq!(utf8("é\u{feff}".into()).as_deref(), Ok("é\u{feff}"));
        assert_eq!(utf8(vec![]).as_deref(), Ok(""));
        for bytes in [b"\xff\xfex\0".to_vec(), b"\xfe\xff\0x".to_vec()] {
            assert_eq!(utf8(bytes), Err("it is in UTF-16; save it as UTF-8".to_owned()));
        }
        let latin_1 = utf8(b"version: 1\nname: Acm\xe9\n".to_vec());
        assert_eq!(latin_1, Err("it is not UTF-8, as line 2 shows; save it as UTF-8".to_owned()));
    }
}
