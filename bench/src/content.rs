//! What the server is measured with: one organisation, its people, and two applications for each algorithm.

use std::{path::Path, sync::Arc};

use crypto::{
    entropy::{self, Entropy, System},
    password::{Cost, Hasher, Password, Places},
    seal::{Sealer, SealingKey},
    totp,
};
use flows::{
    Doorward, Instance,
    administration::tokens::NewApiToken,
    apply::{
        Options as ApplyOptions,
        written::{self, Application, Document, Organisation, Subscription, User},
    },
};
use jose::Algorithm;
use model::{Branding, Id, Permission, Policy, Span, Time, id::App, release::Profile};
use oidc::{Issuer, client::DEFAULT_SCOPE};
use serde_json::json;
use store::{
    Change, Json, Location, Options, Outcome, Store, StoreError,
    applications::{self, AccessRow},
    credentials::{self, CredentialRow},
    grants::{self, GrantRow},
    sessions::{self, SessionRow},
    users::{self, IdentifierKind, IdentifierRow, UserRow},
};

/// Everybody's password. It keeps every rule, so nobody is asked for another.
pub(crate) const PASSWORD: &str = "plum orchards at midnight";
/// Every application's secret.
pub(crate) const SECRET: &str = "MzIgcmFuZG9tIGJ5dGVzIGluIGJhc2U2NHVybCBmb3JtLi4";
/// The secret of every authenticator app.
pub(crate) const TOTP: &[u8] = b"twenty secret bytes!";
/// The algorithms that rows are measured with.
pub(crate) const ALGORITHMS: [Algorithm; 2] = [Algorithm::RS256, Algorithm::EdDSA];
/// The organisation's company ID.
pub(crate) const SLUG: &str = "bench";

/// A database and what opens it.
pub(crate) struct Content {
    pub(crate) location: Location,
    pub(crate) key: SealingKey,
    pub(crate) users: u32,
}

/// The address that the user with this number signs in with.
pub(crate) fn email(number: u32) -> String {
    format!("user{number:07}@{SLUG}.example")
}

/// The first of an algorithm's applications, and the second.
pub(crate) fn client_id(algorithm: Algorithm, second: bool) -> String {
    format!("{}-{}", if second { "second" } else { "first" }, algorithm.name().to_ascii_lowercase())
}

/// Where an application is answered.
pub(crate) fn redirect_uri(client_id: &str) -> String {
    format!("https://{client_id}.example/callback")
}

impl Content {
    /// Makes a database with so many users. `with_codes`: every second of them has an authenticator app.
    pub(crate) async fn make(location: Location, issuer: &str, users: u32, with_codes: bool) -> Result<Self, String> {
        let key = SealingKey::generate(&System);
        let content = Self { location, key, users };
        let doorward = content.open(issuer).await?;
        let now = doorward::system_clock()();
        let document = document(users, with_codes).await?.read();
        let (leave, options) = (doorward.operator(now).granted(()), ApplyOptions { dry_run: false, progress: &|_| {} });
        let applied = Box::pin(doorward.apply(&leave, &document, &options)).await.map_err(|error| error.to_string())?;
        applied.map_err(|problems| format!("{problems:?}"))?;
        Ok(content)
    }

    /// The flows on this database, in this process: for what no endpoint does.
    pub(crate) async fn open(&self, issuer: &str) -> Result<Doorward, String> {
        let now = doorward::system_clock()();
        let store = self.store().await?;
        store.migrate(now).await.map_err(|error| error.to_string())?;
        let instance = Instance {
            issuer: Issuer::parse(issuer).map_err(|error| error.to_string())?,
            name: "Doorward".to_owned(),
            branding: Branding::default(),
            policy: Policy::default(),
            breached: None,
            passkey_models: None,
            mail: None,
            egress: egress::Client::new(egress::Rules::default()),
            external: passthrough::Rules::default(),
            text_messages: None,
        };
        let (sealer, hasher) = (Sealer::new(&self.key, &[]), Hasher::new(Cost::default(), Places::default()));
        let doorward = Doorward::new(instance, store, sealer, hasher, Arc::new(System));
        doorward.ensure_keys(now).await.map_err(|error| error.to_string())?;
        Ok(doorward)
    }

