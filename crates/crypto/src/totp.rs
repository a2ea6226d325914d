//! Codes of an authenticator app: TOTP (RFC 6238) with SHA-1, six digits and steps of thirty seconds, which is what every
//! app reads.
//!
//! The previous, the current and the next step are good, each once, and none before the last that was used. The caller
//! keeps the step that was used (`credentials.counter`) and writes it with a guard: of two requests with one code, one wins.

pub(crate) mod reading;

use std::fmt;

use aws_lc_rs::hmac;
use model::Time;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::entropy::Entropy;

pub use reading::NotASecret;

/// Seconds of a step.
const STEP: i64 = 30;
const DIGITS: usize = 6;

/// A step: which thirty seconds since the epoch a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(i64);

impl Step {
    /// The step of this time.
    pub const fn at(now: Time) -> Self {
        Self(now.seconds().div_euclid(STEP))
    }

    /// The step as read from the database.
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// The number, as written to the database.
    pub const fn number(self) -> i64 {
        self.0
    }
}

/// What an authenticator app and we share: 160 bits (RFC 4226 §4).
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A new secret.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut secret = Self(vec![0; 20]);
        entropy.fill(&mut secret.0);
        secret
    }

    /// The secret as opened from the database. `None` where [`Self::imported`] would not take it.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::imported(bytes).ok()
    }

    /// The bytes, to be sealed.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The secret in base32 (RFC 4648 §6) in groups of four, for typing it in.
    pub fn to_groups(&self) -> Zeroizing<String> {
        let text = base32(&self.0);
        let mut groups = Zeroizing::new(String::with_capacity(2 * text.len()));
        for (place, letter) in text.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                groups.push(' ');
            }
            groups.push(letter);
        }
        groups
    }

    /// The `otpauth://` address that is shown as a picture. Issuer and account must not hold a colon there, which parts them:
    /// it becomes a space.
    pub fn uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        /// RFC 3986 §2.3.
        const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
        let [issuer, account] = [issuer, account]
            .map(|text| text.replace(':', " "))
            .map(|text| utf8_percent_encode(text.trim(), ESCAPED).to_string());
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP}",
            base32(&self.0).as_str()
        ))
    }

    /// The code of this step: what the app shows then.
    pub fn code(&self, step: Step) -> String {
        format!("{:0DIGITS$}", self.number(step))
    }

    /// RFC 4226 §5.3.
    fn number(&self, step: Step) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.0.to_be_bytes());
        let tag = tag.as_ref();
        let offset = usize::from(tag[19] & 15);
        let four = [tag[offset] & 0x7f, tag[offset + 1], tag[offset + 2], tag[offset + 3]];
        u32::from_be_bytes(four) % 1_000_000
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The step that this code is for, which is then used up: the caller stores it. `None` when the code is wrong, too old, or
/// of a step that is not after `last`, the last one used.
///
/// All three steps are computed and compared whatever comes, so time tells nothing. White space in the code is dropped.
pub fn verify(secret: &Secret, code: &str, now: Time, last: Option<Step>) -> Option<Step> {
    let given = digits(code)?;
    let mut found = i64::MIN;
    for step in (-1..=1).map(|offset| Step(Step::at(now).0.saturating_add(offset))) {
        let may_be_used = Choice::from(u8::from(step.0 >= 0 && last.is_none_or(|last| step > last)));
        // Should two steps share a code, then the later is taken, lest the code be good once more.
        found.conditional_assign(&step.0, secret.number(step).ct_eq(&given) & may_be_used);
    }
    (found != i64::MIN).then_some(Step(found))
}

/// The number that was typed: six ASCII digits, with white space anywhere.
fn digits(code: &str) -> Option<u32> {
    let (mut number, mut count) = (0, 0);
    for letter in code.chars().filter(|letter| !letter.is_whitespace()) {
        count += 1;
        if count > DIGITS {
            return None;
        }
        number = number * 10 + letter.to_digit(10)?;
    }
    (count == DIGITS).then_some(number)
}

