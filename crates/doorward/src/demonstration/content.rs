//! The demonstration's content as a document, applied as an operator's would be. An organisation that is there already is
//! left as people have made it; the applications take today's addresses and secrets.

use demo::{
    Seed,
    seed::{Application, Organisation, Password, User},
};
use flows::{
    Doorward,
    apply::{self, Document, Node, Options, Secrets},
};
use model::{Time, release::Profile};
use serde_json::{Value, json};

use crate::Trouble;

/// Brings the database to what the demonstration shows; `more` applications are for everybody.
pub(super) async fn apply(doorward: &Doorward, seed: &Seed, more: Vec<Value>, now: Time) -> Result<(), Trouble> {
    let mut missing = Vec::new();
    for organisation in &seed.organisations {
        if doorward.organisation_by_slug(organisation.slug).await?.is_none() {
            missing.push(organisation);
        }
    }
    let mut applications: Vec<Value> = seed.applications.iter().map(|one| application(one, &missing)).collect();
    applications.extend(more.into_iter().map(|metadata| for_everybody(metadata, seed)));
    let organisations: Vec<Value> = missing.iter().map(|one| self::organisation(one)).collect();
    let document = json!({ "version": 1, "organisations": organisations, "applications": applications });
    let node: Node = serde_json::from_value(document).map_err(|error| Trouble::File(error.to_string()))?;
    let document = Document::read(&node, &Nowhere);
    let options = Options { dry_run: false, progress: &|_| {} };
    let leave = doorward.operator(now).granted(());
    Box::pin(doorward.apply(&leave, &document, &options)).await?.map(drop).map_err(|problems| wrong(&problems))
}

fn wrong(problems: &[apply::Problem]) -> Trouble {
    let lines: String = problems.iter().map(|problem| format!("\n  {problem}")).collect();
    Trouble::File(format!("The demonstration's content can't be used:{lines}"))
}

fn organisation(one: &Organisation) -> Value {
    json!({
        "slug": one.slug,
        "name": one.name,
        "policy": apply::policy_document(&one.policy),
        "branding": one.branding,
        "domains": one.domains,
        "users": one.users.iter().map(user).collect::<Value>(),
    })
}

fn user(one: &User) -> Value {
    let (plain, hash) = match one.password {
        None => (None, None),
        Some(Password::Plain(plain)) => (Some(plain), None),
        Some(Password::Imported { hash, .. }) => (None, Some(hash)),
    };
    json!({
        "email": one.email,
        "user_name": one.user_name,
        "password": plain,
        "password_hash": hash,
        "totp_secret": one.totp_key().map(|(_, piece)| piece),
        "claims": claims(&one.profile),
        "roles": one.roles,
        "accepted_notice": true,
    })
}

/// What is known of a person, with `updated_at` in seconds, as documents have it.
fn claims(profile: &Profile) -> Value {
    let mut claims = json!(profile);
    if let (Some(claims), Some(at)) = (claims.as_object_mut(), profile.updated_at) {
        claims.insert("updated_at".to_owned(), at.seconds().into());
    }
    claims
}

/// An application; it is assigned to people of organisations that are made with it.
fn application(one: &Application, made: &[&Organisation]) -> Value {
    let subscription = |(slug, everyone): &(&str, bool)| {
        let people = made.iter().filter(|organisation| organisation.slug == *slug).flat_map(|one| &one.users);
        let assigned = people.filter(|user| user.assigned.contains(&one.client_id));
        let users: Vec<&str> = assigned.map(User::identifier).collect();
        json!({ "organisation": slug, "everyone": everyone, "users": (!users.is_empty()).then_some(users) })
    };
    let ours = json!({
        "organisation": one.owner,
        "client_name": one.name,
        "logo": one.key,
        "description": one.purpose,
        "launch_url": one.launch_url,
        "client_secret": one.secret().map(|secret| secret.reveal().to_owned()),
        "subscriptions": one.subscribers.iter().map(subscription).collect::<Value>(),
    });
    with(one.metadata.clone(), ours)
}

fn for_everybody(metadata: Value, seed: &Seed) -> Value {
    let everybody = |organisation: &Organisation| json!({ "organisation": organisation.slug, "everyone": true });
    let ours = json!({
        "organisation": seed.organisations.first().map(|owner| owner.slug),
        "subscriptions": seed.organisations.iter().map(everybody).collect::<Value>(),
    });
    with(metadata, ours)
}

fn with(mut metadata: Value, ours: Value) -> Value {
    if let (Value::Object(metadata), Value::Object(ours)) = (&mut metadata, ours) {
        metadata.extend(ours);
    }
    metadata
}

/// The content names no secrets elsewhere.
struct Nowhere;

impl Secrets for Nowhere {
    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn file(&self, path: &str) -> Result<String, String> {
        Err(format!("{path} is not looked for"))
    }
}
