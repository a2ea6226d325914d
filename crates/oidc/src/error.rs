//! The error codes of the specifications, and the rule for their descriptions.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $name:literal;)*) => {
        /// An error code on the wire.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $($(#[$doc])* $code,)* }

        impl ErrorCode {
            /// The registered name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$code => $name,)* }
            }
        }
    };
}

codes! {
    /// RFC 6749 §4.1.2.1, §5.2
    InvalidRequest = "invalid_request";
    /// RFC 6749 §5.2
    InvalidClient = "invalid_client";
    /// RFC 6749 §5.2
    InvalidGrant = "invalid_grant";
    /// RFC 6749 §4.1.2.1, §5.2
    UnauthorizedClient = "unauthorized_client";
    /// RFC 6749 §5.2
    UnsupportedGrantType = "unsupported_grant_type";
    /// RFC 6749 §4.1.2.1
    UnsupportedResponseType = "unsupported_response_type";
    /// RFC 6749 §4.1.2.1, §5.2
    InvalidScope = "invalid_scope";
    /// RFC 6749 §4.1.2.1
    AccessDenied = "access_denied";
    /// RFC 6749 §4.1.2.1
    ServerError = "server_error";
    /// RFC 6749 §4.1.2.1
    TemporarilyUnavailable = "temporarily_unavailable";
    /// RFC 7009 §2.2.1
    UnsupportedTokenType = "unsupported_token_type";
    /// RFC 6750 §3.1
    InvalidToken = "invalid_token";
    /// RFC 6750 §3.1
    InsufficientScope = "insufficient_scope";
    /// OIDC Core §3.1.2.6
    LoginRequired = "login_required";
    /// OIDC Core §3.1.2.6
    InteractionRequired = "interaction_required";
    /// OIDC Core §3.1.2.6
    ConsentRequired = "consent_required";
    /// OIDC Core §3.1.2.6
    AccountSelectionRequired = "account_selection_required";
    /// OIDC Core §3.1.2.6
    RequestNotSupported = "request_not_supported";
    /// OIDC Core §3.1.2.6
    RequestUriNotSupported = "request_uri_not_supported";
    /// OIDC Core §3.1.2.6
    RegistrationNotSupported = "registration_not_supported";
    /// OpenID Connect Core Error Code unmet_authentication_requirements 1.0
    UnmetAuthenticationRequirements = "unmet_authentication_requirements";
    /// RFC 8707 §2
    InvalidTarget = "invalid_target";
    /// RFC 7591 §3.2.2
    InvalidRedirectUri = "invalid_redirect_uri";
    /// RFC 7591 §3.2.2
    InvalidClientMetadata = "invalid_client_metadata";
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Whether a description holds only what RFC 6749 §4.1.2.1 allows: printable ASCII without `"` and `\`. Descriptions
/// are literals of ours, so nothing of the request can get into them (OAU-60).
pub const fn is_description(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e) {
            return false;
        }
        at += 1;
    }
    true
}
