//! The application's own sessions: who is signed in here, and the tokens that Doorward gave for them.
//!
//! They stay on the server, behind a cookie of 256 random bits; the browser never sees a token. Each session has its own
//! lock, held while its tokens are refreshed: two tabs must not spend one refresh token twice.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use model::{Span, Time};
use serde_json::{Map, Value};

use super::{client::Tokens, keys::Signed};

/// How long a session lasts here, whatever happens at Doorward.
const LASTS: Span = Span::hours(12);

/// How many sessions are held at once.
const HELD: usize = 1000;

/// Somebody who is signed in to this application.
pub(crate) struct Session {
    /// The ID token that was checked last.
    pub(crate) id_token: Signed,
    /// What came with it.
    pub(crate) tokens: Tokens,
    /// The `nonce` of the sign-in, which a later ID token must carry if it carries any.
    pub(crate) nonce: String,
    /// The refresh that was asked for last.
    pub(crate) refreshed: Option<Refreshed>,
}

impl Session {
    pub(crate) fn claims(&self) -> &Map<String, Value> {
        &self.id_token.claims
    }
}

/// What a refresh changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refreshed {
    pub(crate) at: Time,
    pub(crate) before: Option<Time>,
    pub(crate) after: Option<Time>,
    pub(crate) rotated: bool,
}

/// Whom a log-out means (Back-Channel Logout 1.0 §2.6): one session, or all of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) sub: Option<String>,
    pub(crate) sid: Option<String>,
}

struct Held {
    sub: String,
    sid: Option<String>,
    begun: Time,
    session: Arc<tokio::sync::Mutex<Session>>,
}

/// All sessions, by the value of their cookie.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Held>>);

impl Sessions {
    pub(crate) fn begin(&self, cookie: String, session: Session, now: Time) {
        let text = |claim: &str| session.claims().get(claim).and_then(Value::as_str).map(str::to_owned);
        let entry = Held {
            sub: text("sub").unwrap_or_default(),
            sid: text("sid"),
            begun: now,
            session: Arc::new(tokio::sync::Mutex::new(session)),
        };
        let mut held = self.held();
        if held.len() >= HELD
            && let Some(oldest) = held.iter().min_by_key(|(_, entry)| entry.begun).map(|(cookie, _)| cookie.clone())
        {
            held.remove(&oldest);
        }
        held.insert(cookie, entry);
    }

    pub(crate) fn find(&self, cookie: &str, now: Time) -> Option<Arc<tokio::sync::Mutex<Session>>> {
        let mut held = self.held();
        if now.since(held.get(cookie)?.begun) > LASTS {
            held.remove(cookie);
        }
        held.get(cookie).map(|entry| entry.session.clone())
    }

    pub(crate) fn end(&self, cookie: &str) {
        self.held().remove(cookie);
    }

    /// Ends every session that a log-out means; answers how many.
    pub(crate) fn end_all(&self, ended: &Ended) -> usize {
        let mut held = self.held();
        let before = held.len();
        held.retain(|_, entry| {
            let sid_meant = ended.sid.as_ref().is_none_or(|sid| entry.sid.as_ref() == Some(sid));
            let sub_meant = ended.sub.as_ref().is_none_or(|sub| entry.sub == *sub);
            !(sid_meant && sub_meant)
        });
        before - held.len()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Time = Time::from_seconds(1_790_000_000);

    fn of(sub: &str, sid: &str) -> Session {
        let claims = json!({"sub": sub, "sid": sid}).as_object().unwrap().clone();
        let header = jose::Header { algorithm: jose::Algorithm::RS256, kid: None, typ: None };
        Session {
            id_token: Signed { raw: String::new(), header, claims },
            tokens: Tokens::default(),
            nonce: String::new(),
            refreshed: None,
        }
    }

    #[test]
    fn a_log_out_ends_whom_it_means() {
        let ended = |sub: Option<&str>, sid: Option<&str>| {
            let sessions = Sessions::default();
            for (cookie, sub, sid) in [("a", "ines", "1"), ("b", "ines", "2"), ("c", "tomas", "3")] {
                sessions.begin(cookie.into(), of(sub, sid), NOW);
            }
            let count = sessions.end_all(&Ended { sub: sub.map(Into::into), sid: sid.map(Into::into) });
            let left: Vec<_> = ["a", "b", "c"].into_iter().filter(|c| sessions.find(c, NOW).is_some()).collect();
            assert_eq!(count, 3 - left.len());
            left.join("")
        };
        assert_eq!(ended(Some("ines"), None), "c");
        assert_eq!(ended(None, Some("2")), "ac");
        assert_eq!(ended(Some("ines"), Some("1")), "bc");
        assert_eq!(ended(Some("tomas"), Some("1")), "abc", "both must fit");
    }

    #[test]
    fn not_for_ever_and_not_without_bound() {
        let sessions = Sessions::default();
        for number in 0..=HELD {
            sessions.begin(number.to_string(), of("ines", "1"), NOW + Span::millis(number as i64));
        }
        assert!(sessions.find("0", NOW).is_none() && sessions.find("1", NOW).is_some());
        assert!(sessions.find("1", NOW + LASTS + Span::millis(2)).is_none());
    }
}
