//! A browser: it keeps cookies, fills forms and goes where it is sent, until that is elsewhere.

use std::collections::BTreeMap;

use http::{Method, header::SET_COOKIE};
use web::chassis::{App, pairs};

use super::{Answer, ISSUER, PASSWORD, Wire, send_bytes};

/// A browser of one person.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) cookies: BTreeMap<String, String>,
    /// Where it comes from.
    pub(crate) address: [u8; 4],
}

impl Default for Browser {
    fn default() -> Self {
        Self { cookies: BTreeMap::new(), address: [192, 0, 2, 1] }
    }
}

/// Where it ended up: a page of ours, or the way to somewhere else.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// The address asked for last.
    pub(crate) at: String,
    pub(crate) answer: Answer,
}

impl Browser {
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(&format!("__Host-{name}")).map(String::as_str)
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(format!("__Host-{name}"), value.to_owned());
    }

    /// One request, as a browser sends it from our own page.
    pub(crate) async fn one(&mut self, app: &App, method: Method, path: &str, body: &str) -> Answer {
        self.send(app, method, path, ("application/x-www-form-urlencoded", body.as_bytes())).await
    }

    async fn send(&mut self, app: &App, method: Method, path: &str, (media_type, body): (&str, &[u8])) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut headers = vec![("accept", "text/html"), ("user-agent", "Mozilla/5.0 Firefox/143.0 Linux")];
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        if method == Method::POST {
            headers.extend([("origin", ISSUER), ("content-type", media_type)]);
        }
        let answer = send_bytes(self.address, app, method, path, &headers, body).await;
        for cookie in answer.headers.get_all(SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let (value, attributes) = rest.split_once(';').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Sends a form with files: names and contents.
    pub(crate) async fn upload(&mut self, wire: &Wire, path: &str, fields: &[(&str, &[u8])]) -> Page {
        let mut body = Vec::new();
        for (name, content) in fields {
            let head = format!("--b7\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"x.svg\"\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(b"--b7--\r\n");
        let answer = self.send(&wire.app, Method::POST, path, ("multipart/form-data; boundary=b7", &body)).await;
        self.follow(wire, path, answer).await
    }

    /// Goes to an address, and on to where it leads.
    pub(crate) async fn go(&mut self, wire: &Wire, path: &str) -> Page {
        let answer = self.one(&wire.app, Method::GET, path, "").await;
        self.follow(wire, path, answer).await
    }

    /// Sends the page's first form with these fields, and goes on to where it leads.
    pub(crate) async fn answer<const N: usize>(&mut self, wire: &Wire, page: &Page, fields: [(&str, &str); N]) -> Page {
        let action = page.action();
        let hidden = page.hidden();
        let given = |name: &str| fields.iter().any(|(known, _)| *known == name);
        let hidden =
            hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| !given(name));
        let body = pairs::encode(fields.into_iter().chain(hidden));
        let answer = self.one(&wire.app, Method::POST, &action, &body).await;
        self.follow(wire, &action, answer).await
    }

    async fn follow(&mut self, wire: &Wire, path: &str, mut answer: Answer) -> Page {
        let mut at = path.to_owned();
        for _ in 0..8 {
            match answer.header("location") {
                Some(location) if location.starts_with('/') => at = location.to_owned(),
                _ => return Page { at, answer },
            }
            answer = self.one(&wire.app, Method::GET, &at, "").await;
        }
        panic!("it goes round and round: {at}");
    }

    /// To the page that asks for the password.
    pub(crate) async fn reach_password(&mut self, wire: &Wire, path: &str, email: &str) -> Page {
        let page = self.go(wire, path).await;
        let page = self.answer(wire, &page, [("email", email)]).await;
        assert!(page.asks("password"), "{page:?}");
        page
    }

    /// Signs in with address and [`PASSWORD`], as far as that leads.
    pub(crate) async fn sign_in(&mut self, wire: &Wire, path: &str, email: &str) -> Page {
        let page = self.reach_password(wire, path, email).await;
        self.answer(wire, &page, [("password", PASSWORD)]).await
    }
}

impl Page {
    /// Whether the page has this field to fill in.
    pub(crate) fn asks(&self, field: &str) -> bool {
        let named = format!(" name=\"{field}\"");
        self.answer
            .body
            .split("<input")
            .skip(1)
            .filter_map(|rest| rest.split('>').next())
            .any(|input| input.contains(&named) && !input.contains("hidden"))
    }

    fn action(&self) -> String {
        let (_, rest) = self.answer.body.split_once(" action=\"").unwrap_or_else(|| panic!("no form: {self:?}"));
        rest.split('"').next().unwrap_or_default().replace("&#38;", "&")
    }

    /// The hidden fields of the page's first form.
    fn hidden(&self) -> Vec<(String, String)> {
        let (_, form) = self.answer.body.split_once("<form").unwrap_or_else(|| panic!("no form: {self:?}"));
        let form = form.split("</form>").next().unwrap_or_default();
        let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
        let parts = inputs.filter_map(|rest| rest.split_once("\" value=\""));
        parts.map(|(name, rest)| (name.to_owned(), rest.split('"').next().unwrap_or_default().to_owned())).collect()
    }

    /// A parameter of the address elsewhere that it leads to.
    pub(crate) fn sent(&self, name: &str) -> Option<String> {
        let (_, query) = self.answer.header("location")?.split_once('?')?;
        let pairs = pairs::Pairs::decode(query.as_bytes()).ok()?;
        pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    }

    /// The code that the application is given.
    pub(crate) fn code(&self) -> String {
        self.sent("code").unwrap_or_else(|| panic!("no code: {self:?}"))
    }
}
