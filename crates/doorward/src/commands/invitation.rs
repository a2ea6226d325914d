//! `doorward invitation …`: who is invited, with what, and what became of it.

use flows::{
    Doorward, Operator,
    invitations::{Invitation, InvitationRefusal, InvitationState, Invited, Invitee},
    people::Identifier,
};
use model::{
    Id, Key,
    id::{self, App, Org},
};
use serde_json::{Map, Value, json};

use super::{
    Context,
    org::organisation,
    table::{page_length, table},
    user::role,
};
use crate::Trouble;
use web::api::Rfc3339;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Invites people: each gets a mail with a link that is good for seven days, to an account or, for whoever has one, to what is added to it
    Send(Send),
    /// Lists the invitations of an organisation, the oldest first
    List {
        /// The organisation's company ID
        #[arg(long, value_name = "SLUG")]
        org: String,
        /// Where the page before ended
        #[arg(long, value_name = "INVITATION")]
        after: Option<Id<id::Invitation>>,
        /// How many, at most 200
        #[arg(long, default_value_t = 100, value_parser = page_length(200))]
        limit: usize,
    },
    /// Sends an invitation again, with another link; the one from before is void
    Again(Named),
    /// Takes an invitation back
    Revoke(Named),
}

#[derive(clap::Args)]
pub(super) struct Send {
    /// The organisation's company ID
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// The addresses
    #[arg(value_name = "EMAIL", required = true)]
    emails: Vec<String>,
    /// A role that they get: owner, administrator, help_desk, auditor, group_manager. May be repeated
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    /// A group that they get into. May be repeated
    #[arg(long = "group", value_name = "NAME")]
    groups: Vec<String>,
    /// An application that they are assigned, by its client id; the organisation subscribes to it. May be repeated
    #[arg(long = "app", value_name = "CLIENT_ID")]
    apps: Vec<String>,
    /// The application that they go on to then, by its client id
    #[arg(long, value_name = "CLIENT_ID")]
    leads_to: Option<String>,
    /// The first name, where one person is invited
    #[arg(long, value_name = "NAME")]
    given_name: Option<String>,
    /// The last name, where one person is invited
    #[arg(long, value_name = "NAME")]
    family_name: Option<String>,
    /// The language of the mail: en, de, fr, nl, sv
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Show the links, to hand them over otherwise. Whoever has that of somebody new can register in their place
    #[arg(long)]
    show_link: bool,
}

/// Which invitation it is about.
#[derive(clap::Args)]
pub(super) struct Named {
    /// The organisation's company ID
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// The invitation (inv_…)
    #[arg(value_name = "INVITATION")]
    id: Id<id::Invitation>,
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let slug = match action {
        Action::Send(send) => &send.org,
        Action::List { org, .. } => org,
        Action::Again(named) | Action::Revoke(named) => &named.org,
    };
    let doorward = context.doorward().await?;
    let (org, operator) = (organisation(&doorward, slug).await?.id, doorward.operator(context.now));
    let desk = Desk { context, doorward, operator, org };
    match action {
        Action::Send(send) => desk.send(send).await,
        Action::List { after, limit, .. } => desk.list(*after, *limit).await,
        Action::Again(named) => desk.again(named.id).await,
        Action::Revoke(named) => desk.revoke(named.id).await,
    }
}

/// Whoever runs the command, in one organisation.
struct Desk<'d> {
    context: &'d Context,
    doorward: Doorward,
    operator: Operator,
    org: Id<Org>,
}

