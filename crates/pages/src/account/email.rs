//! E-mail: moving one's address (J1.17).

use askama::Template;
use model::Time;

use super::{Account, Tab};
use crate::{Chrome, Form, Href, Page};

/// Shows the address, and a wish for another one. Posts `act`: `change`, `again` or `cancel`.
#[derive(Debug, Template)]
#[template(path = "account/email.html", whitespace = "minimize")]
pub struct EmailTab<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The address, if there is one.
    pub address: Option<&'a str>,
    /// Whether they move it themselves.
    pub may_move: bool,
    /// The address that is wished, and until when it can be confirmed.
    pub wish: Option<(&'a str, Time)>,
    /// What was just done.
    pub done: Option<EmailDone>,
}

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailDone {
    /// The link was sent to the new address.
    Sent,
    /// It was sent again.
    SentAgain,
    /// The wish was given up.
    Cancelled,
    /// Too many mails were asked for.
    TooMany,
    /// Nothing: the page was of another act.
    Nothing,
}

impl EmailTab<'_> {
    const TAB: Tab = Tab::Email;

    fn done_words(&self) -> Option<&'static str> {
        let text = self.chrome.text;
        Some(match self.done? {
            EmailDone::Sent => text.email_wish_was_sent(),
            EmailDone::SentAgain => text.email_wish_was_sent_again(),
            EmailDone::Cancelled => text.email_wish_was_cancelled(),
            EmailDone::TooMany => text.email_too_many(),
            EmailDone::Nothing => text.nothing_was_changed(),
        })
    }

    fn is_good(&self) -> bool {
        !matches!(self.done, Some(EmailDone::TooMany | EmailDone::Nothing))
    }

    fn wish_words(&self, address: &str, until: &Time) -> text::Marked {
        let Chrome { text, clock, .. } = self.chrome;
        if *until <= clock.now {
            text.email_wish_late(address)
        } else {
            text.email_wish_sent(address, &clock.exact(*text, *until))
        }
    }
}

impl Page for EmailTab<'_> {
    fn heading(&self) -> String {
        self.chrome.text.email_address().to_owned()
    }
}

/// Asks for the new address, once it was confirmed who wishes it. Posts `email`.
#[derive(Debug, Template)]
#[template(path = "account/new_email.html", whitespace = "minimize")]
pub struct NewEmailPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// What was typed.
    pub email: &'a str,
    /// What to correct.
    pub error: Option<NewEmailError>,
    /// The way back.
    pub keep: Href<'a>,
}

/// What is to be corrected in a new address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewEmailError {
    /// Nothing was typed.
    Missing,
    /// It has not the form of an address.
    Malformed,
    /// It is the address that they have.
    Same,
    /// People of this domain belong to another organisation.
    OtherOrganisation,
    /// The organisation takes addresses of its own domains only.
    NotAMailDomain,
    /// Too many mails were asked for.
    TooMany,
}

impl NewEmailPage<'_> {
    const TAB: Tab = Tab::Email;

    fn error_words(&self) -> Option<String> {
        let text = self.chrome.text;
        let fixed = match self.error? {
            NewEmailError::Missing => text.email_missing(),
            NewEmailError::Malformed => text.email_malformed(),
            NewEmailError::Same => text.new_email_same(),
            NewEmailError::OtherOrganisation => text.new_email_other_organisation(),
            NewEmailError::NotAMailDomain => return Some(text.new_email_not_a_domain(self.chrome.organisation)),
            NewEmailError::TooMany => text.email_too_many(),
        };
        Some(fixed.to_owned())
    }
}

impl Page for NewEmailPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.new_email().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}

/// The question that a link about moving an address leads to. Its button posts the form.
#[derive(Debug, Template)]
#[template(path = "account/email_question.html", whitespace = "minimize")]
pub struct EmailQuestionPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The new address, or the one that is given back.
    pub address: &'a str,
    /// Which.
    pub question: EmailQuestion,
}

/// What a link about moving an address asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailQuestion {
    /// Whether the new address is confirmed.
    Confirm,
    /// Whether the one from before is given back.
    Undo,
    /// The same, where only an administrator helps to a new password afterwards.
    UndoAndAsk,
}

impl EmailQuestionPage<'_> {
    fn lead(&self) -> text::Marked {
        let Chrome { text, organisation, .. } = self.chrome;
        if self.undoes() {
            text.undo_email_lead(organisation, self.address)
        } else {
            text.confirm_email_lead(organisation, self.address)
        }
    }

    fn undoes(&self) -> bool {
        self.question != EmailQuestion::Confirm
    }

    fn asks_administrator(&self) -> bool {
        self.question == EmailQuestion::UndoAndAsk
    }
}

impl Page for EmailQuestionPage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        if self.undoes() { text.undo_email() } else { text.confirm_email() }.to_owned()
    }
}

/// What came of a link about moving an address, or why it leads nowhere.
#[derive(Debug, Template)]
#[template(path = "account/email_outcome.html", whitespace = "minimize")]
pub struct EmailOutcomePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// What came of it.
    pub outcome: EmailOutcome,
    /// To the account, or to the sign-in.
    pub on: Href<'a>,
}

/// What came of a link about moving an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailOutcome {
    /// The new address is confirmed.
    Confirmed,
    /// It belongs to somebody else by now.
    Taken,
    /// The link is too old.
    Late,
    /// The change was cancelled, or followed by another one.
    Dropped,
    /// The account was looked after since, so that the way back is closed.
    Voided,
    /// The address from before is back.
    Undone,
    /// The same, and only an administrator helps to a new password.
    UndoneAskAdministrator,
    /// It belongs to somebody else by now.
    NotUndone,
}

impl EmailOutcomePage<'_> {
    fn lead(&self) -> &'static str {
        let text = self.chrome.text;
        match self.outcome {
            EmailOutcome::Confirmed => text.email_confirmed_lead(),
            EmailOutcome::Taken => text.email_taken_lead(),
            EmailOutcome::Late => text.email_link_late_lead(),
            EmailOutcome::Dropped => text.email_link_dropped_lead(),
            EmailOutcome::Voided => text.email_link_voided_lead(),
            EmailOutcome::Undone => text.email_undone_lead(),
            EmailOutcome::UndoneAskAdministrator => text.email_undone_ask_lead(),
            EmailOutcome::NotUndone => text.email_not_undone_lead(),
        }
    }

    fn is_done(&self) -> bool {
        use EmailOutcome::{Confirmed, Undone, UndoneAskAdministrator};
        matches!(self.outcome, Confirmed | Undone | UndoneAskAdministrator)
    }

    fn needs_help(&self) -> bool {
        use EmailOutcome::{NotUndone, Taken, UndoneAskAdministrator, Voided};
        matches!(self.outcome, Taken | NotUndone | Voided | UndoneAskAdministrator)
    }

    /// Whether there is something else to be done first.
    fn is_later(&self) -> bool {
        self.outcome == EmailOutcome::UndoneAskAdministrator
    }

    fn leads_to_account(&self) -> bool {
        matches!(self.outcome, EmailOutcome::Taken | EmailOutcome::Late | EmailOutcome::Dropped)
    }
}

impl Page for EmailOutcomePage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        match self.outcome {
            EmailOutcome::Confirmed => text.email_confirmed(),
            EmailOutcome::Taken | EmailOutcome::NotUndone => text.email_taken(),
            EmailOutcome::Late => text.email_link_late(),
            EmailOutcome::Dropped | EmailOutcome::Voided => text.email_link_dropped(),
            EmailOutcome::Undone | EmailOutcome::UndoneAskAdministrator => text.email_undone(),
        }
        .to_owned()
    }
}
