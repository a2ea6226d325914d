//! Whoever reads the address from before did not wish another one: somebody else had the account. The address is theirs again, everything
//! that was given in its name ends, what was added since the wish is void, and nobody knows the password any more.

use crypto::{Password, token::Token};
use model::{Key, Time, policy::RecoverWithFactor};
use serde_json::json;
use store::{
    Change,
    credentials::{self, CredentialRow},
    directory,
    email_changes::{self, EmailChangeRow},
    users,
};

use super::{
    is_factor,
    link::{EmailFollowed, Link},
    patch,
};
use crate::{
    Caller, Doorward, Error, Organisation, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    jobs,
    notices::{Happened, Scene},
    people::{
        Home, NewPassword, UserPatch,
        credentials::second_factor,
        passwords::{self, PasswordPlan},
        plan::{Planning, UserPlan},
        stored::{self, Stored},
    },
    progress::UNWATCHED,
};

/// How often somebody else may be quicker.
const TRIES: usize = 5;

/// Gives the address back.
pub(super) async fn undo(doorward: &Doorward, caller: &Caller, link: &Link) -> Result<EmailFollowed> {
    let (row, patch) = (&link.row, patch(&link.row.address)?);
    let (mut hash, random) = (None, random_password(doorward)?);
    for _ in 0..TRIES {
        let read = stored::one(&mut doorward.store.read().await?, row.org, row.user).await?;
        let Some(stored) = read else { return Ok(EmailFollowed::Late) };
        let password = stored.password().map(|was| PasswordPlan {
            to: NewPassword::Plain(random.clone()),
            must_change: true,
            brought: None,
            was: Some(was.clone()),
            was_known: true,
        });
        if hash.is_none() {
            hash = passwords::hashes_of(doorward, std::iter::once(password.as_ref()), UNWATCHED).await?.remove(&0);
        }
        let plan = plan(doorward, caller, (link, &patch), &stored, password)?;
        let (change, path) = change(doorward, caller, link, (&plan, &stored), hash.as_deref()).await?;
        match doorward.store.commit(change).await? {
            Ok(()) => {
                doorward.ordered.notify_one();
                return Ok(path.map_or(link.undone(), EmailFollowed::UndoneTo));
            }
            Err(users::IDENTIFIER_FREE) => return Ok(EmailFollowed::NotUndone),
            // Another click was quicker, or what made it void.
            Err(email_changes::UNDOABLE) => return link.over_by_now(doorward, caller.now).await,
            Err(_) => {}
        }
    }
    Err(Error::Guard("user unchanged"))
}

/// Nobody's: the one that was there is known to whoever wished the other address.
fn random_password(doorward: &Doorward) -> Result<Password> {
    Password::new(&Token::mint(&*doorward.entropy).expose()).map_err(|_| Error::Corrupt("a random password"))
}

fn plan(
    doorward: &Doorward,
    caller: &Caller,
    (link, patch): (&Link, &UserPatch),
    stored: &Stored,
    password: Option<PasswordPlan>,
) -> Result<UserPlan> {
    let home = Home::from(&*link.home);
    let planning = Planning { doorward, home, patch, stored: Some(stored), now: caller.now };
    let plan = planning.plan(password)?.map_err(|_| Error::Corrupt("a claim of another kind"))?;
    Ok(plan.told_otherwise(true))
}

/// The change, and the path to a new password where one is kept here.
async fn change(
    doorward: &Doorward,
    caller: &Caller,
    link: &Link,
    (plan, stored): (&UserPlan, &Stored),
    hash: Option<&str>,
) -> Result<(Change, Option<String>)> {
    let (row, home, owner) = (&link.row, &*link.home, plan.key);
    let (mut change, by) = (Change::new(), caller.user(owner.1));
    match plan.is_empty() {
        true => {
            directory::bump_version(&mut change, owner.0, (owner.1, stored.entry.version), true);
            let concerning = EventSubject::user(owner);
            events::record(doorward, &mut change, &by, EventKind::EmailChangeUndone, concerning, &json!({}));
        }
        false => plan.add_to(&mut change, doorward, hash, (&by, EventKind::EmailChangeUndone)).await?,
    }
    if takes_factors(&stored.credentials, row, caller.now) {
        credentials::delete_factors_since(&mut change, owner, row.created_at);
    }
    email_changes::undo(&mut change, row, caller.now);
    tell(doorward, &mut change, caller, (stored, home), &row.address).await?;
    let address = Key::email(&row.address).map_err(|_| Error::Corrupt("an address from before"))?;
    let keeps = home.policy.keeps_passwords() && stored.password().is_some();
    let path = match keeps && !asks_administrator(home, &stored.credentials, row, caller.now) {
        true => {
            let made_under = (stored.entry.epoch + 1 + home.epoch, address.as_str());
            Some(jobs::add_restore_link(doorward, &mut change, owner, made_under, caller.now).await?)
        }
        false => None,
    };
    Ok((change, path))
}

/// Whether whoever takes the account back comes to a new password by an administrator alone, as whoever forgot theirs does there: once it is
/// undone; or since it was, for as long as nobody set another one.
pub(super) fn asks_administrator(home: &Organisation, of: &[CredentialRow], row: &EmailChangeRow, now: Time) -> bool {
    let policy = &home.policy;
    let password = of.iter().find_map(CredentialRow::password).filter(|_| policy.keeps_passwords());
    let Some(password) = password else { return false };
    if row.undone_at.is_some_and(|undone_at| password.changed_at != undone_at) {
        return false;
    }
    let goes = |one: &CredentialRow| one.created_at >= row.created_at && takes_factors(of, row, now);
    let counts = |one: &&CredentialRow| {
        let way = one.kind.known().and_then(second_factor).filter(|_| is_factor(one));
        way.is_some_and(|way| policy.second_factors().any(|counts| counts == way))
    };
    let keeps_factor = of.iter().filter(counts).any(|one| !goes(one));
    let with_factor = policy.recovery.with_second_factor == RecoverWithFactor::AdministratorOnly;
    !policy.offers_recovery() || (keeps_factor && with_factor)
}

/// Whether undoing takes away second factors that were added since. What came after a wish that was given up or ran out has nothing to do
/// with it.
fn takes_factors(of: &[CredentialRow], row: &EmailChangeRow, now: Time) -> bool {
    (row.confirmed_at.is_some() || row.is_open(now)) && !leaves_none(of, row)
}

/// Whether an account that had a second factor would be left without one. Then those added since stay: whoever reads the mailbox
/// alone must not come in (RST-02), and whoever has none of them asks an administrator.
fn leaves_none(of: &[CredentialRow], row: &EmailChangeRow) -> bool {
    let mut factors = of.iter().filter(|one| is_factor(one));
    row.had_factor && !factors.any(|one| one.created_at < row.created_at)
}

/// Tells the address that the account loses, if it loses one.
async fn tell(
    doorward: &Doorward,
    change: &mut Change,
    caller: &Caller,
    (stored, home): (&Stored, &Organisation),
    back: &str,
) -> Result<()> {
    let folded = |address: &str| Key::email(address).ok();
    let profile = &stored.entry.profile;
    if profile.email.as_deref().and_then(folded) == folded(back) {
        return Ok(());
    }
    let happened = Happened::EmailChangeUndone;
    jobs::order_notice(doorward, change, Scene::command(caller.now), (profile, home), happened).await?;
    Ok(())
}
