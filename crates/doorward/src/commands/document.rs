//! One thing that is made, as the document that makes it: one mechanism for `apply` and for `create`.

use flows::{
    Doorward,
    apply::{Options, Problem, written::Document},
};

use super::Context;
use crate::Trouble;

/// Applies a document that a command made. Problems are told without places, which nobody wrote.
pub(super) async fn apply(context: &Context, doorward: &Doorward, document: &Document) -> Result<(), Trouble> {
    let options = Options { dry_run: false, progress: &|_| {} };
    let leave = doorward.operator(context.now).granted(());
    let applied = Box::pin(doorward.apply(&leave, &document.read(), &options)).await?;
    applied.map(drop).map_err(|problems| refused(&problems))
}

fn refused(problems: &[Problem]) -> Trouble {
    let last = |place: &str| place.rsplit('.').next().unwrap_or_default().to_owned();
    let lines: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", last(&problem.place), problem.text)).collect();
    Trouble::Refused(format!("Nothing was made. {}.", lines.join("; ")))
}
