//! Named providers as data: what is filled in for the administrator, and how the provider deviates.

use serde::{Deserialize, Serialize};

use super::{ClientAuthMethod, Deviation};

/// A provider that has a guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Whoever keeps to the standards, a second Doorward among them.
    #[default]
    OpenidConnect,
    /// A realm of Keycloak.
    Keycloak,
    /// Okta, the org server or a custom one.
    Okta,
    /// One tenant of Microsoft Entra ID: the organisation's own.
    EntraTenant,
    /// Several tenants of Microsoft Entra ID, each named.
    EntraTenants,
    /// Personal Microsoft accounts.
    MicrosoftAccount,
    /// PingOne and PingFederate.
    Ping,
    /// Google accounts and Google Workspace.
    Google,
    /// LinkedIn.
    Linkedin,
    /// GitHub, by OAuth 2.0.
    Github,
}

/// What a preset says.
#[derive(Debug)]
pub struct PresetFacts {
    /// Whose.
    pub preset: Preset,
    /// The provider's name as people know it.
    pub title: &'static str,
    /// The issuer, where every customer has the same.
    pub issuer: Option<&'static str>,
    /// Where the discovery document is, unless under the issuer.
    pub metadata: Option<&'static str>,
    /// Authorization, token and userinfo endpoint, where there is no discovery document.
    pub endpoints: Option<[&'static str; 3]>,
    /// Scopes that are asked for.
    pub scopes: &'static [&'static str],
    /// Scopes that are asked for where the metadata have them (P7).
    pub optional_scopes: &'static [&'static str],
    /// How the client shows who it is, where the metadata are no help.
    pub client_authentication: Option<ClientAuthMethod>,
    /// The claim that names the person.
    pub subject: &'static str,
    /// The claim with groups.
    pub groups: Option<&'static str>,
    /// The claim with roles.
    pub roles: Option<&'static str>,
    /// What it does otherwise than the standards.
    pub deviations: &'static [Deviation],
}

/// Whoever keeps to the standards: what the rows below are changed from.
const STANDARD: PresetFacts = PresetFacts {
    preset: Preset::OpenidConnect,
    title: "OpenID Connect",
    issuer: None,
    metadata: None,
    endpoints: None,
    scopes: &["openid", "profile", "email"],
    optional_scopes: &[],
    client_authentication: None,
    subject: "sub",
    groups: None,
    roles: None,
    deviations: &[],
};

/// Every Microsoft preset: directory roles of an app registration are in `roles`, groups are named by id (P5).
const ENTRA: PresetFacts = PresetFacts {
    preset: Preset::EntraTenant,
    title: "Microsoft Entra ID",
    client_authentication: Some(ClientAuthMethod::ClientSecretPost),
    subject: "oid",
    groups: Some("groups"),
    roles: Some("roles"),
    deviations: &[Deviation::SubjectIsObjectId, Deviation::EmailUnproven],
    ..STANDARD
};

/// Several tenants: one document for all of them.
const ENTRA_TENANTS: PresetFacts = PresetFacts {
    preset: Preset::EntraTenants,
    issuer: Some("https://login.microsoftonline.com/{tenantid}/v2.0"),
    metadata: Some("https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration"),
    deviations: &[Deviation::TenantIssuer, Deviation::SubjectIsObjectId, Deviation::EmailUnproven],
    ..ENTRA
};

/// The one tenant that all personal accounts are in.
const MICROSOFT_ACCOUNT: PresetFacts = PresetFacts {
    preset: Preset::MicrosoftAccount,
    title: "Microsoft",
    issuer: Some("https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"),
    metadata: Some("https://login.microsoftonline.com/consumers/v2.0/.well-known/openid-configuration"),
    groups: None,
    roles: None,
    ..ENTRA
};

const KEYCLOAK: PresetFacts =
    PresetFacts { preset: Preset::Keycloak, title: "Keycloak", groups: Some("groups"), ..STANDARD };

const OKTA: PresetFacts = PresetFacts {
    preset: Preset::Okta,
    title: "Okta",
    optional_scopes: &["groups"],
    groups: Some("groups"),
    ..STANDARD
};

const PING: PresetFacts =
    PresetFacts { preset: Preset::Ping, title: "Ping Identity", groups: Some("groups"), ..STANDARD };

const GOOGLE: PresetFacts = PresetFacts {
    preset: Preset::Google,
    title: "Google",
    issuer: Some("https://accounts.google.com"),
    deviations: &[Deviation::IssuerWithoutScheme],
    ..STANDARD
};

const LINKEDIN: PresetFacts = PresetFacts {
    preset: Preset::Linkedin,
    title: "LinkedIn",
    issuer: Some("https://www.linkedin.com/oauth"),
    client_authentication: Some(ClientAuthMethod::ClientSecretPost),
    deviations: &[Deviation::NonceMissing, Deviation::PkceOff, Deviation::CancelCodes],
    ..STANDARD
};

const GITHUB: PresetFacts = PresetFacts {
    preset: Preset::Github,
    title: "GitHub",
    issuer: Some("https://github.com"),
    endpoints: Some([
        "https://github.com/login/oauth/authorize",
        "https://github.com/login/oauth/access_token",
        "https://api.github.com/user",
    ]),
    scopes: &["read:user", "user:email"],
    client_authentication: Some(ClientAuthMethod::ClientSecretPost),
    subject: "id",
    deviations: &[Deviation::NoIdToken],
    ..STANDARD
};

impl Preset {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::OpenidConnect,
        Self::Keycloak,
        Self::Okta,
        Self::EntraTenant,
        Self::EntraTenants,
        Self::MicrosoftAccount,
        Self::Ping,
        Self::Google,
        Self::Linkedin,
        Self::Github,
    ];

    /// What is known of it.
    pub const fn facts(self) -> &'static PresetFacts {
        match self {
            Self::OpenidConnect => &STANDARD,
            Self::Keycloak => &KEYCLOAK,
            Self::Okta => &OKTA,
            Self::EntraTenant => &ENTRA,
            Self::EntraTenants => &ENTRA_TENANTS,
            Self::MicrosoftAccount => &MICROSOFT_ACCOUNT,
            Self::Ping => &PING,
            Self::Google => &GOOGLE,
            Self::Linkedin => &LINKEDIN,
            Self::Github => &GITHUB,
        }
    }

    /// Whether it is excused so.
    pub fn deviates(self, deviation: Deviation) -> bool {
        self.facts().deviations.contains(&deviation)
    }
}

#[cfg(test)]
#[path = "preset_tests.rs"]
mod tests;
