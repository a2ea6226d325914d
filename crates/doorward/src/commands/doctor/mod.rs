//! `doorward doctor`: tries what the configuration says, and says what to change. It changes nothing.

mod database;
mod directories;
mod files;
mod mail;
mod models;
mod public;
mod sms;

use serde::Serialize;
use serde_json::json;

use super::Context;
use crate::Trouble;

/// What to try besides.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Look at files and database only; ask nobody over the network
    #[arg(long)]
    offline: bool,
    /// Send a test message to this address
    #[arg(long, value_name = "ADDRESS", conflicts_with = "offline")]
    mail_to: Option<notify::Address>,
    /// Send a test text message to this number, in international form
    #[arg(long, value_name = "NUMBER", conflicts_with = "offline")]
    sms_to: Option<sms::Number>,
}

/// The result of a check, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    /// As it should be.
    Ok,
    /// It works, and somebody should look at it.
    Warning,
    /// It does not work, or is not safe.
    Problem,
}

/// The result of one check.
#[derive(Debug, Serialize)]
struct Finding {
    subject: &'static str,
    verdict: Verdict,
    /// What was found, as a sentence without its full stop.
    found: String,
    /// What to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

/// Everything that was found.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn ok(&mut self, subject: &'static str, found: impl Into<String>) {
        self.0.push(Finding { subject, verdict: Verdict::Ok, found: found.into(), remedy: None });
    }

    fn warning(&mut self, subject: &'static str, found: impl Into<String>, remedy: impl Into<String>) {
        self.add(subject, Verdict::Warning, &found.into(), &remedy.into());
    }

    fn problem(&mut self, subject: &'static str, found: impl Into<String>, remedy: impl Into<String>) {
        self.add(subject, Verdict::Problem, &found.into(), &remedy.into());
    }

    fn add(&mut self, subject: &'static str, verdict: Verdict, found: &str, remedy: &str) {
        // What another part of Doorward reports is a whole sentence already.
        let [found, remedy] = [found, remedy].map(|text| text.trim_end_matches('.').to_owned());
        self.0.push(Finding { subject, verdict, found, remedy: Some(remedy) });
    }

    fn text(&self) -> String {
        let lines = self.0.iter().map(|finding| {
            let mark = match finding.verdict {
                Verdict::Ok => "ok     ",
                Verdict::Warning => "warning",
                Verdict::Problem => "PROBLEM",
            };
            let line = format!("{mark}  {:<16}{}.", finding.subject, finding.found);
            match &finding.remedy {
                Some(remedy) => format!("{line}\n{:25}> {remedy}.", ""),
                None => line,
            }
        });
        let problems = self.0.iter().filter(|finding| finding.verdict == Verdict::Problem).count();
        let end = match problems {
            0 => "No problems found.".to_owned(),
            1 => "One problem found.".to_owned(),
            more => format!("{more} problems found."),
        };
        lines.chain([String::new(), end]).collect::<Vec<_>>().join("\n")
    }
}

pub(super) async fn run(context: &Context, options: &Arguments) -> Result<(), Trouble> {
    let mut findings = Findings::default();
    files::look(&context.configuration, &mut findings);
    models::list(context, &mut findings);
    let doorward = database::look(context, &mut findings).await?;
    if let Some(doorward) = &doorward {
        mail::jobs(context, doorward, &mut findings).await;
        sms::undelivered(context, doorward, &mut findings).await;
        models::wanted(context, doorward, &mut findings).await;
        directories::look(context, doorward, &mut findings).await;
    }
    if !options.offline {
        Box::pin(mail::server(context, options.mail_to.as_ref(), &mut findings)).await;
        Box::pin(sms::gateway(context, options.sms_to.as_ref(), &mut findings)).await;
    }
    if let (Some(doorward), false) = (&doorward, options.offline) {
        Box::pin(public::look(context, doorward, &mut findings)).await;
    }
    context.say(&findings.text(), &json!({ "findings": findings.0 }))?;
    match findings.0.iter().any(|finding| finding.verdict == Verdict::Problem) {
        true => Err(Trouble::Found),
        false => Ok(()),
    }
}
