//! A world to walk: policies, account shapes, sessions, and what a user can answer to each step.

use std::rc::Rc;

use model::{
    Account, Authenticator, Id, Key, Policy, Span, Time,
    account::{Accepted, JoinedBy, Password, State},
    id::Provider,
    policy::{ProviderRule, RecoverBy, Registration, SecondFactor, SecondFactorRule, SignInBy, Trust, UpstreamFactor},
    sign_in::{
        AttemptsLeft, Level, Progress, Proof, Purpose, Requirements, SessionFacts, SignIn, Step, Subject, Vouched, next,
    },
};

pub(crate) const NOW: Time = Time::from_seconds(1_790_000_000);
pub(crate) const PROVIDER: Id<Provider> = Id::from_bytes([1; 16]);
pub(crate) const EMAIL: &str = "ada@example.com";

/// Everything at one moment: what is asked, what is stored, and the truth about the user.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct World {
    pub policy: Rc<Policy>,
    pub requirements: Requirements,
    pub progress: Progress,
    pub account: Option<Account>,
    pub session: Option<SessionFacts>,
    pub tries: AttemptsLeft,
    pub locked_until_unlocked: bool,
    pub trust: Option<Trust>,
    /// The user's password breaks the policy.
    pub weak: bool,
    /// The user's passkeys are of a model that is not taken.
    pub other_model: bool,
    pub now: Time,
}

