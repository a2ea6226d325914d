//! The configuration that `doorward init` writes: every key, what it means, and its default.

/// A configuration for this issuer and database. Its sealing key is expected in `sealing.key`, beside it.
pub fn template(issuer: &str, database: &str) -> String {
    let text = |value: &str| toml::Value::String(value.to_owned()).to_string();
    include_str!("doorward.toml").replace("\"@issuer@\"", &text(issuer)).replace("\"@database@\"", &text(database))
}
