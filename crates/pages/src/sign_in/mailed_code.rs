//! A code by e-mail: asking for it, typing it, and that it was right (J5.2, J5.3).

use askama::Template;
use model::Time;

use crate::{Chrome, Form, Href, Page, Who};

/// Offers to send a code. Nothing is sent before its button is pressed.
#[derive(Debug, Template)]
#[template(path = "sign_in/send_code.html", whitespace = "minimize")]
pub struct SendCodePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Who it is about, as typed.
    pub who: Who<'a>,
    /// Back to the question before.
    pub change: Href<'a>,
}

impl Page for SendCodePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.send_code().to_owned()
    }
}

/// Asks for the code that was sent. Says the same whether anybody got one.
///
/// Posts `code`. Whatever stands around the digits is taken out by the server.
#[derive(Debug, Template)]
#[template(path = "sign_in/mailed_code.html", whitespace = "minimize")]
pub struct MailedCodePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Where a new code is asked for.
    pub again: Form<'a>,
    /// Who it is about, as typed.
    pub who: Who<'a>,
    /// Whether an account may be made for them.
    pub registers: bool,
    /// When the newest code was sent.
    pub sent_at: Time,
    /// From when on another one can be asked for, where that was too early.
    pub next: Option<Time>,
    /// For how many minutes it is good.
    pub minutes: u32,
    /// What to correct.
    pub error: Option<MailedCodeError>,
    /// Back to who it is about.
    pub change: Href<'a>,
}

/// What is to be corrected in a code that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailedCodeError {
    /// Not six digits.
    Missing,
    /// Another one, or too late. Never says which (REG-06).
    Mismatch,
    /// Too many wrong tries with this code.
    Spent,
}

impl MailedCodePage<'_> {
    fn lead(&self) -> text::Marked {
        let (text, who) = (self.chrome.text, self.who.shown());
        if self.registers { text.mailed_code_lead_register(who) } else { text.mailed_code_lead(who) }
    }

    fn good(&self) -> String {
        let Chrome { text, clock, .. } = self.chrome;
        text.mailed_code_good(self.minutes.into(), &clock.at(*text, self.sent_at))
    }

    fn lately_words(&self) -> Option<String> {
        self.next.map(|next| self.chrome.sent_lately(self.sent_at, next))
    }

    fn error_words(&self) -> Option<&'static str> {
        let text = self.chrome.text;
        Some(match self.error? {
            MailedCodeError::Missing => text.mailed_code_missing(),
            MailedCodeError::Mismatch => text.mailed_code_mismatch(),
            MailedCodeError::Spent => text.mailed_code_spent(),
        })
    }
}

impl Page for MailedCodePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.mailed_code().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}

/// Says that the code was right, and leads on.
#[derive(Debug, Template)]
#[template(path = "sign_in/code_verified.html", whitespace = "minimize")]
pub struct CodeVerifiedPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Who it is about, as typed.
    pub who: Who<'a>,
    /// To the next step.
    pub next: Href<'a>,
}

impl Page for CodeVerifiedPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.code_verified().to_owned()
    }
}
