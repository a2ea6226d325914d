//! HTTP/2 without TLS, as proxies speak it to us.

use std::time::Duration;

use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinHandle,
    time::timeout,
};

use crate::rig::{MUCH, PATIENCE, Rig, Setup};

async fn connect(rig: &Rig) -> (SendRequest<Body>, JoinHandle<()>) {
    let stream = TcpStream::connect(rig.address).await.unwrap();
    let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    let driver = tokio::spawn(async {
        let _ = connection.await;
    });
    (sender, driver)
}

fn get(target: &str) -> Request<Body> {
    Request::get(target).body(Body::empty()).unwrap()
}

async fn status(sender: &mut SendRequest<Body>, request: Request<Body>) -> StatusCode {
    timeout(PATIENCE, sender.send_request(request)).await.expect("an answer").unwrap().status()
}

#[tokio::test]
async fn the_same_pass() {
    let rig = Rig::usual().await;
    let (mut sender, _driver) = connect(&rig).await;
    let response = sender.send_request(get("https://login.example.com/page?a=1")).await.unwrap();
    assert!(
        response.headers().contains_key("x-request-id") && response.headers().contains_key("content-security-policy")
    );
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), r#"<p>{"a"}</p>"#);
    assert_eq!(status(&mut sender, get("https://evil.example/page")).await, 421);
    assert_eq!(status(&mut sender, get("https://login.example.com/a/../page")).await, 404);
    let mut head = get("https://login.example.com/page");
    *head.method_mut() = http::Method::HEAD;
    assert_eq!(status(&mut sender, head).await, 200);
    let crumbs =
        Request::get("https://login.example.com/visit").header("cookie", "a=1").header("cookie", "__Host-session=v");
    let response = sender.send_request(crumbs.body(Body::empty()).unwrap()).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).unwrap()["session"], "v");
    assert_eq!(rig.app.metrics().connections.get(), 1);
}

#[tokio::test]
async fn bodies_are_bounded_too() {
    let rig = Rig::usual().await;
    let (mut sender, _driver) = connect(&rig).await;
    let request = Request::post("https://login.example.com/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from_stream(futures_util::stream::iter(
            (0..64).map(|_| Ok::<_, std::convert::Infallible>("x".repeat(0x4000))),
        )));
    assert_eq!(status(&mut sender, request.unwrap()).await, 413);
    assert_eq!(status(&mut sender, get("https://login.example.com/page")).await, 200, "the others go on");
}

#[tokio::test]
async fn headers_are_bounded_too() {
    let rig = Rig::usual().await;
    let (mut sender, _driver) = connect(&rig).await;
    let mut many = get("https://login.example.com/page");
    for _ in 0..101 {
        many.headers_mut().append("x", "y".parse().unwrap());
    }
    assert_eq!(status(&mut sender, many).await, 431);
    let (mut sender, _driver) = connect(&rig).await;
    let mut long = get("https://login.example.com/page");
    long.headers_mut().append("x", "y".repeat(33 * 1024).parse().unwrap());
    let answer = timeout(PATIENCE, sender.send_request(long)).await.expect("an answer");
    assert!(answer.is_err() || answer.unwrap().status() == 431);
}

#[tokio::test]
async fn idle_ones_are_cut_and_busy_ones_not() {
    let mut setup = Setup::default();
    (setup.limits.headers, setup.limits.idle) = (Duration::from_millis(300), Duration::from_millis(400));
    let rig = Rig::start(setup).await;
    let (mut sender, driver) = connect(&rig).await;
    let waiting = sender.send_request(get("https://login.example.com/wait"));
    rig.gate.entered.acquire().await.unwrap().forget();
    rig.gate.open.add_permits(1);
    assert_eq!(timeout(PATIENCE, waiting).await.unwrap().unwrap().status(), 200);
    timeout(PATIENCE, driver).await.expect("cut when idle").unwrap();
    let (_sender, silent) = connect(&rig).await;
    timeout(PATIENCE, silent).await.expect("cut when it never asks").unwrap();
}

#[tokio::test]
async fn stalled_streams_are_cut() {
    let mut setup = Setup::default();
    setup.limits.exchange = Duration::from_millis(60);
    let rig = Rig::start(setup).await;
    let (mut sender, driver) = connect(&rig).await;
    let waiting = sender.send_request(get("https://login.example.com/wait"));
    assert!(timeout(PATIENCE, waiting).await.expect("cut").is_err());
    timeout(PATIENCE, driver).await.expect("cut").unwrap();
}

