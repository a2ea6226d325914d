//! To an identity provider and back. What was sent is kept sealed in the row of the sign-in, so that its answer counts in the browser that
//! was sent, for this sign-in, once (FED-07, FED-08).

mod attach;

use std::{sync::Arc, time::Duration};

use crypto::entropy;
use jose::{base64url, digest};
use model::{
    Authenticator, Id, Span, Time,
    id::{Org, Provider, SignIn},
    openid_connect::Preset,
    sign_in::{Part, Purpose, Step},
};
use serde::{Deserialize, Serialize};
use store::{Change, Json, sign_ins};
use tokio::time::{Instant, sleep};
use tracing::Instrument as _;
use upstream::{Arrival, AuthorizationRequest, Callback, Failure, Kind, MaxAge, MetadataError, Prompt, Trace, Wishes};

pub use attach::AttachBegun;
use attach::Attaching;

use super::{
    Accepted, Arrived, Complaint, LastAnswer, Situation, Turn, View, Written,
    pending::{Destination, NotPending, Pending, Resolved},
    reading::Lookup,
    stored::StoredSignIn,
};
use crate::{
    Caller, Doorward, Error, IdentityProvider, Organisation, Result,
    commit::Commit as _,
    events::{EventKind, EventSubject},
    limits,
    providers::openid_connect::{Answered, Asking},
    refusals::{self, Refused},
};

/// What is sealed for the way to a provider and back.
const SEALED_FOR: &str = "provider";

/// Within this span the same click leads to the same request.
const SAME_CLICK: Span = Span::seconds(3);

/// How old a sign-in at the provider may be that is to be one of now: for an act of one's own (SES-13), and with `prompt=login`.
const OF_NOW: Span = Span::minutes(5);

/// For how long the same answer comes to the same: a page that was loaded again while the provider was asked.
const SAME_ANSWER: Span = Span::minutes(1);

/// How long whoever comes again waits for the first, and how often they look.
const WAITS: Duration = Duration::from_secs(10);
const LOOKS_EVERY: Duration = Duration::from_millis(100);

/// A provider that the browser was sent to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Left {
    org: Id<Org>,
    provider: Id<Provider>,
    /// What was sent, sealed to this sign-in.
    sent: String,
    at: Time,
    /// When its answer came.
    used_at: Option<Time>,
    /// Whether that came to nothing that is kept: it failed, or somebody has to prove their account first.
    settled: bool,
}

/// What was sent, to judge the answer by.
#[derive(Clone, Serialize, Deserialize)]
struct Sent {
    /// The text that finds it again: the sign-in, and as many random bits.
    state: String,
    nonce: String,
    code_verifier: String,
    max_age: Option<MaxAge>,
    /// The sign-in, as its address has it.
    at: String,
    /// Where the account there is to be linked with that of whoever is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attaching: Option<Attaching>,
}

/// An answer that was taken, and what the provider made of its code.
struct Judged {
    home: Arc<Organisation>,
    provider: IdentityProvider,
    arrival: std::result::Result<Arrival, Failure>,
    trace: Trace,
}

/// A provider that a page offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderView {
    /// What its button answers.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Whose it is, for the mark.
    pub preset: Preset,
}

/// The way to a provider.
#[derive(Debug)]
pub struct Leaving {
    /// Where the browser goes.
    pub address: String,
    /// What people call the provider.
    pub provider: String,
    /// The page of the step.
    pub view: View,
}

/// What became of a provider's answer.
pub struct Returned {
    /// The sealed text of the sign-in; empty where the answer belongs to none.
    pub at: String,
    /// What follows.
    pub turn: Turn,
}

/// Why a provider's word is not taken, as the person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderProblem {
    /// It says no to this person, or a rule of the organisation does.
    Refused,
    /// Something is set up wrongly, there or here.
    Misconfigured,
    /// It does not answer now.
    Silent,
    /// Whom it vouches for has no account here, and gets none.
    Unknown,
    /// It vouches for somebody else than whoever is signed in.
    OtherAccount,
}

