//! What an application was given, as stored, with everything that decides whether it still holds.

use model::{Id, Time, id, sign_in::SessionFacts};
use oidc::{Client, Scopes, authorize::Valid, userinfo};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{
    Change, Json, Read,
    grants::{self, GrantRow, RefreshTokenRow},
};

use crate::{
    Caller, Doorward, Error, Organisation, Result,
    applications::access,
    events::{self, EventKind, EventSubject},
};

/// Scope and claim of the groups that a user is in.
const GROUPS: &str = "groups";

/// What a grant remembers of its request and of how the person signed in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GrantRequest {
    pub(crate) request: Valid,
    pub(crate) auth_time: Time,
    pub(crate) acr: String,
    pub(crate) amr: Vec<String>,
}

/// Why a grant holds no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Something that it hangs off was ended.
    Revoked,
    /// Its session is over by the policy of today, which may be another one tomorrow.
    Session,
    /// The user may not open the application, which they may be given again.
    Access,
}

impl Ended {
    const fn reason(self) -> &'static str {
        match self {
            Self::Revoked => "the authorization, the session or the user that it came of has ended",
            Self::Session => "the session that it came of is over",
            Self::Access => "the user may no longer open the application",
        }
    }
}

/// What decides whether the session of a grant goes on.
fn session(row: &GrantRow<Json<GrantRequest>>) -> SessionFacts {
    SessionFacts {
        user: row.user,
        proofs: Vec::new(),
        created_at: row.session_created_at,
        seen_at: row.session_seen_at,
        remembered: row.session_remembered,
        postponed_at: None,
    }
}

/// An authorization that an application was given.
pub(crate) struct Grant {
    pub(crate) row: GrantRow<Json<GrantRequest>>,
    /// Why it holds no more (OAU-17).
    ended: Option<Ended>,
}

impl Grant {
    /// The grant whose code has this hash.
    pub(crate) async fn by_code(doorward: &Doorward, hash: &[u8; 32], caller: &Caller) -> Result<Option<Self>> {
        let mut read = doorward.store.read().await?;
        match grants::by_code(&mut read, hash, caller.now).await? {
            Some(row) => Self::of(doorward, &mut read, row, caller.now).await.map(Some),
            None => Ok(None),
        }
    }

    /// The grant with this identifier.
    pub(crate) async fn by_id(
        doorward: &Doorward,
        read: &mut Read,
        id: Id<id::Grant>,
        caller: &Caller,
    ) -> Result<Option<Self>> {
        match grants::by_id(read, id, caller.now).await? {
            Some(row) => Self::of(doorward, read, row, caller.now).await.map(Some),
            None => Ok(None),
        }
    }

    /// The refresh token with this hash, and the grant that it descends from.
    pub(crate) async fn by_refresh_token(
        doorward: &Doorward,
        hash: &[u8; 32],
        caller: &Caller,
    ) -> Result<Option<(RefreshTokenRow, Self)>> {
        let mut read = doorward.store.read().await?;
        match grants::by_refresh_token(&mut read, hash, caller.now).await? {
            Some((token, row)) => Ok(Some((token, Self::of(doorward, &mut read, row, caller.now).await?))),
            None => Ok(None),
        }
    }

    async fn of(doorward: &Doorward, read: &mut Read, row: GrantRow<Json<GrantRequest>>, now: Time) -> Result<Self> {
        let home = Organisation::by_id(doorward, read, row.org).await?;
        let application = doorward.application(&row.request.request.client_id).await?;
        let access = access::access_from_row(doorward, read, row.org, application.as_deref(), Some(row.access)).await?;
        let ended = match () {
            () if !row.stands => Some(Ended::Revoked),
            () if !row.offline && !session(&row).is_alive(&home.policy, now) => Some(Ended::Session),
            () if !access.granted() => Some(Ended::Access),
            () => None,
        };
        Ok(Self { row, ended })
    }

    /// Whether nothing that it hangs off has ended.
    pub(crate) fn is_active(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether it was ended for good.
    pub(crate) fn is_revoked(&self) -> bool {
        self.ended == Some(Ended::Revoked)
    }

    /// Why it does not hold just now, where nobody has ended it.
    pub(crate) fn lapsed(&self) -> Option<&'static str> {
        self.ended.filter(|ended| *ended != Ended::Revoked).map(Ended::reason)
    }

    /// The grant, or why it holds no more, for operators.
    pub(crate) fn unless_ended(grant: Option<Self>) -> std::result::Result<Self, &'static str> {
        let grant = grant.ok_or("the authorization that it came of is gone")?;
        match grant.ended {
            Some(why) => Err(why.reason()),
            None => Ok(grant),
        }
    }

    /// The application that it was given to, as the protocol names it.
    pub(crate) fn client_id(&self) -> &str {
        &self.row.request.request.client_id
    }

    /// Records what the application does with it, on behalf of its user.
    pub(crate) fn record(&self, doorward: &Doorward, change: &mut Change, caller: &Caller, kind: EventKind) {
        let row = &self.row;
        let concerning = EventSubject { org: Some(row.org), user: Some(row.user), app: Some(row.app) };
        let (by, data) = (caller.application(row.app, row.user), serde_json::json!({ "grant": row.id }));
        events::record(doorward, change, &by, kind, concerning, &data);
    }

    /// The claims that userinfo answers with for a token of this scope.
    pub(crate) async fn userinfo(&self, doorward: &Doorward, scope: &Scopes) -> Result<Map<String, Value>> {
        let asked = &self.row.request.request.claims;
        let known = self.known_claims(doorward, scope.contains(GROUPS) || asked.userinfo.contains_key(GROUPS)).await?;
        Ok(userinfo::claims(&self.row.subject, scope, asked, &known))
    }

    /// The claims that an ID token of this scope carries: those that were asked for there, and those that the application
    /// always wants.
    pub(crate) async fn id_token_claims(
        &self,
        doorward: &Doorward,
        client: &Client,
        scope: &Scopes,
    ) -> Result<Map<String, Value>> {
        let asked = &self.row.request.request.claims;
        let always = &client.id_token_claims;
        if asked.id_token.is_empty() && always.is_empty() {
            return Ok(Map::new());
        }
        let groups = asked.id_token.contains_key(GROUPS) || always.iter().any(|claim| claim == GROUPS);
        let known = self.known_claims(doorward, groups).await?;
        Ok(userinfo::id_token_claims(asked, always, scope, &known))
    }

    /// All standard claims that are known of the user, for the protocol to choose from; their groups only where wanted.
    async fn known_claims(&self, doorward: &Doorward, groups: bool) -> Result<Map<String, Value>> {
        const CORRUPT: Error = Error::Corrupt("a user's profile");
        let profile = self.row.profile.read().map_err(|_| CORRUPT)?;
        let claims = model::release::claims(&profile, model::release::Scope::ALL.map(model::release::Scope::as_str));
        let named = claims.into_iter().map(|(name, value)| Ok((name.to_owned(), serde_json::to_value(value)?)));
        let mut known: Map<String, Value> =
            named.collect::<std::result::Result<_, serde_json::Error>>().map_err(|_| CORRUPT)?;
        if groups {
            let mut read = doorward.store.read().await?;
            let groups = store::groups::of_user(&mut read, self.row.org, self.row.user).await?;
            let names: Vec<String> = groups.into_iter().map(|(_, name)| name).collect();
            known.insert(GROUPS.to_owned(), names.into());
        }
        Ok(known)
    }
}
