//! A directory (LDAP, RFC 4511) of an organisation's own: how it is asked, and what its attributes say.

use serde::{Deserialize, Serialize};

/// A directory that judges passwords: whoever signs in is found by a search, and is who the directory lets bind by that name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ldap {
    /// Where it is asked, in this order: `ldaps://host` by TLS from the beginning, `ldap://host` by StartTLS.
    pub addresses: Vec<String>,
    /// Whether `ldap://` stays without TLS. For a directory on this machine; the operator has to allow it as well.
    #[serde(default)]
    pub plain: bool,
    /// Authorities whose certificates it may have, beside those that are trusted anyway: PEM.
    #[serde(default)]
    pub authorities: Option<String>,
    /// Who searches. The password of that entry is kept apart, sealed.
    pub bind_dn: String,
    /// Below what people are searched.
    pub base: String,
    /// By what (RFC 4515); `{{LOGIN}}` stands for what was typed.
    pub filter: String,
    /// What its attributes say.
    #[serde(default)]
    pub attributes: LdapAttributes,
    /// Which groups people are in.
    #[serde(default)]
    pub groups: LdapGroups,
}

/// Which attributes of a person's entry say what. None is read of what is not mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LdapAttributes {
    /// Who it is for ever: `entryUUID`, `objectGUID`, `nsUniqueId`, `ipaUniqueID`.
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
}

/// Which groups somebody is in: as an attribute of theirs says, or as a search finds. Neither: their groups are not asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LdapGroups {
    /// The attribute that holds the names of the groups, such as `memberOf`.
    pub attribute: Option<String>,
    /// Below what groups are searched.
    pub base: Option<String>,
    /// By what; `{{DN}}` stands for the name of the person's entry.
    pub filter: Option<String>,
    /// Whether the groups that those groups are in count as well, ten levels up.
    pub nested: bool,
}

/// The names of `inetOrgPerson` (RFC 2798) and of operational attributes (RFC 4530).
impl Default for LdapAttributes {
    fn default() -> Self {
        let some = |name: &str| Some(name.to_owned());
        Self {
            subject: "entryUUID".to_owned(),
            email: some("mail"),
            given_name: some("givenName"),
            family_name: some("sn"),
            occupation: some("title"),
            department: some("departmentNumber"),
            locale: some("preferredLanguage"),
        }
    }
}

impl LdapAttributes {
    /// The attributes that are asked for.
    pub fn names(&self) -> Vec<&str> {
        let Self { subject, email, given_name, family_name, occupation, department, locale } = self;
        let others = [email, given_name, family_name, occupation, department, locale];
        std::iter::once(subject.as_str()).chain(others.into_iter().filter_map(Option::as_deref)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::provider::Connector;

    #[test]
    fn a_directory_is_json_with_stable_names() {
        let json = r#"{"ldap":{"addresses":["ldaps://dc1.acme.example"],"bind_dn":"cn=reader","base":"dc=acme","filter":"(uid={{LOGIN}})",
            "groups":{"attribute":"memberOf"}}}"#;
        let connector: Connector = serde_json::from_str(json).unwrap();
        assert_eq!((connector.kind(), connector.judges_passwords(), connector.knows_people()), ("ldap", true, true));
        let again = serde_json::to_string(&connector).unwrap();
        assert_eq!(serde_json::from_str::<Connector>(&again).unwrap(), connector);
        let Connector::Ldap(ldap) = connector else { panic!() };
        assert_eq!((ldap.attributes.names().len(), ldap.plain), (7, false));
        assert!(serde_json::from_str::<Connector>(r#"{"ldap":{"addresses":[]}}"#).is_err());
    }
}
