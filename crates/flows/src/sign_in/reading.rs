//! Reading a situation: each fact once, under one read transaction, and of nobody what is read of somebody.

use std::sync::Arc;

use crypto::seal::Sealer;
use model::{
    Authenticator, Id, Key, Time,
    access::Access,
    id::{Org, User},
    identifier::Slug,
    sign_in::Purpose,
};
use store::{
    Json, Read, applications, attempts, devices, sessions,
    sign_ins::{self, SignInRow},
    users,
};

use super::{
    Complaint, Situation,
    arrive::Secrets,
    pending::{Destination, Pending, Resolved},
    situation::Counters,
    stored::StoredSignIn,
};
use crate::{
    Organisation, Result, TextState,
    authenticators::Admitted,
    guesses::{AttemptKey, Counter},
    instance_mac_key, limits,
    people::person::{NOBODY, Person},
    sessions::BrowserSession,
};

/// Whether whoever is called as was typed may be looked up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lookup {
    /// For a page: only whom an answer or the session has shown.
    Shown,
    /// For an answer that is judged: whoever it would be an answer of, and the same is read for nobody (LGN-03).
    Claimed,
    /// For a passkey that says who it is: whoever has it, by the hash of its ID, which nobody guesses.
    Passkey([u8; 32]),
    /// For a provider that vouches: whoever is linked with the identity.
    Vouched(Id<Org>, Id<User>),
}

impl Lookup {
    /// Only a first proof is judged of whom nothing has shown; what can be none is not judged.
    pub(super) fn of(attempt: &std::result::Result<Admitted, Complaint>) -> Self {
        match attempt.as_ref().map(|admitted| admitted.attempt.authenticator()) {
            Ok(Authenticator::Password | Authenticator::EmailCode) => Self::Claimed,
            _ => Self::Shown,
        }
    }
}

/// Who was named in the answer that is being taken.
pub(super) struct Claim<'a> {
    pub(super) company: Option<&'a Slug>,
    pub(super) key: &'a Key,
    pub(super) typed: &'a str,
    pub(super) remember: bool,
}

impl<'a> Situation<'a> {
    /// Reads everything that is known about this sign-in, after the claim, if the answer makes one. A sign-in that was completed
    /// stays what it was, whatever is claimed.
    pub(super) async fn read(
        Resolved { doorward, caller, pending, application }: Resolved<'a>,
        claim: Option<Claim<'_>>,
        lookup: Lookup,
    ) -> Result<Self> {
        // Kept in memory, and with a read of its own when it is not: never while this one has its place.
        let mac_key = instance_mac_key::get(doorward).await?;
        let mut read = doorward.store.snapshot();
        let found = BrowserSession::read(&mut read, caller).await?;
        let stolen = matches!(found, BrowserSession::Stolen(_));
        let (row, kept) = stored(&mut read, &pending).await?;
        let mut situation = Self::unread(Resolved { doorward, caller, pending, application }, row, kept, mac_key);
        if let BrowserSession::Open(session) = &found {
            let home = Organisation::by_id(doorward, &mut read, session.org).await?;
            situation.is_session_alive = crate::sessions::facts(session).is_alive(&home.policy, caller.now);
            situation.browser_session = Some((**session).clone());
        }
        let claim = claim.filter(|claim| situation.is_new(claim));
        situation.claimed = claim.is_some();
        situation.named = match claim {
            Some(claim) => situation.claim(&mut read, claim).await?,
            None => {
                situation.read_link(&mut read).await?;
                situation.read_named(&mut read).await?
            }
        };
        // Where passwords are typed on other servers' pages, nobody is looked for to judge one.
        let policy = situation.policy();
        let judged_here = policy.keeps_passwords() || policy.is_external() || situation.is_proven_by_mail();
        let lookup = if judged_here || lookup != Lookup::Claimed { lookup } else { Lookup::Shown };
        situation.read_person(&mut read, lookup).await?;
        situation.read_invitation_of_address(&mut read).await?;
        // Before anything is shown or judged, neither guesses nor the application have a say.
        if situation.person.is_some() || lookup == Lookup::Claimed {
            situation.read_counters(&mut read, mac_key).await?;
            situation.read_access(&mut read).await?;
        }
        situation.read_wanted(&mut read).await?;
        situation.read_look(&mut read).await?;
        situation.read_text_state(&mut read).await?;
        drop(read);
        if stolen {
            found.end_if_stolen(doorward, caller).await?;
        }
        Ok(situation)
    }