impl Doorward {
    /// A provider answered, by way of the browser: an unauthenticated GET that writes. What it may write is bound to the row that a POST
    /// of this browser made, and to one answer. `of`: slug and key in the address.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn provider_answered(&self, caller: &Caller, of: (&str, &str), query: &str) -> Result<Returned> {
        let (doorward, caller, query) = (self.clone(), caller.clone(), query.to_owned());
        let (slug, key) = (of.0.to_owned(), of.1.to_owned());
        // A code is good once: a browser that hangs up while it is exchanged, to load the page again, does not break that off.
        let answered = tokio::spawn(
            async move { Box::pin(Returned::judged(&doorward, &caller, (&slug, &key), &query)).await }
                .in_current_span(),
        );
        answered.await.unwrap_or(Err(Error::Corrupt("the answer of a provider was not judged to its end")))
    }
}

impl Returned {
    async fn judged(doorward: &Doorward, caller: &Caller, of: (&str, &str), query: &str) -> Result<Self> {
        let nowhere = || Ok(Self { at: String::new(), turn: Turn::NotPending(NotPending::Unreadable) });
        let Ok(callback) = Callback::read(query) else { return nowhere() };
        let Some(sent) = Sent::with(doorward, callback.state()).await? else { return nowhere() };
        let (mut at, attaching) = (sent.at.clone(), sent.attaching.clone());
        let resolved = match doorward.pending(caller, &at) {
            Ok(pending) => Pending { from_address: true, ..pending }.resolve(doorward, caller).await?,
            Err(why) => Err(why),
        };
        let turn = match (resolved, attaching) {
            (Ok(resolved), Some(attaching)) => {
                let page = Box::pin(attaching.answered(resolved, of, (callback, sent))).await?;
                Turn::Arrived(Arrived::Page(page), Vec::new())
            }
            (Ok(resolved), None) => Box::pin(Situation::returned(resolved, of, (callback, sent))).await?,
            (Err(why), _) => {
                // Whoever learned of a state begins nothing of whom it is: what their application asked for stays theirs.
                let why = why.without_foreign_destination(caller);
                if let NotPending::Expired(pending) | NotPending::OtherBrowser(pending) = &why {
                    at = pending.seal(doorward);
                }
                Turn::NotPending(why)
            }
        };
        Ok(Self { at, turn })
    }
}

impl Left {
    fn new((org, provider): (Id<Org>, Id<Provider>), sent: String, at: Time) -> Self {
        Self { org, provider, sent, at, used_at: None, settled: false }
    }

    /// Its answer came to nothing that is kept.
    pub(super) fn settled(self) -> Self {
        Self { settled: true, ..self }
    }

    fn open(&self, doorward: &Doorward, handle: Id<SignIn>) -> Option<Sent> {
        let opened = doorward.sealer.open_text(SEALED_FOR, handle.as_bytes(), &self.sent).ok()?;
        store::json::read_bytes(&opened).ok()
    }
}

impl Sent {
    /// What was sent with this state.
    async fn with(doorward: &Doorward, state: &str) -> Result<Option<Self>> {
        let Some(handle) = handle_in(state) else { return Ok(None) };
        let row = sign_ins::by_id::<Json<StoredSignIn>>(&mut doorward.store.read().await?, handle).await?;
        let sent = row.and_then(|row| row.facts.left.as_ref()?.open(doorward, handle));
        Ok(sent.filter(|sent| digest::equal(sent.state.as_bytes(), state.as_bytes())))
    }

    fn new(doorward: &Doorward, pending: &Pending, max_age: Option<MaxAge>) -> Self {
        let draw = || base64url::encode(entropy::bytes::<32>(&*doorward.entropy));
        let random = entropy::bytes::<16>(&*doorward.entropy);
        Self {
            state: base64url::encode([*pending.handle.as_bytes(), random].concat()),
            nonce: draw(),
            code_verifier: draw(),
            max_age,
            at: pending.seal(doorward),
            attaching: None,
        }
    }

    /// Sealed to this sign-in.
    fn seal(&self, doorward: &Doorward, handle: Id<SignIn>) -> String {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        doorward.sealer.seal_text(&*doorward.entropy, SEALED_FOR, handle.as_bytes(), &plain)
    }
}

