//! Documents as other systems save them and as people write them: what is taken, and what is said of the rest.

use crate::{
    applying::configured_on,
    place::{Place, Ran},
};

/// Applies a document without writing anything.
fn tried(place: &Place, name: &str, content: impl AsRef<[u8]>) -> Ran {
    place.write(name, content);
    place.run(&["apply", "--dry-run", name])
}

fn sqlite() -> Place {
    configured_on(store::testing::Engine::Sqlite).0
}

/// What is said of these places and of no others.
fn says(ran: &Ran, expected: &[(&str, &str)]) {
    assert_eq!(ran.code, 5, "{}", ran.err);
    for (place, words) in expected {
        let line = ran.err.lines().find(|line| line.trim_start().starts_with(&format!("{place}: ")));
        let line = line.unwrap_or_else(|| panic!("nothing is said of {place}: {}", ran.err));
        assert!(line.contains(words), "{place} should say {words:?}: {line}");
    }
    assert_eq!(ran.err.lines().filter(|line| line.starts_with("  ")).count(), expected.len(), "{}", ran.err);
}

#[test]
fn documents_in_other_encodings_are_read_or_told_to_be_utf_8() {
    let place = sqlite();
    for (name, content) in [
        ("plain.json", include_bytes!("cases/document-encodings/plain.json").as_slice()),
        ("with-bom.json", include_bytes!("cases/document-encodings/with-bom.json")),
        ("UPPER.YAML", include_bytes!("cases/document-encodings/UPPER.YAML")),
    ] {
        let ran = tried(&place, name, content);
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        assert!(ran.out.contains("2 created"), "{name}: {}", ran.out);
    }
    for (name, content, words) in [
        (
            "latin-1.yaml",
            include_bytes!("cases/document-encodings/latin-1.yaml").as_slice(),
            "as line 4 shows; save it as UTF-8",
        ),
        ("utf-16.yaml", include_bytes!("cases/document-encodings/utf-16.yaml"), "it is in UTF-16; save it as UTF-8"),
        ("two-documents.yaml", include_bytes!("cases/document-encodings/two-documents.yaml"), "more than one document"),
    ] {
        let ran = tried(&place, name, content);
        assert_eq!(ran.code, 1, "{name}: {}", ran.err);
        assert!(ran.err.contains(words) && !ran.err.contains("Check the path"), "{name}: {}", ran.err);
    }
}

/// What is shown of an organisation can be written into a document again.
#[test]
fn what_org_show_says_of_a_policy_is_what_documents_take() {
    let place = sqlite();
    place.run(&["org", "create", "acme", "--preset", "passport"]).succeeded();
    let shown = place.run(&["org", "show", "acme", "--json"]).succeeded().json();
    assert_eq!(shown["policy"]["session"]["idle"], "1h");
    let document =
        serde_json::json!({ "version": 1, "organisations": [{ "slug": "acme", "policy": shown["policy"] }] });
    place.write("shown.json", document.to_string());
    let ran = place.run(&["apply", "shown.json"]).succeeded();
    assert!(ran.out.contains("Nothing to do"), "{}", ran.out);
}

/// The guide's example, word for word: nothing stands between its owner and a sign-in.
#[test]
fn the_owner_of_the_guides_example_can_sign_in() {
    let guide = include_str!("../../../../docs/guide/apply.md");
    let example = guide.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let place = sqlite();
    place.write("company.yaml", example);
    std::fs::create_dir(place.path("secrets")).unwrap();
    place.write("secrets/ines.totp", "OR3WK3TUPEQHGZLDOJSXIIDCPF2GK4ZB\n");
    place.write("secrets/hr.token", "a-token-of-32-characters-at-least");
    let mut command = place.command(&["apply", "company.yaml"]);
    command.env("INES_PASSWORD", "Violet-Lantern 18 B").env("WIKI_SECRET", "a-secret-of-24-characters-or-more");
    Ran::of(&mut command).succeeded();
    let ines = place.run(&["user", "show", "ines@northwind.example", "--json"]).succeeded().json();
    assert_eq!((&ines["state"], &ines["asked_at_next_sign_in"]), (&"active".into(), &serde_json::json!([])), "{ines}");
    assert_eq!(
        (&ines["has_password"], &ines["authenticator_apps"], &ines["recovery_codes_left"]),
        (&true.into(), &1.into(), &0.into())
    );
    let wiki = place.run(&["app", "show", "wiki", "--json"]).succeeded().json();
    assert_eq!(wiki["subscriptions"][0]["groups"], serde_json::json!(["workshop"]));
}

#[test]
fn hashes_that_cost_too_much_are_told_so() {
    let ran = tried(&sqlite(), "document.yaml", include_str!("cases/costly-hashes.yaml"));
    let at = |user: usize| format!("organisations[0].users[{user}].password_hash");
    let (mira, jonas, lea, omar) = (at(0), at(1), at(2), at(3));
    says(
        &ran,
        &[
            (
                &mira,
                "costs too much to be verified: Argon2 with m = 1048576 KiB, t = 1, p = 8; taken: m up to 262144 KiB",
            ),
            (&jonas, "costs too much to be verified: bcrypt with a cost of 16; taken: a cost of 15 at most"),
            (&lea, "costs too much to be verified: scrypt with N = 2^20, r = 8, p = 1; taken:"),
            (&omar, "is of bcrypt's `$2x$`, made by an erroneous version"),
        ],
    );
}

#[test]
fn values_that_yaml_takes_for_something_else_say_what_to_write() {
    let ran = tried(&sqlite(), "document.yaml", include_str!("cases/document-numbers.yaml"));
    let at = |user: usize, claim: &str| format!("organisations[0].users[{user}].claims.{claim}");
    let quotes = "is no text: put it in quotes";
    says(
        &ran,
        &[
            (&at(0, "birthdate"), quotes),
            (&at(0, "phone_number"), quotes),
            (&at(0, "given_name"), quotes),
            (&at(0, "address.postal_code"), quotes),
            (&at(0, "updated_at"), "is a time in seconds since 1970: write 1715947200"),
            (
                &at(1, "address"),
                "is text, but a table of keys is needed: formatted, street_address, locality, region, postal_code, country",
            ),
            (&at(1, "email_verified"), "is text, but must be true or false"),
        ],
    );
}

#[test]
fn a_name_that_yaml_takes_for_nothing_is_reported_as_taken_away() {
    let place = sqlite();
    let people = |family_name: &str| {
        format!(
            "version: 1\norganisations:\n  - slug: acme\n    users:\n      - {{email: mira@acme.example, claims: {{family_name: {family_name}}}}}\n"
        )
    };
    place.write("people.yaml", people("\"Null\""));
    place.run(&["apply", "people.yaml"]).succeeded();
    let ran = tried(&place, "people.yaml", people("Null"));
    assert!(ran.out.contains("claims.family_name: - Null"), "{}", ran.out);
}

#[test]
fn secrets_of_apps_are_taken_or_told_what_is_wrong_with_them() {
    let ran = tried(&sqlite(), "document.yaml", include_str!("cases/totp-secrets.yaml"));
    let at = |user: usize| format!("organisations[0].users[{user}].totp_secret");
    says(
        &ran,
        &[
            (&at(2), "has 80 bits, but 128 are needed (RFC 4226 §4 R6)"),
            (&at(3), "has 120 bits, but 128 are needed (RFC 4226 §4 R6)"),
            (&at(5), "has algorithm = SHA256, but the codes taken here have algorithm = SHA1"),
        ],
    );
}
