//! What is asked.

use zeroize::Zeroizing;

use crate::ber::{ENUMERATED, INTEGER, OCTETS, SEQUENCE, Writer};

/// What asks for and answers with what a password policy says (draft-behera-ldap-password-policy-11 §6).
pub const PASSWORD_POLICY: &str = "1.3.6.1.4.1.42.2.27.8.5.1";

/// What asks for a part of what a search finds, and answers with where the next one begins (RFC 2696).
pub const PAGED_RESULTS: &str = "1.2.840.113556.1.4.319";

/// The extended operation that begins TLS (RFC 4511 §4.14).
const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";

/// How far a search reaches (RFC 4511 §4.5.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The base alone.
    Base,
    /// Everything below it, and itself.
    Subtree,
}

/// A search.
#[derive(Debug, Clone)]
pub struct Search<'s> {
    /// From where.
    pub base: &'s str,
    /// How far.
    pub scope: Scope,
    /// A filter as bytes: [`Filter::fill`](crate::Filter::fill).
    pub filter: &'s [u8],
    /// Which attributes; none is none of them.
    pub attributes: &'s [&'s str],
    /// At most so many entries.
    pub most: u32,
    /// For at most so many seconds.
    pub seconds: u32,
}

/// Asks to be whoever has this name and password. None where either is empty: that would be a bind as nobody, which directories answer with
/// success (RFC 4513 §5.1.1, §5.1.2).
pub fn bind(id: u32, name: &str, password: &str) -> Option<Zeroizing<Vec<u8>>> {
    if name.is_empty() || password.is_empty() {
        return None;
    }
    let operation = |writer: &mut Writer| {
        writer.nest(0x60, |bind| {
            bind.number(INTEGER, 3);
            bind.put(OCTETS, name.as_bytes());
            bind.put(0x80, password.as_bytes());
        });
        writer.nest(0xa0, |controls| {
            controls.nest(SEQUENCE, |control| control.put(OCTETS, PASSWORD_POLICY.as_bytes()));
        });
    };
    Some(message(id, operation))
}

/// Searches. Aliases are not followed.
pub fn search(id: u32, search: &Search<'_>) -> Zeroizing<Vec<u8>> {
    message(id, |writer| write_search(writer, search))
}

/// Searches for so many entries of all that are found, from where this cookie says; an empty one is the beginning. A directory that can't
/// do that has to say so (RFC 2696 §3).
pub fn search_page(id: u32, search: &Search<'_>, size: u32, cookie: &[u8]) -> Zeroizing<Vec<u8>> {
    message(id, |writer| {
        write_search(writer, search);
        writer.nest(0xa0, |controls| {
            controls.nest(SEQUENCE, |control| {
                control.put(OCTETS, PAGED_RESULTS.as_bytes());
                control.boolean(true);
                let mut value = Writer::new();
                value.nest(SEQUENCE, |value| {
                    value.number(INTEGER, size);
                    value.put(OCTETS, cookie);
                });
                control.put(OCTETS, &value.done());
            });
        });
    })
}

fn write_search(writer: &mut Writer, search: &Search<'_>) {
    writer.nest(0x63, |asked| {
        asked.put(OCTETS, search.base.as_bytes());
        asked.number(ENUMERATED, if search.scope == Scope::Base { 0 } else { 2 });
        asked.number(ENUMERATED, 0);
        asked.number(INTEGER, search.most);
        asked.number(INTEGER, search.seconds);
        asked.boolean(false);
        asked.raw(search.filter);
        asked.nest(SEQUENCE, |attributes| {
            // "1.1": none (RFC 4511 §4.5.1.8).
            let none: &[&str] = &["1.1"];
            let names = if search.attributes.is_empty() { none } else { search.attributes };
            names.iter().for_each(|name| attributes.put(OCTETS, name.as_bytes()));
        });
    });
}

/// Asks for TLS.
pub fn start_tls(id: u32) -> Zeroizing<Vec<u8>> {
    message(id, |writer| writer.nest(0x77, |asked| asked.put(0x80, START_TLS)))
}

/// Says good-bye; nothing is answered.
pub fn unbind(id: u32) -> Zeroizing<Vec<u8>> {
    message(id, |writer| writer.put(0x42, &[]))
}

fn message(id: u32, operation: impl FnOnce(&mut Writer)) -> Zeroizing<Vec<u8>> {
    let mut writer = Writer::new();
    writer.nest(SEQUENCE, |message| {
        message.number(INTEGER, id);
        operation(message);
    });
    writer.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ldp_02_nothing_binds_without_a_password_or_a_name() {
        assert!(bind(1, "cn=a", "").is_none() && bind(1, "", "word").is_none() && bind(1, "", "").is_none());
        assert!(bind(1, "cn=a", " ").is_some());
    }

    #[test]
    fn a_bind_is_as_rfc_4511_has_it() {
        let bytes = bind(1, "cn=a", "pw").unwrap();
        let control = [&[0xa0, 0x1d, 0x30, 0x1b, 0x04, 0x19][..], PASSWORD_POLICY.as_bytes()].concat();
        let bind = b"\x60\x0d\x02\x01\x03\x04\x04cn=a\x80\x02pw";
        let message = [&[0x30, 0x31, 0x02, 0x01, 0x01][..], bind, &control].concat();
        assert_eq!(*bytes, message);
        assert_eq!(*unbind(200), [0x30, 0x06, 0x02, 0x02, 0x00, 0xc8, 0x42, 0x00]);
    }

    #[test]
    fn a_page_is_as_rfc_2696_has_it() {
        let asked =
            Search { base: "", scope: Scope::Base, filter: &[0x87, 1, b'x'], attributes: &[], most: 0, seconds: 0 };
        let bytes = search_page(1, &asked, 5, b"c");
        let value = [0x30, 0x06, 0x02, 0x01, 0x05, 0x04, 0x01, b'c'];
        let control = [&[0x04, 22][..], PAGED_RESULTS.as_bytes(), &[0x01, 0x01, 0xff, 0x04, 8], &value].concat();
        assert!(bytes.ends_with(&control), "{bytes:02x?}");
    }
}
