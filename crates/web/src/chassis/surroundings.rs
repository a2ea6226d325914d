//! What the pass is given at start: who we are, whose word counts, the clock, randomness, and how a refusal looks.

use std::{sync::Arc, time::Duration};

use model::Time;

use super::{
    address::TrustedProxies, budget::Bytes, context::RequestContext, cors::IsApplication, request_error::RequestError,
    site::Site,
};

/// Longest path and query together, in bytes.
pub const MAX_URI: usize = 8 * 1024;
/// Most headers.
pub const MAX_HEADERS: usize = 100;
/// Largest body of a route that says nothing else, in bytes.
pub const MAX_BODY: u64 = 64 * 1024;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;
/// Gives ten random bytes, for the ids of requests.
pub type Entropy = Arc<dyn Fn() -> [u8; 10] + Send + Sync>;
/// Draws the page of a refusal: complete HTML.
pub type RefusalPage = Arc<dyn Fn(RequestError, &RequestContext) -> String + Send + Sync>;

/// Everything that is around a request.
#[derive(Clone)]
pub struct Surroundings {
    /// Issuer and aliases.
    pub site: Site,
    /// Proxies that are believed.
    pub proxies: TrustedProxies,
    /// The clock.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
    /// How a refusal looks to a person.
    pub refusal_page: RefusalPage,
    /// How long a body may take from the request's first byte that reaches us: 30 s, shorter in tests.
    pub body_time: Duration,
    /// How many bytes of requests and answers may be under way.
    pub bytes: Bytes,
    /// Whether an application lives in the browser at an origin; without it none does.
    pub is_application: Option<IsApplication>,
}

impl Surroundings {
    /// Surroundings with no trusted proxy and the usual limits.
    pub fn new(site: Site, clock: Clock, entropy: Entropy, refusal_page: RefusalPage) -> Self {
        let (proxies, body_time) = (TrustedProxies::default(), Duration::from_secs(30));
        Self { site, proxies, clock, entropy, refusal_page, body_time, bytes: Bytes::default(), is_application: None }
    }
}
