//! Coming to an account, or to the first password of one that an administrator made.

use super::{NewPassword, Part, Purpose, Refusal, Step, Subject, evidence::Evaluation};
use crate::Authenticator;
use crate::{account::Account, policy::Registration};

impl Evaluation<'_> {
    pub(super) fn register(&self) -> Step {
        let invited = self.progress().invited;
        let way = match self.registration_way() {
            Err(refusal) => return Step::Refuse(refusal),
            Ok(way) => way,
        };
        let account = match &self.sign_in.subject {
            Subject::Claimed(account) => account.as_deref(),
            Subject::Nobody | Subject::Vouched => return self.identify_by_typing(),
        };
        if !invited && !self.is_domain_allowed() {
            return Step::Refuse(Refusal::DomainNotAllowed);
        }
        // The new password stands for the mailbox by which it was set.
        let password =
            account.is_some_and(Account::has_password) && self.has_proven(Authenticator::Password, Purpose::Register);
        if !password && !self.has_proven(way, Purpose::Register) {
            return Step::Prove { any_of: vec![way], part: Part::First };
        }
        match account {
            Some(account) => self.register_account(account),
            None if self.policy.registration == Registration::FirstSignIn && !invited => {
                Step::Refuse(Refusal::UnknownHere)
            }
            None => Step::Register,
        }
    }

    /// What shows that the address is the user's: an invitation's link, or a code.
    fn registration_way(&self) -> Result<Authenticator, Refusal> {
        match self.policy.registration {
            Registration::Closed => Err(Refusal::RegistrationClosed),
            _ if self.progress().invited => Ok(Authenticator::EmailLink),
            Registration::Invitation => Err(Refusal::InvitationNeeded),
            Registration::FirstSignIn | Registration::Open { .. } => Ok(Authenticator::EmailCode),
        }
    }

    fn is_domain_allowed(&self) -> bool {
        let Registration::Open { domains } = &self.policy.registration else { return true };
        let domain = self.progress().identifier.as_ref().and_then(|key| key.domain());
        domain.is_some_and(|domain| domains.iter().any(|allowed| allowed == domain))
    }

    fn register_account(&self, account: &Account) -> Step {
        if let Some(refused) = self.account_refusal(account) {
            return refused;
        }
        let evidence = self.evidence(account, Purpose::Register);
        if evidence.first().is_some() {
            let due = self
                .prove_second(account, &evidence)
                .or_else(|| self.enrol(account, &evidence))
                .or_else(|| self.record_codes(account));
            return due.unwrap_or_else(|| self.finish(account, &evidence));
        }
        match () {
            () if account.facts.external || !self.policy.keeps_passwords() => Step::Refuse(Refusal::PasswordElsewhere),
            () if account.has_password() => Step::Refuse(Refusal::AlreadyRegistered),
            () => {
                let missing = self.missing_factor(account, Purpose::Register);
                missing.unwrap_or(Step::SetPassword { why: NewPassword::First })
            }
        }
    }
}
