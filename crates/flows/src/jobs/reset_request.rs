//! Asking an organisation's own service to reset a password that it judges (J3.5). It is done after the answer, so that nobody can tell
//! whether somebody is known, nor how fast the service is (EXT-17).

use model::{
    Id, Span,
    id::{Org, Provider, User},
};
use serde::{Deserialize, Serialize};
use store::{Change, users};
use zeroize::Zeroizing;

use super::{
    asked_mail::mailbox,
    kind::{Attempt, Content, JobKind, RecipientLimit, Task, Tried},
    order,
};
use crate::{
    Doorward, Result,
    providers::{
        service::{Silence, Verdict},
        told::Told,
    },
};

/// For how long the service is asked again while it gives no answer. Who waits longer has asked somebody else by then.
pub(crate) const PATIENCE: Span = Span::minutes(15);

/// A reset was asked for.
pub(super) static RESET: JobKind = JobKind {
    word: "provider.reset",
    patience: PATIENCE,
    recipient_limits: &RECIPIENT,
    at_once: 4,
    needs_mail: false,
    execute,
};

/// The service mails as a mailbox is mailed from here.
const RECIPIENT: [RecipientLimit; 2] = mailbox("resets of an hour", "resets of a day");

/// Whose password, and who asks.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ResetRequest {
    /// Whom it is about. None, where nobody is called as was typed whose password the service judges: then it is ordered all the same, and
    /// nobody is asked.
    pub(crate) about: Option<Forgotten>,
    /// Whose budget it is taken from.
    pub(crate) budget: String,
}

/// Whose password the service is asked to reset.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Forgotten {
    /// The account.
    pub(crate) user: Id<User>,
    /// The epochs of it and its organisation, added up.
    pub(crate) epoch: i64,
    /// The service.
    pub(crate) provider: Id<Provider>,
    /// What the service is told.
    pub(crate) told: Told,
}

impl Content for ResetRequest {
    fn kind(&self) -> &'static JobKind {
        &RESET
    }

    fn recipient(&self) -> Option<&str> {
        Some(&self.budget)
    }
}

fn execute(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move {
        let verdict = match task.content::<ResetRequest>() {
            Ok(reset) => reset.ask(task).await,
            Err(error) => Err(error),
        };
        match verdict {
            Ok(None | Some(Verdict::Right | Verdict::Known(_) | Verdict::MustChange(_))) => Tried::Done,
            Ok(Some(Verdict::Wrong(status))) => Tried::Never(format!("the service answered with the status {status}")),
            Ok(Some(Verdict::Silent(why @ (Silence::Address(_) | Silence::Settings | Silence::NotCarried(_))))) => {
                Tried::Never(why.to_string())
            }
            Ok(Some(Verdict::Refused(why))) => Tried::Never(why.to_string()),
            Ok(Some(Verdict::Silent(why))) => Tried::Later(why.to_string()),
            Err(error) => Tried::Later(format!("it could not be made: {error}")),
        }
    })
}

impl ResetRequest {
    /// What the service answers; nothing, where there is nobody to ask it for any more.
    async fn ask(&self, task: Task<'_>) -> Result<Option<Verdict>> {
        let doorward = task.doorward;
        let Some((org, about)) = task.row.org.zip(self.about.as_ref()) else { return Ok(None) };
        let home = doorward.organisation(org).await?;
        let row = users::by_id(&mut doorward.store.read().await?, org, about.user).await?;
        let same = row.map(|row| row.epoch + home.epoch) == Some(about.epoch) && home.policy.recovers_by_provider();
        let judge = home.password_judge().filter(|judge| same && judge.id == about.provider);
        let Some(provider) = judge else { return Ok(None) };
        let Some(request) = provider.request(doorward)? else { return Ok(Some(Verdict::Silent(Silence::Settings))) };
        Ok(Some(match request.fill_forgotten(&about.told.values(&Zeroizing::default())) {
            Some(Ok(filled)) => doorward.services.of(doorward, provider.id).send(filled, task.now).await,
            Some(Err(why)) => Verdict::Silent(Silence::NotCarried(why)),
            None => Verdict::Silent(Silence::Settings),
        }))
    }
}

/// Orders it.
pub(crate) async fn order_reset(
    doorward: &Doorward,
    change: &mut Change,
    org: Option<Id<Org>>,
    reset: &ResetRequest,
    now: model::Time,
) -> Result<()> {
    order(doorward, change, org, reset, now).await
}
