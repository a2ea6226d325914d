//! The verbs: use cases in order. Each reads facts, decides with no transaction open, and writes with guards.
//!
//! Nothing here knows HTTP, cookies' names or pages; nothing here decides what `model` and the protocol crates decide.

pub mod administration;
mod applications;
pub mod apply;
mod audit;
mod audit_context;
mod authenticators;
mod authorization;
mod cache;
mod caller;
mod commit;
pub mod confirmed;
mod counts;
mod difference;
mod directory_sync;
mod doctor;
mod error;
mod events;
mod farewells;
pub mod granted;
mod guesses;
mod home;
mod inactivity;
mod instance_mac_key;
pub mod invitations;
mod jobs;
mod jobs_data;
mod keys;
mod limits;
mod maintenance;
mod notices;
mod organisation;
mod parked;
pub mod people;
mod progress;
mod provider_log_out;
mod providers;
mod refusals;
mod sessions;
mod sign_in;
mod sign_out;
mod text_messages;
mod worker;

use std::sync::Arc;

use crypto::{entropy::Entropy, password::Hasher, seal::Sealer};
use model::{Branding, Id, Policy, Time, id::Named};
use oidc::Issuer;
use store::Store;

pub use applications::{
    Application, Protocol, Settings,
    asked::{ApplicationResponse, Asked},
    consents::ApplicationAccess,
    oidc::{logout::Logout, token::Answer as TokenAnswer},
    open::{Farewell, Open, ToldApplication},
};
pub use audit::{AuditCounts, AuditHead, NotAHead, Verification, WrongLink, WrongWhat};
pub use audit_context::{AuditContext, Origin};
pub use authenticators::sent_code::PAUSE as CODES_PAUSE;
pub use authenticators::{
    AppSetUp, AuthenticatorCounts, Detached, FactorRemoval, NewPasskeyAnswer, NumberAsked, NumberSetUp, OwnApp,
    OwnAuthenticators, OwnLink, OwnNumber, OwnPasskey, PasskeyAdded, PasskeyProblem, PasskeyRemoved, PasskeyRequest,
    SentNumber, TotpEnrolment, TrustedBrowser,
};
pub use authorization::Authorization;
pub use caller::{Caller, Cookie};
pub use confirmed::{Confirmed, SensitiveAct};
pub use counts::Load;
pub use directory_sync::{NoSync, SyncReport};
pub use error::{Error, Result};
pub use granted::{Act, Granted, Operator, Principal, UserRef};
pub use home::Tile;
pub use inactivity::UnusedAccounts;
pub use jobs::{GivenUp, JobKind, JobsDone, JobsStatus, Leased, TextReceipts, TextState};
pub use keys::{ALGORITHMS, KeyUse, Keys, documents::Document};
pub use limits::{EventsKept, Limited, Limits, Rate};
pub use organisation::Organisation;
pub use progress::{Progress, Watch};
pub use provider_log_out::{LogOutRefused, There};
pub use providers::{
    IdentityProvider,
    directory::{DirectoryTrial, DirectoryTrouble},
    openid_connect::ConnectorTrial,
    service::{Silence, Verdict},
};
pub use sessions::{ListedSession, SignedIn};
pub use sign_in::{
    Answer, ApplicationView, Arrived, AttachBegun, Complaint, Destination, Leaving, MailedView, NotPending, Offers,
    OpenedInvitation, OpenedLink, PasswordForm, Pending, ProviderProblem, ProviderView, Registration,
    RegistrationFields, RegistrationProblems, RegistrationView, Returned, TextedView, Turn, View,
};
pub use text_messages::{NumberProblem, TextMessages};
pub use worker::Worker;

/// What differs between installations and is known at the start.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Who we are.
    pub issuer: Issuer,
    /// What the instance calls itself where no organisation is known.
    pub name: String,
    /// How its own pages look.
    pub branding: Branding,
    /// The policy where no organisation is known yet.
    pub policy: Policy,
    /// Passwords that are known from breaches, where there is a list of them.
    pub breached: Option<Arc<crypto::breached::Breached>>,
    /// The models of passkeys that are known, where there is a list of them.
    pub passkey_models: Option<Arc<webauthn::Models>>,
    /// Who mail is from. Without it there is no mail server, and nothing is ordered that would need one.
    pub mail: Option<notify::Sender>,
    /// What asks applications and gateways, where the operator's rules allow it.
    pub egress: egress::Client,
    /// What requests to organisations' own services, which judge passwords, may hold.
    pub external: passthrough::Rules,
    /// How text messages leave. Without it none is sent, and nobody is offered any.
    pub text_messages: Option<TextMessages>,
}

