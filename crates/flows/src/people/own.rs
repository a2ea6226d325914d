//! What people change of themselves: what is known of them, and how they want to read. It takes the way of every other
//! patch, with the person as actor; what others change meanwhile stays.

use std::convert::Infallible;

use model::{
    profile_data::{FieldError, ProfileData, ProfileField},
    reader::Formats,
    release::Profile,
};
use serde_json::{Map, Value};
use store::{Change, attempts};
use text::{Language, zones};

use super::{Home, UserPatch, plan::Planning, stored};
use crate::{
    Caller, Doorward, Error, Result, SignedIn,
    commit::Commit as _,
    events::EventKind,
    guesses::{AttemptKey, OWN_PROFILE},
    instance_mac_key,
};

/// How often somebody else may be quicker.
const TRIES: usize = 5;

/// When whoever changed too much of themselves may try again, seconds.
const RETRIES: u32 = 60 * 60;

/// Why a profile was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileRefusal {
    /// What is to be corrected, in the order of the form.
    Fields(Vec<(ProfileField, FieldError)>),
    /// Somebody else changed it since the form was made.
    ChangedMeanwhile,
}

/// Stands for what a form was filled with, so that a change by somebody else is seen.
pub fn profile_tag(data: &ProfileData) -> String {
    let fields = ProfileField::ALL.map(|field| data.get(field)).join("\u{1f}");
    jose::base64url::encode(&jose::digest::sha256(fields)[..12])
}

impl Doorward {
    /// Saves what somebody says of themselves. `seen` is the [`profile_tag`] of what their form was filled with.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn save_profile(
        &self,
        caller: &Caller,
        who: &SignedIn,
        typed: &ProfileData,
        seen: &str,
    ) -> Result<std::result::Result<(), ProfileRefusal>> {
        let wrong = typed.errors();
        if !wrong.is_empty() {
            return Ok(Err(ProfileRefusal::Fields(wrong)));
        }
        let wanted = typed.tidied();
        change_own(self, caller, who, &Change::new(), |was| {
            let known = ProfileData::of(was);
            // The same again, from a form that was sent twice, is no conflict.
            let is_seen = profile_tag(&known) == seen || known == wanted;
            if is_seen { Ok(claims_over(&known, &wanted)) } else { Err(ProfileRefusal::ChangedMeanwhile) }
        })
        .await
    }

    /// Keeps how somebody wants to read.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn save_settings(&self, caller: &Caller, who: &SignedIn, wanted: &OwnSettings) -> Result<()> {
        let Ok(()) =
            change_own(self, caller, who, &Change::new(), |was| Ok::<_, Infallible>(wanted.claims_over(was))).await?;
        Ok(())
    }

    /// Keeps the language that somebody wants to read, a BCP 47 tag, as their setting. A setting of the same language with a
    /// region (`de-CH` for `de`) stays as it is. What others change in the profile meanwhile stays too.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn set_language(&self, caller: &Caller, who: &SignedIn, tag: &str) -> Result<()> {
        let claims = |was: &Profile| -> Map<String, Value> { locale_over(was, tag).into_iter().collect() };
        let Ok(()) = change_own(self, caller, who, &Change::new(), |was| Ok::<_, Infallible>(claims(was))).await?;
        Ok(())
    }
}

/// How somebody wants to read, each from a fixed set (ACC-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSettings {
    /// The language.
    pub language: Language,
    /// A name of [`text::zones`].
    pub zone: &'static str,
    /// Dates and times.
    pub formats: Formats,
}

impl OwnSettings {
    /// The claims that hold it. A zone that is stored by another of its names stays so.
    fn claims_over(&self, was: &Profile) -> Map<String, Value> {
        let known_zone = was.zoneinfo.as_deref().and_then(zones::listed);
        let zone = (known_zone != Some(self.zone)).then(|| ("zoneinfo".to_owned(), Value::from(self.zone)));
        let formats = [("date_format", self.formats.date.as_str()), ("time_format", self.formats.time.as_str())];
        let formats = formats.map(|(claim, word)| (claim.to_owned(), Value::from(word)));
        locale_over(was, self.language.tag()).into_iter().chain(zone).chain(formats).collect()
    }
}

/// The claim of the language; none where that is set already, with a region or without.
fn locale_over(was: &Profile, tag: &str) -> Option<(String, Value)> {
    let is_set = was.locale.as_deref().is_some_and(|locale| locale.split('-').next() == Some(tag));
    (!is_set).then(|| ("locale".to_owned(), Value::from(tag)))
}

/// The claims that become other ones. A whole name that was stored apart goes when its parts change: it would say the old ones.
fn claims_over(known: &ProfileData, wanted: &ProfileData) -> Map<String, Value> {
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
    let differs = |field: &ProfileField| known.get(*field) != wanted.get(*field);
    let differing: Vec<_> = ProfileField::ALL.into_iter().filter(differs).collect();
    let mut claims: Map<String, Value> =
        differing.iter().map(|field| (field.claim().to_owned(), text(wanted.get(*field)))).collect();
    if differing.iter().any(|field| matches!(field, ProfileField::GivenName | ProfileField::FamilyName)) {
        claims.insert("name".to_owned(), Value::Null);
    }
    claims
}

/// Lays what `claims` makes of the profile over it, as it is then, and writes `more` with it. Reads again when somebody was quicker; `claims` may then
/// refuse. Nothing is written, and nothing noted, where nothing differs; so often a day, what they say of themselves.
pub(super) async fn change_own<R>(
    doorward: &Doorward,
    caller: &Caller,
    who: &SignedIn,
    more: &Change,
    claims: impl Fn(&Profile) -> std::result::Result<Map<String, Value>, R>,
) -> Result<std::result::Result<(), R>> {
    let (home, by) = (Home::from(&*who.organisation), caller.user(who.row.user));
    for _ in 0..TRIES {
        let read = stored::one(&mut doorward.store.read().await?, who.row.org, who.row.user).await?;
        let Some(stored) = read else { return Err(Error::Corrupt("a session of nobody")) };
        let patch = match claims(&stored.entry.profile) {
            Ok(claims) => UserPatch { claims, ..UserPatch::default() },
            Err(refused) => return Ok(Err(refused)),
        };
        let planning = Planning { doorward, home, patch: &patch, stored: Some(&stored), now: caller.now };
        let Ok(plan) = planning.plan(None)? else { return Err(Error::Corrupt("a claim of another kind")) };
        let (mut change, (budget, spent)) = (Change::new(), OWN_PROFILE);
        plan.add_to(&mut change, doorward, None, (&by, EventKind::ProfileChanged)).await?;
        if !plan.is_empty() && !plan.is_how_they_read() {
            let key = AttemptKey::OwnProfile(who.row.org, who.row.user).key(instance_mac_key::get(doorward).await?);
            attempts::take(&mut change, &key, budget, caller.now, spent);
        }
        change.append(more.clone());
        if change.is_empty() {
            return Ok(Ok(()));
        }
        match doorward.store.commit(change).await? {
            Ok(()) => return Ok(Ok(())),
            Err(guard) if guard == spent => return Err(Error::TooMany { retry_after_seconds: RETRIES }),
            Err(_) => {}
        }
    }
    Err(Error::Guard("user unchanged"))
}