fn base32(bytes: &[u8]) -> Zeroizing<String> {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(5) * 8));
    for chunk in bytes.chunks(5) {
        let mut five = [0; 8];
        five[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(five);
        for letter in 0..(chunk.len() * 8).div_ceil(5) {
            text.push(char::from(ALPHABET[(bits >> (35 - 5 * letter)) as usize & 31]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entropy::Seeded;

    fn rfc() -> Secret {
        Secret::from_bytes(b"12345678901234567890").expect("160 bits")
    }

    fn at(seconds: i64) -> Time {
        Time::from_seconds(seconds)
    }

    #[test]
    fn vectors_of_rfc_6238() {
        // Appendix B, SHA-1; the last six of eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(rfc().code(Step::at(at(seconds))), code);
            assert_eq!(verify(&rfc(), code, at(seconds), None), Some(Step(seconds / 30)));
        }
    }

    #[test]
    fn vectors_of_rfc_4226() {
        // Appendix D.
        let codes =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(rfc().code(Step(step)), code);
        }
    }

    #[test]
    fn previous_current_and_next_are_good() {
        let now = at(1_790_000_000);
        let current = Step::at(now).0;
        for offset in -3..=3 {
            let step = Step(current + offset);
            let expected = (-1..=1).contains(&offset).then_some(step);
            assert_eq!(verify(&rfc(), &rfc().code(step), now, None), expected, "{offset}");
        }
    }

    #[test]
    fn each_once_and_none_before_the_last() {
        let now = at(1_790_000_000);
        let [before, this, next] = [-1, 0, 1].map(|offset| Step(Step::at(now).0 + offset));
        let verify = |step, last| verify(&rfc(), &rfc().code(step), now, Some(last));
        assert_eq!(verify(this, this), None, "used");
        assert_eq!(verify(before, this), None, "before the last (TOT-02)");
        assert_eq!(verify(next, this), Some(next));
        assert_eq!(verify(this, before), Some(this));
        // The clock was set back: what was used stays used (TOT-08).
        assert_eq!(verify(this, Step(this.0 + 2)), None);
    }

    #[test]
    fn codes_as_people_type_them() {
        let now = at(59);
        for good in ["287082", "287 082", " 28 70 82 ", "287\u{a0}082", "287082\n"] {
            assert!(verify(&rfc(), good, now, None).is_some(), "{good:?}");
        }
        for wrong in ["", "28708", "0287082", "287083", "28708a", "+287082", "-87082", "２８７０８２", "287082287082"]
        {
            assert!(verify(&rfc(), wrong, now, None).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn a_zero_in_front_is_a_digit() {
        let now = at(1_111_111_109);
        assert!(verify(&rfc(), "081804", now, None).is_some());
        assert_eq!(verify(&rfc(), "81804", now, None), None);
    }

    #[test]
    fn secrets_as_apps_read_them() {
        assert_eq!(rfc().to_groups().as_str(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        // RFC 4648 §10, padding aside.
        for (bytes, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()).as_str(), text);
        }
        assert_eq!(
            rfc().uri("Änne & Söhne: SSO", "anna+test@example.org").as_str(),
            "otpauth://totp/%C3%84nne%20%26%20S%C3%B6hne%20%20SSO:anna%2Btest%40example.org\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%C3%84nne%20%26%20S%C3%B6hne%20%20SSO\
             &algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn secrets_are_long_enough_and_not_shown() {
        let secret = Secret::generate(&Seeded::new(1));
        assert_eq!(secret.expose().len() * 8, 160);
        assert_ne!(secret, Secret::generate(&Seeded::new(2)));
        assert_eq!(Secret::from_bytes(secret.expose()), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(Secret::from_bytes(&[1; 15]), None);
        assert_eq!(Secret::from_bytes(&[1; 129]), None);
    }

    proptest! {
        #[test]
        fn nothing_typed_is_a_panic(code in ".{0,12}", now in any::<i64>(), last in any::<Option<i64>>()) {
            let _ = verify(&rfc(), &code, Time::from_millis(now), last.map(Step));
        }
    }
}
