//! The trail as others read it: by number, page by page, as JSON or as rows.

use std::fmt::Write as _;

use jose::base64url;
use model::{
    Id, Time,
    id::{ApiToken, App, Event, Named, Org, User},
};
use serde_json::{Value, json};
use store::{
    event_chain,
    events::{self as trail, ChainedEvent},
    users::INSTANCE_SCOPE,
};

use crate::{Doorward, Granted, Result, granted::ManageInstance};

/// How many events are read at once.
const PAGE: i64 = 500;

/// By how much the times of events may be out of the order of their numbers: changes that commit late, clocks of nodes.
const DISORDER: model::Span = model::Span::hours(1);

/// Which events.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditFilter {
    /// From this time on.
    pub since: Option<Time>,
    /// Before this time.
    pub until: Option<Time>,
    /// Of one organisation.
    pub org: Option<Id<Org>>,
}

impl AuditFilter {
    /// A day (its beginning) or a time, both in UTC unless the text names another offset (RFC 3339); none where it is neither.
    pub fn time(text: &str) -> Option<Time> {
        let day = text.parse::<jiff::civil::Date>().ok().filter(|_| text.len() == "2026-01-31".len());
        let day = day.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok()).map(|at| at.timestamp());
        let at = day.or_else(|| text.parse::<jiff::Timestamp>().ok());
        at.map(|at| Time::from_millis(at.as_millisecond()))
    }
}

/// An event as it is told to others.
#[derive(Debug, Clone)]
pub struct AuditRecord {
    /// Its number.
    pub number: i64,
    /// When.
    pub at: Time,
    /// What happened.
    pub kind: String,
    /// The event's identifier.
    pub id: Option<String>,
    /// The organisation it concerns; none where it is the instance.
    pub org: Option<String>,
    /// The user it concerns.
    pub user: Option<String>,
    /// The application it concerns.
    pub app: Option<String>,
    /// The word for who did it.
    pub actor: String,
    /// Who did it, where they have an identifier.
    pub actor_id: Option<String>,
    /// The user for whom it was done.
    pub on_behalf_of: Option<String>,
    /// The address it came from; empty for the command line.
    pub address: String,
    /// The request it happened in.
    pub request: String,
    /// Details.
    pub details: Value,
    /// What fields held before and after.
    pub changes: Value,
    /// The hash of its link.
    pub hash: String,
}

impl AuditRecord {
    /// The columns of [`Self::cells`].
    pub const COLUMNS: [&str; 15] = [
        "number",
        "at",
        "kind",
        "id",
        "org",
        "user",
        "app",
        "actor",
        "actor_id",
        "on_behalf_of",
        "address",
        "request",
        "details",
        "changes",
        "hash",
    ];

    pub(super) fn of(ChainedEvent { event: e, hash }: ChainedEvent) -> Self {
        let actor_id = match e.actor.as_str() {
            "user" => text::<User>(e.actor_id.as_deref()),
            "application" => text::<App>(e.actor_id.as_deref()),
            "api_token" => text::<ApiToken>(e.actor_id.as_deref()),
            _ => None,
        };
        Self {
            number: e.seq.unwrap_or_default(),
            at: e.at,
            id: text::<Event>(Some(&e.id)),
            org: text::<Org>(Some(&e.org).filter(|org| org[..] != INSTANCE_SCOPE).map(Vec::as_slice)),
            user: text::<User>(e.user.as_deref()),
            app: text::<App>(e.app.as_deref()),
            actor_id,
            on_behalf_of: text::<User>(e.on_behalf_of.as_deref()),
            details: serde_json::from_str(&e.data).unwrap_or_default(),
            changes: serde_json::from_str(&e.changes).unwrap_or_default(),
            hash: base64url::encode(hash),
            kind: e.kind,
            actor: e.actor,
            address: e.address,
            request: e.request,
        }
    }

    /// One JSON object on one line, without letters that control how others are shown (AUD-03).
    pub fn json(&self) -> String {
        let value = json!({
            "number": self.number,
            "at": rfc3339(self.at),
            "kind": self.kind,
            "id": self.id,
            "org": self.org,
            "user": self.user,
            "app": self.app,
            "actor": self.actor,
            "actor_id": self.actor_id,
            "on_behalf_of": self.on_behalf_of,
            "address": self.address,
            "request": self.request,
            "details": self.details,
            "changes": self.changes,
            "hash": self.hash,
        });
        escaped(&value.to_string())
    }

