//! Text messages: how they leave, where they may go, and how many. Each costs money, and some pay those who cause them (SMS-01):
//! so every one is taken from several budgets before it is ordered, in the change that orders it.

use std::sync::Arc;

use crypto::{mailed_code::MailedCode, seal::Sealer};
use model::{
    Id, Span,
    id::{Org, User},
    phone::{Country, NotANumber, PhoneNumber},
    sign_in::Purpose,
};
use notify::DeliverText;
use store::{
    Change, Guard,
    attempts::{self, Budget},
};
use text::{Language, Texts};

use crate::{
    Caller, Doorward, Organisation, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    limits,
};

/// How text messages leave, and what they may cost.
#[derive(Debug, Clone)]
pub struct TextMessages {
    /// What carries them.
    pub gateway: Arc<dyn DeliverText>,
    /// Where they may go.
    pub countries: Vec<&'static Country>,
    /// Where they must not name our host, since carriers there hold back what names one.
    pub countries_without_host: Vec<&'static Country>,
    /// The most that are sent in a day.
    pub a_day: u32,
    /// The most that are sent to one country in a day.
    pub a_day_to_one_country: u32,
}

/// Why no code was sent to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberProblem {
    /// What was typed is no number.
    NotANumber(NotANumber),
    /// It is of a country that none are sent to: its code.
    Country(&'static str),
    /// The person, the number or the network has had enough for a while.
    TooMany,
    /// So many were sent that no more are for a while, whoever asks.
    Paused,
}

/// Where a text message is asked for from: strangers who know the password use up no budget but their own.
#[derive(Clone, Copy)]
pub(crate) enum Browser {
    /// Anywhere.
    Any,
    /// A browser that the owner signed in from before. All of those are one: the secret of each changes with every sign-in.
    Known,
}

/// A text message that is asked for, as far as budgets go by it.
pub(crate) struct Asked<'a> {
    pub(crate) owner: (Id<Org>, Id<User>),
    pub(crate) browser: Browser,
    pub(crate) number: &'a PhoneNumber,
    /// Whether the number was shown to be the owner's.
    pub(crate) is_theirs: bool,
}

/// A budget, and how it is counted.
struct Counted {
    key: [u8; 32],
    budget: Budget,
    guard: Guard,
    /// Whether it protects the installation rather than somebody: when it is spent, its operator is told.
    is_breaker: bool,
    /// Whose share it is, where it is one organisation's.
    org: Option<Id<Org>>,
}

const DAY: Span = Span::hours(24);

/// The share of a country's messages that go to numbers that nobody was shown to have: what strangers may use up.
const NEW_NUMBERS: u32 = 4;

/// The share of all messages that one organisation's people leave to the others.
const LEFT_TO_OTHERS: u32 = 4;

impl TextMessages {
    /// The number that was typed, with the country that was chosen beside it, if codes may be sent to it.
    pub(crate) fn read(&self, country: &str, typed: &str) -> std::result::Result<PhoneNumber, NumberProblem> {
        let number = match Country::of_code(country) {
            Some(chosen) => PhoneNumber::parse(typed, chosen),
            None => PhoneNumber::parse_alone(typed),
        };
        let number = number.map_err(NumberProblem::NotANumber)?;
        match self.countries.contains(&number.country()) {
            true => Ok(number),
            false => Err(NumberProblem::Country(number.country().code)),
        }
    }

    /// Whether codes may still be sent to a number that was shown to be somebody's.
    pub(crate) fn serves(&self, number: &PhoneNumber) -> bool {
        self.countries.contains(&number.country())
    }

    /// What a message with a code says to this number.
    pub(crate) fn words(
        &self,
        doorward: &Doorward,
        (home, language): (&Organisation, Language),
        (number, code, purpose): (&PhoneNumber, &MailedCode, Purpose),
    ) -> String {
        let product = Some(home.branding.product_name.as_str()).filter(|name| !name.is_empty());
        let named = !self.countries_without_host.contains(&number.country());
        let host = doorward.instance.issuer.host().filter(|_| named);
        notify::code_text(Texts::new(language), purpose, (product.unwrap_or(&home.name), code.expose()), host)
    }

