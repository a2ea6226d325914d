//! XML with placeholders in its texts and attributes: elements, attributes and text, and nothing else (EXT-18).

use crate::{
    template::{MARK, Template},
    value::NotCarried,
};

/// How deep elements may lie in each other.
const DEPTH: usize = 32;

/// What is wrong with it as XML, in words that follow the field's name.
pub(crate) fn check(template: &Template) -> Result<(), String> {
    let text = template.with(&MARK.to_string());
    let mut reader = Reader { rest: text.trim_start() };
    let read = reader.declaration().and_then(|()| reader.element(0)).map(|()| reader.rest.trim().is_empty());
    match read {
        Ok(true) => Ok(()),
        Ok(false) => Err("has something behind its element".to_owned()),
        Err(what) => Err(format!("is no XML that can be sent: {what}")),
    }
}

/// Written in a text or an attribute. Line ends and tabs go as references, or they would arrive as blanks (XML 1.0 §2.11, §3.3.3).
pub(crate) fn encode(value: &str, to: &mut String) -> Result<(), NotCarried> {
    for c in value.chars() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            '\t' | '\n' | '\r' => to.push_str(&format!("&#{};", u32::from(c))),
            c if c < ' ' || c == '\u{FFFE}' || c == '\u{FFFF}' => return Err(NotCarried::Xml),
            c => to.push(c),
        }
    }
    Ok(())
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// `<?xml … ?>`, where there is one.
    fn declaration(&mut self) -> Result<(), &'static str> {
        let Some(rest) = self.rest.strip_prefix("<?xml") else { return Ok(()) };
        let (declaration, rest) = rest.split_once("?>").ok_or("its declaration does not end")?;
        let lower = declaration.to_ascii_lowercase();
        if declaration.contains(MARK) || (lower.contains("encoding") && !lower.contains("utf-8")) {
            return Err("its declaration may name no encoding but UTF-8, and hold no placeholder");
        }
        self.rest = rest.trim_start();
        Ok(())
    }

    fn element(&mut self, depth: usize) -> Result<(), &'static str> {
        if depth > DEPTH {
            return Err("its elements lie too deep in each other");
        }
        self.take("<")?;
        let name = self.name()?;
        loop {
            let had_blank = self.rest.starts_with(char::is_whitespace);
            self.rest = self.rest.trim_start();
            if self.take("/>").is_ok() {
                return Ok(());
            }
            if self.take(">").is_ok() {
                break;
            }
            if !had_blank {
                return Err("a blank is missing between attributes");
            }
            self.attribute()?;
        }
        loop {
            self.text('<')?;
            if self.take("</").is_ok() {
                let end = self.name()?;
                self.rest = self.rest.trim_start();
                self.take(">")?;
                return if end == name { Ok(()) } else { Err("an element ends with another name than it begins with") };
            }
            self.element(depth + 1)?;
        }
    }

    fn attribute(&mut self) -> Result<(), &'static str> {
        self.name()?;
        self.rest = self.rest.trim_start();
        self.take("=")?;
        self.rest = self.rest.trim_start();
        let quote = if self.take("\"").is_ok() { '"' } else { self.take("'").map(|()| '\'')? };
        self.text(quote)?;
        self.rest = self.rest.strip_prefix(quote).ok_or("an attribute has no quote at its end")?;
        Ok(())
    }

    /// Characters up to this one, in which `&` begins a reference.
    fn text(&mut self, until: char) -> Result<(), &'static str> {
        let end = self.rest.find(until).ok_or("something in it does not end")?;
        let (text, rest) = self.rest.split_at(end);
        if text.contains('<') || text.split('&').skip(1).any(|after| !is_reference(after)) {
            return Err("< is written &lt; and & is written &amp;");
        }
        self.rest = rest;
        Ok(())
    }

    fn name(&mut self) -> Result<&'t str, &'static str> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_:-.".contains(c);
        let end = self.rest.find(|c| !plain(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        self.rest = rest;
        if begins {
            Ok(name)
        } else {
            Err("only elements, attributes and text may be in it, with names of a-z, 0-9, _, :, - and .")
        }
    }

    fn take(&mut self, what: &str) -> Result<(), &'static str> {
        self.rest = self.rest.strip_prefix(what).ok_or("its tags are not well-formed")?;
        Ok(())
    }
}

/// Whether this begins with the rest of a reference: one of the five names, or a number.
fn is_reference(after: &str) -> bool {
    let Some((name, _)) = after.split_once(';') else { return false };
    match name.strip_prefix('#') {
        Some(number) => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'x'),
        None => ["amp", "lt", "gt", "quot", "apos"].contains(&name),
    }
}
