//! Codes by text message in a sign-in: to the number that is the person's, or to one that is to be.

use crypto::mailed_code::MailedCode;
use jose::base64url;
use model::{
    Authenticator, Id, Span, Time,
    phone::PhoneNumber,
    sign_in::{Challenge, Enrolment, Proof, Step},
};
use store::{Change, Json, Read, devices, sign_ins};

use super::{Accepted, Complaint, LastAnswer, Situation, Turn, pending::Resolved, reading::Lookup};
use crate::{
    Result,
    authenticators::{
        sent_code::{self, Bound, Sent},
        sms,
    },
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    instance_mac_key,
    jobs::{self, TextState},
    notices::{Happened, Scene},
    people::person::Person,
    text_messages::{Asked, Browser, Budgets, NumberProblem},
};

/// What a page tells of text messages, where its step takes one.
#[derive(Debug, Clone)]
pub struct TextedView {
    /// The number, in groups: of one that was typed here, the whole. Of one that was set up before, what its owner knows it by, its last two
    /// digits.
    pub number: Option<String>,
    /// When a code was sent last, and for how long it is good.
    pub sent: Option<(Time, Span)>,
    /// How far that message has come.
    pub state: TextState,
    /// The codes of the countries that messages go to.
    pub countries: Vec<&'static str>,
}

impl<'a> Situation<'a> {
    /// A code is to be sent to the person's number.
    pub(super) async fn send_text(resolved: Resolved<'a>) -> Result<Turn> {
        let situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let asked = situation.row.session.is_none() && situation.asks_for(Authenticator::Sms)?.is_some();
        let Some(person) = situation.person.clone().filter(|_| asked) else { return Ok(Turn::NextStep) };
        let Some(number) = sms::number(situation.doorward, &person)? else { return Ok(Turn::NextStep) };
        if situation.is_text_under_way(&number).await? {
            return Ok(Turn::NextStep);
        }
        Box::pin(situation.text(&person, &number, true)).await
    }

    /// A code is to be sent to a number that is to be the person's.
    pub(super) async fn send_to_number(resolved: Resolved<'a>, (country, typed): (&str, &str)) -> Result<Turn> {
        let situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let step = situation.step()?;
        let takes = matches!(&step, Step::Enrol { any_of, .. } if any_of.contains(&Authenticator::Sms));
        let settings = situation.doorward.instance.text_messages.as_ref();
        let (Some(settings), Some(person), true) = (settings, situation.person.clone(), takes) else {
            return Ok(Turn::NextStep);
        };
        match settings.read(country, typed) {
            Ok(number) if situation.is_text_under_way(&number).await? => Ok(Turn::NextStep),
            Ok(number) => Box::pin(situation.text(&person, &number, false)).await,
            Err(problem) => Ok(situation.numberless(step, problem)),
        }
    }

    /// The page complains of the number.
    fn numberless(&self, step: Step, problem: NumberProblem) -> Turn {
        let mut view = self.view(step);
        view.wrong = Some(Authenticator::Sms);
        Turn::Show(Box::new(view), Some(Complaint::Number(problem)))
    }

    /// Whether a code went to this number a moment ago, may still come, and would still be looked at.
    async fn is_text_under_way(&self, number: &PhoneNumber) -> Result<bool> {
        let now = self.caller.now;
        let lately = |sent: &&Challenge| now < sent.sent_at + sent_code::PAUSE && sent.sent_to == number.as_str();
        let sent = self.kept.progress.challenge(Authenticator::Sms, now).filter(lately);
        let Some(sent) = sent.filter(|_| self.text_state != TextState::Failed) else { return Ok(false) };
        let (mac_key, mut read) = (instance_mac_key::get(self.doorward).await?, self.doorward.store.read().await?);
        Ok(!sent_code::is_spent(&mut read, mac_key, sent, now).await?)
    }

