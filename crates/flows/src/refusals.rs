//! The true reason of every refusal, for operators: the answer says less, by design. It stands in the log with the request's
//! id and the client's; what an organisation can mend stands in its events as well. Never a secret.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use model::{
    Id, Span, Time,
    event::Actor,
    id::{Org, Request},
};
use store::Change;

use crate::{
    AuditContext, Doorward, Result,
    events::{self, EventKind, EventSubject},
};

/// How often the same refusal becomes an event: a client that tries again and again fills no trail (AUD-07).
const EVERY: Span = Span::minutes(5);

/// More refusals than this are not held apart; memory stays bounded.
const BOUND: usize = 4096;

/// More refusals than this of one application, user, token or provider are not held apart: whoever varies a reason keeps nobody else's out.
const OF_ONE: usize = 16;

/// The longest name of a client in a log, in characters: anybody may send any.
const LONGEST: usize = 255;

/// A refusal: of which application, user or token, at which endpoint, and why.
type Refusal = ([u8; 16], &'static str, String);

/// Which refusals became events lately, and when.
#[derive(Debug, Default)]
pub(crate) struct Recorded(Mutex<HashMap<Refusal, Time>>);

impl Recorded {
    /// Whether it is time for an event about this; then it counts as recorded.
    fn is_due(&self, (who, endpoint): ([u8; 16], &'static str), reason: &str, now: Time) -> bool {
        let mut recorded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if recorded.len() >= BOUND {
            recorded.retain(|_, at| now.since(*at) < EVERY);
        }
        let key = (who, endpoint, reason.to_owned());
        let lately = |at: &Time| now.since(*at) < EVERY;
        let of_one =
            recorded.iter().filter(|((of, at_endpoint, _), at)| (*of, *at_endpoint) == (who, endpoint) && lately(at));
        if recorded.get(&key).is_some_and(lately) || of_one.count() >= OF_ONE || recorded.len() >= BOUND {
            return false;
        }
        recorded.insert(key, now);
        true
    }
}

/// Logs why a request was refused, with the client that it came from or is about, where that is known.
pub(crate) fn log(request: Id<Request>, endpoint: &'static str, client: Option<&str>, reason: &str) {
    let client: String = client.unwrap_or_default().chars().take(LONGEST).collect();
    tracing::info!(%request, endpoint, client = ?client, reason, "refused");
}

/// Makes an event of a refusal, unless the same one made one within five minutes. `whose`: the application, user or token,
/// and the endpoint.
pub(crate) async fn record_once(
    doorward: &Doorward,
    by: &AuditContext,
    whose: ([u8; 16], &'static str),
    kind: EventKind,
    concerning: EventSubject,
    reason: &str,
) -> Result<()> {
    let data = serde_json::json!({ "endpoint": whose.1, "reason": reason });
    record_once_with(doorward, by, Refused { whose, kind, concerning, reason }, &data).await
}

/// A refusal, to be recorded.
pub(crate) struct Refused<'r> {
    /// The application, user, token or provider, and the endpoint.
    pub(crate) whose: ([u8; 16], &'static str),
    pub(crate) kind: EventKind,
    pub(crate) concerning: EventSubject,
    /// What tells it from others.
    pub(crate) reason: &'r str,
}

/// The same with details of its own.
pub(crate) async fn record_once_with(
    doorward: &Doorward,
    by: &AuditContext,
    refused: Refused<'_>,
    data: &serde_json::Value,
) -> Result<()> {
    let Refused { whose, kind, concerning, reason } = refused;
    if !doorward.recorded.is_due(whose, reason, by.now) {
        return Ok(());
    }
    let mut change = Change::new();
    events::record(doorward, &mut change, by, kind, concerning, data);
    // Should it be lost, the log has it.
    let _ = doorward.store.write(change).await?;
    Ok(())
}

/// The API, as refusals name it.
pub(crate) const API: &str = "api";

/// Makes an event of a refusal in the organisation that the token is of.
pub(crate) async fn record_refused_token(
    doorward: &Doorward,
    by: &AuditContext,
    org: Id<Org>,
    reason: &str,
) -> Result<()> {
    let Actor::ApiToken(token) = by.actor else { return Ok(()) };
    let whose = (*token.as_bytes(), API);
    record_once(doorward, by, whose, EventKind::ApiTokenRefused, EventSubject::org(org), reason).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_refusal_is_recorded_once_in_five_minutes() {
        let recorded = Recorded::default();
        let token = |byte| ([byte; 16], "token");
        let at = |seconds: i64| Time::from_seconds(1_000_000 + seconds);
        assert!(recorded.is_due(token(1), "a", at(0)));
        assert!(!recorded.is_due(token(1), "a", at(299)));
        assert!(recorded.is_due(token(1), "b", at(0)), "another reason");
        assert!(recorded.is_due(token(2), "a", at(0)), "another application");
        assert!(recorded.is_due(token(1), "a", at(300)));
    }

    #[test]
    fn aud_07_memory_stays_bounded() {
        let recorded = Recorded::default();
        for number in 0..9000u32 {
            let mut of = [0; 16];
            of[..4].copy_from_slice(&number.to_be_bytes());
            recorded.is_due((of, "token"), "a", Time::from_seconds(1));
        }
        assert_eq!(recorded.0.lock().unwrap().len(), BOUND);
    }

    #[test]
    fn aud_07_whoever_varies_a_reason_keeps_nobody_elses_out() {
        let (recorded, now) = (Recorded::default(), Time::from_seconds(1));
        let due = (0..9000u32).filter(|number| recorded.is_due(([1; 16], "callback"), &number.to_string(), now));
        assert_eq!(due.count(), OF_ONE);
        assert!(recorded.is_due(([2; 16], "callback"), "a", now), "of another provider");
        assert!(recorded.is_due(([1; 16], "callback"), "a", now + EVERY), "later");
    }
}
