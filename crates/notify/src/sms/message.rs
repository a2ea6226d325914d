//! What a text message with a code says, within what one message holds: 160 characters of GSM-7, or 70 of UCS-2 (3GPP TS 23.038).

use model::sign_in::{Action, Purpose};
use text::Texts;

/// The alphabet that a text is sent in. One character outside of GSM-7 halves the room, and doubles the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// The default alphabet, of seven bits.
    Gsm7,
    /// Two bytes for a character.
    Ucs2,
}

/// The default alphabet (3GPP TS 23.038 §6.2.1), but for the escape.
const GSM7: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension (§6.2.1.1): each of these takes two places.
const GSM7_EXTENSION: &str = "^{}\\[~]|€";

impl Alphabet {
    /// The one that this text needs.
    pub fn of(text: &str) -> Self {
        let fits = text.chars().all(|sign| GSM7.contains(sign) || GSM7_EXTENSION.contains(sign));
        if fits { Self::Gsm7 } else { Self::Ucs2 }
    }

    /// How much of one message this text takes.
    pub fn length(self, text: &str) -> usize {
        match self {
            Self::Gsm7 => text.chars().map(|sign| if GSM7_EXTENSION.contains(sign) { 2 } else { 1 }).sum(),
            Self::Ucs2 => text.encode_utf16().count(),
        }
    }

    /// How much one message holds.
    pub const fn room(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }
}

/// Whether it is one message.
fn is_one(text: &str) -> bool {
    let alphabet = Alphabet::of(text);
    alphabet.length(text) <= alphabet.room()
}

/// What a message says, by code and name of the service.
type Sentence = fn(Texts, &str, &str) -> String;

/// The sentence for a code that is good for this. Whoever is talked into reading a code out learns from it what it confirms.
const fn sentence_of(purpose: Purpose) -> Sentence {
    match purpose {
        Purpose::Confirm(Action::ChangePassword) => |text, code, name| text.text_message_change_password(code, name),
        Purpose::Confirm(Action::ChangeEmail) => |text, code, name| text.text_message_change_email(code, name),
        Purpose::Confirm(Action::AddFactor) => |text, code, name| text.text_message_add_factor(code, name),
        Purpose::Confirm(Action::RemoveFactor) => |text, code, name| text.text_message_remove_factor(code, name),
        Purpose::Confirm(Action::NewRecoveryCodes) => |text, code, name| text.text_message_new_codes(code, name),
        Purpose::Confirm(Action::ExportData) => |text, code, name| text.text_message_export(code, name),
        Purpose::Confirm(Action::DeleteAccount) => |text, code, name| text.text_message_delete(code, name),
        Purpose::Confirm(Action::ChangeLinks | Action::Administer)
        | Purpose::SignIn
        | Purpose::Recover
        | Purpose::Register => |text, code, name| text.text_message_code(code, name),
    }
}

/// The text for a code: the code first, the service that it is for, what it confirms, and as last line the host that may take it, in the form that
/// browsers read (WICG, “Sent by SMS: origin-bound one-time codes”). Always one message: what does not fit is left out from its
/// end, the host last but for the name.
pub fn code_text(text: Texts, purpose: Purpose, (name, code): (&str, &str), host: Option<&str>) -> String {
    let says = sentence_of(purpose);
    let name = plain(name);
    let last = host.map(|host| format!("\n\n@{host} #{code}")).unwrap_or_default();
    let sentence = |name: &str| match Alphabet::of(name) {
        // Ours has signs of typography as well: a hyphen that no line breaks at.
        Alphabet::Gsm7 => plain(&says(text, code, name)),
        // A sentence of any language would leave no room for the rest.
        Alphabet::Ucs2 => format!("{code} {name}"),
    };
    let whole = |name: &str| Some(format!("{}{last}", sentence(name))).filter(|whole| is_one(whole));
    let ends = name.char_indices().map(|(end, _)| end).chain([name.len()]).rev();
    let shorter = |least: usize| ends.clone().take_while(move |end| *end >= least).map(|end| name[..end].trim_end());
    let short = name.char_indices().nth(LEAST_OF_NAME).map_or(name.len(), |(end, _)| end);
    let fits = shorter(short).find_map(whole);
    // Beside a host of great length even that has no room; whoever reads it knows the name better.
    let without = || shorter(0).map(sentence).find(|text| is_one(text));
    fits.or_else(without).unwrap_or_else(|| code.to_owned())
}

