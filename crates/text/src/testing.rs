//! For tests: what holds for every sentence in every language. It is whole, translated, in our house style and in the typography
//! of its language. Each rule answers with the sentences that break it.

#![expect(clippy::panic, reason = "tests fail by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use fluent_bundle::{FluentArgs, FluentValue};

use crate::{Catalogues, Language, texts::CATALOGUES};

/// The messages with their arguments, and whether each is a number: `ARGUMENTS` of the generated texts.
pub type Shapes = &'static [(&'static str, &'static [(&'static str, bool)])];

/// Words that blame, beg, shout, or that only we understand (the design's list, §5), and what they are elsewhere.
const FORBIDDEN: [(Language, &[&str]); Language::ALL.len()] = [
    (
        Language::English,
        &[
            "invalid",
            "failed",
            "failure",
            "authenticate",
            "authentication",
            "credential",
            "credentials",
            "mfa",
            "2fa",
            "oops",
            "please",
            "sorry",
            "forbidden",
            "unauthorized",
            "submit",
        ],
    ),
    (
        Language::German,
        &[
            "ungültig",
            "ungültige",
            "ungültiger",
            "fehlgeschlagen",
            "fehlschlag",
            "authentifizieren",
            "authentifizierung",
            "anmeldedaten",
            "bitte",
            "leider",
            "entschuldigung",
            "verboten",
            "hoppla",
            "absenden",
        ],
    ),
    // « application d’authentification » is what the French call an authenticator app.
    (
        Language::French,
        &[
            "invalide",
            "invalides",
            "échec",
            "échoué",
            "authentifier",
            "veuillez",
            "désolé",
            "désolés",
            "interdit",
            "oups",
        ],
    ),
    (
        Language::Dutch,
        &[
            "ongeldig",
            "ongeldige",
            "mislukt",
            "mislukte",
            "authenticatie",
            "alstublieft",
            "helaas",
            "sorry",
            "verboden",
            "oeps",
        ],
    ),
    (
        Language::Swedish,
        &[
            "ogiltig",
            "ogiltigt",
            "ogiltiga",
            "misslyckades",
            "autentisera",
            "vänligen",
            "tyvärr",
            "förlåt",
            "förbjudet",
            "hoppsan",
        ],
    ),
];

/// What a message becomes.
#[derive(Debug)]
pub struct Sentence {
    /// Its language.
    pub language: Language,
    /// The message.
    pub id: &'static str,
    /// The words.
    pub text: String,
}

/// Every sentence that a message can become, in every language: with a name, and with the numbers that languages treat
/// differently.
pub fn sentences(catalogues: &Catalogues, shapes: Shapes) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for language in Language::ALL {
        for (id, shape) in shapes {
            for number in [0, 1, 2, 3, 5, 7, 10, 11, 12, 101] {
                let mut arguments = FluentArgs::new();
                for (name, is_number) in *shape {
                    let value: FluentValue<'_> = if *is_number { number.into() } else { "Name".into() };
                    arguments.set(*name, value);
                }
                sentences.push(Sentence { language, id, text: sentence(catalogues, language, id, &arguments) });
            }
        }
    }
    sentences
}

fn sentence(catalogues: &Catalogues, language: Language, id: &str, arguments: &FluentArgs<'_>) -> String {
    let bundle = &catalogues.of(language).bundle;
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        panic!("{language:?}: {id} has no text")
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
    assert!(errors.is_empty(), "{language:?}: {id}: {errors:?}");
    text
}

/// What Doorward's own pages say without a name or a number in it.
pub fn said_by_doorward(language: Language) -> Vec<&'static str> {
    let places = CATALOGUES.messages().iter().enumerate().filter(|(_, (_, fixed))| *fixed);
    places.map(|(place, _)| CATALOGUES.fixed(language, place)).collect()
}

fn those(sentences: &[Sentence], wrong: impl Fn(&Sentence) -> bool) -> Vec<String> {
    let found = sentences.iter().filter(|sentence| wrong(sentence));
    found.map(|Sentence { language, id, text }| format!("{}: {id}: {}", language.tag(), text.escape_debug())).collect()
}

