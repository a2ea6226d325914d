//! One person's browser and the applications behind it: cookies, redirects, forms, PKCE, tokens. Each step looks at what
//! came back, so that a fast wrong answer is an error.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use crypto::{
    entropy::{self, Entropy, System},
    totp,
};
use http::{
    HeaderName, Method, StatusCode,
    header::{AUTHORIZATION, COOKIE, ORIGIN, SET_COOKIE},
};
use jose::{Algorithm, base64url, digest};
use serde_json::Value;

use crate::{
    content::{self, OWN_SCOPE, PASSWORD, SECRET, client_id, email, redirect_uri},
    http::{Connection, Failed, Reply},
};

/// The cookie of the session, on an http issuer.
pub(crate) const SESSION: &str = "session";

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// What all clients of a run share.
pub(crate) struct Crowd {
    /// Host and port of the server.
    pub(crate) authority: String,
    /// Its issuer.
    pub(crate) issuer: String,
    /// How many users there are.
    pub(crate) users: u32,
    /// Whose turn it is next.
    next: AtomicU32,
}

impl Crowd {
    pub(crate) fn new(authority: String, issuer: String, users: u32) -> Arc<Self> {
        Arc::new(Self { authority, issuer, users, next: AtomicU32::new(0) })
    }
}

/// What an application was given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// A code that was not exchanged yet, and what it takes to do so.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) code: String,
    pub(crate) verifier: String,
}

/// A browser with one connection to the server, and what applications hold of its person.
pub(crate) struct Client {
    crowd: Arc<Crowd>,
    connection: Connection,
    cookies: BTreeMap<String, String>,
    address: String,
    /// The number of the person.
    pub(crate) user: u32,
    /// The tokens of the application that was opened last.
    pub(crate) tokens: Tokens,
}

impl Client {
    pub(crate) async fn new(crowd: &Arc<Crowd>) -> Result<Self, Failed> {
        let connection = Connection::open(&crowd.authority).await?;
        let mut client = Self {
            crowd: Arc::clone(crowd),
            connection,
            cookies: BTreeMap::new(),
            address: String::new(),
            user: 0,
            tokens: Tokens::default(),
        };
        client.become_next();
        Ok(client)
    }

