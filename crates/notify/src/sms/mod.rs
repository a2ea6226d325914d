//! Text messages: what they say, and the gateway that they leave by.

mod gateway;
mod message;
mod presets;
mod receipt;
mod reply;
mod template;

use std::{fmt, future::Future, pin::Pin};

use model::{Time, phone::PhoneNumber};

pub use gateway::{Account, HttpGateway, HttpSettings, Unfit};
pub use message::{Alphabet, code_text};
pub use presets::Preset;
pub use receipt::{Receipt, Receipts};
pub use reply::Success;
pub use template::{BadTemplate, Encoding};

/// A text message on its way out.
#[derive(Debug, Clone)]
pub struct TextMessage<'a> {
    /// Whom it goes to.
    pub to: &'a PhoneNumber,
    /// What it says.
    pub text: &'a str,
    /// Names it, the same for each try.
    pub id: &'a str,
    /// The address at which the gateway tells what became of it; empty where it is not to.
    pub receipt: &'a str,
}

/// Carries text messages: to a gateway, or to wherever a test or the demonstration keeps them.
pub trait DeliverText: Send + Sync + fmt::Debug {
    /// Tries once, for a bounded time. Neither waits for better times nor tries again: that is the business of whoever asks.
    fn deliver<'a>(&'a self, message: &'a TextMessage<'a>, now: Time) -> TextDelivery<'a>;

    /// How to read what is told at [`TextMessage::receipt`]; none where nothing is.
    fn receipts(&self) -> Option<&Receipts> {
        None
    }
}

/// A text message that is being handed over.
pub type TextDelivery<'a> = Pin<Box<dyn Future<Output = TextOutcome> + Send + 'a>>;

/// What came of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextOutcome {
    /// The gateway has it, and answers for it from here on.
    Accepted,
    /// Not now; trying again later may help.
    Later(TextError),
    /// Not to this number, or not this text: trying again is no use.
    Never(TextError),
}

/// What stood in the way. Shown, it says no more than is safe in a log: gateways like to repeat numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// At which point.
    pub stage: TextStage,
    /// The status of the gateway's answer, if it answered.
    pub status: Option<u16>,
    /// What the network, or the gateway, said.
    pub detail: String,
}

/// The points of handing a text message over, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextStage {
    /// Reaching the gateway.
    Reach,
    /// Having a whole answer of it: without one, it may have sent the message all the same.
    Answer,
    /// The credentials for it.
    Login,
    /// The message itself.
    Message,
}

impl TextStage {
    /// Whether what stood in the way there stands in everybody's.
    pub const fn concerns_all(self) -> bool {
        matches!(self, Self::Reach | Self::Answer | Self::Login)
    }
}

impl TextError {
    /// What an operator can do about it.
    pub const fn remedy(&self) -> &'static str {
        match self.stage {
            TextStage::Reach => {
                "Check `sms.url`, that this machine may reach it, and `egress.allow`, if it is in your own network."
            }
            TextStage::Answer => "The gateway's own log says what it did with the message.",
            TextStage::Login => "Check `sms.user` and `sms.secret_file`.",
            TextStage::Message => {
                "Check `sms.from`, `sms.body` and `sms.success` against what the gateway wants; its own log says more."
            }
        }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.stage {
            TextStage::Reach => "the SMS gateway can't be asked",
            TextStage::Answer => "the SMS gateway gave no answer that counts",
            TextStage::Login => "the SMS gateway does not accept the credentials",
            TextStage::Message => "the SMS gateway does not accept the message",
        };
        match self.status {
            Some(status) => write!(f, "{what} (status {status})"),
            None => f.write_str(what),
        }
    }
}

impl std::error::Error for TextError {}
