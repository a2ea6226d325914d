//! `doorward group …`: groups of an organisation, and who is in them.

use flows::{
    Doorward, Granted, Operator,
    granted::ManageGroup,
    people::groups::{Group, GroupRefusal, MOST, Memberships},
};
use model::{
    Id,
    id::{Org, User},
};
use serde_json::json;

use super::{
    Context,
    org::organisation,
    table::{page_length, table},
};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Makes a group
    Create(Named),
    /// Lists the groups of an organisation
    List {
        /// The organisation's company ID
        #[arg(long, value_name = "SLUG")]
        org: String,
        /// Where the page before ended
        #[arg(long, value_name = "NAME", default_value = "")]
        after: String,
        /// How many, at most 500
        #[arg(long, default_value_t = 100, value_parser = page_length(500))]
        limit: usize,
    },
    /// Lists the members of a group
    Members {
        #[command(flatten)]
        named: Named,
        /// Where the page before ended
        #[arg(long, value_name = "USER")]
        after: Option<Id<User>>,
        /// How many, at most 500
        #[arg(long, default_value_t = 100, value_parser = page_length(500))]
        limit: usize,
    },
    /// Gives a group another name
    Rename {
        #[command(flatten)]
        named: Named,
        /// The new name
        to: String,
    },
    /// Puts people into a group
    Add(People),
    /// Takes people out of a group
    Remove(People),
    /// Deletes a group; its members lose what was assigned to it
    Delete(Named),
}

/// Which group it is about.
#[derive(clap::Args)]
pub(super) struct Named {
    /// The organisation's company ID
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// The name of the group
    #[arg(value_name = "GROUP")]
    name: String,
}

#[derive(clap::Args)]
pub(super) struct People {
    #[command(flatten)]
    named: Named,
    /// E-mail addresses, user names, identifiers (usr_…) or subjects
    #[arg(value_name = "USER", required = true)]
    people: Vec<String>,
}

/// Whoever runs the command, in one organisation.
struct Desk<'d> {
    context: &'d Context,
    doorward: Doorward,
    operator: Operator,
    org: Id<Org>,
    slug: &'d str,
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let slug = match action {
        Action::List { org, .. } => org,
        Action::Create(named) | Action::Delete(named) => &named.org,
        Action::Members { named, .. } | Action::Rename { named, .. } => &named.org,
        Action::Add(people) | Action::Remove(people) => &people.named.org,
    };
    let doorward = context.doorward().await?;
    let (org, operator) = (organisation(&doorward, slug).await?.id, doorward.operator(context.now));
    let desk = Desk { context, doorward, operator, org, slug };
    match action {
        Action::Create(named) => desk.create(&named.name).await,
        Action::List { after, limit, .. } => desk.list(after, *limit).await,
        Action::Members { named, after, limit } => desk.members(&named.name, *after, *limit).await,
        Action::Rename { named, to } => desk.rename(&named.name, to).await,
        Action::Add(people) => desk.change(people, |added| Memberships { added, removed: Vec::new() }).await,
        Action::Remove(people) => desk.change(people, |removed| Memberships { added: Vec::new(), removed }).await,
        Action::Delete(named) => desk.delete(&named.name).await,
    }
}

