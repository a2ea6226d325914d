//! Whether the application may have what it asks for.

use model::sign_in::Step;
use oidc::{authorize::AuthorizationResponse, error::ErrorCode};
use store::{Change, Outcome, applications};

use super::{Arrived, Pending, Turn, pending::Destination};
use crate::{
    Caller, Doorward, Error, Result,
    events::{Concerning, Kind},
};

impl Doorward {
    pub(super) async fn consent(&self, caller: &Caller, pending: Pending, allowed: bool, shown: &str) -> Result<Turn> {
        let mut situation = Box::pin(self.situation(caller, pending)).await?;
        let Step::Consent(asked) = situation.step(self, caller.now) else { return Ok(Turn::Onward) };
        if situation.row.session.is_some() {
            return Ok(Turn::Onward);
        }
        // Somebody else signed in meanwhile, or something else is asked: then this was not what the page showed.
        if shown != self.consent_for(&situation, &asked) {
            return Ok(Turn::Onward);
        }
        let (Some(person), Destination::Application(request)) =
            (situation.person.clone(), situation.pending.destination.clone())
        else {
            return Err(Error::Corrupt("a consent of nobody"));
        };
        let concerning =
            Concerning { org: Some(person.row.org), user: Some(person.row.id), app: Some(asked.application) };
        let by = caller.user(person.row.id);
        let mut change = Change::new();
        if !allowed {
            let refusal = request.refuse(ErrorCode::AccessDenied, "the user did not consent");
            let response = AuthorizationResponse::refusal(&refusal, &self.instance.issuer);
            self.record(&mut change, &by, Kind::ConsentDenied, concerning, &serde_json::json!({}));
            return match self.store.write(change).await? {
                Outcome::Done => Ok(Turn::Arrived(Arrived::Application(response), Vec::new())),
                Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
                Outcome::Unknown => Err(Error::Unknown),
            };
        }
        let scopes = asked.scopes.join(" ");
        let owner = person.key();
        situation.is_about_person();
        situation.kept.progress.consented = Some(asked.clone());
        situation.sign_in.progress.consented = Some(asked.clone());
        situation.row.facts = situation.kept.to_json()?;
        applications::give_consent(&mut change, owner, asked.application, &scopes, caller.now);
        self.record(&mut change, &by, Kind::ConsentGiven, concerning, &serde_json::json!({ "scope": scopes }));
        match situation.step(self, caller.now) {
            Step::Arrive(arrival) => Box::pin(self.arrive(caller, situation, arrival, change)).await,
            _ => self.go_on(caller, &situation, change).await,
        }
    }
}
