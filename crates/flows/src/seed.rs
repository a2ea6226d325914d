//! Content given as data: organisations with their policies and people, applications with their metadata. The
//! demonstration and the tests begin with it. What is there already stays, except that applications take the metadata
//! and the secret given here, since their addresses may have changed.

use std::collections::HashMap;

use crypto::password::Password;
use model::{
    Branding, Id, Key, Policy, Time,
    account::{Accepted, Facts, JoinedBy},
    id::{App, Org, User},
    identifier::Slug,
    release::Profile,
};
use store::{
    Change,
    applications::{self, ApplicationRow},
    credentials::{self, CredentialRow},
    organisations::{self, OrganisationRow},
    users::{self, IdentifierRow, UserRow},
};

use crate::authenticators::password::millis;
pub(crate) use crate::authenticators::totp::{row_key, totp_place};
use crate::{Doorward, Error, Result, Settings, sign_in::PasswordData};

/// Everything to begin with.
#[derive(Clone, Default)]
pub struct Seed {
    /// Organisations and their people.
    pub organisations: Vec<SeedOrganisation>,
    /// Applications, and who may use them.
    pub applications: Vec<SeedApplication>,
}

/// An organisation to make.
#[derive(Clone)]
pub struct SeedOrganisation {
    /// What people type as company ID.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How its people sign in.
    pub policy: Policy,
    /// How its pages look.
    pub branding: Branding,
    /// Mail domains that are its own.
    pub domains: Vec<String>,
    /// Its people.
    pub users: Vec<SeedUser>,
}

/// A user to make.
#[derive(Clone, Default)]
pub struct SeedUser {
    /// An address to be found by, in the whole instance. Taken as verified.
    pub email: Option<String>,
    /// A name to be found by, in the organisation.
    pub user_name: Option<String>,
    /// How applications know the user; the identifier when nothing is given.
    pub subject: Option<String>,
    /// The password.
    pub password: Option<SeedPassword>,
    /// The secret of an authenticator app, 20 bytes or more.
    pub totp: Option<Vec<u8>>,
    /// What is known of the person.
    pub profile: Profile,
    /// Roles in the organisation.
    pub roles: Vec<String>,
    /// Client ids of applications that are assigned to the user.
    pub assigned: Vec<String>,
}

/// A password in the clear, or a hash from elsewhere.
#[derive(Clone)]
pub enum SeedPassword {
    /// To be hashed here.
    Plain(String),
    /// Imported as it is; upgraded at the next sign-in.
    Hash(String),
}

/// An application to make.
#[derive(Clone)]
pub struct SeedApplication {
    /// The slug of the organisation that owns it.
    pub owner: String,
    /// What people call it.
    pub name: String,
    /// Its metadata and ours.
    pub settings: Settings,
    /// Its secret, unless it has none.
    pub secret: Option<String>,
    /// Slugs of the organisations that may use it, and whether all their people may.
    pub subscribers: Vec<(String, bool)>,
}

impl Doorward {
    /// Makes what is not there yet.
    pub async fn sow(&self, seed: &Seed, now: Time) -> Result<()> {
        let mut apps = HashMap::new();
        let mut orgs: HashMap<&str, (Id<Org>, bool)> = HashMap::new();
        for organisation in &seed.organisations {
            orgs.insert(&organisation.slug, self.sow_organisation(organisation, now).await?);
        }
        for application in &seed.applications {
            let owner = match orgs.get(application.owner.as_str()) {
                Some(owner) => owner.0,
                None => self.existing(&application.owner).await?,
            };
            let app = self.sow_application(owner, application, now).await?;
            apps.insert(application.settings.client.client_id.clone(), (owner, app));
            let mut change = Change::new();
            for (slug, everyone) in &application.subscribers {
                let org = match orgs.get(slug.as_str()) {
                    Some(org) => org.0,
                    None => self.existing(slug).await?,
                };
                applications::subscribe(&mut change, org, (owner, app), *everyone, now);
            }
            self.write(change).await?;
        }
        for organisation in &seed.organisations {
            let Some(&(org, true)) = orgs.get(organisation.slug.as_str()) else { continue };
            for user in &organisation.users {
                self.sow_user((org, &organisation.policy), user, &apps, now).await?;
            }
        }
        Ok(())
    }

    async fn existing(&self, slug: &str) -> Result<Id<Org>> {
        let organisation = self.organisation_by_slug(slug).await?;
        organisation
            .map(|organisation| organisation.id)
            .ok_or(Error::Corrupt("a seed that names an unknown organisation"))
    }

    /// The organisation's id, and whether it is new.
    async fn sow_organisation(&self, seed: &SeedOrganisation, now: Time) -> Result<(Id<Org>, bool)> {
        let slug = Slug::typed(&seed.slug).map_err(|_| Error::Corrupt("a seed's company ID"))?;
        if let Some(present) = self.organisation_by_slug(slug.as_str()).await? {
            return Ok((present.id, false));
        }
        let row = OrganisationRow {
            id: self.id(now),
            slug: slug.as_str().to_owned(),
            name: seed.name.clone(),
            state: "active".to_owned(),
            policy: seed.policy.clone(),
            branding: seed.branding.clone(),
            version: 1,
        };
        let mut change = Change::new();
        organisations::insert(&mut change, &row, now);
        for domain in &seed.domains {
            organisations::insert_domain(&mut change, &domain.to_lowercase(), row.id, now);
        }
        self.write(change).await?;
        Ok((row.id, true))
    }

