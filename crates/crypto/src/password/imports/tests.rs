//! Hashes that other people's code made, and everything that only looks like one.

use proptest::{prelude::*, sample};

use crate::password::{
    NotAHash, Password, Stored,
    argon::{Cost, Memory},
};

/// Who made it, password, hash.
fn vectors() -> Vec<[&'static str; 3]> {
    let lines = include_str!("vectors.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().expect("three columns")).collect()
}

fn matches(stored: &Stored, password: &str, memory: &mut Memory) -> bool {
    let password = Password::new(password).expect("short");
    password.forms().any(|form| stored.matches(form, Cost::default(), memory))
}

#[test]
fn right_passwords_match_and_wrong_ones_do_not() {
    let mut memory = Memory::default();
    assert_eq!(vectors().len(), 76);
    for [maker, password, hash] in vectors() {
        let stored = Stored::parse(hash).unwrap_or_else(|why| panic!("{maker}: {hash} {why}"));
        assert_eq!(stored.as_str(), hash);
        assert!(matches(&stored, password, &mut memory), "{maker}: {hash}");
        assert!(stored.is_weaker_than(Cost::default()), "{maker}");
        let upper = password.to_uppercase();
        for wrong in [&format!(" {password}"), &password[1..], &upper, ""] {
            assert!(wrong == password || !matches(&stored, wrong, &mut memory), "{maker}: {wrong}");
        }
    }
}

#[test]
fn bcrypt_takes_what_its_maker_took() {
    let [_, password, hash] =
        vectors().into_iter().find(|[maker, ..]| maker.contains("72 bytes")).expect("there is one");
    let (stored, mut memory) = (Stored::parse(hash).expect("bcrypt"), Memory::default());
    assert_eq!(password.len(), 100);
    assert!(matches(&stored, password, &mut memory));
    assert!(matches(&stored, &password[..72], &mut memory));
    assert!(!matches(&stored, &password[..71], &mut memory));
}

#[test]
fn bcrypt_salts_with_bits_left_over() {
    // passlib once set the four bits that the last character of a salt does not need; every C library drops them.
    let [_, password, hash] = vectors().into_iter().find(|[maker, ..]| *maker == "bcrypt 2b").expect("there is one");
    let last = hash[28..29].to_owned();
    assert!(".Oeu".contains(&last), "{last} carries two bits");
    let odd = char::from(last.as_bytes()[0] + if last == "." { 1 } else { 2 });
    let stored = Stored::parse(&format!("{}{odd}{}", &hash[..28], &hash[29..])).expect("bcrypt");
    assert!(matches(&stored, password, &mut Memory::default()));
}

#[test]
fn hashes_that_cost_too_much_are_none() {
    let (salt, tag) = ("c2FsdHNhbHRzYWx0c2FsdA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let bcrypt = "1jOAJdeTaWKVux/1qhEtguBk4L7ecIGodjN5I..dTGIHsbkMFAaBW";
    let good = [
        format!("$argon2id$v=19$m=262144,t=8,p=64${salt}${tag}"),
        format!("$argon2i$m=8,t=1,p=1${salt}${tag}"),
        format!("$2b$15${bcrypt}"),
        format!("$scrypt$ln=17,r=8,p=1${salt}${tag}"),
        format!("scrypt$131072$salt$8$4${tag}="),
        format!("pbkdf2_sha256$10000000$salt${tag}="),
        format!("$pbkdf2$5000000${salt}${tag}"),
        format!("$pbkdf2-sha512$2500000${salt}${tag}"),
    ];
    for text in good {
        assert!(Stored::parse(&text).is_ok(), "{text}");
    }
    let too_much = [
        format!("$argon2id$v=19$m=262145,t=1,p=1${salt}${tag}"),
        format!("$argon2id$v=19$m=262144,t=9,p=1${salt}${tag}"),
        format!("$argon2id$v=19$m=4294967295,t=4294967295,p=1${salt}${tag}"),
        format!("$argon2id$v=19$m=19456,t=2,p=65${salt}${tag}"),
        format!("$2b$16${bcrypt}"),
        format!("$2b$99${bcrypt}"),
        format!("$scrypt$ln=18,r=8,p=1${salt}${tag}"),
        format!("$scrypt$ln=17,r=8,p=5${salt}${tag}"),
        format!("$scrypt$ln=1,r=2097152,p=1${salt}${tag}"),
        format!("$scrypt$ln=1,r=1,p=4194303${salt}${tag}"),
        format!("scrypt$1073741824$salt$8$1${tag}="),
        format!("pbkdf2_sha256$10000001$salt${tag}="),
        format!("$pbkdf2$5000001${salt}${tag}"),
        format!("$pbkdf2-sha512$2500001${salt}${tag}"),
        format!("$keycloak$pbkdf2$2500001${salt}${}", "A".repeat(86)),
    ];
    for text in too_much {
        let why = Stored::parse(&text).map(drop).expect_err(&text);
        assert!(matches!(why, NotAHash::TooCostly { .. }), "{text} {why:?}");
    }
    let impossible = [
        format!("$argon2id$v=19$m=7,t=1,p=1${salt}${tag}"),
        format!("$argon2id$v=19$m=19456,t=0,p=1${salt}${tag}"),
        format!("$argon2id$v=19$m=19456,t=2,p=0${salt}${tag}"),
        format!("$2b$03${bcrypt}"),
        format!("$scrypt$ln=0,r=8,p=1${salt}${tag}"),
        format!("$scrypt$ln=64,r=8,p=1${salt}${tag}"),
        format!("$scrypt$ln=10,r=0,p=1${salt}${tag}"),
        format!("$scrypt$ln=10,r=8,p=0${salt}${tag}"),
        format!("$scrypt$ln=4294967295,r=4294967295,p=4294967295${salt}${tag}"),
        format!("scrypt$1000$salt$8$1${tag}="),
        format!("pbkdf2_sha256$0$salt${tag}="),
    ];
    for text in impossible {
        assert_eq!(Stored::parse(&text).map(drop), Err(NotAHash::Damaged), "{text}");
    }
}

#[test]
fn a_hash_that_costs_too_much_is_told_with_its_costs_and_the_bounds() {
    for (hash, words) in [
        (
            "$argon2id$v=19$m=1048576,t=1,p=8$IE2nGgqJmrjVbB1P5Xg+vA$+Hf5YsQW90AUuohVZiBrbd9Bt1l0mccv/q3diLol7Hc",
            "Argon2 with m = 1048576 KiB, t = 1, p = 8; taken: m up to 262144 KiB, m × t up to 2097152 KiB, p up to 64",
        ),
        (
            "$2b$16$.WxbVwPgCcUpx67Kba0cteEchP8wNV8R.cFekCn/KjqiVDmXp58Fi",
            "bcrypt with a cost of 16; taken: a cost of 15 at most",
        ),
        (
            "$scrypt$ln=20,r=8,p=1$aCmfShUPAeH8AvEGZUSvwQ$vl/QzET56lVXfOLUVtpHNQcghcH4kVYRuFyTWKDd04o",
            "scrypt with N = 2^20, r = 8, p = 1; taken: 128 × N × r up to 256 MiB, and N × r × p up to 2^22",
        ),
    ] {
        let why = Stored::parse(hash).map(drop).expect_err(hash).to_string();
        assert_eq!(why, format!("costs too much to be verified: {words}. Let the user set another password"));
    }
}

#[test]
fn the_cheapest_and_the_longest_that_parse_can_be_computed() {
    let bytes =
        |length: usize| base64::Engine::encode(&base64::engine::general_purpose::STANDARD_NO_PAD, vec![7; length]);
    let mut memory = Memory::default();
    for (salt, tag) in [(8, 16), (64, 128)].map(|(salt, tag)| (bytes(salt), bytes(tag))) {
        for text in [
            format!("$argon2id$v=19$m=8,t=1,p=1${salt}${tag}"),
            format!("$argon2d$m=512,t=1,p=64${salt}${tag}"),
            format!("$argon2i$v=16$m=40000,t=1,p=3${salt}${tag}"),
            format!("$scrypt$ln=1,r=1,p=1${salt}${tag}"),
            format!("$scrypt$ln=1,r=1000,p=3${salt}${tag}"),
            format!("pbkdf2_sha1$1${salt}${tag}"),
            format!("$keycloak$pbkdf2-sha512$1${salt}${tag}"),
        ] {
            let stored = Stored::parse(&text).unwrap_or_else(|why| panic!("{text} {why}"));
            for password in ["", &"a".repeat(Password::MAX_BYTES)] {
                assert!(!matches(&stored, password, &mut memory), "{text}");
            }
        }
    }
    let bcrypt = Stored::parse("$2b$04$1jOAJdeTaWKVux/1qhEtguBk4L7ecIGodjN5I..dTGIHsbkMFAaBW").expect("bcrypt");
    for length in [0, 1, 71, 72, 73, 1024] {
        assert!(!matches(&bcrypt, &"\0".repeat(length), &mut memory), "{length}");
    }
}

#[test]
fn what_only_looks_like_a_hash_is_none() {
    let tag = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let [_, _, bcrypt] = vectors().into_iter().find(|[maker, ..]| *maker == "bcrypt 2b").expect("there is one");
    let mut texts: Vec<String> = [
        "",
        "$",
        "$$",
        "{",
        "}",
        "{}",
        "{SSHA}",
        "{SSHA}====",
        "hunter2",
        "!",
        "*",
        "x$y$z",
        "$1$salt$hash",
        "$6$salt$hash",
        "$y$j9T$salt$hash",
        "md5$salt$hash",
        "argon2",
        "argon2$",
        "bcrypt$",
        "bcrypt_sha256$",
        "scrypt$",
        "$scrypt$",
        "$2b$",
        "$2b$12$",
        "$argon2id$",
        "$keycloak$",
        "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
        "{MD5}X03MO1qnZdYdgyfeuILPmQ==",
        // As many bytes as the hash has, and no salt.
        "{SSHA}AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ]
    .map(str::to_owned)
    .into();
    texts.extend([
        format!("$argon2id$v=18$m=256,t=2,p=1$c2FsdHNhbHQ${tag}"),
        format!("$argon2x$v=19$m=256,t=2,p=1$c2FsdHNhbHQ${tag}"),
        format!("$argon2id$v=19$t=2,m=256,p=1$c2FsdHNhbHQ${tag}"),
        format!("$argon2id$v=19$m=256,t=2,p=1,keyid=AA$c2FsdHNhbHQ${tag}"),
        format!("$argon2id$v=19$m=+256,t=2,p=1$c2FsdHNhbHQ${tag}"),
        format!("$argon2id$v=19$m=,t=2,p=1$c2FsdHNhbHQ${tag}"),
        format!("$argon2id$v=19$m=256,t=2,p=1$c2FsdHNhbHQ${tag}="),
        format!("$argon2id$v=19$m=256,t=2,p=1$c2FsdHNhbHQ${tag}$"),
        format!("$argon2id$v=19$m=256,t=2,p=1$c2FsdA${tag}"),
        // Tags of fifteen bytes.
        format!("$argon2id$v=19$m=256,t=2,p=1$c2FsdHNhbHQ${}", &tag[..20]),
        format!("$scrypt$ln=8,r=8,p=1$c2FsdHNhbHQ${}", &tag[..20]),
        format!("pbkdf2_sha256$1000$salt${}", &tag[..20]),
        format!("$keycloak$pbkdf2$1000$c2FsdA==${}", &tag[..20]),
        format!("$pbkdf2$1000$c2FsdA${}", &tag[..20]),
        bcrypt.replace("$2b$", "$2x$"),
        format!("bcrypt${}", bcrypt.replace("$2b$", "$2x$")),
        bcrypt.replace("$2b$", "$2$"),
        bcrypt.replace("$05$", "$5$"),
        bcrypt.replace("$05$", "$+5$"),
        // RUSTSEC-2026-0199: sixty bytes that are not ASCII.
        format!("{}é", &bcrypt[..58]),
        format!("{}é{}", &bcrypt[..28], &bcrypt[30..]),
        bcrypt[..59].to_owned(),
        format!("{bcrypt}A"),
        format!("{bcrypt}\n"),
        format!(" {bcrypt}"),
        format!("pbkdf2_sha256$1000$${tag}="),
        format!("pbkdf2_sha512$1000$salt${tag}="),
        "a".repeat(2000),
        format!("pbkdf2_sha256$1000${}${tag}=", "a".repeat(1000)),
    ]);
    for text in texts {
        let why = Stored::parse(&text).map(drop).expect_err(&text);
        assert!(!matches!(why, NotAHash::TooCostly { .. }), "{text}: {why}");
    }
}

#[test]
fn the_reason_says_whether_the_form_is_known() {
    let [_, _, bcrypt] = vectors().into_iter().find(|[maker, ..]| *maker == "bcrypt 2b").expect("there is one");
    let erroneous = bcrypt.replace("$2b$", "$2x$");
    for (text, why) in [
        ("hunter2", NotAHash::Unknown),
        ("$1$salt$hash", NotAHash::Unknown),
        ("$argon2x$v=19$m=256,t=2,p=1$c2FsdHNhbHQ$AAAA", NotAHash::Unknown),
        ("{MD5}X03MO1qnZdYdgyfeuILPmQ==", NotAHash::Unknown),
        ("pbkdf2_sha512$1000$salt$AAAAAAAAAAAAAAAAAAAAAA", NotAHash::Unknown),
        ("{SSHA}====", NotAHash::Damaged),
        ("pbkdf2_sha256$1000", NotAHash::Damaged),
        ("$pbkdf2-sha256$1000", NotAHash::Damaged),
        ("$argon2id$v=19", NotAHash::Damaged),
        (&bcrypt[..59], NotAHash::Damaged),
        (&erroneous, NotAHash::ErroneousBcrypt),
    ] {
        assert_eq!(Stored::parse(text).map(drop), Err(why), "{text}");
    }
}

#[test]
fn debug_shows_nothing() {
    for [_, _, hash] in vectors() {
        let shown = format!("{:?}", Stored::parse(hash));
        let end = hash.rsplit(['$', '}']).next().expect("an end");
        assert!(shown.starts_with("Ok(Stored(") && !shown.contains(end) && shown.len() < 32, "{shown}");
    }
}

proptest! {
    #[test]
    fn no_text_is_a_panic(text in "(\\$|\\{)?(argon2id|2b|2a|scrypt|keycloak|pbkdf2|SSHA)?(\\$|\\}|=|,|[a-zA-Z0-9./+é]){0,90}") {
        let _ = Stored::parse(&text);
    }

    #[test]
    fn no_damage_is_a_panic(
        [_, _, hash] in sample::select(vectors()),
        (place, length) in (0usize..200, 0usize..4),
        instead in "[\\$,=.0-9a-zA-Zéß☃{}]{0,4}",
    ) {
        let (start, end) = (place.min(hash.len()), (place + length).min(hash.len()));
        let damaged = format!("{}{instead}{}", &hash[..start], &hash[end..]);
        if let Ok(stored) = Stored::parse(&damaged) {
            prop_assert_eq!(stored.as_str(), damaged);
        }
    }
}
