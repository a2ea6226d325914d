//! From a file to a square of pixels.

use std::{borrow::Cow, io::Cursor};

use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage,
    imageops::{self, FilterType},
    metadata::Orientation,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{
    MAX_BYTES, MAX_PIXELS, Refusal, SIDE,
    format::Format,
    jpeg::{self, Outline},
    png,
};

/// The most memory that decoding may take, in bytes: three channels of eight bits for each pixel. With the file, which is there twice, that
/// is less than 64 MB (AVA-04).
const MAX_MEMORY: u64 = 3 * MAX_PIXELS;

/// The largest colour profile that is read, in bytes.
const MAX_PROFILE: usize = 1024 * 1024;

/// The middle of the picture, upright, [`SIDE`] pixels wide and high, in sRGB.
pub(crate) fn square(upload: &[u8]) -> Result<RgbaImage, Refusal> {
    if upload.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    let (format, file) = match Format::of(upload)? {
        Format::Png => (ImageFormat::Png, Cow::from(checked_png(upload)?)),
        Format::Jpeg => (ImageFormat::Jpeg, Cow::from(checked_jpeg(upload)?)),
    };
    let broken = |_| Refusal::Broken;
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    check_memory(decoder.dimensions(), (decoder.color_type().bytes_per_pixel().into(), 1))?;
    let profile = decoder.icc_profile().unwrap_or_default().filter(|profile| profile.len() <= MAX_PROFILE);
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    let mut square = scaled(&picture);
    drop(picture);
    if let Some(profile) = profile {
        into_srgb(&mut square, &profile);
    }
    let mut upright = DynamicImage::from(square);
    upright.apply_orientation(orientation);
    Ok(upright.into_rgba8())
}

fn checked_png(upload: &[u8]) -> Result<Vec<u8>, Refusal> {
    let essence = png::essence(upload).ok_or(Refusal::Broken)?;
    check_memory(png::size(&essence).ok_or(Refusal::Broken)?, (1, 1))?;
    Ok(essence)
}

fn checked_jpeg(upload: &[u8]) -> Result<&[u8], Refusal> {
    let outline = jpeg::outline(upload).ok_or(Refusal::Broken)?;
    check_memory(outline.size, outline.bytes_per_pixel())?;
    match outline {
        Outline { components: 4, .. } => Err(Refusal::PrintColours),
        Outline { scans, .. } if scans > jpeg::MAX_SCANS => Err(Refusal::Broken),
        _ => Ok(upload),
    }
}

/// Asked of what the file says, before anything is decoded (AVA-04): how many bytes a pixel takes while it is, as a fraction.
fn check_memory((width, height): (u32, u32), (bytes, pixels): (u64, u64)) -> Result<(), Refusal> {
    let most = MAX_PIXELS.min(MAX_MEMORY * pixels / bytes);
    if u64::from(width) * u64::from(height) > most {
        return Err(Refusal::TooManyPixels { width, height, most });
    }
    Ok(())
}

/// The middle as a square, made smaller by averages, or larger.
fn scaled(picture: &DynamicImage) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let side = width.min(height);
    let middle = picture.view((width - side) / 2, (height - side) / 2, side, side);
    if side >= SIDE {
        imageops::thumbnail(&*middle, SIDE, SIDE)
    } else {
        imageops::resize(&*middle, SIDE, SIDE, FilterType::CatmullRom)
    }
}

/// The same colours as sRGB. A profile that can't be read, or is for another kind of colours, says nothing.
fn into_srgb(picture: &mut RgbaImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options) else { return };
    let mut converted = vec![0; picture.len()];
    if transform.transform(picture, &mut converted).is_ok() {
        picture.copy_from_slice(&converted);
    }
}
