//! Lists for people: columns that line up, a page at a time.

use clap::builder::RangedU64ValueParser;

/// Reads how many rows a page of a list has: one that is longer than a page can be would seem to be the last.
pub(super) fn page_length(most: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=most)
}

/// Rows under their headings, each column as wide as its widest text. Without rows, the sentence `empty`.
pub(super) fn table<const N: usize>(headings: [&str; N], rows: &[[String; N]], empty: &str) -> String {
    if rows.is_empty() {
        return empty.to_owned();
    }
    let width = |column: usize| {
        let texts = rows.iter().map(|row| row[column].as_str()).chain([headings[column]]);
        texts.map(|text| text.chars().count()).max().unwrap_or_default()
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |texts: [&str; N]| {
        let cells = texts.iter().zip(widths).map(|(text, width)| format!("{text:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let body = rows.iter().map(|row| line(std::array::from_fn(|column| row[column].as_str())));
    std::iter::once(line(headings)).chain(body).collect::<Vec<_>>().join("\n")
}

/// Names and values, one pair on a line; pairs without a value are left out.
pub(super) fn pairs(pairs: &[(&str, String)]) -> String {
    let there = pairs.iter().filter(|(_, value)| !value.is_empty());
    let width = there.clone().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    there.map(|(name, value)| format!("{name:width$}  {value}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [["ä".to_owned(), "1".to_owned()], ["longer".to_owned(), String::new()]];
        assert_eq!(table(["name", "n"], &rows, ""), "name    n\nä       1\nlonger");
        assert_eq!(table(["name"], &[], "Nobody."), "Nobody.");
        assert_eq!(pairs(&[("a", "1".into()), ("long", String::new()), ("bc", "2".into())]), "a   1\nbc  2");
    }
}
