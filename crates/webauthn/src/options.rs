//! What a browser is asked for, as JSON for `PublicKeyCredential.parseCreationOptionsFromJSON()` and its twin
//! (WebAuthn §5.1.9, §5.1.10). Binary members are base64url.

use jose::base64url;
use serde::{Serialize, Serializer};

use crate::Algorithm;

/// How many bytes of a name an authenticator has to keep (WebAuthn §6.4.1).
const MAX_NAME: usize = 64;

/// Whether the authenticator verifies its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UserVerification {
    /// It must.
    Required,
    /// It need not: nobody is asked for a PIN.
    Discouraged,
}

/// Whether the credential can be found without its ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Residence {
    /// It must.
    Required,
    /// It need not: no slot of a key is used.
    Discouraged,
}

/// Whether the authenticator is to prove its make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Attestation {
    /// No.
    None,
    /// Yes.
    Direct,
}

/// Who asks.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct RelyingPartyNames<'a> {
    /// The domain.
    pub id: &'a str,
    /// What it calls itself.
    #[serde(serialize_with = "cut")]
    pub name: &'a str,
}

/// Whom the credential is for.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Names<'a> {
    /// The user handle: random, one for each account, at most 64 bytes (WebAuthn §14.6.1).
    #[serde(serialize_with = "encoded")]
    pub id: &'a [u8],
    /// What tells the account from others: an address, a user name.
    #[serde(serialize_with = "cut")]
    pub name: &'a str,
    /// What its owner is called.
    #[serde(serialize_with = "cut")]
    pub display_name: &'a str,
}

/// A credential that is meant.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Descriptor<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(serialize_with = "encoded")]
    id: &'a [u8],
    #[serde(skip_serializing_if = "is_none")]
    transports: &'a [String],
}

const PUBLIC_KEY: &str = "public-key";

impl<'a> Descriptor<'a> {
    /// The credential with this ID, and how it can be reached.
    pub const fn new(id: &'a [u8], transports: &'a [String]) -> Self {
        Self { kind: PUBLIC_KEY, id, transports }
    }
}

#[derive(Serialize)]
struct Parameter {
    #[serde(rename = "type")]
    kind: &'static str,
    alg: i64,
}

/// What a new credential is to be like.
#[derive(Debug, Clone, Copy)]
pub struct CreationOptions<'a> {
    /// Who asks.
    pub rp: RelyingPartyNames<'a>,
    /// Whom it is for.
    pub user: Names<'a>,
    /// The challenge.
    pub challenge: &'a [u8],
    /// Credentials that the person has already, so that no authenticator makes a second one.
    pub exclude: &'a [Descriptor<'a>],
    /// Whether it must be found without its ID.
    pub residence: Residence,
    /// Whether its user must be verified.
    pub user_verification: UserVerification,
    /// Whether it is to prove its make.
    pub attestation: Attestation,
    /// How long the browser waits, in milliseconds.
    pub timeout: i64,
}

/// Which credential is to prove what.
#[derive(Debug, Clone, Copy)]
pub struct RequestOptions<'a> {
    /// The domain.
    pub rp_id: &'a str,
    /// The challenge.
    pub challenge: &'a [u8],
    /// The credentials that may; none where the authenticator is to find one.
    pub allow: &'a [Descriptor<'a>],
    /// Whether the user must be verified.
    pub user_verification: UserVerification,
    /// How long the browser waits, in milliseconds.
    pub timeout: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Selection {
    resident_key: Residence,
    require_resident_key: bool,
    user_verification: UserVerification,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Creation<'a> {
    rp: RelyingPartyNames<'a>,
    user: Names<'a>,
    #[serde(serialize_with = "encoded")]
    challenge: &'a [u8],
    pub_key_cred_params: [Parameter; 3],
    timeout: i64,
    exclude_credentials: &'a [Descriptor<'a>],
    authenticator_selection: Selection,
    attestation: Attestation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    #[serde(serialize_with = "encoded")]
    challenge: &'a [u8],
    timeout: i64,
    rp_id: &'a str,
    allow_credentials: &'a [Descriptor<'a>],
    user_verification: UserVerification,
}

impl CreationOptions<'_> {
    /// As JSON.
    pub fn json(&self) -> String {
        let creation = Creation {
            rp: self.rp,
            user: self.user,
            challenge: self.challenge,
            pub_key_cred_params: Algorithm::OFFERED.map(|one| Parameter { kind: PUBLIC_KEY, alg: one.number() }),
            timeout: self.timeout,
            exclude_credentials: self.exclude,
            authenticator_selection: Selection {
                resident_key: self.residence,
                require_resident_key: self.residence == Residence::Required,
                user_verification: self.user_verification,
            },
            attestation: self.attestation,
        };
        serde_json::to_string(&creation).unwrap_or_default()
    }
}

impl RequestOptions<'_> {
    /// As JSON.
    pub fn json(&self) -> String {
        let request = Request {
            challenge: self.challenge,
            timeout: self.timeout,
            rp_id: self.rp_id,
            allow_credentials: self.allow,
            user_verification: self.user_verification,
        };
        serde_json::to_string(&request).unwrap_or_default()
    }
}

fn encoded<S: Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&base64url::encode(bytes))
}

fn is_none(words: &&[String]) -> bool {
    words.is_empty()
}

/// Cut at a character, where it is longer than authenticators keep: some keys refuse it otherwise.
fn cut<S: Serializer>(name: &&str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&name[..name.floor_char_boundary(MAX_NAME)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_at_a_character() {
        let name = "Ж".repeat(40);
        let user = Names { id: &[1], name: &name, display_name: "<b>" };
        let json = serde_json::to_value(user).unwrap();
        assert_eq!(json["name"].as_str().unwrap(), "Ж".repeat(32));
        assert_eq!((json["id"].as_str(), json["displayName"].as_str()), (Some("AQ"), Some("<b>")));
    }
}
