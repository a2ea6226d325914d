//! Linking an account at an identity provider with one's own (J1.15). Whoever is signed in proves anew who they are, goes to the
//! provider, and signs in there. What comes back counts once, in the browser and the session that began it, for ten minutes (FED-04).

use model::{
    Id, Span,
    id::{Session, User},
    sign_in::{Progress, Purpose},
};
use serde::{Deserialize, Serialize};
use store::{
    Change, Json,
    identity_links::{self, Identity},
    sign_ins::{self, SignInRow},
};
use upstream::{AuthorizationRequest, Callback, Failure, MaxAge, MetadataError, Prompt, Wishes};

use super::{Judged, Left, OF_NOW, ProviderProblem, Sent, note_failure, problem, told};
use crate::{
    Caller, Confirmed, Cookie, Doorward, IdentityProvider, Result, SensitiveAct as _, SignedIn,
    commit::Commit as _,
    confirmed::ChangeLinks,
    events::EventSubject,
    limits,
    notices::Scene,
    people::{links, person::Person},
    providers::openid_connect::Asking,
    sign_in::{
        Situation,
        pending::{Destination, Pending, Resolved},
        reading::Lookup,
        stored::StoredSignIn,
    },
};

/// How long the way there and back may take.
const HOLDS: Span = Span::minutes(10);

/// The account there is shown by a sign-in of now, as far as the provider tells.
const SIGNS_IN: MaxAge = MaxAge { at_most: OF_NOW, must_be_told: false };

/// Who is linked, and where they go on.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Attaching {
    /// The session in which it was begun.
    session: Id<Session>,
    /// Whose.
    user: Id<User>,
    /// The epoch in which it was begun: detaching anything, or being signed out everywhere, ends it.
    epoch: i64,
    /// The page of ours that tells what became of it.
    page: String,
}

/// What became of wishing to link an account.
#[derive(Debug)]
pub enum AttachBegun {
    /// On to the provider.
    Elsewhere {
        /// Where the browser goes.
        address: String,
        /// What people call the provider.
        provider: String,
        /// What the browser has to keep, where it has none yet.
        cookie: Option<Cookie>,
    },
    /// The provider can't be asked.
    Problem(ProviderProblem),
    /// There is no such provider, an account there is linked already, or another request was quicker.
    Nothing,
}

/// What became of linking, as the address of the page says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attached {
    Linked,
    /// The account there is somebody else's here.
    Taken,
    Failed(ProviderProblem),
    /// Nothing was linked: gone back, too late, of another session, or answered before.
    Nothing,
}

impl Attached {
    const fn word(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Taken => "taken",
            Self::Failed(problem) => problem.word(),
            Self::Nothing => "nothing",
        }
    }
}

impl ProviderProblem {
    /// The word that addresses name it by.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Misconfigured => "misconfigured",
            Self::Silent => "silent",
            Self::Unknown => "unknown",
            Self::OtherAccount => "other",
        }
    }
}

impl Doorward {
    /// Sends whoever is signed in to a provider, to link the account that they sign in to there. `page` tells what became of it: a path
    /// of ours with a query, to which `done` is added.
    ///
    /// # Errors
    /// What keeps the database from answering, or too many requests of one source.
    pub async fn begin_attach(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<ChangeLinks>,
        (key, page): (&str, &str),
    ) -> Result<AttachBegun> {
        let home = &who.organisation;
        let Some(provider) = home.providers.iter().find(|provider| provider.key == key && provider.active) else {
            return Ok(AttachBegun::Nothing);
        };
        let mut read = self.store.read().await?;
        let person = Person::of_row(self, &mut read, Some(who.row.owner.clone())).await?;
        drop(read);
        let person = person.filter(|person| !person.account.links.contains(&provider.id));
        let (Some(person), Some(asking)) = (person, Asking::new(self, provider, caller.now)?) else {
            return Ok(AttachBegun::Nothing);
        };
        limits::begin_sign_in(self, caller).await?;
        let (purpose, destination) = (Purpose::Confirm(ChangeLinks::ACTION), Destination::Page(page.to_owned()));
        let (pending, cookie) = Pending::new(self, caller, purpose, destination, Some(home.slug.clone()), None);
        let attaching =
            Attaching { session: who.row.id, user: who.row.user, epoch: person.epoch(), page: page.to_owned() };
        let sent = Sent { attaching: Some(attaching), ..Sent::new(self, &pending, Some(SIGNS_IN)) };
        let address = match address(self, &asking, (&home.slug, provider), &sent).await {
            Ok(address) => address,
            Err(failure) => return not_begun(self, (who, provider), caller, (asking, failure)).await,
        };
        let left = Left::new((home.id, provider.id), sent.seal(self, pending.handle), caller.now);
        let mut change = Change::new();
        confirmed.spend(&mut change);
        sign_ins::save(&mut change, pending.handle, &row(&pending, who, left), caller.now);
        let begun = AttachBegun::Elsewhere { address, provider: provider.name.clone(), cookie };
        Ok(if self.store.commit(change).await?.is_ok() { begun } else { AttachBegun::Nothing })
    }
}

