//! Providers of OpenID Connect, asked: what is known of each, kept for an hour, and what an answer in the browser comes to. Each is asked
//! apart from all others, bounded, and never while a transaction is open. What is answered is judged by the crate `upstream`.

mod known;
mod signing_in;
mod trial;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use model::{Id, id::Provider, openid_connect::OpenidConnect, provider::Connector};

pub(crate) use known::Known;
pub(crate) use signing_in::{Answered, Asking};
pub use trial::ConnectorTrial;

use super::IdentityProvider;
use crate::Doorward;

/// Questions under way to one provider.
const AT_ONCE: u32 = 16;

/// Providers that are remembered. Beyond that, all are forgotten.
const REMEMBERED: usize = 1024;

/// What is known of providers.
#[derive(Debug, Default)]
pub(crate) struct Providers(Mutex<HashMap<Id<Provider>, Arc<Known>>>);

impl Providers {
    pub(crate) fn of(&self, doorward: &Doorward, provider: Id<Provider>) -> Arc<Known> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED && !all.contains_key(&provider) {
            all.clear();
        }
        let begun = || Arc::new(Known::new(doorward.instance.egress.apart_for(AT_ONCE)));
        all.entry(provider).or_insert_with(begun).clone()
    }
}

impl IdentityProvider {
    /// How it is asked, where it is one of OpenID Connect.
    pub fn openid_connect(&self) -> Option<&OpenidConnect> {
        match &self.connector {
            Some(Connector::OpenidConnect(connector)) => Some(connector),
            Some(Connector::Rest(_) | Connector::Ldap(_)) | None => None,
        }
    }

    /// Where its answers come to. Each provider has an address of its own, so that what one answers is never taken for another's
    /// (RFC 9700 §4.4.2.2); it is known before the provider is, since it is typed there.
    pub fn redirect_uri(&self, doorward: &Doorward, slug: &str) -> String {
        format!("{}/sign-in/provider/{slug}/{}", doorward.instance.issuer.as_str().trim_end_matches('/'), self.key)
    }
}
