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
    outbox::{Channel, Sent},
    view::{date, page},
};

/// What a mail's HTML may do: show its own inline styles, and open a link in a new tab. No script, no form, no request.
const FRAME_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
                            style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
                            frame-ancestors 'self'";

#[derive(Template)]
#[template(path = "outbox.html")]
struct OutboxPage {
    messages: Vec<Line>,
    gone: u64,
}

/// A message in the list.
struct Line {
    number: u64,
    kind: &'static str,
    to: String,
    title: String,
    when: String,
}

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage {
    line: Line,
    from: String,
    text: String,
    links: Vec<String>,
    has_html: bool,
}

#[derive(Template)]
#[template(path = "gone.html")]
struct GonePage;

pub(super) fn routes() -> Router<Arc<Start>> {
    Router::new()
        .route("/outbox", get(list))
        .route("/outbox.json", get(json))
        .route("/outbox/{number}", get(message))
        .route("/outbox/{number}/html", get(html))
}

async fn list(State(start): State<Arc<Start>>) -> Response {
    let messages: Vec<Line> = start.outbox.messages().iter().map(line).collect();
    let gone = start.outbox.sent().saturating_sub(messages.len() as u64);
    page(&OutboxPage { messages, gone })
}

/// The same for tests: newest first, whole messages.
async fn json(State(start): State<Arc<Start>>) -> Response {
    Json(start.outbox.messages()).into_response()
}

async fn message(State(start): State<Arc<Start>>, Path(number): Path<u64>) -> Response {
    let Some(sent) = start.outbox.message(number) else {
        return (StatusCode::NOT_FOUND, page(&GonePage)).into_response();
    };
    page(&MessagePage {
        line: line(&sent),
        links: links(&sent.message.text),
        has_html: sent.message.html.is_some(),
        from: sent.message.from,
        text: sent.message.text,
    })
}

async fn html(State(start): State<Arc<Start>>, Path(number): Path<u64>) -> Response {
    let Some(html) = start.outbox.message(number).and_then(|sent| sent.message.html) else {
        return (StatusCode::NOT_FOUND, page(&GonePage)).into_response();
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAME_POLICY))];
    (policy, Html(opening_new_tabs(&html))).into_response()
}

fn line(sent: &Sent) -> Line {
    let message = &sent.message;
    let first_line = || message.text.lines().next().unwrap_or_default().chars().take(80).collect();
    Line {
        number: sent.number,
        kind: match message.channel {
            Channel::Email => "E-mail",
            Channel::Sms => "Text message",
        },
        to: message.to.clone(),
        title: message.subject.clone().unwrap_or_else(first_line),
        when: date(message.at),
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
