//! Saying who one is.

use model::{Key, identifier::Slug, sign_in::Progress};
use store::Change;

use super::{Complaint, Pending, Situation, Turn, situation::Kept};
use crate::{Caller, Doorward, Result};

impl Doorward {
    /// An e-mail address was typed.
    pub(super) async fn identify(
        &self,
        caller: &Caller,
        pending: Pending,
        typed: &str,
        remember: bool,
    ) -> Result<Turn> {
        let situation = Box::pin(self.situation(caller, pending)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::Onward);
        }
        self.buckets.admit_beginning(caller)?;
        match Key::email(typed) {
            Err(why) => Ok(self.again(situation, typed, remember, Complaint::Email(why))),
            Ok(key) => {
                let situation = Box::pin(self.claim(caller, situation, None, (&key, typed), remember)).await?;
                self.go_on(caller, &situation, Change::new()).await
            }
        }
    }

    /// The situation after somebody was named; nothing is written yet. It knows nothing that was proven before.
    pub(super) async fn claim(
        &self,
        caller: &Caller,
        situation: Situation,
        company: Option<&Slug>,
        (key, typed): (&Key, &str),
        remember: bool,
    ) -> Result<Situation> {
        let Situation { pending, mut row, kept, .. } = situation;
        let named = match (company, &pending.organisation) {
            (Some(slug), _) => self.organisation_by_slug(slug.as_str()).await?,
            (None, Some(slug)) => self.organisation_by_slug(slug).await?,
            (None, None) => None,
        };
        let governing = self.governing(named.as_ref(), key).await?;
        // The application may have named the organisation; then nobody of another one is called anything here.
        let elsewhere = match (company, &pending.organisation) {
            (Some(typed), Some(asked)) => typed.as_str() != asked,
            _ => false,
        };
        let nobody = elsewhere || (company.is_some() && governing.is_none());
        let mut read = self.store.read().await?;
        let user = if nobody { None } else { self.find(&mut read, governing.as_ref(), key).await? };
        drop(read);
        let mut progress = Progress { purpose: kept.progress.purpose, ..Progress::default() };
        progress.identified(key.clone(), user.as_ref().map(|user| user.id));
        progress.remember = remember;
        let kept = Kept {
            progress,
            typed: typed.trim().to_owned(),
            organisation: governing.map(|organisation| organisation.id),
            completed_by: None,
            wrong_tries: 0,
            forget_session: kept.forget_session,
            company: company.map(|slug| slug.as_str().to_owned()).unwrap_or_default(),
            epoch: user.as_ref().map(|user| user.epoch),
        };
        row.org = user.as_ref().map(|user| user.org);
        row.user = user.map(|user| user.id);
        row.facts = kept.to_json()?;
        Box::pin(self.situation_with(caller, pending, row, kept)).await
    }

    /// The first page again, for somebody else.
    pub(super) async fn somebody_else(&self, caller: &Caller, pending: Pending) -> Result<Turn> {
        let mut situation = Box::pin(self.situation(caller, pending)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::Onward);
        }
        situation.kept = Kept { forget_session: true, ..Kept::default() };
        situation.row.org = None;
        situation.row.user = None;
        situation.row.facts = situation.kept.to_json()?;
        self.go_on(caller, &situation, Change::new()).await
    }

    /// The same page with what was typed, and what was wrong with it.
    pub(super) fn again(&self, mut situation: Situation, typed: &str, remember: bool, complaint: Complaint) -> Turn {
        situation.kept = Kept { typed: typed.to_owned(), ..Kept::default() };
        situation.kept.progress.remember = remember;
        let step = model::sign_in::Step::Identify { by: situation.policy(self).identify, any_of: Vec::new() };
        Turn::Show(Box::new(self.view(&situation, step)), Some(complaint))
    }
}