impl Desk<'_> {
    async fn create(&self, name: &str) -> Result<(), Trouble> {
        let made = self.doorward.create_group(&self.operator.granted(self.org), name).await?;
        let group = made.map_err(|why| refusal(self.slug, name, &why))?;
        self.context
            .say(&format!("Made {} ({}).", group.name, group.id), &json!({ "id": group.id, "name": group.name }))
    }

    async fn list(&self, after: &str, limit: usize) -> Result<(), Trouble> {
        let groups = self.doorward.list_groups(&self.operator.granted(self.org), after, limit).await?;
        let rows: Vec<_> = groups.iter().map(|group| [group.name.clone(), group.id.to_string()]).collect();
        let next = groups.last().filter(|_| groups.len() == limit).map(|last| last.name.clone());
        let listed: Vec<_> = groups.iter().map(|group| json!({ "id": group.id, "name": group.name })).collect();
        let text = with_next(table(["group", "id"], &rows, "No group."), next.as_deref());
        self.context.say(&text, &json!({ "groups": listed, "next": next }))
    }

    async fn members(&self, name: &str, after: Option<Id<User>>, limit: usize) -> Result<(), Trouble> {
        let group = self.group(name).await?;
        let granted = self.operator.granted((self.org, group.id));
        let members = self.doorward.group_members(&granted, after, limit).await?;
        let rows: Vec<_> = members.iter().map(|member| [member.id.to_string(), member.name.clone()]).collect();
        let next = members.last().filter(|_| members.len() == limit).map(|last| last.id.to_string());
        let listed: Vec<_> = members.iter().map(|member| json!({ "id": member.id, "name": member.name })).collect();
        let text = with_next(table(["user", "name"], &rows, "Nobody."), next.as_deref());
        self.context.say(&text, &json!({ "group": group.name, "members": listed, "next": next }))
    }

    async fn rename(&self, name: &str, to: &str) -> Result<(), Trouble> {
        let renamed = self.doorward.rename_group(&self.manage(name).await?, to).await?;
        renamed.map_err(|why| refusal(self.slug, to, &why))?;
        self.context.say(&format!("Renamed {name} to {to}."), &json!({ "group": to, "done": true }))
    }

    async fn change(&self, people: &People, wanted: fn(Vec<Id<User>>) -> Memberships) -> Result<(), Trouble> {
        let granted = self.manage(&people.named.name).await?;
        let mut ids = Vec::with_capacity(people.people.len());
        for typed in &people.people {
            let none = || Trouble::NotFound(format!("There is no user {typed} in {}.", people.named.org));
            ids.push(self.doorward.find_user(&self.operator, typed, Some(self.org)).await?.ok_or_else(none)?.user);
        }
        let name = &people.named.name;
        let changed = self.doorward.change_members(&granted, &wanted(ids)).await?;
        let Memberships { added, removed } = changed.map_err(|why| refusal(self.slug, name, &why))?;
        let text = format!("{name}: {} added, {} removed.", added.len(), removed.len());
        self.context.say(&text, &json!({ "group": name, "added": added, "removed": removed }))
    }

    async fn delete(&self, name: &str) -> Result<(), Trouble> {
        let deleted = self.doorward.delete_group(&self.manage(name).await?).await?;
        deleted.map_err(|why| refusal(self.slug, name, &why))?;
        self.context.say(&format!("Deleted {name}."), &json!({ "group": name, "done": true }))
    }

    async fn group(&self, name: &str) -> Result<Group, Trouble> {
        let found = self.doorward.find_group(&self.operator.granted(self.org), name).await?;
        found.ok_or_else(|| refusal(self.slug, name, &GroupRefusal::Unknown))
    }

    async fn manage(&self, name: &str) -> Result<Granted<ManageGroup>, Trouble> {
        Ok(self.operator.granted((self.org, self.group(name).await?.id)))
    }
}

/// A list, and how to see more of it.
fn with_next(mut text: String, next: Option<&str>) -> String {
    if let Some(next) = next {
        text.push_str(&format!("\nMore: --after '{next}'"));
    }
    text
}

fn refusal(org: &str, name: &str, why: &GroupRefusal) -> Trouble {
    match why {
        GroupRefusal::Unknown => {
            Trouble::NotFound(format!("There is no group {name}. `doorward group list --org {org}` shows all."))
        }
        GroupRefusal::Name => {
            let text = "A name has 1 to 120 characters, none of them a control character.";
            Trouble::Refused(text.to_owned())
        }
        GroupRefusal::NameTaken => Trouble::Refused(format!("There is a group {name} already.")),
        GroupRefusal::Nobody(user) => Trouble::NotFound(format!("There is no user {user} in the organisation.")),
        GroupRefusal::TooMany => Trouble::Refused(format!("At most {MOST} people at once.")),
    }
}
