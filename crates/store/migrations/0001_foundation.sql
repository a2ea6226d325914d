-- The foundation: organisations, people, their ways in, and what applications were given.
--
-- One text for both engines. Types: integer (64 bits), text, bytes, boolean; the runner translates them.
-- Times are milliseconds since the epoch and come from the caller. Ids are sixteen bytes. JSON is text, opaque to SQL.
-- Every table of a tenant begins with the organisation, and references carry it, so that a reference across tenants is
-- an error of the database.
-- `without rowid` is SQLite's: the table lies in its primary key, which is one tree less to read and to write. It is for
-- rows that are little more than their key. A durable write costs the pages that it touches, so what is written at each
-- sign-in has no more indexes than its statements need. A reference costs a look at, and on PostgreSQL a lock of, the row that
-- it points to: what is written most often (grants, refresh tokens) has none, is inserted from the rows that it hangs off,
-- read together with them, and removed by its own end.

-- Versions that writes to cached tables bump; nodes poll them.
create table versions (
  name text primary key,
  version integer not null
) without rowid;

-- Where this database was when a backup was last made of it: one row. A backup carries it.
create table origins (
  id integer primary key,
  identity text not null,
  description text not null
);

create table organisations (
  id bytes primary key,
  slug text not null unique,
  name text not null,
  state text not null,
  policy text not null,
  branding text not null,
  -- Grows whenever the organisation is switched off or on: sessions and grants from before have ended.
  epoch integer not null,
  version integer not null,
  created_at integer not null
);

-- Mail domains that an organisation has shown to be its own.
create table domains (
  name text primary key,
  org bytes not null references organisations (id) on delete cascade,
  verified_at integer not null
) without rowid;
create index domains_by_org on domains (org);

create table users (
  org bytes not null references organisations (id),
  id bytes not null unique,
  subject text not null unique,
  state text not null,
  -- Grows whenever everything that was given to the user ends.
  epoch integer not null,
  version integer not null,
  profile text not null,
  facts text not null,
  created_at integer not null,
  last_sign_in_at integer,
  -- When the account was last used, to about a day: what inactivity is counted from. Until then, when it was made.
  active_at integer not null,
  -- Whether the owner was warned of inactivity since.
  warned boolean not null,
  primary key (org, id)
);
create index users_unwarned on users (org, active_at, id) where state = 'active' and not warned;
create index users_warned on users (org, active_at) where state = 'active' and warned;
create index users_inactive on users (org) where state = 'inactive';

