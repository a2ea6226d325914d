//! What an organisation may not choose.

use super::{
    Factor, Policy, Registration, Remember, SecondFactor, SignInBy,
    password_rule::{LEAST_MIN, MAX_BYTES},
};
use crate::time::Span;

/// A rule that a policy breaks. `Display` says what to do, in English; the variant is the stable name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Violation {
    /// Under 8.
    #[error("password.min must be at least 8")]
    PasswordMinTooLow,
    /// The maximum is below the minimum, or above what is ever looked at.
    #[error("password.max must be at least the minimum and at most 1024")]
    PasswordMaxOutOfRange,
    /// There are four.
    #[error("password.classes must be at most 4")]
    TooManyClasses,
    /// Outside 3 to 100.
    #[error("lock_out.attempts must be 3 to 100")]
    AttemptsOutOfRange,
    /// A second factor that nobody can have.
    #[error("second_factor.kinds must name a kind that counts")]
    NoFactorKinds,
    /// The same kind twice.
    #[error("second_factor.kinds must name each kind once")]
    FactorKindTwice,
    /// SMS may not stand alone.
    #[error("second_factor.kinds must offer the app or a passkey beside text messages")]
    SmsAlone,
    /// The mailbox would be both factors.
    #[error("second_factor.kinds must not hold e-mail codes where e-mail also sets the password")]
    EmailResetsAndProves,
    /// Trust would undo what is required.
    #[error("second_factor.trust has no effect where a second factor is required; leave it out")]
    TrustWhereRequired,
    /// A span of zero or less, or longer than can be meant.
    #[error("a span must be longer than nothing and at most ten years")]
    SpanOutOfRange,
    /// Idle longer than the whole.
    #[error("session.idle must not be longer than session.absolute")]
    IdleLongerThanAbsolute,
    /// Nobody could sign in.
    #[error("providers must not be empty when they are the only way in")]
    NoProviders,
    /// The same provider twice.
    #[error("providers must name each provider once")]
    ProviderTwice,
    /// Nobody could register.
    #[error("registration.open.domains must name at least one domain, in lower case")]
    BadDomains,
    /// A first password needs a place to be kept.
    #[error("registration by first sign-in needs sign_in = password")]
    FirstSignInWithoutPassword,
    /// A notice without name or version.
    #[error("notice needs a text and a version")]
    EmptyNotice,
}

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
        must((3..=100).contains(&self.lock_out.attempts), Violation::AttemptsOutOfRange);

        let has = |kind| factor.kinds.contains(&kind);
        must(factor.rule == SecondFactor::Off || self.factors().next().is_some(), Violation::NoFactorKinds);
        must(all_different(&factor.kinds), Violation::FactorKindTwice);
        must(!has(Factor::Sms) || has(Factor::App) || has(Factor::Passkey), Violation::SmsAlone);
        must(!(has(Factor::EmailCode) && self.mail_sets_passwords()), Violation::EmailResetsAndProves);
        must(factor.rule != SecondFactor::Required || factor.trust.is_none(), Violation::TrustWhereRequired);

        let spans = [password.max_age, factor.grace, factor.trust, self.inactivity];
        let lasting = [self.session.idle, self.session.absolute];
        let remembered = match self.remember {
            Remember::Choice { span } => Some(span),
            Remember::Never => None,
        };
        let sound = |span: Span| span > Span::default() && span <= LONGEST;
        let all = spans.into_iter().flatten().chain(lasting).chain(remembered);
        must(all.into_iter().all(sound), Violation::SpanOutOfRange);
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
        let named = |notice: &super::Notice| !notice.text.is_empty() && !notice.version.is_empty();
        must(self.notice.as_ref().is_none_or(named), Violation::EmptyNotice);
        found
    }
}

fn all_different<T: PartialEq>(items: &[T]) -> bool {
    items.iter().enumerate().all(|(place, item)| !items[..place].contains(item))
}
