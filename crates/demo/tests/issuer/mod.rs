//! A small OpenID Provider that does as it is told: right, until a test makes it lie.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use jose::{Algorithm, JwkSet, Jws, SigningKey, Typ, VerifyingKeys, base64url, digest};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};
use url::{Url, form_urlencoded};

pub(crate) type Parameters = HashMap<String, String>;
type Lie = Box<dyn Fn(&mut Value) + Send>;

/// What the issuer keeps, and how it lies.
pub(crate) struct Kept {
    /// The present, in seconds.
    pub(crate) now: i64,
    /// Signs everything; published.
    pub(crate) key: SigningKey,
    /// Signs instead of `key`, under that key's name when `same_name`.
    pub(crate) forger: Option<SigningKey>,
    /// Changes the claims of ID tokens.
    pub(crate) lie: Option<Lie>,
    /// The level that introspection tells of.
    pub(crate) acr: &'static str,
    /// What userinfo calls the user.
    pub(crate) userinfo_sub: String,
    /// What discovery calls the issuer.
    pub(crate) discovered_issuer: Option<String>,
    /// Which secret or key the client has.
    pub(crate) client_secret: String,
    pub(crate) client_keys: VerifyingKeys,
    codes: HashMap<String, Parameters>,
    pub(crate) access_tokens: HashSet<String>,
    pub(crate) refresh_tokens: HashSet<String>,
    nonce: String,
    /// How clients authenticated, in order.
    pub(crate) authenticated: Vec<&'static str>,
    assertions: HashSet<String>,
    minted: u32,
    /// How often the keys were asked for.
    pub(crate) keys_asked: u32,
}

/// The issuer at work.
pub(crate) struct Issuer {
    pub(crate) url: String,
    kept: Arc<Mutex<Kept>>,
    server: JoinHandle<()>,
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[derive(Clone)]
struct Shared {
    url: String,
    kept: Arc<Mutex<Kept>>,
}

impl Issuer {
    pub(crate) async fn start(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let kept = Arc::new(Mutex::new(Kept {
            now,
            key: SigningKey::generate(Algorithm::ES256).unwrap(),
            forger: None,
            lie: None,
            acr: "urn:doorward:acr:2",
            userinfo_sub: "ines".into(),
            discovered_issuer: None,
            client_secret: String::new(),
            client_keys: VerifyingKeys::default(),
            codes: HashMap::new(),
            access_tokens: HashSet::new(),
            refresh_tokens: HashSet::new(),
            nonce: String::new(),
            authenticated: Vec::new(),
            assertions: HashSet::new(),
            minted: 0,
            keys_asked: 0,
        }));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .route("/introspect", post(introspect))
            .with_state(Shared { url: url.clone(), kept: kept.clone() });
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { url, kept, server }
    }

    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    /// Makes every ID token lie from now on.
    pub(crate) fn lies(&self, lie: impl Fn(&mut Value) + Send + 'static) {
        self.kept().lie = Some(Box::new(lie));
    }

    /// What the authorization endpoint would do for a user who signs in at once: the parameters of the answer.
    pub(crate) fn authorize(&self, location: &str) -> Parameters {
        let url = Url::parse(location).unwrap();
        assert_eq!(url.origin().ascii_serialization(), self.url);
        assert_eq!(url.path(), "/authorize");
        let asked: Parameters = url.query_pairs().into_owned().collect();
        assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        assert!(asked["state"].len() >= 43 && asked["nonce"].len() >= 43 && asked["code_challenge"].len() == 43);
        let mut kept = self.kept();
        let code = kept.mint("code");
        let answer = [("code", code.clone()), ("state", asked["state"].clone()), ("iss", self.url.clone())];
        kept.codes.insert(code, asked);
        answer.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// A log-out token, changed by `lie`.
    pub(crate) fn logout_token(&self, typ: &str, lie: impl Fn(&mut Value)) -> String {
        let mut kept = self.kept();
        let mut claims = json!({
            "iss": self.url, "aud": "almanac", "iat": kept.now, "exp": kept.now + 120, "jti": kept.mint("jti"),
            "sub": "ines", "sid": "ses-1",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        });
        lie(&mut claims);
        kept.key.sign(typ, &claims).unwrap()
    }
}

impl Kept {
    fn mint(&mut self, what: &str) -> String {
        self.minted += 1;
        format!("{what}-{}", self.minted)
    }

    fn id_token(&mut self, issuer: &str, client: &str, access_token: &str) -> String {
        let mut claims = json!({
            "iss": issuer, "sub": "ines", "aud": client, "iat": self.now, "exp": self.now + 300,
            "nonce": self.nonce, "auth_time": self.now, "sid": "ses-1",
            "at_hash": digest::left_half(self.key.algorithm(), access_token),
        });
        if let Some(lie) = &self.lie {
            lie(&mut claims);
        }
        match &self.forger {
            None => self.key.sign("JWT", &claims).unwrap(),
            // The name of the right key over the signature of a wrong one.
            Some(forger) => {
                let honest = self.key.sign("JWT", &claims).unwrap();
                let (signed, _) = honest.rsplit_once('.').unwrap();
                format!("{signed}.{}", base64url::encode(forger.signature(signed.as_bytes()).unwrap()))
            }
        }
    }

