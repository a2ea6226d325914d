//! Lumen Freight plays journey 2: a company ID and a user name instead of an e-mail address.

use model::Policy;

use super::{Journey, Organisation, User, branding};

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: "lumen",
        name: "Lumen Freight",
        journey: Journey {
            number: 2,
            name: "Company ID and user name",
            shows: "Drivers have no e-mail address of their own. They give the company ID, a user name and a password, \
                    and a code where they have an authenticator app.",
            later: None,
        },
        policy: Policy::company_id(),
        branding: branding(
            "lumen",
            "Lumen Sign-in",
            "#ffd400",
            ["Dispatch office", "+00 555 0142", "dispatch@lumen.example"],
        ),
        domains: vec!["lumen.example"],
        invited: None,
        users: vec![
            User::new("Dana", "Okafor")
                .found_by_name("dana.okafor")
                .with_email("dana.okafor@lumen.example")
                .plain("Seven-Pallets-South")
                .shows("Company ID, user name and password."),
            User::new("Bram", "Oosterhuis")
                .found_by_name("bram.oosterhuis")
                .with_email("bram.oosterhuis@lumen.example")
                .plain("Quiet-Diesel-Morning")
                .app(b"lumen/bram/own phone")
                .shows("The same, then a code from his authenticator app."),
            User::new("Kofi", "Mensah").found_by_name("kofi.mensah").with_email("kofi.mensah@lumen.example").shows(
                "An administrator has made his account, and he has no password yet. The mail with the link to choose \
                 one is in the outbox.",
            ),
        ],
    }
}
