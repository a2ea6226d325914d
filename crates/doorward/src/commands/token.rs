//! `doorward token …`: tokens for the API.

use flows::administration::tokens::{ApiTokenEntry, MintRefusal, NewApiToken, PERMISSIONS};
use model::{Permission, Span, Time};
use serde_json::{Value, json};
use web::api::Rfc3339;

use super::{
    Context,
    org::organisation,
    table::{page_length, table},
};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Makes a token, and shows it this once
    Create {
        /// What to call it
        name: String,
        /// The company ID of the organisation that it may see
        #[arg(long, value_name = "SLUG")]
        org: String,
        /// What it may do: users:read. May be repeated
        #[arg(long = "permission", value_name = "PERMISSION", required = true)]
        permissions: Vec<String>,
        /// After how many days it ends
        #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3650))]
        days: u16,
    },
    /// Lists an organisation's tokens, without their texts
    List {
        /// The company ID
        #[arg(long, value_name = "SLUG")]
        org: String,
        /// Where the page before ended
        #[arg(long, value_name = "NAME", default_value = "")]
        after: String,
        /// How many, at most 500
        #[arg(long, default_value_t = 100, value_parser = page_length(500))]
        limit: usize,
    },
    /// Ends a token, at once, on every node
    Revoke {
        /// What it is called
        name: String,
        /// The company ID
        #[arg(long, value_name = "SLUG")]
        org: String,
    },
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    match action {
        Action::Create { name, org, permissions, days } => {
            let home = organisation(&doorward, org).await?;
            let permissions = permissions.iter().map(|word| permission(word)).collect::<Result<Vec<_>, _>>()?;
            let ends = context.now + Span::days(i64::from(*days));
            let leave = doorward.operator(context.now).granted(home.id);
            let new = NewApiToken { name, permissions: &permissions, expires_at: Some(ends) };
            let token = doorward.mint_api_token(&leave, &new).await?.map_err(|refusal| match refusal {
                MintRefusal::NameTaken => {
                    Trouble::Refused(format!("There is a token {name} already. Revoke it first, or take another name."))
                }
                MintRefusal::NotForTokens(other) => no_permission(other.as_str()),
                MintRefusal::Denied(_) => {
                    Trouble::Refused("A token may not have more than whoever makes it.".to_owned())
                }
            })?;
            let text = format!("The token, shown this once:\n\n  {token}\n\nIt ends in {days} days.");
            context.say(&text, &json!({ "name": name, "token": token, "days": days }))
        }
        Action::List { org, after, limit } => {
            let home = organisation(&doorward, org).await?;
            let entries =
                doorward.list_api_tokens(&doorward.operator(context.now).granted(home.id), after, *limit).await?;
            let row = |entry: &ApiTokenEntry| {
                let text = |time: Option<Time>| time.map_or("never".to_owned(), |time| Rfc3339(time).to_string());
                [entry.name.clone(), entry.permissions.join(" "), text(entry.expires_at), text(entry.last_used_at)]
            };
            let rows: Vec<_> = entries.iter().map(row).collect();
            let listed: Vec<_> = entries.iter().map(document).collect();
            let mut text = table(["name", "permissions", "ends", "last used"], &rows, "No token.");
            let next = entries.last().filter(|_| entries.len() == *limit).map(|last| last.name.clone());
            if let Some(next) = &next {
                text.push_str(&format!("\nMore: --after '{next}'"));
            }
            context.say(&text, &json!({ "api_tokens": listed, "next": next }))
        }
        Action::Revoke { name, org } => {
            let home = organisation(&doorward, org).await?;
            match doorward.revoke_api_token(&doorward.operator(context.now).granted(home.id), name).await? {
                true => context.say(&format!("Revoked {name}."), &json!({ "name": name, "done": true })),
                false => Err(Trouble::NotFound(format!(
                    "There is no token {name}. `doorward token list --org {org}` shows all."
                ))),
            }
        }
    }
}

fn document(entry: &ApiTokenEntry) -> Value {
    json!({
        "id": entry.id,
        "name": entry.name,
        "permissions": entry.permissions,
        "created_at": Rfc3339(entry.created_at),
        "expires_at": entry.expires_at.map(Rfc3339),
        "last_used_at": entry.last_used_at.map(Rfc3339),
    })
}

/// The permission of this word, if a token may be given it.
fn permission(word: &str) -> Result<Permission, Trouble> {
    PERMISSIONS.into_iter().find(|known| known.as_str() == word).ok_or_else(|| no_permission(word))
}

fn no_permission(word: &str) -> Trouble {
    let known = PERMISSIONS.map(Permission::as_str).join(", ");
    Trouble::Refused(format!("There is no permission {word} for tokens. There is: {known}."))
}
