//! Home: the applications that the user may open (J1.11).

use askama::Template;

use super::{Account, Tab};
use crate::{Chrome, Href, Page};

/// Shows a tile for each application.
#[derive(Debug, Template)]
#[template(path = "account/home.html", whitespace = "minimize")]
pub struct HomePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// The applications, sorted; those that match, when something was searched for.
    pub tiles: &'a [Tile<'a>],
    /// Whether there are applications that the user may open, and none of them has an address to start at.
    pub none_starts_here: bool,
    /// What was searched for (`q`); `None` hides the search, `Some("")` shows it empty.
    pub query: Option<&'a str>,
}

/// An application that can be opened.
#[derive(Debug, Clone, Copy)]
pub struct Tile<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is for, in a few words.
    pub description: &'a str,
    /// Path of its logo.
    pub logo: Option<&'a str>,
    /// Where it opens.
    pub href: Href<'a>,
}

impl HomePage<'_> {
    const TAB: Tab = Tab::Home;

    fn searched_for(&self) -> Option<&str> {
        self.query.map(str::trim).filter(|query| !query.is_empty())
    }
}

impl Page for HomePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.your_applications().to_owned()
    }
}
