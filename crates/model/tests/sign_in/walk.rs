//! Every state that can be reached, from every policy, account shape, level and circumstance: nothing arrives below its
//! requirements (`judge` decides that by a rule of its own), there is no dead end, nothing counts twice.

use std::collections::HashSet;

use model::{
    Account, Authenticator, Id, Span,
    account::Password,
    sign_in::{Action, AttemptsLeft, Level, Part, Proof, Purpose, Step, StepKind},
};

use crate::{
    judge::complaints,
    world::{NOW, PROVIDER, Shape, World, policies, session, shapes, trusted_for},
};

/// One world that can be reached.
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) step: Step,
    /// What can be answered, and the place of the state that follows.
    pub(crate) answers: Vec<(String, usize)>,
}

impl State {
    fn new(world: World) -> Self {
        Self { step: world.step(), world, answers: Vec::new() }
    }
}

/// All states that can be reached from one.
pub(crate) fn reach(start: World) -> Vec<State> {
    let mut found = vec![State::new(start)];
    let mut at = 0;
    while at < found.len() {
        for (answer, world) in found[at].world.answers(&found[at].step) {
            let known = found.iter().position(|state| state.world == world);
            let place = known.unwrap_or(found.len());
            if known.is_none() {
                found.push(State::new(world));
            }
            found[at].answers.push((answer, place));
        }
        at += 1;
    }
    found
}

/// Circumstances around a sign-in, besides policy, shape and level.
pub(crate) fn circumstances(start: &World) -> Vec<World> {
    let mut worlds = vec![start.clone()];
    let change = |change: fn(&mut World)| start.clone().with(change);
    worlds.push(change(|world| world.trust = trusted_for(Span::days(10))));
    worlds.push(change(|world| {
        world.trust = trusted_for(Span::days(10));
        world.progress.makes_passkeys = true;
        if let Some(Password::Set { must_change, .. }) = world.account.as_mut().map(|account| &mut account.password) {
            *must_change = true;
        }
    }));
    worlds.push(change(|world| world.other_model = true));
    worlds.push(change(|world| world.requirements.silent = true));
    worlds.push(change(|world| world.tries = AttemptsLeft { first: 0, second: 5 }));
    worlds.push(change(|world| world.tries = AttemptsLeft { first: 10, second: 0 }));
    worlds.push(start.clone().named().with(|world| world.progress.proofs = foreign_proofs(Purpose::SignIn)));
    let Some(account) = &start.account else { return worlds };
    for proofs in session_proofs(account) {
        let lone = start.clone().with(|world| world.session = Some(session(account, &proofs)));
        worlds.push(lone.clone().with(|world| world.requirements.login = true));
        worlds.push(lone.clone().with(|world| world.requirements.max_age = Some(Span::minutes(5))));
        worlds.push(lone.clone().with(|world| world.requirements.silent = true));
        // Somebody else answered everything before this session came to be.
        worlds.push(lone.clone().with(|world| {
            world.progress.user = Some(Id::from_bytes([9; 16]));
            world.progress.proofs = all_proofs(&[Purpose::SignIn]);
            world.requirements.login = true;
        }));
        worlds.push(lone.clone().with(|world| world.now = NOW + Span::hours(3)));
        worlds.push(lone.clone().with(|world| world.trust = trusted_for(Span::days(10))));
        worlds.push(lone.clone().with(|world| world.progress.purpose = Purpose::Confirm(Action::DeleteAccount)));
        worlds.push(lone.clone().with(|world| {
            world.progress.purpose = Purpose::Confirm(Action::AddFactor);
            world.account.as_mut().unwrap().recovery_codes_left = 8;
            world.other_model = true;
        }));
        worlds.push(lone.clone().with(|world| world.requirements.preferred = Level::PhishingResistant));
        worlds.push(lone.clone().with(|world| world.progress.purpose = Purpose::Confirm(Action::ChangePassword)));
        worlds.push(lone);
    }
    worlds
}

/// Proofs of all kinds for every purpose but this one: none of them may count.
pub(crate) fn foreign_proofs(purpose: Purpose) -> Vec<Proof> {
    let mut purposes = vec![Purpose::SignIn, Purpose::Recover, Purpose::Register, Purpose::Confirm(Action::AddFactor)];
    purposes.retain(|other| *other != purpose);
    all_proofs(&purposes)
}