/// Doorward: everything it can do. Cheap to clone.
#[derive(Clone)]
pub struct Doorward(Arc<Parts>);

/// What the verbs work with.
pub struct Parts {
    instance: Instance,
    store: Store,
    sealer: Sealer,
    instance_mac_key: tokio::sync::OnceCell<Sealer>,
    hasher: Hasher,
    entropy: Arc<dyn Entropy>,
    cache: cache::Cache,
    limits: Limits,
    buckets: limits::Buckets,
    counts: counts::Counts,
    /// How many milliseconds verifying the slowest password takes that is stored, where that is worth noting.
    slowest_hash: std::sync::atomic::AtomicU64,
    /// What the worker did.
    done: jobs::Counters,
    /// What gateways told of text messages.
    received: jobs::Received,
    /// Wakes the worker when a job was ordered on this node.
    ordered: tokio::sync::Notify,
    /// What this node knows of the chain of events.
    audit: audit::Audit,
    /// Which refusals of applications became events lately.
    recorded: refusals::Recorded,
    /// Where uploaded pictures are made anew.
    studio: people::avatar::Studio,
    /// Organisations' own services, as they answered lately.
    services: providers::service::Services,
    /// Their directories, with connections that are kept.
    directories: providers::directory::Directories,
    /// What providers of OpenID Connect said of themselves lately.
    openid_providers: providers::openid_connect::Providers,
}

impl std::ops::Deref for Doorward {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Doorward {
    /// Puts the parts together. The database is migrated, and has keys once [`Self::ensure_keys`] was called.
    pub fn new(instance: Instance, store: Store, sealer: Sealer, hasher: Hasher, entropy: Arc<dyn Entropy>) -> Self {
        Self::limited(instance, store, sealer, hasher, entropy, Limits::default())
    }

    /// The same, with limits on what one source may ask for.
    pub fn limited(
        instance: Instance,
        store: Store,
        sealer: Sealer,
        hasher: Hasher,
        entropy: Arc<dyn Entropy>,
        limits: Limits,
    ) -> Self {
        let (cache, buckets) = (cache::Cache::default(), limits::Buckets::new(&limits));
        Self(Arc::new(Parts {
            instance,
            store,
            sealer,
            instance_mac_key: tokio::sync::OnceCell::new(),
            hasher,
            entropy,
            cache,
            limits,
            buckets,
            counts: counts::Counts::default(),
            slowest_hash: std::sync::atomic::AtomicU64::new(0),
            done: jobs::Counters::default(),
            received: jobs::Received::default(),
            ordered: tokio::sync::Notify::new(),
            audit: audit::Audit::default(),
            recorded: refusals::Recorded::default(),
            studio: people::avatar::Studio::default(),
            services: providers::service::Services::default(),
            directories: providers::directory::Directories::default(),
            openid_providers: providers::openid_connect::Providers::default(),
        }))
    }

    /// Ends the changes that wait, then closes the database for every clone.
    pub async fn close(&self) {
        self.store.clone().close().await;
    }

    /// What is known of this installation.
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Forgets what was cached if anybody, on any node, has changed it. Called every second or so.
    pub async fn refresh(&self) -> Result<()> {
        let mut read = self.store.read().await?;
        let version = store::versions::get(&mut read).await?;
        self.cache.compare(version);
        let slowest = store::credentials::slowest_hash(&mut read).await?.unwrap_or_default();
        self.slowest_hash.store(slowest.unsigned_abs(), std::sync::atomic::Ordering::Relaxed);
        Ok(())
    }
}

/// A new identifier.
pub(crate) fn new_id<T: Named>(doorward: &Doorward, now: Time) -> Id<T> {
    Id::new(now, crypto::entropy::bytes(&*doorward.entropy))
}
