//! What a page of the sign-in has to know.

use std::sync::Arc;

use model::{
    Authenticator, Policy, Span, Time,
    policy::{IdentifyBy, Registration, Remember, SignInBy, TotpApp},
    reader::Reader,
    sign_in::{Consented, Purpose, Refusal, Step},
};

use super::{
    MailedView, ProviderView, Situation, TextedView, link::Link, pending::Destination, register::RegistrationView,
};
use crate::{
    Application, Organisation,
    applications::asked::Asked,
    authenticators::{PasskeyRequest, TotpEnrolment},
    guesses,
    people::{JudgedRule, person::Person},
};

/// What a page of the sign-in has to know.
#[derive(Debug, Clone)]
pub struct View {
    /// Whose look and words; the instance's where no organisation is known.
    pub organisation: Option<Arc<Organisation>>,
    /// Whose look it is where no organisation is known: of the one that this browser was signed in to.
    pub look: Option<Arc<Organisation>>,
    /// The application that asked.
    pub application: Option<ApplicationView>,
    /// Languages that the application asked for.
    pub ui_locales: Vec<String>,
    /// How the person wants to read, once they have proven something.
    pub reader: Reader,
    /// What was typed as identifier, or what to begin with.
    pub identifier: String,
    /// What to call the person, once they have proven something.
    pub name: Option<String>,
    /// The step.
    pub step: Step,
    /// What the sign-in is for.
    pub purpose: Purpose,
    /// What it can be for instead.
    pub offers: Offers,
    /// The code that was sent by e-mail last, if one was: whether to somebody, no page tells.
    pub mailed_code: Option<MailedView>,
    /// The same of a link.
    pub mailed_link: Option<MailedView>,
    /// Whether the organisation's own service was asked to reset the password: for whom, no page tells.
    pub reset_requested: bool,
    /// What is told of text messages, where the step takes one.
    pub texted: Option<TextedView>,
    /// Whether it began from a link that holds no more.
    pub link_over: bool,
    /// Whether the code that was sent has been typed as it was.
    pub mailbox_proven: bool,
    /// Where somebody comes from who only confirms an act of theirs: a path of ours.
    pub confirms: Option<String>,
    /// What an authenticator app is set up with, where the step asks for that.
    pub enrolment: Option<TotpEnrolment>,
    /// The apps that are recommended for it.
    pub recommended_apps: Vec<TotpApp>,
    /// What a passkey is asked for, where the step takes one.
    pub passkey: Option<PasskeyRequest>,
    /// What a new passkey is made with, where the step asks for that.
    pub new_passkey: Option<PasskeyRequest>,
    /// The second factor that the person used last, of those that the step takes.
    pub last_used: Option<Authenticator>,
    /// From when on codes are taken again, where too many wrong ones closed that.
    pub codes_open_at: Option<Time>,
    /// By which of those that the step takes a code was sent last, while it is good: the page asks for that one.
    pub sent_last: Option<Authenticator>,
    /// The domain and the ID of a passkey that is known to nobody here: the browser may forget it.
    pub unknown_passkey: Option<(String, String)>,
    /// Recovery codes to be recorded, where the step asks for that.
    pub codes: Vec<String>,
    /// Whether it has to be ticked that they are.
    pub ticks_codes: bool,
    /// The rules for a new password, where the step asks for one.
    pub rules: Vec<JudgedRule>,
    /// Which proof was wrong, where the page complains of one.
    pub wrong: Option<Authenticator>,
    /// Whether company ID and user name are asked for.
    pub by_company: bool,
    /// Whether "Remember my login" is offered, and was ticked.
    pub remember: Option<bool>,
    /// For how long "Don't ask on this device" lasts, where it is offered.
    pub trust: Option<Span>,
    /// Whom and what a question for consent is about; it comes back with the answer.
    pub consent_for: String,
    /// For refusals: how many wrong passwords lock.
    pub attempts: u32,
    /// Whether a password was set in this sign-in.
    pub is_password_set: bool,
    /// Whether it began from an invitation.
    pub by_invitation: bool,
    /// The form, where the step is to register.
    pub registration: Option<Box<RegistrationView>>,
    /// The identity providers that the step takes.
    pub providers: Vec<ProviderView>,
    /// The one that the application wants whoever signs in to be led to.
    pub hinted: Option<ProviderView>,
    /// Whether nothing is typed that proves anything: providers alone vouch.
    pub by_providers: bool,
    /// The identity provider that the page is about: one that did not vouch, or that will be linked with whoever proves who they are.
    pub provider: Option<String>,
}

/// What a page may offer instead of signing in, by the policy that governs it and where mail can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offers {
    /// Restoring the password.
    pub restore: bool,
    /// Coming to a first password, of an account that somebody else made.
    pub first_sign_in: bool,
    /// Making an account of one's own.
    pub register: bool,
}

/// The application that asked.
#[derive(Debug, Clone)]
pub struct ApplicationView {
    /// What people call it.
    pub name: String,
    /// Its picture.
    pub logo: Option<String>,
    /// Where the answer goes: its origin must be allowed as target of forms.
    pub redirect_uri: String,
    /// Where it begins, for those who arrive by the back button.
    pub launch_url: Option<String>,
    /// Its privacy notice.
    pub policy_uri: Option<String>,
    /// Its terms.
    pub tos_uri: Option<String>,
}

