//! A signed-in user confirms an action by proving anew who they are: with a real factor, for this action, just now
//! (SES-13). A session, however fresh, is not enough; a trusted browser neither.

use super::{
    Action, Arrival, NewPassword, Part, Proof, Purpose, Refusal, Step, Subject,
    evidence::{Evaluation, Evidence, ways_in},
};
use crate::{Authenticator, account::Account, policy::PasswordChange, time::Span};

/// How long a confirmation holds.
const HOLDS: Span = Span::minutes(5);

impl<'a> Evaluation<'a> {
    pub(super) fn confirm(&self, action: Action) -> Step {
        let account = match &self.sign_in.subject {
            Subject::Claimed(Some(account)) if self.session_of(account).is_some() => account,
            _ => return Step::Refuse(Refusal::SignInFirst),
        };
        if let Some(refused) = self.account_refusal(account).or_else(|| self.no_password_here(account, action)) {
            return refused;
        }
        let ways = self.confirming_ways(account, action);
        if ways.is_empty() {
            return Step::Refuse(Refusal::NothingToProve);
        }
        let evidence = self.confirming(account, action, &ways);
        if evidence.first().is_none() {
            return Step::Prove { any_of: ways, part: Part::First };
        }
        // The second factor, of everybody who has one; a trusted browser spares nobody.
        let missing = self
            .missing_second(account, &evidence)
            .or_else(|| self.replace_before_confirming(&evidence))
            .or_else(|| self.confirm_by_better_way(account, &evidence, &ways))
            .or_else(|| self.record_codes(account));
        if let Some(step) = missing {
            return step;
        }
        if action == Action::ChangePassword && self.answers.password_set_at.is_none() {
            return Step::SetPassword { why: NewPassword::Changed };
        }
        Step::Arrive(Arrival { proofs: Vec::new(), ..evidence.arrival(self.now) })
    }

    fn no_password_here(&self, account: &Account, action: Action) -> Option<Step> {
        let elsewhere = !self.policy.keeps_password_of(&account.facts);
        (action == Action::ChangePassword && elsewhere).then_some(Step::Refuse(Refusal::PasswordElsewhere))
    }

    /// The first proofs that this account can give. It is known who the user is, so there is nothing to hide.
    fn confirming_ways(&self, account: &Account, action: Action) -> Vec<Authenticator> {
        if action == Action::ChangePassword && self.policy.password_change == PasswordChange::EmailLink {
            return vec![Authenticator::EmailLink];
        }
        ways_in(account, self.policy)
    }

    /// What was proven for this action, and lately.
    fn confirming(&self, account: &Account, action: Action, ways: &[Authenticator]) -> Evidence<'a> {
        let lately = |proof: &&Proof| self.now.since(proof.at) <= HOLDS;
        let mut own: Vec<&Proof> = self.own(Purpose::Confirm(action)).filter(lately).collect();
        // The newest first, which says which rules are the user's.
        own.reverse();
        let alone = |proof: &Proof| proof.authenticator != Authenticator::Passkey || proof.user_verified;
        let firsts = own.iter().copied().filter(|proof| ways.contains(&proof.authenticator) && alone(proof)).collect();
        let second = own.iter().copied().filter(|proof| self.is_second(proof, account)).collect();
        self.weighed(firsts, second, own)
    }

    /// Another first proof, where the organisation demands a level that this one does not lead to and the account can give one that does.
    /// Whoever can not reach it confirms with what they have: that is how they come to what reaches it.
    fn confirm_by_better_way(
        &self,
        account: &Account,
        evidence: &Evidence<'_>,
        ways: &[Authenticator],
    ) -> Option<Step> {
        if evidence.level() >= self.requirements.level {
            return None;
        }
        let has_second = !account.second_factors(self.policy).is_empty();
        let leads = |way: &Authenticator| ways.contains(way) && (*way != Authenticator::Password || has_second);
        let any_of: Vec<Authenticator> = self.better_ways(account, evidence).into_iter().filter(leads).collect();
        (!any_of.is_empty()).then_some(Step::Prove { any_of, part: Part::First })
    }
}
