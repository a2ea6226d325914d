//! `doorward key …`: the keys that tokens are signed and sealed with, and the key that secrets are sealed under.

use std::io::{IsTerminal as _, Write as _, stderr};

use flows::{
    Doorward, KeyUse,
    administration::{SealingState, SigningKeyEntry},
};
use model::Time;
use serde_json::{Value, json};
use web::api::Rfc3339;

use super::{Context, table::table};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Lists the keys of tokens, and what is sealed under which sealing key
    List,
    /// Replaces a key of tokens: every node and application knows the new one at once, and it is used in an hour
    Rotate {
        /// RS256, ES256 or EdDSA for a key that signs; A256GCM for the one that seals opaque access tokens
        algorithm: String,
        /// The old key is compromised: the new one is used at once, and whatever was made with the old one is refused
        #[arg(long)]
        now: bool,
    },
    /// Seals again, under the present sealing key, what is sealed under a previous one
    Reseal,
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    let leave = doorward.operator(context.now).granted(());
    match action {
        Action::List => {
            let keys = doorward.list_signing_keys(&leave).await?;
            let row = |key: &SigningKeyEntry| {
                let text = |time: Option<Time>| time.map(|time| Rfc3339(time).to_string()).unwrap_or_default();
                [
                    key.algorithm.clone(),
                    key.key_use.clone(),
                    key.state.to_owned(),
                    text(Some(key.effective_at)),
                    text(key.retires_at),
                    text(key.expires_at),
                    key.id.clone(),
                ]
            };
            let rows: Vec<_> = keys.iter().map(row).collect();
            let listed: Vec<_> = keys.iter().map(key_document).collect();
            let headings = ["algorithm", "use", "state", "used from", "used until", "kept until", "key id"];
            let text = table(headings, &rows, "No key yet: they are made when the server starts for the first time.");
            let state = doorward.sealing_state(&leave).await?;
            let text = format!("{text}\n\nsealing key {}: {}", state.key, sealed(&state));
            context.say(&text, &json!({ "signing_keys": listed, "sealing": sealing_document(&state) }))
        }
        Action::Reseal => reseal(context, &doorward).await,
        Action::Rotate { algorithm, now } => {
            let algorithm: KeyUse = algorithm.parse().map_err(|_| {
                Trouble::Refused(format!("There is no key for {algorithm}: name RS256, ES256, EdDSA or A256GCM."))
            })?;
            let (id, text) = match now {
                true if algorithm == KeyUse::AccessTokens => (
                    doorward.replace_key(&leave, algorithm).await?,
                    "seals access tokens from now on. Those under the old one are refused",
                ),
                true => (
                    doorward.replace_key(&leave, algorithm).await?,
                    "signs from now on. What the old ones signed is refused; applications that keep the key set may refuse for minutes",
                ),
                false if algorithm == KeyUse::AccessTokens => (
                    doorward.rotate_key(&leave, algorithm).await?,
                    "seals access tokens in an hour. The old one opens those that it sealed for a day after that",
                ),
                false => (
                    doorward.rotate_key(&leave, algorithm).await?,
                    "is published, and signs in an hour. The old one stays published for a day after that",
                ),
            };
            context.say(&format!("{id} {text}."), &json!({ "key": id, "algorithm": algorithm.name() }))
        }
    }
}

fn key_document(key: &SigningKeyEntry) -> Value {
    json!({
        "id": key.id,
        "algorithm": key.algorithm,
        "use": key.key_use,
        "state": key.state,
        "effective_at": Rfc3339(key.effective_at),
        "retires_at": key.retires_at.map(Rfc3339),
        "expires_at": key.expires_at.map(Rfc3339),
    })
}

fn sealing_document(state: &SealingState) -> Value {
    json!({ "key": state.key, "current": state.current, "previous": state.previous, "unknown": state.unknown })
}

/// What is sealed under which key, in words.
fn sealed(state: &SealingState) -> String {
    let mut text = format!("values sealed under it: {}, under a previous one: {}", state.current, state.previous);
    if state.unknown > 0 {
        text.push_str(&format!(
            ", under keys that are not configured: {}. Add those to secrets.previous_sealing_key_files",
            state.unknown
        ));
    }
    text
}

async fn reseal(context: &Context, doorward: &Doorward) -> Result<(), Trouble> {
    let leave = doorward.operator(context.now).granted(());
    let shown = stderr().is_terminal() && !context.json;
    let mut work = doorward.resealing(&leave).await?;
    while work.step().await? {
        if shown {
            // Progress that can't be shown is no reason to stop.
            let _ = write!(stderr(), "\r{} of {} sealed again", work.done, work.of);
        }
    }
    if shown && work.of > 0 {
        let _ = writeln!(stderr());
    }
    let (done, failed) = (work.done, work.failed);
    let state = doorward.sealing_state(&leave).await?;
    let has_previous = !context.configuration.secrets.previous_sealing_key_files.is_empty();
    let next = match (state.previous, state.unknown) {
        (0, 0) if !has_previous => "No previous key is configured, and none is needed.",
        (0, 0) => {
            "Nothing needs a previous key any more. Leave it configured for a day, for sign-ins that have begun; then take it \
            out of secrets.previous_sealing_key_files on every node."
        }
        (0, _) => "Values under keys that are not configured stay as they are: add the keys, and run this again.",
        _ => {
            "Something was sealed under a previous key meanwhile: a node still runs with it. Restart that, and run this again."
        }
    };
    let text = format!("Sealed again: {done}. Now {}.\n{next}", sealed(&state));
    context.say(&text, &json!({ "resealed": done, "failed": failed, "sealing": sealing_document(&state) }))?;
    if state.previous + state.unknown > 0 { Err(Trouble::Found) } else { Ok(()) }
}
