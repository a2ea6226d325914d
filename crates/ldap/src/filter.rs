//! Search filters as they are written (RFC 4515), with a place for a value. The text is read once, before any value is known; a value is
//! put into the tree as octets, so whatever is typed stays a value.

use zeroize::Zeroizing;

use crate::ber::{OCTETS, SEQUENCE, Writer};

/// How deep filters nest.
const DEEPEST: usize = 16;

/// The longest text.
const LONGEST: usize = 4096;

/// Why a text is no filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFilter {
    /// Its form.
    #[error("is no filter: write it as (uid={0})")]
    Form(&'static str),
    /// It nests deeper than 16, or is longer than 4096.
    #[error("is too long, or nests too deep")]
    TooLarge,
    /// The value that it is to find by stands nowhere in it.
    #[error("must hold {0}")]
    NoPlace(&'static str),
    /// It is none, or has braces, where nothing is put in.
    #[error("is no filter of everybody: write it as (objectClass=person), without braces")]
    Whole,
    /// Something else in braces.
    #[error("has braces that are not {0}")]
    Braces(&'static str),
}

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter(Node);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// With its tag: equal, greater or equal, less or equal, approximately.
    Compare(u8, String, Value),
    Present(String),
    /// What stands before, between and behind the stars.
    Substrings(String, Vec<Value>),
    /// Attribute, whether those of the name count, rule.
    Extensible(String, bool, String, Value),
}

/// A value in pieces; none is the place.
type Value = Vec<Option<Vec<u8>>>;

struct Parser<'p> {
    rest: &'p str,
    place: &'static str,
    places: usize,
}

impl Filter {
    /// Reads a filter. `place` is what stands for the value, such as `{{LOGIN}}`.
    ///
    /// # Errors
    /// When it is none, or has no place.
    pub fn parse(text: &str, place: &'static str) -> Result<Self, BadFilter> {
        if text.len() > LONGEST {
            return Err(BadFilter::TooLarge);
        }
        let mut parser = Parser { rest: text.trim(), place, places: 0 };
        let node = parser.filter(0)?;
        match parser.rest {
            "" if parser.places > 0 => Ok(Self(node)),
            "" => Err(BadFilter::NoPlace(place)),
            _ => Err(BadFilter::Form(place)),
        }
    }

    /// Reads a filter that has no place: it finds the same whoever asks.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse_whole(text: &str) -> Result<Self, BadFilter> {
        if text.len() > LONGEST {
            return Err(BadFilter::TooLarge);
        }
        // No text has this place in it, since a filter is no text with a NUL.
        let mut parser = Parser { rest: text.trim(), place: "\0", places: 0 };
        let whole = |bad| if bad == BadFilter::TooLarge { bad } else { BadFilter::Whole };
        let node = parser.filter(0).map_err(whole)?;
        if parser.rest.is_empty() && parser.places == 0 { Ok(Self(node)) } else { Err(BadFilter::Whole) }
    }

    /// The filter as bytes, with this value in its place.
    pub fn fill(&self, value: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut writer = Writer::new();
        self.0.write(&mut writer, value);
        writer.done()
    }
}

/// An attribute that has this value.
pub fn equals(attribute: &str, value: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut writer = Writer::new();
    Node::Compare(0xa3, attribute.to_owned(), vec![None]).write(&mut writer, value);
    writer.done()
}

/// An attribute that has any value.
pub fn present(attribute: &str) -> Zeroizing<Vec<u8>> {
    let mut writer = Writer::new();
    Node::Present(attribute.to_owned()).write(&mut writer, b"");
    writer.done()
}

