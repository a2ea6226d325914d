//! `serve` and `migrate`: a server that answers, and ends when it is told to.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv6Addr, SocketAddr, TcpListener, TcpStream},
};

use store::testing::PrivateCluster;

use crate::place::{PATIENCE, Place};

#[test]
fn it_serves_and_ends_when_told() {
    let (place, address) = Place::configured();
    let ran = place.run(&["migrate", "--json"]).succeeded();
    assert_eq!(ran.json()["migrations"][0], "0001_foundation");
    assert_eq!(place.run(&["migrate"]).succeeded().out, "The database is up to date.\n");
    let server = place.serve(address);
    let (status, metadata) = server.get("/.well-known/openid-configuration").unwrap();
    assert_eq!(status, 200);
    assert!(metadata.contains(&format!("\"issuer\":\"http://localhost:{}\"", address.port())), "{metadata}");
    let (code, log) = server.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("serving") && log.contains("ended"), "{log}");
    assert_eq!(crate::place::get(address, "/healthz"), None);
}

#[test]
fn every_ipv4_and_every_ipv6_address_can_be_listened_on_side_by_side() {
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        eprintln!("not tested here: this machine has no IPv6");
        return;
    }
    let (place, address) = Place::configured();
    let port = address.port();
    for listen in [format!(r#"["0.0.0.0:{port}", "[::]:{port}"]"#), format!(r#"["[::]:{port}", "0.0.0.0:{port}"]"#)] {
        let text = place.read("doorward.toml");
        let lines: Vec<_> = text
            .lines()
            .map(|line| if line.starts_with("listen = ") { format!("listen = {listen}") } else { line.to_owned() })
            .collect();
        place.write("doorward.toml", lines.join("\n"));
        let server = place.serve(address);
        let six = SocketAddr::from((Ipv6Addr::LOCALHOST, port));
        assert_eq!(crate::place::get(six, "/healthz").map(|(status, _)| status), Some(200), "{listen}");
        assert_eq!(server.end().0, Some(0));
    }
}

#[test]
fn logs_are_json_where_that_is_asked_and_name_requests() {
    let (place, address) = Place::configured();
    place.set("log", "format = \"json\"");
    let server = place.serve(address);
    let (_, answer) = server.get("/nowhere").unwrap();
    let id = answer.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap().trim().to_owned();
    let (_, log) = server.end();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["request"] == id.as_str()).unwrap();
    assert_eq!((line["status"].as_u64(), line["method"].as_str()), (Some(404), Some("GET")), "{line}");
}

#[test]
fn a_server_told_not_to_migrate_says_what_to_run() {
    let (place, _) = Place::configured();
    place.set("database", "migrate = false");
    let ran = place.run(&["serve"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("run `doorward migrate`"), "{}", ran.err);
}

/// REL-07: a database that comes up after the server is waited for, and the log says so.
#[test]
fn rel_07_a_database_that_starts_later_is_waited_for() {
    let (place, address) = Place::configured();
    let cluster = PrivateCluster::start();
    let directory = cluster.url.split(' ').find_map(|word| word.strip_prefix("host=")).unwrap();
    let socket = place.path("socket");
    let url = format!("host={} user=postgres dbname=postgres", socket.display());
    place.write("doorward.toml", place.read("doorward.toml").replace("sqlite:doorward.db", &url));
    let mut server = place.serve_when(|| true, address);
    let mut log = BufReader::new(server.child.stderr.take().unwrap()).lines();
    let told = log.find(|line| line.as_ref().unwrap().contains("waiting for the database"));
    assert!(told.is_some(), "it ended instead");
    std::os::unix::fs::symlink(directory, socket).unwrap();
    assert!(log.any(|line| line.unwrap().contains("serving")), "it ended instead");
    assert_eq!(server.get("/readyz").unwrap().0, 200);
}

/// Whoever reads no log stops no request.
#[test]
fn a_log_that_nobody_reads_stops_nothing() {
    const REQUESTS: usize = 2_000;
    let (place, address) = Place::configured();
    let server = place.serve(address);
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    for number in 0..REQUESTS {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut lines = answers.by_ref().lines().map(|line| line.unwrap_or_else(|error| panic!("{number}: {error}")));
        assert!(lines.any(|line| line == "ok"), "request {number} was not answered");
    }
    let (code, log) = server.end();
    assert_eq!(code, Some(0));
    assert!(log.len() > 128 * 1024, "more than a pipe holds: {}", log.len());
    assert!(log.lines().filter(|line| line.contains("/healthz")).count() >= REQUESTS, "and nothing was lost");
}

/// So many connections, each of which asks once and stays; whether every one of them was answered.
fn all_stay(count: usize, address: SocketAddr) -> Vec<TcpStream> {
    let connect = |number| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut line = String::new();
        BufReader::new(&stream).read_line(&mut line).unwrap_or_else(|error| panic!("connection {number}: {error}"));
        assert!(line.starts_with("HTTP/1.1 200 "), "connection {number}: {line}");
        stream
    };
    (0..count).map(connect).collect()
}

