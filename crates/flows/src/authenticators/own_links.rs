//! Accounts at identity providers, as somebody looks after the links with their own: which there are, and detaching one with a fresh
//! proof. How one is linked is `sign_in::provider::attach`.

use model::{Authenticator, Id, Time, id::Provider, openid_connect::Preset, sign_in::ways_in};
use store::{Change, identity_links::Identity};

use super::{own::person, passkey};
use crate::{
    Caller, Confirmed, Doorward, IdentityProvider, Result, SignedIn,
    commit::Commit as _,
    confirmed::ChangeLinks,
    people::{links, person::Person},
};

/// An identity provider of the organisation, and whether an account there is linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLink {
    /// What the provider is named by.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Whose it is, for the mark.
    pub preset: Preset,
    /// When an account there was linked, and when it was last signed in by; none where none is.
    pub linked: Option<(Time, Option<Time>)>,
    /// Whether the person may detach it.
    pub may_detach: bool,
}

/// What became of detaching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detached {
    /// It is done.
    Done,
    /// Without it there would be no way in (FED-11).
    OnlyWayIn,
    /// There is no such link, the organisation leaves it to its administrators, or another request was quicker.
    Nothing,
}

impl Doorward {
    /// The identity providers that the person who is signed in can link an account of, or has linked one of.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn own_links(&self, who: &SignedIn) -> Result<Vec<OwnLink>> {
        if who.organisation.providers.is_empty() {
            return Ok(Vec::new());
        }
        let person = person(self, who).await?;
        let vouching = person.home.providers.iter().filter(|one| one.active && one.openid_connect().is_some());
        let link = |provider: &IdentityProvider| OwnLink {
            key: provider.key.clone(),
            name: provider.name.clone(),
            preset: provider.openid_connect().map_or(Preset::default(), |connector| connector.preset),
            linked: linked(&person, provider.id),
            may_detach: may_detach(&person, provider.id),
        };
        Ok(vouching.map(link).collect())
    }

    /// Detaches one's own account at this provider. Other sessions, which may have come by it, end.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn detach_own_link(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<ChangeLinks>,
        key: &str,
    ) -> Result<Detached> {
        let mut person = person(self, who).await?;
        let home = person.home.clone();
        let Some(provider) = home.providers.iter().find(|provider| provider.key == key) else {
            return Ok(Detached::Nothing);
        };
        let identities = identities(&person, provider.id);
        if identities.is_empty() || !may_detach(&person, provider.id) {
            return Ok(Detached::Nothing);
        }
        if !has_another_way(self, &person, provider.id) {
            return Ok(Detached::OnlyWayIn);
        }
        let mut change = Change::new();
        confirmed.spend(&mut change);
        links::take(self, &mut change, caller, &person, (&identities, key)).await?;
        person.end_given_elsewhere(self, &mut change, caller, Some(&who.row));
        let done = self.store.commit(change).await?.is_ok();
        self.ordered.notify_one();
        Ok(if done { Detached::Done } else { Detached::Nothing })
    }
}

/// Who the person is at this provider.
fn identities(person: &Person, provider: Id<Provider>) -> Vec<&Identity> {
    person.links.iter().map(|link| &link.identity).filter(|identity| identity.provider == provider).collect()
}

/// When an account there was linked first, and when one was used last.
fn linked(person: &Person, provider: Id<Provider>) -> Option<(Time, Option<Time>)> {
    let of = || person.links.iter().filter(|link| link.identity.provider == provider);
    Some((of().map(|link| link.created_at).min()?, of().filter_map(|link| link.last_used_at).max()))
}

/// Whether the organisation lets its people detach what they linked (J1.15).
fn may_detach(person: &Person, provider: Id<Provider>) -> bool {
    person.home.policy.users_detach_links && linked(person, provider).is_some()
}

/// Whether the person comes in without this provider: by what the policy takes, and is of use here.
fn has_another_way(doorward: &Doorward, person: &Person, but: Id<Provider>) -> bool {
    let mut account = person.account.clone();
    account.links.retain(|provider| *provider != but);
    let here = passkey::rp_id(doorward);
    if !person.passkeys().any(|(_, data)| here == Some(&data.rp_id)) {
        account.second_factors.retain(|factor| *factor != Authenticator::Passkey);
    }
    !ways_in(&account, &person.home.policy).is_empty()
}
