//! Reading rows: columns are taken in order, each as the type that the field has.

use std::fmt;

use model::{Id, Time};
use tokio_postgres::types::{FromSql, Type};

use crate::StoreError;

/// One row of a result, read from its first column to its last.
pub struct Row<'a> {
    source: Source<'a>,
    statement: &'static str,
    taken: usize,
}

enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

/// What is read from a row.
pub trait FromRow: Sized + Send + 'static {
    /// Takes every column, in the order of the statement.
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError>;
}

/// A column's content as the engine has it. SQLite stores booleans as integers.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "the kinds of `Value`, borrowed")]
pub enum Column<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Bool(bool),
}

impl fmt::Debug for Column<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Int(_) => "integer",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Bool(_) => "boolean",
        })
    }
}

/// What is read from one column.
pub trait FromColumn: Sized {
    /// The value, or what was expected instead.
    fn from_column(column: Column<'_>) -> Result<Self, &'static str>;
}

impl<'a> Row<'a> {
    pub(crate) fn sqlite(statement: &'static str, row: &'a rusqlite::Row<'a>) -> Self {
        Self { source: Source::Sqlite(row), statement, taken: 0 }
    }

    pub(crate) fn postgres(statement: &'static str, row: &'a tokio_postgres::Row) -> Self {
        Self { source: Source::Postgres(row), statement, taken: 0 }
    }

    /// Takes the next column.
    pub fn get<T: FromColumn>(&mut self) -> Result<T, StoreError> {
        let place = self.taken;
        self.taken += 1;
        let column = self.column(place)?;
        T::from_column(column).map_err(|expected| StoreError::Column {
            statement: self.statement,
            column: self.taken,
            expected,
        })
    }

    fn column(&self, place: usize) -> Result<Column<'a>, StoreError> {
        let wrong = |expected| StoreError::Column { statement: self.statement, column: place + 1, expected };
        match self.source {
            Source::Sqlite(row) => match row.get_ref(place).map_err(|_| wrong("there"))? {
                rusqlite::types::ValueRef::Null => Ok(Column::Null),
                rusqlite::types::ValueRef::Integer(value) => Ok(Column::Int(value)),
                rusqlite::types::ValueRef::Text(text) => {
                    Ok(Column::Text(str::from_utf8(text).map_err(|_| wrong("UTF-8"))?))
                }
                rusqlite::types::ValueRef::Blob(bytes) => Ok(Column::Bytes(bytes)),
                rusqlite::types::ValueRef::Real(_) => Err(wrong("of a type that we store")),
            },
            Source::Postgres(row) if place >= row.len() => Err(wrong("there")),
            Source::Postgres(row) => row.try_get::<_, Column<'a>>(place).map_err(|_| wrong("of a type that we store")),
        }
    }

    /// Reads the whole row; a column left over is a mistake.
    pub(crate) fn read<T: FromRow>(mut self) -> Result<T, StoreError> {
        let value = T::from_row(&mut self)?;
        let columns = match self.source {
            Source::Sqlite(row) => row.as_ref().column_count(),
            Source::Postgres(row) => row.len(),
        };
        if self.taken == columns {
            Ok(value)
        } else {
            Err(StoreError::sql(self.statement, format!("{columns} columns, of which {} were read", self.taken)))
        }
    }
}

impl<'a> FromSql<'a> for Column<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        match *kind {
            Type::INT8 => i64::from_sql(kind, raw).map(Self::Int),
            Type::INT4 => i32::from_sql(kind, raw).map(|value| Self::Int(value.into())),
            Type::TEXT => <&str>::from_sql(kind, raw).map(Self::Text),
            Type::BYTEA => <&[u8]>::from_sql(kind, raw).map(Self::Bytes),
            _ => bool::from_sql(kind, raw).map(Self::Bool),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::TEXT | Type::BYTEA | Type::BOOL)
    }
}

impl FromColumn for i64 {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        if let Column::Int(value) = column { Ok(value) } else { Err("an integer") }
    }
}

impl FromColumn for bool {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        match column {
            Column::Bool(value) => Ok(value),
            Column::Int(0) => Ok(false),
            Column::Int(1) => Ok(true),
            _ => Err("a boolean"),
        }
    }
}

impl FromColumn for String {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        if let Column::Text(text) = column { Ok(text.to_owned()) } else { Err("text") }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        if let Column::Bytes(bytes) = column { Ok(bytes.to_vec()) } else { Err("bytes") }
    }
}

impl<const N: usize> FromColumn for [u8; N] {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        if let Column::Bytes(bytes) = column { bytes.try_into().ok() } else { None }.ok_or("bytes of that length")
    }
}

impl<T> FromColumn for Id<T> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        <[u8; 16]>::from_column(column).map(Self::from_bytes)
    }
}

impl FromColumn for Time {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        i64::from_column(column).map(Self::from_millis)
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        if let Column::Null = column { Ok(None) } else { T::from_column(column).map(Some) }
    }
}

/// A column that nobody asks for.
impl FromColumn for () {
    fn from_column(_: Column<'_>) -> Result<Self, &'static str> {
        Ok(())
    }
}

impl FromRow for () {
    fn from_row(_: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(())
    }
}

macro_rules! tuples {
    ($(($($column:ident)+))*) => {$(
        impl<$($column: FromColumn + Send + 'static),+> FromRow for ($($column,)+) {
            fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
                Ok(($(row.get::<$column>()?,)+))
            }
        }
    )*};
}

tuples! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }
