//! Telling applications that a session ended (OIDC Back-Channel Logout 1.0), in two kinds of work: what the ended sessions of a
//! user were used for is closed, each with the order to tell that application; and an application is told.

use bytes::Bytes;
use egress::{Call, Target};
use http::{HeaderValue, StatusCode};
use model::{
    Id, Span, Time,
    id::{App, Job, Org, Session, User},
};
use oidc::{Client, logout_token::LogoutToken};
use serde::{Deserialize, Serialize};
use store::{
    Change, Read, Readable,
    jobs::{self, JobRow},
    logouts::{self, UsedRow},
};

use super::{
    kind::{Attempt, Content, JobKind, Task, Tried},
    queue::{LEASE, Leased},
    row_of,
};
use crate::{
    Doorward, Error, Result, Settings,
    applications::application_to_tell,
    commit::Commit as _,
    farewells::{self, OF_ORGANISATION, OF_USER, OrganisationSessionsEnded, UserSessionsEnded},
};

/// Sessions of a user ended.
pub(super) static USER: JobKind = JobKind {
    word: OF_USER,
    patience: Span::hours(24),
    recipient_limits: &[],
    at_once: 2,
    needs_mail: false,
    execute: close_of_user,
};

/// All sessions of an organisation ended, since it was switched off.
pub(super) static ORGANISATION: JobKind = JobKind {
    word: OF_ORGANISATION,
    patience: Span::hours(24),
    recipient_limits: &[],
    at_once: 1,
    needs_mail: false,
    execute: close_of_organisation,
};

/// How many pages of an organisation are closed at once: far fewer than a lease has time for. Another job goes on.
const PAGES: usize = 2;

/// An application is told. It hears of it for a day; by then, most sessions of its own are over.
pub(super) static APPLICATION: JobKind = JobKind {
    word: "logout.application",
    patience: Span::hours(24),
    recipient_limits: &[],
    at_once: 8,
    needs_mail: false,
    execute: tell,
};

/// An application that refuses (§2.8: status 400) is asked for so long: it may have had no way to our keys. After that
/// a refusal is final.
const REFUSES_FOR: Span = Span::hours(1);

/// What an application is told.
#[derive(Debug, Serialize, Deserialize)]
struct Farewell {
    client_id: String,
    subject: String,
    sid: String,
}

impl Content for Farewell {
    fn kind(&self) -> &'static JobKind {
        &APPLICATION
    }

    fn recipient(&self) -> Option<&str> {
        None
    }
}

type Used = UsedRow<Readable<Settings>>;

/// The order to tell this application, if it wants to be told.
fn farewell(doorward: &Doorward, org: Id<Org>, used: Used, now: Time) -> Result<Option<JobRow>> {
    // What a newer node wrote and this one can't read is not told.
    let settings = used.settings.ok().map(store::Json::into_inner);
    let wants = settings.as_ref().and_then(Settings::client).is_some_and(|it| it.backchannel_logout_uri.is_some());
    let content = Farewell { client_id: used.client_id, subject: used.subject, sid: used.sid.to_string() };
    wants.then(|| row_of(doorward, Some(org), &content, now)).transpose()
}

/// Orders, in the change that deletes a user, that the applications are told which their sessions are used for.
pub(crate) async fn order_farewells(
    doorward: &Doorward,
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    now: Time,
) -> Result<()> {
    let used = logouts::of_user(&mut doorward.store.read().await?, org, user).await?;
    order_each(doorward, change, org, used, now)
}

/// The same, in the change that deletes a session.
pub(crate) async fn order_farewells_of_session(
    doorward: &Doorward,
    change: &mut Change,
    read: &mut Read,
    (org, session): (Id<Org>, Id<Session>),
    now: Time,
) -> Result<()> {
    let used = logouts::of_session(read, org, session).await?;
    order_each(doorward, change, org, used, now)
}

