//! The telephone that codes are sent to, as somebody looks after it themselves: a number is typed, a code is sent to it, and the code
//! makes it theirs. Until then the number travels sealed, and nothing of it is stored.

use crypto::{mailed_code::MailedCode, seal::Sealer};
use model::{
    Authenticator, Id, Span, Time,
    phone::PhoneNumber,
    sign_in::{Action, Challenge, Purpose},
};
use serde::{Deserialize, Serialize};
use store::{
    Change, Guard,
    attempts::{self, Budget},
    credentials::{self, CredentialKind},
};

use super::{
    own::{FactorChange, codes_to_record, factor_changed, has_other, may_remove, person},
    recovery_code, sent_code,
    sent_code::{Bound, PAUSE, Sent},
    sms,
};
use crate::{
    Caller, Confirmed, Doorward, Result, SignedIn,
    commit::Commit as _,
    confirmed::{AddFactor, RemoveFactor},
    events::EventKind,
    instance_mac_key,
    jobs::{self, TextState},
    notices::{Happened, Scene},
    people::person::Person,
    text_messages::{Asked, Browser, Budgets, NumberProblem},
};

/// The telephone that codes are sent to.
#[derive(Debug, Clone)]
pub struct OwnNumber {
    /// Its last two digits, by which its owner knows it.
    pub last_digits: String,
    /// When it was set up.
    pub added_at: Time,
    /// When a code that was sent to it was last used.
    pub used_at: Option<Time>,
}

/// What became of typing a number.
#[derive(Debug)]
pub enum NumberAsked {
    /// A code is on its way: the text that goes on from here.
    Sent(String),
    /// None is, and why.
    Problem(NumberProblem),
    /// Nobody sets up a number here.
    Nothing,
}

/// A code that was sent to a number that is to be set up.
#[derive(Debug, Clone)]
pub struct SentNumber {
    /// The number, in groups.
    pub number: String,
    /// When.
    pub at: Time,
    /// For how long the code is good.
    pub life: Span,
    /// How far the message has come.
    pub state: TextState,
}

/// What became of typing the code.
#[derive(Debug)]
pub enum NumberSetUp {
    /// The number is set up. Where the organisation gives out recovery codes and none are left: the text of a confirmation with which
    /// ten are shown.
    Done(Option<String>),
    /// What was typed can be no code.
    Missing,
    /// The code is wrong, or too late.
    CodeWrong,
    /// It was answered wrong too often, and is void.
    CodeSpent,
    /// There is nothing to set up: another request was quicker, or the page was of another act.
    Nothing,
}

/// How often somebody else may be quicker.
const TRIES: usize = 5;

/// The guard of a number to which no code went a moment ago.
const SENT_LATELY: Guard = Guard("no code sent to the number lately");

/// What a number that is being set up is sealed for.
const ENROLMENT: &str = "number enrolment";

/// What travels.
#[derive(Serialize, Deserialize)]
struct Asking {
    challenge: Challenge,
}

