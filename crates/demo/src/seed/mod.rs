//! What the demonstration begins with, as data: organisations for each journey, their people, and two applications.
//!
//! Everything is the same at each start, so that it can be written down, learnt and tested. Only what proves the
//! applications is not: their secrets come from 32 random bytes that are an argument. People's passwords and the secrets
//! of their authenticator apps are fixed: everybody is shown them anyway, they open nothing but this demonstration on
//! loopback, and an entry in somebody's authenticator app stays good when the demonstration is started anew.

mod applications;
mod cinder;
mod harbour;
mod lumen;
mod northwind;
mod petal;
mod tern;

use std::fmt;

use crypto::totp;
use model::{Branding, Policy, account::State, branding::Support, release::Profile};
use serde_json::Value;

pub use self::tern::Provider;
use crate::{
    Origins, Secret,
    relying_party::{self, ClientAuthentication},
    texts::Say,
};

/// Everything to begin with.
#[derive(Debug, Clone)]
pub struct Seed {
    /// One for each journey of JOURNEYS.md, in its order; one more where a provider is run.
    pub organisations: Vec<Organisation>,
    /// The two sample applications.
    pub applications: Vec<Application>,
    /// The provider of one of the organisations, where it is run.
    pub provider: Option<Provider>,
}

/// An organisation, its policy and its people.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// What people type as company ID.
    pub slug: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it shows.
    pub journey: Journey,
    /// How its people sign in.
    pub policy: Policy,
    /// How its pages look.
    pub branding: Branding,
    /// Mail domains that are its own.
    pub domains: Vec<&'static str>,
    /// Who judges the passwords of those people who have none here.
    pub judge: Judge,
    /// Its people.
    pub users: Vec<User>,
    /// Who is invited.
    pub invited: Option<Invited>,
}

/// Who judges the passwords of an organisation's people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// Doorward.
    Doorward,
    /// A web service of the organisation's own, which Doorward asks.
    Service,
    /// A provider, at whose own pages they are typed.
    Provider,
}

/// Which of the journeys an organisation plays, in words for the start page.
#[derive(Debug, Clone)]
pub struct Journey {
    /// Its number in JOURNEYS.md.
    pub number: u8,
    /// Its name there.
    pub name: Say,
    /// What can be seen, in a sentence or two.
    pub shows: Say,
    /// What to do first, second, third to play it from its first step to its last.
    pub steps: Vec<Say>,
    /// What begins it.
    pub begin: Begin,
}

