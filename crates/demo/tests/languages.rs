//! Each page speaks five languages, whole: no line of it stays as in English.

use std::collections::BTreeSet;

use axum::body::Body;
use demo::{Outbox, announce::Keeping};
use hyper::{Request, StatusCode};
use text::Language;

use crate::{
    person::{ORIGIN, Person, callback},
    relying_party::Scene,
    start::{mail, pages},
};

/// What is the same in all languages: names, programs' words, what people type.
const SHARED: [&str; 15] = [
    "ines@northwind.example",
    "ines.halvorsen@northwind.example",
    "Claim",
    "E\u{2011}mail",
    "9 messages",
    "Doorward",
    "Almanac",
    "Ledgerline",
    "HTML",
    "Userinfo",
    "Restore &#60;your&#62; password",
    "Open http://localhost:7300/restore?token=abc Not you? Ignore it.",
    "Northwind Instruments &#60;no-reply@northwind.example&#62;",
    "http://localhost:7300/restore?token=abc",
    "22 Sep 2026, 13:46:40 UTC",
];

/// The visible lines of a page, and what it names for those who do not see: all that stands between tags or in such attributes.
fn lines(page: &str) -> BTreeSet<String> {
    let body = page.split_once("<body").map_or(page, |(_, body)| body);
    let mut lines = BTreeSet::new();
    for piece in body.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap();
        // Their own names are the same everywhere, and codes are what programs say.
        let is_code = tag.starts_with("code") || tag.starts_with("button") && tag.contains("name=\"language\"");
        let named = ["aria-label=\"", "title=\"", "alt=\""].map(|named| tag.split_once(named));
        let named = named.into_iter().flatten().filter_map(|(_, rest)| rest.split('"').next());
        for line in named.chain((!is_code).then_some(words)) {
            lines.insert(line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    lines.retain(|line| line.chars().filter(|letter| letter.is_alphabetic()).count() > 1);
    lines
}

/// The pages as they are read in each language, English first; `names` may stay.
fn assert_translated(read: &[(Language, String)], path: &str, names: &BTreeSet<String>) {
    let (english, others) = read.split_first().unwrap();
    let theirs = lines(&english.1);
    assert!(theirs.len() > 5, "{path} has something to say: {}", english.1);
    for (language, page) in others {
        assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())), "{path}: {language:?}");
        let mine = lines(page);
        let left: Vec<_> = mine.intersection(&theirs).filter(|line| !names.contains(*line)).collect();
        assert!(left.is_empty(), "{path}: {language:?} stays English: {left:?}");
        assert!(mine.len() + 3 > theirs.len(), "{path}: {language:?} says as much");
    }
}

/// The names that pages show: of people, organisations and applications, and addresses.
fn names() -> BTreeSet<String> {
    let origins = demo::Origins {
        doorward: "http://localhost:7300".into(),
        start: ORIGIN.into(),
        almanac: "http://127.0.0.1:7303".into(),
        ledgerline: "http://127.0.0.1:7304".into(),
        provider: Some("http://127.0.0.1:7305".into()),
    };
    let seed = demo::Seed::new(&origins, &[7; 32]).unwrap();
    let mut names: BTreeSet<String> = SHARED.map(str::to_owned).into();
    names.extend([origins.doorward, origins.almanac, origins.ledgerline, origins.start]);
    names.extend(origins.provider);
    names.extend(seed.provider.as_ref().map(|provider| provider.name.to_owned()));
    for organisation in &seed.organisations {
        names.insert(organisation.name.replace('&', "&#38;"));
        for name in organisation.users.iter().map(demo::seed::User::name) {
            names.extend([format!(", {name}"), name]);
        }
        names.extend(organisation.invited.map(|invited| format!("{} {}", invited.given_name, invited.family_name)));
    }
    names
}

#[tokio::test]
async fn no_line_of_start_page_and_outbox_stays_english() {
    let outbox = Outbox::new(2);
    for _ in 0..9 {
        outbox.push(mail());
    }
    let (full, empty) =
        (pages(&outbox, Keeping::Directory("my/data".into())), pages(&Outbox::new(1), Keeping::Temporary));
    let sights = [(&full, "/"), (&empty, "/"), (&full, "/outbox"), (&empty, "/outbox"), (&full, "/outbox/9")];
    for (router, path) in sights.into_iter().chain([(&empty, "/outbox/7"), (&full, "/privacy"), (&empty, "/privacy")]) {
        let mut read = Vec::new();
        for language in Language::ALL {
            let mut person = Person::at(router.clone());
            person.prefers = language.tag();
            read.push((language, person.get(path).await.text));
        }
        assert_translated(&read, path, &names());
    }
}

#[tokio::test]
async fn no_line_of_an_application_stays_english() {
    let scene = Scene::new().await;
    let names = names();
    let mut read: [Vec<(Language, String)>; 4] = Default::default();
    for language in Language::ALL {
        let mut person = scene.person();
        person.prefers = language.tag();
        read[0].push((language, person.get("/").await.text));
        let mut answer = scene.answered(&mut person).await;
        answer.remove("code");
        answer.insert("error".into(), "access_denied".into());
        read[1].push((language, person.get(&callback(&answer)).await.text));
        scene.sign_in(&mut person).await;
        let refreshed = person.post("/refresh").await;
        assert_eq!(refreshed.location.as_deref(), Some("/"));
        read[2].push((language, person.get("/").await.text));
        scene.issuer.kept().access_tokens.clear();
        scene.issuer.kept().refresh_tokens.clear();
        read[3].push((language, person.get("/").await.text));
    }
    for (read, path) in read.iter().zip(["welcome", "refused", "signed in", "ended"]) {
        assert_translated(read, path, &names);
    }
}

#[tokio::test]
async fn doorward_is_asked_to_speak_as_the_application_does() {
    let scene = Scene::new().await;
    let mut person = scene.person();
    person.prefers = "tlh, fr-CH;q=0.8";
    let asked = async |person: &mut Person, path: &str| {
        let url = person.get(path).await.location.unwrap();
        url::Url::parse(&url)
            .unwrap()
            .query_pairs()
            .find_map(|(name, value)| (name == "ui_locales").then(|| value.into_owned()))
    };
    assert_eq!(asked(&mut person, "/sign-in").await.as_deref(), Some("fr"));
    assert_eq!(asked(&mut person, "/sign-in?ui_locales=nl+de").await.as_deref(), Some("nl de"), "whoever says so");
    assert_eq!(person.choose("sv", "/signed-out").await.location.as_deref(), Some("/signed-out"));
    assert_eq!(asked(&mut person, "/sign-in").await.as_deref(), Some("sv"), "the choice is remembered");
    assert!(person.get("/").await.text.contains("<html lang=\"sv\">"));
}

#[tokio::test]
async fn the_menu_takes_its_own_form_only() {
    let mut person = Person::at(pages(&Outbox::new(1), Keeping::Temporary));
    let from_elsewhere = Request::post("/language").header("origin", "http://evil.example");
    assert_eq!(person.send(from_elsewhere, Body::from("language=de&back=/")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(person.choose("tlh", "/").await.status, StatusCode::BAD_REQUEST);
    assert!(person.cookies.is_empty());
    assert_eq!(person.choose("de", "https://evil.example/").await.location.as_deref(), Some("/"));
    assert!(person.get("/outbox").await.text.contains("<h1>Postausgang</h1>"));
}
