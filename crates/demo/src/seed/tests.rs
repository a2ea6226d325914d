//! The seed keeps its own promises: names are found, passwords conform, metadata can be registered.

use std::collections::HashSet;

use model::{Key, Time, identifier::Slug};

use super::*;
use crate::Texts;

fn origins() -> Origins {
    Origins {
        doorward: "http://localhost:7300".into(),
        start: "http://127.0.0.1:7301".into(),
        almanac: "http://127.0.0.1:7302".into(),
        ledgerline: "http://127.0.0.1:7303".into(),
        provider: Some("http://127.0.0.1:7304".into()),
    }
}

fn seed() -> Seed {
    Seed::new(&origins(), &[7; 32]).unwrap()
}

#[test]
fn one_organisation_for_each_journey_in_order_and_one_with_a_provider_where_it_is_run() {
    let numbers = |seed: Seed| seed.organisations.iter().map(|one| one.journey.number).collect::<Vec<u8>>();
    assert_eq!(numbers(seed()), [1, 2, 3, 3, 4, 5]);
    let alone = Seed::new(&Origins { provider: None, ..origins() }, &[7; 32]).unwrap();
    assert!(alone.provider.is_none());
    assert_eq!(numbers(alone), [1, 2, 3, 4, 5]);
}

#[test]
fn each_journey_is_told_in_steps_and_begins_with_somebody() {
    let seed = seed();
    for organisation in &seed.organisations {
        let Journey { number, begin, steps, .. } = &organisation.journey;
        assert_eq!(steps.len(), 3, "journey {number}");
        let begins = |user: &&User| match begin {
            Begin::SignIn(identifier) => user.identifier() == *identifier,
            // Whoever has an account and no password is sent one when the demonstration begins.
            Begin::Mail(address) => user.password.is_none() && user.profile.email.as_deref() == Some(*address),
        };
        let user = organisation.users.iter().find(begins).unwrap();
        assert!(user.state == State::Active && seed.open_to(organisation, user).count() == 2, "journey {number}");
        let names = [&user.profile.given_name, &user.profile.family_name].map(|name| name.as_deref().unwrap());
        let first = steps[0](Texts::new(text::Language::English));
        assert!(first.contains(&names.join(" ")), "journey {number}: {first}");
    }
}

#[test]
fn there_is_somebody_locked_somebody_at_rest_and_somebody_with_a_password_of_before() {
    let seed = seed();
    let of = |number: u8| seed.organisations.iter().find(|one| one.journey.number == number).unwrap();
    let has = |number, state| of(number).users.iter().any(|user| user.state == state && user.password.is_some());
    assert!(has(1, State::Locked) && has(5, State::Inactive) && of(5).policy.inactivity.is_some());
    for organisation in &seed.organisations {
        for user in &organisation.users {
            let Some(Password::Plain(plain)) = user.password else { continue };
            let keeps = model::password::check(&organisation.policy, plain, &[]).iter().all(|rule| rule.met);
            assert_eq!(keeps, user.name() != "Viktor Lund", "{}", user.name());
        }
    }
}

#[test]
fn policies_and_brandings_may_be_stored() {
    for organisation in seed().organisations {
        assert!(Slug::typed(organisation.slug).is_ok_and(|slug| slug.as_str() == organisation.slug));
        assert_eq!(organisation.policy.check(), [], "{}", organisation.slug);
        assert_eq!(organisation.branding.check(), [], "{}", organisation.slug);
        assert!(pages::assets::logo(organisation.slug).is_some(), "{}", organisation.slug);
    }
}

#[test]
fn everybody_is_found_by_one_name_that_is_nobody_elses() {
    let mut taken = HashSet::new();
    for organisation in seed().organisations {
        for user in &organisation.users {
            let key = Key::typed(user.identifier()).unwrap();
            let domain = user.email.map(|_| key.domain().unwrap().to_owned());
            assert!(domain.is_none_or(|domain| organisation.domains.contains(&domain.as_str())));
            let scope = user.user_name.map(|_| organisation.slug);
            assert!(taken.insert((scope, key)), "{}", user.identifier());
            assert!(!user.name().is_empty());
        }
    }
}

