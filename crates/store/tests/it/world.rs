//! A small world to race in: one organisation with its users, a session, and grants.

use model::{
    Id, Time,
    id::{App, AppSession, Credential, Grant, Org, Session, User},
};
use store::{Change, Outcome, Store, params};

store::statements! {
    ORGANISATION = "insert into organisations (id, slug, name, state, policy, branding, epoch, version, created_at) \
        values ($1, 'acme', '', 'active', '', '', 1, 1, 0)";
    USER = "insert into users (org, id, subject, state, epoch, version, profile, facts, created_at, active_at, warned) \
        values ($1, $2, $3, 'active', 1, 1, '', '', 0, 0, false)";
    OWNER = "insert into role_members (org, role, user_id, granted_at) values ($1, 'owner', $2, 0)";
    TOTP = "insert into credentials (org, user_id, id, kind, label, counter, data, created_at) \
        values ($1, $2, $3, 'totp', '', 0, '', 0)";
    SESSION = "insert into sessions (org, user_id, id, hash, epoch, proofs, remembered, agent, address, created_at, seen_at, rotated_at, \
        idle_ends_at, ends_at) values ($1, $2, $3, $4, 2, '', $5, '', '', 0, 0, 0, $6, $6)";
    APP_SESSION = "insert into app_sessions (org, id, session, app, grants, created_at, last_used_at) \
        values ($1, $2, $3, $4, 1, 0, 0)";
    GRANT = "insert into grants (org, id, app_session, app, user_id, hash, request, code_expires_at, created_at, ends_at, offline, epoch) \
        values ($1, $2, $3, $4, $5, $6, '', $7, 0, $7, $8, 4)";
    REFRESH_TOKEN = "insert into refresh_tokens (hash, org, grant_id, scopes, created_at, expires_at) values ($1, $2, $3, '', 0, $4)";
}

pub(crate) const ORG: Id<Org> = Id::from_bytes([1; 16]);
pub(crate) const TOTP_OF_FIRST: Id<Credential> = Id::from_bytes([2; 16]);
const SESSION_ID: Id<Session> = Id::from_bytes([3; 16]);
const APP_SESSION_ID: Id<AppSession> = Id::from_bytes([4; 16]);
const APP: Id<App> = Id::from_bytes([5; 16]);

/// The user with this number; every one of them is an owner.
pub(crate) fn user(number: u8) -> Id<User> {
    let mut bytes = [6; 16];
    bytes[15] = number;
    Id::from_bytes(bytes)
}

/// The grant with this number, which has a code and a refresh token.
pub(crate) fn grant(number: u8) -> Id<Grant> {
    let mut bytes = [7; 16];
    bytes[15] = number;
    Id::from_bytes(bytes)
}

/// The hash of the refresh token of that grant.
pub(crate) fn refresh_token(number: u8) -> [u8; 32] {
    let mut hash = [8; 32];
    hash[31] = number;
    hash
}

pub(crate) async fn begin(store: &Store, users: u8, grants: u8) {
    let mut change = Change::new();
    change.add(&ORGANISATION, params![ORG]);
    for number in 0..users {
        change.add(&USER, params![ORG, user(number), &format!("subject {number}")]);
        change.add(&OWNER, params![ORG, user(number)]);
    }
    change.add(&TOTP, params![ORG, user(0), TOTP_OF_FIRST]);
    change.add(&SESSION, params![ORG, user(0), SESSION_ID, [9; 32], false, Time::NEVER]);
    change.add(&APP_SESSION, params![ORG, APP_SESSION_ID, SESSION_ID, APP]);
    for number in 0..grants {
        let hash = [[10; 31].as_slice(), &[number]].concat();
        let never = Time::NEVER;
        change.add(&GRANT, params![ORG, grant(number), APP_SESSION_ID, APP, user(0), hash, never, false]);
        change.add(&REFRESH_TOKEN, params![refresh_token(number), ORG, grant(number), never]);
    }
    assert_eq!(store.write(change).await, Ok(Outcome::Done));
}