    /// Whether the client is who it says, and how it showed that.
    fn authenticate(&mut self, headers: &HeaderMap, form: &Parameters, issuer: &str) -> Option<String> {
        let basic = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
        if let Some(basic) = basic.as_deref().and_then(|value| value.strip_prefix("Basic ")) {
            let pair = String::from_utf8(BASE64_STANDARD.decode(basic).unwrap()).unwrap();
            let (id, secret) = pair.split_once(':').unwrap();
            self.authenticated.push("client_secret_basic");
            return (secret == self.client_secret).then(|| id.to_owned());
        }
        let id = form.get("client_id")?.clone();
        if let Some(secret) = form.get("client_secret") {
            self.authenticated.push("client_secret_post");
            return (*secret == self.client_secret).then_some(id);
        }
        let Some(assertion) = form.get("client_assertion") else {
            self.authenticated.push("none");
            return Some(id);
        };
        assert_eq!(form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        let typ = Typ { names: &["JWT"], absent: true };
        let claims: Value =
            Jws::parse(assertion).unwrap().verify(&self.client_keys, &Algorithm::ALL, typ).ok()?.claims().unwrap();
        let fresh = claims["exp"].as_i64()? > self.now && claims["iat"] == self.now;
        let first = self.assertions.insert(claims["jti"].as_str()?.to_owned());
        self.authenticated.push("private_key_jwt");
        (claims["iss"] == id && claims["sub"] == id && claims["aud"] == issuer && fresh && first).then_some(id)
    }
}

async fn discovery(State(shared): State<Shared>) -> Response {
    let url = &shared.url;
    let issuer = shared.kept.lock().unwrap().discovered_issuer.clone().unwrap_or_else(|| url.clone());
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "userinfo_endpoint": format!("{url}/userinfo"),
        "introspection_endpoint": format!("{url}/introspect"),
        "jwks_uri": format!("{url}/jwks"),
        "end_session_endpoint": format!("{url}/logout"),
        "authorization_response_iss_parameter_supported": true,
    }))
    .into_response()
}

async fn keys(State(shared): State<Shared>) -> Response {
    let mut kept = shared.kept.lock().unwrap();
    kept.keys_asked += 1;
    Json(JwkSet { keys: vec![kept.key.public().clone()] }).into_response()
}

async fn token(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let form: Parameters = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let mut kept = shared.kept.lock().unwrap();
    let refused = |error: &str| {
        (StatusCode::BAD_REQUEST, Json(json!({"error": error, "error_description": "told by the test issuer"})))
            .into_response()
    };
    let Some(client) = kept.authenticate(&headers, &form, &shared.url) else { return refused("invalid_client") };
    match form["grant_type"].as_str() {
        "authorization_code" => {
            let Some(asked) = kept.codes.remove(&form["code"]) else { return refused("invalid_grant") };
            let challenge = base64url::encode(digest::sha256(&form["code_verifier"]));
            if challenge != asked["code_challenge"] || form["redirect_uri"] != asked["redirect_uri"] {
                return refused("invalid_grant");
            }
            kept.nonce = asked["nonce"].clone();
        }
        _ => {
            if !kept.refresh_tokens.remove(&form["refresh_token"]) {
                return refused("invalid_grant");
            }
        }
    }
    let (access, refresh) = (kept.mint("access"), kept.mint("refresh"));
    kept.access_tokens.insert(access.clone());
    kept.refresh_tokens.insert(refresh.clone());
    let id_token = kept.id_token(&shared.url, &client, &access);
    Json(json!({
        "access_token": access, "token_type": "Bearer", "expires_in": 300, "refresh_token": refresh,
        "id_token": id_token, "scope": "openid profile email",
    }))
    .into_response()
}

async fn introspect(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let form: Parameters = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let mut kept = shared.kept.lock().unwrap();
    if kept.authenticate(&headers, &form, &shared.url).is_none() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if !kept.access_tokens.contains(&form["token"]) {
        return Json(json!({"active": false})).into_response();
    }
    Json(json!({"active": true, "sub": "ines", "acr": kept.acr, "auth_time": kept.now})).into_response()
}

async fn userinfo(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let kept = shared.kept.lock().unwrap();
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if !token.is_some_and(|token| kept.access_tokens.contains(token)) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(json!({"sub": kept.userinfo_sub, "name": "Ines <Halvorsen>", "email": "ines@northwind.example"}))
        .into_response()
}
