//! How a mail leaves, and what came of it.

use std::{fmt, future::Future, pin::Pin};

use crate::Mail;

/// Carries mails: to a mail server, or to wherever a test or the demonstration keeps them.
pub trait Deliver: Send + Sync {
    /// Tries once, for a bounded time. Neither waits for better times nor tries again: that is the business of whoever asks.
    fn deliver<'a>(&'a self, mail: &'a Mail) -> Delivery<'a>;
}

/// For a node that has no mail server.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

impl Deliver for Nowhere {
    fn deliver<'a>(&'a self, _: &'a Mail) -> Delivery<'a> {
        let detail = "this node has no mail server".to_owned();
        Box::pin(async { Outcome::Later(DeliveryError { stage: Stage::Connect, code: None, detail }) })
    }
}

/// A mail on its way.
pub type Delivery<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// What came of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The next server has it, and answers for it from here on.
    Accepted,
    /// Not now; trying again later may help.
    Later(DeliveryError),
    /// Not to this recipient, or not with this content: trying again is no use.
    Never(DeliveryError),
}

/// What stood in the way. Shown, it says where and with which code, never what else the server wrote: servers like to
/// repeat addresses. [`DeliveryError::detail`] has that, for the operator who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryError {
    /// At which point.
    pub stage: Stage,
    /// The server's reply code (RFC 5321 §4.2), if it replied.
    pub code: Option<u16>,
    /// What the server, or the network, said.
    pub detail: String,
}

/// The points of a delivery, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Reaching the server.
    Connect,
    /// TLS.
    Secure,
    /// The user name and password for the server.
    Login,
    /// The sender.
    Sender,
    /// The recipient.
    Recipient,
    /// The mail itself.
    Content,
}

impl Stage {
    /// Whether what stood in the way there stands in everybody's: no other mail would have gone further.
    pub const fn concerns_all(self) -> bool {
        matches!(self, Self::Connect | Self::Secure | Self::Login | Self::Sender)
    }
}

impl DeliveryError {
    /// What an operator can do about it.
    pub const fn remedy(&self) -> &'static str {
        match self.stage {
            Stage::Connect => "Check `mail.host` and `mail.port`, and that this machine may reach it.",
            Stage::Secure => {
                "Check `mail.security` (\"starttls\" is usual on port 587, \"tls\" on port 465), that the certificate names the \
                 host, and `mail.authorities`, if an authority of your own signed it."
            }
            Stage::Login => "Check `mail.user` and `mail.password_file`.",
            Stage::Sender => "Check `mail.from`: the mail server does not let this user send from that address.",
            Stage::Recipient => {
                "Check the recipient's address, and that the mail server may send to other domains for you."
            }
            Stage::Content => "The mail server's own log says why it does not take this mail.",
        }
    }
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.stage {
            Stage::Connect => "the mail server can't be reached",
            Stage::Secure => "there is no safe connection to the mail server",
            Stage::Login => "the mail server does not accept the user name and password",
            Stage::Sender => "the mail server does not accept the sender",
            Stage::Recipient => "the mail server does not accept the recipient",
            Stage::Content => "the mail server does not accept the mail",
        };
        match self.code {
            Some(code) => write!(f, "{what} (reply {code})"),
            None => f.write_str(what),
        }
    }
}

impl std::error::Error for DeliveryError {}
