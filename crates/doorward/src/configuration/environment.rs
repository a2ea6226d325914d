//! What the environment says otherwise than the file: `DOORWARD__SERVER__LISTEN` is `listen` of `[server]`.
//!
//! A value is read as TOML where it is that (`["0.0.0.0:8080"]`, `true`, `3`), and as text everywhere else.

use std::ffi::OsString;

use toml::{Table, Value};

use crate::Trouble;

const PREFIX: &str = "DOORWARD__";

/// Whether anything is configured by the environment.
pub(super) fn says_anything() -> bool {
    std::env::vars_os().any(|(name, _)| name.to_string_lossy().starts_with(PREFIX))
}

/// The variable for a key.
pub(super) fn name_of(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

/// The table with what the environment says put over it, and the names of the variables that did so.
pub(super) fn overlay(
    mut table: Table,
    environment: impl Iterator<Item = (OsString, OsString)>,
) -> Result<(Table, Vec<String>), Trouble> {
    let mut overlaid = Vec::new();
    for (name, value) in environment {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        let wrong = |what: &str| Trouble::Configuration(format!("{name} {what}. Take it out, or write it as text."));
        let value = value.to_str().ok_or_else(|| wrong("is no text"))?;
        let keys: Vec<String> = name[PREFIX.len()..].split("__").map(str::to_lowercase).collect();
        put(&mut table, &keys, read(value)).map_err(|()| wrong("names a part of something that has no parts"))?;
        overlaid.push(name.to_owned());
    }
    overlaid.sort();
    Ok((table, overlaid))
}

fn put(table: &mut Table, keys: &[String], value: Value) -> Result<(), ()> {
    let [first, rest @ ..] = keys else { return Err(()) };
    if rest.is_empty() {
        table.insert(first.clone(), value);
        return Ok(());
    }
    match table.entry(first).or_insert_with(|| Value::Table(Table::new())) {
        Value::Table(inner) => put(inner, rest, value),
        _ => Err(()),
    }
}

/// TOML where it is that, and text everywhere else.
fn read(value: &str) -> Value {
    // A bare date, number or word of TOML may also be meant as text; what needs text says so when it is read, and quotes help.
    let line = format!("value = {value}");
    let read = line.parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    read.filter(|_| !value.contains('\n')).unwrap_or_else(|| Value::String(value.to_owned()))
}
