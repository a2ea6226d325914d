//! Passkeys in a sign-in: as the only proof, beside another one, and added where the step asks for that.
//!
//! A signature is not guessed, so no attempt is taken: whoever guesses passwords locks no passkey out, and a passkey that is
//! cancelled counts against nobody. Wrong answers count against where they come from, since each is an event.

use std::borrow::Cow;

use jose::base64url;
use model::{
    Authenticator,
    policy::IdentifyBy,
    sign_in::{Enrolment, Level, Part, Proof, Purpose, Step},
};
use store::{Change, credentials, devices};

use super::{Accepted, Complaint, LastAnswer, Situation, Turn, View, pending::Resolved, reading::Lookup};
use crate::{
    Caller, Doorward, Result,
    authenticators::{
        Admitted, Attempt, NewPasskeyAnswer, PasskeyProblem, PasskeyRequest,
        passkey::{self, Answered, Ceremony},
    },
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    instance_mac_key, jobs,
    notices::{Happened, Scene},
    people::{credentials::second_factor, person::Person},
};

impl Doorward {
    /// What a passkey is asked for on the page of this sign-in, anew, for one that has stood open for long. Writes nothing.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn passkey_again(&self, caller: &Caller, at: &str) -> Result<Option<PasskeyRequest>> {
        let Ok(resolved) = Resolved::unseal(self, caller, at).await? else { return Ok(None) };
        let situation = Box::pin(Situation::read(resolved, None, Lookup::Shown)).await?;
        let step = situation.step()?;
        Ok(situation.passkey(&step).or_else(|| situation.new_passkey(&step)))
    }
}

impl<'a> Situation<'a> {
    /// Judges what a passkey answered. As the first proof it also says who it is.
    pub(super) async fn prove_passkey(self, mut admitted: Admitted, part: Part) -> Result<Turn> {
        let Attempt::Passkey(answer) = &admitted.attempt else { return Ok(Turn::NextStep) };
        admitted.guess.counts(true);
        let completed = self.row.session.is_some();
        let says_who = part == Part::First && self.kept.progress.purpose == Purpose::SignIn && !completed;
        let mut named = match says_who {
            true => Box::pin(Self::read(self.resolved(), None, Lookup::Passkey(answer.lookup()))).await?,
            false => self,
        };
        let before = named.before_use().filter(|_| completed);
        let Some(person) = before.as_ref().or(named.person.as_ref()) else {
            return Box::pin(named.passkey_not_taken(answer, PasskeyProblem::Unknown, part)).await;
        };
        let (doorward, now) = (named.doorward, named.caller.now);
        let ceremony = if part == Part::First { Ceremony::Alone } else { Ceremony::Second };
        let to = *named.pending.handle.as_bytes();
        let judged = passkey::verify(doorward, (ceremony, &to), person, answer, now).await?;
        let mut proven = match judged {
            Ok(proven) => proven,
            Err(problem) => return Box::pin(named.passkey_not_taken(answer, problem, part)).await,
        };
        if completed {
            admitted.guess.counts(false);
            let last = LastAnswer::proof(proven.verified.used(Authenticator::Passkey, part), now);
            let again = named.give_back(part);
            return Box::pin(named.same_click(&last, again)).await;
        }
        if let Some(label) = &proven.went_back {
            count_went_back(doorward, named.caller, person, (label, &mut proven.verified.change)).await?;
        }
        named.kept.progress.remember |= says_who && answer.remember;
        admitted.guess.counts(false);
        Box::pin(named.right(&admitted, proven.verified, part)).await
    }

