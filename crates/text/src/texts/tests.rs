//! Every sentence of the product is as `testing` has it, and is said somewhere.

use std::{fs, path::Path};

use super::*;
use crate::testing;

/// Texts that are the same as in English on purpose: names, and words that the language shares.
const SHARED: [(Language, &[&str]); 4] = [
    (Language::German, &["page-title", "date-and-time", "mail-fact", "mail-browser", "optional"]),
    (
        Language::French,
        &[
            "page-title",
            "menu",
            "console",
            "sessions",
            "contact",
            "email",
            "way-email",
            "application",
            "region-europe",
            "time-24-hours",
            "gifts-applications",
        ],
    ),
    (
        Language::Dutch,
        &[
            "page-title",
            "menu",
            "console",
            "contact",
            "email",
            "way-email",
            "account",
            "mail-fact",
            "mail-browser",
            "region-antarctica",
            "role-auditor",
        ],
    ),
    (Language::Swedish, &["page-title", "mail-fact"]),
];

fn sentences() -> Vec<testing::Sentence> {
    testing::sentences(&CATALOGUES, ARGUMENTS)
}

#[test]
fn every_message_becomes_a_whole_sentence() {
    assert_eq!(testing::not_whole(&sentences()), [""; 0]);
}

/// A sentence that is as in English was forgotten, or is listed; a listed one that differs is listed in vain.
#[test]
fn every_message_is_translated() {
    let sentences = sentences();
    for (language, shared) in SHARED {
        let same = testing::as_in_english(&sentences, language);
        assert_eq!(same, shared.iter().copied().collect(), "{language:?}: forgotten, or listed in vain");
    }
}

#[test]
fn no_sentence_has_a_forbidden_word() {
    assert_eq!(testing::with_a_forbidden_word(&sentences()), [""; 0]);
}

#[test]
fn texts_without_arguments_are_ready() {
    for language in Language::ALL {
        for (place, (id, fixed)) in MESSAGES.iter().enumerate() {
            assert_eq!(*fixed, !CATALOGUES.fixed(language, place).is_empty(), "{language:?}: {id}");
        }
    }
}

#[test]
fn every_language_has_its_typography() {
    assert_eq!(testing::in_foreign_typography(&sentences()), [""; 0]);
}

/// The demonstration has texts of its own.
#[test]
fn every_text_is_used() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rooms = fs::read_dir(&crates).unwrap().flatten().map(|room| room.path());
    let folders: Vec<_> = rooms
        .filter(|room| !room.ends_with("demo"))
        .flat_map(|room| ["src", "templates"].map(|part| room.join(part)))
        .collect();
    let unused = testing::unused(include_str!("../../locales/en.ftl"), &folders);
    assert_eq!(unused, [""; 0], "take these out of the catalogues, or say them");
}
