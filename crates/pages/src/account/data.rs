//! One's own data: the file with all of it, and deleting the account (J1.14, J1.16). Both pages come after a confirmation, and carry
//! it on.

use askama::Template;

use super::{Account, Tab};
use crate::{Chrome, Form, Href, Page};

/// Offers the file. Posts `confirmed`.
#[derive(Debug, Template)]
#[template(path = "account/export.html", whitespace = "minimize")]
pub struct ExportPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
}

impl ExportPage<'_> {
    const TAB: Tab = Tab::Profile;
}

impl Page for ExportPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.export_data().to_owned()
    }
}

/// Asks whether the account is to be deleted. Posts `confirmed`.
#[derive(Debug, Template)]
#[template(path = "account/delete.html", whitespace = "minimize")]
pub struct DeletePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// How many applications the person loses.
    pub applications: i64,
    /// Whether the organisation would be left without an owner, so that it was refused.
    pub last_owner: bool,
}

impl DeletePage<'_> {
    const TAB: Tab = Tab::Profile;
}

impl Page for DeletePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.delete_question().to_owned()
    }
}

/// Says that the account is gone.
#[derive(Debug, Template)]
#[template(path = "account/deleted.html", whitespace = "minimize")]
pub struct DeletedPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// To the sign-in.
    pub sign_in: Href<'a>,
}

impl Page for DeletedPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.account_deleted().to_owned()
    }
}
