//! Notices as work: a mail to the owner of an account. There are three kinds, by how long each is news.

use model::{Span, release::Profile};
use notify::Outcome;
use store::{Change, Guard, attempts::Budget};

use super::{
    kind::{Attempt, Content, JobKind, RecipientLimit, Task, Tried},
    order,
};
use crate::{
    Doorward, Organisation, Result,
    notices::{Happened, Message, Scene, Topic},
};

/// Somebody signed in. After a weekend without a mail server that is no news.
pub(super) static SIGN_IN: JobKind = mail("notice.sign_in", Span::hours(24), &MAILBOX);
/// An account was locked.
pub(super) static LOCK: JobKind = mail("notice.lock", Span::hours(24), &MAILBOX);
/// What somebody signs in with was changed.
pub(super) static CREDENTIAL: JobKind = mail("notice.credential", Span::hours(72), &CHANGES);

const fn mail(word: &'static str, patience: Span, recipient_limits: &'static [RecipientLimit]) -> JobKind {
    JobKind { word, patience, recipient_limits, at_once: 2, needs_mail: true, execute }
}

/// So that nobody can flood a mailbox: three in a quarter of an hour, ten a day.
const MAILBOX: [RecipientLimit; 2] = [
    (Budget::within(3, Span::minutes(15)), Guard("mailbox quarter of an hour")),
    (Budget::within(10, Span::hours(24)), Guard("mailbox day")),
];

/// Changes are told one by one (LGN-13): each takes a proof that a stranger does not have, and three harmless ones must not silence the
/// fourth. The bound is for whoever has one and repeats it without end.
const CHANGES: [RecipientLimit; 1] = [(Budget::within(100, Span::hours(24)), Guard("mailbox day"))];

impl Content for Message {
    fn kind(&self) -> &'static JobKind {
        match self.topic() {
            Topic::SignIn => &SIGN_IN,
            Topic::Lock => &LOCK,
            Topic::Credential => &CREDENTIAL,
        }
    }

    fn recipient(&self) -> Option<&str> {
        Some(&self.to)
    }
}

fn execute(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move {
        let mail = match task.content::<Message>() {
            Ok(message) => message.mail(task.doorward, task.row.id, task.row.org).await,
            Err(error) => Err(error),
        };
        match mail {
            Ok(mail) => tried(task.post.deliver(&mail).await),
            Err(error) => Tried::Later(format!("it could not be made: {error}")),
        }
    })
}

/// What a try to deliver a mail came to.
pub(super) fn tried(outcome: Outcome) -> Tried {
    match outcome {
        Outcome::Accepted => Tried::Done,
        Outcome::Later(trouble) if trouble.stage.concerns_all() => Tried::Unreachable(trouble.to_string()),
        Outcome::Later(trouble) => Tried::Later(trouble.to_string()),
        Outcome::Never(trouble) => Tried::Never(trouble.to_string()),
    }
}

/// Orders a notice to the person with this profile. Says whether there was anywhere to send it: without a mail server, or
/// for somebody without an address (MAI-06), nothing is ordered.
pub(crate) async fn order_notice(
    doorward: &Doorward,
    change: &mut Change,
    scene: Scene<'_>,
    (profile, home): (&Profile, &Organisation),
    happened: Happened,
) -> Result<bool> {
    if doorward.instance.mail.is_none() {
        return Ok(false);
    }
    let Some(message) = Message::new(scene, (profile, home), happened) else { return Ok(false) };
    order(doorward, change, Some(home.id), &message, scene.now).await?;
    Ok(true)
}
