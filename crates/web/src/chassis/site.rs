//! Who we are: the issuer URL and the hosts that are aliases of it. Every link, redirect and check takes these from the
//! configuration, never from a request (RST-05, OAU-49).

use std::{fmt, net::IpAddr};

use http::HeaderValue;

/// `https`, or `http` on a loopback host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Plain, for the demo and for tests.
    Http,
    /// With TLS, here or in front.
    Https,
}

impl Scheme {
    const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http => "http",
            Self::Https => "https",
        })
    }
}

/// A web origin (RFC 6454 §4): scheme, host in lower case, port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// `http` or `https`.
    pub scheme: Scheme,
    /// Name or address; an IPv6 address in brackets.
    pub host: String,
    /// The port, also when it is the scheme's own.
    pub port: u16,
}

impl Origin {
    /// Reads `scheme://host[:port]`, with nothing behind it. `None` for everything else, `null` included.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, authority) = text.split_once("://")?;
        let scheme = match scheme {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return None,
        };
        let (host, port) = split_authority(authority)?;
        Some(Self { scheme, host: host.to_ascii_lowercase(), port: port.unwrap_or(scheme.default_port()) })
    }

    /// `host`, or `host:port` when the port is not the scheme's own.
    fn authority(&self) -> String {
        if self.port == self.scheme.default_port() { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority())
    }
}

/// Host and port of an authority without user information.
fn split_authority(authority: &str) -> Option<(&str, Option<u16>)> {
    let end = if authority.starts_with('[') {
        authority.find(']')? + 1
    } else {
        authority.find(':').unwrap_or(authority.len())
    };
    let (host, port) = authority.split_at(end);
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => None,
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(digits.parse().ok()?)
        }
        _ => return None,
    };
    is_host(host).then_some((host, port))
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    !host.is_empty()
        && host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
}

/// The configured issuer or alias can not be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadSite {
    /// Not `scheme://host[:port]` without path, query or trailing slash.
    NotAnOrigin(String),
    /// `http` on a host that is not loopback: cookies and codes would travel in the clear.
    Insecure(String),
}

impl fmt::Display for BadSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnOrigin(text) => {
                write!(
                    f,
                    "{text:?} is not an address of the form https://login.example.com, without path or trailing slash"
                )
            }
            Self::Insecure(text) => write!(f, "{text:?} must be https: http is allowed on localhost only"),
        }
    }
}

impl std::error::Error for BadSite {}

/// For how long browsers keep to https where nobody says otherwise, in days.
const TRANSPORT_DAYS: u32 = 730;

/// The issuer and its aliases.
#[derive(Debug, Clone)]
pub struct Site {
    issuer: String,
    transport: Option<HeaderValue>,
    origins: Vec<Origin>,
    authorities: Vec<String>,
}

impl Site {
    /// A site with this issuer, that also answers for these further origins.
    ///
    /// # Errors
    /// When one of them is no origin, or insecure.
    pub fn new(issuer: &str, aliases: &[&str]) -> Result<Self, BadSite> {
        let mut site = Self { issuer: String::new(), transport: None, origins: Vec::new(), authorities: Vec::new() };
        for text in std::iter::once(&issuer).chain(aliases) {
            let origin = Origin::parse(text).ok_or_else(|| BadSite::NotAnOrigin((*text).to_owned()))?;
            if origin.scheme == Scheme::Http && !is_loopback(&origin.host) {
                return Err(BadSite::Insecure((*text).to_owned()));
            }
            site.authorities.push(origin.authority());
            site.authorities.push(format!("{}:{}", origin.host, origin.port));
            site.origins.push(origin);
        }
        site.issuer = site.origins.first().map(ToString::to_string).unwrap_or_default();
        Ok(site.with_transport_security(TRANSPORT_DAYS, None))
    }

    /// The same, where browsers are told to keep to https for so many days (RFC 6797 §6.1); 0 takes back what they were told
    /// before. `subdomains`: for all names below the issuer's as well; by default unless the issuer is a whole domain, as
    /// `example.com`, whose other names may be anybody's. This machine's own names and addresses are never told.
    pub fn with_transport_security(mut self, days: u32, subdomains: Option<bool>) -> Self {
        self.transport = self.origins.first().and_then(|issuer| {
            let is_address = issuer.host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
            let is_local = issuer.host == "localhost" || issuer.host.ends_with(".localhost");
            if issuer.scheme != Scheme::Https || is_address || is_local {
                return None;
            }
            let below = subdomains.unwrap_or_else(|| issuer.host.split('.').count() > 2);
            let seconds = u64::from(days) * 24 * 60 * 60;
            let text = format!("max-age={seconds}{}", if below { "; includeSubDomains" } else { "" });
            HeaderValue::try_from(text).ok()
        });
        self
    }