impl Doorward {
    /// The countries that codes are sent to, by their codes; none where this person has none sent.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn countries_of_numbers(&self, who: &SignedIn) -> Result<Option<Vec<&'static str>>> {
        let person = person(self, who).await?;
        let settings = self.instance.text_messages.as_ref().filter(|_| sms::may_have_number(self, &person));
        Ok(settings.map(|settings| settings.countries.iter().map(|country| country.code).collect()))
    }

    /// Sends a code to the number that was typed, as far as the budgets go. The same number again within a minute, or twice at once, is sent
    /// one code, and answered alike.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn send_to_own_number(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: &Confirmed<AddFactor>,
        (country, typed): (&str, &str),
    ) -> Result<NumberAsked> {
        let person = person(self, who).await?;
        let settings = self.instance.text_messages.as_ref().filter(|_| sms::may_have_number(self, &person));
        let Some(settings) = settings else { return Ok(NumberAsked::Nothing) };
        let number = match settings.read(country, typed) {
            Ok(number) => number,
            Err(problem) => return Ok(NumberAsked::Problem(problem)),
        };
        let asked = Asked { owner: person.key(), browser: Browser::Any, number: &number, is_theirs: false };
        let budgets = Budgets::of(settings, instance_mac_key::get(self).await?, caller, &asked);
        let ordering = Ordering { doorward: self, caller, person: &person, confirmed, number: &number };
        for _ in 0..TRIES {
            let place = match ordering.place().await? {
                Place::UnderWay(challenge) => return Ok(NumberAsked::Sent(ordering.seal(challenge))),
                Place::Free(key) => key,
            };
            let (change, challenge) = ordering.change(&budgets, &place).await?;
            match self.store.commit(change).await? {
                Ok(()) => {
                    self.ordered.notify_one();
                    return Ok(NumberAsked::Sent(ordering.seal(challenge)));
                }
                Err(SENT_LATELY) => {}
                Err(guard) => {
                    let problem = budgets.spent(self, caller, guard, number.country().code).await?;
                    return Ok(problem.map_or(NumberAsked::Nothing, NumberAsked::Problem));
                }
            }
        }
        Ok(NumberAsked::Nothing)
    }

    /// What the page says of the code that was sent; none where the text is not of this act.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn sent_to_own_number(
        &self,
        confirmed: &Confirmed<AddFactor>,
        sealed: &str,
    ) -> Result<Option<SentNumber>> {
        let Some((challenge, number)) = Asking::open(self, confirmed, sealed) else { return Ok(None) };
        let id = Id::from_bytes(*challenge.id.as_bytes());
        let state = jobs::state_of_text(&mut self.store.read().await?, id).await?;
        let life = challenge.expires_at.since(challenge.sent_at);
        Ok(Some(SentNumber { number: number.in_groups(), at: challenge.sent_at, life, state }))
    }

    /// Makes the number the person's whose code this is, in place of any from before (SMS-08).
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn set_up_own_number(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<AddFactor>,
        (typed, sealed): (&str, &str),
    ) -> Result<NumberSetUp> {
        let mut person = person(self, who).await?;
        let asking = Asking::open(self, &confirmed, sealed).filter(|_| sms::may_have_number(self, &person));
        let Some((challenge, number)) = asking else { return Ok(NumberSetUp::Nothing) };
        let Some(code) = MailedCode::parse(typed) else { return Ok(NumberSetUp::Missing) };
        if !sent_code::try_taken(self, &challenge, caller.now).await? {
            return Ok(NumberSetUp::CodeSpent);
        }
        let is_open = caller.now < challenge.expires_at;
        let sent = Sent { challenge, bound: Some(bound(&confirmed, &person, &number)) };
        if !is_open || sent_code::verify(self, Some(&sent), &code, caller.now).await?.is_none() {
            return Ok(NumberSetUp::CodeWrong);
        }
        let mut change = Change::new();
        confirmed.spend(&mut change);
        let happened = if person.number().is_some() { Happened::NumberReplaced } else { Happened::NumberSetUp };
        sms::replace(self, &mut change, person.key(), &number, caller.now);
        let what = FactorChange { kind: EventKind::CredentialEnrolled, factor: Authenticator::Sms, happened };
        match factor_changed(self, caller, (&mut person, who), change, what).await? {
            true => Ok(NumberSetUp::Done(codes_to_record(self, caller, (&person, who)))),
            false => Ok(NumberSetUp::Nothing),
        }
    }

    /// Has no more codes sent to the number; the recovery codes go with it where nothing else is left that they stand in for. False
    /// where the organisation forbids it (LGN-16), where there is none, and when another request was quicker.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn remove_own_number(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<RemoveFactor>,
    ) -> Result<bool> {
        let mut person = person(self, who).await?;
        if !may_remove(&person, Authenticator::Sms) || person.number().is_none() {
            return Ok(false);
        }
        let mut change = Change::new();
        confirmed.spend(&mut change);
        credentials::delete_of_kind(&mut change, person.key(), CredentialKind::Sms);
        let is_last = !has_other(&person, Authenticator::Sms);
        if is_last {
            credentials::delete_of_kind(&mut change, person.key(), recovery_code::KIND);
        }
        let happened = if is_last { Happened::LastNumberRemoved } else { Happened::NumberRemoved };
        let what = FactorChange { kind: EventKind::CredentialRemoved, factor: Authenticator::Sms, happened };
        factor_changed(self, caller, (&mut person, who), change, what).await
    }
}

/// A code that is to go to a number that is to be somebody's.
struct Ordering<'a> {
    doorward: &'a Doorward,
    caller: &'a Caller,
    person: &'a Person,
    confirmed: &'a Confirmed<AddFactor>,
    number: &'a PhoneNumber,
}

