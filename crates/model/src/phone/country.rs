//! Countries, as far as telephone numbers have to know of them: a table as data.

use std::sync::LazyLock;

/// A country a line: its ISO 3166 code, calling code, trunk prefix, possible lengths of a national number, and what national
/// numbers begin with where countries share the calling code. The facts are those of libphonenumber's metadata.
const TABLE: &str = include_str!("countries.txt");

static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(Country::of_line).collect());

/// A country, or a territory with numbers of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// Its ISO 3166-1 code of two letters.
    pub code: &'static str,
    /// What international numbers begin with after the plus (ITU-T E.164).
    pub calling: &'static str,
    /// What is dialled before a national number inside the country, and is no part of it (`0`); empty where there is none, or
    /// where the zero belongs to the number, as in Italy.
    pub(super) trunk: &'static str,
    /// The fewest and the most digits of a national number. Which of those exist is not asked: tables of that are always late.
    pub(super) lengths: (usize, usize),
    /// What national numbers begin with; empty for the one of those that share the calling code which has the rest.
    pub(super) begins: Vec<&'static str>,
}

impl Country {
    fn of_line(line: &'static str) -> Option<Self> {
        let fields: Vec<&str> = line.split(' ').collect();
        let [code, calling, trunk, lengths, begins] = fields[..] else { return None };
        let given = |field: &'static str| if field == "-" { "" } else { field };
        let (least, most) = lengths.split_once('-')?;
        Some(Self {
            code,
            calling,
            trunk: given(trunk),
            lengths: (least.parse().ok()?, most.parse().ok()?),
            begins: given(begins).split(',').filter(|begins| !begins.is_empty()).collect(),
        })
    }

    /// Every country, by its code.
    pub fn all() -> &'static [Self] {
        &COUNTRIES
    }

    /// The country with this code, in whichever case.
    pub fn of_code(code: &str) -> Option<&'static Self> {
        Self::all().iter().find(|country| country.code.eq_ignore_ascii_case(code))
    }

    /// The country that an international number, without its plus, belongs to: whichever says most of what it begins with.
    pub(super) fn of_international(digits: &str) -> Option<&'static Self> {
        let says = |country: &&Self| {
            let national = digits.strip_prefix(country.calling)?;
            match country.begins.iter().filter(|begins| national.starts_with(**begins)).map(|begins| begins.len()).max()
            {
                Some(more) => Some(country.calling.len() + more),
                None => country.begins.is_empty().then_some(country.calling.len()),
            }
        };
        Self::all()
            .iter()
            .filter_map(|country| Some((says(&country)?, country)))
            .max_by_key(|(says, _)| *says)
            .map(|found| found.1)
    }

    /// Whether a national number may have so many digits.
    pub(super) const fn takes(&self, digits: usize) -> bool {
        self.lengths.0 <= digits && digits <= self.lengths.1
    }
}
