//! The provider at which the people of one organisation sign in: a second Doorward, with a database and keys of its own.

use std::sync::Arc;

use demo::{
    Outbox, Seed, Texts,
    seed::{Organisation, Provider, User},
};
use flows::{Doorward, apply::written};
use oidc::Issuer;
use store::Location;
use tokio::net::TcpListener;

use super::{Files, content, instance, post::ToOutbox};
use crate::{Clock, Node, Trouble, node::Running};

/// Starts the provider that the content names, if it names one. `issuer` is that of the Doorward which asks it.
pub(super) async fn start(
    seed: &Seed,
    (issuer, listener): (&Issuer, TcpListener),
    (files, outbox, clock): (&Files, &Outbox, &Clock),
) -> Result<Option<Running>, Trouble> {
    let organisation = |one: &Provider| seed.organisations.iter().find(|known| known.slug == one.organisation);
    let Some((provider, organisation)) = seed.provider.as_ref().and_then(|one| Some((one, organisation(one)?))) else {
        return Ok(None);
    };
    let location = Location::Sqlite(files.directory.join("provider.db"));
    let instance = instance(&provider.issuer, provider.name, provider.branding.clone())?;
    let mut node = Node::new(location, files.sealing_key("provider.key")?, instance, clock.clone())?;
    node.post = Some(Arc::new(ToOutbox { outbox: outbox.clone(), clock: clock.clone() }));
    let doorward = node.open().await?;
    make(&doorward, (provider, organisation), issuer, clock()).await?;
    Ok(Some(node.start(doorward, vec![listener.into()])))
}

/// The people whom it knows, and the one application that it has. People who are there already stay as they are.
async fn make(
    doorward: &Doorward,
    (provider, organisation): (&Provider, &Organisation),
    issuer: &Issuer,
    now: model::Time,
) -> Result<(), Trouble> {
    let is_new = doorward.organisation_by_slug(provider.organisation).await?.is_none();
    let people = organisation.users.iter().filter(|user| is_new && user.elsewhere.is_some());
    let home = written::Organisation {
        slug: provider.organisation.to_owned(),
        name: Some(organisation.name.to_owned()),
        branding: Some(provider.branding.clone()),
        domains: content::texts(&organisation.domains),
        users: people.map(user).collect(),
        ..written::Organisation::default()
    };
    let client = written::Application {
        metadata: content::metadata(provider.client(issuer.as_str())),
        client_id: provider.client_id.to_owned(),
        organisation: provider.organisation.to_owned(),
        description: Some(Texts::new(text::Language::English).doorward_what().to_owned()),
        secret: Some(provider.secret.reveal().to_owned()),
        subscriptions: vec![written::Subscription::new(provider.organisation, true)],
        ..written::Application::default()
    };
    content::write(doorward, &written::Document::new(vec![home], vec![client]), now).await
}

/// Somebody with the password that they have there.
fn user(one: &User) -> written::User {
    let password = one.elsewhere.map(|plain| written::Password::Plain(plain.to_owned()));
    written::User { password, ..content::user(one) }
}
