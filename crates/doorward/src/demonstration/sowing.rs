//! The demonstration's content, as the flows take it.

use demo::seed::{Application, Password, User};
use flows::{SeedApplication, SeedOrganisation, SeedPassword, SeedUser, Settings};

use crate::Trouble;

/// Everything to begin with; `more` applications are for everybody.
pub(super) fn seed(seed: &demo::Seed, more: Vec<SeedApplication>) -> Result<flows::Seed, Trouble> {
    let organisations = seed.organisations.iter().map(|organisation| SeedOrganisation {
        slug: organisation.slug.to_owned(),
        name: organisation.name.to_owned(),
        policy: organisation.policy.clone(),
        branding: organisation.branding.clone(),
        domains: organisation.domains.iter().map(|&domain| domain.to_owned()).collect(),
        users: organisation.users.iter().map(user).collect(),
    });
    let mut applications = seed.applications.iter().map(application).collect::<Result<Vec<_>, _>>()?;
    for mut application in more {
        application.owner = seed.organisations.first().map(|owner| owner.slug.to_owned()).unwrap_or_default();
        application.subscribers = seed.organisations.iter().map(|org| (org.slug.to_owned(), true)).collect();
        applications.push(application);
    }
    Ok(flows::Seed { organisations: organisations.collect(), applications })
}

fn user(user: &User) -> SeedUser {
    SeedUser {
        email: user.email.map(str::to_owned),
        user_name: user.user_name.map(str::to_owned),
        subject: None,
        password: user.password.map(|password| match password {
            Password::Plain(plain) => SeedPassword::Plain(plain.to_owned()),
            Password::Imported { hash, .. } => SeedPassword::Hash(hash.to_owned()),
        }),
        totp: user.totp.map(|secret| secret.to_vec()),
        profile: user.profile.clone(),
        roles: user.roles.iter().map(|&role| role.to_owned()).collect(),
        assigned: user.assigned.iter().map(|&app| app.to_owned()).collect(),
    }
}

fn application(application: &Application) -> Result<SeedApplication, Trouble> {
    let wrong = |error| Trouble::File(format!("The metadata of {} can't be read: {error}.", application.name));
    Ok(SeedApplication {
        owner: application.owner.to_owned(),
        name: application.name.to_owned(),
        settings: Settings {
            client: serde_json::from_value(application.metadata.clone()).map_err(wrong)?,
            logo: Some(application.key.to_owned()),
            description: application.purpose.to_owned(),
            launch_url: Some(application.launch_url.clone()),
            asks_consent: false,
            level: model::sign_in::Level::One,
        },
        secret: application.secret().map(|secret| secret.reveal().to_owned()),
        subscribers: application.subscribers.iter().map(|&(slug, everyone)| (slug.to_owned(), everyone)).collect(),
    })
}