/// Any of these filters.
pub fn any_of(filters: &[Zeroizing<Vec<u8>>]) -> Zeroizing<Vec<u8>> {
    let mut writer = Writer::new();
    writer.nest(0xa1, |inner| filters.iter().for_each(|filter| inner.raw(filter)));
    writer.done()
}

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn needs(&mut self, token: &str) -> Result<(), BadFilter> {
        if self.eat(token) { Ok(()) } else { Err(BadFilter::Form(self.place)) }
    }

    fn filter(&mut self, depth: usize) -> Result<Node, BadFilter> {
        if depth > DEEPEST {
            return Err(BadFilter::TooLarge);
        }
        self.needs("(")?;
        let node = if self.eat("&") {
            Node::And(self.list(depth)?)
        } else if self.eat("|") {
            Node::Or(self.list(depth)?)
        } else if self.eat("!") {
            Node::Not(Box::new(self.filter(depth + 1)?))
        } else {
            self.item()?
        };
        self.needs(")")?;
        Ok(node)
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, BadFilter> {
        let mut nodes = Vec::new();
        while self.rest.starts_with('(') {
            nodes.push(self.filter(depth + 1)?);
        }
        if nodes.is_empty() { Err(BadFilter::Form(self.place)) } else { Ok(nodes) }
    }

    fn item(&mut self) -> Result<Node, BadFilter> {
        let bad = BadFilter::Form(self.place);
        let end = self.rest.find(')').ok_or(bad)?;
        let (item, rest) = self.rest.split_at(end);
        self.rest = rest;
        let (left, value) = item.split_once('=').ok_or(bad)?;
        if let Some(left) = left.strip_suffix(':') {
            return self.extensible(left, value);
        }
        let (tag, attribute) = match (left.strip_suffix('>'), left.strip_suffix('<'), left.strip_suffix('~')) {
            (Some(left), ..) => (0xa5, left),
            (_, Some(left), _) => (0xa6, left),
            (.., Some(left)) => (0xa8, left),
            _ => (0xa3, left),
        };
        let attribute = self.attribute(attribute)?;
        match value.split('*').collect::<Vec<_>>().as_slice() {
            ["", ""] if tag == 0xa3 => Ok(Node::Present(attribute)),
            [one] => Ok(Node::Compare(tag, attribute, self.value(one)?)),
            many if tag == 0xa3 && many.iter().skip(1).rev().skip(1).all(|part| !part.is_empty()) => {
                let parts: Result<_, _> = many.iter().map(|part| self.value(part)).collect();
                Ok(Node::Substrings(attribute, parts?))
            }
            _ => Err(bad),
        }
    }

    fn extensible(&mut self, left: &str, value: &str) -> Result<Node, BadFilter> {
        let mut parts: Vec<&str> = left.split(':').collect();
        let attribute = match parts.remove(0) {
            "" => String::new(),
            name => self.attribute(name)?,
        };
        let of_name = parts.first().is_some_and(|part| part.eq_ignore_ascii_case("dn"));
        let rule = match &parts[usize::from(of_name)..] {
            [] if !attribute.is_empty() => String::new(),
            [rule] => self.attribute(rule)?,
            _ => return Err(BadFilter::Form(self.place)),
        };
        Ok(Node::Extensible(attribute, of_name, rule, self.value(value)?))
    }

    fn attribute(&self, text: &str) -> Result<String, BadFilter> {
        let sound = |letter: char| letter.is_ascii_alphanumeric() || "-.;_".contains(letter);
        let good = !text.is_empty() && text.chars().all(sound);
        if good { Ok(text.to_owned()) } else { Err(BadFilter::Form(self.place)) }
    }

    fn value(&mut self, text: &str) -> Result<Value, BadFilter> {
        let mut value = Vec::new();
        for (at, part) in text.split(self.place).enumerate() {
            if at > 0 {
                self.places += 1;
                value.push(None);
            }
            if part.contains("{{") || part.contains("}}") {
                return Err(BadFilter::Braces(self.place));
            }
            if !part.is_empty() {
                value.push(Some(self.unescaped(part)?));
            }
        }
        Ok(value)
    }

    /// `\2a` is an octet (RFC 4515 §3).
    fn unescaped(&self, text: &str) -> Result<Vec<u8>, BadFilter> {
        let bad = BadFilter::Form(self.place);
        let (mut octets, mut bytes) = (Vec::new(), text.bytes());
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' => {
                    let digits = [bytes.next().ok_or(bad)?, bytes.next().ok_or(bad)?];
                    let digits = str::from_utf8(&digits).map_err(|_| bad)?;
                    octets.push(u8::from_str_radix(digits, 16).map_err(|_| bad)?);
                }
                0 | b'(' => return Err(bad),
                other => octets.push(other),
            }
        }
        Ok(octets)
    }
}

impl Node {
    fn write(&self, writer: &mut Writer, filled: &[u8]) {
        match self {
            Self::And(nodes) => writer.nest(0xa0, |inner| nodes.iter().for_each(|node| node.write(inner, filled))),
            Self::Or(nodes) => writer.nest(0xa1, |inner| nodes.iter().for_each(|node| node.write(inner, filled))),
            Self::Not(node) => writer.nest(0xa2, |inner| node.write(inner, filled)),
            Self::Compare(tag, attribute, value) => writer.nest(*tag, |inner| {
                inner.put(OCTETS, attribute.as_bytes());
                inner.put(OCTETS, &octets(value, filled));
            }),
            Self::Present(attribute) => writer.put(0x87, attribute.as_bytes()),
            Self::Substrings(attribute, parts) => writer.nest(0xa4, |inner| {
                inner.put(OCTETS, attribute.as_bytes());
                inner.nest(SEQUENCE, |list| substrings(list, parts, filled));
            }),
            Self::Extensible(attribute, of_name, rule, value) => writer.nest(0xa9, |inner| {
                if !rule.is_empty() {
                    inner.put(0x81, rule.as_bytes());
                }
                if !attribute.is_empty() {
                    inner.put(0x82, attribute.as_bytes());
                }
                inner.put(0x83, &octets(value, filled));
                if *of_name {
                    inner.put(0x84, &[0xff]);
                }
            }),
        }
    }
}

