//! Parameters: the four kinds that both engines store, typed even when null.
//!
//! `Debug` prints kind and length, never content: tokio-postgres logs parameters at debug level.

use std::{error::Error, fmt};

use bytes::BytesMut;
use model::{Id, Time};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::{Statement, StoreError};

/// One parameter of a statement. PostgreSQL wants typed nulls, hence the options.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// 64 bits; also times, in milliseconds.
    Int(Option<i64>),
    /// UTF-8 without NUL.
    Text(Option<String>),
    /// Bytes; also identifiers and hashes.
    Bytes(Option<Vec<u8>>),
    /// Truth; 0 or 1 on SQLite.
    Bool(Option<bool>),
}

/// The parameters of one statement: `$1`, `$2`, …
pub type Params = Vec<Value>;

/// Parameters in order: `params![org, user, "active", now]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { ::std::vec![$($crate::Value::from($value)),*] };
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => f.write_str(if value.is_some() { "integer" } else { "integer null" }),
            Self::Bool(value) => f.write_str(if value.is_some() { "boolean" } else { "boolean null" }),
            Self::Text(None) => f.write_str("text null"),
            Self::Text(Some(text)) => write!(f, "text of {} bytes", text.len()),
            Self::Bytes(None) => f.write_str("bytes null"),
            Self::Bytes(Some(bytes)) => write!(f, "{} bytes", bytes.len()),
        }
    }
}

macro_rules! kinds {
    ($($kind:ident $({$($generic:tt)*})?: $type:ty, $value:ident => $stored:expr;)*) => {$(
        impl $(<$($generic)*>)? From<$type> for Value {
            fn from($value: $type) -> Self {
                Self::$kind(Some($stored))
            }
        }
        impl $(<$($generic)*>)? From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                Self::$kind(value.map(|$value| $stored))
            }
        }
    )*};
}

kinds! {
    Int: i64, value => value;
    Int: Time, value => value.millis();
    Bool: bool, value => value;
    Text: String, value => value;
    Text: &str, value => value.to_owned();
    Text: &String, value => value.clone();
    Bytes: Vec<u8>, value => value;
    Bytes: &Vec<u8>, value => value.clone();
    Bytes: &[u8], value => value.to_vec();
    Bytes { const N: usize }: [u8; N], value => value.to_vec();
    Bytes { const N: usize }: &[u8; N], value => value.to_vec();
    Bytes { T }: Id<T>, value => value.as_bytes().to_vec();
    Bytes { T }: &Id<T>, value => value.as_bytes().to_vec();
}

/// Refuses what one of the engines would take and the other would not: a wrong number of parameters, NUL in text.
pub(crate) fn check(statement: &'static Statement, params: &[Value]) -> Result<(), StoreError> {
    let wanted = statement.parameters();
    if wanted != params.len() {
        let message = format!("takes {wanted} parameters, was given {}", params.len());
        return Err(StoreError::sql(statement.name(), message));
    }
    for (place, value) in params.iter().enumerate() {
        if let Value::Text(Some(text)) = value
            && text.contains('\0')
        {
            return Err(StoreError::NulInText { statement: statement.name(), parameter: place + 1 });
        }
    }
    Ok(())
}

/// A parameter whose kind is not that of its place in the statement, as PostgreSQL sees it.
#[derive(Debug, thiserror::Error)]
#[error("a parameter of kind {given} where the statement takes {wanted}")]
struct WrongKind {
    given: &'static str,
    wanted: Type,
}

impl ToSql for Value {
    fn to_sql(&self, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let (given, fits) = match self {
            Self::Int(_) => ("integer", *wanted == Type::INT8),
            Self::Text(_) => ("text", *wanted == Type::TEXT),
            Self::Bytes(_) => ("bytes", *wanted == Type::BYTEA),
            Self::Bool(_) => ("boolean", *wanted == Type::BOOL),
        };
        if !fits {
            return Err(Box::new(WrongKind { given, wanted: wanted.clone() }));
        }
        match self {
            Self::Int(value) => value.to_sql(wanted, out),
            Self::Text(value) => value.to_sql(wanted, out),
            Self::Bytes(value) => value.to_sql(wanted, out),
            Self::Bool(value) => value.to_sql(wanted, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::ValueRef;
        let value = match self {
            Self::Int(value) => value.map_or(ValueRef::Null, ValueRef::Integer),
            Self::Bool(value) => value.map_or(ValueRef::Null, |value| ValueRef::Integer(value.into())),
            Self::Text(value) => value.as_ref().map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes())),
            Self::Bytes(value) => value.as_ref().map_or(ValueRef::Null, |bytes| ValueRef::Blob(bytes)),
        };
        Ok(rusqlite::types::ToSqlOutput::Borrowed(value))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn debug_shows_no_content() {
        let shown = format!("{:?}", params!["secret", &b"secret"[..], 4711, true, None::<&str>]);
        assert_eq!(shown, "[text of 6 bytes, 6 bytes, integer, boolean, text null]");
    }
}