    /// Sends a code, as far as the budgets go.
    async fn text(mut self, person: &Person, number: &PhoneNumber, is_theirs: bool) -> Result<Turn> {
        let (doorward, caller) = (self.doorward, self.caller);
        let mac_key = instance_mac_key::get(doorward).await?;
        let (step, before) = (self.step()?, self.kept.clone());
        let browser = if self.known_browser.is_some() { Browser::Known } else { Browser::Any };
        let asked = Asked { owner: person.key(), browser, number, is_theirs };
        let settings = doorward.instance.text_messages.as_ref();
        let Some(settings) = settings.filter(|settings| settings.serves(number)) else {
            return Ok(self.numberless(step, NumberProblem::Country(number.country().code)));
        };
        let budgets = Budgets::of(settings, mac_key, caller, &asked);
        let change = self.text_ordered(mac_key, person, number, &budgets).await?;
        match doorward.store.commit(change).await? {
            Ok(()) => doorward.ordered.notify_one(),
            Err(guard) => {
                if let Some(problem) = budgets.spent(doorward, caller, guard, number.country().code).await? {
                    self.kept = before;
                    return Ok(self.numberless(step, problem));
                }
            }
        }
        Ok(Turn::NextStep)
    }

    /// The change that keeps the challenge, takes the budgets and orders the message.
    async fn text_ordered(
        &mut self,
        mac_key: &crypto::Sealer,
        person: &Person,
        number: &PhoneNumber,
        budgets: &Budgets,
    ) -> Result<Change> {
        let (doorward, caller) = (self.doorward, self.caller);
        self.bind_to_person();
        let (by, bound) = ((Authenticator::Sms, self.kept.progress.purpose), self.bound_to_number(person, number));
        let (code, challenge) =
            sent_code::challenge(doorward, mac_key, Some(&bound), by, (number.as_str(), caller.now));
        self.kept.progress.challenged(challenge.clone());
        self.row.facts = Json::new(self.kept.clone());
        let mut change = Change::new();
        sign_ins::save(&mut change, self.pending.handle, &self.row, caller.now);
        budgets.take(&mut change, caller);
        let scene = Scene::browser(caller, self.ui_locales());
        sms::order_code(doorward, &mut change, (caller, scene), person, (number, &code, &challenge)).await?;
        Ok(change)
    }

    fn bound_to_number(&self, person: &Person, number: &PhoneNumber) -> Bound {
        Bound {
            sign_in: self.pending.handle,
            purpose: self.kept.progress.purpose,
            owner: (person.row.org, person.row.id, person.epoch()),
            to: number.as_str().to_owned(),
        }
    }

    /// What a code is tied to that is typed as a proof now: the number that is the person's, whichever it was sent to.
    pub(super) fn bound_to_own_number(&self) -> Result<Option<Bound>> {
        let Some(person) = &self.person else { return Ok(None) };
        Ok(sms::number(self.doorward, person)?.map(|number| self.bound_to_number(person, &number)))
    }

    /// The code that was sent to a number that is to be the person's. A right one proves it as well.
    pub(super) async fn enrol_number(resolved: Resolved<'a>, typed: &str) -> Result<Turn> {
        let (doorward, caller) = (resolved.doorward, resolved.caller);
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let answer = situation.number_answer(typed).await?;
        if situation.row.session.is_some() {
            return Box::pin(situation.same_click(&answer, Change::new())).await;
        }
        let step = situation.step()?;
        let (Step::Enrol { any_of, why, .. }, Some(person)) = (&step, situation.person.clone()) else {
            return situation.not_asked(&answer).await;
        };
        if !any_of.contains(&Authenticator::Sms) {
            return Ok(Turn::NextStep);
        }
        let Some(code) = MailedCode::parse(typed) else {
            return situation.complain_of_number(step, Complaint::SentCodeMissing(Authenticator::Sms));
        };
        let why = *why;
        let open = situation.kept.progress.challenge(Authenticator::Sms, caller.now).cloned();
        let Some(challenge) = open else { return situation.complain_of_number(step, Complaint::SentCodeWrong) };
        if !sent_code::try_taken(doorward, &challenge, caller.now).await? {
            return situation.complain_of_number(step, Complaint::SentCodeSpent);
        }
        let Some(number) = PhoneNumber::of_stored(&challenge.sent_to) else { return Ok(Turn::NextStep) };
        let sent = Sent { challenge, bound: Some(situation.bound_to_number(&person, &number)) };
        if sent_code::verify(doorward, Some(&sent), &code, caller.now).await?.is_none() {
            return situation.complain_of_number(step, Complaint::SentCodeWrong);
        }
        let change = situation.number_enrolled((&person, &number), why).await?;
        situation.answered(answer, change, Change::new()).await
    }

