//! Whether metadata may be stored (RFC 7591 §2, §5; OAU-03): the same for registration, configuration and the console.

use super::{ApplicationType, Client, ClientAuthMethod, GrantType, ResponseType};
use crate::{
    redirect_uri::{self, RedirectUriError},
    resource::{self, MAX_RESOURCES},
    userinfo,
};

const MAX_URIS: usize = 64;

/// Why metadata is not taken. `Display` goes on from the member's name, for whoever registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// One of `redirect_uris`, by position.
    #[error("{1}")]
    RedirectUri(usize, RedirectUriError),
    /// One of `post_logout_redirect_uris`, by position.
    #[error("{1}")]
    PostLogoutRedirectUri(usize, RedirectUriError),
    /// More than 64 in this member.
    #[error("more than {MAX_URIS} addresses")]
    TooManyUris(&'static str),
    /// Grant and response types do not fit each other (RFC 7591 §2.1), or a public client asks for its own tokens.
    #[error("does not fit response_types or the client's authentication")]
    GrantTypes,
    /// The code grant without any address to answer to.
    #[error("at least one is needed")]
    NoRedirectUri,
    /// `private_key_jwt` without keys, or keys that can not verify.
    #[error("keys are missing or unusable")]
    Keys,
    /// An address that people are shown or sent to is not https.
    #[error("not an https address")]
    Address(&'static str),
    /// `id_token_claims` has a claim that no scope of the client's stands for.
    #[error("no claim of a scope that the client may have")]
    IdTokenClaim(usize),
    /// One of `audiences` is not an absolute URI without a fragment, or there are more than 16.
    #[error("not an absolute URI without a fragment (RFC 8707), or one of more than 16")]
    Audience(usize),
    /// `require_pkce: false` of a public client, which has nothing else to show that a code is its own.
    #[error("can't be false for a public client (token_endpoint_auth_method none)")]
    PublicWithoutPkce,
    /// The client identifier is empty, over 255 bytes or has characters outside RFC 6749 §A.1.
    #[error("not printable ASCII of 1 to 255 characters")]
    ClientId,
}

impl ClientError {
    /// The member of the metadata, with the position in a list.
    pub fn member(self) -> String {
        match self {
            Self::RedirectUri(at, _) => format!("redirect_uris[{at}]"),
            Self::PostLogoutRedirectUri(at, _) => format!("post_logout_redirect_uris[{at}]"),
            Self::TooManyUris(member) | Self::Address(member) => member.to_owned(),
            Self::GrantTypes => "grant_types".to_owned(),
            Self::NoRedirectUri => "redirect_uris".to_owned(),
            Self::Keys => "jwks".to_owned(),
            Self::IdTokenClaim(at) => format!("id_token_claims[{at}]"),
            Self::Audience(at) => format!("audiences[{at}]"),
            Self::PublicWithoutPkce => "require_pkce".to_owned(),
            Self::ClientId => "client_id".to_owned(),
        }
    }
}

impl Client {
    /// Everything for which the metadata may not be stored; empty when it is good.
    pub fn check(&self) -> Vec<ClientError> {
        let mut found = Vec::new();
        let printable = self.client_id.bytes().all(|byte| matches!(byte, 0x20..=0x7e));
        if self.client_id.is_empty() || self.client_id.len() > 255 || !printable {
            found.push(ClientError::ClientId);
        }
        found.extend(self.check_uris("redirect_uris", &self.redirect_uris, ClientError::RedirectUri));
        let after = &self.post_logout_redirect_uris;
        found.extend(self.check_uris("post_logout_redirect_uris", after, ClientError::PostLogoutRedirectUri));
        found.extend((self.is_public() && !self.require_pkce).then_some(ClientError::PublicWithoutPkce));
        found.extend(self.check_claims_and_audiences());
        found.extend(self.check_grants());
        found.extend(self.check_keys());
        found.extend(self.check_addresses());
        found.extend(self.check_backchannel_logout());
        found
    }

    fn check_claims_and_audiences(&self) -> Vec<ClientError> {
        let known = |claim: &String| userinfo::scope_of(claim).is_some_and(|scope| self.scope.contains(scope));
        let claims = self.id_token_claims.iter().enumerate().filter(|(_, claim)| !known(claim));
        let bad = |at: usize, audience: &str| at >= MAX_RESOURCES || !resource::is_resource(audience);
        let audiences = self.audiences.iter().enumerate().filter(|(at, audience)| bad(*at, audience));
        claims
            .map(|(at, _)| ClientError::IdTokenClaim(at))
            .chain(audiences.map(|(at, _)| ClientError::Audience(at)))
            .collect()
    }

    fn check_uris(
        &self,
        member: &'static str,
        uris: &[String],
        error: fn(usize, RedirectUriError) -> ClientError,
    ) -> Vec<ClientError> {
        if uris.len() > MAX_URIS {
            return vec![ClientError::TooManyUris(member)];
        }
        let checked = uris.iter().map(|uri| redirect_uri::check(uri, self.application_type));
        checked.enumerate().filter_map(|(at, checked)| Some(error(at, checked.err()?))).collect()
    }

    fn check_grants(&self) -> Option<ClientError> {
        let code = self.may_use(GrantType::AuthorizationCode);
        let fits = code == self.response_types.contains(&ResponseType::Code)
            && (code || !self.may_use(GrantType::RefreshToken))
            && !(self.is_public() && self.may_use(GrantType::ClientCredentials));
        if !fits {
            return Some(ClientError::GrantTypes);
        }
        (code && self.redirect_uris.is_empty()).then_some(ClientError::NoRedirectUri)
    }

    fn check_keys(&self) -> Option<ClientError> {
        let by_key = self.token_endpoint_auth_method == ClientAuthMethod::PrivateKeyJwt;
        let usable = match &self.jwks {
            None => !by_key,
            Some(set) => jose::VerifyingKeys::from_set(set).is_ok_and(|keys| !by_key || !keys.is_empty()),
        };
        (!usable).then_some(ClientError::Keys)
    }

    /// Absolute and without a fragment; `http` only where the client is confidential (OIDC Back-Channel Logout §2.2). Whether it is
    /// called is for the operator's rules to say.
    fn check_backchannel_logout(&self) -> Option<ClientError> {
        let address = self.backchannel_logout_uri.as_deref()?;
        let as_https =
            address.strip_prefix("http://").filter(|_| !self.is_public()).map(|rest| format!("https://{rest}"));
        let checked = redirect_uri::check(as_https.as_deref().unwrap_or(address), ApplicationType::Web);
        checked.is_err().then_some(ClientError::Address("backchannel_logout_uri"))
    }

    fn check_addresses(&self) -> Vec<ClientError> {
        let addresses = [
            ("logo_uri", &self.logo_uri),
            ("client_uri", &self.client_uri),
            ("policy_uri", &self.policy_uri),
            ("tos_uri", &self.tos_uri),
            ("initiate_login_uri", &self.initiate_login_uri),
        ];
        let is_bad = |address: &str| redirect_uri::check(address, ApplicationType::Web).is_err();
        let bad = addresses.into_iter().filter(|(_, address)| address.as_deref().is_some_and(is_bad));
        bad.map(|(member, _)| ClientError::Address(member)).collect()
    }
}
