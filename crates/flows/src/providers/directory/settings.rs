//! What is stored of a directory, read once: what is wrong with it is told at its fields.

use egress::Target;
use ldap::{Filter, Name};
use model::provider::{Ldap, LdapAttributes, LdapSync};
use pki::certificates_in;

use crate::providers::{ProviderSecrets, SecretText};

/// What stands for what was typed.
const LOGIN: &str = "{{LOGIN}}";
/// What stands for the name of the person's entry.
const DN: &str = "{{DN}}";
/// Addresses of one directory.
const ADDRESSES: usize = 4;

/// A directory, ready to be asked.
pub(crate) struct Settings {
    pub(super) targets: Vec<Target>,
    pub(super) authorities: Vec<rustls_pki_types::CertificateDer<'static>>,
    pub(super) bind_dn: String,
    pub(super) password: SecretText,
    pub(super) base: String,
    pub(super) filter: Filter,
    pub(super) attributes: LdapAttributes,
    pub(super) groups: Groups,
    /// How it is read as a whole, with the filter of who is of it.
    pub(super) sync: Option<(LdapSync, Filter)>,
}

/// Which groups people are in.
pub(super) enum Groups {
    /// It is not asked.
    NotMapped,
    /// As an attribute of theirs says.
    Attribute(String),
    /// As a search finds.
    Search { base: String, filter: Filter, nested: bool },
}

/// What is wrong, with the field that it stands in.
pub(crate) type Fault = (&'static str, String);

impl Settings {
    /// # Errors
    /// Everything that is wrong.
    pub(crate) fn new(ldap: &Ldap, secrets: &ProviderSecrets) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let targets = targets(ldap, &mut faults);
        let authorities = match ldap.authorities.as_deref().map(certificates_in) {
            None => Vec::new(),
            Some(Ok(found)) => found,
            Some(Err(fault)) => {
                faults.push(("authorities", format!("is no list of certificates as PEM: it{fault}")));
                Vec::new()
            }
        };
        for (field, name) in [("bind_dn", &ldap.bind_dn), ("base", &ldap.base)] {
            if Name::parse(name).is_none() {
                faults.push((field, "is no name of an entry: write it as ou=people,dc=example,dc=com".to_owned()));
            }
        }
        let password = secrets.bind_password.clone().filter(|password| !password.is_empty());
        if password.is_none() {
            let text =
                "is needed: nobody is searched for without an account, and a bind without a password is one as nobody";
            faults.push(("bind_password", text.to_owned()));
        }
        attributes(&ldap.attributes, &mut faults);
        let filter = Filter::parse(&ldap.filter, LOGIN).map_err(|bad| faults.push(("filter", bad.to_string()))).ok();
        let groups = groups(ldap, &mut faults);
        let sync = ldap.sync.as_ref().and_then(|sync| sync_of(sync, &mut faults));
        match (filter, groups, password) {
            (Some(filter), Some(groups), Some(password)) if faults.is_empty() => Ok(Self {
                targets,
                authorities,
                bind_dn: ldap.bind_dn.clone(),
                password,
                base: ldap.base.clone(),
                filter,
                attributes: ldap.attributes.clone(),
                groups,
                sync,
            }),
            _ => Err(faults),
        }
    }

    /// The attributes that are asked for of a person.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names = self.attributes.names();
        if let Groups::Attribute(name) = &self.groups {
            names.push(name);
        }
        // Active Directory, whose primary groups are listed nowhere else.
        if self.attributes.subject.eq_ignore_ascii_case("objectGUID") && !matches!(self.groups, Groups::NotMapped) {
            names.extend(["objectSid", "primaryGroupID"]);
        }
        names
    }
}

fn targets(ldap: &Ldap, faults: &mut Vec<Fault>) -> Vec<Target> {
    if !(1..=ADDRESSES).contains(&ldap.addresses.len()) {
        faults.push(("addresses", format!("must be one to {ADDRESSES}")));
    }
    let mut read = |text: &String| {
        Target::directory(text, ldap.plain).map_err(|bad| faults.push(("addresses", format!("{text:?}: {bad}")))).ok()
    };
    ldap.addresses.iter().filter_map(&mut read).collect()
}

fn attributes(attributes: &LdapAttributes, faults: &mut Vec<Fault>) {
    for name in attributes.names().into_iter().filter(|name| !is_sound(name)) {
        faults.push(("attributes", format!("{name:?} is no name of an attribute")));
    }
}

fn sync_of(sync: &LdapSync, faults: &mut Vec<Fault>) -> Option<(LdapSync, Filter)> {
    if !is_sound(&sync.members) {
        faults.push(("sync.members", "is no name of an attribute".to_owned()));
    }
    match Filter::parse_whole(&sync.filter) {
        Ok(filter) => Some((sync.clone(), filter)),
        Err(bad) => {
            faults.push(("sync.filter", bad.to_string()));
            None
        }
    }
}

fn is_sound(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.;".contains(&byte))
}

fn groups(ldap: &Ldap, faults: &mut Vec<Fault>) -> Option<Groups> {
    let groups = &ldap.groups;
    match (&groups.attribute, &groups.base, &groups.filter) {
        (None, None, None) if !groups.nested => Some(Groups::NotMapped),
        (Some(name), None, None) if !groups.nested => Some(Groups::Attribute(name.clone())),
        (None, Some(base), Some(filter)) => {
            if Name::parse(base).is_none() {
                faults.push(("groups.base", "is no name of an entry".to_owned()));
            }
            match Filter::parse(filter, DN) {
                Ok(filter) => Some(Groups::Search { base: base.clone(), filter, nested: groups.nested }),
                Err(bad) => {
                    faults.push(("groups.filter", bad.to_string()));
                    None
                }
            }
        }
        _ => {
            let text = "must say `attribute`, or `base` and `filter` and perhaps `nested`";
            faults.push(("groups", text.to_owned()));
            None
        }
    }
}
