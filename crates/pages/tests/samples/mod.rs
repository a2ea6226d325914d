//! Every page in its states, with invented people: for the tests, and for `cargo run -p pages --example gallery`.

#![expect(clippy::unwrap_used, reason = "the samples are constant: what does not parse is a mistake here")]

mod answers;
mod factors;
mod joining;
mod long;
mod registering;
mod sent_codes;
mod set_password;
mod signed_in;
mod signing_in;

use model::{Id, Time, id::Request, reader::Formats};
use pages::{Application, Chrome, Form, Href, LanguageMenu, Page, Support, assets, brand::Sheet};
use text::{Clock, Language, Texts, Zone};

/// A page with its file name.
pub(crate) type Sample = (String, String);

/// An organisation of the demo: name, slug (and logo), accent, support contact.
pub(crate) type Organisation = (&'static str, &'static str, &'static str, Support<'static>);

pub(crate) const NORTHWIND: Organisation = (
    "Northwind Instruments",
    "northwind",
    "#14594a",
    Support {
        name: "Service desk",
        phone: Some("extension 4100"),
        email: Some("service-desk@northwind.example"),
        page: None,
    },
);
pub(crate) const LUMEN: Organisation = (
    "Lumen Freight",
    "lumen",
    "#ffd400",
    Support { name: "Dispatch office", phone: Some("+00 555 0142"), email: Some("dispatch@lumen.example"), page: None },
);
pub(crate) const ORGANISATIONS: [Organisation; 7] = [
    NORTHWIND,
    LUMEN,
    ("Cinder & Clay", "cinder", "#e4572e", SUPPORT),
    ("Harbour Mutual", "harbour", "#1d4fd7", SUPPORT),
    ("Atelier Noor", "noor", "#16161a", SUPPORT),
    ("Petal Pharmacy", "petal", "#f7b2cf", SUPPORT),
    ("Doorward", "doorward", "#2f4a5e", SUPPORT),
];
const SUPPORT: Support =
    Support { name: "Help desk", phone: None, email: Some("help@organisation.example"), page: None };

pub(crate) const WHO: &str = "ines.halvorsen@northwind.example";

/// Samples in one language.
pub(crate) struct Samples {
    language: Language,
    pages: Vec<Sample>,
}

/// Every sample in this language.
pub(crate) fn all(language: Language) -> Vec<Sample> {
    let mut samples = Samples { language, pages: Vec::new() };
    signing_in::add(&mut samples);
    sent_codes::add(&mut samples);
    set_password::add(&mut samples);
    registering::add(&mut samples);
    joining::add(&mut samples);
    signed_in::add(&mut samples);
    factors::add(&mut samples);
    answers::add(&mut samples);
    long::add(&mut samples);
    samples.pages
}

/// A brand sheet and its path.
pub(crate) fn brand(organisation: Organisation) -> (String, Sheet) {
    let sheet = Sheet::of(organisation.2.parse().unwrap());
    (format!("/brand/{}/{}.css", organisation.1, sheet.hash), sheet)
}

/// 2026-11-22, 08:41:07 in Copenhagen.
pub(crate) fn clock() -> Clock {
    let zone = Zone::named("Europe/Copenhagen").unwrap();
    Clock { now: Time::from_seconds(1_795_333_267), zone, formats: Formats::default() }
}

pub(crate) fn request() -> Id<Request> {
    Id::new(clock().now, [0x5a; 10])
}

pub(crate) fn form() -> Form<'static> {
    Form { action: Href::own("/sign-in?at=Zm9yIHRoZSBnYWxsZXJ5"), hidden: &[] }
}

pub(crate) fn app(name: &'static str, logo: &str) -> Application<'static> {
    Application { name, logo: assets::logo(logo).map(|logo| logo.path) }
}

/// Adds what `page` makes of an organisation's chrome.
pub(crate) fn add(samples: &mut Samples, name: &str, organisation: Organisation, page: impl FnOnce(&Chrome) -> String) {
    let (path, _) = brand(organisation);
    let chrome = Chrome {
        organisation: organisation.0,
        logo: assets::logo(organisation.1).or(Some(&assets::MARK)).map(|logo| logo.path),
        brand: &path,
        support: Some(organisation.3),
        text: Texts::new(samples.language),
        languages: Some(LanguageMenu { back: Href::own("/sign-in?at=Zm9yIHRoZSBnYWxsZXJ5") }),
        privacy: Some(Href::own("/privacy")),
        accessibility: None,
        clock: clock(),
    };
    samples.pages.push((name.to_owned(), page(&chrome)));
}

/// The document of a page, for closures.
pub(crate) fn html(page: &impl Page) -> String {
    page.html()
}
