//! The start page, a newcomer's first look: what runs where, what to try, and who there is to sign in as. And the outbox.

mod outbox_pages;

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
    Clock, Origins, Outbox, Seed,
    announce::Keeping,
    guard::{Guard, stand},
    look,
    seed::{Application, Organisation, User},
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
    /// The present: the codes of authenticator apps change with it.
    pub clock: Clock,
}

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage<'a> {
    places: Vec<Place<'a>>,
    keeping: String,
    first: Option<First<'a>>,
    houses: Vec<House<'a>>,
    /// Makes the address of the page differ from the one that it has: browsers don't load the same address again for
    /// its fragment.
    again: u64,
}

/// What to try first.
struct First<'a> {
    name: String,
    password: &'a str,
    door: Door<'a>,
}

/// A tile that leads somewhere.
struct Place<'a> {
    name: &'a str,
    what: String,
    url: &'a str,
    logo: String,
}

/// An organisation with its people.
struct House<'a> {
    organisation: &'a Organisation,
    people: Vec<Person<'a>>,
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
        .with_state(Arc::new(start))
        .merge(look::assets(look::brand(look::DOORWARD_ACCENT), look::DOORWARD_MARK))
        .layer(middleware::from_fn_with_state(guard, stand))
}

/// The privacy notice of all the demonstration's organisations.
#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    keeping: String,
}

async fn privacy(State(start): State<Arc<Start>>) -> Response {
    page(&PrivacyPage { keeping: start.keeping.sentence() })
}

async fn home(State(start): State<Arc<Start>>, RawQuery(query): RawQuery) -> Response {
    page(&StartPage {
        again: again(query.as_deref().unwrap_or_default()).wrapping_add(1),
        places: places(&start),
        keeping: start.keeping.sentence(),
        first: first(&start.seed),
        houses: start.seed.organisations.iter().map(|organisation| house(&start, organisation)).collect(),
    })
}

fn again(query: &str) -> u64 {
    let mut parameters = form_urlencoded::parse(query.as_bytes());
    parameters.find(|(name, _)| name == "again").and_then(|(_, value)| value.parse().ok()).unwrap_or_default()
}

/// The first person of the first journey, at the first application.
fn first(seed: &Seed) -> Option<First<'_>> {
    let organisation = seed.organisations.first()?;
    let user = organisation.users.first()?;
    let door = doors(seed, organisation, user).into_iter().next()?;
    Some(First { name: user.name(), password: user.password?.plain(), door })
}

fn places(start: &Start) -> Vec<Place<'_>> {
    let sent = match start.outbox.sent() {
        0 => "Nothing has been sent yet".to_owned(),
        1 => "One message".to_owned(),
        sent => format!("{sent} messages"),
    };
    let mut places = vec![Place {
        name: "Doorward",
        what: "Where people sign in, and find their applications".to_owned(),
        url: &start.origins.doorward,
        logo: "/logo.svg".to_owned(),
    }];
    places.extend(start.seed.applications.iter().map(|application| Place {
        name: application.name,
        what: format!("Sample application: {}", lower_first(application.purpose)),
        url: application.origin(),
        logo: format!("/logo/{}", application.key),
    }));
    places.push(Place { name: "Outbox", what: sent, url: "/outbox", logo: "/logo/outbox".to_owned() });
    places
}

fn lower_first(text: &str) -> String {
    text.chars().take(1).flat_map(char::to_lowercase).chain(text.chars().skip(1)).collect()
}

fn house<'a>(start: &'a Start, organisation: &'a Organisation) -> House<'a> {
    let now = (start.clock)();
    let people = organisation.users.iter().map(|user| Person {
        user,
        name: user.name(),
        company: user.user_name.map(|_| organisation.slug),
        code: user.totp_code(now),
        key: user.totp_key().map(|(groups, _)| groups).unwrap_or_default(),
        doors: doors(&start.seed, organisation, user),
    });
    House { organisation, people: people.collect() }
}

/// The applications that the user's organisation has, whether or not this user may open them: a refusal can be seen too.
fn doors<'a>(seed: &'a Seed, organisation: &Organisation, user: &User) -> Vec<Door<'a>> {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("organization", organisation.slug)
        .append_pair("login_hint", user.identifier())
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
