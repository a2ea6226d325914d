//! `docs/security-bar.md` names a test for each row: every one of them must be there. Every id in the code has its row.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// A test as the paper names it: `path › name`.
struct Named<'a> {
    path: &'a str,
    name: &'a str,
}

/// All tests that a paper names.
fn named(paper: &str) -> Vec<Named<'_>> {
    let quoted = paper.split('`').skip(1).step_by(2);
    quoted.filter_map(|text| text.split_once(" › ")).map(|(path, name)| Named { path, name }).collect()
}

/// Whether a source has a test of this name: a function of Rust, or a title in JavaScript.
fn has(path: &str, source: &str, name: &str) -> bool {
    if path.ends_with(".js") { source.contains(&format!("'{name}'")) } else { source.contains(&format!("fn {name}(")) }
}

#[test]
fn every_test_that_the_paper_names_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let paper = std::fs::read_to_string(root.join("docs/security-bar.md")).expect("docs/security-bar.md is there");
    let named = named(&paper);
    assert!(named.len() > 100, "the paper was read: {}", named.len());
    let missing: Vec<String> = named
        .iter()
        .filter(|Named { path, name }| {
            std::fs::read_to_string(root.join(path)).map_or(true, |source| !has(path, &source, name))
        })
        .map(|Named { path, name }| format!("{path} › {name}"))
        .collect();
    assert_eq!(missing, Vec::<String>::new(), "rename or remove these in docs/security-bar.md");
}

#[test]
fn a_row_says_something() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let paper = std::fs::read_to_string(root.join("docs/security-bar.md")).expect("docs/security-bar.md is there");
    let is_row = |line: &&str| line.starts_with("| ") && !line.starts_with("| id");
    for row in paper.lines().filter(is_row) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert!(cells.len() == 4 && cells.iter().all(|cell| !cell.is_empty()), "{row}");
        assert!(cells[3].contains(" › ") || cells[3].starts_with("– "), "a test or a reason: {row}");
    }
}

/// What looks like an id and is none: of algorithms and encodings.
const NO_IDS: [&str; 3] = ["DSA-44", "UTC-03", "UTF-16"];

/// What looks like the id of a row, in a text: `LGN-13`.
fn ids(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let pieces = words.flat_map(|word| (0..word.len().saturating_sub(5)).map(move |at| (word, at)));
    let found = pieces.filter_map(|(word, at)| {
        let alone = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let bytes = word.as_bytes();
        let id = word.get(at..at + 6)?;
        let (letters, number) = id.split_once('-')?;
        let is_one = letters.len() == 3
            && letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && alone(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && alone(bytes.get(at + 6));
        is_one.then_some(id)
    });
    found.collect()
}

/// All sources below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

#[test]
fn every_id_in_the_code_has_its_row() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let paper = std::fs::read_to_string(root.join("docs/security-bar.md")).expect("docs/security-bar.md is there");
    let rows: BTreeSet<&str> = paper.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next()).collect();
    let mut files = Vec::new();
    sources(&root.join("crates"), &mut files);
    let mut missing = BTreeSet::new();
    for file in files.iter().filter(|file| !file.ends_with("xtask/src/security_bar.rs")) {
        let source = std::fs::read_to_string(file).expect("a source");
        let strange = ids(&source).into_iter().filter(|id| !rows.contains(id) && !NO_IDS.contains(id));
        missing.extend(strange.map(|id| format!("{id} in {}", file.display())));
    }
    assert!(files.len() > 300 && missing.is_empty(), "give it a row, or say the fact instead: {missing:#?}");
}

#[test]
fn ids_are_told_from_other_words() {
    let text = "/// (LGN-13, `OAU-01`…05), ISO-8859, ML-DSA-44, XLGN-13, LGN-134, lgn-13, A-1";
    assert_eq!(ids(text), BTreeSet::from(["LGN-13", "OAU-01", "DSA-44"]));
}

#[test]
fn a_name_that_is_not_there_is_missed() {
    let named = named("| A-01 | C | it holds | `a/b.rs › holds`<br>`c.test.js › it holds` | `not a test`");
    assert_eq!(named.len(), 2);
    assert!(
        has(named[0].path, "    async fn holds() {", named[0].name) && !has(named[0].path, "fn holds_not(", "holds")
    );
    assert!(has(named[1].path, "test('it holds', …)", named[1].name) && !has(named[1].path, "// it holds", "it holds"));
}
