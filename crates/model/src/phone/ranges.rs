//! Ranges of numbers that no code goes to, and how long mobile numbers are: a table as data, beside that of countries.
//!
//! Premium numbers pay whoever has them for every message that they get, so toll fraud lives there (SMS-01). A mobile number with more digits
//! than any has would reach the same telephone in some networks, and be counted as another one.

use std::sync::LazyLock;

use super::{NotANumber, PhoneNumber};

/// A country a line, of those that have any: its ISO 3166 code, what premium-rate, shared-cost and personal numbers begin with, what only
/// mobile numbers begin with, and the most digits of those. The facts are those of libphonenumber's metadata.
const TABLE: &str = include_str!("ranges.txt");

static RANGES: LazyLock<Vec<Ranges>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(Ranges::of_line).collect());

/// The ranges of one country, by national numbers.
#[derive(Debug)]
pub(super) struct Ranges {
    pub(super) country: &'static str,
    pub(super) premium: Vec<&'static str>,
    pub(super) mobile: Vec<&'static str>,
    /// The most digits of a mobile number.
    pub(super) most: Option<usize>,
}

impl Ranges {
    fn of_line(line: &'static str) -> Option<Self> {
        let fields: Vec<&str> = line.split(' ').collect();
        let [country, premium, mobile, most] = fields[..] else { return None };
        let listed = |field: &'static str| field.split(',').filter(|begins| *begins != "-").collect();
        Some(Self { country, premium: listed(premium), mobile: listed(mobile), most: most.parse().ok() })
    }

    pub(super) fn all() -> &'static [Self] {
        &RANGES
    }
}

/// The number, unless no code may go there.
pub(super) fn allowed(number: PhoneNumber) -> Result<PhoneNumber, NotANumber> {
    let Some(ranges) = Ranges::all().iter().find(|ranges| ranges.country == number.country.code) else {
        return Ok(number);
    };
    let national = number.national();
    let begins = |list: &[&str]| list.iter().any(|begins| national.starts_with(begins));
    if begins(&ranges.premium) {
        return Err(NotANumber::Premium);
    }
    if ranges.most.is_some_and(|most| national.len() > most) && begins(&ranges.mobile) {
        return Err(NotANumber::TooLong);
    }
    Ok(number)
}
