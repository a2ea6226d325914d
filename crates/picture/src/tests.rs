//! What is made of what people and others upload.

use std::time::Instant;

use image::{
    DynamicImage, GrayAlphaImage, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba, RgbaImage, codecs::jpeg::JpegEncoder,
};
use proptest::prelude::*;

use super::*;

/// A text that nothing of an upload may hand on.
const CANARY: &[u8] = b"59.9139 N 10.7522 E <script>alert(1)</script>";

const RED: [u8; 3] = [200, 20, 30];
const BLUE: [u8; 3] = [20, 40, 210];

/// Red above, blue below.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| Rgb(if y < height / 2 { RED } else { BLUE }))
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    file(&picture.into(), ImageFormat::Png)
}

fn jpeg(picture: impl Into<DynamicImage>) -> Vec<u8> {
    file(&picture.into(), ImageFormat::Jpeg)
}

/// What was made, decoded again.
fn look(made: &Picture) -> RgbaImage {
    let format = if made.media_type == "image/png" { ImageFormat::Png } else { ImageFormat::Jpeg };
    let picture = image::load_from_memory_with_format(&made.bytes, format).unwrap();
    assert_eq!((picture.width(), picture.height()), (SIDE, SIDE));
    picture.into_rgba8()
}

fn is_near(pixel: &Rgba<u8>, wanted: [u8; 3]) -> bool {
    pixel.0.iter().zip(wanted).all(|(is, wanted)| is.abs_diff(wanted) < 24)
}

/// The colours at the middle of each edge: above, right, below, left.
fn edges(made: &Picture) -> [Rgba<u8>; 4] {
    let picture = look(made);
    let (middle, last) = (SIDE / 2, SIDE - 8);
    [(middle, 8), (last, middle), (middle, last), (8, middle)].map(|(x, y)| *picture.get_pixel(x, y))
}

/// A segment of a JPEG.
fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], content].concat()
}

/// The JPEG with these segments behind its beginning.
fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// EXIF that says nothing but the orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let tiff = [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation, 0, 0, 0][..], &[0; 4]].concat();
    [b"Exif\0\0", &tiff[..]].concat()
}

/// A chunk of a PNG, with the checksum that decoders want.
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let checked = [&kind[..], content].concat();
    let sum = checked.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    });
    [&length[..], &checked, &(!sum).to_be_bytes()].concat()
}

/// The PNG with these chunks behind its first.
fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [&png[..33], &chunks.concat(), &png[33..]].concat()
}

/// A PNG that only says how large it is.
fn header(width: u32, height: u32) -> Vec<u8> {
    let size = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let rest = [chunk(b"IHDR", &size), chunk(b"IDAT", &[0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]), chunk(b"IEND", &[])];
    [&b"\x89PNG\r\n\x1a\n"[..], &rest.concat()].concat()
}

#[test]
fn ava_02_only_png_and_jpeg_whatever_the_name_says() {
    for (upload, refusal) in [
        (&b""[..], Refusal::Empty),
        (b"GIF89a\x01\0\x01\0", Refusal::Format(Some("GIF"))),
        (b"RIFF\x24\0\0\0WEBPVP8 ", Refusal::Format(Some("WebP"))),
        (b"\0\0\0\x18ftypheic\0\0\0\0", Refusal::Format(Some("HEIC"))),
        (b"\0\0\0\x1cftypavif\0\0\0\0", Refusal::Format(Some("AVIF"))),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", Refusal::Format(Some("SVG"))),
        (b" \n<?xml version=\"1.0\"?><svg/>", Refusal::Format(Some("SVG"))),
        (b"%PDF-1.7", Refusal::Format(Some("PDF"))),
        (b"<!doctype html><script>alert(1)</script>", Refusal::Format(None)),
        (b"MZ\x90\0", Refusal::Format(None)),
        (b"\x89PNG\r\n\x1a\n<script>", Refusal::Broken),
        (b"\xff\xd8\xff\xd9", Refusal::Broken),
    ] {
        assert_eq!(make(upload), Err(refusal), "{:?}", upload.escape_ascii().to_string());
    }
}

#[test]
fn ava_01_a_file_has_a_bound() {
    let mut large = png(flag(300, 300));
    large.resize(MAX_BYTES, 0);
    assert!(make(&large).is_ok(), "what stands behind the picture counts, and is not looked at");
    large.push(0);
    assert_eq!(make(&large), Err(Refusal::TooLarge));
}

#[test]
fn a_picture_is_a_square_of_one_size() {
    for (width, height) in [(1, 1), (256, 256), (40, 300), (900, 300), (301, 300)] {
        let made = make(&png(flag(width, height))).unwrap();
        assert_eq!(made.media_type, "image/jpeg");
        let [above, _, below, _] = edges(&made);
        if height > 1 {
            assert!(is_near(&above, RED) && is_near(&below, BLUE), "{width}×{height}: {above:?} {below:?}");
        }
    }
}

/// A1: each of the eight orientations stands upright, in both formats.
#[test]
fn a_picture_stands_upright() {
    // Where red lies once the picture is turned: above, right, below, left.
    for (orientation, red) in [(1, 0), (2, 0), (3, 2), (4, 2), (5, 3), (6, 1), (7, 1), (8, 3)] {
        let turned = with_segments(&jpeg(flag(300, 300)), &[segment(0xe1, &exif(orientation))]);
        let drawn = with_chunks(&png(flag(300, 300)), &[chunk(b"eXIf", &exif(orientation)[6..])]);
        for upload in [turned, drawn] {
            let edges = edges(&make(&upload).unwrap());
            assert!(is_near(&edges[red], RED), "{orientation}: {edges:?}");
            assert!(is_near(&edges[(red + 2) % 4], BLUE), "{orientation}: {edges:?}");
        }
    }
}