    fn complain_of_number(&self, step: Step, complaint: Complaint) -> Result<Turn> {
        let mut view = self.view(step);
        view.wrong = Some(Authenticator::Sms);
        Ok(Turn::Show(Box::new(view), Some(complaint)))
    }

    /// What tells this answer from any other.
    async fn number_answer(&self, typed: &str) -> Result<LastAnswer> {
        let mac_key = instance_mac_key::get(self.doorward).await?;
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let parts: [&[u8]; 2] = [self.pending.handle.as_bytes(), digits.as_bytes()];
        let accepted = base64url::encode(mac_key.mac("number enrolment answer", &parts));
        Ok(LastAnswer { answer: Accepted::EnrolNumber(accepted), at: self.caller.now })
    }

    /// The change that makes the number the person's. After a recovery code what there was before is taken for lost. The owner is told
    /// (LGN-13, SMS-08).
    async fn number_enrolled(&mut self, (person, number): (&Person, &PhoneNumber), why: Enrolment) -> Result<Change> {
        let (doorward, caller) = (self.doorward, self.caller);
        let mut change = Change::new();
        self.ends_elsewhere(&mut change, person);
        let lost = why == Enrolment::RecoveryCodeUsed && person.forget_lost_factors(&mut change);
        sms::replace(doorward, &mut change, person.key(), number, caller.now);
        devices::forget_oldest(&mut change, person.key(), 0);
        let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
        let details = serde_json::json!({ "kind": "sms" });
        events::record(doorward, &mut change, &by, EventKind::CredentialEnrolled, concerning, &details);
        let replaced = person.number().is_some() || lost;
        let happened = if replaced { Happened::NumberReplaced } else { Happened::NumberSetUp };
        let (scene, owner) = (Scene::browser(caller, self.ui_locales()), (&person.profile, &*person.home));
        jobs::order_notice(doorward, &mut change, scene, owner, happened).await?;
        self.bind_to_person();
        let purpose = self.kept.progress.purpose;
        self.kept.progress.proven(Proof::new(Authenticator::Sms, purpose, caller.now));
        self.has_enrolled(Authenticator::Sms);
        self.kept.progress.enrolled = true;
        Ok(change)
    }

    /// How far the message has come that was sent last, if one was.
    pub(super) async fn read_text_state(&mut self, read: &mut Read) -> Result<()> {
        if let Some(sent) = self.kept.progress.last_challenge(Authenticator::Sms) {
            self.text_state = jobs::state_of_text(read, Id::from_bytes(*sent.id.as_bytes())).await?;
        }
        Ok(())
    }

    /// What the page of this step tells of text messages, where it takes one and there are any.
    pub(super) fn texted(&self, step: &Step) -> Option<TextedView> {
        let settings = self.doorward.instance.text_messages.as_ref()?;
        let (enrols, any_of) = match step {
            Step::Prove { any_of, .. } => (false, any_of),
            Step::Enrol { any_of, .. } => (true, any_of),
            _ => return None,
        };
        if !any_of.contains(&Authenticator::Sms) {
            return None;
        }
        let sent = self.kept.progress.last_challenge(Authenticator::Sms);
        let typed = || PhoneNumber::of_stored(&sent?.sent_to).map(|number| number.in_groups());
        let own = || sms::number(self.doorward, self.person.as_ref()?).ok()?.map(|own| own.last_digits().to_owned());
        Some(TextedView {
            number: if enrols { typed() } else { own() },
            sent: sent.map(|sent| (sent.sent_at, sent.expires_at.since(sent.sent_at))),
            state: self.text_state,
            countries: settings.countries.iter().map(|country| country.code).collect(),
        })
    }
}
