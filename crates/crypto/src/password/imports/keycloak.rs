//! The two JSON texts that a Keycloak export keeps for a password, made into one line.

use std::collections::HashMap;

use serde::Deserialize;

use crate::password::stored::NotAHash;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialData {
    algorithm: String,
    hash_iterations: u32,
    #[serde(default)]
    additional_parameters: HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct SecretData {
    value: String,
    salt: String,
}

/// The line of these texts: `$keycloak$…` for PBKDF2, a PHC string for Argon2.
pub(in crate::password) fn line(credential_data: &str, secret_data: &str) -> Result<String, NotAHash> {
    let data: CredentialData = serde_json::from_str(credential_data).map_err(|_| NotAHash)?;
    let SecretData { value, salt } = serde_json::from_str(secret_data).map_err(|_| NotAHash)?;
    if data.algorithm == "argon2" {
        return argon2(&data, &value, &salt);
    }
    Ok(format!("$keycloak${}${}${salt}${value}", data.algorithm, data.hash_iterations))
}

fn argon2(data: &CredentialData, value: &str, salt: &str) -> Result<String, NotAHash> {
    let parameter = |name| match data.additional_parameters.get(name).map(Vec::as_slice) {
        Some([only]) => Ok(only.as_str()),
        _ => Err(NotAHash),
    };
    let version = match parameter("version")? {
        "1.3" => 19,
        "1.0" => 16,
        _ => return Err(NotAHash),
    };
    let [value, salt] = [value, salt].map(|text| text.trim_end_matches('='));
    Ok(format!(
        "$argon2{}$v={version}$m={},t={},p={}${salt}${value}",
        parameter("type")?,
        parameter("memory")?,
        data.hash_iterations,
        parameter("parallelism")?,
    ))
}