    async fn sow_application(&self, owner: Id<Org>, seed: &SeedApplication, now: Time) -> Result<Id<App>> {
        let client_id = &seed.settings.client.client_id;
        if !seed.settings.client.check().is_empty() {
            return Err(Error::Corrupt("a seed's client metadata"));
        }
        let present = applications::by_client_id(&mut self.store.read().await?, client_id).await?;
        let row = ApplicationRow {
            org: present.as_ref().map_or(owner, |row| row.org),
            id: present.as_ref().map_or_else(|| self.id(now), |row| row.id),
            client_id: client_id.clone(),
            name: seed.name.clone(),
            state: "active".to_owned(),
            settings: json(&seed.settings)?,
            version: 1,
        };
        let mut change = Change::new();
        if present.is_some() {
            applications::update(&mut change, &row);
            applications::forget_secrets(&mut change, row.org, row.id);
        } else {
            applications::insert(&mut change, &row, now);
        }
        if let Some(secret) = &seed.secret {
            let hash = crypto::token::hash_secret(secret);
            applications::insert_secret(&mut change, (row.org, row.id), (self.id(now), hash.as_bytes()), now, None);
        }
        self.write(change).await?;
        Ok(row.id)
    }

    async fn sow_user(
        &self,
        (org, policy): (Id<Org>, &Policy),
        seed: &SeedUser,
        apps: &HashMap<String, (Id<Org>, Id<App>)>,
        now: Time,
    ) -> Result<()> {
        let id: Id<User> = self.id(now);
        let row = UserRow {
            org,
            id,
            subject: seed.subject.clone().unwrap_or_else(|| id.to_string()),
            state: "active".to_owned(),
            epoch: 1,
            profile: json(&seed.profile)?,
            facts: json(&Facts { joined_by: JoinedBy::Import, accepted: accepted(policy, now), ..Facts::default() })?,
            created_at: now,
            last_sign_in_at: None,
        };
        let credentials = self.sow_credentials((org, id), seed, now).await?;
        let mut change = Change::new();
        users::insert(&mut change, &row);
        let typed = [(&seed.email, "email", users::INSTANCE_SCOPE), (&seed.user_name, "user_name", *org.as_bytes())];
        for (typed, kind, scope) in typed {
            let Some(typed) = typed else { continue };
            let key = Key::typed(typed).map_err(|_| Error::Corrupt("a seed's identifier"))?;
            let verified_at = (kind == "email").then_some(now);
            let identifier = IdentifierRow {
                kind: kind.to_owned(),
                key: key.as_str().to_owned(),
                shown: typed.clone(),
                verified_at,
            };
            users::insert_identifier(&mut change, &scope, (org, id), &identifier);
            users::insert_word(&mut change, (org, id), key.as_str());
        }
        for role in &seed.roles {
            users::grant_role(&mut change, (org, id), role, now);
        }
        for credential in &credentials {
            credentials::insert(&mut change, (org, id), credential);
        }
        for client_id in &seed.assigned {
            let (_, app) = apps.get(client_id).ok_or(Error::Corrupt("a seed that assigns an unknown application"))?;
            applications::assign_to_user(&mut change, org, *app, id, now);
        }
        self.write(change).await
    }

    async fn sow_credentials(
        &self,
        (org, user): (Id<Org>, Id<User>),
        seed: &SeedUser,
        now: Time,
    ) -> Result<Vec<CredentialRow>> {
        let mut rows = Vec::new();
        if let Some(password) = &seed.password {
            let hash = match password {
                SeedPassword::Hash(hash) => hash.clone(),
                SeedPassword::Plain(plain) => {
                    let password = Password::new(plain).map_err(|_| Error::Corrupt("a seed's password"))?;
                    self.hasher.permit().await?.hash(&*self.entropy, &password).await.as_str().to_owned()
                }
            };
            let data = json(&PasswordData { changed_at: now, must_change: false, brought: None })?;
            rows.push(self.credential("password", hash.into_bytes(), data, now));
        }
        if let Some(secret) = &seed.totp {
            let mut row = self.credential("totp", Vec::new(), "{}".to_owned(), now);
            row.secret = self.sealer.seal(&*self.entropy, totp_place(&row_key(org, user, row.id)), secret);
            rows.push(row);
        }
        Ok(rows)
    }

    pub(crate) fn credential(&self, kind: &str, secret: Vec<u8>, data: String, now: Time) -> CredentialRow {
        let counter = match (kind, str::from_utf8(&secret)) {
            ("password", Ok(hash)) => millis(hash),
            _ => 0,
        };
        CredentialRow {
            id: self.id(now),
            kind: kind.to_owned(),
            label: String::new(),
            secret,
            counter,
            data,
            created_at: now,
            confirmed_at: Some(now),
            last_used_at: None,
            expires_at: None,
        }
    }
}

/// People who are there from the beginning have accepted today's notice when they came.
fn accepted(policy: &Policy, now: Time) -> Option<Accepted> {
    policy.notice.as_ref().map(|notice| Accepted {
        text: notice.text.clone(),
        version: notice.version.clone(),
        at: now,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Corrupt("something to be stored as JSON"))
}
