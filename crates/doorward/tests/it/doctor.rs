//! `doctor`: what is in order, and each thing that is not, with its remedy.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    thread,
};

use crate::place::{Place, Ran, free_address};

/// What was found of a subject that is not in order: what and remedy. All of it, and the exit code.
fn findings(ran: &Ran) -> Vec<String> {
    let found = ran.json()["findings"].as_array().unwrap().clone();
    let bad = found.iter().filter(|finding| finding["verdict"] != "ok");
    bad.map(|finding| format!("{} > {}", finding["found"].as_str().unwrap(), finding["remedy"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_server_without_problems() {
    let (place, address) = Place::configured();
    let _server = place.serve(address);
    let ran = place.run(&["doctor", "--json"]).succeeded();
    assert_eq!(findings(&ran), [""; 0]);
    let text = place.run(&["doctor"]).succeeded().out;
    assert!(text.contains("leads to Doorward") && text.ends_with("No problems found.\n"), "{text}");
}

#[test]
fn what_is_wrong_with_files_and_database() {
    let (place, _) = Place::configured();
    let before = place.run(&["doctor", "--json", "--offline"]);
    assert_eq!(before.code, 6);
    assert!(findings(&before)[0].contains("run `doorward migrate`"), "{:?}", findings(&before));
    place.run(&["migrate"]).succeeded();
    place.run(&["doctor", "--offline"]).succeeded();
    for file in ["sealing.key", "doorward.db"] {
        std::fs::set_permissions(place.path(file), PermissionsExt::from_mode(0o644)).unwrap();
    }
    let open = place.run(&["doctor", "--json", "--offline"]);
    let found = findings(&open);
    assert_eq!((open.code, found.len()), (6, 2), "{found:?}");
    assert!(
        found
            .iter()
            .all(|finding| finding.contains("others on this machine can read") && finding.contains("chmod 600"))
    );
}

#[test]
fn a_sealing_key_that_is_not_the_databases() {
    let (place, address) = Place::configured();
    place.serve(address).end();
    std::fs::remove_file(place.path("sealing.key")).unwrap();
    let other = Place::configured().0.read("sealing.key");
    place.write("sealing.key", other);
    std::fs::set_permissions(place.path("sealing.key"), PermissionsExt::from_mode(0o600)).unwrap();
    let ran = place.run(&["doctor", "--json", "--offline"]);
    let found = findings(&ran);
    assert_eq!((ran.code, found.len()), (6, 1), "{found:?}");
    assert!(found[0].contains("does not decrypt what the database holds"), "{found:?}");
}

#[test]
fn a_public_address_that_leads_nowhere_or_elsewhere() {
    let (place, address) = Place::configured();
    place.run(&["migrate"]).succeeded();
    let found = findings(&place.run(&["doctor", "--json"]));
    assert!(found[0].contains("can't be reached from here"), "{found:?}");
    // Another installation listens there.
    let (other, _) = Place::configured();
    other.set("server", &format!("# {}", address));
    let lines = other.read("doorward.toml").replace(&own_listen(&other), &format!("listen = [\"{address}\"]"));
    let issuer = format!("http://localhost:{}", address.port());
    let lines: Vec<String> = lines
        .lines()
        .map(|line| match line.starts_with("issuer") {
            true => format!("issuer = \"{issuer}\""),
            false => line.to_owned(),
        })
        .collect();
    other.write("doorward.toml", lines.join("\n"));
    let _server = other.serve(address);
    let found = findings(&place.run(&["doctor", "--json"]));
    assert!(found[0].contains("not by a Doorward with this sealing key"), "{found:?}");
}

fn own_listen(place: &Place) -> String {
    place.read("doorward.toml").lines().find(|line| line.starts_with("listen")).unwrap().to_owned()
}

/// RLP-06: a proxy that is not listed, one that is and passes on lies, one that is and writes the header itself.
#[test]
fn proxies_are_seen_through() {
    for (trusted, writes, expected) in [
        (false, true, Some("add \"127.0.0.1\" to server.trusted_proxies")),
        (true, false, Some("anybody can pretend to come from anywhere")),
        (true, true, None),
        (false, false, None),
    ] {
        let (place, public) = Place::configured();
        let inner = free_address();
        let text = place.read("doorward.toml").replace(&own_listen(&place), &format!("listen = [\"{inner}\"]"));
        place.write("doorward.toml", text);
        if trusted {
            place.set("server", "trusted_proxies = [\"127.0.0.1\"]");
        }
        let _server = place.serve_when(|| crate::place::get(inner, "/healthz").is_some(), inner);
        proxy(public, inner, writes);
        let ran = place.run(&["doctor", "--json"]);
        let found = findings(&ran);
        match expected {
            Some(text) => assert!(ran.code == 6 && found.len() == 1 && found[0].contains(text), "{found:?}"),
            None => assert_eq!((ran.code, found.len()), (0, 0), "{found:?}"),
        }
    }
}

/// A proxy for one request at a time, that writes the forwarding header or passes it on.
fn proxy(public: SocketAddr, inner: SocketAddr, writes: bool) {
    let listener = TcpListener::bind(public).unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                head.push(byte[0]);
            }
            let mut head = String::from_utf8(head).unwrap();
            if writes {
                head = head.replace("x-forwarded-for: 192.0.2.66", "x-forwarded-for: 127.0.0.1");
            }
            let mut upstream = TcpStream::connect(inner).unwrap();
            upstream.write_all(head.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n").as_bytes()).unwrap();
            let mut answer = Vec::new();
            upstream.read_to_end(&mut answer).unwrap();
            let _ = stream.write_all(&answer);
        }
    });
}

/// EGR-09: trying the gateway is bound as every message is. One on this machine that the operator did not name sees nothing.
#[test]
fn egr_09_a_test_message_goes_where_every_message_may() {
    let (place, address) = Place::configured();
    let _server = place.serve(address);
    let gateway = TcpListener::bind("127.0.0.1:0").unwrap();
    gateway.set_nonblocking(true).unwrap();
    let url = format!("http://{}/send", gateway.local_addr().unwrap());
    let sms =
        format!("\n[sms]\ngateway = \"modem\"\nurl = \"{url}\"\nuser = \"u\"\nsecret = \"s\"\ncountries = [\"GB\"]\n");
    place.write("doorward.toml", place.read("doorward.toml") + &sms);
    let test = ["doctor", "--json", "--sms-to", "+442079460958"];
    let refused = place.run(&test);
    let found = findings(&refused);
    assert_eq!((refused.code, found.len()), (6, 1), "{found:?}");
    assert!(found[0].contains("egress.allow"), "{found:?}");
    assert!(gateway.accept().is_err(), "it was called");

    place.set("egress", "allow = [\"127.0.0.1\"]\nplain_http = true");
    gateway.set_nonblocking(false).unwrap();
    let answering = thread::spawn(move || {
        let (mut stream, _) = gateway.accept().unwrap();
        let mut request = Vec::new();
        while !String::from_utf8_lossy(&request).ends_with("Doorward.") {
            let mut bytes = [0; 1024];
            let read = stream.read(&mut bytes).unwrap();
            request.extend_from_slice(&bytes[..read]);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK").unwrap();
    });
    place.run(&test).succeeded();
    answering.join().unwrap();
}
