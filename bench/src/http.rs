//! One connection to the server, kept open between requests, as a proxy in front of it has it.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Something that did not go as it should.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    /// What.
    pub(crate) what: String,
    /// There is no answer, or one that leaves open what became of the request: it may have been done.
    pub(crate) unknown: bool,
}

impl From<String> for Failed {
    fn from(what: String) -> Self {
        Self { what, unknown: false }
    }
}

impl From<&str> for Failed {
    fn from(what: &str) -> Self {
        what.to_owned().into()
    }
}

impl From<Failed> for String {
    fn from(failed: Failed) -> Self {
        failed.what
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

/// The connection broke.
fn lost(what: &'static str, error: &dyn std::fmt::Display) -> Failed {
    Failed { what: format!("{what}: {error}"), unknown: true }
}

/// An answer, whole.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// Where it sends the browser.
    pub(crate) fn location(&self) -> Result<&str, Failed> {
        let location = self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        location.filter(|_| self.status == StatusCode::SEE_OTHER).ok_or_else(|| self.failed())
    }

    /// Its JSON document, if it is a success.
    pub(crate) fn json(&self) -> Result<serde_json::Value, Failed> {
        if self.status != StatusCode::OK {
            return Err(self.failed());
        }
        serde_json::from_slice(&self.body).map_err(|error| format!("no JSON: {error}").into())
    }

    /// Its text, if it is a success.
    pub(crate) fn page(&self) -> Result<&str, Failed> {
        let text = str::from_utf8(&self.body).map_err(|_| "a page that is not UTF-8".to_owned())?;
        if self.status == StatusCode::OK { Ok(text) } else { Err(self.failed()) }
    }

    /// As what went wrong. After an error of the server nobody knows what became of the request.
    pub(crate) fn failed(&self) -> Failed {
        Failed { what: self.shown(), unknown: self.status.is_server_error() }
    }

    /// For messages: the status and how the body begins.
    pub(crate) fn shown(&self) -> String {
        let body: String =
            String::from_utf8_lossy(&self.body).chars().filter(|letter| *letter != '\n').take(200).collect();
        format!("{} {body}", self.status)
    }
}

/// A connection.
pub(crate) struct Connection {
    authority: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    /// To this host and port.
    pub(crate) async fn open(authority: &str) -> Result<Self, Failed> {
        let stream = TcpStream::connect(authority).await.map_err(|error| lost("connect", &error))?;
        stream.set_nodelay(true).map_err(|error| lost("connect", &error))?;
        let (sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|error| lost("connect", &error))?;
        tokio::spawn(connection);
        Ok(Self { authority: authority.to_owned(), sender })
    }

    /// Sends a request and reads the whole answer. `path` may be an absolute address of the same host.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(header::HeaderName, &str)],
        body: String,
    ) -> Result<Reply, Failed> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.authority);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|error| error.to_string())?;
        self.sender.ready().await.map_err(|error| lost("send", &error))?;
        let response = self.sender.send_request(request).await.map_err(|error| lost("send", &error))?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(|error| lost("read", &error))?.to_bytes();
        Ok(Reply { status: head.status, headers: head.headers, body })
    }
}
