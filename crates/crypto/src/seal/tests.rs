//! Opens where it was sealed and nowhere else.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::entropy::Seeded;

const CONTEXT: SealContext<'static> = SealContext { table: "credentials", column: "secret", row: b"row one" };

fn key(seed: u64) -> SealingKey {
    SealingKey::generate(&Seeded::new(seed))
}

fn sealer() -> Sealer {
    Sealer::new(&key(1), &[])
}

#[test]
fn opens_where_it_was_sealed() {
    let (sealer, entropy) = (sealer(), Seeded::new(2));
    for plain in [&b""[..], b"a", &[7; 1000]] {
        let sealed = sealer.seal(&entropy, CONTEXT, plain);
        assert_eq!(sealed.len(), plain.len() + 45);
        assert_eq!(sealer.open(CONTEXT, &sealed).as_deref().map(Vec::as_slice), Ok(plain));
        assert!(plain.len() < 10 || !sealed.windows(plain.len()).any(|window| window == plain));
    }
}

#[test]
fn opens_nowhere_else() {
    let sealer = sealer();
    let sealed = sealer.seal(&Seeded::new(2), CONTEXT, b"secret");
    for elsewhere in [
        SealContext { table: "signing_keys", ..CONTEXT },
        SealContext { column: "data", ..CONTEXT },
        SealContext { row: b"row two", ..CONTEXT },
        // The same letters, cut differently.
        SealContext { table: "credentialss", column: "ecret", ..CONTEXT },
        SealContext { column: "secretr", row: b"ow one", ..CONTEXT },
    ] {
        assert_eq!(sealer.open(elsewhere, &sealed), Err(Unsealable::Altered), "{elsewhere:?}");
    }
    let text = URL_SAFE_NO_PAD.encode(&sealed);
    assert_eq!(sealer.open_text(AT_REST, &CONTEXT.associated(), &text), Err(Unsealable::Altered), "no text of a value");
}

#[test]
fn any_changed_bit_is_noticed() {
    let sealer = sealer();
    let sealed = sealer.seal(&Seeded::new(2), CONTEXT, b"secret");
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let expected = match bit / 8 {
            0 => Unsealable::Malformed,
            1..5 => Unsealable::UnknownKey,
            _ => Unsealable::Altered,
        };
        assert_eq!(sealer.open(CONTEXT, &changed), Err(expected), "bit {bit}");
    }
    for length in 0..sealed.len() {
        assert!(sealer.open(CONTEXT, &sealed[..length]).is_err(), "cut to {length}");
    }
}

#[test]
fn a_key_that_was_replaced_still_opens() {
    let old = sealer();
    let sealed = old.seal(&Seeded::new(2), CONTEXT, b"secret");
    let mac = old.mac("form", &[b"a"]);

    let rotated = Sealer::new(&key(9), &[key(5), key(1)]);
    assert_eq!(rotated.open(CONTEXT, &sealed).as_deref().map(Vec::as_slice), Ok(&b"secret"[..]));
    assert_eq!([&rotated, &old].map(|sealer| sealer.sealed_by(&sealed)), [SealedBy::Former, SealedBy::Current]);
    assert_eq!(old.sealed_by(&sealed[..20]), SealedBy::Unknown);
    assert!(rotated.is_stale(&sealed) && !old.is_stale(&sealed));
    assert!(rotated.is_mac("form", &[b"a"], &mac));
    assert_ne!(rotated.mac("form", &[b"a"]), mac);

    let forgotten = Sealer::new(&key(9), &[]);
    assert_eq!(forgotten.open(CONTEXT, &sealed), Err(Unsealable::UnknownKey));
    assert!(!forgotten.is_mac("form", &[b"a"], &mac));
}

