//! HTTP/2 without TLS, as proxies speak it to us.

use std::time::Duration;

use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{net::TcpStream, task::JoinHandle, time::timeout};

use crate::rig::{PATIENCE, Rig, Setup};

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
