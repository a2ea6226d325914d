//! The demonstration: organisations and people to try Doorward with, two sample applications, the outbox, the start page.
//!
//! Nothing here is part of a product's installation. The sample applications know Doorward only by its issuer URL, as any
//! application would; the rest is data ([`seed`]), pages about it ([`start`]) and places to listen ([`ports`]).

pub mod announce;
mod cookies;
pub mod data_directory;
mod guard;
mod look;
pub mod outbox;
pub mod ports;
mod reader;
pub mod relying_party;
mod running;
mod secret;
pub mod seed;
mod service;
pub mod start;
pub mod texts;
mod trouble;
mod view;

use std::sync::Arc;

use model::Time;

pub use outbox::Outbox;
pub use ports::{Origins, Ports};
pub use running::{Running, Setting, Sites};
pub use secret::Secret;
pub use seed::Seed;
pub use service::{CHECK, Service};
pub use texts::Texts;
pub use trouble::Trouble;

/// The present, as an input.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// Bytes that nobody can guess, as an input.
pub type Entropy = Arc<dyn crypto::Entropy>;

/// 256 random bits as text, good for cookies, URLs and PKCE verifiers (RFC 7636 §4.1 wants at least 43 characters).
fn random_text(entropy: &Entropy) -> String {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    jose::base64url::encode(bytes)
}
