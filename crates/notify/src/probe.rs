//! A test message, sent at once, for whoever sets mail up.

use model::Time;

use crate::{Address, Deliver, DeliveryError, Letterhead, Outcome, letter::Letter};

/// Sends one test message to this address, and says what became of it. `id` names the message; it should be a new one.
///
/// # Errors
/// What stood in the way; [`DeliveryError::detail`] and [`DeliveryError::remedy`] tell the operator more.
pub async fn probe(
    post: &dyn Deliver,
    head: &Letterhead<'_>,
    to: &Address,
    (id, at): (&str, Time),
) -> Result<(), DeliveryError> {
    let (text, organisation) = (head.text, crate::plain::line(head.organisation));
    let letter = Letter {
        subject: text.mail_probe_subject(&organisation),
        lead: text.mail_probe_lead(&organisation),
        code: None,
        facts: vec![(text.time(), head.exact(at))],
        button: None,
        advice: Vec::new(),
        because: text.mail_because_probe(to.as_str()),
    };
    match post.deliver(&head.mail(&letter, (to, None), (id, at))).await {
        Outcome::Accepted => Ok(()),
        Outcome::Later(error) | Outcome::Never(error) => Err(error),
    }
}