    /// Of which nothing is known yet but the row.
    fn unread(
        Resolved { doorward, caller, pending, application }: Resolved<'a>,
        row: SignInRow<Json<StoredSignIn>>,
        kept: StoredSignIn,
        mac_key: &'a Sealer,
    ) -> Self {
        Self {
            doorward,
            caller,
            mac_key,
            pending,
            row,
            kept,
            application,
            invitation: None,
            awaited: None,
            claimed: false,
            link_over: false,
            named: None,
            look: None,
            browser_session: None,
            is_session_alive: false,
            person: None,
            known_browser: None,
            counters: Counters::none(),
            text_state: TextState::Sent,
            access: Access::NotSubscribed,
            consented: None,
            wanted: None,
            app_session: None,
            grants: 0,
        }
    }

    /// Whether the claim says anything that the row does not. The same said again, with nothing proven since, is no reason to write the
    /// row: that would overtake the first of two clicks while its password is judged.
    fn is_new(&self, claim: &Claim<'_>) -> bool {
        let company = claim.company.map(Slug::as_str).unwrap_or_default();
        let progress = &self.kept.progress;
        let said = self.kept.names(company, claim.key) && progress.remember == claim.remember;
        self.row.session.is_none() && !(self.row.version > 0 && said && progress.proofs.is_empty())
    }

    /// Somebody is named; nothing is written yet, and nothing that was proven before counts. What governs the sign-in is the
    /// organisation that was named, else the one whose domain it is.
    async fn claim(&mut self, read: &mut Read, claim: Claim<'_>) -> Result<Option<Arc<Organisation>>> {
        let slug = claim.company.map(Slug::as_str).or(self.pending.organisation.as_deref());
        let named = match slug {
            Some(slug) => Organisation::by_slug(self.doorward, read, slug).await?,
            None => None,
        };
        let governing = match (named, claim.key.domain()) {
            (Some(named), _) => Some(named),
            (None, Some(domain)) => Organisation::by_domain(self.doorward, read, domain).await?,
            (None, None) => None,
        };
        let company = claim.company.map(Slug::as_str);
        self.kept = self.kept.named(claim.key, claim.typed, company, governing.as_deref());
        self.kept.progress.remember = claim.remember;
        (self.row.org, self.row.user) = (None, None);
        self.row.facts = Json::new(self.kept.clone());
        Ok(governing)
    }

    async fn read_named(&self, read: &mut Read) -> Result<Option<Arc<Organisation>>> {
        match (self.kept.organisation, &self.pending.organisation) {
            (Some(id), _) => Ok(Some(Organisation::by_id(self.doorward, read, id).await?)),
            (None, Some(slug)) => Organisation::by_slug(self.doorward, read, slug).await,
            (None, None) => Ok(None),
        }
    }

    async fn read_person(&mut self, read: &mut Read, lookup: Lookup) -> Result<()> {
        match lookup {
            Lookup::Passkey(hash) => self.claim_by_passkey(read, &hash).await?,
            Lookup::Vouched(org, user) => self.claim_by_proof((org, user)),
            Lookup::Shown | Lookup::Claimed => {}
        }
        let session = self.session().map(|session| &session.owner);
        let row = match (self.row.org.zip(self.row.user), session, self.kept.progress.identifier.clone()) {
            (Some((org, user)), Some(owner), _) if (owner.org, owner.id) == (org, user) => Some(owner.clone()),
            (Some((org, user)), ..) => users::by_id(read, org, user).await?,
            // Nothing was typed: the session says who it is.
            (None, Some(owner), None) => Some(owner.clone()),
            (None, None, None) => return Ok(()),
            (None, owner, Some(key)) => {
                let own = match owner {
                    Some(owner) if self.is_own(read, (owner.org, owner.id), &key).await? => Some(owner.clone()),
                    _ => None,
                };
                match (own, lookup) {
                    (None, Lookup::Shown | Lookup::Passkey(_) | Lookup::Vouched(..)) => return Ok(()),
                    (None, Lookup::Claimed) => self.claimed(read, &key).await?,
                    (own, _) => own,
                }
            }
        };
        self.person = match row {
            Some(row) => Person::of_row(self.doorward, read, Some(row)).await?,
            None => Person::of_nobody(self.doorward, read, self.named.as_deref()).await.map(|()| None)?,
        };
        if let Some(person) = &self.person {
            self.kept.in_epoch(person);
            self.kept.at_mailbox(person);
        }
        self.read_known_browser(read).await
    }

