//! One request, one answer.

use std::{fmt, future::Future, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Method, Request, StatusCode,
    header::{CONNECTION, HOST, USER_AGENT},
};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use model::{Span, Time};
use rustls::{ClientConfig, pki_types::CertificateDer};
use tokio::{
    task::JoinSet,
    time::{Instant, timeout_at},
};
use url::Host;

use crate::{
    EgressError, Resolve, Rules, Target,
    connect::{self, Stream},
    error::innermost,
    hosts::Hosts,
    resolve::System,
};

/// How long a call may take, from the name's resolution to the last byte, unless it says otherwise.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest head of an answer: status line and headers.
const HEAD_BYTES: usize = 16 * 1024;
/// The largest body of an answer.
const BODY_BYTES: usize = 64 * 1024;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// The method.
    pub method: Method,
    /// Where it goes.
    pub target: &'a Target,
    /// Headers; `Host` and `User-Agent` are added.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How long it may take, from the name's resolution to the last byte.
    pub within: Duration,
    /// How long it waits for a place before that, where many are under way. What waits holds up whatever waits for it.
    pub waits: Duration,
}

impl<'a> Call<'a> {
    /// POST of this body, within ten seconds.
    pub fn post(target: &'a Target, content_type: HeaderValue, body: Bytes) -> Self {
        let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, content_type)]);
        Self { method: Method::POST, target, headers, body, within: PATIENCE, waits: Duration::ZERO }
    }
}

/// What was answered, as it came: nothing is decompressed (EGR-07). Never a redirect.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

/// Asks, within the rules. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    parts: Arc<Parts>,
    hosts: Arc<Hosts>,
}

struct Parts {
    rules: Rules,
    /// Or why nothing can be trusted: the rest of the server goes on without.
    tls: Result<Arc<ClientConfig>, String>,
    names: Arc<dyn Resolve>,
}

impl Client {
    /// A client that the operating system resolves names for.
    pub fn new(rules: Rules) -> Self {
        Self::resolving(rules, Arc::new(System))
    }

    /// A client that this resolves names for.
    pub fn resolving(rules: Rules, names: Arc<dyn Resolve>) -> Self {
        let tls = connect::tls(&rules).map(Arc::new).map_err(|error| error.to_string());
        Self { parts: Arc::new(Parts { rules, tls, names }), hosts: Arc::default() }
    }

    /// One with these rules whose requests are counted apart, so that whatever hangs elsewhere leaves it its own (EGR-06).
    #[must_use]
    pub fn apart(&self) -> Self {
        Self { parts: self.parts.clone(), hosts: Arc::default() }
    }

    /// The same, with places for so many requests at one host: for one that people wait for.
    #[must_use]
    pub fn apart_for(&self, at_one: u32) -> Self {
        Self { parts: self.parts.clone(), hosts: Arc::new(Hosts::taking(at_one)) }
    }

    /// One that trusts these authorities as well. Its connections are not for HTTP.
    #[must_use]
    pub fn trusting(&self, authorities: Vec<CertificateDer<'static>>) -> Self {
        let mut rules = self.parts.rules.clone();
        rules.authorities.extend(authorities);
        let tls = connect::tls(&rules).map_err(|error| error.to_string()).map(|mut config| {
            config.alpn_protocols.clear();
            Arc::new(config)
        });
        let parts = Parts { rules, tls, names: self.parts.names.clone() };
        Self { parts: Arc::new(parts), hosts: self.hosts.clone() }
    }

    /// Does work at a target that is counted as one call to it: within its places, and while it does not rest.
    ///
    /// # Errors
    /// Those of the work; or that there is no place, or that it rests.
    pub async fn counted<T>(
        &self,
        target: &Target,
        now: Time,
        work: impl Future<Output = Result<T, EgressError>>,
    ) -> Result<T, EgressError> {
        let began = Instant::now();
        let place = self.hosts.take_until(target.peer(), now, began).await?;
        let outcome = work.await;
        place.settle(&outcome, ended(now, began));
        outcome
    }

