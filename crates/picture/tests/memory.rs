//! How much memory making a picture takes, as the system counts it. A process of its own, with one test: nothing else takes memory meanwhile.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::{fs, io::Cursor};

use image::{DynamicImage, ImageFormat, codecs::jpeg::JpegEncoder};
use picture::{Refusal, make};

/// AVA-04: 64 MB at most, beside what was uploaded.
const BOUND: u64 = 64_000_000;

/// The most memory that the process had at once since [`forget`], and what it has now, in bytes.
fn memory() -> (u64, u64) {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    };
    (line("VmHWM:"), line("VmRSS:"))
}

/// Begins to look at the most anew (proc(5), `clear_refs`).
fn forget() {
    fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// A file of one colour.
fn drawn(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 60).encode_image(&DynamicImage::new_rgb8(width, height)).unwrap();
    bytes
}

/// A grey photograph in passes: three components, the first sampled so much finer, of which only the first coefficients are there, all zero.
fn in_passes(side: u16, finer: u8) -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    };
    let [high, low] = side.to_be_bytes();
    let luma = finer << 4 | finer;
    // One code for "no difference", of one bit, zero; and one that is not used.
    let codes = [&[0x00, 1, 1][..], &[0; 14], &[0, 1]].concat();
    let unit = u32::from(finer) * 8;
    let units = u32::from(side).div_ceil(unit).pow(2);
    let bits = units * (u32::from(finer).pow(2) + 2);
    let data = vec![0; usize::try_from(bits.div_ceil(8)).unwrap()];
    [
        vec![0xff, 0xd8],
        segment(0xdb, &[&[0][..], &[1; 64]].concat()),
        segment(0xc2, &[8, high, low, high, low, 3, 1, luma, 0, 2, 0x11, 0, 3, 0x11, 0]),
        segment(0xc4, &codes),
        segment(0xda, &[3, 1, 0, 2, 0, 3, 0, 0, 0, 0]),
        data,
        vec![0xff, 0xd9],
    ]
    .concat()
}

/// Makes it, and looks how much that took at its worst.
fn peak(name: &str, upload: &[u8]) -> Result<(), Refusal> {
    forget();
    let (_, before) = memory();
    let made = make(upload);
    let taken = memory().0.saturating_sub(before);
    assert!(taken < BOUND, "{name} took {taken} bytes");
    made.map(drop)
}

fn most(made: Result<(), Refusal>) -> u64 {
    let Err(Refusal::TooManyPixels { most, .. }) = made else { panic!("{made:?}") };
    most
}

/// Whatever its pixels are, the largest picture that is taken keeps to the bound; what would not is refused with the number that does.
#[test]
fn ava_04_no_picture_takes_more_memory_than_so_much() {
    // Once, so that what the decoders keep is there.
    make(&photo(64, 64)).unwrap();
    assert_eq!(peak("the largest photograph", &photo(4096, 4096)), Ok(()));
    assert_eq!(peak("a see-through one of a phone", &drawn(&DynamicImage::new_rgba8(4032, 3024))), Ok(()));
    assert_eq!(peak("one of 16 bits", &drawn(&DynamicImage::new_rgba16(2500, 2500))), Ok(()));
    assert_eq!(peak("one in passes", &in_passes(2880, 2)), Ok(()));
    assert_eq!(most(peak("too large a one of 16 bits", &drawn(&DynamicImage::new_rgba16(3200, 3200)))), 6_291_456);
    assert_eq!(most(peak("too large a one in passes", &in_passes(4032, 2))), 8_388_608);
    assert_eq!(most(peak("the same at full sampling", &in_passes(4032, 1))), 5_592_405);
}
