//! Northwind Instruments plays journey 1, "Passport": one account for all, by e-mail address, two-factor for who wants it.

use model::{Policy, account::State, release::Address};

use super::{Begin, Invited, Journey, Judge, Organisation, Password, User, branding};
use crate::Texts;

pub(super) const SLUG: &str = "northwind";

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: SLUG,
        name: "Northwind Instruments",
        journey: Journey {
            number: 1,
            name: Texts::northwind_journey,
            shows: Texts::northwind_shows,
            steps: vec![Texts::northwind_1, Texts::northwind_2, Texts::northwind_3],
            begin: Begin::SignIn("ines.halvorsen@northwind.example"),
        },
        policy: Policy::passport(),
        branding: branding(
            SLUG,
            "Passport",
            "#14594a",
            ["Service desk", "extension 4100", "service-desk@northwind.example"],
        ),
        domains: vec!["northwind.example"],
        judge: Judge::Doorward,
        users: vec![ines(), tomas(), mirela(), jonas(), viktor(), paula()],
        invited: Some(Invited {
            given_name: "Robin",
            family_name: "Vale",
            email: "robin.vale@northwind.example",
            shows: Texts::robin,
        }),
    }
}

/// Has every standard claim, so that nothing an application may ask for is missing.
fn ines() -> User {
    let mut user = User::new("Ines", "Halvorsen", Texts::ines)
        .found_by_email("ines.halvorsen@northwind.example")
        .plain("Fjord-Lantern-24");
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
    let mut user = User::new("Tomas", "Brandt", Texts::tomas).found_by_email("tomas.brandt@northwind.example");
    user.password = Some(Password::Imported {
        plain: "Copper-Kettle-61x",
        hash: "$2b$10$n.yK5G5/0nKlekQH9XV/4OlaqspL54jx3TTvisewVT3yaPIl3Z1bW",
    });
    user.assigned = vec!["almanac", "ledgerline"];
    user
}

fn mirela() -> User {
    let mut user = User::new("Mirela", "Dube", Texts::mirela)
        .found_by_email("mirela.dube@northwind.example")
        .plain("Winter-Orchard-38")
        .app(b"northwind/mirela/app");
    user.roles = vec!["administrator"];
    user.assigned = vec!["almanac", "ledgerline"];
    user
}

fn jonas() -> User {
    let mut user = User::new("Jonas", "Ekberg", Texts::jonas)
        .found_by_email("jonas.ekberg@northwind.example")
        .plain("Harvest-Bicycle-75");
    user.assigned = vec!["almanac"];
    user
}

/// Has neither an upper-case letter nor a special character in his password, as the policy wants today.
fn viktor() -> User {
    let mut user = User::new("Viktor", "Lund", Texts::viktor)
        .found_by_email("viktor.lund@northwind.example")
        .plain("granite7harbour");
    user.assigned = vec!["almanac", "ledgerline"];
    user
}

fn paula() -> User {
    let mut user = User::new("Paula", "Reyes", Texts::paula)
        .found_by_email("paula.reyes@northwind.example")
        .plain("Meadow-Compass-52")
        .in_state(State::Locked);
    user.assigned = vec!["almanac"];
    user
}
