//! The one pass around every request: request id, limits, host, path, origin, then the handler, then headers, the log
//! line and the counters. One layer of ours instead of a stack of stock ones, which cost more than discovery itself.

use std::{
    collections::HashMap,
    convert::Infallible,
    net::IpAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use http::{
    HeaderName, HeaderValue, Method, StatusCode, Version,
    header::{ACCEPT, ALLOW, CONNECTION, CONTENT_LENGTH, HOST, RETRY_AFTER, SET_COOKIE},
};
use hyper::body::Body as _;
use model::{Id, id, source::source};
use tokio::time::Instant;
use tower::{Layer, Service};
use tracing::{Instrument as _, Span, field::Empty};

use super::{
    address::Peer,
    body,
    budget::{self, Budget, Held},
    context::RequestContext,
    cookies,
    cors::Asking,
    form_action::FormActions,
    headers,
    metrics::Metrics,
    origin, paths,
    request_error::RequestError,
    respond,
    routes::{Entry, RouteKind},
    site::Site,
    surroundings::{MAX_HEADERS, MAX_URI, Surroundings},
};

/// The methods that a route may take. TRACE would show a script its own cookies, CONNECT is for proxies (WEB-04).
const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the pass around each route.
#[derive(Clone)]
pub(crate) struct RequestLayer(Arc<Shared>);

struct Shared {
    site: Arc<Site>,
    around: Surroundings,
    entries: HashMap<&'static str, (usize, Entry)>,
    metrics: Arc<Metrics>,
    budget: Arc<Budget>,
}

impl RequestLayer {
    pub(crate) fn new(
        around: Surroundings,
        entries: HashMap<&'static str, (usize, Entry)>,
        metrics: Arc<Metrics>,
        budget: Arc<Budget>,
    ) -> Self {
        Self(Arc::new(Shared { site: Arc::new(around.site.clone()), around, entries, metrics, budget }))
    }
}

impl<H> Layer<H> for RequestLayer {
    type Service = RequestService<H>;

    fn layer(&self, handler: H) -> RequestService<H> {
        RequestService { handler, shared: Arc::clone(&self.0) }
    }
}

/// A route with the pass around it.
#[derive(Clone)]
pub(crate) struct RequestService<H> {
    handler: H,
    shared: Arc<Shared>,
}

impl<H> Service<Request> for RequestService<H>
where
    H: Service<Request, Response = Response, Error = Infallible>,
    H::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.handler.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let in_flight = InFlight::begin(Arc::clone(&self.shared), &request);
        if let Err(refusal) = in_flight.admit(&request) {
            return Box::pin(async move { Ok(in_flight.finish(refusal.into_response())) });
        }
        let asking = Asking::of(&request, in_flight.route.readers);
        let shared = Arc::clone(&self.shared);
        if asking.is_preflight {
            return Box::pin(async move {
                let reader = asking.reader(shared.around.is_application.as_ref()).await;
                let mut response = in_flight.finish(reader.preflight());
                reader.write(&mut response);
                Ok(response)
            });
        }
        let deadline = in_flight.began + self.shared.around.body_time;
        let (max_body, held) = (in_flight.route.max_body, Arc::clone(&in_flight.held));
        request = request.map(|body| body::bounded(body, max_body, deadline, held));
        request.extensions_mut().insert(in_flight.context.clone());
        let answer = AssertUnwindSafe(self.handler.call(request)).catch_unwind().instrument(in_flight.span.clone());
        Box::pin(async move {
            let response = match answer.await {
                Ok(Ok(response)) => response,
                Err(_) => in_flight.panicked(),
            };
            let reader = asking.reader(shared.around.is_application.as_ref()).await;
            let mut response = in_flight.finish(response);
            reader.write(&mut response);
            Ok(response)
        })
    }
}

/// One request on its way through. Dropped unfinished, it still leaves its line and counts.
struct InFlight {
    shared: Arc<Shared>,
    began: Instant,
    context: RequestContext,
    index: Option<usize>,
    route: Entry,
    method: Method,
    version: Version,
    status: Option<StatusCode>,
    /// What it holds of the bytes that may be under way.
    held: Arc<Held>,
    /// Disabled, unless somebody collects traces.
    span: Span,
}

