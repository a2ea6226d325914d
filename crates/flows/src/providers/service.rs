//! Organisations' own services, which judge passwords: each asked apart from all others, so that one that hangs holds up nobody else
//! (EGR-06).

mod recent;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use crypto::entropy::Entropy;
use egress::{Call, Client, EgressError, Target};
use ldap::{MustChange, Refusal};
use model::{
    Id, Time,
    id::Provider,
    provider::{Connector, Rest},
};
use passthrough::{FilledRequest, Request};
use tokio::{sync::watch, time::Instant};
use upstream::Arrival;

use self::recent::{Recent, StandIn};
use super::{
    IdentityProvider,
    directory::{DirectoryQuestion, DirectoryTrouble},
};
use crate::{Doorward, Result};

/// How long an answer may take, from the name's resolution to the last byte.
const WITHIN: Duration = Duration::from_secs(8);
/// Questions under way to one service.
const AT_ONCE: u32 = 32;
/// Services that are remembered. Beyond that, all are forgotten.
const REMEMBERED: usize = 1024;

/// What a service answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A final 200: the password is right (EXT-01).
    Right,
    /// Any other status that is an answer: it is wrong.
    Wrong(u16),
    /// No verdict: the service, or the way to it, is out of order.
    Silent(Silence),
    /// A directory let somebody bind, and says who it is.
    Known(Arc<Arrival>),
    /// The password is right, and has to be changed there first.
    MustChange(MustChange),
    /// A directory does not let them bind.
    Refused(Refusal),
}

/// Why there is no verdict.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    /// A status that says so: 408, 425, 429, 5xx.
    #[error("it answered with the status {0}, which is no verdict")]
    Status(u16),
    /// No answer, or none that counts.
    #[error("{0}")]
    Egress(EgressError),
    /// Nothing was asked: the address that results is none.
    #[error("its address can't be used: {0}")]
    Address(String),
    /// Nothing was asked: what is stored of it can't be used by this node, or is not allowed here any longer.
    #[error("what is stored of it can't be used here")]
    Settings,
    /// Nothing was asked: a value can't be sent where it stands.
    #[error("{0}")]
    NotCarried(passthrough::NotCarried),
    /// A directory answered what is no verdict.
    #[error("{0}")]
    Directory(DirectoryTrouble),
    /// Whoever asked first went away with the node.
    #[error("it was not waited for")]
    Abandoned,
}

/// The services, by provider.
#[derive(Debug, Default)]
pub(crate) struct Services(Mutex<HashMap<Id<Provider>, Arc<Service>>>);

/// One service.
#[derive(Debug)]
pub(crate) struct Service {
    client: Client,
    /// How long a wrong password takes, at least: others take a multiple of that.
    grid: Duration,
    recent: Mutex<Recent>,
    under_way: Mutex<HashMap<[u8; 32], watch::Receiver<Option<Answered>>>>,
}

/// A verdict, and how long it took.
pub(crate) type Answered = (Verdict, Duration);

/// What a service is asked.
pub(crate) struct Question {
    pub(crate) ask: Ask,
    /// The same for the same password of the same person in the same sign-in.
    pub(crate) same: [u8; 32],
}

/// Who is asked, and what.
pub(crate) enum Ask {
    /// A web service.
    Rest(FilledRequest),
    /// A directory.
    Directory(DirectoryQuestion),
}

impl Services {
    pub(crate) fn of(&self, doorward: &Doorward, provider: Id<Provider>) -> Arc<Service> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED && !all.contains_key(&provider) {
            all.clear();
        }
        let client = || doorward.instance.egress.apart_for(AT_ONCE);
        let begun = || Arc::new(Service::new(client(), doorward.limits.wrong_answer_takes));
        all.entry(provider).or_insert_with(begun).clone()
    }
}

impl Service {
    fn new(client: Client, grid: Duration) -> Self {
        Self { client, grid, recent: Mutex::default(), under_way: Mutex::default() }
    }

    /// Asks once; nothing is ever sent again. Whoever asks the same while it is under way waits for the same answer (PITFALLS R3), and
    /// whoever goes away takes no answer from the others.
    pub(crate) async fn ask(self: &Arc<Self>, question: Question, now: Time) -> Answered {
        let Question { ask, same } = question;
        let mut answer = {
            let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
            match under_way.get(&same) {
                Some(answer) => answer.clone(),
                None => {
                    let (tell, answer) = watch::channel(None);
                    under_way.insert(same, answer.clone());
                    tokio::spawn(self.clone().answer(ask, same, now, tell));
                    answer
                }
            }
        };
        let told = answer.wait_for(Option::is_some).await.ok().and_then(|answered| answered.clone());
        told.unwrap_or((Verdict::Silent(Silence::Abandoned), Duration::ZERO))
    }

