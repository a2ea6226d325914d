//! Addresses with placeholders in path and query.

use url::Url;

use crate::{
    template::{MARK, Piece, Template, percent},
    value::{NotCarried, Placeholder, Values},
};

/// An address. Whatever fills it, scheme, host and port stay, and each value stays in its part of the path or the query (EXT-04).
#[derive(Debug, Clone)]
pub(crate) struct Address(Template);

impl Address {
    /// Reads it, or says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let template = Template::parse(text)?;
        let Some(Piece::Text(first)) = template.0.first() else {
            return Err("must begin with https:// or http://".to_owned());
        };
        let Some((_, rest)) = first.split_once("://").filter(|(scheme, _)| ["https", "http"].contains(scheme)) else {
            return Err("must begin with https:// or http://".to_owned());
        };
        // With a value behind it, the host ends where the path begins, or the value would be part of it.
        if template.0.len() > 1 && !rest.contains('/') {
            return Err("may have placeholders in its path and query only, behind a /".to_owned());
        }
        let sample = template.with("x");
        check(&sample)?;
        let path = sample.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("/");
        match path.split('?').next().unwrap_or_default().split('/').any(|part| is_step(&decoded(part))) {
            true => Err("may not have `.` or `..` as a part of its path".to_owned()),
            false => Ok(Self(template)),
        }
    }

    pub(crate) fn has(&self, placeholder: Placeholder) -> bool {
        self.0.has(placeholder)
    }

    /// Whether a value stands in the path, where many gateways decode or refuse what is encoded.
    pub(crate) fn has_value_in_path(&self) -> bool {
        self.0.with(&MARK.to_string()).split('?').next().unwrap_or_default().contains(MARK)
    }

    /// The address with these values.
    pub(crate) fn fill(&self, values: &Values<'_>) -> Result<String, NotCarried> {
        let encode = |value: &str, to: &mut String| {
            percent(value, to);
            Ok(())
        };
        let filled = self.0.fill(values, encode)?;
        let marked = self.0.with(&MARK.to_string());
        let path = |text: &str| text.split('?').next().unwrap_or_default().to_owned();
        let (filled_path, marked_path) = (path(&filled), path(&marked));
        let mut parts = filled_path.split('/').zip(marked_path.split('/'));
        match parts.any(|(part, template)| template.contains(MARK) && (part.is_empty() || is_step(part))) {
            true => Err(NotCarried::Path),
            false => Ok(filled),
        }
    }
}

fn is_step(part: &str) -> bool {
    part == "." || part == ".."
}

/// With encoded dots as dots, which they are equal to (RFC 3986 §6.2.2.2).
fn decoded(part: &str) -> String {
    part.replace("%2e", ".").replace("%2E", ".")
}

fn check(sample: &str) -> Result<(), String> {
    let url =
        Url::parse(sample).map_err(|_| "is no address: write it as https://people.example.com/check".to_owned())?;
    match () {
        () if sample.contains('#') => Err("holds a # part, which is never sent".to_owned()),
        () if !url.username().is_empty() || url.password().is_some() => {
            Err("holds a user name or password: say `authentication: basic`, or name a header".to_owned())
        }
        () if sample.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') => {
            Err("holds a blank, a backslash or a control character".to_owned())
        }
        () => Ok(()),
    }
}
