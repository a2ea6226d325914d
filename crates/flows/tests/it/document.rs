//! What a world has, in code, and the document that it is applied as.

use flows::{Settings, apply};
use model::{Branding, Policy, release::Profile};
use serde_json::{Value, json};

/// An organisation and its people.
#[derive(Clone)]
pub(crate) struct Organisation {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) policy: Policy,
    pub(crate) branding: Branding,
    pub(crate) domains: Vec<String>,
    pub(crate) users: Vec<User>,
}

/// A user, who has accepted whatever notice there is.
#[derive(Clone, Default)]
pub(crate) struct User {
    pub(crate) email: Option<String>,
    pub(crate) user_name: Option<String>,
    pub(crate) password: Option<Password>,
    /// The secret of an authenticator app, 20 bytes or more.
    pub(crate) totp: Option<Vec<u8>>,
    /// All that is known of the person; nothing is implied.
    pub(crate) profile: Profile,
    pub(crate) roles: Vec<String>,
    /// Client ids of applications that are assigned to the user.
    pub(crate) assigned: Vec<String>,
}

/// A password as a document has it: under `password` in the clear, under `password_hash` as a hash from elsewhere.
pub(crate) type Password = (&'static str, String);

/// An application, the slug of its owner, and the slugs of those who may use it with whether all their people may.
#[derive(Clone)]
pub(crate) struct Application {
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) settings: Settings,
    pub(crate) secret: Option<String>,
    pub(crate) subscribers: Vec<(String, bool)>,
}

/// The document that says all of it.
pub(crate) fn document(organisations: &[Organisation], applications: &[Application]) -> Value {
    json!({
        "version": 1,
        "organisations": organisations.iter().map(organisation).collect::<Value>(),
        "applications": applications.iter().map(|one| application(one, organisations)).collect::<Value>(),
    })
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
    let app =
        one.totp.as_ref().map(|bytes| crypto::totp::Secret::from_bytes(bytes).unwrap().to_groups().replace(' ', ""));
    let mut document = json!({
        "email": one.email,
        "user_name": one.user_name,
        "totp_secret": app,
        "claims": one.profile,
        "roles": one.roles,
        "accepted_notice": true,
    });
    if let (Some((key, text)), Some(document)) = (&one.password, document.as_object_mut()) {
        document.insert((*key).to_owned(), json!(text));
    }
    document
}

fn application(one: &Application, organisations: &[Organisation]) -> Value {
    let client = one.settings.client().expect("tests have no links of this kind");
    let subscription = |(slug, everyone): &(String, bool)| {
        let people = organisations.iter().filter(|organisation| organisation.slug == *slug).flat_map(|one| &one.users);
        let assigned = people.filter(|user| user.assigned.contains(&client.client_id));
        let users: Vec<&str> = assigned.filter_map(|user| user.email.as_deref()).collect();
        json!({ "organisation": slug, "everyone": everyone, "users": (!users.is_empty()).then_some(users) })
    };
    let mut document = serde_json::to_value(client).unwrap();
    let ours = json!({
        "client_name": one.name,
        "logo": one.settings.logo,
        "description": one.settings.description,
        "launch_url": one.settings.launch_url,
        "asks_consent": one.settings.asks_consent,
        "level": one.settings.level,
        "organisation": one.owner,
        "client_secret": one.secret,
        "subscriptions": one.subscribers.iter().map(subscription).collect::<Value>(),
    });
    document.as_object_mut().unwrap().extend(ours.as_object().unwrap().clone());
    document
}
