//! Pictures that people upload: recognised by their content, decoded within limits, and made anew. Nothing of what was
//! uploaded is kept but how it looks: no metadata, no profile, no byte behind the picture (AVA-02 to AVA-05).
//!
//! Pure and slow: whoever calls it does so on a thread that may be blocked, so many at once.

mod decode;
mod format;
mod jpeg;
mod png;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use image::{
    ExtendedColorType, RgbImage, RgbaImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};

/// The largest file, in bytes: 5 MB as people count them.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// The most pixels of an uploaded picture: those of a camera of 16 megapixels.
pub const MAX_PIXELS: u64 = 16_777_216;

/// Width and height of what is made of it.
pub const SIDE: u32 = 256;

/// How well a JPEG is made, of 100.
const QUALITY: u8 = 88;

/// A picture made here, [`SIDE`] pixels wide and high.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg`; `image/png` for one that shows what is behind it.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why an upload is no picture for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing was sent.
    Empty,
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// Another format, by its name where it is one that people have.
    Format(Option<&'static str>),
    /// More pixels than are taken, of a picture of its kind: [`MAX_PIXELS`], or fewer where each takes more memory.
    TooManyPixels {
        /// How many in a line.
        width: u32,
        /// How many lines.
        height: u32,
        /// How many pixels are taken.
        most: u64,
    },
    /// Colours for printing (CMYK), which look different on every screen.
    PrintColours,
    /// It is cut off, damaged, or asks for more work than a picture does.
    Broken,
}

/// Makes a picture of an upload: upright, its middle cut out as a square, in colours that every screen shows (sRGB).
///
/// # Errors
/// The first reason against it.
pub fn make(upload: &[u8]) -> Result<Picture, Refusal> {
    let decoded = decode::square(upload)?;
    let opaque = decoded.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let made = if opaque { jpeg_of(&decoded) } else { png_of(&decoded) };
    made.ok_or(Refusal::Broken)
}

fn jpeg_of(picture: &RgbaImage) -> Option<Picture> {
    let mut bytes = Vec::new();
    let rgb = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let [r, g, b, _] = picture.get_pixel(x, y).0;
        image::Rgb([r, g, b])
    });
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode(&rgb, SIDE, SIDE, ExtendedColorType::Rgb8).ok()?;
    Some(Picture { media_type: "image/jpeg", bytes })
}

fn png_of(picture: &RgbaImage) -> Option<Picture> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_with_encoder(PngEncoder::new(&mut bytes)).ok()?;
    Some(Picture { media_type: "image/png", bytes: bytes.into_inner() })
}
