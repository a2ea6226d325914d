//! Saying who one is.

use model::{Key, identifier::Slug};
use store::Change;

use super::{
    Complaint, Situation, Turn,
    kept::Kept,
    pending::Opened,
    prove::Claimed,
    reading::{Claim, Look},
};
use crate::{Result, authenticators::Attempt};

impl<'a> Situation<'a> {
    /// An e-mail address was typed. Nobody is looked for yet, so the answer is the same whoever is called so.
    pub(super) async fn identify(opened: Opened<'a>, (typed, remember): (&str, bool)) -> Result<Turn> {
        let key = Key::email(typed);
        let claim = key.as_ref().ok().map(|key| Claim { company: None, key, typed, remember });
        let situation = Box::pin(Self::read(opened, claim, Look::Shown)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::Onward);
        }
        situation.doorward.buckets.begin_sign_in(situation.caller)?;
        match key {
            Err(why) => Ok(situation.identify_again(typed, remember, Complaint::Email(why))),
            Ok(_) => Ok(situation.save(Change::new()).await?.or_onward()),
        }
    }

    /// Company ID, user name and password on one page: who it is and the proof of it are one change.
    pub(super) async fn company(
        opened: Opened<'a>,
        (organisation, user, password): (&str, &str, String),
        remember: bool,
    ) -> Result<Turn> {
        let named = match (Slug::typed(organisation), Key::typed(user)) {
            (Err(_), _) => Err(Complaint::Organisation),
            (_, Err(why)) => Err(Complaint::User(why)),
            (Ok(slug), Ok(key)) => Ok((slug, key)),
        };
        let attempt = match (&named, Attempt::password(password)) {
            (Ok(_), Ok(attempt)) => Ok(attempt.admitted(opened.doorward, opened.caller).await?),
            (Err(complaint), _) => Err(*complaint),
            (Ok(_), Err(complaint)) => Err(complaint),
        };
        let claim = named.as_ref().ok().map(|(slug, key)| Claim { company: Some(slug), key, typed: user, remember });
        let situation = Box::pin(Self::read(opened, claim, Look::of(&attempt))).await?;
        let completed = situation.row.session.is_some();
        match named {
            // Perhaps the click that completed it; of anybody else it is told that this was done before.
            Ok((slug, key)) if completed && situation.kept.names(slug.as_str(), &key) => {
                Box::pin(situation.prove(attempt, None)).await
            }
            _ if completed => Ok(Turn::Onward),
            Err(complaint) => Ok(situation.identify_again(user, remember, complaint)),
            Ok(_) => {
                situation.doorward.buckets.begin_sign_in(situation.caller)?;
                Box::pin(situation.prove(attempt, Some(Claimed))).await
            }
        }
    }

    /// The first page again, for somebody else.
    pub(super) async fn somebody_else(opened: Opened<'a>) -> Result<Turn> {
        let mut situation = Box::pin(Self::read(opened, None, Look::Shown)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::Onward);
        }
        situation.doorward.buckets.begin_sign_in(situation.caller)?;
        situation.kept = Kept { forget_session: true, ..Kept::begun(situation.pending.purpose) };
        (situation.row.org, situation.row.user) = (None, None);
        Ok(situation.save(Change::new()).await?.or_onward())
    }
}