/// DOS-05: a stream that stalls does not live for as long as others come and go beside it.
#[tokio::test]
async fn stalled_streams_are_cut_beside_busy_ones() {
    let mut setup = Setup::default();
    setup.limits.exchange = Duration::from_millis(150);
    let rig = Rig::start(setup).await;
    let (mut sender, driver) = connect(&rig).await;
    let stalled = sender.send_request(get("https://login.example.com/wait"));
    rig.gate.entered.acquire().await.unwrap().forget();
    let busy = async {
        while sender.ready().await.is_ok() && sender.send_request(get("https://login.example.com/page")).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, busy).await.expect("nothing new is taken beside it");
    assert!(timeout(PATIENCE, stalled).await.expect("cut").is_err());
    timeout(PATIENCE, driver).await.expect("cut").unwrap();
}

#[tokio::test]
async fn shutdown_lets_streams_end() {
    let mut rig = Rig::usual().await;
    let (mut sender, _driver) = connect(&rig).await;
    let waiting = tokio::spawn(sender.send_request(get("https://login.example.com/wait")));
    rig.gate.entered.acquire().await.unwrap().forget();
    rig.stop();
    rig.gate.open.add_permits(1);
    assert_eq!(timeout(PATIENCE, waiting).await.unwrap().unwrap().unwrap().status(), 200);
    drop(sender);
    assert_eq!(rig.ended().await, 0);
}

/// The bytes of a connection by a client that keeps to no limit. Kinds and codes are those of RFC 9113 §6 and §7.
struct Frames(TcpStream);

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
const RST_STREAM: u8 = 3;
const GOAWAY: u8 = 7;
const FLOW_CONTROL_ERROR: u32 = 3;
const REFUSED_STREAM: u32 = 7;
const ENHANCE_YOUR_CALM: u32 = 11;

impl Frames {
    async fn connect(rig: &Rig) -> Self {
        let mut stream = TcpStream::connect(rig.address).await.unwrap();
        let settings = frame(SETTINGS, 0, 0, &[]);
        stream.write_all(&[&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &settings].concat()).await.unwrap();
        Self(stream)
    }

    /// The same, once both sides know what the other may do.
    async fn settled(rig: &Rig) -> Self {
        let mut client = Self::connect(rig).await;
        let ping = frame(PING, 0, 0, &[7; 8]);
        client.0.write_all(&[frame(SETTINGS, 1, 0, &[]), ping].concat()).await.unwrap();
        client.next(PING).await;
        client
    }

    /// The next frame of this kind: its stream, and the number of an error that ends it.
    async fn next(&mut self, wanted: u8) -> (u32, u32) {
        let frames = async {
            loop {
                let mut head = [0; 9];
                self.0.read_exact(&mut head).await.unwrap();
                let length = usize::from(head[0]) << 16 | usize::from(head[1]) << 8 | usize::from(head[2]);
                let mut body = vec![0; length];
                self.0.read_exact(&mut body).await.unwrap();
                if head[3] == wanted {
                    let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
                    let error = if wanted == GOAWAY { &body[4..8] } else { &body[..4] };
                    return (stream, u32::from_be_bytes(error.try_into().unwrap()));
                }
            }
        };
        timeout(PATIENCE, frames).await.expect("the frame comes")
    }
}

fn frame(kind: u8, flags: u8, stream: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), body].concat()
}

