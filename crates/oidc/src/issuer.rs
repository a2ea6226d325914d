//! Who we are: the issuer URL, from the configuration and never from a request (OAU-49), and the endpoints under it.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! endpoints {
    ($($(#[$doc:meta])* $endpoint:ident = $path:literal;)*) => {
        /// A protocol endpoint.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Endpoint { $($(#[$doc])* $endpoint,)* }

        impl Endpoint {
            /// Its path below the issuer.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$endpoint => $path,)* }
            }
        }
    };
}

endpoints! {
    /// RFC 6749 §3.1
    Authorization = "/oauth/authorize";
    /// RFC 6749 §3.2
    Token = "/oauth/token";
    /// OIDC Core §5.3
    Userinfo = "/oauth/userinfo";
    /// RFC 7662
    Introspection = "/oauth/introspect";
    /// RFC 7009
    Revocation = "/oauth/revoke";
    /// RFC 7517
    Jwks = "/oauth/jwks";
    /// OIDC RP-Initiated Logout §2
    EndSession = "/oauth/logout";
    /// OIDC Discovery §4
    OpenidConfiguration = "/.well-known/openid-configuration";
    /// RFC 8414 §3
    AuthorizationServer = "/.well-known/oauth-authorization-server";
}

/// The issuer identifier: an https URL without query, fragment and slash at the end; http on loopback only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer(String);

/// Why a URL can not be an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssuerError {
    /// Not an absolute URL in its canonical spelling.
    #[error("the issuer is not a URL in canonical form")]
    Url,
    /// http on another host than loopback, or another scheme.
    #[error("the issuer must be https, or http on loopback")]
    Scheme,
    /// A user, a query, a fragment or a slash at the end.
    #[error("the issuer must have no user, query, fragment or slash at the end")]
    Parts,
}

impl Issuer {
    /// Checks the URL (OIDC Discovery §3, RFC 8414 §2).
    pub fn parse(text: &str) -> Result<Self, IssuerError> {
        let url = url::Url::parse(text).map_err(|_| IssuerError::Url)?;
        let host = url.host_str().ok_or(IssuerError::Url)?;
        if !(url.scheme() == "https" || url.scheme() == "http" && is_loopback(host)) {
            return Err(IssuerError::Scheme);
        }
        if text.contains(['?', '#', '@']) || text.ends_with('/') {
            return Err(IssuerError::Parts);
        }
        if url.as_str() != text && url.as_str().strip_suffix('/') != Some(text) {
            return Err(IssuerError::Url);
        }
        Ok(Self(text.to_owned()))
    }

    /// The identifier as it stands in `iss`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, without a port.
    pub fn host(&self) -> Option<&str> {
        let authority = self.0.split_once("://")?.1.split('/').next()?;
        match authority.strip_prefix('[') {
            Some(address) => address.split_once(']').map(|(address, _)| address),
            None => authority.split(':').next(),
        }
    }

    /// The URL of an endpoint.
    pub fn url(&self, endpoint: Endpoint) -> String {
        format!("{}{}", self.0, endpoint.path())
    }
}

/// Whether a URL's host is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Issuer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_compared_byte_for_byte() {
        for good in ["https://id.example", "https://id.example/a", "http://localhost:4000", "http://127.0.0.1:1"] {
            assert!(Issuer::parse(good).is_ok(), "{good}");
        }
        let table = [
            ("id.example", IssuerError::Url),
            ("https://ID.example", IssuerError::Url),
            ("https://id.example:443", IssuerError::Url),
            ("https://id.example/a/../b", IssuerError::Url),
            ("http://id.example", IssuerError::Scheme),
            ("http://localhost.evil.example", IssuerError::Scheme),
            ("https://id.example/", IssuerError::Parts),
            ("https://id.example?a", IssuerError::Parts),
            ("https://id.example#a", IssuerError::Parts),
            ("https://a@id.example", IssuerError::Parts),
        ];
        for (bad, why) in table {
            assert_eq!(Issuer::parse(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn endpoints_lie_under_the_issuer() {
        let issuer = Issuer::parse("https://id.example/a").unwrap();
        assert_eq!(issuer.url(Endpoint::Token), "https://id.example/a/oauth/token");
    }
}
