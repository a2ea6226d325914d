//! Whom the names of a document lead to.

use std::collections::{HashMap, HashSet};

use model::{
    Id, Key,
    id::{Org, User},
};
use store::{directory, users};

use super::{Found, Home, Plan, ScopedKey, document::WantedUser};
use crate::{
    Result,
    people::{Identifier, scope},
};

/// Whom stored names lead to.
#[derive(Default)]
pub(super) struct Names {
    keys: HashMap<ScopedKey, Found>,
    subjects: HashMap<String, Found>,
}

impl Plan<'_> {
    /// Whom the identifiers and subjects of these users lead to.
    pub(super) async fn names(&self, home: &Home, wanted: &[WantedUser]) -> Result<Names> {
        let mut names = Names::default();
        let mut read = self.doorward.store.read().await?;
        let keys = |pick: fn(&WantedUser) -> Option<&Key>| -> Vec<&str> {
            wanted.iter().filter_map(pick).map(Key::as_str).collect()
        };
        let emails = keys(|user| user.patch.email.as_ref().map(|one| &one.key));
        let user_names = keys(|user| user.patch.user_name.as_ref().map(|one| &one.key));
        for (scope, keys) in [(users::INSTANCE_SCOPE, emails), (*home.id.as_bytes(), user_names)] {
            for (key, org, user) in directory::by_keys(&mut read, &scope, &keys).await? {
                names.keys.insert((scope, key), (org, user));
            }
        }
        let subjects: Vec<&str> = wanted.iter().filter_map(|user| user.patch.subject.as_deref()).collect();
        for (subject, org, user) in directory::by_subjects(&mut read, &subjects).await? {
            names.subjects.insert(subject, (org, user));
        }
        for user in wanted {
            let Some(subject) = &user.patch.subject else { continue };
            if store::applications::by_client_id::<()>(&mut read, subject).await?.is_some() {
                let text =
                    "is the client_id of an application, whose own tokens would be taken for the user's (RFC 9068 §5)";
                self.problems.add(format!("{}.subject", user.place), text);
            }
        }
        Ok(names)
    }

    /// Who is meant: somebody who is stored, or nobody yet. Names that contradict each other are noted, and nobody is meant.
    pub(super) fn whom(&self, home: &Home, wanted: &WantedUser, names: &Names) -> Option<Id<User>> {
        let by_key = |typed: &Option<Identifier>| {
            let key = &typed.as_ref()?.key;
            names.keys.get(&(scope(Some(home.id), key), key.as_str().to_owned())).copied()
        };
        let by_subject = wanted.patch.subject.as_ref().and_then(|subject| names.subjects.get(subject).copied());
        let found = [
            ("email", by_key(&wanted.patch.email)),
            ("user_name", by_key(&wanted.patch.user_name)),
            ("subject", by_subject),
        ];
        let mut meant: Option<(&str, Id<User>)> = None;
        for (field, found) in found {
            let Some((org, user)) = found else { continue };
            let place = format!("{}.{field}", wanted.place);
            match meant {
                _ if org != home.id => {
                    self.problems.add(place, "is somebody's in another organisation, and nobody can have it twice");
                }
                Some((other, known)) if known != user => {
                    let text = format!("is somebody else's than the {other} is: correct one of them, or free it first");
                    self.problems.add(place, text);
                }
                _ => meant = meant.or(Some((field, user))),
            }
        }
        meant.map(|(_, user)| user)
    }

    /// Finds those people in a list whom the document does not describe; who is nowhere is noted at their place.
    pub(super) async fn look_up<'n>(
        &mut self,
        org: Id<Org>,
        named: impl Iterator<Item = &'n super::document::Named> + Clone,
    ) -> Result<()> {
        let unknown: HashSet<([u8; 16], &str)> = named
            .clone()
            .map(|named| (scope(Some(org), &named.key), named.key.as_str()))
            .filter(|(scope, key)| !self.user_ids.contains_key(&(*scope, (*key).to_owned())))
            .collect();
        let mut read = self.doorward.store.read().await?;
        for scope in [users::INSTANCE_SCOPE, *org.as_bytes()] {
            let keys: Vec<&str> = unknown.iter().filter(|(of, _)| *of == scope).map(|(_, key)| *key).collect();
            for (key, of, user) in directory::by_keys(&mut read, &scope, &keys).await? {
                self.user_ids.insert((scope, key), (of, user));
            }
        }
        for named in named {
            let known = self.user_ids.get(&(scope(Some(org), &named.key), named.key.as_str().to_owned()));
            if known.is_none_or(|(of, _)| *of != org) {
                self.problems.add(&named.place, "is nobody in this organisation: add them to its `users`");
            }
        }
        Ok(())
    }

    /// Somebody who was looked up.
    pub(super) fn user_id(&self, org: Id<Org>, key: &Key) -> Option<Id<User>> {
        let found = self.user_ids.get(&(scope(Some(org), key), key.as_str().to_owned()))?;
        (found.0 == org).then_some(found.1)
    }
}
