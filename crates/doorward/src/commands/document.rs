//! One thing that is made, as the document that makes it: one mechanism for `apply` and for `create`.

use flows::{
    Doorward,
    apply::{Document, Node, Options, Problem, Secrets},
};
use serde_json::Value;

use super::Context;
use crate::Trouble;

/// Applies a document that a command made. Problems are told without places, which nobody wrote.
pub(super) async fn apply(context: &Context, doorward: &Doorward, document: Value) -> Result<(), Trouble> {
    let node: Node = serde_json::from_value(document).map_err(|error| Trouble::File(error.to_string()))?;
    let document = Document::read(&node, &Nowhere);
    let options = Options { dry_run: false, progress: &|_| {} };
    let applied = Box::pin(doorward.apply(&doorward.operator(context.now).granted(()), &document, &options)).await?;
    applied.map(drop).map_err(|problems| refused(&problems))
}

fn refused(problems: &[Problem]) -> Trouble {
    let last = |place: &str| place.rsplit('.').next().unwrap_or_default().to_owned();
    let lines: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", last(&problem.place), problem.text)).collect();
    Trouble::Refused(format!("Nothing was made. {}.", lines.join("; ")))
}

/// Commands name no secrets elsewhere.
struct Nowhere;

impl Secrets for Nowhere {
    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn file(&self, path: &str) -> Result<String, String> {
        Err(format!("{path} is not looked for"))
    }
}
