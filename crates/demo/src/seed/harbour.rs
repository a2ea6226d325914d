//! Harbour Mutual plays journey 3: a service of its own judges the passwords of its people, and none is kept here.

use model::Policy;

use super::{Begin, Journey, Judge, Organisation, User, branding};
use crate::Texts;

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: "harbour",
        name: "Harbour Mutual",
        journey: Journey {
            number: 3,
            name: Texts::harbour_journey,
            shows: Texts::harbour_shows,
            steps: vec![Texts::harbour_1, Texts::harbour_2, Texts::harbour_3],
            begin: Begin::SignIn("sofia.marini@harbour.example"),
        },
        policy: Policy::external(),
        branding: branding("harbour", "Harbour ID", "#1d4fd7", ["IT support", "+00 555 0110", "it@harbour.example"]),
        domains: vec!["harbour.example"],
        judge: Judge::Service,
        invited: None,
        users: vec![
            User::new("Sofia", "Marini", Texts::sofia)
                .found_by_email("sofia.marini@harbour.example")
                .known_elsewhere("Lighthouse at low tide"),
        ],
    }
}
