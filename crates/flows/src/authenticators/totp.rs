//! Codes of an authenticator app (RFC 6238): each is good once (TOT-01 to TOT-03).

use crypto::{
    seal::Sealer,
    totp::{self, Secret},
};
use model::Time;
use store::{
    Change,
    credentials::{self, CredentialKind, CredentialRow, Data},
    spent,
};

use super::Verified;
use crate::{
    Doorward, Error, Result,
    people::{
        credentials::{credential, row_key, secret_seal_context},
        person::Person,
    },
};

/// Whether it is a code that one of the person's apps shows now. It uses up its step and those before.
pub(super) fn verify(doorward: &Doorward, person: Option<&Person>, typed: &str, now: Time) -> Result<Option<Verified>> {
    let Some(person) = person else { return Ok(None) };
    for row in person.apps() {
        let key = row_key(person.row.org, person.row.id, row.id);
        let secret = doorward.sealer.open(secret_seal_context(&key), &row.secret);
        let secret = secret.map_err(|_| Error::Corrupt("an authenticator app's secret"))?;
        let secret = Secret::from_bytes(&secret).ok_or(Error::Corrupt("an authenticator app's secret"))?;
        let last = (row.counter > 0).then(|| totp::Step::from_number(row.counter));
        if let Some(step) = totp::verify(&secret, typed, now, last) {
            let mut verified = Verified::new(row.id, step.number(), now);
            credentials::spend_counter(&mut verified.change, person.key(), row.id, step.number(), now);
            return Ok(Some(verified));
        }
    }
    Ok(None)
}

/// A secret that an app is being set up with. It travels sealed in the form, for this sign-in of this person and no other.
#[derive(Clone)]
pub struct TotpEnrolment {
    /// The key, in groups for typing it in.
    pub key: String,
    /// The account that the app shows it for.
    pub user_name: String,
    /// The `otpauth://` address, to be shown as a picture.
    pub uri: String,
    /// What the form sends back.
    pub sealed: String,
    secret: Secret,
}

impl std::fmt::Debug for TotpEnrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpEnrolment(…)")
    }
}

/// What a secret that is being set up is sealed for.
const ENROLMENT: &str = "totp enrolment";

/// The length of a new secret: that of the hash that codes are made with (RFC 4226 §4).
const SECRET_BYTES: usize = 20;

impl TotpEnrolment {
    /// A new secret (TOT-04); the client has no say in it (TOT-06). It is made of the sealing key, `bound_to` and the `version` of the
    /// sign-in, so that a page that is loaded again, or in another language, shows the key that somebody may have in their app already.
    pub(crate) fn begin(doorward: &Doorward, bound_to: &[u8], version: i64, person: &Person) -> Option<Self> {
        let random = doorward.sealer.mac("totp secret", &[bound_to, &version.to_be_bytes()]);
        let secret = Secret::from_bytes(&random[..SECRET_BYTES])?;
        let sealed = doorward.sealer.seal_text(&*doorward.entropy, ENROLMENT, bound_to, secret.expose());
        Some(Self::new(secret, sealed, person))
    }

    /// The secret that the form brought back.
    pub(crate) fn resume(doorward: &Doorward, bound_to: &[u8], sealed: &str, person: &Person) -> Option<Self> {
        let secret = doorward.sealer.open_text(ENROLMENT, bound_to, sealed).ok()?;
        Some(Self::new(Secret::from_bytes(&secret)?, sealed.to_owned(), person))
    }

    fn new(secret: Secret, sealed: String, person: &Person) -> Self {
        let home = &person.home;
        let issuer = Some(home.branding.product_name.as_str()).filter(|name| !name.is_empty()).unwrap_or(&home.name);
        let account = person.profile.email.as_deref().or(person.profile.preferred_username.as_deref());
        let user_name = account.unwrap_or(&person.row.subject).to_owned();
        let uri = secret.uri(issuer, &user_name);
        Self { key: secret.to_groups().to_string(), user_name, uri: uri.to_string(), sealed, secret }
    }

    /// Guard: this secret was set up nowhere before, however often its form is sent.
    pub(crate) fn spend(&self, mac_key: &Sealer, change: &mut Change, until: Time) {
        spent::spend(change, ENROLMENT, &mac_key.mac(ENROLMENT, &[self.secret.expose()]), until);
    }

    /// The credential, if this is the code that the app shows now. Its step is used up with it.
    pub(crate) fn confirm(&self, doorward: &Doorward, person: &Person, code: &str, now: Time) -> Option<CredentialRow> {
        let step = totp::verify(&self.secret, code, now, None)?;
        let mut row = credential(doorward, CredentialKind::Totp, Vec::new(), Data::none(), now);
        let key = row_key(person.row.org, person.row.id, row.id);
        row.secret = doorward.sealer.seal(&*doorward.entropy, secret_seal_context(&key), self.secret.expose());
        row.counter = step.number();
        Some(row)
    }
}
