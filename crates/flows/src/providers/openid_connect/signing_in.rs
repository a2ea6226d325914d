//! From what the browser brought back to who arrives: the code is exchanged, the ID token judged, userinfo asked where it is needed.

use std::sync::Arc;

use bytes::Bytes;
use crypto::token::Token;
use egress::Reply;
use http::{HeaderMap, HeaderValue, Method, header};
use jose::{Algorithm, JwsError, SigningKey};
use model::{
    Time,
    openid_connect::{ClientAuthMethod, OpenidConnect},
};
use upstream::{
    Arrival, Callback, Claims, ClientAssertion, Credential, Exchange, Expected, Failure, Held, IdToken, IdTokenError,
    KeySet, MaxAge, Metadata, NoAuthentication, Note, Stage, TokenRequest, TokenResponse, Trace, UserinfoError,
};
use zeroize::Zeroizing;

use super::{
    super::{IdentityProvider, ProviderSecrets},
    Known,
    known::Request,
};
use crate::{Doorward, Error, Result};

/// Algorithms that a key of ours may sign client assertions with.
const OURS: [Algorithm; 3] = [Algorithm::ES256, Algorithm::RS256, Algorithm::EdDSA];

/// One provider, asked for one sign-in. What was read is noted on the way.
pub(crate) struct Asking<'a> {
    doorward: &'a Doorward,
    pub(crate) connector: &'a OpenidConnect,
    pub(super) known: Arc<Known>,
    secrets: ProviderSecrets,
    now: Time,
    pub(crate) trace: Trace,
}

/// What was sent with the request, and what came back.
pub(crate) struct Answered<'a> {
    pub(crate) callback: Callback,
    pub(crate) redirect_uri: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) code_verifier: &'a str,
    /// How old the sign-in there may be, where that was asked.
    pub(crate) max_age: Option<MaxAge>,
}

impl<'a> Asking<'a> {
    /// None where the provider is none of OpenID Connect.
    ///
    /// # Errors
    /// When its secrets can't be opened.
    pub(crate) fn new(doorward: &'a Doorward, provider: &'a IdentityProvider, now: Time) -> Result<Option<Self>> {
        let Some(connector) = provider.openid_connect() else { return Ok(None) };
        let (known, secrets) = (doorward.openid_providers.of(doorward, provider.id), provider.secrets(doorward)?);
        Ok(Some(Self { doorward, connector, known, secrets, now, trace: Trace::default() }))
    }

    /// What the provider says of itself.
    pub(crate) async fn metadata(&self) -> std::result::Result<Arc<Metadata>, Failure> {
        Ok(self.known.read(self.connector, (false, self.now)).await?.0)
    }

    /// The same, with its keys, which are fetched anew with `again`, for what nobody waits for longer than two seconds. What was begun goes
    /// on: what comes of it is known to whoever asks next.
    pub(crate) async fn read_soon(&self, again: bool) -> std::result::Result<(Arc<Metadata>, Arc<KeySet>), Failure> {
        self.known.read_soon(self.connector, (again, self.now)).await
    }

    /// Who arrives.
    pub(crate) async fn arrival(&mut self, answered: Answered<'_>) -> Result<std::result::Result<Arrival, Failure>> {
        Ok(Box::pin(self.judged(answered)).await?.inspect(|arrival| {
            self.trace.notes.extend(arrival.notes.iter().cloned());
        }))
    }

    async fn judged(&mut self, answered: Answered<'_>) -> Result<std::result::Result<Arrival, Failure>> {
        let (metadata, keys) = match self.known.read(self.connector, (false, self.now)).await {
            Ok(read) => read,
            Err(failure) => return Ok(Err(failure)),
        };
        if metadata.jwks_uri.is_some() {
            self.trace.notes.push(Note::Keys { usable: keys.usable, skipped: keys.skipped.clone() });
        }
        let Answered { callback, redirect_uri, code_verifier, nonce, max_age } = answered;
        let code = match callback.code(self.connector, &metadata) {
            Ok(code) => code,
            Err(error) => return Ok(Err(error.into())),
        };
        let exchange = Exchange { connector: self.connector, code: &code, redirect_uri, code_verifier };
        let tokens = match self.exchange(&exchange, &metadata).await? {
            Ok(tokens) => tokens,
            Err(failure) => return Ok(Err(failure)),
        };
        if self.connector.is_oauth_alone() {
            return Ok(self.by_userinfo_alone(&tokens, &metadata, max_age).await);
        }
        let expected = Expected {
            connector: self.connector,
            algorithms: &metadata.id_token_algorithms,
            nonce,
            access_token: Some(&tokens.access_token),
            max_age,
            now: self.now,
        };
        Ok(Box::pin(self.by_id_token(&tokens, (&metadata, keys), &expected)).await)
    }

