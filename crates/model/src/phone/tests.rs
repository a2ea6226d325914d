use proptest::prelude::*;

use super::{ranges::Ranges, *};

fn of(code: &str) -> &'static Country {
    Country::of_code(code).unwrap()
}

fn parsed(typed: &str, chosen: &str) -> Result<String, NotANumber> {
    PhoneNumber::parse(typed, of(chosen)).map(|number| format!("{} {}", number.country().code, number.as_str()))
}

#[test]
fn the_table_is_whole() {
    let lines = include_str!("countries.txt").lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.count(), Country::all().len(), "every line is a country");
    assert!(Country::all().is_sorted_by(|one, next| one.code < next.code), "each once");
    for country in Country::all() {
        let (least, most) = country.lengths;
        assert!(4 <= least && least <= most && country.calling.len() + most <= 15, "{country:?}");
        let rest = Country::all().iter().filter(|other| other.calling == country.calling && other.begins.is_empty());
        assert_eq!(rest.count(), 1, "one of those that share {} has what the others leave", country.calling);
    }
}

#[test]
fn the_ranges_are_whole() {
    let lines = include_str!("ranges.txt").lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.count(), Ranges::all().len(), "every line is of a country");
    assert!(Ranges::all().is_sorted_by(|one, next| one.country < next.country), "each once");
    for Ranges { country, premium, mobile, most } in Ranges::all() {
        let longest = of(country).lengths.1;
        assert!(!premium.is_empty() || !mobile.is_empty(), "{country}");
        assert_eq!(mobile.is_empty(), most.is_none(), "{country}");
        assert!(most.is_none_or(|most| most < longest), "{country}: it says no more than the country does");
        for begins in premium.iter().chain(mobile) {
            assert!(!begins.is_empty() && begins.bytes().all(|digit| digit.is_ascii_digit()), "{country} {begins}");
        }
    }
}

/// SMS-01: who has a premium number earns by every message; who dials on has many numbers of one telephone.
#[test]
fn sms_01_no_code_goes_to_premium_numbers_or_overlong_ones() {
    let paid = [
        ("0900 5 123456", "DE"),
        ("+49 137 1234567", "GB"),
        ("0909 8790123", "GB"),
        ("070 1234 5678", "GB"),
        ("0901 123456", "CH"),
        ("0930 123456", "AT"),
        ("900 555 0123", "US"),
        ("08 99 12 34 56", "FR"),
        ("0900 1234567", "NL"),
        ("0900 123 456", "SE"),
    ];
    for (typed, country) in paid {
        assert_eq!(parsed(typed, country), Err(NotANumber::Premium), "{typed}");
    }
    assert_eq!(PhoneNumber::parse_alone("+49 900 5 123456").map(|_| ()), Err(NotANumber::Premium));
    assert_eq!(parsed("0171 2345678", "DE").as_deref(), Ok("DE +491712345678"));
    assert_eq!(parsed("0151 23456789", "DE").as_deref(), Ok("DE +4915123456789"));
    assert_eq!(parsed("0171 234567812", "DE"), Err(NotANumber::TooLong));
    assert_eq!(parsed("+49 171 2345678123", "DE"), Err(NotANumber::TooLong));
    // What was taken once is still read.
    assert!(PhoneNumber::of_stored("+499005123456").is_some());
}

/// S1, SMS-03: what people type is one number, so that all of it is counted as one.
#[test]
fn sms_03_one_number_however_it_is_typed() {
    for typed in [
        "+44 (0)20 7946 0958",
        "0044 20 7946 0958",
        "0044 (0) 20-7946-0958",
        "020 7946 0958",
        "20 7946 0958",
        "44 20 7946 0958",
        "44 020 7946 0958",
        "＋４４２０７９４６０９５８",
        "+44.20.7946.0958",
        "\u{202a}+44 20 7946 0958\u{202c}",
        "+44\u{a0}20\u{2011}7946 0958",
        "+٤٤٢٠٧٩٤٦٠٩٥٨",
    ] {
        assert_eq!(parsed(typed, "GB").as_deref(), Ok("GB +442079460958"), "{typed:?}");
    }
    assert_eq!(parsed("61 0412 345 678", "AU").as_deref(), Ok("AU +61412345678"));
    assert_eq!(parsed("+44 20 7946 0958", "AU").as_deref(), Ok("GB +442079460958"), "the number names its country");
}

/// S1: the national zero goes where the country drops it, and stays where it belongs to the number.
#[test]
fn the_national_zero() {
    assert_eq!(parsed("02 1234 5678", "IT").as_deref(), Ok("IT +390212345678"));
    assert_eq!(parsed("+39 02 1234 5678", "GB").as_deref(), Ok("IT +390212345678"));
    assert_eq!(parsed("+39 (0)2 1234 5678", "IT").as_deref(), Ok("IT +390212345678"));
    assert_eq!(parsed("0171 2345678", "DE").as_deref(), Ok("DE +491712345678"));
    assert_eq!(parsed("06 1 234 5678", "HU").as_deref(), Ok("HU +3612345678"));
    assert_eq!(parsed("8 (495) 123-45-67", "RU").as_deref(), Ok("RU +74951234567"));
    assert_eq!(parsed("1 (212) 555-0123", "US").as_deref(), Ok("US +12125550123"));
}

