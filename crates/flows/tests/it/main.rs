//! The flows, played in process on both engines: what a browser and an application see, without HTTP between.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod access_tokens;
mod administration;
mod api_tokens;
mod apply;
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
mod groups;
mod hang_ups;
mod imports;
mod invitations;
mod jobs;
mod journeys;
mod keys;
mod links;
mod lock_out;
mod looking;
mod mailed_codes;
mod mails;
mod newer_nodes;
mod own_factors;
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
mod turns;
mod walls;
mod world;
