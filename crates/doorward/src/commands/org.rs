//! `doorward org …`: organisations.

use std::sync::Arc;

use flows::{Doorward, Organisation, UnusedAccounts, apply::written};
use model::{Span, identifier::Slug};
use serde_json::json;

use super::{
    Context,
    document::apply,
    table::{page_length, pairs, table},
};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Makes an organisation
    Create {
        /// The company ID
        slug: String,
        /// Its name
        #[arg(long)]
        name: Option<String>,
        /// The policy to begin with: default, passport, company_id, external, password_and_authentication, first_time_login
        #[arg(long, default_value = "default")]
        preset: String,
        /// A mail domain that is the organisation's own. May be repeated
        #[arg(long = "domain", value_name = "DOMAIN")]
        domains: Vec<String>,
    },
    /// Lists organisations
    List {
        /// Where the page before ended
        #[arg(long, value_name = "SLUG", default_value = "")]
        after: String,
        /// How many, at most 500
        #[arg(long, default_value_t = 100, value_parser = page_length(500))]
        limit: usize,
    },
    /// Counts accounts that nobody uses: whom a rule of inactivity concerns, or would
    Unused {
        /// The company ID
        slug: String,
        /// Not used for so many days
        #[arg(long, default_value_t = 365)]
        days: u32,
    },
    /// Shows an organisation with its policy and branding
    Show {
        /// The company ID
        slug: String,
    },
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    match action {
        Action::Create { slug, name, preset, domains } => {
            if let Ok(slug) = Slug::typed(slug)
                && doorward.organisation_by_slug(slug.as_str()).await?.is_some()
            {
                return Err(Trouble::Refused(format!("There is an organisation {slug} already.")));
            }
            let wanted = written::Organisation {
                slug: slug.clone(),
                name: name.clone(),
                policy: Some(written::Policy::Preset(preset.clone())),
                domains: domains.clone(),
                ..written::Organisation::default()
            };
            let document = written::Document::new(vec![wanted], Vec::new());
            Box::pin(apply(context, &doorward, &document)).await?;
            let made = organisation(&doorward, slug).await?;
            context.say(&format!("Made {} ({}).", made.slug, made.id), &json!({ "id": made.id, "slug": made.slug }))
        }
        Action::List { after, limit } => {
            let entries =
                doorward.list_organisations(&doorward.operator(context.now).granted(()), after, *limit).await?;
            let rows: Vec<_> = entries
                .iter()
                .map(|entry| [entry.slug.clone(), entry.name.clone(), entry.state.clone(), entry.id.to_string()])
                .collect();
            let listed: Vec<_> = entries
                .iter()
                .map(|entry| json!({ "id": entry.id, "slug": entry.slug, "name": entry.name, "state": entry.state }))
                .collect();
            let mut text = table(["company ID", "name", "state", "id"], &rows, "No organisation.");
            let next = entries.last().filter(|_| entries.len() == *limit).map(|last| last.slug.clone());
            if let Some(next) = &next {
                text.push_str(&format!("\nMore: --after {next}"));
            }
            context.say(&text, &json!({ "organisations": listed, "next": next }))
        }
        Action::Unused { slug, days } => unused(context, &doorward, slug, *days).await,
        Action::Show { slug } => show(context, &doorward, slug).await,
    }
}

async fn unused(context: &Context, doorward: &Doorward, slug: &str, days: u32) -> Result<(), Trouble> {
    let found = organisation(doorward, slug).await?;
    let leave = doorward.operator(context.now).granted(found.id);
    let counts = doorward.count_unused_accounts(&leave, Span::days(days.into())).await?;
    let UnusedAccounts { unused, warned, inactive } = counts;
    let text = pairs(&[
        ("company ID", found.slug.clone()),
        ("not used for", format!("{days} days")),
        ("active, not used", unused.to_string()),
        ("active, warned", warned.to_string()),
        ("inactive", inactive.to_string()),
    ]);
    let document =
        json!({ "slug": found.slug, "days": days, "unused": unused, "warned": warned, "inactive": inactive });
    context.say(&text, &document)
}

async fn show(context: &Context, doorward: &Doorward, slug: &str) -> Result<(), Trouble> {
    let found = organisation(doorward, slug).await?;
    let domains = doorward.domains_of(&doorward.operator(context.now).granted(found.id)).await?;
    let state = if found.active { "active" } else { "disabled" };
    let document = json!({
        "id": found.id, "slug": found.slug, "name": found.name, "state": state,
        "domains": domains, "policy": flows::apply::policy_document(&found.policy), "branding": found.branding,
    });
    let pretty = |value| serde_json::to_string_pretty(value).unwrap_or_default();
    let text = pairs(&[
        ("company ID", found.slug.clone()),
        ("name", found.name.clone()),
        ("id", found.id.to_string()),
        ("state", state.to_owned()),
        ("domains", domains.join(", ")),
    ]);
    let (policy, branding) = (pretty(&document["policy"]), pretty(&document["branding"]));
    context.say(&format!("{text}\n\npolicy {policy}\n\nbranding {branding}"), &document)
}

/// The organisation of this company ID.
pub(super) async fn organisation(doorward: &Doorward, slug: &str) -> Result<Arc<Organisation>, Trouble> {
    let none = || Trouble::NotFound(format!("There is no organisation {slug}. `doorward org list` shows all."));
    let typed = Slug::typed(slug).map_err(|_| none())?;
    doorward.organisation_by_slug(typed.as_str()).await?.ok_or_else(none)
}