fn order_each(doorward: &Doorward, change: &mut Change, org: Id<Org>, all: Vec<Used>, now: Time) -> Result<()> {
    for used in all {
        if let Some(row) = farewell(doorward, org, used, now)? {
            jobs::insert(change, &row);
        }
    }
    Ok(())
}

/// Closes what ended sessions of the user were used for, a hundred at most, and leases to this node the telling of each that wants to be
/// told. `otherwise` is the job that would do it, which is needed no more where that was all. None, where another node was quicker.
pub(crate) async fn begin_farewells(
    doorward: &Doorward,
    (org, user): (Id<Org>, Id<User>),
    otherwise: Option<Id<Job>>,
    now: Time,
) -> Result<Option<Vec<(Id<App>, Leased)>>> {
    let over: Vec<Used> = logouts::over_of_user(&mut doorward.store.read().await?, org, user).await?;
    let is_all = over.len() < logouts::PAGE;
    let (mut change, mut begun) = (Change::new(), Vec::new());
    for (app, row) in close(doorward, &mut change, org, over, now)? {
        jobs::lease(&mut change, &row, now, now + LEASE);
        begun.push((app, Leased::begun(row, &APPLICATION)));
    }
    if let Some(job) = otherwise.filter(|_| is_all) {
        jobs::done(&mut change, job, 0);
    }
    Ok(doorward.store.commit(change).await?.is_ok().then_some(begun))
}

/// Closes these, and orders the telling of those that want to be told. Guard: nobody else closed them.
fn close(
    doorward: &Doorward,
    change: &mut Change,
    org: Id<Org>,
    over: Vec<Used>,
    now: Time,
) -> Result<Vec<(Id<App>, JobRow)>> {
    let mut ordered = Vec::new();
    for used in over {
        let app = used.app;
        logouts::close(change, org, used.sid, now);
        if let Some(row) = farewell(doorward, org, used, now)? {
            jobs::insert(change, &row);
            ordered.push((app, row));
        }
    }
    Ok(ordered)
}

/// The same in a change of its own. False, where another node was quicker.
async fn closed(doorward: &Doorward, org: Id<Org>, over: Vec<Used>, now: Time) -> Result<bool> {
    let mut change = Change::new();
    close(doorward, &mut change, org, over, now)?;
    let done = doorward.store.commit(change).await?.is_ok();
    doorward.ordered.notify_one();
    Ok(done)
}

const OVERTAKEN: &str = "another node closed the same";

fn close_of_user(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move { closed_of_user(task).await.unwrap_or_else(|error| Tried::Later(error.to_string())) })
}

async fn closed_of_user(task: Task<'_>) -> Result<Tried> {
    let Task { doorward, row, now, .. } = task;
    let org = row.org.ok_or(Error::Corrupt("a log-out of no organisation"))?;
    let UserSessionsEnded { user } = task.content()?;
    loop {
        let over: Vec<Used> = logouts::over_of_user(&mut doorward.store.read().await?, org, user).await?;
        if over.is_empty() {
            return Ok(Tried::Done);
        }
        if !closed(doorward, org, over, now).await? {
            return Ok(Tried::Later(OVERTAKEN.to_owned()));
        }
    }
}

fn close_of_organisation(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move { closed_of_organisation(task).await.unwrap_or_else(|error| Tried::Later(error.to_string())) })
}

async fn closed_of_organisation(task: Task<'_>) -> Result<Tried> {
    let Task { doorward, row, now, .. } = task;
    let org = row.org.ok_or(Error::Corrupt("a log-out of no organisation"))?;
    let OrganisationSessionsEnded { mut after } = task.content()?;
    for _ in 0..PAGES {
        let over: Vec<Used> = logouts::over_of_organisation(&mut doorward.store.read().await?, org, after).await?;
        let Some(last) = over.last() else { return Ok(Tried::Done) };
        after = last.sid;
        if !closed(doorward, org, over, now).await? {
            return Ok(Tried::Later(OVERTAKEN.to_owned()));
        }
    }
    let mut change = Change::new();
    farewells::go_on(doorward, &mut change, org, after, now);
    doorward.store.commit_all(change).await?;
    Ok(Tried::Done)
}

