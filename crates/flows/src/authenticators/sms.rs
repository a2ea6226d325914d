//! The number that codes are sent to as text messages. It is no identifier: several people may share one (PITFALLS S3).

use crypto::mailed_code::MailedCode;
use model::{Authenticator, Id, Time, phone::PhoneNumber, sign_in::Challenge};
use store::{
    Change,
    credentials::{self, CredentialKind, CredentialRow, Data},
};

use crate::{
    Caller, Doorward, Result,
    events::{self, EventKind, EventSubject},
    jobs::{self, TextCode},
    notices::{Scene, asked_language},
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

/// Orders the text message with a code, in the language of this scene, and notes it. Nothing, where this installation sends none.
pub(crate) async fn order_code(
    doorward: &Doorward,
    change: &mut Change,
    (caller, scene): (&Caller, Scene<'_>),
    person: &Person,
    (number, code, challenge): (&PhoneNumber, &MailedCode, &Challenge),
) -> Result<()> {
    let Some(settings) = &doorward.instance.text_messages else { return Ok(()) };
    let language = asked_language(scene, person.profile.locale.as_deref(), &person.home);
    let text = settings.words(doorward, (&person.home, language), (number, code, challenge.purpose));
    let content = TextCode { to: number.as_str().to_owned(), text, user: person.row.id };
    let id = Id::from_bytes(*challenge.id.as_bytes());
    jobs::order_text(doorward, change, id, (person.row.org, &content), caller.now).await?;
    let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
    let details = serde_json::json!({ "kind": "sms", "country": number.country().code });
    events::record(doorward, change, &by, EventKind::SignInCodeSent, concerning, &details);
    Ok(())
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
