//! `doorward apply FILE`: brings the database to what a document says, and tells what that changed.

use std::{
    fs,
    io::{IsTerminal as _, Write as _, stderr},
    path::{Path, PathBuf},
};

use flows::apply::{Difference, Document, Item, Node, Options, Problem, Progress, Report, Secrets};
use serde_json::json;

use super::Context;
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
    let node = parse(file)?;
    let surroundings = Surroundings { directory: file.parent().unwrap_or(Path::new("")).to_owned() };
    let document = Document::read(&node, &surroundings).map_err(|problems| refused(context, file, &problems))?;
    let doorward = context.doorward().await?;
    let shown = stderr().is_terminal() && !context.json;
    let progress = |progress: Progress| {
        if shown {
            show_progress(progress);
        }
    };
    let options = Options { dry_run: arguments.dry_run, progress: &progress };
    let applied = Box::pin(doorward.apply(&document, &options, context.now)).await?;
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

/// Reads a document by what its name ends in. Messages name lines, never their content: it may be secret.
fn parse(file: &Path) -> Result<Node, Trouble> {
    let wrong = |what: String| Trouble::File(format!("{}: {what}", file.display()));
    let text = fs::read_to_string(file).map_err(|error| wrong(format!("{error}. Check the path.")))?;
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("yaml" | "yml") => yaml(&text).map_err(wrong),
        Some("json") => serde_json::from_str(&text).map_err(|error| wrong(format!("{error}."))),
        Some("toml") => toml::from_str(&text).map_err(|error| {
            let before = error.span().map(|span| &text[..span.start.min(text.len())]);
            let line = before.map(|before| format!(" at line {}", before.matches('\n').count() + 1));
            wrong(format!("{}{}.", error.message(), line.unwrap_or_default()))
        }),
        _ => Err(wrong("what is in it does not show. Let its name end in .yaml, .yml, .json or .toml.".to_owned())),
    }
}

/// A document of an operator's own may be long; what it repeats by aliases stays bounded.
fn yaml(text: &str) -> Result<Node, String> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_events: 40_000_000, max_nodes: 20_000_000, max_documents: 1 },
        with_snippet: false,
        strict_booleans: true,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| format!("{error}."))
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
        fs::read_to_string(self.directory.join(path)).map_err(|error| error.to_string())
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
