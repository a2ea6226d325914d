//! Tokens for the API: minted here or given, kept as hashes, each with permissions in one organisation.

use crypto::{Token, token::hash_secret};
use model::{
    Id, Span, Time,
    id::{ApiToken, Org},
};
use serde::Serialize;
use serde_json::json;
use store::{
    Change, Outcome,
    api_tokens::{self, ApiTokenRow},
};

use super::shown;
use crate::{
    Doorward, Error, Result,
    events::{Concerning, Kind},
};

/// What a token may be allowed.
pub const PERMISSIONS: [&str; 1] = ["users:read"];

/// The least length of a token that was made elsewhere. It is kept as a plain hash, which protects random text only.
pub const SECRET_LENGTH: usize = 32;

/// Longer than any token: not looked at.
const LONGEST: usize = 512;

/// What tokens that are minted here begin with, so that scanners of source code recognise one that got there.
const PREFIX: &str = "dwt_";

/// How long a use goes unnoted.
const NOTED_EVERY: Span = Span::hours(1);

/// A token in a list, without its text.
#[derive(Debug, Clone, Serialize)]
pub struct ApiTokenEntry {
    /// The identifier.
    pub id: String,
    /// What the organisation calls it.
    pub name: String,
    /// What it may do.
    pub permissions: Vec<String>,
    /// When it was made (RFC 3339).
    pub created_at: String,
    /// When it ends.
    pub expires_at: Option<String>,
    /// When it was last used, to about an hour.
    pub last_used_at: Option<String>,
}

/// Whoever shows a good token: what it may see.
#[derive(Debug, Clone, Copy)]
pub struct Bearer {
    /// The one organisation.
    pub org: Id<Org>,
    /// The token.
    pub token: Id<ApiToken>,
}

/// Why a token gives no access (RFC 6750 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAccess {
    /// There is none, or the header is no bearer token's.
    Missing,
    /// Not one of ours, ended, or of an organisation that is shut.
    Invalid,
    /// Good, but not for this.
    Permission,
}

impl Doorward {
    /// Mints a token and answers its text, this once. None when the organisation has one of that name.
    pub async fn mint_api_token(
        &self,
        org: Id<Org>,
        (name, permissions): (&str, &[String]),
        expires_at: Option<Time>,
        now: Time,
    ) -> Result<Option<String>> {
        let text = format!("{PREFIX}{}", Token::mint(&*self.entropy).expose());
        let mut permissions = permissions.to_vec();
        permissions.sort_unstable();
        permissions.dedup();
        let row = ApiTokenRow {
            org,
            id: self.id(now),
            name: name.to_owned(),
            hash: *hash_secret(&text).as_bytes(),
            permissions: permissions.join(" "),
            created_at: now,
            expires_at,
            last_used_at: None,
        };
        let mut change = Change::new();
        api_tokens::insert(&mut change, &row);
        self.record_token(&mut change, org, Kind::ApiTokenCreated, name, now);
        match self.store.write(change).await? {
            Outcome::Done => Ok(Some(text)),
            Outcome::Refused(_) => Ok(None),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    /// The organisation's tokens whose names come after this one, in their order.
    pub async fn list_api_tokens(&self, org: Id<Org>, after: &str, limit: usize) -> Result<Vec<ApiTokenEntry>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = api_tokens::page(&mut self.store.read().await?, org, after, limit).await?;
        let entries = rows.into_iter().map(|row| ApiTokenEntry {
            id: row.id.to_string(),
            name: row.name,
            permissions: row.permissions.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            created_at: shown(row.created_at),
            expires_at: row.expires_at.map(shown),
            last_used_at: row.last_used_at.map(shown),
        });
        Ok(entries.collect())
    }

    /// Ends a token at once. Whether there was one of that name.
    pub async fn revoke_api_token(&self, org: Id<Org>, name: &str, now: Time) -> Result<bool> {
        let row = api_tokens::by_name(&mut self.store.read().await?, org, name).await?;
        let Some(row) = row else { return Ok(false) };
        let mut change = Change::new();
        api_tokens::delete(&mut change, org, row.id);
        self.record_token(&mut change, org, Kind::ApiTokenRevoked, name, now);
        match self.store.write(change).await? {
            Outcome::Done => Ok(true),
            Outcome::Refused(_) => Ok(false),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    fn record_token(&self, change: &mut Change, org: Id<Org>, kind: Kind, name: &str, now: Time) {
        self.record(change, &self.operator(now), kind, Concerning::org(org), &json!({ "name": name }));
    }

    /// Judges the `Authorization` header of a request to the API that needs this permission. A good token is read from the
    /// database each time, so that revoking holds at once.
    pub async fn bearer(
        &self,
        authorization: Option<&[u8]>,
        permission: &str,
        now: Time,
    ) -> Result<std::result::Result<Bearer, NoAccess>> {
        let Some(text) = authorization.and_then(bearer_text) else { return Ok(Err(NoAccess::Missing)) };
        let row = api_tokens::by_hash(&mut self.store.read().await?, hash_secret(text).as_bytes()).await?;
        let Some(row) = row.filter(|row| row.expires_at.is_none_or(|expires_at| now < expires_at)) else {
            return Ok(Err(NoAccess::Invalid));
        };
        if !row.permissions.split(' ').any(|granted| granted == permission) {
            return Ok(Err(NoAccess::Permission));
        }
        if row.last_used_at.is_none_or(|used| now.since(used) >= NOTED_EVERY) {
            let mut change = Change::new();
            api_tokens::used(&mut change, row.org, row.id, now);
            // Lost, it is noted with the next request.
            let _ = self.store.write(change).await?;
        }
        Ok(Ok(Bearer { org: row.org, token: row.id }))
    }
}

/// RFC 6750 §2.1; the scheme in any case (RFC 9110 §11.1).
fn bearer_text(header: &[u8]) -> Option<&str> {
    let (scheme, text) = str::from_utf8(header).ok()?.split_once(' ')?;
    let text = text.trim_matches(' ');
    (scheme.eq_ignore_ascii_case("bearer") && (1..=LONGEST).contains(&text.len()) && !text.contains(' '))
        .then_some(text)
}
