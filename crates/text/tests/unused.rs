//! No text stands in the catalogue that no page, mail or program says.

use std::{fs, path::Path};

#[test]
fn every_text_is_used() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = String::new();
    for room in fs::read_dir(&crates).unwrap().flatten() {
        for part in ["src", "templates"] {
            read(&room.path().join(part), &mut sources);
        }
    }
    let catalogue = include_str!("../locales/en.ftl");
    let ids = catalogue
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(id, _)| id)
        .filter(|id| !id.starts_with([' ', '#']));
    let said =
        |id: &&str| ["text", "texts"].iter().any(|on| sources.contains(&format!("{on}.{}(", id.replace('-', "_"))));
    let unused: Vec<&str> = ids.filter(|id| !said(id)).collect();
    assert_eq!(unused, Vec::<&str>::new(), "take these out of the catalogues, or say them");
}

#[expect(clippy::unwrap_used, reason = "a source that can not be read is a reason to stop")]
fn read(path: &Path, sources: &mut String) {
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(&path, sources);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "html") {
            // Without spaces, so that a call broken into lines is found too.
            sources.extend(fs::read_to_string(path).unwrap().split_whitespace());
        }
    }
}
