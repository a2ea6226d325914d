//! Everything that is known at one step of a sign-in, and the step that follows from it.

use std::sync::Arc;

use crypto::seal::Sealer;
use model::{
    Authenticator, Id, Policy, Span,
    access::Access,
    id::{AppSession, Org, User},
    sign_in::{self, AttemptsLeft, Part, Purpose, Requirements, SignIn, Step, Subject},
};
use store::{Json, attempts::Budget, devices::DeviceRow, sessions::SessionRow, sign_ins::SignInRow};

use super::{
    newcomers::Newcomers,
    pending::{Destination, Pending, Resolved},
    stored::StoredSignIn,
};
use crate::{
    Application, Caller, Doorward, Organisation, Result,
    applications::asked::Known,
    guesses::{self, Counter},
    invitations::OpenInvitation,
    jobs::TextState,
    people::person::{NOBODY, Person},
    sessions,
};

/// Everything that is known at one step. All of it is read once; what an answer changes is changed here, in memory.
pub(crate) struct Situation<'a> {
    pub(super) doorward: &'a Doorward,
    pub(super) caller: &'a Caller,
    /// What is hashed and derived with it outlives the sealing key.
    pub(super) mac_key: &'a Sealer,
    pub(super) pending: Pending,
    pub(super) row: SignInRow<Json<StoredSignIn>>,
    pub(super) kept: StoredSignIn,
    pub(super) application: Option<Arc<Application>>,
    /// The invitation that it began from, while that holds.
    pub(super) invitation: Option<OpenInvitation>,
    /// One that waits at the address that was typed, where nobody is called so and people come to an account by a mailed code.
    pub(super) awaited: Option<OpenInvitation>,
    /// Whether it began from a link that holds no more.
    pub(super) link_over: bool,
    /// Whether this request says who it is, and the row does not know yet.
    pub(super) claimed: bool,
    /// The organisation that was named: typed, or asked for by the application.
    pub(super) named: Option<Arc<Organisation>>,
    /// The organisation whose look the page has where none is known.
    pub(super) look: Option<Arc<Organisation>>,
    /// The browser's session, whoever's it is.
    pub(super) browser_session: Option<SessionRow>,
    /// Whether the policy of its organisation, as it is today, lets it go on: one that does not is replaced by the next sign-in.
    pub(super) is_session_alive: bool,
    /// Whom the sign-in is about, where that may be known: they have answered something, the session is theirs, or an answer
    /// is about to be judged that shows nothing of it.
    pub(super) person: Option<Person>,
    /// The browser, if the person signed in from it before, by the hash of its secret.
    pub(super) known_browser: Option<([u8; 32], DeviceRow)>,
    pub(super) counters: Counters,
    /// Whether the person may open the application, and what they let it have.
    pub(super) access: Access,
    pub(super) consented: Option<String>,
    /// How far the text message has come that was sent last.
    pub(super) text_state: TextState,
    /// Who the application says it must be.
    pub(super) wanted: Option<Id<User>>,
    /// The application's part of the browser's session.
    pub(super) app_session: Option<Id<AppSession>>,
    /// How many grants the application was given of it and may still have.
    pub(super) grants: i64,
}

/// What wrong guesses are counted by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counters {
    /// Passwords, or codes by e-mail, as the page goes by them.
    pub(super) first: Counter,
    /// The account's own, where `first` counts what was typed.
    pub(super) account: Option<Counter>,
    /// Second factors.
    pub(super) second: Counter,
    /// All newcomers of the organisation together, where somebody may be one of them.
    pub(super) newcomers: Option<Newcomers>,
    /// Whether wrong passwords closed what a sign-in would go by until an administrator unlocks it. Known where one is restored.
    pub(super) locked_until_unlocked: bool,
}