/// A whole GET. In HPACK, GET and https are indexed; path and authority are literals.
fn asks(stream: u32, path: &str) -> Vec<u8> {
    let literal = |index: u8, text: &str| [&[index, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let block = [vec![0x82, 0x87], literal(4, path), literal(1, "login.example.com")].concat();
    frame(HEADERS, 5, stream, &block)
}

/// DOS-05: so many requests at one time on one connection, and the next is refused.
#[tokio::test]
async fn streams_are_bounded() {
    let rig = Rig::usual().await;
    let mut client = Frames::connect(&rig).await;
    let asked: Vec<u8> = (0..33).flat_map(|number| asks(2 * number + 1, "/wait")).collect();
    client.0.write_all(&asked).await.unwrap();
    assert_eq!(client.next(RST_STREAM).await, (65, REFUSED_STREAM));
    timeout(PATIENCE, rig.gate.entered.acquire_many(32)).await.expect("the others are served").unwrap().forget();
    assert_eq!(rig.gate.entered.available_permits(), 0);
}

/// DOS-05, RUSTSEC-2024-0003: requests that are taken back at once, in a flood, end the connection.
#[tokio::test]
async fn a_flood_of_resets_ends_the_connection() {
    let rig = Rig::usual().await;
    let mut client = Frames::connect(&rig).await;
    let flood: Vec<u8> = (0..400)
        .map(|number| 2 * number + 1)
        .flat_map(|stream| [asks(stream, "/wait"), frame(RST_STREAM, 0, stream, &[0, 0, 0, 8])].concat())
        .collect();
    // It need not take all of that.
    let _ = client.0.write_all(&flood).await;
    assert_eq!(client.next(GOAWAY).await, (0, ENHANCE_YOUR_CALM));
    assert_eq!(rig.send("GET /page HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await.status, 200);
}

/// The head of a form that is to follow, which a trusted proxy took from `source`.
fn posts(stream: u32, source: &str) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let named = |name: &str, value: &str| [vec![0], text(name), text(value)].concat();
    let block = [
        vec![0x83, 0x87, 4],
        text("/token"),
        vec![1],
        text("login.example.com"),
        named("content-type", "application/x-www-form-urlencoded"),
        named("x-forwarded-for", source),
    ];
    frame(HEADERS, 4, stream, &block.concat())
}

/// DOS-04: unfinished forms of one source are held up to its budget, and no further; others are served meanwhile, and all is
/// given back when the connections end.
#[tokio::test]
async fn dos_04_unfinished_bodies_have_a_budget() {
    // What a source may have, and the answers that refuse the rest.
    const MOST: u64 = 8 * 1024 * 1024 + 128 * 1024;
    let rig = Rig::start(Setup { proxies: vec!["127.0.0.0/8"], ..Setup::default() }).await;
    let mut clients = Vec::new();
    // Sixteen connections with 32 streams of 32 KB: 16 MB. Each connection's window holds what it sends.
    for _ in 0..16 {
        let mut client = Frames::connect(&rig).await;
        assert_eq!(client.next(WINDOW_UPDATE).await.0, 0, "the connection's");
        for stream in (0..32).map(|number| 2 * number + 1) {
            let half = frame(DATA, 0, stream, &[b'x'; 16_000]);
            let _ = client.0.write_all(&[posts(stream, "198.51.100.7"), half.clone(), half].concat()).await;
        }
        clients.push(client);
    }
    let full = async {
        while rig.app.bytes_refused() < 64 {
            assert!(rig.app.bytes_in_flight() <= MOST, "{}", rig.app.bytes_in_flight());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, full).await.expect("what is too much is refused");
    assert!(rig.app.bytes_in_flight() <= MOST, "{}", rig.app.bytes_in_flight());
    let form = "a=1";
    let lines = |source: &str| format!("X-Forwarded-For: {source}\r\n");
    let other = rig.send(crate::rig::form_request("/token", &lines("198.51.100.8"), form)).await;
    assert_eq!((other.status, other.body.as_str()), (200, "a=1\n"), "another source");
    drop(clients);
    let gone = async {
        while rig.app.bytes_in_flight() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, gone).await.expect("given back");
    assert_eq!(rig.send(crate::rig::form_request("/token", &lines("198.51.100.7"), form)).await.status, 200);
}

/// DOS-04: who does not take the answers has them counted as well, for as long as the connection holds them.
#[tokio::test]
async fn dos_04_answers_that_nobody_takes_are_counted() {
    let rig = Rig::usual().await;
    let mut client = Frames::connect(&rig).await;
    client.0.write_all(&asks(1, "/much")).await.unwrap();
    let until = async |what: &str, holds: &dyn Fn() -> bool| {
        let waiting = async {
            while !holds() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, waiting).await.expect(what);
    };
    until("the answer is held", &|| rig.app.bytes_in_flight() >= MUCH as u64).await;
    client.0.write_all(&asks(3, "/page")).await.unwrap();
    until("no more for this source", &|| rig.app.bytes_refused() > 0).await;
    drop(client);
    until("given back", &|| rig.app.bytes_in_flight() == 0).await;
}

/// DOS-05, RUSTSEC-2026-0258: frames with nothing in them, in a flood, end the connection.
#[tokio::test]
async fn dos_05_a_flood_of_empty_frames_ends() {
    let rig = Rig::usual().await;
    let mut client = Frames::connect(&rig).await;
    let empty = frame(DATA, 0, 1, &[]).repeat(150);
    let _ = client.0.write_all(&[posts(1, "198.51.100.7"), empty].concat()).await;
    assert_eq!(client.next(GOAWAY).await, (0, ENHANCE_YOUR_CALM));
    assert_eq!(rig.send("GET /page HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await.status, 200);
}

/// DOS-05: requests that make no sense, in a flood, end the connection: each costs an answer.
#[tokio::test]
async fn dos_05_a_flood_of_malformed_requests_ends_the_connection() {
    let rig = Rig::usual().await;
    let mut client = Frames::connect(&rig).await;
    // Method and scheme, and no path.
    let flood: Vec<u8> = (0..200).flat_map(|number| frame(HEADERS, 5, 2 * number + 1, &[0x82, 0x87])).collect();
    let _ = client.0.write_all(&flood).await;
    assert_eq!(client.next(GOAWAY).await, (0, ENHANCE_YOUR_CALM));
    assert_eq!(rig.send("GET /page HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await.status, 200);
}

/// DOS-05, RUSTSEC-2024-0332: a head that goes on and on ends the connection.
#[tokio::test]
async fn dos_05_a_flood_of_continuations_ends_the_connection() {
    let rig = Rig::usual().await;
    let mut client = Frames::connect(&rig).await;
    // A literal header that is not indexed, again and again, and never the end of headers.
    let piece = [&[0u8, 1, b'x', 100][..], &[b'y'; 100]].concat().repeat(100);
    let (begun, more) = (frame(HEADERS, 0, 1, &piece), frame(CONTINUATION, 0, 1, &piece));
    // Half a megabyte, sixteen times what a head may have. It need not take all of that.
    let _ = client.0.write_all(&[begun, more.repeat(50)].concat()).await;
    assert_eq!(client.next(GOAWAY).await, (0, ENHANCE_YOUR_CALM));
    assert_eq!(rig.app.metrics().in_flight.get(), 0);
    assert_eq!(rig.send("GET /page HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await.status, 200);
}

/// A GET whose body never ends, to a handler that reads none.
fn asks_with_body(stream: u32, path: &str, length: usize) -> Vec<u8> {
    let mut head = asks(stream, path);
    head[4] = 4;
    let pieces = (0..length / 10_000).map(|_| frame(DATA, 0, stream, &[b'x'; 10_000]));
    pieces.fold(head, |sent, piece| [sent, piece].concat())
}

/// DOS-04: what nobody reads is held up to a window of 64 KiB for a stream, and for all streams of a connection together.
#[tokio::test]
async fn dos_04_windows_are_small() {
    let rig = Rig::start(Setup { proxies: vec!["127.0.0.0/8"], ..Setup::default() }).await;
    let mut proxy = Frames::settled(&rig).await;
    let _ = proxy.0.write_all(&asks_with_body(1, "/wait", 70_000)).await;
    assert_eq!(proxy.next(RST_STREAM).await, (1, FLOW_CONTROL_ERROR), "one stream, beside others");
    let rig = Rig::usual().await;
    let mut client = Frames::settled(&rig).await;
    let both = [asks_with_body(1, "/wait", 40_000), asks_with_body(3, "/wait", 40_000)];
    let _ = client.0.write_all(&both.concat()).await;
    assert_eq!(client.next(GOAWAY).await, (0, FLOW_CONTROL_ERROR), "all streams of one connection");
}

/// DOS-05, CVE-2019-9512, CVE-2019-9515: who floods with PING or SETTINGS and reads no answer is not read further, however
/// much comes; who reads them is no less idle for that. Either is cut when a request is overdue.
#[tokio::test]
async fn dos_05_floods_of_ping_and_settings_end() {
    for flood in [frame(PING, 0, 0, &[7; 8]), frame(SETTINGS, 0, 0, &[0, 3, 0, 0, 0, 100])] {
        let flood = flood.repeat(4_000);
        for reads in [false, true] {
            let mut setup = Setup::default();
            setup.limits.headers = Duration::from_millis(500);
            let rig = Rig::start(setup).await;
            let (mut from, mut to) = Frames::connect(&rig).await.0.into_split();
            let sends = async {
                let mut sent = 0;
                while to.write_all(&flood).await.is_ok() {
                    sent += flood.len();
                }
                sent
            };
            let takes = async {
                let mut sink = vec![0; 65_536];
                while reads && matches!(from.read(&mut sink).await, Ok(1..)) {}
            };
            let (sent, ()) = timeout(PATIENCE, async { tokio::join!(sends, takes) }).await.expect("it is cut");
            // What the buffers of two sockets hold on this machine, and a little.
            assert!(reads || sent < 24 * 1024 * 1024, "{sent} bytes were taken of one who reads nothing");
            assert_eq!(rig.app.metrics().connections_cut.get(), 1);
            assert_eq!(rig.send("GET /page HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await.status, 200);
        }
    }
}
