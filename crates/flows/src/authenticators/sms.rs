//! The number that codes are sent to as text messages. It is no identifier: several people may share one (PITFALLS S3).

use model::{Authenticator, Time, phone::PhoneNumber};
use store::{
    Change,
    credentials::{self, CredentialKind, CredentialRow, Data},
};

use crate::{
    Doorward, Result,
    people::{
        UserKey,
        credentials::{credential, number_of, row_key, secret_seal_context},
        person::Person,
    },
};

/// The person's number, if there is one.
pub(crate) fn number(doorward: &Doorward, person: &Person) -> Result<Option<PhoneNumber>> {
    let Some(row) = person.number() else { return Ok(None) };
    number_of(doorward, person.key(), row).map(Some)
}

/// This number in place of any from before, and in place of what was lost.
pub(crate) fn replace(doorward: &Doorward, change: &mut Change, owner: UserKey, number: &PhoneNumber, now: Time) {
    credentials::delete_of_kind(change, owner, CredentialKind::Sms);
    credentials::insert(change, owner, &row(doorward, owner, number, now));
}

fn row(doorward: &Doorward, (org, user): UserKey, number: &PhoneNumber, now: Time) -> CredentialRow {
    let mut row = credential(doorward, CredentialKind::Sms, Vec::new(), Data::none(), now);
    let key = row_key(org, user, row.id);
    row.secret = doorward.sealer.seal(&*doorward.entropy, secret_seal_context(&key), number.as_str().as_bytes());
    row
}

/// Notes when a code that was sent to the number was last right.
pub(super) fn note_use(change: &mut Change, person: &Person, now: Time) {
    if let Some(row) = person.number() {
        credentials::spend_counter(change, person.key(), row.id, now.millis(), now);
    }
}

/// Whether this person may have codes sent to a number here: their organisation takes text messages, and this installation sends any.
pub(crate) fn may_have_number(doorward: &Doorward, person: &Person) -> bool {
    let offered = person.home.policy.offers_own(Authenticator::Sms) && !person.account.facts.external;
    offered && doorward.instance.text_messages.is_some()
}
