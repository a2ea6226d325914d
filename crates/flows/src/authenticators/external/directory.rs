//! A password that a directory judges: who is called as was typed is asked there, and they bind with it, once.
//!
//! Whoever somebody is called by, the attempts at one entry are counted together (LDP-05). Where nobody is called so, or whoever it is may
//! not come in, the answer takes as long as a bind took lately.

use std::sync::Arc;

use model::account::State;
use store::{Change, Guard, attempts};
use tokio::time::Instant;

use super::{super::Judging, Answered, Ask, Judge, Question, Typed, Verdict, same};
use crate::{
    Result,
    commit::Commit as _,
    events::{EventKind, EventSubject},
    guesses::{self, AttemptKey},
    instance_mac_key,
    people::person::Person,
    providers::directory::{By, Directory, DirectoryQuestion, Found, FoundPerson},
    refusals::{self, Refused},
};

/// The guard of the attempts at an entry.
const LEFT: Guard = Guard("attempts at the entry left");

impl Judge<'_> {
    pub(super) async fn by_directory(
        &self,
        judging: &Judging<'_>,
        directory: &Arc<Directory>,
        person: Option<&Person>,
        typed: &Typed,
    ) -> Result<Answered> {
        let begun = Instant::now();
        let found = match self.searched_by(judging, person) {
            Some(By::Login(login)) => directory.find(By::Login(login), judging.caller.now).await,
            Some(By::Subject(subject)) => directory.find(By::Subject(subject), judging.caller.now).await,
            None => Ok(Found::Nobody),
        };
        let searched = begun.elapsed();
        let may_come = person.is_none_or(|person| person.account.state == State::Active);
        let nobody = || (Verdict::Wrong(0), searched + self.service.stand_in(&*judging.doorward.entropy).took);
        match found {
            Err(silence) => Ok((Verdict::Silent(silence), searched)),
            Ok(Found::Nobody) => Ok(nobody()),
            Ok(Found::Several) => {
                self.note(judging, "the filter finds several entries for one login").await?;
                Ok(nobody())
            }
            Ok(Found::One(_)) if !may_come => Ok(nobody()),
            Ok(Found::One(entry)) => match self.bind(judging, directory, entry, typed).await? {
                Some((verdict, took)) => Ok((verdict, searched + took)),
                None => Ok(nobody()),
            },
        }
    }

    /// By what somebody is searched: what they typed, and where nothing was typed who they are there, or their address.
    fn searched_by<'s>(&self, judging: &'s Judging<'_>, person: Option<&'s Person>) -> Option<By<'s>> {
        if let Some(login) = judging.login {
            return Some(By::Login(login.as_str()));
        }
        let person = person?;
        let link = person.links.iter().find(|link| link.identity.provider == self.provider.id);
        let address = person.profile.email.as_ref().or(person.profile.preferred_username.as_ref());
        match link {
            Some(link) => Some(By::Subject(&link.identity.subject)),
            None => address.map(|address| By::Login(address)),
        }
    }

    /// Takes an attempt at the entry, and binds. None where none is left.
    async fn bind(
        &self,
        judging: &Judging<'_>,
        directory: &Arc<Directory>,
        person: Box<FoundPerson>,
        typed: &Typed,
    ) -> Result<Option<Answered>> {
        let (doorward, now) = (judging.doorward, judging.caller.now);
        let mac_key = instance_mac_key::get(doorward).await?;
        let key = AttemptKey::Directory(self.home.id, self.provider.id, &person.subject).key(mac_key);
        let row = attempts::get(&mut doorward.store.read().await?, &key).await?;
        let mut taken = Change::new();
        attempts::take(&mut taken, &key, guesses::password_budget(&self.home.policy, row), now, LEFT);
        if doorward.store.commit(taken).await?.is_err() {
            return Ok(None);
        }
        let same = same(judging, person.subject.as_bytes(), typed);
        let (directory, password) = (directory.clone(), typed.text().clone());
        let question = DirectoryQuestion { directory, person, password, rules: self.provider.rules.clone() };
        let answered = self.service.ask(Question { ask: Ask::Directory(question), same }, now).await;
        let mut given_back = Change::new();
        match &answered.0 {
            Verdict::Known(_) | Verdict::MustChange(_) => attempts::forget_all(&mut given_back, &[key], false),
            Verdict::Silent(_) => attempts::give_back(&mut given_back, &key),
            Verdict::Refused(why) if *why != ldap::Refusal::Password => self.note(judging, &why.to_string()).await?,
            _ => {}
        }
        doorward.store.commit_all(given_back).await?;
        Ok(Some(answered))
    }

    /// What the organisation should know of a refusal, and the person is not told.
    async fn note(&self, judging: &Judging<'_>, reason: &str) -> Result<()> {
        refusals::log(judging.caller.request, "provider", Some(&self.provider.key), reason);
        let refused = Refused {
            whose: (*self.provider.id.as_bytes(), "provider"),
            kind: EventKind::SignInProviderFailed,
            concerning: EventSubject::org(self.home.id),
            reason,
        };
        let data = serde_json::json!({ "provider": self.provider.key, "cause": "Account", "trace": [reason] });
        refusals::record_once_with(judging.doorward, &judging.caller.anonymous(), refused, &data).await
    }
}