/// Where the browser goes. Whoever is signed in there already is asked again: the account that is linked is one that they know how
/// to sign in to, and chose.
async fn address(
    doorward: &Doorward,
    asking: &Asking<'_>,
    (slug, provider): (&str, &IdentityProvider),
    sent: &Sent,
) -> std::result::Result<String, Failure> {
    let metadata = asking.metadata().await?;
    let request = AuthorizationRequest {
        connector: asking.connector,
        metadata: &metadata,
        redirect_uri: &provider.redirect_uri(doorward, slug),
        state: &sent.state,
        nonce: &sent.nonce,
        code_verifier: &sent.code_verifier,
        wishes: Wishes { prompt: Some(Prompt::Login), max_age: Some(SIGNS_IN.at_most), ..Wishes::default() },
    };
    request.location().ok_or(Failure::Metadata(MetadataError::Address("authorization_endpoint")))
}

async fn not_begun(
    doorward: &Doorward,
    (who, provider): (&SignedIn, &IdentityProvider),
    caller: &Caller,
    (asking, failure): (Asking<'_>, Failure),
) -> Result<AttachBegun> {
    let Some(problem) = problem(&failure) else { return Ok(AttachBegun::Nothing) };
    let (cause, lines) = told(asking.trace, failure);
    let concerning = EventSubject::user((who.row.org, who.row.user));
    note_failure(doorward, caller, (provider, concerning), (&cause, &lines)).await?;
    Ok(AttachBegun::Problem(problem))
}

/// The row that the answer is taken from.
fn row(pending: &Pending, who: &SignedIn, left: Left) -> SignInRow<Json<StoredSignIn>> {
    let kept = StoredSignIn { progress: Progress::new(pending.purpose), left: Some(left), ..StoredSignIn::default() };
    SignInRow {
        browser: pending.browser,
        org: Some(who.row.org),
        user: Some(who.row.user),
        version: 0,
        facts: Json::new(kept),
        session: None,
        expires_at: pending.expires_at(),
    }
}

impl Attaching {
    /// The provider answered: the page that tells what became of it.
    pub(super) async fn answered(
        self,
        resolved: Resolved<'_>,
        of: (&str, &str),
        answer: (Callback, Sent),
    ) -> Result<String> {
        let mut situation = Box::pin(Situation::read(resolved, None, Lookup::Shown)).await?;
        let attached = if self.holds(&situation) {
            match Box::pin(situation.take_answer(of, answer)).await? {
                Ok(judged) => Box::pin(self.linked(&situation, judged)).await?,
                Err(_) => Attached::Nothing,
            }
        } else {
            Attached::Nothing
        };
        Ok(format!("{}&done={}", self.page, attached.word()))
    }

    /// Whether it is the session in which it was begun, lately.
    fn holds(&self, situation: &Situation<'_>) -> bool {
        let own = situation.session().is_some_and(|session| session.id == self.session && session.user == self.user);
        let left = situation.kept.left.as_ref();
        own && left.is_some_and(|left| situation.caller.now.since(left.at) <= HOLDS)
    }

    async fn linked(&self, situation: &Situation<'_>, judged: Judged) -> Result<Attached> {
        let (doorward, caller) = (situation.doorward, situation.caller);
        let Judged { home, provider, arrival, trace } = judged;
        let same = |person: &&Person| person.key() == (home.id, self.user) && person.epoch() == self.epoch;
        let Some(person) = situation.person.as_ref().filter(same) else {
            return Ok(Attached::Nothing);
        };
        let arrival = match arrival {
            Ok(arrival) => arrival,
            Err(failure) => {
                let Some(problem) = problem(&failure) else { return Ok(Attached::Nothing) };
                let (cause, lines) = told(trace, failure);
                let concerning = EventSubject::user(person.key());
                note_failure(doorward, caller, (&provider, concerning), (&cause, &lines)).await?;
                return Ok(Attached::Failed(problem));
            }
        };
        let identity = Identity { provider: provider.id, issuer: arrival.issuer, subject: arrival.subject };
        let owner = identity_links::user_of(&mut doorward.store.read().await?, home.id, &identity).await?;
        match owner {
            Some(owner) if owner == self.user => return Ok(Attached::Linked),
            // Whose it is nobody is told.
            Some(_) => return Ok(Attached::Taken),
            None if person.account.links.contains(&provider.id) => return Ok(Attached::Nothing),
            None => {}
        }
        let mut change = Change::new();
        let scene = (caller, Scene::browser(caller, &[]));
        links::add(doorward, &mut change, scene, person, (&identity, &provider.key, "its user")).await?;
        let written = doorward.store.commit(change).await?.is_ok();
        doorward.ordered.notify_one();
        Ok(if written { Attached::Linked } else { Attached::Taken })
    }
}