/// Proofs of all kinds for these purposes.
fn all_proofs(purposes: &[Purpose]) -> Vec<Proof> {
    let kinds = [
        Authenticator::Password,
        Authenticator::External,
        Authenticator::Provider(PROVIDER),
        Authenticator::Totp,
        Authenticator::Sms,
        Authenticator::Passkey,
        Authenticator::EmailCode,
        Authenticator::EmailLink,
        Authenticator::RecoveryCode,
    ];
    let of = |purpose: &Purpose| {
        kinds.map(|kind| Proof::new(kind, *purpose, NOW).with_user_verified(true).with_two_factors(true))
    };
    purposes.iter().flat_map(of).collect()
}

/// What may have been proven in a session.
fn session_proofs(account: &Account) -> Vec<Vec<Authenticator>> {
    let mut sets = vec![vec![Authenticator::Password], vec![Authenticator::External]];
    sets.extend(account.links.iter().map(|id| vec![Authenticator::Provider(*id)]));
    for factor in &account.second_factors {
        sets.push(vec![Authenticator::Password, *factor]);
    }
    sets
}

/// Calls `visit` with every walk there is.
pub(crate) fn every_walk(mut visit: impl FnMut(&str, &Shape, &[State])) {
    for (name, policy) in policies() {
        for shape in shapes() {
            for purpose in [Purpose::SignIn, Purpose::Recover, Purpose::Register] {
                for level in Level::ALL {
                    let start = World::new(policy.clone(), shape.clone(), purpose);
                    let start = start.with(|world| world.requirements.level = level);
                    let worlds = match purpose {
                        Purpose::SignIn => circumstances(&start),
                        _ => vec![
                            start.clone(),
                            start.clone().with(|world| world.other_model = true),
                            start.with(|world| world.progress.proofs = foreign_proofs(purpose)),
                        ],
                    };
                    for world in worlds {
                        visit(name, &shape, &reach(world));
                    }
                }
            }
        }
    }
}

#[test]
fn nothing_arrives_below_its_requirements_and_nothing_is_a_dead_end() {
    let (mut states, mut arrivals) = (0, 0);
    every_walk(|policy, shape, walk| {
        states += walk.len();
        for State { world, step, .. } in walk {
            if let Step::Arrive(arrival) = step {
                arrivals += 1;
                let found = complaints(world, arrival);
                let facts = (&world.requirements, &world.progress, &world.session, arrival);
                assert!(found.is_empty(), "{policy} · {}: {found:?}\n{facts:#?}", shape.name);
            }
        }
        no_dead_end(policy, shape, walk);
    });
    assert!(states > 50_000 && arrivals > 5_000, "the walk has shrunk to {states} states, {arrivals} arrivals");
}

/// Once something is proven, every state leads on to an arrival or a refusal; and steps that ask offer something.
fn no_dead_end(policy: &str, shape: &Shape, walk: &[State]) {
    let mut ends: HashSet<usize> = HashSet::new();
    loop {
        let before = ends.len();
        for (place, state) in walk.iter().enumerate() {
            let is_end = matches!(state.step.kind(), StepKind::ResetByProvider | StepKind::Arrive | StepKind::Refuse);
            if is_end || state.answers.iter().any(|(_, next)| ends.contains(next)) {
                ends.insert(place);
            }
        }
        if ends.len() == before {
            break;
        }
    }
    for (place, State { step, world, .. }) in walk.iter().enumerate() {
        let (offers, unproven) = match step {
            Step::Identify { .. } => (true, true),
            Step::Prove { any_of, part } => (!any_of.is_empty(), *part == Part::First),
            Step::Enrol { any_of, .. } => (!any_of.is_empty(), false),
            _ => (true, false),
        };
        assert!(offers, "{policy} · {}: {step:?} offers nothing\n{world:#?}", shape.name);
        assert!(unproven || ends.contains(&place), "{policy} · {}: dead end at {step:?}\n{world:#?}", shape.name);
    }
}