impl World {
    pub(crate) fn new(policy: Policy, shape: Shape, purpose: Purpose) -> Self {
        let mut progress = Progress::new(purpose);
        progress.invited = purpose == Purpose::Register && policy.registration == Registration::Invitation;
        progress.makes_passkeys = policy.passkey_offered;
        progress.user = shape.account.as_ref().filter(|_| progress.invited).map(|account| account.id);
        Self {
            policy: Rc::new(policy),
            requirements: Requirements::default(),
            progress,
            account: shape.account,
            session: None,
            tries: AttemptsLeft { first: 10, second: 5 },
            locked_until_unlocked: false,
            trust: None,
            weak: shape.weak,
            other_model: false,
            now: NOW,
        }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The facts as the store would read them now.
    pub(crate) fn sign_in(&self) -> SignIn {
        let known = self.account.as_ref().filter(|account| {
            let in_session = self.session.as_ref().is_some_and(|session| session.user == account.id);
            self.progress.user == Some(account.id) || (self.progress.identifier.is_none() && in_session)
        });
        let subject = match () {
            () if known.is_some() => Subject::Claimed(known.cloned().map(Box::new)),
            () if self.progress.vouched.is_some() => Subject::Vouched,
            () if self.progress.identifier.is_some() || self.progress.invited => Subject::Claimed(None),
            () => Subject::Nobody,
        };
        SignIn {
            progress: self.progress.clone(),
            subject,
            session: self.session.clone(),
            tries: self.tries,
            locked_until_unlocked: self.locked_until_unlocked,
            trust: self.trust,
        }
    }

    pub(crate) fn step(&self) -> Step {
        next(&self.sign_in(), &self.requirements, &self.policy, self.now)
    }

    /// Names the user, as the identifier's form does.
    pub(crate) fn named(mut self) -> Self {
        let purpose = self.progress.purpose;
        let invited = self.progress.invited;
        self.progress.identified(Key::email(EMAIL).unwrap(), self.account.as_ref().map(|account| account.id));
        assert_eq!(self.progress.purpose, purpose);
        self.progress.invited = invited;
        self
    }

    /// Records a proof, as its verifier does.
    pub(crate) fn prove(mut self, mut proof: Proof) -> Self {
        (proof.purpose, proof.at) = (self.progress.purpose, self.now);
        self = self.answering();
        // Its browser says so with the password.
        self.progress.makes_passkeys |= proof.authenticator == Authenticator::Password && self.policy.passkey_offered;
        self.progress.proven(proof);
        self
    }

    /// Whoever it is about is going to answer.
    pub(crate) fn answering(mut self) -> Self {
        if let Subject::Claimed(Some(account)) = self.sign_in().subject {
            self.progress.belongs_to(account.id);
        }
        self
    }

    /// Everything that a user can do at this step: the name of what they do, and the world after it.
    pub(crate) fn answers(&self, step: &Step) -> Vec<(String, Self)> {
        let mut answers = Vec::new();
        match step.clone() {
            Step::Identify { any_of, .. } => {
                answers.push(("name".to_owned(), self.clone().named()));
                for (name, proof) in any_of.iter().flat_map(|way| self.proofs(*way)) {
                    let user = self.account.as_ref().map(|account| account.id);
                    let world = self.clone().with(|world| world.progress.user = user);
                    answers.push((name, world.prove(proof)));
                }
                answers.extend(any_of.iter().flat_map(|way| self.vouched(*way)));
            }
            Step::Prove { any_of, .. } => {
                for (name, proof) in any_of.iter().flat_map(|way| self.proofs(*way)) {
                    answers.push((name, self.clone().prove(proof)));
                }
            }
            Step::SetPassword { why } => {
                let set = self.clone().with(|world| {
                    let account = world.account.as_mut().expect("only for an account");
                    account.password = Password::Set { changed_at: world.now, must_change: false };
                    world.weak = false;
                    world.progress.password_set(why, world.now);
                });
                answers.push(("new password".to_owned(), set));
            }
            Step::Enrol { any_of, postpone_until, .. } => {
                answers.extend(any_of.iter().map(|factor| self.enrolled(*factor)));
                if postpone_until.is_some() {
                    let later = self.clone().answering().with(|world| world.progress.postponed_at = Some(world.now));
                    answers.push(("later".to_owned(), later));
                }
            }
            Step::RecordCodes => {
                let recorded = self.clone().answering().with(|world| {
                    world.account.as_mut().expect("only for an account").recovery_codes_left = 10;
                });
                answers.push(("record".to_owned(), recorded));
            }
            Step::Register => answers.push(("form".to_owned(), self.registered())),
            Step::Accept(notice) => {
                let accepted = self.clone().answering().with(|world| world.progress.accepted = Some(notice));
                answers.push(("accept".to_owned(), accepted));
            }
            Step::Consent(asked) => {
                let consented = self.clone().answering().with(|world| world.progress.consented = Some(asked));
                answers.push(("allow".to_owned(), consented));
            }
            Step::ResetByProvider | Step::Arrive(_) | Step::Refuse(_) => {}
        }
        answers
    }

    /// The proofs of this kind that the user can give; none without an account, or without the thing.
    fn proofs(&self, way: Authenticator) -> Vec<(String, Proof)> {
        let Some(account) = &self.account else {
            // An address without an account has a mailbox, too.
            let invited = self.progress.purpose == Purpose::Register
                && matches!(way, Authenticator::EmailLink | Authenticator::EmailCode);
            return if invited { vec![(name(way), plain(way))] } else { Vec::new() };
        };
        let has = |factor| account.second_factors.contains(&factor);
        match way {
            Authenticator::Password if !account.has_password() => Vec::new(),
            Authenticator::Password => vec![(name(way), plain(way).breaking_policy(self.weak))],
            Authenticator::Provider(id) if !account.links.contains(&id) => Vec::new(),
            Authenticator::Provider(_) => {
                vec![(name(way), plain(way)), ("provider's two".to_owned(), plain(way).with_two_factors(true))]
            }
            Authenticator::Passkey if has(Authenticator::Passkey) => {
                let passkey = plain(way).breaking_policy(self.other_model);
                vec![(name(way), passkey.clone().with_user_verified(true)), ("touch".to_owned(), passkey)]
            }
            Authenticator::RecoveryCode if account.recovery_codes_left == 0 => Vec::new(),
            _ if way.is_second_factor() && way != Authenticator::EmailCode && !has(way) => Vec::new(),
            _ => vec![(name(way), plain(way))],
        }
    }

    /// A provider vouches for somebody without an account.
    fn vouched(&self, way: Authenticator) -> Vec<(String, Self)> {
        let Authenticator::Provider(provider) = way else { return Vec::new() };
        if self.account.is_some() {
            return Vec::new();
        }
        let vouched = Vouched { provider, subject: "7".into(), email: None, profile: Default::default() };
        let world = self.clone().with(|world| world.progress.vouched = Some(vouched));
        let two = plain(way).with_two_factors(true);
        vec![(name(way), world.clone().prove(plain(way))), ("provider's two".to_owned(), world.prove(two))]
    }

    fn enrolled(&self, factor: Authenticator) -> (String, Self) {
        let mut world = self.clone();
        let account = world.account.as_mut().expect("only for an account");
        if !account.second_factors.contains(&factor) {
            account.second_factors.push(factor);
        }
        let proof = plain(factor).with_user_verified(factor == Authenticator::Passkey);
        let world = world.with(|world| {
            world.progress.enrolled = true;
            world.other_model &= factor != Authenticator::Passkey;
        });
        (format!("enrol {}", name(factor)), world.prove(proof))
    }

    /// An account is made from the form.
    fn registered(&self) -> Self {
        let mut world = self.clone();
        let mut account = account();
        let with_password = world.progress.vouched.is_none() && world.policy.keeps_passwords();
        if with_password {
            account.password = Password::Set { changed_at: world.now, must_change: false };
        }
        if let Some(vouched) = &world.progress.vouched {
            account.links.push(vouched.provider);
        }
        world.weak = false;
        account.facts.external = world.policy.sign_in != SignInBy::Password;
        account.facts.accepted = world.policy.notice.clone().map(|notice| Accepted {
            text: notice.text,
            version: notice.version,
            at: world.now,
        });
        world.progress.registered(account.id, with_password, world.now);
        world.account = Some(account);
        world
    }
}

/// Trust in this browser that was given now, for so long.
pub(crate) fn trusted_for(span: Span) -> Option<Trust> {
    Some(Trust { since: NOW, until: NOW + span })
}

pub(crate) fn plain(kind: Authenticator) -> Proof {
    Proof::new(kind, Purpose::SignIn, NOW)
}

pub(crate) fn name(way: Authenticator) -> String {
    match way {
        Authenticator::Password => "password",
        Authenticator::External => "external",
        Authenticator::Provider(_) => "provider",
        Authenticator::Totp => "app",
        Authenticator::Sms => "sms",
        Authenticator::EmailCode => "e-mail code",
        Authenticator::EmailLink => "e-mail link",
        Authenticator::Passkey => "passkey",
        Authenticator::RecoveryCode => "recovery code",
    }
    .to_owned()
}

/// A kind of account, by name.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub name: &'static str,
    pub account: Option<Account>,
    pub weak: bool,
}

