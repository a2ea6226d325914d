//! Mails and text messages: typed letters in text and HTML, codes as text messages, and the ways that they leave.
//!
//! A [`Notice`], a [`CodeMail`], a [`LinkMail`] or a probe says what a mail is about; [`Mail`] is what is sent, with both parts. [`Deliver`] carries it:
//! [`Smtp`] to a mail server, or anything else that a test or the demonstration puts there. Nothing here knows a database,
//! and nothing here asks what time it is.

mod address;
mod code_mail;
mod deliver;
mod email_change_mail;
mod inactivity_warning;
mod invitation;
mod letter;
mod link_mail;
mod mail;
mod notice;
mod plain;
mod probe;
mod sms;
mod smtp;

pub use address::{Address, NotAnAddress, Sender};
pub use code_mail::{CodeMail, CodePurpose};
pub use deliver::{Deliver, Delivery, DeliveryError, Nowhere, Outcome, Stage};
pub use email_change_mail::{EmailChangeMail, EmailChangeSays, Undo};
pub use inactivity_warning::InactivityWarning;
pub use invitation::Invitation;
pub use letter::Letterhead;
pub use link_mail::{LinkMail, LinkPurpose};
pub use mail::Mail;
pub use notice::{Happened, Notice};
pub use pages::device::Device;
pub use probe::probe;
pub use sms::{
    Account as SmsAccount, Alphabet, BadTemplate, DeliverText, Encoding, HttpGateway, HttpSettings, Preset, Receipt,
    Receipts, Success, TextDelivery, TextError, TextMessage, TextOutcome, TextStage, Unfit, code_text,
};
pub use smtp::{LONGEST_TRY, Login, Security, Smtp, SmtpSettings, Unusable};
