//! Petal Pharmacy plays journey 4: two-factor by app or text message, recovery codes, password changes by e-mailed link.

use model::Policy;

use super::{Journey, Organisation, User, branding};

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: "petal",
        name: "Petal Pharmacy",
        journey: Journey {
            number: 4,
            name: "Password and authentication",
            shows: "Two-factor is each person’s choice, and passwords are sentences: fifteen characters or more, of \
                    any kind.",
            later: Some("Codes by text message come with a later release."),
        },
        policy: Policy::password_and_authentication(),
        branding: branding("petal", "Petal Sign-in", "#f7b2cf", ["Help line", "+00 555 0121", "help@petal.example"]),
        domains: vec!["petal.example"],
        invited: None,
        users: vec![
            User::new("Lea", "Marchetti")
                .found_by_email("lea.marchetti@petal.example")
                .plain("camomile and honey tea")
                .shows("Password only: a long one that is easy to remember."),
            User::new("Yusuf", "Aydin")
                .found_by_email("yusuf.aydin@petal.example")
                .plain("the blue mortar broke")
                .app(b"petal/yusuf/old-tele")
                .shows("Password, then a code from his authenticator app."),
        ],
    }
}
