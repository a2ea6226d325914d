//! Which proofs count, and what they amount to.
//!
//! A proof counts only for its purpose, only while today's policy accepts its kind, and only while the account still
//! has what was verified.

use super::{Application, Arrival, Level, Progress, Proof, Purpose, Requirements, SessionFacts, SignIn};
use crate::{
    Authenticator,
    account::Account,
    policy::{Policy, SignInBy, UpstreamFactor},
    time::Time,
};

/// The parts of the question, together.
#[derive(Clone, Copy)]
pub(super) struct Evaluation<'a> {
    pub(super) sign_in: &'a SignIn,
    /// What was answered in this sign-in by whom it is about; nothing that anybody else answered.
    pub(super) answers: &'a Progress,
    pub(super) requirements: &'a Requirements,
    pub(super) policy: &'a Policy,
    pub(super) now: Time,
    /// Whether the session's proofs are left out.
    pub(super) fresh_only: bool,
}

/// The proofs that count.
pub(super) struct Evidence<'a> {
    /// First proofs: the newest of this sign-in's own first, then the session's.
    firsts: Vec<&'a Proof>,
    /// All proofs of second factors and recovery codes.
    pub(super) second: Vec<&'a Proof>,
    /// What was proven in this sign-in.
    own: Vec<&'a Proof>,
    /// Whether there is the word of a provider, which is believed, that it used two factors.
    provider_vouches: bool,
}

