//! The other ways out of a page of the sign-in.

use crate::{Chrome, Href};

/// The other ways out of a page that asks for a second factor, or sets one up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Instead<'a> {
    /// To another number.
    pub number: Option<Href<'a>>,
    /// To the choice between several other ways.
    pub choose: Option<Href<'a>>,
    /// To a passkey, also one that is set up here.
    pub passkey: Option<Href<'a>>,
    /// To the code of the authenticator app.
    pub app: Option<Href<'a>>,
    /// To a code by text message.
    pub text: Option<Href<'a>>,
    /// To a code by e-mail.
    pub email: Option<Href<'a>>,
    /// To a recovery code.
    pub recovery: Option<Href<'a>>,
    /// To setting up an app.
    pub set_up_app: Option<Href<'a>>,
    /// To setting up a number.
    pub set_up_number: Option<Href<'a>>,
    /// Out of this sign-in and into another person's.
    pub change: Option<Href<'a>>,
}

impl Instead<'_> {
    /// Each with its words, in their order.
    pub(super) fn links<'l>(&'l self, chrome: &Chrome) -> Vec<(Href<'l>, &'static str)> {
        let text = chrome.text;
        let all = [
            (self.number, text.use_other_number()),
            (self.choose, text.choose_another_way()),
            (self.passkey, text.use_passkey_instead()),
            (self.app, text.use_app_code()),
            (self.text, text.use_text_code()),
            (self.email, text.use_email_code()),
            (self.recovery, text.use_recovery_code()),
            (self.set_up_app, text.set_up_app_instead()),
            (self.set_up_number, text.use_number_instead()),
            (self.change, text.someone_else()),
        ];
        all.into_iter().filter_map(|(href, words)| Some((href?, words))).collect()
    }
}