impl Desk<'_> {
    /// Everybody who can be is invited; who can not be is said at the end.
    async fn send(&self, send: &Send) -> Result<(), Trouble> {
        if send.emails.len() > 1 && (send.given_name.is_some() || send.family_name.is_some()) {
            return Err(Trouble::Refused("A name is for one person: give one address, or no name.".to_owned()));
        }
        let (mut lines, mut done, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        for email in &send.emails {
            let invitee = self.invitee(send, email).await?;
            match self.doorward.invite(&self.operator.granted(self.org), &invitee).await? {
                Ok(invited) => {
                    lines.push(words(email, &invited, send.show_link));
                    done.push(in_json(&invited, send.show_link));
                }
                Err(why) => refused.push(format!("{email}: {}", words_of(&why))),
            }
        }
        if !done.is_empty() {
            self.context.say(&lines.join("\n"), &json!({ "invitations": done }))?;
        }
        if refused.is_empty() { Ok(()) } else { Err(Trouble::Refused(refused.join("\n"))) }
    }

    async fn list(&self, after: Option<Id<id::Invitation>>, limit: usize) -> Result<(), Trouble> {
        let found = self.doorward.list_invitations(&self.operator.granted(self.org), after, limit).await?;
        let rows: Vec<_> = found.iter().map(row).collect();
        let next = found.last().filter(|_| found.len() == limit).map(|last| last.id.to_string());
        let mut text = table(["invitation", "address", "state", "until"], &rows, "No invitation.");
        if let Some(next) = &next {
            text.push_str(&format!("\nMore: --after {next}"));
        }
        let listed: Vec<Value> = found.iter().map(listed).collect();
        self.context.say(&text, &json!({ "invitations": listed, "next": next }))
    }

    async fn again(&self, id: Id<id::Invitation>) -> Result<(), Trouble> {
        let invited = self.doorward.invite_again(&self.operator.granted(self.org), id).await?;
        let invited = invited.map_err(|why| refusal(&why))?;
        self.context.say(&words(&invited.email, &invited, false), &in_json(&invited, false))
    }

    async fn revoke(&self, id: Id<id::Invitation>) -> Result<(), Trouble> {
        let revoked = self.doorward.revoke_invitation(&self.operator.granted(self.org), id).await?;
        revoked.map_err(|why| refusal(&why))?;
        self.context.say(&format!("Took {id} back."), &json!({ "id": id, "done": true }))
    }

    async fn invitee(&self, send: &Send, email: &str) -> Result<Invitee, Trouble> {
        let key = Key::email(email).map_err(|why| Trouble::Refused(format!("{email}: {why}")))?;
        let mut claims = Map::new();
        for (claim, value) in [("given_name", &send.given_name), ("family_name", &send.family_name)] {
            claims.extend(value.as_ref().map(|value| (claim.to_owned(), Value::from(value.as_str()))));
        }
        let mut applications = Vec::with_capacity(send.apps.len());
        for client_id in &send.apps {
            applications.push(self.application(client_id).await?);
        }
        let leads_to = match &send.leads_to {
            Some(client_id) => Some(self.application(client_id).await?),
            None => None,
        };
        Ok(Invitee {
            claims,
            roles: send.roles.iter().map(|word| role(word)).collect::<Result<_, _>>()?,
            groups: send.groups.clone(),
            applications,
            leads_to,
            language: send.language.clone(),
            ..Invitee::new(Identifier { key, display: email.trim().to_owned() })
        })
    }

    async fn application(&self, client_id: &str) -> Result<Id<App>, Trouble> {
        let found = self.doorward.application(client_id).await?;
        found
            .map(|application| application.id)
            .ok_or_else(|| Trouble::NotFound(format!("There is no application {client_id}.")))
    }
}

/// What was done, with the link where it goes out by no mail.
pub(super) fn words(whom: &str, invited: &Invited, show_link: bool) -> String {
    let (link, until) = (invited.link.as_deref().unwrap_or_default(), Rfc3339(invited.expires_at));
    let how = if invited.joins { ", who has an account and joins by signing in," } else { "" };
    match (invited.mailed, show_link) {
        (true, false) => format!("Invited {whom}{how} until {until}."),
        (true, true) => format!("Invited {whom}{how} until {until}:\n  {link}"),
        (false, _) => format!("Invited {whom}{how} until {until}. No mail goes out: hand over this link.\n  {link}"),
    }
}

/// The same for programs.
pub(super) fn in_json(invited: &Invited, show_link: bool) -> Value {
    let link = invited.link.as_ref().filter(|_| show_link || !invited.mailed);
    json!({
        "id": invited.id,
        "email": invited.email,
        "expires_at": Rfc3339(invited.expires_at),
        "mailed": invited.mailed,
        "joins": invited.joins,
        "link": link,
    })
}

fn row(invitation: &Invitation) -> [String; 4] {
    let (id, until) = (invitation.id.to_string(), Rfc3339(invitation.expires_at).to_string());
    [id, invitation.email.clone(), state(invitation.state).to_owned(), until]
}

fn listed(invitation: &Invitation) -> Value {
    json!({
        "id": invitation.id,
        "email": invitation.email,
        "user": invitation.user,
        "state": state(invitation.state),
        "created_at": Rfc3339(invitation.created_at),
        "expires_at": Rfc3339(invitation.expires_at),
    })
}

const fn state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Open => "open",
        InvitationState::Expired => "expired",
        InvitationState::Revoked => "revoked",
        InvitationState::Used => "used",
    }
}

/// Why nobody was invited, as the command says it.
pub(super) fn refusal(why: &InvitationRefusal) -> Trouble {
    match why {
        InvitationRefusal::Unknown => Trouble::NotFound(words_of(why)),
        _ => Trouble::Refused(words_of(why)),
    }
}

fn words_of(why: &InvitationRefusal) -> String {
    match why {
        InvitationRefusal::Denied(_) => "this may not be given".to_owned(),
        InvitationRefusal::Closed => {
            "the organisation's policy lets nobody register by an invitation (`registration`, `sign_in`)".to_owned()
        }
        InvitationRefusal::IsUser(user) => {
            format!(
                "is a user already ({user}), and nothing is to be added: name roles, groups or applications; `doorward user invite` sends a link \
                 to whoever has no password yet"
            )
        }
        InvitationRefusal::NoSuchGroup(name) => format!("there is no group {name}; `doorward group create` makes it"),
        InvitationRefusal::NotSubscribed(app) => format!("the organisation does not subscribe to {app}"),
        InvitationRefusal::Unknown => "there is no such invitation; `doorward invitation list` shows all".to_owned(),
        InvitationRefusal::Over => "the invitation was used, or taken back before".to_owned(),
        InvitationRefusal::Claims(why) => format!("what is known of the person does not fit: {why}"),
        InvitationRefusal::MailedLately => {
            "it was mailed three times in a quarter of an hour, or ten times in a day; the link in the last mail holds, so wait before you send \
             another"
                .to_owned()
        }
        InvitationRefusal::NoAddress => "the user has no e-mail address that a link could go to".to_owned(),
    }
}
