//! Applications that are refused at an endpoint where they authenticate: the reason is logged, and recorded for the
//! organisation that owns the application.

use model::{
    Id,
    id::{App, Org},
};
use oidc::{
    post::Post,
    token::{TokenError, claimed_client_id},
};

use crate::{
    Caller, Doorward, Result,
    events::{EventKind, EventSubject},
    refusals,
};

/// Logs why an application was refused, and makes an event for the organisation that owns it.
pub(super) async fn record_refusal(
    doorward: &Doorward,
    caller: &Caller,
    endpoint: &'static str,
    post: &Post<'_>,
    error: &TokenError,
) -> Result<()> {
    let (client_id, reason) = (claimed_client_id(post), error.reason());
    refusals::log(caller.request, endpoint, client_id.as_deref(), &reason);
    let Some(client_id) = client_id else { return Ok(()) };
    let Some(owner) = owner_of(doorward, &client_id).await? else { return Ok(()) };
    let concerning = EventSubject::app(owner);
    let whose = (*owner.1.as_bytes(), endpoint);
    refusals::record_once(doorward, &caller.anonymous(), whose, EventKind::ApplicationRefused, concerning, &reason)
        .await
}

/// The organisation of an application, and its identifier, also when it is switched off.
async fn owner_of(doorward: &Doorward, client_id: &str) -> Result<Option<(Id<Org>, Id<App>)>> {
    if let Some(application) = doorward.application(client_id).await? {
        return Ok(Some((application.org, application.id)));
    }
    let row = store::applications::by_client_id::<()>(&mut doorward.store.read().await?, client_id).await?;
    Ok(row.map(|row| (row.org, row.id)))
}
