//! Signing in: a browser's way from a request to its end, one answer at a time.
//!
//! Each answer has the same shape: read the [`Situation`], make sure that the step that is answered is the step that
//! follows from it, judge the answer with no transaction open, and write. What comes next is never stored: the browser is
//! sent to the same address again, and the page follows from the facts. How a proof is judged stands once, in `prove`,
//! for every authenticator.

mod accept;
mod arrive;
mod confirm;
mod consent;
mod directory;
mod enrol;
mod identify;
mod invited;
mod link;
mod mailed_code;
mod mailed_link;
mod mailing;
mod newcomers;
mod passkey;
mod pending;
mod prove;
mod provider;
mod pushed_out;
mod reading;
mod record_codes;
mod refuse;
mod register;
mod reset_request;
mod same_click;
mod set_password;
mod situation;
mod stored;
mod texting;
mod view;
mod vouched;
mod wrong;

use model::{
    Authenticator, Time,
    identifier::NotAnIdentifier,
    policy::{IdentifyBy, Notice},
    sign_in::{Part, Step},
};

pub use confirm::PasswordForm;
pub use invited::OpenedInvitation;
pub use link::OpenedLink;
pub use mailing::MailedView;
pub(crate) use pending::LIFE;
pub use pending::{Destination, NotPending, Pending};
pub use provider::{AttachBegun, Leaving, ProviderProblem, ProviderView, Returned};
pub use register::{Registration, RegistrationFields, RegistrationProblems, RegistrationView};
pub(crate) use situation::Situation;
use stored::{Accepted, LastAnswer};
pub use texting::TextedView;
pub use view::{ApplicationView, Offers, View};

use crate::{
    Caller, Cookie, Doorward, Result,
    applications::asked::ApplicationResponse,
    authenticators::{Attempt, NewPasskeyAnswer, NotAPassword, PasskeyProblem, passkey::Answered},
    text_messages::NumberProblem,
};
use pending::Resolved;
use reading::Lookup;

/// What was sent from a page of the sign-in.
pub enum Answer {
    /// An e-mail address.
    Email {
        /// As typed.
        email: String,
        /// Whether "Remember my login" was ticked.
        remember: bool,
    },
    /// Company ID, user name and password on one page.
    Company {
        /// The company ID as typed.
        organisation: String,
        /// The user name as typed.
        user: String,
        /// The password.
        password: String,
        /// Whether "Remember my login" was ticked.
        remember: bool,
        /// Whether the browser said that its device can keep a passkey and verify its user.
        makes_passkeys: bool,
    },
    /// A password.
    Password {
        /// As typed.
        password: String,
        /// Whether the browser said that its device can keep a passkey and verify its user.
        makes_passkeys: bool,
    },
    /// A code of an authenticator app.
    Code {
        /// As typed.
        code: String,
        /// Whether "Don't ask on this device" was ticked.
        trust: bool,
    },
    /// A recovery code, as typed.
    RecoveryCode(String),
    /// What a passkey answered.
    Passkey {
        /// As JSON.
        credential: String,
        /// What the page had sealed: [`PasskeyRequest::challenge`](crate::PasskeyRequest::challenge).
        challenge: String,
        /// Whether "Don't ask on this device" was ticked.
        trust: bool,
        /// Whether "Remember my login" was ticked.
        remember: bool,
    },
    /// What a new passkey answered.
    EnrolPasskey {
        /// As JSON.
        credential: String,
        /// What the page had sealed.
        challenge: String,
        /// What it is to be called.
        label: String,
    },
    /// Who it is about, without a password: the company ID and the user name, as typed.
    User {
        /// The company ID.
        organisation: String,
        /// The user name.
        user: String,
    },
    /// A code is to be sent by e-mail.
    SendCode,
    /// A code that was sent by e-mail.
    EmailCode {
        /// As typed.
        code: String,
        /// Whether "Don't ask on this device" was ticked.
        trust: bool,
    },
    /// A code is to be sent by text message, to the number that was set up.
    SendText,
    /// A code that was sent by text message.
    TextCode {
        /// As typed.
        code: String,
        /// Whether "Don't ask on this device" was ticked.
        trust: bool,
    },
    /// A code is to be sent to a number that is to be set up.
    SendToNumber {
        /// The code of the country that was chosen.
        country: String,
        /// As typed.
        number: String,
    },
    /// The code that was sent to a number that is set up, as typed.
    EnrolNumber(String),
    /// A link is to be sent by e-mail.
    SendLink,
    /// The organisation's own service is to be asked to reset the password.
    RequestReset,
    /// The first code of an app that is set up.
    EnrolTotp {
        /// As typed.
        code: String,
        /// What the page had sealed: [`TotpEnrolment::sealed`](crate::TotpEnrolment::sealed).
        sealed: String,
    },
    /// Setting up a second factor is put off.
    Postpone,
    /// The form of somebody who registers.
    Register(Box<Registration>),
    /// Whether the recovery codes are recorded.
    RecordCodes(bool),
    /// A new password.
    NewPassword {
        /// As typed.
        password: String,
        /// As typed the second time.
        repeated: String,
    },
    /// Whether the organisation's notice is accepted.
    Accept {
        /// Which, as the page showed it.
        notice: Notice,
        /// Whether it was ticked.
        accepted: bool,
    },
    /// Whether the application may have what it asks for.
    Consent {
        /// Whether it may.
        allowed: bool,
        /// What the page was shown for: [`View::consent_for`].
        question_mac: String,
    },
    /// Somebody else wants to sign in.
    SomebodyElse,
    /// An identity provider is to vouch: its key.
    Provider(String),
}