/// What the log says when the system gives the process no further connection.
const NO_MORE: &str = "could not accept a connection";

/// DOS-11: with all its file descriptors in use, whoever has been idle longest makes room for the next.
#[test]
fn dos_11_without_file_descriptors_the_idlest_goes() {
    let (place, address) = Place::configured();
    let server = place.serve_after("ulimit -n 100", address);
    let _connections = all_stay(150, address);
    let (code, log) = server.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains(NO_MORE), "it never ran out of them: {log}");
}

/// DOS-11: what the system would allow if it were asked is asked for.
#[test]
fn dos_11_as_many_files_as_are_allowed() {
    let (place, address) = Place::configured();
    let server = place.serve_after("ulimit -S -n 100", address);
    let _connections = all_stay(150, address);
    let (_, log) = server.end();
    assert!(!log.contains(NO_MORE), "{log}");
}

/// Sends this request on a connection of its own; the whole answer.
fn sent(address: SocketAddr, line: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let (host, length) = (format!("localhost:{}", address.port()), body.len());
    let head = format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n");
    stream.write_all(format!("{head}Origin: http://{host}\r\n{headers}\r\n{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Goes to the start page without being signed in: where that leads, and the cookie of the browser.
fn begun(address: SocketAddr) -> (String, String) {
    let answer = sent(address, "GET /", "", "");
    let header = |name: &str| {
        let line = answer.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{answer}"));
        line.split(';').next().unwrap().to_owned()
    };
    (header("location: "), header("set-cookie: "))
}

/// RLP-07: a server as it is started lets one source begin 300 sign-ins, and a few more with each second.
#[test]
fn rlp_07_one_source_begins_so_many_sign_ins() {
    let (place, address) = Place::configured();
    place.set("limits", "unfinished_sign_ins = { at_once = 300, per_minute = 240 }");
    let server = place.serve(address);
    let (at, cookie) = begun(address);
    let headers = format!("Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n");
    let number = std::sync::atomic::AtomicU32::new(0);
    let begin = || {
        // The same name said again begins nothing.
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let body = format!("answer=email&email=nobody{number}%40nowhere.example");
        let answer = sent(address, &format!("POST {at}"), &headers, &body);
        match answer.split(' ').nth(1).unwrap() {
            "303" => true,
            "429" => false,
            other => panic!("{other}: {answer}"),
        }
    };
    // Eight at once, each until it is told to wait: a server that forgets to say so has 600.
    let mut begun = 0;
    std::thread::scope(|scope| {
        let sources = [(); 8].map(|()| scope.spawn(|| (0..75).take_while(|_| begin()).count()));
        begun = sources.into_iter().map(|source| source.join().unwrap()).sum();
    });
    assert!((300..600).contains(&begun), "{begun}");
    assert_eq!(server.end().0, Some(0));
}

/// KEY-06: what servers draw is their own, though they begin alike.
#[test]
fn key_06_no_two_servers_draw_the_same() {
    let drawn = [(); 2].map(|()| {
        let (place, address) = Place::configured();
        let _server = place.serve(address);
        let (_, cookie) = begun(address);
        let (_, token) = cookie.split_once('=').unwrap();
        token.to_owned()
    });
    assert_eq!(drawn[0].len(), 43, "{drawn:?}");
    assert_ne!(drawn[0], drawn[1]);
}
