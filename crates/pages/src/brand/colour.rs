//! Colours: sRGB as eight-bit numbers, OKLCH to compute with, contrast.

use model::branding::Accent;

/// The colour of these eight-bit numbers: red, green, blue.
pub(super) const fn rgb([red, green, blue]: [u8; 3]) -> Accent {
    Accent { red, green, blue }
}

/// A colour in OKLCH: lightness 0 to 1, chroma from 0 on, hue in degrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Oklch {
    pub(super) lightness: f64,
    pub(super) chroma: f64,
    pub(super) hue: f64,
}

fn linear(colour: Accent) -> [f64; 3] {
    [colour.red, colour.green, colour.blue].map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

fn luminance(colour: Accent) -> f64 {
    let [r, g, b] = linear(colour);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

impl Oklch {
    pub(super) fn of(colour: Accent) -> Self {
        let [r, g, b] = linear(colour);
        let l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b).cbrt();
        let m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b).cbrt();
        let s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b).cbrt();
        let a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
        let b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
        Self {
            lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
            chroma: a.hypot(b),
            hue: b.atan2(a).to_degrees(),
        }
    }

    /// The colour in sRGB. Lightness and hue are kept; chroma shrinks until it fits.
    pub(super) fn fitted(mut self) -> Accent {
        loop {
            let linear = self.linear_srgb();
            if self.chroma < 0.001 || linear.iter().all(|value| (-0.0005..1.0005).contains(value)) {
                return rgb(linear.map(encoded));
            }
            self.chroma -= 0.002;
        }
    }

    fn linear_srgb(self) -> [f64; 3] {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cos, self.chroma * sin);
        let l = (self.lightness + 0.3963377774 * a + 0.2158037573 * b).powi(3);
        let m = (self.lightness - 0.1055613458 * a - 0.0638541728 * b).powi(3);
        let s = (self.lightness - 0.0894841775 * a - 1.291485548 * b).powi(3);
        [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
        ]
    }
}

/// A linear value as its eight bits of sRGB.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=255 and rounded")]
fn encoded(linear: f64) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let value = if linear <= 0.0031308 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    (255.0 * value).round() as u8
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, “contrast ratio”).
pub fn contrast(one: Accent, other: Accent) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_21() {
        assert!((contrast(rgb([0; 3]), rgb([255; 3])) - 21.0).abs() < 1e-9);
        assert!((contrast(rgb([7; 3]), rgb([7; 3])) - 1.0).abs() < 1e-9);
    }
}
