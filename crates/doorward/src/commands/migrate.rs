//! `doorward migrate`: brings the schema up to this binary's. `serve` does the same unless `database.migrate` is false.

use serde_json::json;
use store::Store;

use super::Context;
use crate::Trouble;

pub(super) async fn run(context: &Context) -> Result<(), Trouble> {
    let store = Store::open(&context.configuration.location()?, store::Options::default()).await?;
    let ran = store.migrate(context.now).await?;
    let text = match ran.is_empty() {
        true => "The database is up to date.".to_owned(),
        false => format!("Done: {}.", ran.join(", ")),
    };
    store.close().await;
    context.say(&text, &json!({ "migrations": ran }))
}
