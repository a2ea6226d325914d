//! For each preset, what must never happen, whoever comes and however.

use model::{
    Authenticator,
    account::Password,
    sign_in::{Arrival, Level, Part, Purpose, Refusal, Step},
};

use crate::{
    walk::{State, every_walk},
    world::{PROVIDER, Shape},
};

/// Something that must not be, in words and as a test of one state.
type Never = (&'static str, fn(&Seen<'_>) -> bool);

/// One state of one walk.
struct Seen<'a> {
    shape: &'a Shape,
    state: &'a State,
}

impl Seen<'_> {
    fn offers(&self, way: Authenticator) -> bool {
        match &self.state.step {
            Step::Prove { any_of, .. } | Step::Identify { any_of, .. } => any_of.contains(&way),
            _ => false,
        }
    }

    fn arrival(&self) -> Option<&Arrival> {
        match &self.state.step {
            Step::Arrive(arrival) => Some(arrival),
            _ => None,
        }
    }

    /// Arrived at an application or at home, not only confirmed an action.
    fn signed_in(&self) -> Option<&Arrival> {
        self.arrival().filter(|_| !matches!(self.state.world.progress.purpose, Purpose::Confirm(_)))
    }

    fn proved(&self, way: Authenticator) -> bool {
        let progress = &self.state.world.progress;
        progress.proofs.iter().any(|proof| proof.authenticator == way && proof.purpose == progress.purpose)
    }

    /// Whether the account has a second factor that counts for whoever comes with a password of ours.
    fn has_a_factor(&self) -> bool {
        let (world, mail) = (&self.state.world, Authenticator::EmailCode);
        let counts = |account: &model::Account| account.second_factors(&world.policy).iter().any(|one| *one != mail);
        world.account.as_ref().is_some_and(counts) && self.proved(Authenticator::Password)
    }

    /// Whether anything was proven, lately, beside the password.
    fn has_proved_more(&self) -> bool {
        let more = [Authenticator::Totp, Authenticator::Sms, Authenticator::Passkey, Authenticator::RecoveryCode];
        more.iter().any(|way| self.proved(*way)) || self.proved(Authenticator::Provider(PROVIDER))
    }

    fn proved_other_model(&self) -> bool {
        let progress = &self.state.world.progress;
        progress.proofs.iter().any(|proof| proof.authenticator == Authenticator::Passkey && proof.breaks_policy)
    }

    fn sets_password(&self) -> bool {
        matches!(self.state.step, Step::SetPassword { .. })
    }

    fn had_app(&self) -> bool {
        self.shape.account.as_ref().is_some_and(|account| account.second_factors.contains(&model::Authenticator::Totp))
    }

    fn is_upstream(&self) -> bool {
        self.shape.account.as_ref().is_some_and(|account| account.facts.external)
    }
}

const EVERYWHERE: &[Never] = &[
    ("arrives while it recovers", |seen| {
        seen.arrival().is_some() && seen.state.world.progress.purpose == Purpose::Recover
    }),
    ("tells before the first proof that an account is shut", |seen| {
        let told = [Refusal::Disabled, Refusal::Inactive, Refusal::Locked].map(Step::Refuse);
        let proven = !seen.state.world.progress.proofs.is_empty() || seen.state.world.session.is_some();
        told.contains(&seen.state.step) && !proven
    }),
    ("asks for a second proof before the first", |seen| {
        let second = matches!(seen.state.step, Step::Prove { part: Part::Second, .. });
        second && seen.state.world.progress.proofs.is_empty() && seen.state.world.session.is_none()
    }),
    ("sets a password that nothing was proven for", |seen| {
        seen.sets_password() && seen.state.world.progress.proofs.is_empty()
    }),
    ("enrols a factor that nothing was proven for", |seen| {
        matches!(seen.state.step, Step::Enrol { .. }) && seen.state.world.progress.proofs.is_empty()
    }),
    ("sets a password or enrols a factor, where there is one that was not proven", |seen| {
        let lasts = seen.sets_password() || matches!(seen.state.step, Step::Enrol { .. });
        lasts && seen.has_a_factor() && !seen.has_proved_more()
    }),
    ("arrives by trust that it took itself", |seen| {
        seen.arrival().is_some_and(|arrival| arrival.rests_on_trust)
            && (seen.state.world.progress.password_set_at.is_some() || seen.state.world.progress.enrolled)
    }),
    ("restores a password by a passkey of another model", |seen| {
        let recovers = seen.state.world.progress.purpose == Purpose::Recover && seen.sets_password();
        let others = [Authenticator::Totp, Authenticator::Sms, Authenticator::RecoveryCode];
        recovers && seen.proved_other_model() && !others.iter().any(|way| seen.proved(*way))
    }),
    ("confirms by a passkey of another model", |seen| {
        let confirmed = seen.arrival().filter(|_| seen.signed_in().is_none());
        confirmed.is_some_and(|arrival| arrival.amr.contains(&"pop")) && seen.proved_other_model()
    }),
    ("shows anything where nothing may be shown", |seen| {
        let silent = seen.state.world.requirements.silent;
        silent && !matches!(seen.state.step, Step::Arrive(_) | Step::Refuse(_))
    }),
    ("keeps a mailbox or a recovery as a session's proof of a factor", |seen| {
        let kept =
            |way| seen.arrival().is_some_and(|arrival| arrival.proofs.iter().any(|proof| proof.authenticator == way));
        kept(Authenticator::EmailLink)
    }),
    ("arrives for nobody", |seen| seen.arrival().is_some() && seen.state.world.account.is_none()),
];

