//! The time zones that people choose from: those of the IANA database's `zone.tab`, and UTC. The database's other names for
//! them (`Asia/Calcutta`) are understood, and no name besides (ACC-05).

use jiff::{Timestamp, tz::TimeZone};
use model::Time;

use crate::Texts;

/// A zone a line: its name, and the other names of the database for it.
const TABLE: &str = include_str!("zones.txt");

/// A country a line: its code, and its zones.
const COUNTRIES: &str = include_str!("zone_countries.txt");

/// Where nothing else is known.
pub const UTC: &str = "Etc/UTC";

/// A zone as a list offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneChoice {
    /// Its name in the database (`America/Argentina/Buenos_Aires`).
    pub name: &'static str,
    /// The place in it (`Buenos Aires, Argentina`).
    pub place: String,
    /// How far it is ahead of UTC at the moment (`-03:00`).
    pub offset: String,
}

/// Every zone of the list, by name.
pub fn all() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter_map(|line| line.split(' ').next())
}

/// The name that the list has for this zone, whichever of its names is given.
pub fn listed(name: &str) -> Option<&'static str> {
    TABLE.lines().find(|line| line.split(' ').any(|known| known == name))?.split(' ').next()
}

/// The country that a zone is of, as ISO 3166 calls it: the one that `zone.tab` names it for.
pub fn country(name: &str) -> Option<&'static str> {
    let listed = listed(name)?;
    let line = COUNTRIES.lines().find(|line| line.split(' ').skip(1).any(|zone| zone == listed))?;
    line.split(' ').next()
}

/// The list by region, as it stands at this moment: each region's name and zones, sorted by place.
pub fn by_region(texts: Texts, now: Time) -> Vec<(&'static str, Vec<ZoneChoice>)> {
    let regions: [(&str, &'static str); 10] = [
        ("Africa", texts.region_africa()),
        ("America", texts.region_america()),
        ("Antarctica", texts.region_antarctica()),
        ("Arctic", texts.region_arctic()),
        ("Asia", texts.region_asia()),
        ("Atlantic", texts.region_atlantic()),
        ("Australia", texts.region_australia()),
        ("Europe", texts.region_europe()),
        ("Indian", texts.region_indian()),
        ("Pacific", texts.region_pacific()),
    ];
    let of = |region: &str| {
        let within = |name: &&str| name.split('/').next() == Some(region);
        let mut zones: Vec<ZoneChoice> = all().filter(within).map(|name| choice(name, now)).collect();
        zones.sort_by(|a, b| a.place.cmp(&b.place));
        zones
    };
    regions.into_iter().map(|(region, name)| (name, of(region))).collect()
}

fn choice(name: &'static str, now: Time) -> ZoneChoice {
    let mut parts: Vec<String> = name.split('/').skip(1).map(|part| part.replace('_', " ")).collect();
    parts.reverse();
    let at = Timestamp::from_millisecond(now.millis()).unwrap_or_default();
    let zone = TimeZone::get(name).unwrap_or(TimeZone::UTC);
    ZoneChoice { name, place: parts.join(", "), offset: at.to_zoned(zone).strftime("%:z").to_string() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{Language, when::Zone};

    #[test]
    fn every_name_is_one_of_the_database_and_stands_once() {
        let names: Vec<&str> = TABLE.lines().flat_map(|line| line.split(' ')).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        for name in &names {
            assert!(Zone::named(name).is_some(), "{name}");
        }
        assert!(all().count() > 400);
    }

    #[test]
    fn other_names_are_understood_and_inventions_are_not() {
        for (name, is) in [
            ("Europe/Copenhagen", "Europe/Copenhagen"),
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("Europe/Kiev", "Europe/Kyiv"),
            ("US/Pacific", "America/Los_Angeles"),
            ("UTC", UTC),
        ] {
            assert_eq!(listed(name), Some(is), "{name}");
        }
        for name in ["", "europe/copenhagen", "Europe", "Europe/Atlantis", "Europe/Copenhagen ", "../etc/passwd", "\n"]
        {
            assert_eq!(listed(name), None, "{name:?}");
        }
    }

    #[test]
    fn every_zone_but_utc_is_of_a_country() {
        for name in all() {
            let code = country(name).unwrap_or_default();
            assert_eq!(code.len(), if name == UTC { 0 } else { 2 }, "{name}");
        }
        let zones = ["Europe/Berlin", "Asia/Calcutta", "America/New_York", "Europe/Atlantis", "AT"];
        assert_eq!(zones.map(country), [Some("DE"), Some("IN"), Some("US"), None, None]);
    }

    #[test]
    fn the_list_has_every_zone_by_region() {
        let now = Time::from_seconds(1_795_333_267);
        let regions = by_region(Texts::new(Language::German), now);
        let listed: usize = regions.iter().map(|(_, zones)| zones.len()).sum();
        assert_eq!(listed + 1, all().count(), "all but UTC");
        let (_, europe) = regions.iter().find(|(name, _)| *name == "Europa").unwrap();
        let places: Vec<&str> = europe.iter().map(|zone| zone.place.as_str()).collect();
        assert!(places.is_sorted() && places.contains(&"Isle of Man"), "{places:?}");
        let find = |name| regions.iter().flat_map(|(_, zones)| zones).find(|zone| zone.name == name).unwrap();
        let zone = find("America/Argentina/Buenos_Aires");
        assert_eq!((zone.place.as_str(), zone.offset.as_str()), ("Buenos Aires, Argentina", "-03:00"));
        assert_eq!(find("Asia/Kathmandu").offset, "+05:45");
    }
}
