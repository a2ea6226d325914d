//! What the answer to a bind says of the person.

use crate::{Control, LdapResult, PASSWORD_POLICY, ber::Reader};

/// What an answer to a bind is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindVerdict {
    /// The password is right.
    Right,
    /// It is right, and may not stay.
    MustChange(MustChange),
    /// Whoever it is may not come in.
    Refused(Refusal),
    /// No verdict: the directory can't say now.
    None,
}

/// Why a right password lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MustChange {
    /// It has expired.
    #[error("the password has expired")]
    Expired,
    /// An administrator set it, to be changed.
    #[error("the password was set by an administrator, and must be changed first")]
    Reset,
}

/// Why a directory lets somebody not in. As a text it is for administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The password is wrong, or the entry has none.
    #[error("the password is wrong")]
    Password,
    /// Too many wrong passwords, or an administrator locked it.
    #[error("the account is locked there")]
    Locked,
    /// It is disabled.
    #[error("the account is disabled there")]
    Disabled,
    /// Its time is over.
    #[error("the account has expired there")]
    Expired,
    /// Not at this hour.
    #[error("the account may not sign in at this hour")]
    Hours,
    /// Not from this computer.
    #[error("the account may not sign in from this computer")]
    Workstation,
    /// The directory is unwilling, and says no more.
    #[error("the directory is not willing to let the account in")]
    Unwilling,
}

impl BindVerdict {
    /// Of an answer: its code, what Active Directory says beside it (`data 532`), and what a password policy says.
    pub fn of(result: &LdapResult, controls: &[Control]) -> Self {
        let policy = controls.iter().find(|control| control.oid == PASSWORD_POLICY);
        let policy = policy.and_then(|control| policy_error(&control.value));
        match (result.code, policy) {
            (0, Some(2)) => Self::MustChange(MustChange::Reset),
            (0, _) => Self::Right,
            // Both are told after the right password alone.
            (49, Some(0)) => Self::MustChange(MustChange::Expired),
            (49, Some(2)) => Self::MustChange(MustChange::Reset),
            (49, Some(1)) => Self::Refused(Refusal::Locked),
            (49, _) => of_active_directory(&result.text),
            (32 | 48 | 50, _) => Self::Refused(Refusal::Password),
            (19, _) => Self::Refused(Refusal::Locked),
            (53, _) => Self::Refused(Refusal::Unwilling),
            _ => Self::None,
        }
    }
}

/// `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 52e, v4563`: a code of Windows, in hexadecimal.
fn of_active_directory(text: &str) -> BindVerdict {
    let code = text.split_once(", data ").map(|(_, rest)| rest.split([',', ' ']).next().unwrap_or_default());
    match code {
        Some("532") => BindVerdict::MustChange(MustChange::Expired),
        Some("773") => BindVerdict::MustChange(MustChange::Reset),
        Some("775") => BindVerdict::Refused(Refusal::Locked),
        Some("533") => BindVerdict::Refused(Refusal::Disabled),
        Some("701") => BindVerdict::Refused(Refusal::Expired),
        Some("530") => BindVerdict::Refused(Refusal::Hours),
        Some("531") => BindVerdict::Refused(Refusal::Workstation),
        _ => BindVerdict::Refused(Refusal::Password),
    }
}

/// The error of a password policy: 0 expired, 1 locked, 2 must change. A warning beside it says when it will.
fn policy_error(value: &[u8]) -> Option<u32> {
    let mut reader = Reader(Reader(value).take(crate::ber::SEQUENCE).ok()?);
    while !reader.is_empty() {
        match reader.next().ok()? {
            (0x81, error) => return crate::ber::number(error).ok(),
            _ => continue,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: u32, text: &str, policy: &[u8]) -> BindVerdict {
        let control = Control { oid: PASSWORD_POLICY.to_owned(), value: policy.to_vec() };
        BindVerdict::of(&LdapResult { code, text: text.to_owned() }, &[control])
    }

    /// PITFALLS L4.
    #[test]
    fn ldp_06_what_active_directory_says_of_an_account() {
        let said = |data: &str| {
            of(
                49,
                &format!("80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data {data}, v4563"),
                b"",
            )
        };
        for (data, is) in [
            ("52e", BindVerdict::Refused(Refusal::Password)),
            ("525", BindVerdict::Refused(Refusal::Password)),
            ("530", BindVerdict::Refused(Refusal::Hours)),
            ("531", BindVerdict::Refused(Refusal::Workstation)),
            ("532", BindVerdict::MustChange(MustChange::Expired)),
            ("533", BindVerdict::Refused(Refusal::Disabled)),
            ("701", BindVerdict::Refused(Refusal::Expired)),
            ("773", BindVerdict::MustChange(MustChange::Reset)),
            ("775", BindVerdict::Refused(Refusal::Locked)),
        ] {
            assert_eq!(said(data), is, "{data}");
        }
    }

    #[test]
    fn ldp_06_what_a_password_policy_says() {
        let (expired, locked, reset) = (b"\x30\x03\x81\x01\x00", b"\x30\x03\x81\x01\x01", b"\x30\x03\x81\x01\x02");
        assert_eq!(of(49, "", expired), BindVerdict::MustChange(MustChange::Expired));
        assert_eq!(of(49, "", locked), BindVerdict::Refused(Refusal::Locked));
        assert_eq!(of(0, "", reset), BindVerdict::MustChange(MustChange::Reset));
        let grace = b"\x30\x08\xa0\x03\x81\x01\x02\x81\x01\x02";
        assert_eq!(of(0, "", &grace[..7]), BindVerdict::Right, "broken");
        assert_eq!(of(0, "", b"\x30\x05\xa0\x03\x81\x01\x02"), BindVerdict::Right, "a warning alone");
        assert_eq!(of(0, "", grace), BindVerdict::MustChange(MustChange::Reset));
    }

    #[test]
    fn ext_13_an_outage_of_a_directory_is_no_verdict() {
        for code in [1, 2, 3, 8, 10, 11, 13, 51, 52, 80, 4096] {
            assert_eq!(of(code, "", b""), BindVerdict::None, "{code}");
        }
        for code in [19, 32, 48, 49, 50, 53] {
            assert!(matches!(of(code, "", b""), BindVerdict::Refused(_)), "{code}");
        }
    }
}