fn substrings(writer: &mut Writer, parts: &[Value], filled: &[u8]) {
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
        let tag = match at {
            0 => 0x80,
            _ if at + 1 == parts.len() => 0x82,
            _ => 0x81,
        };
        writer.put(tag, &octets(part, filled));
    }
}

fn octets(value: &Value, filled: &[u8]) -> Vec<u8> {
    value.iter().flat_map(|piece| piece.as_deref().unwrap_or(filled)).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGIN: &str = "{{LOGIN}}";

    fn filled(text: &str, value: &str) -> Vec<u8> {
        Filter::parse(text, LOGIN).unwrap().fill(value.as_bytes()).to_vec()
    }

    /// What is put in stays one value, octet for octet: the tree around it is the same whatever it is.
    #[test]
    fn ldp_01_a_value_never_becomes_a_part_of_the_filter() {
        for value in ["*", ")(uid=*)", "\\2a", "a\0b", "x,ou=people", "*)(|(uid=*", "", "\u{e9}"] {
            let bytes = filled("(uid={{LOGIN}})", value);
            let expected = [
                &[0xa3, u8::try_from(value.len() + 7).unwrap(), 4, 3][..],
                b"uid",
                &[4, u8::try_from(value.len()).unwrap()],
                value.as_bytes(),
            ];
            assert_eq!(bytes, expected.concat(), "{value}");
        }
    }

    #[test]
    fn every_form_of_rfc_4515() {
        assert_eq!(
            filled("(&(objectClass=*)(uid={{LOGIN}}))", "a"),
            b"\xa0\x17\x87\x0bobjectClass\xa3\x08\x04\x03uid\x04\x01a"
        );
        assert_eq!(filled("(!(uid={{LOGIN}}))", "a"), b"\xa2\x0a\xa3\x08\x04\x03uid\x04\x01a");
        assert_eq!(filled("(mail={{LOGIN}}@*.x*y)", "a"), b"\xa4\x13\x04\x04mail\x30\x0b\x80\x02a@\x81\x02.x\x82\x01y");
        assert_eq!(filled("(cn=\\2a{{LOGIN}})", "a"), b"\xa3\x08\x04\x02cn\x04\x02*a");
        assert_eq!(filled("(m:1.2.3:={{LOGIN}})", "a"), b"\xa9\x0d\x81\x051.2.3\x82\x01m\x83\x01a");
        assert_eq!(filled("(m:dn:={{LOGIN}})", "a"), b"\xa9\x09\x82\x01m\x83\x01a\x84\x01\xff");
        assert_eq!(filled("(uid>={{LOGIN}})", "a"), b"\xa5\x08\x04\x03uid\x04\x01a");
    }

    #[test]
    fn what_is_no_filter_is_told_so() {
        let deep = format!("{}(a={LOGIN}){}", "(!".repeat(30), ")".repeat(30));
        let long = format!("(a={LOGIN}{})", "x".repeat(5000));
        for text in [
            "",
            "uid={{LOGIN}}",
            "(uid={{LOGIN}}",
            "(uid={{LOGIN}}))",
            "(&)",
            "(={{LOGIN}})",
            "(uid=a)",
            "(a=\\zz{{LOGIN}})",
            "(a={{PASSWORD}}{{LOGIN}})",
            "(a=**{{LOGIN}})",
            "(a:=)",
            &deep,
            &long,
        ] {
            assert!(Filter::parse(text, LOGIN).is_err(), "{text}");
        }
        assert_eq!(Filter::parse("(uid=a)", LOGIN), Err(BadFilter::NoPlace(LOGIN)));
    }

    #[test]
    fn a_filter_of_everybody_has_no_place() {
        assert!(Filter::parse_whole("(&(objectClass=person)(uid=*))").is_ok());
        for text in ["(uid={{LOGIN}})", "(uid=a", "uid=a", "(uid=a)(uid=b)", "(uid=\0)", ""] {
            assert_eq!(Filter::parse_whole(text), Err(BadFilter::Whole), "{text}");
        }
    }
}