/// What was wrong with an answer. The page stays, with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Complaint {
    /// The e-mail address is none.
    Email(NotAnIdentifier),
    /// The company ID can not be one.
    Organisation,
    /// The user name can not be one.
    User(NotAnIdentifier),
    /// Nothing was typed as password.
    PasswordMissing,
    /// Identifier and password don't match, or nobody is called so: one answer for both.
    PasswordWrong,
    /// The organisation's own service, which judges passwords, does not answer: nothing was judged.
    ServiceSilent,
    /// What was typed as password can't be sent to the organisation's own service: nothing was judged.
    PasswordNotCarried,
    /// The password is right, and has to be changed in the organisation's own directory before it is of use.
    PasswordExpiredThere,
    /// Too many wrong passwords, whether anybody is called so or not; until then, or until an administrator unlocks.
    PasswordLocked(Option<Time>),
    /// The code is wrong, or was used before.
    CodeWrong,
    /// The recovery code is wrong, or was used before.
    RecoveryCodeWrong,
    /// What was typed as the code that was sent can be none: nothing was judged.
    SentCodeMissing(Authenticator),
    /// The code that was sent is another one, or it is too late: one answer for both (REG-06).
    SentCodeWrong,
    /// The code that was sent was answered wrong too often, and is void.
    SentCodeSpent,
    /// No code was sent to the number, and why.
    Number(NumberProblem),
    /// What a passkey answered is not taken.
    Passkey(PasskeyProblem),
    /// Too many wrong codes, until then.
    CodeLocked(Time),
    /// The registration form has problems: [`View::registration`] has them.
    Registration,
    /// Nothing was typed as new password.
    NewPasswordMissing,
    /// The new password breaks rules: [`View::rules`] says which.
    NewPasswordRules,
    /// The new password and its repetition differ.
    NewPasswordNotRepeated,
    /// The notice was not ticked.
    NoticeNotAccepted,
    /// It was not ticked that the recovery codes are recorded.
    CodesNotRecorded,
    /// An identity provider's word is not taken: [`View::provider`] names it.
    Provider(ProviderProblem),
}

impl From<NotAPassword> for Complaint {
    fn from(why: NotAPassword) -> Self {
        match why {
            NotAPassword::Missing => Self::PasswordMissing,
            NotAPassword::TooLong => Self::PasswordWrong,
        }
    }
}

