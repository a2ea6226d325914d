//! `user`, `org`, `app` and `key`, as an operator types them.

use std::{io::Write as _, process::Stdio};

use store::testing::{ENGINES, Engine};

use crate::{
    applying::configured_on,
    place::{Place, Ran},
};

/// Runs a command that reads this from standard input.
pub(crate) fn with_input(place: &Place, arguments: &[&str], input: &str) -> Ran {
    let mut command = place.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses without reading may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// A group of acme, from its making to its end, with ada in it.
fn groups(place: &Place) {
    let run = |arguments: &[&str]| place.run(&[&["group"], arguments, &["--org", "acme"]].concat());
    assert!(run(&["create", "workshop"]).succeeded().out.starts_with("Made workshop (grp_"));
    assert_eq!(run(&["create", "workshop"]).code, 5);
    assert_eq!(run(&["create", " "]).code, 5);
    assert_eq!(run(&["add", "workshop", "nobody@acme.example"]).code, 4);
    let added = run(&["add", "workshop", "ada@acme.example"]).succeeded().out;
    assert_eq!(added, "workshop: 1 added, 0 removed.\n");
    let members = run(&["members", "workshop", "--json"]).succeeded().json();
    assert_eq!((&members["members"][0]["name"], &members["next"]), (&"Ada Byron".into(), &serde_json::Value::Null));
    run(&["rename", "workshop", "atelier"]).succeeded();
    assert_eq!(run(&["members", "workshop"]).code, 4);
    assert!(run(&["list"]).succeeded().out.contains("atelier  grp_"));
    assert_eq!(run(&["remove", "atelier", "ada@acme.example"]).succeeded().out, "atelier: 0 added, 1 removed.\n");
    assert_eq!(run(&["members", "atelier"]).succeeded().out, "Nobody.\n");
    run(&["delete", "atelier"]).succeeded();
    assert_eq!(run(&["list"]).succeeded().out, "No group.\n");
}

/// Somebody is invited, again, and no more; without a mail server the link is shown, since it would get nowhere otherwise.
fn invitations(place: &Place) {
    let run = |arguments: &[&str]| place.run(&[&["invitation"], arguments, &["--org", "acme"]].concat());
    let sent = run(&["send", "Grace@acme.example", "ada@acme.example", "--given-name", "Grace"]);
    assert_eq!(sent.code, 5, "one name for two people");
    let sent = run(&["send", "Grace@acme.example", "ada@acme.example"]);
    assert_eq!(sent.code, 5, "ada is a user already");
    assert!(sent.out.contains("Invited Grace@acme.example until ") && sent.out.contains("/join/"), "{}", sent.out);
    assert!(sent.err.contains("ada@acme.example: is a user already (usr_"), "{}", sent.err);
    let list = run(&["list", "--json"]).succeeded().json();
    let invitation = &list["invitations"][0];
    assert_eq!((&invitation["email"], &invitation["state"]), (&"Grace@acme.example".into(), &"open".into()));
    let id = invitation["id"].as_str().unwrap().to_owned();
    assert!(run(&["again", &id]).succeeded().out.contains("/join/"));
    run(&["revoke", &id]).succeeded();
    assert_eq!(run(&["revoke", &id]).code, 5);
    assert!(run(&["list"]).succeeded().out.contains("revoked"));
    let joins = run(&["send", "ada@acme.example", "--role", "help_desk"]).succeeded().out;
    assert!(joins.contains("Invited ada@acme.example, who has an account and joins by signing in, until "), "{joins}");
    assert_eq!(run(&["send", "no-address"]).code, 5);
    assert_eq!(run(&["send", "x@acme.example", "--role", "king"]).code, 5);
    assert_eq!(run(&["send", "x@acme.example", "--app", "nothing"]).code, 4);
    let create = ["user", "create", "--org", "acme", "--email", "lin@acme.example", "--invite"];
    let made = place.run(&create).succeeded().out;
    assert!(made.starts_with("Made lin@acme.example (usr_") && made.contains("/join/"), "{made}");
    assert_eq!(place.run(&["user", "invite", "ada@acme.example"]).code, 5, "ada has a password");
    assert!(place.run(&["user", "invite", "lin@acme.example"]).succeeded().out.contains("/join/"));
}

/// Two accounts of one person become one, once that was seen and wanted.
fn merging(place: &Place) {
    let create =
        |email: &str| place.run(&["user", "create", "--org", "acme", "--email", email, "--no-password"]).succeeded();
    create("mia@acme.example");
    create("mia.old@acme.example");
    place.run(&["group", "create", "looms", "--org", "acme"]).succeeded();
    place.run(&["group", "add", "looms", "mia.old@acme.example", "--org", "acme"]).succeeded();
    let merge =
        |from: &str, more: &[&str]| place.run(&[&["user", "merge", "mia@acme.example", "--from", from], more].concat());
    assert_eq!(merge("mia@acme.example", &[]).code, 5);
    assert_eq!(merge("nobody@acme.example", &[]).code, 4);
    let shown = merge("mia.old@acme.example", &[]).succeeded().out;
    assert!(
        shown.contains("comes into the groups") && shown.contains("looms") && shown.contains("Say --yes"),
        "{shown}"
    );
    assert!(
        place.run(&["user", "show", "mia.old@acme.example"]).succeeded().out.contains("looms"),
        "nothing was changed"
    );
    let done = merge("mia.old@acme.example", &["--yes", "--json"]).succeeded().json();
    assert_eq!((&done["done"], &done["groups"][0]), (&true.into(), &"looms".into()));
    assert_eq!(place.run(&["user", "show", "mia.old@acme.example"]).code, 4);
    assert!(place.run(&["user", "show", "mia@acme.example"]).succeeded().out.contains("looms"));
    place.run(&["group", "delete", "looms", "--org", "acme"]).succeeded();
}

#[test]
fn an_organisation_its_people_and_their_applications() {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let (place, _) = configured_on(engine);
        let create = ["org", "create", "Acme", "--name", "Acme Works", "--domain", "acme.example"];
        assert!(place.run(&create).succeeded().out.starts_with("Made acme (org_"));
        assert_eq!(place.run(&create).code, 5);
        assert_eq!(place.run(&["org", "create", "b", "--preset", "defalt"]).code, 5);
        let listed = place.run(&["org", "list"]).succeeded().out;
        assert!(
            listed.starts_with("company ID  name        state   id\nacme        Acme Works  active  org_"),
            "{listed}"
        );
        assert!(place.run(&["org", "show", "acme"]).succeeded().out.contains("acme.example"));
        assert_eq!(place.run(&["org", "show", "nobody"]).code, 4);

        let user = [
            "user",
            "create",
            "--org",
            "acme",
            "--email",
            "ada@acme.example",
            "--name",
            "Ada Byron",
            "--role",
            "owner",
        ];
        let with_password = [user.as_slice(), &["--password-stdin"]].concat();
        let refused = with_input(&place, &with_password, "acme-acme\n");
        assert_eq!(refused.code, 5);
        assert!(
            refused.err.contains("have 15 characters or more") && refused.err.contains("organisation's names"),
            "{}",
            refused.err
        );
        assert!(!refused.err.contains("acme-acme"), "{}", refused.err);
        with_input(&place, &with_password, "seventeen violet lanterns\n").succeeded();
        assert_eq!(with_input(&place, &with_password, "seventeen violet lanterns\n").code, 5, "there already");
        let shown = place.run(&["user", "show", "ada@acme.example", "--json"]).succeeded().json();
        assert_eq!(
            (&shown["name"], &shown["roles"][0], &shown["state"]),
            (&"Ada Byron".into(), &"owner".into(), &"active".into())
        );
        assert!(shown["id"].as_str().unwrap().starts_with("usr_"));
        let listed = place.run(&["user", "list", "--org", "acme", "--begins", "by"]).succeeded().out;
        assert!(listed.contains("ada@acme.example"), "{listed}");
        assert_eq!(place.run(&["user", "list", "--org", "acme", "--begins", "z"]).succeeded().out, "Nobody.\n");

        assert_eq!(place.run(&["user", "set-password", "ada@acme.example"]).code, 5, "no terminal to ask at");
        let set = ["user", "set-password", "ada@acme.example", "--password-stdin"];
        with_input(&place, &set, "eighteen violet lanterns\n").succeeded();
        assert_eq!(place.run(&["user", "recovery-codes", "ada@acme.example"]).code, 5, "they stand in for an app");
        let app = serde_json::json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [
            { "email": "ada@acme.example", "totp_secret": "OR3WK3TUPEQHGZLDOJSXIIDCPF2GK4ZB" },
        ] }] });
        place.write("app.json", app.to_string());
        place.run(&["apply", "app.json"]).succeeded();
        let codes = |output: &str| output.lines().filter(|line| line.split('-').all(|part| part.len() == 5)).count();
        let first = place.run(&["user", "recovery-codes", "ada@acme.example"]).succeeded().out;
        assert_eq!(codes(&first), 10, "{first}");
        let second = place.run(&["user", "recovery-codes", "ada@acme.example", "--json"]).succeeded().json();
        assert_eq!(second["recovery_codes"].as_array().unwrap().len(), 10);
        assert!(first.lines().all(|code| !second.to_string().contains(code)), "a new set");
        assert_eq!(place.run(&["user", "recovery-codes", "nobody@acme.example"]).code, 4);
        let unused = |days: &str| place.run(&["org", "unused", "acme", "--days", days, "--json"]).succeeded().json();
        assert_eq!((&unused("0")["unused"], &unused("1")["unused"]), (&1.into(), &0.into()));
        for action in ["unlock", "disable", "enable", "end-sessions"] {
            place.run(&["user", action, "ada@acme.example"]).succeeded();
            assert_eq!(place.run(&["user", action, "nobody@acme.example"]).code, 4);
        }

        groups(&place);
        invitations(&place);
        merging(&place);

        let app = [
            "app",
            "create",
            "Wiki",
            "--org",
            "acme",
            "--client-id",
            "wiki",
            "--redirect-uri",
            "https://wiki.example/back",
            "--launch-url",
            "https://wiki.example/",
        ];
        let made = place.run(&[app.as_slice(), &["--json"]].concat()).succeeded().json();
        assert_eq!(made["client_secret"].as_str().unwrap().len(), 43);
        assert_eq!(place.run(&app).code, 5);
        let shown = place.run(&["app", "show", "wiki"]).succeeded().json();
        assert_eq!(shown["launch_url"], "https://wiki.example/");
        let rotated = place.run(&["app", "rotate-secret", "wiki", "--now", "--json"]).succeeded().json();
        assert_ne!(rotated["client_secret"], made["client_secret"]);
        let shown = place.run(&["app", "show", "wiki", "--json"]).succeeded();
        assert_eq!(shown.json()["subscriptions"][0]["everyone"], true);
        assert!(!shown.out.contains(rotated["client_secret"].as_str().unwrap()));
        assert!(place.run(&["app", "list"]).succeeded().out.contains("Wiki"));
        assert_eq!(place.run(&["app", "rotate-secret", "nothing"]).code, 4);
    }
}

