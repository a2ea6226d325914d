//! The client against servers on loopback that answer as badly as they can.

#![expect(clippy::unwrap_used, reason = "what a test is made of fails the test")]

mod answers;
mod reach;
mod server;
mod trust;

use std::{
    io,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use egress::{Addresses, Call, Client, EgressError, Reply, Resolve};
use http::HeaderValue;
use model::Time;

const NOW: Time = Time::from_millis(1_700_000_000_000);

/// POSTs a form to this address.
async fn post(client: &Client, target: &str) -> Result<Reply, EgressError> {
    let target = target.parse().unwrap();
    let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
    client.send(Call::post(&target, content_type, Bytes::from_static(b"a=b")), NOW).await
}

/// Names whose addresses a test says: one answer after the other, the last one for ever.
struct Says {
    answers: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Says {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parsed = |answer: &&[&str]| answer.iter().map(|address| address.parse().unwrap()).collect();
        Arc::new(Self { answers: answers.iter().map(parsed).collect(), asked: AtomicUsize::new(0) })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Resolve for Says {
    fn resolve<'a>(&'a self, _: &'a str) -> Addresses<'a> {
        let at = self.asked.fetch_add(1, Ordering::Relaxed).min(self.answers.len().saturating_sub(1));
        let found = self.answers.get(at).cloned().ok_or_else(|| io::Error::other("no such name"));
        Box::pin(async move { found })
    }
}
