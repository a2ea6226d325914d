//! Codes by e-mail in a sign-in: asking for one, and what it is compared with.
//!
//! The page, what is read and written, and the time that it takes are the same whoever was named (RST-04): a job is ordered for
//! nobody as well. A mail that exceeds its budget is not ordered, and looks as if it were.

use std::sync::Arc;

use model::{
    Authenticator, Id, Span,
    id::{Org, User},
    policy::Registration,
    release::Profile,
    sign_in::{Challenge, Purpose},
};
use notify::{Address, CodePurpose};
use store::{Change, Json, attempts, sign_ins};

use super::{MailedCodeView, Situation, Turn, pending::Resolved, reading::Lookup};
use crate::{
    Organisation, Result,
    authenticators::email_code::{self, Bound, Sent},
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    guesses::{AttemptKey, MAILS},
    instance_mac_key,
    jobs::{self, CODE_LIFE, CodeMessage},
    limits,
    notices::{Scene, asked_language, mailbox},
    people::person::{NOBODY, Person},
};

/// Whoever asks again so soon is sent nothing new, and nothing is void (PITFALLS L7): the mail is on its way.
const PAUSE: Span = Span::minutes(1);

/// Whom the mails of this sign-in go to.
struct Recipient {
    to: Address,
    /// The account, and its epoch; nobody's, where one may be made.
    owner: (Id<Org>, Id<User>, i64),
    home: Arc<Organisation>,
    /// What is known of them; nothing of a newcomer.
    profile: Profile,
}

impl Recipient {
    /// The person, where their profile says that they read mail.
    fn person(person: &Person) -> Option<Self> {
        let profile = &person.profile;
        Some(Self {
            to: mailbox(profile)?,
            owner: (person.row.org, person.row.id, person.epoch()),
            home: person.home.clone(),
            profile: profile.clone(),
        })
    }
}

