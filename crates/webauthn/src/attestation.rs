//! What an authenticator proves of its own make (WebAuthn §6.5, §8), held against what its maker published.
//!
//! Only a model that is named in [`Models`] is believed, and only by a chain of certificates to a root of that model. An
//! authenticator that signs for itself, or says nothing, proves nothing here.

mod android_key;
mod apple;
mod certificate;
mod der;
mod fido_u2f;
mod packed;
mod path;
mod tpm;

use jose::digest;
use rustls_pki_types::UnixTime;

use crate::{
    Aaguid, Models, RegistrationResponse,
    authenticator_data::AuthenticatorData,
    cbor::{self, Value},
    models::Standing,
};
use certificate::Certificate;

/// Why a model is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAttested {
    /// It proves nothing: no attestation, or one that it signed itself.
    #[error("it proves no make")]
    Nothing,
    /// In a format that is not judged here.
    #[error("its attestation has a format that is not judged")]
    Format,
    /// The statement is not what its format demands.
    #[error("its attestation is malformed")]
    Statement,
    /// The certificate is not what the format demands, or says another model.
    #[error("its certificate is not one of an attestation")]
    Certificate,
    /// The signature is not the certificate's.
    #[error("the signature of its attestation is wrong")]
    Signature,
    /// Nothing is known of the model, or it says none.
    #[error("its model is not known")]
    Model,
    /// The certificates lead to no root of that model, or are not valid now.
    #[error("its certificate leads to no root of its model")]
    Chain,
    /// The model is revoked, or its keys are compromised.
    #[error("its model is withdrawn")]
    Withdrawn,
    /// The key is not one that the device made and keeps, as far as that is said of it.
    #[error("its key was not made in its hardware, or can leave it")]
    Key,
}

type Result<T> = std::result::Result<T, NotAttested>;

/// What a statement is about.
struct Statement<'a> {
    /// `attStmt`.
    fields: &'a Value<'a>,
    /// The authenticator data, as it was sent.
    auth_data: &'a [u8],
    data: &'a AuthenticatorData<'a>,
    client_data_hash: [u8; 32],
}

/// The model that the authenticator proves to be of, of an answer that [`register`](crate::register) took.
///
/// # Errors
/// Why it is not believed.
pub fn attest(response: &RegistrationResponse, models: &Models, now: UnixTime) -> Result<Aaguid> {
    let object = cbor::read(&response.attestation_object).map_err(|_| NotAttested::Statement)?;
    let field = |name| object.named(name).ok_or(NotAttested::Statement);
    let auth_data = field("authData")?.bytes().ok_or(NotAttested::Statement)?;
    let data = AuthenticatorData::parse(auth_data).map_err(|_| NotAttested::Statement)?;
    let client_data_hash = digest::sha256(&response.client_data);
    let statement = Statement { fields: field("attStmt")?, auth_data, data: &data, client_data_hash };
    let Value::Text(format) = field("fmt")? else { return Err(NotAttested::Statement) };
    let proven = match *format {
        "packed" => Proven::by(packed::judge(&statement)?),
        "fido-u2f" => fido_u2f::judge(&statement)?,
        "apple" => Proven::by(apple::judge(&statement)?),
        "tpm" => tpm::judge(&statement)?,
        "android-key" => android_key::judge(&statement)?,
        "none" => return Err(NotAttested::Nothing),
        _ => return Err(NotAttested::Format),
    };
    let said = data.attested.as_ref().map(|attested| attested.aaguid).ok_or(NotAttested::Statement)?;
    let aaguid = proven.named.unwrap_or(said);
    let model = models.get(aaguid).ok_or(NotAttested::Model)?;
    if model.standing == Standing::Withdrawn {
        return Err(NotAttested::Withdrawn);
    }
    match model.roots.iter().any(|root| root == proven.chain[0]) {
        true if Certificate::parse(proven.chain[0])?.holds(now) => {}
        true => return Err(NotAttested::Chain),
        false => (proven.check_chain)(&proven.chain, &model.roots, now)?,
    }
    if proven.stays { Ok(aaguid) } else { Err(NotAttested::Key) }
}

type ChainCheck = fn(&[&[u8]], &[Vec<u8>], UnixTime) -> Result<()>;

/// What a statement proves, once its certificates lead to a root.
struct Proven<'a> {
    /// The certificates, that of the attestation first.
    chain: Vec<&'a [u8]>,
    /// Whether they lead to one of these roots, and are valid then, where the first is not listed itself.
    check_chain: ChainCheck,
    /// Whether the key was made in its device and stays there. Where a statement does not say it, the model does.
    stays: bool,
    /// The model that the certificate names, where the authenticator says none.
    named: Option<Aaguid>,
}

impl<'a> Proven<'a> {
    fn by(chain: Vec<&'a [u8]>) -> Self {
        Self { chain, check_chain: certificate::check_chain, stays: true, named: None }
    }
}

impl<'a> Statement<'a> {
    fn bytes(&self, name: &str) -> Result<&'a [u8]> {
        self.fields.named(name).and_then(Value::bytes).ok_or(NotAttested::Statement)
    }

    /// The certificates, that of the attestation first (`x5c`).
    fn chain(&self) -> Result<Vec<&'a [u8]>> {
        let Some(Value::Array(chain)) = self.fields.named("x5c") else { return Err(NotAttested::Statement) };
        let chain: Option<Vec<&[u8]>> = chain.iter().map(Value::bytes).collect();
        chain.filter(|chain| !chain.is_empty()).ok_or(NotAttested::Statement)
    }

    /// What most formats sign.
    fn signed(&self) -> Vec<u8> {
        [self.auth_data, &self.client_data_hash].concat()
    }

    /// The new credential's key.
    fn key(&self) -> Result<Value<'a>> {
        let attested = self.data.attested.as_ref().ok_or(NotAttested::Statement)?;
        cbor::read(attested.public_key).map_err(|_| NotAttested::Statement)
    }

    /// The point of the new credential's key on P-256, uncompressed.
    fn point(&self) -> Result<[u8; 65]> {
        let key = self.key()?;
        let half = |label| key.numbered(label).and_then(Value::bytes).filter(|half| half.len() == 32);
        let (x, y) = half(-2).zip(half(-3)).ok_or(NotAttested::Statement)?;
        let mut point = [4; 65];
        point[1..33].copy_from_slice(x);
        point[33..].copy_from_slice(y);
        Ok(point)
    }
}
