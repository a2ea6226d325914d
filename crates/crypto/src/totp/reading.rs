//! Secrets of authenticator apps as exports write them: base32 (RFC 4648 §6), or an `otpauth://totp/` address.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::{DIGITS, STEP, Secret};

/// Why a text is no secret of an authenticator app. `Display` goes on from the name of what holds it, and holds nothing of the
/// secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotASecret {
    /// Something else than letters of base32.
    #[error("is no base32: it takes the letters A to Z and the digits 2 to 7")]
    NotBase32,
    /// A letter is missing: the last one begins a byte that does not go on.
    #[error("is no whole base32: its last letter is one too many, or the ones after it are missing")]
    Cut,
    /// Under the 128 bits of RFC 4226 §4 R6.
    #[error(
        "has {bits} bits, but {} are needed (RFC 4226 §4 R6): make another of 26 letters or more, and let the user add it to \
         the app",
        Secret::MIN_BITS
    )]
    TooShort {
        /// How many there are.
        bits: usize,
    },
    /// Over 1024 bits.
    #[error("has {bits} bits; at most {} are taken", Secret::MAX_BITS)]
    TooLong {
        /// How many there are.
        bits: usize,
    },
    /// An `otpauth:` address of something else.
    #[error("is an otpauth address, but does not begin with otpauth://totp/: only codes by time are taken")]
    NotByTime,
    /// An `otpauth:` address without a secret.
    #[error("is an otpauth address without the parameter `secret`")]
    NoSecret,
    /// Codes are computed in another way than here.
    #[error("has {name} = {found}, but the codes taken here have {name} = {needed}")]
    Parameter {
        /// Of what: `algorithm`, `digits`, `period`.
        name: &'static str,
        /// What it is.
        found: String,
        /// What it has to be.
        needed: &'static str,
    },
}

impl Secret {
    /// The least number of bits (RFC 4226 §4 R6).
    pub const MIN_BITS: usize = 128;
    /// The most that is taken.
    pub const MAX_BITS: usize = 1024;

    /// A secret of these bytes.
    ///
    /// # Errors
    /// When it is shorter or longer than is taken.
    pub fn imported(bytes: &[u8]) -> Result<Self, NotASecret> {
        let bits = bytes.len() * 8;
        match bits {
            ..Self::MIN_BITS => Err(NotASecret::TooShort { bits }),
            Self::MIN_BITS..=Self::MAX_BITS => Ok(Self(bytes.to_vec())),
            _ => Err(NotASecret::TooLong { bits }),
        }
    }

    /// Reads base32 or an `otpauth://totp/` address with the parameters that every app takes.
    ///
    /// # Errors
    /// When it is neither, too short, or makes other codes than those taken here.
    pub fn parse(text: &str) -> Result<Self, NotASecret> {
        let text = text.trim();
        let scheme = text.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("otpauth:"));
        if scheme.is_some() { Self::from_uri(text) } else { Self::from_base32(text) }
    }

    /// Reads base32 in either case, with or without padding, spaces and hyphens. Bits left over in the last letter are dropped, as apps
    /// do (RFC 4648 §3.5 leaves it to the decoder).
    ///
    /// # Errors
    /// When it is something else, or of a length that is not taken.
    pub fn from_base32(text: &str) -> Result<Self, NotASecret> {
        let letters = text.bytes().filter(|letter| !matches!(letter, b' ' | b'-'));
        let letters = Zeroizing::new(letters.collect::<Vec<u8>>());
        let digits = letters.iter().rposition(|letter| *letter != b'=').map_or(0, |last| last + 1);
        let mut bytes = Zeroizing::new(Vec::with_capacity(digits * 5 / 8));
        let (mut kept, mut bits) = (0u16, 0u8);
        for letter in &letters[..digits] {
            kept = kept << 5 | u16::from(base32_value(*letter).ok_or(NotASecret::NotBase32)?);
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push((kept >> bits) as u8);
                kept &= (1 << bits) - 1;
            }
        }
        if bits >= 5 { Err(NotASecret::Cut) } else { Self::imported(&bytes) }
    }

    fn from_uri(uri: &str) -> Result<Self, NotASecret> {
        let by_time = uri.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("otpauth://totp/"));
        let (_, query) = uri.split_once('?').filter(|_| by_time).ok_or(NotASecret::NotByTime)?;
        let mut secret = None;
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = Zeroizing::new(percent_decode_str(value).decode_utf8_lossy().into_owned());
            match name.to_ascii_lowercase().as_str() {
                "secret" => secret = Some(value),
                "algorithm" => needs_algorithm(&value)?,
                "digits" => needs("digits", &value, DIGITS_NEEDED)?,
                "period" => needs("period", &value, PERIOD_NEEDED)?,
                _ => {}
            }
        }
        Self::from_base32(&secret.ok_or(NotASecret::NoSecret)?)
    }
}

const DIGITS_NEEDED: &str = "6";
const PERIOD_NEEDED: &str = "30";
const _: () = assert!(DIGITS == 6 && STEP == 30, "what is needed of an import is what codes are computed with");