/// What a flow of the sign-in answers.
pub enum Turn {
    /// Show the page of this step.
    Show(Box<View>, Option<Complaint>),
    /// Send the browser to the same address again, to see the next step.
    NextStep,
    /// Signed in; on to where it led.
    Arrived(Arrived, Vec<Cookie>),
    /// On to an identity provider.
    Elsewhere(Box<Leaving>),
    /// This sign-in was completed before.
    Completed(Box<View>),
    /// There is no such sign-in in this browser; the page says how to go on.
    NotPending(NotPending),
}

/// What became of writing an answer.
enum Written {
    /// It is written.
    Done(Turn),
    /// Another request was quicker, and nothing was written: what holds now has to be read again.
    Overtaken,
}

impl Written {
    /// The browser is sent to see what the other request did.
    fn or_next_step(self) -> Turn {
        match self {
            Self::Done(turn) => turn,
            Self::Overtaken => Turn::NextStep,
        }
    }
}

/// Where somebody arrives.
pub enum Arrived {
    /// At the list of applications.
    Home,
    /// At one of our own pages, by path and query.
    Page(String),
    /// Back at the application, with its answer.
    Application(ApplicationResponse),
}

impl Doorward {
    /// The page of a sign-in, or its end where nothing more is asked. `onward`: the browser was sent here by an answer;
    /// without it, somebody came by the back button or from the application, and may still say otherwise who they are.
    pub async fn show(&self, caller: &Caller, at: &str, onward: bool) -> Result<Turn> {
        let resolved = match Resolved::unseal(self, caller, at).await? {
            Ok(resolved) => resolved,
            Err(not_pending) => return Ok(Turn::NotPending(not_pending)),
        };
        match Box::pin(resolved.conclude()).await? {
            Turn::Show(view, complaint)
                if !onward && view.confirms.is_none() && matches!(view.step, Step::Prove { part: Part::First, .. }) =>
            {
                let by = if view.by_company { IdentifyBy::OrganisationAndUserName } else { IdentifyBy::Email };
                let passkey = view.passkey.iter().map(|_| Authenticator::Passkey);
                let providers = match &view.step {
                    Step::Prove { any_of, .. } => any_of.as_slice(),
                    _ => &[],
                };
                let providers = providers.iter().copied().filter(|way| matches!(way, Authenticator::Provider(_)));
                let step = Step::Identify { by, any_of: passkey.chain(providers).collect() };
                Ok(Turn::Show(Box::new(View { step, ..*view }), complaint))
            }
            turn => Ok(turn),
        }
    }

    /// The first question again, for somebody who wants to answer it otherwise. Writes nothing.
    pub async fn ask_again(&self, caller: &Caller, at: &str, by: Option<IdentifyBy>) -> Result<Turn> {
        let resolved = match Resolved::unseal(self, caller, at).await? {
            Ok(resolved) => resolved,
            Err(not_pending) => return Ok(Turn::NotPending(not_pending)),
        };
        let situation = Box::pin(Situation::read(resolved, None, Lookup::Shown)).await?;
        if situation.row.session.is_some() {
            return Ok(situation.completed());
        }
        let by = by.unwrap_or(situation.policy().identify);
        let view = situation.view(situation.first_question(by));
        Ok(Turn::Show(Box::new(View { by_company: by == IdentifyBy::OrganisationAndUserName, ..view }), None))
    }

