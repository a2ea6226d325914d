//! Choosing a password where the step asks for one. What was given to the person before ends with the old password. This sign-in goes on,
//! and so does their session in this browser, unless they came by a mailbox: a restored or first password signs in anew.

use jose::base64url;
use model::{
    Key,
    sign_in::{NewPassword, Part, Step},
};
use store::{Change, users};

use super::{Accepted, Complaint, LastAnswer, Situation, Turn, View, pending::Resolved, reading::Lookup};
use crate::{
    Doorward, Result, SignedIn, instance_mac_key,
    people::{
        Home, JudgedRule, NotChosen,
        chosen_password::{Chooser, ChosenPassword},
        person::Person,
    },
};

impl<'a> Situation<'a> {
    /// A password was typed twice.
    pub(super) async fn set_password(resolved: Resolved<'a>, typed: (&str, &str)) -> Result<Turn> {
        let (doorward, caller) = (resolved.doorward, resolved.caller);
        let situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let answer = LastAnswer { answer: situation.set_password_answer(typed.0).await?, at: caller.now };
        if situation.row.session.is_some() {
            return Box::pin(situation.same_click(&answer, Change::new())).await;
        }
        let step = situation.step()?;
        let (Step::SetPassword { why }, Some(person)) = (&step, &situation.person) else {
            return situation.not_asked(&answer).await;
        };
        let identifiers = users::identifiers(&mut doorward.store.read().await?, person.row.org, person.row.id).await?;
        let identifiers: Vec<String> = identifiers.into_iter().map(|one| one.shown).collect();
        match Box::pin(chooser(person, &identifiers).choose(doorward, caller, typed)).await? {
            Ok(chosen) => {
                let why = *why;
                Box::pin(situation.password_chosen(answer, why, chosen)).await
            }
            Err(not_chosen) => Ok(situation.not_chosen(step, not_chosen)),
        }
    }

    /// What tells this answer from any other. The key is the browser's own secret as well, which is stored nowhere: what the row
    /// keeps says nothing of the password.
    async fn set_password_answer(&self, password: &str) -> Result<Accepted> {
        let mac_key = instance_mac_key::get(self.doorward).await?;
        let browser = self.caller.browser.as_ref().map(crypto::token::Token::expose).unwrap_or_default();
        let parts: [&[u8]; 3] = [self.pending.handle.as_bytes(), browser.as_bytes(), password.as_bytes()];
        Ok(Accepted::SetPassword(base64url::encode(mac_key.mac("set password answer", &parts))))
    }

    async fn password_chosen(mut self, answer: LastAnswer, why: NewPassword, chosen: ChosenPassword) -> Result<Turn> {
        let (doorward, caller) = (self.doorward, self.caller);
        let Some(mut person) = self.person.take() else { return Ok(Turn::NextStep) };
        let mut change = Change::new();
        self.spend_link(&mut change);
        if person.password().is_none() {
            self.use_invitation(&mut change, &person).await?;
        }
        chosen.set(doorward, &mut change, (&mut person, why), (caller, self.ui_locales())).await?;
        match why {
            // Whoever comes by a mailbox may not be the one who is signed in here.
            NewPassword::Recovered | NewPassword::First => {
                person.end_given(self.doorward, &mut change, caller.now);
                self.is_session_alive = false;
            }
            NewPassword::Broken | NewPassword::Expired | NewPassword::Demanded | NewPassword::Changed => {
                let session = self.session().filter(|session| session.user == person.row.id);
                person.end_given_elsewhere(self.doorward, &mut change, caller, session);
            }
        }
        self.person = Some(person);
        // What was answered before counts under the new epoch as well.
        self.bind_to_person();
        change.append(self.give_back(Part::First));
        self.kept.progress.password_set(why, caller.now);
        self.answered(answer, change, Change::new()).await
    }

    /// A first password uses up the invitation of its address, whichever way led to it.
    async fn use_invitation(&self, change: &mut Change, person: &Person) -> Result<()> {
        let mailbox = person.profile.email.as_deref().and_then(|email| Key::email(email).ok());
        if let Some(invitation) = self.invitation_to_use(person.row.org, mailbox.as_ref()).await? {
            let user = person.row.id;
            invitation.give_to_account(change, self.doorward, &self.caller.user(user), user).await?;
        }
        Ok(())
    }

    fn not_chosen(&self, step: Step, why: NotChosen) -> Turn {
        let view = self.view(step);
        let (rules, complaint) = match why {
            NotChosen::Missing => (view.rules.clone(), Complaint::NewPasswordMissing),
            NotChosen::NotRepeated => (view.rules.clone(), Complaint::NewPasswordNotRepeated),
            NotChosen::Rules(rules) => (rules, Complaint::NewPasswordRules),
        };
        Turn::Show(Box::new(View { rules, ..view }), Some(complaint))
    }

    /// The rules that the page of this step lists.
    pub(super) fn rules(&self, step: &Step) -> Vec<JudgedRule> {
        match (step, &self.person) {
            (Step::SetPassword { .. }, Some(person)) => chooser(person, &[]).rules(self.doorward),
            _ => Vec::new(),
        }
    }
}

impl Doorward {
    /// The rules that a new password of whoever is signed in is judged by.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn own_password_rules(&self, who: &SignedIn) -> Result<Vec<JudgedRule>> {
        let mut read = self.store.read().await?;
        let person = Person::of_row(self, &mut read, Some(who.row.owner.clone())).await?;
        Ok(person.map(|person| chooser(&person, &[]).rules(self)).unwrap_or_default())
    }
}

fn chooser<'p>(person: &'p Person, identifiers: &'p [String]) -> Chooser<'p> {
    Chooser { home: Home::from(&*person.home), profile: &person.profile, identifiers, was: person.password() }
}
