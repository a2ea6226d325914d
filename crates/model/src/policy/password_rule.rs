//! What a new password must be like. Modern rules ask for length; the rest are legacy rules that an organisation may
//! choose and that the console shows as weaker (PWD-06).

use serde::{Deserialize, Serialize};

use crate::time::Span;

/// What a new password must be like. Lengths are code points after NFC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordRule {
    /// The least number of characters; when absent, the modern rule: 8 with a required second factor, else 15.
    pub min: Option<u16>,
    /// The greatest number of characters. Under 64 is a legacy rule.
    pub max: u16,
    /// Legacy: how many of the four classes (lower case, upper case, digits, symbols) must be there; 0 for none.
    pub classes: u8,
    /// Legacy: which characters are allowed.
    pub characters: CharacterSet,
    /// Legacy: whether a `.` right before an `@` is refused.
    pub no_dot_before_at: bool,
    /// Whether well-known passwords are refused.
    pub not_common: bool,
    /// Whether the user's own data and the names of organisation and product are refused.
    pub not_personal: bool,
    /// How many passwords before the present one may not come back: 0 to 24. The present one never may.
    pub history: u8,
    /// Legacy: after how long a password must be changed; never, when absent.
    pub max_age: Option<Span>,
}

/// Which characters a password may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharacterSet {
    /// Any, spaces included.
    Any,
    /// ASCII letters, digits and symbols; neither spaces nor anything beyond ASCII.
    AsciiWithoutSpace,
}

/// The most bytes that are looked at, before and after normalisation; more are refused unread.
pub const MAX_BYTES: usize = 1024;

/// No organisation may go below.
pub const LEAST_MIN: u16 = 8;

/// How many previous passwords are kept at most.
pub const MOST_HISTORY: u8 = 24;

/// A maximum below this is a legacy rule.
pub const MODERN_MAX: u16 = 64;

impl Default for PasswordRule {
    fn default() -> Self {
        Self {
            min: None,
            max: 128,
            classes: 0,
            characters: CharacterSet::Any,
            no_dot_before_at: false,
            not_common: true,
            not_personal: true,
            history: 0,
            max_age: None,
        }
    }
}

impl PasswordRule {
    /// Whether it departs from the modern rule in a way that the console shows as weaker.
    pub fn is_legacy(&self) -> bool {
        let modern = Self { max: self.max.max(MODERN_MAX), history: self.history, ..Self::default() };
        Self { max: modern.max, ..self.clone() } != modern || self.max < MODERN_MAX
    }
}
