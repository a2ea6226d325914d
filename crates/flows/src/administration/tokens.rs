//! Tokens for the API: minted here or given, kept as hashes, each with permissions in one organisation.

/// What a token may be allowed.
pub const PERMISSIONS: [&str; 1] = ["users:read"];

/// The least length of a token that was made elsewhere. It is kept as a plain hash, which protects random text only.
pub const SECRET_LENGTH: usize = 32;
