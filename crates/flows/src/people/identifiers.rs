//! What people type to be found, and the words that find them in searches.

use model::{Time, release::Profile};
use store::{
    Change, Words, directory,
    users::{self, IdentifierKind, IdentifierRow},
};

use super::{Identifier, UserPatch, scope, stored::Stored};
use crate::difference::Difference;

/// Sets the one identifier of a kind. Whether it is another one than before.
pub(super) fn set(
    (kind, wanted): (IdentifierKind, Option<&Identifier>),
    key: super::UserKey,
    stored: Option<&Stored>,
    now: Time,
    (change, fields): (&mut Change, &mut Vec<Difference>),
) -> bool {
    let Some(wanted) = wanted else { return false };
    let had: Vec<_> = stored.into_iter().flat_map(|stored| stored.keys(kind)).collect();
    if let Some(same) = had.iter().find(|named| named.key == wanted.key.as_str()) {
        if same.shown != wanted.display {
            directory::show_identifier(change, &same.scope, &same.key, key.1, &wanted.display);
            fields.push(Difference::new(kind.word(), Some(same.shown.clone()), Some(wanted.display.clone())));
        }
        return false;
    }
    for named in &had {
        directory::delete_identifier(change, &named.scope, &named.key, key.1);
    }
    let row = IdentifierRow {
        kind: kind.into(),
        key: wanted.key.as_str().to_owned(),
        shown: wanted.display.clone(),
        verified_at: (kind == IdentifierKind::Email).then_some(now),
    };
    users::insert_identifier(change, &scope(Some(key.0), &wanted.key), key, &row);
    fields.push(Difference::new(
        kind.word(),
        had.first().map(|named| named.shown.clone()),
        Some(wanted.display.clone()),
    ));
    true
}

/// Words that find the user; they follow from the rest, and are no field of their own.
pub(super) fn set_words(
    patch: &UserPatch,
    key: super::UserKey,
    profile: &Profile,
    stored: Option<&Stored>,
    change: &mut Change,
) {
    let mut keys: Vec<&str> = Vec::new();
    for (kind, wanted) in [(IdentifierKind::Email, &patch.email), (IdentifierKind::UserName, &patch.user_name)] {
        match wanted {
            Some(wanted) => keys.push(wanted.key.as_str()),
            None => {
                keys.extend(stored.into_iter().flat_map(|stored| stored.keys(kind)).map(|named| named.key.as_str()));
            }
        }
    }
    let words = model::search::words(profile, keys);
    let had = stored.map(|stored| stored.words.as_slice()).unwrap_or_default();
    for word in had.iter().filter(|word| !words.contains(word)) {
        directory::delete_word(change, key.0, word, key.1);
    }
    for word in words.iter().filter(|word| !had.contains(word)) {
        users::insert_word(change, key, word);
    }
}
