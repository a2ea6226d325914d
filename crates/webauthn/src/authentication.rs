//! A proof by a credential that is known (WebAuthn §7.2).

use crate::{
    AuthenticationResponse, Expected, Flags, PublicKey, Refused,
    authenticator_data::AuthenticatorData,
    client_data::{self, Ceremony},
};

/// What is kept of a credential.
#[derive(Debug, Clone, Copy)]
pub struct KnownCredential<'a> {
    /// What it is known by.
    pub id: &'a [u8],
    /// Its public key (COSE_Key).
    pub public_key: &'a [u8],
    /// Whether it was said at registration that it may be copied. That never changes (WebAuthn §6.1.3).
    pub backup_eligible: bool,
    /// The user handle that it was made for. An answer may leave it out; what it says must be this.
    pub user_handle: &'a [u8],
    /// How often it had signed when it was last seen.
    pub counter: u32,
}

/// A proof that is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asserted {
    /// What the authenticator said.
    pub flags: Flags,
    /// How often it has signed; zero if it does not count.
    pub counter: u32,
    /// Whether the count is no later than the one before, so that there may be a copy (WebAuthn §6.1.1). It is for the caller to
    /// tell, not a reason to refuse: some authenticators count wrong.
    pub counter_went_back: bool,
}

/// Judges the answer to a request for a proof.
///
/// # Errors
/// The first step that does not hold.
pub fn authenticate(
    expected: &Expected<'_>,
    known: &KnownCredential<'_>,
    response: &AuthenticationResponse,
) -> Result<Asserted, Refused> {
    // Some extensions of browsers answer with an empty handle; where the account is known that says nothing.
    let handle = response.user_handle.as_deref().filter(|handle| !handle.is_empty());
    if response.credential_id != known.id || handle.is_some_and(|handle| handle != known.user_handle) {
        return Err(Refused::Credential);
    }
    let client_data_hash = client_data::check(&response.client_data, Ceremony::Authentication, expected)?;
    let data = AuthenticatorData::parse(&response.authenticator_data)?;
    data.check(expected)?;
    let key = PublicKey::from_cose(known.public_key)?;
    let signed = [&response.authenticator_data[..], &client_data_hash].concat();
    if !key.verify(&signed, &response.signature) {
        return Err(Refused::Signature);
    }
    if data.flags.backup_eligible() != known.backup_eligible {
        return Err(Refused::BackupEligibility);
    }
    let counts = data.counter > 0 || known.counter > 0;
    let counter_went_back = counts && data.counter <= known.counter;
    Ok(Asserted { flags: data.flags, counter: data.counter, counter_went_back })
}
