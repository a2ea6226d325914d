//! “Choose how to confirm it’s you”: the choice between what the step takes, with what was used last before the others.

use axum::response::Response;
use model::Authenticator;
use pages::{
    Page,
    sign_in::{Way, WaysPage},
};

use super::{
    answer,
    instead::named,
    page::{Sheet, form},
};
use crate::{
    address,
    chassis::{Fields, respond},
};

/// The word for the choice itself.
pub(super) const CHOOSE: &str = "choose";

/// The way that was chosen; its page follows. None where the form is of something else.
pub(super) fn chosen(at: &str, fields: &Fields) -> Option<Response> {
    if fields.get("answer") != Some(answer::WAY) {
        return None;
    }
    let way = fields.get("way").filter(|word| named(word).is_some()).unwrap_or(CHOOSE);
    Some(respond::see_other(&format!("{}&next=yes&way={way}", address::sign_in(at))))
}

impl Sheet<'_> {
    /// How the page calls an authenticator that it has a page for.
    fn way(&self, authenticator: Authenticator) -> Option<Way<'_>> {
        match authenticator {
            Authenticator::Password | Authenticator::External => Some(Way::Password),
            Authenticator::Totp => Some(Way::Totp),
            Authenticator::Passkey => Some(Way::Passkey),
            Authenticator::EmailCode => Some(Way::Email),
            Authenticator::RecoveryCode => Some(Way::Recovery),
            Authenticator::Sms => self.view.texted.as_ref()?.number.as_deref().map(Way::Sms),
            Authenticator::Provider(_) | Authenticator::EmailLink => None,
        }
    }

    /// The choice between these.
    pub(super) fn ways(&self, any_of: &[Authenticator]) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        let chrome = self.theme.chrome();
        let last = self.view.last_used;
        let named = self.with_page(any_of).filter_map(|one| Some((self.way(one)?, Some(one) == last)));
        let mut ways: Vec<_> = named.collect();
        ways.sort_by_key(|(_, used_last)| !used_last);
        let page = WaysPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::WAY)]),
            who: &self.view.identifier,
            change: self.change(&change),
            ways: &ways,
        };
        page.html()
    }
}