/// What is known of codes that went to the number under this confirmation.
enum Place {
    /// One is on its way.
    UnderWay(Challenge),
    /// None is: the key that a new one is counted under.
    Free([u8; 32]),
}

impl Ordering<'_> {
    /// Looks for the code that went there last. Each is counted under what it follows, a code that failed or was answered wrong too often,
    /// so that two requests at once find the same place.
    async fn place(&self) -> Result<Place> {
        let (mac_key, now) = (instance_mac_key::get(self.doorward).await?, self.caller.now);
        let mut read = self.doorward.store.read().await?;
        let mut after = [0; 16];
        loop {
            let parts: [&[u8]; 4] =
                [b"code to own number", self.confirmed.key(), self.number.as_str().as_bytes(), &after];
            let key = mac_key.mac("attempts", &parts);
            let row = attempts::get(&mut read, &key).await?;
            let Some(row) = row.filter(|row| now < row.since + PAUSE) else { return Ok(Place::Free(key)) };
            let (_, challenge) = self.made(mac_key, &key, row.since);
            let state = jobs::state_of_text(&mut read, Id::from_bytes(*challenge.id.as_bytes())).await?;
            if state != TextState::Failed && !sent_code::is_spent(&mut read, mac_key, &challenge, now).await? {
                return Ok(Place::UnderWay(challenge));
            }
            after = *challenge.id.as_bytes();
        }
    }

    /// The code that goes there at this time from this place, and its challenge: the same, whichever request computes them.
    fn made(&self, mac_key: &Sealer, place: &[u8; 32], at: Time) -> (MailedCode, Challenge) {
        let mac = mac_key.mac("code to own number", &[place, &at.millis().to_be_bytes()]);
        let (mut code, mut id) = ([0; 16], [0; 10]);
        code.copy_from_slice(&mac[..16]);
        id.copy_from_slice(&mac[16..26]);
        let (id, code) = (Id::new(at, id), MailedCode::of_bits(code));
        let bound = bound(self.confirmed, self.person, self.number);
        let by = (Authenticator::Sms, bound.purpose);
        let challenge = sent_code::challenge_of(mac_key, (id, &code), Some(&bound), by, (self.number.as_str(), at));
        (code, challenge)
    }

    /// The change that sends it. Guard: none was sent from this place a moment ago.
    async fn change(&self, budgets: &Budgets, place: &[u8; 32]) -> Result<(Change, Challenge)> {
        let Self { doorward, caller, person, number, .. } = *self;
        let (code, challenge) = self.made(instance_mac_key::get(doorward).await?, place, caller.now);
        let mut change = Change::new();
        attempts::take(&mut change, place, Budget::within(1, PAUSE), caller.now, SENT_LATELY);
        budgets.take(&mut change, caller);
        let scene = Scene::browser(caller, &[]);
        sms::order_code(doorward, &mut change, (caller, scene), person, (number, &code, &challenge)).await?;
        Ok((change, challenge))
    }

    /// The text that goes on from here.
    fn seal(&self, challenge: Challenge) -> String {
        let plain = serde_json::to_vec(&Asking { challenge }).unwrap_or_default();
        self.doorward.sealer.seal_text(&*self.doorward.entropy, ENROLMENT, self.confirmed.key(), &plain)
    }
}

impl Asking {
    /// What the sealed text holds, under this confirmation.
    fn open(doorward: &Doorward, confirmed: &Confirmed<AddFactor>, sealed: &str) -> Option<(Challenge, PhoneNumber)> {
        let plain = doorward.sealer.open_text(ENROLMENT, confirmed.key(), sealed).ok()?;
        let Self { challenge } = store::json::read_bytes(&plain).ok()?;
        let number = PhoneNumber::of_stored(&challenge.sent_to)?;
        Some((challenge, number))
    }
}

fn bound(confirmed: &Confirmed<AddFactor>, person: &Person, number: &PhoneNumber) -> Bound {
    let mut act = [0; 16];
    act.copy_from_slice(&confirmed.key()[..16]);
    Bound {
        sign_in: Id::from_bytes(act),
        purpose: Purpose::Confirm(Action::AddFactor),
        owner: (person.row.org, person.row.id, person.epoch()),
        to: number.as_str().to_owned(),
    }
}