impl<'a> Evaluation<'a> {
    pub(super) fn progress(&self) -> &'a Progress {
        &self.sign_in.progress
    }

    pub(super) fn application(&self) -> Option<&'a Application> {
        self.requirements.application.as_ref()
    }

    /// The session, while it lives and is the account's.
    pub(super) fn session_of(&self, account: &Account) -> Option<&'a SessionFacts> {
        let session = self.sign_in.session.as_ref()?;
        (session.user == account.id && session.is_alive(self.policy, self.now)).then_some(session)
    }

    /// The kinds of first proof that the policy offers. Of the account it knows nothing.
    pub(super) fn first_authenticators(&self) -> Vec<Authenticator> {
        first_authenticators(self.policy)
    }

    /// Those that this account can give: whose password is kept here gives that one.
    pub(super) fn first_authenticators_of(&self, account: &Account) -> Vec<Authenticator> {
        first_authenticators_of(account, self.policy)
    }

    /// The kinds of first proof that also say who the user is.
    pub(super) fn identifying_authenticators(&self) -> Vec<Authenticator> {
        identifying_authenticators(self.policy)
    }

    /// The evidence for signing in or registering: this sign-in's proofs, then the session's.
    pub(super) fn evidence(&self, account: &'a Account, purpose: Purpose) -> Evidence<'a> {
        let own: Vec<&Proof> = self.own(purpose).collect();
        let earlier: Vec<&Proof> = match self.session_of(account) {
            Some(session) if purpose == Purpose::SignIn => self.earlier(session).collect(),
            _ => Vec::new(),
        };
        let all = || own.iter().rev().chain(&earlier).copied();
        let firsts = all().filter(|proof| self.is_first(proof, account)).collect();
        let second = all().filter(|proof| self.is_second(proof, account)).collect();
        self.weighed(firsts, second, own)
    }

    /// These proofs, together with what they amount to.
    pub(super) fn weighed(&self, firsts: Vec<&'a Proof>, second: Vec<&'a Proof>, own: Vec<&'a Proof>) -> Evidence<'a> {
        let vouches = |proof: &&Proof| proof.two_factors && self.vouches_for_two(proof.authenticator);
        let provider_vouches = firsts.iter().any(vouches);
        Evidence { firsts, second, own, provider_vouches }
    }

    /// Whether this is a provider which is believed when it says that it used two factors.
    pub(super) fn vouches_for_two(&self, way: Authenticator) -> bool {
        let Authenticator::Provider(id) = way else { return false };
        self.policy.provider(id).is_some_and(|rule| rule.vouches_for_two_factors)
    }

    /// This sign-in's proofs for a purpose.
    pub(super) fn own(&self, purpose: Purpose) -> impl Iterator<Item = &'a Proof> {
        let proofs = self.answers.proofs.iter();
        proofs.filter(move |proof| proof.purpose == purpose && self.is_unlocked(proof))
    }

    /// A session's proofs, unless they are too old or all must be proven anew. This sign-in's own are never too old:
    /// it began with the request, and ends with it.
    fn earlier(&self, session: &'a SessionFacts) -> impl Iterator<Item = &'a Proof> {
        let anew = self.requirements.login || self.fresh_only;
        let in_time = |proof: &Proof| self.requirements.max_age.is_none_or(|age| self.now.since(proof.at) <= age);
        let counts = move |proof: &&Proof| !anew && proof.purpose == Purpose::SignIn && in_time(proof);
        session.proofs.iter().filter(counts)
    }

    /// Spent attempts make this sign-in's own proofs void, so that a lock also stops what began before it
    /// (LGN-08). Passkeys and providers can not be guessed at.
    fn is_unlocked(&self, proof: &Proof) -> bool {
        let guessed = matches!(proof.purpose, Purpose::SignIn | Purpose::Confirm(_));
        match proof.authenticator {
            // While registering, the password was set, and the code shows the mailbox: neither is a guess at these.
            Authenticator::Password | Authenticator::EmailCode if !guessed => true,
            Authenticator::Password | Authenticator::External => self.sign_in.tries.first > 0,
            Authenticator::Totp | Authenticator::Sms | Authenticator::EmailCode | Authenticator::RecoveryCode => {
                self.sign_in.tries.second > 0
            }
            Authenticator::Provider(_) | Authenticator::EmailLink | Authenticator::Passkey => true,
        }
    }

    pub(super) fn is_first(&self, proof: &Proof, account: &Account) -> bool {
        self.first_authenticators_of(account).contains(&proof.authenticator)
            && match proof.authenticator {
                Authenticator::Password => account.has_password(),
                Authenticator::External => true,
                Authenticator::Provider(id) => account.links.contains(&id),
                Authenticator::Passkey => {
                    proof.user_verified && account.second_factors.contains(&Authenticator::Passkey)
                }
                _ => false,
            }
    }

    pub(super) fn is_second(&self, proof: &Proof, account: &Account) -> bool {
        match proof.authenticator {
            Authenticator::RecoveryCode => self.policy.recovery_codes.offered,
            other => account.second_factors(self.policy).contains(&other),
        }
    }

    /// What the organisation wants of users who come in this way; nothing, when the password is kept here.
    pub(super) fn upstream_rule(&self, way: Authenticator) -> Option<UpstreamFactor> {
        match (way, self.policy.sign_in) {
            (Authenticator::Provider(id), _) => self.policy.provider(id).map(|rule| rule.second_factor),
            (Authenticator::External, SignInBy::External { second_factor }) => Some(second_factor),
            _ => None,
        }
    }
}

fn first_authenticators(policy: &Policy) -> Vec<Authenticator> {
    let here = match policy.sign_in {
        SignInBy::Password => Some(Authenticator::Password),
        SignInBy::External { .. } => Some(Authenticator::External),
        SignInBy::Providers => None,
    };
    here.into_iter().chain(identifying_authenticators(policy)).collect()
}

fn first_authenticators_of(account: &Account, policy: &Policy) -> Vec<Authenticator> {
    let local = policy.is_external() && policy.keeps_password_of(&account.facts);
    let of = |way| if local && way == Authenticator::External { Authenticator::Password } else { way };
    first_authenticators(policy).into_iter().map(of).collect()
}

fn identifying_authenticators(policy: &Policy) -> Vec<Authenticator> {
    let passkey = policy.signs_in_by_passkey();
    let providers = policy.providers.iter().map(|rule| Authenticator::Provider(rule.provider));
    passkey.then_some(Authenticator::Passkey).into_iter().chain(providers).collect()
}

/// The first proofs that this account can give under this policy: none, and nobody comes in.
pub fn ways_in(account: &Account, policy: &Policy) -> Vec<Authenticator> {
    let has = |way: &Authenticator| match way {
        Authenticator::Password => account.has_password(),
        Authenticator::Provider(id) => account.links.contains(id),
        Authenticator::Passkey => account.second_factors.contains(&Authenticator::Passkey),
        _ => true,
    };
    first_authenticators_of(account, policy).into_iter().filter(has).collect()
}

impl<'a> Evidence<'a> {
    /// The first proof that stands for all: it says which rules are the user's.
    pub(super) fn first(&self) -> Option<&'a Proof> {
        self.firsts.first().copied()
    }

    /// The first proof of this kind.
    pub(super) fn first_by(&self, way: Authenticator) -> Option<&'a Proof> {
        self.firsts.iter().copied().find(|proof| proof.authenticator == way)
    }

    /// What it amounts to.
    pub(super) fn level(&self) -> Level {
        let has = |kind| self.second.iter().any(|proof| proof.authenticator == kind);
        let taken = |proof: &Proof| proof.authenticator == Authenticator::Passkey && !proof.breaks_policy;
        if self.used().any(taken) {
            Level::PhishingResistant
        } else if self.is_passkey_alone()
            || has(Authenticator::Passkey)
            || has(Authenticator::Totp)
            || has(Authenticator::Sms)
            || self.provider_vouches
        {
            Level::Two
        } else {
            Level::One
        }
    }

    /// A passkey that verified its user is two factors in one.
    pub(super) fn is_passkey_alone(&self) -> bool {
        self.first_by(Authenticator::Passkey).is_some()
    }

    /// Whether any of it was proven before this sign-in.
    pub(super) fn is_from_session(&self) -> bool {
        !self.used().all(|proof| self.is_own(proof))
    }

    pub(super) fn used(&self) -> impl Iterator<Item = &'a Proof> {
        self.firsts.iter().chain(&self.second).copied()
    }

    /// Whether it was proven in this sign-in.
    pub(super) fn is_own(&self, proof: &Proof) -> bool {
        self.own.iter().any(|own| std::ptr::eq(*own, proof))
    }

    /// What a session and an application are told of it.
    ///
    /// All that was proven in one sign-in bears the time at which its last proof was given, so that `auth_time` stays
    /// the same for as long as the session does.
    pub(super) fn arrival(&self, now: Time) -> Arrival {
        let ended = self.used().filter(|proof| self.is_own(proof)).map(|proof| proof.at).max();
        let dated = |proof: &Proof| ended.filter(|_| self.is_own(proof)).unwrap_or(proof.at);
        let mut proofs: Vec<Proof> = Vec::new();
        for proof in self.used() {
            if !proofs.iter().any(|kept| kept.authenticator == proof.authenticator) {
                proofs.push(Proof { purpose: Purpose::SignIn, at: dated(proof), ..proof.clone() });
            }
        }
        let counted = self.first().into_iter().chain(self.second.iter().copied());
        let auth_time = counted.map(dated).min().unwrap_or(now);
        Arrival { level: self.level(), amr: self.amr(), auth_time, proofs, rests_on_trust: false }
    }

    fn amr(&self) -> Vec<&'static str> {
        let two = (self.level() >= Level::Two).then_some("mfa");
        let mut amr: Vec<&'static str> = self.used().flat_map(amr).copied().chain(two).collect();
        amr.sort_unstable();
        amr.dedup();
        amr
    }
}

/// RFC 8176 §2; `email` is ours, for it has no name there. Nor has a recovery code, which is always followed by a new
/// factor. Whether a passkey lives in hardware is not known, so it is `pop`, not `hwk`.
fn amr(proof: &Proof) -> &'static [&'static str] {
    match proof.authenticator {
        Authenticator::Password | Authenticator::External => &["pwd"],
        Authenticator::Totp => &["otp"],
        Authenticator::Sms => &["sms"],
        Authenticator::EmailCode => &["email"],
        Authenticator::Passkey => &["pop", "user"],
        Authenticator::Provider(_) | Authenticator::EmailLink | Authenticator::RecoveryCode => &[],
    }
}
