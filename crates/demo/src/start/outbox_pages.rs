//! The outbox's pages: the list, one message, and its HTML shut in a frame that can do nothing.

use std::sync::Arc;

use askama::Template;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};

use super::Start;
use crate::{
    Texts,
    outbox::{Channel, Sent},
    reader::Reader,
    view::{date, page},
};

/// What a mail's HTML may do: show its own inline styles, and open a link in a new tab. No script, no form, no request.
const FRAME_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
                            style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
                            frame-ancestors 'self'";

#[derive(Template)]
#[template(path = "outbox.html")]
struct OutboxPage {
    reader: Reader,
    messages: Vec<Line>,
    /// How many messages are gone, when any are.
    gone: Option<String>,
}

/// A message in the list.
struct Line {
    number: u64,
    /// By which way, and to whom.
    to: String,
    title: String,
    when: String,
}

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage {
    reader: Reader,
    line: Line,
    /// What it is called in the list of pages.
    crumb: String,
    address: String,
    from: String,
    text: String,
    links: Vec<String>,
    has_html: bool,
}

#[derive(Template)]
#[template(path = "gone.html")]
struct GonePage {
    reader: Reader,
}

pub(super) fn routes() -> Router<Arc<Start>> {
    Router::new()
        .route("/outbox", get(list))
        .route("/outbox.json", get(json))
        .route("/outbox/{number}", get(message))
        .route("/outbox/{number}/html", get(html))
}

async fn list(State(start): State<Arc<Start>>, reader: Reader) -> Response {
    let messages: Vec<Line> = start.outbox.messages().iter().map(|sent| line(reader.text, sent)).collect();
    let gone = start.outbox.sent().saturating_sub(messages.len() as u64);
    let gone = (gone > 0).then(|| reader.text.only_newest(i64::try_from(gone).unwrap_or(i64::MAX)));
    page(&OutboxPage { reader, messages, gone })
}

/// The same for tests: newest first, whole messages.
async fn json(State(start): State<Arc<Start>>) -> Response {
    Json(start.outbox.messages()).into_response()
}

async fn message(State(start): State<Arc<Start>>, Path(number): Path<u64>, reader: Reader) -> Response {
    let Some(sent) = start.outbox.message(number) else {
        return (StatusCode::NOT_FOUND, page(&GonePage { reader })).into_response();
    };
    page(&MessagePage {
        line: line(reader.text, &sent),
        crumb: reader.text.message(&number.to_string()),
        address: sent.message.to,
        links: links(&sent.message.text),
        has_html: sent.message.html.is_some(),
        from: sent.message.from,
        text: sent.message.text,
        reader,
    })
}

async fn html(State(start): State<Arc<Start>>, Path(number): Path<u64>, reader: Reader) -> Response {
    let Some(html) = start.outbox.message(number).and_then(|sent| sent.message.html) else {
        return (StatusCode::NOT_FOUND, page(&GonePage { reader })).into_response();
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAME_POLICY))];
    (policy, Html(opening_new_tabs(&html))).into_response()
}

fn line(text: Texts, sent: &Sent) -> Line {
    let message = &sent.message;
    let first_line = || message.text.lines().next().unwrap_or_default().chars().take(80).collect();
    Line {
        number: sent.number,
        to: match message.channel {
            Channel::Email => text.email_to(&message.to),
            Channel::Sms => text.text_message_to(&message.to),
        },
        title: message.subject.clone().unwrap_or_else(first_line),
        when: date(text, message.at),
    }
}

/// Links of a mail open beside the outbox: inside the frame, the pages that they lead to would rightly refuse to show.
fn opening_new_tabs(html: &str) -> String {
    let base = "<base target=\"_blank\">";
    match html.find("<head>") {
        Some(at) => {
            let (before, after) = html.split_at(at + "<head>".len());
            format!("{before}{base}{after}")
        }
        None => format!("{base}{html}"),
    }
}

/// The addresses in a plain text, each once.
fn links(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(|edge: char| "<>()[]\"'.,;".contains(edge));
        if (word.starts_with("http://") || word.starts_with("https://")) && !found.iter().any(|link| link == word) {
            found.push(word.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_once_and_without_punctuation() {
        let text = "Open <http://localhost:7300/r?t=a.b>, or http://localhost:7300/r?t=a.b.\njavascript:alert(1) http";
        assert_eq!(links(text), ["http://localhost:7300/r?t=a.b"]);
    }

    #[test]
    fn the_base_goes_inside_the_head() {
        assert_eq!(
            opening_new_tabs("<!doctype html><head><title>x</title>"),
            "<!doctype html><head><base target=\"_blank\"><title>x</title>"
        );
    }
}
