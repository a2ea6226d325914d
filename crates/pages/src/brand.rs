//! From one accent to every colour a page needs, light and dark.
//!
//! An organisation chooses one colour. [`Sheet::of`] computes the rest when that is saved, so no page needs an inline style
//! and no browser has to compute a colour. All is done in OKLCH (Björn Ottosson, 2020), where a step of lightness looks
//! like one; contrast is that of WCAG 2.2. The numbers are the design's, and `tests` hold them to its own output.

mod colour;
mod palette;

use std::fmt::Write as _;

use model::branding::Accent;

pub use colour::contrast;
pub use palette::{Palette, Scheme};

use crate::assets::content_hash;

/// A stylesheet with an organisation's colours. It names no layer, so it wins over every layer of `doorward.css`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The stylesheet.
    pub css: String,
    /// What stands for it in its path, `/brand/<slug>/<hash>.css`.
    pub hash: String,
}

impl Sheet {
    /// The sheet of this accent.
    pub fn of(accent: Accent) -> Self {
        let css = brand_sheet(accent);
        Self { hash: content_hash(css.as_bytes()), css }
    }
}

/// The stylesheet for an accent: custom properties, light, and dark for those who want it dark.
pub fn brand_sheet(accent: Accent) -> String {
    let block = |scheme| {
        let mut block = String::with_capacity(400);
        for (place, (name, colour)) in Palette::of(accent, scheme).colours().into_iter().enumerate() {
            let _ = write!(block, "{}--{name}:{colour}", if place == 0 { "" } else { ";" });
        }
        block
    };
    let (light, dark) = (block(Scheme::Light), block(Scheme::Dark));
    format!(":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n")
}
