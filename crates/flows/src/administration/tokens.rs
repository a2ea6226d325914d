//! Tokens for the API: minted here or given, kept as hashes, each with permissions in one organisation.

use crypto::{Token, token::hash_secret};
use model::{
    Id, Span, Time,
    id::ApiToken,
    permission::{Authority, Denied, Permission},
};
use serde_json::json;
use store::{
    Change, Outcome,
    api_tokens::{self, ApiTokenRow},
};

use crate::{
    Caller, Doorward, Error, Granted, Principal, Result,
    events::{self, EventKind, EventSubject},
    granted::ManageApiTokens,
    new_id, refusals,
};

/// What a token may be allowed.
pub const PERMISSIONS: [Permission; 1] = [Permission::UsersRead];

/// The least length of a token that was made elsewhere. It is kept as a plain hash, which protects random text only.
pub const SECRET_LENGTH: usize = 32;

/// Longer than any token: not looked at.
const LONGEST: usize = 512;

/// What tokens that are minted here begin with, so that scanners of source code recognise one that got there.
const PREFIX: &str = "dwt_";

/// How long a use goes unnoted.
const NOTED_EVERY: Span = Span::hours(1);

/// A token in a list, without its text.
#[derive(Debug, Clone)]
pub struct ApiTokenEntry {
    /// The identifier.
    pub id: Id<ApiToken>,
    /// What the organisation calls it.
    pub name: String,
    /// What it may do.
    pub permissions: Vec<String>,
    /// When it was made.
    pub created_at: Time,
    /// When it ends.
    pub expires_at: Option<Time>,
    /// When it was last used, to about an hour.
    pub last_used_at: Option<Time>,
}

/// A token that is to be minted.
#[derive(Debug, Clone, Copy)]
pub struct NewApiToken<'a> {
    /// What the organisation calls it.
    pub name: &'a str,
    /// What it may do, of [`PERMISSIONS`].
    pub permissions: &'a [Permission],
    /// When it ends by itself.
    pub expires_at: Option<Time>,
}

/// Why no token was minted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MintRefusal {
    /// Nobody gives a token a permission that they lack (ADM-04).
    Denied(Denied),
    /// No token has this permission.
    NotForTokens(Permission),
    /// The organisation has a token of that name.
    NameTaken,
}

/// Why a token gives no access at all (RFC 6750 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAccess {
    /// There is none, or the header is no bearer token's.
    Missing,
    /// Not one of ours, longer than any of ours, ended, or of an organisation that is shut.
    Invalid,
}

