//! Too much, too odd, too broken: addresses, headers, bodies, forms, JSON.

use crate::rig::{Rig, form_request};

#[tokio::test]
async fn long_addresses() {
    let rig = Rig::usual().await;
    let query = |length: usize| format!("/page?a={}", "x".repeat(length - "/page?a=".len()));
    assert_eq!(rig.get(&query(8 * 1024), "").await.status, 200);
    rig.get(&query(8 * 1024 + 1), "").await.is_page_of(414, "uri-too-long");
    let mut client = rig.connect().await;
    client.flood(format!("GET {} HTTP/1.1\r\nHost: login.example.com\r\n\r\n", query(100 * 1024))).await;
    assert!(matches!(client.reply().await.status, 414 | 431));
}

#[tokio::test]
async fn many_headers() {
    let rig = Rig::usual().await;
    assert_eq!(rig.get("/page", &"X: y\r\n".repeat(99)).await.status, 200);
    assert_eq!(rig.get("/page", &"X: y\r\n".repeat(100)).await.status, 431);
    assert_eq!(rig.get("/page", &format!("X: {}\r\n", "y".repeat(30 * 1024))).await.status, 200);
    let mut client = rig.connect().await;
    client
        .flood(format!("GET /page HTTP/1.1\r\nHost: login.example.com\r\nX: {}\r\n\r\n", "y".repeat(33 * 1024)))
        .await;
    assert_eq!(client.reply().await.status, 431);
}

