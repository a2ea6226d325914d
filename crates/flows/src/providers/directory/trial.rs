//! Trying a directory, step by step, in words. Nothing is written, and nobody is signed in.

use ldap::BindVerdict;
use model::{Time, provider::ProviderRules};
use tokio::time::{Instant, timeout_at};
use upstream::{Arrival, Memberships};

use super::{By, Directory, Found, FoundPerson, WITHIN};

/// What came of trying a directory.
#[derive(Debug)]
pub struct DirectoryTrial {
    /// Each step, and what came of it. No password is among them.
    pub lines: Vec<String>,
    /// Whether nothing failed.
    pub good: bool,
}

impl DirectoryTrial {
    /// Whoever searches binds at each address; where somebody is named, they are found, and bind with this password, and with one that is
    /// made up.
    pub(crate) async fn of(
        directory: &Directory,
        rules: &ProviderRules,
        somebody: Option<(&str, &str, &str)>,
        now: Time,
    ) -> Self {
        let mut trial = Self { lines: Vec::new(), good: true };
        trial.addresses(directory).await;
        if let (Some((login, password, made_up)), true) = (somebody, trial.good)
            && let Some(person) = trial.search(directory, login, now).await
        {
            if trial.binds(directory, &person, ("this password", password), now).await {
                trial.tells(directory, &person, rules, now).await;
                trial.refuses(directory, &person, made_up, now).await;
            } else {
                trial.good = false;
            }
        }
        trial
    }

    fn step(&mut self, step: &str, outcome: Result<String, String>) {
        let (word, text) = match outcome {
            Ok(text) => ("ok", text),
            Err(text) => ("FAILED", text),
        };
        self.good &= word == "ok";
        self.lines.push(format!("{step}: {word}{}{text}", if text.is_empty() { "" } else { ": " }));
    }

    async fn addresses(&mut self, directory: &Directory) {
        for (at, target) in directory.settings.targets.iter().enumerate() {
            let opened = timeout_at(Instant::now() + WITHIN, directory.own(at)).await;
            let outcome = match opened {
                Err(_) => Err("no answer in time".to_owned()),
                Ok(Err(error)) => Err(error.to_string()),
                Ok(Ok(Err(trouble))) => Err(trouble.to_string()),
                Ok(Ok(Ok(connection))) => {
                    connection.close().await;
                    Ok(format!("bound as {}, password ********", directory.settings.bind_dn))
                }
            };
            self.step(&format!("{target}"), outcome);
        }
    }

    async fn search(&mut self, directory: &Directory, login: &str, now: Time) -> Option<Box<FoundPerson>> {
        let found = directory.find(By::Login(login), now).await;
        let step = format!("Search for {login:?} below {}", directory.settings.base);
        let outcome = match &found {
            Ok(Found::One(person)) => {
                Ok(format!("{}, {} {}", person.entry.dn, directory.settings.attributes.subject, person.subject))
            }
            Ok(Found::Nobody) => Err("no entry".to_owned()),
            Ok(Found::Several) => Err("more than one entry: the filter must find one".to_owned()),
            Err(silence) => Err(silence.to_string()),
        };
        self.step(&step, outcome);
        match found {
            Ok(Found::One(person)) => Some(person),
            _ => None,
        }
    }

    async fn binds(
        &mut self,
        directory: &Directory,
        person: &FoundPerson,
        (which, password): (&str, &str),
        now: Time,
    ) -> bool {
        let bound = directory.bind(person, password, now).await;
        let outcome = match &bound {
            Ok(Ok(BindVerdict::Right)) => Ok("it is right".to_owned()),
            Ok(Ok(BindVerdict::MustChange(why))) => Err(why.to_string()),
            Ok(Ok(BindVerdict::Refused(why))) => Err(why.to_string()),
            Ok(Ok(BindVerdict::None)) => Err("no verdict".to_owned()),
            Ok(Err(trouble)) => Err(trouble.to_string()),
            Err(error) => Err(error.to_string()),
        };
        self.step(&format!("Bind with {which}"), outcome);
        matches!(bound, Ok(Ok(BindVerdict::Right)))
    }

    /// What is learned of somebody who signs in.
    async fn tells(&mut self, directory: &Directory, person: &FoundPerson, rules: &ProviderRules, now: Time) {
        let listed = directory.groups(person, now).await;
        let arrival = directory.arrival(person, &listed, rules);
        let Arrival { email, profile, groups, roles, .. } = &arrival;
        let email = email.as_ref().map_or("none", |email| email.address.as_str());
        let names = [&profile.given_name, &profile.family_name, &profile.occupation, &profile.department];
        let names: Vec<&str> = names.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        self.step("Attributes", Ok(format!("e-mail address {email}; {}", names.join(", "))));
        for (what, list) in [("Groups", groups), ("Roles", roles)] {
            let outcome = match list {
                Memberships::NotMapped => Ok("not asked for".to_owned()),
                Memberships::Known(names) if names.is_empty() => Ok("none of those that are mapped".to_owned()),
                Memberships::Known(names) => Ok(names.join("; ")),
                Memberships::Unknown(why) => Err(why.to_string()),
            };
            self.step(what, outcome);
        }
    }

    /// A directory that takes a password which is made up lets in anybody (PITFALLS R1).
    async fn refuses(&mut self, directory: &Directory, person: &FoundPerson, made_up: &str, now: Time) {
        let outcome = match directory.bind(person, made_up, now).await {
            Ok(Ok(BindVerdict::Refused(_))) => Ok("it is refused".to_owned()),
            Ok(Ok(BindVerdict::Right | BindVerdict::MustChange(_))) => {
                Err("it is taken: do not switch it on, for it lets in anybody".to_owned())
            }
            Ok(Ok(BindVerdict::None)) => Err("no verdict".to_owned()),
            Ok(Err(trouble)) => Err(trouble.to_string()),
            Err(error) => Err(error.to_string()),
        };
        self.step("Bind with a made-up password", outcome);
    }
}
