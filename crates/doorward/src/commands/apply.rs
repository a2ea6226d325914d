//! `doorward apply FILE`: brings the database to what a document says, and tells what that changed.

use std::{
    fs,
    io::{IsTerminal as _, Write as _, stderr},
    path::{Path, PathBuf},
};

use flows::apply::{Difference, Document, Item, Options, Problem, Progress, Report, Secrets};
use serde_json::json;

use super::{Context, reading};
use crate::Trouble;

/// What is applied, and how.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The document: YAML (.yaml, .yml), JSON (.json) or TOML (.toml)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Say what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(context: &Context, arguments: &Arguments) -> Result<(), Trouble> {
    let file = arguments.file.as_path();
    let node = reading::document(file)?;
    let surroundings = Surroundings { directory: file.parent().unwrap_or(Path::new("")).to_owned() };
    let document = Document::read(&node, &surroundings);
    // Without a database, what is wrong with the document itself can be told all the same.
    let doorward = context.doorward().await.map_err(|trouble| match document.problems() {
        [] => trouble,
        problems => refused(context, file, problems),
    })?;
    let shown = stderr().is_terminal() && !context.json;
    let progress = |progress: Progress| {
        if shown {
            show_progress(progress);
        }
    };
    let options = Options { dry_run: arguments.dry_run, progress: &progress };
    let applied = Box::pin(doorward.apply(&doorward.operator(context.now).granted(()), &document, &options)).await?;
    let report = applied.map_err(|problems| refused(context, file, &problems))?;
    let document = json!({
        "dry_run": report.dry_run,
        "created": report.created(),
        "changed": report.changed(),
        "unchanged": report.unchanged,
        "items": report.items,
        "notes": report.notes,
    });
    context.say(&text(&report), &document)
}

/// Secrets that the document only names.
struct Surroundings {
    directory: PathBuf,
}

impl Secrets for Surroundings {
    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn file(&self, path: &str) -> Result<String, String> {
        let bytes = fs::read(self.directory.join(path)).map_err(|error| error.to_string())?;
        reading::utf8(bytes)
    }
}

fn refused(context: &Context, file: &Path, problems: &[Problem]) -> Trouble {
    if context.json {
        // The whole list goes where the result would have gone; the exit code says that it is none.
        let _ = context.say("", &json!({ "problems": problems }));
    }
    let lines: String = problems.iter().map(|problem| format!("\n  {problem}")).collect();
    let count = match problems.len() {
        1 => "One thing is".to_owned(),
        count => format!("{count} things are"),
    };
    Trouble::Refused(format!("{count} wrong in {}; nothing was written:{lines}", file.display()))
}

/// One line that is written over again and again.
fn show_progress(Progress { what, done, of }: Progress) {
    if done.is_multiple_of(10) || done == of {
        let end = if done == of { "\n" } else { "" };
        // Progress that can't be shown is no reason to stop.
        let _ = write!(stderr(), "\r{done} of {of} {what}{end}");
    }
}

fn text(report: &Report) -> String {
    let mut lines: Vec<String> = report.items.iter().flat_map(item).collect();
    lines.extend(report.notes.iter().map(|note| format!("Note: {note}.")));
    if report.is_empty() {
        lines.push(format!("Nothing to do: all {} things are as the document says.", report.unchanged));
    } else {
        let would = if report.dry_run { "It would be" } else { "Done" };
        let (created, changed) = (report.created(), report.changed());
        lines.push(format!("{would}: {created} created, {changed} changed, {} unchanged.", report.unchanged));
    }
    if report.dry_run && !report.is_empty() {
        lines.push("Nothing was written (--dry-run).".to_owned());
    }
    lines.join("\n")
}

fn item(item: &Item) -> Vec<String> {
    let kind = item.kind.replace('_', " ");
    if item.created {
        return vec![format!("+ {kind} {}", item.name)];
    }
    let head = format!("~ {kind} {}", item.name);
    std::iter::once(head).chain(item.fields.iter().map(field)).collect()
}

fn field(difference: &Difference) -> String {
    let Difference { field, from, to, secret } = difference;
    match (from, to) {
        _ if *secret => format!("    {field}: changed"),
        (Some(from), Some(to)) => format!("    {field}: {from} → {to}"),
        (None, Some(to)) => format!("    {field}: + {to}"),
        (Some(from), None) => format!("    {field}: - {from}"),
        (None, None) => format!("    {field}: changed"),
    }
}
