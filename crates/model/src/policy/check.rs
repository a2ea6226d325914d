//! What an organisation may not choose.

use super::{
    PasskeyModels, Policy, RecoverBy, Registration, Remember, SecondFactor, SignInBy,
    password_rule::{LEAST_MIN, MAX_BYTES, MOST_HISTORY},
};
use crate::{Authenticator, inactivity, sign_in::Level, time::Span};

/// A rule that a policy breaks. `Display` goes on from the field's name and says what to do, in English; the variant is the stable
/// name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Violation {
    /// Under 8.
    #[error("must be at least 8")]
    PasswordMinTooLow,
    /// The maximum is below the minimum, or above what is ever looked at.
    #[error("must be at least the minimum and at most 1024")]
    PasswordMaxOutOfRange,
    /// There are four.
    #[error("must be at most 4")]
    TooManyClasses,
    /// Every hash that is kept is compared with each new password.
    #[error("must be at most 24")]
    HistoryTooLong,
    /// Outside 3 to 100.
    #[error("must be 3 to 100")]
    AttemptsOutOfRange,
    /// A second factor that nobody can have.
    #[error("must name a second factor that counts")]
    NoSecondFactors,
    /// What is none.
    #[error("must hold second factors only: totp, sms, email_code, passkey")]
    NotASecondFactor,
    /// The same one twice.
    #[error("must name each second factor once")]
    SecondFactorTwice,
    /// An app that is recommended twice.
    #[error("must name each app once")]
    RecommendedTwice,
    /// SMS may not stand alone.
    #[error("must offer the app or a passkey beside text messages")]
    SmsAlone,
    /// The mailbox would be both factors.
    #[error("must not hold e-mail codes where e-mail also sets the password")]
    EmailResetsAndProves,
    /// Trust would undo what is required.
    #[error("has no effect where a second factor is required: set it to `null`")]
    TrustWhereRequired,
    /// A span of zero or less, or longer than ten years; in this field.
    #[error("must be longer than nothing and at most ten years")]
    SpanOutOfRange(&'static str),
    /// Too short a span of inactivity to warn of its end.
    #[error("must be at least 14 days, so that people can be warned")]
    InactivityTooShort,
    /// Trust in a browser that ends before it was of use.
    #[error("must be at least 1h")]
    TrustTooShort,
    /// Idle longer than the whole.
    #[error("must not be longer than session.absolute")]
    IdleLongerThanAbsolute,
    /// Nobody could sign in.
    #[error("must not be empty when they are the only way in")]
    NoProviders,
    /// Nobody could reach the level.
    #[error("must be a level that a second factor, or a passkey alone, reaches")]
    LevelOutOfReach,
    /// An offer of what nobody could sign in with.
    #[error("needs sign_in = password and passkey_alone = true")]
    PasskeyOfferedInVain,
    /// No model, a model twice, or what is no identifier of one.
    #[error("must name each model once, as 8-4-4-4-12 hexadecimal digits in lower case")]
    BadPasskeyModels,
    /// The same provider twice.
    #[error("must name each provider once")]
    ProviderTwice,
    /// Nobody could register.
    #[error("must name at least one domain, in lower case")]
    BadDomains,
    /// A first password needs a place to be kept.
    #[error("by first sign-in needs sign_in = password")]
    FirstSignInWithoutPassword,
    /// Nobody could be asked to reset a password.
    #[error("by `provider` needs sign_in = external")]
    ResetWithoutProvider,
    /// A notice without name or version.
    #[error("needs a text and a version")]
    EmptyNotice,
}

impl Violation {
    /// The field that breaks the rule, with dots between names.
    pub const fn field(self) -> &'static str {
        match self {
            Self::PasswordMinTooLow => "password.min",
            Self::PasswordMaxOutOfRange => "password.max",
            Self::TooManyClasses => "password.classes",
            Self::HistoryTooLong => "password.history",
            Self::AttemptsOutOfRange => "lock_out.attempts",
            Self::NoSecondFactors
            | Self::NotASecondFactor
            | Self::SecondFactorTwice
            | Self::SmsAlone
            | Self::EmailResetsAndProves => "second_factor.authenticators",
            Self::RecommendedTwice => "second_factor.recommended_apps",
            Self::TrustWhereRequired | Self::TrustTooShort => "second_factor.trust",
            Self::SpanOutOfRange(field) => field,
            Self::InactivityTooShort => "inactivity",
            Self::IdleLongerThanAbsolute => "session.idle",
            Self::LevelOutOfReach => "level",
            Self::PasskeyOfferedInVain => "passkey_offered",
            Self::BadPasskeyModels => "passkey_models.listed.aaguids",
            Self::NoProviders | Self::ProviderTwice => "providers",
            Self::BadDomains => "registration.open.domains",
            Self::FirstSignInWithoutPassword => "registration",
            Self::ResetWithoutProvider => "recovery.by",
            Self::EmptyNotice => "notice",
        }
    }
}

/// The shortest trust in a browser: what people are offered says whole hours.
const SHORTEST_TRUST: Span = Span::hours(1);

/// The longest span that can be meant.
const LONGEST: Span = Span::days(3653);

