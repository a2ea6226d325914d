//! `doorward user …`: people, one at a time.

mod merge;

use flows::{
    Act, Doorward, Granted, Organisation, UserRef,
    administration::ListRefusal,
    granted::ReadGroups,
    people::{Identifier, NewPassword, Refused, UserPatch, due, groups::Group},
};
use model::{Key, Role, Time, account::State, identifier::NotAnIdentifier};
use serde_json::{Map, Value, json};
use web::api::{Rfc3339, User, Users};

use super::{
    Context, invitation,
    org::organisation,
    password::{Given, refused},
    table::{page_length, pairs, table},
};
use crate::Trouble;

/// What is done.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Makes a user
    Create(Create),
    /// Shows a user, and what keeps them out
    Show(Named),
    /// Lists the users of an organisation
    List(List),
    /// Sets another password; everything that was given to the user ends
    SetPassword(SetPassword),
    /// Gives the user ten recovery codes, shown once; those from before are void
    RecoveryCodes(Named),
    /// Takes the user's second factors and recovery codes away, for somebody who lost them; the password stays
    ResetSecondFactors(Named),
    /// Sends a user who has no password yet a mail with a link to choose one
    Invite(Named),
    /// Makes two accounts of one person one: shows what goes to USER, and with --yes moves it and deletes the other
    Merge(merge::Arguments),
    /// Opens what wrong guesses have locked
    Unlock(Named),
    /// Keeps the user out, at once, on every node
    Disable(Named),
    /// Lets the user in again
    Enable(Named),
    /// Ends all sessions of the user, and what applications were given in them
    EndSessions(Named),
}

/// Whom it is about.
#[derive(clap::Args)]
pub(super) struct Named {
    /// An e-mail address, a user name (with --org), an identifier (usr_…) or a subject
    #[arg(value_name = "USER")]
    user: String,
    /// The organisation's company ID
    #[arg(long, value_name = "SLUG")]
    org: Option<String>,
}

#[derive(clap::Args)]
pub(super) struct Create {
    /// The organisation's company ID
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// An address to be found by; taken as verified
    #[arg(long, required_unless_present_any = ["user_name", "subject"])]
    email: Option<String>,
    /// A name to be found by in the organisation
    #[arg(long, value_name = "NAME")]
    user_name: Option<String>,
    /// The whole name
    #[arg(long)]
    name: Option<String>,
    /// How applications know the user; the identifier when nothing is given
    #[arg(long)]
    subject: Option<String>,
    /// A role: owner, administrator, help_desk, auditor, group_manager, instance_administrator. May be repeated
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    /// A group of the organisation. May be repeated
    #[arg(long = "group", value_name = "NAME")]
    groups: Vec<String>,
    /// Make the user without a password
    #[arg(long, conflicts_with_all = ["password_stdin", "must_change"])]
    no_password: bool,
    /// Make the user without a password, and send them a mail with a link to choose one
    #[arg(long, conflicts_with_all = ["password_stdin", "must_change", "no_password"])]
    invite: bool,
    /// The user has to choose another at the first sign-in
    #[arg(long)]
    must_change: bool,
    #[command(flatten)]
    password: Given,
}

#[derive(clap::Args)]
pub(super) struct SetPassword {
    #[command(flatten)]
    named: Named,
    /// The user has to choose another at the next sign-in
    #[arg(long)]
    must_change: bool,
    #[command(flatten)]
    password: Given,
}

#[derive(clap::Args)]
pub(super) struct List {
    /// The organisation's company ID
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// Only those of whom a name or identifier begins so
    #[arg(long, value_name = "TEXT")]
    begins: Option<String>,
    /// Where the page before ended, as it said
    #[arg(long, value_name = "PLACE")]
    after: Option<String>,
    /// How many, at most 200
    #[arg(long, default_value_t = 50, value_parser = page_length(200))]
    limit: usize,
}

