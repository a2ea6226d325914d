//! A directory as it is written. It replaces what is stored as a whole, the password of the account that searches with it: whoever changes
//! where it is asked has to know that (LDP-07).

use model::provider::{Connector, Ldap, LdapAttributes, LdapGroups, LdapSync, MOST_HOURS};

use super::super::{Fields, Node, Problems, Secrets, WantedConnector};
use crate::providers::{ProviderSecrets, SecretText};

const KNOWN: &[&str] = &[
    "addresses",
    "plain",
    "authorities",
    "bind_dn",
    "bind_password",
    "base",
    "filter",
    "attributes",
    "groups",
    "sync",
];

const ATTRIBUTES: &[&str] = &["subject", "email", "given_name", "family_name", "occupation", "department", "locale"];

const GROUPS: &[&str] = &["attribute", "base", "filter", "nested"];

const SYNC: &[&str] = &["every_hours", "filter", "most_gone_percent", "members"];

pub(super) fn read(node: &Node, place: String, secrets: &dyn Secrets, problems: &Problems) -> Option<WantedConnector> {
    let fields = Fields::of(node, &place, KNOWN, problems)?;
    let needed = ["bind_dn", "base", "filter"].map(|key| fields.needed(key).map(str::to_owned));
    let [bind_dn, base, filter] = needed;
    let addresses = fields.texts("addresses").unwrap_or_default();
    // They may stand in a file of their own; they are no secret.
    let authorities = fields.get("authorities").and_then(|_| fields.secret("authorities", secrets));
    let bind_password = fields.secret("bind_password", secrets).map(|secret| SecretText(secret.expose().to_owned()));
    let ldap = Ldap {
        addresses: addresses.into_iter().map(|(_, text)| text.to_owned()).collect(),
        plain: fields.bool("plain").unwrap_or_default(),
        authorities: authorities.map(|text| text.expose().to_owned()),
        bind_dn: bind_dn?,
        base: base?,
        filter: filter?,
        attributes: attributes(&fields, problems),
        groups: groups(&fields, problems),
        sync: sync(&fields, problems),
    };
    let secrets = ProviderSecrets { bind_password, ..ProviderSecrets::default() };
    Some(WantedConnector { connector: Connector::Ldap(Box::new(ldap)), secrets, place })
}

/// Which attributes say what; `null` takes one away that is read otherwise.
fn attributes(fields: &Fields<'_>, problems: &Problems) -> LdapAttributes {
    let (place, usual) = (fields.place("attributes"), LdapAttributes::default());
    let Some(inner) = fields.get("attributes").and_then(|node| Fields::of(node, &place, ATTRIBUTES, problems)) else {
        return usual;
    };
    let name = |key: &str, usual: Option<String>| match inner.written(key) {
        None => usual,
        Some(_) => inner.text(key).map(str::to_owned),
    };
    LdapAttributes {
        subject: inner.text("subject").map_or(usual.subject, str::to_owned),
        email: name("email", usual.email),
        given_name: name("given_name", usual.given_name),
        family_name: name("family_name", usual.family_name),
        occupation: name("occupation", usual.occupation),
        department: name("department", usual.department),
        locale: name("locale", usual.locale),
    }
}

fn sync(fields: &Fields<'_>, problems: &Problems) -> Option<LdapSync> {
    let place = fields.place("sync");
    let inner = fields.get("sync").and_then(|node| Fields::of(node, &place, SYNC, problems))?;
    let every_hours = inner.number("every_hours", 1..=i64::from(MOST_HOURS));
    let share = inner.number("most_gone_percent", 0..=100);
    Some(LdapSync {
        every_hours: every_hours.and_then(|hours| u16::try_from(hours).ok()),
        filter: inner.needed("filter")?.to_owned(),
        most_gone_percent: share.and_then(|share| u8::try_from(share).ok()).unwrap_or(10),
        members: inner.text("members").unwrap_or("member").to_owned(),
    })
}

fn groups(fields: &Fields<'_>, problems: &Problems) -> LdapGroups {
    let place = fields.place("groups");
    let Some(inner) = fields.get("groups").and_then(|node| Fields::of(node, &place, GROUPS, problems)) else {
        return LdapGroups::default();
    };
    let text = |key: &str| inner.text(key).map(str::to_owned);
    LdapGroups {
        attribute: text("attribute"),
        base: text("base"),
        filter: text("filter"),
        nested: inner.bool("nested").unwrap_or_default(),
    }
}
