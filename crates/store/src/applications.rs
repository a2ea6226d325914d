//! Applications, and who may open them.

use model::{
    Availability, Id, Time,
    id::{App, AppSecret, AppSession, Group, Org, Session, User},
};

use crate::{Change, FromColumn, FromRow, Guard, Json, Read, Row, StoreError, Word, Words, params, statements};

statements! {
    BY_CLIENT_ID = "select org, id, client_id, name, state, settings, version from applications where client_id = $1";
    BY_ID = "select org, id, client_id, name, state, settings, version from applications where org = $1 and id = $2";
    CLIENT_ID = "select client_id from applications where id = $1";
    STANDING = "select p.epoch + o.epoch, o.state from applications p join organisations o on o.id = p.org where p.org = $1 and p.id = $2";
    SECRETS = "select hash, expires_at from application_secrets where org = $1 and app = $2";
    INSERT = "insert into applications (org, id, client_id, name, state, settings, epoch, version, created_at) \
        values ($1, $2, $3, $4, 'active', $5, 1, 1, $6) on conflict do nothing";
    INSERT_SECRET = "insert into application_secrets (org, app, id, hash, created_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6)";
    FORGET_SECRETS = "delete from application_secrets where org = $1 and app = $2";
    PAGE = "select org, id, client_id, name, state, settings, version from applications where client_id > $1 \
        order by client_id limit $2";
    CHANGE = "update applications set name = $3, state = $4, settings = $5, \
          epoch = case when state = $4 then epoch else epoch + 1 end, version = version + 1 \
        where org = $1 and id = $2 and version = $6";
    NEXT_VERSION = "update applications set version = version + 1 where org = $1 and id = $2 and version = $3";
    EXPIRE_SECRETS = "update application_secrets set expires_at = $3 where org = $1 and app = $2 \
        and (expires_at is null or expires_at > $3)";
    SUBSCRIPTIONS = "select s.org, o.slug, s.everyone from subscriptions s join organisations o on o.id = s.org \
        where s.app = $1 and s.state = 'active' and s.org > $2 order by s.org limit $3";
    SUBSCRIPTION = "select everyone from subscriptions where org = $1 and app = $2 and state = 'active'";
    SUBSCRIBED_NAME = "select p.name from subscriptions s join applications p on p.org = s.app_org and p.id = s.app \
        where s.org = $1 and s.app = $2 and s.state = 'active' and p.state = 'active'";
    ASSIGNED_TO_USER = "select p.id, p.name from assignments a join subscriptions s on s.org = a.org and s.app = a.app \
        join applications p on p.org = s.app_org and p.id = s.app where a.org = $1 and a.holder = $2 and s.state = 'active' order by a.app limit 500";
    HOLDERS = "select holder, kind from assignments where org = $1 and app = $2 and holder > $3 order by holder limit $4";
    UNASSIGN = "delete from assignments where org = $1 and app = $2 and holder = $3";
    SUBSCRIBE = "insert into subscriptions (org, app, app_org, everyone, state, epoch, created_at) values ($1, $2, $3, $4, 'active', 1, $5) \
        on conflict (org, app) do update set everyone = $4, state = 'active', \
          epoch = case when subscriptions.state = 'active' then subscriptions.epoch else subscriptions.epoch + 1 end";
    ASSIGN = "insert into assignments (org, app, holder, kind, created_at) values ($1, $2, $3, $4, $5) \
        on conflict do nothing";
    ASSIGN_IF_SUBSCRIBED = "insert into assignments (org, app, holder, kind, created_at) select s.org, s.app, $3, $4, $5 \
        from subscriptions s where s.org = $1 and s.app = $2 and s.state = 'active' on conflict do nothing";
    // A user may open an application that is theirs, or their group's, or everyone's in the organisation.
    OPENING = "select s.everyone, \
          exists (select a.holder from assignments a where a.org = s.org and a.app = s.app and a.holder = $3), \
          exists (select m.group_id from group_members m join assignments g on g.org = m.org and g.holder = m.group_id and g.app = s.app \
             where m.org = s.org and m.user_id = $3), \
          (select c.scopes from consents c where c.org = s.org and c.user_id = $3 and c.app = s.app), \
          (select o.id from app_sessions o where o.org = s.org and o.session = $4 and o.app = s.app), \
          (select o.grants from app_sessions o where o.org = s.org and o.session = $4 and o.app = s.app) \
        from subscriptions s where s.org = $1 and s.app = $2 and s.state = 'active'";
    OPENED_BY = "select p.id, p.name, p.settings from subscriptions s join applications p on p.org = s.app_org and p.id = s.app \
        where s.org = $1 and s.state = 'active' and p.state = 'active' and (s.everyone = $3 \
          or exists (select a.holder from assignments a where a.org = s.org and a.app = s.app and a.holder = $2) \
          or exists (select m.group_id from group_members m join assignments g \
               on g.org = m.org and g.holder = m.group_id and g.app = s.app where m.org = s.org and m.user_id = $2)) \
        limit 500";
}