const DEFAULT: &[Never] = &[
    ("arrives with a mailbox and nothing else", |seen| {
        seen.signed_in()
            .is_some_and(|arrival| arrival.proofs.iter().all(|proof| proof.authenticator == Authenticator::EmailLink))
    }),
    ("offers text messages or codes by e-mail", |seen| {
        seen.offers(Authenticator::Sms) || seen.offers(Authenticator::EmailCode)
    }),
    ("signs in with a passkey that did not verify its user, alone", |seen| {
        let lone = |arrival: &Arrival| arrival.proofs.len() == 1 && !arrival.proofs[0].user_verified;
        seen.signed_in()
            .is_some_and(|arrival| arrival.proofs[0].authenticator == Authenticator::Passkey && lone(arrival))
    }),
    ("yields a new password to a mailbox where there is an app", |seen| {
        let app = seen.proved(Authenticator::Totp) || seen.proved(Authenticator::Passkey);
        let codes = seen.proved(Authenticator::RecoveryCode);
        seen.sets_password() && seen.had_app() && !app && !codes
    }),
];

const DEMANDED: &[Never] = &[
    ("arrives with less than a passkey", |seen| {
        seen.signed_in().is_some_and(|arrival| arrival.level < Level::PhishingResistant)
    }),
    ("confirms with less than a passkey where there is one", |seen| {
        let is_passkey = |way: &Authenticator| *way == Authenticator::Passkey;
        let has = |account: &model::Account| account.second_factors.iter().any(is_passkey);
        seen.state.world.account.as_ref().is_some_and(has)
            && seen.arrival().is_some_and(|arrival| arrival.level < Level::PhishingResistant)
    }),
    ("believes a trusted browser", |seen| seen.arrival().is_some_and(|arrival| arrival.rests_on_trust)),
];

const PASSPORT: &[Never] = &[
    ("arrives without the notice", |seen| {
        let world = &seen.state.world;
        let before = world.account.as_ref().is_some_and(|account| account.facts.accepted.is_some());
        seen.signed_in().is_some() && world.progress.accepted.is_none() && !before
    }),
    ("arrives without a password", |seen| seen.signed_in().is_some_and(|arrival| !arrival.amr.contains(&"pwd"))),
    ("arrives with the password alone where there is an app", |seen| {
        seen.had_app() && seen.signed_in().is_some_and(|arrival| arrival.level < Level::Two)
    }),
    ("registers without an invitation's link", |seen| {
        seen.state.step == Step::Register && !seen.proved(Authenticator::EmailLink)
    }),
    ("arrives with a weak password", |seen| {
        seen.signed_in().is_some() && seen.shape.weak && {
            seen.state.world.weak && seen.proved(Authenticator::Password)
        }
    }),
    ("offers a passkey", |seen| seen.offers(Authenticator::Passkey)),
];

const COMPANY_ID: &[Never] = &[
    ("lets a user with an app recover the password", |seen| {
        seen.sets_password() && seen.had_app() && !seen.proved(Authenticator::Password)
    }),
    ("accepts a recovery code", |seen| seen.offers(Authenticator::RecoveryCode)),
    ("arrives with the password alone where there is an app", |seen| {
        seen.had_app() && seen.signed_in().is_some_and(|arrival| arrival.level < Level::Two)
    }),
    ("makes the offer of a second factor a demand", |seen| {
        let offered = matches!(seen.state.step, Step::Enrol { postpone_until: None, .. });
        offered && seen.state.world.requirements.level == Level::One
    }),
];

