//! Codes by text message and by e-mail beside a first proof: asking for one, typing it, and the number that they are to go to (J4.4).

use askama::Template;
use model::{Span, Time, phone::NotANumber, sign_in::Action};
use text::{Marked, countries};

use super::{Instead, Trust};
use crate::{Chrome, Form, Href, Page};

/// Where codes go that are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached<'a> {
    /// The phone whose number ends in these digits.
    Phone(&'a str),
    /// The mailbox of the account.
    Mailbox,
}

/// Where a code went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentTo<'a> {
    /// To what the account has.
    Own(Reached<'a>),
    /// To the phone with this number, which was just typed.
    Number(&'a str),
}

/// Why no code was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSent {
    /// What was typed is no number.
    NotANumber(NotANumber),
    /// It is of a country that none are sent to.
    Country(&'static str),
    /// There were enough for a while.
    TooMany,
    /// No more go out for a while, to anybody.
    Paused,
}

impl NotSent {
    fn words(self, chrome: &Chrome) -> String {
        let text = chrome.text;
        match self {
            Self::NotANumber(NotANumber::Missing) => text.number_missing().to_owned(),
            Self::NotANumber(NotANumber::Unreadable) => text.number_unreadable().to_owned(),
            Self::NotANumber(NotANumber::CountryMissing) => text.number_country_missing().to_owned(),
            Self::NotANumber(NotANumber::NoCountry) => text.number_no_country().to_owned(),
            Self::NotANumber(NotANumber::TooShort) => text.number_too_short().to_owned(),
            Self::NotANumber(NotANumber::TooLong) => text.number_too_long().to_owned(),
            Self::NotANumber(NotANumber::Premium) => text.number_premium().to_owned(),
            Self::Country(code) => text.number_not_served(countries::name(text.language(), code)),
            Self::TooMany => text.codes_too_many().to_owned(),
            Self::Paused => text.codes_paused().to_owned(),
        }
    }
}

/// Offers to send a code. Nothing is sent before its button is pressed.
#[derive(Debug, Template)]
#[template(path = "sign_in/ask_code.html", whitespace = "minimize")]
pub struct AskCodePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Where the code would go.
    pub to: Reached<'a>,
    /// Why none was sent.
    pub problem: Option<NotSent>,
    /// Other ways.
    pub instead: Instead<'a>,
    /// Where somebody goes back to who only confirms an act of their own.
    pub cancel: Option<Href<'a>>,
    /// Which act that is.
    pub confirms: Option<Action>,
}

impl AskCodePage<'_> {
    fn lead(&self) -> Marked {
        let text = self.chrome.text;
        match self.to {
            Reached::Phone(digits) => text.ask_code_lead_phone(digits),
            Reached::Mailbox => text.ask_code_lead_mailbox(),
        }
    }
}

impl Page for AskCodePage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        match self.to {
            Reached::Mailbox => text.ask_code_by_mail().to_owned(),
            Reached::Phone(_) => text.ask_code_by_text().to_owned(),
        }
    }
}

/// How far the message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is on its way.
    Sent,
    /// It takes longer than it should.
    Delayed,
    /// It will not come.
    Failed,
}

/// What is to be corrected in a code that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentCodeError {
    /// Not six digits.
    Missing,
    /// Another one, or too late. Never says which (REG-06).
    Mismatch,
    /// Too many wrong tries with this code.
    Spent,
    /// No other one was sent.
    NotSent(NotSent),
}

/// Asks for the code that was sent.
///
/// Posts `code` and, when ticked, `trust=yes`. Whatever stands around the digits is taken out by the server.
#[derive(Debug, Template)]
#[template(path = "sign_in/sent_code.html", whitespace = "minimize")]
pub struct SentCodePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Where a new code is asked for.
    pub again: Form<'a>,
    /// Where it went.
    pub to: SentTo<'a>,
    /// When, and for how long it is good.
    pub sent: (Time, Span),
    /// From when on another one can be asked for, where that was too early.
    pub next: Option<Time>,
    /// How far it has come.
    pub delivery: Delivery,
    /// Where the page says how far it has come by then. None where that is known.
    pub look: Option<Href<'a>>,
    /// The offer to trust this device, where policy makes it.
    pub trust: Option<Trust>,
    /// What to correct.
    pub error: Option<SentCodeError>,
    /// Other ways.
    pub instead: Instead<'a>,
    /// Where somebody goes back to who only confirms or sets up something.
    pub cancel: Option<Href<'a>>,
    /// The act of one's own that is confirmed by it.
    pub confirms: Option<Action>,
}

