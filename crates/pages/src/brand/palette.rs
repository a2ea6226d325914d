//! The palette: 21 colours from one, in a light and a dark scheme.

use model::branding::Accent;

use super::colour::{Oklch, contrast, rgb};

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Ink on paper.
    Light,
    /// Paper on ink.
    Dark,
}

/// The colours of one organisation in one scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    neutrals: [Accent; 8],
    meanings: [Accent; 6],
    fill: Accent,
    on_fill: Accent,
    fill_hover: Accent,
    sill: Accent,
    wash: Accent,
    link: Accent,
    light: Accent,
}

const PAPER: Accent = rgb([0xff; 3]);
const NIGHT: Accent = rgb([0x14, 0x12, 0x0f]);

/// Grounds, lines and inks: lightness, and the most chroma. Hue is the accent's: the walls take the colour of the house.
const NEUTRALS: [(&str, [(f64, f64); 2]); 8] = [
    ("hall", [(0.968, 0.005), (0.19, 0.009)]),
    ("floor", [(0.943, 0.008), (0.163, 0.009)]),
    ("room", [(0.996, 0.001), (0.228, 0.011)]),
    ("line", [(0.89, 0.009), (0.325, 0.012)]),
    ("wall", [(0.66, 0.016), (0.42, 0.014)]),
    ("edge", [(0.6, 0.018), (0.57, 0.016)]),
    ("ink", [(0.235, 0.018), (0.94, 0.006)]),
    ("dim", [(0.46, 0.02), (0.75, 0.014)]),
];

/// Lightness, chroma, hue.
type Lch = (f64, f64, f64);

/// The same in every organisation, so that a warning is never mistaken for a brand. Light, dark.
const MEANINGS: [(&str, [Lch; 2]); 6] = [
    ("bad", [(0.5, 0.175, 27.0), (0.77, 0.125, 25.0)]),
    ("bad-wash", [(0.957, 0.02, 27.0), (0.285, 0.05, 25.0)]),
    ("good", [(0.46, 0.1, 152.0), (0.8, 0.11, 152.0)]),
    ("good-wash", [(0.955, 0.025, 152.0), (0.28, 0.035, 152.0)]),
    ("warn", [(0.49, 0.1, 70.0), (0.83, 0.11, 82.0)]),
    ("warn-wash", [(0.957, 0.035, 85.0), (0.285, 0.035, 75.0)]),
];

/// A step of lightness, small enough not to be seen.
const STEP: f64 = 0.005;

impl Palette {
    /// The palette of this accent.
    pub fn of(accent: Accent, scheme: Scheme) -> Self {
        let own = Oklch::of(accent);
        let which = usize::from(scheme == Scheme::Dark);
        let tint = (own.chroma / 0.07).min(1.0);
        let neutrals = NEUTRALS.map(|(_, values)| {
            let (lightness, chroma) = values[which];
            Oklch { lightness, chroma: chroma * tint, hue: own.hue }.fitted()
        });
        let meanings = MEANINGS.map(|(_, values)| {
            let (lightness, chroma, hue) = values[which];
            Oklch { lightness, chroma, hue }.fitted()
        });
        let [hall, floor, room, ..] = neutrals;
        let grounds = [hall, floor, room];
        let (fill, on_fill) = fill(own, scheme, &grounds);
        let filled = Oklch::of(fill);
        let away = if scheme == Scheme::Dark { STEP } else { -STEP };

        let sill = walk(filled, away, 1.0, |colour| against(colour, &grounds) >= 3.0).unwrap_or(fill);
        let wash = match scheme {
            Scheme::Light => Oklch { lightness: 0.95, chroma: own.chroma.min(0.02), hue: own.hue },
            Scheme::Dark => Oklch { lightness: 0.29, chroma: own.chroma.min(0.04), hue: own.hue },
        };
        let wash = wash.fitted();
        let link = match scheme {
            Scheme::Light => Oklch { lightness: own.lightness.min(0.5), ..own },
            Scheme::Dark => Oklch { lightness: filled.lightness.max(0.74), ..own },
        };
        let legible = |colour| against(colour, &[hall, floor, room, wash]) >= 4.5;
        let link = walk(link, away, 1.0, legible).unwrap_or(neutrals[6]);
        let light = if scheme == Scheme::Dark { wash } else { room };
        Self { fill_hover: hover(fill, on_fill), neutrals, meanings, fill, on_fill, sill, wash, link, light }
    }

