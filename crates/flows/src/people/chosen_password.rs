//! A password that somebody chooses for themselves: judged by the rules of their organisation, hashed, and written in place of
//! the one before.

use crypto::{
    Password,
    password::{Permit, Stored},
};
use model::{
    account,
    password::{self, Rule},
    release::Profile,
    sign_in::NewPassword as Why,
};
use store::{
    Change,
    credentials::{CredentialKind, CredentialRow},
};

use super::{
    Home, NewPassword, guesses,
    passwords::{Before, PasswordPlan, write_password},
    person::Person,
};
use crate::{
    Caller, Doorward, Result,
    events::{self, EventKind, EventSubject},
    jobs, limits,
    notices::{Happened, Scene},
};

/// A rule for a new password, and whether it is kept; none as long as nothing was judged by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JudgedRule {
    /// The rule.
    pub rule: Rule,
    /// Whether it is kept.
    pub met: Option<bool>,
}

/// Why a password was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotChosen {
    /// Nothing was typed.
    Missing,
    /// The two that were typed differ.
    NotRepeated,
    /// It breaks some of these rules.
    Rules(Vec<JudgedRule>),
}

/// Who chooses, as far as the rules ask for it.
pub(crate) struct Chooser<'a> {
    pub(crate) home: Home<'a>,
    pub(crate) profile: &'a Profile,
    /// What they type to be found.
    pub(crate) identifiers: &'a [String],
    /// The password that they have.
    pub(crate) was: Option<&'a CredentialRow>,
}

/// A password that may be set.
pub(crate) struct ChosenPassword {
    hash: Stored,
    before: Before,
}

impl Chooser<'_> {
    /// Every rule that a new password is judged by, in the order in which a page lists them.
    pub(crate) fn rules(&self, doorward: &Doorward) -> Vec<JudgedRule> {
        let policy = self.home.policy;
        let listed = doorward.instance.breached.is_some() && policy.password.not_common;
        let pure = password::rules(policy).into_iter().chain(listed.then_some(Rule::NotBreached));
        let known = self.was.and_then(CredentialRow::password).is_some_and(|data| !data.known_to_others.is_empty());
        let previous = self.was.map(|_| Rule::NotPrevious(self.home.policy.password.history.max(u8::from(known))));
        pure.chain(previous).map(|rule| JudgedRule { rule, met: None }).collect()
    }

    /// Judges what was typed twice, as far as that takes neither hashing nor a look into the list of breached ones.
    pub(crate) fn judge(
        &self,
        doorward: &Doorward,
        (typed, repeated): (&str, &str),
    ) -> std::result::Result<Password, NotChosen> {
        if typed.is_empty() {
            return Err(NotChosen::Missing);
        }
        let broken = self.home.rules_broken(typed, self.profile, self.identifiers.iter().map(String::as_str));
        let (true, Ok(password)) = (broken.is_empty(), Password::new(typed)) else {
            return Err(NotChosen::Rules(self.judged(doorward, &broken)));
        };
        if Password::new(repeated).map_or(true, |repeated| repeated.expose() != password.expose()) {
            return Err(NotChosen::NotRepeated);
        }
        Ok(password)
    }

    /// Judges what was typed twice, and hashes it under a permit of the caller's source. A password that they had before counts as a
    /// guess at it.
    pub(crate) async fn choose(
        &self,
        doorward: &Doorward,
        caller: &Caller,
        (typed, repeated): (&str, &str),
    ) -> Result<std::result::Result<ChosenPassword, NotChosen>> {
        let password = match self.judge(doorward, (typed, repeated)) {
            Ok(password) => password,
            Err(why) => return Ok(Err(why)),
        };
        let broken = self.home.broken_or_breached(doorward, Vec::new(), typed).await;
        if !broken.is_empty() {
            return Ok(Err(NotChosen::Rules(self.judged(doorward, &broken))));
        }
        let (mut guess, permit) = limits::guess_with_permit(doorward, caller).await?;
        if self.had_before(&permit, &password).await {
            guess.counts(true);
            return Ok(Err(NotChosen::Rules(self.had_before_rules(doorward))));
        }
        let hash = permit.hash(&*doorward.entropy, &password).await;
        Ok(Ok(ChosenPassword { hash, before: Before::of(self.was, self.home.policy.password.history) }))
    }

    /// The rules, when these are broken. Whether they had it before was not looked at.
    fn judged(&self, doorward: &Doorward, broken: &[Rule]) -> Vec<JudgedRule> {
        let known = broken == [Rule::NotBreached];
        let judged = |one: JudgedRule| match one.rule {
            Rule::NotPrevious(_) => one,
            // Nor was the list, where another rule is broken already.
            Rule::NotBreached if !known => one,
            rule => JudgedRule { rule, met: Some(!broken.contains(&rule)) },
        };
        self.rules(doorward).into_iter().map(judged).collect()
    }

    /// The rules, all kept but that they had it before.
    fn had_before_rules(&self, doorward: &Doorward) -> Vec<JudgedRule> {
        let judged = |one: JudgedRule| JudgedRule { met: Some(!matches!(one.rule, Rule::NotPrevious(_))), ..one };
        self.rules(doorward).into_iter().map(judged).collect()
    }

    /// Whether it is the password that they have, one of as many before it as the policy says, or one that somebody else knew.
    async fn had_before(&self, permit: &Permit, password: &Password) -> bool {
        let Some(was) = self.was else { return false };
        let history = usize::from(self.home.policy.password.history);
        let mut hashes: Vec<&str> = str::from_utf8(&was.secret).into_iter().collect();
        if let Some(data) = was.password() {
            hashes.extend(data.previous.iter().take(history).chain(&data.known_to_others).map(String::as_str));
        }
        for hash in hashes {
            if let Ok(stored) = Stored::parse(hash)
                && permit.verify(password, &stored).await.matches
            {
                return true;
            }
        }
        false
    }
}

