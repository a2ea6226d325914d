//! `doorward provider …`: identity providers of organisations.

use flows::{
    Doorward, IdentityProvider, Verdict,
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
    /// Asks one whether a password is right, and whether it takes any password; nothing is written, and nobody is signed in
    Test(Test),
}

/// How one is tried.
#[derive(clap::Args)]
pub(super) struct Test {
    /// The company ID
    org: String,
    /// Its key, as in the document
    key: String,
    /// The trial user: an e-mail address, a user name or an identifier
    #[arg(long)]
    user: String,
    #[command(flatten)]
    password: Given,
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    match action {
        Action::List { org } => list(context, &doorward, org).await,
        Action::Test(test) => Box::pin(try_one(context, &doorward, test)).await,
    }
}

async fn list(context: &Context, doorward: &Doorward, org: &str) -> Result<(), Trouble> {
    let home = organisation(doorward, org).await?;
    let providers = doorward.list_providers(&doorward.operator(context.now).granted(home.id)).await?;
    let state = |one: &IdentityProvider| if one.active { "active" } else { "disabled" }.to_owned();
    let kind = |one: &IdentityProvider| one.connector.as_ref().map_or("unknown here", |known| known.kind()).to_owned();
    let url = |one: &IdentityProvider| one.rest().map(|rest| rest.url.clone()).unwrap_or_default();
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
    let operator = doorward.operator(context.now);
    let nobody =
        || Trouble::NotFound(format!("{} is nobody of {}: its people must be here first.", test.user, home.slug));
    let whom = doorward.find_user(&operator, &test.user, Some(home.id)).await?.ok_or_else(nobody)?;
    let password = test.password.read_once()?;
    let tried = doorward.try_provider(&operator.granted(home.id), &test.key, (whom, &password)).await?;
    let trial = tried.map_err(|why| match why {
        NoTrial::Unknown => Trouble::NotFound(format!("{} has no identity provider {}.", home.slug, test.key)),
        NoTrial::Nobody => nobody(),
        NoTrial::JudgesNone => Trouble::Refused(format!("{} judges no passwords.", test.key)),
    })?;
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
    }
}