/// What the button of a journey does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Begins a sign-in to the first application, as the user whom this identifier names.
    SignIn(&'static str),
    /// Opens the mail in the outbox to this address.
    Mail(&'static str),
}

/// Somebody to sign in as.
#[derive(Debug, Clone)]
pub struct User {
    /// An e-mail address to be found by, in the whole instance.
    pub email: Option<&'static str>,
    /// A name to be found by, in the organisation.
    pub user_name: Option<&'static str>,
    /// The password; none where passwords live elsewhere.
    pub password: Option<Password>,
    /// The password that the organisation's own service or provider takes.
    pub elsewhere: Option<&'static str>,
    /// The secret of the authenticator app.
    pub totp: Option<[u8; 20]>,
    /// Name, address and so on.
    pub profile: Profile,
    /// Roles in the organisation.
    pub roles: Vec<&'static str>,
    /// Client ids of the applications that are assigned to this user. Where the application is for everyone, none is needed.
    pub assigned: Vec<&'static str>,
    /// How the account is.
    pub state: State,
    /// What this user is good for, as a whole sentence.
    pub shows: Say,
}

/// Somebody without an account, who has a mail in the outbox with a link to make it.
#[derive(Debug, Clone, Copy)]
pub struct Invited {
    /// The first name.
    pub given_name: &'static str,
    /// The last name.
    pub family_name: &'static str,
    /// Where the mail goes.
    pub email: &'static str,
    /// What the mail is good for, as a whole sentence.
    pub shows: Say,
}

/// A password of the demonstration: shown to everybody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Password {
    /// To be hashed when it is stored.
    Plain(&'static str),
    /// Stored as the hash that another system made of it, and upgraded at the next sign-in.
    Imported {
        /// What to type.
        plain: &'static str,
        /// What is stored.
        hash: &'static str,
    },
}

/// A sample application as Doorward is to know it.
#[derive(Debug, Clone)]
pub struct Application {
    /// A word of lower-case letters; also the name of its logo.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// One line that says what it is for.
    pub purpose: Say,
    /// Its own accent.
    pub accent: &'static str,
    /// Its logo, an SVG document.
    pub logo: &'static str,
    /// The slug of the organisation that owns it.
    pub owner: &'static str,
    /// Its client id.
    pub client_id: &'static str,
    /// How it authenticates, with what it needs for that.
    pub authentication: ClientAuthentication,
    /// Client metadata (RFC 7591 §2), without a secret.
    pub metadata: Value,
    /// Where its tile leads: a sign-in without a further click.
    pub launch_url: String,
    /// Slugs of the organisations that may use it, and whether all their people may.
    pub subscribers: Vec<(&'static str, bool)>,
    origin: String,
    scope: &'static str,
}

impl Seed {
    /// The content for these addresses. `master` is what the applications' secrets are made from: keep it beside the
    /// data, or draw it anew where the data is temporary.
    ///
    /// # Errors
    ///
    /// [`jose::KeyError`] when the key of an application can't be made.
    pub fn new(origins: &Origins, master: &[u8; 32]) -> Result<Self, jose::KeyError> {
        let provider = origins.provider.as_ref().map(|issuer| Provider::new(issuer, master));
        let mut organisations = vec![northwind::organisation(), lumen::organisation(), harbour::organisation()];
        organisations.extend(provider.is_some().then(tern::organisation));
        organisations.extend([petal::organisation(), cinder::organisation()]);
        for organisation in &mut organisations {
            organisation.branding.privacy_url = Some(format!("{}/privacy", origins.start));
        }
        let subscribers = |assigned_only: &str| {
            organisations.iter().map(|organisation| (organisation.slug, organisation.slug != assigned_only)).collect()
        };
        let almanac = applications::almanac(&origins.almanac, master, subscribers(""));
        let ledgerline = applications::ledgerline(&origins.ledgerline, master, subscribers(northwind::SLUG))?;
        Ok(Self { organisations, applications: vec![almanac, ledgerline], provider })
    }

    /// The applications that a user may open: those for everyone in the organisation, and those assigned to the user.
    pub fn open_to(&self, organisation: &Organisation, user: &User) -> impl Iterator<Item = &Application> {
        self.applications.iter().filter(|application| {
            let everyone = application.subscribers.iter().find(|(slug, _)| *slug == organisation.slug);
            everyone.is_some_and(|(_, everyone)| *everyone || user.assigned.contains(&application.client_id))
        })
    }

    /// The sample applications as they run, each knowing the issuer and its neighbour.
    pub fn relying_parties(&self, issuer: &str, start: &str) -> Vec<relying_party::Application> {
        let other = |key: &str| {
            self.applications.iter().find(|other| other.key != key).map(|other| (other.name, other.origin.clone()))
        };
        self.applications
            .iter()
            .map(|application| relying_party::Application {
                key: application.key,
                name: application.name,
                purpose: application.purpose,
                accent: application.accent,
                logo: application.logo,
                origin: application.origin.clone(),
                issuer: issuer.to_owned(),
                client_id: application.client_id.to_owned(),
                authentication: application.authentication.clone(),
                scope: application.scope.to_owned(),
                other: other(application.key),
                start: start.to_owned(),
            })
            .collect()
    }
}

impl Application {
    /// The client secret, for those that have one.
    pub fn secret(&self) -> Option<&Secret> {
        match &self.authentication {
            ClientAuthentication::SecretBasic(secret) | ClientAuthentication::SecretPost(secret) => Some(secret),
            ClientAuthentication::None | ClientAuthentication::PrivateKey(_) => None,
        }
    }

    /// Where it is.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl User {
    /// What is typed to be found: the user name where there is one, else the e-mail address.
    pub fn identifier(&self) -> &'static str {
        self.user_name.or(self.email).unwrap_or_default()
    }

    /// What to type as password, whoever judges it.
    pub fn typed_password(&self) -> Option<&'static str> {
        self.password.map(|password| password.plain()).or(self.elsewhere)
    }

    /// The person's name.
    pub fn name(&self) -> String {
        model::release::whole_name(&self.profile).unwrap_or_else(|| self.identifier().to_owned())
    }

    /// The secret of the authenticator app in base32, as it is typed in: `(in groups of four, in one piece)`.
    pub fn totp_key(&self) -> Option<(String, String)> {
        let secret = totp::Secret::from_bytes(&self.totp?)?;
        let groups = secret.to_groups().to_string();
        let piece = groups.replace(' ', "");
        Some((groups, piece))
    }

    /// What the authenticator app shows now.
    pub fn totp_code(&self, now: model::Time) -> Option<String> {
        Some(totp::Secret::from_bytes(&self.totp?)?.code(totp::Step::at(now)))
    }

    fn new(given: &'static str, family: &'static str, shows: Say) -> Self {
        let profile =
            Profile { given_name: Some(given.to_owned()), family_name: Some(family.to_owned()), ..Profile::default() };
        Self {
            email: None,
            user_name: None,
            password: None,
            elsewhere: None,
            totp: None,
            profile,
            roles: Vec::new(),
            assigned: Vec::new(),
            state: State::Active,
            shows,
        }
    }

    /// With an address to be found by.
    fn found_by_email(mut self, email: &'static str) -> Self {
        self.email = Some(email);
        self.with_email(email)
    }

    /// With an address that mail goes to, and applications are told.
    fn with_email(mut self, email: &'static str) -> Self {
        self.profile.email = Some(email.to_owned());
        self.profile.email_verified = true;
        self
    }

    fn found_by_name(mut self, name: &'static str) -> Self {
        self.user_name = Some(name);
        self.profile.preferred_username = Some(name.to_owned());
        self
    }

    fn plain(mut self, password: &'static str) -> Self {
        self.password = Some(Password::Plain(password));
        self
    }

    /// With a password that the organisation's own service or provider takes.
    fn known_elsewhere(mut self, password: &'static str) -> Self {
        self.elsewhere = Some(password);
        self
    }

    fn app(mut self, secret: &[u8; 20]) -> Self {
        self.totp = Some(*secret);
        self
    }

    fn in_state(mut self, state: State) -> Self {
        self.state = state;
        self
    }
}

impl Password {
    /// What to type.
    pub fn plain(&self) -> &'static str {
        match self {
            Self::Plain(plain) | Self::Imported { plain, .. } => plain,
        }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// An organisation's look. Its logo among the assets has the name of the slug.
fn branding(slug: &str, product: &str, accent: &str, support: [&str; 3]) -> Branding {
    let [label, phone, email] = support.map(|text| Some(text.to_owned()));
    Branding {
        product_name: product.to_owned(),
        accent: accent.parse().unwrap_or_default(),
        logo: Some(slug.to_owned()),
        support: Support { label, email, phone },
        language: Some("en".to_owned()),
        ..Branding::default()
    }
}

#[cfg(test)]
mod tests;