const EXTERNAL: &[Never] = &[
    ("asks for a password that is kept here", |seen| seen.offers(Authenticator::Password)),
    ("sets a password", |seen| seen.sets_password()),
    ("enrols or asks for a local second factor", |seen| {
        let second = matches!(seen.state.step, Step::Prove { part: Part::Second, .. });
        second || matches!(seen.state.step, Step::Enrol { .. })
    }),
    ("recovers or registers anything", |seen| {
        let elsewhere = matches!(seen.state.world.progress.purpose, Purpose::Recover | Purpose::Register);
        elsewhere && !matches!(seen.state.step, Step::Refuse(_))
    }),
    ("lets a session's old password count", |seen| {
        seen.arrival()
            .is_some_and(|arrival| arrival.proofs.iter().any(|proof| proof.authenticator == Authenticator::Password))
    }),
    ("claims two factors", |seen| seen.arrival().is_some_and(|arrival| arrival.level > Level::One)),
];

const EXTERNAL_RESET: &[Never] = &[
    ("sets a password", |seen| seen.sets_password()),
    ("recovers in another way than by asking the service", |seen| {
        let recovers = seen.state.world.progress.purpose == Purpose::Recover;
        recovers && !matches!(seen.state.step, Step::Identify { .. } | Step::ResetByProvider | Step::Refuse(_))
    }),
    ("asks the service to reset anything but a forgotten password", |seen| {
        seen.state.step == Step::ResetByProvider && seen.state.world.progress.purpose != Purpose::Recover
    }),
];

const PASSWORD_AND_AUTHENTICATION: &[Never] = &[
    ("changes a password without the e-mailed link", |seen| {
        let changes = matches!(seen.state.world.progress.purpose, Purpose::Confirm(_));
        changes && seen.sets_password() && !seen.proved(Authenticator::EmailLink)
    }),
    ("changes a password by the link alone where there is an app", |seen| {
        let changes = matches!(seen.state.world.progress.purpose, Purpose::Confirm(_));
        let second = seen.proved(Authenticator::Totp) || seen.proved(Authenticator::RecoveryCode);
        changes && seen.sets_password() && seen.had_app() && !second
    }),
    ("arrives after a recovery code without a new factor", |seen| {
        let code = seen.proved(Authenticator::RecoveryCode);
        code && seen.signed_in().is_some_and(|arrival| arrival.level < Level::Two)
    }),
];

const FIRST_TIME_LOGIN: &[Never] = &[
    ("arrives without the app", |seen| {
        seen.signed_in().is_some_and(|arrival| arrival.level < Level::Two || !arrival.amr.contains(&"otp"))
    }),
    ("sets a first password without the e-mailed code", |seen| {
        let none = seen.state.world.account.as_ref().is_some_and(|account| account.password == Password::None);
        seen.sets_password() && none && !seen.proved(Authenticator::EmailCode)
    }),
    ("resets a password without the app of a user who has one", |seen| {
        let app = seen.proved(Authenticator::Totp);
        seen.sets_password() && seen.had_app() && !app
    }),
    ("lets the app be put off", |seen| matches!(seen.state.step, Step::Enrol { postpone_until: Some(_), .. })),
    ("lets an upstream's user recover a password here", |seen| seen.is_upstream() && seen.sets_password()),
    ("arrives although inactive", |seen| seen.arrival().is_some() && seen.shape.name == "inactive"),
];

#[test]
fn what_must_never_happen() {
    let lists = [
        ("default", DEFAULT),
        ("default, passkey demanded", DEMANDED),
        ("passport", PASSPORT),
        ("company_id", COMPANY_ID),
        ("external", EXTERNAL),
        ("external, reset by the service", EXTERNAL_RESET),
        ("password_and_authentication", PASSWORD_AND_AUTHENTICATION),
        ("first_time_login", FIRST_TIME_LOGIN),
    ];
    let mut judged = 0;
    every_walk(|policy, shape, walk| {
        let own = lists.iter().find(|(name, _)| *name == policy).map_or(&[][..], |(_, list)| list);
        for state in walk {
            for (what, is_so) in EVERYWHERE.iter().chain(own) {
                let facts = (&state.world.requirements, &state.world.progress, &state.step);
                assert!(!is_so(&Seen { shape, state }), "{policy} · {} {what}\n{facts:?}", shape.name);
                judged += 1;
            }
        }
    });
    assert!(judged > 500_000, "{judged}");
}
