//! From a name to addresses.

use std::{future::Future, io, net::IpAddr, pin::Pin};

/// All addresses of a name, when they are known.
pub type Addresses<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Knows the addresses of names; a test says which.
pub trait Resolve: Send + Sync {
    /// All addresses of this name.
    fn resolve<'a>(&'a self, name: &'a str) -> Addresses<'a>;
}

/// The operating system.
pub(crate) struct System;

impl Resolve for System {
    fn resolve<'a>(&'a self, name: &'a str) -> Addresses<'a> {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|socket| socket.ip()).collect()) })
    }
}
