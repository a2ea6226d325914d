//! What a handler may know about a request besides its input: one extractor, made once by the pass.

use std::{
    fmt,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::extract::FromRequestParts;
use http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT_LANGUAGE, COOKIE, USER_AGENT},
    request::Parts,
    uri::{PathAndQuery, Uri},
};
use model::{Id, Time, id::Request};

use super::{
    cookies::{self, CookieName, Lifetime, SetCookie},
    request_error::RequestError,
    site::Site,
};

/// Longest user agent that is kept, in bytes.
const MAX_USER_AGENT: usize = 256;
/// Longest language preference that is looked at, in bytes.
const MAX_LANGUAGES: usize = 256;

/// One request's surroundings. Cheap to clone. `Debug` shows the request id only.
#[derive(Clone)]
pub struct RequestContext(Arc<Inner>);

struct Inner {
    id: Id<Request>,
    now: Time,
    address: IpAddr,
    site: Arc<Site>,
    user_agent: Option<HeaderValue>,
    languages: Option<HeaderValue>,
    here: Option<PathAndQuery>,
    cookies: Vec<HeaderValue>,
    /// What the answer will set, whatever the answer is.
    set: Mutex<Vec<SetCookie>>,
}

impl RequestContext {
    pub(crate) fn new(
        (id, now): (Id<Request>, Time),
        address: IpAddr,
        site: Arc<Site>,
        headers: &HeaderMap,
        uri: &Uri,
    ) -> Self {
        Self(Arc::new(Inner {
            id,
            now,
            address,
            site,
            user_agent: headers.get(USER_AGENT).cloned(),
            languages: headers.get(ACCEPT_LANGUAGE).cloned(),
            here: uri.path_and_query().cloned(),
            cookies: headers.get_all(COOKIE).iter().cloned().collect(),
            set: Mutex::default(),
        }))
    }

    /// The id that log lines and error pages name this request by.
    pub fn id(&self) -> Id<Request> {
        self.0.id
    }

    /// When the request came in. The only time that a handler uses.
    pub fn now(&self) -> Time {
        self.0.now
    }

    /// The client's address, behind the proxies that the operator listed.
    pub fn address(&self) -> IpAddr {
        self.0.address
    }

    /// What limits per source are counted by (an IPv6 address counts as its /64).
    pub fn limit_key(&self) -> IpAddr {
        model::source::source(self.0.address)
    }

    /// What the browser says it is: printable ASCII, at most 256 bytes, perhaps empty.
    pub fn user_agent(&self) -> String {
        let raw = self.0.user_agent.as_ref().map(HeaderValue::as_bytes).unwrap_or_default();
        let printable = raw.iter().filter(|byte| matches!(byte, b' '..=b'~')).take(MAX_USER_AGENT);
        printable.map(|&byte| char::from(byte)).collect()
    }

    /// `Accept-Language` as sent, or empty when it is absent, over 256 bytes or not ASCII.
    pub fn languages(&self) -> &str {
        let text = self.0.languages.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
        if text.len() <= MAX_LANGUAGES { text } else { "" }
    }

    /// Path and query of the address that was asked for.
    pub fn here(&self) -> &str {
        self.0.here.as_ref().map_or("/", PathAndQuery::as_str)
    }

    /// One of our cookies, if it was sent once and well-formed.
    pub fn cookie(&self, name: CookieName) -> Option<&str> {
        cookies::find(self.0.cookies.iter().map(HeaderValue::as_bytes), name.as_sent(self.0.site.is_secure()))
    }

    /// Sets one of our cookies with the answer, whatever that is.
    pub fn set_cookie(&self, name: CookieName, value: &str, lifetime: Lifetime) {
        self.set().push(SetCookie::new(name, value, lifetime, self.0.site.is_secure()));
    }

    /// Removes one of our cookies with the answer.
    pub fn remove_cookie(&self, name: CookieName) {
        self.set().push(SetCookie::removal(name, self.0.site.is_secure()));
    }

    fn set(&self) -> MutexGuard<'_, Vec<SetCookie>> {
        self.0.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the answer sets.
    pub(crate) fn take_cookies(&self) -> Vec<SetCookie> {
        std::mem::take(&mut *self.set())
    }

    /// Who we are: issuer and links.
    pub fn site(&self) -> &Site {
        &self.0.site
    }
}

impl fmt::Debug for RequestContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestContext").field(&self.0.id).finish()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RequestError> {
        parts.extensions.get::<Self>().cloned().ok_or(RequestError::Broken)
    }
}
