//! Harbour Mutual plays journey 3: its passwords live in its own directory, and none is kept here.

use model::Policy;

use super::{Journey, Organisation, User, branding};

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: "harbour",
        name: "Harbour Mutual",
        journey: Journey {
            number: 3,
            name: "External user authentication",
            shows: "Passwords are typed here and judged by the organisation’s own directory. Doorward keeps none, not \
                    even a hash.",
            later: Some(
                "The connection to a directory comes with a later release. Until then nobody of Harbour Mutual gets in: \
                 you see how Doorward says so.",
            ),
        },
        policy: Policy::external(),
        branding: branding("harbour", "Harbour ID", "#1d4fd7", ["IT support", "+00 555 0110", "it@harbour.example"]),
        domains: vec!["harbour.example"],
        invited: None,
        users: vec![
            User::new("Sofia", "Marini")
                .found_by_email("sofia.marini@harbour.example")
                .shows("Has no password here. Whatever is typed is for the directory to judge."),
        ],
    }
}
