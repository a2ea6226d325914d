//! The step that comes next: the story of a sign-in, told once. The other purposes have their own files.

use super::{
    Arrival, NewPassword, Part, Proof, Purpose, Refusal, Requirements, SignIn, Step, StepKind, Subject,
    evidence::{Evaluation, Evidence},
};
use crate::Authenticator;
use crate::{
    access::Access,
    account::{Account, Password, State},
    policy::Policy,
    time::{Span, Time},
};

/// What comes next, derived from the facts. Pure: the same facts give the same step.
pub fn next(sign_in: &SignIn, requirements: &Requirements, policy: &Policy, now: Time) -> Step {
    let answers = sign_in.answers();
    let merged = demanded(sign_in.progress.purpose, requirements, policy);
    let requirements = merged.as_ref().unwrap_or(requirements);
    let evaluation = Evaluation { sign_in, answers, requirements, policy, now, fresh_only: false };
    let step = match sign_in.progress.purpose {
        Purpose::SignIn => evaluation.sign_in(),
        Purpose::Recover => evaluation.recover(),
        Purpose::Register => evaluation.register(),
        Purpose::Confirm(action) => evaluation.confirm(action),
    };
    match step.kind() {
        StepKind::Arrive | StepKind::Refuse => step,
        kind if requirements.silent => Step::Refuse(Refusal::Silent(kind)),
        _ => step,
    }
}

/// For how long this browser may be trusted by whoever signs in, where that would spare them a second factor that is asked for today.
pub fn trust_offered(sign_in: &SignIn, requirements: &Requirements, policy: &Policy, now: Time) -> Option<Span> {
    let purpose = sign_in.progress.purpose;
    let Subject::Claimed(Some(account)) = &sign_in.subject else { return None };
    if !matches!(purpose, Purpose::SignIn | Purpose::Register) {
        return None;
    }
    let answers = sign_in.answers();
    let evaluation = Evaluation { sign_in, answers, requirements, policy, now, fresh_only: false };
    let evidence = evaluation.evidence(account, purpose);
    policy.trust().filter(|_| !evaluation.is_demanded(&evidence))
}

/// What the organisation demands besides: of whoever signs in, and of whoever confirms an action as far as they can give it.
fn demanded(purpose: Purpose, requirements: &Requirements, policy: &Policy) -> Option<Requirements> {
    let more = purpose != Purpose::Recover && policy.level > requirements.level;
    more.then(|| Requirements { level: policy.level, ..requirements.clone() })
}

impl<'a> Evaluation<'a> {
    fn sign_in(&self) -> Step {
        let account = match &self.sign_in.subject {
            Subject::Vouched => return self.vouched(),
            Subject::Claimed(account) if self.is_named(account.as_deref()) => account.as_deref(),
            _ => return self.identify(),
        };
        let Some(account) = account else { return self.prove_first() };
        let evidence = self.evidence(account, Purpose::SignIn);
        if evidence.first().is_none() {
            return self.prove_first();
        }
        let proven = self.account_refusal(account).or_else(|| self.prove_second(account, &evidence));
        let step = proven
            .or_else(|| self.no_access())
            .or_else(|| self.set_password(account, &evidence))
            .or_else(|| self.enrol(account, &evidence))
            .or_else(|| self.record_codes(account))
            .or_else(|| self.offer_passkey(account, &evidence))
            .unwrap_or_else(|| self.finish(account, &evidence));
        match step.kind() {
            // Whoever sets or enrols something proves it now: a session that was left open must not be enough.
            StepKind::SetPassword | StepKind::Enrol if evidence.is_from_session() => {
                Evaluation { fresh_only: true, ..*self }.sign_in()
            }
            // Nor is a trusted browser: it stands in for the second factor in a sign-in, and for nothing that outlasts it.
            StepKind::SetPassword | StepKind::Enrol => self.missing_second(account, &evidence).unwrap_or(step),
            _ => step,
        }
    }

