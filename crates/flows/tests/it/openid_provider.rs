//! A provider of OpenID Connect over real HTTP, which a test can bend.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jose::{Algorithm, SigningKey, base64url, digest};
use serde_json::{Map, Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use crate::world::NOW;

pub(crate) const CLIENT: &str = "doorward";
pub(crate) const SECRET: &str = "a client secret: nobody may read it";
pub(crate) const ACCESS_TOKEN: &str = "an-access-token-that-is-kept-nowhere";

/// What a test bends.
#[derive(Clone, Default)]
pub(crate) struct Bends {
    /// Claims of the ID token in place of its own; null takes one away.
    pub(crate) claims: Map<String, Value>,
    /// Members of the discovery document, the same.
    pub(crate) metadata: Map<String, Value>,
    /// What userinfo answers; nothing, where it has no more to say.
    pub(crate) userinfo: Option<Value>,
    /// Whether the ID token is not signed at all.
    pub(crate) unsigned: bool,
    /// Whether it is signed with a key that is not published.
    pub(crate) foreign_key: bool,
    /// A status in place of every answer.
    pub(crate) status: Option<u16>,
    /// The same of the token endpoint alone.
    pub(crate) token_status: Option<u16>,
    /// The same of the discovery document alone.
    pub(crate) discovery_status: Option<u16>,
    /// What its keys are all called.
    pub(crate) kid: Option<&'static str>,
    /// The path at which nothing is answered.
    pub(crate) hangs: Option<&'static str>,
    /// How clients show who they are: Basic unless said.
    pub(crate) client_authentication: Option<&'static str>,
}

/// A code that was given.
struct Given {
    nonce: Option<String>,
    challenge: Option<String>,
    redirect_uri: String,
    person: Value,
}

struct Parts {
    bends: Mutex<Bends>,
    keys: Mutex<Vec<Arc<SigningKey>>>,
    given: Mutex<HashMap<String, Given>>,
    asked: Mutex<Vec<String>>,
    let_go: Notify,
}

/// One.
#[derive(Clone)]
pub(crate) struct OpenidProvider {
    pub(crate) port: u16,
    parts: Arc<Parts>,
}

fn key() -> Arc<SigningKey> {
    Arc::new(SigningKey::generate(Algorithm::ES256).unwrap())
}

/// The parameters of an address.
pub(crate) fn parameters(address: &str) -> HashMap<String, String> {
    let (_, query) = address.split_once('?').unwrap();
    form(query)
}

fn form(text: &str) -> HashMap<String, String> {
    let decoded = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let hex = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
                }
                byte => byte,
            });
        }
        String::from_utf8(bytes).unwrap()
    };
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(n, v)| (decoded(n), decoded(v))).collect()
}