#[test]
fn passwords_are_kept_only_where_the_policy_keeps_them() {
    for organisation in seed().organisations {
        let keeps = organisation.policy.keeps_passwords();
        for user in &organisation.users {
            // Whoever has none yet has an address at which a first one is chosen.
            let comes_to_one = user.password.is_some() || user.profile.email.is_some();
            assert_eq!(user.elsewhere.is_some(), organisation.judge != Judge::Doorward && user.password.is_none());
            assert!(if keeps { comes_to_one } else { user.password.is_none() }, "{}", user.identifier());
        }
        assert!(!keeps || organisation.users.iter().any(|user| user.password.is_some()), "{}", organisation.slug);
    }
}

#[test]
fn somebody_is_turned_away_somewhere() {
    let seed = seed();
    let opened: Vec<usize> = seed
        .organisations
        .iter()
        .flat_map(|organisation| organisation.users.iter().map(|user| seed.open_to(organisation, user).count()))
        .collect();
    assert!(opened.contains(&1) && opened.contains(&2) && !opened.contains(&0), "{opened:?}");
}

#[test]
fn the_imported_hash_is_of_the_password_that_is_shown() {
    let imported: Vec<_> = seed()
        .organisations
        .iter()
        .flat_map(|organisation| &organisation.users)
        .filter_map(|user| match user.password {
            Some(Password::Imported { plain, hash }) => Some(bcrypt::verify(plain, hash).unwrap()),
            _ => None,
        })
        .collect();
    assert_eq!(imported, [true]);
}

#[test]
fn secrets_come_from_the_master_alone() {
    let secret = |master| {
        let seed = Seed::new(&origins(), &[master; 32]).unwrap();
        let key = seed.applications[1].metadata["jwks"]["keys"][0]["x"].as_str().unwrap().to_owned();
        (seed.applications[0].secret().unwrap().reveal().to_owned(), key)
    };
    assert_eq!(secret(1), secret(1));
    assert!(secret(1).0 != secret(2).0 && secret(1).1 != secret(2).1);
    assert_eq!(secret(1).0.len(), 43, "256 bits");
    assert!(!format!("{:?}", seed()).contains(&secret(7).0));
}

#[test]
fn the_code_is_the_one_an_authenticator_app_shows() {
    let seed = seed();
    let mirela = &seed.organisations[0].users[2];
    let (groups, piece) = mirela.totp_key().unwrap();
    assert_eq!((groups.len(), piece.len()), (39, 32));
    // Computed with another implementation (RFC 4226 in Python) from the base32 text.
    assert_eq!(mirela.totp_code(Time::from_seconds(1_790_000_000)).unwrap(), "229255");
}

#[test]
fn metadata_may_be_registered() {
    let seed = seed();
    for (application, party) in seed.applications.iter().zip(seed.relying_parties("http://localhost:7300", "")) {
        let client: oidc::client::Client = serde_json::from_value(application.metadata.clone()).unwrap();
        assert_eq!(client.check(), [], "{}", application.name);
        assert_eq!(client.token_endpoint_auth_method.name(), application.authentication.name());
        assert_eq!(client.client_id, application.client_id);
        // What is registered is what the application sends.
        assert!(client.has_redirect_uri(&party.redirect_uri()));
        assert!(client.has_post_logout_redirect_uri(&party.post_logout_redirect_uri()));
        assert_eq!(application.metadata["initiate_login_uri"], party.initiate_login_uri());
        assert_eq!(application.metadata["backchannel_logout_uri"], party.backchannel_logout_uri());
        assert_eq!(application.metadata["scope"], party.scope);
    }
}

#[test]
fn doorward_may_be_registered_at_the_provider() {
    let provider = seed().provider.unwrap();
    let mut metadata = provider.client("http://localhost:7300");
    metadata["client_id"] = provider.client_id.into();
    let client: oidc::client::Client = serde_json::from_value(metadata).unwrap();
    assert_eq!(client.check(), []);
    assert!(client.has_redirect_uri("http://localhost:7300/sign-in/provider/tern/account"));
    assert!(!format!("{provider:?}").contains(provider.secret.reveal()));
}
