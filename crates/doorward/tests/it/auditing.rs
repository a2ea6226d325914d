//! `audit verify`: as an operator runs it, beside a server that numbers events.

use store::{
    Change, Location, Options, Outcome, Store, params,
    testing::{ENGINES, Engine, empty},
};

use crate::place::{Place, Ran};

store::statements! {
    ALTER = "update events set address = '198.51.100.7' where seq = $1";
}

/// Until a server has numbered all that there is. Each try is a process of its own, so no clock is needed.
fn numbered(place: &Place) -> Ran {
    for _ in 0..600 {
        let ran = place.run(&["audit", "verify", "--json"]);
        let found = ran.json();
        if found["waiting"] == 0 && found["head"].is_string() {
            return ran;
        }
    }
    panic!("nothing was numbered");
}

#[test]
fn aud_04_verify_names_the_link_and_ends_with_a_code() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for engine in ENGINES {
        let (place, address) = Place::configured();
        let database = runtime.block_on(empty(engine));
        let location = match (&database.location, engine) {
            (Location::Postgres(url), Engine::Postgres) => {
                let before = place.read("doorward.toml");
                place.write("doorward.toml", before.replace("sqlite:doorward.db", url));
                Location::Postgres(url.clone())
            }
            _ => Location::Sqlite(place.path("doorward.db")),
        };
        let server = place.serve(address);
        place.run(&["org", "create", "acme", "--name", "Acme"]).succeeded();
        place.run(&["org", "create", "opal", "--name", "Opal"]).succeeded();
        let found = numbered(&place).succeeded().json();
        assert!(found["holds"] == true && found["events"].as_u64() >= Some(2), "{found}");
        let head = found["head"].as_str().unwrap();
        let ran = place.run(&["audit", "verify", "--head", head]).succeeded();
        assert!(ran.out.contains("holds") && ran.out.contains(head), "{}", ran.out);
        assert_eq!(place.run(&["audit", "verify", "--head", "nonsense"]).code, 2);

        let exported = place.run(&["audit", "export", "--org", "opal"]).succeeded().out;
        let lines: Vec<serde_json::Value> = exported.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((lines.len(), &lines[0]["kind"]), (1, &"organisation.created".into()), "{exported}");
        let csv = place.run(&["audit", "export", "--format", "csv", "--since", "2020-01-31"]).succeeded().out;
        assert!(csv.starts_with("\"number\",\"at\",\"kind\"") && csv.lines().count() > 2, "{csv}");
        assert_eq!(place.run(&["audit", "export", "--until", "2020-01-31"]).succeeded().out, "");
        assert_eq!(place.run(&["audit", "export", "--since", "yesterday"]).code, 2);

        runtime.block_on(async {
            let store = Store::open(&location, Options::default()).await.unwrap();
            let mut change = Change::new();
            change.add(&ALTER, params![2]);
            assert_eq!(store.write(change).await, Ok(Outcome::Done));
            store.close().await;
        });
        let ran = place.run(&["audit", "verify"]);
        assert!(ran.code == 6 && ran.out.contains("Link 2: its event was altered"), "{}: {}", ran.code, ran.out);
        let wrong = place.run(&["audit", "verify", "--json"]).json()["wrong"].clone();
        assert_eq!(wrong, serde_json::json!({ "number": 2, "what": "event_altered" }));
        server.end();
        runtime.block_on(database.remove());
    }
}
