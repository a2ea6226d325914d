//! Statements: named, one SQL text for both engines, collected so that a test can prepare and explain every one.

use std::sync::OnceLock;

/// A named SQL text. Made by [`statements!`](crate::statements).
#[derive(Debug)]
pub struct Statement {
    name: &'static str,
    text: Text,
    derived: OnceLock<Derived>,
}

#[derive(Debug)]
enum Text {
    Shared(&'static str),
    Split { sqlite: &'static str, postgres: &'static str },
}

#[derive(Debug)]
struct Derived {
    sqlite: String,
    /// For PostgreSQL, with the transaction's id for each row that was written.
    named: String,
    parameters: usize,
}

/// Declares the statements of a module, and `ALL`, their list:
///
/// ```
/// # use store::statements;
/// statements! {
///     /// The organisation with this slug.
///     BY_SLUG = "select id, name from organisations where slug = $1";
///     NAMES = sqlite: "select name from sqlite_schema", postgres: "select relname from pg_class";
/// }
/// # assert!(ALL.len() == 2 && BY_SLUG.parameters() == 1);
/// ```
#[macro_export]
macro_rules! statements {
    (@each [$($done:ident)*]) => {
        /// Every statement of this module.
        pub(crate) static ALL: &[&$crate::Statement] = &[$(&$done),*];
    };
    (@each [$($done:ident)*] $(#[$meta:meta])* $vis:vis $name:ident =
        sqlite: $sqlite:expr, postgres: $postgres:expr; $($rest:tt)*) => {
        $(#[$meta])*
        $vis static $name: $crate::Statement = $crate::Statement::split(
            ::std::concat!(::std::module_path!(), "::", ::std::stringify!($name)), $sqlite, $postgres);
        $crate::statements!(@each [$($done)* $name] $($rest)*);
    };
    (@each [$($done:ident)*] $(#[$meta:meta])* $vis:vis $name:ident = $sql:expr; $($rest:tt)*) => {
        $(#[$meta])*
        $vis static $name: $crate::Statement = $crate::Statement::shared(
            ::std::concat!(::std::module_path!(), "::", ::std::stringify!($name)), $sql);
        $crate::statements!(@each [$($done)* $name] $($rest)*);
    };
    ($($all:tt)*) => { $crate::statements!(@each [] $($all)*); };
}

impl Statement {
    /// One text for both engines, with `$1`, `$2`, …
    pub const fn shared(name: &'static str, sql: &'static str) -> Self {
        Self { name, text: Text::Shared(sql), derived: OnceLock::new() }
    }

    /// A text for each engine, for the few things that they say differently.
    pub const fn split(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Self { name, text: Text::Split { sqlite, postgres }, derived: OnceLock::new() }
    }

    /// `module::NAME`, as errors and logs show it.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the engines have different texts.
    pub const fn is_split(&self) -> bool {
        matches!(self.text, Text::Split { .. })
    }

    /// The text for PostgreSQL.
    pub const fn postgres(&self) -> &'static str {
        match self.text {
            Text::Shared(sql) | Text::Split { postgres: sql, .. } => sql,
        }
    }

    /// Whether it writes rows.
    pub fn writes(&self) -> bool {
        ["insert ", "update ", "delete "].iter().any(|verb| self.postgres().starts_with(verb))
    }

    /// The text for PostgreSQL of a statement that writes: it answers with the transaction's id, once for each row that it wrote.
    pub fn named(&self) -> &str {
        &self.derived().named
    }

    /// The text for SQLite: `$n` would be a name there, numbered by first appearance, so it reads `?n`.
    pub fn sqlite(&self) -> &str {
        &self.derived().sqlite
    }

    /// How many parameters the statement takes.
    pub fn parameters(&self) -> usize {
        self.derived().parameters
    }

    fn derived(&self) -> &Derived {
        self.derived.get_or_init(|| {
            let (Text::Shared(sql) | Text::Split { sqlite: sql, .. }) = self.text;
            let (sqlite, parameters) = number_parameters(sql);
            let named = format!("{} returning cast(pg_current_xact_id() as text)", self.postgres());
            Derived { sqlite, named, parameters }
        })
    }
}

/// The text with `?n` for `$n`, outside of quotes, and the highest n.
fn number_parameters(sql: &str) -> (String, usize) {
    let mut out = String::with_capacity(sql.len());
    let mut highest = 0;
    let mut quote = None;
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, '$') if letters.peek().is_some_and(char::is_ascii_digit) => {
                let mut number = 0;
                while let Some(digit) = letters.peek().and_then(|next| next.to_digit(10)) {
                    number = number * 10 + digit as usize;
                    letters.next();
                }
                highest = highest.max(number);
                out.push_str(&format!("?{number}"));
                continue;
            }
            _ => {}
        }
        out.push(letter);
    }
    (out, highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keep_their_numbers() {
        let (sql, highest) = number_parameters("select $2, '$3 it''s', \"a$4\", $1 where x > $12");
        assert_eq!(sql, "select ?2, '$3 it''s', \"a$4\", ?1 where x > ?12");
        assert_eq!(highest, 12);
    }
}
