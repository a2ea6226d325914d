//! What every answer looks like: headers, request id, log line, refusals as page or JSON, HEAD, methods, assets.

use crate::rig::{Rig, Setup};

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let rig = Rig::usual().await;
    for (path, status) in [("/page", 200), ("/nowhere", 404), ("/panic", 500), ("/healthz", 204), ("/cookies", 303)] {
        let reply = rig.get(path, "").await;
        assert_eq!(reply.status, status);
        assert_eq!(
            reply.header("content-security-policy"),
            Some(
                "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; \
                 base-uri 'none'; form-action 'self'"
            )
        );
        for (name, value) in [
            ("strict-transport-security", "max-age=63072000; includeSubDomains"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{path} {name}");
        }
        assert!(reply.header("permissions-policy").unwrap().contains("camera=()"));
        assert!(reply.header("x-request-id").unwrap().starts_with("req_"));
        assert_eq!(reply.header("server"), None);
    }
}

#[tokio::test]
async fn no_transport_security_on_plain_loopback() {
    let rig = Rig::start(Setup { issuer: "http://localhost:8080", ..Setup::default() }).await;
    let reply = rig.send("GET /cookies HTTP/1.1\r\nHost: localhost:8080\r\n\r\n").await;
    assert_eq!(reply.header("strict-transport-security"), None);
    assert!(reply.headers("set-cookie").eq([
        "session=v1; Path=/; HttpOnly; SameSite=Lax",
        "device=v2; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax",
        "browser=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
    ]));
}

#[tokio::test]
async fn a_form_may_lead_to_its_application() {
    let rig = Rig::usual().await;
    let reply = rig.get("/to-application", "").await;
    let policy = reply.header("content-security-policy").unwrap();
    assert!(policy.ends_with("; form-action 'self' https://app.example.com com.example.app:"), "{policy}");
}

#[tokio::test]
async fn request_ids_differ_and_are_the_log_s() {
    let rig = Rig::usual().await;
    let (first, second) = (rig.get("/page", "").await, rig.get("/page", "").await);
    let (first, second) = (first.header("x-request-id").unwrap(), second.header("x-request-id").unwrap());
    assert_ne!(first, second);
    assert!(rig.log().contains(first) && rig.log().contains(second));
}

