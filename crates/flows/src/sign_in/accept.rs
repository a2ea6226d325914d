//! Accepting the organisation's notice. Which version, and when, is kept of the person.

use model::{account, policy::Notice, sign_in::Step};
use store::{Change, users};

use super::{Accepted, Complaint, LastAnswer, Situation, Turn, pending::Resolved, reading::Lookup};
use crate::{
    Error, Result,
    events::{self, EventKind, EventSubject},
};

impl<'a> Situation<'a> {
    /// Whether this notice was ticked. What another version says was not read, so it is asked for.
    pub(super) async fn accept(resolved: Resolved<'a>, (notice, accepted): (Notice, bool)) -> Result<Turn> {
        let (doorward, caller) = (resolved.doorward, resolved.caller);
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let answer = LastAnswer { answer: Accepted::Notice(notice.clone()), at: caller.now };
        if situation.row.session.is_some() && accepted {
            return Box::pin(situation.same_click(&answer, Change::new())).await;
        }
        let step = situation.step()?;
        if situation.row.session.is_some() || step != Step::Accept(notice.clone()) {
            return situation.not_asked(&answer).await;
        }
        if !accepted {
            return Ok(Turn::Show(Box::new(situation.view(step)), Some(Complaint::NoticeNotAccepted)));
        }
        let Some(person) = &mut situation.person else { return Err(Error::Corrupt("a notice to nobody")) };
        let key = person.key();
        let kept = account::Accepted { text: notice.text.clone(), version: notice.version.clone(), at: caller.now };
        person.account.facts.accepted = Some(kept);
        let mut change = Change::new();
        let facts = person.row.facts.replaced(person.account.facts.clone());
        users::set_facts(&mut change, key, &person.row.facts, &facts);
        let details = serde_json::json!({ "text": notice.text, "version": notice.version });
        let (by, concerning) = (caller.user(key.1), EventSubject::user(key));
        events::record(doorward, &mut change, &by, EventKind::NoticeAccepted, concerning, &details);
        situation.bind_to_person();
        situation.kept.progress.accepted = Some(notice);
        situation.answered(answer, change, Change::new()).await
    }
}
