//! Everything that is held about one person, as JSON for themselves (J1.14): read page by page, written part by part. No secrets, and
//! nothing of others: who else did something is said by what they are (ACC-01).

use jose::base64url;
use model::{
    Id, Time,
    id::{Event, Org, User},
    phone::PhoneNumber,
};
use serde_json::{Map, Value, json};
use store::{
    Change, Read, Readable, avatars, consents,
    credentials::{self, CredentialKind, CredentialRow},
    devices, directory, email_changes,
    events::{self as trail, PastEvent},
    identity_links, sessions,
};

use crate::{
    Caller, Confirmed, Doorward, Error, Result, Settings, SignedIn,
    commit::Commit as _,
    confirmed::ExportData,
    events::{self, EventKind, EventSubject},
    people::credentials::number_of,
};

/// How many events are read at once.
const PAGE: i64 = 200;

/// An export in progress.
pub struct Export {
    doorward: Doorward,
    owner: (Id<Org>, Id<User>),
    now: Time,
    next: Part,
}

/// What is written next.
enum Part {
    /// All but the history, with the organisation's name.
    Beginning(String),
    /// Events after this one.
    History(Id<Event>, bool),
    End,
}

impl Doorward {
    /// Begins to export everything that is held about whoever is signed in. None where the confirmation was used meanwhile.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn export_own_data(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<ExportData>,
    ) -> Result<Option<Export>> {
        let owner = (who.row.org, who.row.user);
        let mut change = Change::new();
        confirmed.spend(&mut change);
        let (by, concerning) = (caller.user(owner.1), EventSubject::user(owner));
        events::record(self, &mut change, &by, EventKind::ProfileExported, concerning, &json!({}));
        if self.store.commit(change).await?.is_err() {
            return Ok(None);
        }
        let next = Part::Beginning(who.organisation.name.clone());
        Ok(Some(Export { doorward: self.clone(), owner, now: caller.now, next }))
    }
}

