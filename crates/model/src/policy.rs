//! An organisation's policy: everything in which one organisation's sign-in differs from another's, as data.
//!
//! Stored as JSON. A field that is missing has the value of [`Policy::default`], so a policy of an older release stays
//! readable; a field that is unknown is refused, so a typing error never passes for a rule. Spans are milliseconds.
//! [`Policy::check`] lists what an organisation may not choose.

mod check;
mod password_rule;
mod presets;

use serde::{Deserialize, Serialize};

pub use check::Violation;
pub use password_rule::{CharacterSet, LEAST_MIN, MAX_BYTES, MODERN_MAX, MOST_HISTORY, PasswordRule};

use crate::{
    Authenticator,
    account::Facts,
    id::{Id, Provider},
    sign_in::Level,
    time::{Span, Time},
};

/// How an organisation's users sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// What users type to be found.
    pub identify: IdentifyBy,
    /// Where the first proof comes from.
    pub sign_in: SignInBy,
    /// Providers that vouch for users beside `sign_in` (or alone, with [`SignInBy::Providers`]): those of the organisation that are in
    /// use. They are kept beside the policy, not in it.
    #[serde(skip)]
    pub providers: Vec<ProviderRule>,
    /// The level without which nobody of the organisation signs in, whatever the application asks.
    pub level: Level,
    /// Whether a passkey that verified its user signs in alone, without a password.
    pub passkey_alone: bool,
    /// Whether people without a passkey are offered one, once, after a sign-in with the password.
    pub passkey_offered: bool,
    /// Of which models passkeys have to be.
    pub passkey_models: PasskeyModels,
    /// What a new password must be like.
    pub password: PasswordRule,
    /// What wrong attempts lead to.
    pub lock_out: LockOut,
    /// Whether a second factor is asked for, and which.
    pub second_factor: SecondFactorRule,
    /// Whether users get recovery codes for a lost second factor.
    pub recovery_codes: RecoveryCodes,
    /// What helps a user who forgot the password.
    pub recovery: Recovery,
    /// How an account comes to have a user.
    pub registration: Registration,
    /// What a signed-in user shows to change the password.
    pub password_change: PasswordChange,
    /// Where people may move their e-mail address themselves.
    pub email_change: EmailChange,
    /// Whether "remember my login" is offered.
    pub remember: Remember,
    /// How long a session lasts.
    pub session: SessionLimits,
    /// After how long without use an account becomes inactive ([`crate::inactivity`]); never, when absent.
    pub inactivity: Option<Span>,
    /// The text that users must have accepted, in this version.
    pub notice: Option<Notice>,
    /// Whether users may detach a linked upstream account themselves.
    pub users_detach_links: bool,
}

/// What users type to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifyBy {
    /// Their e-mail address; the organisation follows from it.
    Email,
    /// The organisation's slug ("company ID") and a user name.
    OrganisationAndUserName,
}

/// Where the first proof comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SignInBy {
    /// A password that is kept here, as a hash.
    Password,
    /// A password typed here and judged by the organisation's own service (REST, LDAP). Nothing of it is kept.
    External {
        /// Whether those users need a second factor kept here.
        second_factor: UpstreamFactor,
    },
    /// Only the listed providers, on their own pages.
    Providers,
}

/// Of which models passkeys have to be. A model is what an authenticator proves by its maker's certificate, not what it says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PasskeyModels {
    /// Of any, and none need be proven.
    #[default]
    Any,
    /// Of one that is certified, as the instance's list of models says today.
    Certified,
    /// Of one of these.
    Listed {
        /// Their identifiers (AAGUID), as metadata writes them: `8-4-4-4-12` hexadecimal digits in lower case.
        aaguids: Vec<String>,
    },
}

impl PasskeyModels {
    /// Whether a model has to be proven.
    pub fn is_restricted(&self) -> bool {
        *self != Self::Any
    }
}

/// What an organisation makes of one provider's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderRule {
    /// The provider.
    pub provider: Id<Provider>,
    /// Whether its users need a second factor kept here.
    pub second_factor: UpstreamFactor,
    /// Whether its statement that two factors were used is believed.
    pub vouches_for_two_factors: bool,
    /// Whether a user whom it vouches for and who is unknown here gets an account.
    pub creates_users: bool,
}

/// Whether users of an upstream need a second factor kept here; by default the upstream's own is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpstreamFactor {
    /// They are neither asked for one nor can they enrol one.
    #[default]
    None,
    /// They need one, as if it were the organisation's general rule.
    Required,
}

/// What wrong attempts lead to. Passwords and second factors are counted apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LockOut {
    /// How many wrong attempts are judged before the lock: 3 to 100.
    pub attempts: u32,
    /// How the lock opens again.
    pub opens: Opens,
}

