//! Servers of tests.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// What a server does once it has read a request.
#[derive(Clone, Copy)]
pub(crate) enum Does {
    /// Writes these bytes and ends the connection.
    Says(&'static str),
    /// Writes the first, then the second again and again, for as long as somebody reads.
    Repeats(&'static str, &'static str),
    /// Writes these bytes, and then nothing.
    Hangs(&'static str),
}

/// A server on loopback.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn at(address: &str, does: Does) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let server =
            Self { address: listener.local_addr().unwrap(), connections: Arc::default(), requests: Arc::default() };
        let (connections, requests) = (server.connections.clone(), server.requests.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(answer(stream, does, requests.clone()));
            }
        });
        server
    }

    pub(crate) async fn new(does: Does) -> Self {
        Self::at("127.0.0.1:0", does).await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/in?x=1", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// What was asked, in lower case.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn answer(mut stream: TcpStream, does: Does, requests: Arc<Mutex<Vec<String>>>) {
    let mut read = Vec::new();
    while !read.ends_with(b"a=b") {
        let mut some = [0; 1024];
        match stream.read(&mut some).await {
            Ok(0) | Err(_) => return,
            Ok(length) => read.extend_from_slice(&some[..length]),
        }
    }
    requests.lock().unwrap().push(String::from_utf8(read).unwrap().to_lowercase());
    let (first, then) = match does {
        Does::Says(all) | Does::Hangs(all) => (all, None),
        Does::Repeats(first, then) => (first, Some(then)),
    };
    let mut written = stream.write_all(first.as_bytes()).await;
    while let (Some(then), Ok(())) = (then, &written) {
        written = stream.write_all(then.as_bytes()).await;
    }
    if matches!(does, Does::Hangs(_)) {
        // Until the other side goes.
        let _ = stream.read(&mut [0]).await;
    }
}