#[tokio::test]
async fn bodies_announced_too_large() {
    let rig = Rig::usual().await;
    let head = |path: &str, length: u64| {
        let own = "Origin: https://login.example.com\r\nContent-Type: application/x-www-form-urlencoded";
        format!("POST {path} HTTP/1.1\r\nHost: login.example.com\r\n{own}\r\nContent-Length: {length}\r\n\r\n")
    };
    for length in [64 * 1024 + 1, 1_000_000_000, u64::MAX] {
        let mut client = rig.connect().await;
        client.write(head("/page", length)).await;
        let reply = client.reply().await;
        if length < u64::MAX {
            reply.is_page_of(413, "body-too-large");
            assert_eq!(reply.header("connection"), Some("close"));
        }
        assert!(reply.status >= 400 && client.is_cut().await, "not a byte of it was waited for");
        for _ in 0..3 {
            client.write([b'x'; 1000]).await; // It is read and thrown away: else the peer might lose our answer.
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(rig.post("/page", &format!("b={}", "x".repeat(60_000))).await.status, 200);
    rig.send(head("/large", 1024 * 1024 + 1)).await.is_page_of(413, "body-too-large");
}

#[tokio::test]
async fn bodies_that_grow_too_large() {
    let rig = Rig::usual().await;
    for (path, chunks) in [("/page", 17), ("/token", 17)] {
        let mut client = rig.connect().await;
        client
            .write(format!(
                "POST {path} HTTP/1.1\r\nHost: login.example.com\r\nOrigin: https://login.example.com\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
            ))
            .await;
        for _ in 0..chunks {
            client.flood(format!("4000\r\n{}\r\n", "x".repeat(0x4000))).await;
        }
        let reply = client.reply().await;
        assert_eq!(reply.status, 413, "while it was still growing: {reply:?}");
        assert_eq!(reply.header("connection"), Some("close"));
        assert!(client.is_cut().await);
    }
}

#[tokio::test]
async fn a_body_within_its_limit() {
    let rig = Rig::usual().await;
    let form: Vec<_> = (0..4).map(|n| format!("f{n}={}", "x".repeat(16_380))).collect();
    let form = form.join("&");
    assert_eq!(form.len(), 64 * 1024 - 1);
    assert_eq!(rig.post("/page", &form).await.status, 200);
    let form: Vec<_> = (0..8).map(|n| format!("f{n}={}", "x".repeat(65_000))).collect();
    rig.post("/page", &form.join("&")).await.is_page_of(413, "body-too-large");
    assert_eq!(rig.post("/large", &form.join("&")).await.status, 200, "a route may take more");
}

#[tokio::test]
async fn forms_that_can_not_be_read() {
    let rig = Rig::usual().await;
    for form in ["a=1&a=2", "a=%ff", "a=%", "a=%00", "=1", &"a&".repeat(65)] {
        rig.post("/page", form).await.is_page_of(400, "bad-form");
        rig.send(form_request("/token", "", form)).await.is_json_of(400, "invalid_request");
        let query = rig.get(&format!("/page?{form}"), "").await;
        query.is_page_of(400, "bad-query");
    }
    let repeated = rig.send(form_request("/authorize", "", "resource=1&resource=2")).await;
    assert_eq!((repeated.status, repeated.body.as_str()), (200, r#"{"resource", "resource"}"#));
}

#[tokio::test]
async fn content_types() {
    let rig = Rig::usual().await;
    let send = async |path: &str, content_type: &str, body: &str| {
        let length = body.len();
        let own = "Origin: https://login.example.com";
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: login.example.com\r\n{own}\r\n{content_type}Content-Length: {length}\r\n\r\n{body}"
        );
        rig.send(request).await
    };
    for content_type in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: application/json\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\n",
        "Content-Type: application/x-www-form-urlencoded; charset=latin1\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Type: application/x-www-form-urlencoded\r\n",
    ] {
        send("/page", content_type, "a=1").await.is_page_of(415, "wrong-content-type");
    }
    let usual = "Content-Type: Application/X-WWW-Form-URLencoded ; Charset=UTF-8\r\n";
    assert_eq!(send("/page", usual, "a=1").await.status, 200);
    for content_type in ["", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n"] {
        send("/data", content_type, "{}").await.is_json_of(415, "invalid_request");
    }
    let json = "Content-Type: application/json\r\n";
    assert_eq!(send("/data", json, r#"{"a":[1]}"#).await.body, r#"{"a":[1]}"#);
    for body in ["", "{", "{}x", "\u{feff}{}", "{'a':1}", &"[".repeat(60_000)] {
        send("/data", json, body).await.is_json_of(400, "invalid_request");
    }
}

/// DOS-09. What hyper refuses itself comes without our headers.
#[tokio::test]
async fn smuggled_requests() {
    let rig = Rig::usual().await;
    let start = "POST /page HTTP/1.1\r\nHost: login.example.com\r\nOrigin: https://login.example.com\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\n";
    for lines in [
        "Content-Length: 3\r\nContent-Length: 4\r\n\r\na=1",
        "Content-Length: +3\r\n\r\na=1",
        "Content-Length: 3\r\nX: a\r\n b\r\n\r\na=1",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "X\0: a\r\n\r\n",
    ] {
        let mut client = rig.connect().await;
        client.write(format!("{start}{lines}")).await;
        let reply = client.reply().await;
        assert_eq!(reply.status, 400, "{lines:?}: {reply:?}");
        assert!(client.is_cut().await, "{lines:?}");
    }
}

/// Both lengths: the chunks count, and the connection ends, so that nothing behind them is a request (RFC 9112 §6.3).
#[tokio::test]
async fn two_lengths() {
    let rig = Rig::usual().await;
    for lengths in
        ["Content-Length: 3\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 40"]
    {
        let mut client = rig.connect().await;
        client
            .write(format!(
                "POST /token HTTP/1.1\r\nHost: login.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 {lengths}\r\n\r\n3\r\na=1\r\n0\r\n\r\nGET /panic HTTP/1.1\r\nHost: login.example.com\r\n\r\n"
            ))
            .await;
        let reply = client.reply().await;
        assert_eq!((reply.status, reply.body.as_str(), reply.header("connection")), (200, "a=1\n", Some("close")));
        assert!(client.is_cut().await);
    }
    assert_eq!(rig.app.metrics().panics.get(), 0);
}
