//! `doorward app …`: applications.

use crypto::{Token, entropy::System};
use flows::{
    Doorward,
    administration::{self, ApplicationDetails, ApplicationEntry},
    apply::written::{Application, Document, Subscription},
};
use model::{Span, Time};
use serde_json::{Value, json};
use web::api::Rfc3339;

use super::{
    Context,
    document::apply,
    org::organisation,
    table::{page_length, table},
};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Makes an application, and shows its secret this once
    Create(Create),
    /// Lists applications
    List {
        /// Where the page before ended
        #[arg(long, value_name = "CLIENT_ID", default_value = "")]
        after: String,
        /// How many, at most 500
        #[arg(long, default_value_t = 100, value_parser = page_length(500))]
        limit: usize,
    },
    /// Shows an application: its metadata, and who may open it
    Show {
        /// What it calls itself in the protocols
        client_id: String,
    },
    /// Makes another secret, and shows it this once; the present one ends a day later
    RotateSecret {
        /// What it calls itself in the protocols
        client_id: String,
        /// End the present secrets at once: they are in other hands
        #[arg(long)]
        now: bool,
    },
}

#[derive(clap::Args)]
pub(super) struct Create {
    /// What people call it
    name: String,
    /// The company ID of the organisation that owns it
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// What it calls itself in the protocols; made from random bytes when nothing is given
    #[arg(long)]
    client_id: Option<String>,
    /// Where answers may go. May be repeated
    #[arg(long = "redirect-uri", value_name = "URL", required = true)]
    redirect_uris: Vec<String>,
    /// Where the browser may go after signing out. May be repeated
    #[arg(long = "post-logout-redirect-uri", value_name = "URL")]
    post_logout_redirect_uris: Vec<String>,
    /// How it shows who it is: client_secret_basic, client_secret_post, or none for one that can keep no secret
    #[arg(long, value_name = "METHOD", default_value = "client_secret_basic")]
    auth_method: String,
    /// Where people start it: its tile on their home page leads there
    #[arg(long, value_name = "URL")]
    launch_url: Option<String>,
    /// Only those it is assigned to may open it, not everyone in the organisation
    #[arg(long)]
    assigned_only: bool,
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    let operator = doorward.operator(context.now);
    match action {
        Action::Create(create) => Box::pin(self::create(context, &doorward, create)).await,
        Action::List { after, limit } => {
            let entries = doorward.list_applications(&operator.granted(()), after, *limit).await?;
            let row = |entry: &ApplicationEntry| {
                [entry.client_id.clone(), entry.name.clone(), entry.state.clone(), entry.id.to_string()]
            };
            let rows: Vec<_> = entries.iter().map(row).collect();
            let listed: Vec<_> = entries.iter().map(entry_document).collect();
            let mut text = table(["client id", "name", "state", "id"], &rows, "No application.");
            let next = entries.last().filter(|_| entries.len() == *limit).map(|last| last.client_id.clone());
            if let Some(next) = &next {
                text.push_str(&format!("\nMore: --after {next}"));
            }
            context.say(&text, &json!({ "applications": listed, "next": next }))
        }
        Action::Show { client_id } => {
            let app = doorward.find_application(&operator, client_id).await?.ok_or_else(|| none(client_id))?;
            let found = doorward.show_application(&operator.granted(app)).await?.ok_or_else(|| none(client_id))?;
            let shown = details_document(&found);
            context.say(&serde_json::to_string_pretty(&shown).unwrap_or_default(), &shown)
        }
        Action::RotateSecret { client_id, now } => {
            let overlap = if *now { Span::default() } else { Span::days(1) };
            let rotated = match doorward.find_application(&operator, client_id).await? {
                Some(app) => doorward.rotate_secret(&operator.granted(app), overlap).await?,
                None => None,
            };
            let secret = rotated.ok_or_else(|| {
                Trouble::NotFound(format!(
                    "There is no application {client_id} with a secret. `doorward app list` shows all."
                ))
            })?;
            let until =
                if *now { "The previous one is refused from now on." } else { "The previous one is good for a day." };
            let text = format!("The secret, shown this once:\n\n  {secret}\n\n{until}");
            context.say(&text, &json!({ "client_id": client_id, "client_secret": secret }))
        }
    }
}

async fn create(context: &Context, doorward: &Doorward, create: &Create) -> Result<(), Trouble> {
    let home = organisation(doorward, &create.org).await?;
    let minted = || Token::mint(&System).expose();
    let client_id = create.client_id.clone().unwrap_or_else(|| minted().chars().take(24).collect());
    if doorward.find_application(&doorward.operator(context.now), &client_id).await?.is_some() {
        return Err(Trouble::Refused(format!("There is an application {client_id} already.")));
    }
    let secret = (create.auth_method != "none").then(minted);
    let application = create.written(&home.slug, &client_id, secret.clone());
    Box::pin(apply(context, doorward, &Document::new(Vec::new(), vec![application]))).await?;
    let shown = match &secret {
        Some(secret) => format!("\nclient secret  {secret}\n\nThe secret is shown this once."),
        None => String::new(),
    };
    let text = format!("client id      {client_id}{shown}");
    context.say(&text, &json!({ "client_id": client_id, "client_secret": secret }))
}

impl Create {
    /// The application, owned and subscribed to by this organisation.
    fn written(&self, owner: &str, client_id: &str, secret: Option<String>) -> Application {
        let metadata = [
            ("token_endpoint_auth_method", json!(self.auth_method)),
            ("redirect_uris", json!(self.redirect_uris)),
            ("post_logout_redirect_uris", json!(self.post_logout_redirect_uris)),
            ("grant_types", json!(["authorization_code", "refresh_token"])),
        ];
        Application {
            metadata: metadata.map(|(key, value)| (key.to_owned(), value)).into_iter().collect(),
            client_id: client_id.to_owned(),
            organisation: owner.to_owned(),
            name: Some(self.name.clone()),
            secret,
            launch_url: self.launch_url.clone(),
            subscriptions: vec![Subscription::new(owner, !self.assigned_only)],
            ..Application::default()
        }
    }
}

fn entry_document(entry: &ApplicationEntry) -> Value {
    json!({ "id": entry.id, "client_id": entry.client_id, "name": entry.name, "state": entry.state })
}

fn details_document(found: &ApplicationDetails) -> Value {
    let secret = |ends: &Option<Time>| json!({ "expires_at": ends.map(Rfc3339) });
    let subscription = |one: &administration::Subscription| {
        json!({
            "organisation": one.organisation, "everyone": one.everyone,
            "groups": one.groups, "users": one.users, "more": one.more,
        })
    };
    json!({
        "id": found.entry.id,
        "organisation": found.organisation,
        "client_id": found.entry.client_id,
        "name": found.entry.name,
        "state": found.entry.state,
        "metadata": found.settings.client(),
        "launch_url": found.settings.launch_url,
        "level": found.settings.level,
        "asks_consent": found.settings.asks_consent,
        "secrets": found.secrets_end_at.iter().map(secret).collect::<Vec<_>>(),
        "subscriptions": found.subscriptions.iter().map(subscription).collect::<Vec<_>>(),
    })
}

fn none(client_id: &str) -> Trouble {
    Trouble::NotFound(format!("There is no application {client_id}. `doorward app list` shows all."))
}