    /// Adds users until there are so many, each like the first one. Straight into the database, a thousand at once.
    pub(crate) async fn grow(&mut self, users: u32) -> Result<(), String> {
        let store = self.store().await?;
        let first = First::read(&store).await.map_err(|error| error.to_string())?;
        let first = first.ok_or("there is no first user")?;
        let mut writing = tokio::task::JoinSet::new();
        for from in (self.users..users).step_by(BATCH as usize) {
            if writing.len() >= WRITING
                && let Some(written) = writing.join_next().await
            {
                done(written)?;
            }
            let mut change = Change::new();
            for number in from..users.min(from + BATCH) {
                first.again(&mut change, number);
            }
            let store = store.clone();
            writing.spawn(async move { store.write(change).await });
        }
        while let Some(written) = writing.join_next().await {
            done(written)?;
        }
        store.close().await;
        self.users = self.users.max(users);
        Ok(())
    }

    /// Adds sessions of the first user, each with an application that was opened in it and has a refresh token.
    pub(crate) async fn crowd(&self, sessions: u32) -> Result<(), String> {
        let store = self.store().await?;
        let mut read = store.read().await.map_err(|error| error.to_string())?;
        let first = First::read(&store).await.map_err(|error| error.to_string())?;
        let first = first.ok_or("there is no first user")?;
        let application = client_id(Algorithm::RS256, false);
        let application =
            applications::by_client_id::<()>(&mut read, &application).await.map_err(|error| error.to_string())?;
        let app = application.ok_or("there is no application")?.id;
        drop(read);
        let now = doorward::system_clock()();
        let mut writing = tokio::task::JoinSet::new();
        for from in (0..sessions).step_by(BATCH as usize) {
            if writing.len() >= WRITING
                && let Some(written) = writing.join_next().await
            {
                done(written)?;
            }
            let mut change = Change::new();
            for _ in from..sessions.min(from + BATCH) {
                first.session(&mut change, app, now);
            }
            let store = store.clone();
            writing.spawn(async move { store.write(change).await });
        }
        while let Some(written) = writing.join_next().await {
            done(written)?;
        }
        store.close().await;
        Ok(())
    }

    /// A token for the API that may read the organisation's users.
    pub(crate) async fn api_token(&self, issuer: &str) -> Result<String, String> {
        let doorward = self.open(issuer).await?;
        let first = First::read(&self.store().await?).await.map_err(|error| error.to_string())?;
        let org = first.ok_or("there is no first user")?.user.org;
        let leave = doorward.operator(doorward::system_clock()()).granted(org);
        let new = NewApiToken { name: "bench", permissions: &[Permission::UsersRead], expires_at: None };
        let minted = doorward.mint_api_token(&leave, &new).await;
        doorward.close().await;
        let minted = minted.map_err(|error| error.to_string())?.ok();
        minted.ok_or_else(|| "there is a token of that name".to_owned())
    }

    /// The database itself.
    pub(crate) async fn store(&self) -> Result<Store, String> {
        Store::open(&self.location, Options::default()).await.map_err(|error| error.to_string())
    }
}

/// Users in one change.
const BATCH: u32 = 200;
/// Changes under way.
const WRITING: usize = 16;

type Written = Result<Result<Outcome, StoreError>, tokio::task::JoinError>;

fn done(written: Written) -> Result<(), String> {
    match written {
        Ok(Ok(Outcome::Done)) => Ok(()),
        other => Err(format!("new users came to {other:?}")),
    }
}

/// The first user, of whom the others are copies.
struct First {
    user: UserRow,
    credentials: Vec<CredentialRow>,
}

impl First {
    async fn read(store: &Store) -> Result<Option<Self>, StoreError> {
        let mut read = store.read().await?;
        let Some(user) = users::by_identifier(&mut read, &users::INSTANCE_SCOPE, &email(0)).await? else {
            return Ok(None);
        };
        let credentials = credentials::of_user(&mut read, user.org, user.id).await?;
        Ok(Some(Self { user, credentials }))
    }

    fn session(&self, change: &mut Change, app: Id<App>, now: Time) {
        let ends_at = now + Span::days(1);
        let session = SessionRow {
            org: self.user.org,
            user: self.user.id,
            id: Id::new(now, random()),
            proofs: Json::default(),
            remembered: false,
            agent: "Chromium on Linux".to_owned(),
            address: "192.0.2.1".to_owned(),
            created_at: now,
            seen_at: now,
            idle_ends_at: ends_at,
            ends_at,
            rotated_at: now,
            postponed_at: None,
            by_previous: false,
            owner: self.user.clone(),
        };
        sessions::insert(change, &session, &random(), self.user.epoch);
        let app_session = Id::new(now, random());
        sessions::open_app_session(change, &session, app, app_session, now);
        let grant = GrantRow {
            org: session.org,
            id: Id::new(now, random()),
            app_session,
            session: session.id,
            session_created_at: now,
            session_seen_at: now,
            session_remembered: false,
            app,
            user: session.user,
            request: Json::<()>::default(),
            code_expires_at: ends_at,
            used_at: None,
            created_at: now,
            ends_at,
            offline: false,
            stands: true,
            subject: String::new(),
            profile: Json::default(),
            access: AccessRow::default(),
        };
        grants::insert(change, &grant, &random());
        grants::insert_refresh_token(change, (grant.org, grant.id), &random(), "openid", now, ends_at);
    }