    /// Whether the subject was named: in this sign-in, or by the session where that is enough.
    fn is_named(&self, account: Option<&Account>) -> bool {
        let progress = self.progress();
        let by_answer = progress.user.is_some() && progress.user == account.map(|account| account.id);
        if progress.identifier.is_some() || by_answer {
            return true;
        }
        let wanted = |account: &Account| self.requirements.user.is_none_or(|user| user == account.id);
        let known = account.filter(|account| self.session_of(account).is_some() && wanted(account));
        known.is_some() && !self.requirements.select_account
    }

    pub(super) fn identify(&self) -> Step {
        Step::Identify { by: self.policy.identify, any_of: self.identifying_authenticators() }
    }

    pub(super) fn prove_first(&self) -> Step {
        Step::Prove { any_of: self.first_authenticators(), part: Part::First }
    }

    /// A provider vouches for somebody who has no account here.
    fn vouched(&self) -> Step {
        let progress = self.progress();
        let rule = progress.vouched.as_ref().and_then(|vouched| self.policy.provider(vouched.provider));
        let Some(rule) = rule else { return self.identify() };
        let way = Authenticator::Provider(rule.provider);
        let proven = |proof: &Proof| proof.authenticator == way && proof.purpose == Purpose::SignIn;
        match () {
            () if !self.answers.proofs.iter().any(proven) => self.identify(),
            () if rule.creates_users || progress.invited => Step::Register,
            () => Step::Refuse(Refusal::UnknownHere),
        }
    }

    /// What is told only to somebody who has proven something.
    pub(super) fn account_refusal(&self, account: &Account) -> Option<Step> {
        let refusal = match account.state {
            State::Disabled => Refusal::Disabled,
            State::Inactive => Refusal::Inactive,
            State::Locked => Refusal::Locked,
            State::Active if self.requirements.user.is_some_and(|user| user != account.id) => Refusal::OtherUser,
            State::Active => return None,
        };
        Some(Step::Refuse(refusal))
    }

    pub(super) fn no_access(&self) -> Option<Step> {
        match self.application()?.access {
            access if access.granted() => None,
            Access::HomeOff => Some(Step::Refuse(Refusal::Disabled)),
            access => Some(Step::Refuse(Refusal::NoAccess(access))),
        }
    }

    /// The password that was proven, if it is not to stay.
    fn set_password(&self, account: &Account, evidence: &Evidence<'_>) -> Option<Step> {
        let proof = evidence.first_by(Authenticator::Password)?;
        let Password::Set { changed_at, must_change } = account.password else { return None };
        let is_expired = |age| self.now >= changed_at + age;
        let why = match () {
            () if must_change => NewPassword::Demanded,
            () if proof.breaks_policy => NewPassword::Broken,
            () if self.policy.password.max_age.is_some_and(is_expired) => NewPassword::Expired,
            () => return None,
        };
        Some(Step::SetPassword { why })
    }

    /// Everything is proven and in place: the notice, the application's wishes, and in.
    pub(super) fn finish(&self, account: &Account, evidence: &Evidence<'a>) -> Step {
        if let Some(notice) = &self.policy.notice {
            let stored = account.facts.accepted.as_ref();
            let before = stored.is_some_and(|old| old.text == notice.text && old.version == notice.version);
            if !before && self.answers.accepted.as_ref() != Some(notice) {
                return Step::Accept(notice.clone());
            }
        }
        if let Some(refused) = self.no_access() {
            return refused;
        }
        match &self.requirements.consent {
            Some(asked) if self.answers.consented.as_ref() != Some(asked) => Step::Consent(asked.clone()),
            _ => {
                let rests_on_trust = self.missing_second(account, evidence).is_some();
                Step::Arrive(Arrival { rests_on_trust, ..evidence.arrival(self.now) })
            }
        }
    }
}