const APPLICATION_UNCHANGED: Guard = Guard("application unchanged");

/// An application as stored, with its settings read as `S`.
#[derive(Debug, Clone)]
pub struct ApplicationRow<S> {
    /// The organisation that owns it.
    pub org: Id<Org>,
    /// Its identifier.
    pub id: Id<App>,
    /// What it calls itself in the protocols.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// Whether it is in use.
    pub state: Word<Availability>,
    /// Its metadata (RFC 7591 §2) and ours.
    pub settings: S,
    /// Grows with each change.
    pub version: i64,
}

impl<S: FromColumn + Send + 'static> FromRow for ApplicationRow<S> {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            id: row.get()?,
            client_id: row.get()?,
            name: row.get()?,
            state: row.get()?,
            settings: row.get()?,
            version: row.get()?,
        })
    }
}

/// What decides whether a user may open an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AccessRow {
    /// All users of the organisation may. A grant then says nothing of the other two, which change nothing.
    pub everyone: bool,
    /// It was given to the user.
    pub assigned: bool,
    /// It was given to a group of the user's.
    pub by_group: bool,
}

impl FromRow for AccessRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { everyone: row.get()?, assigned: row.get()?, by_group: row.get()? })
    }
}

/// The application that calls itself this.
pub async fn by_client_id<S: FromColumn + Send + 'static>(
    read: &mut Read,
    client_id: &str,
) -> Result<Option<ApplicationRow<S>>, StoreError> {
    read.one(&BY_CLIENT_ID, params![client_id]).await
}

/// The organisation's application with this identifier.
pub async fn by_id<S: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    id: Id<App>,
) -> Result<Option<ApplicationRow<S>>, StoreError> {
    read.one(&BY_ID, params![org, id]).await
}

/// What the application with this identifier calls itself.
pub async fn client_id(read: &mut Read, app: Id<App>) -> Result<Option<String>, StoreError> {
    Ok(read.one::<(String,)>(&CLIENT_ID, params![app]).await?.map(|(client_id,)| client_id))
}

/// The epochs of the application and of its organisation, together: what it was given for itself under another sum has ended.
/// And whether its organisation is in use.
pub async fn standing(
    read: &mut Read,
    org: Id<Org>,
    app: Id<App>,
) -> Result<Option<(i64, Word<Availability>)>, StoreError> {
    read.one(&STANDING, params![org, app]).await
}

/// Hashes of the application's secrets, and when each ends.
pub async fn secrets(read: &mut Read, org: Id<Org>, app: Id<App>) -> Result<Vec<([u8; 32], Option<Time>)>, StoreError> {
    read.all(&SECRETS, params![org, app]).await
}

/// A new application. Guard: no other one calls itself so, and no user is known by it.
pub fn insert<S>(change: &mut Change, application: &ApplicationRow<Json<S>>, now: Time) {
    let a = application;
    crate::users::claim_client_id(change, &a.client_id);
    change.guard(
        &INSERT,
        params![a.org, a.id, a.client_id.as_str(), a.name.as_str(), &a.settings, now],
        crate::users::CLIENT_ID_FREE,
    );
    crate::versions::bump(change);
}

/// The applications whose client ids come after this one, in their order.
pub async fn page<S: FromColumn + Send + 'static>(
    read: &mut Read,
    after: &str,
    limit: i64,
) -> Result<Vec<ApplicationRow<S>>, StoreError> {
    read.page(&PAGE, params![after, limit]).await
}

/// Replaces name, state and settings. Another state ends every grant of the application. Guard: nobody changed the application since it was read.
pub fn change<S>(change: &mut Change, application: &ApplicationRow<Json<S>>) {
    let a = application;
    change.guard(
        &CHANGE,
        params![a.org, a.id, a.name.as_str(), &a.state, &a.settings, a.version],
        APPLICATION_UNCHANGED,
    );
    crate::versions::bump(change);
}

/// Notes that something of the application changes that lies in other rows: its secrets. Guard: nobody changed the application
/// since it was read.
pub fn next_version<S>(change: &mut Change, application: &ApplicationRow<S>) {
    let a = application;
    change.guard(&NEXT_VERSION, params![a.org, a.id, a.version], APPLICATION_UNCHANGED);
}

/// The application's present secrets end then, unless they end earlier.
pub fn expire_secrets(change: &mut Change, (org, app): (Id<Org>, Id<App>), at: Time) {
    change.add(&EXPIRE_SECRETS, params![org, app, at]);
    crate::versions::bump(change);
}

/// The organisations after this one that may use the application: identifier, slug, and whether all their users may.
pub async fn subscriptions(
    read: &mut Read,
    app: Id<App>,
    after: Id<Org>,
    limit: i64,
) -> Result<Vec<(Id<Org>, String, bool)>, StoreError> {
    read.page(&SUBSCRIPTIONS, params![app, after, limit]).await
}

