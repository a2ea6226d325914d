//! Directories that are read as a whole: what came of the last reading, where somebody has to look.

use flows::Doorward;

use super::Findings;
use crate::commands::Context;

const DIRECTORIES: &str = "directories";

/// How many organisations are read at once.
const PAGE: usize = 200;

pub(super) async fn look(context: &Context, doorward: &Doorward, findings: &mut Findings) {
    let operator = doorward.operator(context.now);
    let (granted, mut after) = (operator.granted(()), String::new());
    while let Ok(page) = doorward.list_organisations(&granted, &after, PAGE).await {
        let Some(last) = page.last() else { break };
        after.clone_from(&last.slug);
        for entry in page {
            let troubles = doorward.sync_troubles(&operator.granted(entry.id)).await.unwrap_or_default();
            for (key, trouble) in troubles {
                let found = format!("{key} of {}: {trouble}", entry.slug);
                let remedy = format!("try `doorward provider sync {} {key} --dry-run`", entry.slug);
                findings.warning(DIRECTORIES, found, remedy);
            }
        }
    }
}
