//! Until something is proven, the answer for an account is the answer for none.

use model::{
    Span,
    sign_in::{AttemptsLeft, Level, Purpose, Step},
};

use crate::{
    walk::foreign_proofs,
    world::{World, policies, shapes, trusted_for},
};

#[test]
fn known_and_unknown_get_the_same_answer() {
    let mut compared = 0;
    let purposes = [Purpose::SignIn, Purpose::Recover, Purpose::Register];
    for ((name, policy), purpose) in policies().into_iter().flat_map(|policy| purposes.map(|p| (policy.clone(), p))) {
        for (shape, level) in shapes().into_iter().flat_map(|shape| Level::ALL.map(|level| (shape.clone(), level))) {
            let shown = shape.name;
            let start = World::new(policy.clone(), shape, purpose).named();
            let start = start.with(|world| world.requirements.level = level);
            let worlds = [
                start.clone(),
                start.clone().with(|world| world.tries = AttemptsLeft { first: 0, second: 0 }),
                start.clone().with(|world| world.trust = trusted_for(Span::days(1))),
                start.clone().with(|world| world.requirements.silent = true),
                start.clone().with(|world| world.requirements.login = true),
                start.clone().with(|world| world.requirements.preferred = Level::Two),
                start.with(|world| world.progress.proofs = foreign_proofs(purpose)),
            ];
            for known in worlds {
                let unknown = known.clone().with(|world| {
                    world.account = None;
                    world.progress.user = None;
                });
                assert_eq!(known.step(), unknown.step(), "{name} · {shown} · {purpose:?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn a_lock_looks_like_a_wrong_password() {
    for (name, policy) in policies() {
        for shape in shapes() {
            let world = World::new(policy.clone(), shape.clone(), Purpose::SignIn).named();
            let before = world.step();
            let Step::Prove { any_of, .. } = &before else { continue };
            let locked = world.clone().with(|world| world.tries.first = 0);
            let right = locked.prove(crate::world::plain(any_of[0]));
            if matches!(any_of[0], model::Authenticator::Provider(_)) {
                continue;
            }
            assert_eq!(right.step(), before, "{name} · {}", shape.name);
        }
    }
}
