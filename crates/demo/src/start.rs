//! The start page, a newcomer's first look: what runs where, what to try, and who there is to sign in as. And the outbox.

mod outbox_pages;
mod service;

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use url::form_urlencoded;

use crate::{
    Clock, Origins, Outbox, Seed, Service, Texts,
    announce::Keeping,
    guard::{Guard, stand},
    look,
    reader::{self, Reader},
    seed::{Application, Begin, Invited, Organisation, User},
    view::page,
};

/// What the start page shows.
pub struct Start {
    /// The organisations, people and applications.
    pub seed: Arc<Seed>,
    /// Where everything is.
    pub origins: Origins,
    /// What becomes of the data.
    pub keeping: Keeping,
    /// The e-mails and text messages.
    pub outbox: Outbox,
    /// What an organisation's own service was asked.
    pub service: Service,
    /// The present: the codes of authenticator apps change with it.
    pub clock: Clock,
}

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage<'a> {
    reader: Reader,
    places: Vec<Place<'a>>,
    keeping: String,
    doorward: &'a str,
    houses: Vec<House<'a>>,
    /// Makes the address of the page differ from the one that it has: browsers don't load the same address again for
    /// its fragment.
    again: u64,
}

/// A tile that leads somewhere.
struct Place<'a> {
    name: &'a str,
    what: Vec<String>,
    url: &'a str,
    logo: String,
}

/// An organisation with its people.
struct House<'a> {
    organisation: &'a Organisation,
    /// The journey by number and name.
    badge: String,
    begin: Button<'a>,
    people: Vec<Person<'a>>,
    invited: Option<(&'a Invited, String)>,
}

/// What begins a journey.
enum Button<'a> {
    /// A sign-in, and as whom.
    SignIn { url: String, application: &'a str, name: String, password: Option<&'a str> },
    /// A mail, and to whom.
    Mail { url: String, name: String },
}

struct Person<'a> {
    user: &'a User,
    name: String,
    company: Option<&'a str>,
    code: Option<String>,
    key: String,
    doors: Vec<Door<'a>>,
}

/// A way into an application as somebody.
struct Door<'a> {
    application: &'a Application,
    url: String,
    opens: bool,
}

/// The pages, to be served at the start origin.
pub fn router(start: Start) -> Router {
    let guard = Guard::new(&start.origins.start, &[]);
    Router::new()
        .route("/", get(home))
        .route("/logo/{name}", get(logo))
        .route("/privacy", get(privacy))
        .merge(outbox_pages::routes())
        .merge(service::routes(guard.clone()))
        .merge(reader::routes(guard.clone()))
        .with_state(Arc::new(start))
        .merge(look::assets(look::brand(look::DOORWARD_ACCENT), look::DOORWARD_MARK))
        .layer(middleware::from_fn_with_state(guard, stand))
}

/// The privacy notice of all the demonstration's organisations.
#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    reader: Reader,
    keeping: String,
}

async fn privacy(State(start): State<Arc<Start>>, reader: Reader) -> Response {
    page(&PrivacyPage { keeping: start.keeping.sentence(reader.text), reader })
}

async fn home(State(start): State<Arc<Start>>, RawQuery(query): RawQuery, reader: Reader) -> Response {
    page(&StartPage {
        again: again(query.as_deref().unwrap_or_default()).wrapping_add(1),
        places: places(&start, reader.text),
        keeping: start.keeping.sentence(reader.text),
        doorward: &start.origins.doorward,
        houses: start.seed.organisations.iter().map(|organisation| house(&start, reader.text, organisation)).collect(),
        reader,
    })
}

fn again(query: &str) -> u64 {
    let mut parameters = form_urlencoded::parse(query.as_bytes());
    parameters.find(|(name, _)| name == "again").and_then(|(_, value)| value.parse().ok()).unwrap_or_default()
}

