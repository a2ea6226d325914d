//! Petal Pharmacy plays journey 4: two-factor by app or text message, recovery codes, password changes by e-mailed link.

use model::{Authenticator, Policy, Span};

use super::{Begin, Journey, Judge, Organisation, User, branding};
use crate::Texts;

/// Journey 4, with passkeys: alone, or beside the password, offered to whoever has none, and browsers that are trusted for a while.
fn policy() -> Policy {
    let mut policy = Policy::password_and_authentication();
    policy.passkey_alone = true;
    policy.passkey_offered = true;
    policy.second_factor.trust = Some(Span::days(30));
    policy.second_factor.authenticators.push(Authenticator::Passkey);
    policy
}

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: "petal",
        name: "Petal Pharmacy",
        journey: Journey {
            number: 4,
            name: Texts::petal_journey,
            shows: Texts::petal_shows,
            steps: vec![Texts::petal_1, Texts::petal_2, Texts::petal_3],
            begin: Begin::SignIn("lea.marchetti@petal.example"),
        },
        policy: policy(),
        branding: branding("petal", "Petal Sign-in", "#f7b2cf", ["Help line", "+00 555 0121", "help@petal.example"]),
        domains: vec!["petal.example"],
        judge: Judge::Doorward,
        invited: None,
        users: vec![
            User::new("Lea", "Marchetti", Texts::lea)
                .found_by_email("lea.marchetti@petal.example")
                .plain("camomile and honey tea"),
            User::new("Yusuf", "Aydin", Texts::yusuf)
                .found_by_email("yusuf.aydin@petal.example")
                .plain("the blue mortar broke")
                .app(b"petal/yusuf/old-tele"),
        ],
    }
}