impl Doorward {
    /// Mints a token and answers its text, this once.
    pub async fn mint_api_token(
        &self,
        granted: &Granted<ManageApiTokens>,
        new: &NewApiToken<'_>,
    ) -> Result<std::result::Result<String, MintRefusal>> {
        let permissions = new.permissions.iter().copied();
        if let Err(denied) = granted.also(Permission::ApiTokensManage, permissions.clone().collect()) {
            return Ok(Err(MintRefusal::Denied(denied)));
        }
        if let Some(other) = permissions.clone().find(|permission| !PERMISSIONS.contains(permission)) {
            return Ok(Err(MintRefusal::NotForTokens(other)));
        }
        let (org, now) = (granted.on(), granted.by().now);
        let text = format!("{PREFIX}{}", Token::mint(&*self.entropy).expose());
        let row = ApiTokenRow {
            org,
            id: new_id(self, now),
            name: new.name.to_owned(),
            hash: *hash_secret(&text).as_bytes(),
            permissions: permissions.collect(),
            created_at: now,
            expires_at: new.expires_at,
            last_used_at: None,
        };
        let mut change = Change::new();
        api_tokens::insert(&mut change, &row);
        record_token(self, &mut change, granted, EventKind::ApiTokenCreated, new.name);
        match self.store.write(change).await? {
            Outcome::Done => Ok(Ok(text)),
            Outcome::Refused(_) => Ok(Err(MintRefusal::NameTaken)),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    /// The organisation's tokens whose names come after this one, in their order.
    pub async fn list_api_tokens(
        &self,
        granted: &Granted<ManageApiTokens>,
        after: &str,
        limit: usize,
    ) -> Result<Vec<ApiTokenEntry>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = api_tokens::page(&mut self.store.read().await?, granted.on(), after, limit).await?;
        let entries = rows.into_iter().map(|row| ApiTokenEntry {
            id: row.id,
            name: row.name,
            permissions: row.permissions.words().map(str::to_owned).collect(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        });
        Ok(entries.collect())
    }

    /// Ends a token at once. Whether there was one of that name.
    pub async fn revoke_api_token(&self, granted: &Granted<ManageApiTokens>, name: &str) -> Result<bool> {
        let org = granted.on();
        let row = api_tokens::by_name(&mut self.store.read().await?, org, name).await?;
        let Some(row) = row else { return Ok(false) };
        let mut change = Change::new();
        api_tokens::delete(&mut change, org, row.id);
        record_token(self, &mut change, granted, EventKind::ApiTokenRevoked, name);
        match self.store.write(change).await? {
            Outcome::Done => Ok(true),
            Outcome::Refused(_) => Ok(false),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    /// Who a request to the API comes from, by its `Authorization` header. The token is read from the database each time, so
    /// that revoking holds at once.
    pub async fn bearer(
        &self,
        authorization: Option<&[u8]>,
        caller: &Caller,
    ) -> Result<std::result::Result<Principal, NoAccess>> {
        let now = caller.now;
        let refused = |why: NoAccess, reason: &str| {
            refusals::log(caller.request, refusals::API, None, reason);
            Ok(Err(why))
        };
        let Some(text) = authorization.and_then(bearer_text) else {
            return refused(NoAccess::Missing, "there is no bearer token in the Authorization header");
        };
        if text.len() > LONGEST || text.contains(' ') {
            return refused(NoAccess::Invalid, "it is longer than any token, or more than one");
        }
        let row = api_tokens::by_hash(&mut self.store.read().await?, hash_secret(text).as_bytes()).await?;
        let Some((row, org_is_active)) = row else {
            return refused(NoAccess::Invalid, "there is no such token, or no longer");
        };
        if let Some(reason) = ended(&row, org_is_active, now) {
            refusals::record_refused_token(self, &caller.api_token(row.id), row.org, reason).await?;
            return refused(NoAccess::Invalid, reason);
        }
        if row.last_used_at.is_none_or(|used| now.since(used) >= NOTED_EVERY) {
            let mut change = Change::new();
            api_tokens::used(&mut change, row.org, row.id, now);
            // Lost, it is noted with the next request.
            let _ = self.store.write(change).await?;
        }
        let permissions = row.permissions.known().collect();
        let authority = Authority { org: Some(row.org), permissions };
        Ok(Ok(Principal::new(caller.api_token(row.id), authority)))
    }
}

fn record_token(
    doorward: &Doorward,
    change: &mut Change,
    granted: &Granted<ManageApiTokens>,
    kind: EventKind,
    name: &str,
) {
    events::record(doorward, change, granted.by(), kind, EventSubject::org(granted.on()), &json!({ "name": name }));
}

/// Why a token is good no more, for operators.
fn ended(row: &ApiTokenRow, org_is_active: bool, now: Time) -> Option<&'static str> {
    if !org_is_active {
        return Some("the token's organisation is disabled");
    }
    row.expires_at.filter(|expires_at| *expires_at <= now).map(|_| "the token has ended")
}

/// RFC 6750 §2.1; the scheme in any case (RFC 9110 §11.1).
fn bearer_text(header: &[u8]) -> Option<&str> {
    let (scheme, text) = str::from_utf8(header).ok()?.split_once(' ')?;
    let text = text.trim_matches(' ');
    (scheme.eq_ignore_ascii_case("bearer") && !text.is_empty()).then_some(text)
}
