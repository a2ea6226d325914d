//! Models of passkeys: whether the list of them is today's, and whether an organisation wants one where there is none.

use flows::Doorward;

use super::Findings;
use crate::commands::{Context, passkeys::is_over};

const MODELS: &str = "passkey models";

/// How many organisations are read at once.
const PAGE: usize = 200;

/// The list, where one is named: readable, and not older than its publisher lets one become.
pub(super) fn list(context: &Context, findings: &mut Findings) {
    let remedy = "download the new list, make the file anew (`doorward passkeys models`), and restart the servers";
    match context.configuration.passkey_models() {
        Ok(None) => {}
        Ok(Some(models)) if is_over(&models.next_update, context.now) => {
            let found = format!("list {} is out of date since {}", models.number, models.next_update);
            findings.warning(MODELS, format!("{found}: models that were withdrawn since are still taken"), remedy);
        }
        Ok(Some(models)) => {
            findings.ok(MODELS, format!("list {} is good until {}", models.number, models.next_update));
        }
        Err(trouble) => findings.problem(MODELS, trouble.to_string(), "correct passkeys.models"),
    }
}

/// Organisations that take certain models only, where there is no list to prove them by.
pub(super) async fn wanted(context: &Context, doorward: &Doorward, findings: &mut Findings) {
    if context.configuration.passkeys.models.is_some() {
        return;
    }
    let (granted, mut after, mut wanting) = (doorward.operator(context.now).granted(()), String::new(), Vec::new());
    while let Ok(page) = doorward.list_organisations(&granted, &after, PAGE).await {
        let Some(last) = page.last() else { break };
        after.clone_from(&last.slug);
        for entry in page {
            let policy = doorward.organisation(entry.id).await;
            if policy.is_ok_and(|organisation| organisation.policy.passkey_models.is_restricted()) {
                wanting.push(entry.slug);
            }
        }
    }
    if !wanting.is_empty() {
        let found = format!("there is no list, so every new passkey is refused in {}", wanting.join(", "));
        findings.problem(MODELS, found, "make one with `doorward passkeys models`, and name it as passkeys.models");
    }
}
