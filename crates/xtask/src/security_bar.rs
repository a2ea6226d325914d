//! `docs/security-bar.md` names a test for each row: every one of them must be there.

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

#[test]
fn a_name_that_is_not_there_is_missed() {
    let named = named("| A-01 | C | it holds | `a/b.rs › holds`<br>`c.test.js › it holds` | `not a test`");
    assert_eq!(named.len(), 2);
    assert!(
        has(named[0].path, "    async fn holds() {", named[0].name) && !has(named[0].path, "fn holds_not(", "holds")
    );
    assert!(has(named[1].path, "test('it holds', …)", named[1].name) && !has(named[1].path, "// it holds", "it holds"));
}
