//! What `doorward doctor` and a running node prove to each other: that they hold the same sealing key. Whoever shows such a
//! ticket may see what a request looks like once it has passed the proxies.

use model::{Span, Time};

use crate::Doorward;

/// How long a ticket is good: the time of one look.
const GOOD: Span = Span::seconds(60);

const PURPOSE: &str = "doctor";

impl Doorward {
    /// A ticket for one look at how requests arrive.
    pub fn doctor_ticket(&self, now: Time) -> String {
        self.sealer.seal_text(&*self.entropy, PURPOSE, b"", &(now + GOOD).millis().to_be_bytes())
    }

    /// Whether this is a ticket of somebody with our sealing key, made a moment ago.
    pub fn is_doctor(&self, ticket: &str, now: Time) -> bool {
        let Ok(until) = self.sealer.open_text(PURPOSE, b"", ticket) else { return false };
        let until = until.as_slice().try_into().map(|bytes| Time::from_millis(i64::from_be_bytes(bytes)));
        until.is_ok_and(|until| now < until && until < now + GOOD + GOOD)
    }
}
