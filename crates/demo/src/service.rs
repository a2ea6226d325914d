//! A web service that an organisation of the demonstration has of its own: it judges the passwords of its people, and notes what it was
//! asked, without them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use model::Time;

/// Where it is asked, at the start page's origin.
pub const CHECK: &str = "/service/check";

/// How many questions are remembered.
const KEPT: usize = 50;

/// The service. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Service(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    asked: VecDeque<Question>,
    is_out: bool,
}

/// A question, without the password.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) at: Time,
    /// Whose password.
    pub(crate) login: String,
    /// What was answered.
    pub(crate) status: u16,
}

impl Service {
    /// Notes a question; the status that it gets. `right`: whether the password is.
    pub(crate) fn answer(&self, at: Time, login: &str, right: bool) -> u16 {
        let mut state = self.state();
        let status = match (state.is_out, right) {
            (true, _) => 503,
            (false, true) => 200,
            (false, false) => 401,
        };
        state.asked.push_front(Question { at, login: login.chars().take(100).collect(), status });
        state.asked.truncate(KEPT);
        status
    }

    /// Puts it out of order, or in order again.
    pub(crate) fn switch(&self) {
        let mut state = self.state();
        state.is_out = !state.is_out;
    }

    pub(crate) fn is_out(&self) -> bool {
        self.state().is_out
    }

    /// What was asked lately, newest first.
    pub(crate) fn asked(&self) -> Vec<Question> {
        self.state().asked.iter().cloned().collect()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_as_it_is_and_forgets_what_is_old() {
        let (service, now) = (Service::default(), Time::from_seconds(1));
        assert_eq!([true, false].map(|right| service.answer(now, "a", right)), [200, 401]);
        service.switch();
        assert_eq!(service.answer(now, "b", true), 503);
        assert!(service.is_out() && service.asked()[0].login == "b");
        (0..2 * KEPT).for_each(|_| _ = service.answer(now, &"c".repeat(1000), true));
        assert_eq!((service.asked().len(), service.asked()[0].login.len()), (KEPT, 100));
    }
}
