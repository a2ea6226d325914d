//! What the environment says otherwise than the file: `DOORWARD__SERVER__LISTEN` is `listen` of `[server]`.
//!
//! A value is read as TOML where it is that (`["0.0.0.0:8080"]`, `true`, `3`), and as text everywhere else.

use std::ffi::OsString;

use toml::{Table, Value};

use crate::Trouble;

const PREFIX: &str = "DOORWARD__";

/// Whether any key is set by the environment.
pub(super) fn is_used() -> bool {
    std::env::vars_os().any(|(name, _)| name.to_string_lossy().starts_with(PREFIX))
}

/// The variable for a key.
pub(super) fn name_of(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

/// The table with the keys that the environment sets, and the names of those variables.
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
        insert(&mut table, &keys, read(value)).map_err(|()| wrong("names a part of something that has no parts"))?;
        overlaid.push(name.to_owned());
    }
    overlaid.sort();
    Ok((table, overlaid))
}

fn insert(table: &mut Table, keys: &[String], value: Value) -> Result<(), ()> {
    let [first, rest @ ..] = keys else { return Err(()) };
    if rest.is_empty() {
        table.insert(first.clone(), value);
        return Ok(());
    }
    match table.entry(first).or_insert_with(|| Value::Table(Table::new())) {
        Value::Table(inner) => insert(inner, rest, value),
        _ => Err(()),
    }
}

/// TOML where it is that, and text everywhere else.
fn read(value: &str) -> Value {
    // A bare date, number or word of TOML is read as that; where a key takes text, quotes make it text.
    let line = format!("value = {value}");
    let read = line.parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    read.filter(|_| !value.contains('\n')).unwrap_or_else(|| Value::String(value.to_owned()))
}
