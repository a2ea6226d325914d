//! Telephone numbers in international form (ITU-T E.164), as people type them and as they are shown.

mod country;
mod ranges;

use std::fmt;

pub use country::Country;

/// A telephone number: a plus and at most fifteen digits, however it was typed, so that one number is one text everywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    /// With the plus.
    text: String,
    country: &'static Country,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotANumber {
    /// Nothing was typed.
    Missing,
    /// It holds letters or other signs.
    Unreadable,
    /// It names no country, and none was chosen beside it.
    CountryMissing,
    /// It begins with no country's calling code.
    NoCountry,
    /// There are too few digits.
    TooShort,
    /// There are too many.
    TooLong,
    /// Who calls it, or writes to it, pays more than for others.
    Premium,
}

/// How one dials out of most countries; what begins so is international.
const OUT: &str = "00";
/// The same in North America.
const OUT_OF_NORTH_AMERICA: &str = "011";

impl PhoneNumber {
    /// The number that was typed, where this country was chosen beside it. A number that names a country itself, by a plus, `00` or
    /// the calling code where the rest would be too long, is of that one.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(typed: &str, chosen: &'static Country) -> Result<Self, NotANumber> {
        let (international, digits) = digits(typed)?;
        if digits.is_empty() {
            return Err(NotANumber::Missing);
        }
        let out = if chosen.calling == "1" { OUT_OF_NORTH_AMERICA } else { OUT };
        let dialled_out = || digits.strip_prefix(out).or_else(|| digits.strip_prefix(OUT));
        let number = match if international { Some(digits.as_str()) } else { dialled_out() } {
            Some(digits) => Self::of_international(digits),
            None => Self::of_national(&digits, chosen),
        };
        number.and_then(ranges::allowed)
    }

    /// The number that was typed where no country was chosen beside it: a plus or `00` names one.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse_alone(typed: &str) -> Result<Self, NotANumber> {
        let (international, digits) = digits(typed)?;
        if digits.is_empty() {
            return Err(NotANumber::Missing);
        }
        let named = if international { Some(digits.as_str()) } else { digits.strip_prefix(OUT) };
        named.map_or(Err(NotANumber::CountryMissing), Self::of_international).and_then(ranges::allowed)
    }

    /// The number that was stored, of whichever range.
    pub fn of_stored(text: &str) -> Option<Self> {
        let number = Self::of_international(text.strip_prefix('+')?).ok()?;
        (number.text == text).then_some(number)
    }

    fn of_international(digits: &str) -> Result<Self, NotANumber> {
        let country = Country::of_international(digits).ok_or(NotANumber::NoCountry)?;
        let national = digits.strip_prefix(country.calling).unwrap_or_default();
        // What stands for the trunk prefix in +44 (0)20 may make another country of those that share a code: the number decides.
        Self::of_national_part(national, country).and_then(|number| {
            match Country::of_international(&number.text[1..]) {
                Some(of_number) => Ok(Self { country: of_number, ..number }),
                None => Err(NotANumber::NoCountry),
            }
        })
    }

    /// A number without a country: as one dials it there, or with the calling code and no plus.
    fn of_national(digits: &str, chosen: &'static Country) -> Result<Self, NotANumber> {
        let national = Self::of_national_part(digits, chosen);
        match (&national, digits.strip_prefix(chosen.calling)) {
            (Err(NotANumber::TooLong), Some(_)) => Self::of_international(digits),
            _ => {
                // Which of the countries that share a code it belongs to, the number says.
                let number = national?;
                Self::of_international(&number.text[1..])
            }
        }
    }

    /// The national part of a number of this country, with or without the trunk prefix.
    fn of_national_part(digits: &str, country: &'static Country) -> Result<Self, NotANumber> {
        let without = digits.strip_prefix(country.trunk).filter(|_| !country.trunk.is_empty());
        let fits = |national: &&str| country.takes(national.len());
        match without.filter(fits).or(Some(digits).filter(fits)) {
            Some(national) => Ok(Self { text: format!("+{}{national}", country.calling), country }),
            None if without.unwrap_or(digits).len() < country.lengths.0 => Err(NotANumber::TooShort),
            None => Err(NotANumber::TooLong),
        }
    }

    /// As it is stored, counted and given to gateways: `+442079460958`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// As its country knows it, without a trunk prefix.
    fn national(&self) -> &str {
        &self.text[1 + self.country.calling.len()..]
    }

    /// The country that it belongs to.
    pub const fn country(&self) -> &'static Country {
        self.country
    }

    /// As people read it: `+44 207 946 0958`. The spaces do not break.
    pub fn in_groups(&self) -> String {
        let mut shown = format!("+{}", self.country.calling);
        let mut left = self.national();
        while !left.is_empty() {
            // Three at a time, and at the end two to four.
            let take = match left.len() {
                2..=4 => left.len(),
                _ => left.len().min(3),
            };
            shown.push('\u{a0}');
            shown.push_str(&left[..take]);
            left = &left[take..];
        }
        shown
    }

    /// Its last two digits, by which its owner knows it and nobody else does.
    pub fn last_digits(&self) -> &str {
        &self.text[self.text.len() - 2..]
    }
}

impl fmt::Debug for PhoneNumber {
    /// Nobody's number stands in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber(+{}…{})", self.country.calling, self.last_digits())
    }
}

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "nothing was typed",
            Self::Unreadable => "it holds other signs than digits",
            Self::CountryMissing => "no country was chosen, and it names none",
            Self::NoCountry => "it begins with no country's calling code",
            Self::TooShort => "digits are missing",
            Self::TooLong => "there are too many digits",
            Self::Premium => "a premium-rate, shared-cost or personal number",
        })
    }
}

/// The digits of what was typed, whichever script they are of, and whether a plus stands before them. Around and between
/// them may stand what people put there.
fn digits(typed: &str) -> Result<(bool, String), NotANumber> {
    let (mut international, mut digits) = (false, String::new());
    for sign in typed.chars() {
        match sign {
            '+' | '＋' if digits.is_empty() && !international => international = true,
            ' ' | '\t' | '-' | '.' | '/' | '(' | ')' | '·' | '_' => {}
            // Spaces, hyphens and dashes of typography; marks of direction that come with a pasted number.
            '\u{a0}' | '\u{2000}'..='\u{2015}' | '\u{202a}'..='\u{202f}' | '\u{2066}'..='\u{2069}' | '\u{3000}' => {}
            '\u{ff08}' | '\u{ff09}' | '\u{ff0d}' | '\u{2212}' => {}
            _ => digits.push(digit(sign).ok_or(NotANumber::Unreadable)?),
        }
    }
    // No number has more, so nothing longer is looked at.
    if digits.len() > 32 { Err(NotANumber::TooLong) } else { Ok((international, digits)) }
}

/// A decimal digit as ASCII: full-width, Arabic-Indic, Persian and Devanagari ones are digits, too.
fn digit(sign: char) -> Option<char> {
    const ZEROS: [u32; 5] = ['0' as u32, '０' as u32, '٠' as u32, '۰' as u32, '०' as u32];
    let place = ZEROS.iter().find_map(|zero| u32::from(sign).checked_sub(*zero).filter(|place| *place < 10))?;
    char::from_digit(place, 10)
}

#[cfg(test)]
mod tests;
