//! What a sign-in asks of a user besides proof and enrolment, as far as the account and the policy tell beforehand.

use crate::{
    account::{Account, Password},
    policy::Policy,
    sign_in::NewPassword,
    time::Time,
};

/// A step that stands between a user who proved everything and their applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Due {
    /// Choose another password.
    Password(NewPassword),
    /// Accept the organisation's notice.
    Notice,
}

/// What is due of this user at this time. Whether a password that is stored as a hash keeps the rules shows only when it is
/// typed, so [`NewPassword::Broken`] is never among it.
pub fn due(account: &Account, policy: &Policy, now: Time) -> Vec<Due> {
    let mut due = Vec::new();
    if let Password::Set { changed_at, must_change } = account.password
        && policy.keeps_passwords()
    {
        let is_expired = policy.password.max_age.is_some_and(|age| now >= changed_at + age);
        match () {
            () if must_change => due.push(Due::Password(NewPassword::Demanded)),
            () if is_expired => due.push(Due::Password(NewPassword::Expired)),
            () => {}
        }
    }
    if let Some(notice) = &policy.notice {
        let accepted = account.facts.accepted.as_ref();
        if accepted.is_none_or(|known| (&known.text, &known.version) != (&notice.text, &notice.version)) {
            due.push(Due::Notice);
        }
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{account::Accepted, id::Id, policy::Notice, time::Span};

    #[test]
    fn each_is_due_until_it_is_done() {
        let (begun, now) = (Time::from_seconds(0), Time::from_seconds(1000));
        let notice = Notice { text: "privacy".into(), version: "2".into() };
        let mut policy = Policy { notice: Some(notice), ..Policy::default() };
        policy.password.max_age = Some(Span::seconds(1000));
        let mut account = Account::new(Id::from_bytes([1; 16]));
        assert_eq!(due(&account, &policy, now), [Due::Notice], "without a password the rest can't be asked for");
        account.password = Password::Set { changed_at: begun, must_change: true };
        let demanded = Due::Password(NewPassword::Demanded);
        assert_eq!(due(&account, &policy, now), [demanded, Due::Notice]);
        account.password = Password::Set { changed_at: begun, must_change: false };
        assert_eq!(due(&account, &policy, now)[0], Due::Password(NewPassword::Expired));
        assert_eq!(due(&account, &policy, now + Span::millis(-1)), [Due::Notice]);
        let accepted = |version: &str| Some(Accepted { text: "privacy".into(), version: version.into(), at: begun });
        account.facts.accepted = accepted("1");
        assert_eq!(due(&account, &policy, begun), [Due::Notice], "another version");
        account.facts.accepted = accepted("2");
        assert_eq!(due(&account, &policy, begun), []);
        assert_eq!(due(&account, &Policy::external(), now), [], "passwords elsewhere");
    }
}
