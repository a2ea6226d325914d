//! The application's way to Doorward: plain HTTP on this computer, with bounds on time and size, and no redirects.

use std::{fmt, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::de::DeserializeOwned;
use url::{Host, Url, form_urlencoded};

/// How long one call may take, from the connection to the last byte.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest answer that is read.
const ANSWER_BYTES: usize = 256 * 1024;

/// Why there was no answer, or none that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// Not an `http` address of this computer.
    #[error(
        "{0} is not an http address of this computer. The sample applications speak plain HTTP, so they call \
         localhost only: start the demo with an issuer on http://localhost."
    )]
    Elsewhere(String),
    /// Nobody listens, or the connection broke.
    #[error("{url} could not be reached ({why}). Is Doorward still running?")]
    Unreachable {
        /// What was called.
        url: String,
        /// What the client said.
        why: String,
    },
    /// No whole answer within the time.
    #[error("{0} gave no whole answer within {s} seconds.", s = PATIENCE.as_secs())]
    Slow(String),
    /// Another document than the one expected.
    #[error("{url} answered with status {status}, and not with {expected}.")]
    Unexpected {
        /// What was called.
        url: String,
        /// The status of the answer.
        status: u16,
        /// What should have come.
        expected: &'static str,
    },
}

/// A whole answer.
pub(crate) struct Answer {
    url: String,
    pub(crate) status: StatusCode,
    /// What `WWW-Authenticate` says.
    pub(crate) challenge: Option<String>,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The body as JSON, whatever the status.
    pub(crate) fn json<T: DeserializeOwned>(&self, expected: &'static str) -> Result<T, Fault> {
        serde_json::from_slice(&self.body).map_err(|_| self.unexpected(expected))
    }

    /// The body as JSON of a successful answer.
    pub(crate) fn ok_json<T: DeserializeOwned>(&self, expected: &'static str) -> Result<T, Fault> {
        if self.status == StatusCode::OK { self.json(expected) } else { Err(self.unexpected(expected)) }
    }

    pub(crate) fn unexpected(&self, expected: &'static str) -> Fault {
        Fault::Unexpected { url: self.url.clone(), status: self.status.as_u16(), expected }
    }
}

/// A client that keeps its connections.
#[derive(Clone)]
pub(crate) struct Http(Client<HttpConnector, Full<Bytes>>);

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

impl Http {
    pub(crate) fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).pool_max_idle_per_host(4).build_http())
    }

    /// GET, with a bearer token where there is one (RFC 6750 §2.1).
    pub(crate) async fn get(&self, url: &str, bearer: Option<&str>) -> Result<Answer, Fault> {
        self.call(Method::GET, url, bearer.map(|token| format!("Bearer {token}")), Bytes::new()).await
    }

    /// POST of a form, with HTTP Basic where the application authenticates so (RFC 6749 §2.3.1).
    pub(crate) async fn post(
        &self,
        url: &str,
        form: &[(&str, &str)],
        basic: Option<(&str, &str)>,
    ) -> Result<Answer, Fault> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.call(Method::POST, url, basic.map(|(id, secret)| basic_credentials(id, secret)), body.into()).await
    }

    async fn call(
        &self,
        method: Method,
        url: &str,
        authorization: Option<String>,
        body: Bytes,
    ) -> Result<Answer, Fault> {
        let unreachable = |why: String| Fault::Unreachable { url: url.to_owned(), why };
        on_this_computer(url)?;
        let mut request = Request::builder().method(&method).uri(url).header(ACCEPT, "application/json");
        if method == Method::POST {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        if let Some(value) = authorization {
            let mut value = HeaderValue::try_from(value).map_err(|error| unreachable(error.to_string()))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let request = request.body(Full::new(body)).map_err(|error| unreachable(error.to_string()))?;
        let whole = async {
            let response = self.0.request(request).await.map_err(|error| unreachable(deepest(&error)))?;
            let status = response.status();
            let challenge = response.headers().get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
            let challenge = challenge.map(str::to_owned);
            let body = Limited::new(response.into_body(), ANSWER_BYTES).collect().await;
            let body = body.map_err(|error| unreachable(error.to_string()))?.to_bytes();
            Ok(Answer { url: url.to_owned(), status, challenge, body })
        };
        tokio::time::timeout(PATIENCE, whole).await.map_err(|_| Fault::Slow(url.to_owned()))?
    }
}

/// Both halves are form-encoded before they are joined (RFC 6749 §2.3.1).
fn basic_credentials(id: &str, secret: &str) -> String {
    let encode = |part: &str| form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>();
    format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", encode(id), encode(secret))))
}

/// Refuses everything but plain HTTP to a loopback address.
pub(crate) fn on_this_computer(url: &str) -> Result<Url, Fault> {
    let elsewhere = || Fault::Elsewhere(url.to_owned());
    let parsed = Url::parse(url).map_err(|_| elsewhere())?;
    let loopback = match parsed.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if parsed.scheme() == "http" && loopback { Ok(parsed) } else { Err(elsewhere()) }
}

/// The innermost cause: "connection refused" rather than "client error".
fn deepest(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_called() {
        for url in ["http://localhost:7300/x", "http://127.0.0.1/", "http://[::1]:1/"] {
            assert!(on_this_computer(url).is_ok(), "{url}");
        }
        for url in
            ["https://localhost/", "http://localhost.example/", "http://192.0.2.1/", "http://169.254.169.254/", "x"]
        {
            let said = on_this_computer(url).unwrap_err().to_string();
            assert!(said.starts_with(url) && said.contains("http://localhost"), "{said}");
        }
    }

    #[test]
    fn basic_credentials_are_form_encoded_first() {
        // RFC 6749 §2.3.1: `a:b` and `c d%` become `a%3Ab` and `c+d%25`.
        let encoded = basic_credentials("a:b", "c d%");
        assert_eq!(BASE64_STANDARD.decode(&encoded["Basic ".len()..]).unwrap(), b"a%3Ab:c+d%25");
    }

    #[tokio::test]
    async fn nobody_there() {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let fault = Http::new().get(&format!("http://127.0.0.1:{port}/"), None).await.err().unwrap();
        assert!(fault.to_string().contains("Is Doorward still running?"), "{fault}");
    }
}
