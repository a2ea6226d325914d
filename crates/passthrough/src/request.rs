//! The whole request: read strictly when it is saved, filled in when somebody signs in.

use std::{collections::BTreeMap, fmt};

use http::{
    HeaderMap, HeaderValue, Method,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use model::provider::{Rest, RestAuthentication, RestData, RestMethod};
use zeroize::Zeroizing;

use crate::{
    address::Address,
    header::{Header, basic},
    json,
    template::Template,
    url_encoded,
    value::{NotCarried, Placeholder, Values},
    xml,
};

/// Something that is wrong with a request as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The field: `url`, `headers.X-Key`.
    pub field: String,
    /// What is wrong, in words that follow the field's name.
    pub text: String,
}

/// What the operator allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// Whether a password may stand in an address, where servers and proxies log it (EXT-09).
    pub password_in_url: bool,
}

/// What a service is asked with: whether a password is right, and to reset one.
#[derive(Clone)]
pub struct Request {
    method: Method,
    url: Address,
    headers: Vec<Header>,
    basic: bool,
    body: Option<(RestData, Template)>,
    forgot_password: Option<Address>,
}

/// The request, filled in. Its `Debug` shows nothing of it.
pub struct FilledRequest {
    /// The method.
    pub method: Method,
    /// Where it goes.
    pub url: Zeroizing<String>,
    /// Its headers, all marked as sensitive but the type of the body.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Zeroizing<String>,
}

impl Request {
    /// Reads it with the values of its headers, or says everything that is wrong with it.
    ///
    /// # Errors
    /// The flaws, by field.
    pub fn new(rest: &Rest, headers: &BTreeMap<String, String>, rules: Rules) -> Result<Self, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let mut note = |field: &str, text: String| flaws.push(Flaw { field: field.to_owned(), text });
        let url = Address::parse(&rest.url).map_err(|text| note("url", text)).ok();
        let forgot_password = rest
            .forgot_password_url
            .as_deref()
            .and_then(|text| forgot_password(text).map_err(|text| note("forgot_password_url", text)).ok());
        let in_url = url.as_ref().is_some_and(|url| url.has(Placeholder::UserPassword));
        if in_url && !rules.password_in_url {
            let text = "holds {{USERPASSWORD}}, and addresses are logged by others: put it into the body or a header, or allow it \
                in doorward.toml (egress.password_in_url)";
            note("url", text.to_owned());
        }
        let body = body(rest).map_err(|text| note("body", text)).ok().flatten();
        let basic = rest.authentication == RestAuthentication::Basic;
        let mut read = Vec::new();
        for (name, value) in headers {
            let field = format!("headers.{name}");
            match Header::parse(name, value) {
                Ok(header) if basic && header.name == AUTHORIZATION => {
                    note(&field, "is set by `authentication: basic` already".to_owned());
                }
                Ok(header) => read.push(header),
                Err(text) => note(&field, text),
            }
        }
        let sends = |template: &Template| template.has(Placeholder::UserPassword);
        let in_body = body.as_ref().is_some_and(|(_, template)| sends(template));
        let sends_it = basic || in_url || in_body || read.iter().any(|header| sends(&header.value));
        if !sends_it && flaws.is_empty() {
            let text =
                "sends no password: put {{USERPASSWORD}} into it or into a header, or say `authentication: basic`";
            flaws.push(Flaw { field: "body".to_owned(), text: text.to_owned() });
        }
        match url.filter(|_| flaws.is_empty()) {
            Some(url) => Ok(Self { method: method(rest.method), url, headers: read, basic, body, forgot_password }),
            None => Err(flaws),
        }
    }

    /// What whoever saves it should know, though it is no error.
    pub fn notes(&self) -> Vec<&'static str> {
        let mut notes = Vec::new();
        if self.url.has(Placeholder::UserPassword) {
            notes.push("the password stands in the address, which servers and proxies on the way may log");
        }
        if self.url.has_value_in_path() || self.forgot_password.as_ref().is_some_and(Address::has_value_in_path) {
            notes.push(
                "a value stands in the path of an address, where many gateways decode or refuse an encoded / (%2F)",
            );
        }
        notes
    }

    /// The request with these values.
    ///
    /// # Errors
    /// Why one of them can't be sent: nothing is.
    pub fn fill(&self, values: &Values<'_>) -> Result<FilledRequest, NotCarried> {
        let mut headers = HeaderMap::new();
        for header in &self.headers {
            headers.append(header.name.clone(), header.fill(values)?);
        }
        if self.basic {
            headers.insert(AUTHORIZATION, basic(values)?);
        }
        let body = match &self.body {
            None => String::new(),
            Some((data, template)) => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(*data)));
                template.fill(
                    values,
                    match data {
                        RestData::Json => json::encode,
                        RestData::UrlEncoded => url_encoded::encode,
                        RestData::Xml => xml::encode,
                    },
                )?
            }
        };
        let url = Zeroizing::new(self.url.fill(values)?);
        Ok(FilledRequest { method: self.method.clone(), url, headers, body: Zeroizing::new(body) })
    }

    /// The request that asks the service to reset the password of whoever the values are of (J3.5), where it takes such. It is a GET
    /// with those headers that hold no password; HTTP Basic is made of one, so it does not go along (EXT-17).
    ///
    /// # Errors
    /// Why one of the values can't be sent: nothing is.
    pub fn fill_forgotten(&self, values: &Values<'_>) -> Option<Result<FilledRequest, NotCarried>> {
        self.forgot_password.as_ref().map(|url| self.forgotten(url, values))
    }

    fn forgotten(&self, url: &Address, values: &Values<'_>) -> Result<FilledRequest, NotCarried> {
        let mut headers = HeaderMap::new();
        for header in self.headers.iter().filter(|header| !header.value.has(Placeholder::UserPassword)) {
            headers.append(header.name.clone(), header.fill(values)?);
        }
        let url = Zeroizing::new(url.fill(values)?);
        Ok(FilledRequest { method: Method::GET, url, headers, body: Zeroizing::default() })
    }

    /// Whether it can carry this password, whoever's it is.
    ///
    /// # Errors
    /// Why not.
    pub fn carries(&self, password: &str) -> Result<(), NotCarried> {
        self.fill(&Values::stand_in(password)).map(|_| ())
    }
}

