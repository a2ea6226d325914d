//! One connection to the server, kept open between requests, as a proxy in front of it has it.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// An answer, whole.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// Where it sends the browser.
    pub(crate) fn location(&self) -> Result<&str, String> {
        let location = self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        location
            .filter(|_| self.status == StatusCode::SEE_OTHER)
            .ok_or_else(|| format!("no redirect: {}", self.shown()))
    }

    /// Its JSON document, if it is a success.
    pub(crate) fn json(&self) -> Result<serde_json::Value, String> {
        if self.status != StatusCode::OK {
            return Err(self.shown());
        }
        serde_json::from_slice(&self.body).map_err(|error| format!("no JSON: {error}"))
    }

    /// Its text, if it is a success.
    pub(crate) fn page(&self) -> Result<&str, String> {
        let text = str::from_utf8(&self.body).map_err(|_| "a page that is not UTF-8".to_owned())?;
        if self.status == StatusCode::OK { Ok(text) } else { Err(self.shown()) }
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
    pub(crate) async fn open(authority: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(authority).await.map_err(|error| format!("connect: {error}"))?;
        stream.set_nodelay(true).map_err(|error| format!("connect: {error}"))?;
        let (sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|error| format!("connect: {error}"))?;
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
    ) -> Result<Reply, String> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.authority);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|error| error.to_string())?;
        self.sender.ready().await.map_err(|error| format!("send: {error}"))?;
        let response = self.sender.send_request(request).await.map_err(|error| format!("send: {error}"))?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(|error| format!("read: {error}"))?.to_bytes();
        Ok(Reply { status: head.status, headers: head.headers, body })
    }
}
