//! A password that the organisation's own directory took: who that is here. It is found, linked, made and refreshed as whoever a provider
//! vouches for, and is a proof as every password that is judged elsewhere.

use std::sync::Arc;

use model::{
    Authenticator, Id,
    id::{Org, User},
    sign_in::{Part, Purpose},
};
use store::{Change, identity_links};
use upstream::Arrival;

use super::{
    LastAnswer, Situation, Turn,
    provider::ProviderProblem,
    reading::Lookup,
    vouched::{Vouched, Who},
};
use crate::{
    IdentityProvider, Organisation, Result,
    authenticators::{Admitted, Verified, external},
    commit::Commit as _,
    guesses,
    people::person::Person,
};

/// An answer that was right.
struct Taken<'t> {
    admitted: &'t Admitted,
    part: Part,
    /// Wrong ones before it.
    wrong: u32,
    /// What gives back what it took.
    again: Change,
}

impl Situation<'_> {
    /// Goes on with whom the directory let bind.
    pub(super) async fn known(mut self, admitted: Admitted, arrival: &Arrival, part: Part) -> Result<Turn> {
        let Some((home, provider)) = self.directory() else { return Ok(Turn::NextStep) };
        let vouched = Vouched::new(&home, &provider, arrival);
        if self.kept.progress.purpose != Purpose::SignIn {
            let verified = verified(&vouched, self.caller.now);
            return match self.is_linked_with(&vouched).await? {
                true => Box::pin(self.right(&admitted, verified, part)).await,
                false => Box::pin(self.wrong(admitted, part)).await,
            };
        }
        let wrong = self.counters_of(part).iter().map(|counter| guesses::wrong(counter.row, self.caller.now)).max();
        let again = self.give_back(part);
        match Box::pin(self.who(&vouched)).await? {
            Who::Is(user) => {
                let taken = Taken { admitted: &admitted, part, wrong: wrong.unwrap_or_default(), again };
                Box::pin(self.known_as(&vouched, user, taken)).await
            }
            Who::ProvesFirst(..) | Who::Unknown => {
                self.doorward.store.commit_all(again).await?;
                let lines = [format!(
                    "the directory took the password of the subject {}, whom nobody here is linked with: the rules make no account, or \
                     the account of that address is not theirs for certain (say so in `links` of the user)",
                    arrival.subject
                )];
                self.not_vouched((&home, &provider), ProviderProblem::Unknown, ("Rule", &lines)).await
            }
        }
    }

    /// The same click came again, after it completed the sign-in.
    pub(super) async fn known_again(mut self, arrival: &Arrival, part: Part) -> Result<Turn> {
        let Some((home, provider)) = self.directory() else { return Ok(Turn::NextStep) };
        let vouched = Vouched::new(&home, &provider, arrival);
        if !self.is_linked_with(&vouched).await? {
            return Ok(Turn::NextStep);
        }
        let again = self.give_back(part);
        let used = verified(&vouched, self.caller.now).used(Authenticator::Password, part);
        let answer = LastAnswer::proof(used, self.caller.now);
        Box::pin(self.same_click(&answer, again)).await
    }

    /// The directory that judged, with its organisation.
    fn directory(&self) -> Option<(Arc<Organisation>, IdentityProvider)> {
        let home = self.person.as_ref().map(|person| &person.home).or(self.organisation())?;
        Some((home.clone(), home.password_judge()?.clone()))
    }

    /// Whether whom the directory let bind is whoever the sign-in is of.
    async fn is_linked_with(&self, vouched: &Vouched<'_>) -> Result<bool> {
        let mut read = self.doorward.store.read().await?;
        let user = identity_links::user_of(&mut read, vouched.home.id, &vouched.identity).await?;
        let own: Option<(Id<Org>, Id<User>)> = self.person.as_ref().map(Person::key);
        Ok(user.is_some() && own == user.map(|user| (vouched.home.id, user)))
    }

    async fn known_as(
        self,
        vouched: &Vouched<'_>,
        user: Id<User>,
        Taken { admitted, part, wrong, again }: Taken<'_>,
    ) -> Result<Turn> {
        let (now, authenticator) = (self.caller.now, admitted.attempt.authenticator());
        let lookup = Lookup::Vouched(vouched.home.id, user);
        let mut named = Box::pin(Self::read(self.resolved(), None, lookup)).await?;
        let Some(person) = &named.person else { return Ok(Turn::NextStep) };
        let mut change = again.clone();
        if person.links.iter().any(|link| link.identity == vouched.identity) {
            identity_links::used(&mut change, vouched.home.id, &vouched.identity, now);
        }
        named.bind_to_person();
        named.kept.wrong_tries += wrong;
        let verified = verified(vouched, now);
        named.kept.progress.proven(verified.proof(authenticator, named.kept.progress.purpose));
        named.notes_of(admitted);
        let answer = LastAnswer::proof(verified.used(authenticator, part), now);
        Box::pin(named.answered(answer, change, again)).await
    }
}

fn verified(vouched: &Vouched<'_>, now: model::Time) -> Verified {
    external::verified(vouched.provider.id, now)
}
