//! Lumen Freight plays journey 2: a company ID and a user name instead of an e-mail address.

use model::Policy;

use super::{Begin, Journey, Judge, Organisation, User, branding};
use crate::Texts;

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: "lumen",
        name: "Lumen Freight",
        journey: Journey {
            number: 2,
            name: Texts::lumen_journey,
            shows: Texts::lumen_shows,
            steps: vec![Texts::lumen_1, Texts::lumen_2, Texts::lumen_3],
            begin: Begin::Mail("kofi.mensah@lumen.example"),
        },
        policy: Policy::company_id(),
        branding: branding(
            "lumen",
            "Lumen Sign-in",
            "#ffd400",
            ["Dispatch office", "+00 555 0142", "dispatch@lumen.example"],
        ),
        domains: vec!["lumen.example"],
        judge: Judge::Doorward,
        invited: None,
        users: vec![
            User::new("Dana", "Okafor", Texts::dana)
                .found_by_name("dana.okafor")
                .with_email("dana.okafor@lumen.example")
                .plain("Seven-Pallets-South"),
            User::new("Bram", "Oosterhuis", Texts::bram)
                .found_by_name("bram.oosterhuis")
                .with_email("bram.oosterhuis@lumen.example")
                .plain("Quiet-Diesel-Morning")
                .app(b"lumen/bram/own phone"),
            User::new("Kofi", "Mensah", Texts::kofi)
                .found_by_name("kofi.mensah")
                .with_email("kofi.mensah@lumen.example"),
        ],
    }
}