/// The sign-in that a state names.
fn handle_in(state: &str) -> Option<Id<SignIn>> {
    let bytes: [u8; 32] = base64url::decode(state).ok()?.try_into().ok()?;
    let mut handle = [0; 16];
    handle.copy_from_slice(&bytes[..16]);
    Some(Id::from_bytes(handle))
}

impl<'a> Situation<'a> {
    /// The button of a provider was pressed.
    pub(super) async fn to_provider(resolved: Resolved<'a>, key: &str) -> Result<Turn> {
        let situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::NextStep);
        }
        let called = situation.offered_providers()?.find(|provider| provider.key == key).cloned();
        match called {
            Some(provider) => Box::pin(situation.leave(provider)).await,
            None => Ok(Turn::NextStep),
        }
    }

    /// The providers that the step takes.
    pub(super) fn offered_providers(&self) -> Result<impl Iterator<Item = &IdentityProvider>> {
        let step = self.step()?;
        let all = self.organisation().into_iter().flat_map(|organisation| &organisation.providers);
        Ok(all.filter(move |provider| step.takes(Authenticator::Provider(provider.id)).is_some()))
    }

    /// The provider that whoever was named is led to, without being asked: the only way in, or the one of their mail domain. Whoever
    /// comes back and says the same again wants another way. Nobody is looked for, so it does not show who has an account.
    pub(super) async fn leads_to(&self) -> Result<Option<IdentityProvider>> {
        let was_led = |left: &Left| self.caller.now.since(left.at) > SAME_CLICK;
        let (Some(home), Purpose::SignIn) = (self.organisation(), self.kept.progress.purpose) else { return Ok(None) };
        if self.kept.left.as_ref().is_some_and(was_led) {
            return Ok(None);
        }
        let offered: Vec<_> = self.offered_providers()?.cloned().collect();
        let step = self.step()?;
        let elsewhere = step.takes(step.password_kind()).is_none();
        if let ([only], true) = (offered.as_slice(), elsewhere) {
            return Ok(Some(only.clone()));
        }
        let Some(domain) = self.kept.progress.identifier.as_ref().and_then(|key| key.domain()) else { return Ok(None) };
        let of_domain = offered.into_iter().find(|one| one.rules.domains.iter().any(|known| known == domain));
        match of_domain {
            Some(provider) if home.has_domain(self.doorward, domain).await? => Ok(Some(provider)),
            _ => Ok(None),
        }
    }

    /// Sends the browser to a provider.
    pub(super) async fn leave(mut self, provider: IdentityProvider) -> Result<Turn> {
        if self.row.version == 0 {
            limits::begin_sign_in(self.doorward, self.caller).await?;
        }
        let (doorward, now) = (self.doorward, self.caller.now);
        let Some(home) = self.organisation().cloned() else { return Ok(Turn::NextStep) };
        let Some(asking) = Asking::new(doorward, &provider, now)? else { return Ok(Turn::NextStep) };
        let metadata = match asking.metadata().await {
            Ok(metadata) => metadata,
            Err(failure) => return self.provider_failed((&home, &provider), asking.trace, failure).await,
        };
        let again = self.left_just_now(&provider);
        let wishes = self.wishes();
        let sent = again.clone().unwrap_or_else(|| Sent::new(doorward, &self.pending, self.max_age()));
        let hint = self.hint();
        let ui_locales: Vec<&str> = self.ui_locales().iter().map(String::as_str).collect();
        let request = AuthorizationRequest {
            connector: asking.connector,
            metadata: &metadata,
            redirect_uri: &provider.redirect_uri(doorward, &home.slug),
            state: &sent.state,
            nonce: &sent.nonce,
            code_verifier: &sent.code_verifier,
            wishes: Wishes { login_hint: hint.as_deref(), ui_locales: &ui_locales, ..wishes },
        };
        let Some(address) = request.location() else {
            let failure = Failure::Metadata(MetadataError::Address("authorization_endpoint"));
            return self.provider_failed((&home, &provider), asking.trace, failure).await;
        };
        let leaving = Leaving { address, provider: provider.name.clone(), view: self.view(self.step()?) };
        if again.is_some() {
            return Ok(Turn::Elsewhere(Box::new(leaving)));
        }
        let sealed = sent.seal(doorward, self.pending.handle);
        self.kept.left = Some(Left::new((home.id, provider.id), sealed, now));
        let resolved = self.resolved();
        match self.save(Change::new()).await? {
            Written::Done(_) => Ok(Turn::Elsewhere(Box::new(leaving))),
            Written::Overtaken => Box::pin(Self::led_by_the_same_click(resolved, provider)).await,
        }
    }

    /// Another request was quicker: where that was the same click, this one leads to the same.
    async fn led_by_the_same_click(resolved: Resolved<'a>, provider: IdentityProvider) -> Result<Turn> {
        let situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        match situation.left_just_now(&provider) {
            Some(_) => Box::pin(situation.leave(provider)).await,
            None => Ok(Turn::NextStep),
        }
    }

    fn left_just_now(&self, provider: &IdentityProvider) -> Option<Sent> {
        let left = self.kept.left.as_ref().filter(|left| left.provider == provider.id && left.used_at.is_none())?;
        let fresh = self.caller.now.since(left.at) <= SAME_CLICK;
        left.open(self.doorward, self.pending.handle).filter(|_| fresh)
    }

    /// What the application wishes, passed on. An act of one's own is confirmed by a sign-in of now.
    fn wishes(&self) -> Wishes<'_> {
        let requirements = self.requirements();
        let confirms = matches!(self.kept.progress.purpose, Purpose::Confirm(_));
        let prompt = match () {
            () if confirms || requirements.login => Some(Prompt::Login),
            () if requirements.select_account => Some(Prompt::SelectAccount),
            () => None,
        };
        Wishes { prompt, max_age: self.max_age().map(|age| age.at_most), ..Wishes::default() }
    }

    /// How old the sign-in there may be. Where it is to be one of now, a provider may pass over `prompt`, so it is asked by age as well.
    fn max_age(&self) -> Option<MaxAge> {
        let requirements = self.requirements();
        let confirms = matches!(self.kept.progress.purpose, Purpose::Confirm(_));
        match requirements.max_age {
            _ if confirms => Some(MaxAge { at_most: OF_NOW, must_be_told: true }),
            Some(age) if requirements.login => Some(MaxAge { at_most: age.min(OF_NOW), must_be_told: true }),
            Some(age) => Some(MaxAge { at_most: age, must_be_told: true }),
            None => requirements.login.then_some(MaxAge { at_most: OF_NOW, must_be_told: false }),
        }
    }

    /// Who is probably asking: the address that was typed, or that the application named.
    fn hint(&self) -> Option<String> {
        let typed = Some(self.kept.typed.clone()).filter(|typed| !typed.is_empty());
        let asked = || self.pending.hint.clone().or_else(|| self.requirements().login_hint);
        typed.or_else(asked).filter(|hint| hint.contains('@'))
    }

    /// The browser comes back.
    async fn returned(resolved: Resolved<'a>, of: (&str, &str), answer: (Callback, Sent)) -> Result<Turn> {
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        if situation.answered_just_now() {
            return Box::pin(situation.same_answer()).await;
        }
        let Judged { home, provider, arrival, trace } = match Box::pin(situation.take_answer(of, answer)).await? {
            Ok(judged) => judged,
            // Another request may have taken it since this was read.
            Err(Turn::NextStep) => {
                let now = Box::pin(Self::read(situation.resolved(), None, Lookup::Shown)).await?;
                return if now.answered_just_now() { Box::pin(now.same_answer()).await } else { Ok(Turn::NextStep) };
            }
            Err(turn) => return Ok(turn),
        };
        match arrival {
            Ok(arrival) => Box::pin(situation.arrives_from((&home, &provider), arrival)).await,
            Err(failure) => situation.provider_failed((&home, &provider), trace, failure).await,
        }
    }

    fn answered_just_now(&self) -> bool {
        let used = self.kept.left.as_ref().and_then(|left| left.used_at);
        used.is_some_and(|at| self.caller.now.since(at) <= SAME_ANSWER)
    }

    /// The same answer comes again, in the same browser: it waits for what the first one comes to, and comes to the same. The provider is
    /// not asked again.
    async fn same_answer(self) -> Result<Turn> {
        let (resolved, until) = (self.resolved(), Instant::now() + WAITS);
        let mut situation = self;
        while situation.is_under_way() && Instant::now() < until {
            sleep(LOOKS_EVERY).await;
            situation = Box::pin(Self::read(resolved.clone(), None, Lookup::Shown)).await?;
        }
        match situation.kept.last.clone() {
            Some(LastAnswer { answer: answer @ Accepted::Provider(_), .. }) if situation.row.session.is_some() => {
                let again = LastAnswer { answer, at: situation.caller.now };
                Box::pin(situation.same_click(&again, Change::new())).await
            }
            _ => Ok(Turn::NextStep),
        }
    }

    /// Whether an answer was taken, and nothing is known yet of what it comes to.
    fn is_under_way(&self) -> bool {
        let known = |last: &LastAnswer| matches!(last.answer, Accepted::Provider(_));
        let waits = self.kept.left.as_ref().is_some_and(|left| left.used_at.is_some() && !left.settled);
        waits && self.row.session.is_none() && !self.kept.last.as_ref().is_some_and(known)
    }

    /// What was answered came to nothing that is kept: whoever comes with the same again does not wait.
    async fn settle(&self) -> Result<()> {
        let Some(left) = self.kept.left.clone().filter(|left| left.used_at.is_some() && !left.settled) else {
            return Ok(());
        };
        let kept = StoredSignIn { left: Some(Left { settled: true, ..left }), ..self.kept.clone() };
        let (mut row, mut change) = (self.row.clone(), Change::new());
        row.facts = Json::new(kept);
        sign_ins::save(&mut change, self.pending.handle, &row, self.caller.now);
        // Where another request was quicker, it knows.
        self.doorward.store.commit(change).await.map(drop)
    }

    /// Takes an answer before it is judged: a second one never reaches the provider. Where it is none of this sign-in's, what follows.
    async fn take_answer(
        &mut self,
        of: (&str, &str),
        (callback, sent): (Callback, Sent),
    ) -> Result<std::result::Result<Judged, Turn>> {
        let (doorward, caller, handle) = (self.doorward, self.caller, self.pending.handle);
        let Some(left) = self.kept.left.clone().filter(|left| left.used_at.is_none()) else {
            return Ok(Err(Turn::NextStep));
        };
        let same = left.open(doorward, handle).is_some_and(|own| own.state == sent.state);
        if self.row.session.is_some() || !same {
            return Ok(Err(Turn::NextStep));
        }
        let home = doorward.organisation(left.org).await?;
        let named = |provider: &&IdentityProvider| provider.id == left.provider && provider.active;
        let Some(provider) = home.providers.iter().find(named).cloned() else { return Ok(Err(Turn::NextStep)) };
        // Each provider answers at an address of its own (RFC 9700 §4.4.2.2).
        if of != (home.slug.as_str(), provider.key.as_str()) {
            refusals::log(caller.request, "provider", None, "the answer came to the address of another provider");
            return Ok(Err(Turn::NotPending(NotPending::Unreadable)));
        }
        self.kept.left = Some(Left { used_at: Some(caller.now), ..left });
        if !self.keep().await? {
            return Ok(Err(Turn::NextStep));
        }
        let Some(mut asking) = Asking::new(doorward, &provider, caller.now)? else { return Ok(Err(Turn::NextStep)) };
        let answered = Answered {
            callback,
            redirect_uri: &provider.redirect_uri(doorward, &home.slug),
            nonce: &sent.nonce,
            code_verifier: &sent.code_verifier,
            max_age: sent.max_age,
        };
        let arrival = Box::pin(asking.arrival(answered)).await?;
        let trace = asking.trace;
        Ok(Ok(Judged { home, provider, arrival, trace }))
    }

    /// Writes what is kept, and goes on. False where another request was quicker.
    async fn keep(&mut self) -> Result<bool> {
        self.row.facts = Json::new(self.kept.clone());
        let mut change = Change::new();
        sign_ins::save(&mut change, self.pending.handle, &self.row, self.caller.now);
        let written = self.doorward.store.commit(change).await?.is_ok();
        self.row.version += i64::from(written);
        Ok(written)
    }

    /// What failed is told: to the person in a sentence, to the administrator whole. Whoever went back chooses anew.
    async fn provider_failed(
        &self,
        of: (&Organisation, &IdentityProvider),
        trace: Trace,
        failure: Failure,
    ) -> Result<Turn> {
        let Some(problem) = problem(&failure) else {
            self.settle().await?;
            return Ok(Turn::NextStep);
        };
        let (cause, lines) = told(trace, failure);
        self.not_vouched(of, problem, (&cause, &lines)).await
    }

    /// The page that says that a provider's word is not taken, and why; with an event for the organisation.
    pub(super) async fn not_vouched(
        &self,
        (home, provider): (&Organisation, &IdentityProvider),
        problem: ProviderProblem,
        why: (&str, &[String]),
    ) -> Result<Turn> {
        let app = self.application.as_ref().map(|application| application.id);
        let concerning = EventSubject { app, ..EventSubject::org(home.id) };
        note_failure(self.doorward, self.caller, (provider, concerning), why).await?;
        self.settle().await?;
        let view = View { provider: Some(provider.name.clone()), ..self.view(self.step()?) };
        Ok(Turn::Show(Box::new(view), Some(Complaint::Provider(problem))))
    }

    /// The provider that the application names by `idp_hint`, where the first step takes it. Whoever was sent to one before, and came back,
    /// chooses.
    pub(super) fn hinted(&self, step: &Step) -> Option<ProviderView> {
        let Destination::Application(asked) = &self.pending.destination else { return None };
        let first = matches!(step, Step::Identify { .. } | Step::Prove { part: Part::First, .. });
        let fresh = self.kept.left.is_none() && self.kept.progress.proofs.is_empty();
        let wanted = asked.request().idp_hint().filter(|_| first && fresh && !self.kept.forget_session)?;
        self.providers(step).into_iter().find(|provider| provider.key == wanted)
    }

    /// What a page shows of the providers that its step takes.
    pub(super) fn providers(&self, step: &Step) -> Vec<ProviderView> {
        let all = self.organisation().into_iter().flat_map(|organisation| &organisation.providers);
        let taken = all.filter(|provider| step.takes(Authenticator::Provider(provider.id)).is_some());
        let shown = |provider: &IdentityProvider| {
            let preset = provider.openid_connect()?.preset;
            Some(ProviderView { key: provider.key.clone(), name: provider.name.clone(), preset })
        };
        taken.filter_map(shown).collect()
    }
}