    async fn exchange(
        &mut self,
        exchange: &Exchange<'_>,
        metadata: &Metadata,
    ) -> Result<std::result::Result<TokenResponse, Failure>> {
        let way = match upstream::choose(self.connector, metadata, self.secrets.held()) {
            Ok(way) => way,
            Err(none) => return Ok(Err(none.into())),
        };
        let secret = self.secrets.client_secret.as_deref().unwrap_or_default();
        let assertion = match way {
            ClientAuthMethod::PrivateKeyJwt => self.assertion(metadata)?,
            _ => Some(String::new()),
        };
        let Some(assertion) = assertion else { return Ok(Err(NoAuthentication.into())) };
        let credential = match way {
            ClientAuthMethod::ClientSecretBasic => Credential::Basic(secret),
            ClientAuthMethod::ClientSecretPost => Credential::Post(secret),
            ClientAuthMethod::PrivateKeyJwt => Credential::Assertion(&assertion),
            ClientAuthMethod::None => Credential::None,
        };
        let request = form(&metadata.token_endpoint, TokenRequest::new(exchange, credential));
        let answered = self.known.ask(request, self.now).await;
        let read = |reply: Reply| TokenResponse::read(self.connector, reply.status.as_u16(), &reply.body);
        let tokens = answered.and_then(|reply| read(reply).map_err(Failure::from));
        if tokens.is_ok() {
            self.trace.notes.push(Note::Exchanged(way));
        }
        Ok(tokens)
    }

    /// A signed assertion of who we are; none without a key that can sign.
    fn assertion(&self, metadata: &Metadata) -> Result<Option<String>> {
        let Some(key) = self.secrets.signing_key() else { return Ok(None) };
        let jti = Token::mint(&*self.doorward.entropy).expose();
        let claims = ClientAssertion::new(self.connector, metadata, &jti, self.now);
        key.sign("JWT", &claims).map(Some).map_err(|_| Error::Corrupt("the key of an identity provider"))
    }

    /// Of a provider of OAuth 2.0 alone: who signed in is whom userinfo tells of (P11). When they signed in there is not known, so where
    /// that is asked they are not let in.
    async fn by_userinfo_alone(
        &mut self,
        tokens: &TokenResponse,
        metadata: &Metadata,
        max_age: Option<MaxAge>,
    ) -> std::result::Result<Arrival, Failure> {
        if max_age.is_some_and(|age| age.must_be_told) {
            return Err(IdTokenError::AuthTimeMissing.into());
        }
        let Some(address) = &metadata.userinfo_endpoint else {
            return Err(UserinfoError::Unreadable.into());
        };
        let claims = self.userinfo(address, tokens, &KeySet::default(), &[]).await?;
        let emails = self.known.ask(bearer(&format!("{address}/emails"), tokens), self.now).await;
        let found = emails.ok().filter(|reply| reply.status.as_u16() == 200);
        let email = found.and_then(|reply| upstream::primary_verified(&reply.body));
        let claims = claims.with_verified_email(self.connector, email);
        Ok(Arrival::read(self.connector, &self.connector.issuer, &claims)?)
    }

    async fn by_id_token(
        &mut self,
        tokens: &TokenResponse,
        (metadata, keys): (&Metadata, Arc<KeySet>),
        expected: &Expected<'_>,
    ) -> std::result::Result<Arrival, Failure> {
        let token = tokens.id_token.as_deref().unwrap_or_default();
        let (judged, keys) = match IdToken::verify(token, keys.verifying(), expected) {
            // Some put another key in place of one, under the same name.
            Err(IdTokenError::UnknownKey | IdTokenError::Token(JwsError::Signature)) => {
                let (_, newer) = self.known.read(self.connector, (true, self.now)).await?;
                self.trace.notes.push(Note::KeysAgain);
                (IdToken::verify(token, newer.verifying(), expected), newer)
            }
            judged => (judged, keys),
        };
        let id_token = judged?;
        self.trace.notes.push(Note::IdToken(id_token.algorithm));
        let claims = self.completed(&id_token, tokens, (metadata, &keys)).await?;
        Ok(Arrival::read(self.connector, &id_token.issuer, &claims)?)
    }

