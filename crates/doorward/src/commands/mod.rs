//! What an operator can ask for. Each command is one file; what they share is here: arguments, output, exit codes.

mod app;
mod apply;
mod audit;
mod backup;
mod check;
mod completions;
mod doctor;
mod document;
mod group;
mod init;
mod invitation;
mod key;
mod migrate;
mod org;
mod passkeys;
mod password;
mod passwords;
mod provider;
mod reading;
mod restore;
mod serve;
mod table;
mod token;
mod user;

#[cfg(feature = "demo")]
pub(crate) use serve::end_signal;

use std::{io::Write as _, path::PathBuf};

use clap::{Parser, Subcommand};
use flows::Doorward;
use model::Time;
use serde_json::Value;

#[cfg(feature = "demo")]
use crate::demonstration;
use crate::{Configuration, Node, Trouble, log, system_clock};

/// A single sign-on server: people sign in once and open all their applications.
#[derive(Parser)]
#[command(name = "doorward", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub struct Arguments {
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", env = "DOORWARD_CONFIG", default_value = Configuration::USUAL)]
    pub config: PathBuf,
    /// Print one JSON document for programs instead of text for people
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 wrong configuration, 4 not found, 5 refused by a rule, \
6 done and found something wrong (doctor, audit verify).";

#[derive(Subcommand)]
enum Command {
    /// Starts everything needed to try Doorward, on this computer only: organisations, people, applications
    #[cfg(feature = "demo")]
    Demo(demonstration::Arguments),
    /// Writes a commented configuration with fresh keys
    Init(init::Arguments),
    /// Runs the server until it receives a signal
    Serve,
    /// Brings the database up to this version of Doorward
    Migrate,
    /// Checks configuration, database, clocks, mail, public address and proxies, and says what to change
    Doctor(doctor::Arguments),
    /// Copies the database to a file, while it is in use
    Backup(backup::Arguments),
    /// Puts a backup in the place of the database
    Restore(restore::Arguments),
    /// Reads the configuration and says whether it can be used
    Check,
    /// Brings the database to what a document says: organisations, people, applications, tokens
    Apply(apply::Arguments),
    /// Makes, shows and changes people
    #[command(subcommand)]
    User(user::Action),
    /// Makes, fills, renames and deletes groups
    #[command(subcommand)]
    Group(group::Action),
    /// Invites people to register, and shows what became of it
    #[command(subcommand)]
    Invitation(invitation::Action),
    /// Makes and shows organisations
    #[command(subcommand)]
    Org(org::Action),
    /// Shows and tries identity providers
    #[command(subcommand)]
    Provider(provider::Action),
    /// Makes and shows applications, and gives them new secrets
    #[command(subcommand)]
    App(app::Action),
    /// Makes a list of the models that passkeys may be of
    #[command(subcommand)]
    Passkeys(passkeys::Action),
    /// Makes a filter of passwords that nobody may choose
    #[command(subcommand)]
    Passwords(passwords::Action),
    /// Shows and changes keys
    #[command(subcommand)]
    Key(key::Action),
    /// Proves that the audit trail is as it was written, and exports it
    #[command(subcommand)]
    Audit(audit::Action),
    /// Makes, lists and revokes tokens for the API
    #[command(subcommand)]
    Token(token::Action),
    /// Prints completions for a shell
    Completions(completions::Arguments),
    /// Prints the manual page
    Man,
}

