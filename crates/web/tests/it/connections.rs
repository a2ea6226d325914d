//! Slow, idle, many, ending: what happens to connections. Limits are milliseconds here; nothing waits for longer unless
//! it fails.

use std::time::Duration;

use tokio::{io::AsyncReadExt, time::timeout};
use web::chassis::Limits;

use crate::rig::{MUCH, PATIENCE, Rig, Setup};

const SOON: Duration = Duration::from_millis(60);
const MOMENT: Duration = Duration::from_millis(10);
const GET: &str = "GET /page HTTP/1.1\r\nHost: login.example.com\r\n\r\n";
const WAIT: &str = "GET /wait HTTP/1.1\r\nHost: login.example.com\r\n\r\n";

async fn rig(limits: impl FnOnce(&mut Limits)) -> Rig {
    let mut setup = Setup::default();
    limits(&mut setup.limits);
    Rig::start(setup).await
}

#[tokio::test]
async fn slow_headers() {
    let rig = rig(|limits| limits.headers = SOON).await;
    let mut silent = rig.connect().await;
    let mut partial = rig.connect().await;
    partial.write("GET /page HTTP/1.1\r\nHost: login").await;
    let mut ambiguous = rig.connect().await;
    ambiguous.write("PRI * HT").await;
    assert_eq!(rig.send(GET).await.status, 200, "others are served meanwhile");
    assert!(silent.is_cut().await && partial.is_cut().await && ambiguous.is_cut().await);
    assert_eq!(rig.app.metrics().connections_cut.get(), 3);
}

#[tokio::test]
async fn headers_that_trickle() {
    let rig = rig(|limits| limits.headers = SOON).await;
    let mut client = rig.connect().await;
    client.write("GET /page HTTP/1.1\r\nX: ").await;
    let trickle = async {
        loop {
            client.flood("y").await;
            if client.hears_within(MOMENT).await {
                break client.is_cut().await;
            }
        }
    };
    assert!(timeout(PATIENCE, trickle).await.expect("each byte does not buy more time"));
}

#[tokio::test]
async fn slow_headers_of_a_later_request() {
    let rig = rig(|limits| limits.headers = SOON).await;
    let mut client = rig.connect().await;
    client.write(GET).await;
    assert_eq!(client.reply().await.status, 200);
    client.write("GET /pa").await;
    assert!(client.is_cut().await);
}

#[tokio::test]
async fn idle_connections() {
    let rig = rig(|limits| limits.idle = SOON).await;
    let mut client = rig.connect().await;
    client.write(GET).await;
    assert_eq!(client.reply().await.status, 200);
    assert!(client.is_cut().await);
}

#[tokio::test]
async fn slow_bodies() {
    let rig = Rig::start(Setup { body_time: SOON, ..Setup::default() }).await;
    let head = "POST /page HTTP/1.1\r\nHost: login.example.com\r\nOrigin: https://login.example.com\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n";
    let mut announced = rig.connect().await;
    announced.write(format!("{head}Content-Length: 10\r\n\r\na=1")).await;
    let mut chunked = rig.connect().await;
    chunked.write(format!("{head}Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n")).await;
    assert_eq!(rig.send(GET).await.status, 200, "others are served meanwhile");
    for mut client in [announced, chunked] {
        let reply = client.reply().await;
        reply.is_page_of(408, "body-too-slow");
        assert_eq!(reply.header("connection"), Some("close"));
        assert!(client.is_cut().await);
    }
}

#[tokio::test]
async fn bodies_that_trickle() {
    let rig = Rig::start(Setup { body_time: SOON, ..Setup::default() }).await;
    let mut client = rig.connect().await;
    client
        .write(
            "POST /token HTTP/1.1\r\nHost: login.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: 60000\r\n\r\n",
        )
        .await;
    let trickle = async {
        loop {
            client.flood("y").await;
            if client.hears_within(MOMENT).await {
                break client.reply().await;
            }
        }
    };
    timeout(PATIENCE, trickle).await.expect("each byte does not buy more time").is_json_of(408, "invalid_request");
}

