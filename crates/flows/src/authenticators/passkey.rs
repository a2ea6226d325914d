//! Passkeys and security keys (Web Authentication Level 3): what the browser is asked, and what becomes of its answer.
//!
//! A challenge travels sealed in the form that answers it, bound to one ceremony of one sign-in (or confirmation) and, once it is
//! known, to one person; it is good for five minutes, and once: what it proves or adds spends it in the same change (WAN-01).

use crypto::{entropy, seal::Sealer};
use jose::{base64url, digest};
use model::{Id, Span, Time, id::User};
use serde::{Deserialize, Serialize};
use store::{
    Change, Json,
    credentials::{self, CredentialKind, CredentialRow, Data, PasskeyData},
    spent,
};
use webauthn::{
    Attestation, AuthenticationResponse, CreationOptions, Descriptor, Expected, KnownCredential, Names, Refused,
    RegistrationResponse, RelyingPartyNames, RequestOptions, Residence, UserVerification,
};

use super::{Verified, passkey_models};
use crate::{
    Doorward, Result, instance_mac_key,
    people::{credentials::credential, person::Person},
};

/// How long a challenge is good (WAN-01). The page asks for another before it ends.
const LIFE: Span = Span::minutes(5);

/// What a challenge is sealed for, and what is spent with it.
const CHALLENGE: &str = "webauthn challenge";

/// The most that a name may have, in characters.
const MAX_LABEL: usize = 60;

/// How many passkeys one person may have: the list of those that are not to be made again travels in a page.
const MAX_PASSKEYS: usize = 20;

/// What a browser is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRequest {
    /// The options, as JSON of Web Authentication.
    pub options: String,
    /// What the form sends back.
    pub challenge: String,
}

/// What an answer of a passkey was worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyProblem {
    /// The answer is none, or of another site, ceremony or request.
    Wrong,
    /// It came too late. Another try is all that is needed.
    Late,
    /// It is known here to nobody who could sign in so: removed, or another account's.
    Unknown,
    /// It verified nobody, where it must.
    NotVerified,
    /// It says another thing of being copied than when it was added (WebAuthn §7.2).
    BackupChanged,
    /// Somebody has it already.
    Exists,
    /// There are as many as anybody may have.
    TooMany,
    /// It does not prove to be of a model that the organisation takes.
    ModelNotTaken,
}

/// A passkey's answer to be judged as proof.
pub(crate) struct Answered {
    pub(crate) response: AuthenticationResponse,
    challenge: String,
    /// Whether "Don't ask on this device" was ticked.
    pub(crate) trust: bool,
    /// Whether "Remember my login" was ticked.
    pub(crate) remember: bool,
}

/// Which ceremony a challenge is for. One is never good for the other.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ceremony {
    /// The proof that may stand alone: the authenticator verifies its user.
    Alone,
    /// The proof beside another one.
    Second,
    /// A new passkey.
    Creation,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    random: [u8; 32],
    until: Time,
}

impl Answered {
    /// What a page sent; none where it is no answer of a passkey.
    pub(crate) fn parse(credential: &str, challenge: String, (trust, remember): (bool, bool)) -> Option<Self> {
        let response = AuthenticationResponse::parse(credential).ok()?;
        Some(Self { response, challenge, trust, remember })
    }

    /// What the passkey is found by.
    pub(crate) fn lookup(&self) -> [u8; 32] {
        lookup(self.response.credential_id())
    }
}

fn lookup(credential_id: &[u8]) -> [u8; 32] {
    digest::sha256(credential_id)
}

/// The domain and the origin that passkeys are for. None where the issuer's host is an address, which no passkey is for.
fn site(doorward: &Doorward) -> Option<(&str, &str)> {
    let issuer = doorward.instance.issuer.as_str();
    let (_, after) = issuer.split_once("://")?;
    let authority = after.split('/').next()?;
    let origin = &issuer[..issuer.len() - after.len() + authority.len()];
    let host = authority.split_once(':').map_or(authority, |(host, _)| host);
    let is_domain = host.contains(|letter: char| letter.is_ascii_alphabetic()) && !host.starts_with('[');
    is_domain.then_some((host, origin))
}

