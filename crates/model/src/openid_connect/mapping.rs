//! Which claims say what of a person.

use serde::{Deserialize, Serialize};

use super::Preset;

/// Names of claims. One that is not a name of a claim is a path through objects: `realm_access.roles`. Whatever is not mapped is
/// not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// The person, for ever: what a link holds.
    pub subject: String,
    /// E-mail address.
    pub email: Option<String>,
    /// First name.
    pub given_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// Occupation.
    pub occupation: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Language (BCP 47).
    pub locale: Option<String>,
    /// Groups.
    pub groups: Option<String>,
    /// Roles.
    pub roles: Option<String>,
}

impl Default for Mapping {
    fn default() -> Self {
        Self::of(Preset::OpenidConnect)
    }
}

impl Mapping {
    /// What a preset fills in.
    pub fn of(preset: Preset) -> Self {
        let facts = preset.facts();
        let claim = |name: &str| Some(name.to_owned());
        Self {
            subject: facts.subject.to_owned(),
            email: claim("email"),
            given_name: claim("given_name"),
            family_name: claim("family_name"),
            occupation: None,
            department: None,
            locale: claim("locale"),
            groups: facts.groups.map(str::to_owned),
            roles: facts.roles.map(str::to_owned),
        }
    }

    /// The claims that it looks for, the subject's first.
    pub fn claims(&self) -> impl Iterator<Item = &str> {
        let Self { subject, email, given_name, family_name, occupation, department, locale, groups, roles } = self;
        let optional = [email, given_name, family_name, occupation, department, locale, groups, roles];
        std::iter::once(subject.as_str()).chain(optional.into_iter().filter_map(Option::as_deref))
    }
}
