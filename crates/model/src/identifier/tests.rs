use proptest::prelude::*;

use super::*;

fn email(text: &str) -> Result<String, NotAnIdentifier> {
    Key::email(text).map(|key| key.to_string())
}

#[test]
fn spellings_of_one_address_have_one_key() {
    let key = Ok("ada@example.com".to_owned());
    for spelling in
        ["ada@example.com", " Ada@Example.COM ", "ＡＤＡ@example．com", "ada@EXAMPLE.com\n", "\u{212b}da@example.com"]
    {
        let expected = if spelling.starts_with('\u{212b}') { Ok("åda@example.com".to_owned()) } else { key.clone() };
        assert_eq!(email(spelling), expected, "{spelling}");
    }
    assert_eq!(email("e\u{301}@example.com"), email("É@example.com"));
    assert_eq!(email("a@xn--mnchen-3ya.example"), email("a@MÜNCHEN.example"));
    assert_eq!(email("a@xn--mnchen-3ya.example"), Ok("a@münchen.example".to_owned()));
    // RFC 3492 §7.1 and everyday domains.
    for (ascii, text) in [
        ("bcher-kva", "bücher"),
        ("r8jz45g", "例え"),
        ("e1afmkfd", "пример"),
        ("ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
        ("fa-hia", "faß"),
    ] {
        assert_eq!(email(&format!("a@xn--{ascii}.example")), Ok(format!("a@{text}.example")), "{ascii}");
    }
    assert_eq!(email("ada@example\u{3002}com"), key, "an ideographic full stop is a dot");
    assert_eq!(Key::typed("ADA").map(|key| key.to_string()), Ok("ada".to_owned()));
    assert_eq!(Key::typed("Ada@Example.com").map(|key| key.to_string()), key);
    assert!(email("o'brien+x/y=z_{1}.!#$%&*?^`|~-@example.com").is_ok());
    assert_eq!(Key::email("a@b.example").unwrap().domain(), Some("b.example"));
    assert_eq!(Key::user_name("ada").unwrap().domain(), None);
}

#[test]
fn what_is_no_address_is_refused_with_the_reason() {
    use NotAnIdentifier::{BadCharacter, Empty, NotAnEmail, TooLong};
    for (text, reason) in [
        ("", Empty),
        ("   ", Empty),
        ("ada", NotAnEmail),
        ("@example.com", NotAnEmail),
        ("ada@", NotAnEmail),
        ("a@b@example.com", NotAnEmail),
        ("ada@example..com", NotAnEmail),
        ("ada@.example", NotAnEmail),
        ("ada@-a.example", NotAnEmail),
        ("ada@a-.example", NotAnEmail),
        ("ada@exa_mple", NotAnEmail),
        ("ada@xn--99999999999.example", NotAnEmail),
        ("ada@xn--", NotAnEmail),
        ("ada@xn--a-é.example", NotAnEmail),
        ("ada@xn--ada-.example", NotAnEmail),
        ("ada@xn--example-.example", NotAnEmail),
        ("\"ada\"@example.com", NotAnEmail),
        ("ada,bob@example.com", NotAnEmail),
        ("<ada@example.com>", NotAnEmail),
        ("ada lovelace@example.com", BadCharacter),
        ("ada\u{0}@example.com", BadCharacter),
        ("ada@example.com\r\nbcc: x@example.com", BadCharacter),
        ("ada\u{200b}@example.com", BadCharacter),
        ("ada\u{202e}@example.com", BadCharacter),
        ("ada\u{a0}x@example.com", BadCharacter),
        ("ada\u{ad}@example.com", BadCharacter),
    ] {
        assert_eq!(email(text), Err(reason), "{text:?}");
    }
    let local = "l".repeat(64);
    let domain = format!("{0}.{0}.{1}", "d".repeat(62), "d".repeat(63));
    assert_eq!(format!("{local}@{domain}").len(), 254);
    assert!(email(&format!("{local}@{domain}")).is_ok());
    assert_eq!(email(&format!("{local}@d{domain}")), Err(TooLong));
    assert_eq!(email(&format!("l{local}@example.com")), Err(NotAnEmail));
    assert_eq!(email(&format!("a@{}.example", "d".repeat(64))), Err(NotAnEmail));
    // Short when typed, long when normalised: one letter becomes eighteen.
    assert_eq!(Key::user_name(&"\u{fdfa}".repeat(5)), Err(BadCharacter), "it holds spaces");
    assert_eq!(Key::user_name(&"\u{fdfa}".repeat(60)), Err(TooLong));
    assert_eq!(Key::user_name(&"\u{33a7}".repeat(84)), Err(TooLong));
}

#[test]
fn a_user_name_can_not_be_taken_for_an_address() {
    assert_eq!(Key::user_name("ada@example.com"), Err(NotAnIdentifier::AtSign));
    assert_eq!(Key::user_name("ada\u{ff20}example.com"), Err(NotAnIdentifier::AtSign), "a wide @ is an @");
    assert_eq!(Key::typed("ada\u{fe6b}example.com"), Key::email("ada@example.com"));
    assert_eq!(Key::typed("a b"), Err(NotAnIdentifier::BadCharacter));
}

#[test]
fn slugs_are_plain() {
    assert_eq!(Slug::typed(" ACME-2 ").map(|slug| slug.to_string()), Ok("acme-2".to_owned()));
    assert!(Slug::typed(&"a".repeat(40)).is_ok() && Slug::typed("ab").is_ok());
    for bad in ["", "a", "-ab", "ab-", "a b", "ä1", "a_b", &"a".repeat(41)] {
        assert_eq!(Slug::typed(bad), Err(NotASlug), "{bad}");
    }
    assert_eq!(serde_json::from_str::<Slug>(r#""ACME""#).unwrap().as_str(), "acme");
    assert!(serde_json::from_str::<Slug>(r#""a b""#).is_err());
}

#[test]
fn stored_keys_are_read_back() {
    let key = Key::email("Ada@Example.com").unwrap();
    let json = serde_json::to_string(&key).unwrap();
    assert_eq!(json, r#""ada@example.com""#);
    assert_eq!(serde_json::from_str::<Key>(&json).unwrap(), key);
    assert!(serde_json::from_str::<Key>(r#""a b""#).is_err());
}

proptest! {
    #[test]
    fn a_key_is_a_fixed_point_and_stays_in_bounds(text in "\\PC{0,40}(@\\PC{0,40})?") {
        if let Ok(key) = Key::typed(&text) {
            prop_assert_eq!(Key::typed(key.as_str()), Ok(key.clone()));
            prop_assert!(key.as_str().len() <= MAX_BYTES && !key.as_str().is_empty());
            prop_assert!(key.as_str().matches('@').count() <= 1);
            prop_assert!(!key.as_str().chars().any(|c| c.is_control() || c.is_whitespace()));
            prop_assert_eq!(Key::typed(&key.as_str().to_uppercase()).is_ok(), true);
        }
    }
}
