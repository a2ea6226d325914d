//! What is hashed of an event. It never changes for what was stored: another form would be another version, in its first bytes.

use jose::digest::sha256;
use store::events::EventRow;

/// What the keyed hash of an event is for.
pub(crate) const PURPOSE: &str = "audit event";

/// Bytes of a salt: as many as nobody can try.
pub(crate) const SALT: usize = 16;

/// The first bytes of what is hashed.
const VERSION: &[u8] = b"doorward event 1";

/// The hash of an event: of everything that stays of it, each field with its length. Of what fields held before and after, which may
/// be erased, their salted hash is part of it instead of the text.
pub(crate) fn of(event: &EventRow) -> [u8; 32] {
    let e = event;
    let at = e.at.millis().to_be_bytes();
    let mut bytes = VERSION.to_vec();
    for present in [&e.id, &e.org] {
        append(&mut bytes, Some(present));
    }
    for optional in [&e.user, &e.app, &e.actor_id, &e.on_behalf_of, &e.changes_hash] {
        append(&mut bytes, optional.as_deref());
    }
    for text in [&e.kind, &e.data, &e.actor, &e.address, &e.request] {
        append(&mut bytes, Some(text.as_bytes()));
    }
    append(&mut bytes, Some(&at));
    sha256(bytes)
}

/// The hash of what fields held before and after: without its salt nobody can find the text by trying.
pub(crate) fn of_changes(salt: &[u8], changes: &str) -> [u8; 32] {
    let mut bytes = salt.to_vec();
    bytes.extend_from_slice(changes.as_bytes());
    sha256(bytes)
}

/// Appends a field with its length, so that fields can not run into each other; one that is absent has a length of its own.
fn append(bytes: &mut Vec<u8>, field: Option<&[u8]>) {
    let length = field.map_or(u64::MAX, |field| field.len() as u64);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(field.unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use model::Time;

    use super::*;

    fn event() -> EventRow {
        EventRow {
            org: vec![1; 16],
            id: vec![2; 16],
            user: Some(vec![3; 16]),
            app: Some(vec![4; 16]),
            kind: "user.changed".into(),
            data: "{}".into(),
            changes: "{}".into(),
            changes_salt: Some(vec![5; 16]),
            changes_hash: Some(vec![6; 32]),
            actor: "user".into(),
            actor_id: Some(vec![7; 16]),
            on_behalf_of: Some(vec![8; 16]),
            address: "192.0.2.1".into(),
            request: "req_1".into(),
            at: Time::from_millis(9),
            mac: vec![10; 32],
            seq: Some(11),
        }
    }

    /// A field that is not hashed could be altered: a new one has to be listed here, and hashed.
    #[test]
    fn every_field_counts() {
        type Alter = fn(&mut EventRow);
        let alterations: [(&str, Alter); 13] = [
            ("org", |event| event.org = vec![9; 16]),
            ("id", |event| event.id = vec![9; 16]),
            ("user", |event| event.user = None),
            ("app", |event| event.app = Some(Vec::new())),
            ("kind", |event| event.kind.push('x')),
            ("data", |event| event.data.push(' ')),
            ("changes_hash", |event| event.changes_hash = None),
            ("actor", |event| event.actor = "operator".into()),
            ("actor_id", |event| event.actor_id = None),
            ("on_behalf_of", |event| event.on_behalf_of = None),
            ("address", |event| event.address.clear()),
            ("request", |event| event.request.push('2')),
            ("at", |event| event.at = Time::from_millis(10)),
        ];
        for (field, alter) in alterations {
            let mut altered = event();
            alter(&mut altered);
            assert_ne!(of(&altered), of(&event()), "{field}");
        }
        // What may be erased, what proves, and the place are no part of it.
        let other = EventRow { changes: String::new(), changes_salt: None, mac: Vec::new(), seq: None, ..event() };
        assert_eq!(of(&other), of(&event()));
    }

    /// The form is fixed: events that are stored were hashed so.
    #[test]
    fn the_form_is_fixed() {
        assert_eq!(jose::base64url::encode(of(&event())), "py--BC46Thj-mScf-C0mYZ9shYmbcLmwQB1n1jcaKWw");
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        let (mut one, mut other) = (event(), event());
        (one.kind, one.data) = ("ab".into(), "c".into());
        (other.kind, other.data) = ("a".into(), "bc".into());
        assert_ne!(of(&one), of(&other));
    }
}