    /// The page again, with the reason. Nothing is shown of whoever the passkey may be of.
    async fn passkey_not_taken(self, answer: &Answered, problem: PasskeyProblem, part: Part) -> Result<Turn> {
        if self.row.session.is_some() {
            return Ok(Turn::NextStep);
        }
        let person = self.person.as_ref().filter(|person| self.kept.progress.user == Some(person.row.id));
        let concerning = EventSubject {
            org: person.map(|person| person.row.org),
            user: person.map(|person| person.row.id),
            app: self.application.as_ref().map(|application| application.id),
        };
        let (doorward, by) = (self.doorward, self.caller.anonymous());
        let mut change = Change::new();
        let data = serde_json::json!({ "problem": format!("{problem:?}") });
        events::record(doorward, &mut change, &by, EventKind::SignInWrongPasskey, concerning, &data);
        doorward.store.commit_all(change).await?;
        let shown = Box::pin(Situation::read(self.resolved(), None, Lookup::Shown)).await?;
        let is_nobodys = problem == PasskeyProblem::Unknown && self.is_nobodys(answer).await?;
        let rp_id = passkey::rp_id(self.doorward).filter(|_| is_nobodys);
        let unknown = rp_id.map(|rp_id| (rp_id.to_owned(), base64url::encode(answer.response.credential_id())));
        match shown.complain(Complaint::Passkey(problem), Authenticator::Passkey, part)? {
            Turn::Show(view, complaint) => {
                Ok(Turn::Show(Box::new(View { unknown_passkey: unknown, ..*view }), complaint))
            }
            turn => Ok(turn),
        }
    }

    /// Whether nobody here has this passkey, in whichever organisation. Browsers forget what is called unknown, so one that is only not
    /// asked for here is not.
    async fn is_nobodys(&self, answer: &Answered) -> Result<bool> {
        let mut read = self.doorward.store.read().await?;
        Ok(credentials::passkey_owner(&mut read, &answer.lookup()).await?.is_none())
    }

    /// A passkey that was just made. It is the proof as well. After a recovery code what there was before is
    /// taken for lost. The owner is told.
    pub(super) async fn enrol_passkey(resolved: Resolved<'a>, made: NewPasskeyAnswer<'_>) -> Result<Turn> {
        let (doorward, caller) = (resolved.doorward, resolved.caller);
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let mac_key = instance_mac_key::get(doorward).await?;
        let accepted =
            mac_key.mac("passkey enrolment answer", &[made.challenge.as_bytes(), made.credential.as_bytes()]);
        let answer = LastAnswer { answer: Accepted::EnrolPasskey(base64url::encode(accepted)), at: caller.now };
        if situation.row.session.is_some() {
            return Box::pin(situation.same_click(&answer, Change::new())).await;
        }
        let step = situation.step()?;
        let (Step::Enrol { any_of, why, .. }, Some(person)) = (&step, situation.person.clone()) else {
            return situation.not_asked(&answer).await;
        };
        if !any_of.contains(&Authenticator::Passkey) {
            return Ok(Turn::NextStep);
        }
        let (to, has) = (situation.bound_to(&person), with_what_is_left(&person, *why));
        let new = match passkey::add(doorward, mac_key, (&to, &has, caller.now), made).await? {
            Ok(new) => new,
            Err(problem) => {
                let view = View { wrong: Some(Authenticator::Passkey), ..situation.view(step) };
                return Ok(Turn::Show(Box::new(view), Some(Complaint::Passkey(problem))));
            }
        };
        let mut change = Change::new();
        situation.ends_elsewhere(&mut change, &person);
        if *why == Enrolment::RecoveryCodeUsed {
            person.forget_lost_factors(&mut change);
        }
        change.append(new.change);
        devices::forget_oldest(&mut change, person.key(), 0);
        added(doorward, caller, &person, (situation.ui_locales(), &mut change)).await?;
        situation.bind_to_person();
        let proof = Proof::new(Authenticator::Passkey, situation.kept.progress.purpose, caller.now);
        situation.kept.progress.proven(proof.with_user_verified(new.user_verified));
        situation.has_enrolled(Authenticator::Passkey);
        // Recovery codes stand in for a second factor. Beside one that signs in alone they would be of no use.
        let stands_beside = situation.policy().second_factors().any(|one| one == Authenticator::Passkey);
        situation.kept.progress.enrolled = stands_beside;
        situation.answered(answer, change, Change::new()).await
    }

    /// What a passkey is asked for on the page of this step, where it takes one. Before anything is proven nobody's are named.
    pub(super) fn passkey(&self, step: &Step) -> Option<PasskeyRequest> {
        let part = step.takes(Authenticator::Passkey)?;
        let confirms = matches!(self.kept.progress.purpose, Purpose::Confirm(_));
        let (ceremony, person) = match part {
            Part::First => (Ceremony::Alone, self.person.as_ref().filter(|_| confirms)),
            Part::Second => (Ceremony::Second, self.person.as_ref()),
        };
        passkey::request(self.doorward, (ceremony, self.pending.handle.as_bytes()), person, self.caller.now)
    }