    /// The cells of a row, in the order of [`Self::COLUMNS`].
    pub fn cells(&self) -> [String; 15] {
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        let details = |value: &Value| if value.is_null() { String::new() } else { escaped(&value.to_string()) };
        [
            self.number.to_string(),
            rfc3339(self.at),
            self.kind.clone(),
            or_empty(&self.id),
            or_empty(&self.org),
            or_empty(&self.user),
            or_empty(&self.app),
            self.actor.clone(),
            or_empty(&self.actor_id),
            or_empty(&self.on_behalf_of),
            self.address.clone(),
            self.request.clone(),
            details(&self.details),
            details(&self.changes),
            self.hash.clone(),
        ]
    }
}

/// An export, on its way.
pub struct AuditExport {
    doorward: Doorward,
    filter: AuditFilter,
    at: i64,
    end: i64,
}

impl Doorward {
    /// Begins to export events by their numbers, up to the end of the chain as it is now.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn export_events(&self, _: &Granted<ManageInstance>, filter: AuditFilter) -> Result<AuditExport> {
        let end = event_chain::head(&mut self.store.read().await?).await?.map_or(0, |head| head.seq);
        let at = match filter.since {
            Some(since) => number_before(self, since - DISORDER, end).await?,
            None => 0,
        };
        Ok(AuditExport { doorward: self.clone(), filter, at, end })
    }
}

/// A number after which come all events of this time and later, found by halving.
async fn number_before(doorward: &Doorward, time: Time, end: i64) -> Result<i64> {
    let mut read = doorward.store.read().await?;
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        match trail::time_after(&mut read, middle).await? {
            Some((seq, at)) if at < time => low = seq.max(middle + 1),
            _ => high = middle,
        }
    }
    Ok(low)
}

impl AuditExport {
    /// How many numbers there are, and up to which this has come.
    pub fn progress(&self) -> (i64, i64) {
        (self.at, self.end)
    }

    /// The next events; none when it is over. A page may be empty.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn next(&mut self) -> Result<Option<Vec<AuditRecord>>> {
        let mut read = self.doorward.store.read().await?;
        let page = match self.filter.org {
            Some(org) => trail::chained_of(&mut read, org, self.at, self.end, PAGE).await?,
            None => trail::chained(&mut read, self.at, self.end, PAGE).await?,
        };
        let Some(last) = page.last().and_then(|last| last.event.seq) else { return Ok(None) };
        self.at = last;
        let AuditFilter { since, until, .. } = self.filter;
        if until.is_some_and(|until| page.iter().all(|one| one.event.at >= until + DISORDER)) {
            self.at = self.end;
        }
        let is_meant = |at: Time| since.is_none_or(|since| at >= since) && until.is_none_or(|until| at < until);
        Ok(Some(page.into_iter().filter(|one| is_meant(one.event.at)).map(AuditRecord::of).collect()))
    }
}

fn text<T: Named>(bytes: Option<&[u8]>) -> Option<String> {
    bytes.and_then(|bytes| bytes.try_into().ok()).map(|bytes| Id::<T>::from_bytes(bytes).to_string())
}

/// A time as RFC 3339 writes it, in UTC.
fn rfc3339(time: Time) -> String {
    jiff::Timestamp::from_millisecond(time.millis()).map(|at| at.to_string()).unwrap_or_default()
}

/// JSON in which no letter controls how others are shown, or ends a line: those stand in texts alone, and are escaped there.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => {
                // Never an error: it is written into memory.
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read() {
        let at = |text| AuditFilter::time(text).map(Time::millis);
        assert_eq!(at("1970-01-02"), Some(86_400_000));
        assert_eq!(at("1970-01-02T00:00:01Z"), Some(86_401_000));
        assert_eq!(at("1970-01-02T01:00:00+01:00"), Some(86_400_000));
        assert_eq!([at("yesterday"), at(""), at("1970-01-02T00:00:00")], [None; 3]);
    }

    /// AUD-03: what somebody is called can not end the line, or turn it around.
    #[test]
    fn aud_03_letters_that_control_are_escaped() {
        let value = json!({ "name": "a\nb\u{1b}[31m\u{202e}c\u{2028}\u{9b}d\u{feff}" });
        let told = escaped(&value.to_string());
        assert!(told.is_ascii() && !told.contains(char::is_control), "{told}");
        assert_eq!(serde_json::from_str::<Value>(&told).unwrap(), value, "and read again as they were");
    }
}