pub(super) async fn run(context: &Context, action: &Action) -> Result<(), Trouble> {
    let doorward = context.doorward().await?;
    match action {
        Action::Create(create) => Box::pin(self::create(context, &doorward, create)).await,
        Action::Show(named) => show(context, &doorward, named).await,
        Action::List(list) => self::list(context, &doorward, list).await,
        Action::SetPassword(set) => set_password(context, &doorward, set).await,
        Action::RecoveryCodes(named) => recovery_codes(context, &doorward, named).await,
        Action::ResetSecondFactors(named) => {
            let (whom, _) = find(context, &doorward, named).await?;
            let reset = doorward.reset_second_factors(&leave(context, &doorward, whom)).await?;
            done(context, named, reset, "Reset the second factors of")
        }
        Action::Invite(named) => invite(context, &doorward, named).await,
        Action::Merge(arguments) => Box::pin(merge::run(context, &doorward, arguments)).await,
        Action::Unlock(named) => {
            let (whom, _) = find(context, &doorward, named).await?;
            done(context, named, doorward.unlock(&leave(context, &doorward, whom)).await?, "Unlocked")
        }
        Action::Disable(named) => set_state(context, &doorward, named, State::Disabled, "Disabled").await,
        Action::Enable(named) => set_state(context, &doorward, named, State::Active, "Enabled").await,
        Action::EndSessions(named) => {
            let (whom, _) = find(context, &doorward, named).await?;
            let ended = doorward.end_sessions_of(&leave(context, &doorward, whom)).await?;
            done(context, named, ended, "Ended all sessions of")
        }
    }
}

async fn create(context: &Context, doorward: &Doorward, create: &Create) -> Result<(), Trouble> {
    let home = organisation(doorward, &create.org).await?;
    let operator = doorward.operator(context.now);
    for typed in [&create.email, &create.user_name].into_iter().flatten() {
        if doorward.find_user(&operator, typed, Some(home.id)).await?.is_some() {
            return Err(taken(typed));
        }
    }
    let patch = create.patch()?;
    let groups = groups(doorward, &operator.granted(home.id), &home, &create.groups).await?;
    let granted = operator.granted(home.id);
    let made = Box::pin(doorward.create_user(&granted, &patch, &groups)).await?;
    let typed = create.email.as_ref().or(create.user_name.as_ref()).or(create.subject.as_ref());
    let named = Named { user: typed.cloned().unwrap_or_default(), org: Some(home.slug.clone()) };
    let whom = made.map_err(|why| refusal(&named, why))?;
    let person = doorward.user(&leave(context, doorward, whom)).await?.ok_or_else(|| nobody(&named))?;
    let made = format!("Made {} ({}).", named.user, person.id);
    if !create.invite {
        return context.say(&made, &json!(User::from(person)));
    }
    let invited = doorward.invite_user(&operator.granted(whom)).await?.map_err(|why| invitation::refusal(&why))?;
    let (words, document) = (invitation::words(&named.user, &invited, false), invitation::in_json(&invited, false));
    context.say(&format!("{made}\n{words}"), &json!({ "user": User::from(person), "invitation": document }))
}

/// A link to choose a first password, by mail.
async fn invite(context: &Context, doorward: &Doorward, named: &Named) -> Result<(), Trouble> {
    let (whom, _) = find(context, doorward, named).await?;
    let invited =
        doorward.invite_user(&leave(context, doorward, whom)).await?.map_err(|why| invitation::refusal(&why))?;
    context.say(&invitation::words(&named.user, &invited, false), &invitation::in_json(&invited, false))
}

impl Create {
    /// The user that the arguments describe. A password is asked for last, when everything else was understood.
    fn patch(&self) -> Result<UserPatch, Trouble> {
        let name = self.name.as_ref().map(|name| ("name".to_owned(), Value::from(name.as_str())));
        let roles = self.roles.iter().map(|word| role(word)).collect::<Result<Vec<Role>, _>>()?;
        Ok(UserPatch {
            email: self.email.as_deref().map(|typed| identifier(typed, Key::email)).transpose()?,
            user_name: self.user_name.as_deref().map(|typed| identifier(typed, Key::user_name)).transpose()?,
            subject: self.subject.clone().map(sound_subject).transpose()?,
            claims: name.into_iter().collect::<Map<_, _>>(),
            roles: Some(roles),
            must_change: self.must_change,
            password: if self.no_password || self.invite {
                None
            } else {
                Some(NewPassword::Plain(typed_password(&self.password)?))
            },
            ..UserPatch::default()
        })
    }
}

fn identifier(typed: &str, read: fn(&str) -> Result<Key, NotAnIdentifier>) -> Result<Identifier, Trouble> {
    let key = read(typed).map_err(|why| Trouble::Refused(format!("{typed} can't be one: {why}.")))?;
    Ok(Identifier { key, display: typed.trim().to_owned() })
}

/// OpenID Connect Core 1.0 §2: at most 255 ASCII characters.
fn sound_subject(subject: String) -> Result<String, Trouble> {
    let sound = (1..=255).contains(&subject.len()) && subject.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let text = "A subject has 1 to 255 printable ASCII characters.";
    sound.then_some(subject).ok_or_else(|| Trouble::Refused(text.to_owned()))
}

