//! GitHub's list of addresses (P11), which userinfo does not have.

use model::{Key, openid_connect::OpenidConnect};
use serde_json::Value;

use crate::Claims;

/// Nobody reads what is sent there.
const NO_REPLY: &str = "users.noreply.github.com";

/// The primary address that GitHub verified and that mail can be sent to.
pub fn primary_verified(json: &[u8]) -> Option<String> {
    let entries: Vec<Value> = serde_json::from_slice(json).ok()?;
    let is_true = |entry: &Value, name: &str| entry[name] == true;
    let primary = entries.iter().find(|entry| is_true(entry, "primary") && is_true(entry, "verified"))?;
    let address = primary["email"].as_str()?;
    let domain = Key::email(address).ok()?.domain()?.to_owned();
    (domain != NO_REPLY).then(|| address.to_owned())
}

impl Claims {
    /// With the address that the provider verified, or with none: the one of a GitHub profile is what somebody typed.
    #[must_use]
    pub fn with_verified_email(mut self, connector: &OpenidConnect, address: Option<String>) -> Self {
        let claim = connector.mapping.email.as_deref().unwrap_or("email").to_owned();
        self.set("email_verified", address.is_some().into());
        self.set(&claim, address.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(email: &str, primary: bool, verified: bool) -> Value {
        json!({"email": email, "primary": primary, "verified": verified, "visibility": "private"})
    }

    fn chosen(entries: &[Value]) -> Option<String> {
        primary_verified(json!(entries).to_string().as_bytes())
    }

    #[test]
    fn p11_the_primary_one_that_is_verified() {
        let ann = "Ann@acme.example";
        assert_eq!(chosen(&[entry("b@x.example", false, true), entry(ann, true, true)]).as_deref(), Some(ann));
        for none in [
            vec![],
            vec![entry(ann, true, false)],
            vec![entry(ann, false, true)],
            vec![entry("1+ann@users.noreply.github.com", true, true)],
            vec![entry("1+ann@Users.NoReply.GitHub.com", true, true)],
            vec![entry("no address", true, true)],
            vec![json!({"email": ann, "primary": "true", "verified": 1})],
            vec![json!(ann)],
        ] {
            assert_eq!(chosen(&none), None, "{none:?}");
        }
        for text in ["", "{}", "null", "<html>"] {
            assert_eq!(primary_verified(text.as_bytes()), None);
        }
    }
}