/// Does what was asked.
///
/// # Errors
/// [`Trouble`], with the remedy.
pub fn run(arguments: &Arguments) -> Result<(), Trouble> {
    match &arguments.command {
        #[cfg(feature = "demo")]
        Command::Demo(options) => {
            log::begin(log::Settings::from_environment(log::QUIET));
            demonstration::run(demonstration::Options::from_arguments(options, arguments.json))
        }
        Command::Init(options) => init::run(arguments, options),
        Command::Serve => serve::run(arguments),
        Command::Migrate => in_context(arguments, async |context| migrate::run(&context).await),
        Command::Doctor(options) => in_context(arguments, async |context| doctor::run(&context, options).await),
        Command::Backup(options) => in_context(arguments, async |context| backup::run(&context, options).await),
        Command::Restore(options) => {
            in_context(arguments, async |context| Box::pin(restore::run(&context, options)).await)
        }
        Command::Check => check::run(arguments),
        Command::Apply(options) => in_context(arguments, async |context| apply::run(&context, options).await),
        Command::User(action) => in_context(arguments, async |context| user::run(&context, action).await),
        Command::Group(action) => in_context(arguments, async |context| group::run(&context, action).await),
        Command::Invitation(action) => in_context(arguments, async |context| invitation::run(&context, action).await),
        Command::Org(action) => in_context(arguments, async |context| org::run(&context, action).await),
        Command::Provider(action) => in_context(arguments, async |context| provider::run(&context, action).await),
        Command::App(action) => in_context(arguments, async |context| app::run(&context, action).await),
        Command::Passkeys(action) => passkeys::run(arguments, action),
        Command::Passwords(action) => passwords::run(arguments, action),
        Command::Key(action) => in_context(arguments, async |context| key::run(&context, action).await),
        Command::Audit(action) => in_context(arguments, async |context| audit::run(&context, action).await),
        Command::Token(action) => in_context(arguments, async |context| token::run(&context, action).await),
        Command::Completions(options) => completions::run(options),
        Command::Man => completions::manual(),
    }
}

/// Prints what went wrong: a sentence on standard error, or with `--json` an object there.
pub fn complain(arguments: &Arguments, trouble: &Trouble) {
    let text = trouble.to_string();
    if text.is_empty() {
        return;
    }
    let mut out = std::io::stderr().lock();
    // There is nowhere left to say that standard error can't be written.
    let _ = match arguments.json {
        true => writeln!(out, "{}", serde_json::json!({ "error": trouble.kind(), "message": text })),
        false => writeln!(out, "{text}"),
    };
}

/// What a command that works on the database is given.
pub(crate) struct Context {
    /// The configuration.
    pub(crate) configuration: Configuration,
    /// Whether programs read the output.
    pub(crate) json: bool,
    /// When the command began.
    pub(crate) now: Time,
}

impl Context {
    /// The node that the configuration describes.
    pub(crate) fn node(&self) -> Result<Node, Trouble> {
        Node::configured(&self.configuration, system_clock())
    }

    /// The flows over the configured database, whose schema must be up to date, and sealed under the configured key.
    pub(crate) async fn doorward(&self) -> Result<Doorward, Trouble> {
        let doorward = self.node()?.attach(false).await?;
        doorward.check_sealing_key().await?;
        Ok(doorward)
    }

    /// Prints the result: for people the text, for programs the document.
    pub(crate) fn say(&self, text: &str, document: &Value) -> Result<(), Trouble> {
        say(self.json, text, document)
    }
}

/// Prints a result: for people the text, for programs the document, each with one newline at its end.
pub(crate) fn say(json: bool, text: &str, document: &Value) -> Result<(), Trouble> {
    let mut out = std::io::stdout().lock();
    let said = match json {
        true => writeln!(out, "{document}"),
        false => writeln!(out, "{}", text.trim_end()),
    };
    let said = said.and_then(|()| out.flush());
    said.map_err(Trouble::output)
}

/// Reads the configuration and runs a command on it.
fn in_context(arguments: &Arguments, command: impl AsyncFnOnce(Context) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let configuration = Configuration::read(&arguments.config)?;
    log::begin(log::Settings { format: configuration.log.format, ..log::Settings::from_environment(log::QUIET) });
    let context = Context { configuration, json: arguments.json, now: system_clock()() };
    block_on(Box::pin(command(context)))
}

/// Runs to the end on a runtime of its own.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|source| Trouble::System { what: "No threads could be started", source })?;
    runtime.block_on(work)
}
