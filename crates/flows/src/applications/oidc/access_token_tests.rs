//! OAU-57 and OAU-48 for opaque access tokens.

use crypto::{entropy::Seeded, seal::SealingKey};

use super::*;

const NOW: Time = Time::from_seconds(1_790_000_000);

fn scopes(text: &str) -> Scopes {
    Scopes::parse(text).unwrap()
}

fn reference(of: Of, scope: &str) -> Reference {
    let scope = Subset::of(&scopes(scope), &scopes("openid email groups"));
    Reference { of, id: Id::from_bytes([7; 16]), issued_at: NOW, scope }
}

fn key(seed: u64) -> SealingKey {
    SealingKey::generate(&Seeded::new(seed))
}

#[test]
fn what_is_sealed_is_opened_and_all_are_of_one_length() {
    let sealer = Sealer::new(&key(1), &[]);
    let entropy = Seeded::new(2);
    let mut lengths = std::collections::BTreeSet::new();
    for of in [Of::Grant(Id::from_bytes([1; 16])), Of::Application(Id::from_bytes([255; 16]), 7)] {
        for scope in ["", "openid", "openid email groups", "groups"] {
            let token = reference(of, scope).seal(&sealer, &entropy);
            assert_eq!(Reference::open(&sealer, &token), Some(reference(of, scope)));
            lengths.insert(token.len());
        }
    }
    assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [151]);
}

#[test]
fn oau_23_it_says_when_it_ends() {
    let sealer = Sealer::new(&key(1), &[]);
    let token = reference(Of::Grant(Id::from_bytes([1; 16])), "openid").seal(&sealer, &Seeded::new(2));
    assert_eq!(Reference::open(&sealer, &token).unwrap().expires_at(), NOW + Span::minutes(10));
}

#[test]
fn oau_57_altered_cut_or_of_another_kind_it_opens_nothing() {
    let sealer = Sealer::new(&key(1), &[]);
    let token = reference(Of::Grant(Id::from_bytes([1; 16])), "openid").seal(&sealer, &Seeded::new(2));
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(bytes).unwrap();
        assert_eq!(Reference::open(&sealer, &altered), None, "at {at}");
    }
    for other in [&token[..token.len() - 1], &token[1..], "", PREFIX, &format!("{token}A"), &token[PREFIX.len()..]] {
        assert_eq!(Reference::open(&sealer, other), None, "{other}");
    }
    let plain = reference(Of::Grant(Id::from_bytes([1; 16])), "openid").to_bytes();
    let other_kind = format!("{PREFIX}{}", sealer.seal_text(&Seeded::new(3), "sign-in", b"", &plain));
    assert_eq!(Reference::open(&sealer, &other_kind), None, "OAU-21");
}

#[test]
fn oau_48_only_present_and_previous_keys_open_it() {
    let token =
        reference(Of::Grant(Id::from_bytes([1; 16])), "openid").seal(&Sealer::new(&key(1), &[]), &Seeded::new(2));
    assert!(Reference::open(&Sealer::new(&key(4), &[key(1)]), &token).is_some(), "rotated");
    assert!(Reference::open(&Sealer::new(&key(4), &[]), &token).is_none(), "removed, or another instance");
}

#[test]
fn scopes_are_those_of_the_list_that_they_were_counted_in() {
    let whole = scopes("openid email groups");
    let some = Subset::of(&scopes("groups openid"), &whole);
    assert_eq!(some.within(&whole), Some(scopes("openid groups")));
    assert_eq!(some.within(&scopes("openid groups email")), None, "another order would give other names");
    let many = scopes(&(0..64).map(|number| format!("s{number}")).collect::<Vec<_>>().join(" "));
    assert_eq!(Subset::of(&many, &many).within(&many), Some(many.clone()));
    assert_eq!(Subset::of(&scopes("s63"), &many).within(&many), Some(scopes("s63")));
}