    fn counted(&self, mac_key: &Sealer, caller: &Caller, asked: &Asked<'_>) -> Vec<Counted> {
        let (country, network) = (asked.number.country().code, limits::network(caller));
        let (org, user) = asked.owner;
        let from: &[u8] = match (asked.is_theirs, asked.browser) {
            // From wherever they are asked for.
            (false, _) => b"texts to new numbers of",
            (true, Browser::Any) => b"texts of",
            (true, Browser::Known) => b"texts from known browsers of",
        };
        let owner: &[&[u8]] = &[from, org.as_bytes(), user.as_bytes()];
        let of = |name: &str, parts: &[&[u8]]| mac_key.mac("attempts", &[&[name.as_bytes()], parts].concat());
        let own = |name, parts, limit, span, guard| Counted {
            key: of(name, parts),
            budget: Budget::within(limit, span),
            guard: Guard(guard),
            is_breaker: false,
            org: None,
        };
        let all = |name, parts, limit: u32, guard| Counted {
            key: of(name, parts),
            budget: Budget::within(i64::from(limit.max(1)), DAY),
            guard: Guard(guard),
            is_breaker: true,
            org: None,
        };
        let number: &[&[u8]] = &[asked.number.as_str().as_bytes()];
        let to_country: &[&[u8]] = &[country.as_bytes()];
        let a_day = self.a_day_to_one_country;
        let mut counted = vec![
            own("quarter", owner, 3, Span::minutes(15), "text messages of a quarter of an hour left"),
            own("day", owner, 10, DAY, "text messages of a day left"),
        ];
        if asked.is_theirs {
            counted.push(own("texts to", number, 20, DAY, "text messages to a number left"));
        } else {
            // What strangers use up of a number, its owner still has.
            counted.push(own("texts to a new number", number, 3, DAY, "text messages to a new number left"));
            counted.push(own("texts from", &[&network], 50, DAY, "text messages of a network left"));
            for (place, of_all, guard) in [
                (to_country, a_day, "text messages to new numbers of a country left"),
                (&[][..], self.a_day, "text messages to new numbers left"),
            ] {
                counted.push(all("texts to new numbers", place, of_all / NEW_NUMBERS, guard));
            }
        }
        let of_org: [(&[&[u8]], u32, &'static str); 2] = [
            (&[org.as_bytes(), country.as_bytes()], a_day, "text messages of an organisation to a country left"),
            (&[org.as_bytes()], self.a_day, "text messages of an organisation left"),
        ];
        for (place, of_all, guard) in of_org {
            let share = all("texts of an organisation", place, of_all - of_all / LEFT_TO_OTHERS, guard);
            counted.push(Counted { org: Some(org), ..share });
        }
        counted.push(all("texts to a country", to_country, a_day, "text messages to a country left"));
        counted.push(all("texts", &[], self.a_day, "text messages of the installation left"));
        counted
    }
}

/// The budgets of one text message.
pub(crate) struct Budgets(Vec<Counted>);

impl Budgets {
    pub(crate) fn of(settings: &TextMessages, mac_key: &Sealer, caller: &Caller, asked: &Asked<'_>) -> Self {
        Self(settings.counted(mac_key, caller, asked))
    }

    /// Takes one of each, or none.
    pub(crate) fn take(&self, change: &mut Change, caller: &Caller) {
        for Counted { key, budget, guard, .. } in &self.0 {
            attempts::take(change, key, *budget, caller.now, *guard);
        }
    }

    /// Which problem it is that this guard refused the change; none of ours, where it is another guard. The first time that a budget
    /// of the installation is spent is told its operator.
    pub(crate) async fn spent(
        &self,
        doorward: &Doorward,
        caller: &Caller,
        guard: Guard,
        country: &str,
    ) -> Result<Option<NumberProblem>> {
        let Some(spent) = self.0.iter().find(|counted| counted.guard == guard) else { return Ok(None) };
        if !spent.is_breaker {
            return Ok(Some(NumberProblem::TooMany));
        }
        let mut change = Change::new();
        attempts::notify(&mut change, &spent.key, caller.now);
        let details = serde_json::json!({ "budget": guard.0, "country": country });
        let (by, concerning) = (caller.anonymous(), EventSubject { org: spent.org, ..EventSubject::default() });
        events::record(doorward, &mut change, &by, EventKind::TextMessagesPaused, concerning, &details);
        if doorward.store.commit(change).await?.is_ok() {
            tracing::warn!(budget = guard.0, country, "no more text messages for a day: somebody may be pumping them");
        }
        Ok(Some(NumberProblem::Paused))
    }
}
