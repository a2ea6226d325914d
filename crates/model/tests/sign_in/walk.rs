//! Every state that can be reached, from every policy, account shape, level and circumstance: nothing arrives below its
//! requirements (`judge` decides that by a rule of its own), there is no dead end, nothing counts twice.

use std::collections::HashSet;

use model::{
    Account, Span,
    sign_in::{Action, Authenticator, Level, Part, Proof, Purpose, Step, StepKind, Tries},
};

use crate::{
    judge::complaints,
    world::{NOW, PROVIDER, Shape, World, policies, session, shapes},
};

/// All worlds that can be reached from one, each with the places of those that follow it.
pub(crate) fn reach(start: World) -> Vec<(World, Vec<(String, usize)>)> {
    let mut found: Vec<(World, Vec<(String, usize)>)> = vec![(start, Vec::new())];
    let mut at = 0;
    while at < found.len() {
        for (answer, world) in found[at].0.answers() {
            let known = found.iter().position(|(other, _)| *other == world);
            let place = known.unwrap_or(found.len());
            if known.is_none() {
                found.push((world, Vec::new()));
            }
            found[at].1.push((answer, place));
        }
        at += 1;
    }
    found
}

/// Circumstances around a sign-in, besides policy, shape and level.
pub(crate) fn circumstances(start: &World) -> Vec<World> {
    let mut worlds = vec![start.clone()];
    let change = |change: fn(&mut World)| start.clone().with(change);
    worlds.push(change(|world| world.trusted_until = Some(NOW + Span::days(10))));
    worlds.push(change(|world| world.requirements.silent = true));
    worlds.push(change(|world| world.tries = Tries { first: 0, second: 5 }));
    worlds.push(change(|world| world.tries = Tries { first: 10, second: 0 }));
    worlds.push(change(|world| world.progress.proofs = foreign_proofs(Purpose::SignIn)));
    let Some(account) = &start.account else { return worlds };
    for proofs in session_proofs(account) {
        let lone = start.clone().with(|world| world.session = Some(session(account, &proofs)));
        worlds.push(lone.clone().with(|world| world.requirements.login = true));
        worlds.push(lone.clone().with(|world| world.requirements.max_age = Some(Span::minutes(5))));
        worlds.push(lone.clone().with(|world| world.requirements.silent = true));
        worlds.push(lone.clone().with(|world| world.now = NOW + Span::hours(3)));
        worlds.push(lone.clone().with(|world| world.trusted_until = Some(NOW + Span::days(10))));
        worlds.push(lone.clone().with(|world| world.progress.purpose = Purpose::Confirm(Action::DeleteAccount)));
        worlds.push(lone.clone().with(|world| world.progress.purpose = Purpose::Confirm(Action::ChangePassword)));
        worlds.push(lone);
    }
    worlds
}

/// Proofs of all kinds for every purpose but this one: none of them may count.
pub(crate) fn foreign_proofs(purpose: Purpose) -> Vec<Proof> {
    let purposes =
        [Purpose::SignIn, Purpose::Recover, Purpose::Register, Purpose::Confirm(Action::AddFactor)].into_iter();
    let kinds = [
        Authenticator::Password,
        Authenticator::Directory,
        Authenticator::Provider(PROVIDER),
        Authenticator::App,
        Authenticator::Passkey,
        Authenticator::EmailCode,
        Authenticator::EmailLink,
        Authenticator::RecoveryCode,
    ];
    let of =
        |other: Purpose| kinds.map(|kind| Proof::new(kind, other, NOW).with_user_verified(true).with_two_factors(true));
    purposes.filter(|other| *other != purpose).flat_map(of).collect()
}

/// What may have been proven in a session.
fn session_proofs(account: &Account) -> Vec<Vec<Authenticator>> {
    let mut sets = vec![vec![Authenticator::Password], vec![Authenticator::Directory]];
    sets.extend(account.links.iter().map(|id| vec![Authenticator::Provider(*id)]));
    for factor in &account.factors {
        sets.push(vec![Authenticator::Password, (*factor).into()]);
    }
    sets
}

/// Calls `visit` with every walk there is.
pub(crate) fn every_walk(mut visit: impl FnMut(&str, &Shape, &[(World, Vec<(String, usize)>)])) {
    for (name, policy) in policies() {
        for shape in shapes() {
            for purpose in [Purpose::SignIn, Purpose::Recover, Purpose::Register] {
                for level in Level::ALL {
                    let start = World::new(policy.clone(), shape.clone(), purpose);
                    let start = start.with(|world| world.requirements.level = level);
                    let worlds = match purpose {
                        Purpose::SignIn => circumstances(&start),
                        _ => vec![start.clone(), start.with(|world| world.progress.proofs = foreign_proofs(purpose))],
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
        for (world, _) in walk {
            if let Step::Arrive(arrival) = world.step() {
                arrivals += 1;
                let found = complaints(world, &arrival);
                assert!(
                    found.is_empty(),
                    "{policy} · {}: {found:?}\n{:?}\n{:?}\n{:?}\n{arrival:?}",
                    shape.name,
                    world.requirements,
                    world.progress,
                    world.session
                );
            }
        }
        no_dead_end(policy, shape, walk);
    });
    assert!(states > 50_000 && arrivals > 5_000, "the walk has shrunk to {states} states, {arrivals} arrivals");
}

/// Once something is proven, every state leads on to an arrival or a refusal; and steps that ask offer something.
fn no_dead_end(policy: &str, shape: &Shape, walk: &[(World, Vec<(String, usize)>)]) {
    let mut ends: HashSet<usize> = HashSet::new();
    loop {
        let before = ends.len();
        for (place, (world, following)) in walk.iter().enumerate() {
            let kind = world.step().kind();
            let is_end = matches!(kind, StepKind::Arrive | StepKind::Refuse);
            if is_end || following.iter().any(|(_, next)| ends.contains(next)) {
                ends.insert(place);
            }
        }
        if ends.len() == before {
            break;
        }
    }
    for (place, (world, _)) in walk.iter().enumerate() {
        let step = world.step();
        let unproven = match &step {
            Step::Identify { .. } => true,
            Step::Prove { any_of, part } => {
                assert!(!any_of.is_empty(), "{policy} · {}: nothing to prove with\n{world:#?}", shape.name);
                *part == Part::First
            }
            Step::Enrol { any_of, .. } => {
                assert!(!any_of.is_empty(), "{policy} · {}: nothing to enrol\n{world:#?}", shape.name);
                false
            }
            _ => false,
        };
        assert!(unproven || ends.contains(&place), "{policy} · {}: dead end at {step:?}\n{world:#?}", shape.name);
    }
}