fn method(method: RestMethod) -> Method {
    match method {
        RestMethod::Post => Method::POST,
        RestMethod::Put => Method::PUT,
        RestMethod::Get => Method::GET,
    }
}

/// The address of the service that resets passwords. Nobody has typed one there.
fn forgot_password(text: &str) -> Result<Address, String> {
    let url = Address::parse(text)?;
    match url.has(Placeholder::UserPassword) {
        true => Err("holds {{USERPASSWORD}}, and who forgot it has typed none".to_owned()),
        false => Ok(url),
    }
}

/// The type of the body, with its charset (EXT-18). JSON and forms have none: they are UTF-8 by themselves (RFC 8259 §11).
const fn content_type(data: RestData) -> &'static str {
    match data {
        RestData::Json => "application/json",
        RestData::UrlEncoded => "application/x-www-form-urlencoded",
        RestData::Xml => "application/xml; charset=utf-8",
    }
}

fn body(rest: &Rest) -> Result<Option<(RestData, Template)>, String> {
    let Some(text) = &rest.body else { return Ok(None) };
    if rest.method == RestMethod::Get {
        return Err("can't go with GET: leave it out, or say `method: post`".to_owned());
    }
    let template = Template::parse(text)?;
    match rest.data {
        RestData::Json => json::check(&template)?,
        RestData::UrlEncoded => url_encoded::check(&template)?,
        RestData::Xml => xml::check(&template)?,
    }
    Ok(Some((rest.data, template)))
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

impl fmt::Debug for FilledRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilledRequest").field("method", &self.method).finish_non_exhaustive()
    }
}
