//! Well-known passwords.

/// Whether the password is well known.
pub(super) fn is_common(password: &str) -> bool {
    COMMON.contains(&password.to_lowercase().as_str())
}

const COMMON: &[&str] = &["passwordpassword"];
