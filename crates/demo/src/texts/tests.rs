//! The rules of the product's sentences hold for the demonstration's, and what is quoted of Doorward's pages stands there.

use std::{collections::BTreeSet, path::Path};

use text::testing;

use super::*;

/// Texts that are the same as in English on purpose: names, and words that the language shares.
const SHARED: [(Language, &[&str]); 4] = [
    (Language::German, &["claim"]),
    (Language::French, &["email", "messages-sent"]),
    (Language::Dutch, &[]),
    (Language::Swedish, &[]),
];

fn sentences() -> Vec<testing::Sentence> {
    testing::sentences(&CATALOGUES, ARGUMENTS)
}

#[test]
fn every_message_becomes_a_whole_sentence_in_its_typography() {
    let mut sentences = sentences();
    assert_eq!(testing::not_whole(&sentences), [""; 0]);
    assert_eq!(testing::in_foreign_typography(&sentences), [""; 0]);
    // Quotes “mfa”, which RFC 8176 has as a value.
    sentences.retain(|sentence| sentence.id != "claim-amr");
    assert_eq!(testing::with_a_forbidden_word(&sentences), [""; 0]);
}

#[test]
fn every_message_is_translated() {
    let sentences = sentences();
    let same = SHARED.map(|(language, _)| testing::as_in_english(&sentences, language));
    assert_eq!(same, SHARED.map(|(_, shared)| shared.iter().copied().collect()), "forgotten, or listed in vain");
}

#[test]
fn every_text_is_used() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unused =
        testing::unused(include_str!("../../locales/en.ftl"), &["src", "templates"].map(|part| here.join(part)));
    assert_eq!(unused, [""; 0], "take these out of the catalogues, or say them");
}

/// Whoever is told to press “Restore your password” finds a button or a link of these words.
#[test]
fn what_is_quoted_is_a_text_of_the_pages() {
    let all = sentences();
    for language in Language::ALL {
        let ours = all.iter().filter(|sentence| sentence.language == language);
        let mut said: BTreeSet<String> = testing::said_by_doorward(language).into_iter().map(str::to_owned).collect();
        said.insert(Texts::new(language).open_application("Ledgerline"));
        for sentence in ours.filter(|sentence| QUOTING.contains(&sentence.id)) {
            let quoted = quoted(language, &sentence.text);
            assert!(!quoted.is_empty(), "{}: {} quotes nothing", language.tag(), sentence.id);
            for label in quoted {
                assert!(said.contains(label), "{}: {}: “{label}” stands nowhere", language.tag(), sentence.id);
            }
        }
    }
}

/// The messages that quote a button, a link or a tab.
const QUOTING: [&str; 5] = ["northwind-1", "lumen-3", "petal-3", "cinder-1", "notice-rights"];

fn quoted(language: Language, text: &str) -> Vec<&str> {
    let (open, close) = match language {
        Language::English => ('“', '”'),
        Language::German => ('„', '“'),
        Language::French => ('«', '»'),
        Language::Dutch => ('‘', '’'),
        Language::Swedish => ('”', '”'),
    };
    let pieces = text.split(open).skip(1).step_by(if open == close { 2 } else { 1 });
    pieces.filter_map(|piece| Some(piece.split(close).next()?.trim_matches(['\u{a0}', ' ']))).collect()
}
