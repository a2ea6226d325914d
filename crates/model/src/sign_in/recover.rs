//! A forgotten password. E-mail alone never yields a new one where there is a second factor (RST-02), and
//! a new password signs nobody in: the sign-in starts over with it.

use super::{NewPassword, Part, Proof, Purpose, Refusal, Step, Subject, evidence::Evaluation, second::recovery_way};
use crate::{
    Authenticator,
    account::Account,
    policy::{RecoverWithFactor, Registration},
};

impl Evaluation<'_> {
    pub(super) fn recover(&self) -> Step {
        let way = match recovery_way(self.policy.recovery.by) {
            _ if self.policy.recovers_by_provider() => return self.recover_by_provider(),
            _ if !self.policy.keeps_passwords() => return Step::Refuse(Refusal::PasswordElsewhere),
            None => return Step::Refuse(Refusal::AskAdministrator),
            Some(way) => way,
        };
        let account = match &self.sign_in.subject {
            Subject::Claimed(account) => account.as_deref(),
            Subject::Nobody | Subject::Vouched => return self.identify_by_typing(),
        };
        match account.filter(|_| self.has_proven(way, Purpose::Recover)) {
            Some(account) => self.recover_proven(account),
            None => Step::Prove { any_of: vec![way], part: Part::First },
        }
    }

    /// Whoever was named, and whether or not anybody is called so: the service knows, and tells them alone.
    fn recover_by_provider(&self) -> Step {
        match self.sign_in.subject {
            Subject::Claimed(_) => Step::ResetByProvider,
            Subject::Nobody | Subject::Vouched => self.identify_by_typing(),
        }
    }

    fn recover_proven(&self, account: &Account) -> Step {
        if let Some(refused) = self.account_refusal(account) {
            return refused;
        }
        let first = !account.has_password();
        // Another password would open a lock that only an administrator opens (J1.9).
        if !first && self.sign_in.locked_until_unlocked {
            return Step::Refuse(Refusal::PasswordLocked);
        }
        if first && (account.facts.external || self.policy.registration != Registration::FirstSignIn) {
            let elsewhere = account.facts.external || !account.links.is_empty();
            return Step::Refuse(if elsewhere { Refusal::PasswordElsewhere } else { Refusal::AskAdministrator });
        }
        let missing = self.missing_factor(account, Purpose::Recover);
        let why = if first { NewPassword::First } else { NewPassword::Recovered };
        missing.unwrap_or(Step::SetPassword { why })
    }

    /// The second factor that must stand beside a mailbox, if the account has one.
    pub(super) fn missing_factor(&self, account: &Account, purpose: Purpose) -> Option<Step> {
        let mut enrolled = account.second_factors(self.policy);
        // The mailbox was the first part of the proof, so it can't be the second.
        enrolled.retain(|factor| *factor != Authenticator::EmailCode);
        if enrolled.is_empty() {
            return None;
        }
        if self.policy.recovery.with_second_factor == RecoverWithFactor::AdministratorOnly {
            return Some(Step::Refuse(Refusal::AskAdministrator));
        }
        let is_mailbox = |proof: &Proof| proof.authenticator == Authenticator::EmailCode;
        let shown = self.own(purpose).filter(|proof| self.is_second(proof, account) && !is_mailbox(proof));
        // A passkey of a model that is not taken stands beside nothing: whoever showed one is asked for something else.
        let (others, enough): (Vec<&Proof>, Vec<&Proof>) = shown.partition(|proof| proof.breaks_policy);
        if !enough.is_empty() {
            return None;
        }
        enrolled.retain(|factor| !others.iter().any(|proof| proof.authenticator == *factor));
        let codes = self.policy.recovery_codes.offered && account.recovery_codes_left > 0;
        if enrolled.is_empty() && !codes {
            return Some(Step::Refuse(Refusal::AskAdministrator));
        }
        Some(self.ask_second(account, &enrolled))
    }

    pub(super) fn has_proven(&self, way: Authenticator, purpose: Purpose) -> bool {
        self.own(purpose).any(|proof| proof.authenticator == way)
    }

    pub(super) fn identify_by_typing(&self) -> Step {
        Step::Identify { by: self.policy.identify, any_of: Vec::new() }
    }
}
