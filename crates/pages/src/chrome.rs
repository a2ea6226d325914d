//! What stands around the content of every page, and the nouns that several pages show.

use model::{Time, sign_in::Action};
use text::{Clock, Texts};

use crate::Href;

/// A whole HTML document.
pub trait Page: askama::Template {
    /// The `h1`, which is also the first part of the title.
    fn heading(&self) -> String;

    /// Whether the page comes back with something to correct; the title then says so.
    fn is_wrong(&self) -> bool {
        false
    }

    /// Whether the page's form, which then has the id `answer`, can come back with its fields in another language.
    fn keeps_what_was_typed(&self) -> bool {
        false
    }

    /// The document.
    #[expect(clippy::expect_used, reason = "a template only fails when its writer does, and a String takes everything")]
    fn html(&self) -> String {
        self.render().expect("pages render into a String")
    }
}

/// What every page shows around its content, or needs to say it: whose page it is, in which language, when.
#[derive(Debug, Clone)]
pub struct Chrome<'a> {
    /// The organisation's name, or the instance's on pages that belong to no organisation.
    pub organisation: &'a str,
    /// Path of the organisation's logo.
    pub logo: Option<&'a str>,
    /// Path of the brand sheet: `/brand/<slug>/<hash>.css`.
    pub brand: &'a str,
    /// Whom to ask for help.
    pub support: Option<Support<'a>>,
    /// The texts, in the language of this page.
    pub text: Texts,
    /// Offers the languages; `None` on pages that are left at once.
    pub languages: Option<LanguageMenu<'a>>,
    /// The privacy notice.
    pub privacy: Option<Href<'a>>,
    /// The accessibility statement.
    pub accessibility: Option<Href<'a>>,
    /// Now, and the time zone.
    pub clock: Clock,
}

impl Chrome<'_> {
    /// The document's title: “Error: Enter your password – Northwind Instruments”.
    pub fn title(&self, heading: &str, is_wrong: bool) -> String {
        if is_wrong {
            self.text.error_page_title(heading, self.organisation)
        } else {
            self.text.page_title(heading, self.organisation)
        }
    }

    pub(crate) fn since(&self, time: &Time) -> String {
        self.clock.since(self.text, *time)
    }

    pub(crate) fn active(&self, time: &Time) -> String {
        self.clock.active(self.text, *time)
    }

    pub(crate) fn now_exact(&self) -> String {
        self.clock.exact(self.text, self.clock.now)
    }

    pub(crate) fn now_machine(&self) -> String {
        self.clock.machine(self.clock.now)
    }

    /// When the newest code was sent, and from when on another one can be asked for.
    pub(crate) fn sent_lately(&self, sent: Time, next: Time) -> String {
        let clock = |time| self.clock.to_the_second(self.text, time);
        self.text.code_sent_lately(&clock(sent), &clock(next))
    }

    /// What is to be confirmed, and what for.
    pub(crate) fn confirm_words(&self, act: &Action) -> &'static str {
        let text = self.text;
        match act {
            Action::ChangePassword => text.confirm_change_password_lead(),
            Action::ChangeEmail => text.confirm_change_email_lead(),
            Action::AddFactor => text.confirm_add_factor_lead(),
            Action::RemoveFactor => text.confirm_remove_factor_lead(),
            Action::NewRecoveryCodes => text.confirm_new_codes_lead(),
            Action::ChangeLinks => text.confirm_change_links_lead(),
            Action::ExportData => text.confirm_export_lead(),
            Action::DeleteAccount => text.confirm_delete_lead(),
            _ => text.confirm_lead(),
        }
    }

    /// What is wrong, and how many tries are left where that is to be said.
    pub(crate) fn with_tries(&self, words: &str, tries_left: Option<u32>) -> String {
        tries_left.map_or_else(|| words.to_owned(), |tries| format!("{words} {}", self.text.tries_left(tries.into())))
    }
}

/// A button for each language. It posts `language` to `/language`, with `back`; on a page that keeps what was typed
/// ([`Page::keeps_what_was_typed`]) it posts `language` with the fields of the page's form, to where that goes.
#[derive(Debug, Clone, Copy)]
pub struct LanguageMenu<'a> {
    /// The address of this page, to come back to.
    pub back: Href<'a>,
}

/// The organisation's point of contact.
#[derive(Debug, Clone, Copy)]
pub struct Support<'a> {
    /// Its name: “Service desk”.
    pub name: &'a str,
    /// A telephone number or extension, as it is to be read.
    pub phone: Option<&'a str>,
    /// An e-mail address.
    pub email: Option<&'a str>,
    /// A web page.
    pub page: Option<Href<'a>>,
}

impl Support<'_> {
    /// The name and the telephone number: “Service desk, extension 4100”.
    pub fn name_and_phone(&self) -> String {
        self.phone.map_or_else(|| self.name.to_owned(), |phone| format!("{}, {phone}", self.name))
    }

    /// The `mailto:` address (RFC 6068 §2).
    pub fn mailto(&self) -> Option<String> {
        let mut address = "mailto:".to_owned();
        for byte in self.email?.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'.' | b'-' | b'_' | b'+' | b'\'' => {
                    address.push(byte.into());
                }
                _ => address.push_str(&format!("%{byte:02X}")),
            }
        }
        Some(address)
    }
}

/// An application as people know it.
#[derive(Debug, Clone, Copy)]
pub struct Application<'a> {
    /// Its name.
    pub name: &'a str,
    /// Path of its logo.
    pub logo: Option<&'a str>,
}

/// Who is signing in, as typed by themselves. Says nothing about whether such a user exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who<'a> {
    /// An e-mail address.
    Email(&'a str),
    /// A user name within an organisation.
    User {
        /// The company ID, the organisation's slug.
        organisation: &'a str,
        /// The user name.
        user: &'a str,
    },
    /// Somebody whom a session names, by their name: nothing was typed.
    Person(&'a str),
}

impl<'a> Who<'a> {
    /// What the page shows of it.
    pub const fn shown(&self) -> &'a str {
        match self {
            Self::Email(email) => email,
            Self::User { user, .. } => user,
            Self::Person(name) => name,
        }
    }

    /// The name of the form's field, where something was typed.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Email(_) => Some("email"),
            Self::User { .. } => Some("user"),
            Self::Person(_) => None,
        }
    }
}

/// Where a form goes, and what it carries besides what people fill in.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// Where it is posted.
    pub action: Href<'a>,
    /// Hidden fields: name and value.
    pub hidden: &'a [(&'a str, &'a str)],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_link_carries_an_address_and_nothing_else() {
        let support = Support { name: "Desk", phone: None, email: Some("a?cc=b@c&d"), page: None };
        assert_eq!(support.mailto().unwrap(), "mailto:a%3Fcc%3Db@c%26d");
    }
}
