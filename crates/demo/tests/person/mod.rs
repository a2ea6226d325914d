//! A person's browser in front of one application: cookies, no redirects followed unasked.

#![allow(dead_code, clippy::allow_attributes, reason = "each test file needs another part of it")]

use std::collections::BTreeMap;

use axum::{Router, body::Body};
use http_body_util::BodyExt;
use hyper::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt;
use url::form_urlencoded;

pub(crate) const ORIGIN: &str = "http://127.0.0.1:7302";

/// A browser at the application.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) application: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    /// What the browser prefers, as `Accept-Language` says it.
    pub(crate) prefers: &'static str,
}

/// What it saw.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) text: String,
    pub(crate) headers: HeaderMap,
}

impl Person {
    pub(crate) fn at(application: Router) -> Self {
        Self { application, cookies: BTreeMap::new(), prefers: "" }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Seen {
        self.send(Request::get(path), Body::empty()).await
    }

    /// A form of the application's own page.
    pub(crate) async fn post(&mut self, path: &str) -> Seen {
        self.send(Request::post(path).header(header::ORIGIN, ORIGIN), Body::empty()).await
    }

    /// The menu of languages on this page.
    pub(crate) async fn choose(&mut self, language: &str, back: &str) -> Seen {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("back", back)
            .append_pair("language", language)
            .finish();
        self.send(Request::post("/language").header(header::ORIGIN, ORIGIN), form.into()).await
    }

    pub(crate) async fn send(&mut self, request: hyper::http::request::Builder, body: Body) -> Seen {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request
            .header(header::HOST, ORIGIN.strip_prefix("http://").unwrap())
            .header(header::COOKIE, cookies.join("; "))
            .header(header::ACCEPT_LANGUAGE, self.prefers)
            .body(body)
            .unwrap();
        let response = self.application.clone().oneshot(request).await.unwrap();
        for line in response.headers().get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            assert!(line.contains("; HttpOnly") && line.contains("; SameSite=Lax"), "{line}");
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = response.status();
        let headers = response.headers().clone();
        let location = response.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Seen { status, location, text: String::from_utf8(body.to_vec()).unwrap(), headers }
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        self.cookies.contains_key("almanac_session")
    }
}

/// `/callback` with these parameters.
pub(crate) fn callback(parameters: &std::collections::HashMap<String, String>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("/callback?{query}")
}