/// Refuses an algorithm that is not SHA-1, which is written `SHA1`, `SHA-1` or `HmacSHA1`.
pub(crate) fn needs_algorithm(found: &str) -> Result<(), NotASecret> {
    let plain = found.to_ascii_uppercase().replace('-', "");
    if plain.strip_prefix("HMAC").unwrap_or(&plain) == "SHA1" { Ok(()) } else { needs("algorithm", found, "SHA1") }
}

/// Refuses another number of digits, or another period.
pub(crate) fn needs_numbers(digits: u32, period: u32) -> Result<(), NotASecret> {
    needs("digits", &digits.to_string(), DIGITS_NEEDED)?;
    needs("period", &period.to_string(), PERIOD_NEEDED)
}

fn needs(name: &'static str, found: &str, needed: &'static str) -> Result<(), NotASecret> {
    if found == needed {
        return Ok(());
    }
    Err(NotASecret::Parameter { name, found: found.chars().take(20).collect(), needed })
}

const fn base32_value(letter: u8) -> Option<u8> {
    match letter.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => Some(letter - b'A'),
        letter @ b'2'..=b'7' => Some(letter - b'2' + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::totp::Step;

    fn rfc() -> Secret {
        Secret::from_bytes(b"12345678901234567890").expect("160 bits")
    }

    #[test]
    fn base32_in_every_spelling() {
        let groups = rfc().to_groups();
        for text in [groups.as_str(), &groups.replace(' ', ""), &groups.to_lowercase(), &groups.replace(' ', "-")] {
            assert_eq!(Secret::parse(text), Ok(rfc()), "{text}");
        }
        // 16 bytes are 26 letters and six of padding; the last letter carries three bits.
        let short = Secret::from_bytes(&[0xff; 16]).expect("128 bits");
        for text in ["77777777777777777777777774======", "77777777777777777777777774", "77777777777777777777777777"] {
            assert_eq!(Secret::parse(text).as_ref(), Ok(&short), "{text}");
        }
    }

    #[test]
    fn letters_at_random_make_the_codes_that_apps_show() {
        // Computed with Python's hmac, for the step that begins at 30 s; left-over bits dropped.
        for (letters, code) in [("MFRGGZDFMZTWQ2LKNNWG23TPOB", "215380"), ("MFRGGZDFMZTWQ2LKNNWG23TPOBQX", "533345")] {
            assert_eq!(Secret::parse(letters).map(|secret| secret.code(Step(1))).as_deref(), Ok(code), "{letters}");
        }
    }

    #[test]
    fn an_otpauth_address_says_the_same_as_its_secret() {
        let secret = Secret::parse("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").expect("160 bits");
        for uri in [
            "otpauth://totp/Acme:e?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme&algorithm=SHA1&digits=6&period=30",
            "OTPAUTH://TOTP/e?issuer=Acme&secret=jbswy3dpehpk3pxpjbswy3dpehpk3pxp",
            "otpauth://totp/e?secret=JBSW%20Y3DP%20EHPK%203PXP%20JBSW%20Y3DP%20EHPK%203PXP&image=https%3A%2F%2Fa.example",
            "otpauth://totp/?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=HmacSHA1",
        ] {
            assert_eq!(Secret::parse(uri).as_ref(), Ok(&secret), "{uri}");
        }
        let ours = secret.uri("Acme", "é@acme.example");
        assert_eq!(Secret::parse(&ours), Ok(secret));
    }

    #[test]
    fn what_is_wrong_is_said() {
        const GOOD: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        let parameter = |name, found: &str, needed| NotASecret::Parameter { name, found: found.to_owned(), needed };
        let uri = |rest: &str| format!("otpauth://totp/f?secret={GOOD}&{rest}");
        for (text, why) in [
            (String::new(), NotASecret::TooShort { bits: 0 }),
            ("JBSWY3DPEHPK3PXP".into(), NotASecret::TooShort { bits: 80 }),
            ("JBSWY3DPEHPK3PXPJBSWY3DP".into(), NotASecret::TooShort { bits: 120 }),
            ("A".repeat(208), NotASecret::TooLong { bits: 1040 }),
            ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1".into(), NotASecret::NotBase32),
            ("7777777777777777777777777=7".into(), NotASecret::NotBase32),
            (format!("{GOOD}A"), NotASecret::Cut),
            (uri("algorithm=SHA256&digits=8&period=60"), parameter("algorithm", "SHA256", "SHA1")),
            (uri("digits=8"), parameter("digits", "8", "6")),
            (uri("period=60"), parameter("period", "60", "30")),
            (format!("otpauth://hotp/f?secret={GOOD}&counter=1"), NotASecret::NotByTime),
            ("otpauth://totp/f".into(), NotASecret::NotByTime),
            ("otpauth://totp/f?issuer=Acme".into(), NotASecret::NoSecret),
        ] {
            assert_eq!(Secret::parse(&text), Err(why), "{text}");
        }
        let said = NotASecret::TooShort { bits: 80 }.to_string();
        assert!(said.starts_with("has 80 bits, but 128 are needed (RFC 4226 §4 R6)"), "{said}");
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_a_panic(text in "(otpauth://totp/)?.{0,40}") {
            let _ = Secret::parse(&text);
        }
    }
}
