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
    /// How it is read as a whole; none: people are known by their sign-ins alone.
    #[serde(default)]
    pub sync: Option<LdapSync>,
}

/// How a directory is read as a whole: who is new, who changed, who is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LdapSync {
    /// How often, in hours: 1 to [`MOST_HOURS`]. None: by hand alone.
    #[serde(default)]
    pub every_hours: Option<u16>,
    /// Who is of it (RFC 4515), below the base of people.
    pub filter: String,
    /// At most so many of a hundred linked people are disabled by one reading; where more would be, none is.
    #[serde(default = "usual_share")]
    pub most_gone_percent: u8,
    /// The attribute of a group that names its members, where groups are searched.
    #[serde(default = "usual_members")]
    pub members: String,
}

/// The longest time between two readings, in hours.
pub const MOST_HOURS: u16 = 24 * 31;

/// As many may always be gone: in a small organisation one person is a large share.
const FEW: usize = 3;

fn usual_share() -> u8 {
    10
}

fn usual_members() -> String {
    "member".to_owned()
}

impl LdapSync {
    /// Whether nobody is disabled since it would be too many: of `linked` people `gone` were not found, and `found` were. A directory in
    /// which nobody is found is taken for one that does not show what it has.
    pub const fn brakes(&self, gone: usize, linked: usize, found: usize) -> bool {
        let most = linked * self.most_gone_percent as usize / 100;
        let most = if most < FEW { FEW } else { most };
        gone > 0 && (found == 0 || gone > most)
    }
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
    fn so_many_may_be_gone_and_no_more() {
        let sync: super::LdapSync = serde_json::from_str(r#"{"filter":"(uid=*)"}"#).unwrap();
        assert_eq!((sync.every_hours, sync.most_gone_percent, sync.members.as_str()), (None, 10, "member"));
        for (gone, linked, found, brakes) in [
            (0, 100, 100, false),
            (0, 0, 0, false),
            (1, 1, 0, true),
            (3, 4, 1, false),
            (4, 4, 1, true),
            (4, 39, 35, true),
            (10, 100, 90, false),
            (11, 100, 89, true),
        ] {
            assert_eq!(sync.brakes(gone, linked, found), brakes, "{gone} of {linked}, {found} found");
        }
    }

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
