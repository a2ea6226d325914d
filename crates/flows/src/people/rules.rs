//! The organisation's rules for a password, with everything that it may not be made of.

use model::{Policy, password::Rule, release::Profile};
use zeroize::Zeroizing;

use super::{Home, UserPatch, stored::Stored};
use crate::Doorward;

/// What is known of somebody that no password may be made of.
fn own<'a>(profile: &'a Profile, typed: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let names = [
        &profile.given_name,
        &profile.middle_name,
        &profile.family_name,
        &profile.name,
        &profile.nickname,
        &profile.email,
        &profile.preferred_username,
    ];
    let mut words: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    words.extend(typed);
    words
}

/// Whether the password is on the list of those that are known from breaches, where there is one and the policy refuses well-known
/// ones. A list that can't be read stops nobody, and is told in the log.
async fn is_breached(doorward: &Doorward, policy: &Policy, password: &str) -> bool {
    let Some(breached) = doorward.instance.breached.clone().filter(|_| policy.password.not_common) else {
        return false;
    };
    let password = Zeroizing::new(model::password::normalised(password).into_owned());
    let found = tokio::task::spawn_blocking(move || breached.contains(&password)).await;
    match found {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => {
            tracing::error!(%error, "the list of breached passwords can't be read");
            false
        }
        Err(_) => false,
    }
}

impl Home<'_> {
    /// These rules that a password breaks; or, where it breaks none of them, that it is on the list of those known from breaches, if it is.
    pub(crate) async fn broken_or_breached(&self, doorward: &Doorward, broken: Vec<Rule>, password: &str) -> Vec<Rule> {
        match broken.is_empty() && is_breached(doorward, self.policy, password).await {
            true => vec![Rule::NotBreached],
            false => broken,
        }
    }

    /// The rules that a password would break for somebody of whom this is known.
    pub(crate) fn rules_broken<'a>(
        &'a self,
        password: &str,
        profile: &'a Profile,
        typed: impl IntoIterator<Item = &'a str>,
    ) -> Vec<Rule> {
        let mut context = own(profile, typed);
        context.extend([self.name, self.slug, self.product]);
        context.retain(|word| !word.is_empty());
        let checks = model::password::check(self.policy, password, &context);
        checks.into_iter().filter(|check| !check.met).map(|check| check.rule).collect()
    }

    /// The rules that a password would break for a user as the patch leaves them.
    pub(crate) fn rules_broken_by(&self, password: &str, patch: &UserPatch, stored: Option<&Stored>) -> Vec<Rule> {
        let was = stored.map(|stored| stored.entry.profile.clone()).unwrap_or_default();
        let profile = patch.profile_over(&was).unwrap_or_else(|_| was.into_inner());
        let typed = [&patch.email, &patch.user_name].into_iter().flatten().map(|one| one.display.as_str());
        let had = stored.map(|stored| stored.identifiers.as_slice()).unwrap_or_default();
        self.rules_broken(password, &profile, typed.chain(had.iter().map(|named| named.shown.as_str())))
    }
}
