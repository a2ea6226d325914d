//! The two fields in which somebody chooses a password, with the rules for it: part of every page that asks for one.

use model::password::{Class, Rule};
use text::Texts;

use crate::Chrome;

/// The fields `password` and `repeat`. While they are filled in, a module ticks what it can judge itself
/// ([`crate::assets::PASSWORD_RULES`]).
#[derive(Debug, Clone, Copy)]
pub struct NewPasswordFields<'a> {
    /// The rules, each with whether what was sent keeps it; none as long as nothing was judged by it.
    pub rules: &'a [(Rule, Option<bool>)],
    /// What to correct.
    pub error: Option<NewPasswordError>,
}

/// What is to be corrected in a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasswordError {
    /// Nothing was typed.
    Missing,
    /// It breaks the rules that are marked.
    Rules,
    /// The two that were typed differ.
    NotRepeated,
}

/// A longest length from here on is not worth a line, unless it was exceeded.
const WORTH_A_LINE: u16 = 64;

impl NewPasswordFields<'_> {
    pub(crate) fn error_words(&self, chrome: &Chrome) -> Option<&'static str> {
        let text = chrome.text;
        Some(match self.error? {
            NewPasswordError::Missing => text.new_password_missing(),
            NewPasswordError::NotRepeated => text.new_password_not_repeated(),
            NewPasswordError::Rules => match self.only_broken() {
                Some(Rule::NotCommon) => text.new_password_common(),
                Some(Rule::NotBreached) => text.new_password_breached(),
                Some(Rule::NotPersonal) => text.new_password_personal(),
                Some(Rule::NotPrevious(_)) => text.new_password_previous(),
                _ => text.new_password_breaks_rules(),
            },
        })
    }

    /// The rule that is broken, if it is one alone.
    fn only_broken(&self) -> Option<Rule> {
        let mut broken = self.rules.iter().filter(|(_, met)| *met == Some(false)).map(|(rule, _)| *rule);
        broken.next().filter(|_| broken.next().is_none())
    }

    pub(crate) fn lines(&self, chrome: &Chrome) -> Vec<Line> {
        let worth = |(rule, met): &&(Rule, Option<bool>)| match rule {
            Rule::Max(most) => *most < WORTH_A_LINE || *met == Some(false),
            _ => true,
        };
        self.rules.iter().filter(worth).map(|(rule, met)| Line::of(*rule, *met, chrome.text)).collect()
    }
}

/// A rule as the list shows it.
pub(crate) struct Line {
    pub(crate) words: String,
    /// What the module judges by; none where only the server can tell.
    pub(crate) judge: Option<String>,
    pub(crate) met: Option<bool>,
}

impl Line {
    fn of(rule: Rule, met: Option<bool>, text: Texts) -> Self {
        let judge = match rule {
            Rule::Min(count) => Some(format!("min {count}")),
            Rule::Max(count) => Some(format!("max {count}")),
            Rule::Class(class) => Some(class_word(class).to_owned()),
            Rule::Classes(count) => Some(format!("classes {count}")),
            Rule::AsciiWithoutSpace => Some("ascii".to_owned()),
            Rule::NoDotBeforeAt => Some("dot-at".to_owned()),
            Rule::NotCommon | Rule::NotPersonal | Rule::NotPrevious(_) | Rule::NotBreached => None,
        };
        Self { words: words(rule, text), judge, met }
    }

    pub(crate) const fn class(&self) -> &'static str {
        match self.met {
            Some(true) => "met",
            Some(false) => "unmet",
            None => "",
        }
    }

    /// What is said of its state to those who do not see the mark.
    pub(crate) fn state_words(&self, chrome: &Chrome) -> &'static str {
        match (self.met, &self.judge) {
            (Some(true), _) => chrome.text.rule_met(),
            (Some(false), _) => chrome.text.rule_unmet(),
            (None, Some(_)) => chrome.text.rule_not_yet_met(),
            (None, None) => chrome.text.rule_judged_later(),
        }
    }
}

const fn class_word(class: Class) -> &'static str {
    match class {
        Class::Lower => "lower",
        Class::Upper => "upper",
        Class::Digit => "digit",
        Class::Symbol => "symbol",
    }
}

fn words(rule: Rule, text: Texts) -> String {
    let known = match rule {
        Rule::Min(count) => return text.rule_min(count.into()),
        Rule::Max(count) => return text.rule_max(count.into()),
        Rule::Classes(count) => return text.rule_classes(count.into()),
        Rule::NotPrevious(before) if before > 0 => return text.rule_not_previous(i64::from(before) + 1),
        Rule::Class(Class::Lower) => text.rule_lower(),
        Rule::Class(Class::Upper) => text.rule_upper(),
        Rule::Class(Class::Digit) => text.rule_digit(),
        Rule::Class(Class::Symbol) => text.rule_symbol(),
        Rule::AsciiWithoutSpace => text.rule_ascii(),
        Rule::NoDotBeforeAt => text.rule_no_dot_before_at(),
        Rule::NotCommon => text.rule_not_common(),
        Rule::NotPersonal => text.rule_not_personal(),
        Rule::NotBreached => text.rule_not_breached(),
        Rule::NotPrevious(_) => text.rule_not_present(),
    };
    known.to_owned()
}
