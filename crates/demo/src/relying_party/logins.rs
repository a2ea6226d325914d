//! Sign-ins that are under way: what the application must still know when the browser comes back from Doorward.
//!
//! A record is found by its `state`, opened only by the browser that began it, and only once. The memory is bounded: the
//! oldest go first, so a flood of abandoned sign-ins costs nothing but itself.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use model::{Span, Time};

/// How long somebody may take at Doorward.
const PATIENCE: Span = Span::minutes(30);

/// How many sign-ins may be under way at once.
const HELD: usize = 1000;

/// One sign-in under way.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Login {
    /// The browser's cookie: another browser can't finish this sign-in.
    pub(crate) browser: String,
    /// Comes back inside the ID token, so that a token of another sign-in is worth nothing here.
    pub(crate) nonce: String,
    /// The PKCE verifier (RFC 7636 §4.1): only who has it can exchange the code.
    pub(crate) verifier: String,
    /// When it began.
    pub(crate) begun: Time,
    /// The page of the application that it leads to.
    pub(crate) to: &'static str,
}

/// All sign-ins under way, by `state`.
#[derive(Default)]
pub(crate) struct Logins(Mutex<Held>);

#[derive(Default)]
struct Held {
    by_state: HashMap<String, Login>,
    oldest_first: VecDeque<String>,
}

impl Logins {
    pub(crate) fn begin(&self, state: String, login: Login) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.by_state.insert(state.clone(), login);
        held.oldest_first.push_back(state);
        while held.oldest_first.len() > HELD
            && let Some(oldest) = held.oldest_first.pop_front()
        {
            held.by_state.remove(&oldest);
        }
    }

    /// Takes the record out: it is there once, for its own browser, and not for ever.
    pub(crate) fn finish(&self, state: &str, browser: Option<&str>, now: Time) -> Option<Login> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.by_state.get(state)?.browser != browser? {
            return None;
        }
        let login = held.by_state.remove(state)?;
        (now.since(login.begun) <= PATIENCE).then_some(login)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_seconds(1_790_000_000);

    fn of(browser: &str) -> Login {
        Login { browser: browser.into(), nonce: "n".into(), verifier: "v".into(), begun: NOW, to: "/" }
    }

    #[test]
    fn once_and_for_its_own_browser() {
        let logins = Logins::default();
        logins.begin("s".into(), of("mine"));
        assert!(logins.finish("s", None, NOW).is_none());
        assert!(logins.finish("s", Some("other"), NOW).is_none());
        assert!(logins.finish("t", Some("mine"), NOW).is_none());
        assert!(logins.finish("s", Some("mine"), NOW).is_some(), "a stranger's try must not end it");
        assert!(logins.finish("s", Some("mine"), NOW).is_none());
    }

    #[test]
    fn not_for_ever() {
        let logins = Logins::default();
        logins.begin("s".into(), of("mine"));
        assert!(logins.finish("s", Some("mine"), NOW + PATIENCE + Span::millis(1)).is_none());
    }

    #[test]
    fn the_oldest_goes_first() {
        let logins = Logins::default();
        for number in 0..=HELD {
            logins.begin(number.to_string(), of("mine"));
        }
        assert!(logins.finish("0", Some("mine"), NOW).is_none());
        assert!(logins.finish("1", Some("mine"), NOW).is_some());
        assert!(logins.finish(&HELD.to_string(), Some("mine"), NOW).is_some());
    }
}
