//! “Enter a recovery code”: the second step for whoever has lost the first way to it.

use askama::Template;
use model::sign_in::Action;

use super::Instead;
use crate::{Chrome, Form, Href, Page};

/// Asks for one of the codes that were recorded at enrolment.
///
/// Posts `code`. Case, spaces and dashes do not matter; nor do `o` for `0`, `i` and `l` for `1`.
#[derive(Debug, Template)]
#[template(path = "sign_in/recovery_code.html", whitespace = "minimize")]
pub struct RecoveryCodePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Whether the code that was typed is none of them, or was used before.
    pub is_wrong: bool,
    /// The other ways out.
    pub instead: Instead<'a>,
    /// Where somebody goes back to who only confirms an act of their own; none in a sign-in.
    pub cancel: Option<Href<'a>>,
    /// Which act that is.
    pub confirms: Option<Action>,
}

impl Page for RecoveryCodePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.enter_recovery_code().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.is_wrong
    }
}