    async fn answer(self: Arc<Self>, ask: Ask, same: [u8; 32], now: Time, tell: watch::Sender<Option<Answered>>) {
        let begun = Instant::now();
        let verdict = match ask {
            Ask::Rest(request) => self.send(request, now).await,
            Ask::Directory(question) => Box::pin(question.ask(now)).await,
        };
        let answered = (verdict, begun.elapsed());
        self.recent.lock().unwrap_or_else(PoisonError::into_inner).note(&answered);
        tell.send_replace(Some(answered));
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&same);
    }

    /// Asks, whoever else asks. It is not counted among what is usual: nobody signs in by it.
    pub(crate) async fn send(&self, request: FilledRequest, now: Time) -> Verdict {
        let target: Target = match request.url.parse() {
            Ok(target) => target,
            Err(bad) => return Verdict::Silent(Silence::Address(format!("{bad}"))),
        };
        let body = Bytes::copy_from_slice(request.body.as_bytes());
        let (headers, waits) = (request.headers, Duration::ZERO);
        let call = Call { method: request.method, target: &target, headers, body, within: WITHIN, waits };
        match self.client.send(call, now).await {
            Ok(reply) => of_status(reply.status.as_u16()),
            // Who leads elsewhere has not let anybody in.
            Err(EgressError::Redirect(status)) => Verdict::Wrong(status),
            Err(error) => Verdict::Silent(Silence::Egress(error)),
        }
    }

    /// What stands in for an answer where nobody is asked: one of those that there were lately.
    pub(crate) fn stand_in(&self, entropy: &dyn Entropy) -> StandIn {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner).stand_in(entropy)
    }

    /// When a wrong password is told so that was admitted at `begun` and judged by `judged`: a multiple of the least time later, so that
    /// small differences do not show.
    pub(crate) fn paced(&self, floor: Instant, begun: Instant, judged: Instant) -> Instant {
        let (grid, took) = (self.grid.as_micros(), judged.duration_since(begun).as_micros());
        match took.div_ceil(grid.max(1)) {
            _ if grid == 0 => floor.max(judged),
            steps => floor.max(begun + self.grid * u32::try_from(steps).unwrap_or(u32::MAX)),
        }
    }
}

const fn of_status(status: u16) -> Verdict {
    match status {
        200 => Verdict::Right,
        408 | 425 | 429 | 500..=599 => Verdict::Silent(Silence::Status(status)),
        other => Verdict::Wrong(other),
    }
}

impl IdentityProvider {
    /// The request that it is asked with, where it judges passwords and what is stored of it can be used here.
    pub(crate) fn request(&self, doorward: &Doorward) -> Result<Option<Request>> {
        let Some(Connector::Rest(rest)) = &self.connector else { return Ok(None) };
        let secrets = self.secrets(doorward)?;
        Ok(Request::new(rest, &secrets.headers.0, doorward.instance.external).ok())
    }

    /// The web service, where it is one.
    pub fn rest(&self) -> Option<&Rest> {
        match &self.connector {
            Some(Connector::Rest(rest)) => Some(rest),
            Some(Connector::Ldap(_) | Connector::OpenidConnect(_)) | None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ext_01_only_200_is_right_and_an_outage_is_no_verdict() {
        assert_eq!(of_status(200), Verdict::Right);
        for status in [201, 202, 204, 206, 300, 302, 400, 401, 403, 404, 409, 422, 426, 428, 431, 451, 600, 999] {
            assert_eq!(of_status(status), Verdict::Wrong(status));
        }
        for status in [408, 425, 429, 500, 502, 503, 504, 599] {
            assert_eq!(of_status(status), Verdict::Silent(Silence::Status(status)));
        }
    }

    #[test]
    fn ext_12_a_wrong_password_takes_a_multiple_of_the_least_time() {
        let client = Client::new(egress::Rules::default());
        let millis = Duration::from_millis;
        let (service, begun) = (Service::new(client.clone(), millis(400)), Instant::now());
        for (took, told) in [(0, 400), (399, 400), (400, 400), (401, 800), (1999, 2000)] {
            assert_eq!(service.paced(begun + millis(400), begun, begun + millis(took)), begun + millis(told), "{took}");
        }
        assert_eq!(service.paced(begun + millis(900), begun, begun + millis(100)), begun + millis(900));
        assert_eq!(Service::new(client, Duration::ZERO).paced(begun, begun, begun + millis(7)), begun + millis(7));
    }
}
