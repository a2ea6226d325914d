//! The second factor: when it is asked for, when one is to be enrolled.

use super::{
    Enrolment, Level, Part, Purpose, Refusal, Step,
    evidence::{Evaluation, Evidence},
};
use crate::{
    Authenticator,
    account::Account,
    policy::{RecoverBy, SecondFactor, UpstreamFactor},
    time::Time,
};

impl Evaluation<'_> {
    /// The second proof, if one is wanted that is enrolled and missing, or wished for.
    pub(super) fn prove_second(&self, account: &Account, evidence: &Evidence<'_>) -> Option<Step> {
        let spared = self.is_trusted() && !self.is_demanded(evidence);
        let missing = self.missing_second(account, evidence).filter(|_| !spared);
        missing.or_else(|| self.wished_second(account, evidence))
    }

    /// The second proof that is enrolled and missing, whether the browser is trusted or not.
    pub(super) fn missing_second(&self, account: &Account, evidence: &Evidence<'_>) -> Option<Step> {
        let enrolled = self.enrolled(account, evidence);
        if enrolled.is_empty() {
            return None;
        }
        let fit = self.fit(&enrolled);
        let is_missing = !evidence.is_passkey_alone() && !evidence.has_second(&fit);
        is_missing.then(|| self.ask_second(account, &self.wished_first(fit)))
    }

    /// A second proof that is wished for and was not given, where one is enrolled that reaches the wish; in a trusted browser, too, or an
    /// API that asks for a step up (RFC 9470) would ask for ever. Whoever has just given another one is not asked again, and nobody whose
    /// codes are locked: a wish is no reason to fail.
    fn wished_second(&self, account: &Account, evidence: &Evidence<'_>) -> Option<Step> {
        let enrolled = self.enrolled(account, evidence);
        let reaching: Vec<Authenticator> = enrolled.iter().copied().filter(|factor| self.is_wished(*factor)).collect();
        let given = evidence.is_passkey_alone()
            || evidence.has_second(&reaching)
            || evidence.second.iter().any(|proof| evidence.is_own(proof));
        let wish = self.requirements.preferred >= Level::Two && !self.requirements.silent && !reaching.is_empty();
        let open = self.sign_in.tries.second > 0;
        (wish && open && !given).then(|| self.ask_second(account, &self.wished_first(self.fit(&enrolled))))
    }

    /// These factors, with those first that reach what is wished for.
    fn wished_first(&self, mut factors: Vec<Authenticator>) -> Vec<Authenticator> {
        factors.sort_by_key(|factor| !self.is_wished(*factor));
        factors
    }

    fn is_wished(&self, factor: Authenticator) -> bool {
        Level::of_second_factor(factor) >= self.requirements.preferred
    }

    /// Asks for one of these, or a recovery code; only for what can not be guessed once the attempts are spent.
    pub(super) fn ask_second(&self, account: &Account, factors: &[Authenticator]) -> Step {
        let recovery = self.policy.recovery_codes.offered && account.recovery_codes_left > 0;
        let open = |way: &Authenticator| self.sign_in.tries.second > 0 || *way == Authenticator::Passkey;
        let any_of: Vec<_> =
            factors.iter().copied().chain(recovery.then_some(Authenticator::RecoveryCode)).filter(open).collect();
        if any_of.is_empty() {
            Step::Refuse(Refusal::SecondFactorLocked)
        } else {
            Step::Prove { any_of, part: Part::Second }
        }
    }

    /// The enrolment that is due once everything that can be proven is.
    pub(super) fn enrol(&self, account: &Account, evidence: &Evidence<'_>) -> Option<Step> {
        if let Some(step) = self.enrol_after_recovery_code(evidence).or_else(|| self.replace_passkey(account, evidence))
        {
            return Some(step);
        }
        if evidence.level() < self.requirements.level {
            return Some(self.enrol_for_level(account, evidence));
        }
        let enrolled = self.enrolled(account, evidence);
        let any_of: Vec<Authenticator> = self.kinds(evidence).collect();
        if !enrolled.is_empty() || any_of.is_empty() || evidence.is_passkey_alone() {
            return None;
        }
        let (why, postpone_until) = if self.is_required(evidence) {
            (Enrolment::Required, self.grace_ends(account))
        } else if self.progress().purpose == Purpose::Register && self.policy.second_factor.offered_while_registering {
            (Enrolment::Offered, Some(Time::NEVER))
        } else {
            return None;
        };
        let postponed = self.is_postponed(account) && postpone_until.is_some();
        (!postponed).then_some(Step::Enrol { any_of, postpone_until, why })
    }

    /// What was lost is replaced, also where a level is demanded: by what reaches that level.
    pub(super) fn enrol_after_recovery_code(&self, evidence: &Evidence<'_>) -> Option<Step> {
        if !evidence.has_only_recovery_code() {
            return None;
        }
        let reaches = |factor: &Authenticator| Level::of_second_factor(*factor) >= self.requirements.level;
        let any_of: Vec<Authenticator> = self.kinds(evidence).filter(reaches).collect();
        let why = Enrolment::RecoveryCodeUsed;
        (!any_of.is_empty()).then_some(Step::Enrol { any_of, postpone_until: None, why })
    }

    /// Whoever used a passkey of a model that the organisation does not take has shown who they are, and adds one that it takes. As long
    /// as a required enrolment may be put off, so may this, but where it is demanded that no site can lure it out.
    fn replace_passkey(&self, account: &Account, evidence: &Evidence<'_>) -> Option<Step> {
        if !evidence.has_only_other_models() {
            return None;
        }
        let demanded = self.requirements.level == Level::PhishingResistant;
        let postpone_until = self.grace_ends(account).filter(|_| !demanded);
        let postponed = self.is_postponed(account) && postpone_until.is_some();
        let any_of = vec![Authenticator::Passkey];
        (!postponed).then_some(Step::Enrol { any_of, postpone_until, why: Enrolment::ModelNotTaken })
    }

    /// Whoever enrolled a second factor here and has no recovery codes is given some, where the organisation gives out any.
    pub(super) fn record_codes(&self, account: &Account) -> Option<Step> {
        let wanted = self.answers.enrolled && self.policy.recovery_codes.offered && account.recovery_codes_left == 0;
        wanted.then_some(Step::RecordCodes)
    }

    /// A passkey, offered once to whoever has none and signed in with the password, where the device can keep one. Nothing is asked
    /// for it: what a session proved is not proven anew, nor what a trusted browser left out, and where nothing may be shown it is left out.
    pub(super) fn offer_passkey(&self, account: &Account, evidence: &Evidence<'_>) -> Option<Step> {
        // What devices keep themselves proves its model seldom: where one has to be proven nobody is led to a refusal.
        let alone = self.policy.signs_in_by_passkey();
        let policy = self.policy.passkey_offered && !self.policy.passkey_models.is_restricted();
        let before = account.facts.passkey_offered_at;
        let is_due = before.is_none() || before == self.answers.passkey_offered_at;
        let has_one = account.second_factors.contains(&Authenticator::Passkey) || account.facts.external;
        let by_password = evidence.first_by(Authenticator::Password).is_some() && !evidence.is_from_session();
        let by_password = by_password && self.missing_second(account, evidence).is_none();
        // One thing at a time: nobody who just set something up, or put that off, is asked for more.
        let was_asked = self.answers.enrolled || self.answers.postponed_at.is_some();
        let offers =
            policy && alone && is_due && by_password && self.answers.makes_passkeys && !self.requirements.silent;
        (offers && !has_one && !was_asked).then(|| Step::Enrol {
            any_of: vec![Authenticator::Passkey],
            postpone_until: Some(Time::NEVER),
            why: Enrolment::PasskeyOffered,
        })
    }

    fn enrol_for_level(&self, account: &Account, evidence: &Evidence<'_>) -> Step {
        let reaches = |factor: &Authenticator| Level::of_second_factor(*factor) >= self.requirements.level;
        let kinds: Vec<Authenticator> = self.kinds(evidence).filter(reaches).collect();
        let ways = self.better_ways(account, evidence);
        match () {
            () if !kinds.is_empty() => {
                Step::Enrol { any_of: kinds, postpone_until: None, why: Enrolment::LevelDemanded }
            }
            () if !ways.is_empty() => Step::Prove { any_of: ways, part: Part::First },
            () => Step::Refuse(Refusal::LevelOutOfReach),
        }
    }

    /// What comes before an action is confirmed by a recovery code, where the organisation demands a level, or by a passkey of a model that
    /// it does not take: both are replaced, as in a sign-in, and confirm nothing themselves.
    pub(super) fn replace_before_confirming(&self, evidence: &Evidence<'_>) -> Option<Step> {
        if evidence.has_only_other_models() {
            let (any_of, why) = (vec![Authenticator::Passkey], Enrolment::ModelNotTaken);
            return Some(Step::Enrol { any_of, postpone_until: None, why });
        }
        self.enrol_after_recovery_code(evidence).filter(|_| self.requirements.level > Level::One)
    }

    /// Other first proofs that the user can give, and that lead to the level where this one does not.
    pub(super) fn better_ways(&self, account: &Account, evidence: &Evidence<'_>) -> Vec<Authenticator> {
        let mut factors = self.policy.second_factors();
        let reachable = factors.any(|factor| Level::of_second_factor(factor) >= self.requirements.level);
        let given = |way| evidence.first_by(way);
        let leads = |way: &Authenticator| match way {
            Authenticator::Passkey => account.second_factors.contains(&Authenticator::Passkey),
            // The session remembers one factor; the provider may now use two.
            Authenticator::Provider(id) => {
                account.links.contains(id)
                    && self.requirements.level == Level::Two
                    && self.vouches_for_two(*way)
                    && !given(*way).is_some_and(|proof| evidence.is_own(proof))
            }
            Authenticator::Password => account.has_password() && reachable && given(*way).is_none(),
            _ => false,
        };
        self.first_authenticators().into_iter().filter(leads).collect()
    }

    /// The kinds that may be enrolled: none by users of an upstream, unless it is to be so.
    fn kinds(&self, evidence: &Evidence<'_>) -> impl Iterator<Item = Authenticator> {
        let here = self.is_asked_here(evidence);
        self.policy.second_factors().filter(move |_| here)
    }

    /// What the account has enrolled, as far as it is asked for here.
    fn enrolled(&self, account: &Account, evidence: &Evidence<'_>) -> Vec<Authenticator> {
        if self.is_asked_here(evidence) { account.second_factors(self.policy) } else { Vec::new() }
    }

    /// Those of the enrolled factors that reach the level that is demanded; or all, when none does.
    fn fit(&self, enrolled: &[Authenticator]) -> Vec<Authenticator> {
        let reaches = |factor: &Authenticator| Level::of_second_factor(*factor) >= self.requirements.level;
        let fit: Vec<Authenticator> = enrolled.iter().copied().filter(reaches).collect();
        if fit.is_empty() { enrolled.to_vec() } else { fit }
    }

    /// Whether factors that are kept here are asked for. A provider whose own are enough is enough to come in, and no more: an act upon the
    /// account is confirmed with them.
    fn is_asked_here(&self, evidence: &Evidence<'_>) -> bool {
        if matches!(self.sign_in.progress.purpose, Purpose::Confirm(_)) {
            return true;
        }
        let upstream = evidence.first().and_then(|first| self.upstream_rule(first.authenticator));
        upstream != Some(UpstreamFactor::None)
    }

    /// Whether the organisation requires a second factor of whoever came by this evidence.
    fn is_required(&self, evidence: &Evidence<'_>) -> bool {
        match evidence.first().and_then(|first| self.upstream_rule(first.authenticator)) {
            Some(rule) => rule == UpstreamFactor::Required,
            None => self.policy.second_factor.rule == SecondFactor::Required,
        }
    }

    /// Whether anybody demands two factors, which voids a trusted browser.
    pub(super) fn is_demanded(&self, evidence: &Evidence<'_>) -> bool {
        self.requirements.level >= Level::Two || self.is_required(evidence)
    }

    fn is_trusted(&self) -> bool {
        self.sign_in.trust.is_some_and(|trust| self.policy.trusts(trust, self.now))
    }

    fn is_postponed(&self, account: &Account) -> bool {
        let in_session = self.session_of(account).is_some_and(|session| session.postponed_at.is_some());
        self.answers.postponed_at.is_some() || in_session
    }

    /// When the grace period ends, while it runs. It begins when enrolment is first asked for.
    fn grace_ends(&self, account: &Account) -> Option<Time> {
        let start = account.facts.grace_started_at.unwrap_or(self.now);
        let end = start + self.policy.second_factor.grace?;
        (self.now < end).then_some(end)
    }
}

impl Evidence<'_> {
    /// Whether one of these was proven, or a recovery code in its place.
    fn has_second(&self, factors: &[Authenticator]) -> bool {
        let counts = |way: Authenticator| way == Authenticator::RecoveryCode || factors.contains(&way);
        self.second.iter().any(|proof| counts(proof.authenticator))
    }

    /// Whether passkeys were used, and none of a model that the organisation takes.
    fn has_only_other_models(&self) -> bool {
        let passkeys = || self.used().filter(|proof| proof.authenticator == Authenticator::Passkey);
        passkeys().next().is_some() && passkeys().all(|proof| proof.breaks_policy)
    }

    fn has_only_recovery_code(&self) -> bool {
        !self.second.is_empty() && self.second.iter().all(|proof| proof.authenticator == Authenticator::RecoveryCode)
    }
}

/// The authenticator by which the policy reaches a user who forgot the password.
pub(super) const fn recovery_way(by: RecoverBy) -> Option<Authenticator> {
    match by {
        RecoverBy::Nobody | RecoverBy::Provider => None,
        RecoverBy::EmailLink => Some(Authenticator::EmailLink),
        RecoverBy::EmailCode => Some(Authenticator::EmailCode),
    }
}