impl<'a> Situation<'a> {
    /// What it was read from, to read it once more.
    pub(super) fn resolved(&self) -> Resolved<'a> {
        let (pending, application) = (self.pending.clone(), self.application.clone());
        Resolved { doorward: self.doorward, caller: self.caller, pending, application }
    }

    /// The person's key, or nobody's, for which the same is read.
    pub(super) fn person_key(&self) -> (Id<Org>, Id<User>) {
        self.person.as_ref().map_or(NOBODY, Person::key)
    }

    /// The browser's session, unless it has ended by today's policy, somebody else wants to sign in, or another organisation than its
    /// own was asked for.
    pub(super) fn session(&self) -> Option<&SessionRow> {
        // Whoever makes an account is somebody else than whoever is signed in.
        let counts =
            self.is_session_alive && !self.kept.forget_session && self.kept.progress.purpose != Purpose::Register;
        let session = self.browser_session.as_ref().filter(|_| counts)?;
        let other = match (&self.pending.organisation, &self.named) {
            (Some(_), Some(organisation)) => organisation.id != session.org,
            _ => false,
        };
        (!other).then_some(session)
    }

    /// Notes whom a proof or a consent is about, so that it counts for nobody else: the browser's session, which may have
    /// said who it is, can be another one by the time of the next step.
    pub(super) fn bind_to_person(&mut self) {
        if let Some(person) = &self.person {
            (self.row.org, self.row.user) = (Some(person.row.org), Some(person.row.id));
            self.kept.epoch = Some(person.epoch());
            self.kept.progress.belongs_to(person.row.id);
        }
    }

    /// Whether it may be shown who it is: something was proven, or nothing was typed and the session says it.
    pub(super) fn is_shown(&self) -> bool {
        !self.kept.progress.proofs.is_empty() || self.kept.progress.identifier.is_none()
    }

    /// Who governs. Once something is proven, or where the session speaks, it is the home organisation; until then it is
    /// what can be known without knowing whether there is an account. The instance's own policy and look, where none.
    pub(super) fn organisation(&self) -> Option<&Arc<Organisation>> {
        match &self.person {
            Some(person) if self.is_shown() => Some(&person.home),
            _ => self.named.as_ref(),
        }
    }

    pub(super) fn policy(&self) -> &Policy {
        self.organisation().map_or(&self.doorward.instance.policy, |organisation| &organisation.policy)
    }

    /// The policy that the account itself goes by, whatever the page shows.
    pub(super) fn home_policy(&self) -> &Policy {
        self.person.as_ref().map_or_else(|| self.policy(), |person| &person.home.policy)
    }

    /// What comes next.
    pub(super) fn step(&self) -> Result<Step> {
        Ok(sign_in::next(&self.facts(), &self.requirements(), self.policy(), self.caller.now))
    }

    /// For how long the person may trust this browser, where that is of any use.
    pub(super) fn trust_offered(&self) -> Option<Span> {
        sign_in::trust_offered(&self.facts(), &self.requirements(), self.policy(), self.caller.now)
    }

    /// Whether the next step takes a proof by this authenticator.
    pub(super) fn asks_for(&self, authenticator: Authenticator) -> Result<Option<Part>> {
        let step = self.step()?;
        Ok(step.takes(if authenticator == Authenticator::Password { step.password_kind() } else { authenticator }))
    }

    pub(super) fn requirements(&self) -> Requirements {
        match (&self.pending.destination, &self.application) {
            (Destination::Application(asked), Some(application)) => {
                let known = Known { wanted: self.wanted, access: self.access, consented: self.consented.as_deref() };
                asked.request().requirements(application, &known)
            }
            _ => Requirements { login_hint: self.pending.hint.clone(), ..Requirements::default() },
        }
    }

    fn facts(&self) -> SignIn {
        let now = self.caller.now;
        let trust = self.known_browser.as_ref().and_then(|(_, row)| row.trust);
        SignIn {
            subject: match &self.person {
                Some(person) => Subject::Claimed(Some(Box::new(person.account.clone()))),
                None if self.kept.progress.identifier.is_some() => Subject::Claimed(None),
                None => Subject::Nobody,
            },
            session: self.session().map(sessions::facts),
            tries: AttemptsLeft {
                first: self.password_guesses_left(),
                second: guesses::left(guesses::code_budget(self.counters.second.row), self.counters.second.row, now),
            },
            locked_until_unlocked: self.counters.locked_until_unlocked,
            // Whoever links an account proves all of it (FED-02).
            trust: trust.filter(|_| self.kept.to_link.is_none()),
            progress: self.kept.progress.clone(),
        }
    }

    fn password_guesses_left(&self) -> u32 {
        let left = |counter: Counter, budget| guesses::left(budget, counter.row, self.caller.now);
        let first = left(self.counters.first, self.first_budget());
        self.counters.account.map_or(first, |counter| first.min(left(counter, self.account_budget(counter))))
    }

    /// What one more wrong first proof costs the counter that the page goes by.
    pub(super) fn first_budget(&self) -> Budget {
        match self.counters.account {
            Some(_) if self.is_proven_by_mail() => guesses::MAILED_CODES_FROM,
            None if self.is_proven_by_mail() => guesses::MAILED_CODES,
            _ => guesses::password_budget(self.first_policy(), self.counters.first.row),
        }
    }

    /// What it costs the account's own.
    pub(super) fn account_budget(&self, counter: Counter) -> Budget {
        if self.is_proven_by_mail() {
            guesses::MAILED_CODES
        } else {
            guesses::password_budget(self.home_policy(), counter.row)
        }
    }

    /// Whether the first proof is a mailbox: where a password is restored, or an account come to.
    pub(super) fn is_proven_by_mail(&self) -> bool {
        matches!(self.kept.progress.purpose, Purpose::Recover | Purpose::Register)
    }

    /// The policy that the page's own counter goes by: what was typed shows nothing of the account; all else is its own.
    pub(super) fn first_policy(&self) -> &Policy {
        if self.counters.account.is_some() { self.policy() } else { self.home_policy() }
    }
}

impl Counters {
    pub(super) const fn none() -> Self {
        let none = Counter { key: [0; 32], row: None };
        Self { first: none, account: None, second: none, newcomers: None, locked_until_unlocked: false }
    }
}
