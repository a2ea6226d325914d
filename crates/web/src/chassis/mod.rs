//! The chassis: everything between a socket and a handler, and nothing about signing in.
//!
//! `server` accepts and cuts connections, `routes` says what kind of thing lives at each path, `pass` runs once around
//! every request (id, limits, host, origin, headers, log line, metrics, panics), and the extractors (`RequestContext`, `Form`,
//! `Query`, `Json`) and answers (`respond`, `assets`) are what a handler holds in its hands.

pub mod address;
pub mod assets;
pub mod body;
pub mod budget;
mod connection;
pub mod context;
pub mod cookies;
pub mod cors;
pub mod form_action;
pub mod forms;
pub mod headers;
pub mod json;
mod layer;
pub mod metrics;
pub mod multipart;
pub mod origin;
pub mod pairs;
pub mod panics;
pub mod paths;
pub mod queries;
pub mod request_error;
pub mod respond;
pub mod routes;
pub mod server;
pub mod site;
pub mod surroundings;
pub mod tls;
mod watch;

pub use assets::{Asset, Conditional};
pub use context::RequestContext;
pub use cookies::{CookieName, Lifetime};
pub use form_action::FormAction;
pub use forms::{Form, FormPairs};
pub use json::Json;
pub use multipart::Multipart;
pub use pairs::{Fields, Malformed, Pairs};
pub use queries::{Query, QueryPairs};
pub use request_error::RequestError;
pub use routes::{App, RouteKind, Routes};
pub use server::{Limits, Listener, serve};
pub use site::Site;
pub use surroundings::Surroundings;
pub use tls::Tls;
