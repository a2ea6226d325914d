//! `serve` and `migrate`: a server that answers, and ends when it is told to.

use crate::place::Place;

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
    assert!(ran.err.contains("migrate it first"), "{}", ran.err);
}