    /// What a new passkey is made with on the page of this step, where it asks for one.
    pub(super) fn new_passkey(&self, step: &Step) -> Option<PasskeyRequest> {
        let (Step::Enrol { any_of, why, .. }, Some(person)) = (step, &self.person) else { return None };
        // Read before every situation, and kept in memory since.
        let mac_key = self.doorward.instance_mac_key.get()?;
        if !any_of.contains(&Authenticator::Passkey) {
            return None;
        }
        let has = with_what_is_left(person, *why);
        passkey::creation(self.doorward, mac_key, &self.bound_to(person), (&has, self.caller.now))
    }

    /// The first question, which a passkey or a provider may answer as well.
    pub(super) fn first_question(&self, by: IdentifyBy) -> Step {
        let signs_in = self.kept.progress.purpose == Purpose::SignIn;
        let policy = self.policy();
        let passkey = policy.signs_in_by_passkey().then_some(Authenticator::Passkey);
        let providers = policy.providers.iter().map(|rule| Authenticator::Provider(rule.provider));
        Step::Identify { by, any_of: passkey.into_iter().chain(providers).filter(|_| signs_in).collect() }
    }

    /// The second factor that the person used last, of those that the step takes; after a recovery code, of those that it sets up anew. Where
    /// the application wishes for a level, of those that reach it, if there are any.
    pub(super) fn last_used(&self, step: &Step) -> Option<Authenticator> {
        let (any_of, is_lost) = match step {
            Step::Prove { any_of, part: Part::Second } => (any_of, false),
            Step::Enrol { any_of, why: Enrolment::RecoveryCodeUsed, .. } => (any_of, true),
            _ => return None,
        };
        let wished = self.requirements().preferred;
        let reaches = |way: &Authenticator| Level::of_second_factor(*way) >= wished;
        let granted = any_of.iter().any(reaches);
        let rows = self.person.iter().flat_map(|person| &person.credentials);
        let used = rows.filter_map(|row| {
            Some((row.last_used_at.or(is_lost.then_some(row.created_at))?, second_factor(row.kind.known()?)?))
        });
        used.filter(|(_, way)| any_of.contains(way) && (!granted || reaches(way)))
            .max_by_key(|(at, _)| *at)
            .map(|(_, way)| way)
    }
}

/// The person, with what they have once the new passkey is theirs: after a recovery code nothing that is not to be made again.
fn with_what_is_left(person: &Person, why: Enrolment) -> Cow<'_, Person> {
    match why {
        Enrolment::RecoveryCodeUsed => Cow::Owned(person.without_lost_factors()),
        _ => Cow::Borrowed(person),
    }
}

/// Records and tells the owner that a passkey was added (LGN-13).
async fn added(
    doorward: &Doorward,
    caller: &Caller,
    person: &Person,
    (ui_locales, change): (&[String], &mut Change),
) -> Result<()> {
    let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
    let data = serde_json::json!({ "kind": "passkey" });
    events::record(doorward, change, &by, EventKind::CredentialEnrolled, concerning, &data);
    let (scene, owner) = (Scene::browser(caller, ui_locales), (&person.profile, &*person.home));
    jobs::order_notice(doorward, change, scene, owner, Happened::PasskeyAdded).await?;
    Ok(())
}

/// Records and tells the owner that there may be a copy of a passkey (WAN-07).
async fn count_went_back(
    doorward: &Doorward,
    caller: &Caller,
    person: &Person,
    (label, change): (&str, &mut Change),
) -> Result<()> {
    let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
    let data = serde_json::json!({ "label": label });
    events::record(doorward, change, &by, EventKind::PasskeyCountWentBack, concerning, &data);
    let (scene, owner) = (Scene::browser(caller, &[]), (&person.profile, &*person.home));
    jobs::order_notice(doorward, change, scene, owner, Happened::PasskeyCountWentBack).await?;
    Ok(())
}
