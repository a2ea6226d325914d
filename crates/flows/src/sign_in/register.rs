//! The form with which somebody makes their account.

use crypto::Password;
use model::{
    Id, Policy, Time,
    account::JoinedBy,
    id::User,
    password::Rule,
    policy::Notice,
    sign_in::{Refusal, Step},
};
use serde_json::{Map, Value};
use store::{Change, Json, sign_ins, users};
use text::Zone;

use super::{Complaint, Situation, Turn, View, pending::Resolved, reading::Lookup};
use crate::{
    Error, Organisation, Result,
    commit::Commit as _,
    events::EventKind,
    invitations::StoredInvitation,
    limits,
    people::{
        Home, Identifier, NewPassword, UserPatch,
        passwords::PasswordPlan,
        plan::{Planning, UserPlan},
    },
};

/// The most characters that a name, an occupation or a department has.
const LONGEST: usize = 120;

/// What was typed into the form.
#[derive(Debug, Clone, Default)]
pub struct Registration {
    /// What is kept when the form is shown again.
    pub fields: RegistrationFields,
    /// The password.
    pub password: String,
    /// The password once more.
    pub repeated: String,
}

/// The fields of the form, passwords aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegistrationFields {
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// Occupation; may be empty.
    pub occupation: String,
    /// Department; may be empty.
    pub department: String,
    /// Time zone (IANA name).
    pub zone: String,
    /// Whether the privacy notice was accepted.
    pub accepted: bool,
}

/// What the page of the form has to know.
#[derive(Debug, Clone)]
pub struct RegistrationView {
    /// What to call whoever invited.
    pub invited_by: Option<String>,
    /// Until when the invitation can be used.
    pub until: Option<Time>,
    /// What was typed, or what the form begins with.
    pub fields: RegistrationFields,
    /// What is wrong with it.
    pub problems: Vec<RegistrationProblem>,
    /// The policy, for the rules of passwords.
    pub policy: Policy,
    /// The notice that has to be accepted.
    pub notice: Option<Notice>,
}

/// What is wrong with the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrationProblem {
    /// The first name is missing, or no name.
    GivenName,
    /// The last name is missing, or no name.
    FamilyName,
    /// The occupation is too long, or has control characters.
    Occupation,
    /// The department is too long, or has control characters.
    Department,
    /// The time zone is none.
    Zone,
    /// No password was typed.
    PasswordMissing,
    /// The password breaks these rules.
    Password(Vec<Rule>),
    /// The two passwords differ.
    Repeated,
    /// The notice was not accepted.
    NotAccepted,
}

impl<'a> Situation<'a> {
    /// Makes the account, with everything that the invitation is for, and uses the invitation up.
    pub(super) async fn register(resolved: Resolved<'a>, form: Registration) -> Result<Turn> {
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let (Step::Register, Some(home)) = (situation.step()?, situation.named.clone()) else {
            return Ok(Turn::NextStep);
        };
        if situation.row.session.is_some() {
            return Ok(Turn::NextStep);
        }
        let patch = situation.patch(&form)?;
        let problems = problems(&form, &patch, &home);
        if !problems.is_empty() {
            return Ok(situation.form_again(form.fields, problems));
        }
        let (doorward, caller) = (situation.doorward, situation.caller);
        let password = form.password()?;
        let (mut guess, permit) = limits::guess_with_permit(doorward, caller).await?;
        let hash = permit.hash(&*doorward.entropy, &password).await;
        guess.counts(false);
        let planning = Planning { doorward, home: Home::from(&*home), patch: &patch, stored: None, now: caller.now };
        let to = NewPassword::Plain(password);
        let plan = planning.plan(Some(PasswordPlan { to, must_change: false, brought: None, was: None }))?;
        let plan = plan.map_err(|_| Error::Corrupt("claims of an invitation"))?;
        let mut change = Change::new();
        situation.made(&plan, &home);
        sign_ins::save(&mut change, situation.pending.handle, &situation.row, caller.now);
        let by = caller.user(plan.key.1);
        plan.add_to(&mut change, doorward, Some(hash.as_str()), (&by, EventKind::UserRegistered)).await?;
        if let Some(invitation) = &situation.invitation {
            invitation.add_to(&mut change, doorward, &by, plan.key.1).await?;
        }
        match doorward.store.commit(change).await? {
            // The mailbox is theirs, so that they may be told: somebody has an account of this address.
            Err(users::IDENTIFIER_FREE) => {
                Ok(Turn::Show(Box::new(situation.view(Step::Refuse(Refusal::AlreadyRegistered))), None))
            }
            _ => Ok(Turn::NextStep),
        }
    }

