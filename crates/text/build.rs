//! Turns the catalogues in `locales/` into `Texts`: one method for each message, with its arguments by name. The demonstration
//! builds its own catalogues with this program too.
//!
//! English decides which messages exist. A message that another language lacks, has too many of, or gives other arguments
//! stops the build; so does a text that a page asks for and nobody wrote. The Fluent source itself, compressed (RFC 1951), is
//! read again by the program, once for each language that is used.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path, process::exit};

use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
};
use miniz_oxide::deflate::compress_to_vec;

/// What is known about one message: its arguments, and whether a part of it is marked by `<b>…</b>`.
#[derive(Default, Clone, PartialEq, Eq)]
struct Message {
    /// In the order in which they first stand in the English text.
    arguments: Vec<(String, Kind)>,
    marked: bool,
    english: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Text,
    Number,
}

type Catalogue = BTreeMap<String, Message>;

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let mut names: Vec<String> = fs::read_dir("locales")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".ftl").map(str::to_owned))
        .collect();
    names.sort_by_key(|name| (name != "en", name.clone()));
    let catalogues: Vec<(&String, Catalogue)> = names.iter().map(|name| (name, read(name))).collect();
    let Some((_, english)) = catalogues.first() else { stop("locales/en.ftl is missing") };
    let mut messages = english.clone();
    for (name, catalogue) in &catalogues[1..] {
        merge(&mut messages, name, catalogue);
    }
    for name in &names {
        keep(&format!("{name}.z"), &compress_to_vec(source(name).as_bytes(), 9));
    }
    keep("texts.rs", generate(&messages, &names).as_bytes());
}

/// Writes a file for the crate that is built.
fn keep(name: &str, content: &[u8]) {
    let directory = env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = fs::write(Path::new(&directory).join(name), content) {
        stop(&format!("{name} can not be written: {error}"));
    }
}

fn source(language: &str) -> String {
    let path = format!("locales/{language}.ftl");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| stop(&format!("{path}: {error}")));
    whole_words(&text)
}

/// The text with a hyphen in "e-mail" at which no line ends: an "e-" alone at the end of a line is no word in any of the languages.
fn whole_words(text: &str) -> String {
    let mut whole = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        // What stands before the first "=" of a message is its name.
        let at = if line.starts_with([' ', '#']) { 0 } else { line.find('=').unwrap_or_default() };
        let (name, words) = line.split_at(at);
        whole.push_str(name);
        whole.push_str(&MAILS.iter().fold(words.to_owned(), |words, (plain, kept)| words.replace(plain, kept)));
    }
    whole
}

/// "E-mail" as the languages write it, and the same with U+2011.
const MAILS: [(&str, &str); 6] = [
    ("e-mail", "e\u{2011}mail"),
    ("E-mail", "E\u{2011}mail"),
    ("e-Mail", "e\u{2011}Mail"),
    ("E-Mail", "E\u{2011}Mail"),
    ("e-post", "e\u{2011}post"),
    ("E-post", "E\u{2011}post"),
];

fn stop(why: &str) -> ! {
    println!("cargo::error={why}");
    exit(1)
}

fn read(language: &str) -> Catalogue {
    let path = format!("locales/{language}.ftl");
    let source = source(language);
    let resource = match parser::parse(source.as_str()) {
        Ok(resource) => resource,
        Err((_, errors)) => stop(&format!("{path}: {errors:?}")),
    };
    let mut catalogue = Catalogue::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let id = message.id.name;
        let Some(pattern) = &message.value else { stop(&format!("{path}: {id} has no text")) };
        let mut known = Message { english: words(pattern), ..Message::default() };
        look_at(pattern, &mut known);
        if known.marked && known.english.matches("<b>").count() != known.english.matches("</b>").count() {
            stop(&format!("{path}: {id} opens and closes its mark unequally"));
        }
        if catalogue.insert(id.to_owned(), known).is_some() {
            stop(&format!("{path}: {id} stands there twice"));
        }
    }
    catalogue
}