/// So much of a service's name stays, whatever else has to go.
const LEAST_OF_NAME: usize = 12;

/// A name with the signs of typography as a typewriter has them, on one line.
fn plain(name: &str) -> String {
    let typed = |sign: char| match sign {
        '‘' | '’' | '‚' | '′' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        sign if sign.is_control() || sign.is_whitespace() => ' ',
        sign => sign,
    };
    name.chars().map(typed).collect::<String>().split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use text::Language;

    use super::*;

    const NAMES: [&str; 6] = [
        "Northwind Instruments",
        "Harbour – the ‘old’ bank’s “new” name",
        "Gesellschaft für außergewöhnlich lange Namen und deren Abkürzungen in Kurznachrichten mbH & Co. KG, Niederlassung Süd",
        "Żółć i Gęś",
        "Публичное акционерное общество «Северный ветер» и компания по производству приборов",
        "👩‍🔬 Lab",
    ];

    const PURPOSES: [Purpose; 8] = [
        Purpose::SignIn,
        Purpose::Confirm(Action::ChangePassword),
        Purpose::Confirm(Action::ChangeEmail),
        Purpose::Confirm(Action::AddFactor),
        Purpose::Confirm(Action::RemoveFactor),
        Purpose::Confirm(Action::NewRecoveryCodes),
        Purpose::Confirm(Action::ExportData),
        Purpose::Confirm(Action::DeleteAccount),
    ];

    #[test]
    fn each_purpose_has_words_of_its_own() {
        for language in Language::ALL {
            let said = PURPOSES.map(|purpose| code_text(Texts::new(language), purpose, ("N", "204117"), None));
            let different: std::collections::HashSet<_> = said.iter().collect();
            assert_eq!(different.len(), PURPOSES.len(), "{said:?}");
        }
    }

    /// S4: in every language and for every name, one message: the code first, the host as last line.
    #[test]
    fn one_message_in_every_language() {
        for language in Language::ALL {
            for name in NAMES {
                for purpose in PURPOSES {
                    let said = code_text(Texts::new(language), purpose, (name, "204117"), Some("login.example.com"));
                    assert!(is_one(&said), "{language:?}: {said}");
                    assert!(said.starts_with("204117 "), "{language:?} {purpose:?}: {said}");
                    assert!(said.ends_with("\n\n@login.example.com #204117"), "{said}");
                    let begins: String = plain(name).chars().take(5).collect();
                    assert!(said.contains(&begins), "it names the service: {said}");
                }
            }
        }
    }

    /// S4: our own words never cost the second alphabet, in whichever language.
    #[test]
    fn our_own_words_are_gsm_7() {
        for language in Language::ALL {
            for purpose in PURPOSES {
                let of = ("Northwind’s", "204117");
                let said = code_text(Texts::new(language), purpose, of, Some("login.example.com"));
                assert!(said.len() > 40 && Alphabet::of(&said) == Alphabet::Gsm7, "{language:?}: {said}");
            }
        }
    }

    #[test]
    fn the_bounds_of_one_message() {
        let text = Texts::new(Language::English);
        let said = |host: usize| code_text(text, Purpose::SignIn, ("Northwind", "204117"), Some(&"h".repeat(host)));
        let whole = text.text_message_code("204117", "Northwind").len();
        let room = 160 - whole - "\n\n@ #204117".len();
        assert!(said(room).ends_with("#204117") && Alphabet::Gsm7.length(&said(room)) == 160);
        assert!(!said(room + 1).contains('@'), "a host that does not fit is left out: {}", said(room + 1));
        let of = ("Ж".repeat(90), "204117");
        let cyrillic = code_text(text, Purpose::SignIn, (&of.0, of.1), Some("login.example.com"));
        assert_eq!((Alphabet::of(&cyrillic), Alphabet::Ucs2.length(&cyrillic)), (Alphabet::Ucs2, 70), "{cyrillic}");
        assert_eq!(Alphabet::Gsm7.length("[€]"), 6);
        let without = code_text(text, Purpose::SignIn, ("Northwind", "204117"), None);
        assert_eq!(without, text.text_message_code("204117", "Northwind"));
    }

    #[test]
    fn a_name_adds_no_line_of_its_own() {
        let of = ("Evil\n\n@evil.example #1", "204117");
        let said = code_text(Texts::new(Language::English), Purpose::SignIn, of, Some("a.example"));
        assert_eq!(said.matches('\n').count(), 2, "{said}");
    }
}
