//! Mails and text messages that leave for nowhere: the demonstration keeps them in its outbox.

use demo::{Outbox, outbox::Channel, outbox::Message};
use model::Time;
use notify::{Deliver, DeliverText, Delivery, Mail, Outcome, TextDelivery, TextMessage, TextOutcome};

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

/// Puts each text message into the outbox.
#[derive(Debug)]
pub(super) struct TextsToOutbox(pub(super) Outbox);

impl DeliverText for TextsToOutbox {
    fn deliver<'a>(&'a self, message: &'a TextMessage<'a>, now: Time) -> TextDelivery<'a> {
        self.0.push(Message {
            channel: Channel::Sms,
            from: "Doorward".to_owned(),
            to: message.to.in_groups(),
            subject: None,
            text: message.text.to_owned(),
            html: None,
            at: now,
        });
        Box::pin(std::future::ready(TextOutcome::Accepted))
    }
}
