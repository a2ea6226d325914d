//! What must hold for the markup of every page: it can be read by everybody, and by nobody's script.

use std::collections::HashSet;

use pages::assets;
use text::Language;

use crate::samples;

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

/// Every sample in every language.
fn everywhere() -> impl Iterator<Item = (String, String)> {
    Language::ALL.into_iter().flat_map(|language| {
        samples::all(language).into_iter().map(move |(name, html)| (format!("{}/{name}", language.tag()), html))
    })
}

#[test]
fn every_page_is_one_document() {
    for (name, html) in everywhere() {
        let tag = &name[..2];
        assert!(html.starts_with(&format!("<!doctype html>\n<html lang=\"{tag}\">")), "{name}");
        assert_eq!(count(&html, "<h1>"), 1, "{name}: one heading");
        assert_eq!(count(&html, "<main"), 1, "{name}: one main part");
        assert!(count(&html, "btn primary") <= 1, "{name}: at most one primary button");
        let ids = values(&html, "id");
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{name}: an id stands twice");
        for target in
            ["for", "form", "aria-controls", "aria-describedby"].iter().flat_map(|attribute| values(&html, attribute))
        {
            target.split(' ').for_each(|id| assert!(ids.contains(&id), "{name}: nothing is called {id}"));
        }
        assert_eq!(count(&html, "<form"), count(&html, "</form>"), "{name}");
    }
}

#[test]
fn nothing_in_a_page_runs_or_comes_from_elsewhere() {
    for (name, html) in everywhere() {
        assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains("javascript:"), "{name}");
        let words = html.split('<').flat_map(|tag| tag.split('>').next().unwrap_or_default().split_whitespace());
        assert!(!words.into_iter().any(|word| word.starts_with("on") && word.contains('=')), "{name}: a handler");
        for tag in html.split("<script").skip(1) {
            assert!(tag.starts_with(" type=\"module\" src=\"/assets/") && tag.contains("\"></script>"), "{name}");
        }
        let linked = values(&html, "src").into_iter().chain(values(&html, "href"));
        for path in linked.filter(|path| path.starts_with("/assets/")) {
            assert!(assets::find(path).is_some(), "{name}: {path}");
        }
        assert!(values(&html, "src").iter().all(|path| path.starts_with("/assets/")), "{name}");
    }
}

#[test]
fn errors_stand_in_the_title_and_hold_the_focus() {
    let mut wrong = 0;
    for (name, html) in samples::all(Language::English) {
        let is_wrong = html.contains("<title>Error: ");
        assert_eq!(is_wrong, html.contains("aria-invalid=\"true\""), "{name}");
        assert_eq!(is_wrong, html.contains("role=\"alert\""), "{name}");
        assert!(count(&html, " autofocus") <= 1, "{name}");
        if !is_wrong {
            continue;
        }
        wrong += 1;
        assert_eq!(count(&html, " autofocus"), 1, "{name}");
        let focused = html.split('<').find(|tag| tag.contains(" autofocus")).unwrap();
        if count(&html, "aria-invalid=\"true\"") > 1 {
            assert!(focused.starts_with("div class=\"note bad\" role=\"alert\" tabindex=\"-1\""), "{name}: {focused}");
        } else {
            assert!(focused.contains("aria-invalid=\"true\"") && focused.contains("-error"), "{name}: {focused}");
        }
    }
    assert_eq!(wrong, 38, "samples with something to correct");
}

#[test]
fn what_was_typed_stays_but_no_password() {
    let samples: Vec<_> = samples::all(Language::English);
    let page = |name| &samples.iter().find(|(known, _)| known == name).unwrap().1;
    assert!(page("sign-in-malformed").contains("name=\"email\" type=\"email\" value=\"ines.halvorsen\""));
    assert!(page("sign-in-malformed").contains("value=\"yes\" checked"));
    assert!(page("company-mismatch").contains("name=\"organisation\" value=\"lumen-north\""));
    assert!(page("company-mismatch").contains("name=\"user\" value=\"berit\""));
    for (name, html) in &samples {
        for field in html.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
            let secret = field.contains("name=\"password\"") || field.contains("name=\"code\" inputmode");
            assert!(!(secret && field.contains(" value=")), "{name}: {field}");
        }
    }
}

/// Names that are nobody's to fill in: a page's metadata, its language menu, and what a module says of the device.
const AROUND: [&str; 5] = ["viewport", "color-scheme", "language", "back", "makes_passkeys"];

#[test]
fn fields_keep_their_names_for_automation() {
    let samples: Vec<_> = samples::all(Language::English);
    for (name, expected) in [
        ("sign-in", "email remember provider provider provider"),
        ("company", "organisation user password"),
        ("password", "email password"),
        ("password-user", "organisation user password"),
        ("code", "code trust"),
        ("set-password-first", "username password repeat"),
        ("notice", "accept"),
        ("consent", "consent consent"),
        ("sign-out", "at logout"),
        ("profile", "picture seen given_name family_name occupation department"),
        ("settings", "zoneinfo date_format date_format date_format date_format date_format time_format time_format"),
        ("sessions", "end end end"),
        ("access", "withdraw withdraw"),
        ("form-post", "code state"),
    ] {
        let html = &samples.iter().find(|(known, _)| known == name).unwrap().1;
        let names: Vec<_> = values(html, "name").into_iter().filter(|name| !AROUND.contains(name)).collect();
        assert_eq!(names.join(" "), expected, "{name}");
        assert!(html.contains("type=\"submit\""), "{name}");
    }
}

#[test]
fn a_whole_sign_in_page_is_under_30_kilobytes() {
    for (name, html) in everywhere() {
        let linked = values(&html, "src").into_iter().chain(values(&html, "href")).collect::<HashSet<_>>();
        let files: usize = linked.iter().filter_map(|path| assets::find(path)).map(|asset| asset.body.len()).sum();
        let sheets: usize = samples::ORGANISATIONS
            .map(samples::brand)
            .iter()
            .filter(|(path, _)| linked.contains(path.as_str()))
            .map(|(_, sheet)| sheet.css.len())
            .sum();
        let whole = html.len() + files + sheets;
        assert!(sheets > 700 && files > 13_000, "{name}: everything is counted");
        // The settings and the form of registering list every time zone; the latter is seen once.
        let most = if name.contains("/settings") || name.contains("/register") { 60_000 } else { 30_000 };
        assert!(whole < most, "{name}: {whole} bytes");
    }
}
