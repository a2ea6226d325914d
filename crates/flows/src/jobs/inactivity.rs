//! Warnings of inactivity as work. What one says is read when it is sent: whoever came meanwhile gets none, and the day that the first one
//! names lies a full notice ahead, however long it waited for a mail server.

use model::{
    Id, Span, Time,
    id::User,
    inactivity::{Inactivity, Warning},
    reader::Formats,
    release::Profile,
};
use notify::{Address, InactivityWarning, Mail, Outcome, Stage};
use serde::{Deserialize, Serialize};
use store::{
    Change,
    inactivity::{self, WarnedRow, WarningMail, WarningRow},
};

use super::{
    kind::{Attempt, Content, JobKind, Task, Tried},
    notice::tried,
    row_of,
};
use crate::{
    AuditContext, Doorward, Error, Organisation, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    notices::{language_of_account, letterhead, mailbox},
};

/// The owner of an account that nobody uses is warned. Nobody but the calendar orders these, so they need no limit.
pub(super) static WARNING: JobKind = JobKind {
    word: "notice.inactivity",
    patience: Span::hours(72),
    recipient_limits: &[],
    at_once: 2,
    needs_mail: true,
    execute,
};

/// Which warning it is: one as it was ordered.
#[derive(Debug, Serialize, Deserialize)]
struct WarningContent {
    user: Id<User>,
    unused_since: Time,
    lead: i64,
    ends_at: Time,
}

impl Content for WarningContent {
    fn kind(&self) -> &'static JobKind {
        &WARNING
    }

    fn recipient(&self) -> Option<&str> {
        None
    }
}

impl WarningContent {
    /// Whether the owner is still to be told: the account was not used meanwhile, no other warning followed, and no other node sent it.
    fn is_due(&self, row: &WarnedRow) -> bool {
        let is = &row.warning;
        let same = (is.unused_since, is.lead, is.ends_at) == (self.unused_since, self.lead, self.ends_at);
        row.holds && same && matches!(is.mail.known(), Some(WarningMail::Awaited | WarningMail::FollowUp))
    }
}

/// Orders a warning in the change that notes it.
pub(crate) fn order_warning(doorward: &Doorward, change: &mut Change, warning: &WarningRow, now: Time) -> Result<()> {
    let WarningRow { user, unused_since, lead, ends_at, .. } = *warning;
    let content = WarningContent { user, unused_since, lead, ends_at };
    store::jobs::insert(change, &row_of(doorward, Some(warning.org), &content, now)?);
    Ok(())
}

fn execute(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move { warned(task).await.unwrap_or_else(|error| Tried::Later(error.to_string())) })
}

async fn warned(task: Task<'_>) -> Result<Tried> {
    let Task { doorward, row, post, now, .. } = task;
    let content: WarningContent = task.content()?;
    let org = row.org.ok_or(Error::Corrupt("a warning of no organisation"))?;
    let found = inactivity::of_user(&mut doorward.store.read().await?, org, content.user).await?;
    let Some(warned) = found.filter(|found| content.is_due(found)) else { return Ok(Tried::Done) };
    let home = doorward.organisation(org).await?;
    let Some(rule) = Inactivity::of(&home.policy).filter(|_| home.active) else { return Ok(Tried::Done) };
    let Some(to) = mailbox(&warned.profile) else {
        note(task, rule, &warned, (WarningMail::Nowhere, warned.warning.ends_at)).await?;
        return Ok(Tried::Done);
    };
    let ends_at = match warned.warning.mail == WarningMail::Awaited {
        true => warned.warning.ends_at.max(now + Span::days(content.lead)),
        false => warned.warning.ends_at,
    };
    let outcome = post.deliver(&mail(task, &home, (&warned.profile, &to), ends_at)?).await;
    match &outcome {
        Outcome::Accepted => note(task, rule, &warned, (WarningMail::Delivered, ends_at)).await?,
        // Nobody reads mail there, and nobody can be warned.
        Outcome::Never(trouble) if trouble.stage == Stage::Recipient => {
            note(task, rule, &warned, (WarningMail::Nowhere, warned.warning.ends_at)).await?;
        }
        Outcome::Later(_) | Outcome::Never(_) => {}
    }
    Ok(tried(outcome))
}

fn mail(task: Task<'_>, home: &Organisation, (profile, to): (&Profile, &Address), ends_at: Time) -> Result<Mail> {
    let instance = &task.doorward.instance;
    let sender = instance.mail.as_ref().ok_or(Error::Corrupt("a warning without a sender"))?;
    let zone = profile.zoneinfo.as_deref().or(home.branding.time_zone.as_deref());
    let formats = Formats::of(profile.date_format.as_deref(), profile.time_format.as_deref());
    let language = language_of_account(profile.locale.as_deref(), home);
    let head = letterhead(sender, home, language.tag(), (zone, formats));
    let issuer = instance.issuer.as_str().trim_end_matches('/');
    let warning = InactivityWarning {
        to,
        name: profile.given_name.as_deref().or(profile.name.as_deref()),
        at: task.now,
        ends_at,
        sign_in: &format!("{issuer}/?organization={}", home.slug),
    };
    Ok(warning.mail(&head, &task.row.id.to_string()))
}

/// Notes what became of the mail. Refused, somebody else noted it, or the account was used in this moment.
async fn note(
    task: Task<'_>,
    rule: Inactivity,
    warned: &WarnedRow,
    (mail, ends_at): (WarningMail, Time),
) -> Result<()> {
    let (doorward, was) = (task.doorward, &warned.warning);
    let due_at = rule.looked_at(Warning { lead: was.lead, ends_at });
    let mut change = Change::new();
    inactivity::go_on(&mut change, was, &WarningRow { ends_at, mail: mail.into(), ..was.clone() }, due_at);
    if mail == WarningMail::Delivered {
        let data = serde_json::json!({ "days": was.lead, "inactive_at": ends_at });
        let (by, concerning) = (AuditContext::system(doorward, task.now), EventSubject::user((was.org, was.user)));
        events::record(doorward, &mut change, &by, EventKind::UserInactivityWarned, concerning, &data);
    }
    let _ = doorward.store.commit(change).await?;
    Ok(())
}
