//! Cinder & Clay plays journey 5: an authenticator app for everybody, short passwords by an older rule.

use model::{Policy, Span, account::State};

use super::{Begin, Journey, Judge, Organisation, User, branding};
use crate::Texts;

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
            name: Texts::cinder_journey,
            shows: Texts::cinder_shows,
            steps: vec![Texts::cinder_1, Texts::cinder_2, Texts::cinder_3],
            begin: Begin::SignIn("noor.haddad@cinder.example"),
        },
        policy: policy(),
        branding: branding(
            "cinder",
            "Cinder Key",
            "#e4572e",
            ["Front office", "+00 555 0193", "office@cinder.example"],
        ),
        domains: vec!["cinder.example"],
        judge: Judge::Doorward,
        invited: None,
        users: vec![
            User::new("Anneke", "Vos", Texts::anneke)
                .found_by_email("anneke.vos@cinder.example")
                .plain("Amber-Glaze-73")
                .app(b"cinder/anneke/phone1"),
            User::new("Jonas", "Mertens", Texts::mertens)
                .found_by_email("jonas.mertens@cinder.example")
                .plain("Salt-Kiln-4096"),
            User::new("Noor", "Haddad", Texts::noor).found_by_email("noor.haddad@cinder.example"),
            User::new("Pieter", "Smit", Texts::pieter)
                .found_by_email("pieter.smit@cinder.example")
                .plain("Porcelain-Dusk-9")
                .in_state(State::Inactive),
        ],
    }
}
