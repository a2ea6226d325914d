//! The flows, played in process on both engines: what a browser and an application see, without HTTP between.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod access_tokens;
mod administration;
mod api_tokens;
mod apply;
mod authenticator;
mod browser;
mod caches;
mod canaries;
mod ceremony;
mod claims;
mod confirmed;
mod consents;
mod content;
mod costs;
mod crowds;
mod endings;
mod enumeration;
mod external;
mod farewells;
mod groups;
mod hang_ups;
mod identity_providers;
mod imports;
mod inactivity;
mod invitations;
mod jobs;
mod joining;
mod journeys;
mod keys;
mod links;
mod lock_out;
mod looking;
mod mailed_codes;
mod mailed_links;
mod mails;
#[expect(dead_code, reason = "the tests of `webauthn` use the rest")]
#[path = "../../../webauthn/tests/it/maker.rs"]
mod maker;
mod newer_nodes;
mod own_data;
mod own_email;
mod own_factors;
mod passkey_levels;
mod passkey_models;
mod passkey_offers;
mod passkey_owners;
mod passkeys;
mod passwords;
mod paused;
mod people;
mod profile;
mod prompts;
mod pruning;
mod races;
mod refusals;
mod remembered;
mod resealing;
mod search;
mod self_registration;
mod service;
mod text_messages;
mod turns;
mod walls;
mod world;
