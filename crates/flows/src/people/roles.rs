//! Roles that somebody gets beside those that they have.

use model::{Id, Role, id::Org};
use store::Change;

use super::{Home, UserPatch, plan::Planning, stored::Stored};
use crate::{AuditContext, Doorward, Error, Result, events::EventKind};

/// Adds them, with the event, where any is new. Guard: the user is as they were when they were read.
pub(crate) async fn add(
    doorward: &Doorward,
    change: &mut Change,
    by: &AuditContext,
    (org, user): (Id<Org>, &Stored),
    roles: &[Role],
) -> Result<()> {
    let had: Vec<Role> = user.roles.iter().filter_map(|word| Role::parse(word)).collect();
    let added: Vec<Role> = roles.iter().copied().filter(|role| !had.contains(role)).collect();
    if added.is_empty() {
        return Ok(());
    }
    let home = doorward.organisation(org).await?;
    let patch = UserPatch { roles: Some([had, added].concat()), ..UserPatch::default() };
    let planning = Planning { doorward, home: Home::from(&*home), patch: &patch, stored: Some(user), now: by.now };
    let plan = planning.plan(None)?.map_err(|_| Error::Corrupt("claims of a user"))?;
    plan.add_to(change, doorward, None, (by, EventKind::UserChanged)).await
}