    /// What `Strict-Transport-Security` says, if it is sent.
    pub fn transport_security(&self) -> Option<&HeaderValue> {
        self.transport.as_ref()
    }

    /// The issuer URL, without a trailing slash.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The address of a path of ours, which begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.issuer)
    }

    /// Whether browsers reach us by https: cookies are then `Secure`.
    pub fn is_secure(&self) -> bool {
        self.origins.first().is_some_and(|issuer| issuer.scheme == Scheme::Https)
    }

    /// Whether this is a host (`Host`, `:authority`) that we answer for.
    pub fn answers_for(&self, authority: &str) -> bool {
        self.authorities.iter().any(|ours| ours.eq_ignore_ascii_case(authority))
    }

    /// Whether this is one of our own origins.
    pub fn is_own_origin(&self, origin: &Origin) -> bool {
        self.origins.contains(origin)
    }
}

/// `localhost`, or an address of the loopback network.
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_read_and_written() {
        for (text, shown) in [
            ("https://login.example.com", "https://login.example.com"),
            ("https://LOGIN.example.com:443", "https://login.example.com"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(Origin::parse(text).map(|origin| origin.to_string()).as_deref(), Some(shown));
        }
        for text in [
            "",
            "null",
            "https://",
            "https:login.example.com",
            "//login.example.com",
            "ftp://a.example",
            "HTTPS://a.example",
            "https://a.example/",
            "https://a.example?x",
            "https://u@a.example",
            "https://a.example:",
            "https://a.example:0x1",
            "https://a.example:65536",
            "https://a..example",
            "https://.example",
            "https://a.example.",
            "https://a b",
            "https://[::1",
            "https://[1.2.3.4]",
            "https://a.example:+1",
            "https://\u{e9}.example",
        ] {
            assert_eq!(Origin::parse(text), None, "{text}");
        }
    }

    #[test]
    fn http_on_loopback_only() {
        for issuer in ["http://localhost:1", "http://127.0.0.1", "http://127.9.9.9:80", "http://[::1]:8080"] {
            assert!(!Site::new(issuer, &[]).unwrap().is_secure(), "{issuer}");
        }
        for issuer in ["http://example.com", "http://10.0.0.1", "http://localhost.example.com"] {
            assert_eq!(Site::new(issuer, &[]).unwrap_err(), BadSite::Insecure(issuer.to_owned()));
        }
        assert_eq!(
            Site::new("https://a.example/", &[]).unwrap_err(),
            BadSite::NotAnOrigin("https://a.example/".to_owned())
        );
        assert_eq!(
            Site::new("https://a.example", &["b.example"]).unwrap_err(),
            BadSite::NotAnOrigin("b.example".to_owned())
        );
    }

    #[test]
    fn transport_security_binds_what_is_ours() {
        let told = |issuer: &str, days, subdomains| {
            let site = Site::new(issuer, &[]).unwrap().with_transport_security(days, subdomains);
            site.transport_security().map(|value| value.to_str().unwrap().to_owned())
        };
        let usual = Site::new("https://login.example.com", &[]).unwrap();
        assert_eq!(usual.transport_security().unwrap(), "max-age=63072000; includeSubDomains");
        assert_eq!(told("https://example.com", 365, None).as_deref(), Some("max-age=31536000"));
        assert_eq!(told("https://example.com", 1, Some(true)).as_deref(), Some("max-age=86400; includeSubDomains"));
        assert_eq!(told("https://login.example.com", 0, Some(false)).as_deref(), Some("max-age=0"));
        for issuer in [
            "http://localhost:8080",
            "https://localhost:8443",
            "https://app.localhost",
            "https://127.0.0.1",
            "https://[::1]",
            "https://192.0.2.1",
            "https://[2001:db8::a]",
        ] {
            assert_eq!(told(issuer, 730, Some(true)), None, "{issuer}");
        }
    }

    #[test]
    fn hosts_we_answer_for() {
        let site = Site::new("https://login.example.com", &["https://sso.example.org:8443"]).unwrap();
        for host in ["login.example.com", "LOGIN.example.com", "login.example.com:443", "sso.example.org:8443"] {
            assert!(site.answers_for(host), "{host}");
        }
        for host in
            ["", "example.com", "login.example.com.", "login.example.com:80", "sso.example.org", "u@login.example.com"]
        {
            assert!(!site.answers_for(host), "{host}");
        }
        assert_eq!(site.url("/sign-in"), "https://login.example.com/sign-in");
    }
}