    /// The browser, if the person signed in from it before. A sign-in that was completed gave it another secret, which a second click
    /// does not bring where the first one's answer is still on its way.
    async fn read_known_browser(&mut self, read: &mut Read) -> Result<()> {
        let brought = self.caller.device.as_ref().map(|token| *token.hash().as_bytes());
        let given = self.row.session.map(|_| *Secrets::of(self).device.hash().as_bytes());
        for hash in brought.into_iter().chain(given) {
            if self.known_browser.is_none() {
                let row = devices::get(read, self.person_key(), &hash, self.caller.now).await?;
                self.known_browser = row.map(|row| (hash, row));
            }
        }
        Ok(())
    }

    /// The passkey says who it is, whatever was typed before. The application may have named the organisation: of another nobody has
    /// one here.
    async fn claim_by_passkey(&mut self, read: &mut Read, hash: &[u8; 32]) -> Result<()> {
        let here = |org| match (&self.pending.organisation, &self.named) {
            (Some(_), named) => named.as_ref().is_some_and(|named| named.id == org),
            (None, _) => true,
        };
        let owner = store::credentials::passkey_owner(read, hash).await?;
        if let Some(user) = owner.filter(|(org, _)| here(*org)) {
            self.claim_by_proof(user);
        }
        Ok(())
    }

    /// A proof says who it is, whatever was typed before.
    fn claim_by_proof(&mut self, (org, user): (Id<Org>, Id<User>)) {
        if self.row.org.zip(self.row.user) == Some((org, user)) {
            return;
        }
        self.kept = self.kept.by_passkey();
        self.row.facts = Json::new(self.kept.clone());
        (self.row.org, self.row.user) = (Some(org), Some(user));
        if self.pending.organisation.is_none() {
            self.named = None;
        }
    }

    /// Whether what was typed is how the session's own user is found. It reads that user's identifiers alone, so that it
    /// tells nothing of anybody else.
    async fn is_own(&self, read: &mut Read, user: (Id<Org>, Id<User>), key: &Key) -> Result<bool> {
        let own = users::identifiers(read, user.0, user.1).await?;
        let here = self.named.as_ref().is_none_or(|named| named.id == user.0);
        Ok(here && !self.is_elsewhere() && own.iter().any(|own| own.key == key.as_str()))
    }

    /// Whoever was named, or was invited by that name. The application may have named the organisation; then nobody of another is called
    /// anything here.
    async fn claimed(&mut self, read: &mut Read, key: &Key) -> Result<Option<users::UserRow>> {
        let nobody = self.is_elsewhere() || (!self.kept.company.is_empty() && self.named.is_none());
        let found = Person::find(read, self.named.as_ref(), key).await?;
        let invited = self.invited_at(read, key).await?;
        Ok(found.or(invited).filter(|_| !nobody))
    }

    /// Whether another company ID was typed than the one that the application asked for.
    fn is_elsewhere(&self) -> bool {
        let asked = self.pending.organisation.as_ref();
        !self.kept.company.is_empty() && asked.is_some_and(|asked| *asked != self.kept.company)
    }

    /// What wrong guesses are counted by. A browser that the person signed in from before has counters of its own.
    async fn read_counters(&mut self, read: &mut Read, mac_key: &Sealer) -> Result<()> {
        let (org, user) = self.person_key();
        let typed = self.kept.progress.identifier.clone();
        // An address is one thing everywhere; a user name is another one in each organisation.
        let company = typed.as_ref().filter(|key| key.domain().is_none()).map_or("", |_| self.kept.company.as_str());
        let key = typed.as_ref().map_or("", Key::as_str);
        let device = self.known_browser.as_ref().map(|(hash, _)| hash);
        let by_mail = self.is_proven_by_mail();
        let account = match &self.person {
            Some(_) if by_mail => AttemptKey::MailedCode(org, user),
            None if by_mail => AttemptKey::MailedCodeNobody(company, key),
            _ => AttemptKey::Password(org, user),
        };
        let (first, second) = match device {
            Some(device) if by_mail => {
                (AttemptKey::MailedCodeFrom(org, user, device), AttemptKey::CodeFrom(org, user, device))
            }
            Some(device) => (AttemptKey::PasswordFrom(org, user, device), AttemptKey::CodeFrom(org, user, device)),
            None if typed.is_none() && self.person.is_some() => (account, AttemptKey::Code(org, user)),
            None if by_mail => {
                let network = limits::network(self.caller);
                (AttemptKey::MailedCodeTyped(company, key, network), AttemptKey::Code(org, user))
            }
            None => (AttemptKey::Typed(company, key), AttemptKey::Code(org, user)),
        };
        let first_counts_typed = matches!(first, AttemptKey::Typed(..) | AttemptKey::MailedCodeTyped(..));
        let newcomers = self.read_newcomers(read, mac_key).await?;
        let guessed = [first, second, account];
        let [first, second, account] = Counter::read_all(read, mac_key, guessed).await?;
        let account = Some(account).filter(|_| first_counts_typed && (by_mail || self.person.is_some()));
        let locked_until_unlocked = self.is_locked_until_unlocked(read, mac_key, (company, key)).await?;
        self.counters = Counters { first, account, second, newcomers, locked_until_unlocked };
        Ok(())
    }