/// Toll fraud likes countries that share a cheap one's calling code: the number decides, not what was chosen.
#[test]
fn countries_that_share_a_code() {
    assert_eq!(parsed("876 555 0123", "US").as_deref(), Ok("JM +18765550123"));
    assert_eq!(parsed("+1 416 555 0123", "US").as_deref(), Ok("CA +14165550123"));
    assert_eq!(parsed("011 44 20 7946 0958", "US").as_deref(), Ok("GB +442079460958"));
    assert_eq!(parsed("07781 123456", "GB").as_deref(), Ok("GG +447781123456"));
    assert_eq!(parsed("+7 701 234 5678", "RU").as_deref(), Ok("KZ +77012345678"));
}

#[test]
fn without_a_country_the_number_names_it() {
    let alone = |typed| PhoneNumber::parse_alone(typed).map(|number| number.country().code);
    assert_eq!(["+44 20 7946 0958", "0043 664 1234567"].map(alone), [Ok("GB"), Ok("AT")]);
    assert_eq!(
        ["020 7946 0958", "", "+"].map(alone),
        [Err(NotANumber::CountryMissing), Err(NotANumber::Missing), Err(NotANumber::Missing)]
    );
}

#[test]
fn what_is_no_number() {
    assert_eq!(parsed("", "GB"), Err(NotANumber::Missing));
    assert_eq!(parsed(" +  ", "GB"), Err(NotANumber::Missing));
    assert_eq!(parsed("call me", "GB"), Err(NotANumber::Unreadable));
    assert_eq!(parsed("020 7946 0958 ext 3", "GB"), Err(NotANumber::Unreadable));
    assert_eq!(parsed("+44 20+7946", "GB"), Err(NotANumber::Unreadable));
    assert_eq!(parsed("+999 1234567", "GB"), Err(NotANumber::NoCountry));
    assert_eq!(parsed("+881 6 12345678", "GB"), Err(NotANumber::NoCountry), "satellites are no country");
    assert_eq!(parsed("020 79", "GB"), Err(NotANumber::TooShort));
    assert_eq!(parsed("020 7946 0958 1234", "GB"), Err(NotANumber::TooLong));
    assert_eq!(parsed(&"1".repeat(40), "GB"), Err(NotANumber::TooLong));
}

/// S2: nobody knows which ranges were opened last month; what is long enough is taken.
#[test]
fn a_range_that_nobody_has_heard_of() {
    assert_eq!(parsed("0199 999 9999", "GB").as_deref(), Ok("GB +441999999999"));
}

#[test]
fn as_people_read_it() {
    let shown = |typed, code| PhoneNumber::parse(typed, of(code)).unwrap().in_groups().replace('\u{a0}', " ");
    assert_eq!(shown("020 7946 0958", "GB"), "+44 207 946 0958");
    assert_eq!(shown("212 555 0123", "US"), "+1 212 555 0123");
    assert_eq!(shown("0171 2345678", "DE"), "+49 171 234 5678");
    assert_eq!(shown("06 12 34 56 78", "FR"), "+33 612 345 678");
    let number = PhoneNumber::parse("020 7946 0958", of("GB")).unwrap();
    assert_eq!(number.last_digits(), "58");
    assert_eq!(format!("{number:?}"), "PhoneNumber(+44…58)");
}

#[test]
fn what_is_stored_is_read_as_it_was() {
    let number = PhoneNumber::parse("876 555 0123", of("US")).unwrap();
    assert_eq!(PhoneNumber::of_stored(number.as_str()), Some(number));
    for wrong in ["", "442079460958", "+44 20 7946 0958", "+4402079460958", "+"] {
        assert_eq!(PhoneNumber::of_stored(wrong), None, "{wrong:?}");
    }
}

proptest! {
    /// Whatever is typed: no panic, and what is taken is E.164, reads the same again, and is shown with all its digits.
    #[test]
    fn whatever_is_typed(typed in "[+0-9 ()０-９/.-]{0,40}", place in 0..240usize) {
        let chosen = &Country::all()[place];
        if let Ok(number) = PhoneNumber::parse(&typed, chosen) {
            prop_assert!(number.as_str().len() <= 16);
            prop_assert_eq!(PhoneNumber::of_stored(number.as_str()), Some(number.clone()));
            let shown: String = number.in_groups().chars().filter(|sign| *sign != '\u{a0}').collect();
            prop_assert_eq!(shown, number.as_str());
        }
    }
}
