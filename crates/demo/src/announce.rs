//! What is printed when the demonstration has started: addresses and people, for readers or as one JSON document.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    Origins, Seed, Texts,
    seed::{Organisation, User},
};

/// A terminal is spoken to in English, as by every command.
const ENGLISH: Texts = Texts::new(text::Language::English);

/// Where the demonstration's data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeping {
    /// It goes when the demonstration stops.
    Temporary,
    /// It is in this directory.
    Directory(std::path::PathBuf),
}

impl Keeping {
    /// What becomes of the data, as a whole sentence.
    pub fn sentence(&self, texts: Texts) -> String {
        match self {
            Self::Temporary => texts.keeping_temporary().to_owned(),
            Self::Directory(directory) => texts.keeping_directory(&directory.display().to_string()),
        }
    }
}

/// The block of text for people, with a line feed at its end.
pub fn text(seed: &Seed, origins: &Origins, keeping: &Keeping) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line("Doorward is running. This is a demonstration, on this computer only.");
    line(&keeping.sentence(ENGLISH));
    line("");
    let mut places = vec![("Start here", origins.start.clone()), ("Doorward", origins.doorward.clone())];
    places.extend(seed.provider.iter().map(|provider| (provider.name, provider.issuer.clone())));
    places.extend(seed.applications.iter().map(|application| (application.name, application.origin().to_owned())));
    places.push(("Outbox", outbox(origins)));
    for (name, address) in places {
        line(&format!("  {name:<14}{address}"));
    }
    for organisation in &seed.organisations {
        line("");
        line(&format!(
            "{} – journey {}, {}",
            organisation.name,
            organisation.journey.number,
            (organisation.journey.name)(ENGLISH)
        ));
        line(people(organisation).trim_end());
    }
    line("");
    line("Stop with Ctrl+C.");
    out
}

/// The people of an organisation as aligned columns.
fn people(organisation: &Organisation) -> String {
    let rows: Vec<[String; 3]> = organisation.users.iter().map(|user| columns(organisation, user)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (first, second) = (width(0), width(1));
    rows.iter().fold(String::new(), |mut out, [identifier, password, key]| {
        // Writing to a String can not fail.
        let _ = writeln!(out, "{}", format!("  {identifier:<first$}  {password:<second$}  {key}").trim_end());
        out
    })
}

fn columns(organisation: &Organisation, user: &User) -> [String; 3] {
    let identifier = match user.user_name {
        Some(name) => format!("{} / {name}", organisation.slug),
        None => user.identifier().to_owned(),
    };
    let password = match user.typed_password() {
        Some(password) => password,
        None if organisation.policy.keeps_passwords() => "(none yet)",
        None => "(with its own service)",
    };
    let key = user.totp_key().map(|(groups, _)| format!("authenticator key {groups}")).unwrap_or_default();
    [identifier, password.to_owned(), key]
}

#[derive(Serialize)]
struct Document<'a> {
    issuer: &'a str,
    start: &'a str,
    outbox: String,
    applications: Vec<ApplicationEntry<'a>>,
    organisations: Vec<OrganisationEntry<'a>>,
}

#[derive(Serialize)]
struct ApplicationEntry<'a> {
    name: &'a str,
    url: &'a str,
    client_id: &'a str,
}

#[derive(Serialize)]
struct OrganisationEntry<'a> {
    slug: &'a str,
    name: &'a str,
    journey: u8,
    users: Vec<UserEntry<'a>>,
}

#[derive(Serialize)]
struct UserEntry<'a> {
    name: String,
    identifier: &'a str,
    /// The company ID, where it is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
    /// In base32.
    #[serde(skip_serializing_if = "Option::is_none")]
    totp_secret: Option<String>,
    /// Client ids of the applications that this user may open.
    applications: Vec<&'a str>,
}

/// The JSON document for programs, on one line.
///
/// # Errors
///
/// None in practice: every part is text or a number.
pub fn json(seed: &Seed, origins: &Origins) -> serde_json::Result<String> {
    let users = |organisation: &'_ Organisation| -> Vec<UserEntry<'_>> {
        organisation
            .users
            .iter()
            .map(|user| UserEntry {
                name: user.name(),
                identifier: user.identifier(),
                organisation: user.user_name.map(|_| organisation.slug),
                password: user.password.map(|password| password.plain()),
                totp_secret: user.totp_key().map(|(_, piece)| piece),
                applications: seed.open_to(organisation, user).map(|application| application.client_id).collect(),
            })
            .collect()
    };
    serde_json::to_string(&Document {
        issuer: &origins.doorward,
        start: &origins.start,
        outbox: outbox(origins),
        applications: seed
            .applications
            .iter()
            .map(|application| ApplicationEntry {
                name: application.name,
                url: application.origin(),
                client_id: application.client_id,
            })
            .collect(),
        organisations: seed
            .organisations
            .iter()
            .map(|organisation| OrganisationEntry {
                slug: organisation.slug,
                name: organisation.name,
                journey: organisation.journey.number,
                users: users(organisation),
            })
            .collect(),
    })
}

fn outbox(origins: &Origins) -> String {
    format!("{}/outbox", origins.start)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn origins() -> Origins {
        Origins {
            doorward: "http://localhost:7300".into(),
            start: "http://127.0.0.1:7301".into(),
            almanac: "http://127.0.0.1:7302".into(),
            ledgerline: "http://127.0.0.1:7303".into(),
            provider: Some("http://127.0.0.1:7304".into()),
        }
    }

    #[test]
    fn people_read_addresses_first_and_columns_that_stand() {
        let seed = Seed::new(&origins(), &[7; 32]).unwrap();
        let said = text(&seed, &origins(), &Keeping::Temporary);
        assert!(said.starts_with("Doorward is running. This is a demonstration"), "{said}");
        assert!(
            said.contains("  Start here    http://127.0.0.1:7301\n  Doorward      http://localhost:7300\n"),
            "{said}"
        );
        assert!(said.contains("  lumen / dana.okafor      Seven-Pallets-South\n"), "{said}");
        assert!(!said.contains(seed.applications[0].secret().unwrap().reveal()));
        assert!(said.lines().all(|line| line.chars().count() <= 120 && line == line.trim_end()), "{said}");
    }

    #[test]
    fn programs_read_one_document() {
        let seed = Seed::new(&origins(), &[7; 32]).unwrap();
        let said: Value = serde_json::from_str(&json(&seed, &origins()).unwrap()).unwrap();
        assert_eq!(said["issuer"], "http://localhost:7300");
        assert_eq!(said["outbox"], "http://127.0.0.1:7301/outbox");
        assert_eq!(said["applications"][1]["client_id"], "ledgerline");
        let ines = &said["organisations"][0]["users"][0];
        assert_eq!(ines["identifier"], "ines.halvorsen@northwind.example");
        assert_eq!(ines["applications"], serde_json::json!(["almanac", "ledgerline"]));
        assert!(ines.get("totp_secret").is_none() && ines.get("organisation").is_none());
        assert_eq!(said["organisations"][1]["users"][1]["organisation"], "lumen");
        assert_eq!(said["organisations"][1]["users"][1]["totp_secret"].as_str().unwrap().len(), 32);
        let tern = &said["organisations"][3];
        assert!(said["organisations"][2]["users"][0].get("password").is_none());
        assert!(tern["slug"] == "tern" && tern["users"][0].get("password").is_none());
    }
}
