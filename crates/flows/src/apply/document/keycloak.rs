//! `keycloak_credentials`: the list `credentials` of a user in a Keycloak export, as it stands there.

use crypto::{
    keycloak::{self, Rejected},
    totp,
};

use super::{super::reader::unknown_word, Fields, Problems, Secrets};
use crate::people::NewPassword;

/// What an export says of a credential beside what is read.
const KNOWN: &[&str] =
    &["type", "credentialData", "secretData", "id", "createdDate", "userLabel", "priority", "temporary"];

/// The types that there are, and whether they are read, passed over or refused.
const TYPES: &[(&str, Type)] = &[
    ("password", Type::Password),
    ("otp", Type::Otp),
    ("password-history", Type::History),
    ("webauthn", Type::ForLater),
    ("webauthn-passwordless", Type::ForLater),
    ("recovery-authn-codes", Type::ForLater),
];

#[derive(Clone, Copy)]
enum Type {
    Password,
    Otp,
    History,
    ForLater,
}

/// What a user brings from Keycloak.
#[derive(Default)]
pub(super) struct Brought {
    pub(super) password: Option<NewPassword>,
    pub(super) totp: Option<totp::Secret>,
    /// Whether the password is a first one, `temporary` in Keycloak's word.
    pub(super) must_change: bool,
}

pub(super) fn read(fields: &Fields<'_>, secrets: &dyn Secrets, problems: &Problems) -> Brought {
    let mut brought = Brought::default();
    for (place, node) in fields.list("keycloak_credentials").unwrap_or_default() {
        if let Some(credential) = Fields::of(node, &place, KNOWN, problems) {
            brought.add(&credential, fields, secrets);
        }
    }
    brought
}

impl Brought {
    fn add(&mut self, credential: &Fields<'_>, user: &Fields<'_>, secrets: &dyn Secrets) {
        let Some(word) = credential.needed("type") else { return };
        match TYPES.iter().find(|(known, _)| *known == word) {
            Some((_, Type::Password)) => {
                let there = self.password.is_some() || is_given(user, "password") || is_given(user, "password_hash");
                let hash = texts(credential, secrets, keycloak::password).map(|hash| hash.as_str().to_owned());
                once(credential, there, "password");
                self.must_change |= credential.bool("temporary") == Some(true);
                self.password = hash.map(|hash| NewPassword::Hash(hash.into())).or(self.password.take());
            }
            Some((_, Type::Otp)) => {
                once(credential, self.totp.is_some() || is_given(user, "totp_secret"), "authenticator app");
                self.totp = texts(credential, secrets, keycloak::otp).or(self.totp.take());
            }
            Some((_, Type::History)) => {}
            Some((_, Type::ForLater)) => {
                let text = format!("is `{word}`, which is not in this version of Doorward: leave this credential out");
                credential.wrong("type", text);
            }
            None => {
                let known: Vec<&str> = TYPES.iter().map(|(known, _)| *known).collect();
                credential.wrong("type", unknown_word(word, &known));
            }
        }
    }
}

fn is_given(user: &Fields<'_>, key: &str) -> bool {
    user.get(key).is_some()
}

fn once(credential: &Fields<'_>, there: bool, what: &str) {
    if there {
        credential.wrong("type", format!("gives the user a second {what}, but one is taken: leave one of them out"));
    }
}

/// Reads the two JSON texts of a credential; what is wrong is told under the text that it is in.
fn texts<T>(credential: &Fields<'_>, secrets: &dyn Secrets, read: fn(&str, &str) -> Result<T, Rejected>) -> Option<T> {
    let data = credential.needed("credentialData");
    if credential.get("secretData").is_none() {
        credential.wrong("secretData", "is needed");
    }
    let secret = credential.secret("secretData", secrets)?;
    match read(data?, secret.expose()) {
        Ok(read) => Some(read),
        Err(rejected) => {
            credential.wrong(rejected.part.name(), rejected.to_string());
            None
        }
    }
}
