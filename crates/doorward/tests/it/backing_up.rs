//! `backup` and `restore`: one moment of the database, taken while the server runs, and put back.

use std::{fs, net::SocketAddr, os::unix::fs::PermissionsExt as _};

use store::{
    Location,
    testing::{ENGINES, Engine, PrivateCluster, empty},
};

use crate::{
    people::with_input,
    place::{Place, Ran, free_address},
};

/// The published keys: what one database has and no other.
fn keys(place: &Place, address: SocketAddr) -> String {
    let server = place.serve(address);
    let (status, answer) = server.get("/oauth/jwks").unwrap();
    assert_eq!(status, 200);
    server.end();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

/// Runs the test in a place whose database is on each engine.
fn on_both(body: impl Fn(&Place, SocketAddr, Engine)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for engine in ENGINES {
        let (place, address) = Place::configured();
        let database = runtime.block_on(empty(engine));
        // Connections of the test's own would pass for a server's.
        runtime.block_on(database.store.clone().close());
        if let Location::Postgres(url) = &database.location {
            let before = place.read("doorward.toml");
            place.write("doorward.toml", before.replace("sqlite:doorward.db", url));
        }
        body(&place, address, engine);
        runtime.block_on(database.remove());
    }
}

fn refused(ran: &Ran, why: &str) {
    assert!(ran.code == 5 && ran.err.contains(why), "{}: {}", ran.code, ran.err);
}

#[test]
fn what_was_backed_up_while_it_ran_is_restored() {
    on_both(|place, address, engine| {
        let server = place.serve(address);
        let (_, first) = server.get("/oauth/jwks").unwrap();
        let first = first.split_once("\r\n\r\n").unwrap().1.to_owned();
        place.run(&["org", "create", "acme", "--name", "Acme"]).succeeded();
        let ran = place.run(&["backup", "kept", "--json"]).succeeded();
        assert!(ran.json()["bytes"].as_u64().unwrap() > 1000, "{}", ran.out);
        let mode = fs::metadata(place.path("kept")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{engine:?}: others on the machine can read it");
        refused(&place.run(&["backup", "kept"]), "exists already");
        let nowhere = place.run(&["backup", "absent/kept"]);
        assert!(nowhere.code == 4 && nowhere.err.contains("absent is no directory"), "{}", nowhere.err);
        // The database is in use, and has something to lose.
        refused(&place.run(&["restore", "kept", "--force"]), "stop it first");
        refused(&place.run(&["restore", "kept"]), if engine == Engine::Sqlite { "--force" } else { "stop it first" });
        server.end();
        refused(&place.run(&["restore", "kept"]), "--force");
        // Since then the keys have changed.
        lose_keys(place, engine);
        let second = keys(place, address);
        assert_ne!(first, second);
        place.run(&["restore", "kept", "--force"]).succeeded();
        // What was written is there again; what signs is new, since a key of the backup may have been revoked meanwhile.
        assert!(place.run(&["org", "list"]).succeeded().out.contains("Acme"));
        let third = keys(place, address);
        assert!(third != first && third != second);
        let left: Vec<String> = fs::read_dir(place)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains("part") || name.contains("restoring"))
            .collect();
        assert_eq!(left, [""; 0]);
    });
}

/// A copy that is tried elsewhere must write to nobody (REL-24).
#[test]
fn what_waited_in_a_backup_is_not_sent() {
    on_both(|place, _, _| {
        place.set("mail", "host = \"127.0.0.1\"");
        place.set("mail", "port = 9");
        place.set("mail", "security = \"none\"");
        place.set("mail", "from = \"no-reply@id.example\"");
        place.run(&["migrate"]).succeeded();
        place.run(&["org", "create", "acme", "--name", "Acme"]).succeeded();
        let create = ["user", "create", "--org", "acme", "--email", "ada@acme.example", "--password-stdin"];
        with_input(place, &create, "seventeen violet lanterns\n").succeeded();
        let set = ["user", "set-password", "ada@acme.example", "--password-stdin"];
        with_input(place, &set, "eighteen violet lanterns\n").succeeded();
        let given_up = || place.run(&["doctor", "--offline", "--json"]).out.contains(" given up");
        assert!(!given_up(), "it waits");
        place.run(&["backup", "kept"]).succeeded();
        place.run(&["restore", "kept", "--force"]).succeeded();
        assert!(given_up(), "it is seen, and nobody sends it");
    });
}

/// A database of the same place that begins anew.
fn lose_keys(place: &Place, engine: Engine) {
    if engine == Engine::Sqlite {
        for file in ["doorward.db", "doorward.db-wal", "doorward.db-shm"] {
            let _ = fs::remove_file(place.path(file));
        }
        return;
    }
    psql(place, "delete from signing_keys");
}

fn psql(place: &Place, statement: &str) {
    let url = place.read("doorward.toml").lines().find_map(|line| line.strip_prefix("url = ")).unwrap().to_owned();
    let mut command = std::process::Command::new("psql");
    let ran = Ran::of(command.args(["--quiet", "--command", statement, "--dbname", url.trim_matches('"')]));
    ran.succeeded();
}

#[test]
fn a_backup_that_is_sealed_elsewhere_changes_nothing() {
    on_both(|place, address, engine| {
        keys(place, address);
        place.run(&["backup", "kept"]).succeeded();
        // The installation begins anew, with another key.
        lose_keys(place, engine);
        let other = Place::configured().0.read("sealing.key");
        place.write("sealing.key", other);
        if engine == Engine::Postgres {
            psql(place, "delete from instance_secrets");
        }
        let second = keys(place, address);
        let ran = place.run(&["restore", "kept", "--force"]);
        refused(&ran, "does not open this backup");
        refused(&ran, "Nothing was changed.");
        assert_eq!(keys(place, address), second);
        assert!(!place.path("kept.before").exists());
    });
}

#[test]
fn a_backup_that_is_damaged_changes_nothing() {
    let (place, address) = Place::configured();
    let first = keys(&place, address);
    place.run(&["backup", "kept"]).succeeded();
    // Damaged: a page in the middle is overwritten.
    let mut bytes = fs::read(place.path("kept")).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0x5a);
    place.write("damaged", &bytes);
    refused(&place.run(&["restore", "damaged", "--force"]), "is no sound backup");
    place.write("nonsense", "this is no database, and never was one");
    refused(&place.run(&["restore", "nonsense", "--force"]), "is no sound backup");
    assert_eq!(place.run(&["restore", "absent", "--force"]).code, 4);
    assert_eq!(keys(&place, address), first);
}

