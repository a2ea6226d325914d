//! Whether a password is right: one bind with it, and who it is then.

use std::sync::Arc;

use egress::EgressError;
use ldap::{BindVerdict, Name, Operation};
use model::{Key, Time, profile_data::ProfileData, provider::ProviderRules};
use tokio::time::{Instant, timeout_at};
use upstream::{Arrival, Authenticated, Email, Memberships, WhyUnknown};
use zeroize::Zeroizing;

use super::{Asked, Connection, Directory, DirectoryTrouble, FoundPerson, WITHIN, groups::Listed};
use crate::providers::service::{Silence, Verdict};

/// The longest language tag.
const LONGEST_LOCALE: usize = 35;

/// What a directory is asked of somebody.
pub(crate) struct DirectoryQuestion {
    pub(crate) directory: Arc<Directory>,
    pub(crate) person: Box<FoundPerson>,
    pub(crate) password: Zeroizing<String>,
    pub(crate) rules: ProviderRules,
}

impl DirectoryQuestion {
    /// Binds once. Whatever becomes of it, nothing is sent again (PITFALLS L3).
    pub(crate) async fn ask(&self, now: Time) -> Verdict {
        let (directory, person) = (&self.directory, &self.person);
        match directory.bind(person, &self.password, now).await {
            Err(error) => Verdict::Silent(Silence::Egress(error)),
            Ok(Err(trouble)) => Verdict::Silent(Silence::Directory(trouble)),
            Ok(Ok(BindVerdict::Refused(why))) => Verdict::Refused(why),
            Ok(Ok(BindVerdict::MustChange(why))) => Verdict::MustChange(why),
            Ok(Ok(BindVerdict::None)) => Verdict::Silent(Silence::Settings),
            Ok(Ok(BindVerdict::Right)) => {
                let groups = directory.groups(person, now).await;
                Verdict::Known(Arc::new(directory.arrival(person, &groups, &self.rules)))
            }
        }
    }
}

impl Directory {
    /// Binds as somebody, over a connection that is used for nothing else.
    pub(super) async fn bind(&self, person: &FoundPerson, password: &str, now: Time) -> Asked<BindVerdict> {
        let target = &self.settings.targets[person.at];
        let until = Instant::now() + WITHIN;
        let work = async {
            let asked = timeout_at(until, async {
                let mut connection = Connection::open(&self.client, target).await?;
                let bound = connection.bind(&person.entry.dn, password).await?;
                connection.close().await;
                Ok(bound)
            });
            asked.await.unwrap_or(Err(EgressError::Unanswered(WITHIN)))
        };
        let Some(bound) = self.client.counted(target, now, work).await? else {
            return Ok(Ok(BindVerdict::Refused(ldap::Refusal::Password)));
        };
        let Operation::Bind(result) = &bound.operation else { return Ok(Ok(BindVerdict::None)) };
        Ok(match BindVerdict::of(result, &bound.controls) {
            BindVerdict::None => Err(DirectoryTrouble::Bind(result.code)),
            verdict => Ok(verdict),
        })
    }

    /// What an entry says of its person. The directory is the organisation's own, and answers for its addresses; whether they are believed
    /// depends on the organisation's domains (FED-05).
    pub(crate) fn arrival(&self, person: &FoundPerson, groups: &Listed, rules: &ProviderRules) -> Arrival {
        let (entry, attributes) = (&person.entry, &self.settings.attributes);
        let text = |name: &Option<String>| name.as_deref().and_then(|name| entry.text(name));
        let profile = ProfileData {
            given_name: text(&attributes.given_name).unwrap_or_default().to_owned(),
            family_name: text(&attributes.family_name).unwrap_or_default().to_owned(),
            occupation: text(&attributes.occupation).unwrap_or_default().to_owned(),
            department: text(&attributes.department).unwrap_or_default().to_owned(),
        };
        let email = text(&attributes.email).filter(|address| Key::email(address).is_ok());
        let primary = entry.primary_group();
        let locale = text(&attributes.locale).filter(|locale| is_locale(locale));
        Arrival {
            issuer: String::new(),
            subject: person.subject.clone(),
            email: email.map(|address| Email { address: address.to_owned(), verified: true }),
            profile: profile.tidied().usable().0,
            locale: locale.map(str::to_owned),
            groups: memberships((groups, primary.as_deref()), rules.groups.keys()),
            roles: memberships((groups, primary.as_deref()), rules.roles.keys()),
            authenticated: Authenticated::default(),
            session: None,
            notes: Vec::new(),
        }
    }
}

/// Of the groups that are mapped, those that somebody is in: a group is mapped by its name in the directory, or by what that begins with; the
/// primary group of Active Directory by its security identifier.
fn memberships<'k>(
    (groups, primary): (&Listed, Option<&str>),
    mapped: impl Iterator<Item = &'k String>,
) -> Memberships {
    let names = match groups {
        Listed::NotMapped => return Memberships::NotMapped,
        Listed::Unknown => return Memberships::Unknown(WhyUnknown::Unanswered),
        Listed::Known(names) => names,
    };
    let is_in = |key: &&String| match Name::parse(key) {
        Some(mapped) => names.iter().any(|name| name.is_same(&mapped)),
        None => {
            names.iter().any(|name| name.is_called(key)) || primary.is_some_and(|sid| sid.eq_ignore_ascii_case(key))
        }
    };
    Memberships::Known(mapped.filter(is_in).cloned().collect())
}

fn is_locale(text: &str) -> bool {
    text.len() <= LONGEST_LOCALE && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_group_is_mapped_by_its_security_identifier() {
        let keys = ["staff", "S-1-5-21-1-2-3-513", "S-1-5-21-1-2-3-512", "CN=Staff,DC=acme"].map(str::to_owned);
        let listed = Listed::Known(Name::parse("cn=Staff,dc=acme").into_iter().collect());
        let in_them = |primary| match memberships((&listed, primary), keys.iter()) {
            Memberships::Known(names) => names,
            other => panic!("{other:?}"),
        };
        assert_eq!(in_them(Some("S-1-5-21-1-2-3-513")).len(), 3);
        assert_eq!(in_them(None).len(), 2);
        let unknown = memberships((&Listed::Unknown, Some("S-1-5-21-1-2-3-513")), keys.iter());
        assert!(matches!(unknown, Memberships::Unknown(_)), "what is not known takes and gives nothing");
    }
}
