//! Saying who one is.

use model::{
    Authenticator, Key,
    identifier::Slug,
    sign_in::{Purpose, Step},
};
use store::Change;

use super::{
    Complaint, Situation, Turn, Written,
    pending::Resolved,
    prove::Claimed,
    reading::{Claim, Lookup},
    stored::StoredSignIn,
};
use crate::{
    Result,
    authenticators::{Attempt, NotAPassword},
    limits,
};

impl<'a> Situation<'a> {
    /// An e-mail address was typed. Nobody is looked for yet, so the answer is the same whoever is called so.
    pub(super) async fn identify(resolved: Resolved<'a>, (typed, remember): (&str, bool)) -> Result<Turn> {
        let key = Key::email(typed);
        let claim = key.as_ref().ok().map(|key| Claim { company: None, key, typed, remember });
        let situation = Box::pin(Self::read(resolved, claim, Lookup::Shown)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::NextStep);
        }
        match key {
            Err(why) => Ok(situation.identify_again(typed, remember, Complaint::Email(why))),
            Ok(_) => Box::pin(situation.keep_named()).await,
        }
    }

    /// Company ID, user name and password on one page: who it is and the proof of it are one change.
    pub(super) async fn company(
        resolved: Resolved<'a>,
        (organisation, user, remember): (&str, &str, bool),
        typed: std::result::Result<Attempt, NotAPassword>,
    ) -> Result<Turn> {
        let named = match (Slug::typed(organisation), Key::typed(user)) {
            (Err(_), _) => Err(Complaint::Organisation),
            (_, Err(why)) => Err(Complaint::User(why)),
            (Ok(slug), Ok(key)) => Ok((slug, key)),
        };
        let attempt = match (&named, typed) {
            (Ok(_), Ok(attempt)) => Ok(attempt.admitted(resolved.doorward, resolved.caller).await?),
            (Err(complaint), _) => Err(*complaint),
            (Ok(_), Err(why)) => Err(why.into()),
        };
        let claim = named.as_ref().ok().map(|(slug, key)| Claim { company: Some(slug), key, typed: user, remember });
        let situation = Box::pin(Self::read(resolved, claim, Lookup::of(&attempt))).await?;
        let completed = situation.row.session.is_some();
        match named {
            // Perhaps the click that completed it; of anybody else it is told that this was done before.
            Ok((slug, key)) if completed && situation.kept.names(slug.as_str(), &key) => {
                Box::pin(situation.prove(attempt, None)).await
            }
            _ if completed => Ok(Turn::NextStep),
            Err(complaint) => Ok(situation.identify_again(user, remember, complaint)),
            Ok(_) if !situation.claimed => Box::pin(situation.prove(attempt, None)).await,
            Ok(_) => {
                situation.begins().await?;
                Box::pin(situation.prove(attempt, Some(Claimed))).await
            }
        }
    }

    /// Company ID and user name were typed, without a password. Nobody is looked for yet.
    pub(super) async fn identify_user(resolved: Resolved<'a>, (organisation, user): (&str, &str)) -> Result<Turn> {
        let (slug, key) = (Slug::typed(organisation), Key::typed(user));
        let named = slug.as_ref().ok().zip(key.as_ref().ok());
        let claim = named.map(|(slug, key)| Claim { company: Some(slug), key, typed: user, remember: false });
        let situation = Box::pin(Self::read(resolved, claim, Lookup::Shown)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::NextStep);
        }
        match (slug, key) {
            (Err(_), _) => Ok(situation.identify_again(user, false, Complaint::Organisation)),
            (_, Err(why)) => Ok(situation.identify_again(user, false, Complaint::User(why))),
            (Ok(_), Ok(_)) => Box::pin(situation.keep_named()).await,
        }
    }

    /// Keeps who was named. Whoever restores a password by a link is sent it at once, and the organisation's own service is asked at once:
    /// there is nothing else to press.
    async fn keep_named(self) -> Result<Turn> {
        self.begins().await?;
        let resolved = self.resolved();
        let recovers = self.kept.progress.purpose == Purpose::Recover;
        let step = self.step()?;
        let by_link = recovers && step.takes(Authenticator::EmailLink).is_some();
        let leads_to = self.leads_to().await?;
        match self.save(Change::new()).await? {
            Written::Done(_) if by_link => Situation::send_link(resolved).await,
            Written::Done(_) if step == Step::ResetByProvider => Situation::request_reset(resolved).await,
            Written::Done(_) if let Some(provider) = leads_to => {
                let named = Box::pin(Situation::read(resolved, None, Lookup::Shown)).await?;
                Box::pin(named.leave(provider)).await
            }
            written => Ok(written.or_next_step()),
        }
    }

    /// The first page again, for somebody else.
    pub(super) async fn somebody_else(resolved: Resolved<'a>) -> Result<Turn> {
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::NextStep);
        }
        limits::begin_sign_in(situation.doorward, situation.caller).await?;
        situation.kept = StoredSignIn { forget_session: true, ..StoredSignIn::new(situation.pending.purpose) };
        (situation.row.org, situation.row.user) = (None, None);
        Ok(situation.save(Change::new()).await?.or_next_step())
    }

    /// Counts a sign-in that begins, also anew with another name, until one is finished. The same said again costs nothing.
    async fn begins(&self) -> Result<()> {
        if !self.claimed {
            return Ok(());
        }
        limits::begin_sign_in(self.doorward, self.caller).await
    }
}
