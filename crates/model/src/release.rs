//! Which standard claims of a profile an application is told, by scope (OpenID Connect Core 1.0 §5.1, §5.4).
//!
//! Claims are typed values; what is unknown is left out, never null and never empty.

use serde::{Deserialize, Serialize};

use crate::time::Time;

/// What is known of a person. Stored as JSON in `users.profile`; each field is the standard claim of its name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// The whole name as shown; made from the parts when absent.
    pub name: Option<String>,
    /// First name.
    pub given_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// Middle name.
    pub middle_name: Option<String>,
    /// What the person likes to be called.
    pub nickname: Option<String>,
    /// The user name as shown. Unlike the subject it may change, and is unique in the organisation only.
    pub preferred_username: Option<String>,
    /// Address of a profile page.
    pub profile: Option<String>,
    /// Address of a picture.
    pub picture: Option<String>,
    /// Address of a web site.
    pub website: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Whether the address was shown to be the person's.
    pub email_verified: bool,
    /// Gender, in the person's word.
    pub gender: Option<String>,
    /// Birth date: `YYYY-MM-DD`, `0000-MM-DD` or `YYYY`.
    pub birthdate: Option<String>,
    /// Time zone (IANA name).
    pub zoneinfo: Option<String>,
    /// Language (BCP 47).
    pub locale: Option<String>,
    /// Telephone number, E.164.
    pub phone_number: Option<String>,
    /// Whether the number was shown to be the person's.
    pub phone_number_verified: bool,
    /// Postal address.
    pub address: Option<Address>,
    /// Occupation (no standard claim).
    pub occupation: Option<String>,
    /// Department (no standard claim).
    pub department: Option<String>,
    /// How dates look, a word of [`crate::reader::DateFormat`] (no standard claim).
    pub date_format: Option<String>,
    /// How times of the day look, a word of [`crate::reader::TimeFormat`] (no standard claim).
    pub time_format: Option<String>,
    /// When any of this last changed.
    pub updated_at: Option<Time>,
}

/// A postal address (OpenID Connect Core 1.0 §5.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// The whole address, ready to print.
    #[serde(skip_serializing_if = "is_absent")]
    pub formatted: Option<String>,
    /// Street, house number, post box.
    #[serde(skip_serializing_if = "is_absent")]
    pub street_address: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "is_absent")]
    pub locality: Option<String>,
    /// State, province.
    #[serde(skip_serializing_if = "is_absent")]
    pub region: Option<String>,
    /// Post code.
    #[serde(skip_serializing_if = "is_absent")]
    pub postal_code: Option<String>,
    /// Country.
    #[serde(skip_serializing_if = "is_absent")]
    pub country: Option<String>,
}

fn is_absent(text: &Option<String>) -> bool {
    text.as_deref().is_none_or(|text| text.trim().is_empty())
}

impl Address {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        let Self { formatted, street_address, locality, region, postal_code, country } = self;
        [formatted, street_address, locality, region, postal_code, country].into_iter().all(is_absent)
    }
}

/// The value of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A JSON string, never empty.
    Text(String),
    /// A JSON boolean.
    Bool(bool),
    /// A JSON number (seconds since the epoch).
    Number(i64),
    /// A JSON object, never empty.
    Address(Address),
}

/// A scope that releases standard claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `profile`
    Profile,
    /// `email`
    Email,
    /// `address`
    Address,
    /// `phone`
    Phone,
}

impl Scope {
    /// The scopes that release claims.
    pub const ALL: [Self; 4] = [Self::Profile, Self::Email, Self::Address, Self::Phone];

    /// The scope's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Email => "email",
            Self::Address => "address",
            Self::Phone => "phone",
        }
    }

    /// The claims that it releases.
    pub const fn claims(self) -> &'static [&'static str] {
        match self {
            Self::Profile => &[
                "name",
                "given_name",
                "family_name",
                "middle_name",
                "nickname",
                "preferred_username",
                "profile",
                "picture",
                "website",
                "gender",
                "birthdate",
                "zoneinfo",
                "locale",
                "updated_at",
            ],
            Self::Email => &["email", "email_verified"],
            Self::Address => &["address"],
            Self::Phone => &["phone_number", "phone_number_verified"],
        }
    }
}

/// The claims that these scopes release (words that are no such scope release nothing), in a fixed order, each once.
pub fn claims<'a>(profile: &Profile, scopes: impl IntoIterator<Item = &'a str>) -> Vec<(&'static str, Value)> {
    let asked: Vec<&str> = scopes.into_iter().collect();
    let granted = Scope::ALL.into_iter().filter(|scope| asked.contains(&scope.as_str()));
    granted.flat_map(Scope::claims).filter_map(|name| Some((*name, claim(profile, name)?))).collect()
}

