//! Northwind Instruments plays journey 1, "Passport": one account for all, by e-mail address, two-factor for who wants it.

use model::{Policy, release::Address};

use super::{Journey, Organisation, Password, User, branding};

pub(super) const SLUG: &str = "northwind";

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: SLUG,
        name: "Northwind Instruments",
        journey: Journey {
            number: 1,
            name: "Passport",
            shows: "One account for every application. People sign in with e-mail address and password, and with a code \
                    where they switched two-factor on. Ten wrong passwords lock the account.",
            later: None,
        },
        policy: Policy::passport(),
        branding: branding(
            SLUG,
            "Passport",
            "#14594a",
            ["Service desk", "extension 4100", "service-desk@northwind.example"],
        ),
        domains: vec!["northwind.example"],
        users: vec![ines(), tomas(), mirela(), jonas()],
        invited: Some(["Robin", "Vale", "robin.vale@northwind.example"]),
    }
}

/// Has every standard claim, so that nothing an application may ask for is missing.
fn ines() -> User {
    let mut user = User::new("Ines", "Halvorsen")
        .found_by_email("ines.halvorsen@northwind.example")
        .plain("Fjord-Lantern-24")
        .shows("Password only. May open both applications. Start with her.");
    let profile = &mut user.profile;
    let text = |text: &str| Some(text.to_owned());
    profile.name = text("Ines Marit Halvorsen");
    profile.middle_name = text("Marit");
    profile.nickname = text("Ines");
    profile.preferred_username = text("ines.halvorsen");
    profile.profile = text("https://people.northwind.example/ines.halvorsen");
    profile.picture = text("https://people.northwind.example/ines.halvorsen.png");
    profile.website = text("https://halvorsen.example/");
    profile.gender = text("female");
    profile.birthdate = text("1984-05-17");
    profile.zoneinfo = text("Europe/Oslo");
    profile.phone_number = text("+4755501841");
    profile.phone_number_verified = true;
    profile.occupation = text("Calibration engineer");
    profile.department = text("Workshop");
    profile.updated_at = Some(model::Time::from_seconds(1_790_000_000));
    profile.address = Some(Address {
        formatted: text("Verkstedgata 4\n5003 Bergen\nNorway"),
        street_address: text("Verkstedgata 4"),
        locality: text("Bergen"),
        region: text("Vestland"),
        postal_code: text("5003"),
        country: text("Norway"),
    });
    user.roles = vec!["owner"];
    user.assigned = vec!["almanac", "ledgerline"];
    user
}

fn tomas() -> User {
    let mut user = User::new("Tomas", "Brandt")
        .found_by_email("tomas.brandt@northwind.example")
        .shows("Came from an older system with a bcrypt hash, which is replaced at his first sign-in.");
    user.password = Some(Password::Imported {
        plain: "Copper-Kettle-61x",
        hash: "$2b$10$n.yK5G5/0nKlekQH9XV/4OlaqspL54jx3TTvisewVT3yaPIl3Z1bW",
    });
    user.assigned = vec!["almanac", "ledgerline"];
    user
}

fn mirela() -> User {
    let mut user = User::new("Mirela", "Dube")
        .found_by_email("mirela.dube@northwind.example")
        .plain("Winter-Orchard-38")
        .app(b"northwind/mirela/app")
        .shows("Switched two-factor on: a code from her authenticator app follows the password.");
    user.roles = vec!["administrator"];
    user.assigned = vec!["almanac", "ledgerline"];
    user
}

fn jonas() -> User {
    let mut user = User::new("Jonas", "Ekberg")
        .found_by_email("jonas.ekberg@northwind.example")
        .plain("Harvest-Bicycle-75")
        .shows("May open Almanac, but not Ledgerline: see how he is turned away there.");
    user.assigned = vec!["almanac"];
    user
}
