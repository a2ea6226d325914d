//! The reviewed table: preset × account shape × level → the least that arrives. `DOORWARD_BLESS=1` writes it anew.

use std::{collections::BTreeSet, fmt::Write, path::PathBuf};

use model::{
    Policy,
    sign_in::{Level, Purpose, Step},
};

use crate::world::{Shape, World, at_level, policies, shapes};

/// Compares a generated text with the one in the repository, or writes it.
pub(crate) fn compare(path: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("DOORWARD_BLESS").is_some() {
        std::fs::write(&path, text).expect("written");
        return;
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (new, old)) in text.lines().zip(stored.lines()).enumerate() {
        assert_eq!(new, old, "{} line {}; DOORWARD_BLESS=1 writes it anew", path.display(), number + 1);
    }
    assert_eq!(text.len(), stored.len(), "{} is shorter or longer", path.display());
}

/// What arrives, in the order in which it was given, and what it amounts to.
type Way = (Vec<String>, String);

#[test]
fn the_least_that_arrives() {
    let mut text = String::from(HEAD);
    for (purpose, title) in [
        (Purpose::SignIn, "Sign in"),
        (Purpose::Recover, "Forgot password / first time login"),
        (Purpose::Register, "Register (from an invitation, where that is the policy)"),
    ] {
        for (policy_name, policy) in policies() {
            writeln!(text, "\n# {title} · {policy_name}").unwrap();
            for (shapes, cells) in
                together(shapes().into_iter().map(|shape| (shape.name, cells(&policy, &shape, purpose))))
            {
                writeln!(text, "{}", shapes.join("; ")).unwrap();
                for (levels, cell) in together(cells) {
                    writeln!(text, "    {:<8} {cell}", levels.join(" ")).unwrap();
                }
            }
        }
    }
    compare("tests/golden/sign_in.txt", &text);
}

/// Those with the same value together, in the order of the first of each.
fn together<V: PartialEq>(rows: impl IntoIterator<Item = (&'static str, V)>) -> Vec<(Vec<&'static str>, V)> {
    let mut groups: Vec<(Vec<&'static str>, V)> = Vec::new();
    for (name, value) in rows {
        match groups.iter_mut().find(|(_, other)| *other == value) {
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], value)),
        }
    }
    groups
}

/// What arrives at each level.
fn cells(policy: &Policy, shape: &Shape, purpose: Purpose) -> Vec<(&'static str, String)> {
    let at = |level| {
        let start = World::new(policy.clone(), shape.clone(), purpose);
        (short(level), cell(&start.with(|world| world.requirements = at_level(level))))
    };
    match purpose {
        Purpose::SignIn => Level::ALL.map(at).to_vec(),
        _ => vec![at(Level::One)],
    }
}

const HEAD: &str = "\
What it takes to arrive: policy × account × level demanded → the least sets of evidence, in the order in which they are
given, and the level that is reached with its `amr`. Accounts with the same rows stand together, levels as well. Typing
the identifier is left out. `!` says how it ends otherwise; `-` that nothing can be proven, so that it stays at its
first question. Written by `DOORWARD_BLESS=1 cargo test -p model --test sign_in`; reviewed by people.
";

fn short(level: Level) -> &'static str {
    match level {
        Level::One => "1",
        Level::Two => "2",
        Level::PhishingResistant => "phr",
    }
}

fn cell(start: &World) -> String {
    let (mut ways, mut refusals) = (Vec::new(), BTreeSet::new());
    explore(start, &mut Vec::new(), &mut Vec::new(), &mut ways, &mut refusals);
    let least = (0..ways.len()).filter(|place| is_least(*place, &ways)).map(|place| &ways[place]);
    let ways: Vec<String> = least.map(|(steps, end)| format!("{} => {end}", steps.join(" > "))).collect();
    let refusals = refusals.into_iter().map(|refusal| format!("! {refusal}"));
    let all: Vec<String> = ways.into_iter().chain(refusals).collect();
    if all.is_empty() { "-".into() } else { all.join(" | ") }
}

/// Whether no other way gets by with less, and no earlier one with the same.
fn is_least(place: usize, ways: &[Way]) -> bool {
    let set = |way: &Way| way.0.iter().cloned().collect::<BTreeSet<_>>();
    let own = set(&ways[place]);
    ways.iter()
        .map(set)
        .enumerate()
        .all(|(other_place, other)| !(other.is_subset(&own) && (other != own || other_place < place)))
}

fn explore(
    world: &World,
    path: &mut Vec<String>,
    seen: &mut Vec<World>,
    ways: &mut Vec<Way>,
    refusals: &mut BTreeSet<String>,
) {
    let step = world.step();
    match &step {
        Step::Arrive(arrival) => {
            ways.push((path.clone(), format!("{} [{}]", short(arrival.level), arrival.amr.join(" "))));
        }
        Step::Refuse(refusal) => {
            refusals.insert(format!("{refusal:?}"));
        }
        _ => {
            seen.push(world.clone());
            for (answer, after) in world.answers(&step) {
                if seen.contains(&after) {
                    continue;
                }
                let counts = answer != "name";
                if counts {
                    path.push(answer);
                }
                explore(&after, path, seen, ways, refusals);
                if counts {
                    path.pop();
                }
            }
            seen.pop();
        }
    }
}
