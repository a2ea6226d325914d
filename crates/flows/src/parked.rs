//! What another site sends by POST, too large for an address: the browser keeps our cookies back (`SameSite`), so it waits
//! here until the GET that follows brings them. Good once, for minutes, and bounded, since anybody may send anything.

use std::net::IpAddr;

use crypto::{seal::SealContext, token::Token};
use model::{Span, Time};
use store::{
    Change, Outcome,
    parked::{self, Bounds, ParkedRow},
};

use crate::{Caller, Doorward, Error, Result, instance_mac_key, limits};

/// How long a request waits.
const LIFE: Span = Span::minutes(5);

/// How much may wait at one time.
const BOUNDS: Bounds = Bounds { count: 16, bytes: 512 * 1024, network: 256, everybody: 4096 };

impl Doorward {
    /// Parks a request for the endpoint at `path`. Answers the text that takes it up there.
    ///
    /// # Errors
    /// [`Error::TooMany`] when as much waits from its source as may.
    pub async fn park(&self, caller: &Caller, path: &'static str, request: &[u8]) -> Result<String> {
        let token = Token::mint(&*self.entropy);
        let hash = token.hash();
        let sealed = self.sealer.seal(&*self.entropy, seal_context(path, hash.as_bytes()), request);
        let key = instance_mac_key::get(self).await?;
        let mac = |address: Option<IpAddr>| {
            key.mac("parked", &[address.map(|address| address.to_string()).unwrap_or_default().as_bytes()])
        };
        let source = limits::source(caller);
        let (source, network) = (mac(source), mac(source.map(model::source::neighbourhood)));
        let expires_at: Time = caller.now + LIFE;
        let mut change = Change::new();
        let row = ParkedRow { hash: hash.as_bytes(), source: &source, network: &network, sealed: &sealed, expires_at };
        parked::insert(&mut change, &row, BOUNDS, caller.now);
        match self.store.write(change).await? {
            Outcome::Done => Ok(token.expose()),
            Outcome::Refused(_) => Err(Error::TooMany { retry_after_seconds: 60 }),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    /// Takes up the request that was parked for this endpoint under this text. Nothing when there is none, or somebody has.
    pub async fn take_parked(&self, caller: &Caller, path: &'static str, text: &str) -> Result<Option<Vec<u8>>> {
        let Some(token) = Token::parse(text) else { return Ok(None) };
        let hash = token.hash();
        let sealed = parked::by_hash(&mut self.store.read().await?, hash.as_bytes(), caller.now).await?;
        let opened = sealed.and_then(|sealed| self.sealer.open(seal_context(path, hash.as_bytes()), &sealed).ok());
        let Some(request) = opened else { return Ok(None) };
        let mut change = Change::new();
        parked::take(&mut change, hash.as_bytes(), caller.now);
        match self.store.write(change).await? {
            Outcome::Done => Ok(Some(request.to_vec())),
            Outcome::Refused(_) => Ok(None),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }
}

/// Where a parked request is sealed to: its row, and the endpoint that it is for.
fn seal_context<'a>(path: &'static str, hash: &'a [u8; 32]) -> SealContext<'a> {
    SealContext { table: "parked", column: path, row: hash }
}
