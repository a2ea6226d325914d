//! The demonstration's content as a document, applied as an operator's would be. An organisation that is there already is
//! left as people have made it; the applications take today's addresses and secrets.

use demo::{
    Origins, Seed, Texts,
    seed::{Application, Invited, Judge, Organisation, Password, User},
};
use flows::{
    Doorward,
    apply::{self, Options, written},
    invitations::Invitee,
    people::Identifier,
};
use model::{Key, Time, policy::Registration};
use serde_json::{Map, Value, json};

use crate::Trouble;

/// Brings the database to what the demonstration shows; `more` applications are for everybody. Answers the organisations that were not
/// there before.
pub(super) async fn apply<'s>(
    doorward: &Doorward,
    (seed, origins): (&'s Seed, &Origins),
    more: Vec<Value>,
    now: Time,
) -> Result<Vec<&'s Organisation>, Trouble> {
    let mut made = Vec::new();
    for one in &seed.organisations {
        if doorward.organisation_by_slug(one.slug).await?.is_none() {
            made.push(one);
        }
    }
    // What is there already stays as people have made it; an organisation's own service and provider are where they are today.
    let known = seed.organisations.iter().filter(|one| !made.iter().any(|made| made.slug == one.slug));
    let moved = known.filter(|one| one.judge != Judge::Doorward).map(|one| written::Organisation {
        slug: one.slug.to_owned(),
        domains: texts(&one.domains),
        identity_providers: judges(one, seed, origins),
        ..written::Organisation::default()
    });
    let missing = made.iter().map(|one| organisation(one, judges(one, seed, origins))).chain(moved).collect();
    let ours = seed.applications.iter().map(application);
    let document =
        written::Document::new(missing, ours.chain(more.into_iter().map(|one| for_everybody(one, seed))).collect());
    write(doorward, &document, now).await?;
    Ok(made)
}

/// Applies a document that has to be right.
pub(super) async fn write(doorward: &Doorward, document: &written::Document, now: Time) -> Result<(), Trouble> {
    let options = Options { dry_run: false, progress: &|_| {} };
    let leave = doorward.operator(now).granted(());
    let applied = Box::pin(doorward.apply(&leave, &document.read(), &options)).await?;
    applied.map(drop).map_err(|problems| wrong(&problems))
}

/// Invites whoever the organisation waits for, so that a newcomer finds the mails in the outbox: somebody without an account,
/// and people who were made without a password.
pub(super) async fn invite(doorward: &Doorward, to: &Organisation, now: Time) -> Result<(), Trouble> {
    let Some(home) = doorward.organisation_by_slug(to.slug).await? else { return Ok(()) };
    if to.policy.registration != Registration::Invitation || !to.policy.keeps_passwords() {
        return Ok(());
    }
    let operator = doorward.operator(now);
    for user in to.users.iter().filter(|user| user.password.is_none()) {
        let typed = user.email.or(user.user_name).unwrap_or_default();
        if let Some(whom) = doorward.find_user(&operator, typed, Some(home.id)).await? {
            let invited = doorward.invite_user(&operator.granted(whom)).await?;
            invited.map_err(|why| Trouble::File(format!("{typed} could not be invited: {why:?}")))?;
        }
    }
    let Some(Invited { given_name, family_name, email, .. }) = to.invited else { return Ok(()) };
    let key = Key::email(email).map_err(|why| Trouble::File(format!("{email}: {why}")))?;
    let names = [("given_name", given_name), ("family_name", family_name)];
    let claims = names.map(|(claim, name)| (claim.to_owned(), Value::from(name))).into_iter().collect();
    let invitee = Invitee { claims, ..Invitee::new(Identifier { key, display: email.to_owned() }) };
    let invited = doorward.invite(&operator.granted(home.id), &invitee).await?;
    invited.map(drop).map_err(|why| Trouble::File(format!("{email} could not be invited: {why:?}")))
}

fn wrong(problems: &[apply::Problem]) -> Trouble {
    let lines: String = problems.iter().map(|problem| format!("\n  {problem}")).collect();
    Trouble::File(format!("The demonstration's content can't be used:{lines}"))
}

/// Who judges passwords of its people elsewhere, as an operator tells of it.
fn judges(one: &Organisation, seed: &Seed, origins: &Origins) -> Vec<Value> {
    match one.judge {
        Judge::Doorward => Vec::new(),
        Judge::Service => vec![service(origins)],
        Judge::Provider => seed.provider.iter().map(demo::seed::Provider::entry).collect(),
    }
}

/// The sample service of this process.
fn service(origins: &Origins) -> Value {
    json!({
        "key": "staff", "name": "Harbour’s service",
        "rest": {
            "url": format!("{}{}", origins.start, demo::CHECK),
            "body": r#"{"login":"{{USEREMAIL}}","password":"{{USERPASSWORD}}"}"#,
        },
    })
}

/// An organisation. Whom a provider knows comes to an account at the first sign-in; a service makes nobody.
fn organisation(one: &Organisation, identity_providers: Vec<Value>) -> written::Organisation {
    let here = one.users.iter().filter(|user| one.judge != Judge::Provider || user.elsewhere.is_none());
    written::Organisation {
        identity_providers,
        slug: one.slug.to_owned(),
        name: Some(one.name.to_owned()),
        policy: Some(one.policy.clone().into()),
        branding: Some(one.branding.clone()),
        domains: texts(&one.domains),
        users: here.map(user).collect(),
    }
}