/// How a lock opens again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// By itself: after a minute, doubling to an hour.
    Timed,
    /// By an administrator's hand only.
    UntilUnlocked,
}

/// Whether a second factor is asked for, and which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SecondFactorRule {
    /// Off, optional or required.
    pub rule: SecondFactor,
    /// The second factors that count, in the order in which they are offered.
    pub authenticators: Vec<Authenticator>,
    /// For how long a user may put a required enrolment off, from the first time it is asked for; not at all, when absent.
    pub grace: Option<Span>,
    /// For how long a browser that the user called their own is not asked again; always asked, when absent.
    /// Void where two factors are demanded by the organisation, the application or the request.
    pub trust: Option<Span>,
    /// Whether users may switch an optional second factor off again.
    pub may_switch_off: bool,
    /// Whether an optional second factor is offered while registering.
    pub offered_while_registering: bool,
    /// Authenticator apps that people are led to, in this order. Every other one works as well.
    pub recommended_apps: Vec<TotpApp>,
}

/// An authenticator app that keeps to RFC 6238.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotpApp {
    /// Microsoft Authenticator.
    Microsoft,
    /// Google Authenticator.
    Google,
    /// 2FAS.
    #[serde(rename = "2fas")]
    TwoFas,
    /// FreeOTP.
    #[serde(rename = "freeotp")]
    FreeOtp,
}

impl TotpApp {
    /// Every one, in the order in which they are recommended where an organisation says nothing.
    pub const ALL: [Self; 4] = [Self::Microsoft, Self::Google, Self::TwoFas, Self::FreeOtp];
}

/// Whether a second factor is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// Nobody has one; one that was enrolled earlier is not asked for.
    Off,
    /// Users who enrolled one are asked for it.
    Optional,
    /// Everybody needs one.
    Required,
}

/// Whether users get recovery codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecoveryCodes {
    /// Whether they are handed out at enrolment, and accepted.
    pub offered: bool,
    /// Whether enrolment demands the tick "I have safely recorded this".
    pub recorded: bool,
}

/// What helps a user who forgot the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recovery {
    /// What reaches the user.
    pub by: RecoverBy,
    /// What a user who has a second factor needs besides.
    pub with_second_factor: RecoverWithFactor,
}

/// What reaches a user who forgot the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoverBy {
    /// Nothing: an administrator helps.
    Nobody,
    /// A link by e-mail.
    EmailLink,
    /// A code by e-mail.
    EmailCode,
    /// The organisation's own service, which judges the passwords and is asked to reset this one.
    Provider,
}

/// What a user who has a second factor needs to recover the password. E-mail alone is never enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoverWithFactor {
    /// The second factor too.
    FactorToo,
    /// An administrator.
    AdministratorOnly,
}

/// How an account comes to have a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Registration {
    /// Administrators (and provisioning) make accounts; nobody registers.
    Closed,
    /// By the link of an invitation.
    Invitation,
    /// Accounts exist; their users choose a password after a code by e-mail ("first time login").
    FirstSignIn,
    /// Anybody with an address in these domains (lower case).
    Open {
        /// The domains.
        domains: Vec<String>,
    },
}

/// What a signed-in user shows to change the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordChange {
    /// The current password.
    CurrentPassword,
    /// A link sent by e-mail.
    EmailLink,
}

/// Where people may move their e-mail address themselves. Never into a mail domain of another organisation: whoever types such an
/// address is looked for there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailChange {
    /// To any mailbox of theirs.
    Anywhere,
    /// To mail domains of the organisation.
    MailDomains,
    /// Nowhere: administrators, or the directory that people come from, do it.
    Nobody,
}

/// Whether "remember my login" is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Remember {
    /// Sessions end with the browser.
    Never,
    /// Users who tick the box stay signed in.
    Choice {
        /// For how long.
        span: Span,
    },
}

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionLimits {
    /// Without use. Does not apply to a remembered session.
    pub idle: Span,
    /// In all. A remembered session lasts for [`Remember::Choice`]'s span instead.
    pub absolute: Span,
}

/// One person's trust in one browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trust {
    /// When it was given.
    pub since: Time,
    /// Until when the second factor is not asked for there.
    pub until: Time,
}

/// A text that users must have accepted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Which text, by name.
    pub text: String,
    /// Which version of it. A new one is asked for at the next sign-in.
    pub version: String,
}

impl Policy {
    /// Whether passwords are kept here at all.
    pub fn keeps_passwords(&self) -> bool {
        self.sign_in == SignInBy::Password
    }

    /// Whether passwords are typed here and judged by the organisation's own service.
    pub fn is_external(&self) -> bool {
        matches!(self.sign_in, SignInBy::External { .. })
    }