pub(crate) fn account() -> Account {
    Account::new(Id::from_bytes([7; 16]))
}

pub(crate) fn with_password(factors: &[Authenticator]) -> Account {
    let password = Password::Set { changed_at: NOW - Span::days(10), must_change: false };
    Account { password, second_factors: factors.to_vec(), ..account() }
}

fn shape(name: &'static str, account: Account, change: impl FnOnce(&mut Account)) -> Shape {
    let mut account = account;
    change(&mut account);
    Shape { name, account: Some(account), weak: false }
}

/// The shapes that the golden table shows.
pub(crate) fn shapes() -> Vec<Shape> {
    let external = |account: &mut Account| {
        account.facts.external = true;
        account.facts.joined_by = JoinedBy::Upstream;
    };
    let same = |_: &mut Account| {};
    vec![
        Shape { name: "nobody", account: None, weak: false },
        shape("no password", account(), same),
        shape("password", with_password(&[]), same),
        Shape { weak: true, ..shape("weak password", with_password(&[]), same) },
        shape("password to change", with_password(&[]), |account| {
            account.password = Password::Set { changed_at: NOW - Span::days(10), must_change: true };
        }),
        shape("password, app", with_password(&[Authenticator::Totp]), same),
        shape("password, app, codes", with_password(&[Authenticator::Totp]), |account| account.recovery_codes_left = 8),
        shape("password, sms", with_password(&[Authenticator::Sms]), same),
        shape("password, e-mail code", with_password(&[Authenticator::EmailCode]), same),
        shape("password, passkey", with_password(&[Authenticator::Passkey]), same),
        shape("password, app, passkey", with_password(&[Authenticator::Totp, Authenticator::Passkey]), same),
        shape("passkey", Account { second_factors: vec![Authenticator::Passkey], ..account() }, same),
        shape("app, no password", Account { second_factors: vec![Authenticator::Totp], ..account() }, same),
        shape("upstream", Account { links: vec![PROVIDER], ..account() }, external),
        shape(
            "upstream, app",
            Account { links: vec![PROVIDER], second_factors: vec![Authenticator::Totp], ..account() },
            external,
        ),
        shape("linked, password", Account { links: vec![PROVIDER], ..with_password(&[]) }, same),
        shape(
            "linked, password, app",
            Account { links: vec![PROVIDER], ..with_password(&[Authenticator::Totp]) },
            same,
        ),
        shape("disabled", with_password(&[Authenticator::Totp]), |account| account.state = State::Disabled),
        shape("locked", with_password(&[]), |account| account.state = State::Locked),
        shape("inactive", with_password(&[]), |account| account.state = State::Inactive),
    ]
}

