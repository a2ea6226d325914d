//! Who reads a page: in which language, and the menu that changes it.
//!
//! The menu's choice is a cookie. Cookies ignore ports, so one choice holds for the start page and both applications, as a
//! newcomer expects; Doorward is another host and is told by `ui_locales`.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::post,
};
use text::{Language, Wishes};
use url::form_urlencoded;

use crate::{Texts, cookies, guard::Guard, texts::Say};

const COOKIE: &str = "demo_language";

/// The longest form that chooses a language, in bytes.
const FORM_BYTES: usize = 2048;

/// The language of whoever asks for a page, and where its menu leads back to.
pub(crate) struct Reader {
    pub(crate) text: Texts,
    pub(crate) back: String,
}

impl Reader {
    /// In the chosen language, else in the one that the browser prefers.
    pub(crate) fn new(headers: &HeaderMap, back: &str) -> Self {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let wishes = Wishes {
            chosen: cookies::read(headers, COOKIE),
            accept_language: accepted.unwrap_or_default(),
            ..Wishes::default()
        };
        Self { text: Texts::new(wishes.language()), back: back.to_owned() }
    }

    pub(crate) fn say(&self, say: &Say) -> &'static str {
        say(self.text)
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.text.language().tag()
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // An answer of Doorward's is good once, and a form is not sent again: from there the menu leads to the first page.
        let path = parts.uri.path();
        let again = parts.method == Method::GET && !["/callback", "/sign-in"].contains(&path);
        Ok(Self::new(&parts.headers, if again { path } else { "/" }))
    }
}

/// Where the menu posts to.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(guard: Arc<Guard>) -> Router<S> {
    let choose = move |headers: HeaderMap, form: String| async move { choose(&guard, &headers, &form) };
    Router::new().route("/language", post(choose)).layer(DefaultBodyLimit::max(FORM_BYTES))
}

fn choose(guard: &Guard, headers: &HeaderMap, form: &str) -> Response {
    let value = |wanted: &str| {
        form_urlencoded::parse(form.as_bytes()).find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
    };
    let language = value("language").as_deref().and_then(Language::of_tag);
    let (Some(language), true) = (language, guard.is_from_here(headers)) else {
        let text = Reader::new(headers, "/").text;
        return (StatusCode::BAD_REQUEST, format!("{}\n", text.not_from_here_text())).into_response();
    };
    let cookie = AppendHeaders([(header::SET_COOKIE, cookies::set(COOKIE, language.tag()))]);
    (cookie, Redirect::to(&within(value("back")))).into_response()
}

/// A path of this site, or its first page: nobody is led elsewhere.
fn within(back: Option<String>) -> String {
    let is_path = |back: &String| {
        let rest = back.strip_prefix('/').unwrap_or("/");
        !rest.starts_with('/') && back.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte))
    };
    back.filter(is_path).unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_leads_back_to_paths_of_this_site_only() {
        let led = |back: &str| within(Some(back.to_owned()));
        assert_eq!(["/", "/outbox/3/html", "/signed-out"].map(led), ["/", "/outbox/3/html", "/signed-out"]);
        for elsewhere in
            ["", "outbox", "//evil.example", "/\\evil.example", "https://evil.example", "/a?b=c", "/a\r\nb"]
        {
            assert_eq!(led(elsewhere), "/", "{elsewhere:?}");
        }
        assert_eq!(within(None), "/");
    }
}
