//! `doorward audit …`: the audit trail, and whether it is as it was written.

use std::io::{BufWriter, IsTerminal as _, Write, stderr, stdout};

use flows::{AuditCounts, AuditFilter, AuditHead, AuditRecord, Doorward, Verification, WrongLink, WrongWhat};
use model::Time;
use serde_json::json;

use super::{Context, org::organisation};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Proves that no event was altered, removed or inserted, or names the first link of the chain that is wrong
    Verify {
        /// An end of the trail that was written down before, as this command prints it: it has to be part of the chain. May be repeated
        #[arg(long = "head", value_name = "NUMBER:HASH")]
        heads: Vec<AuditHead>,
        /// Begin after this link: to look at what follows one that is known to be wrong
        #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..))]
        after: i64,
    },
    /// Writes events to standard output, in the order of their numbers
    Export {
        /// One JSON object a line, or rows with commas
        #[arg(long, value_enum, default_value_t = Format::Jsonl)]
        format: Format,
        /// From this day or time on, in UTC: 2026-01-31 or 2026-01-31T08:00:00Z
        #[arg(long, value_name = "TIME", value_parser = time)]
        since: Option<Time>,
        /// Before this day or time
        #[arg(long, value_name = "TIME", value_parser = time)]
        until: Option<Time>,
        /// Those of one organisation, by its company ID
        #[arg(long, value_name = "SLUG")]
        org: Option<String>,
    },
}

/// How events are written.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum Format {
    /// One JSON object a line
    Jsonl,
    /// A row for each, with the names of the columns in the first (RFC 4180)
    Csv,
}

/// A day or a time, in UTC.
fn time(text: &str) -> Result<Time, String> {
    AuditFilter::time(text).ok_or_else(|| "write 2026-01-31 or 2026-01-31T08:00:00Z".to_owned())
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    match action {
        Action::Verify { heads, after } => verify(context, &doorward, heads, *after).await,
        Action::Export { format, since, until, org } => {
            let org = match org {
                Some(slug) => Some(organisation(&doorward, slug).await?.id),
                None => None,
            };
            export(context, &doorward, *format, AuditFilter { since: *since, until: *until, org }).await
        }
    }
}

async fn export(context: &Context, doorward: &Doorward, format: Format, filter: AuditFilter) -> Result<(), Trouble> {
    let leave = doorward.operator(context.now).granted(());
    let mut work = doorward.export_events(&leave, filter).await?;
    let mut out = BufWriter::new(stdout().lock());
    if let Format::Csv = format {
        row(&mut out, &AuditRecord::COLUMNS.map(str::to_owned))?;
    }
    while let Some(page) = work.next().await? {
        for record in &page {
            match format {
                Format::Jsonl => writeln!(out, "{}", record.json()).map_err(Trouble::output)?,
                Format::Csv => row(&mut out, &record.cells())?,
            }
        }
        if stderr().is_terminal() && !stdout().is_terminal() {
            let (at, of) = work.progress();
            // Progress that can't be shown is no reason to stop.
            let _ = write!(stderr(), "\r{at} of {of} read");
        }
    }
    out.flush().map_err(Trouble::output)
}

/// A row with all cells in quotes (RFC 4180 §2), so that nothing in them ends it.
fn row(out: &mut impl Write, cells: &[String]) -> Result<(), Trouble> {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    write!(out, "{}\r\n", quoted.join(",")).map_err(Trouble::output)
}

async fn verify(context: &Context, doorward: &Doorward, heads: &[AuditHead], after: i64) -> Result<(), Trouble> {
    let leave = doorward.operator(context.now).granted(());
    let mut work = doorward.verify_events(&leave, after, heads).await?;
    let shown = stderr().is_terminal() && !context.json;
    while work.step().await? {
        if shown {
            // Progress that can't be shown is no reason to stop.
            let _ = write!(stderr(), "\r{} of {} verified", work.at(), work.of());
        }
    }
    if shown {
        let _ = writeln!(stderr());
    }
    let AuditCounts { events, removed, erased, waiting } = work.counts();
    let wrong = work.wrong();
    let document = json!({
        "holds": wrong.is_none(),
        "events": events,
        "removed": removed,
        "erased": erased,
        "waiting": waiting,
        "head": work.head().map(|head| head.to_string()),
        "wrong": wrong.map(|wrong| json!({ "number": wrong.seq, "what": word(wrong.what) })),
    });
    context.say(&text(&work), &document)?;
    if wrong.is_some() { Err(Trouble::Found) } else { Ok(()) }
}

fn text(work: &Verification) -> String {
    let AuditCounts { events, removed, erased, waiting } = work.counts();
    if let Some(WrongLink { seq, what }) = work.wrong() {
        return format!(
            "The audit trail was tampered with. Link {seq}: {}.\n\
             {events} events before it are as they were written. `--after {seq}` looks at what follows.",
            sentence(what)
        );
    }
    let Some(head) = work.head() else { return "No event was numbered yet.".to_owned() };
    let mut text = format!("The audit trail holds: {events} events are as they were written.");
    if removed > 0 {
        text.push_str(&format!("\n{removed} were kept as long as the configuration says, and removed."));
    }
    if erased > 0 {
        text.push_str(&format!("\nOf {erased}, what fields held is erased with the account that they are about."));
    }
    if waiting > 0 {
        text.push_str(&format!(
            "\n{waiting} wait for their number: a server that runs gives it within a second or two."
        ));
    }
    text.push_str(&format!(
        "\nIt ends at {head}\nWrite that down elsewhere: `doorward audit verify --head {head}` proves later that nothing up to it is missing."
    ));
    text
}

/// One word for scripts.
const fn word(what: WrongWhat) -> &'static str {
    match what {
        WrongWhat::LinkMissing => "link_missing",
        WrongWhat::LinkAltered => "link_altered",
        WrongWhat::EventMissing => "event_missing",
        WrongWhat::EventAltered => "event_altered",
        WrongWhat::EventInserted => "event_inserted",
        WrongWhat::ChangesAltered => "changes_altered",
        WrongWhat::ChangesErased => "changes_erased",
        WrongWhat::NotOurs => "not_ours",
        WrongWhat::Interrupted => "interrupted",
        WrongWhat::CutOff => "cut_off",
        WrongWhat::HeadAltered => "head_altered",
        WrongWhat::NotAsNoted => "not_as_noted",
    }
}

const fn sentence(what: WrongWhat) -> &'static str {
    match what {
        WrongWhat::LinkMissing => "the link is missing",
        WrongWhat::LinkAltered => "the link is not as Doorward made it",
        WrongWhat::EventMissing => "its event is missing",
        WrongWhat::EventAltered => "its event was altered, or is another one",
        WrongWhat::EventInserted => "an event has this number that was never chained",
        WrongWhat::ChangesAltered => "what fields held before and after was altered",
        WrongWhat::ChangesErased => "what fields held before and after was erased, though the account is there",
        WrongWhat::NotOurs => "its event was not written by Doorward, or was altered before it had a number",
        WrongWhat::Interrupted => {
            "when it was made, the trail did not end where Doorward had left it: what came right before was removed or put back"
        }
        WrongWhat::CutOff => "from here on the trail is cut off",
        WrongWhat::HeadAltered => "where the trail ends is not as Doorward left it",
        WrongWhat::NotAsNoted => "it is not the one that was written down",
    }
}
