//! Identifiers: sixteen bytes, typed by what they name, shown with a prefix (`usr_…`, `org_…`).
//!
//! An id is a UUID of version 7 (RFC 9562 §5.7), so that rows of one time lie together. Time and randomness are inputs:
//! nothing here asks for either.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use crate::time::Time;

/// A noun that has identifiers, and the prefix they are shown with.
pub trait Named: 'static {
    /// What stands before the underscore.
    const PREFIX: &'static str;
}

macro_rules! nouns {
    ($($(#[$doc:meta])* $noun:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $noun {}
        impl Named for $noun { const PREFIX: &'static str = $prefix; }
    )*};
}

nouns! {
    /// A tenant: policy, branding, users.
    Org = "org";
    /// A person.
    User = "usr";
    /// What people sign in to.
    App = "app";
    /// One of an application's secrets.
    AppSecret = "sec";
    /// A bearer token for the API.
    ApiToken = "tok";
    /// A set of users inside an organisation.
    Group = "grp";
    /// Somebody was asked to register.
    Invitation = "inv";
    /// A user's own instance of an authenticator.
    Credential = "crd";
    /// A browser that a user signed in from before.
    KnownBrowser = "brw";
    /// One browser's way in, in progress.
    SignIn = "sgn";
    /// The browser's single sign-on session.
    Session = "ses";
    /// One session used for one application.
    AppSession = "aps";
    /// One authorization that an application was given; its tokens descend from it.
    Grant = "grt";
    /// Something sent or shown that awaits its answer.
    Challenge = "chl";
    /// An audit event.
    Event = "evt";
    /// Background work.
    Job = "job";
    /// A wish to move an e-mail address.
    EmailChange = "emc";
    /// One request, as logs and error pages name it.
    Request = "req";
    /// An upstream that vouches for users.
    Provider = "idp";
}

/// The identifier of a `T`.
pub struct Id<T>([u8; 16], PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// A version 7 UUID from the time and ten random bytes.
    pub fn new(now: Time, random: [u8; 10]) -> Self {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&now.millis().to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Self(bytes, PhantomData)
    }

    /// The least identifier that can be made at this time: all that were made before are less.
    pub fn first_at(time: Time) -> Self {
        Self::new(time, [0; 10])
    }

    /// The identifier with these bytes, as read from the database.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes, PhantomData)
    }

    /// The bytes, as written to the database.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Crockford's alphabet in lower case: no `i`, `l`, `o`, `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl<T: Named> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_", T::PREFIX)?;
        let number = u128::from_be_bytes(self.0);
        let mut text = [0u8; 26];
        for (place, letter) in text.iter_mut().rev().enumerate() {
            *letter = ALPHABET[(number >> (5 * place)) as usize & 31];
        }
        f.write_str(str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl<T: Named> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not an identifier of this noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of this kind")]
pub struct NotAnId;

impl<T: Named> FromStr for Id<T> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let digits = text.strip_prefix(T::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or(NotAnId)?;
        if digits.len() != 26 || digits.as_bytes()[0] > b'7' {
            return Err(NotAnId);
        }
        let mut number = 0u128;
        for letter in digits.bytes() {
            let value = ALPHABET.iter().position(|&a| a == letter).ok_or(NotAnId)?;
            number = number << 5 | value as u128;
        }
        Ok(Self(number.to_be_bytes(), PhantomData))
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T: Named> serde::Serialize for Id<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: Named> serde::Deserialize<'de> for Id<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_and_read_again() {
        let id = Id::<User>::new(Time::from_millis(1_790_000_000_123), [0xff; 10]);
        let text = id.to_string();
        assert!(text.starts_with("usr_") && text.len() == 30, "{text}");
        assert_eq!(text.parse(), Ok(id));
        assert_eq!(text.replace("usr_", "org_").parse::<Id<User>>(), Err(NotAnId));
        assert_eq!("usr_zzzzzzzzzzzzzzzzzzzzzzzzzz".parse::<Id<User>>(), Err(NotAnId), "more than 128 bits");
    }

    #[test]
    fn ordered_by_time() {
        let [early, late] = [1, 2].map(|millis| Id::<User>::new(Time::from_millis(millis), [0xff; 10]));
        assert!(early < late && early.to_string() < late.to_string());
    }
}
