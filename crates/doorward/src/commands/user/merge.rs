//! `doorward user merge`: two accounts of one person become one.

use flows::{
    Doorward,
    people::{Merge, MergeRefusal, Merged},
};
use serde_json::{Value, json};

use super::{Context, Named, find, leave, pairs, refusal};
use crate::Trouble;

/// Which accounts.
#[derive(clap::Args)]
pub(in crate::commands) struct Arguments {
    #[command(flatten)]
    kept: Named,
    /// The account that goes: an e-mail address, a user name of the same organisation, an identifier (usr_…) or a subject
    #[arg(long, value_name = "USER")]
    from: String,
    /// Do it; without this it is only shown
    #[arg(long)]
    yes: bool,
}

pub(super) async fn run(context: &Context, doorward: &Doorward, arguments: &Arguments) -> Result<(), Trouble> {
    let (whom, home) = find(context, doorward, &arguments.kept).await?;
    let from = Named { user: arguments.from.clone(), org: arguments.kept.org.clone() };
    let (gone, _) = find(context, doorward, &from).await?;
    let granted = leave(context, doorward, whom);
    let merge = doorward.preview_merge(&granted, gone).await?.map_err(|why| refused(&arguments.kept, &why))?;
    let mut text = shown(&merge, &home.slug);
    if arguments.yes {
        let done = Box::pin(doorward.merge_users(&granted, &merge)).await?;
        done.map_err(|why| refused(&arguments.kept, &why))?;
        text.push_str(&format!("\nMerged {} into {}.", merge.gone.id, merge.kept.id));
    } else {
        text.push_str("\nNothing was changed. Say --yes to do it: it can't be undone.");
    }
    context.say(&text, &document(&merge, arguments.yes))
}

/// What it comes to, in words.
fn shown(merge: &Merge, organisation: &str) -> String {
    let who = |account: &Merged| format!("{} ({}), found by {}", account.name, account.id, list(&account.found_by));
    let links: Vec<String> = merge.links.iter().map(|(provider, subject)| format!("{provider}: {subject}")).collect();
    pairs(&[
        ("organisation", organisation.to_owned()),
        ("stays", who(&merge.kept)),
        ("goes", who(&merge.gone)),
        ("signs in by, from then on", list(&links)),
        ("comes into the groups", list(&merge.groups)),
        ("is assigned", list(&merge.applications)),
        ("roles that nobody has from it", list(&merge.roles_lost)),
        ("is deleted", "password, second factors, sessions and profile of the one that goes".to_owned()),
        ("applications", format!("knew it as {}, and are told {}", merge.gone.subject, merge.kept.subject)),
    ])
}

fn list(words: &[String]) -> String {
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

fn document(merge: &Merge, done: bool) -> Value {
    let account =
        |one: &Merged| json!({ "id": one.id, "name": one.name, "subject": one.subject, "found_by": one.found_by });
    let link = |(provider, subject): &(String, String)| json!({ "provider": provider, "subject": subject });
    json!({
        "kept": account(&merge.kept),
        "gone": account(&merge.gone),
        "links": merge.links.iter().map(link).collect::<Vec<_>>(),
        "groups": merge.groups,
        "applications": merge.applications,
        "roles_lost": merge.roles_lost,
        "done": done,
    })
}

fn refused(kept: &Named, why: &MergeRefusal) -> Trouble {
    let text = match why {
        MergeRefusal::Same => "That is one account already.".to_owned(),
        MergeRefusal::Organisations => "They are of different organisations, whose people are not merged.".to_owned(),
        MergeRefusal::NotActive(user) => {
            format!("{user} is not active: `doorward user enable {user}` first, if both are one person's.")
        }
        MergeRefusal::Changed => "Somebody changed one of them meanwhile: look again what it comes to.".to_owned(),
        MergeRefusal::Refused(why) => return refusal(kept, why.clone()),
    };
    Trouble::Refused(text)
}
