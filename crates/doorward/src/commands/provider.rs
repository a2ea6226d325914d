//! `doorward provider …`: identity providers of organisations.

use flows::{
    ConnectorTrial, Doorward, IdentityProvider, NoSync, Organisation, Verdict,
    administration::{NoTrial, ProviderTrial},
};
use serde_json::{Value, json};

use super::{Context, org::organisation, password::Given, table::table};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Lists the identity providers of an organisation
    List {
        /// The company ID
        org: String,
    },
    /// Asks one what it says of itself; or, where it judges passwords, whether one is right and whether it takes any. Nothing is written,
    /// and nobody is signed in
    Test(Test),
    /// Reads a directory as a whole, now: who is new, who changed, who is gone
    Sync(Whole),
}

/// Which directory is read.
#[derive(clap::Args)]
pub(super) struct Whole {
    /// The company ID
    org: String,
    /// Its key, as in the document
    key: String,
    /// Say what would come of it, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// How one is tried.
#[derive(clap::Args)]
pub(super) struct Test {
    /// The company ID
    org: String,
    /// Its key, as in the document
    key: String,
    /// The trial user, where it judges passwords: an e-mail address, a user name or an identifier; of a directory, what is typed there
    #[arg(long)]
    user: Option<String>,
    #[command(flatten)]
    password: Given,
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    match action {
        Action::List { org } => list(context, &doorward, org).await,
        Action::Test(test) => Box::pin(try_one(context, &doorward, test)).await,
        Action::Sync(sync) => Box::pin(read_whole(context, &doorward, sync)).await,
    }
}

async fn list(context: &Context, doorward: &Doorward, org: &str) -> Result<(), Trouble> {
    let home = organisation(doorward, org).await?;
    let providers = doorward.list_providers(&doorward.operator(context.now).granted(home.id)).await?;
    let state = |one: &IdentityProvider| if one.active { "active" } else { "disabled" }.to_owned();
    let kind = |one: &IdentityProvider| one.connector.as_ref().map_or("unknown here", |known| known.kind()).to_owned();
    let url = |one: &IdentityProvider| match (one.rest(), one.openid_connect(), one.ldap()) {
        (Some(rest), ..) => rest.url.clone(),
        (None, Some(connector), _) => connector.issuer.clone(),
        (None, None, Some(ldap)) => ldap.addresses.join(" "),
        (None, None, None) => String::new(),
    };
    let row = |one: &IdentityProvider| {
        [one.key.clone(), one.name.clone(), kind(one), state(one), url(one), one.id.to_string()]
    };
    let rows: Vec<_> = providers.iter().map(row).collect();
    let document = |one: &IdentityProvider| json!({ "id": one.id, "key": one.key, "name": one.name, "connector": kind(one), "state": state(one), "url": url(one) });
    let listed: Vec<Value> = providers.iter().map(document).collect();
    let text = table(["key", "name", "connector", "state", "address", "id"], &rows, "No identity provider.");
    context.say(&text, &json!({ "identity_providers": listed }))
}

async fn try_one(context: &Context, doorward: &Doorward, test: &Test) -> Result<(), Trouble> {
    let home = organisation(doorward, &test.org).await?;
    let providers = doorward.list_providers(&doorward.operator(context.now).granted(home.id)).await?;
    if providers.iter().any(|one| one.key == test.key && one.ldap().is_some()) {
        return Box::pin(try_directory(context, doorward, test, &home)).await;
    }
    match &test.user {
        Some(user) => try_password(context, doorward, (test, user), &home).await,
        None => try_connector(context, doorward, test, &home).await,
    }
}

async fn read_whole(
    context: &Context,
    doorward: &Doorward,
    Whole { org, key, dry_run }: &Whole,
) -> Result<(), Trouble> {
    let home = organisation(doorward, org).await?;
    let leave = doorward.operator(context.now).granted(home.id);
    let report = doorward.sync_directory(&leave, key, *dry_run).await?.map_err(|why| match why {
        NoSync::Unknown => Trouble::NotFound(format!("{org} has no identity provider {key}.")),
        NoSync::NotSet => Trouble::Refused(format!(
            "{key} is no active directory that says how it is read as a whole: write ldap.sync in its document."
        )),
        NoSync::UnderWay => Trouble::Refused(format!("A node reads {key} now: try again in five minutes.")),
    })?;
    let mut lines = vec![format!(
        "{} entries: {} made, {} linked, {} changed, {} active again, {} left.\n{} who are linked were not found: {} disabled.",
        report.found,
        report.made,
        report.linked,
        report.changed,
        report.enabled,
        report.left,
        report.gone,
        report.disabled,
    )];
    lines.extend(report.trouble.iter().map(|trouble| format!("PROBLEM: {trouble}.")));
    lines.extend(dry_run.then(|| "Nothing was written.".to_owned()));
    let mut document = json!(report);
    document["dry_run"] = json!(dry_run);
    context.say(&lines.join("\n"), &document)?;
    if report.trouble.is_none() { Ok(()) } else { Err(Trouble::Found) }
}

/// Why there was nothing to try.
fn no_trial(why: NoTrial, test: &Test, home: &Organisation) -> Trouble {
    let (key, slug) = (&test.key, &home.slug);
    let user = test.user.as_deref().unwrap_or_default();
    match why {
        NoTrial::Unknown => Trouble::NotFound(format!("{slug} has no identity provider {key}.")),
        NoTrial::Nobody => Trouble::NotFound(format!("{user} is nobody of {slug}: its people must be here first.")),
        NoTrial::JudgesNone => Trouble::Refused(format!("{key} judges no passwords: leave --user out.")),
        NoTrial::VouchesForNobody => {
            Trouble::Refused(format!("{key} judges passwords: name a trial user with --user."))
        }
    }
}

/// Tries a directory step by step.
async fn try_directory(
    context: &Context,
    doorward: &Doorward,
    test: &Test,
    home: &Organisation,
) -> Result<(), Trouble> {
    let leave = doorward.operator(context.now).granted(home.id);
    let password = test.user.as_ref().map(|_| test.password.read_once()).transpose()?;
    let somebody = test.user.as_deref().zip(password.as_ref());
    let tried = doorward.try_directory(&leave, &test.key, somebody).await?;
    let trial = tried.map_err(|why| no_trial(why, test, home))?;
    context.say(&trial.lines.join("\n"), &json!({ "good": trial.good, "steps": trial.lines }))?;
    if trial.good { Ok(()) } else { Err(Trouble::Found) }
}

/// Asks a provider of OpenID Connect what it says of itself.
async fn try_connector(
    context: &Context,
    doorward: &Doorward,
    test: &Test,
    home: &Organisation,
) -> Result<(), Trouble> {
    let leave = doorward.operator(context.now).granted(home.id);
    let tried = doorward.try_connector(&leave, &test.key).await?;
    let trial = tried.map_err(|why| no_trial(why, test, home))?;
    let document = json!({
        "redirect_uri": trial.redirect_uri, "public_key": trial.public_key, "good": trial.good,
        "authorization_endpoint": trial.authorization_endpoint, "trace": trial.lines,
    });
    context.say(&told(&trial).join("\n"), &document)?;
    if trial.good { Ok(()) } else { Err(Trouble::Found) }
}

/// What came of asking it, for people.
fn told(trial: &ConnectorTrial) -> Vec<String> {
    let mut lines = vec![format!("Redirect URI, to be typed at the provider: {}", trial.redirect_uri)];
    lines.extend(trial.public_key.iter().map(|key| format!("Public key, to be typed there as well: {key}")));
    lines.push(String::new());
    lines.extend(trial.lines.iter().cloned());
    lines
}

/// Asks a service that judges passwords.
async fn try_password(
    context: &Context,
    doorward: &Doorward,
    (test, user): (&Test, &str),
    home: &Organisation,
) -> Result<(), Trouble> {
    let operator = doorward.operator(context.now);
    let known = doorward.find_user(&operator, user, Some(home.id)).await?;
    let whom = known.ok_or_else(|| no_trial(NoTrial::Nobody, test, home))?;
    let password = test.password.read_once()?;
    let tried = doorward.try_provider(&operator.granted(home.id), &test.key, (whom, &password)).await?;
    let trial = tried.map_err(|why| no_trial(why, test, home))?;
    let good = trial.verdict == Verdict::Right && matches!(trial.made_up, Some(Verdict::Wrong(_)));
    let text = format!("{}\n\n{}", trial.request.join("\n"), found(&trial).join("\n"));
    let document = json!({
        "request": trial.request, "good": good,
        "password": said(&trial.verdict), "made_up_password": trial.made_up.as_ref().map(said),
    });
    context.say(&text, &document)?;
    if good { Ok(()) } else { Err(Trouble::Found) }
}

/// What came of it, for people.
fn found(trial: &ProviderTrial) -> Vec<String> {
    let mut lines = vec![format!("This password: {}.", said(&trial.verdict))];
    lines.extend(trial.made_up.as_ref().map(|verdict| format!("A made-up password: {}.", said(verdict))));
    lines.extend(trial.made_up.as_ref().filter(|verdict| **verdict == Verdict::Right).map(|_| {
        "Do not switch it on: the service takes any password. Its address may be that of a page which answers 200 to everything."
            .to_owned()
    }));
    lines
}

fn said(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Right => "right (200)".to_owned(),
        Verdict::Wrong(status) => format!("wrong ({status})"),
        Verdict::Silent(why) => format!("no verdict: {why}"),
        // Of a directory, which is tried otherwise.
        Verdict::Known(_) => "right".to_owned(),
        Verdict::MustChange(why) => format!("right, but {why}"),
        Verdict::Refused(why) => format!("wrong: {why}"),
    }
}
