//! Choosing a password, and accepting a notice.

use model::{
    password::{Class, Rule},
    sign_in::NewPassword,
};
use pages::{
    Chrome, Href, NewPasswordError, NewPasswordFields,
    sign_in::{NoticePage, SetPasswordPage},
};

use super::*;

/// All that an organisation may ask for.
const ALL: [Rule; 8] = [
    Rule::Min(8),
    Rule::Max(16),
    Rule::Classes(3),
    Rule::AsciiWithoutSpace,
    Rule::NoDotBeforeAt,
    Rule::NotCommon,
    Rule::NotPersonal,
    Rule::NotPrevious(4),
];
/// The rules of J1.
const PASSPORT: [Rule; 7] = [
    Rule::Min(8),
    Rule::Class(Class::Lower),
    Rule::Class(Class::Upper),
    Rule::Class(Class::Digit),
    Rule::Class(Class::Symbol),
    Rule::NotCommon,
    Rule::NotPrevious(0),
];

fn judged(rules: &[Rule], broken: Option<&[Rule]>) -> Vec<(Rule, Option<bool>)> {
    rules.iter().map(|rule| (*rule, broken.map(|broken| !broken.contains(rule)))).collect()
}

fn page<'a>(chrome: &'a Chrome, why: NewPassword, fields: NewPasswordFields<'a>) -> String {
    let change = Some(Href::own("/sign-in?at=x&change=yes"));
    html(&SetPasswordPage { chrome, form: form(), why, user_name: WHO, fields, change, cancel: None })
}

pub(crate) fn add(to: &mut Samples) {
    let reasons = [
        ("first", NewPassword::First),
        ("broken", NewPassword::Broken),
        ("expired", NewPassword::Expired),
        ("demanded", NewPassword::Demanded),
        ("recovered", NewPassword::Recovered),
        ("changed", NewPassword::Changed),
    ];
    for (name, why) in reasons {
        super::add(to, &format!("set-password-{name}"), NORTHWIND, |chrome| {
            page(chrome, why, NewPasswordFields { rules: &judged(&PASSPORT, None), error: None })
        });
    }
    let errors = [
        ("missing", NewPasswordError::Missing, None),
        ("not-repeated", NewPasswordError::NotRepeated, None),
        ("rules", NewPasswordError::Rules, Some(&[Rule::Max(16), Rule::Classes(3)][..])),
        ("common", NewPasswordError::Rules, Some(&[Rule::NotCommon][..])),
        ("personal", NewPasswordError::Rules, Some(&[Rule::NotPersonal][..])),
        ("previous", NewPasswordError::Rules, Some(&[Rule::NotPrevious(4)][..])),
    ];
    for (name, error, broken) in errors {
        super::add(to, &format!("set-password-error-{name}"), LUMEN, |chrome| {
            let fields = NewPasswordFields { rules: &judged(&ALL, broken), error: Some(error) };
            page(chrome, NewPassword::Broken, fields)
        });
    }
    for (name, is_missing) in [("notice", false), ("notice-missing", true)] {
        super::add(to, name, NORTHWIND, |chrome| {
            let change = Some(Href::own("/sign-in?at=x&change=yes"));
            html(&NoticePage { chrome, form: form(), is_missing, change })
        });
    }
    super::add(to, "notice-no-address", NORTHWIND, |chrome| {
        let chrome = Chrome { privacy: None, ..chrome.clone() };
        html(&NoticePage { chrome: &chrome, form: form(), is_missing: false, change: None })
    });
}
