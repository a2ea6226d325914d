//! Times on the wire.

use std::fmt;

use model::Time;
use serde::{Serialize, Serializer};

/// A time as RFC 3339 has it, in whole seconds and UTC: `2026-11-24T09:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rfc3339(pub Time);

impl fmt::Display for Rfc3339 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0.seconds()) {
            Ok(time) => write!(f, "{time}"),
            // Beyond the year 9999, of which RFC 3339 can't speak.
            Err(_) => write!(f, "{}", self.0.seconds()),
        }
    }
}

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_in_utc() {
        let text = |seconds| serde_json::to_value(Rfc3339(Time::from_seconds(seconds))).unwrap();
        assert_eq!(text(0), "1970-01-01T00:00:00Z");
        assert_eq!(text(1_732_438_800), "2024-11-24T09:00:00Z");
        assert_eq!(text(-1), "1969-12-31T23:59:59Z");
        assert_eq!(serde_json::to_value(Rfc3339(Time::NEVER)).unwrap(), Time::NEVER.seconds().to_string());
    }
}
