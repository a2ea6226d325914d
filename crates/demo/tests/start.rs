//! The start page and the outbox, as a newcomer's browser gets them.

use std::sync::Arc;

use crate::person::{ORIGIN, Person};
use axum::Router;
use demo::{
    Origins, Outbox, Seed, Service,
    announce::Keeping,
    outbox::{Channel, Message},
    start::{Start, router},
};
use hyper::StatusCode;
use model::Time;
use serde_json::Value;

const NOW: Time = Time::from_seconds(1_790_000_000);

pub(crate) fn pages(outbox: &Outbox, keeping: Keeping) -> Router {
    let origins = Origins {
        doorward: "http://localhost:7300".into(),
        start: ORIGIN.into(),
        almanac: "http://127.0.0.1:7303".into(),
        ledgerline: "http://127.0.0.1:7304".into(),
        provider: Some("http://127.0.0.1:7305".into()),
    };
    let seed = Arc::new(Seed::new(&origins, &[7; 32]).unwrap());
    router(Start {
        seed,
        origins,
        keeping,
        outbox: outbox.clone(),
        service: Service::default(),
        clock: Arc::new(|| NOW),
    })
}

pub(crate) fn mail() -> Message {
    Message {
        channel: Channel::Email,
        from: "Northwind Instruments <no-reply@northwind.example>".into(),
        to: "ines.halvorsen@northwind.example".into(),
        subject: Some("Restore <your> password".into()),
        text: "Open http://localhost:7300/restore?token=abc\n\nNot you? Ignore it.".into(),
        html: Some("<html><head></head><body><script>1</script>Hello</body></html>".into()),
        at: NOW,
    }
}

#[tokio::test]
async fn everything_that_is_needed_stands_on_the_start_page() {
    let mut person = Person::at(pages(&Outbox::new(5), Keeping::Temporary));
    let seen = person.get("/").await;
    assert_eq!(seen.status, StatusCode::OK);
    let has = |words: &str| assert!(seen.text.contains(words), "“{words}” in {}", seen.text);
    has("demonstration");
    has("Its data is temporary");
    has("http://localhost:7300");
    has("Nothing has been sent yet");
    has("http://127.0.0.1:7303/sign-in?organization=northwind&#38;login_hint=ines.halvorsen%40northwind.example");
    has("organization=lumen&#38;login_hint=dana.okafor");
    has("Fjord-Lantern-24");
    // Mirela's code at this time, computed with another implementation.
    has("229255");
    has("not assigned");
    has("/?again=1#northwind");
    assert!(
        person.get("/?again=7").await.text.contains("/?again=8#northwind"),
        "another address, so it is loaded anew"
    );
    assert_eq!(seen.text.matches("class=\"house\"").count(), 6);
    assert_eq!(seen.text.matches("<ol class=\"path\">").count(), 6);
    assert_eq!(seen.text.matches("btn primary").count(), 1, "one button stands out: the first to press");
    assert!(!seen.text.contains("<script") && !seen.text.contains("style="));
}

#[tokio::test]
async fn where_the_data_is_kept_is_said() {
    let seen = Person::at(pages(&Outbox::new(5), Keeping::Directory("my/data".into()))).get("/").await;
    assert!(seen.text.contains("kept in my/data"), "{}", seen.text);
}

#[tokio::test]
async fn logos_and_sheets_are_there() {
    let mut person = Person::at(pages(&Outbox::new(5), Keeping::Temporary));
    for path in
        ["/doorward.css", "/brand.css", "/demo.css", "/logo.svg", "/logo/northwind", "/logo/almanac", "/logo/outbox"]
    {
        let seen = person.get(path).await;
        assert!(seen.status == StatusCode::OK && seen.text.len() > 100, "{path}: {seen:?}");
    }
    assert_eq!(person.get("/logo/nobody").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_journey_that_begins_with_a_mail_leads_to_the_newest_one() {
    let outbox = Outbox::new(5);
    let mut person = Person::at(pages(&outbox, Keeping::Temporary));
    let open = |link: &str| format!("<a class=\"btn\" href=\"{link}\">Open the mail to Kofi Mensah</a>");
    assert!(person.get("/").await.text.contains(&open("/outbox")), "none was sent");
    for to in ["kofi.mensah@lumen.example", "kofi.mensah@lumen.example", "robin.vale@northwind.example"] {
        outbox.push(Message { to: to.into(), ..mail() });
    }
    let text = person.get("/").await.text;
    assert!(text.contains(&open("/outbox/2")), "{text}");
    assert!(text.contains("href=\"/outbox/3\">Open the mail to Robin</a>"), "{text}");
}

#[tokio::test]
async fn an_empty_outbox_says_what_will_be_there() {
    let seen = Person::at(pages(&Outbox::new(5), Keeping::Temporary)).get("/outbox").await;
    assert!(seen.text.contains("Nothing has been sent yet") && seen.text.contains("Invitations"), "{}", seen.text);
}

#[tokio::test]
async fn a_message_is_listed_read_and_shut_in() {
    let outbox = Outbox::new(5);
    outbox.push(mail());
    outbox.push(Message {
        channel: Channel::Sms,
        subject: None,
        html: None,
        text: "204117 is your code".into(),
        ..mail()
    });
    let mut person = Person::at(pages(&outbox, Keeping::Temporary));
    let list = person.get("/outbox").await.text;
    let (sms, mail) =
        (list.find("204117 is your code").unwrap(), list.find("Restore &#60;your&#62; password").unwrap());
    assert!(sms < mail, "newest first");

    let message = person.get("/outbox/1").await.text;
    assert!(message.contains("<a href=\"http://localhost:7300/restore?token=abc\""), "{message}");
    assert!(message.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""), "{message}");
    assert!(!message.contains("<script"), "{message}");
    assert!(!person.get("/outbox/2").await.text.contains("<iframe"));
    assert_eq!(person.get("/outbox/3").await.status, StatusCode::NOT_FOUND);
    assert_eq!(person.get("/outbox/2/html").await.status, StatusCode::NOT_FOUND);

    let html = person.get("/outbox/1/html").await;
    assert!(html.text.contains("<head><base target=\"_blank\">"), "{}", html.text);
    let policy = html.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("sandbox ") && !policy.contains("allow-scripts") && policy.contains("default-src 'none'")
    );

    let json: Value = serde_json::from_str(&person.get("/outbox.json").await.text).unwrap();
    assert_eq!((json[0]["number"].as_u64(), json[0]["channel"].as_str()), (Some(2), Some("sms")));
    assert_eq!(json[1]["to"], "ines.halvorsen@northwind.example");
    assert_eq!(json[1]["at"], 1_790_000_000_000_i64);
}

#[tokio::test]
async fn the_service_of_an_organisation_judges_passwords_and_shows_none() {
    let mut person = Person::at(pages(&Outbox::new(5), Keeping::Temporary));
    assert!(person.get("/service").await.text.contains("Nothing was asked yet"));
    let asks = |password: &str| format!(r#"{{"login":"sofia.marini@harbour.example","password":"{password}"}}"#);
    for (password, status) in [("Lighthouse at low tide", 200), ("lighthouse at low tide", 401), ("", 401)] {
        let question = hyper::Request::post(demo::CHECK).header("content-type", "application/json");
        assert_eq!(person.send(question, asks(password).into()).await.status.as_u16(), status, "{password}");
    }
    let log = person.get("/service").await.text;
    assert_eq!(log.matches("sofia.marini@harbour.example").count(), 3);
    assert!(!log.to_lowercase().contains("lighthouse") && log.contains("→ 200") && log.contains("→ 401"), "{log}");
}
