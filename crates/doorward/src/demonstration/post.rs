//! Mail that leaves for nowhere: the demonstration keeps it in its outbox.

use demo::{Outbox, outbox::Channel, outbox::Message};
use notify::{Deliver, Delivery, Mail, Outcome};

use crate::node::Clock;

/// Puts each mail into the outbox.
pub(super) struct ToOutbox {
    pub(super) outbox: Outbox,
    pub(super) clock: Clock,
}

impl Deliver for ToOutbox {
    fn deliver<'a>(&'a self, mail: &'a Mail) -> Delivery<'a> {
        self.outbox.push(Message {
            channel: Channel::Email,
            from: mail.from.to_string(),
            to: mail.to.to_string(),
            subject: Some(mail.subject.clone()),
            text: mail.text.clone(),
            html: Some(mail.html.clone()),
            at: (self.clock)(),
        });
        Box::pin(std::future::ready(Outcome::Accepted))
    }
}
