//! Asking an organisation's own service to reset a password that it judges (J3.5). It is done after the answer, so that nobody can tell
//! whether somebody is known, nor how fast the service is (EXT-17).

use model::{
    Id, Span,
    id::{Org, User},
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
    authenticators::external::Told,
    people::person::Person,
    providers::service::{Silence, Verdict},
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
    /// The account, and the epochs of it and its organisation, added up. None, where nobody is called as was typed: then it is ordered all
    /// the same, and nobody is asked.
    pub(crate) user: Option<(Id<User>, i64)>,
    /// Whose budget it is taken from.
    pub(crate) budget: String,
    /// The browser (`User-Agent`).
    pub(crate) agent: String,
    /// The address that it asks from.
    pub(crate) address: String,
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
            Ok(None | Some(Verdict::Right)) => Tried::Done,
            Ok(Some(Verdict::Wrong(status))) => Tried::Never(format!("the service answered with the status {status}")),
            Ok(Some(Verdict::Silent(why @ (Silence::Address(_) | Silence::Settings | Silence::NotCarried(_))))) => {
                Tried::Never(why.to_string())
            }
            Ok(Some(Verdict::Silent(why))) => Tried::Later(why.to_string()),
            Err(error) => Tried::Later(format!("it could not be made: {error}")),
        }
    })
}

impl ResetRequest {
    /// What the service answers; nothing, where there is nobody to ask it for.
    async fn ask(&self, task: Task<'_>) -> Result<Option<Verdict>> {
        let doorward = task.doorward;
        let Some((org, (user, epoch))) = task.row.org.zip(self.user) else { return Ok(None) };
        let Some(person) = known(doorward, (org, user)).await? else { return Ok(None) };
        let home = &person.home;
        let elsewhere = home.policy.recovers_by_provider() && !home.policy.keeps_password_of(&person.account.facts);
        let active = person.account.state == model::account::State::Active;
        let Some(provider) = home.password_judge().filter(|_| elsewhere && active && person.epoch() == epoch) else {
            return Ok(None);
        };
        let Some(request) = provider.request(doorward)? else { return Ok(Some(Verdict::Silent(Silence::Settings))) };
        let told = Told::of(&person, provider.id, &self.agent, &self.address);
        Ok(Some(match request.fill_forgotten(&told.values(&Zeroizing::default())) {
            Some(Ok(filled)) => doorward.services.of(doorward, provider.id).send(filled, task.now).await,
            Some(Err(why)) => Verdict::Silent(Silence::NotCarried(why)),
            None => Verdict::Silent(Silence::Settings),
        }))
    }
}

async fn known(doorward: &Doorward, (org, user): (Id<Org>, Id<User>)) -> Result<Option<Person>> {
    let mut read = doorward.store.read().await?;
    let row = users::by_id(&mut read, org, user).await?;
    Person::of_row(doorward, &mut read, row).await
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
