//! What every mail shows: an organisation's letterhead, the words, one button, whom to ask, why it came.

use askama::Template;
use model::{Branding, Time, branding::Accent, reader::Formats};
use pages::{
    Support,
    brand::{Palette, Scheme},
};
use text::{Clock, Texts, Zone};

use crate::{Address, Mail, Sender, plain};

/// Whose mail it is, and for which reader.
#[derive(Debug, Clone)]
pub struct Letterhead<'a> {
    /// The organisation's name; the mail comes from it.
    pub organisation: &'a str,
    /// Its accent, and whom its people turn to.
    pub branding: &'a Branding,
    /// The address that mail is sent from.
    pub sender: &'a Sender,
    /// The texts, in the reader's language.
    pub text: Texts,
    /// The reader's time zone.
    pub zone: Zone,
    /// How the reader wants dates and times to look.
    pub formats: Formats,
}

/// The words of a mail.
pub(crate) struct Letter {
    /// The subject, and the heading.
    pub(crate) subject: String,
    /// What it is about.
    pub(crate) lead: String,
    /// A code, which stands alone so that a double click selects it and nothing else.
    pub(crate) code: Option<String>,
    /// Names and values.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// The label of the button and where it leads. Never with a secret in a notice.
    pub(crate) button: Option<(String, String)>,
    /// What to do, or not to do.
    pub(crate) advice: Vec<String>,
    /// Why it was sent to this address.
    pub(crate) because: String,
}

impl Letterhead<'_> {
    /// To the second, with its zone.
    pub(crate) fn exact(&self, time: Time) -> String {
        Clock { now: time, zone: self.zone.clone(), formats: self.formats }.exact(self.text, time)
    }

    /// The day, with its year.
    pub(crate) fn date(&self, time: Time) -> String {
        Clock { now: time, zone: self.zone.clone(), formats: self.formats }.date(self.text, time)
    }

    /// Both parts of the mail. `name` greets the reader.
    #[expect(clippy::expect_used, reason = "a template only fails when its writer does, and a String takes everything")]
    pub(crate) fn mail(&self, letter: &Letter, (to, name): (&Address, Option<&str>), (id, at): (&str, Time)) -> Mail {
        let organisation = plain::line(self.organisation);
        let greeting = name.and_then(plain::name);
        let greeting =
            greeting.map_or_else(|| self.text.mail_hello_nobody().to_owned(), |name| self.text.mail_hello(&name));
        let support = Support {
            name: self.branding.support.label.as_deref().unwrap_or(self.text.no_contact()),
            phone: self.branding.support.phone.as_deref(),
            email: self.branding.support.email.as_deref(),
            page: None,
        };
        let page = Page {
            organisation: &organisation,
            text: self.text,
            language: self.text.language().tag(),
            letter,
            greeting: &greeting,
            help: self.text.need_help(&support.name_and_phone()),
            support,
            light: Colours::of(self.branding, Scheme::Light),
            dark: Colours::of(self.branding, Scheme::Dark),
        };
        Mail {
            id: id.to_owned(),
            from: Sender { name: Some(organisation.clone()), address: self.sender.address.clone() },
            to: to.clone(),
            reply_to: self.branding.support.email.as_deref().and_then(|email| email.parse().ok()),
            subject: typed(&letter.subject),
            text: typed(&Plain(&page).render().expect("mails render into a String")),
            html: typed(&page.render().expect("mails render into a String")),
            language: page.language,
            at,
        }
    }
}

/// With the hyphen that everybody types in place of the one that pages have in "e-mail": people search their mails for it, and a subject that is
/// ASCII goes as it is.
fn typed(text: &str) -> String {
    text.replace('\u{2011}', "-")
}

/// The HTML part.
#[derive(Template)]
#[template(path = "letter.html")]
struct Page<'a> {
    organisation: &'a str,
    text: Texts,
    language: &'static str,
    letter: &'a Letter,
    greeting: &'a str,
    help: String,
    support: Support<'a>,
    light: Colours,
    dark: Colours,
}

/// The plain text: the same sentences.
#[derive(Template)]
#[template(path = "letter.txt")]
struct Plain<'a>(&'a Page<'a>);

impl Plain<'_> {
    fn wrapped(&self, paragraph: &str) -> String {
        plain::wrapped(paragraph)
    }

    /// The facts, one a line.
    fn facts(&self) -> Vec<String> {
        self.0.letter.facts.iter().map(|(name, value)| self.0.text.mail_fact(name, value)).collect()
    }

    /// Whom to ask, with the address written out.
    fn help(&self) -> String {
        match self.0.support.email {
            Some(email) => plain::wrapped(&format!("{}, {email}", plain::line(&self.0.help))),
            None => plain::wrapped(&plain::line(&self.0.help)),
        }
    }
}

/// The colours of a mail, from the organisation's accent.
struct Colours {
    hall: Accent,
    room: Accent,
    line: Accent,
    ink: Accent,
    dim: Accent,
    fill: Accent,
    on_fill: Accent,
    sill: Accent,
    link: Accent,
}

impl Colours {
    fn of(branding: &Branding, scheme: Scheme) -> Self {
        let palette = Palette::of(branding.accent, scheme);
        Self {
            hall: palette.colour("hall"),
            room: palette.colour("room"),
            line: palette.colour("line"),
            ink: palette.colour("ink"),
            dim: palette.colour("dim"),
            fill: palette.colour("fill"),
            on_fill: palette.colour("on-fill"),
            sill: palette.colour("sill"),
            link: palette.colour("link"),
        }
    }
}
