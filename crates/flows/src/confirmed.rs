//! A fresh proof for one sensitive act of one's own (SES-13). It is made where a sign-in for that purpose ends
//! ([`Doorward::confirm`]), travels sealed in the address that the browser is sent back to, and is good once, for five
//! minutes, for that act, in the session and by the user who gave it.

use std::marker::PhantomData;

use model::{
    Id, Span, Time,
    id::{Session, SignIn, User},
    sign_in::Action,
};
use serde::{Deserialize, Serialize};
use store::{Change, spent};

use crate::{Caller, Doorward, Result, SignedIn, instance_mac_key};

/// How long a confirmation holds after the last proof.
const HOLDS: Span = Span::minutes(5);

/// What the sealed text is sealed for, and what is spent with it.
const CONFIRMATION: &str = "confirmation";

/// An act of one's own that takes a fresh proof.
pub trait SensitiveAct {
    /// What is confirmed.
    const ACTION: Action;
}

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $act {}
        impl SensitiveAct for $act {
            const ACTION: Action = Action::$act;
        }
    )*};
}

acts! {
    /// Choosing another password. The sign-in that confirms it asks for the new one as well.
    ChangePassword;
    /// Changing the e-mail address.
    ChangeEmail;
    /// Setting up a second factor.
    AddFactor;
    /// Switching a second factor off.
    RemoveFactor;
    /// Getting other recovery codes.
    NewRecoveryCodes;
    /// Linking an account at an identity provider, or detaching it.
    ChangeLinks;
    /// Downloading all that is held about oneself.
    ExportData;
    /// Deleting one's account.
    DeleteAccount;
}

/// Leave to do this once. Only [`Doorward::confirmed`] makes one; the verb takes it and spends it in its change.
#[derive(Debug)]
pub struct Confirmed<A: SensitiveAct> {
    key: [u8; 32],
    until: Time,
    act: PhantomData<A>,
}

/// What travels.
#[derive(Serialize, Deserialize)]
struct Confirmation {
    /// The sign-in in which it was given.
    sign_in: Id<SignIn>,
    /// When.
    at: Time,
}

impl<A: SensitiveAct> Confirmed<A> {
    /// What it is known by, a keyed hash that nobody else computes.
    pub(crate) const fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// Until when it is remembered that it was used.
    pub(crate) const fn until(&self) -> Time {
        self.until
    }

    /// Guard: it was not used before.
    pub(crate) fn spend(self, change: &mut Change) {
        spent::spend(change, CONFIRMATION, &self.key, self.until);
    }
}

/// The sealed text of a confirmation that was given now.
pub(crate) fn seal(
    doorward: &Doorward,
    action: Action,
    whose: (Id<Session>, Id<User>),
    given: (Id<SignIn>, Time),
) -> String {
    let plain = serde_json::to_vec(&Confirmation { sign_in: given.0, at: given.1 }).unwrap_or_default();
    doorward.sealer.seal_text(&*doorward.entropy, CONFIRMATION, &bound_to(action, whose), &plain)
}

/// What it is good for: this act, in this session, of this user.
fn bound_to(action: Action, (session, user): (Id<Session>, Id<User>)) -> Vec<u8> {
    let word = serde_json::to_vec(&action).unwrap_or_default();
    [&session.as_bytes()[..], user.as_bytes(), &word].concat()
}

impl Doorward {
    /// The confirmation in this text; none when it is not this person's for this act in this session, is older than five minutes, or
    /// was used.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn confirmed<A: SensitiveAct>(
        &self,
        caller: &Caller,
        who: &SignedIn,
        sealed: &str,
    ) -> Result<Option<Confirmed<A>>> {
        let bound = bound_to(A::ACTION, (who.row.id, who.row.user));
        let Ok(plain) = self.sealer.open_text(CONFIRMATION, &bound, sealed) else { return Ok(None) };
        let Ok(Confirmation { sign_in, at }) = store::json::read_bytes(&plain) else { return Ok(None) };
        if caller.now.since(at) > HOLDS {
            return Ok(None);
        }
        let key = instance_mac_key::get(self).await?.mac(CONFIRMATION, &[sign_in.as_bytes()]);
        let is_spent = spent::is_spent(&mut self.store.read().await?, CONFIRMATION, &key).await?;
        Ok((!is_spent).then_some(Confirmed { key, until: at + HOLDS + HOLDS, act: PhantomData }))
    }
}
