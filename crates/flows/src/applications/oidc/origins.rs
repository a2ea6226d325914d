//! Where applications live in the browser: the origins of the redirect URIs of public clients (OAU-50). Their scripts may
//! read what the token endpoint, userinfo and revocation answer them.

use std::{collections::HashSet, sync::Arc};

use model::Availability;
use oidc::{Client, client::ApplicationType, redirect_uri};
use store::{Readable, applications};

use crate::{Doorward, Result, Settings};

/// Applications that are read at once.
const PAGE: i64 = 500;

impl Doorward {
    /// Whether a public client of this name lives at this origin.
    pub async fn lives_at(&self, client_id: &str, origin: &str) -> Result<bool> {
        let application = self.application(client_id).await?;
        Ok(application.is_some_and(|application| origins(&application.settings).any(|own| own == origin)))
    }

    /// Whether any public client lives at this origin: what can be told before a client says who it is.
    pub async fn is_browser_origin(&self, origin: &str) -> Result<bool> {
        if let Some(known) = self.cache.origins() {
            return Ok(known.contains(origin));
        }
        let version = self.cache.version();
        let known = Arc::new(browser_origins(self).await?);
        self.cache.keep(version, |cache| cache.origins(&known));
        Ok(known.contains(origin))
    }
}

async fn browser_origins(doorward: &Doorward) -> Result<HashSet<String>> {
    let (mut known, mut after) = (HashSet::new(), String::new());
    loop {
        let rows = applications::page::<Readable<Settings>>(&mut doorward.store.read().await?, &after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(known) };
        after.clone_from(&last.client_id);
        for row in rows.iter().filter(|row| row.state == Availability::Active) {
            // One that this node can't read, because a newer one wrote it, is none to it.
            if let Ok(settings) = &row.settings {
                known.extend(origins(settings));
            }
        }
    }
}

/// The origins of the redirect URIs of a web application without a secret. One with a secret asks from its own server, and
/// a native one is no site.
fn origins(settings: &Settings) -> impl Iterator<Item = String> {
    let is_in_browsers = |client: &&Client| client.is_public() && client.application_type == ApplicationType::Web;
    let client = settings.client().filter(is_in_browsers);
    let uris = client.map_or(&[][..], |client| client.redirect_uris.as_slice());
    uris.iter().filter_map(|uri| redirect_uri::web_origin(uri))
}
