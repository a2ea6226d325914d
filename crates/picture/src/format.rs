//! What a file is, by its first bytes, whatever it is called or said to be.

use super::Refusal;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Png,
    Jpeg,
}

impl Format {
    /// The format, or what else the file seems to be.
    pub(crate) fn of(file: &[u8]) -> Result<Self, Refusal> {
        match file {
            [] => Err(Refusal::Empty),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Ok(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            other => Err(Refusal::Format(name(other))),
        }
    }
}

/// The name of a format that people take for one of those.
fn name(file: &[u8]) -> Option<&'static str> {
    let brand = file.get(4..12).unwrap_or_default();
    let text = file.trim_ascii_start();
    match () {
        () if file.starts_with(b"GIF8") => Some("GIF"),
        () if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") => Some("WebP"),
        () if brand.starts_with(b"ftypavif") => Some("AVIF"),
        () if ["ftypheic", "ftypheix", "ftypmif1", "ftypmsf1"].iter().any(|known| brand == known.as_bytes()) => {
            Some("HEIC")
        }
        () if file.starts_with(b"BM") => Some("BMP"),
        () if file.starts_with(b"II*\0") || file.starts_with(b"MM\0*") => Some("TIFF"),
        () if file.starts_with(b"%PDF") => Some("PDF"),
        () if text.starts_with(b"<svg") || text.starts_with(b"<?xml") => Some("SVG"),
        () => None,
    }
}
