//! A provider's published keys (RFC 7517 §5): those that can be used here. The others are passed over, each alone (O7).

use jose::{Jwk, JwkError, MAX_KEYS, VerifyingKey, VerifyingKeys};
use model::{Span, Time};
use serde_json::Value;

use crate::Said;

/// How long after a fetch an unknown key's name makes no other (O8).
pub const MIN_REFETCH: Span = Span::minutes(1);

/// The keys of a provider that can be used here.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    keys: VerifyingKeys,
    /// How many there are.
    pub usable: usize,
    /// Those that were passed over.
    pub skipped: Vec<SkippedKey>,
}

/// A key that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedKey {
    /// Its name, when it has one.
    pub kid: Option<Said>,
    /// Why.
    pub why: JwkError,
}

/// Why a key set is no help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// Not a JSON object with a list of keys.
    #[error("the key set is no JSON object with a list of keys")]
    Unreadable,
    /// No key of it can be used here.
    #[error("no key of the key set can be used: RSA from 2048 to 4096 bits, P-256 or Ed25519 for signatures")]
    NoneUsable,
}

impl KeySet {
    /// Reads a set. Of more than [`MAX_KEYS`] the first count.
    ///
    /// # Errors
    /// When none can be used.
    pub fn read(json: &[u8]) -> Result<Self, KeySetError> {
        let document: Value = serde_json::from_slice(json).map_err(|_| KeySetError::Unreadable)?;
        let keys = document.get("keys").and_then(Value::as_array).ok_or(KeySetError::Unreadable)?;
        let (mut usable, mut skipped) = (Vec::new(), Vec::new());
        for key in keys.iter().take(MAX_KEYS) {
            match verifying(key) {
                Ok(key) => usable.push(key),
                Err(why) => skipped.push(SkippedKey { kid: key["kid"].as_str().map(Said::new), why }),
            }
        }
        if usable.is_empty() {
            return Err(KeySetError::NoneUsable);
        }
        Ok(Self { usable: usable.len(), keys: VerifyingKeys::new(usable), skipped })
    }

    /// To verify with.
    pub fn verifying(&self) -> &VerifyingKeys {
        &self.keys
    }
}

/// A key without `alg` is good for whatever its type can do; the connector's algorithms say which of that (O7).
fn verifying(key: &Value) -> Result<VerifyingKey, JwkError> {
    let jwk: Jwk = serde_json::from_value(key.clone()).map_err(|_| JwkError::Malformed)?;
    VerifyingKey::from_jwk(&jwk)
}

/// Whether the keys may be fetched again because a token names one that is not known (OIDC Core §10.1.1): at most once a minute,
/// whoever asks, since anybody can write a name (O8).
pub fn may_fetch_again(fetched_at: Time, now: Time) -> bool {
    now.since(fetched_at) >= MIN_REFETCH
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sample;

    fn read(keys: &Value) -> Result<KeySet, KeySetError> {
        KeySet::read(&serde_json::to_vec(&json!({"keys": keys})).unwrap())
    }

    fn good() -> Value {
        serde_json::to_value(sample::key().public()).unwrap()
    }

    fn changed(name: &str, value: Value) -> Value {
        let mut key = good();
        key[name] = value;
        key
    }

    #[test]
    fn o7_what_cannot_be_used_is_passed_over_alone() {
        let table = [
            (json!({"kty": "oct", "k": "AAAA"}), JwkError::Malformed),
            (json!({"kty": "new"}), JwkError::Malformed),
            (json!({"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"}), JwkError::Malformed),
            (changed("use", json!("enc")), JwkError::Unsupported),
            (changed("alg", json!("RSA-OAEP")), JwkError::Malformed),
            (changed("x", json!("AA")), JwkError::Malformed),
            (changed("kid", json!(7)), JwkError::Malformed),
            (changed("d", json!("AA")), JwkError::Malformed),
            (json!("key"), JwkError::Malformed),
            (Value::Null, JwkError::Malformed),
        ];
        for (bad, why) in table {
            let set = read(&json!([bad, good()])).unwrap();
            assert_eq!((set.usable, set.skipped.len(), set.skipped[0].why), (1, 1, why), "{bad}");
            assert!(set.verifying().knows(sample::key().kid()), "{bad}");
            assert_eq!(read(&json!([bad])).unwrap_err(), KeySetError::NoneUsable);
        }
    }

    #[test]
    fn o7_neither_alg_nor_kid_nor_a_broken_chain_is_missed() {
        let mut bare = good();
        for name in ["alg", "kid", "use"] {
            bare.as_object_mut().unwrap().remove(name);
        }
        for key in [bare, changed("x5c", json!(["broken"])), changed("key_ops", json!(["verify"]))] {
            assert_eq!(read(&json!([key])).unwrap().usable, 1, "{key}");
        }
    }

    #[test]
    fn o8_an_unknown_name_makes_one_fetch_a_minute() {
        let fetched = Time::from_seconds(1_790_000_000);
        assert!(!may_fetch_again(fetched, fetched + Span::seconds(59)));
        assert!(may_fetch_again(fetched, fetched + Span::seconds(60)));
        assert!(!may_fetch_again(fetched, fetched - Span::hours(1)), "a clock that went back");
    }

    #[test]
    fn what_is_no_set_is_not_read() {
        for text in ["", "[]", "{}", r#"{"keys": {}}"#, "<html>"] {
            assert_eq!(KeySet::read(text.as_bytes()).unwrap_err(), KeySetError::Unreadable, "{text}");
        }
        assert_eq!(read(&json!([])).unwrap_err(), KeySetError::NoneUsable);
        let many: Vec<_> = std::iter::repeat_with(good).take(MAX_KEYS + 9).collect();
        assert_eq!(read(&json!(many)).unwrap().usable, MAX_KEYS);
    }
}