/// One standard claim of a profile by its name; none when it is unknown, or no standard claim.
pub fn claim(profile: &Profile, name: &str) -> Option<Value> {
    let text = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty()).map(Value::Text);
    let told = |value: &Option<String>, verified| text(value).map(|_| Value::Bool(verified));
    match name {
        "name" => whole_name(profile).map(Value::Text),
        "given_name" => text(&profile.given_name),
        "family_name" => text(&profile.family_name),
        "middle_name" => text(&profile.middle_name),
        "nickname" => text(&profile.nickname),
        "preferred_username" => text(&profile.preferred_username),
        "profile" => text(&profile.profile),
        "picture" => text(&profile.picture),
        "website" => text(&profile.website),
        "gender" => text(&profile.gender),
        "birthdate" => text(&profile.birthdate),
        "zoneinfo" => text(&profile.zoneinfo),
        "locale" => text(&profile.locale),
        "updated_at" => profile.updated_at.map(|at| Value::Number(at.seconds())),
        "email" => text(&profile.email),
        "email_verified" => told(&profile.email, profile.email_verified),
        "phone_number" => text(&profile.phone_number),
        "phone_number_verified" => told(&profile.phone_number, profile.phone_number_verified),
        "address" => profile.address.clone().filter(|address| !address.is_empty()).map(Value::Address),
        _ => None,
    }
}

/// The name as shown: the stored one, or the parts of it that are known.
pub fn whole_name(profile: &Profile) -> Option<String> {
    let known = |part: &Option<String>| part.clone().filter(|text| !text.trim().is_empty());
    let parts = [&profile.given_name, &profile.middle_name, &profile.family_name];
    known(&profile.name).or_else(|| {
        let joined = parts.into_iter().filter_map(known).collect::<Vec<_>>().join(" ");
        (!joined.is_empty()).then_some(joined)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Profile {
        let text = |text: &str| Some(text.to_owned());
        Profile {
            name: None,
            given_name: text("Ada"),
            family_name: text("Lovelace"),
            middle_name: text("King"),
            nickname: text("ada"),
            preferred_username: text("ada"),
            profile: text("https://example.com/ada"),
            picture: text("https://example.com/ada.png"),
            website: text("https://ada.example"),
            email: text("ada@example.com"),
            email_verified: true,
            gender: text("female"),
            birthdate: text("1815-12-10"),
            zoneinfo: text("Europe/London"),
            locale: text("en-GB"),
            phone_number: text("+442071234567"),
            phone_number_verified: false,
            address: Some(Address { country: text("GB"), locality: text(" "), ..Address::default() }),
            occupation: text("mathematician"),
            department: text("engines"),
            date_format: text("y-MM-dd"),
            time_format: text("HH:mm"),
            updated_at: Some(Time::from_millis(1_790_000_000_999)),
        }
    }

    #[test]
    fn all_standard_claims_by_their_scopes() {
        let profile = everything();
        let told = claims(&profile, ["openid", "phone", "profile", "email", "address", "profile", "offline_access"]);
        let names: Vec<_> = told.iter().map(|(name, _)| *name).collect();
        let all: Vec<_> = Scope::ALL.into_iter().flat_map(Scope::claims).copied().collect();
        assert_eq!(names, all);
        assert_eq!(all.len(), 19, "OpenID Connect Core 1.0 §5.1 without sub");
        let json = serde_json::to_value(told.into_iter().collect::<std::collections::BTreeMap<_, _>>()).unwrap();
        assert_eq!(json["name"], "Ada King Lovelace");
        assert_eq!(json["updated_at"], 1_790_000_000);
        assert_eq!(json["email_verified"], true);
        assert_eq!(json["phone_number_verified"], false);
        assert_eq!(json["address"], serde_json::json!({ "country": "GB" }));
        for kept in ["occupation", "department", "date_format", "time_format"] {
            assert!(json.get(kept).is_none(), "{kept} is no standard claim");
        }
    }

    #[test]
    fn each_scope_releases_its_own_only() {
        let profile = everything();
        for scope in Scope::ALL {
            let names: Vec<_> = claims(&profile, [scope.as_str()]).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, scope.claims());
        }
        assert_eq!(claims(&profile, ["openid", "PROFILE", ""]), []);
        assert_eq!(claim(&profile, "occupation"), None);
    }

    #[test]
    fn what_is_unknown_is_left_out() {
        assert_eq!(claims(&Profile::default(), Scope::ALL.map(Scope::as_str)), []);
        let blank = Profile {
            name: Some(String::new()),
            family_name: Some("  ".into()),
            email: Some(String::new()),
            email_verified: true,
            address: Some(Address { region: Some(String::new()), ..Address::default() }),
            ..Profile::default()
        };
        assert_eq!(claims(&blank, Scope::ALL.map(Scope::as_str)), []);
    }

    #[test]
    fn the_name_is_made_from_what_is_known() {
        let named = |name: &str, given: &str, family: &str| {
            let text = |text: &str| Some(text.to_owned());
            whole_name(&Profile {
                name: text(name),
                given_name: text(given),
                family_name: text(family),
                ..Profile::default()
            })
        };
        assert_eq!(named("Countess", "Ada", "Lovelace").as_deref(), Some("Countess"));
        assert_eq!(named(" ", "Ada", "Lovelace").as_deref(), Some("Ada Lovelace"));
        assert_eq!(named("", "", "Lovelace").as_deref(), Some("Lovelace"));
        assert_eq!(named("", "", ""), None);
    }

    #[test]
    fn a_profile_is_json_and_strict() {
        let mut profile = everything();
        profile.address = Some(Address { postal_code: Some("SW1".into()), ..Address::default() });
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile);
        assert_eq!(serde_json::from_str::<Profile>("{}").unwrap(), Profile::default());
        assert!(serde_json::from_str::<Profile>(r#"{"role":"admin"}"#).is_err());
    }
}
