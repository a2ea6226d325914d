//! Forms (`application/x-www-form-urlencoded`) with placeholders in their values.

use crate::{
    template::{MARK, Template, percent},
    value::NotCarried,
};

/// What is wrong with it as a form, in words that follow the field's name.
pub(crate) fn check(template: &Template) -> Result<(), String> {
    let whole = template.with(&MARK.to_string());
    let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}#".contains(c);
    if !whole.chars().all(|c| c == MARK || plain(c)) {
        return Err("is no form: write name=value&name=value, with everything else percent-encoded".to_owned());
    }
    let in_value = |pair: &str| pair.split_once('=').is_some_and(|(name, _)| !name.is_empty() && !name.contains(MARK));
    match whole.split('&').all(in_value) {
        true => Ok(()),
        false => Err("must be pairs of name=value, with placeholders in values only".to_owned()),
    }
}

/// Written as a value.
pub(crate) fn encode(value: &str, to: &mut String) -> Result<(), NotCarried> {
    percent(value, to);
    Ok(())
}