impl Policy {
    /// Everything in this policy that an organisation may not choose; empty when it is good.
    pub fn check(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut must = |holds: bool, violation| {
            if !holds {
                found.push(violation);
            }
        };
        let (password, factor) = (&self.password, &self.second_factor);

        must(self.password_min() >= LEAST_MIN, Violation::PasswordMinTooLow);
        let max = usize::from(password.max);
        must(password.max >= self.password_min() && max <= MAX_BYTES, Violation::PasswordMaxOutOfRange);
        must(password.classes <= 4, Violation::TooManyClasses);
        must(password.history <= MOST_HISTORY, Violation::HistoryTooLong);
        must((3..=100).contains(&self.lock_out.attempts), Violation::AttemptsOutOfRange);

        let has = |one| factor.authenticators.contains(&one);
        must(factor.authenticators.iter().all(|one| one.is_second_factor()), Violation::NotASecondFactor);
        must(factor.rule == SecondFactor::Off || self.second_factors().next().is_some(), Violation::NoSecondFactors);
        must(all_different(&factor.authenticators), Violation::SecondFactorTwice);
        must(all_different(&factor.recommended_apps), Violation::RecommendedTwice);
        must(!has(Authenticator::Sms) || has(Authenticator::Totp) || has(Authenticator::Passkey), Violation::SmsAlone);
        must(!(has(Authenticator::EmailCode) && self.mail_sets_passwords()), Violation::EmailResetsAndProves);
        must(factor.rule != SecondFactor::Required || factor.trust.is_none(), Violation::TrustWhereRequired);

        must(self.reaches(self.level), Violation::LevelOutOfReach);
        must(!self.passkey_offered || self.signs_in_by_passkey(), Violation::PasskeyOfferedInVain);

        if let PasskeyModels::Listed { aaguids } = &self.passkey_models {
            let good = !aaguids.is_empty() && aaguids.iter().all(|one| is_aaguid(one));
            must(good && all_different(aaguids), Violation::BadPasskeyModels);
        }

        let sound = |span: Span| span > Span::default() && span <= LONGEST;
        for (field, _) in self.spans().into_iter().filter(|(_, span)| !span.is_none_or(sound)) {
            must(false, Violation::SpanOutOfRange(field));
        }
        let too_short = |span| span > Span::default() && span < inactivity::SHORTEST;
        let fleeting = |span| span > Span::default() && span < SHORTEST_TRUST;
        must(!factor.trust.is_some_and(fleeting), Violation::TrustTooShort);
        must(!self.inactivity.is_some_and(too_short), Violation::InactivityTooShort);
        must(self.session.idle <= self.session.absolute, Violation::IdleLongerThanAbsolute);

        must(self.sign_in != SignInBy::Providers || !self.providers.is_empty(), Violation::NoProviders);
        let providers: Vec<_> = self.providers.iter().map(|rule| rule.provider).collect();
        must(all_different(&providers), Violation::ProviderTwice);
        if let Registration::Open { domains } = &self.registration {
            let good = |domain: &String| domain.contains('.') && *domain == domain.trim().to_lowercase();
            must(!domains.is_empty() && domains.iter().all(good), Violation::BadDomains);
        }
        let first = self.registration == Registration::FirstSignIn;
        must(!first || self.keeps_passwords(), Violation::FirstSignInWithoutPassword);
        let by_provider = self.recovery.by == RecoverBy::Provider;
        must(!by_provider || self.is_external(), Violation::ResetWithoutProvider);
        let named = |notice: &super::Notice| !notice.text.is_empty() && !notice.version.is_empty();
        must(self.notice.as_ref().is_none_or(named), Violation::EmptyNotice);
        found
    }

    /// Whether anything that the policy offers here leads to this level; a provider's word leads to two factors where it is believed.
    fn reaches(&self, level: Level) -> bool {
        let word = self.providers.iter().any(|rule| rule.vouches_for_two_factors);
        let (passkeys, factors) =
            (self.offers_own_passkeys(), self.second_factors().any(|one| one != Authenticator::EmailCode));
        match level {
            Level::One => true,
            Level::Two => passkeys || factors || word,
            Level::PhishingResistant => passkeys,
        }
    }

    /// Every span there is, by field.
    fn spans(&self) -> [(&'static str, Option<Span>); 7] {
        let remembered = match self.remember {
            Remember::Choice { span } => Some(span),
            Remember::Never => None,
        };
        [
            ("password.max_age", self.password.max_age),
            ("second_factor.grace", self.second_factor.grace),
            ("second_factor.trust", self.second_factor.trust),
            ("inactivity", self.inactivity),
            ("session.idle", Some(self.session.idle)),
            ("session.absolute", Some(self.session.absolute)),
            ("remember.choice.span", remembered),
        ]
    }
}

/// Whether this names a model: not the one that says none.
fn is_aaguid(text: &str) -> bool {
    let digit = |letter: char| matches!(letter, '0'..='9' | 'a'..='f');
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_written = lengths == [8, 4, 4, 4, 12] && text.chars().all(|letter| letter == '-' || digit(letter));
    is_written && text.chars().any(|letter| letter != '-' && letter != '0')
}

fn all_different<T: PartialEq>(items: &[T]) -> bool {
    items.iter().enumerate().all(|(place, item)| !items[..place].contains(item))
}
