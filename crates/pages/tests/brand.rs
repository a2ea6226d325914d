//! The colours: equal to the design's own sheets, and legible for every accent.

use model::branding::Accent;
use pages::brand::{Palette, Scheme, brand_sheet, contrast};

/// Sheets that the design's reference made, one for each invented organisation; the accent stands in the comment.
const SHEETS: [&str; 7] = [
    include_str!("data/cinder.css"),
    include_str!("data/doorward.css"),
    include_str!("data/harbour.css"),
    include_str!("data/lumen.css"),
    include_str!("data/noor.css"),
    include_str!("data/northwind.css"),
    include_str!("data/petal.css"),
];

#[test]
fn sheets_equal_the_designs() {
    for sheet in SHEETS {
        let (comment, css) = sheet.split_once('\n').unwrap();
        let (_, accent) = comment.split_once("accent ").unwrap();
        assert_eq!(brand_sheet(accent[..7].parse().unwrap()).trim_end(), css.trim_end(), "{comment}");
    }
}

/// Foreground, grounds, least contrast.
const PAIRS: [(&str, &[&str], f64); 10] = [
    ("ink", &["hall", "floor", "room", "wash", "bad-wash", "good-wash", "warn-wash"], 7.0),
    ("dim", &["hall", "floor", "room", "wash", "light"], 4.5),
    ("link", &["hall", "floor", "room", "wash"], 4.5),
    ("on-fill", &["fill", "fill-hover"], 4.5),
    ("sill", &["hall", "floor", "room"], 3.0),
    ("edge", &["hall", "room"], 3.0),
    ("bad", &["room", "hall", "bad-wash"], 4.5),
    ("good", &["room", "hall", "good-wash"], 4.5),
    ("warn", &["room", "hall", "warn-wash"], 4.5),
    ("room", &["bad"], 4.5),
];

#[expect(clippy::unwrap_used, reason = "a name that is none of the sheet's is a mistake here")]
fn least_is_held(accent: Accent) {
    for scheme in [Scheme::Light, Scheme::Dark] {
        let colours = Palette::of(accent, scheme).colours();
        let colour = |name| colours.iter().find(|(known, _)| *known == name).unwrap().1;
        for (ink, grounds, least) in PAIRS {
            for ground in grounds {
                let found = contrast(colour(ink), colour(ground));
                assert!(found >= least, "{accent} {scheme:?}: {ink} on {ground} is {found:.2}, needs {least}");
            }
        }
    }
}

#[test]
fn every_accent_is_legible() {
    let named =
        ["#ffd400", "#16161a", "#f7b2cf", "#d0021b", "#00c2e0", "#b6ff00", "#ffffff", "#000000", "#808080", "#4a1942"];
    named.into_iter().for_each(|accent| least_is_held(accent.parse().unwrap()));
    // The design's grid of 5,832.
    let steps = (0..=255).step_by(15).map(|value| u8::try_from(value).unwrap());
    for red in steps.clone() {
        for green in steps.clone() {
            steps.clone().for_each(|blue| least_is_held(Accent { red, green, blue }));
        }
    }
}
