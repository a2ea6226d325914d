//! The diagram in the docs: kinds of steps as nodes, answers as edges, gathered from every walk.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use model::sign_in::{Part, Purpose, Step};

use crate::{golden::compare, walk::every_walk};

/// From one node to another, by these answers.
type Edges = BTreeMap<(&'static str, &'static str), BTreeSet<String>>;

#[test]
fn the_diagram_is_what_the_engine_does() {
    let mut edges: BTreeMap<&str, Edges> = BTreeMap::new();
    every_walk(|_, _, walk| {
        let purpose = title(walk[0].world.progress.purpose);
        let edges = edges.entry(purpose).or_default();
        for state in walk {
            for (answer, place) in &state.answers {
                let pair = (node(&state.step), node(&walk[*place].step));
                edges.entry(pair).or_default().insert(answer.clone());
            }
        }
    });
    let mut text = String::from(HEAD);
    for (purpose, edges) in edges {
        writeln!(text, "\n## {purpose}\n\n```mermaid\nflowchart TD").unwrap();
        for ((from, to), answers) in edges {
            let answers = answers.into_iter().collect::<Vec<_>>().join(", ");
            let id = |node: &str| node.replace(' ', "_");
            writeln!(text, "    {}[{from}] -- \"{answers}\" --> {}[{to}]", id(from), id(to)).unwrap();
        }
        text.push_str("```\n");
    }
    compare("../../docs/sign-in/diagram.md", &text);
}

const HEAD: &str = "\
# The steps of a sign-in

Generated from every walk that the tests of `crates/model` take (`DOORWARD_BLESS=1 cargo test -p model --test sign_in`):
all policies, account shapes, levels and circumstances together. No step is stored; each is derived from facts by
`model::sign_in::next`. What a single policy lets happen is in `crates/model/tests/golden/sign_in.txt`.
";

fn title(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::SignIn => "Sign in",
        Purpose::Recover => "Recover (also: first time login)",
        Purpose::Register => "Register",
        Purpose::Confirm(_) => "Confirm an action",
    }
}

fn node(step: &Step) -> &'static str {
    match step {
        Step::Identify { .. } => "identify",
        Step::Prove { part: Part::First, .. } => "prove",
        Step::Prove { part: Part::Second, .. } => "prove second",
        Step::ResetByProvider => "reset by provider",
        Step::SetPassword { .. } => "set password",
        Step::Enrol { .. } => "enrol",
        Step::RecordCodes => "record codes",
        Step::Register => "register",
        Step::Accept(_) => "accept",
        Step::Consent(_) => "consent",
        Step::Arrive(_) => "arrive",
        Step::Refuse(_) => "refuse",
    }
}
