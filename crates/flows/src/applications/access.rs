//! Whether somebody may open an application now. Authorization, exchange, refresh, introspection and userinfo all ask here.

use model::{
    Id,
    access::{Access, AccessFacts, access},
    id::{Org, User},
};
use store::{Read, applications};

use crate::{Application, Doorward, Result};

impl Doorward {
    /// Whether this user may open the application (OAU-17). `application` is `None` when it is switched off or gone.
    pub(crate) async fn access(
        &self,
        read: &mut Read,
        (org, user): (Id<Org>, Id<User>),
        application: Option<&Application>,
    ) -> Result<Access> {
        let home_active = self.organisation_in(read, org).await?.active;
        let Some(application) = application.filter(|application| application.active) else {
            return Ok(access(AccessFacts { home_active, ..AccessFacts::default() }));
        };
        let row = applications::access(read, (org, user), application.id).await?;
        Ok(access(AccessFacts {
            home_active,
            application_active: true,
            subscribed: row.is_some(),
            everyone: row.is_some_and(|row| row.everyone),
            assigned_to_user: row.is_some_and(|row| row.assigned),
            assigned_to_group: row.is_some_and(|row| row.by_group),
        }))
    }
}