    /// Every colour with the name of its custom property, in the order of the sheet.
    pub fn colours(&self) -> [(&'static str, Accent); 21] {
        let fixed = [
            ("fill", self.fill),
            ("on-fill", self.on_fill),
            ("fill-hover", self.fill_hover),
            ("sill", self.sill),
            ("wash", self.wash),
            ("link", self.link),
            ("light", self.light),
        ];
        std::array::from_fn(|place| match place {
            0..8 => (NEUTRALS[place].0, self.neutrals[place]),
            8..14 => (MEANINGS[place - 8].0, self.meanings[place - 8]),
            _ => fixed[place - 14],
        })
    }

    /// The colour with this name, for where no stylesheet reaches: mails. An unknown name is the ink.
    pub fn colour(&self, name: &str) -> Accent {
        self.colours().into_iter().find(|(known, _)| *known == name).map_or(self.neutrals[6], |(_, colour)| colour)
    }
}

/// The fill of buttons and of the threshold, and what stands on it: as near to the brand as the label allows.
///
/// A near-black accent turns to paper in the dark. Otherwise the label is white if darkening by at most 0.12 suffices (in
/// the dark, lightening as far as needed); if not, the accent stays bright and the label is near-black.
fn fill(own: Oklch, scheme: Scheme, grounds: &[Accent]) -> (Accent, Accent) {
    let dark = scheme == Scheme::Dark;
    let fits = |label| move |colour| contrast(colour, label) >= 4.5 && (!dark || against(colour, grounds) >= 3.0);
    if dark && own.lightness < 0.36 && own.chroma < 0.04 {
        return (Oklch { lightness: 0.9, chroma: own.chroma / 3.0, hue: own.hue }.fitted(), NIGHT);
    }
    let white = if dark && own.lightness < 0.6 {
        walk(own, STEP, 1.0, fits(PAPER))
    } else {
        walk(own, -STEP, 0.12, fits(PAPER))
    };
    match white {
        Some(colour) => (colour, PAPER),
        None => (walk(own, STEP, 1.0, fits(NIGHT)).unwrap_or(PAPER), NIGHT),
    }
}

/// The fill under the hand: a little darker under white, a little lighter under black, if the label still reads on it.
fn hover(fill: Accent, on_fill: Accent) -> Accent {
    let filled = Oklch::of(fill);
    let step = match on_fill {
        PAPER => -0.045,
        _ if filled.lightness > 0.94 => -0.05,
        _ => 0.045,
    };
    let hover = Oklch { lightness: (filled.lightness + step).min(1.0), ..filled }.fitted();
    if contrast(hover, on_fill) < 4.5 { fill } else { hover }
}

/// Walks lightness from where `from` stands until a colour is good; `None` at the end or past `limit`.
fn walk(from: Oklch, step: f64, limit: f64, good: impl Fn(Accent) -> bool) -> Option<Accent> {
    let mut lightness = from.lightness;
    while (0.0..=1.0).contains(&lightness) && (lightness - from.lightness).abs() <= limit {
        let colour = Oklch { lightness, ..from }.fitted();
        if good(colour) {
            return Some(colour);
        }
        lightness += step;
    }
    None
}

fn against(colour: Accent, grounds: &[Accent]) -> f64 {
    grounds.iter().map(|ground| contrast(colour, *ground)).fold(f64::INFINITY, f64::min)
}
