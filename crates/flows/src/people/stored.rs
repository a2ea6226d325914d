//! Users as they are stored, read many at once.

use std::collections::HashMap;

use model::{
    Id,
    id::{Org, User},
};
use store::{
    Read,
    credentials::{self, CredentialKind, CredentialRow},
    directory::{self, EntryRow, NamedRow},
    users::IdentifierKind,
};

use crate::Result;

/// A user as stored, with everything that a patch can change.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) entry: EntryRow,
    pub(crate) identifiers: Vec<NamedRow>,
    pub(crate) words: Vec<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) credentials: Vec<CredentialRow>,
}

impl Stored {
    /// The password, if there is one.
    pub(crate) fn password(&self) -> Option<&CredentialRow> {
        self.credentials.iter().find(|row| row.kind == CredentialKind::Password)
    }

    /// The identifiers of a kind, folded.
    pub(crate) fn keys(&self, kind: IdentifierKind) -> impl Iterator<Item = &NamedRow> + Clone {
        self.identifiers.iter().filter(move |named| named.kind == kind)
    }
}

/// One of an organisation's users.
pub(crate) async fn one(read: &mut Read, org: Id<Org>, user: Id<User>) -> Result<Option<Stored>> {
    Ok(many(read, org, &[user]).await?.remove(&user))
}

/// These users of an organisation; who is not there is left out.
pub(crate) async fn many(read: &mut Read, org: Id<Org>, ids: &[Id<User>]) -> Result<HashMap<Id<User>, Stored>> {
    let mut people: HashMap<Id<User>, Stored> = HashMap::new();
    for entry in directory::by_ids(read, org, ids).await? {
        let (identifiers, words, roles, credentials) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        people.insert(entry.id, Stored { entry, identifiers, words, roles, credentials });
    }
    for named in directory::identifiers(read, org, ids).await? {
        if let Some(person) = people.get_mut(&named.user) {
            person.identifiers.push(named);
        }
    }
    for (user, word) in directory::words(read, org, ids).await? {
        if let Some(person) = people.get_mut(&user) {
            person.words.push(word);
        }
    }
    for (user, role) in directory::roles(read, org, ids).await? {
        if let Some(person) = people.get_mut(&user) {
            person.roles.push(role);
        }
    }
    for (user, credential) in credentials::of_users(read, org, ids).await? {
        if let Some(person) = people.get_mut(&user) {
            person.credentials.push(credential);
        }
    }
    Ok(people)
}
