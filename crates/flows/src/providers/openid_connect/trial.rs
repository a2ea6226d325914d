//! Trying a provider without anybody: whether it answers, and what is to be typed there.

use std::collections::BTreeSet;

use model::{Id, Time, id::Group};
use store::groups;
use upstream::{Failure, Metadata, Note, Trace};

use super::{super::IdentityProvider, Asking};
use crate::{Doorward, Result};

/// What came of asking a provider for what it says of itself.
#[derive(Debug)]
pub struct ConnectorTrial {
    /// Where its answers come to: to be typed there, letter by letter.
    pub redirect_uri: String,
    /// The public half of the key that shows it who we are, as a JWK; to be typed there as well.
    pub public_key: Option<String>,
    /// Where people are sent.
    pub authorization_endpoint: Option<String>,
    /// What was read, what failed, and what to look at.
    pub lines: Vec<String>,
    /// Whether nothing failed, and nothing is missing here that its rules name.
    pub good: bool,
}

impl ConnectorTrial {
    pub(crate) async fn of(
        doorward: &Doorward,
        slug: &str,
        provider: &IdentityProvider,
        now: Time,
    ) -> Result<Option<Self>> {
        let Some(asking) = Asking::new(doorward, provider, now)? else { return Ok(None) };
        let key = provider.secrets(doorward)?.signing_key();
        let public_key = key.and_then(|key| serde_json::to_string(key.public()).ok());
        let read = asking.known.read(asking.connector, (true, now)).await;
        let (metadata, failure): (Option<_>, Option<Failure>) = match read {
            Ok((metadata, keys)) => (Some((metadata, keys)), None),
            Err(failure) => (None, Some(failure)),
        };
        let notes = metadata.iter().filter(|(metadata, _)| metadata.jwks_uri.is_some());
        let notes = notes.map(|(_, keys)| Note::Keys { usable: keys.usable, skipped: keys.skipped.clone() });
        let trace = Trace { notes: notes.collect(), failure };
        let mut lines: Vec<String> = metadata.iter().flat_map(|(metadata, _)| told(metadata)).collect();
        lines.extend(trace.lines());
        let missing = missing_groups(doorward, provider).await?;
        lines.extend(missing.iter().map(|name| format!("the group {name}, which `groups` names, is not there")));
        Ok(Some(Self {
            redirect_uri: provider.redirect_uri(doorward, slug),
            public_key,
            authorization_endpoint: metadata.map(|(metadata, _)| metadata.authorization_endpoint.clone()),
            good: trace.failure.is_none() && missing.is_empty(),
            lines,
        }))
    }
}

/// What the metadata say, in lines.
fn told(metadata: &Metadata) -> Vec<String> {
    let algorithms: Vec<&str> = metadata.id_token_algorithms.iter().map(|one| one.name()).collect();
    let mut lines = vec![
        format!("authorization endpoint: {}", metadata.authorization_endpoint),
        format!("token endpoint: {}", metadata.token_endpoint),
    ];
    lines.extend(metadata.userinfo_endpoint.iter().map(|address| format!("userinfo: {address}")));
    lines.extend((!algorithms.is_empty()).then(|| format!("algorithms of ID tokens: {}", algorithms.join(", "))));
    lines
}

/// The groups that the rules name and the organisation does not have.
async fn missing_groups(doorward: &Doorward, provider: &IdentityProvider) -> Result<Vec<String>> {
    let names: BTreeSet<&String> = provider.rules.groups.values().collect();
    let (mut missing, mut read) = (Vec::new(), doorward.store.read().await?);
    for name in names {
        let found: Option<Id<Group>> = groups::by_name(&mut read, provider.org, name).await?;
        if found.is_none() {
            missing.push(name.clone());
        }
    }
    Ok(missing)
}