    /// A connection to a target that speaks another protocol than HTTP, within the rules. One that has to ask for TLS is plain still.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn connect(&self, target: &Target) -> Result<Box<dyn Stream>, EgressError> {
        self.parts.rules.check_scheme(target)?;
        self.parts.connect(target).await
    }

    /// The same connection under TLS, with a certificate for this very host.
    ///
    /// # Errors
    /// Why it can't be trusted.
    pub async fn secured(&self, target: &Target, stream: Box<dyn Stream>) -> Result<Box<dyn Stream>, EgressError> {
        let tls = self.parts.tls.clone().map_err(EgressError::Unsafe)?;
        connect::secured(tls, target, stream).await
    }

    /// Asks once. Neither follows a redirect nor tries again.
    ///
    /// # Errors
    /// Why there is no answer that counts; every status but a redirect is one.
    pub async fn send(&self, call: Call<'_>, now: Time) -> Result<Reply, EgressError> {
        self.parts.rules.check_scheme(call.target)?;
        let began = Instant::now();
        let place = self.hosts.take_until(call.target.peer(), now, began + call.waits).await?;
        let outcome = self.parts.ask(call).await;
        place.settle(&outcome, ended(now, began));
        outcome
    }
}

impl Parts {
    async fn ask(&self, call: Call<'_>) -> Result<Reply, EgressError> {
        let (within, until) = (call.within, Instant::now() + call.within);
        let connected = timeout_at(until, self.connect(call.target)).await;
        let stream = connected.unwrap_or(Err(EgressError::Late(within)))?;
        let answered = timeout_at(until, exchange(stream, request(call)?)).await;
        let reply = answered.unwrap_or(Err(EgressError::Unanswered(within)))?;
        match reply.status.is_redirection() {
            true => Err(EgressError::Redirect(reply.status.as_u16())),
            false => Ok(reply),
        }
    }

    async fn connect(&self, target: &Target) -> Result<Box<dyn Stream>, EgressError> {
        let found = match &target.host {
            Host::Ipv4(address) => vec![(*address).into()],
            Host::Ipv6(address) => vec![(*address).into()],
            Host::Domain(name) => {
                let found = self.names.resolve(name).await;
                found.map_err(|error| EgressError::NotPublic(innermost(&error)))?
            }
        };
        let to = self.rules.check(target, found)?;
        let stream = connect::tcp(&self.rules, target, &to).await?;
        if !target.secure || target.starts_tls() {
            return Ok(Box::new(stream));
        }
        let tls = self.tls.clone().map_err(EgressError::Unsafe)?;
        connect::secured(tls, target, stream).await
    }
}

/// When something ended that began then, where `now` was.
fn ended(now: Time, began: Instant) -> Time {
    now + Span::millis(i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX))
}

fn request(call: Call<'_>) -> Result<Request<Full<Bytes>>, EgressError> {
    let host = HeaderValue::try_from(&call.target.authority);
    let host = host.map_err(|error| EgressError::Unreadable(error.to_string()))?;
    let mut request = Request::new(Full::new(call.body));
    *request.method_mut() = call.method;
    *request.uri_mut() = call.target.path.clone().into();
    *request.headers_mut() = call.headers;
    request.headers_mut().insert(HOST, host);
    request.headers_mut().insert(USER_AGENT, HeaderValue::from_static("Doorward"));
    request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(request)
}

/// The request goes out, and its answer is read, as far as it may reach.
async fn exchange(stream: Box<dyn Stream>, request: Request<Full<Bytes>>) -> Result<Reply, EgressError> {
    let mut builder = http1::Builder::new();
    let handshake = builder.max_buf_size(HEAD_BYTES).handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|error| broken(&error))?;
    // What is under way ends with this function.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let (head, body) = sender.send_request(request).await.map_err(|error| broken(&error))?.into_parts();
    match Limited::new(body, BODY_BYTES).collect().await {
        Ok(body) => Ok(Reply { status: head.status, headers: head.headers, body: body.to_bytes() }),
        Err(error) if error.is::<LengthLimitError>() => Err(EgressError::TooLarge),
        Err(error) => Err(EgressError::Unreadable(innermost(&*error))),
    }
}

fn broken(error: &hyper::Error) -> EgressError {
    if error.is_parse_too_large() { EgressError::TooLarge } else { EgressError::Unreadable(innermost(error)) }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("rules", &self.parts.rules).finish_non_exhaustive()
    }
}
