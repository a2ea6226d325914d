//! The document, read: what is wanted, with the place where it was said.

mod applications;
mod keycloak;
mod organisations;
mod policies;
mod providers;
mod tokens;
mod users;

use std::collections::HashMap;

use model::{Key, Permission, Time, provider::Connector};
use store::WordList;

use super::{
    node::Node,
    overlay::Leaf,
    reader::{Fields, Problem, Problems, Secret, Secrets},
};
use crate::{
    people::{UserPatch, groups::sound_name},
    providers::ProviderSecrets,
};

pub(super) use policies::SPANS;

/// The one version there is.
pub(super) const VERSION: i64 = 1;

/// A document as it was read: what was understood, and what was not.
#[derive(Debug, Default)]
pub struct Document {
    pub(super) problems: Vec<Problem>,
    pub(super) organisations: Vec<WantedOrganisation>,
    pub(super) applications: Vec<WantedApplication>,
    pub(super) tokens: Vec<WantedToken>,
    /// Those that do not say which they are. What else is wrong with them is told as well.
    pub(super) unnamed_organisations: Vec<WantedOrganisation>,
    pub(super) unnamed_applications: Vec<WantedApplication>,
    pub(super) notes: Vec<String>,
}

/// An organisation, by its slug.
#[derive(Debug)]
pub(super) struct WantedOrganisation {
    pub(super) place: String,
    pub(super) slug: String,
    pub(super) name: Option<String>,
    pub(super) active: Option<bool>,
    pub(super) policy: Option<WantedPolicy>,
    pub(super) branding: Vec<Leaf>,
    pub(super) domains: Option<Vec<(String, String)>>,
    pub(super) providers: Vec<WantedProvider>,
    pub(super) groups: Vec<WantedGroup>,
    pub(super) users: Vec<WantedUser>,
}

/// An identity provider, by its key.
#[derive(Debug)]
pub(super) struct WantedProvider {
    pub(super) place: String,
    pub(super) key: String,
    pub(super) name: Option<String>,
    pub(super) active: Option<bool>,
    pub(super) connector: Option<WantedConnector>,
    pub(super) rules: Vec<Leaf>,
}

/// How a provider is to be asked, with its secrets.
#[derive(Debug)]
pub(super) struct WantedConnector {
    pub(super) place: String,
    pub(super) connector: Connector,
    pub(super) secrets: ProviderSecrets,
}

/// Who a user is at an identity provider.
#[derive(Debug)]
pub(super) struct WantedLink {
    pub(super) place: String,
    pub(super) provider: String,
    pub(super) issuer: String,
    pub(super) subject: String,
}

/// A policy: laid over a preset, or over what is stored.
#[derive(Debug)]
pub(super) struct WantedPolicy {
    pub(super) place: String,
    pub(super) preset: Option<model::Policy>,
    pub(super) leaves: Vec<Leaf>,
}

/// A group, by its name.
#[derive(Debug)]
pub(super) struct WantedGroup {
    pub(super) place: String,
    pub(super) name: String,
    pub(super) members: Option<Vec<Named>>,
}

/// Somebody, by what they type to be found.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) place: String,
    pub(super) key: Key,
}

/// A user, by an identifier or the subject.
#[derive(Debug)]
pub(super) struct WantedUser {
    pub(super) place: String,
    pub(super) patch: UserPatch,
    pub(super) links: Option<Vec<WantedLink>>,
    pub(super) groups: Option<Vec<(String, String)>>,
}

impl WantedUser {
    /// What to call the user in a report.
    pub(super) fn name(&self) -> &str {
        let typed = self.patch.email.as_ref().or(self.patch.user_name.as_ref()).map(|one| one.display.as_str());
        typed.or(self.patch.subject.as_deref()).unwrap_or_default()
    }
}

/// An application, by its client id.
#[derive(Debug)]
pub(super) struct WantedApplication {
    pub(super) place: String,
    pub(super) client_id: String,
    pub(super) organisation: Option<String>,
    pub(super) active: Option<bool>,
    /// Whether it is a tile that only leads somewhere.
    pub(super) is_link: bool,
    /// What people call it.
    pub(super) name: Option<String>,
    pub(super) settings: Vec<Leaf>,
    pub(super) secret: Option<Secret>,
    pub(super) subscriptions: Vec<WantedSubscription>,
}

/// An organisation that may use an application.
#[derive(Debug)]
pub(super) struct WantedSubscription {
    pub(super) place: String,
    pub(super) organisation: String,
    pub(super) everyone: Option<bool>,
    pub(super) users: Option<Vec<Named>>,
    pub(super) groups: Option<Vec<(String, String)>>,
}

/// A token for the API, by organisation and name.
#[derive(Debug)]
pub(super) struct WantedToken {
    pub(super) place: String,
    pub(super) organisation: String,
    pub(super) name: String,
    /// None: it shall be gone.
    pub(super) present: Option<WantedTokenContent>,
}

/// What a token is to be.
#[derive(Debug)]
pub(super) struct WantedTokenContent {
    pub(super) secret: Option<Secret>,
    pub(super) permissions: Option<WordList<Permission>>,
    pub(super) expires_at: Option<Option<Time>>,
}

