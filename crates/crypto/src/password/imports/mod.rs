//! Hashes made elsewhere. Verified once; the right password is then hashed as ours are.
//!
//! Each parser bounds what the hash may cost, so that an import made with bad intent takes about a second or two of a
//! core and 256 MiB at most, and each refuses tags under 16 bytes, which chance could hit.

mod bcrypt;
mod pbkdf2;
mod salted_sha;
mod scrypt;
#[cfg(test)]
mod tests;

pub(super) use bcrypt::Bcrypt;
pub(super) use pbkdf2::Pbkdf2;
pub(super) use salted_sha::SaltedSha;
pub(super) use scrypt::Scrypt;