-- What owners of unused accounts were warned of. It holds while the account was not used since.
create table inactivity_warnings (
  org bytes not null,
  user_id bytes not null,
  -- `users.active_at` when they were first warned.
  unused_since integer not null,
  -- The last warning that was ordered, in days before the end; and the end.
  lead integer not null,
  ends_at integer not null,
  -- What became of the first mail.
  mail text not null,
  -- When the next warning is to be ordered, or the account becomes inactive.
  due_at integer not null,
  primary key (org, user_id),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create index inactivity_warnings_by_due on inactivity_warnings (due_at, org, user_id);

-- What people type to be found. `scope` is the organisation, or sixteen zero bytes for the whole instance.
create table identifiers (
  scope bytes not null,
  key text not null,
  kind text not null,
  org bytes not null,
  user_id bytes not null,
  shown text not null,
  verified_at integer,
  primary key (scope, key),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create index identifiers_by_user on identifiers (org, user_id);

-- Words of names and addresses, for searches that begin with them.
create table user_words (
  org bytes not null,
  word text not null,
  user_id bytes not null,
  primary key (org, word, user_id),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create index user_words_by_user on user_words (org, user_id, word);

create table credentials (
  org bytes not null,
  user_id bytes not null,
  id bytes not null,
  kind text not null,
  label text not null,
  lookup bytes,
  secret bytes,
  -- The last used one-time step or signature count: the guard against a second use. Of a password: how many milliseconds
  -- verifying it takes, where that is more than with a hash of our own.
  counter integer not null,
  data text not null,
  created_at integer not null,
  confirmed_at integer,
  last_used_at integer,
  expires_at integer,
  primary key (org, user_id, id),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create unique index credentials_by_lookup on credentials (kind, lookup);
create index credentials_costly on credentials (counter) where kind = 'password' and counter > 0;

-- Subjects of users who are gone, where they were given from outside: nobody else is ever known by one.
create table retired_subjects (
  subject text primary key,
  retired_at integer not null
) without rowid;

-- Pictures that people uploaded, as they were made anew here. The name is the last part of their address: random, and another
-- one with each picture.
create table avatars (
  org bytes not null,
  user_id bytes not null,
  name text not null unique,
  media_type text not null,
  image bytes not null,
  created_at integer not null,
  primary key (org, user_id),
  foreign key (org, user_id) references users (org, id) on delete cascade
);

-- Guesses taken, before they are judged. The key is a hash of what is guessed at, whether it exists or not.
create table attempts (
  key bytes primary key,
  taken integer not null,
  since integer not null,
  opens_at integer not null,
  -- The lock that the owner was notified of, by when it opens.
  notified_of integer not null,
  expires_at integer not null
) without rowid;
create index attempts_by_expiry on attempts (expires_at);

-- Browsers that a user signed in from before.
create table devices (
  org bytes not null,
  user_id bytes not null,
  hash bytes not null,
  -- Stays the same while the hash changes with each sign-in.
  id bytes not null,
  epoch integer not null,
  label text not null,
  -- Where it was when it was seen last.
  address text not null,
  -- Since when and until when it is trusted; zero until it is.
  trusted_at integer not null,
  trusted_until integer not null,
  created_at integer not null,
  seen_at integer not null,
  expires_at integer not null,
  primary key (org, user_id, hash),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create index devices_by_hash on devices (hash);
create index devices_by_expiry on devices (expires_at);

-- One browser's way in, in progress. The row begins with the first POST. The id tells when it began, and so when it ends.
create table sign_ins (
  id bytes primary key,
  browser bytes not null,
  org bytes,
  user_id bytes,
  version integer not null,
  facts text not null,
  -- The session it ended in, so that a second click arrives as well.
  session bytes,
  created_at integer not null,
  expires_at integer not null
) without rowid;

create table sessions (
  org bytes not null,
  user_id bytes not null,
  id bytes not null,
  hash bytes not null unique,
  -- The secret before this one: good for a moment after the change, and a sign of theft from then on.
  previous bytes,
  rotated_at integer not null,
  -- The epochs of user and organisation when it began, added up. Each only grows, so the sum is the same only while neither
  -- did; a session is read only while it is.
  epoch integer not null,
  proofs text not null,
  remembered boolean not null,
  agent text not null,
  address text not null,
  created_at integer not null,
  seen_at integer not null,
  idle_ends_at integer not null,
  ends_at integer not null,
  -- When setting up a second factor was put off in it: not asked for again in this session, while it may be put off.
  postponed_at integer,
  ended_at integer,
  -- What one organisation has is never read whole, so no index begins with it: a plan for one person's rows can't go by it.
  primary key (id, org),
  foreign key (org, user_id) references users (org, id) on delete cascade
);
create unique index sessions_by_previous on sessions (previous) where previous is not null;
create index sessions_by_user on sessions (user_id, org, created_at);
create index sessions_by_end on sessions (ends_at);

create table applications (
  org bytes not null references organisations (id),
  id bytes not null unique,
  client_id text not null unique,
  name text not null,
  state text not null,
  settings text not null,
  -- Grows whenever the application is switched off or on: grants from before have ended.
  epoch integer not null,
  version integer not null,
  created_at integer not null,
  primary key (org, id)
);

create table application_secrets (
  org bytes not null,
  app bytes not null,
  id bytes not null,
  hash bytes not null,
  created_at integer not null,
  expires_at integer,
  primary key (org, app, id),
  foreign key (org, app) references applications (org, id) on delete cascade
) without rowid;

-- Which organisations may use an application, and whether all their users may. The row of one that ended stays, for its epoch.
create table subscriptions (
  org bytes not null references organisations (id) on delete cascade,
  app bytes not null,
  app_org bytes not null,
  everyone boolean not null,
  state text not null,
  -- Grows whenever the subscription ends or begins again: grants from before have ended.
  epoch integer not null,
  created_at integer not null,
  primary key (org, app),
  foreign key (app_org, app) references applications (org, id) on delete cascade
) without rowid;
create index subscriptions_by_app on subscriptions (app, org);

create table groups (
  org bytes not null references organisations (id),
  id bytes not null,
  name text not null,
  created_at integer not null,
  primary key (org, id),
  unique (org, name)
) without rowid;

create table group_members (
  org bytes not null,
  user_id bytes not null,
  group_id bytes not null,
  primary key (org, user_id, group_id),
  foreign key (org, user_id) references users (org, id) on delete cascade,
  foreign key (org, group_id) references groups (org, id) on delete cascade
) without rowid;
create index group_members_by_group on group_members (org, group_id, user_id);

-- Roles of users in their home organisation, as words; `model::role` says what each allows.
create table role_members (
  org bytes not null,
  role text not null,
  user_id bytes not null,
  granted_at integer not null,
  primary key (org, role, user_id),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create index role_members_by_user on role_members (org, user_id);

-- Where people of an organisation are known already: what judges their passwords, or vouches for them.
create table identity_providers (
  org bytes not null references organisations (id) on delete cascade,
  id bytes not null unique,
  -- What documents, commands and addresses call it.
  key text not null,
  name text not null,
  state text not null,
  connector text not null,
  rules text not null,
  -- What the connector needs to know and nobody reads again: sealed.
  secrets bytes,
  version integer not null,
  created_at integer not null,
  primary key (org, id),
  unique (org, key)
);

-- Who somebody is at a provider. The issuer is empty where the provider has none.
create table identity_links (
  org bytes not null,
  provider bytes not null,
  issuer text not null,
  subject text not null,
  user_id bytes not null,
  created_at integer not null,
  last_used_at integer,
  -- `users.version` once the user was disabled since the provider no longer had them; while it is the same, nobody changed them since.
  gone_version integer,
  primary key (org, provider, issuer, subject),
  foreign key (org, provider) references identity_providers (org, id) on delete cascade,
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create index identity_links_by_user on identity_links (org, user_id, provider);

-- Directories that are read as a whole: when, by whom, and what was wrong.
create table provider_syncs (
  org bytes not null,
  provider bytes not null,
  -- Whoever reads it now, until when; the time is moved on with everything that is written.
  holder bytes not null,
  leased_until integer not null,
  started_at integer not null,
  due_at integer not null,
  -- What somebody has to look at; empty where nothing.
  trouble text not null,
  primary key (org, provider),
  foreign key (org, provider) references identity_providers (org, id) on delete cascade
) without rowid;

-- Who was asked to register. The link that was sent holds a token, of which this has the hash; sent again, it is another one.
create table invitations (
  org bytes not null references organisations (id) on delete cascade,
  id bytes not null,
  hash bytes not null unique,
  -- The address, folded, and as it was written.
  key text not null,
  shown text not null,
  -- Somebody who was made already and has nothing to sign in with yet; once it was used, who used it.
  user_id bytes,
  -- What the person gets, and what is known of them; once it was used, what of it could not be given.
  facts text not null,
  created_at integer not null,
  expires_at integer not null,
  used_at integer,
  revoked_at integer,
  primary key (org, id),
  foreign key (org, user_id) references users (org, id) on delete cascade
);
create unique index invitations_unused on invitations (org, key) where used_at is null;
create index invitations_by_user on invitations (org, user_id, used_at) where user_id is not null;
create index invitations_by_expiry on invitations (expires_at);

-- Links that were mailed to users: to a new password, to another address. They hold while the epochs of user and organisation
-- add up to what they did.
create table mailed_links (
  hash bytes primary key,
  org bytes not null,
  user_id bytes not null,
  -- The job that made it. Its token is made of that and of a key of the instance's.
  job bytes not null,
  purpose text not null,
  epoch integer not null,
  -- Where it was mailed to, folded.
  address text not null,
  -- The sign-in that it was asked for in, sealed; empty where there was none. Only the browser that asked opens it.
  asked_in text not null,
  created_at integer not null,
  expires_at integer not null,
  used_at integer,
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create index mailed_links_by_user on mailed_links (org, user_id, purpose, expires_at);
create index mailed_links_by_expiry on mailed_links (expires_at);

-- Wishes of users to move their e-mail address. The link to the new one holds while the epochs of user and organisation add up
-- to what they did; the one to the address from before, which undoes it, for as long as it says.
create table email_changes (
  org bytes not null,
  user_id bytes not null,
  id bytes not null,
  hash bytes not null unique,
  undo_hash bytes not null unique,
  epoch integer not null,
  -- The address from before, and the one that is wished, as they were written.
  address text not null,
  wished text not null,
  -- Whether the account had a second factor then.
  had_factor boolean not null,
  created_at integer not null,
  expires_at integer not null,
  -- When the new address was confirmed; when the wish was given up or followed by another one.
  confirmed_at integer,
  dropped_at integer,
  undo_until integer not null,
  -- When it was undone; when something made both links void: undoing an earlier one, or an act of an administrator.
  undone_at integer,
  voided_at integer,
  primary key (org, user_id, id),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;
create index email_changes_by_end on email_changes (undo_until);

-- An application given to a user or to a group. `holder` is the id of either.
create table assignments (
  org bytes not null,
  app bytes not null,
  holder bytes not null,
  kind text not null,
  created_at integer not null,
  primary key (org, app, holder),
  foreign key (org, app) references subscriptions (org, app) on delete cascade
) without rowid;
create index assignments_by_holder on assignments (org, holder, app);

-- How an application knows a user, where that differs from the user's own subject.
create table subjects (
  org bytes not null,
  app bytes not null,
  user_id bytes not null,
  subject text not null,
  primary key (org, app, user_id),
  unique (app, subject),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;

create table consents (
  org bytes not null,
  user_id bytes not null,
  app bytes not null,
  scopes text not null,
  granted_at integer not null,
  primary key (org, user_id, app),
  foreign key (org, user_id) references users (org, id) on delete cascade
) without rowid;

create table app_sessions (
  org bytes not null,
  id bytes not null,
  session bytes not null,
  app bytes not null,
  -- How many grants it was given and may still have. Counting them each time would cost more than giving one.
  grants integer not null,
  created_at integer not null,
  last_used_at integer not null,
  ended_at integer,
  primary key (org, id),
  unique (session, org, app),
  foreign key (org, session) references sessions (org, id) on delete cascade
) without rowid;

-- Which sessions came by an identity provider, and what it calls them there: `sub`, and `sid` where it says one.
create table provider_sessions (
  org bytes not null,
  session bytes not null,
  provider bytes not null,
  issuer text not null,
  subject text not null,
  sid text not null,
  primary key (org, session, provider),
  foreign key (org, session) references sessions (org, id) on delete cascade,
  foreign key (org, provider) references identity_providers (org, id) on delete cascade
) without rowid;
create index provider_sessions_by_subject on provider_sessions (org, provider, subject);
create index provider_sessions_by_sid on provider_sessions (org, provider, sid);

-- One authorization and its code. Tokens descend from it, and end with it.
create table grants (
  org bytes not null,
  id bytes primary key,
  app_session bytes not null,
  app bytes not null,
  user_id bytes not null,
  hash bytes not null unique,
  -- The epochs of user, organisation, application and subscription when it was given, added up: it stands while the sum is
  -- the same. It is the grant's own, since a session goes on where only the application was switched off.
  epoch integer not null,
  request text not null,
  code_expires_at integer not null,
  used_at integer,
  revoked_at integer,
  created_at integer not null,
  ends_at integer not null,
  -- Given for use without the user (`offline_access`): it outlives the session.
  offline boolean not null
);
create index grants_by_app_session on grants (app_session, org);
create index grants_by_end on grants (ends_at, id);

create table refresh_tokens (
  hash bytes primary key,
  org bytes not null,
  grant_id bytes not null,
  scopes text not null,
  used_at integer,
  created_at integer not null,
  expires_at integer not null
) without rowid;
create index refresh_tokens_by_grant on refresh_tokens (grant_id, org);

-- What must not be seen twice or has been called back before its end: revoked access tokens, client assertions.
create table spent (
  kind text not null,
  hash bytes not null,
  expires_at integer not null,
  primary key (kind, hash)
) without rowid;
create index spent_by_expiry on spent (expires_at);

-- What another site sent by POST, too large for an address, without the browser's cookies: the GET that follows takes it up.
create table parked (
  hash bytes primary key,
  -- Keyed hashes of the source that it came from (an address, or an IPv6 /64), and of the network around that.
  source bytes not null,
  network bytes not null,
  sealed bytes not null,
  size integer not null,
  expires_at integer not null
) without rowid;
create index parked_by_source on parked (source, expires_at);
create index parked_by_network on parked (network, source, expires_at);
create index parked_by_expiry on parked (expires_at);

-- Secrets of the instance that outlive its sealing key: made once, sealed under the key of the configuration.
create table instance_secrets (
  name text primary key,
  secret bytes not null
) without rowid;

create table signing_keys (
  id text primary key,
  -- What it is for; an algorithm may serve several uses, each with keys of its own.
  use text not null,
  algorithm text not null,
  secret bytes not null,
  public text not null,
  created_at integer not null,
  -- Published from its creation; signs from here on …
  effective_at integer not null,
  -- … until here, and stays published until it expires.
  retires_at integer,
  expires_at integer
);

-- Bearer tokens for the API: each of one organisation, with the permissions that it was given, as words.
create table api_tokens (
  org bytes not null references organisations (id) on delete cascade,
  id bytes not null,
  name text not null,
  hash bytes not null unique,
  permissions text not null,
  created_at integer not null,
  expires_at integer,
  -- To about an hour.
  last_used_at integer,
  primary key (org, id),
  unique (org, name)
);

-- What happened. The id tells when, so a list by time is one by id. `org` is sixteen zero bytes for the whole instance.
create table events (
  org bytes not null,
  id bytes not null,
  user_id bytes,
  app bytes,
  kind text not null,
  data text not null,
  -- What fields held before and after, where the event has any: a person may have it erased. `changes_hash` is what the chain
  -- holds of it, over `changes_salt` and the text; text and salt go together.
  changes text not null,
  changes_salt bytes,
  changes_hash bytes,
  -- Who did it: user, application, api_token (with the id), operator, system, or anonymous. `on_behalf_of` is the user for
  -- whom it was done, where that is somebody else.
  actor text not null,
  actor_id bytes,
  on_behalf_of bytes,
  address text not null,
  request text not null,
  at integer not null,
  -- A keyed hash of all of this, so that a row that Doorward did not write shows.
  mac bytes not null,
  -- Its place in the chain; null until it has one.
  seq integer,
  primary key (org, id)
) without rowid;
create index events_by_user on events (org, user_id, id) where user_id is not null;
create index events_unnumbered on events (id) where seq is null;
create unique index events_by_seq on events (seq) where seq is not null;
create index events_by_org_seq on events (org, seq) where seq is not null;

-- The chain of events, a row for each, in the order in which they were committed. A row with `removed` stands for the events from
-- `first` to `seq`, which were kept long enough: it holds what came before and after them, and a keyed hash over both.
create table event_links (
  seq integer primary key,
  first integer not null,
  removed boolean not null,
  -- The hash of the link before; of links that stand for removed events only.
  previous bytes,
  hash bytes not null,
  mac bytes not null,
  -- 0, or why this link was made although something was wrong.
  doubt integer not null
);

-- Where the chain ends, in one row, and which node goes on with it.
create table event_chain (
  id integer primary key,
  seq integer not null,
  hash bytes not null,
  mac bytes not null,
  node bytes not null,
  leased_until integer not null,
  removals integer not null
);

-- Up to where events of a class were looked at and removed.
create table event_retention (
  class text primary key,
  seq integer not null
) without rowid;

create table jobs (
  id bytes primary key,
  org bytes,
  kind text not null,
  -- A keyed hash of whom it is for, where the kind limits what one recipient gets.
  recipient_key bytes,
  data bytes not null,
  due_at integer not null,
  leased_until integer not null,
  fence integer not null,
  tries integer not null,
  created_at integer not null,
  -- Given up jobs are never due again; they stand here for an operator to see.
  given_up_at integer,
  -- What stood in the way the last time. No addresses, no secrets.
  trouble text not null
);
create index jobs_by_due on jobs (due_at);
-- Nodes take work kind by kind, so that no kind's backlog is in the way of another.
create index jobs_by_kind on jobs (kind, due_at);
create index jobs_given_up on jobs (given_up_at) where given_up_at is not null;
