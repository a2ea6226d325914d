//! Whether the application may have what it asks for.

use model::{
    Id,
    id::{App, Org, User},
    sign_in::Step,
};
use store::{Change, applications};

use super::{Arrived, Pending, Situation, Turn, pending::Destination, reading::Look};
use crate::{
    Caller, Doorward, Error, Result,
    events::{Concerning, Kind},
};

impl<'a> Situation<'a> {
    pub(super) async fn consent(
        doorward: &'a Doorward,
        caller: &'a Caller,
        pending: Pending,
        (allowed, shown): (bool, &str),
    ) -> Result<Turn> {
        let mut situation = Box::pin(Self::read(doorward, caller, pending, None, Look::Shown)).await?;
        let Step::Consent(asked) = situation.step()? else { return Ok(Turn::Onward) };
        // Somebody else signed in meanwhile, or something else is asked: then this was not what the page showed.
        if situation.row.session.is_some() || shown != situation.consent_for(&asked) {
            return Ok(Turn::Onward);
        }
        let Some(owner) = situation.person.as_ref().map(super::person::Person::key) else {
            return Err(Error::Corrupt("a consent of nobody"));
        };
        if !allowed {
            return Box::pin(situation.deny(owner, asked.application)).await;
        }
        let mut change = Change::new();
        let scopes = asked.scopes.join(" ");
        situation.is_about_person();
        applications::give_consent(&mut change, owner, asked.application, &scopes, caller.now);
        let concerning = Concerning { org: Some(owner.0), user: Some(owner.1), app: Some(asked.application) };
        let data = serde_json::json!({ "scope": scopes });
        doorward.record(&mut change, &caller.user(owner.1), Kind::ConsentGiven, concerning, &data);
        situation.kept.progress.consented = Some(asked);
        situation.proceed(change).await
    }

    /// The application may not have it, and is told so.
    async fn deny(self, owner: (Id<Org>, Id<User>), application: Id<App>) -> Result<Turn> {
        let Destination::Application(asked) = &self.pending.destination else {
            return Err(Error::Corrupt("a consent to nothing"));
        };
        let concerning = Concerning { app: Some(application), ..Concerning::user(owner) };
        let mut change = Change::new();
        let client_id = self.application.as_deref().map(|one| one.client_id.as_str());
        self.doorward.log_refusal(self.caller, "sign-in", client_id, "the user did not consent");
        let by = self.caller.user(owner.1);
        self.doorward.record(&mut change, &by, Kind::ConsentDenied, concerning, &serde_json::json!({}));
        self.doorward.commit_all(change).await?;
        let response = asked.request().denied(&self.doorward.instance.issuer);
        Ok(Turn::Arrived(Arrived::Application(response), Vec::new()))
    }
}
