//! Codes that are sent: digits, each as likely as any other (REG-01).

use std::fmt;

use zeroize::Zeroizing;

use crate::entropy::{self, Entropy};

/// How long a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Six digits: beside another proof.
    Six,
    /// Eight: the only proof.
    Eight,
}

impl Length {
    const ALL: [Self; 2] = [Self::Six, Self::Eight];

    const fn digits(self) -> usize {
        match self {
            Self::Six => 6,
            Self::Eight => 8,
        }
    }

    /// How many codes there are.
    const fn codes(self) -> u32 {
        10_u32.pow(self.digits() as u32)
    }
}

/// A code that is sent to somebody, and typed by them.
#[derive(Clone)]
pub struct MailedCode(Zeroizing<String>);

impl MailedCode {
    /// A new code. What is drawn above the last whole multiple of how many there are is drawn again, so that no code is likelier.
    pub fn generate(entropy: &dyn Entropy, length: Length) -> Self {
        let whole = u32::MAX - u32::MAX % length.codes();
        loop {
            let drawn = u32::from_be_bytes(entropy::bytes(entropy));
            if drawn < whole {
                return Self(Zeroizing::new(format!("{:0width$}", drawn % length.codes(), width = length.digits())));
            }
        }
    }

    /// The code of six digits that follows from these bits, each as likely as any other where they are random.
    pub fn of_bits(bits: [u8; 16]) -> Self {
        let number = u128::from_be_bytes(bits) % u128::from(Length::Six.codes());
        Self(Zeroizing::new(format!("{number:0width$}", width = Length::Six.digits())))
    }

    /// The code that was typed or pasted: six digits or eight, whatever stands around and between them. `None` when it can be none.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Zeroizing<String> = Zeroizing::new(text.chars().filter(char::is_ascii_digit).take(9).collect());
        Length::ALL.iter().any(|length| length.digits() == digits.len()).then_some(Self(digits))
    }

    /// The digits.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MailedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailedCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::entropy::Seeded;

    /// REG-01: three thousand codes; each digit at each place about as often as any other (chi-square, nine degrees of freedom,
    /// p = 0.0001), and those that begin with a zero keep it.
    #[test]
    fn reg_01_every_digit_is_as_likely() {
        const DRAWN: u32 = 3000;
        let entropy = Seeded::new(11);
        for length in Length::ALL {
            let mut counts = vec![[0_u32; 10]; length.digits()];
            for _ in 0..DRAWN {
                let code = MailedCode::generate(&entropy, length);
                assert_eq!(code.expose().len(), length.digits());
                for (place, digit) in code.expose().bytes().enumerate() {
                    counts[place][usize::from(digit - b'0')] += 1;
                }
            }
            let expected = f64::from(DRAWN) / 10.0;
            for count in counts {
                let chi: f64 = count.iter().map(|seen| (f64::from(*seen) - expected).powi(2) / expected).sum();
                assert!(chi < 33.7, "{count:?}: {chi}");
            }
        }
    }

    /// Gives these numbers, one after the other.
    struct Drawn([u32; 3], AtomicU32);

    impl Entropy for Drawn {
        fn fill(&self, bytes: &mut [u8]) {
            let at = self.1.fetch_add(1, Ordering::Relaxed) as usize;
            bytes.copy_from_slice(&self.0[at].to_be_bytes());
        }
    }

    #[test]
    fn what_would_make_some_likelier_is_drawn_again() {
        let entropy = Drawn([u32::MAX, 4_294_000_000, 4_293_000_042], AtomicU32::new(0));
        assert_eq!(MailedCode::generate(&entropy, Length::Six).expose(), "000042");
    }

    #[test]
    fn what_people_type_and_paste() {
        for typed in ["204117", " 204 117 ", "204-117", "Your code is 204117", "204117.", "2 0 4 1 1 7"] {
            assert_eq!(MailedCode::parse(typed).unwrap().expose(), "204117", "{typed:?}");
        }
        assert_eq!(MailedCode::parse("2041 1708").unwrap().expose(), "20411708");
        for wrong in ["", "20411", "2041170", "204117089", "２０４１１７", "code 204 at 14:08"] {
            assert!(MailedCode::parse(wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", MailedCode::parse("000042").unwrap()), "MailedCode(…)");
    }
}
