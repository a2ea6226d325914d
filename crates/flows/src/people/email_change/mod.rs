//! Moving one's own e-mail address (J1.17): wished with a fresh proof, confirmed by whoever reads the new mailbox, undone by whoever reads
//! the one from before ([why so](../../../../../docs/decisions/0019-moving-an-address.md)).

mod confirm;
mod link;
mod send;
mod undo;
mod wish;

pub use link::{EmailFollowed, EmailLink};
pub use wish::{EmailRefusal, EmailWish};

use model::{Key, Span, policy::EmailChange, release::Profile};
use serde_json::{Map, Value};
use store::{
    Change, Read,
    credentials::{CredentialKind, CredentialRow},
    email_changes::EmailChangeRow,
};

use super::{Identifier, UserPatch};
use crate::{
    Caller, Doorward, Error, Organisation, Result,
    jobs::{self, AskedMail, UndoMessage},
    notices::{Scene, asked_language},
};

/// For how long a change can be undone: long enough for a holiday.
const UNDO: Span = Span::days(14);

/// Whether people of this organisation may move their address to this one themselves.
async fn judge(
    doorward: &Doorward,
    read: &mut Read,
    (home, external): (&Organisation, bool),
    key: &Key,
) -> Result<std::result::Result<(), EmailRefusal>> {
    let rule = home.policy.email_change;
    if external || rule == EmailChange::Nobody {
        return Ok(Err(EmailRefusal::Closed));
    }
    let owner = Organisation::by_domain(doorward, read, key.domain().unwrap_or_default()).await?;
    Ok(match owner {
        Some(owner) if owner.id == home.id => Ok(()),
        Some(_) => Err(EmailRefusal::OtherOrganisation),
        None if rule == EmailChange::MailDomains => Err(EmailRefusal::NotAMailDomain),
        None => Ok(()),
    })
}

/// What moves a user to this address, which was shown to be theirs.
fn patch(address: &str) -> Result<UserPatch> {
    let key = Key::email(address).map_err(|_| Error::Corrupt("an address to move to"))?;
    let claims: Map<String, Value> =
        [("email".to_owned(), Value::from(address)), ("email_verified".to_owned(), Value::from(true))]
            .into_iter()
            .collect();
    Ok(UserPatch { email: Some(Identifier { key, display: address.to_owned() }), claims, ..UserPatch::default() })
}

/// Whether it is a second factor that is asked for at a sign-in.
fn is_factor(row: &CredentialRow) -> bool {
    row.confirmed_at.is_some()
        && !matches!(row.kind.known(), Some(CredentialKind::Password | CredentialKind::RecoveryCode))
}

/// A mail to this address of somebody with this profile.
fn asked_mail(caller: &Caller, (profile, home): (&Profile, &Organisation), to: &str) -> AskedMail {
    AskedMail {
        to: Some(to.to_owned()),
        budget: Key::email(to).map_or_else(|_| to.to_owned(), |key| key.as_str().to_owned()),
        name: profile.given_name.clone().or_else(|| profile.name.clone()),
        language: asked_language(Scene::browser(caller, &[]), profile.locale.as_deref(), home).tag().to_owned(),
        zone: profile.zoneinfo.clone().or_else(|| home.branding.time_zone.clone()),
        date_format: profile.date_format.clone(),
        time_format: profile.time_format.clone(),
        at: caller.now,
        agent: caller.agent.clone(),
        address: caller.address.clone(),
    }
}

/// Orders what the address from before of somebody with these credentials is told, if there is one; `done` once the new one is confirmed.
async fn order_undo(
    doorward: &Doorward,
    change: &mut Change,
    (caller, profile, home): (&Caller, &Profile, &Organisation),
    row: &EmailChangeRow,
    (credentials, done): (&[CredentialRow], bool),
) -> Result<()> {
    if row.address.is_empty() {
        return Ok(());
    }
    let asked = asked_mail(caller, (profile, home), &row.address);
    let asks_administrator = undo::asks_administrator(home, credentials, row, caller.now);
    let message = UndoMessage { asked, user: row.user, wish: row.id, done, asks_administrator };
    jobs::order_asked(doorward, change, Some(row.org), &message).await
}