#[test]
fn signing_keys_are_listed_and_rotated() {
    let (place, address) = configured_on(Engine::Sqlite);
    assert!(place.run(&["key", "list"]).succeeded().out.starts_with("No key yet"));
    let server = place.serve(address);
    let keys = |place: &Place| {
        place.run(&["key", "list", "--json"]).succeeded().json()["signing_keys"].as_array().unwrap().clone()
    };
    assert_eq!(keys(&place).len(), 4);
    let next = place.run(&["key", "rotate", "ES256", "--json"]).succeeded().json()["key"].as_str().unwrap().to_owned();
    let states: Vec<_> =
        keys(&place).iter().filter(|key| key["algorithm"] == "ES256").map(|key| key["state"].clone()).collect();
    assert_eq!(states, ["current", "waits"]);
    place.run(&["key", "rotate", "ES256", "--now"]).succeeded();
    assert_eq!(place.run(&["key", "rotate", "HS256"]).code, 5);
    let sealing = place.run(&["key", "rotate", "A256GCM"]).succeeded().out;
    assert!(sealing.contains("seals access tokens in an hour") && !sealing.contains("sign"), "{sealing}");
    let begun = std::time::Instant::now();
    while server.get("/oauth/jwks").unwrap().1.contains(&next) {
        assert!(begun.elapsed() < std::time::Duration::from_secs(60), "the server does not notice");
    }
    server.end();
}

