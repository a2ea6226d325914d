//! Happened holds for every mail in every language.

mod samples;

use notify::{CodePurpose, Happened, Mail};
use text::Language;

use samples::{CODE, INVITATION_LINK, LUMEN, NORTHWIND, PASSWORD_LINK, SIGN_IN, all, code_mail, notice};

async fn every() -> Vec<(String, Mail)> {
    let mut every = Vec::new();
    for language in Language::ALL {
        let named = |(name, mail)| (format!("{}/{name}", language.tag()), mail);
        every.extend(all(language).await.into_iter().map(named));
    }
    every
}

/// The words of a document: what stands between its marks, in the order of reading.
fn words(html: &str) -> String {
    let body = html.split_once("<body").map_or("", |(_, body)| body);
    let mut words = String::new();
    for piece in body.split('<').filter_map(|piece| piece.split_once('>')) {
        words.push_str(piece.1);
        words.push(' ');
    }
    let words = words.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn both_parts_have_the_same_sentences() {
    for (name, mail) in every().await {
        let (html, text) = (words(&mail.html), mail.text.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(html.contains(&mail.subject), "{name}: {html}");
        // Every paragraph of the text is in the document, but for the labels of facts and the button, which stand apart there.
        for paragraph in mail.text.split("\n\n").filter(|paragraph| !paragraph.contains("    ")) {
            let paragraph = paragraph.trim_start_matches("-- \n").split_whitespace().collect::<Vec<_>>().join(" ");
            let paragraph = paragraph.trim_end_matches(':');
            if !paragraph.contains(" @") && !paragraph.contains("northwind.example") {
                assert!(html.contains(paragraph), "{name}: {paragraph} in {html}");
            }
        }
        let day = if name.contains("/invitation") { "29" } else { "22" };
        assert!(text.contains(day) && text.contains("2026"), "{name}: {text}");
    }
}

#[tokio::test]
async fn mai_05_nothing_is_fetched_and_nothing_is_tracked() {
    for (name, mail) in every().await {
        for sign in ["<img", "src=", "url(", "@import", "<link", "<script", "<form", "background=", "javascript:"] {
            assert!(!mail.html.contains(sign), "{name}: {sign}");
        }
        // One place to go to, the same for everybody, beside the contact.
        for link in mail.html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let known = [
                "https://id.northwind.example/account/sessions",
                INVITATION_LINK,
                PASSWORD_LINK,
                SIGN_IN,
                "mailto:service-desk@northwind.example",
                "mailto:anwender@donaudampfschifffahrtsgesellschaft.example",
            ];
            assert!(known.contains(&link), "{name}: {link}");
        }
    }
}

/// A code stands alone on its line, without a full stop; not in the subject (MAI-05), where a locked screen shows it; and with no
/// link beside it.
#[test]
fn mai_05_a_code_stands_alone_in_the_body() {
    for language in Language::ALL {
        for purpose in [CodePurpose::Restore, CodePurpose::Register] {
            let mail = code_mail(language, purpose);
            assert!(!mail.subject.contains(CODE), "{}", mail.subject);
            assert_eq!(mail.text.lines().filter(|line| line.trim() == CODE).count(), 1, "{}", mail.text);
            assert_eq!(mail.text.matches(CODE).count(), 1, "{}", mail.text);
            assert!(mail.html.contains(&format!(">{CODE}</p>")), "{}", mail.html);
            assert!(!mail.text.contains("http") && !mail.html.contains("href=\"http"), "{}", mail.text);
            assert!(mail.text.contains("08:46:07"), "until when: {}", mail.text);
        }
    }
}

#[tokio::test]
async fn texts_are_plain_and_narrow() {
    for (name, mail) in every().await {
        for line in mail.text.lines() {
            assert!(
                line.chars().count() <= 72 || [INVITATION_LINK, PASSWORD_LINK].contains(&line.trim_start()),
                "{name}: {line:?}"
            );
            assert!(line == "-- " || line.trim_end() == line, "{name}: {line:?}");
        }
        assert!(!mail.text.contains("\n\n\n") && !mail.text.contains(['<', '>', '\r']), "{name}: {}", mail.text);
        assert!(mail.text.ends_with(".\n"), "{name}: {}", mail.text);
        assert!(mail.subject.chars().count() <= 70, "{name}: {}", mail.subject);
    }
}

#[test]
fn mai_02_what_people_call_themselves_is_text() {
    let evil = "<b>Robin</b>";
    let organisation = ("<img src=x> & \"Sons\"\r\nBcc: x", NORTHWIND.1, [Some("<i>desk</i>"), Some("a\"><b@x"), None]);
    let mail = notice(organisation, Language::English, Happened::NewBrowser, Some(evil));
    assert!(!mail.html.contains("<img") && !mail.html.contains("<i>") && !mail.html.contains("<b@x"), "{}", mail.html);
    assert!(!mail.html.contains("Robin") && mail.text.starts_with("Hello,\n"), "a name with marks is no name");
    assert_eq!(mail.from.name.as_deref(), Some("<img src=x> & \"Sons\" Bcc: x"), "one line; a header quotes it");
    assert_eq!(mail.reply_to, None, "answers go nowhere rather than somewhere wrong");
}

#[test]
fn answers_go_to_whom_people_turn_to() {
    let mail = notice(NORTHWIND, Language::German, Happened::NewBrowser, None);
    assert_eq!(mail.reply_to.map(|address| address.to_string()).as_deref(), Some("service-desk@northwind.example"));
    assert_eq!(notice(LUMEN, Language::German, Happened::NewBrowser, None).reply_to, None);
    assert!(mail.text.starts_with("Guten Tag,\n") && mail.language == "de" && mail.html.contains("<html lang=\"de\">"));
}

#[test]
fn the_accent_is_the_organisations_and_its_label_reads() {
    let lumen = notice(LUMEN, Language::English, Happened::NewBrowser, None).html;
    assert!(
        lumen.contains("background:#ffd400;border:1px solid #") && !lumen.contains("solid #ffd400"),
        "with an edge"
    );
    assert!(lumen.contains(";color:#14120f;text-decoration:none"), "black on yellow");
}
