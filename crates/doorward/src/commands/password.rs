//! Passwords for commands: asked for without showing them, or read from standard input. Never from the arguments, which
//! every process can see.

use std::io::{IsTerminal as _, stdin};

use model::password::{Class, Rule};
use zeroize::Zeroizing;

use crate::Trouble;

/// How a password is given.
#[derive(clap::Args)]
pub(super) struct Given {
    /// Read the password from the first line of standard input instead of asking for it
    #[arg(long)]
    pub(super) password_stdin: bool,
}

impl Given {
    /// The password. It is asked for twice.
    pub(super) fn read(&self) -> Result<Zeroizing<String>, Trouble> {
        let first = self.read_once()?;
        if self.password_stdin || ask("Once more: ")? == first {
            return Ok(first);
        }
        Err(Trouble::Refused("These were two different passwords. Nothing was changed.".to_owned()))
    }

    /// The password, as somebody knows it.
    pub(super) fn read_once(&self) -> Result<Zeroizing<String>, Trouble> {
        if self.password_stdin {
            let mut line = Zeroizing::new(String::new());
            let read = stdin().read_line(&mut line);
            read.map_err(|source| Trouble::System { what: "Standard input can't be read", source })?;
            let text = line.strip_suffix('\n').map_or(line.as_str(), |text| text.strip_suffix('\r').unwrap_or(text));
            if text.is_empty() {
                return Err(Trouble::Refused("There is no password on standard input.".to_owned()));
            }
            return Ok(Zeroizing::new(text.to_owned()));
        }
        if !stdin().is_terminal() {
            let text = "There is no terminal to ask for the password at. Give it to --password-stdin.";
            return Err(Trouble::Refused(text.to_owned()));
        }
        let typed = ask("Password: ")?;
        if typed.is_empty() {
            return Err(Trouble::Refused("No password was typed.".to_owned()));
        }
        Ok(typed)
    }
}

fn ask(prompt: &str) -> Result<Zeroizing<String>, Trouble> {
    let typed = rpassword::prompt_password(prompt).map(Zeroizing::new);
    typed.map_err(|source| Trouble::System { what: "The password can't be read", source })
}

/// What a password lacks, as one refusal.
pub(super) fn refused(rules: &[Rule]) -> Trouble {
    let lines: String = rules.iter().map(|rule| format!("\n  {}", wanted(*rule))).collect();
    Trouble::Refused(format!("The organisation's rules do not allow this password. It must:{lines}"))
}

fn wanted(rule: Rule) -> String {
    match rule {
        Rule::Min(count) => format!("have {count} characters or more"),
        Rule::Max(count) => format!("have {count} characters at most"),
        Rule::Class(Class::Lower) => "hold a lower-case letter".to_owned(),
        Rule::Class(Class::Upper) => "hold an upper-case letter".to_owned(),
        Rule::Class(Class::Digit) => "hold a digit".to_owned(),
        Rule::Class(Class::Symbol) => "hold a symbol".to_owned(),
        Rule::Classes(count) => format!("hold {count} of: lower case, upper case, digits, symbols"),
        Rule::AsciiWithoutSpace => "hold only letters, digits and symbols of ASCII, and no space".to_owned(),
        Rule::NoDotBeforeAt => "hold no dot right before an @".to_owned(),
        Rule::NotCommon => "not be one of those that everybody guesses first".to_owned(),
        Rule::NotPersonal => "not be made of the user's own data or the organisation's names".to_owned(),
        Rule::NotBreached => "not be known from a breach".to_owned(),
        Rule::NotPrevious(0) => "not be the one that the user has".to_owned(),
        Rule::NotPrevious(count) => format!("not be the one that the user has, nor one of the {count} before"),
    }
}
