//! Mail: whether the server takes it, and whether any could not be delivered.

use crypto::entropy::{self, System};
use flows::Doorward;
use model::{Id, Span, id::Request, reader::Formats};
use notify::{Address, DeliveryError, Letterhead, Sender, Smtp};
use text::{Language, Texts, Zone};

use super::Findings;
use crate::commands::Context;

const MAIL: &str = "mail";

/// Mail that waits longer than this waits for a server that does not take it.
const LATE: Span = Span::minutes(10);

/// The mail server: greeted, or given a test message for this address.
pub(super) async fn server(context: &Context, to: Option<&Address>, findings: &mut Findings) {
    let server = match context.configuration.mail_server() {
        Ok(Some(server)) => server,
        Ok(None) => {
            return match to {
                Some(_) => findings.problem(MAIL, "none can be sent: there is no mail server", "fill in [mail]"),
                None => findings.ok(MAIL, "none is sent: there is no [mail] in the configuration"),
            };
        }
        Err(trouble) => return findings.problem(MAIL, trouble.to_string(), "correct [mail]"),
    };
    let Ok(Some(sender)) = context.configuration.sender() else { return };
    let (tried, found) = match to {
        Some(to) => {
            (test_message(context, &server, &sender, to).await, format!("the mail server took a test message for {to}"))
        }
        None => (
            server.greet(&sender).await,
            format!("the mail server takes mail from {}; --mail-to ADDRESS sends a test message", sender.address),
        ),
    };
    match tried {
        Ok(()) => findings.ok(MAIL, found),
        Err(trouble) => {
            findings.problem(MAIL, format!("{trouble}: {}", trouble.detail), trouble.remedy());
        }
    }
}

async fn test_message(context: &Context, server: &Smtp, sender: &Sender, to: &Address) -> Result<(), DeliveryError> {
    let Ok(instance) = context.configuration.instance() else { return Ok(()) };
    let head = Letterhead {
        organisation: &instance.name,
        branding: &instance.branding,
        sender,
        text: Texts::new(Language::English),
        zone: Zone::UTC,
        formats: Formats::default(),
    };
    let id: Id<Request> = Id::new(context.now, entropy::bytes(&System));
    notify::probe(server, &head, to, (&id.to_string(), context.now)).await
}

/// Mail that waits, and mail that was given up.
pub(super) async fn jobs(context: &Context, doorward: &Doorward, findings: &mut Findings) {
    let Ok(status) = doorward.jobs_status(context.now).await else { return };
    if let Some(oldest) = status.oldest_due_at.filter(|oldest| context.now.since(*oldest) > LATE) {
        let minutes = context.now.since(oldest).as_seconds() / 60;
        let found = format!("{} not sent yet, the oldest for {minutes} minutes", messages(status.waiting));
        findings.warning(MAIL, found, "see whether `doorward serve` runs, and what it logs of the mail server");
    }
    let given_up = doorward.given_up(context.now).await.unwrap_or_default();
    if given_up.others > 0 {
        let found = format!("in the last 30 days, {} times one was not told that a session had ended", given_up.others);
        findings.warning("applications", found, "the log of `doorward serve` says which, and why (\"given up\")");
    }
    if given_up.mails > 0 {
        let found = format!("{} given up, undelivered, in the last 30 days", messages(given_up.mails));
        let remedy = "the log of `doorward serve` says why (\"given up\"); after a restore, what waited in the backup is among them";
        findings.warning(MAIL, found, remedy);
    }
}

fn messages(count: i64) -> String {
    match count {
        1 => "one message is".to_owned(),
        more => format!("{more} messages are"),
    }
}