impl ChosenPassword {
    /// As the password of somebody who is being made.
    pub(crate) fn first(self) -> PasswordPlan {
        let to = NewPassword::Hash(self.hash.as_str().to_owned().into());
        PasswordPlan { to, must_change: false, brought: None, was: None, was_known: false }
    }

    /// Sets it for somebody who is there. Wrong guesses are forgotten, but for locks that only an administrator opens (those fall to whoever
    /// had no password to be guessed at), and the owner is told (LGN-13). What was given to them has to
    /// be ended by whoever calls it, who knows what goes on. `person` is afterwards as the change leaves them. Guard: the
    /// password is still the one that was read.
    pub(crate) async fn set(
        self,
        doorward: &Doorward,
        change: &mut Change,
        (person, why): (&mut Person, Why),
        (caller, ui_locales): (&Caller, &[String]),
    ) -> Result<()> {
        let (key, now) = (person.key(), caller.now);
        let data = self.before.data(now, false, None);
        let row = write_password(change, doorward, key, person.password(), (self.hash.as_str(), data));
        person.credentials.retain(|row| row.kind != CredentialKind::Password);
        person.credentials.push(row);
        person.account.password = account::Password::Set { changed_at: now, must_change: false };
        change.append(match why {
            Why::First => guesses::guesses_forgotten(doorward, key).await?,
            _ => guesses::guesses_forgotten_by_owner(doorward, key).await?,
        });
        let details = serde_json::json!({ "why": word(why) });
        let (by, concerning) = (caller.user(key.1), EventSubject::user(key));
        events::record(doorward, change, &by, EventKind::UserPasswordChosen, concerning, &details);
        let happened = if why == Why::First { Happened::PasswordChosen } else { Happened::PasswordSet };
        let (scene, owner) = (Scene::browser(caller, ui_locales), (&person.profile, &*person.home));
        jobs::order_notice(doorward, change, scene, owner, happened).await?;
        Ok(())
    }
}

/// Why, as events say it.
const fn word(why: Why) -> &'static str {
    match why {
        Why::First => "first",
        Why::Broken => "broken",
        Why::Expired => "expired",
        Why::Demanded => "demanded",
        Why::Recovered => "recovered",
        Why::Changed => "changed",
    }
}