    /// Whether a sign-in with a password would find a lock that only an administrator opens. Read where a password is restored.
    async fn is_locked_until_unlocked(
        &self,
        read: &mut Read,
        mac_key: &Sealer,
        (company, key): (&str, &str),
    ) -> Result<bool> {
        if self.kept.progress.purpose != Purpose::Recover {
            return Ok(false);
        }
        let (org, user) = self.person_key();
        let guessed = match &self.known_browser {
            Some((device, _)) => vec![AttemptKey::PasswordFrom(org, user, device)],
            None => vec![AttemptKey::Typed(company, key), AttemptKey::Password(org, user)],
        };
        let keys: Vec<_> = guessed.iter().map(|guessed| guessed.key(mac_key)).collect();
        let rows = attempts::standing(read, &keys, self.caller.now).await?;
        Ok(rows.iter().any(|row| row.opens_at == Time::NEVER))
    }

    /// Where no organisation is known, the one that this browser was signed in to, until its session ended elsewhere: whoever is asked to sign
    /// in again sees where they are. It is a look and nothing else: anybody signs in there.
    async fn read_look(&mut self, read: &mut Read) -> Result<()> {
        let token = self.caller.session.as_ref().filter(|_| self.organisation().is_none());
        if let Some(token) = token
            && let Some(org) = sessions::org_of_any(read, token.hash().as_bytes()).await?
        {
            self.look = Some(Organisation::by_id(self.doorward, read, org).await?);
        }
        Ok(())
    }

    /// Who the application says it must be.
    async fn read_wanted(&mut self, read: &mut Read) -> Result<()> {
        let Destination::Application(asked) = &self.pending.destination else { return Ok(()) };
        let Some(subject) = asked.request().subject() else { return Ok(()) };
        self.wanted = Some(match self.session().filter(|session| session.owner.subject == subject) {
            Some(session) => session.user,
            // Nobody of that name: it can not be whoever signs in.
            None => users::by_subject(read, subject).await?.map_or(NOBODY.1, |(_, user)| user),
        });
        Ok(())
    }

    /// Whether the person may open the application, and what they let it have.
    pub(super) async fn read_access(&mut self, read: &mut Read) -> Result<()> {
        let (Some(application), Destination::Application(asked)) = (&self.application, &self.pending.destination)
        else {
            return Ok(());
        };
        // The same is read for nobody, who has no organisation and so no subscription.
        let (key, session) = (self.person_key(), self.session().map(|session| session.id));
        let opening = applications::opening(read, key, application.id, session).await?;
        let opening = opening.filter(|_| application.active);
        let row = opening.as_ref().map(|opening| opening.access);
        if self.person.is_some() {
            self.access =
                crate::applications::access::access_from_row(self.doorward, read, key.0, Some(application), row)
                    .await?;
        }
        let asks = asked.request().asks_consent(application);
        if let Some(opening) = opening {
            self.consented = opening.consented.filter(|_| asks);
            self.app_session = opening.app_session;
            self.grants = opening.grants.unwrap_or_default();
        }
        Ok(())
    }
}

/// The row of a sign-in, or what it begins with.
async fn stored(read: &mut Read, pending: &Pending) -> Result<(SignInRow<Json<StoredSignIn>>, StoredSignIn)> {
    // What was not opened from an address has a handle that nobody had before.
    let stored =
        if pending.from_address { sign_ins::by_id::<Json<StoredSignIn>>(read, pending.handle).await? } else { None };
    // The handle is random, so a row of another browser can't be met by chance; if it is, it is not ours.
    if let Some(row) = stored.filter(|row| row.browser == pending.browser) {
        let kept = StoredSignIn::clone(&row.facts);
        return Ok((row, kept));
    }
    let row = SignInRow {
        browser: pending.browser,
        org: None,
        user: None,
        version: 0,
        facts: Json::default(),
        session: None,
        expires_at: pending.expires_at(),
    };
    Ok((row, StoredSignIn::new(pending.purpose)))
}