pub(crate) fn find(name: &str) -> Shape {
    shapes().into_iter().find(|shape| shape.name == name).expect("a shape of this name")
}

pub(crate) fn rule(second_factor: UpstreamFactor, vouches: bool, creates_users: bool) -> ProviderRule {
    ProviderRule { provider: PROVIDER, second_factor, vouches_for_two_factors: vouches, creates_users }
}

/// The presets, and policies that between them have every value of every field.
pub(crate) fn policies() -> Vec<(&'static str, Policy)> {
    let required =
        |grace| SecondFactorRule { rule: SecondFactor::Required, trust: None, grace, ..SecondFactorRule::default() };
    let optional =
        |kinds: &[Authenticator]| SecondFactorRule { authenticators: kinds.to_vec(), ..SecondFactorRule::default() };
    let modern = Policy::default;
    let mut policies = Policy::presets().to_vec();
    policies.extend([
        ("default, required", Policy { second_factor: required(None), ..modern() }),
        ("default, required, grace", Policy { second_factor: required(Some(Span::days(14))), ..modern() }),
        ("default, provider", Policy { providers: vec![rule(UpstreamFactor::None, false, false)], ..modern() }),
        (
            "default, provider believed",
            Policy {
                providers: vec![rule(UpstreamFactor::None, true, true)],
                second_factor: required(None),
                ..modern()
            },
        ),
        (
            "default, provider and factor",
            Policy { providers: vec![rule(UpstreamFactor::Required, true, true)], ..modern() },
        ),
        (
            "providers only",
            Policy {
                sign_in: SignInBy::Providers,
                providers: vec![rule(UpstreamFactor::None, false, true)],
                registration: Registration::Closed,
                ..modern()
            },
        ),
        (
            "external and factor",
            Policy { sign_in: SignInBy::External { second_factor: UpstreamFactor::Required }, ..modern() },
        ),
        (
            "external, reset by the service",
            Policy {
                recovery: model::policy::Recovery { by: RecoverBy::Provider, ..Default::default() },
                ..Policy::external()
            },
        ),
        (
            "default, off",
            Policy { second_factor: SecondFactorRule { rule: SecondFactor::Off, ..required(None) }, ..modern() },
        ),
        (
            "e-mail code as factor",
            Policy {
                second_factor: SecondFactorRule {
                    trust: None,
                    ..optional(&[Authenticator::EmailCode, Authenticator::Totp])
                },
                recovery: model::policy::Recovery { by: RecoverBy::Nobody, ..Default::default() },
                ..modern()
            },
        ),
        (
            "e-mail code required",
            Policy {
                second_factor: SecondFactorRule { authenticators: vec![Authenticator::EmailCode], ..required(None) },
                recovery: model::policy::Recovery { by: RecoverBy::Nobody, ..Default::default() },
                ..modern()
            },
        ),
        (
            "open to example.com",
            Policy {
                registration: Registration::Open { domains: vec!["example.com".into()] },
                password: model::policy::PasswordRule { max_age: Some(Span::days(5)), ..Default::default() },
                ..modern()
            },
        ),
        ("default, passkey demanded", Policy { level: Level::PhishingResistant, ..modern() }),
        ("default, passkey offered", Policy { passkey_offered: true, ..modern() }),
        ("closed", Policy { registration: Registration::Closed, ..modern() }),
    ]);
    for (name, policy) in &policies {
        assert_eq!(policy.check(), [], "{name}");
    }
    policies
}

pub(crate) fn at_level(level: Level) -> Requirements {
    Requirements { level, ..Requirements::default() }
}

/// A session of the account in which this was proven an hour ago.
pub(crate) fn session(account: &Account, proofs: &[Authenticator]) -> SessionFacts {
    let at = NOW - Span::minutes(30);
    let proof = |kind: &Authenticator| {
        Proof::new(*kind, Purpose::SignIn, at).with_user_verified(*kind == Authenticator::Passkey)
    };
    SessionFacts {
        user: account.id,
        proofs: proofs.iter().map(proof).collect(),
        created_at: at,
        seen_at: at,
        remembered: false,
        postponed_at: None,
    }
}
