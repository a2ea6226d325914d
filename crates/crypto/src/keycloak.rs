//! Credentials of a Keycloak export. Each is two JSON texts: `credentialData` says how it was made, `secretData` holds it.

use serde_json::{Map, Value};

use crate::{
    password::{Stored, base64_bytes},
    totp::{self, reading},
};

/// One of the two JSON texts of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `credentialData`
    CredentialData,
    /// `secretData`
    SecretData,
}

impl Part {
    /// The member of the export that holds it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CredentialData => "credentialData",
            Self::SecretData => "secretData",
        }
    }
}

/// Why a credential is not taken. `Display` goes on from the name of the part, and holds nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Rejected {
    /// Which of the two texts is the reason.
    pub part: Part,
    why: String,
}

/// The hash of a credential of type `password`: PBKDF2 with SHA-1, SHA-256 or SHA-512, or Argon2.
///
/// # Errors
/// When one of the texts is damaged, the algorithm is another one, or the hash costs too much.
pub fn password(credential_data: &str, secret_data: &str) -> Result<Stored, Rejected> {
    let [how, secret] = Members::both(credential_data, secret_data)?;
    let line = match how.text("algorithm")? {
        "argon2" => argon2(&how, secret.base64("value", 16)?, secret.base64("salt", 8)?)?,
        name @ ("pbkdf2" | "pbkdf2-sha256" | "pbkdf2-sha512") => {
            let (value, salt) = (secret.base64("value", 16)?, secret.base64("salt", 1)?);
            format!("$keycloak${name}${}${salt}${value}", how.number("hashIterations")?)
        }
        other => {
            let other: String = other.chars().take(40).collect();
            let known = "argon2, pbkdf2, pbkdf2-sha256, pbkdf2-sha512";
            return Err(how.rejected(format!("has the algorithm `{other}`, which is not known here; known: {known}")));
        }
    };
    Stored::parse(&line).map_err(|why| how.rejected(why.to_string()))
}

fn argon2(how: &Members, value: &str, salt: &str) -> Result<String, Rejected> {
    let version = match how.parameter("version")? {
        "1.3" => 19,
        "1.0" => 16,
        _ => return Err(how.rejected("has an Argon2 `version` that is neither 1.3 nor 1.0".to_owned())),
    };
    let kind = how.parameter("type")?;
    if !["id", "i", "d"].contains(&kind) {
        return Err(how.rejected("has an Argon2 `type` that is none of id, i, d".to_owned()));
    }
    let [value, salt] = [value, salt].map(|text| text.trim_end_matches('='));
    let (memory, lanes) = (how.parameter("memory")?, how.parameter("parallelism")?);
    let passes = how.number("hashIterations")?;
    Ok(format!("$argon2{kind}$v={version}$m={memory},t={passes},p={lanes}${salt}${value}"))
}

/// The secret of a credential of type `otp`. Keycloak's key is the text itself, unless `secretEncoding` says BASE32.
///
/// # Errors
/// When one of the texts is damaged, the secret is too short, or its codes are computed in another way than here.
pub fn otp(credential_data: &str, secret_data: &str) -> Result<totp::Secret, Rejected> {
    let [how, secret] = Members::both(credential_data, secret_data)?;
    if how.text("subType")? != "totp" {
        return Err(how.rejected("has another `subType` than totp: only codes by time are taken".to_owned()));
    }
    reading::needs_algorithm(how.text("algorithm")?)
        .and_then(|()| reading::needs_numbers(how.number("digits").unwrap_or(6), how.number("period").unwrap_or(30)))
        .map_err(|why| how.rejected(why.to_string()))?;
    let value = secret.text("value")?;
    let read = match how.members.get("secretEncoding") {
        None | Some(Value::Null) => totp::Secret::imported(value.as_bytes()),
        Some(Value::String(encoding)) if encoding == "BASE32" => totp::Secret::from_base32(value),
        Some(_) => return Err(how.rejected("has a `secretEncoding` that is not BASE32".to_owned())),
    };
    read.map_err(|why| secret.rejected(format!("has a `value` that {why}")))
}

/// The members of one of the texts.
struct Members {
    part: Part,
    members: Map<String, Value>,
}

impl Members {
    fn both(credential_data: &str, secret_data: &str) -> Result<[Self; 2], Rejected> {
        Ok([Self::read(Part::CredentialData, credential_data)?, Self::read(Part::SecretData, secret_data)?])
    }

    fn read(part: Part, text: &str) -> Result<Self, Rejected> {
        match serde_json::from_str(text) {
            Ok(members) => Ok(Self { part, members }),
            Err(_) => Err(Rejected { part, why: "is no JSON object in text, as a Keycloak export has it".to_owned() }),
        }
    }

    const fn rejected(&self, why: String) -> Rejected {
        Rejected { part: self.part, why }
    }

    fn text(&self, name: &str) -> Result<&str, Rejected> {
        match self.members.get(name) {
            Some(Value::String(text)) => Ok(text),
            None | Some(Value::Null) => Err(self.rejected(format!("lacks `{name}`"))),
            Some(_) => Err(self.rejected(format!("has a `{name}` that is no text"))),
        }
    }

    fn number(&self, name: &str) -> Result<u32, Rejected> {
        match self.members.get(name) {
            None | Some(Value::Null) => Err(self.rejected(format!("lacks `{name}`"))),
            Some(value) => value
                .as_u64()
                .and_then(|number| u32::try_from(number).ok())
                .ok_or_else(|| self.rejected(format!("has a `{name}` that is no whole number"))),
        }
    }

    /// Base64 of at least so many bytes and at most 128.
    fn base64(&self, name: &str, least: usize) -> Result<&str, Rejected> {
        let text = self.text(name)?;
        match base64_bytes(text, least..=128) {
            Ok(_) => Ok(text),
            Err(_) => Err(self.rejected(format!("has a `{name}` that is no base64 of {least} to 128 bytes"))),
        }
    }

    /// One of `additionalParameters`, each of which is a list of one text.
    fn parameter(&self, name: &str) -> Result<&str, Rejected> {
        match self.members.get("additionalParameters").and_then(|all| all.get(name)).map(Value::as_array) {
            Some(Some(list)) => match list.as_slice() {
                [Value::String(only)] => Ok(only),
                _ => Err(self.rejected(format!("has `additionalParameters.{name}` with other than one text"))),
            },
            _ => Err(self.rejected(format!("lacks `additionalParameters.{name}`"))),
        }
    }
}

#[cfg(test)]
mod tests;
