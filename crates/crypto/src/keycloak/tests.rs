//! Credentials as Keycloak writes them, and what is said of damaged ones.

use super::*;
use crate::{
    password::Password,
    totp::{Secret, Step},
};

const PBKDF2: &str = r#"{"hashIterations":700,"algorithm":"pbkdf2-sha512","additionalParameters":{}}"#;
const ARGON2: &str = r#"{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hashLength":["32"],
    "memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}"#;
const OTP: &str = r#"{"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}"#;

fn secret(value: &str) -> String {
    format!(r#"{{"value":"{value}","salt":"DmdKuq2o4w2SoGfw5Bj0dg==","additionalParameters":{{}}}}"#)
}

fn pbkdf2_secret() -> String {
    secret("RvtxkIpBBZ3VQl6C+l1GFgi2UJsp4MksGu/2y2fp2xVUlZ0J07rOw0xjhzn2ZdODx1jGUy8c2tN3tNdb2aMiyQ==")
}

fn argon2_secret() -> String {
    secret("aYpHKgZ1GYR0NDQbAMSD4OywUTZNLX9Bi6DTjcMkBxA=")
}

#[test]
fn passwords_of_an_export_match() {
    for (data, secret) in [(PBKDF2, pbkdf2_secret()), (ARGON2, argon2_secret())] {
        let stored = password(data, &secret).expect("a hash");
        let again = Stored::parse(stored.as_str()).expect("the line is a hash");
        for stored in [stored, again] {
            assert!(matches(&stored, "Pässwörd ☃ \u{a0}Ω"), "{data}");
            assert!(!matches(&stored, "Pässwörd ☃ Ω"), "{data}");
        }
    }
}

fn matches(stored: &Stored, password: &str) -> bool {
    stored.matches_once(&Password::new(password).expect("short"))
}

#[test]
fn a_password_that_is_not_taken_names_the_text_and_the_reason() {
    use Part::{CredentialData as Data, SecretData as Secret};
    let (pbkdf2, argon2) = (pbkdf2_secret(), argon2_secret());
    for (data, secret, part, why) in [
        ("", pbkdf2.as_str(), Data, "is no JSON object"),
        (PBKDF2, "", Secret, "is no JSON object"),
        (PBKDF2, "[]", Secret, "is no JSON object"),
        (PBKDF2, "{}", Secret, "lacks `value`"),
        ("{}", &pbkdf2, Data, "lacks `algorithm`"),
        (PBKDF2, &pbkdf2.replace(r#""salt""#, r#""slat""#), Secret, "lacks `salt`"),
        (PBKDF2, &pbkdf2.replace("DmdKuq", "!mdKuq"), Secret, "has a `salt` that is no base64 of 1 to 128 bytes"),
        (PBKDF2, r#"{"value":"AAAA","salt":"AAAA"}"#, Secret, "has a `value` that is no base64 of 16 to 128 bytes"),
        (PBKDF2, r#"{"value":1,"salt":"AAAA"}"#, Secret, "has a `value` that is no text"),
        (
            &PBKDF2.replace("-sha512", "-sha3"),
            &pbkdf2,
            Data,
            "has the algorithm `pbkdf2-sha3`, which is not known here",
        ),
        (&PBKDF2.replace("-sha512", "$1$x"), &pbkdf2, Data, "has the algorithm `pbkdf2$1$x`, which is not known here"),
        (&PBKDF2.replace("700", "70000000"), &pbkdf2, Data, "costs too much to be verified: PBKDF2 with 70000000"),
        (&PBKDF2.replace("700", "-1"), &pbkdf2, Data, "has a `hashIterations` that is no whole number"),
        (&PBKDF2.replace("hashI", "i"), &pbkdf2, Data, "lacks `hashIterations`"),
        (&ARGON2.replace("1.3", "2.0"), &argon2, Data, "has an Argon2 `version` that is neither 1.3 nor 1.0"),
        (&ARGON2.replace("7168", "716800"), &argon2, Data, "costs too much to be verified: Argon2 with m = 716800 KiB"),
        (&ARGON2.replace(r#""7168""#, ""), &argon2, Data, "has `additionalParameters.memory` with other than one text"),
        (&ARGON2.replace("memory", "m"), &argon2, Data, "lacks `additionalParameters.memory`"),
        (&ARGON2.replace(r#"["id"]"#, r#"["x"]"#), &argon2, Data, "has an Argon2 `type` that is none of id, i, d"),
    ] {
        let rejected = password(data, secret).map(drop).expect_err(data);
        assert_eq!(rejected.part, part, "{rejected}");
        assert!(rejected.to_string().starts_with(why), "{rejected}");
    }
}

#[test]
fn secrets_of_an_app_make_its_codes() {
    // Keycloak's key is the text: twenty letters and digits.
    let plain = otp(OTP, r#"{"value":"12345678901234567890"}"#).expect("a secret");
    assert_eq!(plain.code(Step::from_number(1)), "287082", "RFC 4226, appendix D");
    let encoded = OTP.replace('}', r#","secretEncoding":"BASE32"}"#);
    let base32 = otp(&encoded, r#"{"value":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}"#);
    assert_eq!(base32.as_ref(), Ok(&plain));
    assert_eq!(Secret::from_bytes(b"12345678901234567890"), Some(plain));
}

#[test]
fn a_secret_that_is_not_taken_names_the_text_and_the_reason() {
    use Part::{CredentialData as Data, SecretData as Secret};
    let good = r#"{"value":"12345678901234567890"}"#;
    for (data, secret, part, why) in [
        ("1", good, Data, "is no JSON object"),
        (OTP, "{}", Secret, "lacks `value`"),
        (OTP, r#"{"value":"123456789012345"}"#, Secret, "has a `value` that has 120 bits, but 128 are needed"),
        (&OTP.replace("totp", "hotp"), good, Data, "has another `subType` than totp"),
        (&OTP.replace("HmacSHA1", "HmacSHA256"), good, Data, "has algorithm = HmacSHA256, but"),
        (&OTP.replace('6', "8"), good, Data, "has digits = 8, but"),
        (&OTP.replace("30", "60"), good, Data, "has period = 60, but"),
        (&OTP.replace('}', r#","secretEncoding":"HEX"}"#), good, Data, "has a `secretEncoding` that is not BASE32"),
    ] {
        let rejected = otp(data, secret).map(drop).expect_err(data);
        assert_eq!(rejected.part, part, "{rejected}");
        assert!(rejected.to_string().starts_with(why), "{rejected}");
    }
}

proptest::proptest! {
    #[test]
    fn no_json_is_a_panic(data in ".{0,80}", secret in ".{0,80}") {
        let _ = (password(&data, &secret), otp(&data, &secret));
    }
}