/// Sentences that are empty, torn, or show their machinery.
pub fn not_whole(sentences: &[Sentence]) -> Vec<String> {
    those(sentences, |Sentence { text, .. }| {
        text.trim().is_empty() || text.trim() != text || text.contains(['{', '}', '\u{2068}']) || text.contains("  ")
    })
}

/// The messages that read as in English in this language: forgotten, or shared on purpose.
pub fn as_in_english(sentences: &[Sentence], language: Language) -> BTreeSet<&'static str> {
    let (english, others) = sentences.split_at(sentences.len() / Language::ALL.len());
    others
        .iter()
        .filter(|other| other.language == language)
        .zip(english)
        .filter(|(other, english)| other.text == english.text)
        .map(|(other, _)| other.id)
        .collect()
}

/// Sentences with a word that the house does not use.
pub fn with_a_forbidden_word(sentences: &[Sentence]) -> Vec<String> {
    those(sentences, |Sentence { language, text, .. }| {
        let lower = text.to_lowercase();
        let (_, forbidden) = FORBIDDEN[*language as usize];
        lower.split(|letter: char| !letter.is_alphanumeric()).any(|word| forbidden.contains(&word))
    })
}

/// Sentences with quotation marks, spaces or signs of another language, or with an "e-mail" at whose hyphen a line may end.
pub fn in_foreign_typography(sentences: &[Sentence]) -> Vec<String> {
    those(sentences, |Sentence { language, text, .. }| {
        let has = |signs: &str| text.contains(|sign| signs.contains(sign));
        let pairs = |open: char, close: char| text.matches(open).count() == text.matches(close).count();
        let quotes = match language {
            Language::English => !has("„«»‘") && pairs('“', '”'),
            Language::German => !has("”«»‘’") && pairs('„', '“'),
            Language::French => !has("„“”‘") && pairs('«', '»'),
            Language::Dutch => !has("„“”«»"),
            Language::Swedish => !has("„“«»‘") && text.matches('”').count() % 2 == 0,
        };
        let everywhere = !has("!'\"") && !text.contains("...") && !text.contains("(s)");
        let lower = text.to_lowercase();
        let torn = ["e-mail", "e-post"].iter().any(|word| lower.contains(word));
        !(quotes && everywhere && !torn && spaced(*language, text))
    })
}

/// French sets a space that does not break before high signs and within its quotation marks, a narrow one before `;` and `?`;
/// others set none.
fn spaced(language: Language, text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let before = |place: usize| place.checked_sub(1).and_then(|place| signs.get(place)).copied().unwrap_or(' ');
    signs.iter().enumerate().all(|(place, sign)| match (language, sign) {
        (Language::French, ':' | '»') => before(place) == '\u{a0}',
        (Language::French, ';' | '?') => before(place) == '\u{202f}',
        (Language::French, '«') => signs.get(place + 1) == Some(&'\u{a0}'),
        (_, ':' | ';' | '?' | ',' | '.') => !before(place).is_whitespace(),
        _ => true,
    })
}

/// The messages of a catalogue that no page, mail or program below these folders says.
pub fn unused<'c>(catalogue: &'c str, folders: &[PathBuf]) -> Vec<&'c str> {
    let mut sources = String::new();
    folders.iter().for_each(|folder| gather(folder, &mut sources));
    let ids = catalogue
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(id, _)| id)
        .filter(|id| !id.starts_with([' ', '#']));
    let said = |id: &&str| {
        let name = id.replace('-', "_");
        let called = ["text", "texts"].iter().any(|on| sources.contains(&format!("{on}.{name}(")));
        called || [",", ")", "]", ";"].iter().any(|end| sources.contains(&format!("Texts::{name}{end}")))
    };
    ids.filter(|id| !said(id)).collect()
}

fn gather(path: &Path, sources: &mut String) {
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, sources);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "html") {
            let Ok(source) = fs::read_to_string(&path) else { panic!("{} can not be read", path.display()) };
            // Without spaces, so that a call broken into lines is found too.
            sources.extend(source.split_whitespace());
        }
    }
}