/// Killed at any moment, run again, and the previous key may go (KEY-02).
#[test]
fn key_02_resealing_is_killed_and_goes_on() {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let (place, address) = configured_on(engine);
        let users: Vec<_> = (0..1500)
            .map(|n| serde_json::json!({ "email": format!("u{n}@acme.example"), "totp_secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }))
            .collect();
        let document = serde_json::json!({ "version": 1, "organisations": [{ "slug": "acme", "users": users }] });
        place.write("people.json", document.to_string());
        place.run(&["apply", "people.json"]).succeeded();
        place.serve(address).end();
        let state = |place: &Place| place.run(&["key", "list", "--json"]).succeeded().json()["sealing"].clone();
        let all = state(&place)["current"].as_u64().unwrap();
        assert!(all > 1500);

        // The previous key under another name, and a new one in its place.
        let previous = place.read("sealing.key");
        place.write("previous.key", &previous);
        place.write("sealing.key", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k");
        assert!(place.run(&["key", "list"]).code != 0, "KEY-03: nothing opens with the new key alone");
        place.set("secrets", "previous_sealing_key_files = [\"previous.key\"]");
        assert_eq!(state(&place)["previous"], all);
        let server = place.serve(address);
        for wait in [40, 60, 80] {
            let mut child = place.command(&["key", "reseal"]).stdout(Stdio::null()).spawn().unwrap();
            let begun = std::time::Instant::now();
            while begun.elapsed() < std::time::Duration::from_millis(wait) && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            let _ = child.kill();
            child.wait().unwrap();
            let state = state(&place);
            assert_eq!(state["current"].as_u64().unwrap() + state["previous"].as_u64().unwrap(), all, "{state}");
            assert_eq!(server.get("/oauth/jwks").unwrap().0, 200);
        }
        let ran = place.run(&["key", "reseal"]).succeeded();
        assert!(ran.out.contains("Nothing needs a previous key any more"), "{}", ran.out);
        server.end();
        let lines = place.read("doorward.toml").replace("previous_sealing_key_files = [\"previous.key\"]", "");
        place.write("doorward.toml", lines);
        assert_eq!(
            state(&place),
            serde_json::json!({ "key": state(&place)["key"], "current": all, "previous": 0, "unknown": 0 })
        );
        assert_eq!(place.serve(address).get("/oauth/jwks").unwrap().0, 200);
    }
}
