//! Wishing another address, and looking after the wish.

use model::{Key, Span, Time, identifier::NotAnIdentifier, policy::EmailChange};
use notify::Address;
use store::{
    Change, credentials,
    email_changes::{self, EmailChangeRow},
};

use super::{UNDO, is_factor, judge, order_undo, send::send};
use crate::{
    Caller, Confirmed, Doorward, Result, SignedIn,
    commit::Commit as _,
    confirmed::ChangeEmail,
    events::{self, EventKind, EventSubject},
    instance_mac_key,
    jobs::{self, EMAIL_LINK_LIFE},
    new_id,
    notices::mailbox,
};

/// Whoever asks again so soon is sent nothing new: the mail is on its way.
const PAUSE: Span = Span::minutes(1);

/// A wish that nothing came of yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailWish {
    /// The address that is wished.
    pub address: String,
    /// Until when it can be confirmed; that may be over.
    pub until: Time,
}

/// Why an address was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailRefusal {
    /// It is none.
    Malformed(NotAnIdentifier),
    /// It is the address that they have.
    Same,
    /// People of this domain belong to another organisation.
    OtherOrganisation,
    /// The organisation's people have addresses in its own domains.
    NotAMailDomain,
    /// People here do not move their address themselves.
    Closed,
    /// There were too many mails to new addresses.
    TooMany,
    /// The confirmation was used, or there is nothing to be sent again.
    Nothing,
}

/// What a verb answers.
pub(super) type Answered = std::result::Result<(), EmailRefusal>;

impl Doorward {
    /// Whether the person who is signed in may move their address themselves.
    pub fn may_move_email(&self, who: &SignedIn) -> bool {
        who.organisation.policy.email_change != EmailChange::Nobody && !who.row.owner.facts.external
    }

    /// The wish of the person who is signed in, if nothing came of one yet. One from before something ended everything that was given
    /// to them is over.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn email_wish(&self, who: &SignedIn) -> Result<Option<EmailWish>> {
        Ok(open(self, who).await?.map(|row| EmailWish { address: row.wished, until: row.expires_at }))
    }

    /// Wishes another address: a link goes there, and a notice with what undoes it to the one that they have. Whether the new one is
    /// somebody's already makes no difference here. A wish from before is given up.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn wish_email(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<ChangeEmail>,
        typed: &str,
    ) -> Result<Answered> {
        let typed = typed.trim();
        let key = match Key::email(typed) {
            Ok(key) => key,
            Err(why) => return Ok(Err(EmailRefusal::Malformed(why))),
        };
        if typed.parse::<Address>().is_err() {
            return Ok(Err(EmailRefusal::Malformed(NotAnIdentifier::NotAnEmail)));
        }
        if who.profile.email.as_deref() == Some(typed) {
            return Ok(Err(EmailRefusal::Same));
        }
        let home = (&*who.organisation, who.row.owner.facts.external);
        if let Err(refusal) = judge(self, &mut self.store.read().await?, home, &key).await? {
            return Ok(Err(refusal));
        }
        let credentials = credentials::of_user(&mut self.store.read().await?, who.row.org, who.row.user).await?;
        let row = EmailChangeRow {
            org: who.row.org,
            user: who.row.user,
            id: new_id(self, caller.now),
            epoch: epoch(who),
            address: mailbox(&who.profile).map(|address| address.to_string()).unwrap_or_default(),
            wished: typed.to_owned(),
            had_factor: credentials.iter().any(is_factor),
            created_at: caller.now,
            expires_at: caller.now + EMAIL_LINK_LIFE,
            confirmed_at: None,
            dropped_at: None,
            undo_until: caller.now + UNDO,
            undone_at: None,
            voided_at: None,
        };
        let mac_key = instance_mac_key::get(self).await?;
        let hashes = (jobs::confirm_token(mac_key, row.id).hash(), jobs::undo_token(mac_key, row.id).hash());
        let mut change = Change::new();
        email_changes::insert(&mut change, &row, (hashes.0.as_bytes(), hashes.1.as_bytes()));
        confirmed.spend(&mut change);
        order_undo(self, &mut change, (caller, &who.profile, &who.organisation), &row, (&credentials, false)).await?;
        send(self, caller, who, (change, &row)).await
    }

    /// Mails the link to the new address once more; it holds for as long as a new one.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn wish_email_again(&self, caller: &Caller, who: &SignedIn) -> Result<Answered> {
        let Some(row) = open(self, who).await? else { return Ok(Err(EmailRefusal::Nothing)) };
        let until = caller.now + EMAIL_LINK_LIFE;
        if until < row.expires_at + PAUSE {
            return Ok(Ok(()));
        }
        let mut change = Change::new();
        email_changes::prolong(&mut change, &row, until);
        send(self, caller, who, (change, &EmailChangeRow { expires_at: until, ..row })).await
    }

    /// Gives the wish up.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn cancel_email_wish(&self, caller: &Caller, who: &SignedIn) -> Result<()> {
        if open(self, who).await?.is_none() {
            return Ok(());
        }
        let (owner, mut change) = ((who.row.org, who.row.user), Change::new());
        email_changes::drop_open(&mut change, owner, caller.now);
        let (by, concerning) = (caller.user(owner.1), EventSubject::user(owner));
        events::record(self, &mut change, &by, EventKind::EmailChangeCancelled, concerning, &serde_json::json!({}));
        self.store.commit_all(change).await
    }
}

/// The epochs of the person and of their organisation, added up.
fn epoch(who: &SignedIn) -> i64 {
    who.row.owner.epoch + who.organisation.epoch
}

async fn open(doorward: &Doorward, who: &SignedIn) -> Result<Option<EmailChangeRow>> {
    let row = email_changes::open(&mut doorward.store.read().await?, (who.row.org, who.row.user)).await?;
    Ok(row.filter(|row| row.epoch == epoch(who)))
}
