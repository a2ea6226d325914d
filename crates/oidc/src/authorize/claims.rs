//! The `claims` parameter: single claims beyond those of the scopes (OIDC Core §5.5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest parameter, in bytes.
const MAX_LENGTH: usize = 4 * 1024;
/// The most claims for one place.
const MAX_CLAIMS: usize = 64;

/// How much one claim is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimRequest {
    /// Whether the client can hardly do without. Leaving it out is no error all the same, save for `acr`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub essential: bool,
    /// The one value that is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The values that are wanted, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

/// The claims wanted from userinfo and in the ID token.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimsRequest {
    /// From userinfo. `None` means wanted without further ado.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub userinfo: BTreeMap<String, Option<ClaimRequest>>,
    /// In the ID token.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub id_token: BTreeMap<String, Option<ClaimRequest>>,
}

impl ClaimsRequest {
    /// Reads the parameter; none when it is too long, too rich or not as specified.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // An array would do for a struct otherwise.
        if text.len() > MAX_LENGTH || !text.trim_start().starts_with('{') {
            return None;
        }
        let claims: Self = serde_json::from_str(text).ok()?;
        (claims.userinfo.len() <= MAX_CLAIMS && claims.id_token.len() <= MAX_CLAIMS).then_some(claims)
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.userinfo.is_empty() && self.id_token.is_empty()
    }
}
