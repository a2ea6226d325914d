//! The outbox: every e-mail and text message that the demonstration "sends" stays here, in memory, for everybody to read.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use model::Time;
use serde::Serialize;

/// How many messages are kept when nothing else is said.
pub const KEPT: usize = 200;

/// What a message may weigh; longer bodies are cut. Doorward's own messages are a few kilobytes.
const BODY_BYTES: usize = 128 * 1024;

/// How a message would have travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// An e-mail.
    Email,
    /// A text message.
    Sms,
}

/// A message as its receiver would see it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// E-mail or SMS.
    pub channel: Channel,
    /// The sender: an address with or without a name, or the name that the phone shows.
    pub from: String,
    /// The receiver: an e-mail address or a phone number.
    pub to: String,
    /// The subject; text messages have none.
    pub subject: Option<String>,
    /// The plain text, whole.
    pub text: String,
    /// The same as HTML, where the message has it.
    pub html: Option<String>,
    /// When it was sent, in milliseconds since the epoch.
    pub at: Time,
}

impl std::fmt::Debug for Message {
    /// Without subject and bodies: they carry codes and links that must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message").field("channel", &self.channel).field("to", &self.to).finish_non_exhaustive()
    }
}

/// A message with its place in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Counts from 1, never reused.
    pub number: u64,
    /// The message.
    #[serde(flatten)]
    pub message: Message,
}

/// The newest messages, in memory. Clones share the same messages.
#[derive(Debug, Clone)]
pub struct Outbox {
    kept: usize,
    held: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    sent: u64,
    messages: VecDeque<Sent>,
}

impl Outbox {
    /// An empty outbox that keeps the newest `kept` messages (at least one).
    pub fn new(kept: usize) -> Self {
        Self { kept: kept.max(1), held: Arc::default() }
    }

    /// Keeps a message, and lets the oldest go when there are too many. Answers its number.
    pub fn push(&self, mut message: Message) -> u64 {
        cut(&mut message.text);
        if let Some(html) = &mut message.html {
            cut(html);
        }
        let mut held = self.held();
        held.sent += 1;
        let number = held.sent;
        held.messages.push_front(Sent { number, message });
        held.messages.truncate(self.kept);
        number
    }

    /// The messages that are kept, newest first.
    pub fn messages(&self) -> Vec<Sent> {
        self.held().messages.iter().cloned().collect()
    }

    /// One message, unless it was let go.
    pub fn message(&self, number: u64) -> Option<Sent> {
        self.held().messages.iter().find(|sent| sent.number == number).cloned()
    }

    /// How many messages were sent altogether, with those that were let go.
    pub fn sent(&self) -> u64 {
        self.held().sent
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cut(body: &mut String) {
    if body.len() > BODY_BYTES {
        body.truncate(body.floor_char_boundary(BODY_BYTES));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(receiver: &str) -> Message {
        Message {
            channel: Channel::Email,
            from: "Northwind Instruments <no-reply@northwind.example>".into(),
            to: receiver.into(),
            subject: Some("Restore your password".into()),
            text: "canary 204117".into(),
            html: None,
            at: Time::from_seconds(1_790_000_000),
        }
    }

    #[test]
    fn newest_first_and_bounded() {
        let outbox = Outbox::new(2);
        for receiver in ["a@one.example", "b@two.example", "c@three.example"] {
            outbox.push(to(receiver));
        }
        let kept: Vec<_> = outbox.messages().into_iter().map(|sent| (sent.number, sent.message.to)).collect();
        assert_eq!(kept, [(3, "c@three.example".into()), (2, "b@two.example".into())]);
        assert_eq!((outbox.sent(), outbox.message(1)), (3, None));
    }

    #[test]
    fn a_long_body_is_cut_between_characters() {
        let outbox = Outbox::new(1);
        outbox.push(Message {
            text: "ü".repeat(BODY_BYTES),
            html: Some("é".repeat(BODY_BYTES)),
            ..to("a@one.example")
        });
        let Message { text, html, .. } = outbox.messages().remove(0).message;
        assert_eq!((text.len(), html.map(|html| html.len())), (BODY_BYTES, Some(BODY_BYTES)));
    }

    #[test]
    fn logs_do_not_see_the_body() {
        let shown = format!("{:?}", to("a@one.example"));
        assert!(shown.contains("a@one.example") && !shown.contains("204117") && !shown.contains("Restore"), "{shown}");
    }
}
