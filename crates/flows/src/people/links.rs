//! Links of people with who they are at identity providers: made and taken, with the trail and the notice to their owner (LGN-13).

use store::{
    Change,
    identity_links::{self, Identity},
};

use super::person::Person;
use crate::{
    Caller, Doorward, Result,
    events::{self, EventKind, EventSubject},
    jobs,
    notices::{Happened, Scene},
};

/// Makes the link. `shown_by` says how it was shown that both are the same person. Guard: the identity is nobody's.
pub(crate) async fn add(
    doorward: &Doorward,
    change: &mut Change,
    (caller, scene): (&Caller, Scene<'_>),
    person: &Person,
    (identity, provider, shown_by): (&Identity, &str, &str),
) -> Result<()> {
    identity_links::insert(change, person.key(), identity, caller.now);
    let data = told(identity, provider, shown_by);
    let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
    events::record(doorward, change, &by, EventKind::IdentityLinked, concerning, &data);
    jobs::order_notice(doorward, change, scene, (&person.profile, &*person.home), Happened::ProviderLinked).await?;
    Ok(())
}

/// Takes these identities, which are the person's, from them.
pub(crate) async fn take(
    doorward: &Doorward,
    change: &mut Change,
    caller: &Caller,
    person: &Person,
    (identities, provider): (&[&Identity], &str),
) -> Result<()> {
    let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
    for identity in identities {
        identity_links::take(change, person.key(), identity);
        let data = serde_json::json!({ "provider": provider, "issuer": identity.issuer, "subject": identity.subject });
        events::record(doorward, change, &by, EventKind::IdentityUnlinked, concerning, &data);
    }
    let scene = Scene::browser(caller, &[]);
    jobs::order_notice(doorward, change, scene, (&person.profile, &*person.home), Happened::ProviderUnlinked).await?;
    Ok(())
}

/// What the event of a link tells.
pub(crate) fn told(identity: &Identity, provider: &str, shown_by: &str) -> serde_json::Value {
    serde_json::json!({
        "provider": provider, "issuer": identity.issuer, "subject": identity.subject, "shown_by": shown_by,
    })
}