pub(super) fn role(word: &str) -> Result<Role, Trouble> {
    Role::parse(word).ok_or_else(|| {
        let known = Role::ALL.map(Role::as_str).join(", ");
        Trouble::Refused(format!("There is no role {word}. There are: {known}."))
    })
}

fn typed_password(given: &Given) -> Result<crypto::Password, Trouble> {
    let text = given.read()?;
    crypto::Password::new(&text).map_err(|_| Trouble::Refused("A password has 1024 bytes at most.".to_owned()))
}

/// The groups of these names, which have to be there.
async fn groups(
    doorward: &Doorward,
    granted: &Granted<ReadGroups>,
    home: &Organisation,
    names: &[String],
) -> Result<Vec<Group>, Trouble> {
    let mut groups = Vec::with_capacity(names.len());
    for name in names {
        let none = || {
            Trouble::Refused(format!("There is no group {name} in {}: `doorward group create` makes it.", home.slug))
        };
        groups.push(doorward.find_group(granted, name).await?.ok_or_else(none)?);
    }
    Ok(groups)
}

/// The operator's leave to do this to somebody.
fn leave<A: Act<On = UserRef>>(context: &Context, doorward: &Doorward, whom: UserRef) -> Granted<A> {
    doorward.operator(context.now).granted(whom)
}

fn taken(typed: &str) -> Trouble {
    Trouble::Refused(format!("There is somebody called {typed} already. `doorward user show {typed}` shows who."))
}

async fn show(context: &Context, doorward: &Doorward, named: &Named) -> Result<(), Trouble> {
    let (whom, home) = find(context, doorward, named).await?;
    let person = doorward.user(&leave(context, doorward, whom)).await?.ok_or_else(|| nobody(named))?;
    let locked = doorward.locked_until(&leave(context, doorward, whom)).await?;
    let counts = doorward.count_authenticators(&leave(context, doorward, whom)).await?.ok_or_else(|| nobody(named))?;
    let due = doorward.due_of(&leave(context, doorward, whom)).await?;
    let asked: Vec<&str> = due.into_iter().map(due::in_words).collect();
    let locked = locked.map(|opens_at| match opens_at {
        Time::NEVER => "an administrator unlocks".to_owned(),
        time => Rfc3339(time).to_string(),
    });
    let person = User::from(person);
    let mut document = json!(person);
    if let Some(document) = document.as_object_mut() {
        document.insert("organisation".to_owned(), json!(home.slug));
        document.insert("locked_until".to_owned(), json!(locked));
        document.insert("has_password".to_owned(), json!(counts.has_password));
        document.insert("authenticator_apps".to_owned(), json!(counts.apps));
        document.insert("phones".to_owned(), json!(counts.phones));
        document.insert("passkeys".to_owned(), json!(counts.passkeys));
        document.insert("recovery_codes_left".to_owned(), json!(counts.recovery_codes));
        document.insert("asked_at_next_sign_in".to_owned(), json!(asked));
    }
    let never = || "never".to_owned();
    let text = pairs(&[
        ("user", person.id.to_string()),
        ("organisation", home.slug.clone()),
        ("name", person.name),
        ("e-mail", person.emails.join(", ")),
        ("user name", person.user_names.join(", ")),
        ("subject", person.subject),
        ("state", person.state),
        ("locked until", locked.unwrap_or_default()),
        ("password", if counts.has_password { "set" } else { "none" }.to_owned()),
        ("authenticator apps", counts.apps.to_string()),
        ("phones", counts.phones.to_string()),
        ("passkeys", counts.passkeys.to_string()),
        ("recovery codes left", counts.recovery_codes.to_string()),
        ("asked at the next sign-in", asked.join("; ")),
        ("roles", person.roles.join(", ")),
        ("groups", person.groups.join(", ")),
        ("made", person.created_at.to_string()),
        ("last sign-in", person.last_sign_in_at.map_or_else(never, |time| time.to_string())),
        ("last used", person.last_used_at.to_string()),
    ]);
    context.say(&text, &document)
}

/// The codes stand alone on standard output, to be handed over and kept nowhere else.
async fn recovery_codes(context: &Context, doorward: &Doorward, named: &Named) -> Result<(), Trouble> {
    let (whom, home) = find(context, doorward, named).await?;
    if !home.policy.recovery_codes.offered {
        return Err(Trouble::Refused(format!(
            "The policy of {} takes no recovery codes: set recovery_codes: {{offered: true}} first.",
            home.slug
        )));
    }
    let counts = doorward.count_authenticators(&leave(context, doorward, whom)).await?.ok_or_else(|| nobody(named))?;
    if !counts.has_second_factor() {
        let text = "has no authenticator app, phone or passkey, and a recovery code stands in for one: the user sets up that first";
        return Err(Trouble::Refused(format!("{} {text}.", named.user)));
    }
    let issued = doorward.issue_recovery_codes(&leave(context, doorward, whom)).await?;
    let codes = issued.map_err(|why| refusal(named, why))?;
    context.say(&codes.join("\n"), &json!({ "recovery_codes": codes }))
}

