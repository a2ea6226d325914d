//! `doorward user …`: people, one at a time.

use flows::{
    Doorward, Organisation,
    administration::{Person, Refused, Whom},
    apply::Node,
};
use model::account::State;
use serde_json::{Value, json};

use super::{
    Context,
    document::apply,
    org::organisation,
    password::{Given, refused},
    table::{pairs, table},
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
    /// A role: owner, administrator, help_desk, auditor. May be repeated
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    /// A group of the organisation. May be repeated
    #[arg(long = "group", value_name = "NAME")]
    groups: Vec<String>,
    /// Make the user without a password
    #[arg(long, conflicts_with_all = ["password_stdin", "must_change"])]
    no_password: bool,
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
    #[arg(long, default_value_t = 50)]
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
        Action::Unlock(named) => {
            let (whom, _) = find(&doorward, named).await?;
            done(context, named, doorward.unlock(whom, context.now).await?, "Unlocked")
        }
        Action::Disable(named) => set_state(context, &doorward, named, State::Disabled, "Disabled").await,
        Action::Enable(named) => set_state(context, &doorward, named, State::Active, "Enabled").await,
        Action::EndSessions(named) => {
            let (whom, _) = find(&doorward, named).await?;
            let ended = doorward.end_sessions_of(whom, context.now).await?;
            done(context, named, ended, "Ended all sessions of")
        }
    }
}

async fn create(context: &Context, doorward: &Doorward, create: &Create) -> Result<(), Trouble> {
    let home = organisation(doorward, &create.org).await?;
    for typed in [&create.email, &create.user_name].into_iter().flatten() {
        if doorward.find_user(typed, Some(home.id)).await?.is_some() {
            let text = format!("There is somebody called {typed} already. `doorward user show {typed}` shows who.");
            return Err(Trouble::Refused(text));
        }
    }
    let mut user = json!({ "roles": create.roles, "groups": create.groups });
    let mut put = |key: &str, value: Option<Value>| {
        if let (Some(value), Some(user)) = (value, user.as_object_mut()) {
            user.insert(key.to_owned(), value);
        }
    };
    put("email", create.email.as_deref().map(Value::from));
    put("user_name", create.user_name.as_deref().map(Value::from));
    put("subject", create.subject.as_deref().map(Value::from));
    put("claims", create.name.as_ref().map(|name| json!({ "name": name })));
    if !create.no_password {
        let password = create.password.read()?;
        let own: Vec<&str> =
            [&create.email, &create.user_name, &create.name].into_iter().flatten().map(String::as_str).collect();
        let broken = doorward.rules_broken_in(home.id, &password, &own).await?;
        if !broken.is_empty() {
            return Err(refused(&broken));
        }
        put("password", Some(Value::from(password.as_str())));
        put("must_change_password", create.must_change.then_some(Value::Bool(true)));
    }
    let document = json!({ "version": 1, "organisations": [{ "slug": home.slug, "users": [user] }] });
    Box::pin(apply(context, doorward, document)).await?;
    let typed = create.email.as_ref().or(create.user_name.as_ref()).or(create.subject.as_ref());
    let named = Named { user: typed.cloned().unwrap_or_default(), org: Some(home.slug.clone()) };
    let (whom, _) = find(doorward, &named).await?;
    let person = doorward.user(whom).await?.ok_or_else(|| nobody(&named))?;
    context.say(&format!("Made {} ({}).", named.user, person.id), &json!(person))
}

async fn show(context: &Context, doorward: &Doorward, named: &Named) -> Result<(), Trouble> {
    let (whom, home) = find(doorward, named).await?;
    let person = doorward.user(whom).await?.ok_or_else(|| nobody(named))?;
    let locked = doorward.locked_until(whom, context.now).await?;
    let mut document = json!(person);
    if let Some(document) = document.as_object_mut() {
        document.insert("organisation".to_owned(), json!(home.slug));
        document.insert("locked_until".to_owned(), json!(locked));
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
        ("roles", person.roles.join(", ")),
        ("groups", person.groups.join(", ")),
        ("made", person.created_at),
        ("last sign-in", person.last_sign_in_at.unwrap_or_else(never)),
    ]);
    context.say(&text, &document)
}

/// The codes stand alone on standard output, to be handed over and kept nowhere else.
async fn recovery_codes(context: &Context, doorward: &Doorward, named: &Named) -> Result<(), Trouble> {
    let (whom, _) = find(doorward, named).await?;
    let by = doorward.operator(context.now);
    let codes = doorward.issue_recovery_codes(whom, &by).await?.ok_or_else(|| nobody(named))?;
    context.say(&codes.join("\n"), &json!({ "recovery_codes": codes }))
}

async fn list(context: &Context, doorward: &Doorward, list: &List) -> Result<(), Trouble> {
    let home = organisation(doorward, &list.org).await?;
    let page = doorward.list_users(home.id, list.begins.as_deref(), list.after.as_deref(), list.limit).await?;
    let row = |person: &Person| {
        let typed = person.emails.iter().chain(&person.user_names).next().unwrap_or(&person.subject).clone();
        let last = person.last_sign_in_at.clone().unwrap_or_default();
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
    let (whom, _) = find(doorward, &set.named).await?;
    let password = set.password.read()?;
    let outcome = doorward.set_password(whom, &password, set.must_change, context.now).await?;
    done(context, &set.named, outcome, "Set the password of")
}

async fn set_state(
    context: &Context,
    doorward: &Doorward,
    named: &Named,
    state: State,
    word: &str,
) -> Result<(), Trouble> {
    let (whom, _) = find(doorward, named).await?;
    done(context, named, doorward.set_user_state(whom, state, context.now).await?, word)
}

/// The user, with the organisation.
async fn find(doorward: &Doorward, named: &Named) -> Result<(Whom, std::sync::Arc<Organisation>), Trouble> {
    let org = match &named.org {
        Some(slug) => Some(organisation(doorward, slug).await?.id),
        None => None,
    };
    let whom = doorward.find_user(&named.user, org).await?.ok_or_else(|| nobody(named))?;
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
    match outcome {
        Ok(()) => context.say(&format!("{word} {}.", named.user), &json!({ "user": named.user, "done": true })),
        Err(Refused::Unknown) => Err(nobody(named)),
        Err(Refused::Rules(rules)) => Err(refused(&rules)),
        Err(Refused::TooLong) => Err(Trouble::Refused("A password has 1024 bytes at most.".to_owned())),
        Err(Refused::KeptElsewhere) => {
            let text = "The organisation's passwords are kept in its own directory: set it there.";
            Err(Trouble::Refused(text.to_owned()))
        }
    }
}

/// A document for one thing that is made.
pub(super) fn node(document: Value) -> Result<Node, Trouble> {
    serde_json::from_value(document).map_err(|error| Trouble::File(error.to_string()))
}
