//! The API over HTTP, on both databases.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
};

use serde_json::Value;
use store::testing::ENGINES;

use crate::applying::configured_on;

/// Status, headers and document of a GET.
fn get(address: SocketAddr, path: &str, token: Option<&str>) -> (u16, String, Value) {
    let authorization = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let host = format!("Host: localhost:{}\r\nConnection: close\r\n", address.port());
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\n{host}{authorization}\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_lowercase(), serde_json::from_str(body).unwrap())
}

#[test]
fn people_of_the_tokens_organisation_and_of_no_other() {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let (place, address) = configured_on(engine);
        let users = |slug: &str| -> Vec<Value> {
            (0..3).map(|n| serde_json::json!({ "email": format!("u{n}@{slug}.example"), "claims": { "family_name": "Byron" } })).collect()
        };
        let document = serde_json::json!({
            "version": 1,
            "organisations": [{ "slug": "acme", "users": users("acme") }, { "slug": "blue", "users": users("blue") }],
            "api_tokens": [{
                "organisation": "blue", "name": "mute", "token": "a-token-that-may-do-nothing-at-all", "permissions": [],
            }],
        });
        place.write("content.json", document.to_string());
        place.run(&["apply", "content.json"]).succeeded();
        let create = ["token", "create", "t", "--org", "acme", "--permission", "users:read", "--json"];
        let token = place.run(&create).succeeded().json()["token"].as_str().unwrap().to_owned();
        assert_eq!(place.run(&["token", "create", "u", "--org", "acme", "--permission", "users:all"]).code, 5);
        let server = place.serve(address);
        let get = |path: &str| get(address, path, Some(&token));

        let (status, head, body) = get("/api/v1/users?limit=2");
        assert_eq!(status, 200, "{body}");
        assert!(head.contains("cache-control: no-store"), "{head}");
        let next = body["next"].as_str().unwrap();
        let (_, _, rest) = get(&format!("/api/v1/users?limit=2&after={next}"));
        let mut all: Vec<&str> = [&body, &rest]
            .iter()
            .flat_map(|page| page["users"].as_array().unwrap())
            .map(|user| user["emails"][0].as_str().unwrap())
            .collect();
        all.sort_unstable();
        assert_eq!(all, ["u0@acme.example", "u1@acme.example", "u2@acme.example"]);
        assert_eq!(rest["next"], Value::Null);
        assert_eq!(get("/api/v1/users?begins=BYR").2["users"].as_array().unwrap().len(), 3);
        assert_eq!(get("/api/v1/users?begins=u1%40blue").2["users"], serde_json::json!([]));

        let id = body["users"][0]["id"].as_str().unwrap();
        assert_eq!(get(&format!("/api/v1/users/{id}")).2, body["users"][0]);
        let others = place.run(&["user", "show", "u0@blue.example", "--json"]).succeeded().json();
        for absent in [others["id"].as_str().unwrap(), "usr_00000000000000000000000000", "nonsense"] {
            let (status, _, body) = get(&format!("/api/v1/users/{absent}"));
            assert_eq!((status, &body["error"]), (404, &"not_found".into()));
        }
        let searched = get("/api/v1/users?begins=u&limit=1").2["next"].as_str().unwrap().replace(':', "%3A");
        assert_eq!(get(&format!("/api/v1/users?begins=u&after={searched}")).2["users"].as_array().unwrap().len(), 2);
        for (wrong, named) in [
            ("limit=0", "limit"),
            ("limit=201", "limit"),
            ("limit=x", "limit"),
            ("limit=", "limit"),
            ("begins=a%20b", "begins"),
            ("begins=a%09b", "begins"),
            ("after=x", "after"),
            ("after=", "after"),
            ("after=usr_", "after"),
            (&format!("after={searched}"), "after"),
            (&format!("begins=u&after={next}"), "after"),
            (&format!("begins=z&after={searched}"), "after"),
            ("begin=u", "parameters"),
        ] {
            let (status, _, body) = get(&format!("/api/v1/users?{wrong}"));
            assert_eq!((status, &body["error"]), (400, &"invalid_request".into()), "{wrong}");
            assert!(body["error_description"].as_str().unwrap().contains(named), "{wrong}: {body}");
        }
        for wrong in [&["--after", "x"][..], &["--begins", "a b"], &["--limit", "201"], &["--limit", "0"]] {
            let refused = place.run(&[&["user", "list", "--org", "acme"], wrong].concat());
            assert!(refused.code != 0 && refused.err.contains(wrong[0]), "{wrong:?}: {}", refused.err);
        }

        for path in ["/api/v1/users".to_owned(), format!("/api/v1/users/{id}")] {
            let (status, head, _) = super::api::get(address, &path, None);
            assert!(status == 401 && head.contains("www-authenticate: bearer realm=\"api\"\r\n"), "{head}");
            let (status, head, _) = super::api::get(address, &path, Some("dwt_wrong"));
            assert!(status == 401 && head.contains("error=\"invalid_token\""), "{head}");
            let (status, head, _) = super::api::get(address, &path, Some("a-token-that-may-do-nothing-at-all"));
            assert!(status == 403 && head.contains("scope=\"users:read\""), "{head}");
        }
        assert!(place.run(&["token", "list", "--org", "acme"]).succeeded().out.contains("users:read"));
        place.run(&["token", "revoke", "t", "--org", "acme"]).succeeded();
        assert_eq!(get("/api/v1/users").0, 401);
        server.end();
    }
}
