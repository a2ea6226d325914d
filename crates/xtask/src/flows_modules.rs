//! The house of `flows`, read from its sources: which of its top-level modules use which, since a circle between two makes
//! them one; and that `Doorward` has public verbs only.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// For each top-level module, those that it uses, each with one place where it does.
type Uses = BTreeMap<String, BTreeMap<String, String>>;

/// The sources of a crate.
struct Sources {
    /// Files, by their path below `src`.
    files: BTreeMap<PathBuf, String>,
}

impl Sources {
    fn of_flows() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../flows/src");
        let mut files = BTreeMap::new();
        read_below(&root, &root, &mut files);
        assert!(files.len() > 100, "the sources were read: {}", files.len());
        Self { files }
    }

    fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect() }
    }

    fn modules(&self) -> BTreeSet<String> {
        self.files.keys().filter_map(|path| module_of(path)).collect()
    }

    /// What the crate's root has under a name of its own: the module that it comes from.
    fn exported(&self) -> BTreeMap<String, String> {
        let root = without_tests(self.files.get(Path::new("lib.rs")).map_or("", String::as_str));
        let uses = root.split("pub use ").skip(1).filter_map(|rest| rest.split_once(';'));
        let paths = uses.flat_map(|(tree, _)| expanded(&tree.split_whitespace().collect::<Vec<_>>().join(" ")));
        paths
            .filter_map(|path| {
                let (module, _) = path.split_once("::")?;
                let last = path.rsplit("::").next()?;
                let name = last.rsplit(" as ").next()?;
                Some((name.trim().to_owned(), module.trim().to_owned()))
            })
            .collect()
    }

    fn uses(&self) -> Uses {
        let (modules, exported) = (self.modules(), self.exported());
        let mut uses = Uses::new();
        for (path, text) in &self.files {
            let Some(module) = module_of(path).filter(|_| !path.ends_with("lib.rs")) else { continue };
            // In the file of a top-level module, `super` is the crate's root.
            let text = without_tests(text);
            let is_top = path.components().count() == 1 || (path.components().count() == 2 && path.ends_with("mod.rs"));
            let text = if is_top { text.replace("super::", "crate::") } else { text };
            for used in used_paths(&text) {
                let first = used.split("::").next().unwrap_or_default();
                let target =
                    if modules.contains(first) { Some(first) } else { exported.get(first).map(String::as_str) };
                if let Some(target) = target.filter(|target| *target != module) {
                    let place = format!("{module} → {target} ({}: {used})", path.display());
                    uses.entry(module.clone()).or_default().entry(target.to_owned()).or_insert(place);
                }
            }
        }
        uses
    }
}

/// Every use that is part of a circle.
fn circles(uses: &Uses) -> Vec<String> {
    let mut found = Vec::new();
    for (module, used) in uses {
        found.extend(used.iter().filter(|(target, _)| reaches(uses, target, module)).map(|(_, place)| place.clone()));
    }
    found
}

fn reaches(uses: &Uses, from: &str, to: &str) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        if module == to {
            return true;
        }
        if seen.insert(module) {
            next.extend(uses.get(module).into_iter().flat_map(|used| used.keys()).map(String::as_str));
        }
    }
    false
}

fn read_below(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read_below(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test(&path) {
            let text = fs::read_to_string(&path).expect("a source in UTF-8");
            files.insert(path.strip_prefix(root).expect("below").to_owned(), text);
        }
    }
}

fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"))
}

/// The top-level module that a file belongs to.
fn module_of(path: &Path) -> Option<String> {
    let first = path.components().next()?.as_os_str().to_string_lossy().into_owned();
    Some(first.strip_suffix(".rs").unwrap_or(&first).to_owned())
}

/// The text without comments and without the module of its tests, which stands last.
fn without_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Every path that begins at the crate's root, without that beginning.
fn used_paths(text: &str) -> Vec<String> {
    let begun = text.split("crate::").skip(1);
    begun.flat_map(|rest| expanded(&rest[..end_of_tree(rest)])).collect()
}

/// Where a path, with the braces that belong to it, ends.
fn end_of_tree(text: &str) -> usize {
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ if depth > 0 || character == ':' || character == '_' || character.is_ascii_alphanumeric() => {}
            _ => return at,
        }
    }
    text.len()
}

/// The paths of a tree: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expanded(tree: &str) -> Vec<String> {
    let Some((before, rest)) = tree.split_once('{') else { return vec![tree.trim().to_owned()] };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for character in inside.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().expect("there is one").push(character);
    }
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.flat_map(expanded).map(|path| format!("{}{path}", before.trim())).collect()
}

/// Methods of `Doorward` that are not public.
fn private_methods(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in without_tests(text).lines() {
        match line {
            "impl Doorward {" => inside = true,
            "}" => inside = false,
            _ => {}
        }
        let is_method = line.starts_with("    ") && !line.starts_with("     ") && line.contains("fn ");
        if inside && is_method && !line.starts_with("    pub ") {
            found.push(line.trim().to_owned());
        }
    }
    found
}

#[test]
fn no_two_modules_of_flows_use_each_other_in_a_circle() {
    let sources = Sources::of_flows();
    let uses = sources.uses();
    assert!(uses.values().map(BTreeMap::len).sum::<usize>() > 50, "paths were read: {uses:?}");
    assert_eq!(circles(&uses), Vec::<String>::new(), "move what they share to a module below both");
}

#[test]
fn a_circle_is_found_by_whatever_path_it_goes() {
    let nested = "use crate::{\n    Root,\n    b::{c, d::E},\n};\n";
    let by_name = "fn f() -> crate::Shown {}\n#[cfg(test)]\nmod tests {\n    use crate::z::Z;\n}\n";
    let lib = "pub use a::{Hidden as Shown, other::Other};\npub struct Root;\n";
    let sources =
        Sources::of(&[("lib.rs", lib), ("a.rs", nested), ("b/mod.rs", ""), ("b/d.rs", by_name), ("z.rs", "")]);
    assert_eq!(circles(&sources.uses()), ["a → b (a.rs: b::c)", "b → a (b/d.rs: Shown)"]);
    let long =
        [("a.rs", "use super::b;"), ("b.rs", "// crate::a\nuse crate::c::{self, X};"), ("c.rs", "crate::a::f()")];
    assert_eq!(circles(&Sources::of(&long).uses()).len(), 3);
    assert_eq!(circles(&Sources::of(&long[..2]).uses()), Vec::<String>::new());
}

#[test]
fn the_methods_of_doorward_are_verbs_for_everybody() {
    let sources = Sources::of_flows();
    let private = sources.files.iter().flat_map(|(path, text)| {
        private_methods(text).into_iter().map(|method| format!("{}: {method}", path.display()))
    });
    assert_eq!(private.collect::<Vec<_>>(), Vec::<String>::new(), "a private step belongs to the noun that it serves");
    assert!(sources.files.values().filter(|text| text.contains("\nimpl Doorward {\n")).count() > 20, "there are verbs");
}

#[test]
fn a_private_method_is_found() {
    let verbs = "impl Doorward {\n    /// One fn.\n    pub async fn verb(&self) {\n        fn inner() {}\n    }\n";
    let private = "    async fn step(&self) {}\n    pub(crate) fn shared(&self) {}\n}\n";
    let other = "impl Other {\n    fn own(&self) {}\n}\nfn free() {}\n";
    let found = private_methods(&format!("{verbs}{private}{other}"));
    assert_eq!(found, ["async fn step(&self) {}", "pub(crate) fn shared(&self) {}"]);
}
