//! The one way out: HTTP requests, and connections to directories, at addresses that somebody typed – an application's, a gateway's.
//!
//! Whoever types an address makes this server ask there, from inside its network. So a request goes to public addresses by
//! `https`, and elsewhere only where the operator named it (`egress.allow`). Names are resolved once, every answer is judged,
//! and the connection is made to an address that was judged (EGR-01, EGR-02). Redirects are failures (EGR-03), the
//! environment's proxies are not asked, and time and size are bounded (EGR-06, EGR-07).

mod client;
mod connect;
mod error;
mod hosts;
mod public;
mod resolve;
mod rules;
mod target;

pub use client::{Call, Client, Reply};
pub use connect::Stream;
pub use error::EgressError;
pub use public::is_public;
pub use resolve::{Addresses, Resolve};
pub use rules::{Named, NotAllowable, Rules};
pub use target::{BadTarget, Target};