impl Document {
    /// Reads a document. One with problems can't be applied, but is held against what is stored, so that everything that is
    /// wrong with it is told at once.
    pub fn read(root: &Node, secrets: &dyn Secrets) -> Self {
        let problems = Problems::default();
        let document = read(root, secrets, &problems).unwrap_or_default();
        Self { problems: problems.into_vec(), ..document }
    }

    /// What is wrong with it, whatever is stored.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

fn read(root: &Node, secrets: &dyn Secrets, problems: &Problems) -> Option<Document> {
    let fields = Fields::of(root, "", &["version", "organisations", "applications", "api_tokens"], problems)?;
    match fields.get("version") {
        Some(Node::Int(VERSION)) => {}
        Some(_) => fields.wrong("version", format!("is not one that this Doorward knows: it knows {VERSION}")),
        None => fields.wrong("version", format!("is needed: write version {VERSION}")),
    }
    let items = |key| fields.list(key).unwrap_or_default();
    let organisations = items("organisations")
        .into_iter()
        .filter_map(|(place, node)| organisations::read(node, &place, secrets, problems));
    let (organisations, unnamed_organisations) = organisations.partition(|read| !read.slug.is_empty());
    let mut notes = Vec::new();
    let applications = items("applications")
        .into_iter()
        .filter_map(|(place, node)| applications::read(node, &place, secrets, problems, &mut notes));
    let (applications, unnamed_applications) = applications.partition(|read| !read.client_id.is_empty());
    let document = Document {
        problems: Vec::new(),
        organisations,
        applications,
        unnamed_organisations,
        unnamed_applications,
        tokens: items("api_tokens")
            .into_iter()
            .filter_map(|(place, node)| tokens::read(node, &place, secrets, problems))
            .collect(),
        notes,
    };
    once(&document, problems);
    Some(document)
}

/// Nothing may be there twice.
fn once(document: &Document, problems: &Problems) {
    let mut seen: HashMap<(&str, &str, &str), &str> = HashMap::new();
    let mut check = |what, scope, name, place| {
        if let Some(first) = seen.insert((what, scope, name), place) {
            problems.add(place, format!("the {what} `{name}` is in the document already, at {first}"));
        }
    };
    for organisation in &document.organisations {
        let slug = organisation.slug.as_str();
        check("organisation", "", slug, organisation.place.as_str());
        for (place, domain) in organisation.domains.iter().flatten() {
            check("domain", "", domain, place);
        }
        for provider in &organisation.providers {
            check("identity provider", slug, &provider.key, provider.place.as_str());
        }
        for group in &organisation.groups {
            check("group", slug, &group.name, group.place.as_str());
        }
        for user in &organisation.users {
            if let Some(email) = &user.patch.email {
                check("address", "", email.key.as_str(), user.place.as_str());
            }
            if let Some(user_name) = &user.patch.user_name {
                check("user name", slug, user_name.key.as_str(), user.place.as_str());
            }
            if let Some(subject) = &user.patch.subject {
                check("subject", "", subject, user.place.as_str());
            }
        }
    }
    for application in &document.applications {
        check("application", "", &application.client_id, application.place.as_str());
    }
    for token in &document.tokens {
        check("API token", &token.organisation, &token.name, token.place.as_str());
    }
}

/// A name as people write it: something, at most 120 characters, no control characters.
fn name(fields: &Fields<'_>, key: &str) -> Option<String> {
    let sound = sound_name(fields.text(key)?);
    if sound.is_none() {
        fields.wrong(key, "must have 1 to 120 characters, none of them a control character");
    }
    sound.map(str::to_owned)
}

/// People in a list, by what they type to be found.
fn named(fields: &Fields<'_>, key: &str, problems: &Problems) -> Option<Vec<Named>> {
    let texts = fields.texts(key)?;
    let named = texts.into_iter().filter_map(|(place, text)| match Key::typed(text) {
        Ok(key) => Some(Named { place, key }),
        Err(why) => {
            problems.add(place, format!("is neither an e-mail address nor a user name: {why}"));
            None
        }
    });
    Some(named.collect())
}

/// A slug that is needed.
fn slug(fields: &Fields<'_>, key: &str) -> Option<String> {
    match model::identifier::Slug::typed(fields.needed(key)?) {
        Ok(slug) => Some(slug.as_str().to_owned()),
        Err(why) => {
            fields.wrong(key, why.to_string());
            None
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use crate::apply::value_type::{Keys, ValueType};

    /// Asserts that `good` is read with every word that these keys know.
    pub(in crate::apply) fn takes_every_word<T: DeserializeOwned>(keys: Keys, good: &Value) {
        for (key, kind) in keys {
            for value in values(*kind, &good[*key]) {
                let mut given = good.clone();
                given[*key] = value.clone();
                serde_json::from_value::<T>(given).unwrap_or_else(|why| panic!("{key} = {value}: {why}"));
            }
        }
    }

    fn values(kind: ValueType, good: &Value) -> Vec<Value> {
        match kind {
            ValueType::Word(words) | ValueType::WordOrTable(words, _) => words.iter().map(|word| json!(word)).collect(),
            ValueType::List(ValueType::Word(words)) => words.iter().map(|word| json!([word])).collect(),
            ValueType::Section(keys) => keys
                .iter()
                .flat_map(|(key, kind)| {
                    values(*kind, &good[*key]).into_iter().map(move |value| {
                        let mut section = good.clone();
                        section[*key] = value;
                        section
                    })
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}