/// A3: the kinds of PNG that there are; what is transparent stays so.
#[test]
fn every_kind_of_png_looks_right() {
    let deep = DynamicImage::from(flag(300, 300)).into_rgb16();
    let [above, _, below, _] = edges(&make(&png(deep)).unwrap());
    assert!(is_near(&above, RED) && is_near(&below, BLUE));
    let grey = GrayAlphaImage::from_fn(300, 300, |_, y| LumaA([120, if y < 150 { 0 } else { 255 }]));
    let made = make(&png(grey)).unwrap();
    assert_eq!(made.media_type, "image/png");
    let [above, _, below, _] = edges(&made);
    assert_eq!((above.0[3], below.0), (0, [120, 120, 120, 255]));
    let see_through = RgbaImage::from_pixel(10, 10, Rgba([9, 9, 9, 40]));
    assert_eq!(look(&make(&png(see_through)).unwrap()).get_pixel(128, 128).0[3], 40);
    let grey = image::GrayImage::from_pixel(300, 300, Luma([77]));
    assert!(is_near(&edges(&make(&jpeg(grey)).unwrap())[0], [77; 3]));
}

/// Nothing of the file is handed on: comments, places, texts, what stands behind the end.
#[test]
fn ava_03_nothing_is_kept_but_how_it_looks() {
    let photo = with_segments(&jpeg(flag(300, 300)), &[segment(0xe1, CANARY), segment(0xfe, CANARY)]);
    let drawn = with_chunks(&png(flag(300, 300)), &[chunk(b"tEXt", CANARY), chunk(b"eXIf", CANARY)]);
    for upload in [photo, drawn] {
        let made = make(&[&upload, CANARY].concat()).unwrap();
        assert!(!made.bytes.windows(8).any(|bytes| CANARY.starts_with(bytes)));
        assert_eq!(made, make(&made_without(&upload)).unwrap(), "as if it had never been there");
    }
}

/// The upload, with another text in the place of that one.
fn made_without(upload: &[u8]) -> Vec<u8> {
    let plain = if upload.starts_with(b"\x89PNG") { png(flag(300, 300)) } else { jpeg(flag(300, 300)) };
    assert!(plain.len() < upload.len());
    plain
}

/// A colour that a wide profile says otherwise is converted; the profile itself is gone.
#[test]
fn colours_are_those_of_every_screen() {
    let wide = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let colour = RgbImage::from_pixel(300, 300, Rgb([180, 60, 60]));
    let plain = edges(&make(&jpeg(colour.clone())).unwrap())[0];
    let profiled = [b"ICC_PROFILE\0\x01\x01", &wide[..]].concat();
    let made = make(&with_segments(&jpeg(colour), &[segment(0xe2, &profiled)])).unwrap();
    let converted = edges(&made)[0];
    assert!(converted.0[0] > plain.0[0] + 4 && converted.0[1] < plain.0[1], "{plain:?} {converted:?}");
    assert!(!made.bytes.windows(11).any(|bytes| bytes == b"ICC_PROFILE"));
}

fn too_many(width: u32, height: u32) -> Refusal {
    Refusal::TooManyPixels { width, height, most: MAX_PIXELS }
}

/// AVA-04: judged by what the file says, before anything is unpacked.
#[test]
fn ava_04_bombs_are_refused_at_once() {
    let began = Instant::now();
    assert_eq!(make(&header(50_000, 50_000)), Err(too_many(50_000, 50_000)));
    assert_eq!(make(&header(u32::MAX, u32::MAX)), Err(too_many(u32::MAX, u32::MAX)));
    assert_eq!(make(&header(0, 4)), Err(Refusal::Broken));
    let photo = jpeg(flag(64, 64));
    let frame = photo.windows(2).position(|bytes| bytes == [0xff, 0xc0]).unwrap();
    let mut vast = photo.clone();
    vast[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert_eq!(make(&vast), Err(too_many(65_535, 65_535)));
    let mut printed = photo.clone();
    printed[frame + 9] = 4;
    assert_eq!(make(&printed), Err(Refusal::PrintColours));
    // The last scan, again and again.
    let scan = photo.windows(2).position(|bytes| bytes == [0xff, 0xda]).unwrap();
    let (end, again) = (photo.len() - 2, photo[scan..photo.len() - 2].repeat(500));
    assert_eq!(make(&[&photo[..end], &again, &photo[end..]].concat()), Err(Refusal::Broken));
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}

/// A photograph of twelve megapixels is none too large.
#[test]
fn photographs_of_phones_pass() {
    let mut photo = Vec::new();
    JpegEncoder::new_with_quality(&mut photo, 60).encode_image(&flag(4032, 3024)).unwrap();
    assert!(make(&photo).is_ok());
}

/// AVA-05: cut off at each byte.
#[test]
fn ava_05_what_is_cut_off_is_refused() {
    for whole in [png(flag(5, 7)), jpeg(flag(5, 7))] {
        assert!(make(&whole).is_ok());
        for end in 0..whole.len() {
            assert!(make(&whole[..end]).is_err(), "{end} of {}", whole.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// AVA-05: with any byte another one it is a picture or refused; nothing panics.
    #[test]
    fn ava_05_damage_is_survived(changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..6), drawn: bool) {
        let mut upload = if drawn { png(flag(9, 9)) } else { jpeg(flag(9, 9)) };
        for (at, byte) in changes {
            let at = usize::from(at) % upload.len();
            upload[at] = byte;
        }
        if let Ok(made) = make(&upload) {
            look(&made);
        }
    }
}
