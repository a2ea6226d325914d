//! `apply`: documents in each language, beside a server that runs, on both databases.

use std::{
    net::SocketAddr,
    process::Stdio,
    time::{Duration, Instant},
};

use store::{
    Location,
    testing::{ENGINES, Engine, fresh},
};

use crate::place::{Place, free_address};

const YAML: &str = r##"
version: 1
organisations:
  - slug: onyx
    name: Onyx Works
    policy: { preset: passport, session: { idle: 2h } }
    branding: { product_name: Onyx ID, accent: "#102030" }
    domains: [onyx.example]
    users:
      - email: olga@onyx.example
        password: { env: OLGA_PASSWORD }
        accepted_notice: true
        claims: { given_name: Olga, birthdate: 1990-02-28 }
        roles: [owner]
applications:
  - organisation: onyx
    client_id: wiki
    client_secret: { file: wiki.secret }
    redirect_uris: [https://wiki.example/back]
    subscriptions: [{ organisation: onyx, everyone: true }]
"##;

const TOML: &str = r#"
version = 1

[[organisations]]
slug = "onyx"

[[organisations.users]]
email = "olga@onyx.example"
claims = { birthdate = 1990-02-28, given_name = "Olga" }

[[applications]]
client_id = "wiki"
client_name = "The Wiki"
"#;

/// A place with a configuration on a fresh database of this engine, which goes with the test's process.
pub(crate) fn configured_on(engine: Engine) -> (Place, SocketAddr) {
    let place = Place::new();
    let address = free_address();
    let issuer = format!("http://localhost:{}", address.port());
    let database = match engine {
        Engine::Sqlite => "sqlite:doorward.db".to_owned(),
        Engine::Postgres => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let database = runtime.block_on(fresh(engine));
            match database.location {
                Location::Postgres(url) => url,
                Location::Sqlite(_) => panic!("PostgreSQL was asked for"),
            }
        }
    };
    place.run(&["init", "--issuer", &issuer, "--database", &database]).succeeded();
    place.run(&["migrate"]).succeeded();
    (place, address)
}

/// Whoever is overtaken is told so, and that once more is all it takes.
#[test]
fn the_same_document_applied_by_many_at_once_is_applied_once() {
    for engine in ENGINES {
        let (place, _) = configured_on(engine);
        place.write(
            "company.yaml",
            "{version: 1, organisations: [{slug: onyx, name: Onyx, users: [{email: a@onyx.example}]}]}",
        );
        let runs: Vec<_> = (0..6)
            .map(|_| {
                place.command(&["apply", "company.yaml"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        let outputs: Vec<_> = runs.into_iter().map(|run| run.wait_with_output().unwrap()).collect();
        for output in &outputs {
            let told = String::from_utf8_lossy(&output.stderr);
            let overtaken = output.status.code() == Some(5) && told.contains("Run the command again");
            assert!(output.status.success() || overtaken, "{:?}: {told}", output.status);
        }
        assert!(outputs.iter().any(|output| output.status.success()));
        assert!(place.run(&["apply", "company.yaml"]).succeeded().out.contains("Nothing to do"));
        let users = place.run(&["--json", "user", "list", "--org", "onyx"]).succeeded().json();
        assert_eq!(users["users"].as_array().map(Vec::len), Some(1), "{users}");
    }
}

#[test]
fn an_empty_document_is_told_so() {
    let (place, _) = configured_on(Engine::Sqlite);
    place.write("empty.yaml", "");
    let ran = place.run(&["apply", "empty.yaml"]);
    assert!(ran.code == 5 && ran.err.contains("the document is nothing, but a table of keys is needed"), "{}", ran.err);
}

#[test]
fn a_document_is_applied_once_and_a_running_server_notices_within_two_seconds() {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let (place, address) = configured_on(engine);
        let server = place.serve(address);
        place.write("onyx.yaml", YAML);
        place.write("wiki.secret", "a secret of the wiki, random enough\n");
        let apply = |file: &str, more: &[&str]| {
            let mut command = place.command(&[&["apply", file], more].concat());
            crate::place::Ran::of(command.env("OLGA_PASSWORD", "Orchards-At-Midnight-1"))
        };
        let dry = apply("onyx.yaml", &["--dry-run", "--json"]).succeeded().json();
        assert_eq!((&dry["created"], &dry["dry_run"]), (&3.into(), &true.into()));
        assert!(!apply("onyx.yaml", &["--dry-run"]).succeeded().out.contains("Nothing to do"));

        // Before: the server knows no such application. It says so on a page, not at the redirect URI.
        let request = "/oauth/authorize?client_id=wiki&redirect_uri=https%3A%2F%2Fwiki.example%2Fback&response_type=code\
            &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&scope=openid";
        assert_eq!(server.get(request).unwrap().0, 400);
        let ran = apply("onyx.yaml", &[]).succeeded();
        assert_eq!(
            ran.out,
            "+ organisation onyx\n+ user olga@onyx.example\n+ application wiki\nDone: 3 created, 0 changed, 0 unchanged.\n"
        );
        let begun = Instant::now();
        while server.get(request).unwrap().0 != 303 {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not notice");
        }
        let again = apply("onyx.yaml", &[]).succeeded();
        assert_eq!(again.out, "Nothing to do: all 3 things are as the document says.\n");

        place.write("onyx.toml", TOML);
        let ran = apply("onyx.toml", &[]).succeeded();
        assert_eq!(
            ran.out, "~ application wiki\n    client_name: + The Wiki\nDone: 0 created, 1 changed, 2 unchanged.\n",
            "a date is a date in both languages"
        );
        server.end();
    }
}

#[test]
fn what_is_wrong_is_told_and_what_is_secret_is_not() {
    let (place, _) = configured_on(Engine::Sqlite);
    place.write("twice.json", r#"{ "version": 1, "api_tokens": [{ "token": "SECRET-1", "token": "SECRET-2" }] }"#);
    place.write("broken.yaml", "version: 1\norganisations:\n  - slug: [\n    password: SECRET-3\n");
    place.write("broken.toml", "version = 1\n[[api_tokens]]\ntoken = \"SECRET-4\nname = 3\n");
    place.write("norway.yml", "version: 1\norganisations: [{ slug: no }, { slug: 12 }, { slug: ok, state: yes }]\n");
    place.write("document.txt", "");
    for (file, code, text) in [
        ("twice.json", 1, "the key `token` is there twice at line 1"),
        ("broken.yaml", 1, "at line 3"),
        ("broken.toml", 1, "at line 3"),
        ("norway.yml", 5, "organisations[1].slug: is no text: put it in quotes"),
        ("document.txt", 1, "Let its name end in .yaml"),
        ("absent.json", 1, "No such file"),
    ] {
        let ran = place.run(&["apply", file]);
        assert_eq!(ran.code, code, "{file}: {}", ran.err);
        assert!(ran.err.contains(text), "{file}: {}", ran.err);
        assert!(!ran.err.contains("SECRET") && !ran.out.contains("SECRET"), "{file}: {}", ran.err);
    }
    let ran = place.run(&["apply", "norway.yml", "--json"]);
    assert_eq!(ran.json()["problems"].as_array().unwrap().len(), 2, "{}", ran.out);
}