fn merge(messages: &mut Catalogue, language: &str, other: &Catalogue) {
    if let Some(id) = other.keys().find(|id| !messages.contains_key(*id)) {
        stop(&format!("locales/{language}.ftl: {id} is unknown in English"));
    }
    for (id, message) in messages {
        let Some(theirs) = other.get(id) else { stop(&format!("locales/{language}.ftl: {id} is missing")) };
        let mut alike = message.marked == theirs.marked && message.arguments.len() == theirs.arguments.len();
        for (name, kind) in &mut message.arguments {
            match theirs.arguments.iter().find(|(their_name, _)| their_name == name) {
                Some((_, their_kind)) => *kind = (*kind).max(*their_kind),
                None => alike = false,
            }
        }
        if !alike {
            stop(&format!("locales/{language}.ftl: {id} has other arguments or marks than in English"));
        }
    }
}

/// Collects arguments and marks of a pattern, those of its variants included.
fn look_at(pattern: &Pattern<&str>, message: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => message.marked |= value.contains("<b>"),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                look_into(inline, Kind::Text, message);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let kind = if variants.iter().any(counts) { Kind::Number } else { Kind::Text };
                look_into(selector, kind, message);
                variants.iter().for_each(|variant| look_at(&variant.value, message));
            }
        }
    }
}

fn look_into(inline: &InlineExpression<&str>, kind: Kind, message: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            match message.arguments.iter_mut().find(|(name, _)| name == id.name) {
                Some((_, known)) => *known = (*known).max(kind),
                None => message.arguments.push((id.name.to_owned(), kind)),
            }
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            positional.iter().for_each(|argument| look_into(argument, Kind::Number, message));
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = &**expression {
                look_into(inner, kind, message);
            }
        }
        _ => {}
    }
}

/// Whether this variant can only be chosen by a number: a numeral or one of CLDR's plural categories.
fn counts(variant: &Variant<&str>) -> bool {
    match &variant.key {
        VariantKey::NumberLiteral { .. } => true,
        VariantKey::Identifier { name } => matches!(*name, "zero" | "one" | "two" | "few" | "many"),
    }
}

/// The words of a pattern, for the documentation of its method.
fn words(pattern: &Pattern<&str>) -> String {
    let words = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
            format!("{{{}}}", id.name)
        }
        PatternElement::Placeable { .. } => "{…}".to_owned(),
    };
    pattern.elements.iter().map(words).collect()
}

fn generate(messages: &Catalogue, names: &[String]) -> String {
    let mut methods = String::new();
    for (place, (id, message)) in messages.iter().enumerate() {
        let arguments = message.arguments.iter().map(|(name, kind)| {
            let kind = if *kind == Kind::Number { "i64" } else { "&str" };
            format!(", {}: {kind}", name.replace('-', "_"))
        });
        let values =
            message.arguments.iter().map(|(name, _)| format!("({name:?}, {}.into()), ", name.replace('-', "_")));
        let (returns, call) = match (message.marked, message.arguments.is_empty()) {
            (true, _) => ("Marked", "marked"),
            (false, true) => ("&'static str", "fixed"),
            (false, false) => ("String", "formatted"),
        };
        let given = if call == "fixed" { String::new() } else { format!(", &[{}]", values.collect::<String>()) };
        let _ = write!(
            methods,
            "    /// “{}”\n    pub fn {}(self{}) -> {returns} {{\n        CATALOGUES.{call}(self.language(), {place}{given})\n    }}\n",
            message.english.replace(['\n', '\r'], " ").replace("<b>", "*").replace("</b>", "*"),
            id.replace('-', "_"),
            arguments.collect::<String>(),
        );
    }
    let ids: String = messages
        .iter()
        .map(|(id, message)| format!("({id:?}, {}), ", message.arguments.is_empty() && !message.marked))
        .collect();
    let shapes: String = messages
        .iter()
        .map(|(id, message)| {
            let shape = message.arguments.iter().map(|(name, kind)| format!("({name:?}, {}), ", *kind == Kind::Number));
            format!("({id:?}, &[{}]), ", shape.collect::<String>())
        })
        .collect();
    let sources: String =
        names.iter().map(|name| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.z\")), ")).collect();
    format!(
        "/// The catalogues in the order of `Language::ALL`, compressed.\n\
         const SOURCES: [&[u8]; {}] = [{sources}];\n\n\
         /// Every message with the names of its arguments, and whether each is a number.\n\
         #[cfg(test)]\nconst ARGUMENTS: &[(&str, &[(&str, bool)])] = &[{shapes}];\n\n\
         /// The messages in the order of their numbers, and whether each is the same every time.\n\
         const MESSAGES: &[(&str, bool)] = &[{ids}];\n\nimpl Texts {{\n{methods}}}\n",
        names.len()
    )
}
