//! Headers with placeholders.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue};

use crate::{
    template::Template,
    value::{NotCarried, Values},
};

/// What frames the message or belongs to one connection (RFC 9110 §7.6.1, RFC 9112 §6), and what is set otherwise.
const REFUSED: [&str; 14] = [
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// A header.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) name: HeaderName,
    pub(crate) value: Template,
}

impl Header {
    pub(crate) fn parse(name: &str, value: &str) -> Result<Self, String> {
        let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "is no name of a header".to_owned())?;
        if REFUSED.contains(&parsed.as_str()) {
            return Err("can't be set: it belongs to the connection or frames the request (EXT-08)".to_owned());
        }
        if !is_line(value) {
            return Err("holds a control character, or a blank at its ends".to_owned());
        }
        Ok(Self { name: parsed, value: Template::parse(value)? })
    }

    pub(crate) fn fill(&self, values: &Values<'_>) -> Result<HeaderValue, NotCarried> {
        let filled = self.value.fill(values, |value, to| {
            to.push_str(value);
            Ok(())
        })?;
        let value = HeaderValue::from_bytes(filled.as_bytes()).ok().filter(|_| is_line(&filled));
        sensitive(value.ok_or(NotCarried::Header)?)
    }
}

/// Whether a field value arrives as it is: on one line, without blanks that are taken off (RFC 9110 §5.5).
fn is_line(text: &str) -> bool {
    !text.chars().any(char::is_control) && !text.starts_with(' ') && !text.ends_with(' ')
}

fn sensitive(mut value: HeaderValue) -> Result<HeaderValue, NotCarried> {
    value.set_sensitive(true);
    Ok(value)
}

/// HTTP Basic of this e-mail address and password, in UTF-8 (RFC 7617 §2).
pub(crate) fn basic(values: &Values<'_>) -> Result<HeaderValue, NotCarried> {
    let (user, password) = (values.email, values.password);
    if user.contains(':') || [user, password].into_iter().any(|text| text.chars().any(char::is_control)) {
        return Err(NotCarried::Basic);
    }
    let encoded = STANDARD.encode(format!("{user}:{password}"));
    sensitive(HeaderValue::try_from(format!("Basic {encoded}")).map_err(|_| NotCarried::Basic)?)
}
