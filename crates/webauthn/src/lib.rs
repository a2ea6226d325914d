//! Web Authentication Level 3, the relying party's side: what a browser is asked for, and whether what it answers is right.
//!
//! Pure: challenges, time and what is known of a credential are inputs. Signatures are judged by AWS-LC. Why this is not a
//! dependency: `docs/decisions/0022-webauthn-of-our-own.md`.

mod attestation;
mod authentication;
mod authenticator_data;
mod cbor;
mod client_data;
mod key;
mod metadata;
mod models;
mod options;
mod registration;
mod response;

pub use attestation::{NotAttested, attest};
pub use authentication::{Asserted, KnownCredential, authenticate};
pub use authenticator_data::{Aaguid, Flags};
pub use key::{Algorithm, PublicKey};
pub use metadata::{NotMetadata, PUBLISHER, ROOT, read_metadata};
pub use models::{Model, Models, NotModels, Standing};
pub use options::{
    Attestation, CreationOptions, Descriptor, Names, RelyingPartyNames, RequestOptions, Residence, UserVerification,
};
pub use registration::{MAX_CREDENTIAL_ID, Registered, register};
pub use response::{AuthenticationResponse, NotAResponse, RegistrationResponse};
pub use rustls_pki_types::UnixTime;

/// What an answer is held against.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The domain that the credential is for.
    pub rp_id: &'a str,
    /// The one origin that may answer, as browsers write it: `https://login.example.org`.
    pub origin: &'a str,
    /// The challenge of this ceremony.
    pub challenge: &'a [u8],
    /// Whether the authenticator must have verified its user.
    pub user_verification: bool,
}

/// Why an answer is not taken. The names follow the steps of WebAuthn §7.1 and §7.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A part of it is not what the standard describes, or larger than it allows.
    #[error("it is malformed: {0}")]
    Malformed(&'static str),
    /// It is the answer of the other ceremony.
    #[error("it is of another ceremony")]
    Type,
    /// It answers another challenge.
    #[error("it answers another challenge")]
    Challenge,
    /// It was given on another site, or inside a frame of one.
    #[error("it was given on another origin")]
    Origin,
    /// The authenticator made it for another domain.
    #[error("it is for another domain")]
    RpId,
    /// Nobody was there.
    #[error("nobody was present")]
    UserPresence,
    /// The authenticator did not verify its user where it must.
    #[error("the user was not verified")]
    UserVerification,
    /// A key of an algorithm that was not offered.
    #[error("the algorithm was not offered")]
    Algorithm,
    /// The signature is not the key's.
    #[error("the signature is wrong")]
    Signature,
    /// The flags of backup contradict each other, or what was said at registration (WebAuthn §6.1.3).
    #[error("its backup eligibility changed")]
    BackupEligibility,
    /// It is another credential's.
    #[error("it is another credential's")]
    Credential,
}
