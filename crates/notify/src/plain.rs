//! Words that come from people, made fit for a header, a sentence, a column of plain text.

/// How many characters a line of a plain text has at most (RFC 3676 §4.2 recommends fewer than 78).
const COLUMN: usize = 72;

/// One line: whatever breaks lines or hides (controls, line and paragraph separators, marks that turn the direction of
/// writing) is a space, and spaces stand alone.
pub(crate) fn line(text: &str) -> String {
    let breaks = |letter: char| {
        letter.is_control()
            || letter.is_whitespace()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The name, if it is one that a greeting can carry. People choose their names, and mail programs make links of whatever
/// looks like one: a name with a slash, a colon, an `@`, or a dot inside a word stays away (MAI-02).
pub(crate) fn name(name: &str) -> Option<String> {
    let name = line(name);
    let harmless = |word: &str| {
        let word = word.strip_suffix('.').unwrap_or(word);
        word.chars().all(|letter| letter.is_alphanumeric() && !letter.is_ascii_digit() || "-'’".contains(letter))
    };
    let fits = !name.is_empty() && name.chars().count() <= 60 && name.split(' ').all(harmless);
    fits.then_some(name)
}

/// The paragraph in lines. A word that is longer than the column, as an address is, has a line of its own.
pub(crate) fn wrapped(paragraph: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split(' ') {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= COLUMN => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mai_01_a_line_is_one_line() {
        assert_eq!(line(" a\r\nBcc: b\u{2028}c\0d\u{202e}e\t f "), "a Bcc: b c d e f");
        assert_eq!(line("\r\n"), "");
    }

    #[test]
    fn mai_02_names_that_look_like_links_are_no_names() {
        for good in ["Anna", "Ján Novák", "Anne-Marie O’Hara", "J. R. R. Tolkien", "李小龍"] {
            assert_eq!(name(good).as_deref(), Some(good));
        }
        for bad in [
            "",
            " ",
            "https://evil.example",
            "evil.example",
            "www.evil",
            "a@evil.example",
            "<a href=\"//evil\">",
            "call 0800 123",
            "x\ny:z",
            "a/b",
            &"long ".repeat(20),
        ] {
            assert_eq!(name(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn paragraphs_are_wrapped_between_words() {
        let long = "https://id.example/".to_owned() + &"x".repeat(80);
        let text = wrapped(&format!("{} {long} end", "word ".repeat(20).trim_end()));
        let lines: Vec<_> = text.lines().collect();
        assert!(lines.contains(&long.as_str()), "{text}");
        assert!(lines.iter().all(|line| line.len() <= COLUMN || *line == long), "{text}");
        assert_eq!(text.replace('\n', " "), format!("{} {long} end", "word ".repeat(20).trim_end()));
    }
}
