//! Cinder & Clay plays journey 5: an authenticator app for everybody, short passwords by an older rule.

use model::{Policy, Span};

use super::{Journey, Organisation, User, branding};

/// Journey 5, with a week to set the app up.
fn policy() -> Policy {
    let mut policy = Policy::first_time_login();
    policy.second_factor.grace = Some(Span::days(7));
    policy
}

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: "cinder",
        name: "Cinder & Clay",
        journey: Journey {
            number: 5,
            name: "First-time login",
            shows: "Everybody needs an authenticator app; setting it up can be put off for a week. Accounts that nobody used for a year are put to rest.",
            later: None,
        },
        policy: policy(),
        branding: branding(
            "cinder",
            "Cinder Key",
            "#e4572e",
            ["Front office", "+00 555 0193", "office@cinder.example"],
        ),
        domains: vec!["cinder.example"],
        invited: None,
        users: vec![
            User::new("Anneke", "Vos")
                .found_by_email("anneke.vos@cinder.example")
                .plain("Amber-Glaze-73")
                .app(b"cinder/anneke/phone1")
                .shows("E-mail address, password, code: no way around the code."),
            User::new("Jonas", "Mertens")
                .found_by_email("jonas.mertens@cinder.example")
                .plain("Salt-Kiln-4096")
                .shows("He has no authenticator app yet and sets it up while he signs in, or puts that off."),
            User::new("Noor", "Haddad").found_by_email("noor.haddad@cinder.example").shows(
                "Has never signed in and has no password yet. Beside the password choose “First time login / Forgot \
                 password?”: the code comes to the outbox.",
            ),
        ],
    }
}