    /// Becomes the next person, in a new browser at an address of its own.
    pub(crate) fn become_next(&mut self) {
        let number = self.crowd.next.fetch_add(1, Ordering::Relaxed);
        // Consecutive people are far apart, so that no page of the database is theirs alone.
        let spread = u64::from(number) * 7_919;
        self.user = u32::try_from(spread % u64::from(self.crowd.users.max(1))).unwrap_or_default();
        let [_, a, b, c] = number.to_be_bytes();
        self.address = format!("10.{a}.{b}.{c}");
        self.cookies.clear();
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// The same browser, with the cookies that it had.
    pub(crate) fn become_again(&mut self, user: u32, session: &str) {
        self.become_next();
        self.user = user;
        self.cookies.insert(SESSION.to_owned(), session.to_owned());
    }

    /// The next browser, of this person.
    pub(crate) fn become_user(&mut self, user: u32) {
        self.become_next();
        self.user = user;
    }

    async fn get(&mut self, path: &str) -> Result<Reply, Failed> {
        self.browse(Method::GET, path, String::new()).await
    }

    async fn browse(&mut self, method: Method, path: &str, form: String) -> Result<Reply, Failed> {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let mut headers = vec![(FORWARDED, self.address.as_str()), (ORIGIN, self.crowd.issuer.as_str())];
        if !cookies.is_empty() {
            headers.push((COOKIE, &cookies));
        }
        let reply = self.connection.send(method, path, &headers, form).await?;
        for set in reply.headers.get_all(SET_COOKIE) {
            let pair = set.to_str().ok().and_then(|text| text.split(';').next()?.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(reply)
    }

    async fn call(&mut self, path: &str, form: String) -> Result<Reply, Failed> {
        let headers = [(FORWARDED, self.address.as_str())];
        self.connection.send(Method::POST, path, &headers, form).await
    }

    /// From an application's request to its code: every page and form of a password sign-in.
    pub(crate) async fn sign_in(&mut self, algorithm: Algorithm, at: model::Time) -> Result<Code, Failed> {
        let (client_id, verifier) = (client_id(algorithm, false), secret());
        let reply = self.get(&request(&client_id, &verifier)).await?;
        let page = self.crowd.own(reply.location()?)?;
        expect(self.get(&page).await?.page()?, "name=\"email\"")?;
        let form = pairs(&[("answer", "email"), ("email", &email(self.user))]);
        let reply = self.browse(Method::POST, &page, form).await?;
        let next = self.crowd.own(reply.location()?)?;
        expect(self.get(&next).await?.page()?, "name=\"password\"")?;
        let mut reply =
            self.browse(Method::POST, &page, pairs(&[("answer", "password"), ("password", PASSWORD)])).await?;
        if let Ok(next) = self.crowd.own(reply.location()?) {
            expect(self.get(&next).await?.page()?, "name=\"code\"")?;
            let app = totp::Secret::from_bytes(content::TOTP).ok_or("the authenticator app has no secret")?;
            let form = pairs(&[("answer", "code"), ("code", &app.code(totp::Step::at(at)))]);
            reply = self.browse(Method::POST, &page, form).await?;
        }
        let code = code(&reply, &client_id, verifier)?;
        self.cookie(SESSION).ok_or("a sign-in without a session")?;
        Ok(code)
    }

    /// From another application's request to its code, with the session that is there.
    pub(crate) async fn open_second(&mut self, algorithm: Algorithm) -> Result<Code, Failed> {
        let (client_id, verifier) = (client_id(algorithm, true), secret());
        let reply = self.get(&request(&client_id, &verifier)).await?;
        code(&reply, &client_id, verifier)
    }

    /// The application exchanges its code.
    pub(crate) async fn exchange(&mut self, code: &Code) -> Result<Tokens, Failed> {
        tokens(&self.exchange_reply(code).await?)
    }

    /// The same, whatever the answer is.
    pub(crate) async fn exchange_reply(&mut self, code: &Code) -> Result<Reply, Failed> {
        let form = pairs(&[
            ("grant_type", "authorization_code"),
            ("client_id", &code.client_id),
            ("client_secret", SECRET),
            ("code", &code.code),
            ("redirect_uri", &redirect_uri(&code.client_id)),
            ("code_verifier", &code.verifier),
        ]);
        self.call("/oauth/token", form).await
    }

    /// The first application exchanges its refresh token for the next.
    pub(crate) async fn refresh(&mut self, algorithm: Algorithm) -> Result<Tokens, Failed> {
        let token = self.tokens.refresh.clone();
        let reply = self.refresh_reply(algorithm, &token).await?;
        self.tokens = tokens(&reply)?;
        if self.tokens.refresh == token {
            return Err("the refresh token did not change".into());
        }
        Ok(self.tokens.clone())
    }

    /// The same with any token, whatever the answer is.
    pub(crate) async fn refresh_reply(&mut self, algorithm: Algorithm, token: &str) -> Result<Reply, Failed> {
        let form = pairs(&[
            ("grant_type", "refresh_token"),
            ("client_id", &client_id(algorithm, false)),
            ("client_secret", SECRET),
            ("refresh_token", token),
        ]);
        self.call("/oauth/token", form).await
    }

    /// An application gets a token for itself.
    pub(crate) async fn client_credentials(&mut self, algorithm: Algorithm) -> Result<(), Failed> {
        let form = pairs(&[
            ("grant_type", "client_credentials"),
            ("client_id", &client_id(algorithm, false)),
            ("client_secret", SECRET),
            ("scope", OWN_SCOPE),
        ]);
        let answer = self.call("/oauth/token", form).await?.json()?;
        token(&answer, "access_token").map(drop)
    }

    /// The first application asks whether its access token is good.
    pub(crate) async fn introspect(&mut self, algorithm: Algorithm) -> Result<(), Failed> {
        let client_id = client_id(algorithm, false);
        let form = pairs(&[("client_id", &client_id), ("client_secret", SECRET), ("token", &self.tokens.access)]);
        let answer = self.call("/oauth/introspect", form).await?.json()?;
        if answer["active"] == true && answer["client_id"] == client_id.as_str() {
            Ok(())
        } else {
            Err(answer.to_string().into())
        }
    }

    /// The first application asks who the person is.
    pub(crate) async fn userinfo(&mut self) -> Result<(), Failed> {
        let bearer = format!("Bearer {}", self.tokens.access);
        let headers = [(FORWARDED, self.address.as_str()), (AUTHORIZATION, bearer.as_str())];
        let reply = self.connection.send(Method::GET, "/oauth/userinfo", &headers, String::new()).await?;
        let answer = reply.json()?;
        if answer["email"] == email(self.user).as_str() { Ok(()) } else { Err(answer.to_string().into()) }
    }

    /// Metadata.
    pub(crate) async fn discovery(&mut self) -> Result<(), Failed> {
        let answer = self.get("/.well-known/openid-configuration").await?.json()?;
        if answer["issuer"] == self.crowd.issuer.as_str() { Ok(()) } else { Err(answer.to_string().into()) }
    }

    /// Keys.
    pub(crate) async fn keys(&mut self) -> Result<(), Failed> {
        let answer = self.get("/oauth/jwks").await?.json()?;
        if answer["keys"].as_array().is_some_and(|keys| keys.len() == 3) {
            Ok(())
        } else {
            Err(answer.to_string().into())
        }
    }

    /// What the bare server answers.
    pub(crate) async fn bare(&mut self) -> Result<(), Failed> {
        let reply = self.get("/").await?;
        if reply.page()? == crate::bare::ANSWER { Ok(()) } else { Err(reply.failed()) }
    }

    /// Whether the session stands: the list of applications is shown, or the way to the sign-in.
    pub(crate) async fn is_signed_in(&mut self) -> Result<bool, Failed> {
        let reply = self.get("/").await?;
        match reply.status {
            StatusCode::OK => Ok(true),
            StatusCode::SEE_OTHER => Ok(false),
            _ => Err(reply.failed()),
        }
    }
}

impl Crowd {
    /// An address of the server as a path.
    fn own(&self, location: &str) -> Result<String, Failed> {
        let path = location.strip_prefix(&self.issuer).unwrap_or(location);
        if path.starts_with('/') { Ok(path.to_owned()) } else { Err(format!("sent away to {location}").into()) }
    }
}

/// The authorization request of an application.
fn request(client_id: &str, verifier: &str) -> String {
    let challenge = base64url::encode(digest::sha256(verifier.as_bytes()));
    let query = pairs(&[
        ("client_id", client_id),
        ("redirect_uri", &redirect_uri(client_id)),
        ("response_type", "code"),
        ("scope", "openid profile email"),
        ("state", "a state of the application"),
        ("nonce", "a nonce of the application"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]);
    format!("/oauth/authorize?{query}")
}

/// The code in an answer that goes back to the application.
fn code(reply: &Reply, client_id: &str, verifier: String) -> Result<Code, Failed> {
    let location = reply.location()?;
    let answer = location.strip_prefix(&redirect_uri(client_id)).ok_or_else(|| format!("sent to {location}"))?;
    let value = |name: &str| {
        let pairs = answer.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find_map(|(known, value)| (known == name).then_some(value))
    };
    if value("state") != Some("a+state+of+the+application")
        && value("state") != Some("a%20state%20of%20the%20application")
    {
        return Err(format!("another state: {location}").into());
    }
    let code = value("code").ok_or_else(|| format!("no code: {location}"))?.to_owned();
    Ok(Code { client_id: client_id.to_owned(), code, verifier })
}

/// What the answer of the token endpoint to a person's application has.
pub(crate) fn tokens(reply: &Reply) -> Result<Tokens, Failed> {
    let answer = reply.json()?;
    token(&answer, "id_token")?;
    let refresh = answer["refresh_token"].as_str().filter(|token| token.len() > 40);
    let refresh = refresh.ok_or_else(|| format!("no refresh token: {answer}"))?.to_owned();
    Ok(Tokens { access: opaque(&answer, "access_token")?.to_owned(), refresh })
}

/// A token that is for Doorward alone: nobody else reads it.
fn opaque<'a>(answer: &'a Value, name: &str) -> Result<&'a str, Failed> {
    let found = answer[name].as_str().filter(|token| token.len() > 40 && !token.contains('.'));
    found.ok_or_else(|| format!("no opaque {name}: {answer}").into())
}

/// A compact JWS.
fn token<'a>(answer: &'a Value, name: &str) -> Result<&'a str, Failed> {
    let found = answer[name].as_str().filter(|token| token.split('.').filter(|part| !part.is_empty()).count() == 3);
    found.ok_or_else(|| format!("no {name}: {answer}").into())
}

fn expect(page: &str, part: &str) -> Result<(), Failed> {
    if page.contains(part) { Ok(()) } else { Err(format!("a page without {part}").into()) }
}

/// A code verifier (RFC 7636 §4.1).
fn secret() -> String {
    base64url::encode(entropy::bytes::<32>(&System as &dyn Entropy))
}

/// Pairs as a form has them.
fn pairs(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
                _ => text.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    text
}
