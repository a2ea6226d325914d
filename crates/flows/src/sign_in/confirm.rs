//! Confirming an act of one's own: a sign-in that proves anew who is signed in, and leads back to where it was asked for.

use super::pending::Destination;
use crate::{Caller, Cookie, Doorward, SignedIn, confirmed::SensitiveAct};
use model::sign_in::Purpose;

impl Doorward {
    /// Begins the sign-in that confirms this act, for somebody who is signed in here; it leads back to `page`, a path of ours, with
    /// `confirmed` in its query ([`Doorward::confirmed`] opens it). Answers the sealed text for the URL, and the cookie that it needs.
    pub fn confirm<A: SensitiveAct>(&self, caller: &Caller, who: &SignedIn, page: &str) -> (String, Option<Cookie>) {
        let organisation = Some(who.organisation.slug.clone());
        self.begin(caller, Purpose::Confirm(A::ACTION), Destination::Page(page.to_owned()), organisation, None)
    }
}

/// The address with a confirmation in its query.
pub(super) fn with_confirmation(address: &str, sealed: &str) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}confirmed={sealed}")
}
