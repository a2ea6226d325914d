//! Cinder & Clay plays journey 5: an authenticator app for everybody, short passwords by an older rule.

use model::Policy;

use super::{Journey, Organisation, User, branding};

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: "cinder",
        name: "Cinder & Clay",
        journey: Journey {
            number: 5,
            name: "First-time login",
            shows: "Everybody needs an authenticator app. Accounts that nobody used for a year are put to rest.",
            later: Some(
                "The first sign-in by an e-mailed code and setting the app up come with later releases, so this \
                 organisation begins with somebody who has done both.",
            ),
        },
        policy: Policy::first_time_login(),
        branding: branding(
            "cinder",
            "Cinder Key",
            "#e4572e",
            ["Front office", "+00 555 0193", "office@cinder.example"],
        ),
        domains: vec!["cinder.example"],
        users: vec![
            User::new("Anneke", "Vos")
                .found_by_email("anneke.vos@cinder.example")
                .plain("Amber-Glaze-73")
                .app(b"cinder/anneke/phone1")
                .shows("E-mail address, password, code: no way around the code."),
        ],
    }
}
