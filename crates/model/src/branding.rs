//! How an organisation looks: names, one accent colour, a logo, whom to ask. Data, never code or markup.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::web_address;

/// How an organisation's pages look, stored as JSON beside its policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Branding {
    /// What the service calls itself on this organisation's pages.
    pub product_name: String,
    /// The colour from which all others are computed.
    pub accent: Accent,
    /// The name of the logo among the organisation's assets; none shows the product's name.
    pub logo: Option<String>,
    /// Whom users turn to.
    pub support: Support,
    /// Where the privacy statement stands: `https`, or on this computer itself.
    pub privacy_url: Option<String>,
    /// Where the terms of use stand, `https` only.
    pub terms_url: Option<String>,
    /// The time zone that registration preselects (IANA name).
    pub time_zone: Option<String>,
    /// The language of pages and mails where the browser says nothing (BCP 47).
    pub language: Option<String>,
}

/// Whom users turn to; shown on every page of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Support {
    /// What the contact is called ("IT service desk").
    pub label: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A telephone number as people write it.
    pub phone: Option<String>,
}

impl Support {
    /// Whether there is nobody to turn to.
    pub fn is_empty(&self) -> bool {
        self.label.is_none() && self.email.is_none() && self.phone.is_none()
    }
}

/// A colour: `#rrggbb`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Accent {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Default for Accent {
    /// A calm blue.
    fn default() -> Self {
        Self { red: 0x1f, green: 0x5f, blue: 0xbf }
    }
}

/// The text is not of the form `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a colour is # and six hexadecimal digits")]
pub struct NotAColour;

impl FromStr for Accent {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let digits = text.strip_prefix('#').filter(|rest| rest.len() == 6).ok_or(NotAColour)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NotAColour);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| NotAColour)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl fmt::Debug for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Accent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Accent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What is wrong with a branding, and the field it is wrong with. `Display` goes on from the field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Flaw {
    /// Longer than 120 characters, or with control characters.
    #[error("must have at most 120 characters, none of them a control character")]
    BadName(&'static str),
    /// Not a plain file name.
    #[error("{NOT_AN_ASSET_NAME}")]
    BadLogo,
    /// Not an `https` address.
    #[error("must begin with https:// and hold neither spaces nor control characters")]
    BadUrl(&'static str),
}

impl Flaw {
    /// The field, with dots between names.
    pub const fn field(self) -> &'static str {
        match self {
            Self::BadName(field) | Self::BadUrl(field) => field,
            Self::BadLogo => "logo",
        }
    }
}

/// What to say of a text that is no name of an asset.
pub const NOT_AN_ASSET_NAME: &str = "must be the plain name of an asset (letters, digits, `-`, `_`, `.`)";

/// Whether it is the plain name of an asset: no path, and none that is hidden.
pub fn is_asset_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !name.is_empty() && !name.starts_with('.') && name.bytes().all(plain)
}

impl Branding {
    /// Everything that is wrong with it; empty when it is good.
    pub fn check(&self) -> Vec<Flaw> {
        let mut found = Vec::new();
        let names = [
            ("product_name", Some(&self.product_name)),
            ("support.label", self.support.label.as_ref()),
            ("support.email", self.support.email.as_ref()),
            ("support.phone", self.support.phone.as_ref()),
        ];
        let named = |text: &String| text.chars().count() <= 120 && !text.chars().any(char::is_control);
        let bad = names.into_iter().filter(|(_, text)| !text.is_none_or(named));
        found.extend(bad.map(|(field, _)| Flaw::BadName(field)));
        if !self.logo.as_deref().is_none_or(is_asset_name) {
            found.push(Flaw::BadLogo);
        }
        let addresses = [("privacy_url", &self.privacy_url), ("terms_url", &self.terms_url)];
        let bad =
            addresses.into_iter().filter(|(_, url)| !url.as_deref().is_none_or(web_address::is_https_or_loopback));
        found.extend(bad.map(|(field, _)| Flaw::BadUrl(field)));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_digits() {
        assert_eq!("#0a0BfF".parse::<Accent>().unwrap().to_string(), "#0a0bff");
        for bad in [
            "",
            "#",
            "0a0bff",
            "#fff",
            "#0a0bf",
            "#0a0bff0",
            "#0a0bff;",
            "#+a0bff",
            "#0a0bfg",
            "#éééé",
            "#１４",
            "red",
            "red;}",
            "url(x)",
        ] {
            assert_eq!(bad.parse::<Accent>(), Err(NotAColour), "{bad}");
        }
    }

    #[test]
    fn flaws_are_found() {
        let good = Branding { product_name: "Passport".into(), ..Branding::default() };
        assert_eq!(good.check(), []);
        let bad = |change: fn(&mut Branding)| {
            let mut branding = good.clone();
            change(&mut branding);
            branding.check()
        };
        assert_eq!(bad(|b| b.product_name = "x".repeat(121)), [Flaw::BadName("product_name")]);
        assert_eq!(bad(|b| b.support.label = Some("a\nb".into())), [Flaw::BadName("support.label")]);
        assert_eq!(bad(|b| b.logo = Some("../key".into())), [Flaw::BadLogo]);
        assert_eq!(bad(|b| b.logo = Some(".hidden".into())), [Flaw::BadLogo]);
        assert_eq!(bad(|b| b.privacy_url = Some("javascript:alert(1)".into())), [Flaw::BadUrl("privacy_url")]);
        assert_eq!(bad(|b| b.terms_url = Some("https://a b".into())), [Flaw::BadUrl("terms_url")]);
    }

    #[test]
    fn json_is_stable_and_strict() {
        let json = r##"{"product_name":"P","accent":"#102030","support":{"email":"help@example.com"}}"##;
        let branding: Branding = serde_json::from_str(json).unwrap();
        assert_eq!(branding.accent, Accent { red: 16, green: 32, blue: 48 });
        assert!(serde_json::from_str::<Branding>(r#"{"colour":"x"}"#).is_err());
    }
}
