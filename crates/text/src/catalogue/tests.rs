//! What holds for every sentence in every language: it is whole, translated, in our house style and in the typography of its
//! language.

use std::collections::BTreeSet;

use super::*;

/// Texts that are the same as in English on purpose: names, and words that the language shares.
const SHARED: [(Language, &[&str]); 4] = [
    (Language::German, &["page-title", "date-and-time", "mail-fact", "mail-browser", "optional"]),
    (
        Language::French,
        &[
            "page-title",
            "menu",
            "console",
            "sessions",
            "contact",
            "email",
            "way-email",
            "application",
            "region-europe",
            "time-24-hours",
        ],
    ),
    (
        Language::Dutch,
        &[
            "page-title",
            "menu",
            "console",
            "contact",
            "email",
            "way-email",
            "account",
            "mail-fact",
            "mail-browser",
            "region-antarctica",
        ],
    ),
    (Language::Swedish, &["page-title", "mail-fact"]),
];

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

struct Sentence {
    language: Language,
    id: &'static str,
    text: String,
}

/// Every sentence that a message can become, in every language: with a name, and with the numbers that languages treat
/// differently.
fn sentences() -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for language in Language::ALL {
        for (id, shape) in ARGUMENTS {
            for number in [0, 1, 2, 3, 5, 7, 10, 11, 12, 101] {
                let mut arguments = FluentArgs::new();
                for (name, is_number) in *shape {
                    let value: FluentValue = if *is_number { number.into() } else { "Name".into() };
                    arguments.set(*name, value);
                }
                let bundle = &Texts::new(language).catalogue().bundle;
                let pattern = bundle.get_message(id).unwrap().value().unwrap();
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
                assert!(errors.is_empty(), "{language:?}: {id}: {errors:?}");
                sentences.push(Sentence { language, id, text });
            }
        }
    }
    sentences
}

/// Fails with every sentence of which something is wrong.
fn none(wrong: impl Fn(&Sentence) -> bool) {
    let found: Vec<String> = sentences()
        .iter()
        .filter(|sentence| wrong(sentence))
        .map(|sentence| format!("{}: {}: {}", sentence.language.tag(), sentence.id, sentence.text.escape_debug()))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_message_becomes_a_whole_sentence() {
    none(|Sentence { text, .. }| {
        text.trim().is_empty() || text.trim() != text || text.contains(['{', '}', '\u{2068}']) || text.contains("  ")
    });
}

/// A sentence that is as in English was forgotten, or is listed; a listed one that differs is listed in vain.
#[test]
fn every_message_is_translated() {
    let all = sentences();
    let (english, others) = all.split_at(all.len() / Language::ALL.len());
    for (language, shared) in SHARED {
        let same: BTreeSet<&str> = others
            .iter()
            .filter(|other| other.language == language)
            .zip(english)
            .filter(|(other, english)| other.text == english.text)
            .map(|(other, _)| other.id)
            .collect();
        assert_eq!(same, shared.iter().copied().collect(), "{language:?}: forgotten, or listed in vain");
    }
}

#[test]
fn no_sentence_has_a_forbidden_word() {
    none(|Sentence { language, text, .. }| {
        let lower = text.to_lowercase();
        let (_, forbidden) = FORBIDDEN[*language as usize];
        lower.split(|letter: char| !letter.is_alphanumeric()).any(|word| forbidden.contains(&word))
    });
}

#[test]
fn texts_without_arguments_are_ready() {
    for language in Language::ALL {
        for (place, (id, fixed)) in MESSAGES.iter().enumerate() {
            assert_eq!(*fixed, !Texts::new(language).fixed(place).is_empty(), "{language:?}: {id}");
        }
    }
}

#[test]
fn every_language_has_its_typography() {
    none(|Sentence { language, text, .. }| {
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
        !(quotes && everywhere && spaced(*language, text))
    });
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