pub(super) fn user(one: &User) -> written::User {
    written::User {
        email: one.email.map(str::to_owned),
        user_name: one.user_name.map(str::to_owned),
        password: one.password.as_ref().map(password),
        totp: one.totp.and_then(|bytes| crypto::totp::Secret::from_bytes(&bytes)),
        profile: one.profile.clone(),
        roles: texts(&one.roles),
        accepted_notice: true,
        state: Some(one.state),
        assigned: texts(&one.assigned),
        ..written::User::default()
    }
}

fn password(one: &Password) -> written::Password {
    match one {
        Password::Plain(plain) => written::Password::Plain((*plain).to_owned()),
        Password::Imported { hash, .. } => written::Password::Hash((*hash).to_owned()),
    }
}

pub(super) fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// An application; it is assigned to people of organisations that are made with it.
fn application(one: &Application) -> written::Application {
    written::Application {
        metadata: metadata(one.metadata.clone()),
        client_id: one.client_id.to_owned(),
        organisation: one.owner.to_owned(),
        name: Some(one.name.to_owned()),
        logo: Some(one.key.to_owned()),
        description: Some((one.purpose)(Texts::new(text::Language::English)).to_owned()),
        launch_url: Some(one.launch_url.clone()),
        secret: one.secret().map(|secret| secret.reveal().to_owned()),
        subscriptions: one.subscribers.iter().map(|(slug, all)| written::Subscription::new(*slug, *all)).collect(),
        ..written::Application::default()
    }
}

/// A further application, owned by the first organisation.
fn for_everybody(given: Value, seed: &Seed) -> written::Application {
    let slugs = || seed.organisations.iter().map(|organisation| organisation.slug);
    written::Application {
        client_id: given["client_id"].as_str().unwrap_or_default().to_owned(),
        organisation: slugs().next().unwrap_or_default().to_owned(),
        subscriptions: slugs().map(|slug| written::Subscription::new(slug, true)).collect(),
        metadata: metadata(given),
        ..written::Application::default()
    }
}

pub(super) fn metadata(given: Value) -> Map<String, Value> {
    match given {
        Value::Object(metadata) => metadata,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use demo::seed::{Begin, Journey};
    use model::{Policy, account::State, release::Profile};
    use store::testing::ENGINES;
    use testbed::{
        content,
        instance::{NOW, Setup, database},
        person,
        requests::TOTP,
    };

    use super::*;

    const PASSWORD: &str = "plum orchards at midnight";

    /// [`person::ada`] as the demonstration has people: nothing of the profile follows from the rest.
    fn ada() -> User {
        let profile = Profile {
            given_name: Some("Ada".into()),
            family_name: Some("Byron".into()),
            preferred_username: Some("ada".into()),
            email: Some(person::EMAIL.into()),
            email_verified: true,
            updated_at: Some(NOW),
            ..Profile::default()
        };
        User {
            email: Some(person::EMAIL),
            user_name: Some("ada"),
            password: Some(Password::Plain(PASSWORD)),
            elsewhere: None,
            totp: TOTP.try_into().ok(),
            profile,
            roles: vec!["auditor", "help_desk"],
            assigned: Vec::new(),
            state: State::Active,
            shows: Texts::ines,
        }
    }

    fn origins() -> Origins {
        let [doorward, start, almanac, ledgerline] =
            ["1", "2", "3", "4"].map(|port| format!("http://127.0.0.1:{port}"));
        Origins { doorward, start, almanac, ledgerline, provider: None }
    }

    #[tokio::test]
    async fn a_person_of_the_demonstration_is_as_by_every_door() {
        for engine in ENGINES {
            let of = content::organisation("acme", Policy::default(), Vec::new());
            let journey = Journey {
                number: 1,
                name: Texts::northwind_journey,
                shows: Texts::northwind_shows,
                steps: Vec::new(),
                begin: Begin::SignIn(person::EMAIL),
            };
            let acme = Organisation {
                slug: "acme",
                name: "ACME",
                journey,
                policy: Policy::default(),
                branding: of.branding.clone().unwrap(),
                domains: vec!["acme.example"],
                judge: Judge::Doorward,
                invited: None,
                users: vec![ada()],
            };
            let (shown, made) = (database(engine).await, database(engine).await);
            let demonstration = Setup::new(2).on(&shown.store);
            let seed = Seed { organisations: vec![acme], applications: Vec::new(), provider: None };
            apply(&demonstration, (&seed, &origins()), Vec::new(), NOW).await.unwrap();

            let doorward = Setup::new(2).on(&made.store);
            content::add(&doorward, NOW, vec![of], &[]).await;
            let org = doorward.organisation_by_slug("acme").await.unwrap().unwrap().id;
            let granted = doorward.operator(NOW).granted(org);
            doorward.create_user(&granted, &person::ada(PASSWORD), &[]).await.unwrap().unwrap();

            let rows = person::rows(&made.store, person::EMAIL).await;
            assert!(rows.len() > 12, "{rows:#?}");
            assert_eq!(person::rows(&shown.store, person::EMAIL).await, rows, "on {engine:?}");
            shown.remove().await;
            made.remove().await;
        }
    }
}