    fn again(&self, change: &mut Change, number: u32) {
        let now = self.user.created_at;
        let id = Id::new(now, random());
        let key = (self.user.org, id);
        let name = format!("number{number}");
        let mut profile = Profile::clone(&self.user.profile);
        profile.email = Some(email(number));
        profile.name = profile.name.map(|known| known.replace("Number0", &name));
        profile.family_name = profile.family_name.map(|known| known.replace("Number0", &name));
        let profile = Json::new(profile);
        users::insert(change, &UserRow { id, subject: id.to_string(), profile, ..self.user.clone() });
        let address = email(number);
        let identifier = IdentifierRow {
            kind: IdentifierKind::Email.into(),
            key: address.clone(),
            shown: address.clone(),
            verified_at: Some(now),
        };
        users::insert_identifier(change, &users::INSTANCE_SCOPE, key, &identifier);
        for word in [address.as_str(), "robin", &name] {
            users::insert_word(change, key, word);
        }
        for credential in &self.credentials {
            credentials::insert(change, key, &CredentialRow { id: Id::new(now, random()), ..credential.clone() });
        }
    }
}

fn random<const N: usize>() -> [u8; N] {
    entropy::bytes(&System as &dyn Entropy)
}

/// Whether the user with this number has an authenticator app, where people have them at all.
pub(crate) const fn has_app(number: u32) -> bool {
    number % 2 == 1
}

/// Where the SQLite database is in this folder.
pub(crate) fn sqlite(folder: &Path, name: &str) -> Location {
    Location::Sqlite(folder.join(format!("{name}.db")))
}

/// A scope that applications ask for themselves; it speaks of no user.
pub(crate) const OWN_SCOPE: &str = "orders";

async fn document(users: u32, with_codes: bool) -> Result<Document, String> {
    let hash = hash(&System).await?;
    let app = totp::Secret::from_bytes(TOTP).ok_or("the authenticator apps' secret is too short")?;
    let user = |number| User {
        email: Some(email(number)),
        password: Some(written::Password::Hash(hash.clone())),
        totp: (with_codes && has_app(number)).then(|| app.clone()),
        profile: Profile {
            email: Some(email(number)),
            email_verified: true,
            given_name: Some("Robin".to_owned()),
            family_name: Some(format!("Number{number}")),
            ..Profile::default()
        },
        ..User::default()
    };
    let organisation = Organisation {
        slug: SLUG.to_owned(),
        name: Some("Bench".to_owned()),
        domains: vec![format!("{SLUG}.example")],
        users: (0..users).map(user).collect(),
        ..Organisation::default()
    };
    let applications = ALGORITHMS.into_iter().flat_map(|algorithm| [(algorithm, false), (algorithm, true)]);
    let applications = applications.map(|(algorithm, second)| application(algorithm, second));
    Ok(Document::new(vec![organisation], applications.collect()))
}

/// [`PASSWORD`], hashed once for everybody at the cost of new hashes.
pub(crate) async fn hash(entropy: &dyn Entropy) -> Result<String, String> {
    let hasher = Hasher::new(Cost::default(), Places::default());
    let permit = hasher.permit().await.map_err(|busy| busy.to_string())?;
    let password = Password::new(PASSWORD).map_err(|_| "the password is too long".to_owned())?;
    Ok(permit.hash(entropy, &password).await.as_str().to_owned())
}

fn application(algorithm: Algorithm, second: bool) -> Application {
    let client_id = client_id(algorithm, second);
    let metadata = [
        ("redirect_uris", json!([redirect_uri(&client_id)])),
        ("grant_types", json!(["authorization_code", "refresh_token", "client_credentials"])),
        ("token_endpoint_auth_method", json!("client_secret_post")),
        ("id_token_signed_response_alg", json!(algorithm.name())),
        ("scope", json!(format!("{DEFAULT_SCOPE} {OWN_SCOPE}"))),
    ];
    Application {
        metadata: metadata.map(|(key, value)| (key.to_owned(), value)).into_iter().collect(),
        name: Some(client_id.clone()),
        client_id,
        organisation: SLUG.to_owned(),
        secret: Some(SECRET.to_owned()),
        subscriptions: vec![Subscription::new(SLUG, true)],
        ..Application::default()
    }
}