    /// Whether the password of whoever has these facts is kept here: everybody's, or where the organisation's own service judges them,
    /// that of those who get in without it.
    pub fn keeps_password_of(&self, facts: &Facts) -> bool {
        !facts.external && (self.keeps_passwords() || (self.is_external() && facts.local))
    }

    /// Whether a passkey signs in alone here.
    pub fn signs_in_by_passkey(&self) -> bool {
        self.keeps_passwords() && self.passkey_alone
    }

    /// Whether the sign-in page offers "Forgot password?".
    pub fn offers_recovery(&self) -> bool {
        self.mail_recovers() || self.recovers_by_provider()
    }

    /// Whether a forgotten password is restored by mail.
    pub fn mail_recovers(&self) -> bool {
        self.keeps_passwords() && matches!(self.recovery.by, RecoverBy::EmailLink | RecoverBy::EmailCode)
    }

    /// Whether the organisation's own service is asked to reset a forgotten password.
    pub fn recovers_by_provider(&self) -> bool {
        self.is_external() && self.recovery.by == RecoverBy::Provider
    }

    /// Whether a mailbox is enough to come to a new password, so that it can not be a second factor besides.
    pub fn mail_sets_passwords(&self) -> bool {
        let first_sign_in = self.registration == Registration::FirstSignIn;
        let change = self.keeps_passwords() && self.password_change == PasswordChange::EmailLink;
        self.mail_recovers() || first_sign_in || change
    }

    /// Whether the sign-in page offers a way to a new account or a first password.
    pub fn offers_registration(&self) -> bool {
        matches!(self.registration, Registration::FirstSignIn | Registration::Open { .. })
    }

    /// The least number of characters of a new password: the organisation's own, or 8 where a second factor is
    /// required and 15 where not (PWD-06).
    pub fn password_min(&self) -> u16 {
        let modern = if self.second_factor.rule == SecondFactor::Required { 8 } else { 15 };
        self.password.min.unwrap_or(modern)
    }

    /// The second factors that count today. E-mail is none where it also resets the password (RST-02).
    pub fn second_factors(&self) -> impl Iterator<Item = Authenticator> + '_ {
        let on = self.second_factor.rule != SecondFactor::Off;
        let mail_resets = self.mail_sets_passwords();
        let counts = move |one: &Authenticator| {
            on && one.is_second_factor() && !(*one == Authenticator::EmailCode && mail_resets)
        };
        self.second_factor.authenticators.iter().copied().filter(counts)
    }

    /// For how long a browser may be trusted, so that whoever signs in there is not asked for the second factor: never where everybody is
    /// asked everywhere.
    pub fn trust(&self) -> Option<Span> {
        let everywhere = self.second_factor.rule == SecondFactor::Required || self.level >= Level::Two;
        self.second_factor.trust.filter(|_| !everywhere)
    }

    /// Whether trust is believed today. What was given for longer than today's policy gives it is void.
    pub fn trusts(&self, trust: Trust, now: Time) -> bool {
        self.trust().is_some_and(|span| now < trust.until && trust.until <= trust.since + span)
    }

    /// Whether this policy, in place of another, takes back trust that was given under that one: it gives none, or for a shorter time. All
    /// trust is void then, and stays so whatever policy follows.
    pub fn takes_trust_of(&self, before: &Self) -> bool {
        self.trust() < before.trust()
    }

    /// What the organisation makes of this provider's word; nothing, when it is not listed.
    pub fn provider(&self, provider: Id<Provider>) -> Option<&ProviderRule> {
        self.providers.iter().find(|rule| rule.provider == provider)
    }

    /// Whether users look after a second factor of this kind themselves here. Those who come from an upstream whose factors are enough
    /// do not (J2.7, J4.7).
    pub fn offers_own(&self, factor: Authenticator) -> bool {
        let here = match self.sign_in {
            SignInBy::Password => true,
            SignInBy::External { second_factor } => second_factor == UpstreamFactor::Required,
            SignInBy::Providers => false,
        };
        here && self.second_factors().any(|one| one == factor)
    }

    /// Whether users look after passkeys of their own here: as a second factor, or to sign in with alone.
    pub fn offers_own_passkeys(&self) -> bool {
        self.signs_in_by_passkey() || self.offers_own(Authenticator::Passkey)
    }

    /// Whether users may switch their second factor off (never where it is required, nor where a level is demanded that needs one).
    pub fn may_switch_factor_off(&self) -> bool {
        self.level == Level::One
            && self.second_factor.rule != SecondFactor::Required
            && self.second_factor.may_switch_off
    }
}

#[cfg(test)]
mod tests;