/// A server of the test's own on 127.0.0.1, and its port.
fn server(certificate: &Place) -> (PrivateCluster, u16) {
    let port = free_address().port();
    (PrivateCluster::with_tls(certificate.as_ref(), port), port)
}

/// A PostgreSQL that is named by its address, beside another that clients reach when they are told no host.
#[test]
fn backup_and_restore_reach_the_server_that_serve_reaches() {
    let (place, elsewhere) = (Place::new(), Place::new());
    let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    place.write("server.pem", pair.cert.pem());
    place.write("server.key", pair.signing_key.serialize_pem());
    let ((_ours, port), (_other, other)) = (server(&place), server(&place));
    let ours = format!("hostaddr=127.0.0.1 port={port} user=postgres dbname=postgres");
    place.run(&["init", "--database", &ours]).succeeded();
    let run = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        Ran::of(command.env("PGHOST", "localhost").env("PGPORT", other.to_string()).env("PGDATABASE", "postgres"))
    };
    run(&["migrate"]).succeeded();
    let made = run(&["backup", "kept", "--json"]).succeeded().json();
    let origin = format!("PostgreSQL at 127.0.0.1:{port}, database postgres");
    assert_eq!(made["origin"], origin.as_str());
    run(&["org", "create", "acme"]).succeeded();
    run(&["restore", "--force", "kept"]).succeeded();
    assert_eq!(run(&["org", "show", "acme"]).code, 4, "another database was restored than is in use");
    // Another installation's database is overwritten only when that is said.
    let theirs = format!("host=localhost port={other} user=postgres dbname=postgres");
    elsewhere.run(&["init", "--database", &theirs]).succeeded();
    elsewhere.write("sealing.key", place.read("sealing.key"));
    let kept = place.path("kept").display().to_string();
    let nothing = elsewhere.run(&["backup", "nothing"]);
    assert!(nothing.code == 4 && nothing.err.contains("is no database of Doorward"), "{}", nothing.err);
    elsewhere.run(&["migrate"]).succeeded();
    let why = format!("is a backup of {origin}, and would overwrite PostgreSQL at localhost:{other}");
    refused(&elsewhere.run(&["restore", "--force", &kept]), &why);
    elsewhere.run(&["restore", "--force", "--elsewhere", &kept]).succeeded();
}

/// A backup of another installation's file, or of another engine.
#[test]
fn a_backup_of_something_else_is_not_restored_by_mistake() {
    let (place, elsewhere) = (Place::new(), Place::new());
    for place in [&place, &elsewhere] {
        place.run(&["init"]).succeeded();
        place.run(&["migrate"]).succeeded();
    }
    place.run(&["backup", "kept"]).succeeded();
    elsewhere.write("sealing.key", place.read("sealing.key"));
    let kept = place.path("kept").display().to_string();
    refused(&elsewhere.run(&["restore", "--force", &kept]), "Say --elsewhere if it may");
    elsewhere.run(&["restore", "--force", "--elsewhere", &kept]).succeeded();
    // Its own, and where nothing is lost, nobody is asked.
    place.run(&["restore", "--force", "kept"]).succeeded();
    fs::remove_file(elsewhere.path("doorward.db")).unwrap();
    elsewhere.run(&["restore", &kept]).succeeded();
    place.write("archive", b"PGDMP and so on");
    refused(&place.run(&["restore", "--force", "archive"]), "is a backup of PostgreSQL, and database.url names SQLite");
    assert_eq!(place.run(&["restore", "absent"]).code, 4);
    place.write(
        "doorward.toml",
        place.read("doorward.toml").replace("sqlite:doorward.db", "host=localhost user=nobody"),
    );
    refused(&place.run(&["restore", "kept"]), "is a backup of SQLite, and database.url names PostgreSQL");
    refused(&place.run(&["restore", "sealing.key"]), "is no backup that `doorward backup` wrote");
}
