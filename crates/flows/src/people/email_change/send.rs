//! The mail to a wished address, as far as budgets go: that of the account, and those of the mailbox, which strangers can't use up.

use model::Key;
use store::{Change, Guard, attempts, email_changes::EmailChangeRow};

use super::{
    asked_mail,
    wish::{Answered, EmailRefusal},
};
use crate::{
    Caller, Doorward, Error, Result, SignedIn,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    guesses::{AttemptKey, NEW_ADDRESS_OWN, NEW_ADDRESS_SHARED, NEW_ADDRESSES},
    instance_mac_key,
    jobs::{self, AskedMail, ConfirmMessage},
};

/// Whose budget of the mailbox a mail is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    /// What the account has of its own there.
    Own,
    /// What all accounts have there together.
    Shared,
    /// Nobody's: there is no mail, and no answer tells.
    None,
}

impl Share {
    /// Where to look next when this one is spent.
    fn after(self, guard: Guard) -> Option<Self> {
        match self {
            Self::Own if guard == NEW_ADDRESS_OWN.1 => Some(Self::Shared),
            Self::Shared if guard == NEW_ADDRESS_SHARED.1 => Some(Self::None),
            _ => None,
        }
    }
}

/// Writes the change, with the mail to the new address, as far as the account's budget goes. Where the mailbox had enough from
/// strangers, the wish stands without a mail.
pub(super) async fn send(
    doorward: &Doorward,
    caller: &Caller,
    who: &SignedIn,
    (wish, row): (Change, &EmailChangeRow),
) -> Result<Answered> {
    let mac_key = instance_mac_key::get(doorward).await?;
    // The budget comes first: its row makes wishes of one account wait for one another, so each gives up the one before.
    let mut change = Change::new();
    for (name, budget, guard) in NEW_ADDRESSES {
        let key = AttemptKey::NewAddress(name, row.org, row.user).key(mac_key);
        attempts::take(&mut change, &key, budget, caller.now, guard);
    }
    change.append(wish);
    let (by, concerning) = (caller.user(row.user), EventSubject::user((row.org, row.user)));
    events::record(doorward, &mut change, &by, EventKind::EmailChangeAsked, concerning, &serde_json::json!({}));
    let mut share = Share::Own;
    loop {
        let mut with_mail = change.clone();
        order(doorward, &mut with_mail, (caller, who), row, share).await?;
        match doorward.store.commit(with_mail).await? {
            Ok(()) => {
                doorward.ordered.notify_one();
                return Ok(Ok(()));
            }
            Err(guard) if NEW_ADDRESSES.iter().any(|(.., budget)| *budget == guard) => {
                return Ok(Err(EmailRefusal::TooMany));
            }
            Err(guard) => match share.after(guard) {
                Some(next) => share = next,
                None => return Ok(Err(EmailRefusal::Nothing)),
            },
        }
    }
}

/// Takes the mail from this share, and orders it. Guard: something of it is left.
async fn order(
    doorward: &Doorward,
    change: &mut Change,
    (caller, who): (&Caller, &SignedIn),
    row: &EmailChangeRow,
    share: Share,
) -> Result<()> {
    let address = Key::email(&row.wished).map_err(|_| Error::Corrupt("a wished address"))?;
    let (key, (budget, guard)) = match share {
        Share::Own => (AttemptKey::NewAddressBy(address.as_str(), row.org, row.user), NEW_ADDRESS_OWN),
        Share::Shared => (AttemptKey::NewAddressByAll(address.as_str()), NEW_ADDRESS_SHARED),
        Share::None => return Ok(()),
    };
    let mac_key = instance_mac_key::get(doorward).await?;
    attempts::take(change, &key.key(mac_key), budget, caller.now, guard);
    let asked = asked_mail(caller, (&who.profile, &who.organisation), &row.wished);
    // The mail may reach a stranger, who learns nothing of the person.
    let asked = AskedMail { name: None, agent: String::new(), address: String::new(), ..asked };
    let message = ConfirmMessage { asked, user: row.user, wish: row.id };
    jobs::order_asked(doorward, change, Some(row.org), &message).await
}
