//! Whom a provider vouches for: who that is here, what is known of them now, and the proof that its word is.
//!
//! An account that is made or linked is written before the sign-in goes on, so that two tabs of one newcomer make one account: whoever is
//! second finds the identity taken, and reads again.

use model::{
    Authenticator, Id, Key, Time,
    account::State,
    id::{Org, User},
    provider::{AddressOwner, Newcomer, Vouching},
    sign_in::{Proof, Purpose},
};
use serde::{Deserialize, Serialize};
use store::{
    Change, Read, credentials, directory,
    identity_links::{self, Identity},
    organisations,
    provider_sessions::ProviderSession,
    users,
};
use upstream::Arrival;

use super::{Accepted, LastAnswer, Situation, Turn, provider::ProviderProblem, reading::Lookup, stored::StoredSignIn};
use crate::{
    Error, IdentityProvider, Organisation, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    notices::Scene,
    people::{
        Identifier, links,
        person::Person,
        upstream::{Holder, Told, joined, refreshed},
    },
};

/// How often somebody else may be quicker.
const TRIES: usize = 5;

/// An identity that is linked once its person has proven to be the account (FED-04): of this provider and subject, in this sign-in, and
/// with whoever was named when it came. Naming somebody else forgets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToLink {
    org: Id<Org>,
    provider: Id<model::id::Provider>,
    issuer: String,
    subject: String,
    /// What people call the provider.
    pub(super) name: String,
}

/// A session at a provider that this sign-in came by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CameBy {
    provider: Id<model::id::Provider>,
    issuer: String,
    subject: String,
    sid: String,
}

impl CameBy {
    pub(super) fn row(&self) -> ProviderSession {
        let Self { provider, issuer, subject, sid } = self.clone();
        ProviderSession { provider, issuer, subject, sid }
    }
}

/// Who is vouched for.
pub(super) enum Who {
    /// This user.
    Is(Id<User>),
    /// Perhaps whoever has this address; they have to prove it.
    ProvesFirst(Key, String),
    /// Nobody who may come in.
    Unknown,
}

/// Somebody at a provider, and where they come to.
pub(super) struct Vouched<'v> {
    pub(super) home: &'v Organisation,
    pub(super) provider: &'v IdentityProvider,
    pub(super) arrival: &'v Arrival,
    pub(super) identity: Identity,
}

impl<'v> Vouched<'v> {
    pub(super) fn new(home: &'v Organisation, provider: &'v IdentityProvider, arrival: &'v Arrival) -> Self {
        let (issuer, subject) = (arrival.issuer.clone(), arrival.subject.clone());
        Self { home, provider, arrival, identity: Identity { provider: provider.id, issuer, subject } }
    }
}

impl Vouched<'_> {
    fn came_by(&self) -> Option<CameBy> {
        let there = self.arrival.session.clone()?;
        let (provider, issuer) = (self.provider.id, self.arrival.issuer.clone());
        Some(CameBy { provider, issuer, subject: there.subject, sid: there.sid.unwrap_or_default() })
    }
}

impl ToLink {
    fn identity(&self) -> Identity {
        Identity { provider: self.provider, issuer: self.issuer.clone(), subject: self.subject.clone() }
    }
}

