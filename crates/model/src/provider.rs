//! Identity providers: where people of an organisation are known already, how it is asked, and what is made of its word.

mod ldap;
mod newcomer;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    id::{Id, Provider},
    openid_connect::OpenidConnect,
    policy::{ProviderRule, UpstreamFactor},
    role::Role,
};

pub use ldap::{Ldap, LdapAttributes, LdapGroups, LdapSync, MOST_HOURS};
pub use newcomer::{AddressOwner, Newcomer, Vouching};

/// How a provider is asked. Stored as JSON beside the provider; what is secret of it is kept apart, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Connector {
    /// A web service of the organisation's own judges the passwords that are typed here.
    Rest(Box<Rest>),
    /// A directory of the organisation's own judges them, and says who its people are.
    Ldap(Box<Ldap>),
    /// A provider of OpenID Connect, or of OAuth 2.0 alone, vouches for people on pages of its own.
    OpenidConnect(Box<OpenidConnect>),
}

/// A web service that judges passwords: who signs in is who it answers 200 for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// Where it is asked. Placeholders may stand in path and query.
    pub url: String,
    /// How.
    #[serde(default)]
    pub method: RestMethod,
    /// What kind of text the body is.
    #[serde(default)]
    pub data: RestData,
    /// The body, with placeholders. None with `get`.
    #[serde(default)]
    pub body: Option<String>,
    /// Whether the e-mail address and the password go along as HTTP Basic (RFC 7617).
    #[serde(default)]
    pub authentication: RestAuthentication,
    /// The names of further headers; their values are secret.
    #[serde(default)]
    pub headers: Vec<String>,
    /// Where it is asked, by GET, to reset the password of somebody who forgot it. Placeholders may stand in path and query, but that of
    /// the password; the headers that hold none go along.
    #[serde(default)]
    pub forgot_password_url: Option<String>,
}

/// The method of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestMethod {
    /// POST.
    #[default]
    Post,
    /// PUT.
    Put,
    /// GET, without a body.
    Get,
}

/// What kind of text the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestData {
    /// `application/json`.
    #[default]
    Json,
    /// `application/x-www-form-urlencoded`.
    UrlEncoded,
    /// `application/xml`.
    Xml,
}

/// Whether credentials go along in the `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestAuthentication {
    /// They do not.
    #[default]
    None,
    /// As HTTP Basic, made of the person's e-mail address and password.
    Basic,
}

/// What an organisation makes of a provider's word. Stored as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderRules {
    /// Whether its users need a second factor kept here.
    pub second_factor: UpstreamFactor,
    /// Whether its statement that two factors were used is believed.
    pub vouches_for_two_factors: bool,
    /// Whether somebody whom it vouches for and who is unknown here gets an account; else it lets in only who has one.
    pub creates_users: bool,
    /// Whether whoever signs out here is sent there to sign out as well, where it can do that.
    pub signs_out_there: bool,
    /// Mail domains of the organisation whose people are led to it, and whose addresses it is believed about.
    pub domains: Vec<String>,
    /// Groups of the organisation, by what the claim of the groups calls them: whom the claim names is in them, and nobody else whom it
    /// vouches for is.
    pub groups: BTreeMap<String, String>,
    /// Roles, by what the claim of the roles calls them; the same holds. None that allows everything ([`ProviderRules::may_give`]).
    pub roles: BTreeMap<String, String>,
}

impl ProviderRules {
    /// Whether a claim may give this role (FED-10): whoever can write a claim must not come to be an owner, or an administrator of the
    /// whole instance.
    pub const fn may_give(role: Role) -> bool {
        !matches!(role, Role::InstanceAdministrator | Role::Owner)
    }

    /// The roles that are mapped and may be given, with what the claim calls them. A word that is not known here gives nothing.
    pub fn mapped_roles(&self) -> impl Iterator<Item = (&str, Role)> {
        let known = self.roles.iter().filter_map(|(value, role)| Some((value.as_str(), Role::parse(role)?)));
        known.filter(|(_, role)| Self::may_give(*role))
    }
}

impl Connector {
    /// The word that it is called by.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Rest(_) => "rest",
            Self::Ldap(_) => "ldap",
            Self::OpenidConnect(_) => "openid_connect",
        }
    }

    /// Whether it judges passwords that are typed here. All others vouch for people on pages of their own.
    pub const fn judges_passwords(&self) -> bool {
        match self {
            Self::Rest(_) | Self::Ldap(_) => true,
            Self::OpenidConnect(_) => false,
        }
    }

    /// Whether it says who people are, so that they are linked, made and refreshed by it.
    pub const fn knows_people(&self) -> bool {
        !matches!(self, Self::Rest(_))
    }

    /// What the policy goes by, where it is a provider that vouches.
    pub fn rule(&self, provider: Id<Provider>, rules: &ProviderRules) -> Option<ProviderRule> {
        let ProviderRules { second_factor, vouches_for_two_factors, creates_users, .. } = *rules;
        let rule = ProviderRule { provider, second_factor, vouches_for_two_factors, creates_users };
        (!self.judges_passwords()).then_some(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connectors_are_json_with_stable_names_and_refuse_what_they_do_not_know() {
        let json = r#"{"rest": {"url": "https://people.acme.example/check", "method": "put", "data": "url_encoded",
            "body": "p={{USERPASSWORD}}", "authentication": "basic", "headers": ["X-Key"]}}"#;
        let connector: Connector = serde_json::from_str(json).unwrap();
        assert_eq!((connector.kind(), connector.judges_passwords()), ("rest", true));
        let again = serde_json::to_string(&connector).unwrap();
        assert_eq!(serde_json::from_str::<Connector>(&again).unwrap(), connector);
        for bad in [
            r#"{"carrier_pigeon": {}}"#,
            r#"{"rest": {"url": "https://a.example", "methods": "get"}}"#,
            r#"{"rest": {}}"#,
        ] {
            assert!(serde_json::from_str::<Connector>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn fed_10_no_claim_makes_an_owner() {
        let roles =
            [("boss", "owner"), ("root", "instance_administrator"), ("desk", "help_desk"), ("x", "of a newer node")];
        let roles = roles.map(|(value, role)| (value.to_owned(), role.to_owned())).into();
        let rules = ProviderRules { roles, ..ProviderRules::default() };
        assert_eq!(rules.mapped_roles().collect::<Vec<_>>(), [("desk", Role::HelpDesk)]);
    }

    #[test]
    fn whoever_vouches_is_a_rule_of_the_policy() {
        let connector = Connector::OpenidConnect(Box::default());
        let rules = ProviderRules { creates_users: true, ..ProviderRules::default() };
        let id = Id::from_bytes([1; 16]);
        let rule = connector.rule(id, &rules).unwrap();
        assert_eq!((rule.provider, rule.creates_users, connector.kind()), (id, true, "openid_connect"));
    }

    #[test]
    fn who_judges_passwords_vouches_for_nobody() {
        let rest = Rest {
            url: "https://people.acme.example/check".into(),
            method: RestMethod::default(),
            data: RestData::default(),
            body: None,
            authentication: RestAuthentication::Basic,
            headers: Vec::new(),
            forgot_password_url: None,
        };
        let rules = ProviderRules { creates_users: true, ..ProviderRules::default() };
        assert_eq!(Connector::Rest(Box::new(rest)).rule(Id::from_bytes([1; 16]), &rules), None);
    }
}
