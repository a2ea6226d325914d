//! Whether somebody may open an application now. Authorization, exchange, refresh, introspection and userinfo all ask here.

use model::{
    Id,
    access::{Access, AccessFacts, access},
    id::{Org, User},
};
use store::{
    Read,
    applications::{self, AccessRow},
};

use crate::{Application, Doorward, Result};

impl Doorward {
    /// Whether this user may open the application (OAU-17). `application` is `None` when it is switched off or gone.
    pub(crate) async fn access(
        &self,
        read: &mut Read,
        (org, user): (Id<Org>, Id<User>),
        application: Option<&Application>,
    ) -> Result<Access> {
        let row = match application.filter(|application| application.active) {
            Some(application) => applications::access(read, (org, user), application.id).await?,
            None => None,
        };
        self.access_by(read, org, application, row).await
    }

    /// The same from what was read of the subscription already; `None` without one.
    pub(crate) async fn access_by(
        &self,
        read: &mut Read,
        org: Id<Org>,
        application: Option<&Application>,
        row: Option<AccessRow>,
    ) -> Result<Access> {
        Ok(access(AccessFacts {
            home_active: self.organisation_in(read, org).await?.active,
            application_active: application.is_some_and(|application| application.active),
            subscribed: row.is_some(),
            everyone: row.is_some_and(|row| row.everyone),
            assigned_to_user: row.is_some_and(|row| row.assigned),
            assigned_to_group: row.is_some_and(|row| row.by_group),
        }))
    }
}
