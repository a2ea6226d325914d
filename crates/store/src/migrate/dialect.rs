//! One migration text for both engines: four types, and tables that are strict on SQLite.

/// Says of a table that it lies in its primary key.
const KEYED: &str = "without rowid";

/// Whose SQL to make of a migration's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The text in the engine's own words. Comments are left out; quoted text stays as it is.
    pub(crate) fn translate(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        let mut statement = String::new();
        for token in tokens(text) {
            match token {
                ";" => {
                    out.push_str(&self.statement(statement.trim()));
                    out.push_str(";\n");
                    statement.clear();
                }
                comment if comment.starts_with("--") => {}
                word => statement.push_str(self.word(word)),
            }
        }
        out.push_str(statement.trim());
        out
    }

    /// A whole statement: how a table is kept is for SQLite alone.
    fn statement(self, text: &str) -> String {
        let keyed = text.strip_suffix(KEYED);
        let bare = keyed.unwrap_or(text).trim_end();
        match (self, text.starts_with("create table"), keyed) {
            (Self::Sqlite, true, Some(_)) => format!("{bare} strict, {KEYED}"),
            (Self::Sqlite, true, None) => format!("{bare} strict"),
            _ => bare.to_owned(),
        }
    }

    fn word(self, word: &str) -> &str {
        match (self, word) {
            (Self::Sqlite, "bytes") => "blob",
            (Self::Sqlite, "boolean") => "integer",
            (Self::Postgres, "integer") => "bigint",
            // Keyset pages follow the same order on both: by bytes.
            (Self::Postgres, "text") => "text collate \"C\"",
            (Self::Postgres, "bytes") => "bytea",
            _ => word,
        }
    }
}

/// Words, comments, quoted text, and everything else letter by letter.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = match first {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ if is_word(first) => rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        Some(token)
    })
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_strictness() {
        let text = "-- integer; text\ncreate table a (\n  b text default 'text;', -- bytes\n  c bytes, text_d integer, e boolean\n);\ncreate index f on a (b);\n\
            create table g (\n  h bytes primary key\n) without rowid;\n";
        assert_eq!(
            Dialect::Sqlite.translate(text),
            "create table a (\n  b text default 'text;', \n  c blob, text_d integer, e integer\n) strict;\ncreate index f on a (b);\n\
             create table g (\n  h blob primary key\n) strict, without rowid;\n"
        );
        assert_eq!(
            Dialect::Postgres.translate(text),
            "create table a (\n  b text collate \"C\" default 'text;', \n  c bytea, text_d bigint, e boolean\n);\ncreate index f on a (b);\n\
             create table g (\n  h bytea primary key\n);\n"
        );
    }
}