impl SentCodePage<'_> {
    /// What describes the field: what is wrong, and how long the code is good where one comes.
    const fn described_by(&self) -> Option<&'static str> {
        match (self.error.is_some(), matches!(self.delivery, Delivery::Failed)) {
            (true, false) => Some("code-error code-hint"),
            (true, true) => Some("code-error"),
            (false, false) => Some("code-hint"),
            (false, true) => None,
        }
    }

    fn lead(&self) -> Marked {
        let text = self.chrome.text;
        match self.to {
            SentTo::Own(Reached::Phone(digits)) => text.sent_code_lead_phone(digits),
            SentTo::Own(Reached::Mailbox) => text.sent_code_lead_mailbox(),
            SentTo::Number(number) => text.sent_code_lead_number(number),
        }
    }

    fn good(&self) -> String {
        let Chrome { text, clock, .. } = self.chrome;
        let (at, life) = self.sent;
        text.mailed_code_good(life.as_seconds() / 60, &clock.at(*text, at))
    }

    fn lately_words(&self) -> Option<String> {
        self.next.map(|next| self.chrome.sent_lately(self.sent.0, next))
    }

    /// The word that the script compares.
    const fn state(&self) -> &'static str {
        match self.delivery {
            Delivery::Sent => "sent",
            Delivery::Delayed => "delayed",
            Delivery::Failed => "failed",
        }
    }

    fn delivery_words(&self) -> Option<&'static str> {
        match self.delivery {
            Delivery::Sent => None,
            Delivery::Delayed => Some(self.chrome.text.text_message_delayed()),
            Delivery::Failed => Some(self.chrome.text.text_message_failed()),
        }
    }

    fn trust_words(&self, trust: &Trust) -> String {
        trust.words(self.chrome.text)
    }

    fn error_words(&self) -> Option<String> {
        let text = self.chrome.text;
        Some(match self.error? {
            SentCodeError::Missing => text.sent_code_missing().to_owned(),
            SentCodeError::Mismatch => text.sent_code_mismatch().to_owned(),
            SentCodeError::Spent => text.mailed_code_spent().to_owned(),
            SentCodeError::NotSent(problem) => problem.words(self.chrome),
        })
    }
}

impl Page for SentCodePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.mailed_code().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}

/// Asks for the number that codes are to go to. Says that the app is the safer choice (SMS-05).
///
/// Posts `country`, an ISO 3166 code, and `number`.
#[derive(Debug, Template)]
#[template(path = "sign_in/enrol_number.html", whitespace = "minimize")]
pub struct EnrolNumberPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The countries that codes are sent to, by their codes.
    pub countries: &'a [&'static str],
    /// The one that was chosen; nothing where none was.
    pub country: &'a str,
    /// The number, as it was typed.
    pub number: &'a str,
    /// The last two digits of the number that it takes the place of.
    pub replaces: Option<&'a str>,
    /// Whether it takes the place of what is lost: a recovery code was used.
    pub is_lost: bool,
    /// Why no code was sent.
    pub problem: Option<NotSent>,
    /// To the app instead, where there is the choice.
    pub app: Option<Href<'a>>,
    /// Where to put it off, where it may be.
    pub later: Option<Form<'a>>,
    /// Other ways.
    pub instead: Instead<'a>,
    /// Where somebody goes back to who sets it up from their account; none in a sign-in.
    pub cancel: Option<Href<'a>>,
}

/// A country as the list offers it.
struct Offered {
    code: &'static str,
    name: &'static str,
    calling: &'static str,
}

impl EnrolNumberPage<'_> {
    /// The countries by their names.
    fn offered(&self) -> Vec<Offered> {
        let language = self.chrome.text.language();
        let known = self.countries.iter().filter_map(|code| model::phone::Country::of_code(code));
        let mut offered: Vec<_> = known
            .map(|country| Offered {
                code: country.code,
                name: countries::name(language, country.code),
                calling: country.calling,
            })
            .collect();
        offered.sort_by_key(|one| countries::sorted_as(one.name));
        offered
    }

    fn lacks_country(&self) -> bool {
        self.problem == Some(NotSent::NotANumber(NotANumber::CountryMissing))
    }

    /// What is wrong with the number.
    fn error_words(&self) -> Option<String> {
        self.problem.filter(|_| !self.lacks_country()).map(|problem| problem.words(self.chrome))
    }
}

impl Page for EnrolNumberPage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        self.replaces.map_or_else(|| text.set_up_number(), |_| text.change_number()).to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.problem.is_some()
    }

    fn keeps_what_was_typed(&self) -> bool {
        true
    }
}