#[tokio::test]
async fn one_log_line_without_what_was_sent() {
    let rig = Rig::usual().await;
    rig.get("/page?code=canary1", "Cookie: __Host-session=canary2\r\nUser-Agent: canary3\r\n").await;
    rig.post("/page", "password=canary4").await;
    rig.get("/assets/canary5/x", "").await;
    rig.get("/canary6", "Referer: https://canary7/\r\n").await;
    rig.send("CANARY8 /page HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await;
    rig.get("/panic", "").await;
    let log = rig.log();
    let lines: Vec<_> = log.lines().filter(|line| line.contains("web::request")).collect();
    assert_eq!(lines.len(), 6, "{log}");
    assert!(lines[0].contains(r#"method="GET" route="/page" status=200 micros="#), "{}", lines[0]);
    assert!(lines[2].contains(r#"route="/assets/{hash}/{name}" status=200"#), "{}", lines[2]);
    assert!(lines[3].contains(r#"route="" status=404"#), "{}", lines[3]);
    assert!(lines[4].contains(r#"method="other" route="/page" status=405"#), "{}", lines[4]);
    let ours = log.lines().filter(|line| line.contains(" web::"));
    assert!(ours.clone().count() >= 6 && !ours.into_iter().any(|line| line.to_lowercase().contains("canary")), "{log}");
}

#[tokio::test]
async fn a_panic_is_a_page_and_the_server_goes_on() {
    let rig = Rig::usual().await;
    let mut client = rig.connect().await;
    for _ in 0..2 {
        client.write("GET /panic HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await;
        client.reply().await.is_page_of(500, "broken");
    }
    assert_eq!(rig.app.metrics().panics.get(), 2);
    let reply = rig.get("/nowhere", "Accept: text/html\r\nAccept-Language: panic\r\n").await;
    assert_eq!(
        (reply.status, reply.body.contains("nothing at this address")),
        (404, true),
        "even when the page can not be drawn"
    );
    assert_eq!(rig.get("/page", "").await.status, 200);
    assert_eq!(rig.app.metrics().in_flight.get(), 0);
}

#[tokio::test]
async fn nothing_there() {
    let rig = Rig::usual().await;
    rig.get("/nowhere", "Accept: text/html,*/*;q=0.8\r\n").await.is_page_of(404, "not-found");
    rig.get("/nowhere", "Accept: */*\r\n").await.is_json_of(404, "invalid_request");
    rig.get("/nowhere", "").await.is_json_of(404, "invalid_request");
    rig.send("OPTIONS * HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await.is_json_of(404, "invalid_request");
}

#[tokio::test]
async fn odd_paths_are_nobody_s() {
    let rig = Rig::usual().await;
    for path in [
        "//page",
        "/page/",
        "/./page",
        "/x/../page",
        "/x/..;/page",
        "/page;x",
        "/%70age",
        "/page%2f",
        "/page%00",
        "/assets/%2e%2e/x",
        "/assets/../x",
        "/assets/a%2fb/c",
        "/assets/a/..",
        "/assets/a./b",
        "/Page",
        "/page.",
        "/assets/a\\b/c",
    ] {
        let reply = rig.get(path, "").await;
        assert!(matches!(reply.status, 404 | 400), "{path}: {reply:?}");
    }
}

#[tokio::test]
async fn wrong_methods() {
    let rig = Rig::usual().await;
    let own = "Origin: https://login.example.com\r\n";
    for (method, lines) in [("PUT", own), ("DELETE", own), ("BREW", ""), ("get", ""), ("OPTIONS", ""), ("TRACE", "")] {
        let reply = rig.send(format!("{method} /page HTTP/1.1\r\nHost: login.example.com\r\n{lines}\r\n")).await;
        reply.is_page_of(405, "method-not-allowed");
        assert_eq!(reply.header("allow"), Some("GET,HEAD,POST"), "{method}");
    }
    let reply = rig.get("/token", "X-HTTP-Method-Override: POST\r\n").await;
    reply.is_json_of(405, "invalid_request");
    assert_eq!(reply.header("allow"), Some("POST"));
    // Where HEAD is refused it is not said to be taken either (RFC 9110 §15.5.6).
    for method in ["HEAD", "DELETE", "TRACE"] {
        let mut client = rig.connect().await;
        client.write(format!("{method} /signs-in HTTP/1.1\r\nHost: login.example.com\r\n{own}\r\n")).await;
        let reply = if method == "HEAD" { client.reply_to_head().await } else { client.reply().await };
        assert_eq!((reply.status, reply.header("allow")), (405, Some("GET,POST")), "{method}");
    }
    let reply = rig.send("CONNECT login.example.com:443 HTTP/1.1\r\nHost: login.example.com:443\r\n\r\n").await;
    assert!(reply.status >= 400, "{reply:?}");
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let rig = Rig::usual().await;
    let mut client = rig.connect().await;
    for (path, status, length) in [("/page", 200, "9"), ("/token", 405, ""), ("/panic", 500, "")] {
        client.write(format!("HEAD {path} HTTP/1.1\r\nHost: login.example.com\r\n\r\n")).await;
        let reply = client.reply_to_head().await;
        assert_eq!(reply.status, status);
        assert!(length.is_empty() || reply.header("content-length") == Some(length), "{reply:?}");
    }
    client.write("GET /page HTTP/1.1\r\nHost: login.example.com\r\n\r\n").await;
    assert_eq!(client.reply().await.body, "<p>{}</p>", "the connection is not out of step");
}

#[tokio::test]
async fn where_to_come_back() {
    let rig = Rig::usual().await;
    let reply = rig.get("/busy", "").await;
    reply.is_page_of(503, "busy");
    assert_eq!(reply.header("retry-after"), Some("7"));
    let reply = rig.get("/away", "").await;
    reply.is_page_of(503, "away");
    assert_eq!(reply.header("retry-after"), Some("8"));
}

#[tokio::test]
async fn redirects_hold_one_plain_url() {
    let rig = Rig::usual().await;
    let reply = rig.get("/leave?to=https%3A%2F%2Fapp.example.com%2Fcb%3Fcode%3D1", "").await;
    assert_eq!((reply.status, reply.header("location")), (303, Some("https://app.example.com/cb?code=1")));
    for to in ["%2Fa%0d%0aSet-Cookie:x", "%2Fa%20b", "%2F%C3%A9", "%09%2Fa"] {
        rig.get(&format!("/leave?to={to}"), "").await.is_page_of(500, "broken");
    }
}

#[tokio::test]
async fn files_are_kept() {
    let rig = Rig::usual().await;
    let reply = rig.get("/assets/abc/app.css", "").await;
    assert_eq!((reply.status, reply.body.as_str()), (200, "body{}"));
    assert_eq!(reply.header("etag"), Some("\"abc\""));
    assert_eq!(reply.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(reply.header("content-type"), Some("text/css; charset=utf-8"));
    for (sent, status) in [
        ("\"abc\"", 304),
        ("W/\"abc\"", 304),
        ("\"x\", W/\"abc\"", 304),
        ("*", 304),
        ("\"abd\"", 200),
        ("abc", 200),
        ("", 200),
    ] {
        let reply = rig.get("/assets/abc/app.css", &format!("If-None-Match: {sent}\r\n")).await;
        assert_eq!((reply.status, reply.header("etag")), (status, Some("\"abc\"")), "{sent}");
        assert_eq!(reply.header("cache-control"), Some("public, max-age=31536000, immutable"));
    }
    assert_eq!(rig.get("/assets/abc/logo", "").await.header("cache-control"), Some("public, no-cache"));
    let reply = rig.get("/assets/abc/x/y", "").await;
    assert_eq!((reply.status, reply.header("cache-control")), (404, Some("no-store")));
}

#[tokio::test]
async fn requests_are_counted() {
    let rig = Rig::usual().await;
    rig.get("/page", "").await;
    rig.get("/page?a=1&a=2", "").await;
    rig.get("/nowhere", "").await;
    let count = |template: &str| {
        let route = rig.app.metrics().routes().iter().find(|route| route.template == template).unwrap();
        let answers = std::array::from_fn(|class| route.answers[class].get());
        (answers, route.buckets.iter().map(web::chassis::metrics::Counter::get).sum::<u64>())
    };
    assert_eq!(count("/page"), ([0, 1, 0, 1, 0, 0], 2));
    assert_eq!(count(""), ([0, 0, 0, 1, 0, 0], 1));
    assert_eq!(count("/visit"), ([0; 6], 0));
}
