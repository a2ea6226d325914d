//! Where a request goes.

use std::{fmt, str::FromStr};

use http::uri::PathAndQuery;
use url::{Host, Url};

/// An address that a request may name: `https` or `http`, a host, no user, no fragment. Whether it may be called is for the
/// rules to say, at each call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub(crate) secure: bool,
    /// In the one form that every notation of it has: `127.1`, `0x7f.1` and `2130706433` are the address that they mean, and a
    /// name is in ASCII and lower case, without a dot at its end.
    pub(crate) host: Host,
    pub(crate) port: u16,
    pub(crate) path: PathAndQuery,
    /// `host`, or `host:port` where it isn't the scheme's own: the Host header (RFC 9112 §3.2).
    pub(crate) authority: String,
    /// What is spoken there.
    pub(crate) speaks: Speaks,
}

/// What is spoken at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaks {
    /// HTTP.
    Http,
    /// LDAP, under TLS from the beginning or not at all.
    Ldap,
    /// LDAP, which asks for TLS before anything else.
    LdapStartTls,
}

/// Why a text is no address that a request may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTarget {
    /// It can't be read.
    #[error("it is no address: write it as https://app.example.com/path")]
    Unreadable,
    /// Neither `https` nor `http` (EGR-04).
    #[error("it begins with neither https:// nor http://")]
    Scheme,
    /// A user name or password in it (EGR-04).
    #[error("it holds a user name or password")]
    User,
    /// A fragment, which is never sent.
    #[error("it holds a # part, which is never sent")]
    Fragment,
    /// None of a directory.
    #[error(
        "it is no address of a directory: write it as ldaps://dc1.example.com, or as ldap://dc1.example.com for StartTLS"
    )]
    Directory,
}

impl FromStr for Target {
    type Err = BadTarget;

    fn from_str(text: &str) -> Result<Self, BadTarget> {
        let url = Url::parse(text).map_err(|_| BadTarget::Unreadable)?;
        let secure = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(BadTarget::Scheme),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadTarget::User);
        }
        if url.fragment().is_some() {
            return Err(BadTarget::Fragment);
        }
        let host = url.host().ok_or(BadTarget::Unreadable)?.to_owned();
        let port = url.port_or_known_default().ok_or(BadTarget::Unreadable)?;
        let path = url[url::Position::BeforePath..].parse().map_err(|_| BadTarget::Unreadable)?;
        let authority = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        let host = match host {
            Host::Domain(name) => Host::Domain(name.trim_end_matches('.').to_owned()),
            address => address,
        };
        Ok(Self { secure, host, port, path, authority, speaks: Speaks::Http })
    }
}

/// The ports of directories (RFC 4516 §2; Active Directory's global catalogue).
pub(crate) const DIRECTORY_PORTS: [u16; 4] = [389, 636, 3268, 3269];

impl Target {
    /// A directory: `ldaps://host` speaks TLS from the beginning, `ldap://host` asks for it first, unless it stays plain. The host is read
    /// as that of every other address.
    ///
    /// # Errors
    /// When the text is none.
    pub fn directory(text: &str, plain: bool) -> Result<Self, BadTarget> {
        let (at_once, rest) = match (text.strip_prefix("ldaps://"), text.strip_prefix("ldap://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(BadTarget::Directory),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.is_empty() || rest.contains(['/', '?', '#', '@', '\\', '%']) {
            return Err(BadTarget::Directory);
        }
        let mut target: Self = format!("https://{rest}").parse().map_err(|_| BadTarget::Directory)?;
        // 443 is what the other scheme has where nothing is said.
        let says_port = Url::parse(&format!("https://{rest}")).is_ok_and(|url| url.port().is_some());
        if !says_port && !rest.ends_with(":443") {
            target.port = if at_once { 636 } else { 389 };
        }
        target.secure = at_once || !plain;
        target.speaks = if at_once || plain { Speaks::Ldap } else { Speaks::LdapStartTls };
        target.authority = format!("{}:{}", target.host, target.port);
        Ok(target)
    }

    /// Whether it has to be asked for TLS, once it is connected to.
    pub fn starts_tls(&self) -> bool {
        self.speaks == Speaks::LdapStartTls
    }

    /// The host and port, by which calls are counted.
    pub(crate) fn peer(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// Where it leads, without path and query, which may hold secrets.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match (self.speaks, self.secure) {
            (Speaks::Http, true) => "https",
            (Speaks::Http, false) => "http",
            (Speaks::Ldap, true) => "ldaps",
            (Speaks::Ldap, false) | (Speaks::LdapStartTls, _) => "ldap",
        };
        write!(f, "{scheme}://{}", self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn egr_04_what_a_request_may_name() {
        for text in ["https://app.example.com", "https://app.example.com:8443/a?b=c", "http://[2001:db8::1]/x"] {
            assert!(text.parse::<Target>().is_ok(), "{text}");
        }
        for (text, why) in [
            ("", BadTarget::Unreadable),
            ("app.example.com/x", BadTarget::Unreadable),
            ("https://", BadTarget::Unreadable),
            ("https://1.2.3.256/", BadTarget::Unreadable),
            ("ftp://app.example.com/", BadTarget::Scheme),
            ("file:///etc/passwd", BadTarget::Scheme),
            ("gopher://app.example.com/", BadTarget::Scheme),
            ("unix:/run/docker.sock", BadTarget::Scheme),
            ("https://user@app.example.com/", BadTarget::User),
            ("https://:word@app.example.com/", BadTarget::User),
            ("https://app.example.com/#top", BadTarget::Fragment),
        ] {
            assert_eq!(text.parse::<Target>(), Err(why), "{text}");
        }
    }

    #[test]
    fn egr_04_what_names_a_directory() {
        let of = |text: &str, plain| {
            Target::directory(text, plain).map(|target| (target.to_string(), target.secure, target.starts_tls()))
        };
        assert_eq!(of("ldaps://DC1.acme.example", false), Ok(("ldaps://dc1.acme.example:636".into(), true, false)));
        assert_eq!(of("ldap://dc1.acme.example/", false), Ok(("ldap://dc1.acme.example:389".into(), true, true)));
        assert_eq!(of("ldap://127.1:1389", true), Ok(("ldap://127.0.0.1:1389".into(), false, false)));
        assert_eq!(of("ldaps://[::1]:443", true), Ok(("ldaps://[::1]:443".into(), true, false)));
        for text in [
            "",
            "ldap://",
            "https://a.example",
            "ldapi:///run/x",
            "ldaps://u@a.example",
            "ldaps://a.example/dc=x",
            "ldaps://a.example?x",
            "ldap://a b",
        ] {
            assert_eq!(of(text, false), Err(BadTarget::Directory), "{text}");
        }
    }

    #[test]
    fn one_form_for_every_notation() {
        for text in
            ["http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://017700000001/", "http://１２７.0.0.1/"]
        {
            assert_eq!(text.parse::<Target>().unwrap().host.to_string(), "127.0.0.1", "{text}");
        }
        let target: Target = "https://App.EXAMPLE.com./a?b".parse().unwrap();
        assert_eq!(
            (target.host.to_string().as_str(), target.port, target.path.as_str()),
            ("app.example.com", 443, "/a?b")
        );
        assert_eq!("https://a.example:8443/secret?x".parse::<Target>().unwrap().to_string(), "https://a.example:8443");
    }
}
