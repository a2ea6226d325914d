//! Whom we believe: hosts, origins, proxies, cookies.

use crate::rig::{HERE, Rig, Setup, form_request};

#[tokio::test]
async fn hosts_that_we_are_not() {
    let rig = Rig::usual().await;
    let send = async |target: &str, lines: &str| rig.send(format!("GET {target} HTTP/1.1\r\n{lines}\r\n")).await;
    for lines in
        ["Host: evil.example\r\n", "Host: login.example.com.evil.example\r\n", "Host: login.example.com:81\r\n"]
    {
        send("/page", lines).await.is_page_of(421, "wrong-host");
    }
    for lines in [
        "",
        "Host: login.example.com\r\nHost: login.example.com\r\n",
        "Host: login.example.com\r\nHost: evil.example\r\n",
    ] {
        send("/page", lines).await.is_page_of(400, "bad-request");
    }
    send("http://evil.example/page", "Host: login.example.com\r\n").await.is_page_of(400, "bad-request");
    send("http://evil.example/page", "Host: evil.example\r\n").await.is_page_of(421, "wrong-host");
    let absolute = send("http://login.example.com/page", "Host: login.example.com\r\n").await;
    assert_eq!(absolute.status, 200);
    assert_eq!(send("/page", "Host: LOGIN.example.com:443\r\n").await.status, 200);
    assert_eq!(send("/healthz", "Host: 10.0.0.1:8080\r\n").await.status, 204, "a load balancer asks by address");
}

#[tokio::test]
async fn links_come_from_the_configuration() {
    let rig = Rig::start(Setup { proxies: vec!["127.0.0.0/8"], ..Setup::default() }).await;
    let lines = "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: http\r\nForwarded: host=evil.example;proto=http\r\n\
                 Origin: https://evil.example\r\nX-Original-URL: /panic\r\n";
    let reply = rig.get("/visit", lines).await;
    assert_eq!(reply.json()["link"], "https://login.example.com/sign-in");
}

#[tokio::test]
async fn changes_come_from_our_own_pages() {
    let rig = Rig::usual().await;
    for lines in ["", "Origin: https://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"] {
        rig.send(form_request("/page", lines, "a=1")).await.is_page_of(403, "cross-site");
        let json = format!("{lines}Content-Type: application/json\r\n");
        rig.send(form_request("/data", &json, "{}")).await.is_json_of(403, "invalid_request");
        assert_eq!(rig.send(form_request("/authorize", lines, "a=1")).await.status, 200, "others lead there");
        assert_eq!(rig.send(form_request("/token", lines, "a=1")).await.status, 200, "machines bring credentials");
        assert_eq!(rig.get("/page", lines).await.status, 200, "links lead there");
    }
    let browser = "Origin: null\r\nSec-Fetch-Site: same-origin\r\n";
    assert_eq!(rig.send(form_request("/page", browser, "a=1")).await.status, 200);
}

#[tokio::test]
async fn no_other_origin_may_read() {
    let rig = Rig::usual().await;
    for origin in ["https://evil.example", "null", "https://login.example.com"] {
        let lines = format!("Origin: {origin}\r\nAccess-Control-Request-Method: POST\r\n");
        let preflight = rig.send(format!("OPTIONS /token HTTP/1.1\r\nHost: login.example.com\r\n{lines}\r\n")).await;
        for reply in [preflight, rig.get("/page", &lines).await] {
            assert!(!reply.head.to_lowercase().contains("access-control-allow"), "{reply:?}");
        }
    }
}

#[tokio::test]
async fn strangers_can_not_forward() {
    let rig = Rig::usual().await;
    let reply = rig.get("/visit", "X-Forwarded-For: 198.51.100.7\r\nForwarded: for=198.51.100.7\r\n").await;
    assert_eq!(reply.json()["address"], HERE.to_string());
    let rig = Rig::start(Setup { proxies: vec!["127.0.0.0/8"], ..Setup::default() }).await;
    let reply = rig.get("/visit", "X-Forwarded-For: 203.0.113.9, 2001:db8:1:2:3::4\r\n").await.json();
    assert_eq!((&reply["address"], &reply["limit_key"]), (&"2001:db8:1:2:3::4".into(), &"2001:db8:1:2::".into()));
}

#[tokio::test]
async fn cookies_of_ours_only() {
    let rig = Rig::usual().await;
    let session = async |lines: &str| rig.get("/visit", lines).await.json()["session"].clone();
    assert_eq!(session("Cookie: a=1; __Host-session=v\r\n").await, "v");
    for lines in [
        "Cookie: session=v\r\n",
        "Cookie: __host-session=v\r\n",
        "Cookie: __Host-session=v; __Host-session=w\r\n",
        "Cookie: __Host-session=v\r\nCookie: __Host-session=w\r\n",
        "Cookie: __Host-session=\"v\"\r\n",
        "",
    ] {
        assert!(session(lines).await.is_null(), "{lines}");
    }
    let reply = rig.get("/cookies", "").await;
    assert!(reply.headers("set-cookie").eq([
        "__Host-session=v1; Path=/; Secure; HttpOnly; SameSite=Lax",
        "__Host-device=v2; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax",
        "__Host-browser=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax",
    ]));
}

#[tokio::test]
async fn what_a_handler_is_told() {
    let rig = Rig::usual().await;
    let agent = format!("Mozilla\t\u{202e}\u{1b}[31m {}", "x".repeat(1000)).replace('\u{1b}', "\u{7e}");
    let reply = rig.get("/visit", &format!("User-Agent: {agent}\r\nAccept-Language: de, en;q=0.5\r\n")).await;
    let told = reply.json();
    let agent = told["user_agent"].as_str().unwrap();
    assert!(agent.starts_with("Mozilla~[31m xxx") && agent.len() == 256, "{agent}");
    assert_eq!(told["languages"], "de, en;q=0.5");
    assert_eq!(told["now"], 1_790_000_000_000_i64);
    assert_eq!(told["debug"], format!("RequestContext({})", reply.header("x-request-id").unwrap()));
    let long = "de,".repeat(100);
    assert_eq!(rig.get("/visit", &format!("Accept-Language: {long}\r\n")).await.json()["languages"], "");
}