impl InFlight {
    fn begin(shared: Arc<Shared>, request: &Request) -> Self {
        shared.metrics.in_flight.enter();
        let began = Instant::now();
        let now = (shared.around.clock)();
        let id = Id::<id::Request>::new(now, (shared.around.entropy)());
        let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([0; 4]), |peer| peer.0.ip());
        let address = shared.around.proxies.client(peer, request.headers());
        let context =
            RequestContext::new((id, now), address, Arc::clone(&shared.site), request.headers(), request.uri());
        let matched = request.extensions().get::<MatchedPath>();
        let (index, route) = match matched.and_then(|path| shared.entries.get(path.as_str())) {
            Some(&(index, route)) => (Some(index), route),
            None => (None, Entry { kind: unknown_kind(request), ..Entry::UNKNOWN }),
        };
        let held = Arc::new(shared.budget.open(source(address)));
        let (method, version) = (request.method().clone(), request.version());
        let span = tracing::info_span!(
            target: "trace",
            "request",
            otel.kind = "server",
            otel.name = route.template,
            request = %context.id(),
            http.request.method = plain_method(&method),
            http.route = route.template,
            http.response.status_code = Empty,
        );
        Self { shared, began, context, index, route, method, version, status: None, held, span }
    }

    /// Everything that is refused before a handler sees it.
    fn admit(&self, request: &Request) -> Result<(), RequestError> {
        let (uri, headers) = (request.uri(), request.headers());
        if uri.path_and_query().is_some_and(|text| text.as_str().len() > MAX_URI) {
            return Err(RequestError::UriTooLong);
        }
        if headers.len() > MAX_HEADERS {
            return Err(RequestError::HeadersTooLarge);
        }
        if !self.held.grow(budget::of_head(uri, headers)) {
            return Err(RequestError::Busy { seconds: 2 });
        }
        self.check_host(request)?;
        if !paths::is_plain(uri.path()) {
            return Err(RequestError::NotFound);
        }
        if !METHODS.contains(&self.method) || self.route.without_head.is_some() && self.method == Method::HEAD {
            return Err(RequestError::MethodNotAllowed);
        }
        let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > self.route.max_body) {
            return Err(RequestError::BodyTooLarge);
        }
        let safe = matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let own_only = self.index.is_some() && matches!(self.route.kind, RouteKind::Page | RouteKind::Data);
        if own_only && !safe && !origin::is_own_page(headers, &self.shared.site) {
            return Err(RequestError::CrossSite);
        }
        Ok(())
    }

    /// Exactly one host, and one that we answer for (RFC 9112 §3.2, RFC 9110 §7.4).
    fn check_host(&self, request: &Request) -> Result<(), RequestError> {
        let mut hosts = request.headers().get_all(HOST).iter();
        let header = match (hosts.next(), hosts.next()) {
            (Some(host), None) => Some(host.to_str().map_err(|_| RequestError::BadRequest)?),
            (None, _) => None,
            (Some(_), Some(_)) => return Err(RequestError::BadRequest),
        };
        let target = request.uri().authority().map(http::uri::Authority::as_str);
        let host = match (target, header) {
            (Some(target), Some(header)) if !target.eq_ignore_ascii_case(header) => {
                return Err(RequestError::BadRequest);
            }
            (Some(host), _) | (None, Some(host)) => host,
            (None, None) => return Err(RequestError::BadRequest),
        };
        if matches!(self.route.kind, RouteKind::Probe | RouteKind::Asset) || self.shared.site.answers_for(host) {
            Ok(())
        } else {
            Err(RequestError::WrongHost)
        }
    }

    /// The payload of a panic may hold a secret, so that it happened is all that is written here.
    fn panicked(&self) -> Response {
        self.shared.metrics.panics.add(1);
        tracing::error!(request = %self.context.id(), route = self.route.template, "a handler panicked");
        RequestError::Broken.into_response()
    }

    /// Gives a refusal its body, and every answer its headers.
    fn finish(mut self, mut response: Response) -> Response {
        let cookies = cookies::headers(self.context.take_cookies());
        let refusal = match response.extensions_mut().remove::<RequestError>() {
            _ if cookies.is_none() => Some(RequestError::Broken),
            None if response.status() == StatusCode::METHOD_NOT_ALLOWED => Some(RequestError::MethodNotAllowed),
            refusal => refusal,
        };
        if let Some(refusal) = refusal {
            response = self.show(refusal, &response);
        }
        for cookie in cookies.into_iter().flatten() {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        // What is left out here, the router says.
        if let (StatusCode::METHOD_NOT_ALLOWED, Some(takes)) = (response.status(), self.route.without_head) {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(takes));
        }
        let actions = response.extensions_mut().remove::<FormActions>();
        headers::write(response.headers_mut(), actions.as_ref(), self.shared.site.transport_security());
        if let Ok(id) = HeaderValue::try_from(self.context.id().to_string()) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        self.held.becomes(response.body().size_hint().upper().unwrap_or_default());
        response.extensions_mut().insert(Arc::clone(&self.held));
        self.status = Some(response.status());
        self.span.record("http.response.status_code", response.status().as_u16());
        response
    }

    /// A refusal as the route speaks. `bare` is what axum or the handler made of it: its `Allow` stays.
    fn show(&self, refusal: RequestError, bare: &Response) -> Response {
        let status = refusal.status();
        let leads = self.route.too_large.filter(|_| refusal == RequestError::BodyTooLarge);
        let mut shown = match self.route.kind {
            _ if leads.is_some() => respond::see_other(leads.unwrap_or_default()),
            RouteKind::Page | RouteKind::Entrance => respond::page_with(status, self.draw(refusal)),
            RouteKind::Protocol | RouteKind::Data => {
                let document = serde_json::json!({
                    "error": refusal.error_code(),
                    "error_description": refusal.sentence(),
                    "request_id": self.context.id(),
                });
                respond::json(status, &document)
            }
            RouteKind::Asset | RouteKind::Probe => {
                respond::text(status, "text/plain; charset=utf-8", format!("{}\n", refusal.sentence()))
            }
        };
        if let Some(allow) = bare.headers().get(ALLOW) {
            shown.headers_mut().insert(ALLOW, allow.clone());
        }
        if let RequestError::Busy { seconds } | RequestError::TooMany { seconds } | RequestError::Away { seconds } =
            refusal
        {
            shown.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        let unread =
            matches!(refusal, RequestError::BadRequest | RequestError::BodyTooLarge | RequestError::BodyTooSlow);
        if unread && self.version < Version::HTTP_2 {
            shown.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        shown
    }

    /// The page of a refusal; should drawing it panic, a plain sentence.
    fn draw(&self, refusal: RequestError) -> String {
        catch_unwind(AssertUnwindSafe(|| (self.shared.around.refusal_page)(refusal, &self.context))).unwrap_or_else(
            |_| {
                self.shared.metrics.panics.add(1);
                format!("<!doctype html><title>Error</title><p>{} ({})</p>", refusal.sentence(), self.context.id())
            },
        )
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let took = self.began.elapsed();
        let metrics = &self.shared.metrics;
        metrics.in_flight.leave();
        metrics.record(self.index, self.status, took);
        tracing::info!(
            target: "web::request",
            request = %self.context.id(),
            method = plain_method(&self.method),
            route = self.route.template,
            status = self.status.map(|status| status.as_u16()),
            micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        );
    }
}

/// The method for the log: one that nobody knows may be long, and is not ours to repeat.
fn plain_method(method: &Method) -> &str {
    if METHODS.contains(method) { method.as_str() } else { "other" }
}

/// How to say no where nothing is: a page to those who ask for one, JSON to the rest.
fn unknown_kind(request: &Request<Body>) -> RouteKind {
    let wants_page = request
        .headers()
        .get_all(ACCEPT)
        .iter()
        .any(|value| value.as_bytes().windows(9).any(|window| window == b"text/html"));
    if wants_page { RouteKind::Page } else { RouteKind::Protocol }
}