async fn list(context: &Context, doorward: &Doorward, list: &List) -> Result<(), Trouble> {
    let home = organisation(doorward, &list.org).await?;
    let granted = doorward.operator(context.now).granted(home.id);
    let (begins, after) = (list.begins.as_deref(), list.after.as_deref());
    let page = match doorward.list_users(&granted, begins, after, list.limit).await? {
        Ok(page) => Users::from(page),
        Err(ListRefusal::Begins) => {
            return Err(Trouble::Refused("--begins takes the beginning of one word.".to_owned()));
        }
        Err(ListRefusal::After) => {
            let text = "--after takes what the page before said, with the same --begins.";
            return Err(Trouble::Refused(text.to_owned()));
        }
    };
    let row = |person: &User| {
        let typed = person.emails.iter().chain(&person.user_names).next().unwrap_or(&person.subject).clone();
        let last = person.last_sign_in_at.map(|time| time.to_string()).unwrap_or_default();
        [person.id.to_string(), typed, person.name.clone(), person.state.clone(), last]
    };
    let rows: Vec<_> = page.users.iter().map(row).collect();
    let mut text = table(["user", "found by", "name", "state", "last sign-in"], &rows, "Nobody.");
    if let Some(next) = &page.next {
        text.push_str(&format!("\nMore: --after '{next}'"));
    }
    context.say(&text, &json!(page))
}

async fn set_password(context: &Context, doorward: &Doorward, set: &SetPassword) -> Result<(), Trouble> {
    let (whom, _) = find(context, doorward, &set.named).await?;
    let password = typed_password(&set.password)?;
    let outcome = doorward.set_password(&leave(context, doorward, whom), &password, set.must_change).await?;
    done(context, &set.named, outcome, "Set the password of")
}

async fn set_state(
    context: &Context,
    doorward: &Doorward,
    named: &Named,
    state: State,
    word: &str,
) -> Result<(), Trouble> {
    let (whom, _) = find(context, doorward, named).await?;
    done(context, named, doorward.set_user_state(&leave(context, doorward, whom), state).await?, word)
}

/// The user, with the organisation.
async fn find(
    context: &Context,
    doorward: &Doorward,
    named: &Named,
) -> Result<(UserRef, std::sync::Arc<Organisation>), Trouble> {
    let org = match &named.org {
        Some(slug) => Some(organisation(doorward, slug).await?.id),
        None => None,
    };
    let whom =
        doorward.find_user(&doorward.operator(context.now), &named.user, org).await?.ok_or_else(|| nobody(named))?;
    Ok((whom, doorward.organisation(whom.org).await?))
}

fn nobody(named: &Named) -> Trouble {
    let hint = match (&named.org, named.user.contains('@') || named.user.starts_with("usr_")) {
        (None, false) => " A user name needs --org.",
        _ => "",
    };
    Trouble::NotFound(format!("There is no user {}.{hint}", named.user))
}

fn done(context: &Context, named: &Named, outcome: Result<(), Refused>, word: &str) -> Result<(), Trouble> {
    outcome.map_err(|why| refusal(named, why))?;
    context.say(&format!("{word} {}.", named.user), &json!({ "user": named.user, "done": true }))
}

fn refusal(named: &Named, why: Refused) -> Trouble {
    match why {
        Refused::Unknown => nobody(named),
        Refused::Rules(rules) => refused(&rules),
        Refused::KeptElsewhere => {
            let text = "The organisation's own service judges its passwords: set it there, or make the user `local` in a document.";
            Trouble::Refused(text.to_owned())
        }
        Refused::IdentifierTaken => taken(&named.user),
        Refused::SubjectTaken => {
            let text = "The subject is another user's already, or the client id of an application.";
            Trouble::Refused(text.to_owned())
        }
        Refused::NoSuchGroup => Trouble::Refused("A group of these is not there any longer.".to_owned()),
        Refused::LastOwner => Trouble::Refused("The organisation would be left without an owner.".to_owned()),
        Refused::Claims(why) => Trouble::Refused(format!("A claim can't be that: {why}.")),
        Refused::Denied(_) => Trouble::Refused("That is not allowed.".to_owned()),
    }
}
