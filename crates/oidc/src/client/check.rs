//! Whether metadata may be stored (RFC 7591 §2, §5; OAU-03): the same for registration, configuration and the console.

use super::{ApplicationType, Client, ClientAuthMethod, GrantType, ResponseType};
use crate::redirect_uri::{self, RedirectUriError};

const MAX_URIS: usize = 64;

/// Why metadata is not taken. The member's name is meant for whoever registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// One of `redirect_uris`, by position.
    #[error("redirect_uris[{0}]: {1}")]
    RedirectUri(usize, RedirectUriError),
    /// One of `post_logout_redirect_uris`, by position.
    #[error("post_logout_redirect_uris[{0}]: {1}")]
    PostLogoutRedirectUri(usize, RedirectUriError),
    /// More than 64 of either.
    #[error("too many redirect URIs")]
    TooManyUris,
    /// Grant and response types do not fit each other (RFC 7591 §2.1), or a public client asks for its own tokens.
    #[error("grant_types and response_types do not fit each other or the client's authentication")]
    GrantTypes,
    /// The code grant without any address to answer to.
    #[error("redirect_uris: at least one is needed")]
    NoRedirectUri,
    /// `private_key_jwt` without keys, both `jwks` and `jwks_uri`, or keys that can not verify.
    #[error("jwks: keys are missing or unusable")]
    Keys,
    /// An address that people are shown or sent to is not https.
    #[error("{0}: not an https address")]
    Address(&'static str),
    /// The client identifier is empty, over 255 bytes or has characters outside RFC 6749 §A.1.
    #[error("client_id: not printable ASCII of at most 255 characters")]
    ClientId,
}

impl Client {
    /// Whether the metadata may be stored.
    pub fn check(&self) -> Result<(), ClientError> {
        let printable = self.client_id.bytes().all(|byte| matches!(byte, 0x20..=0x7e));
        if self.client_id.is_empty() || self.client_id.len() > 255 || !printable {
            return Err(ClientError::ClientId);
        }
        if self.redirect_uris.len() > MAX_URIS || self.post_logout_redirect_uris.len() > MAX_URIS {
            return Err(ClientError::TooManyUris);
        }
        for (at, uri) in self.redirect_uris.iter().enumerate() {
            redirect_uri::check(uri, self.application_type).map_err(|why| ClientError::RedirectUri(at, why))?;
        }
        for (at, uri) in self.post_logout_redirect_uris.iter().enumerate() {
            redirect_uri::check(uri, self.application_type)
                .map_err(|why| ClientError::PostLogoutRedirectUri(at, why))?;
        }
        self.check_grants()?;
        self.check_keys()?;
        self.check_addresses()
    }

    fn check_grants(&self) -> Result<(), ClientError> {
        let code = self.may_use(GrantType::AuthorizationCode);
        let fits = code == self.response_types.contains(&ResponseType::Code)
            && (code || !self.may_use(GrantType::RefreshToken))
            && !(self.is_public() && self.may_use(GrantType::ClientCredentials));
        if !fits {
            return Err(ClientError::GrantTypes);
        }
        if code && self.redirect_uris.is_empty() { Err(ClientError::NoRedirectUri) } else { Ok(()) }
    }

    fn check_keys(&self) -> Result<(), ClientError> {
        let by_key = self.token_endpoint_auth_method == ClientAuthMethod::PrivateKeyJwt;
        match (&self.jwks, &self.jwks_uri) {
            (Some(_), Some(_)) => Err(ClientError::Keys),
            (None, None) if by_key => Err(ClientError::Keys),
            (Some(set), None) => {
                let usable = jose::VerifyingKeys::from_set(set).is_ok_and(|keys| !by_key || !keys.is_empty());
                if usable { Ok(()) } else { Err(ClientError::Keys) }
            }
            _ => Ok(()),
        }
    }

    fn check_addresses(&self) -> Result<(), ClientError> {
        let addresses = [
            ("jwks_uri", &self.jwks_uri),
            ("logo_uri", &self.logo_uri),
            ("client_uri", &self.client_uri),
            ("policy_uri", &self.policy_uri),
            ("tos_uri", &self.tos_uri),
            ("initiate_login_uri", &self.initiate_login_uri),
        ];
        for (name, address) in addresses {
            let Some(address) = address else { continue };
            redirect_uri::check(address, ApplicationType::Web).map_err(|_| ClientError::Address(name))?;
        }
        Ok(())
    }
}
