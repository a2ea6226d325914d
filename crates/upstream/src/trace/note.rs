//! What was read on the way, and what an administrator may wish to know of it.

use std::fmt;

use jose::Algorithm;
use model::openid_connect::ClientAuthMethod;

use crate::{Said, SkippedKey, UserinfoError, WhyUnknown};

/// One line of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Keys were read.
    Keys {
        /// How many can be used.
        usable: usize,
        /// Those that were passed over.
        skipped: Vec<SkippedKey>,
    },
    /// Keys were fetched again, since the ID token named one that was not known.
    KeysAgain,
    /// The code was exchanged.
    Exchanged(ClientAuthMethod),
    /// The ID token was found right.
    IdToken(Algorithm),
    /// Userinfo did not answer usefully, and the sign-in went on without.
    UserinfoMissing(UserinfoError),
    /// The address is no address.
    EmailUnreadable,
    /// The provider does not vouch for the address.
    EmailUnverified,
    /// A field of the profile is no text, or too long.
    FieldLeftOut(&'static str),
    /// A list is not known; memberships stay as they are.
    ListUnknown {
        /// The claim.
        claim: Said,
        /// Why.
        why: WhyUnknown,
    },
    /// Entries of a list are no texts, or too long.
    EntriesLeftOut {
        /// The claim.
        claim: Said,
        /// How many.
        count: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keys { usable, skipped } => {
                write!(f, "key set: {usable} keys can be used")?;
                skipped.iter().try_for_each(|key| {
                    let name = key.kid.as_ref().map_or("without a name", Said::as_str);
                    write!(f, "; passed over {name}: {}", key.why)
                })
            }
            Self::KeysAgain => f.write_str("key set: fetched again for a key that was not known"),
            Self::Exchanged(way) => write!(f, "token endpoint: the code was exchanged with {}", way.name()),
            Self::IdToken(algorithm) => write!(f, "ID token: right, signed with {algorithm}"),
            Self::UserinfoMissing(why) => write!(f, "userinfo: {why}; the sign-in went on without"),
            Self::EmailUnreadable => f.write_str("e-mail: not an address that mail can be sent to"),
            Self::EmailUnverified => f.write_str("e-mail: the provider does not say that it was verified"),
            Self::FieldLeftOut(field) => write!(f, "{field}: left out, it is no text or too long"),
            Self::ListUnknown { claim, why } => write!(f, "{claim}: {why}; memberships stay as they are"),
            Self::EntriesLeftOut { claim, count } => {
                write!(f, "{claim}: {count} entries left out, no texts or too long")
            }
        }
    }
}