#[test]
fn texts_keep_their_purpose_and_their_browser() {
    let sealer = sealer();
    let text = sealer.seal_text(&Seeded::new(3), "request", b"browser", b"client_id=demo");
    assert!(text.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"-_".contains(&letter)), "{text}");
    assert_eq!(
        sealer.open_text("request", b"browser", &text).as_deref().map(Vec::as_slice),
        Ok(&b"client_id=demo"[..])
    );
    assert_eq!(sealer.open_text("logout", b"browser", &text), Err(Unsealable::Altered));
    assert_eq!(sealer.open_text("request", b"another", &text), Err(Unsealable::Altered));
    assert_eq!(sealer.open_text("request", b"browser", &format!("{text}=")), Err(Unsealable::Malformed));
    assert_eq!(sealer.open_text("request", b"browser", ""), Err(Unsealable::Malformed));
}

#[test]
fn no_two_messages_share_salt_and_nonce() {
    let (sealer, entropy) = (sealer(), Seeded::new(4));
    let drawn: HashSet<Vec<u8>> =
        (0..5000).map(|_| sealer.seal(&entropy, CONTEXT, b"")[5..5 + SALT + NONCE].to_vec()).collect();
    assert_eq!(drawn.len(), 5000);
    let first = sealer.seal(&entropy, CONTEXT, b"same");
    assert_ne!(first[HEADER..], sealer.seal(&entropy, CONTEXT, b"same")[HEADER..]);
}

#[test]
fn keyed_hashes_differ_by_purpose_key_and_cut() {
    let sealer = sealer();
    let all = [
        sealer.mac("attempt", &[b"ab", b"c"]),
        sealer.mac("attempt", &[b"a", b"bc"]),
        sealer.mac("attempt", &[b"abc"]),
        sealer.mac("attempt", &[b"abc", b""]),
        sealer.mac("form", &[b"ab", b"c"]),
        Sealer::new(&key(2), &[]).mac("attempt", &[b"ab", b"c"]),
    ];
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    assert_eq!(all[0], sealer.mac("attempt", &[b"ab", b"c"]));
    assert!(!sealer.is_mac("attempt", &[b"ab", b"c"], &all[0][..31]));
}

#[test]
fn keys_are_read_in_every_usual_spelling() {
    let key = key(1);
    let hexadecimal: String = key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let base64 = base64::engine::general_purpose::STANDARD.encode(key.bytes());
    let spellings = [
        key.expose().to_string(),
        format!("{}\n", key.expose().as_str()),
        hexadecimal.clone(),
        hexadecimal.to_uppercase(),
        base64.trim_end_matches('=').to_owned(),
        base64,
    ];
    for text in spellings {
        assert_eq!(SealingKey::parse(&text).map(|read| *read.bytes()), Ok(*key.bytes()), "{text}");
    }
    for wrong in ["", "secret", &hexadecimal[..62], &"0".repeat(64), &"A".repeat(43), &"g".repeat(64), &"é".repeat(32)]
    {
        assert_eq!(SealingKey::parse(wrong).map(|key| key.id()), Err(NotAKey), "{wrong}");
    }
}

#[test]
fn debug_shows_nothing() {
    let shown = format!("{:?} {:?}", key(1), Sealer::new(&key(1), &[key(2)]));
    for secret in [key(1), key(2)] {
        assert!(!shown.contains(secret.expose().as_str()));
        assert!(!shown.contains(&format!("{:?}", secret.bytes())[1..20]));
    }
    assert!(shown.contains(&key(1).id().to_string()));
}

proptest! {
    #[test]
    fn opening_anything_is_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,80}") {
        let sealer = sealer();
        prop_assert!(sealer.open(CONTEXT, &bytes).is_err());
        prop_assert!(sealer.open_text("request", b"", &text).is_err());
        let _ = SealingKey::parse(&text);
    }

    #[test]
    fn whatever_is_sealed_opens(plain in prop::collection::vec(any::<u8>(), 0..300), row in prop::collection::vec(any::<u8>(), 0..40)) {
        let sealer = sealer();
        let context = SealContext { row: &row, ..CONTEXT };
        let sealed = sealer.seal(&Seeded::new(5), context, &plain);
        prop_assert_eq!(sealer.open(context, &sealed).map(|plain| plain.to_vec()), Ok(plain));
    }
}