/// The user handle: random to everybody else, one for each account, whatever it is called by (WebAuthn §14.6.1).
pub(super) fn handle(mac_key: &Sealer, user: Id<User>) -> [u8; 32] {
    mac_key.mac("passkey user handle", &[user.as_bytes()])
}

/// The domain that passkeys are for, if they can be for ours.
pub(crate) fn rp_id(doorward: &Doorward) -> Option<&str> {
    site(doorward).map(|(rp_id, _)| rp_id)
}

/// What a challenge is good for. Of the proof that may stand alone nobody knows yet whose it will be.
fn bound(ceremony: Ceremony, to: &[u8], person: Option<&Person>) -> Vec<u8> {
    let person = person.filter(|_| !matches!(ceremony, Ceremony::Alone));
    let user = person.map(|person| *person.row.id.as_bytes()).unwrap_or_default();
    [&[ceremony as u8][..], &user, to].concat()
}

fn challenge(doorward: &Doorward, bound_to: &[u8], now: Time) -> ([u8; 32], String) {
    let sealed = Sealed { random: entropy::bytes(&*doorward.entropy), until: now + LIFE };
    let plain = serde_json::to_vec(&sealed).unwrap_or_default();
    (sealed.random, doorward.sealer.seal_text(&*doorward.entropy, CHALLENGE, bound_to, &plain))
}

/// The challenge that a form brought back.
fn answered(
    doorward: &Doorward,
    bound_to: &[u8],
    text: &str,
    now: Time,
) -> std::result::Result<Sealed, PasskeyProblem> {
    let plain = doorward.sealer.open_text(CHALLENGE, bound_to, text).map_err(|_| PasskeyProblem::Wrong)?;
    let sealed: Sealed = store::json::read_bytes(&plain).map_err(|_| PasskeyProblem::Wrong)?;
    if now < sealed.until { Ok(sealed) } else { Err(PasskeyProblem::Late) }
}

/// Guard: it was not answered before.
fn spend(mac_key: &Sealer, change: &mut Change, sealed: &Sealed) {
    spent::spend(change, CHALLENGE, &mac_key.mac(CHALLENGE, &[&sealed.random]), sealed.until);
}

/// The IDs of a person's passkeys of this domain, with how they are reached.
fn ids(person: &Person, rp_id: &str) -> Vec<(Vec<u8>, Vec<String>)> {
    let here = person.passkeys().filter(|(_, data)| data.rp_id == rp_id);
    let decoded = here.filter_map(|(_, data)| {
        let id = base64url::decode(&data.credential_id).ok()?;
        Some((id, data.transports.clone()))
    });
    decoded.collect()
}

fn descriptors(ids: &[(Vec<u8>, Vec<String>)]) -> Vec<Descriptor<'_>> {
    ids.iter().map(|(id, transports)| Descriptor::new(id, transports)).collect()
}

/// What a browser is asked for as a proof. `to` is the sign-in. While nothing is proven no credential is named, so that nothing shows
/// whose account has any (WAN-10). None where the person has none of this domain.
pub(crate) fn request(
    doorward: &Doorward,
    (ceremony, to): (Ceremony, &[u8]),
    person: Option<&Person>,
    now: Time,
) -> Option<PasskeyRequest> {
    let (rp_id, _) = site(doorward)?;
    let (random, challenge) = challenge(doorward, &bound(ceremony, to, person), now);
    let ids = person.map(|person| ids(person, rp_id)).unwrap_or_default();
    // An empty list would ask for whichever passkey there is, of anybody.
    if person.is_some() && ids.is_empty() {
        return None;
    }
    let user_verification = match ceremony {
        Ceremony::Alone => UserVerification::Required,
        Ceremony::Second | Ceremony::Creation => UserVerification::Discouraged,
    };
    let options = RequestOptions {
        rp_id,
        challenge: &random,
        allow: &descriptors(&ids),
        user_verification,
        timeout: LIFE.as_millis(),
    };
    Some(PasskeyRequest { options: options.json(), challenge })
}

