//! Passwords of people: which of them differ from those stored, and the hashes of those that do. Both outside of any
//! transaction, as many at once as there are permits.

use std::collections::HashMap;

use crypto::Password;
use model::Time;
use store::{
    Change, Json,
    credentials::{self, CredentialKind, CredentialRow, Data, PasswordData},
};
use tokio::task::JoinSet;

use super::{NewPassword, UserKey, UserPatch, stored::Stored};
use crate::{
    Doorward, Error, Result, instance_mac_key,
    people::credentials::{credential, millis},
    progress::{Counter, Watch},
};

/// How many are computed or wait for it at once; the permits decide how many really are.
const AT_ONCE: usize = 32;

/// A password to be set.
#[derive(Debug, Clone)]
pub(crate) struct PasswordPlan {
    pub(crate) to: NewPassword,
    pub(crate) must_change: bool,
    /// The keyed hash of a hash from elsewhere.
    pub(crate) brought: Option<String>,
    /// What it replaces.
    pub(crate) was: Option<CredentialRow>,
    /// Whether somebody else knew that, and those before it.
    pub(crate) was_known: bool,
}

/// A computation for one user, by place in a list.
type Work<T> = (usize, T);

impl PasswordPlan {
    /// Sets the password; `hash` is that of a plain one, and so many before it may not come back. Guard: it still replaces what it was
    /// to replace.
    pub(crate) fn add_to(
        &self,
        change: &mut Change,
        doorward: &Doorward,
        key: UserKey,
        (hash, history): (Option<&str>, u8),
        now: Time,
    ) -> Result<()> {
        let hash = match &self.to {
            NewPassword::Hash(hash) => hash.as_str(),
            NewPassword::Plain(_) => hash.ok_or(Error::Corrupt("a password that was not hashed"))?,
        };
        let before = Before::of(self.was.as_ref(), history);
        let before = if self.was_known { before.known() } else { before };
        let data = before.data(now, self.must_change, self.brought.clone());
        write_password(change, doorward, key, self.was.as_ref(), (hash, data));
        Ok(())
    }
}

/// So many hashes are kept of whoever's policy keeps fewer: which of them somebody else knew may be found out later.
const KEPT: usize = 3;

/// The most that are kept of passwords that somebody else knew.
const KNOWN: usize = 24;

/// The hashes of passwords before the one that is being set.
#[derive(Debug, Default)]
pub(crate) struct Before {
    previous: Vec<String>,
    known_to_others: Vec<String>,
}

impl Before {
    /// That of `was`, and those that it kept, of which so many may not come back.
    pub(crate) fn of(was: Option<&CredentialRow>, history: u8) -> Self {
        let Some(was) = was else { return Self::default() };
        let own = str::from_utf8(&was.secret).ok().map(str::to_owned);
        let data = was.password();
        let kept = data.map(|data| data.previous.clone()).unwrap_or_default();
        let previous = own.into_iter().chain(kept).take(KEPT.max(usize::from(history))).collect();
        Self { previous, known_to_others: data.map(|data| data.known_to_others.clone()).unwrap_or_default() }
    }

    /// The same, all of them known to somebody else.
    fn known(self) -> Self {
        let known_to_others = self.previous.into_iter().chain(self.known_to_others).take(KNOWN).collect();
        Self { previous: Vec::new(), known_to_others }
    }

    /// What is kept with the password that comes after them.
    pub(crate) fn data(self, changed_at: Time, must_change: bool, brought: Option<String>) -> PasswordData {
        let Self { previous, known_to_others } = self;
        PasswordData { changed_at, must_change, brought, previous, known_to_others }
    }
}

/// Writes a password, and answers its row. Guard: `was` is still there as it was read.
pub(crate) fn write_password(
    change: &mut Change,
    doorward: &Doorward,
    key: UserKey,
    was: Option<&CredentialRow>,
    (hash, data): (&str, PasswordData),
) -> CredentialRow {
    let (now, secret) = (data.changed_at, hash.as_bytes());
    let data = Data::Password(match was.and_then(CredentialRow::password) {
        Some(was) => was.replaced(data),
        None => Json::new(data),
    });
    match was {
        Some(was) => {
            credentials::set(change, key, was, (secret, &data, millis(hash)));
            CredentialRow { secret: secret.to_vec(), data, counter: millis(hash), last_used_at: None, ..was.clone() }
        }
        None => {
            let row = credential(doorward, CredentialKind::Password, secret.to_vec(), data, now);
            credentials::insert(change, key, &row);
            row
        }
    }
}