    /// Takes an answer.
    pub async fn answer(&self, caller: &Caller, at: &str, answer: Answer) -> Result<Turn> {
        let resolved = match Resolved::unseal(self, caller, at).await? {
            Ok(resolved) => resolved,
            Err(not_pending) => return Ok(Turn::NotPending(not_pending)),
        };
        match answer {
            Answer::Email { email, remember } => Box::pin(Situation::identify(resolved, (&email, remember))).await,
            Answer::Company { organisation, user, password, remember, makes_passkeys } => {
                let named = (organisation.as_str(), user.as_str(), remember);
                let attempt = Attempt::password(password, makes_passkeys);
                Box::pin(Situation::company(resolved, named, attempt)).await
            }
            Answer::Password { password, makes_passkeys } => {
                resolved.proof(Attempt::password(password, makes_passkeys).map_err(Complaint::from)).await
            }
            Answer::Code { code, trust } => resolved.proof(Ok(Attempt::totp(code, trust))).await,
            Answer::Passkey { credential, challenge, trust, remember } => {
                let answered = Answered::parse(&credential, challenge, (trust, remember));
                let attempt = answered.map(|answered| Attempt::Passkey(Box::new(answered)));
                resolved.proof(attempt.ok_or(Complaint::Passkey(PasskeyProblem::Wrong))).await
            }
            Answer::EnrolPasskey { credential, challenge, label } => {
                let made = NewPasskeyAnswer { credential: &credential, challenge: &challenge, label: &label };
                Box::pin(Situation::enrol_passkey(resolved, made)).await
            }
            Answer::RecoveryCode(code) => resolved.proof(Ok(Attempt::recovery_code(code))).await,
            Answer::User { organisation, user } => {
                Box::pin(Situation::identify_user(resolved, (&organisation, &user))).await
            }
            Answer::RequestReset => Box::pin(Situation::request_reset(resolved)).await,
            Answer::SendLink => Box::pin(Situation::send_link(resolved)).await,
            Answer::SendCode => Box::pin(Situation::send_code(resolved)).await,
            Answer::EmailCode { code, trust } => {
                let attempt = Attempt::sent_code(Authenticator::EmailCode, &code, trust);
                resolved.proof(attempt.ok_or(Complaint::SentCodeMissing(Authenticator::EmailCode))).await
            }
            Answer::SendText => Box::pin(Situation::send_text(resolved)).await,
            Answer::TextCode { code, trust } => {
                let attempt = Attempt::sent_code(Authenticator::Sms, &code, trust);
                resolved.proof(attempt.ok_or(Complaint::SentCodeMissing(Authenticator::Sms))).await
            }
            Answer::SendToNumber { country, number } => {
                Box::pin(Situation::send_to_number(resolved, (&country, &number))).await
            }
            Answer::EnrolNumber(code) => Box::pin(Situation::enrol_number(resolved, &code)).await,
            Answer::EnrolTotp { code, sealed } => Box::pin(Situation::enrol_totp(resolved, (&code, &sealed))).await,
            Answer::Register(form) => Box::pin(Situation::register(resolved, *form)).await,
            Answer::RecordCodes(recorded) => Box::pin(Situation::record_codes(resolved, recorded)).await,
            Answer::NewPassword { password, repeated } => {
                Box::pin(Situation::set_password(resolved, (&password, &repeated))).await
            }
            Answer::Accept { notice, accepted } => Box::pin(Situation::accept(resolved, (notice, accepted))).await,
            Answer::Postpone => Box::pin(Situation::postpone(resolved)).await,
            Answer::Consent { allowed, question_mac } => {
                Box::pin(Situation::consent(resolved, (allowed, &question_mac))).await
            }
            Answer::Provider(key) => Box::pin(Situation::to_provider(resolved, &key)).await,
            Answer::SomebodyElse => Box::pin(Situation::somebody_else(resolved)).await,
        }
    }
}

impl Resolved<'_> {
    /// From the facts to the page, or to the end. Shared by the pages and by requests that need none.
    async fn conclude(self) -> Result<Turn> {
        let situation = Box::pin(Situation::read(self, None, Lookup::Shown)).await?;
        if situation.row.session.is_some() {
            return Ok(situation.completed());
        }
        match situation.step()? {
            Step::Arrive(arrival) => {
                Ok(Box::pin(situation.arrive(arrival, store::Change::new())).await?.or_next_step())
            }
            Step::Refuse(refusal) => situation.refuse(refusal).await,
            step => Ok(Turn::Show(Box::new(situation.view(step)), None)),
        }
    }

    /// Something was typed as a proof.
    async fn proof(self, attempt: std::result::Result<Attempt, Complaint>) -> Result<Turn> {
        let admitted = match attempt {
            Ok(attempt) => Ok(attempt.admitted(self.doorward, self.caller).await?),
            Err(complaint) => Err(complaint),
        };
        let lookup = Lookup::of(&admitted);
        let situation = Box::pin(Situation::read(self, None, lookup)).await?;
        Box::pin(situation.prove(admitted, None)).await
    }
}