impl OpenidProvider {
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let parts = Parts {
            bends: Mutex::default(),
            keys: Mutex::new(vec![key()]),
            given: Mutex::default(),
            asked: Mutex::default(),
            let_go: Notify::new(),
        };
        let provider = Self { port, parts: Arc::new(parts) };
        let own = provider.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                tokio::spawn(async move { own.serve(stream).await });
            }
        });
        provider
    }

    pub(crate) fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The provider, as a document has it.
    pub(crate) fn document(&self, key: &str) -> Value {
        json!({
            "key": key, "name": "Acme Okta",
            "openid_connect": { "issuer": self.issuer(), "client_id": CLIENT, "client_secret": SECRET },
        })
    }

    pub(crate) fn bend(&self, bends: Bends) {
        *self.parts.bends.lock().unwrap() = bends;
    }

    /// Claims of the ID token in place of its own.
    pub(crate) fn claim(&self, claims: &Value) {
        self.bend(Bends { claims: claims.as_object().unwrap().clone(), ..Bends::default() });
    }

    /// Signs with another key from now on, which is published alone.
    pub(crate) fn rotate(&self) {
        *self.parts.keys.lock().unwrap() = vec![key()];
    }

    /// A token that it signs.
    pub(crate) fn sign(&self, typ: &str, claims: &Value) -> String {
        self.parts.keys.lock().unwrap()[0].sign(typ, claims).unwrap()
    }

    /// Answers what hangs.
    pub(crate) fn let_go(&self) {
        self.bend(Bends::default());
        self.parts.let_go.notify_waiters();
    }

    /// What came since this was asked before, each with its request line.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.parts.asked.lock().unwrap())
    }

    /// How often this path was asked for, of what was not taken.
    pub(crate) fn count(&self, path: &str) -> usize {
        let begins = |request: &&String| request.split(' ').nth(1).is_some_and(|target| target == path);
        self.parts.asked.lock().unwrap().iter().filter(begins).count()
    }

    /// This person signs in at the authorization endpoint: what the browser brings back.
    pub(crate) fn signs_in(&self, address: &str, person: Value) -> String {
        assert!(address.starts_with(&format!("{}/authorize?", self.issuer())), "{address}");
        let mut asked = parameters(address);
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
        let mut given = self.parts.given.lock().unwrap();
        let code = format!("code-{}-{}", given.len(), asked["state"].split_at(6).0);
        let (state, redirect_uri) = (asked["state"].clone(), asked["redirect_uri"].clone());
        let (nonce, challenge) = (asked.remove("nonce"), asked.remove("code_challenge"));
        given.insert(code.clone(), Given { nonce, challenge, redirect_uri, person });
        format!("code={code}&state={state}&iss={}", self.issuer().replace(':', "%3A").replace('/', "%2F"))
    }

    async fn serve(self, mut stream: TcpStream) {
        let Some(request) = read(&mut stream).await else { return };
        self.parts.asked.lock().unwrap().push(request.clone());
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let target = head.split(' ').nth(1).unwrap();
        let bends = self.parts.bends.lock().unwrap().clone();
        if bends.hangs == Some(target) {
            self.parts.let_go.notified().await;
        }
        let (status, answer) = match (bends.status, target) {
            (Some(status), _) => (status, json!({})),
            (None, "/.well-known/openid-configuration") => match bends.discovery_status {
                Some(status) => (status, json!({})),
                None => (200, self.metadata(&bends)),
            },
            (None, "/keys") => (200, self.keys(&bends)),
            (None, "/token") => match bends.token_status {
                Some(status) => (status, json!({})),
                None => self.token(head, body, &bends),
            },
            (None, "/userinfo") => match (&bends.userinfo, head.contains(&format!("Bearer {ACCESS_TOKEN}"))) {
                (Some(claims), true) => (200, claims.clone()),
                _ => (401, json!({})),
            },
            _ => (404, json!({})),
        };
        let body = answer.to_string();
        let head =
            format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
    }

    fn metadata(&self, bends: &Bends) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer());
        let mut document = json!({
            "issuer": self.issuer(), "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/userinfo"), "jwks_uri": at("/keys"),
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": [bends.client_authentication.unwrap_or("client_secret_basic")],
            "authorization_response_iss_parameter_supported": true,
        });
        laid(&mut document, &bends.metadata);
        document
    }

    fn keys(&self, bends: &Bends) -> Value {
        let keys = self.parts.keys.lock().unwrap();
        let public = keys.iter().map(|key| {
            let mut public = serde_json::to_value(key.public()).unwrap();
            bends.kid.iter().for_each(|kid| public["kid"] = json!(kid));
            public
        });
        json!({ "keys": public.collect::<Vec<_>>() })
    }

    fn token(&self, head: &str, body: &str, bends: &Bends) -> (u16, Value) {
        let sent = form(body);
        let basic =
            format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+").replace(':', "%3A"))));
        let shown = match bends.client_authentication {
            None => head.contains(&basic) && !sent.contains_key("client_secret"),
            Some("client_secret_post") => sent.get("client_secret").is_some_and(|secret| secret == SECRET),
            Some(_) => sent.get("client_assertion").is_some_and(|assertion| assertion.split('.').count() == 3),
        };
        let Some(given) = self.parts.given.lock().unwrap().remove(&sent["code"]).filter(|_| shown) else {
            return (401, json!({ "error": if shown { "invalid_grant" } else { "invalid_client" } }));
        };
        let challenge = base64url::encode(digest::sha256(&sent["code_verifier"]));
        if given.challenge != Some(challenge) || given.redirect_uri != sent["redirect_uri"] {
            return (400, json!({ "error": "invalid_grant" }));
        }
        let answer = json!({
            "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token(&given, bends),
        });
        (200, answer)
    }

    fn id_token(&self, given: &Given, bends: &Bends) -> String {
        let mut claims = json!({
            "iss": self.issuer(), "aud": CLIENT, "iat": NOW.seconds(), "exp": NOW.seconds() + 1000, "nonce": given.nonce,
        });
        laid(&mut claims, given.person.as_object().unwrap());
        laid(&mut claims, &bends.claims);
        if bends.unsigned {
            let part = |value: Value| base64url::encode(value.to_string());
            return format!("{}.{}.", part(json!({ "alg": "none" })), part(claims));
        }
        let key = if bends.foreign_key { key() } else { self.parts.keys.lock().unwrap()[0].clone() };
        match bends.kid {
            Some(kid) => called(kid, &key, &claims),
            None => key.sign("JWT", &claims).unwrap(),
        }
    }
}

/// A token whose key has another name than its own.
fn called(kid: &str, key: &SigningKey, claims: &Value) -> String {
    let part = |value: Value| base64url::encode(value.to_string());
    let signed = format!("{}.{}", part(json!({ "alg": "ES256", "kid": kid })), part(claims.clone()));
    let signature = base64url::encode(key.signature(signed.as_bytes()).unwrap());
    format!("{signed}.{signature}")
}

fn laid(under: &mut Value, over: &Map<String, Value>) {
    let members = under.as_object_mut().unwrap();
    for (name, value) in over {
        match value {
            Value::Null => drop(members.remove(name)),
            value => drop(members.insert(name.clone(), value.clone())),
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut read = Vec::new();
    loop {
        let mut some = [0; 4096];
        let Ok(length @ 1..) = stream.read(&mut some).await else { return None };
        read.extend_from_slice(&some[..length]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if length.unwrap_or(0) == body.len() {
            return Some(text);
        }
    }
}