fn places(start: &Start, text: Texts) -> Vec<Place<'_>> {
    let sent = match i64::try_from(start.outbox.sent()) {
        Ok(0) => text.nothing_sent().to_owned(),
        sent => text.messages_sent(sent.unwrap_or(i64::MAX)),
    };
    let mut places = vec![Place {
        name: "Doorward",
        what: vec![text.doorward_what().to_owned()],
        url: &start.origins.doorward,
        logo: "/logo.svg".to_owned(),
    }];
    places.extend(start.seed.provider.as_ref().map(|provider| Place {
        name: provider.name,
        what: vec![text.provider_what().to_owned()],
        url: &provider.issuer,
        logo: format!("/logo/{}", provider.organisation),
    }));
    places.extend(start.seed.applications.iter().map(|application| Place {
        name: application.name,
        what: vec![text.sample_application().to_owned(), (application.purpose)(text).to_owned()],
        url: application.origin(),
        logo: format!("/logo/{}", application.key),
    }));
    let what = vec![text.service_what().to_owned()];
    places.push(Place { name: text.service(), what, url: service::PAGE, logo: "/logo/harbour".to_owned() });
    places.push(Place { name: text.outbox(), what: vec![sent], url: "/outbox", logo: "/logo/outbox".to_owned() });
    places
}

fn house<'a>(start: &'a Start, text: Texts, organisation: &'a Organisation) -> House<'a> {
    let journey = &organisation.journey;
    let now = (start.clock)();
    let people = organisation.users.iter().map(|user| Person {
        user,
        name: user.name(),
        company: user.user_name.map(|_| organisation.slug),
        code: user.totp_code(now),
        key: user.totp_key().map(|(groups, _)| groups).unwrap_or_default(),
        doors: doors(&start.seed, organisation, user),
    });
    House {
        organisation,
        badge: text.journey(&journey.number.to_string(), (journey.name)(text)),
        begin: button(start, organisation),
        people: people.collect(),
        invited: organisation.invited.as_ref().map(|invited| (invited, mail_to(&start.outbox, invited.email))),
    }
}

/// What the button of the organisation's journey does.
fn button<'a>(start: &'a Start, organisation: &'a Organisation) -> Button<'a> {
    match organisation.journey.begin {
        Begin::SignIn(identifier) => {
            let user = organisation.users.iter().find(|user| user.identifier() == identifier);
            let door = user.and_then(|user| doors(&start.seed, organisation, user).into_iter().next());
            Button::SignIn {
                url: door.as_ref().map(|door| door.url.clone()).unwrap_or_default(),
                application: door.map(|door| door.application.name).unwrap_or_default(),
                name: user.map(User::name).unwrap_or_default(),
                password: user.and_then(User::typed_password),
            }
        }
        Begin::Mail(address) => {
            let user = organisation.users.iter().find(|user| user.profile.email.as_deref() == Some(address));
            Button::Mail { url: mail_to(&start.outbox, address), name: user.map(User::name).unwrap_or_default() }
        }
    }
}

/// Where the newest mail to this address is read; the outbox, when none was sent or it is gone.
fn mail_to(outbox: &Outbox, address: &str) -> String {
    let newest = outbox.messages().into_iter().find(|sent| sent.message.to == address);
    newest.map_or_else(|| "/outbox".to_owned(), |sent| format!("/outbox/{}", sent.number))
}

/// The applications that the user's organisation has, whether or not this user may open them: a refusal can be seen too.
fn doors<'a>(seed: &'a Seed, organisation: &Organisation, user: &User) -> Vec<Door<'a>> {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("organization", organisation.slug)
        .append_pair("login_hint", user.identifier())
        // Whoever is signed in still, it is this person whom the button is for.
        .append_pair("prompt", "login")
        .finish();
    seed.applications
        .iter()
        .filter(|application| application.subscribers.iter().any(|(slug, _)| *slug == organisation.slug))
        .map(|application| Door {
            url: format!("{}?{query}", application.launch_url),
            opens: seed.open_to(organisation, user).any(|open| open.client_id == application.client_id),
            application,
        })
        .collect()
}

async fn logo(State(start): State<Arc<Start>>, Path(name): Path<String>) -> Response {
    if name == "outbox" {
        return look::svg(look::OUTBOX_ICON);
    }
    if let Some(application) = start.seed.applications.iter().find(|application| application.key == name) {
        return look::svg(application.logo);
    }
    match pages::assets::logo(&name).and_then(|asset| str::from_utf8(asset.body).ok()) {
        Some(document) => look::svg(document),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
