//! What is known of one provider: its metadata and its keys, fetched where they are missing or old.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use egress::{Call, Client, EgressError, Reply, Target};
use http::{HeaderMap, HeaderValue, Method, header};
use model::{Span, Time, openid_connect::OpenidConnect};
use tokio::{
    sync::{Mutex, Semaphore},
    time::timeout,
};
use upstream::{Failure, KeySet, Metadata, Stage, Unreached};

/// How long metadata and keys are gone by without being fetched again.
const FRESH: Span = Span::hours(1);

/// For how long they are gone by where the provider does not answer.
const STALE: Span = Span::hours(24);

/// For how long what failed is told again without asking, so that whoever waits does not ask one after the other.
const FAILED: Span = Span::seconds(5);

/// For how long what is old is gone by without asking again, once the provider did not answer.
const GONE_BY: Span = Span::minutes(1);

/// How long an answer may take, from the name's resolution to the last byte.
const WITHIN: Duration = Duration::from_secs(8);

/// How long a question waits for its place: somebody looks at a page that loads.
const WAITS: Duration = Duration::from_secs(2);

/// How long signing out waits, and a log-out token: nobody is kept from leaving by a provider that hangs.
const SOON: Duration = Duration::from_secs(2);

/// How many of those wait at the same time: they stand in one queue with people who sign in.
const SOON_AT_ONCE: usize = 16;

/// One provider.
pub(crate) struct Known {
    client: Client,
    soon: Arc<Semaphore>,
    remembered: Mutex<Remembered>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}

/// What was fetched, with when.
#[derive(Default)]
struct Remembered {
    /// For which settings; others are another provider's.
    connector: OpenidConnect,
    metadata: Option<(Arc<Metadata>, Time)>,
    keys: Option<(Arc<KeySet>, Time)>,
    /// Until when what is old is gone by without asking, since the provider did not answer a moment ago.
    stale_until: Option<Time>,
    failed: Option<(Failure, Time)>,
}

/// A request to a provider.
pub(super) struct Request<'r> {
    pub(super) stage: Stage,
    pub(super) method: Method,
    pub(super) address: &'r str,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl<'r> Request<'r> {
    /// A document, as JSON.
    pub(super) fn get(stage: Stage, address: &'r str) -> Self {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("application/json"))]);
        Self { stage, method: Method::GET, address, headers, body: Bytes::new() }
    }
}

impl Known {
    pub(super) fn new(client: Client) -> Self {
        Self { client, soon: Arc::new(Semaphore::new(SOON_AT_ONCE)), remembered: Mutex::default() }
    }

    /// Asks once. Nothing is ever sent again.
    pub(super) async fn ask(&self, request: Request<'_>, now: Time) -> Result<Reply, Failure> {
        let Request { stage, method, address, headers, body } = request;
        let unreached = |why| Failure::Unreached { at: stage, why };
        let target: Target = address.parse().map_err(|_| unreached(Unreached::Address))?;
        let call = Call { method, target: &target, headers, body, within: WITHIN, waits: WAITS };
        self.client.send(call, now).await.map_err(|error| match error {
            EgressError::Redirect(status) => Failure::Status { at: stage, status },
            EgressError::Unsafe(_) => unreached(Unreached::Certificate),
            EgressError::PlainHttp | EgressError::Port(_) | EgressError::NotPublic(_) => unreached(Unreached::Address),
            _ => unreached(Unreached::Silent),
        })
    }

    /// What the provider says of itself, and its keys; those are fetched anew with `again`, at most once a minute (O8).
    pub(super) async fn read(
        &self,
        connector: &OpenidConnect,
        (again, now): (bool, Time),
    ) -> Result<(Arc<Metadata>, Arc<KeySet>), Failure> {
        let mut remembered = self.remembered.lock().await;
        if remembered.connector != *connector {
            *remembered = Remembered { connector: connector.clone(), ..Remembered::default() };
        }
        if let Some((failure, _)) = remembered.failed.as_ref().filter(|(_, at)| now.since(*at) < FAILED) {
            return Err(failure.clone());
        }
        let began = Instant::now();
        let read = self.refresh(connector, &mut remembered, (again, now)).await;
        // Whoever waited for this one asked later than it did.
        let took = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        remembered.failed = read.as_ref().err().map(|failure| (failure.clone(), now + Span::millis(took)));
        read
    }

