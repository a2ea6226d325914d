//! JSON with placeholders inside its strings.

use serde_json::Value;

use crate::{
    template::{MARK, Piece, Template},
    value::NotCarried,
};

/// What is wrong with it as JSON (RFC 8259), in words that follow the field's name.
pub(crate) fn check(template: &Template) -> Result<(), String> {
    let (mut in_string, mut escaped) = (false, false);
    for piece in &template.0 {
        match piece {
            Piece::Value(_) if !in_string || escaped => {
                return Err("has a placeholder outside of quotes: in JSON each stands inside a string".to_owned());
            }
            Piece::Value(_) => {}
            Piece::Text(text) => {
                for c in text.chars() {
                    match c {
                        _ if escaped => escaped = false,
                        '\\' => escaped = in_string,
                        '"' => in_string = !in_string,
                        _ => {}
                    }
                }
            }
        }
    }
    let read = serde_json::from_str(&template.with(&MARK.to_string()));
    match read.map_err(|why| format!("is no JSON: {why}"))? {
        whole if has_marked_name(&whole) => {
            Err("has a placeholder in the name of a member: it may stand in values only".to_owned())
        }
        _ => Ok(()),
    }
}

fn has_marked_name(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| name.contains(MARK) || has_marked_name(value)),
        Value::Array(elements) => elements.iter().any(has_marked_name),
        _ => false,
    }
}

/// Written inside a string.
pub(crate) fn encode(value: &str, to: &mut String) -> Result<(), NotCarried> {
    let quoted = Value::from(value).to_string();
    to.push_str(&quoted[1..quoted.len() - 1]);
    Ok(())
}
