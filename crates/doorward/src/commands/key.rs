//! `doorward key …`: the keys that tokens are signed with, and the key that secrets are sealed under.

use flows::administration::SigningKeyEntry;
use serde_json::json;

use super::{Context, table::table};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Lists the signing keys, and what is sealed under which key
    List,
    /// Replaces a signing key: the new one is published at once and signs in an hour
    Rotate {
        /// RS256, ES256 or EdDSA
        algorithm: String,
        /// The old one got out: the new one signs at once, and nothing that the old one signed is believed any more
        #[arg(long)]
        now: bool,
    },
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    match action {
        Action::List => {
            let keys = doorward.list_signing_keys(context.now).await?;
            let row = |key: &SigningKeyEntry| {
                let until = key.retires_at.clone().unwrap_or_default();
                let published = key.expires_at.clone().unwrap_or_default();
                [
                    key.algorithm.clone(),
                    key.state.to_owned(),
                    key.effective_at.clone(),
                    until,
                    published,
                    key.id.clone(),
                ]
            };
            let rows: Vec<_> = keys.iter().map(row).collect();
            let headings = ["algorithm", "state", "signs from", "signs until", "published until", "key id"];
            let text = table(headings, &rows, "No key yet: they are made when the server starts for the first time.");
            context.say(&text, &json!({ "signing_keys": keys }))
        }
        Action::Rotate { algorithm, now } => {
            let algorithm: jose::Algorithm = algorithm.parse().map_err(|_| {
                Trouble::Refused(format!("There is no key for {algorithm}: name RS256, ES256 or EdDSA."))
            })?;
            let (id, text) = match now {
                true => (
                    doorward.replace_key(algorithm, context.now).await?,
                    "signs from now on. What the old ones signed is refused; applications that keep the key set may refuse for minutes",
                ),
                false => (
                    doorward.rotate_key(algorithm, context.now).await?,
                    "is published, and signs in an hour. The old one stays published for a day after that",
                ),
            };
            context.say(&format!("{id} {text}."), &json!({ "key": id, "algorithm": algorithm.name() }))
        }
    }
}