/// For each user, the password that has to be set; none where it is right already. A first password that was handed out
/// is not set again over the one that the user chose.
pub(crate) async fn passwords_to_set(
    doorward: &Doorward,
    people: &[(&UserPatch, Option<&Stored>)],
    watch: Watch<'_>,
) -> Result<Vec<Option<PasswordPlan>>> {
    let mut plans = Vec::with_capacity(people.len());
    let mut checks = Vec::new();
    for (at, (patch, stored)) in people.iter().enumerate() {
        let was = stored.and_then(Stored::password);
        let to = patch.password.as_ref().filter(|_| was.is_none() || !patch.must_change);
        let plan = match to {
            None => None,
            Some(to) => password_plan(doorward, to, patch.must_change, was).await?,
        };
        if let (Some(NewPassword::Plain(password)), Some(row)) = (to, was) {
            let hash = str::from_utf8(&row.secret).ok();
            checks.extend(hash.map(|hash| (at, (password.clone(), hash.to_owned()))));
        }
        plans.push(plan);
    }
    for (at, same) in all_checked(doorward, checks, watch).await? {
        if same {
            plans[at] = None;
        }
    }
    Ok(plans)
}

/// The hash of each of the plain ones among these, by place.
pub(crate) async fn hashes_of<'p>(
    doorward: &Doorward,
    plans: impl Iterator<Item = Option<&'p PasswordPlan>>,
    watch: Watch<'_>,
) -> Result<HashMap<usize, String>> {
    let plain = plans.enumerate().filter_map(|(at, plan)| match &plan?.to {
        NewPassword::Plain(password) => Some((at, password.clone())),
        NewPassword::Hash(_) => None,
    });
    let plain: Vec<Work<Password>> = plain.collect();
    let counter = Counter::new("passwords hashed", plain.len(), watch);
    let (hasher, entropy) = (doorward.hasher.clone(), doorward.entropy.clone());
    let hashed = all(plain, counter, move |password| {
        let (hasher, entropy) = (hasher.clone(), entropy.clone());
        async move { Ok(hasher.permit().await?.hash(&*entropy, &password).await.as_str().to_owned()) }
    });
    Ok(hashed.await?.into_iter().collect())
}

/// The plan to set this password; none for a hash from elsewhere that is there, or was brought and upgraded since.
async fn password_plan(
    doorward: &Doorward,
    to: &NewPassword,
    must_change: bool,
    was: Option<&CredentialRow>,
) -> Result<Option<PasswordPlan>> {
    let brought = match to {
        NewPassword::Plain(_) => None,
        NewPassword::Hash(hash) => Some(brought(doorward, hash).await?),
    };
    if let (NewPassword::Hash(hash), Some(brought)) = (to, &brought)
        && is_brought(was, hash, brought)
    {
        return Ok(None);
    }
    Ok(Some(PasswordPlan { to: to.clone(), must_change, brought, was: was.cloned(), was_known: false }))
}

async fn brought(doorward: &Doorward, hash: &str) -> Result<String> {
    let mac = instance_mac_key::get(doorward).await?.mac("brought hash", &[hash.as_bytes()]);
    Ok(jose::base64url::encode(mac))
}

/// Whether each of these is the password of its hash.
async fn all_checked(
    doorward: &Doorward,
    checks: Vec<Work<(Password, String)>>,
    watch: Watch<'_>,
) -> Result<Vec<Work<bool>>> {
    let counter = Counter::new("passwords compared", checks.len(), watch);
    let hasher = doorward.hasher.clone();
    all(checks, counter, move |(password, hash)| {
        let hasher = hasher.clone();
        async move { Ok(hasher.permit().await?.check(&password, Some(&hash)).await.matches) }
    })
    .await
}

/// Whether the stored password is this hash, or became what it is from it at a sign-in.
fn is_brought(was: Option<&CredentialRow>, hash: &str, brought: &str) -> bool {
    let Some(row) = was else { return false };
    let known = row.password().and_then(|data| data.brought.as_deref());
    row.secret == hash.as_bytes() || known == Some(brought)
}

/// Computes all, some at once.
async fn all<A, T: Send + 'static, F: Future<Output = Result<T>> + Send + 'static>(
    work: Vec<Work<A>>,
    mut counter: Counter<'_>,
    compute: impl Fn(A) -> F,
) -> Result<Vec<Work<T>>> {
    let mut running = JoinSet::new();
    let mut done = Vec::with_capacity(work.len());
    let mut work = work.into_iter();
    loop {
        while running.len() < AT_ONCE
            && let Some((at, one)) = work.next()
        {
            let computed = compute(one);
            running.spawn(async move { computed.await.map(|result| (at, result)) });
        }
        match running.join_next().await {
            None => return Ok(done),
            Some(Ok(result)) => done.push(result?),
            Some(Err(_)) => return Err(Error::Corrupt("a password that could not be computed")),
        }
        counter.add(1);
    }
}
