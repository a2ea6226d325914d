//! Whether somebody may open an application now. Authorization, exchange, refresh, introspection and userinfo all ask here.

use model::{
    Id,
    access::{Access, AccessFacts, access},
    id::Org,
};
use store::{Read, applications::AccessRow};

use crate::{Application, Doorward, Organisation, Result};

/// Whether a user of this organisation may open the application (OAU-17), from what was read of its subscription; `None` without
/// one. `application` is `None` when it is switched off or gone.
pub(crate) async fn access_from_row(
    doorward: &Doorward,
    read: &mut Read,
    org: Id<Org>,
    application: Option<&Application>,
    row: Option<AccessRow>,
) -> Result<Access> {
    Ok(access(AccessFacts {
        home_active: Organisation::by_id(doorward, read, org).await?.active,
        application_active: application.is_some_and(|application| application.active),
        subscribed: row.is_some(),
        everyone: row.is_some_and(|row| row.everyone),
        assigned_to_user: row.is_some_and(|row| row.assigned),
        assigned_to_group: row.is_some_and(|row| row.by_group),
    }))
}
