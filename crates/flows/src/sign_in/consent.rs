//! Whether the application may have what it asks for.

use std::collections::BTreeSet;

use model::{
    Id,
    id::{App, Org, User},
    sign_in::Step,
};
use store::{Change, consents};

use super::{
    Accepted, Arrived, LastAnswer, Situation, Turn,
    pending::{Destination, Resolved},
    reading::Lookup,
};
use crate::{
    Error, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    people::person::Person,
    refusals,
};

impl<'a> Situation<'a> {
    pub(super) async fn consent(resolved: Resolved<'a>, (allowed, question_mac): (bool, &str)) -> Result<Turn> {
        let (doorward, caller) = (resolved.doorward, resolved.caller);
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let answer = LastAnswer { answer: Accepted::Consent(question_mac.to_owned()), at: caller.now };
        if situation.row.session.is_some() && allowed {
            return Box::pin(situation.same_click(&answer, Change::new())).await;
        }
        let Step::Consent(asked) = situation.step()? else { return situation.not_asked(&answer).await };
        // Somebody else signed in meanwhile, or something else is asked: then this was not what the page showed.
        if situation.row.session.is_some() || question_mac != situation.consent_for(&asked) {
            return situation.not_asked(&answer).await;
        }
        let Some(owner) = situation.person.as_ref().map(Person::key) else {
            return Err(Error::Corrupt("a consent of nobody"));
        };
        if !allowed {
            return Box::pin(situation.deny(owner, asked.application)).await;
        }
        let mut change = Change::new();
        let (scopes, was) = (asked.scopes.join(" "), situation.consented.as_deref());
        let all = with_former_scopes(was, &asked.scopes);
        consents::give(&mut change, owner, asked.application, (was, &all), caller.now);
        situation.bind_to_person();
        let concerning = EventSubject { org: Some(owner.0), user: Some(owner.1), app: Some(asked.application) };
        let data = serde_json::json!({ "scope": scopes });
        events::record(doorward, &mut change, &caller.user(owner.1), EventKind::ConsentGiven, concerning, &data);
        situation.kept.progress.consented = Some(asked);
        situation.answered(answer, change, Change::new()).await
    }

    /// The application may not have it, and is told so.
    async fn deny(self, owner: (Id<Org>, Id<User>), application: Id<App>) -> Result<Turn> {
        let Destination::Application(asked) = &self.pending.destination else {
            return Err(Error::Corrupt("a consent to nothing"));
        };
        let concerning = EventSubject { app: Some(application), ..EventSubject::user(owner) };
        let mut change = Change::new();
        let client_id = self.application.as_deref().map(|one| one.client_id.as_str());
        refusals::log(self.caller.request, "sign-in", client_id, "the user did not consent");
        let by = self.caller.user(owner.1);
        events::record(self.doorward, &mut change, &by, EventKind::ConsentDenied, concerning, &serde_json::json!({}));
        self.doorward.store.commit_all(change).await?;
        let response = asked.request().denied(&self.doorward.instance.issuer);
        Ok(Turn::Arrived(Arrived::Application(response), Vec::new()))
    }
}

/// What was consented to before and now, separated by spaces: an application that asks now for this, now for that, asks once
/// for each.
fn with_former_scopes(was: Option<&str>, scopes: &[String]) -> String {
    let former = was.into_iter().flat_map(|was| was.split(' '));
    let all: BTreeSet<&str> = former.chain(scopes.iter().map(String::as_str)).collect();
    Vec::from_iter(all).join(" ")
}
