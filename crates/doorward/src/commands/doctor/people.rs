//! People who would be stopped after the right password, by steps that this version has no page for.

use flows::{Doorward, people::due};

use super::Findings;
use crate::commands::Context;

const PEOPLE: &str = "people";

/// How many are looked at: a minute's work at most.
const MOST: usize = 20_000;

pub(super) async fn look(context: &Context, doorward: &Doorward, findings: &mut Findings) {
    let leave = doorward.operator(context.now).granted(());
    let stopped = match Box::pin(doorward.stopped(&leave, MOST)).await {
        Ok(stopped) => stopped,
        Err(error) => return findings.problem(PEOPLE, format!("they can't be read: {error}"), "look into the log"),
    };
    let of = match stopped.more {
        true => format!("of the first {}", stopped.examined),
        false => format!("of {}", stopped.examined),
    };
    if stopped.by.is_empty() {
        findings.ok(PEOPLE, format!("nobody {of} is stopped after signing in by what this version has no page for"));
    }
    for (due, count) in stopped.by {
        let (what, help) = due::in_words(due);
        let found = format!("{count} {of} can't sign in: {what}, and this version has no page for that");
        findings.warning(PEOPLE, found, format!("{help}; `doorward user show` says so of each"));
    }
}
