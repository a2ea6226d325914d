//! Confirming an act of one's own: a sign-in that proves anew who is signed in, and leads back to where it was asked for.

use model::{
    Authenticator, Id,
    id::SignIn,
    sign_in::{Action, Part, Purpose, Step},
};
use store::sign_ins;

use super::{
    Complaint, Situation, Turn,
    pending::{Destination, Pending, Resolved},
    reading::Lookup,
};
use crate::{Caller, Cookie, Doorward, Error, Result, SignedIn, authenticators::Attempt, confirmed::SensitiveAct};

/// What came of the form with the present password and a new one.
pub struct PasswordForm {
    /// The text in the address of the sign-in in which it was judged, and the cookie that it needs.
    pub at: String,
    /// See [`Self::at`].
    pub cookie: Option<Cookie>,
    /// What the sign-in answered.
    pub turn: Turn,
}

impl Doorward {
    /// Begins the sign-in that confirms this act, for somebody who is signed in here; it leads back to `page`, a path of ours, with
    /// `confirmed` in its query ([`Doorward::confirmed`] opens it). Answers the sealed text for the URL, and the cookie that it needs.
    pub fn confirm<A: SensitiveAct>(&self, caller: &Caller, who: &SignedIn, page: &str) -> (String, Option<Cookie>) {
        let organisation = Some(who.organisation.slug.clone());
        self.begin(caller, Purpose::Confirm(A::ACTION), Destination::Page(page.to_owned()), organisation, None)
    }

    /// The present password and a new one, typed twice, in one form, for somebody whose password alone confirms that. It is the sign-in that
    /// confirms it all the same, with its counters: its first two answers at once. Whoever is asked for more goes on there. `at` is what the
    /// form was filled with ([`Self::confirm`]), so that the same form sent twice is one sign-in, and changes the password once; another
    /// begins where that is over.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn change_password(
        &self,
        caller: &Caller,
        who: &SignedIn,
        (page, at): (&str, &str),
        typed: (&str, &str, &str),
    ) -> Result<PasswordForm> {
        let purpose = Purpose::Confirm(Action::ChangePassword);
        if let Ok(resolved) = Resolved::unseal(self, caller, at).await?
            && resolved.pending.purpose == purpose
        {
            let handle = resolved.pending.handle;
            let turn = Box::pin(resolved.change_password(typed)).await?;
            if !matches!(turn, Turn::NextStep) || !is_completed(self, handle).await? {
                return Ok(PasswordForm { at: at.to_owned(), cookie: None, turn });
            }
        }
        let (destination, organisation) = (Destination::Page(page.to_owned()), Some(who.organisation.slug.clone()));
        let (pending, cookie) = Pending::new(self, caller, purpose, destination, organisation, None);
        let at = pending.seal(self);
        let Ok(resolved) = Pending { from_address: true, ..pending }.resolve(self, caller).await? else {
            return Err(Error::Corrupt("a page of ours"));
        };
        let turn = Box::pin(resolved.change_password(typed)).await?;
        Ok(PasswordForm { at, cookie, turn })
    }

    /// Whether the password alone confirms that whoever is signed in chooses another: no second factor is asked for besides.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn password_alone_confirms(&self, caller: &Caller, who: &SignedIn) -> Result<bool> {
        let (purpose, organisation) = (Purpose::Confirm(Action::ChangePassword), Some(who.organisation.slug.clone()));
        let (pending, _) = Pending::new(self, caller, purpose, Destination::Home, organisation, None);
        let Ok(resolved) = pending.resolve(self, caller).await? else { return Ok(false) };
        let mut situation = Box::pin(Situation::read(resolved, None, Lookup::Shown)).await?;
        if situation.asks_for(Authenticator::Password)? != Some(Part::First) {
            return Ok(false);
        }
        situation.bind_to_person();
        situation.kept.progress.proven(model::sign_in::Proof::new(Authenticator::Password, purpose, caller.now));
        Ok(matches!(situation.step()?, Step::SetPassword { .. }))
    }
}

async fn is_completed(doorward: &Doorward, handle: Id<SignIn>) -> Result<bool> {
    let row = sign_ins::by_id::<()>(&mut doorward.store.read().await?, handle).await?;
    Ok(row.is_some_and(|row| row.session.is_some()))
}

impl Resolved<'_> {
    /// Both answers of the password tab, one after the other.
    async fn change_password(self, (present, new, repeated): (&str, &str, &str)) -> Result<Turn> {
        let attempt = Attempt::password(present.to_owned(), false).map_err(Complaint::from);
        match Box::pin(self.clone().proof(attempt)).await? {
            Turn::NextStep => Box::pin(Situation::set_password(self, (new, repeated))).await,
            turn => Ok(turn),
        }
    }
}

/// The address with a confirmation in its query.
pub(super) fn with_confirmation(address: &str, sealed: &str) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}confirmed={sealed}")
}
