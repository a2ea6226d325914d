//! What a new password must be like, judged rule by rule so that a page can tick each as it is met.

mod common;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::policy::{CharacterSet, Policy};

pub use crate::policy::MAX_BYTES;

/// One thing that a new password must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// At least so many characters.
    Min(u16),
    /// At most so many characters.
    Max(u16),
    /// A character of this class: where all four have to be there, each is a rule of its own.
    Class(Class),
    /// So many of the four classes, fewer than all: lower case, upper case, digits, symbols.
    Classes(u8),
    /// ASCII letters, digits and symbols only, no spaces.
    AsciiWithoutSpace,
    /// No `.` right before an `@`.
    NoDotBeforeAt,
    /// Not a well-known password.
    NotCommon,
    /// Not made of the user's own data or the names of organisation and product.
    NotPersonal,
    /// Not known from a breach. It is judged by whoever has the list.
    NotBreached,
    /// Neither the password that the user has nor one of so many before it. It is judged by whoever has their hashes.
    NotPrevious(u8),
}

/// The four classes of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Lower-case letters.
    Lower,
    /// Upper-case letters.
    Upper,
    /// Digits.
    Digit,
    /// Everything that is neither letter nor digit.
    Symbol,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Lower, Self::Upper, Self::Digit, Self::Symbol];

    fn is_in(self, password: &str) -> bool {
        password.chars().any(|c| match self {
            Self::Lower => c.is_lowercase(),
            Self::Upper => c.is_uppercase(),
            Self::Digit => c.is_numeric(),
            Self::Symbol => !c.is_alphanumeric(),
        })
    }
}

/// A rule, and whether the password keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// Whether it is kept.
    pub met: bool,
}

/// The one form in which passwords are counted, hashed and compared: NFC (NIST SP 800-63B §3.1.1.2).
pub fn normalised(password: &str) -> Cow<'_, str> {
    if password.is_ascii() { Cow::Borrowed(password) } else { Cow::Owned(password.nfc().collect()) }
}

/// The policy's rules in the order in which a page lists them, each with whether `password` keeps it.
///
/// `context` are words that the password may not be made of: the user's address, names and user name, the names of
/// organisation and product. A password longer than [`MAX_BYTES`] keeps no rule and is not looked at.
pub fn check(policy: &Policy, password: &str, context: &[&str]) -> Vec<Check> {
    let rules = rules(policy);
    if password.len() > MAX_BYTES {
        return rules.into_iter().map(|rule| Check { rule, met: false }).collect();
    }
    let password = normalised(password);
    rules.into_iter().map(|rule| Check { rule, met: keeps(rule, &password, context) }).collect()
}

/// The policy's rules that password and user's data alone decide, in the order in which a page lists them.
pub fn rules(policy: &Policy) -> Vec<Rule> {
    let rule = &policy.password;
    let mut rules = vec![Rule::Min(policy.password_min()), Rule::Max(rule.max)];
    match usize::from(rule.classes) {
        0 => {}
        all if all >= Class::ALL.len() => rules.extend(Class::ALL.map(Rule::Class)),
        _ => rules.push(Rule::Classes(rule.classes)),
    }
    if rule.characters == CharacterSet::AsciiWithoutSpace {
        rules.push(Rule::AsciiWithoutSpace);
    }
    if rule.no_dot_before_at {
        rules.push(Rule::NoDotBeforeAt);
    }
    if rule.not_common {
        rules.push(Rule::NotCommon);
    }
    if rule.not_personal {
        rules.push(Rule::NotPersonal);
    }
    rules
}

fn keeps(rule: Rule, password: &str, context: &[&str]) -> bool {
    let length = password.chars().count();
    match rule {
        Rule::Min(min) => length >= usize::from(min),
        Rule::Max(max) => length <= usize::from(max),
        Rule::Class(class) => class.is_in(password),
        Rule::Classes(least) => {
            Class::ALL.into_iter().filter(|class| class.is_in(password)).count() >= usize::from(least)
        }
        Rule::AsciiWithoutSpace => password.bytes().all(|byte| byte.is_ascii_graphic()),
        Rule::NoDotBeforeAt => !password.contains(".@"),
        Rule::NotCommon => !common::is_common(password),
        Rule::NotPersonal => !is_personal(password, context),
        // Never among those that `rules` gives: hashes and lists are not known here.
        Rule::NotPrevious(_) | Rule::NotBreached => true,
    }
}

/// What is named on every page of an installation whose organisations have no name of their own yet.
const PRODUCT: &str = "doorward";

/// Whether little is left once the words are taken out, and the digits and marks that anybody would add. Short words are left alone:
/// they stand in too many others.
fn is_personal(password: &str, context: &[&str]) -> bool {
    let mut rest = password.to_lowercase();
    let whole = rest.chars().count();
    let mut words: Vec<String> = context.iter().copied().chain([PRODUCT]).flat_map(parts).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(&word, "");
    }
    let taken = rest.chars().count() < whole;
    let (marks, letters): (String, String) = rest.chars().partition(|c| common::is_mark(*c));
    let left = if common::is_added(&marks) { letters } else { rest };
    taken && left.chars().count() < 6
}

/// A text whole, without its blanks and marks, and in its parts, in lower case, those of four characters or more.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let text = normalised(text).to_lowercase();
    let pieces: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    let joined = pieces.concat();
    [text, joined].into_iter().chain(pieces).filter(|word| word.chars().count() >= 4)
}

#[cfg(test)]
mod tests;