/// What a browser is asked for to make a new one. Where the organisation lets passkeys sign in alone it can be found without its ID and
/// verifies its user; else neither is asked for, so that old keys register and no slot of one is used.
pub(crate) fn creation(
    doorward: &Doorward,
    mac_key: &Sealer,
    to: &[u8],
    (person, now): (&Person, Time),
) -> Option<PasskeyRequest> {
    let (rp_id, _) = site(doorward)?;
    let (random, challenge) = challenge(doorward, &bound(Ceremony::Creation, to, Some(person)), now);
    let ids = ids(person, rp_id);
    let account = person.profile.email.as_deref().or(person.profile.preferred_username.as_deref());
    let branding = &person.home.branding;
    let product = Some(branding.product_name.as_str()).filter(|name| !name.is_empty());
    let alone = is_alone(person);
    let options = CreationOptions {
        rp: RelyingPartyNames { id: rp_id, name: product.unwrap_or(&person.home.name) },
        user: Names {
            id: &handle(mac_key, person.row.id),
            name: account.unwrap_or(&person.row.subject),
            display_name: &person.name(),
        },
        challenge: &random,
        exclude: &descriptors(&ids),
        residence: if alone { Residence::Required } else { Residence::Discouraged },
        user_verification: if alone { UserVerification::Required } else { UserVerification::Discouraged },
        attestation: match person.home.policy.passkey_models.is_restricted() {
            true => Attestation::Direct,
            false => Attestation::None,
        },
        timeout: LIFE.as_millis(),
    };
    Some(PasskeyRequest { options: options.json(), challenge })
}

/// Whether a passkey of this person signs in alone.
fn is_alone(person: &Person) -> bool {
    person.home.policy.signs_in_by_passkey()
}

/// What a form answered that asks for a new passkey.
#[derive(Debug, Clone, Copy)]
pub struct NewPasskeyAnswer<'a> {
    /// What the browser made, as JSON.
    pub credential: &'a str,
    /// The challenge that the form brought back.
    pub challenge: &'a str,
    /// What its owner calls it.
    pub label: &'a str,
}

/// A new passkey that is right, and what adds it.
pub(crate) struct NewPasskey {
    pub(crate) user_verified: bool,
    /// Guards: its challenge was not answered before, and nobody has it.
    pub(crate) change: Change,
}

/// Judges the answer to [`creation`].
pub(crate) async fn add(
    doorward: &Doorward,
    mac_key: &Sealer,
    (to, person, now): (&[u8], &Person, Time),
    answer: NewPasskeyAnswer<'_>,
) -> Result<std::result::Result<NewPasskey, PasskeyProblem>> {
    let made = match made(doorward, (to, person, now), answer) {
        Ok(made) => made,
        Err(problem) => return Ok(Err(problem)),
    };
    let found_by = lookup(&made.credential_id);
    if credentials::passkey_owner(&mut doorward.store.read().await?, &found_by).await?.is_some() {
        return Ok(Err(PasskeyProblem::Exists));
    }
    let mut change = Change::new();
    spend(mac_key, &mut change, &made.challenge);
    credentials::insert_new(&mut change, person.key(), &made.row, &found_by);
    Ok(Ok(NewPasskey { user_verified: made.user_verified, change }))
}

/// A new passkey that is right.
struct Made {
    challenge: Sealed,
    credential_id: Vec<u8>,
    row: CredentialRow,
    user_verified: bool,
}

fn made(
    doorward: &Doorward,
    (to, person, now): (&[u8], &Person, Time),
    answer: NewPasskeyAnswer<'_>,
) -> std::result::Result<Made, PasskeyProblem> {
    let response = RegistrationResponse::parse(answer.credential).map_err(|_| PasskeyProblem::Wrong)?;
    let (rp_id, origin) = site(doorward).ok_or(PasskeyProblem::Wrong)?;
    let challenge = answered(doorward, &bound(Ceremony::Creation, to, Some(person)), answer.challenge, now)?;
    if person.passkeys().count() >= MAX_PASSKEYS {
        return Err(PasskeyProblem::TooMany);
    }
    let alone = is_alone(person);
    let expected = Expected { rp_id, origin, challenge: &challenge.random, user_verification: alone };
    let registered = webauthn::register(&expected, &response).map_err(problem)?;
    let attested = passkey_models::judge(doorward, &person.home.policy, &response, now)?;
    let data = PasskeyData {
        credential_id: base64url::encode(&registered.credential_id),
        rp_id: rp_id.to_owned(),
        aaguid: attested.unwrap_or(registered.aaguid).to_string(),
        attested: attested.is_some(),
        transports: registered.transports,
        backup_eligible: registered.flags.backup_eligible(),
        backed_up: registered.flags.backed_up(),
    };
    let data = Data::Passkey(Json::new(data));
    let mut row = credential(doorward, CredentialKind::Passkey, registered.public_key, data, now);
    (row.label, row.counter) = (shortened(answer.label), registered.counter.into());
    let user_verified = registered.flags.user_verified();
    Ok(Made { challenge, credential_id: registered.credential_id, row, user_verified })
}

