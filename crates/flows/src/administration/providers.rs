//! Identity providers as lists show them, and trying one.

use crypto::token::Token;
use model::Time;
use passthrough::{FilledRequest, Request};
use store::users;
use zeroize::Zeroizing;

use crate::{
    Doorward, Granted, Result, UserRef,
    authenticators::external::told_of,
    granted::{ReadOrganisation, TryProvider},
    people::person::Person,
    providers::{
        IdentityProvider,
        directory::DirectoryTrial,
        openid_connect::ConnectorTrial,
        service::{Silence, Verdict},
        told::Told,
    },
};

/// What stands where a secret is.
const MASK: &str = "********";

/// What came of trying a provider.
#[derive(Debug)]
pub struct ProviderTrial {
    /// The request: its line, its headers and its body, with secrets masked.
    pub request: Vec<String>,
    /// What was answered for the password that was given.
    pub verdict: Verdict,
    /// What was answered for a password that was made up, where the first one was right: if that is right too, anybody gets in.
    pub made_up: Option<Verdict>,
}

/// Why a provider can't be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTrial {
    /// There is none of this key.
    Unknown,
    /// It judges no passwords.
    JudgesNone,
    /// It vouches for nobody: it judges passwords.
    VouchesForNobody,
    /// The trial user is nobody of the organisation.
    Nobody,
}

impl Doorward {
    /// The identity providers of an organisation, by their keys.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn list_providers(&self, granted: &Granted<ReadOrganisation>) -> Result<Vec<IdentityProvider>> {
        Ok(self.organisation(granted.on()).await?.providers.clone())
    }

    /// Asks a provider that vouches for what it says of itself. Whether it is in use makes no difference; nothing is written, and nobody
    /// is signed in.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn try_connector(
        &self,
        granted: &Granted<TryProvider>,
        key: &str,
    ) -> Result<std::result::Result<ConnectorTrial, NoTrial>> {
        let home = self.organisation(granted.on()).await?;
        let Some(provider) = home.providers.iter().find(|provider| provider.key == key) else {
            return Ok(Err(NoTrial::Unknown));
        };
        let trial = ConnectorTrial::of(self, &home.slug, provider, granted.by().now).await?;
        Ok(trial.ok_or(NoTrial::VouchesForNobody))
    }

    /// Tries a directory step by step: who searches, and where a login and its password are given whoever they find, and that a password which is
    /// made up is refused. Whether it is in use makes no difference; nothing is written, and nobody is signed in.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn try_directory(
        &self,
        granted: &Granted<TryProvider>,
        key: &str,
        somebody: Option<(&str, &Zeroizing<String>)>,
    ) -> Result<std::result::Result<DirectoryTrial, NoTrial>> {
        let home = self.organisation(granted.on()).await?;
        let Some(provider) = home.providers.iter().find(|provider| provider.key == key) else {
            return Ok(Err(NoTrial::Unknown));
        };
        let Some(directory) = self.directories.of(self, provider)? else { return Ok(Err(NoTrial::JudgesNone)) };
        let made_up = Zeroizing::new(format!("Aa1!{}", Token::mint(&*self.entropy).expose()));
        let somebody = somebody.map(|(login, password)| (login, password.as_str(), made_up.as_str()));
        Ok(Ok(DirectoryTrial::of(&directory, &provider.rules, somebody, granted.by().now).await))
    }

    /// Asks a provider for a trial user with this password, and with one that is made up (PITFALLS R1). Whether it is in use makes no
    /// difference; nothing is written, and nobody is signed in.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn try_provider(
        &self,
        granted: &Granted<TryProvider>,
        key: &str,
        (whom, password): (UserRef, &Zeroizing<String>),
    ) -> Result<std::result::Result<ProviderTrial, NoTrial>> {
        let home = self.organisation(granted.on()).await?;
        let Some(provider) = home.providers.iter().find(|provider| provider.key == key) else {
            return Ok(Err(NoTrial::Unknown));
        };
        let mut read = self.store.read().await?;
        let row = users::by_id(&mut read, home.id, whom.user).await?;
        let person = Person::of_row(self, &mut read, row).await?;
        drop(read);
        let Some(person) = person else { return Ok(Err(NoTrial::Nobody)) };
        if provider.rest().is_none() {
            return Ok(Err(NoTrial::JudgesNone));
        }
        let told = told_of(&person, provider.id, "", "");
        let Some(request) = provider.request(self)? else {
            let verdict = Verdict::Silent(Silence::Settings);
            return Ok(Ok(ProviderTrial { request: Vec::new(), verdict, made_up: None }));
        };
        let shown = request.fill(&told.values(&Zeroizing::new(MASK.to_owned()))).map(|filled| masked(&filled));
        let (trial, now) = (Trial { provider, request: &request, told: &told }, granted.by().now);
        let verdict = trial.with(self, password, now).await;
        let made_up = Zeroizing::new(format!("Aa1!{}", Token::mint(&*self.entropy).expose()));
        let made_up = match verdict {
            Verdict::Right => Some(trial.with(self, &made_up, now).await),
            _ => None,
        };
        Ok(Ok(ProviderTrial { request: shown.unwrap_or_default(), verdict, made_up }))
    }
}

/// What is asked, and of whom.
struct Trial<'t> {
    provider: &'t IdentityProvider,
    request: &'t Request,
    told: &'t Told,
}

impl Trial<'_> {
    async fn with(&self, doorward: &Doorward, password: &Zeroizing<String>, now: Time) -> Verdict {
        match self.request.fill(&self.told.values(password)) {
            Ok(filled) => doorward.services.of(doorward, self.provider.id).send(filled, now).await,
            Err(why) => Verdict::Silent(Silence::NotCarried(why)),
        }
    }
}

/// The request line by line; of headers that were set by us the value is shown.
fn masked(filled: &FilledRequest) -> Vec<String> {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| match value.is_sensitive() {
        true => format!("{name}: {MASK}"),
        false => format!("{name}: {}", value.to_str().unwrap_or(MASK)),
    };
    let mut lines = vec![format!("{} {}", filled.method, &*filled.url)];
    lines.extend(filled.headers.iter().map(header));
    lines.extend((!filled.body.is_empty()).then(|| format!("\n{}", &*filled.body)));
    lines
}
