//! A signed-in user confirms an action by proving anew who they are: with a real factor, for this action, just now
//! (SES-13). A session, however fresh, is not enough; a trusted browser neither.

use super::{
    Action, Arrival, NewPassword, Part, Proof, Purpose, Refusal, Step, Subject,
    evidence::{Evaluation, Evidence},
};
use crate::{
    Authenticator,
    account::Account,
    policy::{PasswordChange, UpstreamFactor},
    time::Span,
};

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
        let Some(first) = evidence.first() else { return Step::Prove { any_of: ways, part: Part::First } };
        if let Some(step) = self.confirm_second(account, first, &evidence) {
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
        let has = |way: &Authenticator| match way {
            Authenticator::Password => account.has_password(),
            Authenticator::Provider(id) => account.links.contains(id),
            Authenticator::Passkey => account.second_factors.contains(&Authenticator::Passkey),
            _ => true,
        };
        self.first_authenticators_of(account).into_iter().filter(has).collect()
    }

    /// What was proven for this action, and lately.
    fn confirming(&self, account: &Account, action: Action, ways: &[Authenticator]) -> Evidence<'a> {
        let lately = |proof: &&Proof| self.now.since(proof.at) <= HOLDS;
        let own: Vec<&Proof> = self.own(Purpose::Confirm(action)).filter(lately).collect();
        let alone = |proof: &Proof| proof.authenticator != Authenticator::Passkey || proof.user_verified;
        let firsts = own.iter().copied().filter(|proof| ways.contains(&proof.authenticator) && alone(proof)).collect();
        let second = own.iter().copied().filter(|proof| self.is_second(proof, account)).collect();
        self.weighed(firsts, second, own)
    }

    /// The second factor, of everybody who has one.
    fn confirm_second(&self, account: &Account, first: &Proof, evidence: &Evidence<'_>) -> Option<Step> {
        let enrolled = account.second_factors(self.policy);
        let here = self.upstream_rule(first.authenticator) != Some(UpstreamFactor::None);
        let missing = here && evidence.second.is_empty() && !evidence.is_passkey_alone();
        (missing && !enrolled.is_empty()).then(|| self.ask_second(account, &enrolled))
    }
}