/// What a passkey is called: one line, not longer than a page shows.
pub(crate) fn shortened(label: &str) -> String {
    let plain: String = label.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.trim().chars().take(MAX_LABEL).collect()
}

/// A passkey's answer that is right.
pub(crate) struct Proven {
    pub(crate) verified: Verified,
    /// What its owner calls it, where its count went back: there may be a copy of it.
    pub(crate) went_back: Option<String>,
}

/// Judges the answer to [`request`]. It uses up its challenge, and notes when the passkey was used and how often it has signed.
pub(crate) async fn verify(
    doorward: &Doorward,
    (ceremony, to): (Ceremony, &[u8]),
    person: &Person,
    answer: &Answered,
    now: Time,
) -> Result<std::result::Result<Proven, PasskeyProblem>> {
    let mac_key = instance_mac_key::get(doorward).await?;
    let Some((rp_id, origin)) = site(doorward) else { return Ok(Err(PasskeyProblem::Wrong)) };
    let sealed = match answered(doorward, &bound(ceremony, to, Some(person)), &answer.challenge, now) {
        Ok(sealed) => sealed,
        Err(problem) => return Ok(Err(problem)),
    };
    let id = base64url::encode(answer.response.credential_id());
    let known = person.passkeys().find(|(_, data)| data.credential_id == id && data.rp_id == rp_id);
    let Some((row, data)) = known else { return Ok(Err(PasskeyProblem::Unknown)) };
    let user_verification = matches!(ceremony, Ceremony::Alone);
    let expected = Expected { rp_id, origin, challenge: &sealed.random, user_verification };
    let kept = KnownCredential {
        id: answer.response.credential_id(),
        public_key: &row.secret,
        backup_eligible: data.backup_eligible,
        user_handle: &handle(mac_key, person.row.id),
        counter: u32::try_from(row.counter).unwrap_or_default(),
    };
    let asserted = match webauthn::authenticate(&expected, &kept, &answer.response) {
        Ok(asserted) => asserted,
        Err(refused) => return Ok(Err(problem(refused))),
    };
    let mut verified = Verified::new(row.id, asserted.counter.into(), now);
    verified.user_verified = asserted.flags.user_verified();
    verified.breaks_policy = !passkey_models::is_taken(doorward, &person.home.policy, data);
    spend(mac_key, &mut verified.change, &sealed);
    let data = PasskeyData { backed_up: asserted.flags.backed_up(), ..data.clone() };
    let used = (row.counter, i64::from(asserted.counter), &used_data(row, data), now);
    credentials::passkey_used(&mut verified.change, person.key(), row.id, used);
    let went_back = asserted.counter_went_back.then(|| row.label.clone());
    Ok(Ok(Proven { verified, went_back }))
}

/// What is stored beside the key, with what a newer node wrote there.
fn used_data(row: &CredentialRow, data: PasskeyData) -> Data {
    match row.passkey() {
        Some(was) => Data::Passkey(was.replaced(data)),
        None => Data::Passkey(Json::new(data)),
    }
}

/// What the page says of a reason; operators find it in the log.
fn problem(refused: Refused) -> PasskeyProblem {
    tracing::info!(reason = %refused, "a passkey's answer was not taken");
    match refused {
        Refused::UserVerification => PasskeyProblem::NotVerified,
        Refused::BackupEligibility => PasskeyProblem::BackupChanged,
        Refused::Credential => PasskeyProblem::Unknown,
        _ => PasskeyProblem::Wrong,
    }
}