/// A page was made at once, and its reader does not take it: for the server the exchange is over, and the connection idle.
#[tokio::test]
async fn slow_readers() {
    let rig = rig(|limits| limits.idle = Duration::from_secs(1)).await;
    let mut client = rig.connect().await;
    client.write("GET /much HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await;
    let cut = async {
        while rig.app.metrics().connections_cut.get() == 0 {
            tokio::time::sleep(MOMENT).await;
        }
    };
    timeout(PATIENCE, cut).await.expect("it does not keep its place");
    let mut read = Vec::new();
    let _ = timeout(PATIENCE, client.0.read_to_end(&mut read)).await.expect("the connection ends");
    assert!(read.len() < MUCH, "buffers held all of it");
}

#[tokio::test]
async fn slow_handlers() {
    let rig = rig(|limits| limits.exchange = SOON).await;
    let mut client = rig.connect().await;
    client.write(WAIT).await;
    assert!(client.is_cut().await);
    assert_eq!(rig.app.metrics().in_flight.get(), 0, "the handler was let go");
}

#[tokio::test]
async fn a_client_that_goes_away() {
    let rig = Rig::usual().await;
    let mut client = rig.connect().await;
    client.write(WAIT).await;
    rig.gate.entered.acquire().await.unwrap().forget();
    drop(client);
    let gone = async {
        while rig.app.metrics().in_flight.get() > 0 {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, gone).await.expect("the handler is let go");
    let route = rig.app.metrics().routes().iter().find(|route| route.template == "/wait").unwrap();
    assert_eq!(route.answers[5].get(), 1);
}

#[tokio::test]
async fn the_idlest_makes_room() {
    // As from a proxy: one source alone would have had to go sooner.
    let mut setup = Setup { proxies: vec!["127.0.0.0/8"], ..Setup::default() };
    setup.limits.connections = 3;
    let rig = Rig::start(setup).await;
    let mut working = rig.connect().await;
    working.write(WAIT).await;
    rig.gate.entered.acquire().await.unwrap().forget();
    let mut oldest = rig.connect().await;
    oldest.write(GET).await;
    oldest.reply().await;
    let mut newer = rig.connect().await;
    newer.write(GET).await;
    newer.reply().await;
    assert_eq!(rig.send(GET).await.status, 200, "there is room for one more");
    assert!(oldest.is_cut().await);
    newer.write(GET).await;
    rig.gate.open.add_permits(1);
    assert_eq!((working.reply().await.body.as_str(), newer.reply().await.status), ("waited", 200));
}

#[tokio::test]
async fn many_idle_connections_stop_nobody() {
    let rig = rig(|limits| limits.connections = 50).await;
    let mut idle = Vec::new();
    for _ in 0..200 {
        idle.push(rig.connect().await);
    }
    for _ in 0..10 {
        assert_eq!(rig.send(GET).await.status, 200);
    }
    assert!(rig.app.metrics().connections.get() <= 50);
}

/// DOS-03, DOS-05: one source can not take all places, and what it has and does not use goes first.
#[tokio::test]
async fn one_source_has_so_many_connections() {
    let rig = rig(|limits| limits.connections = 12).await;
    let mut working = Vec::new();
    for _ in 0..3 {
        let mut client = rig.connect().await;
        client.write(WAIT).await;
        rig.gate.entered.acquire().await.unwrap().forget();
        working.push(client);
    }
    assert!(rig.connect().await.is_cut().await, "its share is in use, and there is room for others");
    rig.gate.open.add_permits(3);
    for client in &mut working {
        assert_eq!(client.reply().await.body, "waited");
    }
    let mut fourth = rig.connect().await;
    fourth.write(GET).await;
    assert_eq!(fourth.reply().await.status, 200, "in the place of one that was idle");
    assert!(working[0].is_cut().await);
}

/// Behind a proxy everybody comes from one address.
#[tokio::test]
async fn a_trusted_proxy_may_have_all_connections() {
    let mut setup = Setup { proxies: vec!["127.0.0.0/8"], ..Setup::default() };
    setup.limits.connections = 12;
    let rig = Rig::start(setup).await;
    let mut working = Vec::new();
    for _ in 0..10 {
        let mut client = rig.connect().await;
        client.write(WAIT).await;
        timeout(PATIENCE, rig.gate.entered.acquire()).await.expect("it is served").unwrap().forget();
        working.push(client);
    }
    rig.gate.open.add_permits(10);
    for client in &mut working {
        assert_eq!(client.reply().await.body, "waited");
    }
}

#[tokio::test]
async fn shutdown_lets_requests_end() {
    let mut rig = Rig::usual().await;
    let mut idle = rig.connect().await;
    idle.write(GET).await;
    idle.reply().await;
    let mut fresh = rig.connect().await;
    let mut working = rig.connect().await;
    working.write(WAIT).await;
    rig.gate.entered.acquire().await.unwrap().forget();
    rig.stop();
    assert!(idle.is_cut().await && fresh.is_cut().await, "who asks nothing is let go at once");
    rig.gate.open.add_permits(1);
    let reply = working.reply().await;
    assert_eq!((reply.body.as_str(), reply.header("connection")), ("waited", Some("close")));
    drop(working);
    assert_eq!(rig.ended().await, 0);
    assert!(tokio::net::TcpStream::connect(rig.address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn shutdown_waits_only_so_long() {
    let mut rig = rig(|limits| limits.grace = SOON).await;
    let mut client = rig.connect().await;
    client.write(WAIT).await;
    rig.gate.entered.acquire().await.unwrap().forget();
    rig.stop();
    assert_eq!(rig.ended().await, 1);
    assert_eq!(rig.app.metrics().connections.get(), 0, "when the server has ended, it serves nobody");
    assert!(client.is_cut().await);
}

#[tokio::test]
async fn no_connection_lives_for_ever() {
    let rig = rig(|limits| limits.lifetime = SOON).await;
    let mut client = rig.connect().await;
    let requests = async {
        loop {
            client.flood(GET).await;
            if client.try_reply().await.is_none_or(|reply| reply.header("connection") == Some("close")) {
                break;
            }
        }
    };
    timeout(PATIENCE, requests).await.expect("it ends, however busy it is");
}
