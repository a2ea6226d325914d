//! Addresses that mail is sent to and from.
//!
//! Narrower than RFC 5321 §4.1.2 on purpose: no quoted local parts, no address literals, no comments. Whatever passes can
//! stand in a header and in an SMTP command as it is, so that no address can become a second command.

use std::{fmt, str::FromStr};

/// An e-mail address: a mailbox at a domain, the domain as DNS has it (`xn--…`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address(lettre::Address);

/// Not an address that mail can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address is a name, an @ and a domain, like no-reply@example.org")]
pub struct NotAnAddress;

/// The longest address, and the longest part before the `@` (RFC 5321 §4.5.3.1).
const LONGEST: (usize, usize) = (254, 64);

impl Address {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// The part behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// Whether the part before the `@` needs a server that takes more than ASCII (SMTPUTF8, RFC 6531).
    pub fn is_international(&self) -> bool {
        !self.0.user().is_ascii()
    }

    pub(crate) fn lettre(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let (user, domain) = text.trim().split_once('@').ok_or(NotAnAddress)?;
        let atom = |part: &str| !part.is_empty() && part.chars().all(may_stand_in_an_atom);
        if user.len() > LONGEST.1 || !user.split('.').all(atom) {
            return Err(NotAnAddress);
        }
        // What a URL's host may be and a mail domain may not: percent signs, addresses of machines.
        let named = domain.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '.'));
        let host = if named { url::Host::parse(domain).map_err(|_| NotAnAddress)? } else { return Err(NotAnAddress) };
        let url::Host::Domain(domain) = host else { return Err(NotAnAddress) };
        if user.len() + 1 + domain.len() > LONGEST.0 {
            return Err(NotAnAddress);
        }
        lettre::Address::new(user, domain).map(Self).map_err(|_| NotAnAddress)
    }
}

/// RFC 5322 §3.2.3, and letters and digits of other scripts (RFC 6531 §3.3).
fn may_stand_in_an_atom(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || "!#$%&'*+-/=?^_`{|}~".contains(letter)
        || !letter.is_ascii() && letter.is_alphanumeric()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who a mail is from: an address, and the name that stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name; an organisation's mails carry its own instead.
    pub name: Option<String>,
    /// The address. What can't be delivered comes back to it.
    pub address: Address,
}

impl FromStr for Sender {
    type Err = NotAnAddress;

    /// `no-reply@example.org`, or `Example <no-reply@example.org>`.
    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let Some((name, rest)) = text.split_once('<') else {
            return Ok(Self { name: None, address: text.parse()? });
        };
        let address = rest.trim_end().strip_suffix('>').ok_or(NotAnAddress)?.parse()?;
        let name = crate::plain::line(name.trim().trim_matches('"'));
        Ok(Self { name: Some(name).filter(|name| !name.is_empty()), address })
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => write!(f, "{}", self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_what_dns_and_smtp_take() {
        for (typed, expected) in [
            ("anna@example.org", "anna@example.org"),
            (" anna.b+news@mail.Example.ORG ", "anna.b+news@mail.example.org"),
            ("o'hara@example.org", "o'hara@example.org"),
            ("jörg@bücher.example", "jörg@xn--bcher-kva.example"),
        ] {
            assert_eq!(typed.parse::<Address>().map(|address| address.to_string()), Ok(expected.to_owned()), "{typed}");
        }
        assert!("jörg@example.org".parse::<Address>().is_ok_and(|address| address.is_international()));
    }

    #[test]
    fn mai_01_no_address_is_a_command() {
        let long = format!("{}@example.org", "x".repeat(65));
        let far = format!("a@{}example.org", "x.".repeat(125));
        for bad in [
            "",
            "@",
            "a@",
            "@example.org",
            "a b@example.org",
            "a@b@example.org",
            "\"a\"@example.org",
            "\"a\r\nRCPT TO:<x@evil.example>\"@example.org",
            "a@example.org\r\nRCPT TO:<x@evil.example>",
            "a@example.org\r\n.",
            "a\0@example.org",
            "a\u{2028}b@example.org",
            "a>@example.org",
            "<a@example.org>",
            "a,b@example.org",
            "a@exa mple.org",
            "a@example.org> SIZE=1",
            "a@[192.0.2.1]",
            "a@192.0.2.1",
            "a@1",
            "a@%65xample.org",
            "a..b@example.org",
            ".a@example.org",
            "a(x)@example.org",
            &long,
            &far,
        ] {
            assert_eq!(bad.parse::<Address>(), Err(NotAnAddress), "{bad:?}");
        }
    }

    #[test]
    fn a_sender_has_a_name_or_none() {
        let sender = |text: &str| text.parse::<Sender>().map(|sender| (sender.name, sender.address.to_string()));
        let address = "no-reply@example.org".to_owned();
        assert_eq!(sender("no-reply@example.org"), Ok((None, address.clone())));
        assert_eq!(
            sender("\"Example, Inc.\" <no-reply@example.org>"),
            Ok((Some("Example, Inc.".into()), address.clone()))
        );
        assert_eq!(sender("<no-reply@example.org>"), Ok((None, address)));
        assert_eq!(sender("Example <no-reply@example.org"), Err(NotAnAddress));
        assert_eq!(sender("Example"), Err(NotAnAddress));
    }
}
