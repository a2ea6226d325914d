//! Signing out: the question names what will be closed; the answer ends the session at the server, and tells the applications.

use std::{collections::HashMap, time::Duration};

use model::{Id, Span, Time, id::App};
use notify::Nowhere;
use store::{Change, sessions};
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use crate::{
    Caller, Cookie, Doorward, Leased, Open, Result,
    applications::open::{Farewell, ToldApplication},
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    farewells,
    jobs::{self, Tried},
    sessions::SignedIn,
};

/// How long the page waits for the applications to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// When another node tells them, should this one not come to it.
const OTHERWISE: Span = Span::seconds(10);

impl Doorward {
    /// Ends the session and everything that applications hold of it, and tells them, at the same time. Those that do not answer within
    /// two seconds are told again by a job.
    pub async fn sign_out(&self, caller: &Caller, who: &SignedIn) -> Result<(Cookie, Vec<ToldApplication>)> {
        let begun = Instant::now();
        let open = self.open_applications(who).await?;
        let owner = (who.row.org, who.row.user);
        let mut change = Change::new();
        sessions::end(&mut change, owner.0, who.row.id, caller.now);
        let is_told = open.iter().any(|open| open.is_told);
        let otherwise =
            is_told.then(|| farewells::order_for(self, &mut change, owner, caller.now, caller.now + OTHERWISE));
        let concerning = EventSubject::user(owner);
        let by = caller.user(owner.1);
        events::record(self, &mut change, &by, EventKind::SessionSignedOut, concerning, &serde_json::json!({}));
        self.store.commit_all(change).await?;
        // Where another node was quicker, its job tells them.
        let under_way = jobs::begin_farewells(self, owner, otherwise, caller.now).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "applications are told by a job");
            None
        });
        let clock = clock(caller.now, begun);
        let tries = under_way.unwrap_or_default().into_iter().map(|(app, leased)| (app, tell(self, leased, clock)));
        let tries: HashMap<Id<App>, JoinHandle<bool>> = tries.collect();
        Ok((Cookie::SignedOut, answers(open, tries, begun + PATIENCE).await))
    }
}

/// Tells an application, whether or not anybody waits for its answer.
/// Where many are told at one host, each waits its turn, for as long as the page waits for them.
fn tell(doorward: &Doorward, leased: Leased, clock: impl Fn() -> Time + Send + Sync + 'static) -> JoinHandle<bool> {
    let doorward = doorward.clone();
    tokio::spawn(async move {
        match leased.carry_out(&doorward, &Nowhere, &clock, PATIENCE).await {
            Ok(tried) => matches!(tried, Tried::Done),
            Err(error) => {
                // The lease runs out, and the application is told again.
                tracing::warn!(%error, "what came of a log-out can't be written");
                false
            }
        }
    })
}

/// The time of the request, going on.
fn clock(now: Time, begun: Instant) -> impl Fn() -> Time + Send + Sync + Copy + 'static {
    move || now + Span::millis(i64::try_from(begun.elapsed().as_millis()).unwrap_or_default())
}

/// What came of each try until then.
async fn answers(
    open: Vec<Open>,
    mut tries: HashMap<Id<App>, JoinHandle<bool>>,
    until: Instant,
) -> Vec<ToldApplication> {
    let mut told = Vec::new();
    for open in open {
        let farewell = match tries.remove(&open.app) {
            Some(answer) => match timeout_at(until, answer).await {
                Ok(Ok(true)) => Farewell::Closed,
                Ok(Ok(false) | Err(_)) | Err(_) => Farewell::Pending,
            },
            None if open.is_told => Farewell::Pending,
            None => Farewell::Untold,
        };
        told.push(ToldApplication { open, farewell });
    }
    told
}