impl Export {
    /// The next part of the document; none when it is whole.
    ///
    /// # Errors
    /// What keeps the database from answering: then the document is not whole.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let part = match &self.next {
            Part::End => return Ok(None),
            Part::Beginning(organisation) => {
                let beginning = self.beginning(organisation).await?;
                self.next = Part::History(Id::from_bytes([0; 16]), true);
                beginning
            }
            Part::History(after, is_first) => {
                let (after, is_first) = (*after, *is_first);
                let page = trail::of_user(&mut self.doorward.store.read().await?, self.owner, after, PAGE).await?;
                let Some(last) = page.last().map(|event| event.id) else {
                    self.next = Part::End;
                    return Ok(Some(b"\n  ]\n}\n".to_vec()));
                };
                self.next = Part::History(last, false);
                self.history(&page, is_first)
            }
        };
        Ok(Some(part.into_bytes()))
    }

    /// The document up to its history, which is left open.
    async fn beginning(&self, organisation: &str) -> Result<String> {
        let mut all = Map::new();
        all.insert("exported_at".to_owned(), told(self.now));
        all.insert("issuer".to_owned(), json!(self.doorward.instance.issuer.as_str()));
        all.insert("organisation".to_owned(), json!(organisation));
        self.person(&mut all).await?;
        self.email_changes(&mut all).await?;
        self.ways_in(&mut all).await?;
        self.use_of_applications(&mut all).await?;
        let text = serde_json::to_string_pretty(&all).map_err(|_| Error::Corrupt("something to be exported"))?;
        let open = text.strip_suffix("\n}").unwrap_or(&text);
        Ok(format!("{open},\n  \"history\": ["))
    }

    /// Who it is: the account, the claims, what finds them, what they belong to, the picture.
    async fn person(&self, all: &mut Map<String, Value>) -> Result<()> {
        let (org, user) = self.owner;
        let mut read = self.doorward.store.read().await?;
        let entry = directory::by_ids(&mut read, org, &[user]).await?.pop();
        let entry = entry.ok_or(Error::Corrupt("an export of nobody"))?;
        let facts = &entry.facts;
        all.insert(
            "account".to_owned(),
            json!({
                "id": entry.id,
                "subject": entry.subject,
                "state": entry.state.as_str(),
                "created_at": told(entry.created_at),
                "joined_by": facts.joined_by,
                "last_sign_in_at": entry.last_sign_in_at.map(told),
                "last_used_at": told(entry.active_at),
                "accepted_notice": facts.accepted.as_ref().map(|accepted| {
                    json!({ "text": accepted.text, "version": accepted.version, "at": told(accepted.at) })
                }),
                "second_factor_asked_for_at": facts.grace_started_at.map(told),
                "reactivated_at": facts.reactivated_at.map(told),
                "passkey_offered_at": facts.passkey_offered_at.map(told),
            }),
        );
        let mut claims = serde_json::to_value(&*entry.profile).unwrap_or_default();
        if let Value::Object(claims) = &mut claims {
            claims.retain(|_, value| !value.is_null());
            claims.extend(entry.profile.updated_at.map(|at| ("updated_at".to_owned(), told(at))));
        }
        all.insert("claims".to_owned(), claims);
        let named = directory::identifiers(&mut read, org, &[user]).await?;
        let named: Vec<Value> =
            named.iter().map(|one| json!({ "kind": one.kind.as_str(), "value": one.shown })).collect();
        all.insert("identifiers".to_owned(), named.into());
        let roles = directory::roles(&mut read, org, &[user]).await?;
        all.insert("roles".to_owned(), roles.into_iter().map(|(_, role)| role).collect());
        let groups = directory::group_names(&mut read, org, &[user]).await?;
        all.insert("groups".to_owned(), groups.into_iter().map(|(_, name)| name).collect());
        let picture = avatars::of_user(&mut read, org, user).await?.map(|avatar| {
            json!({
                "media_type": avatar.media_type,
                "uploaded_at": told(avatar.created_at),
                "base64url": base64url::encode(&avatar.image),
            })
        });
        all.insert("picture".to_owned(), picture.into());
        Ok(())
    }

    /// The moves of their e-mail address that were wished in the last weeks.
    async fn email_changes(&self, all: &mut Map<String, Value>) -> Result<()> {
        let moves = email_changes::of_user(&mut self.doorward.store.read().await?, self.owner).await?;
        let moves: Vec<Value> = moves
            .iter()
            .map(|row| {
                json!({
                    "from": row.address,
                    "to": row.wished,
                    "wished_at": told(row.created_at),
                    "confirmed_at": row.confirmed_at.map(told),
                    "cancelled_at": row.dropped_at.map(told),
                    "undone_at": row.undone_at.map(told),
                    "voided_at": row.voided_at.map(told),
                })
            })
            .collect();
        all.insert("email_changes".to_owned(), moves.into());
        Ok(())
    }

    /// How they sign in and where they did: kinds and times of what they prove with, sessions, browsers.
    async fn ways_in(&self, all: &mut Map<String, Value>) -> Result<()> {
        let mut read = self.doorward.store.read().await?;
        all.insert("credentials".to_owned(), self.credentials(&mut read).await?);
        all.insert("links".to_owned(), self.links(&mut read).await?);
        all.insert("sessions".to_owned(), self.sessions(&mut read).await?);
        all.insert("known_browsers".to_owned(), self.known_browsers(&mut read).await?);
        Ok(())
    }

    async fn credentials(&self, read: &mut Read) -> Result<Value> {
        let (org, user) = self.owner;
        let held = credentials::of_user(read, org, user).await?;
        let told_of = |row: &CredentialRow| {
            let is_phone = row.kind == CredentialKind::Sms;
            let number = is_phone.then(|| number_of(&self.doorward, (org, user), row)).transpose()?;
            Ok(json!({
                "kind": row.kind.as_str(),
                "label": row.label,
                "created_at": told(row.created_at),
                "changed_at": row.password().map(|password| told(password.changed_at)),
                "last_used_at": row.last_used_at.map(told),
                "used": (row.kind == CredentialKind::RecoveryCode).then_some(row.last_used_at.is_some()),
                "number": number.as_ref().map(PhoneNumber::as_str),
                "passkey": row.passkey().map(|data| json!({
                    "credential_id": data.credential_id,
                    "domain": data.rp_id,
                    "model": data.aaguid,
                    "model_proven": data.attested,
                    "reached_by": data.transports,
                    "may_be_copied": data.backup_eligible,
                    "copied": data.backed_up,
                })),
            }))
        };
        held.iter().map(told_of).collect()
    }

    async fn links(&self, read: &mut Read) -> Result<Value> {
        let (org, user) = self.owner;
        let links = identity_links::of_users(read, org, &[user]).await?;
        let providers = &self.doorward.organisation(org).await?.providers;
        let links = links.iter().map(|link| {
            let provider = providers.iter().find(|provider| provider.id == link.identity.provider);
            json!({
                "provider": provider.map(|provider| &provider.name),
                "issuer": Some(&link.identity.issuer).filter(|issuer| !issuer.is_empty()),
                "subject": link.identity.subject,
                "linked_at": told(link.created_at),
                "last_used_at": link.last_used_at.map(told),
            })
        });
        Ok(links.collect())
    }

    async fn sessions(&self, read: &mut Read) -> Result<Value> {
        let (org, user) = self.owner;
        let open = sessions::of_user(read, org, user, self.now).await?;
        let used_for = sessions::applications_of_user(read, org, user).await?;
        let open = open.iter().map(|row| {
            let names = used_for.iter().filter(|(id, _)| *id == row.id).map(|(_, name)| name);
            json!({
                "browser": row.agent,
                "address": row.address,
                "began_at": told(row.created_at),
                "last_used_at": told(row.seen_at),
                "remembered": row.remembered,
                "applications": names.collect::<Vec<_>>(),
            })
        });
        Ok(open.collect())
    }

    async fn known_browsers(&self, read: &mut Read) -> Result<Value> {
        let browsers = devices::of_user(read, self.owner, self.now).await?;
        let browsers = browsers.iter().map(|row| {
            let trust = row.trust.filter(|trust| trust.until > self.now);
            json!({
                "browser": row.label,
                "address": row.address,
                "first_seen_at": told(row.created_at),
                "last_seen_at": told(row.seen_at),
                "trusted_since": trust.map(|trust| told(trust.since)),
                "trusted_until": trust.map(|trust| told(trust.until)),
            })
        });
        Ok(browsers.collect())
    }

    /// What they may open, and what they let applications do.
    async fn use_of_applications(&self, all: &mut Map<String, Value>) -> Result<()> {
        let mut read = self.doorward.store.read().await?;
        let opened = store::applications::opened_by::<Readable<Settings>>(&mut read, self.owner).await?;
        all.insert("applications".to_owned(), opened.into_iter().map(|(_, name, _)| name).collect());
        let allowed = consents::of_user::<Readable<Settings>>(&mut read, self.owner).await?;
        let allowed: Vec<Value> = allowed
            .iter()
            .map(|row| {
                let scopes: Vec<&str> = row.scopes.split(' ').collect();
                json!({ "application": row.name, "scopes": scopes, "allowed_at": told(row.granted_at) })
            })
            .collect();
        all.insert("consents".to_owned(), allowed.into());
        Ok(())
    }

    /// Events as elements of a list that goes on.
    fn history(&self, page: &[PastEvent], is_first: bool) -> String {
        let mut text = String::new();
        for (place, event) in page.iter().enumerate() {
            let separator = if is_first && place == 0 { "" } else { "," };
            text.push_str(&format!("{separator}\n    {}", self.told_event(event)));
        }
        text
    }

    /// What happened, by whom as far as it was the person, and from where as far as it was they or nobody who proved anything.
    fn told_event(&self, event: &PastEvent) -> Value {
        let own = event.actor == "user" && event.actor_id == Some(*self.owner.1.as_bytes());
        let by = match event.actor.as_str() {
            "user" if own => "you",
            "user" => "another_user",
            other => other,
        };
        let address = (own || event.actor == "anonymous").then_some(&event.address);
        let details: Value = serde_json::from_str(&event.data).unwrap_or_default();
        let changes: Value = serde_json::from_str(&event.changes).unwrap_or_default();
        json!({
            "at": told(event.at),
            "event": event.kind,
            "by": by,
            "address": address.filter(|address| !address.is_empty()),
            "application": event.application,
            "details": details,
            "changes": changes,
        })
    }
}

/// A time as RFC 3339 writes it, in UTC.
fn told(time: Time) -> Value {
    json!(jiff::Timestamp::from_millisecond(time.millis()).map(|at| at.to_string()).unwrap_or_default())
}
