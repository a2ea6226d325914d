//! Policies to begin with: the modern one that a new organisation gets, and one for each journey of JOURNEYS.md.

use super::{
    CharacterSet, EmailChange, IdentifyBy, LockOut, Notice, Opens, PasskeyModels, PasswordChange, PasswordRule, Policy,
    RecoverBy, RecoverWithFactor, Recovery, RecoveryCodes, Registration, Remember, SecondFactor, SecondFactorRule,
    SessionLimits, SignInBy, TotpApp, UpstreamFactor,
};
use crate::Authenticator;
use crate::sign_in::Level;
use crate::time::Span;

impl Default for Policy {
    /// What a new organisation gets.
    fn default() -> Self {
        Self {
            identify: IdentifyBy::Email,
            sign_in: SignInBy::Password,
            providers: Vec::new(),
            level: Level::One,
            passkey_alone: true,
            passkey_offered: false,
            passkey_models: PasskeyModels::Any,
            password: PasswordRule::default(),
            lock_out: LockOut::default(),
            second_factor: SecondFactorRule::default(),
            recovery_codes: RecoveryCodes::default(),
            recovery: Recovery::default(),
            registration: Registration::Invitation,
            password_change: PasswordChange::CurrentPassword,
            email_change: EmailChange::Anywhere,
            remember: Remember::Choice { span: Span::days(30) },
            session: SessionLimits::default(),
            inactivity: None,
            notice: None,
            users_detach_links: false,
        }
    }
}

impl Default for LockOut {
    /// Ten attempts, then a minute doubling to an hour.
    fn default() -> Self {
        Self { attempts: 10, opens: Opens::Timed }
    }
}

impl Default for SecondFactorRule {
    /// Optional: app or passkey; a browser may be trusted for thirty days.
    fn default() -> Self {
        Self {
            rule: SecondFactor::Optional,
            authenticators: vec![Authenticator::Passkey, Authenticator::Totp],
            grace: None,
            trust: Some(Span::days(30)),
            may_switch_off: true,
            offered_while_registering: false,
            recommended_apps: TotpApp::ALL.to_vec(),
        }
    }
}

impl Default for RecoveryCodes {
    /// Handed out, with the tick.
    fn default() -> Self {
        Self { offered: true, recorded: true }
    }
}

impl Default for Recovery {
    /// A link by e-mail; the second factor too, where there is one.
    fn default() -> Self {
        Self { by: RecoverBy::EmailLink, with_second_factor: RecoverWithFactor::FactorToo }
    }
}

impl Default for SessionLimits {
    /// An hour idle, a day in all.
    fn default() -> Self {
        Self { idle: Span::hours(1), absolute: Span::hours(24) }
    }
}

impl Policy {
    /// Journey 1, "Passport": invitation only, eight characters of all four classes, locked until unlocked, two-factor
    /// optional, a privacy notice to consent to.
    pub fn passport() -> Self {
        Self {
            passkey_alone: false,
            password: PasswordRule { min: Some(8), classes: 4, ..PasswordRule::default() },
            lock_out: LockOut { attempts: 10, opens: Opens::UntilUnlocked },
            second_factor: app_only(SecondFactor::Optional),
            recovery_codes: RecoveryCodes { offered: true, recorded: false },
            notice: Some(Notice { text: "privacy".into(), version: "1".into() }),
            ..Self::default()
        }
    }

    /// Journey 2, "Company ID": organisation and user name; users who have a second factor are reset by an administrator.
    pub fn company_id() -> Self {
        Self {
            identify: IdentifyBy::OrganisationAndUserName,
            passkey_alone: false,
            second_factor: SecondFactorRule { offered_while_registering: true, ..app_only(SecondFactor::Optional) },
            recovery_codes: RecoveryCodes { offered: false, recorded: false },
            recovery: Recovery { by: RecoverBy::EmailLink, with_second_factor: RecoverWithFactor::AdministratorOnly },
            ..Self::default()
        }
    }

    /// Journey 3, "External": the password is typed here and judged by the organisation's own service.
    pub fn external() -> Self {
        Self {
            sign_in: SignInBy::External { second_factor: UpstreamFactor::None },
            passkey_alone: false,
            second_factor: app_only(SecondFactor::Off),
            recovery_codes: RecoveryCodes { offered: false, recorded: false },
            recovery: Recovery { by: RecoverBy::Nobody, ..Recovery::default() },
            registration: Registration::Closed,
            ..Self::default()
        }
    }

    /// Journey 4, "Password and authentication": change by e-mailed link, app or text message, recovery codes recorded.
    pub fn password_and_authentication() -> Self {
        Self {
            passkey_alone: false,
            second_factor: SecondFactorRule {
                authenticators: vec![Authenticator::Totp, Authenticator::Sms],
                recommended_apps: vec![TotpApp::Google],
                ..app_only(SecondFactor::Optional)
            },
            password_change: PasswordChange::EmailLink,
            ..Self::default()
        }
    }

    /// Journey 5, "First-time login": e-mailed code, legacy password rule, authenticator required, a year to inactivity.
    pub fn first_time_login() -> Self {
        Self {
            passkey_alone: false,
            password: PasswordRule {
                min: Some(8),
                max: 16,
                classes: 3,
                characters: CharacterSet::AsciiWithoutSpace,
                no_dot_before_at: true,
                ..PasswordRule::default()
            },
            second_factor: SecondFactorRule {
                may_switch_off: false,
                recommended_apps: vec![TotpApp::Microsoft],
                ..app_only(SecondFactor::Required)
            },
            recovery_codes: RecoveryCodes { offered: false, recorded: false },
            recovery: Recovery { by: RecoverBy::EmailCode, ..Recovery::default() },
            registration: Registration::FirstSignIn,
            inactivity: Some(Span::days(365)),
            ..Self::default()
        }
    }

    /// The presets by name, as consoles and tests list them.
    pub fn presets() -> [(&'static str, Self); 6] {
        [
            ("default", Self::default()),
            ("passport", Self::passport()),
            ("company_id", Self::company_id()),
            ("external", Self::external()),
            ("password_and_authentication", Self::password_and_authentication()),
            ("first_time_login", Self::first_time_login()),
        ]
    }
}

fn app_only(rule: SecondFactor) -> SecondFactorRule {
    SecondFactorRule { rule, authenticators: vec![Authenticator::Totp], trust: None, ..SecondFactorRule::default() }
}