impl ApplicationView {
    /// What a page says of this application and its request.
    fn new(application: &Application, asked: &Asked) -> Self {
        let client = application.settings.client();
        Self {
            name: application.name.clone(),
            logo: application.settings.logo.clone(),
            redirect_uri: asked.request().answered_at().to_owned(),
            launch_url: application.settings.begins_at().map(str::to_owned),
            policy_uri: client.and_then(|client| client.policy_uri.clone()),
            tos_uri: client.and_then(|client| client.tos_uri.clone()),
        }
    }
}

impl Situation<'_> {
    /// The page of a step.
    pub(super) fn view(&self, step: Step) -> View {
        let policy = self.policy();
        let requirements = self.requirements();
        let application = match (&self.application, &self.pending.destination) {
            (Some(application), Destination::Application(asked)) => Some(ApplicationView::new(application, asked)),
            _ => None,
        };
        let typed = Some(self.kept.typed.clone()).filter(|typed| !typed.is_empty());
        let hint = || self.pending.hint.clone().or_else(|| requirements.login_hint.clone());
        let person = self.person.as_ref().filter(|_| self.is_shown());
        View {
            organisation: self.organisation().cloned(),
            look: self.look.clone(),
            application,
            ui_locales: self.ui_locales().to_vec(),
            identifier: typed.or_else(hint).unwrap_or_default(),
            reader: person.map(|person| Reader::of(&person.profile)).unwrap_or_default(),
            name: person.map(Person::name),
            by_company: by_company(policy) || (self.is_proven_by_mail() && !self.kept.company.is_empty()),
            purpose: self.kept.progress.purpose,
            offers: self.offers(),
            mailed_code: self.mailed(Authenticator::EmailCode),
            mailed_link: self.mailed(Authenticator::EmailLink),
            reset_requested: self.mailed(Authenticator::External).is_some(),
            texted: self.texted(&step),
            link_over: self.link_over,
            mailbox_proven: self.is_mailbox_proven(),
            confirms: self.confirms(),
            remember: match policy.remember {
                Remember::Never => None,
                Remember::Choice { .. } => Some(self.kept.progress.remember),
            },
            trust: person.and_then(|_| self.trust_offered()),
            consent_for: match &step {
                Step::Consent(asked) => self.consent_for(asked),
                _ => String::new(),
            },
            attempts: policy.lock_out.attempts,
            enrolment: self.enrolment(&step),
            is_password_set: self.kept.progress.password_set_at.is_some(),
            passkey: self.passkey(&step),
            new_passkey: self.new_passkey(&step),
            last_used: self.last_used(&step),
            codes_open_at: self.codes_open_at(&step),
            sent_last: self.sent_last(&step),
            unknown_passkey: None,
            by_invitation: matches!(self.pending.link, Some(Link::Invitation(_))),
            registration: self.registration(&step),
            codes: self.shown_codes(&step),
            recommended_apps: policy.second_factor.recommended_apps.clone(),
            ticks_codes: policy.recovery_codes.recorded,
            rules: self.rules(&step),
            providers: self.providers(&step),
            hinted: self.hinted(&step),
            by_providers: policy.sign_in == SignInBy::Providers,
            provider: self.kept.to_link.as_ref().map(|to_link| to_link.name.clone()),
            step,
            wrong: None,
        }
    }

    /// Where somebody comes from who only confirms an act of theirs.
    fn confirms(&self) -> Option<String> {
        match (self.kept.progress.purpose, &self.pending.destination) {
            (Purpose::Confirm(_), Destination::Page(address)) => Some(address.clone()),
            _ => None,
        }
    }

    /// What the page may offer instead.
    fn offers(&self) -> Offers {
        let (policy, mail) = (self.policy(), self.doorward.instance.mail.is_some());
        Offers {
            restore: (mail && policy.mail_recovers()) || policy.recovers_by_provider(),
            first_sign_in: mail && policy.registration == Registration::FirstSignIn,
            register: mail && matches!(policy.registration, Registration::Open { .. }),
        }
    }

    /// The languages that the application asked for.
    pub(super) fn ui_locales(&self) -> &[String] {
        match &self.pending.destination {
            Destination::Application(asked) => asked.request().ui_locales(),
            Destination::Home | Destination::Page(_) => &[],
        }
    }

    /// From when on codes are taken again, where the step is refused because they are not.
    fn codes_open_at(&self, step: &Step) -> Option<Time> {
        let row = self.counters.second.row.filter(|_| *step == Step::Refuse(Refusal::SecondFactorLocked))?;
        guesses::locked_until(row, self.caller.now)
    }

    /// Ties a question for consent to this person, application and scopes.
    pub(super) fn consent_for(&self, asked: &Consented) -> String {
        let user = self.person.as_ref().map(|person| *person.row.id.as_bytes()).unwrap_or_default();
        let scopes = asked.scopes.join(" ");
        let parts: [&[u8]; 4] =
            [self.pending.handle.as_bytes(), &user, asked.application.as_bytes(), scopes.as_bytes()];
        jose::base64url::encode(self.doorward.sealer.mac("consent", &parts))
    }
}

/// Whether users of this policy type a company ID.
fn by_company(policy: &Policy) -> bool {
    policy.identify == IdentifyBy::OrganisationAndUserName
}