    /// The claims, with those of userinfo where any that is mapped is missing (P8).
    async fn completed(
        &mut self,
        id_token: &IdToken,
        tokens: &TokenResponse,
        (metadata, keys): (&Metadata, &KeySet),
    ) -> std::result::Result<Claims, Failure> {
        let needed = upstream::is_needed(&id_token.claims, self.connector, metadata);
        let Some(address) = metadata.userinfo_endpoint.as_deref().filter(|_| needed) else {
            return Ok(id_token.claims.clone());
        };
        let read = self.userinfo(address, tokens, keys, &metadata.id_token_algorithms).await;
        let merged = read.and_then(|claims| upstream::merged(id_token, claims).map_err(Failure::from));
        match merged {
            Err(Failure::Userinfo(error)) if !error.is_fatal() => {
                self.trace.notes.push(Note::UserinfoMissing(error));
                Ok(id_token.claims.clone())
            }
            Err(Failure::Unreached { .. } | Failure::Status { .. }) => {
                self.trace.notes.push(Note::UserinfoMissing(UserinfoError::Unreadable));
                Ok(id_token.claims.clone())
            }
            merged => merged,
        }
    }

    async fn userinfo(
        &self,
        address: &str,
        tokens: &TokenResponse,
        keys: &KeySet,
        algorithms: &[Algorithm],
    ) -> std::result::Result<Claims, Failure> {
        let reply = self.known.ask(bearer(address, tokens), self.now).await?;
        let kind = reply.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let answer = (reply.status.as_u16(), kind, &*reply.body);
        Ok(upstream::read(self.connector, answer, keys.verifying(), algorithms)?)
    }
}

/// What shows who we are is sensitive: nothing that prints headers shows it.
fn secret_header(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn form(address: &str, sent: TokenRequest) -> Request<'_> {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    if let Some(value) = sent.authorization.as_deref().and_then(secret_header) {
        headers.insert(header::AUTHORIZATION, value);
    }
    Request { stage: Stage::Token, method: Method::POST, address, headers, body: Bytes::from(sent.body) }
}

fn bearer<'r>(address: &'r str, tokens: &TokenResponse) -> Request<'r> {
    let mut request = Request::get(Stage::Userinfo, address);
    let value = Zeroizing::new(format!("Bearer {}", tokens.access_token));
    request.headers.extend(secret_header(&value).map(|value| (header::AUTHORIZATION, value)));
    request
}

impl ProviderSecrets {
    /// What there is to show.
    fn held(&self) -> Held {
        match (&self.client_key, &self.client_secret) {
            (Some(_), _) => Held::Key,
            (None, Some(_)) => Held::Secret,
            (None, None) => Held::Nothing,
        }
    }

    /// The key that signs who we are; none where there is none, or it can't be read.
    pub(crate) fn signing_key(&self) -> Option<SigningKey> {
        let document = Zeroizing::new(pkcs8(self.client_key.as_deref()?)?);
        OURS.into_iter().find_map(|algorithm| SigningKey::from_pkcs8(algorithm, &document).ok())
    }
}

/// What stands between the lines of a PEM document (RFC 7468 §10).
fn pkcs8(pem: &str) -> Option<Vec<u8>> {
    let (_, rest) = pem.split_once("-----BEGIN PRIVATE KEY-----")?;
    let (body, _) = rest.split_once("-----END PRIVATE KEY-----")?;
    let letters = body.chars().filter(|letter| !letter.is_ascii_whitespace() && *letter != '=');
    let encoded: Zeroizing<String> = Zeroizing::new(
        letters
            .map(|letter| match letter {
                '+' => '-',
                '/' => '_',
                other => other,
            })
            .collect(),
    );
    jose::base64url::decode(encoded.as_bytes()).ok()
}
