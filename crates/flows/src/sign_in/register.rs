//! The form with which somebody makes their account.

use model::{
    Time,
    account::JoinedBy,
    policy::Notice,
    profile_data::{FieldError, ProfileData, ProfileField},
    release::Profile,
    sign_in::{Refusal, Step},
};
use serde_json::{Map, Value};
use store::{Change, Json, sign_ins, users};
use text::zones;

use super::{Complaint, Situation, Turn, pending::Resolved, reading::Lookup};
use crate::{
    Doorward, Error, Organisation, Result,
    commit::Commit as _,
    events::EventKind,
    invitations::{CLAIMS, JudgedGifts},
    notices::{Scene, asked_language},
    people::{
        Home, Identifier, JudgedRule, NotChosen, UserPatch,
        chosen_password::{Chooser, ChosenPassword},
        plan::{Planning, UserPlan},
    },
};

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
    /// Names, occupation, department.
    pub data: ProfileData,
    /// Time zone (IANA name).
    pub zone: String,
    /// The privacy notice that was accepted.
    pub accepted: Option<Notice>,
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
    pub problems: RegistrationProblems,
    /// The rules for the password.
    pub rules: Vec<JudgedRule>,
    /// The notice that has to be accepted.
    pub notice: Option<Notice>,
}

/// Everything that is wrong with a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegistrationProblems {
    /// In the order of the form.
    pub data: Vec<(ProfileField, FieldError)>,
    /// The password.
    pub password: Option<NotChosen>,
    /// The time zone is none.
    pub zone: bool,
    /// The notice was not accepted.
    pub not_accepted: bool,
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
        if !home.active || !home.policy.keeps_passwords() {
            return Ok(Turn::Show(Box::new(situation.view(Step::Refuse(Refusal::RegistrationClosed))), None));
        }
        let patch = situation.patch(&form)?;
        let (doorward, caller) = (situation.doorward, situation.caller);
        let profile = patch.profile_over(&Profile::default()).map_err(|_| Error::Corrupt("claims of an invitation"))?;
        let identifiers = [situation.kept.typed.clone()];
        let chooser = Chooser { home: Home::from(&*home), profile: &profile, identifiers: &identifiers, was: None };
        let typed = (form.password.as_str(), form.repeated.as_str());
        let problems = problems(doorward, &form, &chooser, &home);
        if problems != RegistrationProblems::default() {
            return Ok(situation.form_again(form.fields, problems));
        }
        let chosen = match Box::pin(chooser.choose(doorward, caller, typed)).await? {
            Ok(chosen) => chosen,
            Err(why) => {
                let problems = RegistrationProblems { password: Some(why), ..problems };
                return Ok(situation.form_again(form.fields, problems));
            }
        };
        match doorward.store.commit(situation.account(&home, patch, chosen).await?).await? {
            // The mailbox is theirs, so that they may be told: somebody has an account of this address.
            Err(users::IDENTIFIER_FREE) => {
                Ok(Turn::Show(Box::new(situation.view(Step::Refuse(Refusal::AlreadyRegistered))), None))
            }
            _ => Ok(Turn::NextStep),
        }
    }

    /// What makes the account. What an invitation gives is judged by what holds now.
    async fn account(&mut self, home: &Organisation, patch: UserPatch, chosen: ChosenPassword) -> Result<Change> {
        let (doorward, caller) = (self.doorward, self.caller);
        let invitation = self.invitation_to_use(home.id, self.kept.progress.identifier.as_ref()).await?;
        let judged = match &invitation {
            Some(invitation) => invitation.judge(doorward, &mut doorward.store.read().await?, None).await?,
            None => JudgedGifts::default(),
        };
        let roles = Some(judged.given.roles()).filter(|roles| !roles.is_empty());
        let patch = UserPatch { roles, ..patch };
        let planning = Planning { doorward, home: Home::from(home), patch: &patch, stored: None, now: caller.now };
        let plan = planning.plan(Some(chosen.first()))?;
        let plan = plan.map_err(|_| Error::Corrupt("claims of an invitation"))?;
        let mut change = Change::new();
        self.made(&plan, home);
        sign_ins::save(&mut change, self.pending.handle, &self.row, caller.now);
        let by = caller.user(plan.key.1);
        plan.add_to(&mut change, doorward, None, (&by, EventKind::UserRegistered)).await?;
        if let Some(invitation) = &invitation {
            invitation.give_to_new(&mut change, doorward, &by, (plan.key.1, &judged)).await?;
        }
        Ok(change)
    }

    /// What the account is made from: the form over what was known before.
    fn patch(&self, form: &Registration) -> Result<UserPatch> {
        let key = self.kept.progress.identifier.clone().ok_or(Error::Corrupt("a registration without an address"))?;
        let known = self.invitation.as_ref().map(|invitation| &*invitation.row.facts);
        let mut claims: Map<String, Value> = known.map(|known| known.claims.clone()).unwrap_or_default();
        claims.retain(|claim, _| CLAIMS.contains(&claim.as_str()));
        let (fields, data) = (&form.fields, form.fields.data.tidied());
        for field in ProfileField::ALL {
            let value = data.get(field);
            claims.insert(field.claim().to_owned(), if value.is_empty() { Value::Null } else { value.into() });
        }
        claims.insert("zoneinfo".to_owned(), zones::listed(&fields.zone).into());
        if let (None, Some(home)) = (claims.get("locale"), &self.named) {
            let language = asked_language(Scene::browser(self.caller, self.ui_locales()), None, home);
            claims.insert("locale".to_owned(), language.tag().into());
        }
        Ok(UserPatch {
            email: Some(Identifier { key, display: self.kept.typed.clone() }),
            claims,
            accepted_notice: fields.accepted.is_some(),
            joined_by: if known.is_some() { JoinedBy::Invitation } else { JoinedBy::Registration },
            ..UserPatch::default()
        })
    }

    /// From here on the sign-in is that of the new account, and its password the proof.
    fn made(&mut self, plan: &UserPlan, home: &Organisation) {
        let (org, user) = plan.key;
        (self.row.org, self.row.user) = (Some(org), Some(user));
        self.kept.epoch = Some(1 + home.epoch);
        self.kept.progress.registered(user, true, self.caller.now);
        self.row.facts = Json::new(self.kept.clone());
    }

    /// The form once more, with what was typed, passwords aside.
    fn form_again(&self, fields: RegistrationFields, problems: RegistrationProblems) -> Turn {
        let mut view = self.view(Step::Register);
        if let Some(registration) = &mut view.registration {
            if let Some(NotChosen::Rules(rules)) = &problems.password {
                registration.rules.clone_from(rules);
            }
            (registration.fields, registration.problems) = (fields, problems);
        }
        Turn::Show(Box::new(view), Some(Complaint::Registration))
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
        let of_home = self.named.as_ref().and_then(|home| home.branding.time_zone.clone());
        let zone = Some(claim("zoneinfo")).filter(|zone| !zone.is_empty()).or(of_home).unwrap_or_default();
        let data = ProfileData {
            given_name: claim("given_name"),
            family_name: claim("family_name"),
            occupation: claim("occupation"),
            department: claim("department"),
        };
        let zone = zones::listed(&zone).unwrap_or_default().to_owned();
        let fields = RegistrationFields { data, zone, accepted: None };
        Some(Box::new(RegistrationView {
            invited_by: known.and_then(|row| row.facts.invited_by.clone()),
            until: known.map(|row| row.expires_at),
            fields,
            problems: RegistrationProblems::default(),
            rules: self.named.as_ref().map(|home| rules_of(self.doorward, home)).unwrap_or_default(),
            notice: self.policy().notice.clone(),
        }))
    }
}

/// Everything that is wrong with the form that can be told without hashing anything.
fn problems(
    doorward: &Doorward,
    form: &Registration,
    chooser: &Chooser<'_>,
    home: &Organisation,
) -> RegistrationProblems {
    RegistrationProblems {
        data: form.fields.data.errors(),
        password: chooser.judge(doorward, (&form.password, &form.repeated)).err(),
        zone: zones::listed(&form.fields.zone).is_none(),
        not_accepted: home.policy.notice.is_some() && form.fields.accepted != home.policy.notice,
    }
}

/// The rules for a first password in this organisation.
fn rules_of(doorward: &Doorward, home: &Organisation) -> Vec<JudgedRule> {
    let profile = Profile::default();
    Chooser { home: Home::from(home), profile: &profile, identifiers: &[], was: None }.rules(doorward)
}
