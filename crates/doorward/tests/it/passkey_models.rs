//! `doorward passkeys models`: the published list becomes a file, or what is wrong with it is told and nothing is written.

use crate::place::Place;

const BLOB: &str = include_str!("cases/passkey-models/blob.jwt");

/// A place with a list that somebody else than the publisher signed, and their certificate.
fn place() -> Place {
    let place = Place::new();
    place.run(&["init", "--issuer", "https://login.example.com"]).succeeded();
    place.write("blob.jwt", BLOB);
    place.write("root.pem", include_str!("cases/passkey-models/root.pem"));
    place
}

#[test]
fn a_published_list_becomes_the_one_that_the_configuration_names() {
    let place = place();
    let made = place.run(&["--json", "passkeys", "models", "blob.jwt", "models.json", "--root", "root.pem"]);
    let told = made.succeeded().json();
    assert_eq!((&told["models"], &told["number"]), (&2.into(), &7.into()));
    let list = place.read("models.json");
    assert!(list.contains("\"standing\": \"certified\"") && list.contains("\"standing\": \"withdrawn\""), "{list}");
    place.run(&["migrate"]).succeeded();
    place.run(&["org", "create", "keys", "--name", "Keys"]).succeeded();
    let wanting = |place: &Place| place.run(&["doctor", "--offline"]).out.contains("refused in keys.");
    assert!(!wanting(&place), "nobody wants one");
    place.write(
        "keys.yaml",
        "{version: 1, organisations: [{slug: keys, name: Keys, policy: {passkey_models: certified}}]}",
    );
    place.run(&["apply", "keys.yaml"]).succeeded();
    assert!(wanting(&place), "what is refused is said");
    place.set("passkeys", "models = \"models.json\"");
    place.run(&["check"]).succeeded();
    assert!(!wanting(&place));
    let doctor = |list: &str| {
        place.write("models.json", list);
        place.run(&["doctor", "--offline"]).out
    };
    let (due, old) = (told["next_update"].as_str().unwrap(), "2020-01-01");
    assert!(doctor(&list.replace(due, "2999-01-01")).contains("list 7 is good until 2999-01-01"));
    let out = doctor(&list.replace(due, old));
    assert!(out.contains("warning  passkey models  list 7 is out of date since 2020-01-01"), "{out}");
    place.write("models.json", "{}");
    let ran = place.run(&["check"]);
    assert!(ran.code == 3 && ran.err.contains("passkeys.models names "), "{}", ran.err);
}

/// What was withdrawn since would be taken again.
#[test]
fn wan_05_an_older_list_takes_no_newer_ones_place() {
    let place = place();
    let make = ["passkeys", "models", "blob.jwt", "models.json", "--root", "root.pem"];
    place.run(&make).succeeded();
    let newer = place.read("models.json").replace("\"number\": 7", "\"number\": 8");
    place.write("models.json", &newer);
    let ran = place.run(&make);
    assert!(ran.code == 5 && ran.err.contains("list 8"), "{} {}", ran.code, ran.err);
    assert_eq!(place.read("models.json"), newer);
    place.run(&[&make[..], &["--force"]].concat()).succeeded();
    assert!(place.read("models.json").contains("\"number\": 7"));
}

#[test]
fn wan_05_a_list_that_is_not_the_publishers_is_not_taken() {
    let place = place();
    let other = rcgen::generate_simple_self_signed(["mds.fidoalliance.org".to_owned()]).unwrap();
    place.write("other.pem", other.cert.pem());
    let (signed, signature) = BLOB.rsplit_once('.').unwrap();
    place.write("changed.jwt", format!("{}A.{signature}", &signed[..signed.len() - 1]));
    for (arguments, message) in [
        (vec!["blob.jwt", "models.json"], "not one of mds.fidoalliance.org that the root issued"),
        (vec!["blob.jwt", "models.json", "--root", "other.pem"], "not one of mds.fidoalliance.org"),
        (vec!["changed.jwt", "models.json", "--root", "root.pem"], "its signature is wrong"),
        (vec!["root.pem", "models.json", "--root", "root.pem"], "not what the FIDO Metadata Service publishes"),
        (vec!["nowhere", "models.json"], "nowhere"),
    ] {
        let ran = place.run(&[&["passkeys", "models"][..], &arguments].concat());
        assert!(ran.code != 0 && ran.err.contains(message), "{arguments:?}: {} {}", ran.code, ran.err);
        assert!(!place.path("models.json").exists(), "{arguments:?}");
    }
}
