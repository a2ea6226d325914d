//! The account of a signed-in user: home and sessions.

mod home;
mod sessions;

pub use home::{HomePage, Tile};
pub use sessions::{SessionRow, SessionsDone, SessionsPage};

use crate::{Chrome, Href};

/// Whose account it is, for the bar of every account page.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The user's name as shown.
    pub name: &'a str,
    /// To the console, for those who have a role.
    pub console: Option<Href<'a>>,
}

impl Account<'_> {
    /// The first letters of the first and the last word of the name.
    pub(crate) fn initials(&self) -> String {
        let letter = |word: &str| {
            word.chars().find(|letter| letter.is_alphanumeric()).map(|letter| letter.to_uppercase().to_string())
        };
        let mut letters = self.name.split_whitespace().filter_map(letter);
        let first = letters.next().unwrap_or_default();
        first + &letters.next_back().unwrap_or_default()
    }
}

/// A place in the account's navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Home,
    Sessions,
}

impl Tab {
    pub(crate) const ALL: [Self; 2] = [Self::Home, Self::Sessions];

    pub(crate) const fn href(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Sessions => "/account/sessions",
        }
    }

    pub(crate) fn name(self, chrome: &Chrome) -> &'static str {
        let text = chrome.text;
        match self {
            Self::Home => text.home(),
            Self::Sessions => text.sessions(),
        }
    }

    /// The icon's path on the 20 px grid.
    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::Home => "M3 9.5 10 3.5l7 6M5 8v8.5h10V8",
            Self::Sessions => "M2.5 4h15v9.5h-15zM7 17h6M10 13.5V17",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_name() {
        let initials = |name| Account { name, console: None }.initials();
        assert_eq!(
            ["Ines Halvorsen", "Ana de la Cruz", "Plato", "", "“élise” ørsted", "42"].map(initials),
            ["IH", "AC", "P", "", "ÉØ", "4"]
        );
    }
}