impl Organisation {
    /// Whether a mail domain is the organisation's own.
    pub(crate) async fn has_domain(&self, doorward: &Doorward, domain: &str) -> Result<bool> {
        let mut read = doorward.store.read().await?;
        let owner = Self::by_domain(doorward, &mut read, domain).await?;
        Ok(owner.is_some_and(|owner| owner.id == self.id))
    }
}

/// What the person is told of a failure; nothing where they went back.
fn problem(failure: &Failure) -> Option<ProviderProblem> {
    match failure.kind() {
        Kind::Cancelled => None,
        Kind::Refused => Some(ProviderProblem::Refused),
        Kind::Misconfigured => Some(ProviderProblem::Misconfigured),
        Kind::Outage => Some(ProviderProblem::Silent),
    }
}

/// The likely cause of a failure, and all that is known of it.
fn told(trace: Trace, failure: Failure) -> (String, Vec<String>) {
    let cause = format!("{:?}", failure.cause());
    (cause, Trace { failure: Some(failure), ..trace }.lines())
}

/// The administrator reads why a provider's word was not taken.
async fn note_failure(
    doorward: &Doorward,
    caller: &Caller,
    (provider, concerning): (&IdentityProvider, EventSubject),
    (cause, lines): (&str, &[String]),
) -> Result<()> {
    let reason = lines.join("; ");
    refusals::log(caller.request, "provider", Some(&provider.key), &reason);
    let whose = (*provider.id.as_bytes(), "provider");
    let refused = Refused { whose, kind: EventKind::SignInProviderFailed, concerning, reason: &reason };
    let data = serde_json::json!({ "provider": provider.key, "cause": cause, "trace": lines });
    refusals::record_once_with(doorward, &caller.anonymous(), refused, &data).await
}

/// A sign-in of whom a provider vouches for has somebody by then.
pub(super) const fn nobody() -> Error {
    Error::Corrupt("a provider vouched for nobody")
}