    /// What the account is made from: the form over what was known before.
    fn patch(&self, form: &Registration) -> Result<UserPatch> {
        let key = self.kept.progress.identifier.clone().ok_or(Error::Corrupt("a registration without an address"))?;
        let known = self.invitation.as_ref().map(|invitation| &*invitation.row.facts);
        let mut claims: Map<String, Value> = known.map(|known| known.claims.clone()).unwrap_or_default();
        let fields = &form.fields;
        for (claim, value) in [
            ("given_name", &fields.given_name),
            ("family_name", &fields.family_name),
            ("occupation", &fields.occupation),
            ("department", &fields.department),
            ("zoneinfo", &fields.zone),
        ] {
            let value = value.trim();
            claims.insert(claim.to_owned(), if value.is_empty() { Value::Null } else { value.into() });
        }
        let roles = known.map(StoredInvitation::roles).filter(|roles| !roles.is_empty());
        Ok(UserPatch {
            email: Some(Identifier { key, display: self.kept.typed.clone() }),
            claims,
            accepted_notice: fields.accepted,
            roles,
            joined_by: if known.is_some() { JoinedBy::Invitation } else { JoinedBy::Registration },
            ..UserPatch::default()
        })
    }

    /// From here on the sign-in is that of the new account, and its password the proof.
    fn made(&mut self, plan: &UserPlan, home: &Organisation) {
        let (org, user): (_, Id<User>) = plan.key;
        (self.row.org, self.row.user) = (Some(org), Some(user));
        self.kept.epoch = Some(1 + home.epoch);
        self.kept.progress.registered(user, true, self.caller.now);
        self.row.facts = Json::new(self.kept.clone());
    }

    /// The form once more, with what was typed, passwords aside.
    fn form_again(&self, fields: RegistrationFields, problems: Vec<RegistrationProblem>) -> Turn {
        let mut view = self.view(Step::Register);
        if let Some(registration) = &mut view.registration {
            **registration = RegistrationView { fields, problems, ..(**registration).clone() };
        }
        Turn::Show(Box::new(View { ..view }), Some(Complaint::Registration))
    }

    /// The form of this step, if it has one.
    pub(super) fn registration(&self, step: &Step) -> Option<Box<RegistrationView>> {
        if *step != Step::Register {
            return None;
        }
        let known = self.invitation.as_ref().map(|invitation| &invitation.row);
        let claim = |name: &str| {
            let claims = known.map(|row| &row.facts.claims);
            claims.and_then(|claims| claims.get(name)?.as_str()).unwrap_or_default().to_owned()
        };
        let zone = Some(claim("zoneinfo")).filter(|zone| !zone.is_empty());
        let of_home = || self.named.as_ref().and_then(|home| home.branding.time_zone.clone());
        let fields = RegistrationFields {
            given_name: claim("given_name"),
            family_name: claim("family_name"),
            occupation: claim("occupation"),
            department: claim("department"),
            zone: zone.or_else(of_home).unwrap_or_default(),
            accepted: false,
        };
        Some(Box::new(RegistrationView {
            invited_by: known.and_then(|row| row.facts.invited_by.clone()),
            until: known.map(|row| row.expires_at),
            fields,
            problems: Vec::new(),
            policy: self.policy().clone(),
            notice: self.policy().notice.clone(),
        }))
    }
}

impl Registration {
    fn password(&self) -> Result<Password> {
        Password::new(&self.password).map_err(|_| Error::Corrupt("a password that keeps the rules and is none"))
    }
}

/// Everything that is wrong with the form, in its order.
fn problems(form: &Registration, patch: &UserPatch, home: &Organisation) -> Vec<RegistrationProblem> {
    use RegistrationProblem as Problem;
    let fields = &form.fields;
    let name = |text: &str| is_text(text) && !text.trim().is_empty();
    let mut problems = Vec::new();
    let mut note = |is_fine: bool, problem: Problem| problems.extend((!is_fine).then_some(problem));
    note(name(&fields.given_name), Problem::GivenName);
    note(name(&fields.family_name), Problem::FamilyName);
    if form.password.is_empty() {
        note(false, Problem::PasswordMissing);
    } else {
        let broken = Home::from(home).rules_broken_by(&form.password, patch, None);
        note(broken.is_empty(), Problem::Password(broken));
        note(form.password == form.repeated, Problem::Repeated);
    }
    note(Zone::named(&fields.zone).is_some(), Problem::Zone);
    note(is_text(&fields.occupation), Problem::Occupation);
    note(is_text(&fields.department), Problem::Department);
    note(fields.accepted || home.policy.notice.is_none(), Problem::NotAccepted);
    problems
}

fn is_text(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}