/// Whether the organisation may use the application, and if so, whether all of its users may.
pub async fn subscription(read: &mut Read, org: Id<Org>, app: Id<App>) -> Result<Option<bool>, StoreError> {
    Ok(read.one::<(bool,)>(&SUBSCRIPTION, params![org, app]).await?.map(|(everyone,)| everyone))
}

/// What people call an active application, if the organisation subscribes to it.
pub async fn subscribed_name(read: &mut Read, org: Id<Org>, app: Id<App>) -> Result<Option<String>, StoreError> {
    Ok(read.one::<(String,)>(&SUBSCRIBED_NAME, params![org, app]).await?.map(|(name,)| name))
}

/// To what an application can be assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolderKind {
    /// A user.
    User,
    /// A group.
    Group,
}

impl Words for HolderKind {
    const ALL: &'static [Self] = &[Self::User, Self::Group];

    fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
        }
    }
}

/// Those after this one to whom the application is assigned in the organisation: sixteen bytes, and what they are.
pub async fn holders(
    read: &mut Read,
    (org, app): (Id<Org>, Id<App>),
    after: [u8; 16],
    limit: i64,
) -> Result<Vec<([u8; 16], Word<HolderKind>)>, StoreError> {
    read.page(&HOLDERS, params![org, app, &after[..], limit]).await
}

/// The applications that are assigned to the user, by themselves and not by a group, with their names; 500 at most.
pub async fn assigned_to_user(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
) -> Result<Vec<(Id<App>, String)>, StoreError> {
    read.all(&ASSIGNED_TO_USER, params![org, user]).await
}

/// Gives an application to a group of a subscribing organisation.
pub fn assign_to_group(change: &mut Change, org: Id<Org>, app: Id<App>, group: Id<Group>, now: Time) {
    change.add(&ASSIGN, params![org, app, group, HolderKind::Group.word(), now]);
}

/// Takes the application from a user or a group.
pub fn unassign(change: &mut Change, (org, app): (Id<Org>, Id<App>), holder: [u8; 16]) {
    change.add(&UNASSIGN, params![org, app, &holder[..]]);
}

/// A further secret of the application, as a hash.
pub fn insert_secret(
    change: &mut Change,
    (org, app): (Id<Org>, Id<App>),
    (id, hash): (Id<AppSecret>, &[u8; 32]),
    now: Time,
    expires_at: Option<Time>,
) {
    change.add(&INSERT_SECRET, params![org, app, id, &hash[..], now, expires_at]);
    crate::versions::bump(change);
}

/// Removes all of the application's secrets.
pub fn forget_secrets(change: &mut Change, org: Id<Org>, app: Id<App>) {
    change.add(&FORGET_SECRETS, params![org, app]);
    crate::versions::bump(change);
}

/// Lets an organisation use an application: all of its users, or those it is assigned to.
pub fn subscribe(change: &mut Change, org: Id<Org>, application: (Id<Org>, Id<App>), everyone: bool, now: Time) {
    change.add(&SUBSCRIBE, params![org, application.1, application.0, everyone, now]);
}

/// Gives an application to a user of a subscribing organisation.
pub fn assign_to_user(change: &mut Change, org: Id<Org>, app: Id<App>, user: Id<User>, now: Time) {
    change.add(&ASSIGN, params![org, app, user, HolderKind::User.word(), now]);
}

/// The same, if the organisation subscribes to it at that moment.
pub fn assign_if_subscribed(change: &mut Change, (org, app): (Id<Org>, Id<App>), user: Id<User>, now: Time) {
    change.add(&ASSIGN_IF_SUBSCRIBED, params![org, app, user, HolderKind::User.word(), now]);
}

/// The applications that the user may open, by identifier, name and settings.
pub async fn opened_by<S: FromColumn + Send + 'static>(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
) -> Result<Vec<(Id<App>, String, S)>, StoreError> {
    read.all(&OPENED_BY, params![org, user, true]).await
}

/// All that is asked of an application that a user is about to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What decides whether they may.
    pub access: AccessRow,
    /// The scopes that the user let the application have, separated by spaces.
    pub consented: Option<String>,
    /// The application's part of the session.
    pub app_session: Option<Id<AppSession>>,
    /// How many grants that part was given and may still have.
    pub grants: Option<i64>,
}

impl FromRow for Opening {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        let access = AccessRow::from_row(row)?;
        Ok(Self { access, consented: row.get()?, app_session: row.get()?, grants: row.get()? })
    }
}

/// What is asked of the application that the user is about to open in this session; none when their organisation has no
/// subscription.
pub async fn opening(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    app: Id<App>,
    session: Option<Id<Session>>,
) -> Result<Option<Opening>, StoreError> {
    read.one(&OPENING, params![org, app, user, session]).await
}