impl Situation<'_> {
    /// Goes on with whom the provider vouches for.
    pub(super) async fn arrives_from(
        self,
        (home, provider): (&Organisation, &IdentityProvider),
        arrival: Arrival,
    ) -> Result<Turn> {
        let vouched = Vouched::new(home, provider, &arrival);
        if self.kept.progress.purpose != Purpose::SignIn {
            return Box::pin(self.confirmed_by(&vouched)).await;
        }
        match Box::pin(self.who(&vouched)).await? {
            Who::Is(user) => Box::pin(self.vouched_for(&vouched, user)).await,
            Who::ProvesFirst(key, shown) => Box::pin(self.proves_first(&vouched, (&key, &shown))).await,
            Who::Unknown => {
                let lines = [format!(
                    "nobody here is linked with the subject {}, and the rules make no account",
                    vouched.identity.subject
                )];
                self.not_vouched((home, provider), ProviderProblem::Unknown, ("Rule", &lines)).await
            }
        }
    }

    /// Who it is here. What has to be made for that is made.
    pub(super) async fn who(&self, vouched: &Vouched<'_>) -> Result<Who> {
        for _ in 0..TRIES {
            let mut read = self.doorward.store.read().await?;
            if let Some(user) = identity_links::user_of(&mut read, vouched.home.id, &vouched.identity).await? {
                drop(read);
                Box::pin(self.refresh(vouched, user)).await?;
                return Ok(Who::Is(user));
            }
            let email = vouched.arrival.email.as_ref();
            let address = email.and_then(|email| Some((Key::email(&email.address).ok()?, email)));
            let found = match &address {
                Some((key, _)) => users::by_identifier(&mut read, &users::INSTANCE_SCOPE, key.as_str()).await?,
                None => None,
            };
            let domains = organisations::domains(&mut read, vouched.home.id).await?;
            let owner = owner(&mut read, vouched, found.as_ref()).await?;
            drop(read);
            let Some(owner) = owner else { return Ok(Who::Unknown) };
            let domain = address.as_ref().and_then(|(key, _)| key.domain()).unwrap_or_default();
            let is = |known: &String| known == domain;
            let facts = Vouching {
                verified: email.is_some_and(|email| email.verified),
                believed: vouched.provider.rules.domains.iter().any(is) && domains.iter().any(is),
                owner,
                creates_users: vouched.provider.rules.creates_users,
            };
            let made = match (Newcomer::of(facts), address, found) {
                (Newcomer::Linked, _, Some(row)) => self.link(vouched, row).await?,
                (Newcomer::ProvesFirst, Some((key, email)), _) => {
                    return Ok(Who::ProvesFirst(key, email.address.clone()));
                }
                (Newcomer::Joins { with_address }, address, _) => {
                    let found_by = address.filter(|_| with_address);
                    let found_by = found_by.map(|(key, email)| Identifier { key, display: email.address.clone() });
                    Box::pin(self.join(vouched, found_by)).await?
                }
                _ => return Ok(Who::Unknown),
            };
            if let Some(user) = made {
                return Ok(Who::Is(user));
            }
        }
        Err(Error::Guard(identity_links::IDENTITY_FREE.0))
    }

    /// Links whoever has the address: the organisation's domain and its own provider vouch. None where somebody was quicker.
    async fn link(&self, vouched: &Vouched<'_>, row: users::UserRow) -> Result<Option<Id<User>>> {
        let (doorward, user) = (self.doorward, row.id);
        if row.state != State::Active {
            // Whoever may not come in is told so, and is not linked.
            return Ok(Some(user));
        }
        let mut read = doorward.store.read().await?;
        let person = Person::of_row(doorward, &mut read, Some(row)).await?;
        drop(read);
        let person = person.ok_or_else(super::provider::nobody)?;
        let mut change = Change::new();
        self.add_link(&mut change, &person, (&vouched.identity, &vouched.provider.key, "mail domain")).await?;
        let written = doorward.store.commit(change).await?.is_ok();
        if written {
            Box::pin(self.refresh(vouched, user)).await?;
        }
        Ok(written.then_some(user))
    }

    /// Makes the link, with its event, and tells the owner (LGN-13). Guard: the identity is nobody's.
    async fn add_link(
        &self,
        change: &mut Change,
        person: &Person,
        (identity, provider, shown_by): (&Identity, &str, &str),
    ) -> Result<()> {
        let scene = Scene::browser(self.caller, self.ui_locales());
        links::add(self.doorward, change, (self.caller, scene), person, (identity, provider, shown_by)).await
    }

    /// Makes the account of somebody new. None where somebody was quicker.
    async fn join(&self, vouched: &Vouched<'_>, found_by: Option<Identifier>) -> Result<Option<Id<User>>> {
        let told = Told { provider: vouched.provider, arrival: vouched.arrival };
        let planned = joined(self.doorward, (vouched.home, self.caller), told, found_by).await?;
        let (mut change, (org, user)) = planned;
        identity_links::insert(&mut change, (org, user), &vouched.identity, self.caller.now);
        let data = links::told(&vouched.identity, &vouched.provider.key, "new account");
        let (by, concerning) = (self.caller.user(user), EventSubject::user((org, user)));
        events::record(self.doorward, &mut change, &by, EventKind::IdentityLinked, concerning, &data);
        Ok(self.doorward.store.commit(change).await?.is_ok().then_some(user))
    }

    /// Brings what the provider tells of somebody who is known.
    async fn refresh(&self, vouched: &Vouched<'_>, user: Id<User>) -> Result<()> {
        for _ in 0..TRIES {
            let told = Told { provider: vouched.provider, arrival: vouched.arrival };
            let Some(change) = refreshed(self.doorward, (vouched.home, self.caller), told, user).await? else {
                return Ok(());
            };
            if self.doorward.store.commit(change).await?.is_ok() {
                return Ok(());
            }
        }
        Err(Error::Guard(store::directory::USER_UNCHANGED.0))
    }

    /// The provider's word is a proof like any other.
    async fn vouched_for(self, vouched: &Vouched<'_>, user: Id<User>) -> Result<Turn> {
        let lookup = Lookup::Vouched(vouched.home.id, user);
        let named = Box::pin(Self::read(self.resolved(), None, lookup)).await?;
        if named.person.is_none() {
            return Ok(Turn::NextStep);
        }
        let now = named.caller.now;
        let told = vouched.arrival.authenticated.at.filter(|at| *at < now);
        Box::pin(named.proven_by(vouched, told.unwrap_or(now))).await
    }

    /// Whoever is signed in confirms an act of their own: by their own account there, and nobody else's.
    async fn confirmed_by(self, vouched: &Vouched<'_>) -> Result<Turn> {
        let mut read = self.doorward.store.read().await?;
        let user = identity_links::user_of(&mut read, vouched.home.id, &vouched.identity).await?;
        drop(read);
        let own = self.person.as_ref().is_some_and(|person| Some(person.key().1) == user);
        if own {
            let now = self.caller.now;
            return Box::pin(self.proven_by(vouched, now)).await;
        }
        let lines = [format!("the subject {} is not linked with whoever is signed in", vouched.identity.subject)];
        let of = (vouched.home, vouched.provider);
        self.not_vouched(of, ProviderProblem::OtherAccount, ("Rule", &lines)).await
    }

    async fn proven_by(mut self, vouched: &Vouched<'_>, at: Time) -> Result<Turn> {
        let connector = vouched.provider.openid_connect().ok_or_else(super::provider::nobody)?;
        let two_factors = vouched.arrival.authenticated.used_two_factors(connector);
        let way = Authenticator::Provider(vouched.provider.id);
        let proof = Proof::new(way, self.kept.progress.purpose, at).with_two_factors(two_factors);
        let mut change = Change::new();
        let linked = self.person.iter().flat_map(|person| &person.links);
        if linked.map(|link| &link.identity).any(|identity| *identity == vouched.identity) {
            identity_links::used(&mut change, vouched.home.id, &vouched.identity, self.caller.now);
        }
        self.bind_to_person();
        self.kept.came_by = vouched.came_by().filter(|_| self.kept.progress.purpose == Purpose::SignIn);
        self.kept.progress.proven(proof);
        let answer = LastAnswer { answer: Accepted::Provider(vouched.identity.subject.clone()), at: self.caller.now };
        Box::pin(self.answered(answer, change, Change::new())).await
    }

    /// Asks for the account that has the address, and keeps the identity until that is proven.
    async fn proves_first(mut self, vouched: &Vouched<'_>, (key, shown): (&Key, &str)) -> Result<Turn> {
        let Identity { provider, issuer, subject } = vouched.identity.clone();
        let to_link = ToLink { org: vouched.home.id, provider, issuer, subject, name: vouched.provider.name.clone() };
        let remember = self.kept.progress.remember;
        let named = self.kept.named(key, shown, None, Some(vouched.home));
        // A session is no proof of now.
        self.kept = StoredSignIn { left: self.kept.left, to_link: Some(to_link), forget_session: true, ..named };
        self.kept.progress.remember = remember;
        (self.row.org, self.row.user) = (None, None);
        Ok(self.save(Change::new()).await?.or_next_step())
    }

    /// Links what came before the account was proven, in the change that opens the session. Guard: the identity is nobody's.
    pub(super) async fn link_what_was_proven(&self, change: &mut Change, person: &Person) -> Result<()> {
        let Some(to_link) = self.kept.to_link.as_ref().filter(|to_link| to_link.org == person.row.org) else {
            return Ok(());
        };
        let provider = person.home.providers.iter().find(|provider| provider.id == to_link.provider && provider.active);
        match provider {
            Some(provider) => {
                self.add_link(change, person, (&to_link.identity(), &provider.key, "proof of the account")).await
            }
            None => Ok(()),
        }
    }
}

/// Who is found by the address. None where they are somebody else at the directory that judged: their account is handed to nobody (K3).
async fn owner(read: &mut Read, vouched: &Vouched<'_>, found: Option<&users::UserRow>) -> Result<Option<AddressOwner>> {
    let home = vouched.home.id;
    let row = match found {
        None => return Ok(Some(AddressOwner::Nobody)),
        Some(row) if row.org != home => return Ok(Some(AddressOwner::Elsewhere)),
        Some(row) => row,
    };
    let roles = directory::roles(read, home, &[row.id]).await?;
    let roles: Vec<String> = roles.into_iter().map(|(_, role)| role).collect();
    let links = identity_links::of_users(read, home, &[row.id]).await?;
    let holder = Holder {
        email_verified: row.profile.email_verified,
        local: row.facts.local,
        roles: &roles,
        linked_there: links.iter().any(|link| link.identity.provider == vouched.identity.provider),
        has_credentials: !credentials::of_user(read, home, row.id).await?.is_empty(),
    };
    Ok(holder.owner(vouched.provider))
}