fn tell(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move { told(task).await.unwrap_or_else(|error| Tried::Later(error.to_string())) })
}

async fn told(task: Task<'_>) -> Result<Tried> {
    let farewell: Farewell = task.content()?;
    // One that is switched off itself, or gone, has nobody to be told.
    let application = application_to_tell(task.doorward, &farewell.client_id).await?;
    let Some(application) = application else { return Ok(Tried::Done) };
    let Some(client) = application.settings.client() else { return Ok(Tried::Done) };
    let Some(address) = &client.backchannel_logout_uri else { return Ok(Tried::Done) };
    let target: Target = match address.parse() {
        Ok(target) => target,
        Err(bad) => return Ok(Tried::Never(format!("{}: backchannel_logout_uri: {bad}", farewell.client_id))),
    };
    let form = format!("logout_token={}", logout_token(task, client, &farewell).await?);
    let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
    let call = Call { waits: task.waits, ..Call::post(&target, content_type, Bytes::from(form)) };
    let reply = task.doorward.instance.egress.send(call, task.now).await;
    Ok(judged(reply.map(|reply| reply.status), task.now.since(task.row.created_at)).map_or(
        Tried::Done,
        |(again, why)| {
            let trouble = format!("{} at {target}: {why}", farewell.client_id);
            if again { Tried::Later(trouble) } else { Tried::Never(trouble) }
        },
    ))
}

/// Nothing, where the application logged out (§2.8); otherwise whether it is told again, and why.
fn judged(answer: std::result::Result<StatusCode, egress::EgressError>, age: Span) -> Option<(bool, String)> {
    match answer {
        Ok(StatusCode::OK | StatusCode::NO_CONTENT) => None,
        Ok(StatusCode::BAD_REQUEST) => Some((age < REFUSES_FOR, "it refuses (status 400)".to_owned())),
        Ok(status) => Some((true, format!("it answers with status {}", status.as_u16()))),
        Err(error) => {
            let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
            Some((true, format!("{error}{detail}")))
        }
    }
}

/// A new token for each try, signed as the client's ID tokens are (§2.6).
async fn logout_token(task: Task<'_>, client: &Client, farewell: &Farewell) -> Result<String> {
    let (doorward, now) = (task.doorward, task.now);
    let keys = doorward.keys(now).await?;
    let algorithm = client.id_token_signed_response_alg;
    let key = keys.keyring.signing(algorithm);
    let key = key.ok_or(Error::Corrupt("an application that wants an algorithm without a key"))?;
    let id = format!("{}-{}", task.row.id, task.row.tries);
    let token = LogoutToken {
        issuer: &doorward.instance.issuer,
        client_id: &farewell.client_id,
        subject: &farewell.subject,
        sid: &farewell.sid,
        id: &id,
        issued_at: now,
    };
    token.sign(key).map_err(|_| Error::Corrupt("a token to be signed"))
}

#[cfg(test)]
mod tests {
    use egress::EgressError;

    use super::*;

    #[test]
    fn who_is_told_again() {
        let (new, old) = (Span::millis(0), Span::hours(20));
        let status = |code: u16, age| judged(Ok(StatusCode::from_u16(code).unwrap()), age).map(|(again, _)| again);
        assert_eq!((status(200, old), status(204, old)), (None, None));
        let nearly = Span::millis(REFUSES_FOR.as_millis() - 1);
        assert_eq!(
            (status(400, new), status(400, nearly), status(400, REFUSES_FOR)),
            (Some(true), Some(true), Some(false))
        );
        for code in [201, 202, 401, 404, 429, 500, 503] {
            assert_eq!(status(code, old), Some(true), "{code}");
        }
        assert_eq!(judged(Err(EgressError::Resting), old).map(|(again, _)| again), Some(true));
    }
}