impl<'a> Situation<'a> {
    /// A code is to be sent.
    pub(super) async fn send_code(resolved: Resolved<'a>) -> Result<Turn> {
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Claimed)).await?;
        let now = situation.caller.now;
        let asked = situation.row.session.is_none() && situation.asks_for(Authenticator::EmailCode)?.is_some();
        let lately = situation.kept.progress.challenge(Authenticator::EmailCode, now);
        if !asked || lately.is_some_and(|sent| now < sent.sent_at + PAUSE) {
            return Ok(Turn::NextStep);
        }
        limits::begin_sign_in(situation.doorward, situation.caller).await?;
        let (mac_key, recipient) = (instance_mac_key::get(situation.doorward).await?, situation.recipient());
        let bound = recipient.as_ref().map(|recipient| situation.bound(recipient));
        let sent = (situation.kept.progress.purpose, situation.kept.typed.as_str(), now);
        let (code, challenge) = email_code::challenge(situation.doorward, mac_key, bound.as_ref(), sent);
        situation.kept.progress.challenged(challenge);
        situation.row.facts = Json::new(situation.kept.clone());
        Box::pin(situation.order(mac_key, recipient, code.expose())).await
    }

    /// Keeps the challenge and orders the mail, as far as its budget goes.
    async fn order(self, mac_key: &crypto::Sealer, recipient: Option<Recipient>, code: &str) -> Result<Turn> {
        let (doorward, now) = (self.doorward, self.caller.now);
        let mut kept = Change::new();
        sign_ins::save(&mut kept, self.pending.handle, &self.row, now);
        let concerning = EventSubject {
            org: recipient.as_ref().map(|recipient| recipient.home.id).or(self.kept.organisation),
            user: self.person.as_ref().map(|person| person.row.id),
            app: self.application.as_ref().map(|application| application.id),
        };
        let (by, data) = (self.caller.anonymous(), serde_json::json!({}));
        events::record(doorward, &mut kept, &by, EventKind::SignInCodeSent, concerning, &data);
        let mut sent = kept.clone();
        for (name, budget, guard) in MAILS {
            attempts::take(&mut sent, &self.asked_from(name).key(mac_key), budget, now, guard);
        }
        let message = self.message(recipient.as_ref(), code);
        let org = recipient.as_ref().map(|recipient| recipient.home.id);
        jobs::order_code(doorward, &mut sent, org, &message).await?;
        match doorward.store.commit(sent).await? {
            Ok(()) => doorward.ordered.notify_one(),
            Err(guard) if MAILS.iter().any(|(.., budget)| *budget == guard) => {
                // Another tab may have been quicker; then its code is the one that counts.
                let _ = doorward.store.commit(kept).await?;
            }
            Err(_) => {}
        }
        Ok(Turn::NextStep)
    }

    /// Whose budget of mails is taken from: a browser that the person signed in from before has its own; of everybody else it is
    /// counted by network and by what was typed, whether anybody is called so or not.
    fn asked_from(&self, budget: &'static str) -> AttemptKey<'_> {
        match (&self.known_browser, &self.person) {
            (Some((device, _)), Some(person)) => {
                AttemptKey::MailFromKnown(budget, person.row.org, person.row.id, device)
            }
            _ => {
                let typed = self.kept.progress.identifier.as_ref().map_or("", model::Key::as_str);
                AttemptKey::MailFrom(budget, &self.kept.company, typed, limits::network(self.caller))
            }
        }
    }

    fn message(&self, recipient: Option<&Recipient>, code: &str) -> CodeMessage {
        let known = self.known_browser.as_ref().map(|(device, _)| jose::base64url::encode(device));
        let to = recipient.map(|recipient| recipient.to.to_string());
        let nobody = Profile::default();
        let profile = recipient.map_or(&nobody, |recipient| &recipient.profile);
        let home = recipient.map(|recipient| &*recipient.home);
        let scene = Scene::browser(self.caller, self.ui_locales());
        let language = home.map(|home| asked_language(scene, profile.locale.as_deref(), home).tag());
        CodeMessage {
            budget: format!("{} {}", to.as_deref().unwrap_or(&self.kept.typed), known.unwrap_or_default()),
            to,
            name: profile.given_name.clone().or_else(|| profile.name.clone()),
            language: language.unwrap_or_default().to_owned(),
            zone: profile.zoneinfo.clone().or_else(|| home.and_then(|home| home.branding.time_zone.clone())),
            date_format: profile.date_format.clone(),
            time_format: profile.time_format.clone(),
            purpose: match self.kept.progress.purpose {
                Purpose::Register => CodePurpose::Register,
                _ => CodePurpose::Restore,
            },
            code: code.to_owned(),
            at: self.caller.now,
            agent: self.caller.agent.clone(),
            address: self.caller.address.clone(),
        }
    }

    /// Who is written to: whoever was named, or an address that may register. Nobody, otherwise.
    fn recipient(&self) -> Option<Recipient> {
        match &self.person {
            Some(person) => Recipient::person(person),
            None => self.newcomer(),
        }
    }

    /// Whoever may come to an account with the address that was typed.
    fn newcomer(&self) -> Option<Recipient> {
        let home = self.organisation()?;
        let open = matches!(home.policy.registration, Registration::Open { .. });
        if self.kept.progress.purpose != Purpose::Register || !open {
            return None;
        }
        self.kept.progress.identifier.as_ref()?.domain()?;
        Some(Recipient {
            to: self.kept.typed.parse().ok()?,
            owner: (NOBODY.0, NOBODY.1, 0),
            home: home.clone(),
            profile: Profile::default(),
        })
    }

    fn bound(&self, recipient: &Recipient) -> Bound {
        Bound {
            sign_in: self.pending.handle,
            purpose: self.kept.progress.purpose,
            owner: recipient.owner,
            to: recipient.to.to_string(),
        }
    }

    /// What a code that is typed now is compared with.
    pub(super) fn sent(&self, challenge: Challenge) -> Sent {
        Sent { challenge, bound: self.recipient().map(|recipient| self.bound(&recipient)) }
    }

    /// What the page says of the code that was sent last.
    pub(super) fn mailed_code(&self) -> Option<MailedCodeView> {
        let sent = self.kept.progress.last_challenge(Authenticator::EmailCode)?;
        Some(MailedCodeView { sent_at: sent.sent_at, life: CODE_LIFE })
    }

    /// Whether the code that was sent has been typed.
    pub(super) fn is_mailbox_proven(&self) -> bool {
        let progress = &self.kept.progress;
        let by_mail = |proof: &model::sign_in::Proof| {
            proof.authenticator == Authenticator::EmailCode && proof.purpose == progress.purpose
        };
        progress.proofs.iter().any(by_mail)
    }
}