    /// The same, left to itself after two seconds.
    pub(super) async fn read_soon(
        self: &Arc<Self>,
        connector: &OpenidConnect,
        (again, now): (bool, Time),
    ) -> Result<(Arc<Metadata>, Arc<KeySet>), Failure> {
        let asked = async {
            let place = self.soon.clone().acquire_owned().await.ok()?;
            let (known, connector) = (self.clone(), connector.clone());
            let read = tokio::spawn(async move {
                let _place = place;
                known.read(&connector, (again, now)).await
            });
            read.await.ok()
        };
        timeout(SOON, asked).await.ok().flatten().unwrap_or(Err(silent(Stage::Discovery)))
    }

    async fn refresh(
        &self,
        connector: &OpenidConnect,
        remembered: &mut Remembered,
        (again, now): (bool, Time),
    ) -> Result<(Arc<Metadata>, Arc<KeySet>), Failure> {
        let goes_by_old = remembered.stale_until.is_some_and(|until| now < until);
        if !is_within(remembered.metadata.as_ref(), FRESH, now) && !goes_by_old {
            match self.metadata(connector, now).await {
                Ok(metadata) => remembered.metadata = Some((Arc::new(metadata), now)),
                Err(failure) if !may_be_stale(&failure, remembered.metadata.as_ref(), now) => return Err(failure),
                Err(_) => remembered.stale_until = Some(now + GONE_BY),
            }
        }
        let Some((metadata, _)) = remembered.metadata.clone() else { return Err(silent(Stage::Discovery)) };
        let Some(address) = &metadata.jwks_uri else { return Ok((metadata, Arc::default())) };
        let may_again = remembered.keys.as_ref().is_none_or(|(_, at)| upstream::may_fetch_again(*at, now));
        let goes_by_old = remembered.keys.is_some() && remembered.stale_until.is_some_and(|until| now < until);
        if (!is_within(remembered.keys.as_ref(), FRESH, now) && !goes_by_old) || (again && may_again) {
            match self.keys(address, now).await {
                Ok(keys) => remembered.keys = Some((Arc::new(keys), now)),
                Err(failure) if !may_be_stale(&failure, remembered.keys.as_ref(), now) => return Err(failure),
                Err(_) => remembered.stale_until = Some(now + GONE_BY),
            }
        }
        let Some((keys, _)) = remembered.keys.clone() else { return Err(silent(Stage::Keys)) };
        Ok((metadata, keys))
    }

    async fn metadata(&self, connector: &OpenidConnect, now: Time) -> Result<Metadata, Failure> {
        if connector.is_oauth_alone() {
            return Ok(Metadata::stated(connector)?);
        }
        let body = self.document(Stage::Discovery, &upstream::metadata_address(connector), now).await?;
        Ok(Metadata::discovered(connector, &body)?)
    }

    async fn keys(&self, address: &str, now: Time) -> Result<KeySet, Failure> {
        let body = self.document(Stage::Keys, address, now).await?;
        Ok(KeySet::read(&body)?)
    }

    async fn document(&self, stage: Stage, address: &str, now: Time) -> Result<Bytes, Failure> {
        let reply = self.ask(Request::get(stage, address), now).await?;
        match reply.status.as_u16() {
            200 => Ok(reply.body),
            status => Err(Failure::Status { at: stage, status }),
        }
    }
}

const fn silent(at: Stage) -> Failure {
    Failure::Unreached { at, why: Unreached::Silent }
}

fn is_within<T>(kept: Option<&(T, Time)>, span: Span, now: Time) -> bool {
    kept.is_some_and(|(_, at)| now.since(*at) < span)
}

/// Whether what is kept is gone by although it could not be fetched anew: only while the provider does not answer. One that answers
/// wrongly is not gone by.
fn may_be_stale<T>(failure: &Failure, kept: Option<&(T, Time)>, now: Time) -> bool {
    failure.kind() == upstream::Kind::Outage && is_within(kept, STALE, now)
}
